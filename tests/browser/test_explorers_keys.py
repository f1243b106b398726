"""Keys, steps and links: each explorer without a mouse, step by step, and its state in the address."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kit.explorer_checks import check, check_convolution
from kit.explorers import ONE_OF_EACH, SHOWN, await_explorers, cell, explorer, fill_screen, leave_screen, opened, url
from kit.profile import SOAK

pytestmark = pytest.mark.browser


@pytest.fixture
def convolution(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, url(address, "convolution")) as page:
        yield page


# Keys alone.


def focused(page: Page) -> str:
    found: str = page.evaluate("() => tests.focused()")
    return found


FOCUS_IS_VISIBLE = "() => tests.focusIsSeen()"


@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_tab_goes_through_all_of_an_explorer_and_its_focus_is_seen(
    browser: Browser, address: str, chapter: str
) -> None:
    with opened(browser, url(address, chapter)) as page:
        names = page.evaluate("() => tests.controls().map((one) => one.id)")
        stops = page.evaluate("() => tests.stops().length")
        grids = explorer(page).locator("table[role=grid]:visible").count()
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
    check(page, "convolution")
    # Tab reaches the field, and the button that undoes; the book's own keys do not turn the page.
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    explorer(page).locator(".explorer-edit input").focus()
    page.keyboard.press("ArrowRight")
    assert page.url.split("#")[0].endswith("2-convolution.html")
    explorer(page).get_by_role("button", name="Undo edits").focus()
    page.keyboard.press("Enter")
    expect(cell(page, "X", 6)).to_have_text("3")
    assert focused(page) == "Reset", "the button that had the focus is gone: its neighbour has it"


def test_keys_that_a_cell_takes_are_not_the_pages_too(convolution: Page) -> None:
    # A page may turn at an arrow key, and a notebook has a command on nearly every key.
    convolution.evaluate("() => { window.met = []; addEventListener('keydown', ({ key }) => window.met.push(key)); }")
    for name, at, key in (
        ("Z", 3, "ArrowRight"),
        ("Z", 0, "ArrowLeft"),
        ("X", 6, "Enter"),
        ("X", 6, "Escape"),
        ("X", 7, "5"),
    ):
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
        explorer(page).get_by_role("button", name=name, exact=True).click()
        page.mouse.move(2, 2)

    for name, at in (("Step", 0), ("Step", 1), ("Step", 2), ("Step back", 1), ("Step back", 0), ("Step back", 0)):
        press(name)
        assert page.evaluate(picked) == [at]
    explorer(page).get_by_label("Speed of play").select_option("fast")
    page.evaluate("() => tests.listen()")
    press("Play")
    page.clock.run_for(1000)
    assert page.evaluate(picked)[0] >= 3
    press("Pause")
    paused = page.evaluate(picked)
    page.clock.run_for(3000)
    assert page.evaluate(picked) == paused
    seen = page.evaluate("() => tests.heard()")
    assert len(seen) == len(set(seen)) >= 3, "each step is said once"
    press("Play")
    page.clock.run_for(20 * 300)
    assert page.evaluate(picked) == [19]
    expect(explorer(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    # From the end it starts anew; a control that moves ends it.
    press("Play")
    page.clock.run_for(400)
    assert page.evaluate(picked)[0] >= 1
    page.evaluate("() => tests.put(tests.control('stride'), 1)")
    expect(explorer(page).get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_who_asks_for_less_motion_has_no_play_button(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution"), reduced_motion="reduce") as page:
        assert explorer(page).get_by_role("button", name="Play", exact=True).count() == 0
        assert page.locator("[aria-label='Speed of play']:visible").count() == 0
        explorer(page).get_by_role("button", name="Step", exact=True).click()
        assert page.evaluate("() => tests.lit().picked") == [["Z", 0]]
        # A reader may ask for it, and for more again, while the page is open; what plays then stops.
        page.emulate_media(reduced_motion="no-preference")
        expect(explorer(page).get_by_label("Speed of play")).to_be_visible()
        explorer(page).get_by_role("button", name="Play", exact=True).click()
        assert page.evaluate("() => tests.lit().picked") == [["Z", 1]]
        page.emulate_media(reduced_motion="reduce")
        page.clock.run_for(5000)
        assert page.evaluate("() => tests.lit().picked") == [["Z", 1]]
        expect(explorer(page).locator(".explorer-play, .explorer-speed")).to_have_count(2)
        assert explorer(page).locator(".explorer-play:visible, .explorer-speed:visible").count() == 0
        page.emulate_media(reduced_motion="no-preference")
        expect(explorer(page).get_by_role("button", name="Play", exact=True)).to_be_visible()


# The address carries the state.


def settled(page: Page) -> str:
    """The address, once it has followed the last change, by the page's own clock."""
    page.clock.fast_forward(400)
    return page.evaluate("() => decodeURIComponent(location.hash)")


def test_the_address_follows_and_brings_the_state_back(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        page.evaluate("() => { tests.put(tests.control('stride'), 1); tests.put(tests.control('padding'), 1); }")
        page.evaluate("() => tests.put(tests.control('image'), 3)")
        cell(page, "X", 9).click()
        explorer(page).locator(".explorer-edit input").fill("-2.5")
        cell(page, "Z", 4).click()
        hash_now = settled(page)
        assert hash_now == "#explorer-1?image=a+level+edge&stride=2&padding=1&edit=X,0,1,-2.5&pin=Z,1,1"
        before = page.evaluate(SHOWN)
        link = page.url
    with opened(browser, link) as page:
        after = page.evaluate(SHOWN)
        assert {k: v for k, v in after.items() if k != "status"} == {k: v for k, v in before.items() if k != "status"}
        assert "Restored." in after["status"]
        check(page, "convolution")


def test_back_and_forward_restore_the_states(convolution: Page) -> None:
    page = convolution
    seen = [page.evaluate(SHOWN)]
    for name, at in (("stride", 1), ("operation", 1)):
        page.evaluate("([name, at]) => tests.put(tests.control(name), at)", [name, at])
        settled(page)
        seen.append(page.evaluate(SHOWN))
    for step, expected in ((page.go_back, 1), (page.go_back, 0), (page.go_forward, 1), (page.go_forward, 2)):
        step()
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
    "edit=X,,0,1": "edit=X,,0,1 is no cell of this state",
    "edit=X,0x1,0,1": "edit=X,0x1,0,1 is no cell of this state",
    "pin=Z,9,9": "pin=Z,9,9 is no cell of this state",
    "pin=Z,a,b": "pin=Z,a,b is no cell of this state",
    "pin=Z,0.5,1": "pin=Z,0.5,1 is no cell of this state",
    "pin=": "pin= is no cell of this state",
    "edit=": "edit= needs a number",
    "edit=X,0,0,1,5": "edit=X,0,0,1,5 is no cell of this state",
    "edit=__proto__,0,0,1": "edit=__proto__,0,0,1 is no cell of this state",
    "pin=<img src=x onerror=alert(1)>": "is no cell of this state",
}


def follow(page: Page, states: str) -> str:
    """Go to an address; returns what the page complains of."""
    page.evaluate("(hash) => { location.hash = hash; }", states)
    page.wait_for_function("() => tests.root().explorer.address.hash === location.hash")
    return " ".join(page.evaluate("() => tests.complaints()"))


def test_what_does_not_fit_in_a_link_falls_away_alone_and_is_said(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        for fits in ("", "image=a+ramp+down&padding=2&edit=X,2,1,-2.5&edit=W,1,0,3&pin=X,2,1"):
            assert follow(page, f"#explorer-1?{fits}") == ""
            whole = page.evaluate(SHOWN)
            for text, why in BROKEN.items():
                told = follow(page, f"#explorer-1?{text}&{fits}")
                assert why in told, text
                assert told.endswith("All else is as the link says." if fits else "This is the state at the start.")
                now = page.evaluate(SHOWN)
                for kind in ("state", "grids", "tables", "said"):
                    assert now[kind] == whole[kind], text
                assert now["status"] == told
                assert explorer(page).locator(".explorer-note img").count() == 0
        told = follow(page, "#explorer-1?stride=2&padding=9&edit=X,9,9,1&edit=X,0,0,7&edit=X,-1,0,1&pin=Z,4,3&no=1")
        for text in ("padding=9 is none of", "X,9,9,1 is no cell", "X,-1,0,1 is no cell", "pin=Z,4,3 is no cell"):
            assert told.count(text) == 1
        assert "edit=X,-1,0,1 is a cell that cannot be changed" in follow(page, "#explorer-1?padding=1&edit=X,-1,0,1")
        assert page.evaluate(SHOWN)["state"]["padding"] == "1"
        # What a link copies is what is shown.
        told = follow(page, "#explorer-1?stride=2&edit=X,9,9,1&edit=X,0,0,7&pin=Z,4,3")
        assert told == explorer(page).locator("[role=status]").text_content()
        expect(cell(page, "X", 0)).to_have_text("7")
        assert page.evaluate("() => tests.link()").endswith("#explorer-1?stride=2&edit=X%2C0%2C0%2C7")
        # The note goes when the reader goes on, and the address is right again.
        explorer(page).get_by_role("button", name="Reset", exact=True).click()
        expect(explorer(page).locator(".explorer-note")).to_be_hidden()
        assert settled(page) == ""
    with opened(browser, url(address, "convolution", f"#explorer-1?{quote('stride=99')}&padding=1")) as page:
        expect(explorer(page).locator(".explorer-note")).to_contain_text("stride=99")
        assert page.evaluate(SHOWN)["state"]["padding"] == "1"


# Where all that is shown stands.
LAYOUT = """() => {
const parts = tests.all("td[data-at], button, input, .explorer-legend, .explorer-table");
return parts.filter(tests.visible).map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [one.textContent, x, y, width, height].join();
});
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_the_word_on_what_falls_away_moves_nothing(convolution: Page, width: int) -> None:
    convolution.set_viewport_size({"width": width, "height": 844})
    cell(convolution, "Z", 19).click()
    convolution.clock.fast_forward(400)
    convolution.evaluate("() => tests.put(tests.control('stride'), 1)")
    places = convolution.evaluate(LAYOUT)
    convolution.clock.fast_forward(400)
    expect(explorer(convolution).locator(".explorer-note")).to_be_visible()
    assert convolution.evaluate(LAYOUT) == places


def test_what_has_no_cell_where_a_slider_rests_falls_away_with_a_word(convolution: Page) -> None:
    page = convolution
    note = explorer(page).locator(".explorer-note")

    def stride(at: int) -> None:
        page.evaluate("(at) => tests.put(tests.control('stride'), at)", at)

    cell(page, "Z", 19).click()
    page.clock.fast_forward(400)
    pinned = page.evaluate("() => tests.whole()")
    # On its way a slider takes nothing with it.
    stride(2)
    stride(0)
    page.clock.fast_forward(400)
    assert page.evaluate("() => tests.whole()") == pinned
    expect(note).to_be_hidden()
    stride(1)
    page.clock.fast_forward(400)
    expect(note).to_have_text("The pin on Z[4, 3] has fallen away: there is no such cell here.")
    expect(explorer(page).locator("[role=status]")).to_have_text(note.text_content() or "nothing")
    assert page.url.endswith("#explorer-1?stride=2")
    left = page.evaluate("() => tests.whole()")
    page.reload()
    await_explorers(page)
    assert (page.evaluate("() => tests.whole()"), page.evaluate("() => tests.complaints()")) == (left, [])
    stride(0)
    page.clock.fast_forward(400)
    assert page.evaluate("() => tests.lit().picked") == [], "what has fallen away does not come back by itself"
    page.evaluate("() => history.go(-2)")
    page.wait_for_function("() => tests.root().explorer.explorer.state.pin")
    assert page.evaluate("() => tests.whole()") == pinned, "the browser's back brings it"


def test_several_things_that_fall_away_where_nothing_is_shown_are_named_together(convolution: Page) -> None:
    page = convolution
    note = explorer(page).locator(".explorer-note")
    for name, at, text in (("W", 3, "8"), ("X", 0, "-1.5")):
        cell(page, name, at).click()
        explorer(page).locator(".explorer-edit input").fill(text)
    page.evaluate("() => { tests.put(tests.control('kernel_rows'), 3); tests.put(tests.control('dilation'), 1); }")
    page.clock.fast_forward(400)
    expect(note).to_have_text(
        "The edit W[1, 1] = 8, the edit X[0, 0] = \N{MINUS SIGN}1.5 and the pin on X[0, 0] have fallen away: "
        "there is no such cell here."
    )
    assert page.url.endswith("#explorer-1?kernel_rows=4&dilation=2")
    expect(explorer(page).get_by_role("button", name="Undo edits")).to_be_hidden()


def test_the_address_has_the_states_of_all_explorers(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "own")) as page:

        def put(k: int, name: str, at: int) -> Any:
            page.evaluate("([k, name, at]) => { tests.use(k); tests.put(tests.control(name), at); }", [k, name, at])
            page.clock.fast_forward(400)
            return page.evaluate("() => tests.whole()")

        start = page.evaluate("() => tests.whole()")
        first = put(0, "stride", 1)
        both = put(1, "n", 0)
        assert page.url.endswith("#explorer-1?stride=2&explorer-2?n=3")
        assert page.evaluate("() => tests.backAndForward()")[0]["whole"] == first, "back undoes the second one's change"
        page.evaluate("() => { tests.use(0); }")
        assert page.evaluate("() => tests.link()").endswith("#explorer-1?stride=2&explorer-2?n=3")
        page.evaluate("() => { tests.use(2); }")
        assert page.evaluate("() => tests.link()").endswith("#explorer-3?&explorer-1?stride=2&explorer-2?n=3")
        page.locator(".explorer").nth(1).get_by_role("button", name="Reset", exact=True).click()
        page.clock.fast_forward(400)
        assert page.url.endswith("#explorer-1?stride=2")
        assert page.evaluate("() => tests.whole()") == first
        # Addresses with one state, as they were before; one that no explorer of the page has.
        for states, wanted in (
            ("#explorer-2?n=3&explorer-1?stride=2", both),
            ("#explorer-1?stride=2", first),
            ("#explorer-2?", start),
            ("#explorer-1?stride=2&explorer-9?n=3", first),
        ):
            told = follow(page, states)
            assert told == (
                "Not all of the link could be read: there is no explorer-9 on this page. All else is as the link says."
                if "9" in states
                else ""
            )
            assert page.evaluate("() => tests.whole()") == wanted
        # The one that a link was copied from is in sight.
        page.goto("about:blank")
        page.goto(url(address, "own", "#explorer-2?n=3&explorer-1?stride=2"))
        await_explorers(page)
        assert page.evaluate("() => tests.whole()") == both
        expect(page.locator(".explorer").nth(1)).to_be_in_viewport()


def test_a_link_to_a_heading_keeps_the_state_and_back_undoes_what_followed(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution", "#explore")) as page:
        seen = [page.evaluate("() => tests.whole()")]
        for at in (1, 2):
            page.evaluate("(at) => tests.put(tests.control('stride'), at)", at)
            page.clock.fast_forward(400)
            seen.append(page.evaluate("() => tests.whole()"))
        page.evaluate("() => { location.hash = '#the-problem'; }")
        page.wait_for_function("() => history.state?.explorers")
        assert page.evaluate("() => tests.whole()") == seen[2]
        page.reload()
        await_explorers(page)
        assert page.evaluate("() => tests.whole()") == seen[2]
        back = page.evaluate("async () => [(await tests.backAndForward())[0], await tests.go(-2), await tests.go(-1)]")
        assert [one["whole"] for one in back] == [seen[2], seen[1], seen[0]]
        assert back[2]["address"].endswith("#explore")


def test_reset_brings_the_start_back(convolution: Page) -> None:
    page = convolution
    start = page.evaluate(SHOWN)
    page.evaluate("() => tests.put(tests.control('kernel_rows'), 2)")
    cell(page, "X", 6).click()
    explorer(page).locator(".explorer-edit input").fill("9")
    assert settled(page).startswith("#explorer-1?kernel_rows=3&edit=")
    explorer(page).get_by_role("button", name="Reset", exact=True).click()
    page.mouse.move(2, 2)
    now = page.evaluate(SHOWN)
    assert now["status"].startswith("Reset.")
    assert {k: v for k, v in now.items() if k not in ("status", "said")} == {
        k: v for k, v in start.items() if k not in ("status", "said")
    }
    assert settled(page) == ""
    assert "#" not in page.url
    # The browser's back and forward go over it like over any other state.
    page.go_back()
    page.wait_for_function("() => tests.control('kernel_rows').value === '2'")
    page.go_forward()
    page.wait_for_function("() => tests.control('kernel_rows').value === '1'")
    assert page.evaluate(SHOWN)["grids"] == start["grids"]


def test_reset_keeps_a_link_to_a_heading(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution", "#explore")) as page:
        explorer(page).get_by_role("button", name="Reset", exact=True).click()
        assert settled(page) == "#explore"


def test_a_long_sum_is_read_out_in_brief_and_written_out_whole(convolution: Page) -> None:
    page = convolution
    page.evaluate("() => tests.put(tests.control('kernel_rows'), 2)")
    cell(page, "Z", 0).click()
    seen, heard = (
        explorer(page).locator(".explorer-said p").first.text_content(),
        explorer(page).locator("[role=status]").text_content(),
    )
    assert seen.count(" + ") == 3 * 2 - 1
    start, sum_, result = seen.split(" = ")
    terms = sum_.split(" + ")
    assert heard.startswith(f"{start} = {terms[0]} + {terms[1]} and 4 more = {result}")
    cell(page, "X", 12).click()
    uses, told = (
        explorer(page).locator(".explorer-said").text_content(),
        explorer(page).locator("[role=status]").text_content(),
    )
    assert uses.startswith("X[2, 2] = 3.It is in 6 elements of Z: ")
    assert uses.count("times") == told.count("times") == 2
    assert uses.endswith(" and 4 more.")
    assert told.endswith(" and 4 more.")
    # Four terms are read out whole.
    page.evaluate("() => tests.put(tests.control('kernel_rows'), 1)")
    cell(page, "Z", 0).click()
    assert (
        explorer(page).locator("[role=status]").text_content()
        == explorer(page).locator(".explorer-said p").first.text_content()
    )


PLACES = (
    "(one) => [...one.parentElement.children].map((each) => [each.offsetLeft, each.offsetWidth, each.offsetHeight])"
)


def sign_on(button: Locator) -> str:
    """What lies over a button's name."""
    found: str = button.evaluate("(one) => getComputedStyle(one, '::after').content.replace(/^\"(.*?)\".*$/, '$1')")
    return found


def test_link_and_code_are_copied(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution"), permissions=["clipboard-read", "clipboard-write"]) as page:
        page.evaluate("() => tests.put(tests.control('stride'), 1)")
        copy = explorer(page).get_by_role("button", name="Copy link", exact=True)
        page.evaluate("() => tests.listen()")
        for _ in range(2):
            # The button says so for a moment, and moves nothing; the live region says it once.
            places = copy.evaluate(PLACES)
            copy.click()
            expect(explorer(page).locator("[role=status]")).to_have_text("Copied.")
            assert sign_on(copy) == "\u2713\u00a0Copied"
            assert copy.evaluate(PLACES) == places
            page.clock.fast_forward(2500)
            assert sign_on(copy) == "none"
        assert [text for text in page.evaluate("() => tests.heard()") if text] == ["Copied.", "Copied."]
        copied = "() => navigator.clipboard.readText()"
        assert page.evaluate(copied) == url(address, "convolution", "#explorer-1?stride=2")
        explorer(page).locator(".explorer-code summary").click()
        for library in ("cnnlib", "PyTorch"):
            copy = explorer(page).get_by_role("button", name=f"Copy the {library} code")
            copy.click()
            expect(copy).to_have_attribute("data-done", "Copied")
            assert page.evaluate(copied) == explorer(page).get_by_label(f"Code for {library}").text_content()
    with opened(browser, url(address, "convolution")) as page:
        # Where the clipboard is denied the code is marked, and the link is said.
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
        explorer(page).locator(".explorer-code summary").click()
        explorer(page).get_by_role("button", name="Copy the cnnlib code").click()
        expect(explorer(page).locator("[role=status]")).to_have_text("Marked; press Ctrl+C to copy.")
        assert page.evaluate("() => getSelection().toString()").startswith("import numpy as np")
        explorer(page).get_by_role("button", name="Copy link").click()
        expect(explorer(page).locator(".explorer-note")).to_contain_text(f"The link: {page.url}#explorer-1?")
        expect(explorer(page).locator("[role=status]")).to_have_text(
            explorer(page).locator(".explorer-note").text_content() or "nothing"
        )


def test_who_unfolds_the_code_by_key_keeps_the_focus(convolution: Page) -> None:
    page = convolution
    summary = explorer(page).locator(".explorer-code summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(explorer(page).locator(".explorer-snippet").first).to_be_visible()
    expect(summary).to_be_focused()
    page.evaluate("() => tests.put(tests.control('stride'), 1)")
    expect(explorer(page).locator(".explorer-snippet pre").first).to_contain_text("stride=2")
    expect(summary).to_be_focused()


def test_full_screen_makes_all_of_an_explorer_larger(convolution: Page) -> None:
    heights = """() => ['[data-array=Z]', '.explorer-said', '.explorer-actions button'].map(
        (selector) => tests.root().querySelector(selector).getBoundingClientRect().height)"""
    before = convolution.evaluate(heights)
    fill_screen(convolution, 1920, 1080)
    for small, large in zip(before, convolution.evaluate(heights), strict=True):
        assert large > 1.3 * small
    # The grids use the screen, whatever its shape, and what is said of them is on it.
    for width, height in ((1024, 768), (1920, 1080)):
        fill_screen(convolution, width, height)
        corner = cell(convolution, "Z", 3).bounding_box()
        assert corner
        assert 0.6 * width < corner["x"] + corner["width"] < width
        said = explorer(convolution).locator(".explorer-said").bounding_box()
        assert said
        assert said["y"] + said["height"] <= height
    cell(convolution, "Z", 7).click()
    assert explorer(convolution).locator(".explorer-said").inner_text().endswith("= 6")
    leave_screen(convolution)
    expect(explorer(convolution).get_by_role("button", name="Full screen", exact=True)).to_be_visible()


def test_what_is_said_and_the_field_stay_in_sight_below_a_tall_grid(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "backprop")) as page:
        cell(page, "W", 1).click()
        for name in (".explorer-said", ".explorer-edit input"):
            box = page.locator(name).bounding_box()
            assert box
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 900


# As the page scrolls past an explorer: where what is said begins, and how much of arrays and buttons it covers, in px.
COVERED = """async () => {
    const [desk, room] = [".explorer-desk", ".linked-room"].map((one) => tests.all(one)[0]);
    const others = tests.all("button, input, select, .matrix, .products")
        .filter((one) => tests.visible(one) && !desk.contains(one));
    const start = scrollY + tests.root().getBoundingClientRect().top;
    const found = [];
    for (let share = 0; share < 1.3; share += 0.05) {
        scrollTo(0, start - innerHeight * (1 - share));
        for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
        const { top, bottom } = desk.getBoundingClientRect();
        const over = others.map((one) => one.getBoundingClientRect())
            .map((one) => Math.min(one.bottom, bottom, innerHeight) - Math.max(one.top, top));
        found.push({ room: room.getBoundingClientRect().top, bottom, covered: Math.max(...over) });
    }
    return found;
}"""


# Every day each explorer at one of the two widths.
@pytest.mark.parametrize(
    ("chapter", "width"),
    [
        (chapter, width)
        for chapter in ("convolution", "backprop", "pooling")
        for width in (1280, 390)
        if SOAK or (chapter == "convolution") == (width == 1280)
    ],
)
def test_what_is_said_covers_nothing_while_an_explorer_comes_into_view(
    browser: Browser, address: str, chapter: str, width: int
) -> None:
    with opened(browser, url(address, chapter), viewport={"width": width, "height": 844}) as page:
        for one in page.evaluate(COVERED):
            assert one["covered"] < 2, one


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_what_is_said_stays_in_sight_below_arrays_that_are_taller_than_a_telephone(
    browser: Browser, address: str, motion: Any
) -> None:
    settings: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "reduced_motion": motion}
    with opened(browser, url(address, "convolution", "#explorer-1?padding=2"), **settings) as page:
        stuck = [one for one in page.evaluate(COVERED) if 0 <= one["room"] <= 48]
        assert stuck
        for one in stuck:
            assert one["bottom"] <= 845, one


# What is said is scrolled to a share of it: whether a word says then that there is more below.
SCROLL_SAID = "(share) => { const [said] = tests.all('.explorer-said'); said.scrollTop = share * said.scrollHeight; }"
SAYS_MORE = "(seen) => getComputedStyle(tests.all('.explorer-said')[0], '::after').visibility === seen"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_where_more_is_said_than_there_is_room_for_a_word_says_so(browser: Browser, address: str, motion: Any) -> None:
    settings: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "reduced_motion": motion}
    with opened(browser, url(address, "backprop", "#explorer-1?look=dJ/dW"), **settings) as page:
        page.wait_for_function(SAYS_MORE, arg="hidden")  # all of the hint is in sight
        for toggle in explorer(page).get_by_label(re.compile("measured|key")).filter(visible=True).all():
            toggle.check()
        cell(page, "dJ/dW", 1).click()
        said = explorer(page).locator(".explorer-said")
        assert said.evaluate("(said) => said.scrollHeight > said.clientHeight")
        for share, seen in ((0, "visible"), (1, "hidden"), (0.01, "visible")):
            page.evaluate(SCROLL_SAID, share)
            page.wait_for_function(SAYS_MORE, arg=seen, timeout=5_000)


PINNED = "() => tests.all('[aria-selected=true]').map((one) => [one.dataset.array, Number(one.dataset.at)])"


def test_steps_and_terms_go_through_the_output_that_was_looked_at_last(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "pooling")) as page:
        go, play = explorer(page).get_by_role("group", name="Go through"), explorer(page).locator(".explorer-play")
        step, term = (explorer(page).get_by_role("button", name=name, exact=True) for name in ("Step", "Next term"))
        step.click()
        assert page.evaluate(PINNED) == [["pooled", 0]]
        cell(page, "sub-sampled", 1).click()
        expect(go).to_have_accessible_name("Go through sub-sampled")
        step.click()
        assert page.evaluate(PINNED) == [["sub-sampled", 2]]
        term.click()
        term.click()
        assert page.evaluate(PINNED) == [["sub-sampled", 3]]
        play.click()  # it was at the last one
        assert page.evaluate(PINNED) == [["sub-sampled", 0]]
        page.clock.run_for(1100)
        assert page.evaluate(PINNED) == [["sub-sampled", 1]]
        play.click()
        # What was looked at last counts, pinned or not.
        page.keyboard.press("Escape")
        cell(page, "sub-sampled", 1).click()
        cell(page, "pooled", 2).hover()
        step.click()
        assert page.evaluate(PINNED) == [["pooled", 0]]
        # What fills in is what the stage makes.
        cell(page, "sub-sampled", 1).click()
        explorer(page).locator("input[value=fills]").check()
        assert explorer(page).locator(".linked-steps legend").first.text_content() == "show pooled"
        step.click()
        assert page.evaluate(PINNED) == [["pooled", 0]]


@pytest.mark.parametrize("by", ["click", "Enter"])
def test_a_hidden_cell_is_typed_at_once_and_the_field_keeps_the_focus(browser: Browser, address: str, by: str) -> None:
    with opened(browser, url(address, "convolution", "#explorer-1?show=asked")) as page:
        field = explorer(page).locator(".explorer-guess input")
        label, check = explorer(page).locator(".explorer-guess label"), explorer(page).get_by_text("Check", exact=True)
        for at, guess in ((1, "0"), (0, "5"), (0, "\N{MINUS SIGN}3")):
            if by == "click":
                cell(page, "Z", at).click()
            else:
                cell(page, "Z", at).focus()
                page.keyboard.press("Enter")
            expect(field).to_be_focused()
            assert page.evaluate(PINNED) == [["Z", at]], "also where it was pinned already"
            assert label.text_content() == f"Z[0, {at}] ="
            page.keyboard.type(guess)
            check.click()
            expect(field).to_be_focused()
        assert label.text_content() == "Z[0, 2] ="
        # A number that is there is no longer asked for: a click frees it again.
        for pinned in ([["Z", 0]], []):
            cell(page, "Z", 0).click()
            assert page.evaluate(PINNED) == pinned
