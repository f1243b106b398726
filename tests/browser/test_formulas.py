"""Formulas in a browser: what a reader and a screen reader get."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kit.book import SITE
from kit.pages import Visit, every_page_of_the_book, resize, settle


@pytest.fixture(scope="module")
def tab(browser: Browser, site: Path) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def go(tab: Page, page: str, width: int = 1280) -> None:
    """Open a page from its folder, with all that is folded in it unfolded."""
    resize(tab, {"width": width, "height": 800})
    tab.goto((SITE / f"{page}.html").as_uri())
    settle(tab)
    tab.evaluate("() => document.querySelectorAll('details').forEach((it) => { it.open = true; })")


SYMBOLS = "math :is(mi, mn, mo, mtext):not(:empty)"
# Which symbols are the first with their letters in their style: the others are drawn with the same fonts.
FIRST = """(symbols) => {
    const style = ["font-family", "font-style", "font-weight", "font-size", "text-transform"];
    const keys = [...document.querySelectorAll(symbols)].map((one) => {
        const computed = getComputedStyle(one);
        return [one.localName, one.textContent, ...style.map((name) => computed.getPropertyValue(name))].join("|");
    });
    return keys.map((key, k) => keys.indexOf(key) === k);
}"""


@pytest.mark.browser
@every_page_of_the_book
def test_every_glyph_of_a_formula_is_of_the_sites_font(further: Visit, name: str) -> None:
    session = further.page.context.new_cdp_session(further.page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    symbols = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": SYMBOLS})["nodeIds"]
    for node, is_first in zip(symbols, further.page.evaluate(FIRST, SYMBOLS), strict=True):
        if is_first:
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            assert [(font["familyName"], font["isCustomFont"]) for font in fonts] == [("STIX Two Math", True)]
    session.detach()


@pytest.mark.browser
@every_page_of_the_book
def test_every_formula_has_its_place_on_a_narrow_page(further: Visit, name: str) -> None:
    resize(further.page, {"width": 320, "height": 800})
    sizes = further.page.evaluate(
        """() => [...document.querySelectorAll("math")].map((it) => {
            const [box, around] = [it, it.closest("p, li, td, th, dd, .formula")].map((e) => e.getBoundingClientRect());
            return [it.textContent, box.width, box.height, around.width, it.matches(".formula *")];
        })"""
    )
    assert [it for it in sizes if it[1] < 2 or it[2] < 5] == []
    assert [it for it in sizes if it[1] > it[3] + 1 and not it[4]] == []


@pytest.mark.browser
def test_a_wide_formula_is_scrolled_with_the_keyboard_and_its_number_stays(tab: Page) -> None:
    go(tab, "chapters/4-backpropagation", width=320)
    formula = tab.locator("#equation-eq-dw .formula")
    number = tab.locator("#equation-eq-dw .eqno")
    assert number.inner_text().startswith("(7)")
    formula.focus()
    before = number.bounding_box()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("() => document.activeElement.scrollLeft > 0")
    after = number.bounding_box()
    assert before
    assert after
    assert (before["x"], before["width"]) == (after["x"], after["width"])
    assert before["x"] + before["width"] <= 320


@pytest.mark.browser
def test_sums_have_their_limits_below_and_fractions_a_bar_between(tab: Page) -> None:
    go(tab, "chapters/4-backpropagation")
    boxes = tab.evaluate(
        """() => {
            const box = (it) => it.getBoundingClientRect();
            const [sum, limits] = document.querySelector("#equation-eq-dw munder").children;
            const [upper, lower] = document.querySelector("#equation-eq-dw mfrac").children;
            return [box(sum), box(limits), box(upper), box(lower)].map((it) => [it.top, it.bottom, it.height]);
        }"""
    )
    total, limits, upper, lower = boxes
    assert limits[0] >= total[1]
    assert lower[0] > upper[1]
    letter = tab.evaluate("() => document.querySelector('#equation-eq-dw mfrac mi').getBoundingClientRect().height")
    assert total[2] > 1.2 * letter, "a sum that stands by itself is a large one"


@pytest.mark.browser
def test_a_screen_reader_gets_the_formula_once(tab: Page) -> None:
    go(tab, "chapters/4-backpropagation")
    session = tab.context.new_cdp_session(tab)
    session.send("DOM.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#equation-eq-dw .formula"})["nodeId"]
    read = session.send("Accessibility.queryAXTree", {"nodeId": node})["nodes"]  # the formula and all below it
    session.detach()
    roles = [it["role"]["value"] for it in read]
    assert (roles[0], read[0]["name"]["value"]) == ("group", "Formula (7)")
    assert [role for role in roles if role in ("MathMLMath", "math")]
    assert roles.count("MathMLFraction") == 2
    assert "MathMLUnder" in roles
    said = "".join(it["name"]["value"] for it in read if it["role"]["value"] == "StaticText")
    plain = unicodedata.normalize("NFKC", said)
    assert plain == "∂J∂W[k1,k2,n,m]=∑i,j1,j2∂J∂Z[i,j1,j2,m]X[i,j1+k1,j2+k2,n]."


@pytest.mark.browser
def test_what_is_copied_with_its_text_is_the_tex(tab: Page) -> None:
    go(tab, "chapters/2-convolution")
    tab.evaluate(
        """() => {
            const formula = [...document.querySelectorAll("p math")].find((it) =>
                it.querySelector("annotation").textContent === "0 \\\\le k_1 < 2");
            getSelection().selectAllChildren(formula.closest("p"));
        }"""
    )
    wanted = tab.evaluate("() => getSelection().anchorNode.textContent.length")
    tab.keyboard.press("Control+C")
    tab.evaluate("() => { document.body.prepend(document.createElement('textarea')); }")
    tab.locator("textarea").first.focus()
    tab.keyboard.press("Control+V")
    pasted = tab.locator("textarea").first.input_value()
    assert "$0 \\le k_1 < 2$" in pasted
    assert "\n" not in pasted.strip()
    assert not any("MATHEMATICAL" in unicodedata.name(letter, "") for letter in pasted)
    assert 0 < len(pasted) <= wanted


@pytest.mark.browser
def test_what_is_copied_of_a_formula_alone_is_the_formula_once(tab: Page) -> None:
    go(tab, "chapters/2-convolution")
    copied = tab.evaluate(
        """() => {
            const formula = [...document.querySelectorAll("math")].find((it) =>
                it.querySelector("annotation").textContent === "0 \\\\le k_1 < 2");
            getSelection().selectAllChildren(formula);
            return getSelection().toString();
        }"""
    )
    assert "".join(unicodedata.normalize("NFKC", copied).split()) == "0≤k1<2"


@pytest.mark.browser
@every_page_of_the_book
def test_a_reference_has_the_number_of_its_equation_and_leads_there(further: Visit, name: str) -> None:
    found = further.page.evaluate(
        """() => [...document.querySelectorAll("a.reference[href*='#equation-']")]
            .map((it) => [it.href, it.textContent])"""
    )
    page = further.page.context.new_page()
    for address, number in found:
        page.goto(address)
        assert page.locator(".math:target .eqno").inner_text().startswith(number)
    page.close()
    assert len(found) == len(re.findall(r'class="[^"]*reference[^"]*" href="[^"]*#equation-', html(name)))


def html(page: str) -> str:
    return (SITE / f"{page}.html").read_text(encoding="utf-8")
