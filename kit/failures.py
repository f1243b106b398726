"""What a failing browser test leaves in `_build/failures`: a picture of each open page, and a trace of what was done.

`playwright show-trace FILE` opens a trace. It has what was done, and with FULL_TRACE=1, which takes several times as
long, the page after each step.
"""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error

from kit.book import ROOT

FOLDER = ROOT / "_build" / "failures"
FULL = bool(os.environ.get("FULL_TRACE"))
UNUSED: set[BrowserContext] = set()  # of pages that a test has left, and the next one may take


def start_trace(context: BrowserContext) -> None:
    """Let a context record what happens in it."""
    context.tracing.start(screenshots=FULL, snapshots=FULL)


def start_anew(context: BrowserContext) -> None:
    """Forget what happened in a context so far, if it is recorded."""
    with suppress(Error):  # a tool's context records nothing
        context.tracing.stop()
        start_trace(context)


def record(browser: Browser) -> None:
    """Let each context that this browser makes from now on record a trace."""
    make = browser.new_context

    def new_context(**settings: Any) -> BrowserContext:
        context = make(**settings)
        start_trace(context)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]


def folder() -> Path:
    """The folder of the test that runs now."""
    test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" (")[0].rpartition("@")
    name = (test[0] or test[2]).removeprefix("tests/")
    return FOLDER / re.sub(r"[^\w.-]+", "-", name).strip("-")


def save(browser: Browser) -> Path | None:
    """Save what open pages show and have done, once for each test, and return where; None without a test or a page."""
    if "PYTEST_CURRENT_TEST" not in os.environ:
        return None  # a tool or a benchmark, whose own error says what is wrong
    place = folder()
    if not place.exists():
        used = [context for context in browser.contexts if context not in UNUSED]
        for number, context in enumerate(used, 1):
            place.mkdir(parents=True, exist_ok=True)
            # A page that hangs cannot be drawn. The test's own error matters more.
            with suppress(Error):
                for which, page in enumerate(context.pages, 1):
                    page.screenshot(path=place / f"{number}-{which}.png", timeout=5000)
            with suppress(Error):
                context.tracing.stop(path=place / f"{number}.trace.zip")
                start_trace(context)
    return place if place.exists() else None
