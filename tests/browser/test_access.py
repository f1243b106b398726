"""Readers with a disability: every page of the site, looked through by axe-core, by structure and by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kit.book import SITE, pages

pytestmark = pytest.mark.browser

EVERY = [*pages(), "genindex", "search"]
every_page = pytest.mark.parametrize("name", EVERY)

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
HELPERS = Path(__file__).with_name("access.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (tags) => {
    const { violations } = await axe.run(document, { preload: false, runOnly: tags });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.failureSummary} ${node.html}`));
}"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@contextmanager
def opened(browser: Browser, url: str, **settings: Any) -> Iterator[Page]:
    """A page with its formulas and explorers ready; the policy would keep axe out."""
    context = browser.new_context(viewport=WIDE, bypass_csp=True, reduced_motion="reduce", **settings)
    context.add_init_script(HELPERS)
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core goes on finding; the theme needs a moment until what has begun to scroll is a stop for Tab."""
    for _ in range(10):
        found: list[str] = page.evaluate(LOOK, TAGS)
        if not found:
            break
        page.wait_for_timeout(1000)
    return found


def url(site: Path, name: str, query: str = "") -> str:
    return (site / f"{name}.html").as_uri() + query


def test_every_page_of_the_site_is_among_these() -> None:
    built = {file.relative_to(SITE).with_suffix("").as_posix() for file in SITE.rglob("*.html")}
    templates = {name for name in built if name.endswith("macros")}
    assert built - templates == {*EVERY, "index"}  # index only leads to the start page


@pytest.mark.slow
@every_page
def test_axe_finds_nothing(browser: Browser, site: Path, name: str) -> None:
    query = "?q=convolution" if name == "search" else ""
    with opened(browser, url(site, name, query)) as page:
        page.evaluate("() => access.unfold()")
        page.evaluate(AXE)
        for theme, size in (("light", WIDE), ("dark", NARROW)):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.set_viewport_size(size)
            page.wait_for_function("(theme) => document.documentElement.dataset.theme === theme", arg=theme)
            assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_a_button_opens(browser: Browser, site: Path, theme: str) -> None:
    with opened(browser, url(site, "chapters/3-cost"), color_scheme=theme) as page:
        page.evaluate(AXE)
        page.keyboard.press("Control+k")
        expect(page.locator("#pst-search-dialog input")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.set_viewport_size(NARROW)
        for sidebar in ("primary", "secondary"):
            page.locator(f"button.{sidebar}-toggle:visible").click()
            dialog = page.locator(f"#pst-{sidebar}-sidebar-modal")
            expect(dialog).to_be_visible()
            assert violations(page) == []
            page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()


@every_page
def test_headings_tables_and_names(browser: Browser, site: Path, name: str) -> None:
    with opened(browser, url(site, name)) as page:
        page.evaluate("() => access.unfold()")
        found = page.evaluate("() => access.structure()")
        assert found.pop("language") == "en"
        assert len(found.pop("first")) == 1
        assert {what: where for what, where in found.items() if where} == {}


@every_page
def test_first_stop_of_the_keyboard_skips_to_the_text(browser: Browser, site: Path, name: str) -> None:
    with opened(browser, url(site, name)) as page:
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to main content")
        expect(page.locator(":focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")


@pytest.mark.slow
@every_page
def test_keyboard_reaches_everything_and_one_sees_where_it_is(browser: Browser, site: Path, name: str) -> None:
    with opened(browser, url(site, name)) as page:
        page.evaluate("() => access.unfold()")
        page.evaluate("""() => {
            window.reached = new Set();
            document.addEventListener("focusin", ({ target }) => window.reached.add(target));
        }""")
        count = page.evaluate("() => access.usable().length")
        for _ in range(count + 20):  # a page has a few stops that come into being on the way
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement === document.body"):
                break
        missed = "() => access.usable().filter((one) => !window.reached.has(one)).map(access.said)"
        assert page.evaluate(missed) == []
        assert page.evaluate("() => access.unmarked()") == []
