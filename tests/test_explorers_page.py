"""The explorers as part of a page: keys, links, no scripts, paper, no network, and readers who see or hear otherwise."""

import gzip
import json
import random
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from cnnlib.book import SWITCH
from cnnlib.explore import explore
from cnnlib.explore.backprop import draw
from cnnlib.explore.frontend import script
from explorers import CHAPTERS, opened
from test_explorers import check_backprop, check_convolution, check_pooling

pytestmark = pytest.mark.browser

CHECKS = {"convolution": check_convolution, "backprop": check_backprop, "pooling": check_pooling}
SHOWN = "() => tests.shown()"


def url(address: str, chapter: str, state: str = "") -> str:
    return f"{address}/chapters/{CHAPTERS[chapter]}.html{state}"


@pytest.fixture
def convolution(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, url(address, "convolution")) as page:
        yield page


def cell(page: Page, name: str, at: int) -> Any:
    return page.locator(f'td[data-array="{name}"][data-at="{at}"]')


def checked(page: Page, chapter: str) -> dict[str, Any]:
    """What the page shows, once it is clear that it follows from the numbers that are given there."""
    found: dict[str, Any] = page.evaluate(SHOWN)
    if chapter == "convolution" and found["grids"]:
        from explorers import arrays

        given = arrays(found["grids"])
        check_convolution(found, given["X"].array(), given["W"].array())
    elif chapter in CHECKS and found["grids"]:
        CHECKS[chapter](found)
    return found


# A thousand random actions.

ACTIONS = """async ([seed, many]) => {
    // Numbers that look random, and are the same for the same seed.
    const random = () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const below = (n) => Math.floor(random() * n);
    const one = (list) => list[below(list.length)];
    const some = (selector) => one(tests.all(selector).filter((element) => tests.visible(element)));
    const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Enter", "Escape", " ", "F2", "-", "7", ".", "x", "Tab", "Delete"];
    const TEXTS = ["1", "-2", "0.25", "", "abc", "1e999", "1,5", "1000", "-999", "999", "-", "3.", "\\u22124"];
    const press = (key, extra = {}) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...extra }));
    const kinds = {
        control() {
            const input = one(tests.controls());
            tests.put(input, below(tests.count(input)));
        },
        point: () => tests.cells().length && tests.point(one(tests.cells())),
        leave: () => tests.leave(),
        click: () => some("td[data-at]")?.click(),
        focus: () => some("td[data-at], button, summary")?.focus(),
        key: () => press(one(KEYS), below(9) ? {} : { ctrlKey: true }),
        keys() {
            for (let k = below(6); k >= 0; k--) press(one(KEYS));
        },
        type() {
            const field = some(".explorer-edit input");
            if (!field) return;
            field.focus();
            field.value = one(TEXTS);
            field.dispatchEvent(new Event("input", { bubbles: true }));
        },
        button: () => some("button")?.click(),
        speed() {
            const list = some(".explorer-steps select");
            if (!list) return;
            list.value = String(below(3));
            list.dispatchEvent(new Event("change", { bubbles: true }));
        },
        code: () => some("summary")?.click(),
        hash: () => (location.hash = one(["", "#explorer-1?", "#explorer-1?stride=2", "#explorer-1?edit=X,0,0,5&pin=Z,0,0", "#explorer-1?%", "#no-such"])),
        back: () => navigation.canGoBack && history.back(), // not to the page before this one
    };
    const names = Object.keys(kinds);
    // What a reader does often comes up often.
    const often = [...names, "control", "control", "click", "click", "type", "type", "key", "keys", "point"];
    for (let k = 0; k < many; k++) {
        kinds[one(often)]();
        if (!below(20)) await new Promise((wake) => setTimeout(wake, below(10) ? 0 : 350));
    }
    await new Promise((wake) => setTimeout(wake, 700));
    tests.all(".explorer-play").forEach((play) => play.textContent === "Pause" && play.click());
}"""


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_thousand_random_actions_do_no_harm(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        for seed in range(10):
            page.evaluate(ACTIONS, [seed, 100])
            checked(page, chapter)
        # The controls still do what they say.
        page.get_by_role("button", name="Reset", exact=True).click()
        after = page.evaluate(SHOWN)
        checked(page, chapter)
    with opened(browser, url(address, chapter)) as page:
        fresh = page.evaluate(SHOWN)
    for kind in ("state", "grids", "tables", "notes", "charts"):
        assert after[kind] == fresh[kind]


# Keys alone.


def focused(page: Page) -> str:
    """A name for what has the focus."""
    return page.evaluate(
        """() => {
            const one = document.activeElement;
            return one.dataset.array ? `${one.dataset.array} ${one.dataset.at}` : one.id || one.textContent.slice(0, 30);
        }"""
    )


FOCUS_IS_VISIBLE = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const inside = box.top >= -2 && box.bottom <= innerHeight + 2 && box.left >= 0 && box.right <= innerWidth;
    return one.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && inside;
}"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_tab_goes_through_all_of_an_explorer_and_its_focus_is_seen(
    browser: Browser, address: str, chapter: str
) -> None:
    with opened(browser, url(address, chapter)) as page:
        names = page.evaluate("() => tests.controls().map((one) => one.id)")
        stops = page.evaluate(
            """() => {
                const list = tests.all("button, input, select, summary, [tabindex='0']");
                return list.filter((one) => tests.visible(one)).length;
            }"""
        )
        grids = page.locator(".explorer table[role=grid]").count()
        page.evaluate("() => { document.activeElement.blur(); }")
        page.locator(f"#{names[0]}").focus()
        seen = []
        # One stop for each control and button, and one for each grid however many cells it has.
        for _ in range(stops):
            inside = page.evaluate("() => tests.root().contains(document.activeElement)")
            assert inside, seen
            assert page.evaluate(FOCUS_IS_VISIBLE), focused(page)
            seen.append(focused(page))
            page.keyboard.press("Tab")
        assert not page.evaluate("() => tests.root().contains(document.activeElement)")
        assert seen[: len(names)] == names
        assert sum(bool(re.search(r" \d+$", one)) for one in seen) >= grids


def test_arrow_keys_move_sliders_and_cells(convolution: Page) -> None:
    page = convolution
    slider = page.locator("#explorer-1-stride")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SHOWN)["state"]["stride"] == "2"
    page.keyboard.press("End")
    assert page.evaluate(SHOWN)["state"]["stride"] == "3"
    page.keyboard.press("Home")
    check_convolution(page.evaluate(SHOWN))
    page.locator("#explorer-1-image").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(SHOWN)["state"]["image"] == "an impulse"
    page.keyboard.press("ArrowUp")
    cell(page, "Z", 0).focus()
    for key, at in (
        ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowRight", 3), ("ArrowDown", 7), ("Home", 4),
        ("ArrowLeft", 4), ("End", 7), ("ArrowUp", 3), ("ArrowUp", 3),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert focused(page) == f"Z {at}"
        assert page.evaluate("() => tests.lit().picked") == [["Z", at]]
        assert page.evaluate(FOCUS_IS_VISIBLE)
    # Tab leaves the grid and comes back to the same cell.
    page.keyboard.press("Tab")
    assert not focused(page).startswith("Z ")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Z 3"


def test_keys_pin_free_and_edit(convolution: Page) -> None:
    page = convolution
    pinned = "() => tests.all('[aria-selected=\"true\"]').map((one) => `${one.dataset.array} ${one.dataset.at}`)"
    cell(page, "Z", 5).focus()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        assert page.evaluate(pinned) == ["Z 5"]
        page.keyboard.press(key)
        assert page.evaluate(pinned) == []
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(pinned) == ["Z 6"], "a pin moves along"
    page.keyboard.press("Escape")
    assert page.evaluate(pinned) == []
    # A digit on a result does nothing; on an input it begins an edit.
    page.keyboard.press("4")
    assert focused(page) == "Z 6"
    cell(page, "X", 6).focus()
    page.keyboard.type("-1.5")
    assert page.evaluate("() => document.activeElement.value") == "-1.5"
    assert page.evaluate(FOCUS_IS_VISIBLE)
    expect(cell(page, "X", 6)).to_have_text("\N{MINUS SIGN}1.5")
    page.keyboard.press("Enter")
    assert (focused(page), page.evaluate(pinned)) == ("X 6", ["X 6"])
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    assert (focused(page), page.evaluate(pinned)) == ("X 6", [])
    expect(cell(page, "X", 6)).to_have_text("7")
    checked(page, "convolution")
    # Tab reaches the field, and the button that undoes; the book's own keys do not turn the page.
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.locator(".explorer-edit input").focus()
    page.keyboard.press("ArrowRight")
    assert page.url.split("#")[0].endswith("2-convolution.html")
    page.get_by_role("button", name="Undo edits").focus()
    page.keyboard.press("Enter")
    expect(cell(page, "X", 6)).to_have_text("3")
    assert focused(page) == "Reset", "the button that had the focus is gone: its neighbour has it"


def test_keys_that_a_cell_takes_are_not_the_pages_too(convolution: Page) -> None:
    # A page may turn at an arrow key, and a notebook has a command on nearly every key.
    convolution.evaluate("() => { window.met = []; addEventListener('keydown', ({ key }) => window.met.push(key)); }")
    for name, at, key in (("Z", 3, "ArrowRight"), ("Z", 0, "ArrowLeft"), ("X", 6, "Enter"), ("X", 6, "Escape"), ("X", 7, "5")):
        cell(convolution, name, at).focus()
        convolution.keyboard.press(key)
    convolution.keyboard.press("ArrowLeft")
    convolution.keyboard.press("Enter")
    convolution.keyboard.press("Escape")
    assert convolution.evaluate("() => window.met") == []
    convolution.keyboard.press("Escape")
    convolution.keyboard.press("q")
    assert convolution.evaluate("() => window.met") == ["Escape", "q"], "and others are"


# Step, play, pause.


def test_step_play_and_pause_go_through_the_outputs(convolution: Page) -> None:
    page = convolution
    picked = "() => tests.lit().picked.map(([, at]) => at)"

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()
        page.mouse.move(2, 2)

    for name, at in (("Step", 0), ("Step", 1), ("Step", 2), ("Step back", 1), ("Step back", 0), ("Step back", 0)):
        press(name)
        assert page.evaluate(picked) == [at]
    page.get_by_label("Speed of play").select_option("fast")
    page.evaluate(
        """() => {
            window.seen = [];
            const status = tests.root().querySelector("[role=status]");
            new MutationObserver(() => window.seen.push(status.textContent.split(" ")[0] + status.textContent.split(" ")[1])).observe(status, { childList: true });
        }"""
    )
    press("Play")
    page.wait_for_function("() => tests.lit().picked[0]?.[1] >= 3")
    press("Pause")
    paused = page.evaluate(picked)
    page.wait_for_timeout(700)
    assert page.evaluate(picked) == paused
    seen = page.evaluate("() => window.seen")
    assert len(seen) == len(set(seen)) >= 3, "each step is said once"
    press("Play")
    page.wait_for_function("() => tests.lit().picked[0]?.[1] === 19", timeout=15_000)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    # From the end it starts anew; a control that moves ends it.
    press("Play")
    page.wait_for_function("() => tests.lit().picked[0]?.[1] === 1")
    page.evaluate("() => tests.put(tests.control('stride'), 1)")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_who_asks_for_less_motion_has_no_play_button(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution"), reduced_motion="reduce") as page:
        assert page.get_by_role("button", name="Play", exact=True).count() == 0
        assert page.locator("[aria-label='Speed of play']:visible").count() == 0
        page.get_by_role("button", name="Step", exact=True).click()
        assert page.evaluate("() => tests.lit().picked") == [["Z", 0]]


# The address carries the state.


def settled(page: Page) -> str:
    """The address, once it has followed the last change."""
    page.wait_for_timeout(450)
    return page.evaluate("() => decodeURIComponent(location.hash)")


def test_the_address_follows_and_brings_the_state_back(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        page.evaluate("() => { tests.put(tests.control('stride'), 1); tests.put(tests.control('padding'), 1); }")
        page.evaluate("() => tests.put(tests.control('image'), 3)")
        cell(page, "X", 9).click()
        page.locator(".explorer-edit input").fill("-2.5")
        cell(page, "Z", 4).click()
        hash_now = settled(page)
        assert hash_now == "#explorer-1?image=a+level+edge&stride=2&padding=1&edit=X,0,1,-2.5&pin=Z,1,1"
        before = page.evaluate(SHOWN)
        link = page.url
    with opened(browser, link) as page:
        after = page.evaluate(SHOWN)
        assert {k: v for k, v in after.items() if k != "status"} == {k: v for k, v in before.items() if k != "status"}
        assert "Restored." in after["status"]
        checked(page, "convolution")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_random_states_survive_the_round_trip(browser: Browser, address: str, chapter: str) -> None:
    rng = random.Random(chapter)
    with opened(browser, url(address, chapter)) as page:
        sizes = page.evaluate("() => tests.controls().map((one) => tests.count(one))")
        for _ in range(3):
            places = [rng.randrange(size) for size in sizes]
            page.evaluate("(places) => tests.controls().forEach((one, k) => tests.put(one, places[k]))", places)
            page.evaluate(
                """(where) => {
                    const cells = tests.all("td.editable");
                    if (!cells.length) return;
                    for (const [part, text] of where) {
                        const cell = cells[Math.floor(part * cells.length)];
                        if (cell.ariaSelected !== "true") cell.click();
                        const field = document.querySelector(".explorer-edit input");
                        field.value = text;
                        field.dispatchEvent(new Event("input"));
                    }
                }""",
                [[rng.random(), f"{rng.uniform(-9, 9):.2f}"] for _ in range(3)],
            )
            page.wait_for_timeout(450)
            before = page.evaluate(SHOWN)
            page.reload()
            page.wait_for_function("document.querySelector('.explorer').explorer?.explorer")
            after = page.evaluate(SHOWN)
            assert {k: v for k, v in after.items() if k != "status"} == {
                k: v for k, v in before.items() if k != "status"
            }


def test_back_and_forward_restore_the_states(convolution: Page) -> None:
    page = convolution
    seen = [page.evaluate(SHOWN)]
    for name, at in (("stride", 1), ("operation", 1)):
        page.evaluate("([name, at]) => tests.put(tests.control(name), at)", [name, at])
        settled(page)
        seen.append(page.evaluate(SHOWN))
    for step, expected in ((page.go_back, 1), (page.go_back, 0), (page.go_forward, 1), (page.go_forward, 2)):
        step()
        page.wait_for_timeout(100)
        now = page.evaluate(SHOWN)
        assert (now["state"], now["grids"]) == (seen[expected]["state"], seen[expected]["grids"])


BROKEN = {
    "nonsense=1": "there is no control nonsense",
    "stride=9": "stride=9 is none of 1, 2, 3",
    "stride=": "stride= is none of 1, 2, 3",
    "edit=X,0,0,1e999": "edit=X,0,0,1e999 needs a number from",
    "edit=X,9,9,1": "edit=X,9,9,1 is no cell of this state",
    "edit=X,0,1": "edit=X,0,1 is no cell of this state",
    "edit=Q,0,0,1": "edit=Q,0,0,1 is no cell of this state",
    "edit=Z,0,0,1": "edit=Z,0,0,1 is a cell that cannot be changed",
    "padding=1&edit=X,-1,0,1": "edit=X,-1,0,1 is a cell that cannot be changed",
    "pin=Z,9,9": "pin=Z,9,9 is no cell of this state",
    "pin=Z,a,b": "pin=Z,a,b is no cell of this state",
    "pin=Z,0.5,1": "pin=Z,0.5,1 is no cell of this state",
    "pin=": "pin= is no cell of this state",
    "edit=": "edit= needs a number",
    "edit=__proto__,0,0,1": "edit=__proto__,0,0,1 is no cell of this state",
    "pin=<img src=x onerror=alert(1)>": "is no cell of this state",
}


def test_a_broken_link_gives_the_start_and_says_why(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        start = page.evaluate(SHOWN)
        for text, why in BROKEN.items():
            page.evaluate("(hash) => { location.hash = hash; }", f"#explorer-1?{text}")
            note = page.locator(".explorer-note")
            expect(note).to_contain_text(why)
            expect(note).to_contain_text("This is the state at the start.")
            now = page.evaluate(SHOWN)
            for kind in ("state", "grids", "tables", "said"):
                assert now[kind] == start[kind], text
            assert now["status"] == note.text_content()
            assert page.locator(".explorer-note img").count() == 0
        # The note goes when the reader goes on.
        page.evaluate("() => tests.put(tests.control('stride'), 1)")
        expect(note).to_be_hidden()
    with opened(browser, url(address, "convolution", f"#explorer-1?{quote('stride=99')}")) as page:
        expect(page.locator(".explorer-note")).to_contain_text("stride=99")
        assert page.evaluate(SHOWN)["grids"] == start["grids"]


def test_reset_brings_the_start_back(convolution: Page) -> None:
    page = convolution
    start = page.evaluate(SHOWN)
    page.evaluate("() => tests.put(tests.control('kernel_rows'), 2)")
    cell(page, "X", 6).click()
    page.locator(".explorer-edit input").fill("9")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.mouse.move(2, 2)
    now = page.evaluate(SHOWN)
    assert now["status"].startswith("Reset.")
    assert {k: v for k, v in now.items() if k not in ("status", "said")} == {
        k: v for k, v in start.items() if k not in ("status", "said")
    }
    assert settled(page) == "#explorer-1?"


def test_link_and_code_are_copied(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution"), permissions=["clipboard-read", "clipboard-write"]) as page:
        page.evaluate("() => tests.put(tests.control('stride'), 1)")
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator("[role=status]")).to_have_text("Copied.")
        copied = "() => navigator.clipboard.readText()"
        assert page.evaluate(copied) == url(address, "convolution", "#explorer-1?stride=2")
        page.locator(".explorer-code summary").click()
        for library in ("cnnlib", "PyTorch"):
            page.get_by_role("button", name=f"Copy the {library} code").click()
            page.wait_for_timeout(50)
            assert page.evaluate(copied) == page.get_by_label(f"Code for {library}").text_content()
    with opened(browser, url(address, "convolution")) as page:
        # Where the clipboard is denied the code is marked, and the link is said.
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
        page.locator(".explorer-code summary").click()
        page.get_by_role("button", name="Copy the cnnlib code").click()
        expect(page.locator("[role=status]")).to_have_text("Marked; press Ctrl+C to copy.")
        assert page.evaluate("() => getSelection().toString()").startswith("import numpy as np")


# Without scripts, on paper, without a network.


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_without_scripts_the_start_is_there_as_tables(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        live = page.evaluate(SHOWN)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url(address, chapter))
    still = page.locator(".explorer")
    assert still.count() == 1
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
    context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_on_paper_there_are_numbers_and_no_buttons(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        page.emulate_media(media="print")
        visible = page.evaluate(
            "() => tests.all('button, input, select, summary').filter((one) => tests.visible(one)).map((one) => one.outerHTML)"
        )
        assert visible == []
        assert all(one.is_visible() for one in page.locator(".explorer table, .explorer-chart svg").all())
        # Paper has no sliders: the state is said in words.
        expect(page.locator(".explorer-printed")).to_be_visible()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_outside_the_site_is_asked_for(browser: Browser, address: str, chapter: str) -> None:
    outside: list[str] = []

    def refuse(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    context = browser.new_context()
    context.route(lambda asked: not asked.startswith((f"{address}/", "data:", "blob:")), refuse)
    context.add_init_script(path=Path(__file__).with_name("explorers.js"))
    page = context.new_page()
    page.goto(url(address, chapter))
    page.wait_for_load_state("networkidle")
    loaded: list[str] = []

    def note(request: Request) -> None:
        loaded.append(request.url)

    page.on("request", note)
    page.evaluate("() => tests.controls().forEach((one) => tests.put(one, 1))")
    page.evaluate("() => tests.cells().forEach((one) => tests.point(one))")
    page.wait_for_timeout(500)
    assert outside == []
    assert [one for one in loaded if not one.endswith("favicon.svg")] == [], "an explorer that is used loads nothing more"
    context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_explorers_work_from_a_file(browser: Browser, site: Path, chapter: str) -> None:
    with opened(browser, (site / "chapters" / f"{CHAPTERS[chapter]}.html").as_uri()) as page:
        before = page.evaluate(SHOWN)
        page.evaluate(
            "() => { const [one] = tests.controls(); tests.put(one, tests.count(one) - 1); }"
        )
        after = checked(page, chapter)
        assert (after["grids"], after["tables"]) != (before["grids"], before["tables"])
        assert settled(page).startswith("#explorer-1?")


# Readers who see, hear or move otherwise.

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
LOOK = """async () => {
    const { violations } = await axe.run(tests.root());
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.failureSummary} ${node.html}`));
}"""


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_axe_finds_nothing(browser: Browser, address: str, chapter: str, theme: str) -> None:
    with opened(browser, url(address, chapter), color_scheme=theme) as page:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        page.evaluate(AXE)
        assert page.evaluate(LOOK) == []
        page.locator(".explorer-code summary").click()
        if page.locator("td.editable").count():
            page.locator("td.editable").nth(1).click()
            page.locator(".explorer-edit input").fill("1e999")
        page.evaluate("() => { location.hash = '#explorer-1?no=1'; }")
        expect(page.locator(".explorer-note")).to_be_visible()
        assert page.evaluate(LOOK) == []
        if page.locator("td.editable").count():
            page.locator("td.editable").nth(1).click()
            page.locator(".explorer-edit input").fill("1e999")
            assert page.evaluate(LOOK) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_control_has_a_name_and_each_change_is_said_once(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter)) as page:
        names = page.evaluate(
            "() => tests.controls().map((one) => [one.labels[0]?.textContent, one.id.replace(/^explorer-1-/, '').replaceAll('_', ' ')])"
        )
        assert [name for name, _ in names] == [expected for _, expected in names]
        assert page.locator(".explorer [aria-live], .explorer [role=status], .explorer [role=alert]").count() == 1
        page.evaluate(
            """() => {
                const status = tests.root().querySelector("[role=status]");
                window.said = [];
                const note = (changes) => window.said.push(...changes.flatMap((one) => [...one.addedNodes]).map((one) => one.textContent));
                window.observer = new MutationObserver(note);
                window.observer.observe(status, { childList: true, characterData: true, subtree: true });
                window.heard = () => { note(window.observer.takeRecords()); return window.said.splice(0); };
            }"""
        )

        def said(action: str) -> list[str]:
            return page.evaluate(f"() => {{ {action}; return window.heard(); }}")

        for k, (name, _) in enumerate(names):
            (sentence,) = said(f"const one = tests.controls()[{k}]; tests.put(one, tests.count(one) - 1)") or [""]
            last = page.evaluate(f"() => tests.label(tests.controls()[{k}])")
            if sentence:
                assert sentence.startswith(f"{name} {last}.")
        assert len(said("tests.root().querySelector('.explorer-actions button').click()")) == 1
        if page.locator("td.editable").count():
            assert len(said("tests.all('td.editable')[1].click()")) == 1
            field = "const field = document.querySelector('.explorer-edit input'); "
            for text in ("5", "x"):
                typing = f"{field} field.value = '{text}'; field.dispatchEvent(new Event('input'))"
                assert len(said(typing)) == 1
            assert len(said("tests.all('td.editable')[1].click()")) == 1
            assert len(said("tests.all('td.editable')[2].focus()")) == 1
            assert said("tests.point(tests.all('td.editable')[3])") == [], "a pointer that passes by is not news"


# Sizes.


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_data_is_small(site: Path, chapter: str) -> None:
    text = (site / "chapters" / f"{CHAPTERS[chapter]}.html").read_text(encoding="utf-8")
    found = re.findall(r'<div class="explorer">.*?<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found
    assert sum(len(gzip.compress(data.encode())) for data in found) < 60_000
    assert all(json.loads(data)["panels"] for data in found)


def test_scripts_are_small_and_those_of_the_package(site: Path) -> None:
    text = (site / "_static" / "explorer.js").read_text(encoding="utf-8")
    assert text == script()
    assert len(gzip.compress(text.encode())) < 30_000


def test_two_renderings_of_an_explorer_are_identical(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")
    controls: dict[str, Any] = {
        "activation": ["sigmoid", "none"], "samples": (1, 2), "input_channels": (1, 1), "output_channels": (1, 2),
        "kernel_rows": (1, 2), "kernel_columns": (1, 2), "the_key": True,
    }  # fmt: skip
    assert explore(draw, **controls)._repr_html_() == explore(draw, **controls)._repr_html_()
