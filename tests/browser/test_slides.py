"""The decks in a real browser: what is on them, how they are led through, and what goes on paper.

Each deck is opened once, and gone through by a clicker's key once: the tests look at what was seen on the way.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cnnlib import parts
from kit import axe
from kit.book import problems
from kit.decks import NAMES, READY, go, here, look_at_last, make, shown, walk
from kit.pdf import read_pages
from kit.profile import SOAK
from press.finish.pages import Page as Built
from press.finish.policy import read_policy
from press.slides.votes import make_vote
from tools.slides import SHARED

pytestmark = pytest.mark.browser

every_deck = pytest.mark.parametrize("name", NAMES)
on_every_deck = pytest.mark.parametrize("visit", NAMES, indirect=True)
on_one_deck = pytest.mark.parametrize("visit", ["2-convolution"], indirect=True)
OTHER_SIZES = [(1024, 768), (1920, 1080)]
LEAST = 24  # pixels of a letter, at 1280 by 720
WEIGHT = 400_000  # bytes, compressed
EXPLORER = "Reveal.getCurrentSlide().querySelector('.explorer')"
# Parts that an explorer asks about before they are voted on; the slides of the others are after the vote.
ASKED_BEFORE = {
    "1a": "other-images",
    "1b": "other-records",
    "1c": "other-videos",
    "2a": "explore-while-z-is-hidden",  # with the indices of W of any size; a deck has room for 15 slides
    "3c": "the-products-of-a-smaller-layer",
    "3d": "the-parameters-of-another-kernel",
}
FAINT = "(theme) => { document.documentElement.dataset.theme = theme; return slides.findFaint(); }"
# In the dark nothing but colours is other than in the light: `make soak` looks at all decks, in all states and sizes.
IN_THE_DARK = NAMES if SOAK else ["2-convolution"]
SIZES_IN_THE_DARK = [(1280, 720), *OTHER_SIZES] if SOAK else [(1280, 720)]


@dataclass
class Visit:
    """A deck that is open, and what was seen when it was gone through."""

    name: str
    page: Page
    states: list[dict[str, Any]]
    sizes: dict[tuple[int, int], dict[str, list[str]]]
    faint: dict[str, list[str]]

    def on(self, slide: str) -> list[dict[str, Any]]:
        """The states of a slide, one after the other."""
        return [state for state in self.states if state["slide"] == slide]


@pytest.fixture(scope="module")
def folder(site: Path) -> Path:
    return make()


@pytest.fixture(scope="module")
def visit(browser: Browser, folder: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with shown(browser, request.param) as page:
        states, sizes = walk(page, "PageDown", LEAST), {}
        for width, height in OTHER_SIZES:
            page.set_viewport_size({"width": width, "height": height})
            # A larger window shows the same slides larger: there their last states are enough.
            sizes[width, height] = look_at_last(page, 0)
        page.set_viewport_size({"width": 1280, "height": 720})
        faint = {theme: page.evaluate(FAINT, theme) for theme in ("dark", "light")}
        yield Visit(request.param, page, states, sizes, faint)


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit.page


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


@on_every_deck
def test_nothing_is_cut_off_or_small(visit: Visit) -> None:
    assert {(one["slide"], one["steps"]): one["wrong"] for one in visit.states if one["wrong"]} == {}
    assert visit.sizes == {size: {} for size in OTHER_SIZES}


@on_every_deck
def test_no_text_is_hard_to_tell_from_its_ground(visit: Visit) -> None:
    assert visit.faint == {"dark": [], "light": []}


@on_every_deck
def test_a_vote_on_every_part_asks_before_it_shows(visit: Visit) -> None:
    number = visit.name.split("-")[0]
    votes = [f"vote-{part}" for part in parts() if part.startswith(number)]
    assert [slide for slide in dict.fromkeys(one["slide"] for one in visit.states) if "vote" in slide] == votes
    for slide in votes:
        vote, (asked, told) = make_vote(slide.removeprefix("vote-")), visit.on(slide)
        assert asked["reasons"] == []
        assert asked["options"] == [option.text for option in vote.options]
        assert told["reasons"] == [option.letter for option in vote.options]
        assert told["right"] == [vote.right.letter]
        assert (asked["marked"], told["marked"]) == (["", ""], [vote.right.letter] * 2)
        assert [text.removeprefix("Right. ") for text in told["said"]] == [option.reason for option in vote.options]


@pytest.mark.parametrize("visit", NAMES if SOAK else ["2-convolution"], indirect=True)
def test_the_clicker_leads_back_by_the_same_states(visit: Visit) -> None:
    visit.page.evaluate("() => Reveal.slide(Reveal.getTotalSlides() - 1, 0, 9)")
    back = walk(visit.page, "PageUp", 0)
    seen = [{key: one[key] for key in ("slide", "steps", "reasons", "query")} for one in visit.states]
    assert [{key: one[key] for key in seen[0]} for one in back] == seen[::-1]


@on_every_deck
def test_the_clicker_adds_up_nothing_a_term_a_row_all(visit: Visit) -> None:
    walks = visit.page.evaluate(
        "() => Reveal.getSlides().filter((one) => one.querySelector('[data-walk]')).map((one) => one.id)"
    )
    for slide in walks:
        queries = [state["query"] for state in visit.on(slide)]
        assert all("show=asked" in query for query in queries)
        terms = [int(re.findall(r"terms=(\d+)", query)[0]) for query in queries]
        assert terms[:2] == [0, 1]
        assert len(terms) == 4
        assert terms[1] < terms[2] < terms[3]
        # What is added up is what the walk has come to, not a picture of it.
        assert visit.page.locator(f"#{slide} td[aria-selected=true]").count() == 1
    assert len(walks) == {"2-convolution": 4, "4-backpropagation": 2}.get(visit.name, 0)


# By deck, what no slide before a vote may show.
HIDDEN = {
    "2-convolution": {"vote-2c": re.compile(r"\d"), "vote-2d": re.compile("−6")},
    "5-pooling": {"vote-5b": re.compile(r"^([23]|10)$|^(2|10)\W*▲")},  # 3 is in 5(a) too
}


@pytest.mark.parametrize("visit", HIDDEN, indirect=True)
def test_no_slide_shows_what_is_voted_on_later(visit: Visit) -> None:
    for vote, hidden in HIDDEN[visit.name].items():
        before = visit.states[: [state["slide"] for state in visit.states].index(vote)]
        results = [text for state in before for text in state["results"]]
        assert results
        assert [text for text in results if hidden.search(text)] == []


@pytest.mark.parametrize("visit", ["answer-key"], indirect=True)
def test_the_key_is_shown_before_the_verdict_on_it(visit: Visit) -> None:
    judged: dict[str, list[bool]] = {}
    for state in visit.states:
        judged.setdefault(state["slide"], []).append(state["isJudged"])
    *_, after, last = judged.values()
    assert list(judged.values()) == [[False], *[[False, True]] * 6, after, last]


@on_every_deck
def test_an_explorer_asks_before_it_shows_numbers(visit: Visit) -> None:
    asked = [state for state in visit.states if state["slide"] in ASKED_BEFORE.values() and "2" not in visit.name]
    assert [state["tables"] for state in asked] == [0, 1] * {"1-tensor-shapes": 3, "3-cost": 2}.get(visit.name, 0)


@on_every_deck
def test_every_part_has_an_explorer(visit: Visit) -> None:
    slides = {state["slide"]: state["query"] is not None for state in visit.states}
    after: dict[str, list[str]] = {}
    for slide, has_explorer in slides.items():
        if slide.startswith("vote-"):
            after[slide.removeprefix("vote-")] = []
        elif after and has_explorer:
            after[[*after][-1]].append(slide)
    for part, own in after.items():
        if part in ASKED_BEFORE:
            before = [*slides][: [*slides].index(f"vote-{part}")]
            assert ASKED_BEFORE[part] in before
            assert slides[ASKED_BEFORE[part]]
        else:
            assert own, part


@on_every_deck
def test_every_explorer_answers_a_reader(visit: Visit, page: Page) -> None:
    for slide in dict.fromkeys(state["slide"] for state in visit.states if state["query"] is not None):
        go(page, slide)
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
        # Where a picture is drawn anew, it is fitted anew, and so are arrays that stand side by side.
        assert page.evaluate("(least) => slides.look(least)", LEAST) == []


def texts(page: Page) -> str:
    return str(page.evaluate(f"() => {EXPLORER}.explorer.query()"))


@on_one_deck
def test_the_count_down_runs_stops_and_stays_off(page: Page) -> None:
    go(page, "vote-2b")
    output = page.locator(".present output")
    page.wait_for_function("() => Number(document.querySelector('.present output').value) < 60")
    page.keyboard.press("PageDown")  # the reveal: there is nothing to wait for
    assert output.is_hidden()
    page.keyboard.press("PageUp")
    assert output.is_visible()
    page.keyboard.press("t")
    assert output.is_hidden()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    assert output.is_hidden()
    page.get_by_role("checkbox", name="count-down").check()
    assert output.is_visible()
    assert output.inner_text() == "60"


@on_one_deck
def test_the_clicker_turns_the_page_whatever_has_the_focus(page: Page) -> None:
    go(page, "explore-while-z-is-hidden")
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
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("b")
    page.keyboard.press("PageDown")  # what was dark is light again, and no slide has been passed unseen
    assert not page.evaluate("() => Reveal.isPaused()")
    assert here(page) == "explore-while-z-is-hidden"


@on_one_deck
def test_the_overview_shows_all_slides_and_leads_to_one(page: Page) -> None:
    go(page, "start")
    page.keyboard.press("o")
    page.wait_for_function("() => Reveal.isOverview()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("o")
    assert not page.evaluate("() => Reveal.isOverview()")
    assert page.evaluate("() => Reveal.getIndices().h") == 1


@on_one_deck
def test_the_speaker_sees_notes_and_a_clock(page: Page) -> None:
    go(page, "vote-2c")
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    speaker = opening.value
    notes = "document.querySelector('.speaker-controls-notes .value')?.textContent"
    speaker.wait_for_function(f"() => {notes}.includes('Right is C')")
    clock = speaker.locator(".speaker-controls-time .timer")
    assert re.search(r"\d\d", clock.inner_text())
    assert speaker.locator("iframe").count() == 2
    page.bring_to_front()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    speaker.wait_for_function(f"() => !{notes}.includes('Right is C')")
    speaker.close()


@on_one_deck
def test_a_link_opens_just_that_moment(browser: Browser, page: Page) -> None:
    go(page, "where-6-stands")
    assert page.url.endswith("#where-6-stands")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    link = page.evaluate(f"() => {EXPLORER}.explorer.address.link({EXPLORER}.explorer)")
    query = texts(page)
    with shown(browser, "2-convolution", link[link.index("#") :]) as page:
        assert here(page) == "where-6-stands"
        assert texts(page) == query
        go(page, "start")
        page.evaluate("(link) => { location.hash = link; }", link[link.index("#") :])  # where the deck is open already
        page.wait_for_function("() => Reveal.getCurrentSlide().id === 'where-6-stands'")
        assert texts(page) == query


@pytest.mark.parametrize("name", IN_THE_DARK)
def test_a_deck_is_the_same_in_the_dark(browser: Browser, folder: Path, name: str) -> None:
    with shown(browser, name, color_scheme="dark", bypass_csp=True) as page:
        assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
        for width, height in SIZES_IN_THE_DARK:
            page.set_viewport_size({"width": width, "height": height})
            least = LEAST if width == 1280 else 0
            assert look_at_last(page, least) == {}
            if SOAK:
                go(page, "start")
                assert [one for one in walk(page, "PageDown", least) if one["wrong"]] == []
        if name == "2-convolution":
            go(page, "vote-2c")
            for _ in range(3):  # asked, shown, and an explorer
                assert axe.look(page, ".present", ["color-contrast"]) == []
                page.keyboard.press("PageDown")
        page.evaluate("() => localStorage.setItem('mode', 'light')")  # as a reader of the book has chosen
        page.reload()
        page.wait_for_function(READY)
        assert page.evaluate("() => document.documentElement.dataset.theme") == "light"


@pytest.mark.parametrize("name", NAMES if SOAK else ["2-convolution", "answer-key"])
def test_every_slide_goes_on_paper_with_its_notes(browser: Browser, folder: Path, tmp_path: Path, name: str) -> None:
    slides = built(folder, name).select(".slides > section")
    with shown(browser, name, "?print-pdf", bypass_csp=True) as page:
        page.wait_for_function("() => document.querySelectorAll('.pdf-page').length")
        page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
        page.emulate_media(media="print")
        assert page.evaluate("(least) => slides.lookAtPaper(least)", LEAST) == []
        page.emulate_media(media="screen")
        for added_up in page.locator("[data-walk]").all_inner_texts():
            assert re.search(r" = −?\d+$", added_up), "its last step is shown"
        # On paper all slides are there at once, each in its last state. Within formulas axe-core has nothing to find,
        # and takes most of its time.
        page.evaluate("() => { for (const one of document.querySelectorAll('math')) one.replaceChildren(); }")
        assert axe.look(page, "html", axe.TAGS) == []
    paper = read_pages(tmp_path / "deck.pdf")
    squeezed = iter(re.sub(r"\s+", "", text) for text in paper)
    for slide in slides:  # each on one page, with its notes behind it, which may be long
        heading = slide.css_first("h1, h2")
        assert heading is not None
        title = re.sub(r"\s+", "", heading.text())
        assert any(text.startswith(title) for text in squeezed), title
        notes, told = slide.css_first("aside.notes > p"), next(squeezed)
        assert "Speakernotes" in told
        assert notes is None or re.sub(r"\s+", "", notes.text())[:12] in told or notes.css_first("math")
    assert all(squeezed), "no page is empty"


def test_a_chapter_leads_to_a_sheet_of_its_problem_and_to_the_key(folder: Path, site: Path) -> None:
    for page in problems():
        number = Path(page).name[0]
        links = [one.attrs["href"] for one in Built((site / f"{page}.html").read_text("utf-8")).select(".to-slides a")]
        assert links[1:] == [f"../slides/sheet-{number}.html", f"../slides/sheet-{number}-key.html"]
        sheet, key = ((site / "chapters" / link).read_text("utf-8") for link in links[1:])
        own = [name for name in parts() if name[0] == number]
        assert re.findall(r' data-part="(\w+)"', sheet) == own
        # Formulas come first.
        assert sorted(re.findall(r"<dt>(\d)\((\w)\)</dt>", key)) == [tuple(name) for name in own]


def test_what_is_typed_on_a_problem_s_sheet_is_on_the_sheet_of_all(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    other = context.new_page()
    other.goto((folder / "sheet.html").as_uri())
    page = context.new_page()
    typed = {"sheet-2": ("2b", "(5, 4)"), "sheet": ("1a", "(1, 2)"), "sheet-3": ("3d", "1820")}
    for name, (part, text) in typed.items():
        page.goto((folder / f"{name}.html").as_uri())
        page.locator(f"[data-part='{part}']").fill(text)
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "10mm"))
        assert len(read_pages(printed)) == (2 if name == "sheet" else 1)
    other.locator("[data-part='1b']").fill("(3, 4)")  # on a page that was opened before
    page.goto((folder / "sheet.html").as_uri())
    for part, text in [*typed.values(), ("1b", "(3, 4)")]:
        for one in (page, other):
            expect(one.locator(f"[data-part='{part}']")).to_have_value(text)
    context.close()


def test_cards_and_grids_are_for_paper(browser: Browser, folder: Path, tmp_path: Path) -> None:
    pages = {}
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for name in ("cards", "grids"):
        page.goto((folder / f"{name}.html").as_uri())
        assert axe.look(page) == []
        page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
        pages[name] = read_pages(tmp_path / "sheet.pdf")
    context.close()
    assert [text.split() for text in pages["cards"]] == [["A", "B", "C", "D"]]
    assert [text.splitlines()[0][:9] for text in pages["grids"]] == ["Problem 2", "Problem 4", "Problem 5", "Any other"]
