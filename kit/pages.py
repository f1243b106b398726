"""Pages of the built site in a browser: one visit that serves all tests that look at a page, and pages of one's own."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from kit import failures
from kit.book import EVERY, pages, source
from kit.profile import SOAK

DESK: ViewportSize = {"width": 1280, "height": 900}
# How a page is opened that a test adds styles or axe-core to, which its policy would refuse.
ADAPTABLE: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce"}
HELPERS = Path(__file__).with_name("access.js").read_text(encoding="utf-8")


def one_of_each_kind(names: Iterable[str]) -> list[str]:
    """The pages to look at every day: of those made alike, such as practice-1 to practice-5, the longest."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(name if SOAK else re.sub(r"(?<=/)([a-z]+)-(\d|key)$", r"\1", name), []).append(name)
    return [max(alike, key=lambda name: len(source(name))) if len(alike) > 1 else alike[0] for alike in kinds.values()]


# Each in session scope, so that pytest puts the tests of one page next to each other, from whichever files they are.
every_page = pytest.mark.parametrize("name", one_of_each_kind(EVERY), scope="session")
# They have between them all that a page can have, but pictures: what all pages have from one style sheet and one script
# is looked at on these every day.
NAMES_OF_VARIED = ["index", "4-backpropagation", "practice-4", "teach-2", "answer-key", "classroom", "api", "search"]
VARIED = [name for name in one_of_each_kind(EVERY) if SOAK or name.rpartition("/")[2] in NAMES_OF_VARIED]
assert len(VARIED) >= len(NAMES_OF_VARIED), "one of them has another name now"
every_varied_page = pytest.mark.parametrize("name", VARIED, scope="session")
every_page_of_the_book = pytest.mark.parametrize("name", one_of_each_kind(pages()), scope="session")


@contextmanager
def opened(browser: Browser, url: str, **settings: Any) -> Iterator[Page]:
    """A page in a context of its own, loaded with its fonts; what a failing test leaves of it is saved."""
    context = browser.new_context(**{"viewport": DESK} | settings)
    try:
        page = context.new_page()
        page.goto(url)
        if settings.get("java_script_enabled", True):
            settle(page)
        yield page
    except BaseException:
        failures.save(browser)
        raise
    finally:
        context.close()


# A window that is narrower than Chromium lets one be is wide for a moment before it has its size.
STEADY = """({ width, height }) => {
    const { clientWidth } = document.documentElement;
    const isThere = innerWidth === width && innerHeight === height && clientWidth <= width;
    window.framesOfSize = isThere ? (window.framesOfSize ?? 0) + 1 : 0;
    return window.framesOfSize > 3;
}"""


def resize(page: Page, size: ViewportSize) -> None:
    """Change the size of a page's window, unless it has it, and wait until the page has kept it for some frames."""
    if page.viewport_size == size:
        return
    page.evaluate("() => { window.framesOfSize = 0; }")
    page.set_viewport_size(size)
    page.wait_for_function(STEADY, arg=size)


def settle(page: Page) -> None:
    """Wait until a page has run its scripts, at a reader's first key those of explorers, and loaded its font."""
    page.wait_for_load_state("load")
    page.keyboard.press("Shift")
    page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def clear_storage(page: Page, address: str) -> None:
    """Let a page go to a small file of the site, and keep nothing there of what the site has kept."""
    page.goto(f"{address}/_static/formulas-OFL.txt")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")


@dataclass
class Record:
    """What a page made the browser fetch and complain of; it goes on while the page is open."""

    status: int = 0
    bytes: int = 0  # as they travel: what the browser has kept does not
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Keep what a page that is about to be opened does."""

        def fail(request: Request) -> None:
            self.errors.append(f"{request.url}: {request.failure}")

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.errors.append(message.text)

        def count(event: dict[str, Any]) -> None:
            self.bytes += event["encodedDataLength"]

        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", fail)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", hear)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", count)


IS_LIGHT = "() => matchMedia('(prefers-color-scheme: light)').matches"


@dataclass
class Visit:
    """An open page, what it did, and what tests have found out of it that others ask for too."""

    page: Page
    record: Record
    known: dict[str, Any] = field(default_factory=dict)


class Visits:
    """The page that is visited now, as a first one and as a further one; asking for another page closes both.

    A first visit is a new reader's. A further one is that of a reader who has been on a page with an explorer and
    asks for less motion; all that is folded is open, and axe-core is let in. Tests look at both, and may change the
    size of the window, the colour scheme and what has the focus. A test that changes more opens a page of its own.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.open: dict[str, tuple[str, Visit]] = {}  # by kind: which page it is
        self.returning: BrowserContext | None = None

    def first(self, name: str) -> Visit:
        """The page as a new reader meets it."""
        return self.visit("first", name)

    def further(self, name: str) -> Visit:
        """The page as a returning reader meets it, unfolded."""
        return self.visit("further", name)

    def visit(self, kind: str, name: str) -> Visit:
        if self.open.get(kind, ("", None))[0] != name:
            self.leave(kind)
            self.open[kind] = name, self.enter(kind, name)
        visit = self.open[kind][1]
        # Most tests leave both as they are; to set them again would take longer than many tests.
        resize(visit.page, DESK)
        if not visit.page.evaluate(IS_LIGHT):
            visit.page.emulate_media(color_scheme="light")
        return visit

    def enter(self, kind: str, name: str) -> Visit:
        context = self.browser.new_context(viewport=DESK) if kind == "first" else self.context_of_returning()
        page = context.new_page()
        record = Record()
        record.listen(page)
        response = page.goto(f"{self.address}/{name}.html")
        assert response
        record.status = response.status
        settle(page)
        page.wait_for_load_state("networkidle")  # that it asks for nothing more takes a while to see
        if kind == "further":
            page.evaluate("() => access.unfold()")
        return Visit(page, record)

    def context_of_returning(self) -> BrowserContext:
        if not self.returning:
            self.returning = self.browser.new_context(viewport=DESK, **ADAPTABLE)
            self.returning.add_init_script(HELPERS)
            page = self.returning.new_page()
            page.goto(f"{self.address}/chapters/2-convolution.html?")  # whose own file is not kept under its address
            page.wait_for_load_state("networkidle")
            page.close()
        return self.returning

    def leave(self, kind: str) -> None:
        if kind in self.open:
            page = self.open.pop(kind)[1].page
            page.close()
            if kind == "first":
                page.context.close()
