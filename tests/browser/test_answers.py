"""The answer boxes in a browser: on the chapters' pages, by keyboard, without scripts, and where nothing is kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cnnlib import answers, parts
from cnnlib.forms import write
from cnnlib.problems import spell
from kit.book import SITE, problems
from kit.pages import opened

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


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page of a reader who has answered nothing, with an eye on its errors."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/search.html")
    page.evaluate("() => localStorage.clear()")
    yield page
    page.close()
    assert errors == []


def answer(page: Page, part: str, text: str) -> tuple[str, str]:
    """Write an answer, press Enter, and return the verdict and the slip."""
    field = page.locator(f"#answer-{part}")
    field.fill(text)
    field.press("Enter")
    verdict, slip = page.locator(f'form[data-part="{part}"]').evaluate(STATE)
    return verdict, slip


@pytest.mark.parametrize("part", BOXES)
def test_a_box_says_right_and_names_each_slip(page: Page, address: str, part: str) -> None:
    about = answers.about(part)
    page.goto(f"{address}/{CHAPTER[part[0]]}.html")
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


@pytest.mark.parametrize("name", problems())
def test_what_is_asked_is_hidden_until_everything_is_to_be_shown(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}.html")
    folds = page.locator("details.worked")
    number = name.split("/")[1][0]
    assert folds.count() == len([part for part in parts() if part[0] == number])
    assert folds.evaluate_all("(all) => all.some(({ open }) => open)") is False
    covers = page.locator(".explorer-asked")
    assert covers.count() >= 1
    page.locator(".answer-everything").check()
    assert folds.evaluate_all("(all) => all.every(({ open }) => open)") is True
    expect(covers).to_have_count(0)
    page.reload()
    expect(page.locator(".answer-everything")).to_be_checked()
    assert folds.evaluate_all("(all) => all.every(({ open }) => open)") is True
    expect(covers).to_have_count(0)
    page.locator(".answer-everything").uncheck()
    assert folds.evaluate_all("(all) => all.some(({ open }) => open)") is False
    assert covers.count() >= 1


VISIBLE = """(form) => {
    const hidden = "details:not([open]) > :not(summary), script, style, [hidden], .answer-alone";
    const texts = [];
    const both = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;
    const walker = document.createTreeWalker(document.querySelector("article"), both);
    for (let node = walker.nextNode(); node && node !== form; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (element.closest(hidden)) continue;
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
    "a table": "<table><tr><td>{text}</td></tr></table>",
}


def leaked(page: Page, part: str) -> list[str]:
    """The right answers to a part that stand above its box, as they may be written."""
    about = answers.about(part)
    above = page.locator(f'form[data-part="{part}"]').evaluate(VISIBLE)
    found = []
    for right in about.right:
        text = write(about.kind, right)
        spelled = [text, f"{right:,}"] if about.kind == "count" else [text]
        found += [one for one in spelled if re.search(rf"(?<![\\d.,-]){re.escape(one)}(?![\\d])", above)]
    return found


@pytest.mark.parametrize("part", BOXES)
def test_nothing_above_a_box_gives_its_answer_away(page: Page, address: str, part: str) -> None:
    page.goto(f"{address}/{CHAPTER[part[0]]}.html")
    # (10, 20) are the last two lengths of W, and those of 3(b) by that.
    assert leaked(page, part) == []


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_noticed(page: Page, address: str, leak: str) -> None:
    page.goto(f"{address}/{CHAPTER['3']}.html")
    planted = LEAKS[leak].format(text="5,133,600")
    page.locator('form[data-part="3c"]').evaluate(
        "(form, html) => form.insertAdjacentHTML('beforebegin', html)", planted
    )
    assert leaked(page, "3c") == ["5,133,600"]


def test_a_link_into_what_is_folded_unfolds_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{CHAPTER['2']}.html#worked-2d")
    assert page.locator("details.worked[open]").count() == 1
    expect(page.locator("details.worked[open] > summary")).to_contain_text("2(d) worked out")
    page.evaluate("() => { location.hash = 'worked-2b'; }")
    expect(page.locator("details.worked[open]")).to_have_count(2)


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
