"""The pages for practice in a browser: they ask, judge and explain what Python does, and lead on to other numbers.

The limits of weight: `test_weight.py` takes a page for practice as any other, without data; here the data of one size
counts with it, and must fit into what a further page may weigh.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cnnlib import practice
from cnnlib.boxes import Box
from cnnlib.boxes.questions import Questions, write_statement
from cnnlib.forms import write
from cnnlib.problems.part import ValuePart
from kit.axe import look
from kit.book import SITE
from kit.box_cases import ENTER, judge
from kit.pages import ADAPTABLE, Record, opened

pytestmark = pytest.mark.browser

PAGE = "chapters/practice-{}.html"
FURTHER = 75_000  # bytes, as in test_weight.py
NOW = "(code) => document.querySelector('.practice-now').textContent.startsWith(`Numbers ${code};`)"

# What is given and what is asked, as HTML, without what a page adds to it: how wide it is, what boxes have said.
ASKED = """() => {
    const given = document.querySelector(".answer-given").cloneNode(true);
    for (const one of given.querySelectorAll("[tabindex]")) one.removeAttribute("tabindex");
    const forms = [...document.querySelectorAll("form.answer:has(.answer-text)")].map((form) => form.cloneNode(true));
    const data = forms.map((form) => JSON.parse(form.querySelector("script").textContent));
    for (const one of forms.flatMap((form) => [...form.querySelectorAll("script, .answer-alone")])) one.remove();
    return [given.outerHTML, forms.map((form) => form.outerHTML), data];
}"""
# The same of HTML that Python wrote, read as a browser reads it.
READ = """([given, forms]) => {
    const parse = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    const elements = forms.map(parse);
    for (const one of elements.flatMap((form) => [...form.querySelectorAll("script, .answer-alone")])) one.remove();
    return [parse(given).outerHTML, elements.map((form) => form.outerHTML)];
}"""


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose errors fail what looks at it."""
    errors: list[str] = []
    with opened(browser, f"{address}/{PAGE.format(2)}", viewport={"width": 390, "height": 844}, **ADAPTABLE) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []


@pytest.fixture
def page(shared: Page, address: str) -> Page:
    """The page for Problem 2 on a telephone, as it is at first."""
    shared.evaluate("() => localStorage.clear()")
    shared.goto("about:blank")
    shared.goto(f"{address}/{PAGE.format(2)}")
    return shared


def show(page: Page, code: str) -> None:
    """Go to an instance by its address."""
    page.evaluate("(code) => { location.hash = code; }", code)
    page.wait_for_function(NOW, arg=code)


def value_parts(problem: Any) -> dict[str, ValuePart]:
    return {letter: part for letter, part in problem.parts().items() if isinstance(part, ValuePart)}


def other(page: Page) -> str:
    """Press the button above the questions, and return the code of what is there then."""
    before = page.url
    page.locator(".practice .practice-next").click()
    page.wait_for_url(lambda url: url != before)
    code = page.url.partition("#")[2]
    page.wait_for_function(NOW, arg=code)
    return code


@pytest.mark.parametrize(
    ("number", "samples"),
    [(1, ["small-49"]), (2, ["large-3"]), (3, ["large-0"]), (4, ["large-7", "small-1"]), (5, ["medium-7", "small-31"])],
)
def test_page_and_python_ask_and_say_the_same(browser: Browser, address: str, number: int, samples: list[str]) -> None:
    record = Record()
    with opened(browser, "about:blank") as page:
        record.listen(page)
        page.goto(f"{address}/{PAGE.format(number)}")
        page.wait_for_load_state("networkidle")
        assert [url for url in record.requests if "/practice/" in url] == [], "data loads when it is asked for"
        for sample in samples:
            size, seed = sample.split("-")
            show(page, f"{number}-{sample}")
            problem = practice(number, int(seed), size=size)
            parts = value_parts(problem)
            boxes = [Box(part, Questions(problem).instance) for part in parts.values()]
            given, forms, data = page.evaluate(ASKED)
            assert [given, forms] == page.evaluate(
                READ, [write_statement(problem), [box.write_form() for box in boxes]]
            )
            for letter, part in parts.items():
                texts = [write(part.kind, one) for one in (*part.right, *(slip.answer for slip in part.slips))]
                said = page.locator(f'form[data-part="{number}{letter}"]').evaluate(ENTER, texts)
                assert [one[2:] for one in said] == [[*judge(problem.check(letter, text))] for text in texts]
            assert [one["hints"] for one in data] == [[*part.hints] for part in parts.values()]
            assert [one["shown"] for one in data] == [part.shown for part in parts.values()]
        assert record.errors == []
    loaded = [url for url in record.requests if "/practice/" in url]
    assert len(loaded) == len({sample.partition("-")[0] for sample in samples} - ({"medium"} if number == 5 else set()))


def test_practice_is_no_homework(page: Page) -> None:
    right = write("value", practice(2, 7).right("c"))
    page.locator('form[data-part="2c"]').evaluate(ENTER, [right])
    expect(page.locator('form[data-part="2c"]')).to_have_attribute("data-verdict", "right")
    assert page.evaluate("() => document.documentElement.dataset.answered") == ""
    assert page.locator(".answer-progress, .answer-everything").count() == 0


def test_a_page_with_its_data_is_within_what_a_further_page_may_weigh(browser: Browser, address: str) -> None:
    record = Record()
    with opened(browser, f"{address}/{PAGE.format(1)}") as page:
        further = page.context.new_page()
        record.listen(further)
        further.goto(f"{address}/{PAGE.format(2)}#2-large-1")  # the longest data
        further.wait_for_function(NOW, arg="2-large-1")
        further.wait_for_load_state("networkidle")
    assert any("/practice/2-large.js" in url for url in record.requests)
    assert 30_000 < record.bytes < FURTHER


def test_the_address_leads_to_an_instance_and_back_and_forward(page: Page) -> None:
    assert other(page) == "2-medium-8"
    page.locator(".practice-size").select_option("small")
    page.wait_for_function(NOW, arg="2-small-8")
    expect(page.locator(".practice-now")).to_have_text('Numbers 2-small-8; in Python practice(2, 8, size="small").')
    page.go_back()
    page.wait_for_function(NOW, arg="2-medium-8")
    expect(page.locator(".practice-size")).to_have_value("medium")
    page.go_back()
    page.wait_for_function(NOW, arg="2-medium-7")  # as it was at first
    page.go_forward()
    page.wait_for_function(NOW, arg="2-medium-8")
    for code, call in (("2-medium-50", "practice(2, 50)"), ("2-small-999", 'practice(2, 999, size="small")')):
        page.evaluate("(code) => { location.hash = code; }", code)
        expect(page.locator(".practice-now")).to_have_text(f"{code} is not on this page. In Python it is {call}.")
    given = page.locator(".answer-given").inner_html()
    for nonsense in ("3-medium-1", "2-huge-1", "2-medium-01", "more-of-it", "2-problem-1", "2-medium--1"):
        page.evaluate("(code) => { location.hash = code; }", nonsense)
    page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    assert page.locator(".answer-given").inner_html() == given
    show(page, "2-medium-49")
    assert other(page) == "2-medium-0"


def test_a_reload_keeps_level_and_instance(page: Page) -> None:
    show(page, "2-small-4")
    page.locator(".practice-level").select_option("2")
    page.reload()
    page.wait_for_function(NOW, arg="2-small-4")
    expect(page.locator(".practice-level")).to_have_value("2")
    expect(page.locator(".practice-size")).to_have_value("small")
    assert page.evaluate("() => localStorage.getItem('practice')") == "2"


@pytest.mark.parametrize(("level", "count", "letter"), [("0", 0, "b"), ("1", 1, "b"), ("2", 2, "c"), ("all", 3, "c")])
def test_solutions_fade_and_blanks_are_judged(page: Page, level: str, count: int, letter: str) -> None:
    part, form = value_parts(practice(2, 7))[letter], page.locator(f'form[data-part="2{letter}"]')
    page.locator(".practice-level").select_option(level)
    form.evaluate(ENTER, [part.example])
    verdict = form.locator(".answer-said").inner_text()
    tell_all(form)
    told = form.locator(".answer-told")
    results = [step.result for step in part.solution if step.result]
    assert len(results) >= count
    for place, result in enumerate(results[len(results) - count :]):
        assert part.shown not in told.inner_text(), "what follows would give the blank away"
        fill_blank(page, told.locator(".practice-blank").nth(place), result)
    expect(told.locator(".practice-blank")).to_have_count(count)
    words = told.inner_text()
    assert [step.says for step in part.solution if step.says not in words] == []
    assert f"Solution: {part.shown}." in words
    assert form.locator(".answer-said").inner_text() == verdict, "what was said of the answer stays"


def tell_all(form: Locator) -> None:
    """Ask for both hints and the solution."""
    form.locator(".answer-more").evaluate("(more) => { for (let n = 0; n < 3; n++) more.click(); }")


def fill_blank(page: Page, blank: Locator, result: str) -> None:
    """Fill the blank that has the focus, by keys: wrong, not at all, and right."""
    expect(blank.locator("input")).to_be_focused()
    wrong = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), result)
    for text, sign in ((wrong, "✗ Not yet."), (" ", "? Not read."), (f" {result} ", "✓ Right.")):
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(blank.locator("[role=status]")).to_contain_text(sign)
    assert blank.locator("input").evaluate("(input) => input.readOnly")


def test_a_blank_can_be_shown(page: Page) -> None:
    page.locator(".practice-level").select_option("1")
    form, part = page.locator('form[data-part="2b"]'), value_parts(practice(2, 7))["b"]
    tell_all(form)
    page.keyboard.type("7")
    form.get_by_role("button", name="Show").click()
    expect(form.locator(".practice-blank input")).to_have_value(part.solution[-1].result)
    expect(form.locator(".practice-blank")).to_contain_text("Shown, not worked out.")
    expect(form.locator(".practice-blank input")).to_be_focused()
    assert f"Solution: {part.shown}." in form.locator(".answer-told").inner_text()


def test_after_a_slip_the_next_instance_tells_it_from_the_right_procedure(page: Page, address: str) -> None:
    def has(seed: int, slip: str) -> bool:
        return slip in {one.id for one in practice(4, seed).slips("b")}

    slip = "mean-over-samples"  # not all numbers have it: a mean may be no whole number
    first = next(seed for seed in range(49) if has(seed, slip) and not has(seed + 1, slip))
    after = next(seed for seed in range(first + 1, 50) if has(seed, slip))
    page.goto(f"{address}/{PAGE.format(4)}#4-medium-{first}")
    page.wait_for_function(NOW, arg=f"4-medium-{first}")
    (answer,) = [one.answer for one in practice(4, first).slips("b") if one.id == slip]
    page.locator('form[data-part="4b"]').evaluate(ENTER, [str(answer)])
    promise = "After “mean over samples” the next one is chosen so that this leads to another answer than is right."
    expect(page.locator(".practice-why")).to_have_text(promise)
    page.locator(".practice-below .practice-next").click()
    page.wait_for_function(NOW, arg=f"4-medium-{after}")
    told = "On these numbers “mean over samples” leads to another answer than the right procedure."
    expect(page.locator(".practice-now")).to_contain_text(told)
    expect(page.locator(".practice-why")).to_have_text("")
    expect(page.locator(".practice .practice-next")).to_be_focused()
    expect(page.locator(".practice .practice-next")).to_be_in_viewport()
    assert other(page) == f"4-medium-{after + 1}"
    expect(page.locator(".practice-now")).not_to_contain_text("On these numbers")


def test_it_works_from_a_file_by_keyboard_and_where_the_memory_is_refused(browser: Browser) -> None:
    refuse = """Object.defineProperty(window, 'localStorage', {
        configurable: true, get() { throw new DOMException('no', 'SecurityError'); } })"""
    record = Record()
    with opened(browser, "about:blank") as page:
        record.listen(page)
        page.add_init_script(refuse)
        page.goto((SITE / f"{PAGE.format(5)}").as_uri())
        page.get_by_label("Size").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Worked solutions")).to_be_focused()
        page.keyboard.type("all are")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Another one").first).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_function(NOW, arg="5-medium-8")
        expect(page.get_by_role("button", name="Another one").first).to_be_focused()
        part = value_parts(practice(5, 8))["a"]
        page.get_by_label("Your answer to 5(a)").focus()
        page.keyboard.type(write(part.kind, part.right[0]))
        page.keyboard.press("Enter")
        expect(page.locator('form[data-part="5a"]')).to_have_attribute("data-verdict", "right")
        for key in ("Tab", "Tab", "Enter", "Enter", "Enter"):
            page.keyboard.press(key)
        expect(page.locator('form[data-part="5a"] .practice-blank input')).to_be_focused()
        assert page.locator('form[data-part="5c"] .answer-choice').count() > 0, "formulas stay"
    assert record.errors == []


def test_data_that_does_not_load_is_one_sentence(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE.format(3)}") as page:
        page.route("**/practice/3-*", lambda route: route.abort())
        page.locator(".practice .practice-next").click()
        expected = "Other numbers could not be loaded. In Python practice(3, 8) has some."
        expect(page.locator(".practice-now")).to_have_text(expected)
        page.locator(".practice-size").select_option("large")
        expect(page.locator(".practice-now")).to_contain_text("3-large-7 is not on this page.")
        expect(page.locator(".practice-size")).to_have_value("medium")
        page.unroute_all()
        page.locator(".practice-size").select_option("large")
        page.wait_for_function(NOW, arg="3-large-7")


def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(browser: Browser, address: str) -> None:
    code, size = "5-large-3", {"width": 390, "height": 844}  # the longest row
    with opened(browser, f"{address}/{PAGE.format(5)}#{code}", viewport=size, **ADAPTABLE) as page:
        page.wait_for_function(NOW, arg=code)
        grids = page.locator(".answer-grids")
        assert grids.evaluate("(grids) => grids.scrollWidth > grids.clientWidth && grids.tabIndex === 0")
        page.locator(".practice-level").select_option("2")
        form = page.locator("form.answer").nth(1)
        part = value_parts(practice(5, 3, size="large"))["b"]
        form.evaluate(ENTER, [write(part.kind, part.slips[0].answer)])
        tell_all(form)
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            assert look(page, "article") == []
        page.emulate_media(forced_colors="active")
        borders = "(all) => all.map((one) => getComputedStyle(one).borderTopWidth)"
        controls = page.locator(".practice :is(select, button), .practice-below button, .practice-blank input")
        assert controls.evaluate_all(borders) == ["1px"] * controls.count()
        assert controls.count() == 5


def test_without_scripts_a_sentence_says_how_to_practise(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE.format(2)}", java_script_enabled=False) as page:
        alone = page.locator(".practice-alone")
        expect(alone).to_contain_text("In Python practice(2, 7).ask() asks it")
        expect(alone).to_be_visible()
        expect(page.locator(".practice-tools")).to_be_hidden()
        expect(page.locator(".practice-below")).to_be_hidden()
        expect(page.locator(".answer-given")).to_be_visible()


def test_on_paper_are_the_statement_and_lines(page: Page) -> None:
    show(page, "2-small-1")
    expect(page.locator(".practice-alone")).to_be_hidden()
    page.emulate_media(media="print")
    try:
        for gone in (".practice-tools", ".practice-below", ".answer-line button", ".answer-text"):
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.locator(".answer-given table")).to_have_count(2)
        expect(page.locator(".practice-now")).to_be_visible()  # which says whose numbers they are
        line = page.locator(".answer-line").first
        assert line.evaluate("(line) => getComputedStyle(line).borderBottomStyle") == "solid"
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert page.get_by_role("heading", name="Worked out").count() == 0
    finally:
        page.emulate_media(media="screen")
