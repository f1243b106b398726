"""How a message says what a value is: in a few words, on one line, however large it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LONE = {"B": "one sample", "C": "one channel", "M": "one output channel"}  # axes that other libraries let one leave out


def describe(value: object) -> str:
    """Say what a value is in a few words, however large it is."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    try:
        if hasattr(value, "__array__") and (shape := getattr(value, "shape", None)):
            return f"an object of type {type(value).__name__} and shape {tuple(shape)}"
        text = repr(value)
    except Exception:  # Python writes out no longer numbers; and any object may fail at it
        longest = "a whole number of more than 4,300 digits"
        return longest if isinstance(value, int) else f"an object of type {type(value).__name__}"
    text = " ".join(text.split()) if "\n" in text else text  # a message is one line
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"


def in_short(number: object) -> str:
    """Return a number as it is written, unless that is very long."""
    try:
        text = str(number)
    except Exception:  # as there
        return describe(number)
    return text if len(text) <= 60 else describe(number)


def plural(count: int, one: str, many: str = "") -> str:
    """Return ``"1 row"``, ``"2 rows"``; `many` is for a noun whose plural is not formed with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def shape_text(axes: Sequence[str]) -> str:
    """Return ``"(B, H, W, C)"`` for its axes, with the comma that a one-axis tuple needs."""
    return f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"


def missing_axis(written: str, axes: Sequence[str]) -> str:
    """Say how to add the one axis that is missing: which one it is, only the caller knows."""
    ways = []
    for place, axis in enumerate(axes):
        if axis in LONE:
            rest = shape_text([*axes[:place], *axes[place + 1 :]])
            where = "..., None" if place == len(axes) - 1 else ":, " * place + "None"
            what = "one input channel" if axis == "C" and "M" in axes else LONE[axis]
            ways.append(f"if that is {rest}, {what}, pass {written}[{where}]")
    return "".join(f"; {way}" for way in ways)
