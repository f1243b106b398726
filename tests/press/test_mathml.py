"""Formulas: what becomes of each construct of the book's TeX, and what a build does with one that it cannot show."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from fontTools.ttLib import TTFont

from kit.smallbook import SmallBook, build_book
from press.math.mathml import FormulaError, write_mathml


def row(tex: str, block: bool = False) -> Element:
    """The row of a formula's elements."""
    shown = fromstring(write_mathml(tex, block))[0][0]
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
    assert text(write_mathml(tex)) == symbols
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
    math = fromstring(write_mathml(" a < b "))
    assert [it.tag for it in math[0]] == ["mrow", "annotation"]
    assert (math[0][1].get("encoding"), math[0][1].text) == ("application/x-tex", "a < b")
    assert "xmlns" not in write_mathml("a")


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
        write_mathml(tex)


PAGE = "# A page\n\nHere is $a_1$, and {eq}`eq-b`.\n\n$$\n{}\n$$ (eq-b)\n"


def build(folder: Path, formula: str) -> SmallBook:
    """Build a book of one page with this formula."""
    return build_book(folder, {"page": PAGE.replace("{}", formula)})


def test_a_build_says_which_formula_of_which_page_it_cannot_show(tmp_path: Path) -> None:
    built = build(tmp_path, r"1 + \wrong{2}")
    assert built.stopped
    (warning,) = built.warnings
    assert r"page.md:5: WARNING: the formula 1 + \wrong{2} cannot be shown: \wrong is unknown here" in warning


def test_a_book_has_the_part_of_the_font_that_it_needs(tmp_path: Path) -> None:
    built = build(tmp_path, r"\frac{x}{2} + \sqrt{\infty}")
    assert (built.warnings, built.stopped) == ([], False)
    known = set(TTFont(built.site / "_static/formulas.woff").getBestCmap())
    assert set(map(ord, "𝑎1𝑥2+√∞")) == known
    html = built.html("page")
    assert '<div class="math" id="equation-eq-b">' in html
    assert '<span class="eqno">(1)<a class="headerlink" href="#equation-eq-b"' in html
    assert 'href="#equation-eq-b">(1)</a>' in html
    assert "MathJax" not in html


def test_a_book_without_formulas_has_no_font(tmp_path: Path) -> None:
    built = build_book(tmp_path, {"page": "# A page\n"})
    assert (built.warnings, built.stopped) == ([], False)
    assert list(built.site.rglob("formulas*")) == []  # its script is in the site's
