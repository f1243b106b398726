"""The explorers as part of a page: no scripts, paper, no network, readers who see or hear otherwise, sizes."""

import gzip
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Request, Route, expect

from cnnlib.explore import explore
from cnnlib.explore.chapters.backprop import draw_gradients
from cnnlib.explore.frontend import script, style
from cnnlib.explore.static import SWITCH
from kit.axe import look, look_in_both_schemes
from kit.explorer_checks import check
from kit.explorers import (
    CHAPTERS,
    HELPERS,
    ONE_OF_EACH,
    SEVERAL,
    SHOWN,
    await_explorers,
    cell,
    explorer,
    opened,
    url,
)
from kit.pages import resize
from press.frontends import minify

pytestmark = pytest.mark.browser

# Without scripts, on paper, without a network.


@pytest.mark.parametrize("chapter", [*ONE_OF_EACH, *SEVERAL])
def test_without_scripts_the_start_is_there_as_tables(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        count = page.locator(".explorer").count()
        shown = [page.evaluate("(k) => (tests.use(k), tests.shown())", k) for k in range(count)]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url(address, chapter))
    explorers = page.locator(".explorer")
    assert explorers.count() == count >= (2 if chapter in SEVERAL else 1)
    for k, live in enumerate(shown):
        expect_start(explorers.nth(k), live)
    context.close()


def expect_start(still: Locator, live: dict[str, Any]) -> None:
    """An explorer without scripts has what it shows with them at its start, and nothing to move or press."""
    assert still.locator("input, button, select, [tabindex], [role=grid]").count() == 0
    state = still.locator(".explorer-state").text_content()
    for name, label in live["state"].items():
        assert f"{name.replace('_', ' ')} {label}" in state
    captions = still.locator("caption").all_text_contents()
    assert captions == [one["caption"] for one in [*live["grids"], *live["tables"]]]
    numbers = [text for grid in live["grids"] for row in grid["texts"] for text in row]
    cells = [text for text in still.locator(".linked tbody td").all_text_contents() if text]
    assert cells == [re.sub("[\u25b2\u2022\u2260]", "", text) for text in numbers]
    rows = [row for table in live["tables"] for row in table["rows"]]
    lines = still.locator(".explorer-table tr")
    assert [lines.nth(k).locator("th, td").all_text_contents() for k in range(lines.count())] == rows
    assert still.locator(".picture-note").all_text_contents() == live["notes"]
    assert still.locator("svg").count() == len(live["charts"])
    assert all(table.is_visible() for table in still.locator("table").all())


@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_on_paper_there_are_numbers_and_no_buttons(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        page.emulate_media(media="print")
        parts = "tests.all('button, input, select, summary')"
        visible = page.evaluate(f"() => {parts}.filter(tests.visible).map((one) => one.outerHTML)")
        assert visible == []
        assert all(one.is_visible() for one in page.locator(".explorer table, .explorer-chart svg").all())
        # Paper has no sliders: the state is said in words.
        for state in page.locator(".explorer-printed").all():
            expect(state).to_be_visible()


@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_nothing_outside_the_site_is_asked_for(browser: Browser, address: str, chapter: str) -> None:
    outside: list[str] = []

    def refuse(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    context = browser.new_context()
    context.route(lambda asked: not asked.startswith((f"{address}/", "data:", "blob:")), refuse)
    context.add_init_script(script=HELPERS)
    page = context.new_page()
    page.goto(url(address, chapter))
    await_explorers(page)
    loaded: list[str] = []

    def note(request: Request) -> None:
        loaded.append(request.url)

    page.on("request", note)
    page.evaluate("() => tests.controls().forEach((one) => tests.put(one, 1))")
    page.evaluate("() => tests.cells().forEach((one) => tests.point(one))")
    page.wait_for_function("() => location.hash")  # the address has followed
    assert outside == []
    assert [one for one in loaded if not one.endswith("favicon.svg")] == [], (
        "an explorer that is used loads nothing more"
    )
    context.close()


@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_explorers_work_from_a_file(browser: Browser, site: Path, chapter: str) -> None:
    with opened(browser, (site / "chapters" / f"{CHAPTERS[chapter]}.html").as_uri()) as page:
        before = page.evaluate(SHOWN)
        page.evaluate("() => { const [one] = tests.controls(); tests.put(one, tests.count(one) - 1); }")
        after = check(page, chapter)
        assert (after["grids"], after["tables"]) != (before["grids"], before["tables"])
        page.wait_for_function("() => location.hash.startsWith('#explorer-1?')")


# The text comes first.

BEGUN = "() => [...document.querySelectorAll('.explorer')].map((one) => Boolean(one.explorer))"
NEAR = """() => {
    const { top } = document.querySelector(".explorer").getBoundingClientRect();
    scrollTo({ top: top + scrollY - 1.4 * innerHeight, behavior: "instant" });
}"""
ACTS = {
    "a key": "() => dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }))",
    "a finger": "() => dispatchEvent(new PointerEvent('pointerdown'))",
    "a link": "() => { location.hash = '#part-2c'; }",
    "paper": "() => dispatchEvent(new Event('beforeprint'))",
    "the explorer is near": NEAR,
    "it has been passed": "() => scrollTo({ top: 1e6, behavior: 'instant' })",
}


@pytest.mark.parametrize("act", ACTS)
def test_explorers_begin_at_the_readers_first_act(browser: Browser, address: str, act: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 400})
    page = context.new_page()
    page.goto(url(address, "convolution"))
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    begun = page.evaluate(BEGUN)
    assert begun
    assert not any(begun), "they are further down"
    assert page.locator(".explorer td:visible").count() == 0, "what is asked is out of sight"
    page.evaluate(ACTS[act])
    page.wait_for_function(f"() => ({BEGUN})().every(Boolean)")
    assert page.locator(".explorer td:visible").count() > 0
    context.close()


@pytest.mark.parametrize("state", ["#explorer-1?stride=2", "#part-2c"])
def test_explorers_begin_at_once_where_a_page_opens_further_down(browser: Browser, address: str, state: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 400})
    page = context.new_page()
    page.goto(url(address, "convolution", state))
    assert all(page.evaluate(BEGUN))
    context.close()


# Readers who see, hear or move otherwise.


@pytest.mark.slow
@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_axe_finds_nothing(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        if (code := explorer(page).locator(".explorer-code summary")).is_visible():
            code.click()
        page.evaluate("() => { location.hash = '#explorer-1?no=1'; }")
        expect(explorer(page).locator(".explorer-note")).to_be_visible()
        if explorer(page).locator("td.editable").count():
            explorer(page).locator("td.editable").nth(1).click()
            explorer(page).locator(".explorer-edit input").fill("1e999")
        # At its start test_access.py looks at it.
        assert look_in_both_schemes(page, ".explorer") == []


# What a ring around a cell is made of; `auto` and `none` would be none.
RINGS = """() => Object.fromEntries(["picked", "part", "fed"].map((kind) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(tests.all(`td.${kind}`)[0]);
    return [kind, outlineStyle === "none" ? boxShadow : `${outlineStyle} ${outlineWidth}`];
}))"""


def test_rings_are_there_in_forced_colours(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution"), forced_colors="active") as page:
        cell(page, "X", 8).click()
        page.mouse.move(2, 2)
        rings = page.evaluate(RINGS)
        assert rings == {"picked": "double 4px", "part": "solid 2px", "fed": "dashed 2px"}, "each is another one"
        # The focus is seen on a lit cell too.
        page.keyboard.press("Tab")
        cell(page, "Z", 2).focus()
        assert page.evaluate("() => document.activeElement.className") == "fed zero"
        assert page.evaluate("() => tests.focusIsSeen()")
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    with opened(browser, url(address, "convolution")) as page:
        cell(page, "X", 8).click()
        page.mouse.move(2, 2)
        rings = page.evaluate(RINGS)
        assert [rings[kind].split(" 0px ")[-1].strip() for kind in ("picked", "part")] == ["3px", "2px"]


# Of a cell: the dot that says that it is pinned.
DOT = "(cell) => { const dot = getComputedStyle(cell, '::after'); return [dot.content, dot.borderTopWidth]; }"


@pytest.mark.parametrize("colors", ["none", "active"])
def test_a_pinned_cell_is_told_from_one_that_is_pointed_at(browser: Browser, address: str, colors: Any) -> None:
    with opened(browser, url(address, "convolution"), forced_colors=colors) as page:
        one = cell(page, "Z", 3)  # at the edge of its table
        wide = "() => tests.all('.linked-room').map((room) => room.scrollWidth)"
        one.hover()
        assert page.evaluate("() => tests.lit().picked") == [["Z", 3]]
        assert one.evaluate(DOT)[0] == "none"
        before = page.evaluate(wide)
        one.click()
        page.mouse.move(2, 2)
        assert page.evaluate("() => tests.lit().picked") == [["Z", 3]]
        assert one.evaluate(DOT) == ['""', "4px"]
        assert page.evaluate(wide) == before
        assert "A dot at its corner: pinned." in explorer(page).locator(".explorer-legend:visible").inner_text()
        page.keyboard.press("Escape")
        assert one.evaluate(DOT)[0] == "none"


def test_numbers_read_from_left_to_right_on_any_page(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        cell(page, "Z", 4).click()
        found = page.evaluate("() => tests.leftToRight()")
        assert len(found) >= 4
        assert all(found)


def test_nothing_covers_what_is_said_of_a_cell(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        cell(page, "Z", 7).click()
        top = page.locator("#pst-back-to-top")
        for width in (390, 600, 900, 1190):
            resize(page, {"width": width, "height": 800})
            # The theme shows its button to who scrolls up.
            page.evaluate("() => { document.body.scrollIntoView({ block: 'end' }); }")
            page.wait_for_function("() => scrollY > 0 && window.oldScroll === scrollY")  # the theme has seen it
            page.evaluate("() => { tests.cell('Z', 7).scrollIntoView({ block: 'center' }); }")
            expect(top).to_be_visible()
            (button,), *others = page.evaluate(
                "() => ['#pst-back-to-top', '.explorer-desk', '.bd-header-article :is(a, button)'].map(tests.boxes)"
            )
            assert all(others)
            for other in chain(*others):
                apart = [button[1] <= other[0], other[1] <= button[0], button[3] <= other[2], other[3] <= button[2]]
                assert any(apart), (width, button, other)
            # A telephone zooms into a field whose letters are smaller than 16 px.
            for field in page.locator(".explorer :is(select, input[type=text])").all():
                assert float(field.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")) >= 16


STATES = """() => tests.all(".explorer", document).map((one) => one.explorer.explorer.state.controls.join())"""


def test_several_explorers_on_a_page_do_not_mix(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/chapters/own-explorer.html") as page:
        start = page.evaluate(STATES)
        assert len(start) > 1
        second = page.locator(".explorer").nth(1).locator(".explorer-controls :is(input, select)").first
        second.evaluate("(one) => tests.put(one, tests.count(one) - 1)")
        moved = page.evaluate(STATES)
        assert [k for k in range(len(start)) if moved[k] != start[k]] == [1]
        page.wait_for_function("() => location.hash.startsWith('#explorer-2?')")
        page.reload()
        page.wait_for_function("() => document.querySelectorAll('.explorer')[1].explorer?.explorer")
        assert page.evaluate(STATES) == moved
        ids = page.evaluate("() => tests.all('.explorer [id]', document).map((one) => one.id)")
        assert len(ids) == len(set(ids))
        for k in range(len(start)):
            page.evaluate("(k) => { tests.explorers()[k].id = 'here'; }", k)
            assert look(page, "#here") == []
            page.evaluate("(k) => { tests.explorers()[k].removeAttribute('id'); }", k)


@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_each_control_has_a_name_and_each_change_is_said_once(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        names = page.evaluate(
            """() => tests.controls().map((one) =>
                [tests.captionOf(one)?.textContent, tests.nameOf(one).replaceAll("_", " ")])"""
        )
        assert [name for name, _ in names] == [expected for _, expected in names]
        (speaks,) = explorer(page).locator("[aria-live], [role=status], [role=alert]").all()
        expect(speaks).to_have_attribute("aria-live", "polite")
        page.evaluate("() => tests.listen()")

        def said(action: str) -> list[str]:
            return page.evaluate(f"() => {{ {action}; return tests.heard(); }}")

        for k, (name, _) in enumerate(names):
            (sentence,) = said(f"const one = tests.controls()[{k}]; tests.put(one, tests.count(one) - 1)") or [""]
            last = page.evaluate(f"() => tests.label(tests.controls()[{k}])")
            if sentence:
                assert sentence.startswith(f"{name} {last}.")
        assert len(said("tests.root().querySelector('.explorer-actions button').click()")) == 1
        if explorer(page).locator("td.editable").count():
            assert len(said("tests.all('td.editable')[1].click()")) == 1
            field = "const field = tests.root().querySelector('.explorer-edit input'); "
            for text in ("5", "x"):
                typing = f"{field} field.value = '{text}'; field.dispatchEvent(new Event('input'))"
                assert len(said(typing)) == 1
            assert len(said("tests.all('td.editable')[1].click()")) == 1
            assert len(said("tests.all('td.editable')[2].focus()")) == 1
            assert said("tests.point(tests.all('td.editable')[3])") == [], "a pointer that passes by is not news"


def test_a_title_says_how_axes_run_or_nothing(browser: Browser, address: str) -> None:
    runs = "() => tests.all('.matrix-title small').map((one) => one.dataset.runs ?? null)"
    for samples, found in (("1", None), ("2", "channels down, time across")):
        with opened(browser, url(address, "pooling", f"#explorer-1?samples={samples}")) as page:
            assert {*page.evaluate(runs)} == {found}


# Sizes.


def test_scripts_are_small_and_those_of_the_package(site: Path) -> None:
    text = (site / "_static" / "explorer.js").read_text(encoding="utf-8")
    assert text == minify(script())
    assert len(gzip.compress(text.encode())) < 24_000


def test_stripes_are_no_repeating_gradient() -> None:
    # Of one in translucent colours Firefox draws hairlines, and the stripes say that a number is negative.
    assert "repeating-" not in style()


def test_two_renderings_of_an_explorer_are_identical(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")
    controls: dict[str, Any] = {
        "activation": ["sigmoid", "none"], "samples": (1, 2), "input_channels": (1, 1), "output_channels": (1, 2),
        "kernel_rows": (1, 2), "kernel_columns": (1, 2),
    }  # fmt: skip
    assert explore(draw_gradients, **controls)._repr_html_() == explore(draw_gradients, **controls)._repr_html_()
