"""The decks in a real browser: what is on them, how they are led through, and what goes on paper."""

import gzip
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from cnnlib import parts
from kit import axe
from kit.book import problems
from kit.decks import LOOK, NAMES, here, last_states, make, shown, walk
from press.finish.pages import Page as Built
from press.finish.policy import read_policy
from press.slides.votes import make_vote
from tools.slides import SHARED

pytestmark = pytest.mark.browser

every_deck = pytest.mark.parametrize("name", NAMES)
SIZES = [(1280, 720, "light"), (1024, 768, "light"), (1920, 1080, "light"), (1280, 720, "dark")]
LEAST = 24  # pixels of a letter, at 1280 by 720
WEIGHT = 400_000  # bytes, compressed
EXPLORER = "Reveal.getCurrentSlide().querySelector('.explorer')"


@pytest.fixture(scope="module")
def folder(site: Path) -> Path:
    return make()


def built(folder: Path, name: str) -> Built:
    return Built((folder / f"{name}.html").read_text(encoding="utf-8"), f"slides/{name}")


def test_there_is_a_deck_for_each_problem_and_for_the_key() -> None:
    assert [*(Path(page).name for page in problems()), "answer-key"] == NAMES


@every_deck
def test_a_deck_is_light_and_has_notes_for_every_slide(folder: Path, name: str) -> None:
    files = [folder / f"{name}.html", *(folder / one for one in ("deck.js", "deck.css", *SHARED))]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < WEIGHT
    slides = built(folder, name).select(".slides > section")
    assert 8 <= len(slides) <= 15
    notes = [len(note.text().strip()) for slide in slides for note in slide.css("aside.notes")]
    assert len(notes) == len(slides)
    assert min(notes) > 40
    assert len({slide.attrs["id"] for slide in slides}) == len(slides)


@every_deck
def test_the_policy_is_that_of_the_site(folder: Path, site: Path, name: str) -> None:
    rules, chapter = read_policy(built(folder, name)), read_policy(Built((site / "index.html").read_text("utf-8")))
    assert rules.pop("frame-src") == ["'self'"]
    assert rules.keys() == chapter.keys()
    for rule, words in rules.items():
        own = [word for word in words if not word.startswith("'sha256-")]
        assert set(own) <= set(chapter[rule]), rule


@every_deck
@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
def test_nothing_is_cut_off_or_small(
    browser: Browser, folder: Path, name: str, width: int, height: int, scheme: Any
) -> None:
    window = {"width": width, "height": height}
    with shown(browser, name, viewport=window, color_scheme=scheme, bypass_csp=True) as page:
        page.evaluate(LOOK)
        assert page.evaluate("() => document.documentElement.dataset.theme") == scheme
        least = LEAST if width == 1280 else 0
        # A larger window shows the same slides larger: there their last states are enough.
        states = walk(page) if (width, scheme) == (1280, "light") else last_states(page)
        found = {state: wrong for state in states if (wrong := page.evaluate("(l) => slides.look(l)", least))}
        assert found == {}


@every_deck
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str) -> None:
    # On paper all slides are there at once, each in its last state.
    with shown(browser, name, "?print-pdf", bypass_csp=True) as page:
        page.wait_for_selector(".pdf-page")
        assert axe.look(page, "html", axe.TAGS) == []


def test_a_dark_vote_has_enough_contrast(browser: Browser, folder: Path) -> None:
    with shown(browser, "2-convolution", "#vote-2c", bypass_csp=True, color_scheme="dark") as page:
        for _ in range(3):  # asked, shown, and an explorer
            assert axe.look(page, ".present", ["color-contrast"]) == []
            page.keyboard.press("PageDown")


def reasons(page: Page) -> list[str]:
    """The reasons of a vote that are shown, by their letters."""
    return page.locator(".present li:has(.reason.visible) .letter").all_inner_texts()


def test_a_vote_on_every_part_asks_before_it_shows(browser: Browser, folder: Path) -> None:
    voted = []
    for name in NAMES[:-1]:
        with shown(browser, name) as page:
            votes = page.evaluate("() => Reveal.getSlides().filter((s) => s.matches('.vote')).map((s) => s.id)")
            for one in votes:
                vote = make_vote(one.removeprefix("vote-"))
                voted.append(vote.part)
                page.evaluate("(id) => { Reveal.slide(Reveal.getIndices(document.getElementById(id)).h); }", one)
                assert here(page) == one
                assert reasons(page) == []
                texts = page.locator(".present .options code").all_inner_texts()
                assert texts == [option.text for option in vote.options]
                page.keyboard.press("PageDown")
                assert reasons(page) == [option.letter for option in vote.options]
                shown_right = page.locator(".present [data-right] .letter").inner_text()
                assert shown_right == vote.right.letter
                page.keyboard.press("PageUp")
                assert reasons(page) == []
                page.keyboard.press("PageUp")
                assert here(page) != one
    assert voted == list(parts())


def test_the_count_down_runs_stops_and_stays_off(browser: Browser, folder: Path) -> None:
    with shown(browser, "2-convolution", "#vote-2b") as page:
        output = page.locator(".present output")
        page.wait_for_function("() => Number(document.querySelector('.present output').value) < 60")
        page.keyboard.press("t")
        assert output.is_hidden()
        page.keyboard.press("PageDown")  # the reveal
        page.keyboard.press("PageUp")
        assert output.is_hidden()
        page.locator(".present .count-down input").check()
        assert output.is_visible()
        assert output.inner_text() == "60"


def test_the_clicker_turns_the_page_whatever_has_the_focus(browser: Browser, folder: Path) -> None:
    with shown(browser, "2-convolution", "#explore-while-z-is-hidden") as page:
        slider = page.locator(".present input[type=range]").first
        slider.focus()
        before = slider.input_value()
        page.keyboard.press("ArrowRight")  # the slider's own
        assert slider.input_value() != before
        assert here(page) == "explore-while-z-is-hidden"
        page.keyboard.press("PageDown")
        assert here(page) == "lay-multiply-add-up"
        page.keyboard.press("PageUp")
        assert here(page) == "explore-while-z-is-hidden"


def texts(page: Page) -> str:
    return str(page.evaluate(f"() => {EXPLORER}.explorer.query()"))


@pytest.mark.parametrize(
    ("name", "slide", "terms"),
    [("2-convolution", "where-6-stands", [0, 1, 2, 4]), ("4-backpropagation", "where-a-weight-goes", [0, 1, 4, 20])],
)
def test_the_clicker_adds_up_nothing_a_term_a_row_all(
    browser: Browser, folder: Path, name: str, slide: str, terms: list[int]
) -> None:
    with shown(browser, name, f"#{slide}") as page:
        found = []
        for _ in range(4):
            found.append(int(re.findall(r"terms=(\d+)", texts(page))[0]))
            assert "show=fills" in texts(page)
            page.keyboard.press("PageDown")
        assert found == terms
        assert here(page) != slide
        for count in reversed(terms):  # back by the same steps
            page.keyboard.press("PageUp")
            assert f"terms={count}" in texts(page)
        # What is added up is what the walk has come to, not a picture of it.
        assert page.locator(f"#{slide} td[aria-selected=true]").count() == 1


@every_deck
def test_every_explorer_answers_a_reader(browser: Browser, folder: Path, name: str) -> None:
    with shown(browser, name) as page:
        for slide in page.evaluate(
            "() => Reveal.getSlides().filter((s) => s.querySelector('.explorer')).map((s) => s.id)"
        ):
            page.evaluate("(id) => { Reveal.slide(Reveal.getIndices(document.getElementById(id)).h); }", slide)
            before = texts(page)
            control = page.locator(".present .explorer :is(input[type=range], input[type=radio]:not(:checked))")
            cell = page.locator(".present .explorer td[data-at]:not([aria-selected=true]):visible")
            if control.count() and control.first.is_visible():
                if control.first.get_attribute("type") == "radio":
                    control.first.check(force=True)
                else:
                    control.first.press("ArrowRight")
            elif cell.count():
                cell.last.click()
            assert texts(page) != before, slide
            page.keyboard.press("PageDown")
            assert here(page) != slide or page.locator(".present .step").count()


def test_a_link_opens_just_that_moment(browser: Browser, folder: Path) -> None:
    with shown(browser, "2-convolution", "#where-6-stands") as page:
        page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")
        link = page.evaluate(f"() => {EXPLORER}.explorer.address.link({EXPLORER}.explorer)")
        query = texts(page)
    with shown(browser, "2-convolution", link[link.index("#") :]) as page:
        assert here(page) == "where-6-stands"
        assert texts(page) == query


def test_the_overview_shows_all_slides_and_leads_to_one(browser: Browser, folder: Path) -> None:
    with shown(browser, "1-tensor-shapes") as page:
        page.keyboard.press("o")
        page.wait_for_function("() => Reveal.isOverview()")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("o")
        assert not page.evaluate("() => Reveal.isOverview()")
        assert page.evaluate("() => Reveal.getIndices().h") == 1


def test_the_speaker_sees_notes_and_a_clock(browser: Browser, folder: Path) -> None:
    with shown(browser, "2-convolution", "#vote-2c") as page:
        with page.expect_popup() as opening:
            page.keyboard.press("s")
        speaker = opening.value
        speaker.wait_for_function(
            "() => document.querySelector('.speaker-controls-notes .value')?.textContent.includes('Right is C')"
        )
        clock = speaker.locator(".speaker-controls-time .timer")
        assert re.search(r"\d\d", clock.inner_text())
        frames = speaker.locator("iframe")
        assert frames.count() == 2
        page.bring_to_front()
        page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")
        speaker.wait_for_function(
            "() => !document.querySelector('.speaker-controls-notes .value').textContent.includes('Right is C')"
        )


@every_deck
def test_every_slide_goes_on_paper_with_its_notes(browser: Browser, folder: Path, tmp_path: Path, name: str) -> None:
    slides = built(folder, name).select(".slides > section")
    with shown(browser, name, "?print-pdf") as page:
        page.wait_for_function("() => document.querySelectorAll('.pdf-page').length")
        page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    paper = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(tmp_path / "deck.pdf")]
    assert len(paper) >= 2 * len(slides)  # each with its notes behind it
    squeezed = re.sub(r"\s+", "", "".join(paper))
    for slide in slides:
        heading = slide.css_first("h1, h2")
        assert heading is not None
        assert re.sub(r"\s+", "", heading.text()) in squeezed
        notes = slide.css_first("aside.notes > p")
        assert notes is None or re.sub(r"\s+", "", notes.text())[:12] in squeezed or notes.css_first("math")


def test_cards_and_grids_are_for_paper(browser: Browser, folder: Path, tmp_path: Path) -> None:
    pages = {}
    for name in ("cards", "grids"):
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto((folder / f"{name}.html").as_uri())
        assert axe.look(page) == []
        page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
        pages[name] = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(tmp_path / "sheet.pdf")]
        context.close()
    assert [text.split() for text in pages["cards"]] == [["A", "B", "C", "D"]]
    assert [text.splitlines()[0][:9] for text in pages["grids"]] == ["Problem 2", "Problem 4", "Problem 5", "Any other"]
