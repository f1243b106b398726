"""One act of reading on one screen: in every state what takes part and the sum are in view together, at four sizes.

On a page the controls, the arrays that take part, the products and what is said of them fit between the header and the
lower edge. On a telephone the controls stand below. On the whole screen nothing of it is cut off by its room.

Each control makes something larger or smaller from its one end to its other. Every day half of the states that the ends
of five controls make are looked at, in which the ends of any four of them meet, and in `make soak` every state.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from kit.explorers import ONE_OF_EACH, arrays, cell, explorer, fill_screen, leave_screen, opened, url
from kit.profile import SOAK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SCREENS = [{"width": 1024, "height": 768}, {"width": 1920, "height": 1080}]
HEADER = 48  # of the page
SMALLEST = 24  # px, of a cell

# The controls that change how much there is to see; all others only change numbers.
CONTROLS = {
    "convolution": ["kernel_rows", "kernel_columns", "stride", "padding", "dilation"],
    "backprop": ["activation", "samples", "input_channels", "output_channels", "kernel_rows"],
    "pooling": ["pool_size", "stride", "samples", "channels", "length"],
}
STAGES = {"backprop": ["forward", "dJ/dZ", "dJ/dW", "dJ/dX", "dJ/db"]}

# Of each state and stage: what its parts take, in px, and whether its room cuts any of them off.
MEASURE = """([names, stages, compared, isEvery]) => {
    const root = tests.root();
    const one = (selector) => root.querySelector(selector);
    const lowest = (all) => Math.max(...all.map((one) => one.getBoundingClientRect().bottom));
    const measure = () => {
        const seen = tests.all(".matrix, .products").filter(tests.visible);
        const parts = seen.map((part) => part.getBoundingClientRect());
        const room = one(".linked-room");
        if (!parts.length) return null;
        const box = room.getBoundingClientRect();
        const desk = one(".explorer-desk").getBoundingClientRect();
        const leave = one(".explorer-screen").getBoundingClientRect();
        const shown = [...seen, ...tests.all(".linked-steps :is(button, select)").filter(tests.visible)];
        const start = one(tests.isPhone ? ".linked-room" : ".explorer-live").getBoundingClientRect();
        const cells = tests.cellsInSight().map((cell) => cell.getBoundingClientRect());
        return {
            high: lowest(shown) - start.top + desk.height,
            right: Math.max(...parts.map(({ right }) => right)) - box.right,
            low: Math.max(...parts.map(({ bottom }) => bottom)) - box.bottom,
            cell: Math.min(...cells.map(({ height }) => height)),
            desk: innerHeight - desk.bottom,
            leave: Math.min(leave.top, innerHeight - leave.bottom),
        };
    };
    const moved = names.map(tests.control);
    const places = moved.map((one) => [...Array(tests.count(one)).keys()].filter((at, _, { length }) =>
        isEvery || at === 0 || at === length - 1));
    const now = moved.map(() => null);
    const found = [];
    for (const stage of stages) {
        if (stage) tests.all(`.explorer-looking input[value='${stage}']`)[0].click();
        for (const toggle of tests.all(".explorer-choice.checkbox input").filter(tests.visible))
            if (toggle.checked !== compared) toggle.click();
        for (let k = 0; k < places.reduce((product, { length }) => product * length, 1); k++) {
            let rest = k;
            const chosen = places.map((some) => {
                const at = rest % some.length;
                rest = Math.floor(rest / some.length);
                return at;
            });
            if (!isEvery && chosen.reduce((sum, at) => sum + at, 0) % 2 === 0) continue;
            names.forEach((name, i) => {
                const at = places[i][chosen[i]];
                if (now[i] !== at) tests.put(tests.control(name), at);
                now[i] = at;
            });
            const state = Object.fromEntries(names.map((name) => [name, tests.label(tests.control(name))]));
            found.push({ stage, state, ...measure() });
        }
    }
    return found;
}"""


# How far anything goes when each cell is tapped, and each button that adds up or steps is pressed, in px.
MOVED = """() => {
    const parts = [".matrix", ".products", ".explorer-controls > div", ".linked-steps button", ".explorer-actions"];
    const places = () => {
        const { left, top } = tests.root().getBoundingClientRect();
        const shown = parts.flatMap((part) => tests.all(part).filter(tests.visible));
        return shown.flatMap((one) => [one.getBoundingClientRect().left - left, one.getBoundingClientRect().top - top]);
    };
    const rest = places();
    const buttons = tests.all(".linked-steps button").filter(({ textContent }) => textContent !== "Play");
    const moved = [...tests.cellsInSight(), ...[...buttons, ...buttons].filter(tests.visible)].map((one) => {
        one.click();
        return Math.max(...places().map((at, k) => Math.abs(at - rest[k])));
    });
    return Math.max(...moved);
}"""


def measure(page: Page, chapter: str, stages: list[str], compared: bool) -> list[dict[str, Any]]:
    """What each state takes; those in which no window fits show a sentence alone."""
    found = page.evaluate(MEASURE, [CONTROLS[chapter], stages, compared, SOAK])
    return [one for one in found if "high" in one]


def measure_all(page: Page, chapter: str, size: dict[str, int]) -> Iterator[tuple[bool, dict[str, Any]]]:
    """What each state takes, and whether its result is compared with others: of chapter 4 each is, to begin with.

    What is compared adds to what is shown, so that without it there is more room. Only where a state may be too high
    because of it is the state looked at without.
    """
    compared = chapter == "backprop"
    every = measure(page, chapter, STAGES.get(chapter, [""]), compared)
    assert len(every) > (200 if SOAK else 10)
    yield from ((compared, one) for one in every)
    if compared:
        higher = [may_scroll(chapter, one, size, True) and not may_scroll(chapter, one, size, False) for one in every]
        stages = {one["stage"] for one, is_higher in zip(every, higher, strict=True) if is_higher}
        yield from ((False, one) for one in measure(page, chapter, sorted(stages), False))


def may_scroll(chapter: str, one: dict[str, Any], size: dict[str, int], compared: bool) -> bool:
    """Name the states that may be higher than their screen, each with why."""
    state, stage = one["state"], one["stage"]
    if chapter == "convolution":
        # Padded, X and Z may be too wide for a telephone: Z stands below X, and the kernel below both.
        tall = state["padding"] == "2" and state["stride"] == "1"
        return size == PHONE and (tall or (state["padding"] != "0" and state["kernel_rows"] == "4"))
    if chapter != "backprop":
        return False
    by_sigmoid, samples, inputs, outputs = (
        state[name] == two
        for name, two in (
            ("activation", "sigmoid"),
            ("samples", "2"),
            ("input_channels", "2"),
            ("output_channels", "2"),
        )
    )
    if size == PHONE:  # where sums run over two tables, one below the other, or decimals make them wide
        tall = {
            "forward": inputs, "dJ/dZ": by_sigmoid, "dJ/dW": True, "dJ/dX": outputs or by_sigmoid or compared,
            "dJ/db": samples,
        }  # fmt: skip
    elif size == PAGE:  # two tables of each factor; what they are compared with stands below them
        tall_x = (outputs and (by_sigmoid or compared)) or (compared and state["kernel_rows"] == "3")
        tall = {"dJ/dW": samples and (by_sigmoid or compared), "dJ/dX": tall_x}
    elif size == SCREENS[0]:  # four wide tables and more, on a screen of 768 lines
        tall = {"dJ/dW": by_sigmoid and compared and samples, "dJ/dX": by_sigmoid and compared}
    else:
        tall = {}
    return bool(tall.get(stage))


# Every day in the explorer that needs most room, on a page, and in each on a telephone.
@pytest.mark.parametrize(
    ("chapter", "size"),
    [
        pytest.param(chapter, size, id=f"{chapter}-{name}")
        for chapter in CONTROLS
        for name, size in (("page", PAGE), ("telephone", PHONE))
        if SOAK or size == PHONE or chapter == "backprop"
    ],
)
def test_what_takes_part_and_its_sum_are_on_one_screen(
    browser: Browser, address: str, chapter: str, size: dict[str, int]
) -> None:
    with opened(browser, url(address, chapter), viewport=size) as page:
        page.evaluate("(isPhone) => { tests.isPhone = isPhone; }", size == PHONE)
        for compared, one in measure_all(page, chapter, size):
            assert one["cell"] >= SMALLEST - 0.1, one
            assert one["right"] <= 1, f"nothing scrolls sideways: {one}"
            too_high = one["high"] > size["height"] - HEADER
            assert not too_high or may_scroll(chapter, one, size, compared), one
        assert page.evaluate(MOVED) < 1


# The larger screen has more room for everything: every day one explorer is looked at there, which shares it with a
# picture.
@pytest.mark.parametrize(
    ("chapter", "size"),
    [
        pytest.param(chapter, size, id=f"{chapter}-{size['width']}")
        for chapter in CONTROLS
        for size in SCREENS
        if SOAK or size == SCREENS[0] or chapter == "pooling"
    ],
)
def test_on_the_whole_screen_nothing_that_takes_part_is_cut_off(
    browser: Browser, address: str, chapter: str, size: dict[str, int]
) -> None:
    with opened(browser, url(address, chapter), viewport=size) as page:
        fill_screen(page, **size)
        for compared, one in measure_all(page, chapter, size):
            assert one["cell"] >= SMALLEST - 0.1, one
            assert one["right"] <= 1, one
            assert one["desk"] >= -1, one
            assert one["leave"] >= 0, f"the way out is in view: {one}"
            assert one["low"] <= 1 or may_scroll(chapter, one, size, compared), one


@pytest.mark.parametrize("chapter", [name for name in CONTROLS if name in ONE_OF_EACH])
def test_a_telephone_has_the_layout_of_the_page_on_its_whole_screen(
    browser: Browser, address: str, chapter: str
) -> None:
    with opened(browser, url(address, chapter), viewport=PHONE) as page:
        fill_screen(page, **PHONE)
        page.evaluate("() => { tests.isPhone = true; }")
        leave = explorer(page).get_by_role("button", name="Leave full screen").bounding_box()
        assert leave
        assert leave["y"] + leave["height"] <= PHONE["height"] / 5, "the way out is in view, above what is seen"
        for one in measure(page, chapter, STAGES.get(chapter, [""])[:1], compared=False):
            assert one["cell"] >= SMALLEST - 0.1, one
            assert one["right"] <= 1, one
            too_high = one["high"] > PHONE["height"] - leave["y"] - leave["height"]
            assert not too_high or may_scroll(chapter, one, PHONE, compared=False), one


LOW = [{"width": 844, "height": 390}, {"width": 1280, "height": 720}]


@pytest.mark.parametrize("size", LOW if SOAK else LOW[:1], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("chapter", ONE_OF_EACH)
def test_on_a_low_screen_the_way_out_is_in_view(
    browser: Browser, address: str, chapter: str, size: dict[str, int]
) -> None:
    with opened(browser, url(address, chapter), viewport=size) as page:
        fill_screen(page, **size)
        leave = explorer(page).get_by_role("button", name="Leave full screen").bounding_box()
        assert leave
        assert leave["y"] >= 0
        assert leave["y"] + leave["height"] <= size["height"]
        leave_screen(page)


@pytest.mark.parametrize(("size", "least"), [(SCREENS[0], 64), (SCREENS[1], 100)], ids=["4:3", "16:9"])
def test_the_cells_use_the_whole_screen(browser: Browser, address: str, size: dict[str, int], least: int) -> None:
    with opened(browser, url(address, "convolution"), viewport=size) as page:
        fill_screen(page, **size)
        box = cell(page, "Z", 0).bounding_box()
        assert box
        assert box["height"] >= least
        digits = explorer(page).locator(".products td b").first
        share = float(digits.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")) / box["height"]
        assert share >= (0.25 if size == SCREENS[1] else 0.18), "products grow with the cells"
        assert explorer(page).locator(".explorer-table").evaluate("(one) => one.clientHeight >= one.scrollHeight")


# Left, right, top and bottom of the cells that something lies on, and of the one that is added up.
LIT = "() => tests.boxes('.explorer:first-of-type td:is(.under, .picked)')"


def test_on_a_telephone_what_is_lit_is_scrolled_into_view(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution", "#explorer-1?padding=2"), viewport=PHONE) as page:
        step = explorer(page).get_by_role("button", name="Step", exact=True)
        for _ in range(12):  # from the first row of Z to the second
            step.click()
            page.evaluate("() => new Promise(requestAnimationFrame)")
            lit = page.evaluate(LIT)
            assert len(lit) == 5
            assert lit[-1][2] > max(bottom for *_, bottom in lit[:-1]), "Z stands below X"
            for _, right, top, bottom in lit[:-1]:
                assert top >= HEADER
                assert bottom <= PHONE["height"]
                assert right <= PHONE["width"]


# Half-way of a glide: what stands in the corners of the covered cells, and in the cells, is right all the way.
GLIDE = (
    """() => [...tests.root().querySelectorAll(".lens i[data-by]:not([data-by=''])")].map((box) => box.dataset.by)"""
)


def test_a_glide_never_shows_a_wrong_number(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution")) as page:
        for at in (0, 1, 6, 19, 3):
            cell(page, "Z", at).hover()
            for _ in range(4):
                assert page.evaluate(GLIDE) == ["1", "\N{MINUS SIGN}1", "1", "\N{MINUS SIGN}1"]
                page.wait_for_timeout(60)
        (first,) = [explorer(page).locator(".lens i[data-by]:not([data-by=''])").first]
        assert "transform" in first.evaluate("(box) => getComputedStyle(box).transitionProperty")
    with opened(browser, url(address, "convolution"), reduced_motion="reduce") as page:
        first = explorer(page).locator(".lens i[data-by]:not([data-by=''])").first
        assert first.evaluate("(box) => getComputedStyle(box).transitionDuration") == "0s"


# Where a box lies on its table: the cell that its middle is on.
COVERED = """() => {
    const found = [];
    for (const box of tests.all(".lens i[data-by]:not([data-by=''])")) {
        const { left, right, top, bottom } = box.getBoundingClientRect();
        const under = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2)
            .find((one) => one.matches("td[data-at]"));
        found.push([under.dataset.array, Number(under.dataset.at), box.dataset.by]);
    }
    return found.sort(([, one], [, other]) => one - other);
}"""


def test_the_kernel_lies_where_the_trace_says(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution"), reduced_motion="reduce") as page:
        for state in ({"stride": 2}, {"padding": 1, "dilation": 1}, {"kernel_rows": 3, "operation": 1}):
            explorer(page).get_by_role("button", name="Reset", exact=True).click()
            page.evaluate("(to) => { for (const name in to) tests.put(tests.control(name), to[name]); }", state)
            shown = arrays(page.evaluate("() => tests.shown()")["grids"])
            X, W = shown["X"].numbers, shown["W"].array()
            s, p, d = state.get("stride", 0) + 1, state.get("padding", 0), state.get("dilation", 0) + 1
            laid = W[::-1, ::-1] if "operation" in state else W
            columns = 5 + 2 * p
            for i, j in ((0, 0), (0, 1)):
                cell(page, "Z", j).hover()
                covered = page.evaluate(COVERED)
                assert len(covered) == W.size
                expected = [
                    ["X", (i * s + a * d) * columns + j * s + b * d, f"{laid[a, b]:g}".replace("-", "\N{MINUS SIGN}")]
                    for a, b in np.ndindex(W.shape)
                ]
                assert covered == sorted(expected, key=lambda one: one[1])
                assert len(X) == (6 + 2 * p) * columns


SINE = ".explorer-wide svg"


def test_the_sine_of_chapter_5_grows_with_the_screen_in_sight_of_its_slider(browser: Browser, address: str) -> None:
    widths = []
    for size in (PHONE, PAGE, SCREENS[1]):
        with opened(browser, url(address, "pooling"), viewport=size) as page:
            if size == SCREENS[1]:
                fill_screen(page, **size)
                for part in (SINE, "#explorer-1-period"):
                    box = page.locator(part).bounding_box()
                    assert box
                    assert box["y"] >= 0
                    assert box["y"] + box["height"] <= size["height"], part
                stage, sine = (page.locator(part).bounding_box() for part in (".linked-room", SINE))
                assert stage
                assert sine
                assert stage["y"] + stage["height"] <= sine["y"]
            room = explorer(page).bounding_box()
            sine = page.locator(SINE).bounding_box()
            assert room
            assert sine
            assert sine["width"] <= room["width"]
            widths.append(sine["width"])
    assert widths[0] > 300
    assert widths[1] > 1.5 * widths[0]
    assert widths[2] > 2.5 * widths[0]
