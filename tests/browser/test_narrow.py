"""Every page made large or narrow: at 200 % zoom, on a telephone, and with a reader's own spacing of text."""

import pytest
from playwright.sync_api import Browser, Page

from cnnlib.palette import CELL_INCHES
from kit.pages import ADAPTABLE, HELPERS, every_page, opened, resize
from kit.profile import SOAK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TELEPHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 640, "height": 360}  # a window of 1280 by 720 at 200 %
NARROWEST = {"width": 320, "height": 640}
# What a reader may set, WCAG 2.2, 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""

# Text that lies outside the window, or in a box that cuts it off: what scrolls in a box of its own can be reached.
CUT_OFF = """() => {
    const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
    const cut = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const holder = node.parentElement;
        if (!node.data.trim() || !holder.checkVisibility()) continue;
        if (holder.closest("script, .explorer-status, mjx-assistive-mml")) continue;
        const range = new Range();
        range.selectNodeContents(node);
        const { left, right } = range.getBoundingClientRect();
        if (left < -1 || right > innerWidth + 1) if (!scrolls(holder)) cut.push(node.data.trim());
        const { overflowX, overflowY } = getComputedStyle(holder);
        if (overflowX === "hidden" && holder.scrollWidth > holder.clientWidth + 1) cut.push(node.data.trim());
        if (overflowY === "hidden" && holder.scrollHeight > holder.clientHeight + 1) cut.push(node.data.trim());
    }
    return cut;
}"""


# Code that is in sight and wider than its box; what is folded may be.
CODE_CUT_OFF = """() => [...document.querySelectorAll("main pre")]
    .filter((one) => one.checkVisibility() && !one.closest(".explorer, .above-input"))
    .filter((one) => one.scrollWidth > one.clientWidth)
    .map((one) => one.textContent)"""
# What scrolls sideways and does not show it, or that the keyboard cannot scroll.
UNMARKED = """() => [...document.querySelectorAll("main *")]
    .filter((one) => one.checkVisibility() && !one.closest(".explorer") && one.scrollWidth > one.clientWidth + 1)
    .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX))
    .filter((one) => {
        const { backgroundImage, backgroundAttachment } = getComputedStyle(one);
        const shades = backgroundImage.split("-gradient").length - 1;
        return shades !== 4 || !backgroundAttachment.includes("local, scroll") || one.tabIndex < 0;
    })
    .map((one) => one.outerHTML.slice(0, 200))"""
# The sizes of all cells of the pictures' grids, and which part of them is out of sight.
GRIDS = """() => {
    const cells = [...document.querySelectorAll(".pictures path[style*='stroke: #111111']")];
    const boxes = cells.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
    return {
        sizes: [...new Set(boxes.map((box) => `${box.width.toFixed(1)} x ${box.height.toFixed(1)}`))],
        lost: boxes.filter((box) => box.left < 0 || box.right > innerWidth).length,
    };
}"""


# A text of a picture or a chart that a line of it runs through.
STRUCK = """() => [...document.querySelectorAll("main svg.picture")].flatMap((picture) => {
    const texts = [...picture.querySelectorAll("text")].map((one) => [one, one.getBoundingClientRect()]);
    const lines = [...picture.querySelectorAll("path, polyline")].filter((one) => {
        const { fill, stroke } = getComputedStyle(one);
        return fill === "none" && stroke !== "none" && one.checkVisibility();
    });
    return lines.flatMap((line) => {
        const [length, place] = [line.getTotalLength(), line.getScreenCTM()];
        const at = (share) => line.getPointAtLength(length * share).matrixTransform(place);
        const points = Array.from({ length: 200 }, (_, i) => at(i / 199));
        const within = ({ left, right, top, bottom }, { x, y }) =>
            x > left + 2 && x < right - 2 && y > top + 3 && y < bottom - 3;
        return texts.filter(([, box]) => points.some((point) => within(box, point))).map(([text]) => text.textContent);
    });
})"""


def sideways(page: Page) -> int:
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


@every_page
def test_nothing_is_lost(browser: Browser, address: str, name: str) -> None:
    with opened(browser, f"{address}/{name}.html", device_scale_factor=2, **ADAPTABLE) as page:
        page.evaluate(HELPERS)
        page.evaluate("() => access.unfold()")
        if name != "chapters/api":  # a docstring is indented by the page
            assert page.evaluate(CODE_CUT_OFF) == []
        assert page.evaluate(STRUCK) == []
        sizes = page.evaluate(GRIDS)["sizes"]
        resize(page, TELEPHONE)
        # The theme needs a moment until what scrolls is a stop for Tab.
        page.wait_for_function(f"() => ({UNMARKED})().length === 0", polling=100)
        grids = page.evaluate(GRIDS)
        assert grids["lost"] == 0
        # One size on all pages, and on a telephone no smaller than on a desk.
        assert grids["sizes"] == sizes
        assert set(sizes) <= {f"{96 * CELL_INCHES:.1f} x {96 * CELL_INCHES:.1f}"}
        # Every day the narrowest with a reader's own spacing, below, where there is more to place.
        for size in (ZOOMED, NARROWEST) if SOAK else (ZOOMED,):
            resize(page, size)
            assert sideways(page) == 0, size
            assert page.evaluate(CUT_OFF) == [], size
        page.add_style_tag(content=SPACING)
        for size in (NARROWEST, {"width": 1280, "height": 720}):
            resize(page, size)
            assert sideways(page) == 0, size
            assert page.evaluate(CUT_OFF) == [], size
