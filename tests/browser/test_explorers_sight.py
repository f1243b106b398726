"""One act of reading on one screen: in every state what takes part and the sum are in view together, at four sizes.

On a page the controls, the arrays that take part, the products and what is said of them fit between the header and the
lower edge. On a telephone the controls stand below. On the whole screen nothing of it is cut off by its room.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kit.explorers import explorer, opened, url
from kit.pages import resize

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
MEASURE = """([names, stages, compared]) => {
    const root = tests.root();
    const one = (selector) => root.querySelector(selector);
    const measure = () => {
        const parts = tests.all(".matrix, .products").filter(tests.visible).map((part) => part.getBoundingClientRect());
        const room = one(".linked-room");
        if (!parts.length) return null;
        const box = room.getBoundingClientRect();
        const desk = one(".explorer-desk").getBoundingClientRect();
        const steps = one(".linked-steps").getBoundingClientRect();
        const start = one(tests.isPhone ? ".linked-block" : ".explorer-live").getBoundingClientRect();
        const cells = tests.cells().filter(tests.visible).map((cell) => cell.getBoundingClientRect());
        return {
            high: steps.bottom - start.top + desk.height,
            right: Math.max(...parts.map(({ right }) => right)) - box.right,
            low: Math.max(...parts.map(({ bottom }) => bottom)) - box.bottom,
            cell: Math.min(...cells.map(({ height }) => height)),
            desk: innerHeight - desk.bottom,
        };
    };
    const moved = names.map(tests.control);
    const sizes = moved.map(tests.count);
    const found = [];
    for (const stage of stages) {
        if (stage) tests.all(`.explorer-looking input[value='${stage}']`)[0].click();
        for (const toggle of tests.all(".explorer-toggles input").filter(tests.visible))
            if (toggle.checked !== compared) toggle.click();
        for (let k = 0; k < sizes.reduce((a, b) => a * b, 1); k++) {
            let rest = k;
            names.forEach((name, i) => {
                tests.put(tests.control(name), rest % sizes[i]);
                rest = Math.floor(rest / sizes[i]);
            });
            const state = Object.fromEntries(names.map((name) => [name, tests.label(tests.control(name))]));
            found.push({ stage, state, ...measure() });
        }
    }
    return found;
}"""


def measure(page: Page, chapter: str, compared: bool) -> list[dict[str, Any]]:
    """What each state takes; those in which no window fits show a sentence alone."""
    found = page.evaluate(MEASURE, [CONTROLS[chapter], STAGES.get(chapter, [""]), compared])
    return [one for one in found if "high" in one]


def must_scroll(chapter: str, one: dict[str, Any], size: dict[str, int], compared: bool) -> bool:
    """Name the states that are higher than their screen, each with why."""
    state = one["state"]
    if chapter == "convolution":
        # Padded, X and Z are too wide for a telephone: Z stands below X, and a kernel of 4 rows below both.
        return size == PHONE and state["kernel_rows"] == "4" and state["padding"] != "0"
    return False


@pytest.mark.parametrize("size", [PAGE, PHONE], ids=["page", "telephone"])
@pytest.mark.parametrize("chapter", ["convolution"])
def test_what_takes_part_and_its_sum_are_on_one_screen(
    browser: Browser, address: str, chapter: str, size: dict[str, int]
) -> None:
    with opened(browser, url(address, chapter), viewport=size) as page:
        page.evaluate("(isPhone) => { tests.isPhone = isPhone; }", size == PHONE)
        every = measure(page, chapter, compared=False)
        assert len(every) > 200
        for one in every:
            assert one["cell"] >= SMALLEST - 0.1, one
            assert one["right"] <= 1, f"nothing scrolls sideways: {one}"
            too_high = one["high"] > size["height"] - HEADER
            assert too_high == must_scroll(chapter, one, size, compared=False), one


@pytest.mark.parametrize("size", SCREENS, ids=["4:3", "16:9"])
@pytest.mark.parametrize("chapter", ["convolution"])
def test_on_the_whole_screen_nothing_that_takes_part_is_cut_off(
    browser: Browser, address: str, chapter: str, size: dict[str, int]
) -> None:
    with opened(browser, url(address, chapter), viewport=size) as page:
        explorer(page).get_by_role("button", name="Full screen", exact=True).click()
        page.wait_for_function("() => document.fullscreenElement?.matches('.explorer')")
        resize(page, size)
        page.wait_for_function("(width) => innerWidth === width", arg=size["width"])
        every = measure(page, chapter, compared=False)
        assert len(every) > 200
        for one in every:
            assert one["cell"] >= 40, one
            assert one["right"] <= 1, one
            assert one["low"] <= 1, one
            assert one["desk"] >= -1, one
        start = {"kernel_rows": "2", "kernel_columns": "2", "stride": "1", "padding": "0", "dilation": "1"}
        (first,) = [one for one in every if one["state"] == start]
        assert first["cell"] >= {1024: 64, 1920: 100}[size["width"]], "the cells use the screen"
