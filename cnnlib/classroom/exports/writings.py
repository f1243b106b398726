"""How one answer may be written: platforms compare texts, where the book's own boxes read what is meant.

Of each answer there is the one text that the package itself writes, such as ``"6 at (1, 3)"``, and its common writings:
brackets round, square or left out, with and without spaces, ``x`` between the numbers of a shape, ``Z[1, 3] = 6``,
ranges as ``0..1``. What is written otherwise, such as ``"6, in row 1 and column 3"``, a platform takes for a wrong
answer; `cnnlib.check` and ``python -m cnnlib.classroom grade`` read that as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

BOUNDS = re.compile("(-?[0-9]+) <= k[12] < (-?[0-9]+)")
NUMBER = re.compile("-?[0-9][0-9./]*")
SPACED, TIGHT = ", ", ","


def write_variants(form: str, text: str) -> tuple[str, ...]:
    """Return common writings of an answer, for a platform that compares texts and nothing else.

    Parameters
    ----------
    form : str
        One of ``cnnlib.forms.FORMS``.
    text : str
        The one text of the answer, as `cnnlib.forms.write` gives it.

    Returns
    -------
    tuple of str
        That text first. `cnnlib.forms.read` reads each of them as that text.

    Examples
    --------
    >>> write_variants("count", "1234")
    ('1234', '1,234')
    """
    return tuple(dict.fromkeys([text, *VARIANTS[form](text)]))


def write_pattern(form: str, text: str) -> str:
    r"""Return a regular expression that the common writings of an answer match as a whole.

    Parameters
    ----------
    form, text : str
        As for `write_variants`, whose writings match it.

    Returns
    -------
    str
        It has only what XML Schema's expressions, Perl's and Java's mean alike: alternatives, ``?``, ``*``, ``+``,
        lists of characters and ``\s``. `cnnlib.forms.read` reads a text that matches as this answer, or not at all.
    """
    return rf"\s*({PATTERNS[form](text)})\s*"


# Common writings.


def join(numbers: Sequence[str], brackets: str = "()", separators: Sequence[str] = (SPACED, TIGHT)) -> list[str]:
    """Write numbers in order, once with each separator."""
    return [f"{brackets[:1]}{separator.join(numbers)}{brackets[1:]}" for separator in separators]


def vary_list(text: str) -> list[str]:
    """Write numbers in order, in each kind of brackets and in none."""
    numbers = NUMBER.findall(text)
    return [*join(numbers), *join(numbers, ""), *join(numbers, "[]")]


def vary_shape(text: str) -> list[str]:
    """Write a shape."""
    return [*vary_list(text), *join(NUMBER.findall(text), "", [" x ", "x"])]


def vary_shapes(text: str) -> list[str]:
    """Write the common shape of two tensors, or both."""
    shapes = text.split(" and ")
    return vary_shape(text) if len(shapes) == 1 else [" and ".join(join(NUMBER.findall(one))[1] for one in shapes)]


def vary_pixel(text: str) -> list[str]:
    """Write a pixel."""
    row, column = NUMBER.findall(text)
    return [*vary_list(text), f"Z[{row}, {column}]", f"Z[{row},{column}]", f"row {row}, column {column}"]


def vary_value(text: str) -> list[str]:
    """Write a value and its pixel."""
    value, row, column = NUMBER.findall(text)
    pixels = [f"({row}, {column})", f"({row},{column})"]
    return [
        *(f"{value}{between}{pixel}" for between in (" at ", ", ", " ") for pixel in pixels),
        *(f"({value}, {pixel})" for pixel in pixels),
        f"{value} at {row}, {column}",
        *(f"Z[{row},{space}{column}]{equals}{value}" for space, equals in ((" ", " = "), ("", "="))),
    ]


def vary_ranges(text: str) -> list[str]:
    """Write two ranges."""
    bounds = [(int(first), int(end)) for first, end in BOUNDS.findall(text)]
    names = [*enumerate(bounds, 1)]
    return [
        text.replace(" <", "<").replace("= ", "=").replace("< ", "<"),
        text.replace("<=", "≤"),
        SPACED.join(f"{first} <= k{n} <= {end - 1}" for n, (first, end) in names),
        SPACED.join(f"k{n} = {first}..{end - 1}" for n, (first, end) in names),
        SPACED.join(f"{first}..{end - 1}" for first, end in bounds),
        SPACED.join(f"range({first}, {end})" for first, end in bounds),
        *([SPACED.join(f"range({end})" for _, end in bounds)] if not any(first for first, _ in bounds) else []),
    ]


VARIANTS: dict[str, Callable[[str], list[str]]] = {
    "count": lambda text: [f"{int(text):,}"],
    "shape": vary_shape,
    "shapes": vary_shapes,
    "pixel": vary_pixel,
    "pair": lambda text: [*vary_list(text), " and ".join(NUMBER.findall(text))],
    "value": vary_value,
    "vector": lambda text: [*vary_list(text), *join(NUMBER.findall(text), "", [" "])],
    "ranges": vary_ranges,
}

# Regular expressions.

OPEN, CLOSE = r"[(\[]", r"[)\]]"
PLUS = r"\+?"
COMMA = r"(\s*[,;]\s*|\s+)"
TIMES = r"(\s*[,;x×]\s*|\s+)"
AND = r"(\s*[,;]\s*|\s+(and\s+)?)"
AT = r"(\s*[,;:@]\s*|\s+(at\s+)?)"


def match_number(number: str, plus: str = "") -> str:
    """Match a number; its sign is the one that a keyboard or a text program writes, or before others `plus`."""
    digits = number.lstrip("-").replace(".", r"\.")
    return ("[-−–]" if number.startswith("-") else plus) + digits


def match_count(text: str) -> str:
    """Match a count, its digits in groups of three or not."""
    separators = [",", " ", "'", "’"] if abs(int(text)) > 999 else []
    grouped = (f"{int(text):,}".replace(",", one) for one in separators)
    return "|".join(match_number(one, PLUS) for one in [text, *grouped])


def match_list(text: str, separator: str = COMMA) -> str:
    """Match numbers in order."""
    return rf"{OPEN}?\s*{separator.join(map(match_number, NUMBER.findall(text)))}\s*{CLOSE}?"


def match_shapes(text: str) -> str:
    """Match the common shape of two tensors, written once or twice, or both shapes."""
    each = [COMMA.join(NUMBER.findall(one)) for one in text.split(" and ")]
    first, second = (
        rf"({name}\s*[:=]?\s*)?{OPEN}\s*{one}\s*{CLOSE}" for name, one in zip("ZU", (each[0], each[-1]), strict=True)
    )
    twice = rf"{first}\s*(,|;|and)\s*{second}"
    return twice if len(each) > 1 else rf"(both\s+)?{match_list(text, TIMES)}|{twice}"


def match_place(row: str, column: str) -> str:
    """Match a pixel, with or without words."""
    return rf"{OPEN}?\s*(row\s+)?{match_number(row)}{COMMA}(column\s+)?{match_number(column)}\s*{CLOSE}?"


def match_pixel(text: str) -> str:
    """Match a pixel where Z is 0."""
    place = match_place(*NUMBER.findall(text))
    return rf"Z?\s*{place}(\s*=\s*0)?|0{AT}{place}"


def match_value(text: str) -> str:
    """Match a value and its pixel."""
    value, row, column = NUMBER.findall(text)
    value, place = match_number(value, PLUS), match_place(row, column)
    return rf"{OPEN}?\s*{value}{AT}Z?{place}\s*{CLOSE}?|Z\s*{place}\s*=\s*{value}"


def match_ranges(text: str) -> str:
    """Match two ranges."""
    return AND.join(match_range(n, int(first), int(end)) for n, (first, end) in enumerate(BOUNDS.findall(text), 1))


def match_range(n: int, first: int, end: int) -> str:
    """Match one range of k1 or k2."""
    start, stop, last = (match_number(str(one)) for one in (first, end, end - 1))
    at_most, name = r"(<=|=<|≤)", f"k_?{n}"
    bare = rf"{start}\s*(\.\.+|…|to)\s*{last}|range\(\s*{start}\s*,\s*{stop}\s*\)|\[\s*{start}\s*,\s*{stop}\s*\)"
    if first == 0:
        bare += rf"|range\(\s*{stop}\s*\)"
    return rf"({start}\s*{at_most}\s*{name}\s*(<\s*{stop}|{at_most}\s*{last})|({name}\s*[=:]\s*)?({bare}))"


PATTERNS: dict[str, Callable[[str], str]] = {
    "count": match_count,
    "shape": lambda text: match_list(text, TIMES),
    "shapes": match_shapes,
    "pixel": match_pixel,
    "pair": lambda text: match_list(text, AND),
    "value": match_value,
    "vector": match_list,
    "ranges": match_ranges,
}
