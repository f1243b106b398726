"""What pages that are opened from a disk remember is there on the next page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cnnlib.classroom.deal import deal
from cnnlib.classroom.roster import Student
from cnnlib.classroom.sheets import write_page
from kit.book import SITE
from kit.pages import opened

pytestmark = pytest.mark.browser

PAGES = ["chapters/index", "chapters/2-convolution", "slides/2-convolution", "slides/sheet", "dealt"]
WATCH = """(() => {
    window.order = [];
    for (const [owner, name] of [[Document.prototype, "cookie"], [window, "localStorage"]]) {
        const { get } = Object.getOwnPropertyDescriptor(owner, name);
        Object.defineProperty(owner, name, {
            get() { window.order.push(name); return get.call(this); },
            configurable: true,
        });
    }
})()"""


@pytest.fixture(scope="module")
def dealt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's sheet on this disk."""
    path = tmp_path_factory.mktemp("dealt") / "sheet.html"
    path.write_text(write_page(deal(2026, Student("s-017", "Student 17"))), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", PAGES)
def test_cookies_are_read_before_the_memory(browser: Browser, dealt: Path, name: str) -> None:
    # In a process that has just begun, Chromium (156) may refuse a page from a disk its share of the memory if that is
    # the first thing it asks for, one time in twenty: what the page keeps is then lost. Asking for cookies first waits
    # until Chromium knows the page.
    with opened(browser, "about:blank") as page:
        page.add_init_script(WATCH)
        page.goto((dealt if name == "dealt" else SITE / f"{name}.html").as_uri())
        order = page.evaluate("() => window.order")
    assert order[0] == "cookie"
    assert "localStorage" in order
