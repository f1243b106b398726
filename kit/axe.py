"""axe-core, which looks for what shuts out readers with a disability."""

from importlib import resources
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
JUDGE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What follows from colours, and what from the size of the window as well.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_SIZES = ["target-size", "scrollable-region-focusable"]
# All but the colours is the same in both.
SCHEMES: dict[Literal["light", "dark"], list[str] | None] = {"light": None, "dark": OF_COLOURS}

FIND = "([within, rules, how]) => judge[how]([...document.querySelectorAll(within)], rules)"


def load(page: Page) -> None:
    """Let axe-core in, unless it is there."""
    if not page.evaluate("() => 'judge' in window"):
        page.evaluate(SCRIPT)
        page.evaluate(JUDGE)


def rules_but_colours(page: Page) -> list[str]:
    """The names of the rules in TAGS but those that are experimental and those that follow from colours."""
    load(page)
    rules = page.evaluate("(tags) => axe.getRules(tags).map(({ ruleId, tags }) => [ruleId, tags])", TAGS)
    return [name for name, tags in rules if "experimental" not in tags and name not in OF_COLOURS]


def measure_contrasts(page: Page, within: str) -> dict[str, float]:
    """The contrast of each look of letters in a box with shades, by what the letters are and their colours."""
    load(page)
    found = page.evaluate("(within) => judge.contrastsOnShades([...document.querySelectorAll(within)])", within)
    return dict(found)


def find(page: Page, within: str, rules: list[str] | None, alone: bool = False) -> list[tuple[str, str]]:
    """The rule and the place of each violation; with `alone`, while the rest of the page is away, which is faster."""
    load(page)
    how = "violationsAlone" if alone else "violations"
    return [(rule, place) for rule, place in page.evaluate(FIND, [within, rules, how])]


def look(page: Page, within: str = "html", rules: list[str] | None = None) -> list[str]:
    """What axe-core finds now in the parts of a page that a selector names.

    `rules` are names of rules or tags of them; without, it is asked about all rules that are not experimental.
    """
    return [f"{rule}: {place}" for rule, place in find(page, within, rules)]


def look_in_both_schemes(page: Page, within: str) -> list[str]:
    """What axe-core finds in some parts of a page of the site in light, and, as to its colours, in dark."""
    found: list[str] = []
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme)
        found += [f"{rule}: {place}" for rule, place in find(page, within, rules, alone=True)]
    return found


def violations(page: Page, within: str = "html", rules: list[str] = TAGS) -> list[str]:
    """What axe-core goes on finding in a page, or in parts of it alone.

    The theme needs a moment until what has begun to scroll is a stop for Tab.
    """
    for _ in range(10):
        found = find(page, within, rules, alone=within != "html")
        if not found:
            break
        rules = sorted({rule for rule, _ in found})  # the others have found nothing
        page.wait_for_timeout(500)
    return [f"{rule}: {place}" for rule, place in found]
