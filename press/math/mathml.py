"""A formula in TeX as MathML, which a browser shows without a script and a screen reader reads.

latex2mathml translates. What it does not understand it leaves as it is, or out: here that is a mistake. And it follows
MathML 3, of which browsers have a part, MathML Core; `press.math.typeset` makes up for the difference.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element, SubElement, tostring

from latex2mathml.commands import MATRICES
from latex2mathml.converter import convert_to_element

from press.math.typeset import typeset

BEGIN = re.compile(r"\\begin\s*\{([^}]*)\}")
# `align` would number its lines, beside the numbers that the book gives.
ENVIRONMENTS = {name.removeprefix("\\") for name in MATRICES} - {"align"} | {"aligned"}
LEFT_OVER = re.compile(r"[\\&{}#$]")
CHILDREN = dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2) | {"msubsup": 3, "munderover": 3}


class FormulaError(ValueError):
    """A formula that would not be shown as it is meant."""


def write_mathml(tex: str, block: bool = False) -> str:
    """Return a formula as HTML's `math` element, with its TeX as an annotation.

    Parameters
    ----------
    tex : str
        The formula.
    block : bool
        Whether it stands by itself, with limits above and below its sums.

    Returns
    -------
    str
        The element.

    Raises
    ------
    FormulaError
        If there is something in the formula that would not be shown, or not as TeX shows it.
    """
    for name in BEGIN.findall(tex):
        if name not in ENVIRONMENTS:
            raise FormulaError(f"the environment {name} is unknown")
    # latex2mathml has only the other name of what within a formula is the same.
    known = re.sub(r"\\(begin|end)\s*\{aligned\}", r"\\\1{align*}", tex)
    try:
        math = convert_to_element(known, display="block" if block else "inline")
    except Exception as error:  # its errors have no other class in common
        raise FormulaError(f"{type(error).__name__} {error}".strip()) from error
    refuse_mistakes(tex, math)
    typeset(math, block)
    del math.attrib["xmlns"]  # HTML knows what a `math` element is
    shown, math[:] = list(math), []
    semantics = SubElement(math, "semantics")
    semantics.extend(shown)
    SubElement(semantics, "annotation", encoding="application/x-tex").text = tex.strip()
    return tostring(math, encoding="unicode")


def refuse_mistakes(tex: str, math: Element) -> None:
    """Raise an error if latex2mathml left something out, or as it was; its references to characters become these."""
    braces = re.sub(r"\\.", "", tex)
    if braces.count("{") != braces.count("}"):
        raise FormulaError("its braces do not match")
    for element in math.iter():
        element.text = html.unescape(element.text) if element.text else None
        if element.text and LEFT_OVER.search(element.text):
            raise FormulaError(f"{element.text.strip()} is unknown here")
        if len(element) != CHILDREN.get(element.tag, len(element)):
            raise FormulaError(f"an argument is missing ({element.tag} with {len(element)})")
        if "linebreak" in element.attrib:
            raise FormulaError(r"\\ is unknown outside of an environment")
