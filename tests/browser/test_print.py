"""A page on paper: what a reader gets who prints it, also from a dark screen."""

import itertools
import re

import pytest
from playwright.sync_api import Browser, Page

from kit.book import problems, source
from kit.pages import Visit, opened
from kit.pdf import read_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COLOURS = """() => [...document.querySelectorAll("html, body, main, article, article p, pre, .explorer, .admonition")]
    .map((one) => [one, getComputedStyle(one)])
    .map(([one, { color, backgroundColor }]) => [one.localName, color, backgroundColor])"""
# Light grounds and dark text, as what is printed from; a ground may be see-through.
BRIGHTNESS = re.compile(r"rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)")


TYPED = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")  # what is set otherwise than it is typed


def print_sheets(page: Page) -> list[str]:
    """The words on each sheet of paper."""
    return read_pages(page.pdf(format="A4"))


def is_printed(text: str, sheets: list[str]) -> bool:
    """Whether a paragraph is on a sheet, or begins on one and ends on the next."""
    if any(text in sheet for sheet in sheets):
        return True
    turns = itertools.pairwise(sheets)
    return any(text[:k] in one and text[k:] in other for one, other in turns for k in range(1, len(text)))


def squeezed(text: str) -> str:
    """Without spaces, which a PDF has elsewhere."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", problems(), scope="session")
def test_nothing_is_folded_and_nothing_is_for_a_mouse(first: Visit, name: str) -> None:
    page = first.page
    folded = page.locator(
        "details:not(.above-input) .sd-summary-content p, .solution.dropdown p:not(.admonition-title)"
    )
    # A formula's letters are others in the PDF.
    texts = folded.evaluate_all(
        "(all) => all.filter((one) => !one.querySelector('math')).map((one) => one.textContent)"
    )
    plain = [squeezed(text) for text in texts if text.translate(TYPED).isascii()]
    assert len(plain) >= 3
    assert not page.locator(".solution p:not(.admonition-title)").first.is_visible()
    sheets = print_sheets(page)
    assert [text for text in plain if not is_printed(text, list(map(squeezed, sheets)))] == []
    words = " ".join(" ".join(sheets).split())
    assert words.count("Solution to Exercise") == source(name).count("#### Solution")
    # Sliders and buttons, the bars at the sides, the ways to the other pages.
    for gone in (
        "Click to",
        "Copy link",
        "Full screen",
        "Write your own explorer",
        "Contents",
        "previous",
        "Back to top",
    ):
        assert gone not in words
    assert "Shown: " in words


@pytest.mark.parametrize("name", ["chapters/index"], scope="session")
def test_a_printed_link_says_where_it_leads(first: Visit, name: str) -> None:
    words = squeezed("".join(print_sheets(first.page)))
    assert "CCBY4.0(https://creativecommons.org/licenses/by/4.0/)" in words


def brightness(colour: str) -> float:
    """From 0 to 1, on white paper."""
    *parts, share = BRIGHTNESS.fullmatch(colour).groups("1")
    return 1 + float(share) * (sum(map(int, parts)) / 765 - 1)


def test_a_dark_page_is_printed_light(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/chapters/2-convolution.html", color_scheme="dark") as page:
        page.evaluate(f"""() => {{
            const colours = {COLOURS};
            addEventListener("beforeprint", () => {{ window.onPaper = colours(); }});
            window.onScreen = colours();
        }}""")
        page.emulate_media(media="print")  # or what is for paper alone is not yet seen
        page.pdf()
        on_screen, on_paper = page.evaluate("() => [window.onScreen, window.onPaper]")
        assert brightness(on_screen[1][2]) < 0.2
        for element, text, ground in on_paper:
            assert brightness(text) < 0.6, element
            assert brightness(ground) > 0.85, element
        assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"  # as it was


ORDER = """() => [...document.querySelectorAll("article h2, article form.answer, article details.worked")]
    .map((one) => one.dataset.part ?? (one.id ? `${one.id} ${one.open}` : one.firstChild.textContent))"""


def test_questions_have_a_line_and_what_is_worked_out_follows_at_the_end(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/chapters/3-cost.html") as page:
        page.locator("details.worked").nth(1).evaluate("(fold) => { fold.open = true; }")
        screen = page.evaluate(ORDER)
        page.evaluate(f"() => addEventListener('beforeprint', () => {{ window.onPaper = ({ORDER})(); }})")
        words = " ".join(" ".join(print_sheets(page)).split())
        paper = page.evaluate("() => window.onPaper")
        folds = [one for one in screen if " " in one and one.split()[-1] in ("true", "false")]
        assert len(folds) == 4
        assert paper == [
            *(one for one in screen if one not in folds),
            "Worked out",
            *(fold.replace("false", "true") for fold in folds),
        ]
        asked = [words.index(f"Your answer to {part}") for part in ("3(a)", "3(b)", "3(c)", "3(d)")]
        told = [words.index(f"{part} worked out") for part in ("3(a)", "3(b)", "3(c)", "3(d)")]
        assert sorted(asked + told) == asked + told
        assert words.index("What to remember") < told[0]
        page.wait_for_function(f"(screen) => String(({ORDER})()) === String(screen)", arg=screen)  # as it was
