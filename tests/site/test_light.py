"""How light the scripts are that the build writes, and what boxes and builders add to a chapter, as they travel."""

import gzip
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from kit.book import number, problems

pytestmark = pytest.mark.skipif(not find_spec("minify"), reason="the minifier is not here, and scripts are as written")

OURS = ("explorer", "fields", "practice", "answer", "start")
FORM = re.compile(r'<form class="answer".*?</form>', re.DOTALL)


def weigh(*texts: str) -> int:
    """The bytes of some files, each gzipped."""
    return sum(len(gzip.compress(text.encode(), 9)) for text in texts)


def scripts(site: Path, html: str) -> dict[str, str]:
    """The scripts of ours that a page loads."""
    names = [name for name in OURS if re.search(rf'<script[^>]* src="[^"]*_static/{name}\.js[?"]', html)]
    return {name: (site / "_static" / f"{name}.js").read_text(encoding="utf-8") for name in names}


@pytest.mark.parametrize("name", problems())
def test_boxes_and_builders_with_their_data_are_at_most_12_kb_of_a_chapter(site: Path, name: str) -> None:
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    loaded = scripts(site, html)
    assert "answer" in loaded
    assert ("fields" in loaded) == (number(name) != 4), "a chapter with formulas alone needs no reader of texts"
    forms = FORM.findall(html)
    assert len(forms) >= 3
    boxes = [text for script, text in loaded.items() if script in ("fields", "answer")]
    assert 5_000 < weigh(*boxes, "".join(forms)) <= 12 * 1024


def test_all_scripts_of_explorers_boxes_and_game_are_under_35_kb(site: Path) -> None:
    names = [name for name in OURS if name != "practice"]
    texts = [(site / "_static" / f"{name}.js").read_text(encoding="utf-8") for name in names]
    assert 15_000 < weigh(*texts) < 35_000


def test_a_page_for_practice_needs_12_kb_of_scripts_and_2_5_of_its_own(site: Path) -> None:
    loaded = scripts(site, (site / "chapters/practice-2.html").read_text(encoding="utf-8"))
    assert 1_000 < weigh(loaded["practice"]) < 2_500
    assert 5_000 < weigh(*loaded.values()) < 12 * 1024


def test_a_page_loads_only_the_scripts_that_it_has_a_use_for(site: Path) -> None:
    loaded = {page: [*scripts(site, (site / f"chapters/{page}.html").read_text(encoding="utf-8"))] for page in PAGES}
    assert loaded == PAGES


PAGES = {
    "index": ["start"],
    "2-convolution": ["explorer", "fields", "answer"],
    "4-backpropagation": ["explorer", "answer"],
    "6-loops-to-products": [],
    "own-explorer": ["explorer"],
    "practice-2": ["fields", "practice", "answer"],
}
