"""The values of a control: numbers in steps, how a value is written, and which of several a value is."""

from __future__ import annotations

import math
import reprlib
from fractions import Fraction
from typing import Any

import numpy as np

from cnnlib.arguments import describe, in_short, is_number

MOST_STATES = 4000  # of one panel, and so the values of one control
SHORT_REPR = reprlib.Repr()
SHORT_REPR.maxlist, SHORT_REPR.maxstring, SHORT_REPR.maxother = 12, 60, 60


def refuse_too_many_values(name: str, count: int) -> None:
    """Complain about more values than a page can go through, before they are made."""
    if count > MOST_STATES:
        raise ValueError(f"the control {name} may have at most {MOST_STATES} values; it has {in_short(count)}")


def read_range(name: str, first: Any, last: Any, step: Any = None) -> tuple[list[Any], float]:
    """Return first, first + step, ... as far as last, and the step."""
    first, last = as_python_number(first), as_python_number(last)
    if step is None:
        step = 1 if isinstance(first, int) and isinstance(last, int) else 0.1  # ipywidgets' own
    step = as_python_number(step)
    if not all(map(is_number, (first, last, step))) or first > last or step <= 0:
        raise ValueError(
            f"the control {name} must go up in steps above 0; it was to go from {first} to {last} in steps of {step}"
        )
    # As they are written: a tenth is 1/10, and three of them are 0.3.
    start, end, by = (Fraction(str(n)) for n in (first, last, step))
    count = math.floor((end - start) / by + Fraction(1, 10**9)) + 1  # 1/3 is written a little too long or too short
    refuse_too_many_values(name, count)
    if all(isinstance(n, int) for n in (first, last, step)):
        return [int(start + k * by) for k in range(count)], int(by)
    values = [float(start + k * by) for k in range(count)]
    if abs(Fraction(values[-1]) - end) <= by / 10**9:
        values[-1] = min(values[-1], float(end), key=lambda value: len(repr(value)))  # 1.0, not 0.9999999999999999
    return values, float(by)


def as_python_number(number: Any) -> int | float:
    """Return a number of NumPy as Python's, as it is written: a tenth stays 0.1 whatever its precision."""
    return int(number) if isinstance(number, int | np.integer) else float(str(number))


def format_label(value: float) -> str:
    """Return a number as a label: with all digits that a person would write."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def require_index(what: str, value: Any, values: list[Any], step: float) -> int:
    """Return which of the values this is; complain, naming `what` it is, if it is none of them."""
    found = find_index(value, values, step)
    if found is None:
        raise ValueError(f"{what} must be among {as_short_code(values)}; it was {describe(value)}")
    return found


def find_index(value: Any, values: list[Any], step: float) -> int | None:
    """Return which of the values this is, or None."""
    if step:
        # The steps of a slider add up with rounding: 0.1 + 0.2 is 0.30000000000000004.
        if not is_number(value):
            return None
        nearest = round((as_python_number(value) - values[0]) / step)
        found = 0 <= nearest < len(values) and abs(as_python_number(value) - values[nearest]) <= 1e-6 * step
        return nearest if found else None
    same = [k for k, one in enumerate(values) if is_same(one, value)]
    # 1 and 1.0 are equal, and may be two choices.
    return min(
        same, key=lambda k: (values[k] is not value, as_short_code(values[k]) != as_short_code(value)), default=None
    )


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal; an array is compared as a whole, and True is not 1."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return type(one) is type(other) and one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, bool | np.bool_) != isinstance(other, bool | np.bool_):
        return False
    try:
        return bool(one == other)
    except Exception:  # a table of truths, as a data frame gives
        return False


def as_one_line(value: Any) -> str:
    """Return a value as a label."""
    return " ".join(str(value).split())


def as_short_code(value: Any) -> str:
    """Return a value as code in one line, shortened if it is long."""
    return " ".join(SHORT_REPR.repr(value).split())
