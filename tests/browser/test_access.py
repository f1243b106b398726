"""Readers with a disability: every page of the site, looked through by axe-core, by structure and by keyboard."""

import pytest
from playwright.sync_api import Browser, expect

from kit.axe import OF_COLOURS, OF_SIZES, TAGS, measure_contrasts, rules_but_colours, violations
from kit.book import EVERY, SITE
from kit.pages import (
    ADAPTABLE,
    DESK,
    VARIED,
    Visit,
    every_page,
    every_varied_page,
    opened,
    resize,
)
from kit.profile import SOAK

pytestmark = pytest.mark.browser

NARROW = {"width": 360, "height": 740}
START = EVERY[0]


def test_every_page_of_the_site_is_among_these() -> None:
    built = {file.relative_to(SITE).with_suffix("").as_posix() for file in SITE.rglob("*.html")}
    others = {name for name in built if name.endswith("macros")} | {"whole-book"}  # which is there while a PDF is made
    others |= {name for name in built if name.startswith("slides/")}  # test_slides.py looks at them
    assert built - others == {*EVERY, "index"}  # index only leads to the start page


@pytest.mark.slow
@every_page
def test_axe_finds_nothing(further: Visit, name: str) -> None:
    # Every day the colours, which all pages have from one style sheet, are judged on pages of every kind. The theme's
    # buttons that only a narrow window has are the same on every page.
    rules = TAGS if SOAK or name == START else OF_COLOURS + OF_SIZES
    looks = [("light", DESK, TAGS), ("dark", NARROW, rules)]
    for theme, size, asked in looks if name in VARIED else [("light", DESK, rules_but_colours(further.page))]:
        further.page.emulate_media(color_scheme=theme)
        resize(further.page, size)
        further.page.wait_for_function("(theme) => document.documentElement.dataset.theme === theme", arg=theme)
        assert violations(further.page, rules=asked) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_a_search_finds(browser: Browser, address: str, theme: str) -> None:
    size = {"light": DESK, "dark": NARROW}[theme]
    url = f"{address}/search.html?q=convolution"
    with opened(browser, url, viewport=size, color_scheme=theme, **ADAPTABLE) as page:
        page.wait_for_load_state("networkidle")  # each page that is found is asked for
        assert page.locator("#search-results .context").count() > 3
        assert violations(page, "#search-results") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_a_button_opens(browser: Browser, address: str, theme: str) -> None:
    # axe-core reads all of a page for each of its dialogs: the shortest chapter has in them what every chapter has.
    with opened(browser, f"{address}/chapters/1-tensor-shapes.html", color_scheme=theme, **ADAPTABLE) as page:
        page.keyboard.press("Control+k")
        expect(page.locator("#pst-search-dialog input")).to_be_visible()
        assert violations(page, "#pst-search-dialog") == []
        page.keyboard.press("Escape")
        resize(page, NARROW)
        for sidebar in ("primary", "secondary"):
            page.locator(f"button.{sidebar}-toggle:visible").click()
            dialog = page.locator(f"#pst-{sidebar}-sidebar-modal")
            expect(dialog).to_be_visible()
            assert violations(page, f"#pst-{sidebar}-sidebar-modal") == []
            page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()


@pytest.mark.parametrize("name", ["chapters/4-backpropagation"], scope="session")
def test_letters_of_code_are_among_those_whose_contrast_is_judged(further: Visit, name: str) -> None:
    found = measure_contrasts(further.page, "main")
    assert len(found) > 5, "code has letters in several colours"
    assert min(found.values()) > 4.5


@every_page
def test_headings_tables_and_names(further: Visit, name: str) -> None:
    found = further.page.evaluate("() => access.structure()")
    assert found.pop("language") == "en"
    assert len(found.pop("first")) == 1
    assert {what: where for what, where in found.items() if where} == {}


@every_page
def test_first_stop_of_the_keyboard_skips_to_the_text(first: Visit, name: str) -> None:
    # Nothing else presses a key on this visit.
    page = first.page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")


@pytest.mark.slow
@every_varied_page
def test_keyboard_reaches_everything_and_one_sees_where_it_is(further: Visit, name: str) -> None:
    page = further.page
    page.evaluate("() => access.begin()")
    # A page has a few stops that come into being on the way; after the last one follows the first.
    for _ in range(page.evaluate("() => access.usable().length") + 20):
        page.keyboard.down("Tab")  # without up in between, as who holds the key down
    page.keyboard.up("Tab")
    assert page.evaluate("() => access.missed()") == []
    assert page.evaluate("() => access.unmarked()") == []
