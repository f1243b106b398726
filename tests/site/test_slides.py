"""That the slides are found: from the start page, from each chapter, and from each page for its instructor."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborNode

from kit.book import problems, source
from press.finish.pages import Page

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


def read(site: Path, name: str) -> Page:
    return Page((site / f"{name}.html").read_text(encoding="utf-8"), name)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def name_slide(slide: LexborNode) -> str:
    """The part that is voted on, or the title."""
    if slide.attrs["class"] == "vote":
        return str(slide.id).removeprefix("vote-")
    heading = slide.css_first("h1, h2")
    assert heading, "each slide has a title"
    return heading.text()


@pytest.mark.parametrize("deck", DECKS)
def test_slides_come_in_the_order_of_the_chapter_and_lead_back_to_it(site: Path, deck: str) -> None:
    marks = re.findall(r'^% slide: (.+?)(?: \|.*)?$|^ask\("(\w+)"', source(f"chapters/{deck}"), re.MULTILINE)
    page = read(site, f"slides/{deck}")
    found = [name_slide(one) for one in page.select(".slides > section")]
    assert list(dict.fromkeys(found[1:])) == [title or part for title, part in marks]
    (back,) = page.select(".way-back a")
    assert back.attrs["href"] == f"../chapters/{deck}.html"


@pytest.mark.parametrize("deck", DECKS)
def test_what_is_printed_and_tabled_on_slides_is_what_the_chapter_says(site: Path, deck: str) -> None:
    article = read(site, f"chapters/{deck}").tree.css_first("article")
    assert article
    told = squeeze(article.text())
    shown = [squeeze(one.text()) for one in read(site, f"slides/{deck}").select(".plain .content :is(td, pre, li)")]
    assert shown
    assert [text for text in shown if text not in told] == []
