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
    if not (SLIDES / "sheet-key.html").is_file():
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


def walk(page: Page) -> Iterator[str]:
    """Go through a deck by the clicker; each state is given by its slide and how many of its steps are shown."""
    while True:
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        steps = page.evaluate("() => Reveal.getCurrentSlide().querySelectorAll('.fragment.visible').length")
        yield f"{here(page)}+{steps}"
        if page.evaluate("() => Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            return
        page.keyboard.press("PageDown")


def last_states(page: Page) -> Iterator[str]:
    """Go through the slides of a deck, each with all its steps."""
    for k in range(page.evaluate("() => Reveal.getTotalSlides()")):
        page.evaluate("(k) => { Reveal.slide(k, 0, 9); }", k)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        yield here(page)
