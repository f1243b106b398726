"""A page at a projector: the switch, and links that leave controls out."""

import pytest
from playwright.sync_api import Browser, expect

from kit.pages import opened

pytestmark = pytest.mark.browser

PAGE = "chapters/2-convolution.html"


def test_the_switch_makes_type_large_takes_contents_away_and_is_remembered(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", viewport={"width": 1280, "height": 720}) as page:
        switch = page.locator(".projector-switch")
        size = "() => Number.parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
        before, wide = page.evaluate(size), page.locator(".explorer").first.bounding_box()
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
        page.reload()
        page.keyboard.press("Shift")
        expect(switch).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(size) == pytest.approx(1.5 * before)
        expect(page.locator(".bd-sidebar-primary")).to_be_hidden()
        now = page.locator(".explorer").first.bounding_box()
        assert wide
        assert now
        assert now["width"] > 1.2 * wide["width"]
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        switch.press("Enter")
        page.reload()
        assert page.evaluate(size) == before
        expect(page.locator(".bd-sidebar-primary")).to_be_visible()


# Where the headings and the explorers of a page begin in the window.
PLACES = (
    "() => [...document.querySelectorAll('article :is(h2, .explorer)')].map((one) => one.getBoundingClientRect().top)"
)
SCROLL = "(by) => scrollBy({ top: by, behavior: 'instant' })"
SWITCH = "() => document.querySelector('.projector-switch').click()"


def test_the_switch_keeps_the_readers_place(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", viewport={"width": 1280, "height": 720}) as page:
        count = len(page.evaluate(PLACES))
        assert count > 5
        for k in range(count - 1):  # below the last there may be too little to scroll
            page.evaluate(SCROLL, page.evaluate(PLACES)[k] - 60)  # the first in the window, below the header
            for _ in ("on", "off"):
                page.evaluate(SWITCH)
                page.evaluate("() => new Promise(requestAnimationFrame)")
                assert page.evaluate(PLACES)[k] == pytest.approx(60, abs=1)


def test_a_link_leaves_controls_out_and_opens_at_a_term(browser: Browser, address: str) -> None:
    state = "image=a+small+picture&show=fills&pin=Z,1,1&terms=2"
    with opened(browser, f"{address}/{PAGE}?hide=stride,padding#explorer-1?{state}") as page:
        shown = page.locator(".explorer-controls > :visible :is(label, legend)").all_inner_texts()
        assert shown == ["image", "kernel rows", "kernel columns", "dilation", "operation"]
        assert "2 of 4" in page.locator(".explorer-live").inner_text()
        assert page.locator(".explorer td[data-array=Z]", has_text="?").count() > 5
