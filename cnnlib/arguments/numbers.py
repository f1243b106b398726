"""Single numbers and pairs of them: sizes, settings, rates, steps."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from cnnlib.arguments.messages import describe, in_short

Size = int | Sequence[int]
Padding = Size | Literal["valid", "same"]
Number = int | float | np.longdouble | Fraction | Decimal
LIMIT = 10**100  # of a size: far beyond every array, and still to be read in a message


def as_integer(name: str, value: object, *, least: int, or_else: str = "") -> int:
    """Return `value` as an int that is at least `least`; no rounding, no booleans."""
    if type(value) is int and least <= value < LIMIT:
        return value  # as nearly always
    try:
        if isinstance(value, bool | np.bool_ | np.timedelta64):
            raise TypeError
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        wanted = f"a whole number of at least {least}{or_else}"
        raise TypeError(f"{name} must be {wanted}; it was {describe(value)}") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}; it was {in_short(number)}")
    if number >= LIMIT:
        raise ValueError(f"{name} must have at most 100 digits; it was {in_short(number)}")
    return number


def as_bool(name: str, value: object) -> bool:
    """Return `value` as a bool; nothing else is taken for one."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False; it was {describe(value)}")
    return bool(value)


def as_choice(name: str, value: object, allowed: Sequence[str], *, or_else: str = "") -> str:
    """Return `value` if it is one of `allowed`; `or_else` says what other kinds of value would do."""
    if not isinstance(value, str) or value not in allowed:
        named = " or ".join(f'"{a}"' for a in allowed)
        raise ValueError(f"{name} must be {or_else}{named}; it was {describe(value)}")
    return value


def as_row(value: object) -> tuple[Any, ...] | None:
    """Return a list, a tuple or an array with one axis as a tuple; None for anything else."""
    if isinstance(value, np.ndarray):
        return tuple(value.tolist()) if value.ndim == 1 else None
    return tuple(value) if isinstance(value, list | tuple) else None


def as_pair(name: str, value: object, *, least: int, or_else: str = "") -> tuple[int, int]:
    """Return an int or a (row, column) pair as a pair of ints."""
    if type(value) is int and least <= value < LIMIT:
        return value, value  # as nearly always
    pair = as_row(value)
    if pair is None:
        number = as_integer(name, value, least=least, or_else=f", or a (row, column) pair of them{or_else}")
        return number, number
    if len(pair) != 2:
        raise ValueError(f"{name} must be a whole number or a (row, column) pair{or_else}; it was {describe(value)}")
    return as_integer(f"{name}[0]", pair[0], least=least), as_integer(f"{name}[1]", pair[1], least=least)


def real_number(value: object) -> Number | None:
    """Return a real number as Python's own, of the same value; None for anything else, booleans among it."""
    if type(value) is int:
        return value  # as nearly always
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]  # an array without axes is a number
    if isinstance(value, bool | np.bool_ | np.timedelta64):  # NumPy takes a time for an integer
        return None
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, Decimal) and value.is_nan():
        return math.nan  # a Decimal's own cannot be compared
    if isinstance(value, np.floating):
        value = value.item()  # a float of the same value; a long double stays one
    return value if isinstance(value, float | np.longdouble | Fraction | Decimal) else None


def is_number(value: object) -> bool:
    """Whether this is a finite number and no boolean."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool | np.timedelta64)
    return whole or (isinstance(value, float | np.floating) and bool(np.isfinite(value)))


def to_float64(number: Number) -> float:
    """Return a number in float64; an infinity where that has none so large."""
    try:
        return float(number)
    except OverflowError:
        return math.inf


def as_positive(name: str, value: object) -> Number:
    """Return `value` as a number above 0, exactly; float64 can hold it."""
    number = real_number(value)
    if number is None:
        raise TypeError(f"{name} must be a number above 0; it was {describe(value)}")
    held = to_float64(number)
    if not 0 < held < math.inf:
        held_too = " that float64 can hold" if 0 < number < math.inf else ""
        raise ValueError(f"{name} must be a number above 0{held_too}; it was {in_short(value)}")
    return number
