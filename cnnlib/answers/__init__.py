"""The answer checker: one and the same for a reader's answers and for those of the answer key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnnlib.arguments import describe
from cnnlib.problems import KEY, STATED, Part, Slip, Verdict, own, spell

__all__ = ["KEY", "STATED", "Part", "Slip", "Verdict", "about", "audit", "check", "parts", "spell"]


def parts() -> tuple[str, ...]:
    """Return the names of all parts in the order of the problem set, ``"1a"`` to ``"5c"``.

    Examples
    --------
    >>> len(parts())
    18
    """
    return tuple(STATED)


def about(part: str) -> Part:
    """Return what is known of one part: what is asked, the form of an answer, the right answers, the slips.

    Parameters
    ----------
    part : str
        ``"3c"`` or ``"3(c)"``.

    Returns
    -------
    Part

    Raises
    ------
    TypeError, ValueError
        If there is no such part.

    Examples
    --------
    >>> about("2(b)").asked
    'the size of Z on valid pixels'
    """
    if not isinstance(part, str):
        raise TypeError(f"part must be a name such as '3c'; it was {describe(part)}")
    name = part.strip().lower().replace("(", "").replace(")", "")
    if name not in STATED:
        raise ValueError(f"part must be one of {', '.join(STATED)}; it was {part!r}")
    return own(int(name[0])).part(name[1])


def check(part: str, answer: Any) -> Verdict:
    """Judge an answer to one part.

    Parameters
    ----------
    part : str
        ``"1a"`` to ``"5c"``; ``"3(c)"`` will do as well.
    answer : object
        A text as one writes it, such as ``"7, at row 0, column 1"`` or ``"3*4 + 5"``, for all parts but formulas.
        Or plain Python: a shape ``(7, 8)``, as a tuple or a list; a value with its pixel ``(7, (0, 0))`` (2c, 2d); a
        pixel ``(7, 8)`` (2e); two half-open ranges ``((0, 7), (0, 8))`` or ``(range(7), range(8))`` (2a); a count
        ``1234`` (3c, 3d); a vector ``[7, 8]`` (5a, 5b); a function of (dU, Z) (4a), (dZ, X, w_shape) (4b) or
        (dZ, W, x_shape) (4c); two functions, of (X, s) and (X, p, s) (5c). `about` tells the form for each.
        A number may be an int, a float, one of NumPy's, a Fraction or a Decimal; 12.0 is 12.

    Returns
    -------
    Verdict
        Right or not yet, and a reason. Every right answer is right: any pixel that holds the value.

    Raises
    ------
    TypeError, ValueError
        If there is no such part, or the answer is not of the form that it asks for (a NaN, a word, a missing pixel, a
        number of more than 100 digits). An answer of the right form that is wrong is no error.

    Examples
    --------
    >>> check("3c", 90).right
    False
    >>> print(check("3c", 90))
    3(c): not yet. 90 = 3*3*10 is the cost of one element of Z. How many elements has Z?
    """
    return about(part).check(answer)


def audit(key: Mapping[str, Any] = KEY) -> dict[str, Verdict]:
    """Judge every answer of a key with the same checker.

    Parameters
    ----------
    key : mapping of str to object
        Answers by part, in the form that `check` takes; by default the key that came with the problems. Parts may
        be missing.

    Returns
    -------
    dict of str to Verdict
        In the order of the problem set.

    Raises
    ------
    TypeError, ValueError
        If the key is not a mapping, or as in `check`.

    Examples
    --------
    >>> [name for name, verdict in audit().items() if not verdict.right]
    ['2a', '2c', '3c', '4b', '4c']
    """
    if not isinstance(key, Mapping):
        raise TypeError(
            f"key must be a mapping from parts to answers, such as {{'2b': (7, 8)}}; it was {describe(key)}"
        )
    answers: dict[str, Any] = {}
    for name, answer in key.items():
        part = about(name)
        if part.name in answers:
            raise ValueError(f"key must have one answer for each part; it has two for {spell(part.name)}")
        answers[part.name] = answer
    return {name: check(name, answers[name]) for name in parts() if name in answers}
