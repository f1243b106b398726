"""axe-core, which looks for what shuts out readers with a disability."""

from importlib import resources
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
JUDGE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CONTRAST = 4.5  # of letters with their ground, at least: WCAG 2.2, 1.4.3

# What follows from colours, and what from the size of the window as well.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_SIZES = ["target-size", "scrollable-region-focusable"]
# All but the colours is the same in both.
SCHEMES: dict[Literal["light", "dark"], list[str] | None] = {"light": None, "dark": OF_COLOURS}

FIND = "([within, rules, how]) => judge[how]([...document.querySelectorAll(within)], rules)"


# The contrast of letters in a box whose ground has shades at its edges, such as a block of code, a table or an answer's
# form. axe-core takes the shades for a picture, and judges no contrast there.
ON_SHADES = r"""(within) => {
    const light = (colour) => {
        const [red, green, blue] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const grounds = new Map();
    const ground = (box) => {
        if (!grounds.has(box)) {
            const { backgroundColor, backgroundImage } = getComputedStyle(box);
            const isClear = /, 0(\.\d+)?\)$/.test(backgroundColor);
            grounds.set(box, isClear ? ground(box.parentElement) : { backgroundColor, backgroundImage });
        }
        return grounds.get(box);
    };
    const found = new Map();
    for (const one of document.querySelectorAll(`:is(${within}) *`)) {
        if (![...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
        const { backgroundColor, backgroundImage } = ground(one);
        if (backgroundImage === "none" || !one.checkVisibility()) continue;
        const { color } = getComputedStyle(one);
        const [dark, bright] = [color, backgroundColor].map(light).sort((a, b) => a - b);
        found.set(`${one.localName}.${one.className}: ${color} on ${backgroundColor}`, bright / dark);
    }
    return Object.fromEntries(found);
}"""


def measure_contrasts(page: Page, within: str) -> dict[str, float]:
    """The contrast of each look of letters in a box with shades, by what the letters are and their colours."""
    contrasts: dict[str, float] = page.evaluate(ON_SHADES, within)
    return contrasts


def find(page: Page, within: str, rules: list[str] | None, alone: bool = False) -> list[tuple[str, str]]:
    """The rule and the place of each violation; with `alone`, while the rest of the page is away, which is faster."""
    if not page.evaluate("() => 'judge' in window"):
        page.evaluate(SCRIPT)
        page.evaluate(JUDGE)
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
        faint = {look: contrast for look, contrast in measure_contrasts(page, within).items() if contrast < CONTRAST}
        found += [f"contrast {contrast:.2f}: {look}" for look, contrast in faint.items()]
    return found


def violations(page: Page, within: str = "html", rules: list[str] = TAGS) -> list[str]:
    """What axe-core goes on finding; the theme needs a moment until what has begun to scroll is a stop for Tab."""
    for _ in range(10):
        found = find(page, within, rules, alone=within != "html")
        if not found:
            break
        rules = sorted({rule for rule, _ in found})  # the others have found nothing
        page.wait_for_timeout(500)
    return [f"{rule}: {place}" for rule, place in found]
