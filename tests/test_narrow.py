"""Every page made large or narrow: at 200 % zoom, 320 pixels wide, and with a reader's own spacing of text."""

import pytest
from playwright.sync_api import Browser, Page

from book import pages
from test_access import opened, url

pytestmark = [pytest.mark.browser, pytest.mark.slow]

every_page = pytest.mark.parametrize("name", [*pages(), "genindex", "search"])
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


def sideways(page: Page) -> int:
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


@every_page
def test_nothing_is_lost(browser: Browser, site, name: str) -> None:
    with opened(browser, url(site, name), device_scale_factor=2) as page:
        page.evaluate("() => access.unfold()")
        for size in (ZOOMED, NARROWEST):
            page.set_viewport_size(size)
            assert sideways(page) == 0, size
            assert page.evaluate(CUT_OFF) == [], size
        page.add_style_tag(content=SPACING)
        for size in (NARROWEST, {"width": 1280, "height": 720}):
            page.set_viewport_size(size)
            assert sideways(page) == 0, size
            assert page.evaluate(CUT_OFF) == [], size
