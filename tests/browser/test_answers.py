"""The answer boxes in a browser: on the chapters' pages, by keyboard, without scripts, and where nothing is kept."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cnnlib import answers, check, parts
from cnnlib.forms import write
from cnnlib.problems import spell
from kit.axe import look_in_both_schemes
from kit.book import SITE, problems
from kit.leaks import find_answers
from kit.pages import ADAPTABLE, clear_storage, opened
from kit.pdf import read_pages
from kit.profile import SOAK

pytestmark = pytest.mark.browser

CHAPTER = dict(zip("12345", problems(), strict=True))
FORMULAS = ("4a", "4b", "4c", "5c")
BOXES = [part for part in parts() if part not in FORMULAS]
STATE = "(form) => [form.dataset.verdict ?? '', form.dataset.slip ?? '']"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser, in which nothing is kept at first."""
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """The page that tests use one after the other, and its errors: a new one takes as long as to load it."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


@pytest.fixture
def page(watched: tuple[Page, list[str]], address: str) -> Iterator[Page]:
    """A page of a reader who has answered nothing, with an eye on its errors."""
    page, errors = watched
    clear_storage(page, address)
    errors.clear()
    yield page
    assert errors == []


def answer(page: Page, part: str, text: str) -> tuple[str, str]:
    """Write an answer, press Enter, and return the verdict and the slip."""
    field = page.locator(f"#answer-{part}")
    field.fill(text)
    field.press("Enter")
    verdict, slip = page.locator(f'form[data-part="{part}"]').evaluate(STATE)
    return verdict, slip


ASKED = {number: [part for part in BOXES if part[0] == number] for number in CHAPTER}
with_boxes = pytest.mark.parametrize("number", [number for number, asked in ASKED.items() if asked])
# What is typed into a box every day: of each kind of answer the first part. What all of them say to every slip is asked
# of the page's scripts in tests/package/test_boxes.py.
FIRST = {answers.about(part).kind: part for part in reversed(BOXES)}.values()
TYPED = {number: [part for part in asked if SOAK or part in FIRST] for number, asked in ASKED.items()}


def test_a_box_of_each_kind_is_typed_into_every_day() -> None:
    kinds = {answers.about(part).kind for part in BOXES}
    assert {answers.about(part).kind for asked in TYPED.values() for part in asked} == kinds
    assert [number for number in TYPED if TYPED[number]] == [number for number in ASKED if ASKED[number]]


@with_boxes
def test_a_box_says_right_and_names_each_slip(page: Page, address: str, number: str) -> None:
    page.goto(f"{address}/{CHAPTER[number]}.html")
    for part in TYPED[number]:
        expect_verdicts(page, part)


def expect_verdicts(page: Page, part: str) -> None:
    """A box knows each slip by its id, and each right answer."""
    about = answers.about(part)
    said = page.locator(f'form[data-part="{part}"] [role="status"]')
    assert said.text_content() == ""
    for slip in about.slips:
        assert answer(page, part, write(about.kind, slip.answer)) == ("not-yet", slip.id)
        assert said.text_content() == f"✗ Not yet. {slip.hint}"
    assert answer(page, part, "no answer <img src=x onerror=alert(1)>") == ("form", "")
    for right in about.right:
        assert answer(page, part, write(about.kind, right)) == ("right", "")
        assert (said.text_content() or "").startswith("✓ Right. ")
    page.locator(f"#answer-{part}").press("Backspace")
    assert page.locator(f'form[data-part="{part}"]').evaluate(STATE) == ["", ""]
    assert said.text_content() == ""


BAD = [
    "",
    "   ",
    "words",
    "x" * 10_000,
    "1e999",
    "<img src=x onerror=alert(1)>",
    "\u202e(3 ,1) ta 6",
    "\u05d0\u05d1 12",
]


@with_boxes
def test_bad_input_is_one_sentence_and_nothing_is_lost_or_run(page: Page, address: str, number: str) -> None:
    page.goto(f"{address}/{CHAPTER[number]}.html")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for part in TYPED[number]:
        form = page.locator(f'form[data-part="{part}"]')
        elements = form.locator("*").count()
        for text in BAD:
            assert answer(page, part, text) == ("form", ""), text
            said = form.locator('[role="status"]').text_content() or ""
            assert re.fullmatch(r"\? Not read\. [A-Z][^\n]{10,160}", said), text
            assert page.locator(f"#answer-{part}").input_value() == text
            with pytest.raises(ValueError, match=re.escape(said.removeprefix("? Not read. ")) + "$"):
                check(part, text)
        assert form.locator("*").count() == elements
    assert dialogs == []


def test_hint_second_hint_and_solution_come_one_after_the_other(page: Page, address: str) -> None:
    about = answers.about("2c")
    page.goto(f"{address}/{CHAPTER['2']}.html")
    form = page.locator('form[data-part="2c"]')
    more, told = form.locator(".answer-more"), form.locator(".answer-told")
    for label, words in zip(("Hint", "Second hint"), about.hints, strict=True):
        assert words not in (told.text_content() or "")
        expect(more).to_have_text(label)
        more.press("Enter")
        expect(told).to_contain_text(words)
    expect(more).to_have_text("Solution")
    assert about.shown not in (told.text_content() or "")
    more.press("Enter")
    expect(told).to_contain_text(about.shown)
    expect(told).to_contain_text("1*3 - 1*0 + 1*3 - 1*0 = 6")
    expect(more).to_be_disabled()
    expect(more).to_be_focused()
    paragraphs = told.locator("p").count()
    page.keyboard.press("Enter")
    assert told.locator("p").count() == paragraphs


def test_progress_is_kept_counted_and_cleared_in_all_tabs(page: Page, context: BrowserContext, address: str) -> None:
    page.goto(f"{address}/{CHAPTER['2']}.html")
    progress, entry = page.locator(".answer-progress"), page.locator("nav a[data-parts] .answer-count")
    expect(progress).to_have_text("0 of 5 parts answered; kept in this browser only.")
    other = context.new_page()
    other.goto(f"{address}/{CHAPTER['3']}.html")
    answer(page, "2b", "5 x 4")
    answer(page, "2e", "(0, 1)")
    answer(other, "3d", "1820")
    for tab in (page, other):
        counts = {text.split("\n")[0] for text in tab.locator("nav a[data-parts]").all_inner_texts()}
        assert any("(2 of 5)" in text for text in counts)
        assert any("(1 of 4)" in text for text in counts)
    assert entry.count() >= 5
    page.reload()
    expect(progress).to_have_text("2 of 5 parts answered; kept in this browser only.")
    page.locator(".answer-clear").click()
    expect(progress).to_have_text("0 of 5 parts answered; kept in this browser only.")
    expect(other.locator(".answer-progress")).to_have_text("0 of 4 parts answered; kept in this browser only.")
    other.close()


def verdict_of(page: Page, part: str) -> str:
    """The verdict that a box shows, or ""."""
    verdict: str = page.locator(f'form[data-part="{part}"]').evaluate(STATE)[0]
    return verdict


def test_a_right_answer_is_there_again_and_others_are_not(page: Page, context: BrowserContext, address: str) -> None:
    page.goto(f"{address}/{CHAPTER['2']}.html")
    answer(page, "2b", "5 rows, 4 columns")
    answer(page, "2c", "5 at (1, 3)")
    answer(page, "2d", "-6 at row 3, column 0")
    page.reload()
    for part, text in (("2b", "5 rows, 4 columns"), ("2c", ""), ("2d", "-6 at row 3, column 0"), ("2e", "")):
        assert page.locator(f"#answer-{part}").input_value() == text
        said = page.locator(f'form[data-part="{part}"] [role="status"]').text_content() or ""
        assert said.startswith("✓ Right. ") == bool(text)
        assert verdict_of(page, part) == ("right" if text else "")
    answer(page, "2b", "(5, 4)")
    answer(page, "2b", "(4, 5)")
    page.reload()
    assert page.locator("#answer-2b").input_value() == "(5, 4)"
    other = context.new_page()
    other.goto(f"{address}/{CHAPTER['2']}.html")
    assert verdict_of(other, "2d") == "right"
    other.locator(".answer-clear").click()
    for tab in (other, page):
        expect(tab.locator(".answer-progress")).to_have_text("0 of 5 parts answered; kept in this browser only.")
        for part in ("2b", "2d"):
            expect(tab.locator(f"#answer-{part}")).to_have_value("")
            assert verdict_of(tab, part) == ""
    other.close()


def test_a_right_formula_is_there_again(page: Page, address: str) -> None:
    builder: Any = answers.about("4a").builder
    page.goto(f"{address}/{CHAPTER['4']}.html")
    form = page.locator('form[data-part="4a"]')
    choose(form, builder, builder.read(builder.key))
    form.get_by_role("button", name="Check", exact=True).click()
    page.reload()
    assert verdict_of(page, "4a") == "right"
    expect(form.locator(".answer-formula")).to_have_text(builder.key)
    assert verdict_of(page, "4b") == ""
    assert page.locator('form[data-part="4b"] :checked:not(option)').count() == 0
    page.locator(".answer-clear").click()
    assert form.locator(":checked:not(option)").count() == 0
    assert verdict_of(page, "4a") == ""


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("2", '{"parts":["2b"],"everything":false}'),
        ("2", '{"parts":["2b"],"given":{"2b":"(4, 5)"}}'),
        ("2", '{"parts":["2b"],"given":"2b"}'),
        ("4", '{"parts":["2b","4a"],"given":{"4a":"no choice","4b":"{}"}}'),
        ("4", '{"parts":["2b","4a"],"given":{"4a":"{\\"slope\\":7,\\"sign\\":[]}"}}'),
    ],
)
def test_what_an_older_book_or_another_one_has_kept_does_no_harm(
    page: Page, address: str, number: str, kept: str
) -> None:
    page.evaluate("(kept) => localStorage.setItem('answers', kept)", kept)
    page.goto(f"{address}/{CHAPTER[number]}.html")
    for form in page.locator("form.answer").all():
        assert form.evaluate(STATE) == ["", ""]
    counts = page.locator("nav a[data-parts]").all_inner_texts()
    assert any("(1 of 5)" in text for text in counts)


# Pages of the book, and one that is made of it.
LISTED = ["index", "chapters/6-loops-to-products", "search", *(["chapters/0-notation", "genindex"] if SOAK else [])]


@pytest.mark.parametrize("name", LISTED)
def test_the_contents_of_every_page_say_what_is_answered(
    page: Page, context: BrowserContext, address: str, name: str
) -> None:
    page.goto(f"{address}/{name}.html")
    counts = page.locator("nav a[data-parts] .answer-count")
    expect(counts.first).to_have_text("(0 of 3)")
    other = context.new_page()
    other.goto(f"{address}/{CHAPTER['1']}.html")
    answer(other, "1b", "40 x 2400 x 80")
    expect(counts.first).to_have_text("(1 of 3)")
    other.close()
    page.reload()
    expect(counts.first).to_have_text("(1 of 3)")


@pytest.mark.parametrize("name", problems())
def test_what_is_asked_is_hidden_until_everything_is_to_be_shown(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}.html")
    folds = page.locator("details.worked")
    number = name.split("/")[1][0]
    assert folds.count() == len([part for part in parts() if part[0] == number])
    assert folds.evaluate_all("(all) => all.some(({ open }) => open)") is False
    covers = page.locator(".explorer-asked")
    page.keyboard.press("Shift")  # explorers begin
    assert covers.count() >= 1
    page.locator(".answer-everything").check()
    assert folds.evaluate_all("(all) => all.every(({ open }) => open)") is True
    expect(covers).to_have_count(0)
    page.reload()  # explorers begin at once
    expect(page.locator(".answer-everything")).to_be_checked()
    assert folds.evaluate_all("(all) => all.every(({ open }) => open)") is True
    expect(covers).to_have_count(0)
    page.locator(".answer-everything").uncheck()
    assert folds.evaluate_all("(all) => all.some(({ open }) => open)") is False
    assert covers.count() >= 1


PICKED = """(cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return { label: cell.ariaLabel, isInView: top >= 0 && bottom <= innerHeight };
}"""


def follow(page: Page, form: Any) -> dict[str, Any]:
    """Follow the link of a box to the explorer, and return what is picked there."""
    form.locator(".answer-departs a").click()
    picked = page.locator('.explorer [aria-selected="true"]')
    expect(picked).to_have_count(1)
    page.wait_for_function("() => document.activeElement.matches('.explorer [aria-selected=true]')")
    seen: dict[str, Any] = picked.evaluate(PICKED)
    return seen


def show(number: str) -> str:
    """A number as the explorer shows it."""
    return number.replace("-", "\u2212")


@pytest.mark.parametrize("part", ["2b", "2c", "2d", "2e", "5a", "5b"] if SOAK else ["2b", "2e", "5a"])
def test_a_wrong_answer_leads_to_the_cell_of_the_explorer_where_it_departs(page: Page, address: str, part: str) -> None:
    about = answers.about(part)
    page.goto(f"{address}/{CHAPTER[part[0]]}.html")
    form = page.locator(f'form[data-part="{part}"]')
    said, more = form.locator(".answer-departs"), form.locator(".answer-more")
    ways = {
        slip.id: (slip.answer, verdict.departs) for slip in about.slips if (verdict := check(part, slip.answer)).departs
    }
    assert len(ways) >= 2
    ways = dict(sorted(ways.items(), key=lambda way: way[1][1].reveals))
    for given, departure in ways.values():
        answer(page, part, write(about.kind, given))
        if departure.reveals:
            while more.text_content() != "Solution":
                assert said.text_content() == ""
                more.click()
        assert said.text_content() == f"{departure} Look at it in the explorer"
        picked = follow(page, form)
        assert page.url.endswith(departure.address)
        assert picked["label"] == f"{departure.place} = {show(departure.gives)}"
        assert picked["isInView"]
        expect(page.locator(".explorer-said").first).to_contain_text(f"{departure.place} = ")
        # Of what is asked that cell is shown and no other.
        assert page.locator(f'.explorer td[data-array="{departure.array}"]').count() == 1
        assert page.locator(".explorer-asked").count() >= 1
        assert page.locator(".explorer-note").first.text_content() == ""
        page.locator(f"#answer-{part}").press("1")
        assert said.text_content() == ""


@pytest.mark.parametrize("part", FORMULAS if SOAK else ["4b", "5c"])
def test_a_wrong_formula_leads_to_the_cell_of_the_explorer_where_it_departs(
    page: Page, address: str, part: str
) -> None:
    builder: Any = answers.about(part).builder
    page.goto(f"{address}/{CHAPTER[part[0]]}.html")
    form = page.locator(f'form[data-part="{part}"]')
    ways = {}
    for rule, choice in builder.known_choices():
        if (
            rule.slip not in ways
            and (verdict := check(part, builder.write(choice))).slip == rule.slip
            and verdict.departs
        ):
            ways[rule.slip] = choice, verdict
    assert len(ways) >= 3
    for choice, verdict in ways.values():
        choose(form, builder, choice)
        form.get_by_role("button", name="Check", exact=True).click()
        assert form.evaluate(STATE) == ["not-yet", verdict.slip]
        assert form.locator('[role="status"]').text_content() == f"✗ Not yet. {verdict.reason}"
        more = form.locator(".answer-more")
        while verdict.departs.reveals and more.text_content() != "Solution":
            assert form.locator(".answer-departs").text_content() == ""
            more.click()
        expect(form.locator(".answer-departs")).to_contain_text(str(verdict.departs))
        picked = follow(page, form)
        assert picked["label"].startswith(f"{verdict.departs.place} = ")
        if not verdict.departs.gives.startswith("the last"):
            assert picked["label"].endswith(f"= {show(verdict.departs.gives)}")
        assert picked["isInView"]


def choose(form: Any, builder: Any, choice: Any) -> None:
    """Set the controls of a builder."""
    for field in builder.fields:
        chosen = choice[field.name]
        if field.control == "select":
            form.locator(f'select[name="{field.name}"]').select_option(chosen)
        for text in field.options if field.control != "select" else ():
            box = form.locator(f'input[name="{field.name}"][value="{text}"]')
            if field.control == "radios" and text == chosen:
                box.check()
            elif field.control == "checks":
                box.set_checked(text in chosen.split(", "))


@pytest.mark.parametrize("number", "12345" if SOAK else "245")  # boxes of each kind are in these
def test_axe_finds_nothing_where_boxes_are_answered_and_nothing_is_wider_than_a_telephone(
    browser: Browser, address: str, number: str
) -> None:
    size: Any = {"width": 390, "height": 844}
    with opened(browser, f"{address}/{CHAPTER[number]}.html", viewport=size, **ADAPTABLE) as page:
        page.locator(".answer-everything").check()
        for form in page.locator("form.answer").all():
            about: Any = answers.about(form.get_attribute("data-part") or "")
            if about.name in FORMULAS:
                form.locator(".answer-key").click()
            else:
                form.locator("input").fill(write(about.kind, about.slips[0].answer))
            form.get_by_role("button", name="Check", exact=True).click()
            for _ in range(3):
                form.locator(".answer-more").click()
            assert form.get_attribute("data-verdict")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        assert look_in_both_schemes(page, "form.answer") == []  # all else is as in test_access.py


VISIBLE = """(form) => {
    const hidden = "details:not([open]) > :not(summary), script, style, [hidden], .answer-alone";
    const texts = [];
    const both = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;
    const walker = document.createTreeWalker(document.querySelector("article"), both);
    for (let node = walker.nextNode(); node && node !== form; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (element.closest(hidden)) continue;
        if (node.localName === "math") texts.push(node.textContent.replace(/\\s+/g, "")); // its numbers are in pieces
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent);
        else for (const name of ["aria-label", "alt", "title"]) texts.push(element.getAttribute(name) ?? "");
    }
    return texts.join(" ").replace(/\\s+/g, " ").replaceAll("\\u2212", "-");
}"""
LEAKS = {
    "a sentence": "<p>The answer is {text}.</p>",
    "a label": '<p aria-label="It is {text}.">More</p>',
    "an alternative text": '<img alt="{text}" src="data:,">',
    "a cell's source": "<pre><span></span>assert found == {text}</pre>",
    "a cell's output": '<div class="cell_output"><div class="output"><pre>np.int64({text})</pre></div></div>',
    "a formula": "<math><mn>5</mn><mo>,</mo><mn>133</mn><mo>,</mo><mn>600</mn></math>",
    "a table": "<table><tr><td>{text}</td></tr></table>",
}
GRID = "<table><tr><td></td><th>0</th><th>1</th><th>2</th><th>3</th></tr>{rows}</table>"


def leaked(page: Page, part: str) -> list[str]:
    """The right answers to a part that stand above its box, as they may be written, and neighbouring rows of Z."""
    about: Any = answers.about(part)
    above = page.locator(f'form[data-part="{part}"]').evaluate(VISIBLE)
    found = find_answers(above, part)
    numbers = " ".join(re.findall(r"-?\d+", above))
    for i, (row, below) in enumerate(pairwise(about.data.get("grid", []))):
        # In a table the number of a row may stand before it.
        between = rf"(?: {i + 1})? "
        rows = between.join(" ".join(map(str, one)) for one in (row, below))
        found += re.findall(rf"(?<![\d-]){rows}(?!\d)", numbers)
    return found


@with_boxes
def test_nothing_above_a_box_gives_its_answer_away(page: Page, address: str, number: str) -> None:
    page.goto(f"{address}/{CHAPTER[number]}.html")
    # (10, 20) are the last two lengths of W, and those of 3(b) by that.
    for part in ASKED[number]:
        assert leaked(page, part) == [], part
    page.keyboard.press("Shift")  # explorers begin
    assert page.locator(".explorer-asked").count() >= 1
    for part in ASKED[number]:
        assert leaked(page, part) == [], part


def test_a_planted_leak_is_noticed(page: Page, address: str) -> None:
    page.goto(f"{address}/{CHAPTER['3']}.html")
    form = page.locator('form[data-part="3c"]')
    for leak, html in LEAKS.items():
        form.evaluate("(form, html) => form.insertAdjacentHTML('beforebegin', html)", html.format(text="5,133,600"))
        assert leaked(page, "3c") == ["5,133,600"], leak
        form.evaluate("(form) => form.previousElementSibling.remove()")
        assert leaked(page, "3c") == [], leak


@pytest.mark.parametrize("headed", [True, False])
def test_a_planted_grid_is_noticed(page: Page, address: str, headed: bool) -> None:
    page.goto(f"{address}/{CHAPTER['2']}.html")
    grid = answers.about("2c").data["grid"]
    rows = "".join(
        f"<tr>{f'<th>{i}</th>' if headed else ''}{''.join(f'<td>{show(str(n))}</td>' for n in row)}</tr>"
        for i, row in enumerate(grid)
    )
    page.locator('form[data-part="2c"]').evaluate(
        "(form, html) => form.insertAdjacentHTML('beforebegin', html)", GRID.format(rows=rows)
    )
    assert len(leaked(page, "2c")) >= 1
    assert leaked(page, "2e") != []
    assert leaked(page, "2b") == []


def test_a_link_into_what_is_folded_unfolds_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{CHAPTER['2']}.html#worked-2d")
    assert page.locator("details.worked[open]").count() == 1
    expect(page.locator("details.worked[open] > summary")).to_contain_text("2(d) worked out")
    page.evaluate("() => { location.hash = 'worked-2b'; }")
    expect(page.locator("details.worked[open]")).to_have_count(2)


def test_in_the_game_a_mark_looks_otherwise_than_what_is_found_to_be_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    sign = "(button) => getComputedStyle(button, '::before').content"
    right, wrong = (page.locator(f'.game [data-part="{part}"]') for part in ("1a", "3c"))
    for row in (right, wrong):
        row.get_by_role("button").click()
        assert "\u2717" not in row.get_by_role("button").evaluate(sign)
    page.get_by_role("button", name="Check my marks").click()
    expect(wrong.locator("button")).to_have_text("✓ found: wrong")
    expect(wrong.locator(".game-told")).to_contain_text("Wrong: ")
    expect(right.locator("button")).to_have_text("wrong?")
    expect(right.locator(".game-told")).to_have_text("")


def test_a_box_works_by_keyboard_alone_and_has_its_names(page: Page, address: str) -> None:
    page.goto(f"{address}/{CHAPTER['3']}.html")
    form = page.locator('form[data-part="3d"]')
    page.get_by_role("textbox", name=f"Your answer to {spell('3d')}").focus()
    page.keyboard.type("3*3*10*20")
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    assert form.evaluate(STATE) == ["not-yet", "bias-forgotten"]
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Hint")).to_be_focused()


def test_where_the_memory_is_refused_a_box_works_all_the_same(browser: Browser, address: str) -> None:
    refuse = """Object.defineProperty(window, 'localStorage', {
        configurable: true, get() { throw new DOMException('no', 'SecurityError'); } })"""
    context = browser.new_context()
    context.add_init_script(refuse)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/{CHAPTER['1']}.html")
    assert answer(page, "1a", "100 x 256 x 256 x 3") == ("right", "")
    expect(page.locator(".answer-progress")).to_have_text("1 of 3 parts answered; kept in this browser only.")
    assert errors == []
    context.close()


@pytest.mark.parametrize("number", "24")
def test_on_paper_there_is_a_line_to_write_on_and_what_is_worked_out(
    browser: Browser, address: str, number: str
) -> None:
    with opened(browser, f"{address}/{CHAPTER[number]}.html") as page:
        form = page.locator("form.answer").first
        form.get_by_role("button", name="Check", exact=True).click()
        page.emulate_media(media="print")
        line = form.locator(".answer-line")
        assert line.evaluate("(line) => getComputedStyle(line).borderBottomStyle") == "solid"
        assert line.evaluate("(line) => line.clientHeight") > 25
        for gone in ("input", "select", "button", ".answer-said", ".answer-form", ".answer-told", ".answer-departs"):
            for one in form.locator(gone).all():
                expect(one).to_be_hidden()
        words = " ".join(" ".join(read_pages(page.pdf(format="A4"))).split())
    for part in [part for part in parts() if part[0] == number]:
        assert f"Your answer to {spell(part)}" in words
        assert f"{spell(part)} worked out" in words
    for gone in ("Fill in the key", "choose …", "Written like this", "Not read", "Show everything"):
        assert gone not in words
    assert {"2": "The largest positive value is 6", "4": "It is a convolution again"}[number] in words


def test_a_page_from_a_file_checks_too(browser: Browser) -> None:
    with opened(browser, (SITE / f"{CHAPTER['5']}.html").as_uri()) as page:
        assert answer(page, "5b", "2 3 10 1") == ("right", "")


def test_without_scripts_everything_is_unfolded_and_a_sentence_says_how_to_check(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/{CHAPTER['2']}.html", java_script_enabled=False) as page:
        expect(page.locator('form[data-part="2c"] .answer-alone')).to_be_visible()
        expect(page.locator('form[data-part="2c"] .answer-alone')).to_contain_text('check("2c", "7 at (0, 0)")')
        expect(page.locator('form[data-part="2c"] .answer-line')).to_be_hidden()
        assert page.get_by_text("The largest positive value is 6", exact=False).first.is_visible()
