"""That the slides are found: from the start page, from each chapter, and from each page for its instructor."""

import re
from pathlib import Path

import pytest

from kit.book import problems

DECKS = {Path(page).name: f"teach-{number}" for number, page in enumerate(problems(), 1)} | {"answer-key": "teach-key"}


def linked(site: Path, page: str) -> list[str]:
    """The files of the folder of slides that a page leads to."""
    return re.findall(r'href="\.\./slides/([^"#?]+)"', (site / "chapters" / f"{page}.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", ["index", "instructors"])
def test_each_deck_is_found_from_the_start_page_and_from_that_for_instructors(site: Path, page: str) -> None:
    assert linked(site, page)[: len(DECKS)] == [f"{deck}.html" for deck in DECKS]


@pytest.mark.parametrize("deck", DECKS)
def test_a_chapter_and_the_page_for_its_instructor_lead_to_its_deck_which_is_there(site: Path, deck: str) -> None:
    assert linked(site, deck)[0] == f"{deck}.html"
    assert linked(site, DECKS[deck]) == [f"{deck}.html"]
    for name in {*linked(site, deck), *linked(site, "instructors")}:
        assert (site / "slides" / name).is_file()
