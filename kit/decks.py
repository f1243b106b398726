"""The decks, for tests: made of the built book where they are not there yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from kit import failures
from tools.slides import SLIDES, decks, main

LOOK = Path(__file__).with_name("slides.js").read_text(encoding="utf-8")
READY = "() => document.documentElement.dataset.deck === 'ready'"
NAMES = [Path(page).name for page in decks()]


def make() -> Path:
    """The folder of the decks."""
    if not (SLIDES / "sheet-5-key.html").is_file():
        main()
    return SLIDES


@contextmanager
def shown(browser: Browser, name: str, place: str = "", **settings: Any) -> Iterator[Page]:
    """A deck, opened from its file; a page error, or a request for anything but its own files, is a failure."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}} | settings)
    wrong: list[str] = []
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda one: None if one.url.startswith(SLIDES.as_uri()) else wrong.append(one.url))
        page.goto(f"{(SLIDES / name).as_uri()}.html{place}")
        page.wait_for_function(READY)
        page.evaluate(LOOK)
        yield page
    except BaseException:
        failures.save(browser)
        raise
    finally:
        context.close()
    assert wrong == [], wrong


def here(page: Page) -> str:
    """The id of the slide that is shown."""
    return str(page.evaluate("() => Reveal.getCurrentSlide().id"))


def go(page: Page, slide: str) -> None:
    """Go to a slide, before its first step; nothing has the focus there."""
    page.evaluate("() => document.activeElement.blur()")
    page.evaluate("(id) => Reveal.slide(Reveal.getIndices(document.getElementById(id)).h, 0, -1)", slide)
    assert here(page) == slide


def walk(page: Page, key: str, least: float) -> list[dict[str, Any]]:
    """Go through a deck as a clicker does, from the slide that is shown, and return what each click shows.

    `least` is that of type, in pixels of the screen.
    """
    states: list[dict[str, Any]] = page.evaluate("([key, least]) => slides.walk(key, least)", [key, least])
    return states


def look_at_last(page: Page, least: float) -> dict[str, list[str]]:
    """What is wrong with each slide of a deck when all of it is shown."""
    found: dict[str, list[str]] = page.evaluate("(least) => slides.lookAtLast(least)", least)
    return found
