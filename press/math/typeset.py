"""What makes latex2mathml's MathML look in a browser as TeX would set it.

Browsers have MathML Core, which knows an operator's space but not its neighbours (issue 141 of w3c/mathml-core), and no
attribute of a table. `static/book.css` has the rest. What of latex2mathml's elements is changed here is no longer
needed when latex2mathml writes it itself; a test says so of each.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

LETTERS = ("∂", "∞")  # latex2mathml calls them operators, and a browser gives those space on both sides
FLOORS = ("⌊", "⌋", "⌈", "⌉")
LIMITS = ("max", "min")  # a subscript of theirs goes below, as with a sum
BRACKETS = dict(zip("([{⌊⌈", ")]}⌋⌉", strict=True))
SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
ROWS = ("mrow", "mstyle", "mtd", "msqrt")

# The TeXbook, page 170: the space between two neighbours, in eighteenths of an em; a line for each left one. None is
# for what cannot be: a binary operator without a term before or after it is a sign.
KINDS = ("ordinary", "operator", "binary", "relation", "open", "close", "punctuation", "inner")
SPACES: dict[str, tuple[int | None, ...]] = {
    "ordinary": (0, 3, 4, 5, 0, 0, 0, 3),
    "operator": (3, 3, None, 5, 0, 0, 0, 3),
    "binary": (4, 4, None, None, 4, None, None, 4),
    "relation": (5, 5, None, 0, 5, 0, 0, 5),
    "open": (0, 0, None, 0, 0, 0, 0, 0),
    "close": (0, 3, 4, 5, 0, 0, 0, 3),
    "punctuation": (3, 3, None, 3, 3, 3, 3, 3),
    "inner": (3, 3, 4, 5, 3, 0, 3, 3),
}
SYMBOLS = {
    "operator": ("∑", "∏", *LIMITS),
    "binary": "+−·×",
    "relation": "=≠<>≤≥≈∈→",
    "open": BRACKETS.keys(),
    "close": BRACKETS.values(),
    "punctuation": ",;.",
    "inner": "…",
}
KIND = {symbol: kind for kind, symbols in SYMBOLS.items() for symbol in symbols}


def typeset(math: Element, block: bool) -> None:
    """Change a formula's elements so that a browser shows them as TeX would.

    Parameters
    ----------
    math : Element
        The formula, as latex2mathml gives it.
    block : bool
        Whether it stands by itself.
    """
    for element in list(math.iter()):
        if element.text in LETTERS:
            element.tag = "mi"
        elif element.tag == "mi" and element.text in FLOORS:
            element.tag = "mo"  # a bracket, which without \left does not grow
            element.set("stretchy", "false")
        elif element.tag == "msub" and element[0].text in LIMITS and block:
            element.tag = "munder"
        elif element.tag == "msup" and element[1].text == "′":
            element.tag = "mrow"  # the character is a small and raised one by itself
        join_numbers(element)
        raise_whole_bracket(element)
    space(math, script=False)


def join_numbers(row: Element) -> None:
    """Make 25{,}668 one number, as it is read."""
    place = 1
    while place < len(row) - 1:
        number, group, rest = row[place - 1 : place + 2]
        if number.tag == rest.tag == "mn" and group.tag == "mrow" and [part.text for part in group] == [","]:
            number.text = f"{number.text},{rest.text}"
            del row[place : place + 2]
        else:
            place += 1


def raise_whole_bracket(row: Element) -> None:
    """Make (a + b)^2 a power of the bracket's whole; TeX's is one of its right end, which a browser puts too low."""
    opened: list[Element] = []
    for element in list(row):
        end = element[0] if element.tag == "msup" else element
        if end.text in BRACKETS:
            opened.append(element)
        elif end.text in BRACKETS.values() and opened:
            inside = list(row)
            inside = inside[inside.index(opened.pop()) : inside.index(element)]
            if element.tag == "msup":
                element[0] = Element("mrow")
                element[0].extend([*inside, end])
                for part in inside:
                    row.remove(part)


def space(element: Element, script: bool) -> None:
    """Give each operator the space that TeX gives it: between these two neighbours, and almost none in a subscript."""
    if element.tag in ROWS:
        space_row(element, script)
    for number, child in enumerate(element):
        space(child, script or (element.tag in SCRIPTS and number > 0))


def find_core(element: Element) -> Element:
    """Return what a symbol is without its subscripts and limits."""
    return find_core(element[0]) if element.tag in SCRIPTS else element


def kind_of(element: Element) -> str:
    """Return TeX's kind of a symbol, or of what stands in its place."""
    if element.tag == "mrow" and len(element) and element[0].get("form") == "prefix":
        return "inner"  # \left and \right with what is between them
    return KIND.get(element.text or "", "ordinary") if element.tag == "mo" else "ordinary"


def space_row(row: Element, script: bool) -> None:
    """Give the operators of one row their space."""
    terms = [child for child in row if child.tag != "mspace" and child.text != "\xa0"]
    atoms = [find_core(term) for term in terms]
    kinds = [kind_of(atom) for atom in atoms]
    for place, one in enumerate(kinds):
        before = kinds[place - 1] if place else "open"
        after = kinds[place + 1] if place + 1 < len(kinds) else "close"
        signs = before not in ("ordinary", "close", "inner") or after in ("relation", "close", "punctuation")
        if one == "binary" and signs:
            kinds[place] = "ordinary"
    for atom in atoms:
        if atom.tag == "mo":
            atom.attrib |= {"lspace": "0", "rspace": "0"}
    for left, right, term, one, other in zip(atoms, atoms[1:], terms[1:], kinds, kinds[1:], strict=False):
        gap = SPACES[one][KINDS.index(other)]
        if gap and (not script or "operator" in (one, other)):
            width = f"{gap / 18:.3f}em"
            if right.tag == "mo":
                right.set("lspace", width)
            elif left.tag == "mo":
                left.set("rspace", width)
            else:
                row.insert(list(row).index(term), Element("mspace", width=width))
