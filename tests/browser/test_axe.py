"""That axe-core finds as much where it is asked once about all texts that look alike, and about a part alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from kit.axe import OF_COLOURS, OF_SIZES, TAGS, find, load, look
from kit.pages import opened

pytestmark = pytest.mark.browser

PAGE = """<head><title>A page</title><style>
.pale { color: #999 } .dark { background: #222; color: #ddd } .over { position: absolute; left: 0; top: 0;
width: 500px; height: 90px; background: #fff } .box, .box p { position: relative }
</style></head><body><main><h1>A page</h1>{}</main></body>"""
FOUND = {
    "<p>All is well</p>": 0,
    "<p>Well</p><p>Well</p><p class=pale>Too pale</p><p>Well</p>": 1,
    "<p class=pale>Too pale</p><p class=pale>Too pale too</p>": 1,
    "<p>Well</p><div class=dark><p>Well</p><p style='color: #333'>Too dark</p></div>": 1,
    "<p style='color: #ddd'>Too pale here</p><div class=dark><p style='color: #ddd'>Well</p></div>": 1,
    "<p>Well</p><p style='opacity: 0.4'>Too pale</p>": 1,
    # The same style, but something else lies below the second.
    "<div class=dark><div class=box><p>Well</p></div><div class=box><i class=over></i><p>Hidden</p></div></div>": 1,
    # One letter is nothing that axe-core dares to judge; a word of the same look is.
    "<p class=pale>x</p><p class=pale>Too pale</p>": 1,
    "<button></button>": 1,
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that tests fill with theirs: to let axe-core into a new one takes longer than to ask it."""
    with opened(browser, "about:blank") as page:
        page.set_content("<!doctype html><html lang=en></html>")
        load(page)
        yield page


def fill(page: Page, html: str) -> None:
    page.evaluate("(html) => { document.documentElement.innerHTML = html; }", PAGE.replace("{}", html))


# What axe-core says of contrast where it is asked about each text, as it is when nobody configures it.
ABOUT_EACH = """async () => {
    axe.configure({ rules: [{ id: "color-contrast", selector: "*" }] });
    const { violations } = await axe.run(document, { preload: false });
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-judged]" }] });
    return violations.length;
}"""


@pytest.mark.parametrize("html", FOUND)
def test_each_look_is_judged_once(page: Page, html: str) -> None:
    fill(page, html)
    assert bool(page.evaluate(ABOUT_EACH)) == bool(FOUND[html])
    # Contrast may be asked about by a tag or by its name; where it is not, nothing of it is found.
    for rules in (None, TAGS, [*OF_COLOURS, "button-name"]):
        assert len(look(page, rules=rules)) == FOUND[html]
    assert look(page, rules=OF_SIZES) == []
    assert page.locator("[data-judged]").count() == 0


# A part whose last text is pale by a style that stands in the page, and a text beside it that is pale, too.
PARTS = """<section>{}<div style="padding-top: 200px"><em>Too pale</em></div></section><style>em { color: #999 }</style>
<nav><b class=pale>Too pale</b></nav>"""


@pytest.mark.parametrize("html", FOUND)
def test_a_part_is_judged_alone_as_on_its_page(page: Page, html: str) -> None:
    fill(page, PARTS.replace("{}", html))
    before = page.content()
    found = [rule for rule, _ in find(page, "section", None, alone=True)]
    assert page.content() == before
    assert found == [rule for rule, _ in find(page, "section", None)]
    assert len(found) == FOUND[html] + 1
    assert len(look(page)) == FOUND[html] + 2


# A ground with shades at its edges, as blocks of code, tables and answers' forms have.
SHADES = "<section style='background: #fff linear-gradient(to right, #fff 30%, #0000)'><p class={}>A word</p></section>"


@pytest.mark.parametrize("is_alone", [False, True])
def test_contrast_is_judged_on_shades_too(page: Page, is_alone: bool) -> None:
    for kind, found in (("pale", ["color-contrast"]), ("well", [])):
        fill(page, SHADES.format(kind))
        assert [rule for rule, _ in find(page, "section", None, is_alone)] == found
        assert find(page, "section", OF_SIZES, is_alone) == []
