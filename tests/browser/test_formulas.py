"""Formulas: what becomes of each construct of the book's TeX, the font, and what a reader and a screen reader get."""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page

from kit.book import SITE
from kit.pages import Visit, every_page_of_the_book, settle
from press.mathml import FormulaError, mathml

FORMULA = re.compile(r"<math .*?</math>", re.DOTALL)


def row(tex: str, block: bool = False) -> Element:
    """The row of a formula's elements."""
    shown = fromstring(mathml(tex, block))[0][0]
    assert shown.tag == "mrow"
    return shown


def only(tex: str, block: bool = False) -> Element:
    """A formula's one element."""
    (element,) = row(tex, block)
    return element


def outline(element: Element) -> Any:
    """An element as its tag and text, or its tag and its children; a row of one is this one."""
    if element.tag == "mrow" and len(element) == 1:
        return outline(element[0])
    return (element.tag, *map(outline, element)) if len(element) else (element.tag, element.text)


def text(html: str) -> str:
    """What a formula shows."""
    return "".join(text for it in fromstring(html)[0][0].iter() if (text := it.text or ""))


@pytest.mark.parametrize(
    ("tex", "block", "expected"),
    [
        (r"\frac{a}{2}", False, ("mfrac", ("mi", "a"), ("mn", "2"))),
        (r"k_1", False, ("msub", ("mi", "k"), ("mn", "1"))),
        (r"e^{-Z}", False, ("msup", ("mi", "e"), ("mrow", ("mo", "−"), ("mi", "Z")))),
        (r"\sum_k", True, ("munder", ("mo", "∑"), ("mi", "k"))),
        (r"\sum_k", False, ("msub", ("mo", "∑"), ("mi", "k"))),
        (r"\max_k", True, ("munder", ("mo", "max"), ("mi", "k"))),
        (r"\max_k", False, ("msub", ("mo", "max"), ("mi", "k"))),
        (r"\sqrt{9}", False, ("msqrt", ("mn", "9"))),
        (r"\text{a b}", False, ("mtext", "a\xa0b")),
        (r"H'", False, ("mrow", ("mi", "H"), ("mi", "′"))),
        (r"5{,}133{,}600", False, ("mn", "5,133,600")),
        (r"2.5", False, ("mn", "2.5")),
        (r"\partial", False, ("mi", "∂")),
        (r"\infty", False, ("mi", "∞")),
        (
            r"\bigl(a\bigr)^2",
            False,
            ("msup", ("mrow", ("mo", "("), ("mi", "a"), ("mo", ")")), ("mn", "2")),
        ),
        (
            r"\sum_{\substack{a\\ b}}",
            True,
            (
                "munder",
                ("mo", "∑"),
                ("mstyle", ("mtable", ("mtr", ("mtd", ("mi", "a"))), ("mtr", ("mtd", ("mi", "b"))))),
            ),
        ),
    ],
)
def test_a_construct_becomes_these_elements(tex: str, block: bool, expected: Any) -> None:
    assert outline(row(tex, block)) == expected


def test_a_power_of_nested_brackets_takes_the_bracket_that_belongs_to_it() -> None:
    shown = row("(a + (b))^2 (c)^3")
    assert [outline(it)[0] for it in shown] == ["msup", "msup"]
    assert ["".join(it[0].itertext()) for it in shown] == ["(a+(b))", "(c)"]


@pytest.mark.parametrize(
    ("tex", "symbols"),
    [
        (r"\lfloor \rfloor \lceil \rceil", "⌊⌋⌈⌉"),
        (r"a \cdot b \le c \ge d, \dots", "a·b≤c≥d,…"),
        (r"W[k] - |Z| > 1 / 2", "W[k]−|Z|>1/2"),
    ],
)
def test_symbols(tex: str, symbols: str) -> None:
    assert text(mathml(tex)) == symbols
    operators = [it for it in row(tex) if it.text and not it.text.isalnum()]
    assert {it.tag for it in operators} == {"mo"}


def test_a_bracket_grows_with_left_and_right_alone() -> None:
    assert [it.get("stretchy") for it in row(r"\lfloor a \rfloor") if it.tag == "mo"] == ["false", "false"]
    assert [it.get("stretchy") for it in row("(a)[a]|a|") if it.tag == "mo"] == ["false"] * 6
    assert [it.get("stretchy") for it in only(r"\left\lfloor a \right\rfloor") if it.tag == "mo"] == ["true", "true"]
    sizes = [
        float(it.get("minsize", "1em").removesuffix("em"))
        for it in row(r"(\bigl(\Bigl( a \Bigr)\bigr))")
        if it.tag == "mo"
    ]
    assert sizes == sorted(sizes[:3]) + sorted(sizes[3:], reverse=True)
    assert len(set(sizes)) == 3


def test_lines_are_lined_up_at_their_relations() -> None:
    table = only("\\begin{aligned}\na &= b && c \\\\\nd &= e\n\\end{aligned}", block=True)
    assert (table.tag, table.get("displaystyle")) == ("mtable", "true")
    assert [["".join(cell.itertext()) for cell in line] for line in table] == [["a", "=b", "", "c"], ["d", "=e"]]
    assert [cell.get("columnalign") for cell in table[0]] == ["right", "left", "right", "left"]


# The space before each symbol, in eighteenths of an em.
@pytest.mark.parametrize(
    ("tex", "block", "spaces"),
    [
        ("a + b", False, [0, 4, 4]),
        ("a = b", False, [0, 5, 5]),
        ("a = -2", False, [0, 5, 5, 0]),
        ("[-2, -b]", False, [0, 0, 0, 0, 3, 0, 0]),
        ("a (-2)", False, [0, 0, 0, 0, 0]),
        ("a / b", False, [0, 0, 0]),
        (r"a \cdot (b)", False, [0, 4, 4, 0, 0]),
        (r"0, \dots, N", False, [0, 0, 3, 3, 3]),
        (r"\max(0, a)", False, [0, 0, 0, 0, 3, 0]),
        (r"2 \max b", False, [0, 3, 3]),
        (r"a = \sum_k \sum_l b", True, [0, 5, 5, 3, 3]),
        (r"s \left\lfloor a \right\rfloor + 1", False, [0, 3, 4, 4]),
        (r"a\,b", False, [0, 3]),
        (r"a,\quad b", False, [0, 0, 21]),
        (r"\frac{a}{b}\; c", False, [0, 5]),
    ],
)
def test_space_between_neighbours_is_that_of_tex(tex: str, block: bool, spaces: list[int]) -> None:
    def em(width: str | None) -> float:
        return float((width or "0").removesuffix("em"))

    found, before = [], 0.0
    for element in row(tex, block):
        if element.tag == "mspace":
            before += em(element.get("width"))
            continue
        symbol = element[0] if element.tag in ("munder", "msub") else element
        found.append(round(18 * (before + em(symbol.get("lspace")))))
        before = em(symbol.get("rspace"))
    assert found == spaces


def test_an_operator_in_a_subscript_has_no_space() -> None:
    subscript = only("a_{i + j = 2}")[1]
    assert {(it.get("lspace"), it.get("rspace")) for it in subscript if it.tag == "mo"} == {("0", "0")}


def test_the_tex_goes_along_and_nothing_in_it_is_markup() -> None:
    math = fromstring(mathml(" a < b "))
    assert [it.tag for it in math[0]] == ["mrow", "annotation"]
    assert (math[0][1].get("encoding"), math[0][1].text) == ("application/x-tex", "a < b")
    assert "xmlns" not in mathml("a")


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\foo x", r"\\foo is unknown"),
        (r"\text{a \foo}", r"\\foo is unknown"),
        (r"\begin{foo} x \end{foo}", "environment foo is unknown"),
        (r"\begin{align} x \end{align}", "environment align is unknown"),
        (r"\begin{aligned} x", "MissingEnd"),
        (r"a \\ b", "outside of an environment"),
        ("a & b", "& is unknown"),
        (r"\frac{a}", "an argument is missing"),
        ("a_", "MissingSuperScriptOrSubscript"),
        ("a_1_2", "DoubleSubscripts"),
        (r"\left( a", "MissingRight"),
        ("{a", "braces do not match"),
        ("a}", "braces do not match"),
        (r"\sqrt", "NoAvailableTokens"),
    ],
)
def test_a_formula_that_would_not_be_shown_as_it_is_meant_is_refused(tex: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        mathml(tex)


PAGE = "# A page\n\nHere is $a_1$, and {eq}`eq-b`.\n\n$$\n{}\n$$ (eq-b)\n"
CONFIGURATION = """\
extensions = ["myst_parser", "press.formulas"]
myst_enable_extensions = ["dollarmath"]
"""


def build(folder: Path, formula: str) -> subprocess.CompletedProcess[str]:
    """Build a book of one page with this formula."""
    (folder / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "index.md").write_text(PAGE.replace("{}", formula), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", ".", "_build"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


def test_a_build_says_which_formula_of_which_page_it_cannot_show(tmp_path: Path) -> None:
    done = build(tmp_path, r"1 + \wrong{2}")
    assert done.returncode
    assert r"index.md:5: WARNING: the formula 1 + \wrong{2} cannot be shown: \wrong is unknown here" in done.stderr


def test_a_book_has_the_part_of_the_font_that_it_needs(tmp_path: Path) -> None:
    done = build(tmp_path, r"\frac{x}{2} + \sqrt{\infty}")
    assert (done.returncode, done.stderr) == (0, "")
    known = set(TTFont(tmp_path / "_build/_static/formulas.woff").getBestCmap())
    assert set(map(ord, "𝑎1𝑥2+√∞")) == known
    html = (tmp_path / "_build/index.html").read_text(encoding="utf-8")
    assert '<div class="math" id="equation-eq-b">' in html
    assert '<span class="eqno">(1)<a class="headerlink" href="#equation-eq-b"' in html
    assert 'href="#equation-eq-b">(1)</a>' in html
    assert "MathJax" not in html


def test_a_book_without_formulas_has_no_font(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "index.md").write_text("# A page\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "_build"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert [file.name for file in tmp_path.rglob("formulas*")] == ["formulas.js"]


def shown(element: Element) -> str:
    """The characters that a browser shows for an element: a single letter is an italic one."""
    if element.tag == "msqrt":
        return "√"
    name = element.text or ""
    if element.tag != "mi" or len(name) != 1 or not (name.isalpha() or name == "∂"):
        return name
    if name == "h":
        return "ℎ"
    if name == "∂":
        return unicodedata.lookup("MATHEMATICAL ITALIC PARTIAL DIFFERENTIAL")
    return unicodedata.lookup(f"MATHEMATICAL ITALIC {'CAPITAL' if name.isupper() else 'SMALL'} {name}")


def test_the_font_has_every_character_of_every_formula(site: Path) -> None:
    font = TTFont(site / "_static" / "formulas.woff")
    needed = {
        character
        for file in site.rglob("*.html")
        for formula in FORMULA.findall(file.read_text(encoding="utf-8"))
        for element in fromstring(formula).iter()
        if element.tag != "annotation"
        for character in shown(element)
    }
    assert set("𝑍𝑘∑𝜕√") < needed
    assert {it for it in needed if ord(it) not in font.getBestCmap()} == set()
    assert font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs, "no bracket could grow"


def test_the_fonts_licence_lies_beside_it(site: Path) -> None:
    text = (site / "_static" / "formulas-OFL.txt").read_text(encoding="utf-8")
    names = TTFont(site / "_static" / "formulas.woff")["name"]
    assert text.splitlines()[0] in str(names.getDebugName(0))
    assert "SIL Open Font License, Version 1.1" in str(names.getDebugName(13))
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


@pytest.fixture(scope="module")
def tab(browser: Browser, site: Path) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def go(tab: Page, page: str, width: int = 1280) -> None:
    """Open a page from its folder, with all that is folded in it unfolded."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto((SITE / f"{page}.html").as_uri())
    settle(tab)
    tab.evaluate("() => document.querySelectorAll('details').forEach((it) => { it.open = true; })")


@pytest.mark.browser
@every_page_of_the_book
def test_every_glyph_of_a_formula_is_of_the_sites_font(further: Visit, name: str) -> None:
    session = further.page.context.new_cdp_session(further.page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    for symbol in ("mi", "mn", "mo", "mtext"):
        query = {"nodeId": root, "selector": f"math {symbol}:not(:empty)"}
        for node in session.send("DOM.querySelectorAll", query)["nodeIds"]:
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            assert [(font["familyName"], font["isCustomFont"]) for font in fonts] == [("STIX Two Math", True)]
    session.detach()


@pytest.mark.browser
@every_page_of_the_book
def test_every_formula_has_its_place_on_a_narrow_page(further: Visit, name: str) -> None:
    further.page.set_viewport_size({"width": 320, "height": 800})
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
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    start = session.send("Accessibility.getPartialAXTree", {"nodeId": node, "fetchRelatives": False})["nodes"][0]
    session.detach()
    by_id = {it["nodeId"]: it for it in tree}

    def below(it: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield it
        for child in it.get("childIds", []):
            yield from below(by_id[child])

    read = list(below(by_id[start["nodeId"]]))
    roles = [it["role"]["value"] for it in read]
    assert (roles[0], start["name"]["value"]) == ("group", "Formula (7)")
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
