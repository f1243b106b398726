"""The formula of a stage as MathML, in pieces between which a line may break: browsers break no formula."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

SUM = re.compile(r"Σ over (.+?) of\b")
PIECE = re.compile(r"(?:\{[^{}]*\}|\[[^\]]*\]|[^\s\[{])+")
INDEXED = re.compile(r"(\{[^{}]+\}|[^\[\]{}]+)(?:\[([^\]]*)\])?")
GRADIENT = re.compile(r"d([A-Z])/d([A-Za-z])")
TOKEN = re.compile(r"([A-Za-z]+)(\d*)|(\d+)|(\S)")


def write_formula(formula: str, colours: Mapping[str, str]) -> str:
    """Return a formula as HTML.

    Parameters
    ----------
    formula : str
        As an author writes it: ``"{Z}[i] = Σ over k of {W}[k] · {X}[i+k]"``, an array in braces.
    colours : mapping of str to str
        The colour of each array, by its name.

    Returns
    -------
    str
        `math` elements with spaces between them; words stay words.

    Examples
    --------
    >>> write_formula("{Z}[i2]", {"Z": "green"})[:45]
    '<math><mrow style="--hue:green"><mrow><mi>Z</'
    """
    return " ".join(write_piece(piece, colours) for piece in PIECE.findall(SUM.sub(r"Σ[\1]", formula)))


def write_piece(piece: str, colours: Mapping[str, str]) -> str:
    """Return what stands between two spaces: an element of an array, a sum with its indices, a sign, or a word."""
    found = INDEXED.fullmatch(piece)
    if not found or re.fullmatch("[a-z]{2,}", piece):
        return html.escape(piece)
    head, index = found[1], found[2]
    inside = "" if index is None else write_tokens(index)
    if head == "Σ":
        return f"<math><msub><mo>∑</mo><mrow>{inside}</mrow></msub></math>"
    name = head.strip("{}")
    around = "" if index is None else f"<mo>[</mo>{inside}<mo>]</mo>"
    whole = f"<mrow>{write_name(name)}{around}</mrow>"
    colour = colours.get(name) if head != name else None
    return f'<math><mrow style="--hue:{colour}">{whole}</mrow></math>' if colour else f"<math>{whole}</math>"


def write_name(name: str) -> str:
    """Return the name of an array: a gradient's in letters, such as dJ/dZ, any other as it is."""
    if gradient := GRADIENT.fullmatch(name):
        return f'<mi>d</mi><mi>{gradient[1]}</mi><mo lspace="0" rspace="0">/</mo><mi>d</mi><mi>{gradient[2]}</mi>'
    return write_tokens(name) if len(name) == 1 else f"<mi>{html.escape(name)}</mi>"


def write_tokens(text: str) -> str:
    """Return indices, numbers and signs; the digits of an index stand below it."""
    written = ""
    for letters, below, digits, sign in TOKEN.findall(text):
        if letters:
            name = f"<mi>{letters}</mi>"
            written += f"<msub>{name}<mn>{below}</mn></msub>" if below else name
        else:
            written += f"<mn>{digits}</mn>" if digits else f"<mo>{html.escape(sign)}</mo>"
    return written
