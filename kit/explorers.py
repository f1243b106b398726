"""How the tests reach the explorer of a page in a browser: open it, and read what it shows as numbers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from kit import failures
from kit.book import chapters, explorers, pages
from kit.pages import clear_storage, resize
from kit.profile import SOAK

HELPERS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
CHAPTERS = {word: Path(page).name for word, page in chapters().items() if explorers(page)}
# What all explorers have alike is looked at every day in one of tables, and in one of cells that has stages.
ONE_OF_EACH = list(CHAPTERS) if SOAK else ["cost", "backprop"]
# Pages with several explorers, by the first word of their names.
SEVERAL = {Path(page).name.partition("-")[0]: Path(page).name for page in pages() if explorers(page) > 1}
# Who asked for everything sees what a chapter asks; tests/browser/test_answers.py tests who did not.
SHOW = """try { localStorage.setItem("answers", '{"parts": [], "everything": true}'); } catch {}"""
MINUS = "\N{MINUS SIGN}"

SHOWN = "() => tests.shown()"
WINDOW: ViewportSize = {"width": 1200, "height": 900}
# For tests that go through many states and do not ask where anything is: a page that is drawn takes longer to draw
# than to change.
LOW: dict[str, Any] = {"viewport": {"width": 1200, "height": 100}}

Place = tuple[int, ...]


def url(address: str, chapter: str, state: str = "") -> str:
    """The address of a chapter's page, with the state of its explorer."""
    return f"{address}/chapters/{(CHAPTERS | SEVERAL)[chapter]}.html{state}"


def explorer(page: Page) -> Locator:
    """The explorer that a chapter's tests are about: the first one of its page, beside which others may stand."""
    return page.locator(".explorer").first


def cell(page: Page, name: str, at: int) -> Locator:
    """One cell of an array, by its flat index."""
    return explorer(page).locator(f'td[data-array="{name}"][data-at="{at}"]')


@dataclass
class Tab:
    """A page that tests use one after the other, with what it complained of: a new one takes as long as to load it."""

    page: Page
    errors: list[str]
    settings: dict[str, Any]  # of its context, but the size of its window

    @classmethod
    def new(cls, browser: Browser, settings: dict[str, Any], size: ViewportSize) -> "Tab":
        """A page in a context of its own."""
        context = browser.new_context(**settings, viewport=size)
        context.add_init_script(HELPERS)
        context.add_init_script(SHOW)
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if told.type in ("error", "warning") else None)
        page.clock.install()  # goes on as ever, and can be put forward
        return cls(page, errors, settings)

    def clear(self, address: str) -> None:
        """Let the next test meet it as a new one: nothing is kept, pointed at or emulated."""
        page, asked = self.page, self.settings
        clear_storage(page, address)
        page.mouse.move(0, 0)
        page.goto("about:blank")  # beyond which no page of the site can go back
        page.emulate_media(
            media="null",
            color_scheme=asked.get("color_scheme", "light"),
            reduced_motion=asked.get("reduced_motion", "no-preference"),
            forced_colors=asked.get("forced_colors", "none"),
        )
        failures.start_anew(page.context)


IDLE: list[Tab] = []  # the last few that tests have left
MOST_IDLE = 2


def take_tab(browser: Browser, settings: dict[str, Any], size: ViewportSize) -> Tab:
    """A tab with these settings that no test uses, or a new one."""
    for tab in IDLE:
        if tab.settings == settings and tab.page.context.browser == browser:
            IDLE.remove(tab)
            failures.UNUSED.discard(tab.page.context)
            resize(tab.page, size)
            return tab
    return Tab.new(browser, settings, size)


def keep_tab(tab: Tab, address: str) -> None:
    """Keep a tab for the next test; the one that was left first is closed."""
    tab.clear(address)
    IDLE.append(tab)
    failures.UNUSED.add(tab.page.context)
    while len(IDLE) > MOST_IDLE:
        context = IDLE.pop(0).page.context
        failures.UNUSED.discard(context)
        context.close()


@contextmanager
def opened(browser: Browser, url: str, viewport: ViewportSize = WINDOW, **settings: Any) -> Iterator[Page]:
    """A page that knows nothing of another test's; leaving it complains about any error that the page met."""
    tab = take_tab(browser, settings, viewport)
    tab.errors.clear()
    try:
        tab.page.goto(url)
        await_explorers(tab.page)
        yield tab.page
    except BaseException:
        failures.save(browser)
        tab.page.context.close()
        raise
    errors = [*tab.errors]
    if url.startswith("http"):
        keep_tab(tab, "/".join(url.split("/")[:3]))
    else:
        tab.page.context.close()
    assert not errors, f"the page met {errors}"


def fill_screen(page: Page, width: int, height: int) -> None:
    """Show the explorer on the whole of a screen of this size; a browser resizes no window that fills its screen."""
    if page.evaluate("() => Boolean(document.fullscreenElement)"):
        leave_screen(page)
    resize(page, {"width": width, "height": height})
    explorer(page).get_by_role("button", name="Full screen", exact=True).click()
    page.wait_for_function("() => document.fullscreenElement?.matches('.explorer')")
    page.wait_for_function("(width) => innerWidth === width", arg=width)


def leave_screen(page: Page) -> None:
    """Go back from the whole screen to the page."""
    explorer(page).get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")


def await_explorers(page: Page) -> None:
    """Wait until the explorers of a page that was opened or loaded again are ready for use."""
    page.keyboard.press("Shift")  # a reader's first key: explorers begin then, however far down the page they are
    # The page would glide to what has the focus.
    page.evaluate("document.documentElement.style.setProperty('scroll-behavior', 'auto', 'important')")
    page.wait_for_function("document.querySelector('.explorer').explorer?.explorer")


def number(text: str) -> float:
    """Read a number as the explorer writes it; anything else is an error."""
    found = re.fullmatch(rf"{MINUS}?\d+(\.\d{{1,4}})?", text)
    assert found, f"{text!r} is no number as the explorer writes them"
    return float(text.replace(MINUS, "-"))


@dataclass
class Shown:
    """One array as it is on the page: each number with its signs and classes, by its place as a reader counts it."""

    title: str
    shape: Place
    numbers: dict[Place, float] = field(default_factory=dict)
    signs: dict[Place, str] = field(default_factory=dict)
    classes: dict[Place, str] = field(default_factory=dict)

    def array(self) -> Any:
        """The numbers without the padding; every place of the shape must be there."""
        inside = [place for place in self.numbers if "p" not in self.classes[place]]
        assert sorted(inside) == list(np.ndindex(self.shape)), f"{self.title} does not have the shape {self.shape}"
        return np.array([self.numbers[place] for place in np.ndindex(self.shape)]).reshape(self.shape)

    def having(self, kind: str) -> set[Place]:
        """The places that have a class, by its letter in explorers.js."""
        return {place for place, classes in self.classes.items() if kind in classes}


def arrays(grids: list[dict[str, Any]], *, time_across: bool = False) -> dict[str, Shown]:
    """What the grids show: captions and the numbers at their edges say which cell is which element.

    With `time_across` a caption's first colon runs across and its second down.
    """
    found: dict[str, Shown] = {}
    for grid in grids:
        title, _, index = grid["caption"].partition(": [")
        name, shape = re.fullmatch(r"(.*?)(?: (\([\d, ]*\)))?", title).groups()
        one = found.setdefault(name, Shown(name, tuple(map(int, re.findall(r"\d+", shape or "")))))
        index = index.rstrip("]").split(", ") if index else [":"] * len(one.shape)
        runs = [axis for axis, at in enumerate(index) if at == ":"]
        rows = [int(number(text)) for text in grid["rows"]] or [None]
        columns = [int(number(text)) if text else None for text in grid["columns"]]
        assert [len(texts) for texts in grid["texts"]] == [len(columns)] * len(rows)
        for row, texts, classes in zip(rows, grid["texts"], grid["classes"], strict=True):
            for column, text, these in zip(columns, texts, classes, strict=True):
                along = [at for at in ((column, row) if time_across else (row, column)) if at is not None]
                places = dict(zip(runs, along, strict=True))
                place = tuple(places[axis] if axis in places else int(at) for axis, at in enumerate(index))
                digits, sign = re.fullmatch(r"(.*?)([^\d.]*)", text).groups()
                assert place not in one.numbers, f"{grid['caption']} has {place} twice"
                one.numbers[place], one.signs[place], one.classes[place] = number(digits), sign, these
    return found


def close(got: Any, expected: Any, what: object) -> None:
    """The numbers shown are these, rounded to four decimals."""
    expected = np.asarray(expected, float)
    assert got.shape == expected.shape, what
    assert np.all(np.abs(got - expected) <= 0.5e-4 + 1e-9 * (1 + np.abs(expected))), (
        f"{what}: shown {got.tolist()}, expected {expected.tolist()}"
    )


def plain(text: str) -> str:
    """The text with hyphens for minus signs, as Python reads it."""
    return text.replace(MINUS, "-")


def sum_of(sentence: str) -> tuple[str, float, str, float]:
    """Of `Z[1, 3] = 1*3 + (−1)*0 = 3` the element, the value of the sum as written, the sign and the result."""
    element, rest = sentence.split(" = ", 1)
    written, sign, result = re.fullmatch(r"(.*) ([=\u2248]) (\S+)", rest).groups()
    formula = plain(written).replace("0 (no term)", "0")
    assert re.fullmatch(r"[-+*(). \d]*|max\([-\d., ]*\)", formula), f"not a sum: {written}"
    return element, float(eval(formula.replace("max(", "max(float('-inf'), "))), sign, number(result)
