"""Checks of what a caller passes in: every message names the argument, what it was and what is allowed."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray[Any, np.dtype[Any]]
Size = int | Sequence[int]
Padding = Size | Literal["valid", "same"]
LONG_NAMES = {"H": "the height H", "W": "the width W"}  # elsewhere W is the kernel


def describe(value: object) -> str:
    """Say what a value is in a few words, however large it is."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    try:
        text = repr(value)
    except ValueError:  # Python writes out no longer ones
        return "a whole number of more than 4,300 digits"
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"


def in_short(number: object) -> str:
    """Return a number as it is written, unless that is very long."""
    described = describe(number)
    return str(number) if "..." not in described and "digits" not in described else described


def plural(count: int, one: str, many: str = "") -> str:
    """Return ``"1 row"``, ``"2 rows"``; `many` is for a noun whose plural is not formed with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def as_integer(name: str, value: object, *, least: int, or_else: str = "") -> int:
    """Return `value` as an int that is at least `least`; no rounding, no booleans."""
    if type(value) is int and value >= least:
        return value  # as nearly always
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        wanted = f"a whole number of at least {least}{or_else}"
        raise TypeError(f"{name} must be {wanted}; it was {describe(value)}") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}; it was {in_short(number)}")
    return number


def is_number(value: object) -> bool:
    """Whether this is a finite number and no boolean."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole or (isinstance(value, float | np.floating) and bool(np.isfinite(value)))


def as_positive(name: str, value: object) -> float:
    """Return `value` as a finite float above 0."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        raise TypeError(f"{name} must be a number above 0; it was {describe(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not (number > 0 and math.isfinite(number)):
        raise ValueError(f"{name} must be a number above 0; it was {in_short(value)}")
    return number


def as_bool(name: str, value: object) -> bool:
    """Return `value` as a bool; nothing else is taken for one."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False; it was {describe(value)}")
    return bool(value)


def as_row(value: object) -> tuple[Any, ...] | None:
    """Return a list, a tuple or an array with one axis as a tuple; None for anything else."""
    if isinstance(value, np.ndarray):
        return tuple(value.tolist()) if value.ndim == 1 else None
    return tuple(value) if isinstance(value, list | tuple) else None


def as_pair(name: str, value: object, *, least: int, or_else: str = "") -> tuple[int, int]:
    """Return an int or a (row, column) pair as a pair of ints."""
    pair = as_row(value)
    if pair is None:
        number = as_integer(name, value, least=least, or_else=f", or a (row, column) pair of them{or_else}")
        return number, number
    if len(pair) != 2:
        raise ValueError(f"{name} must be a whole number or a (row, column) pair{or_else}; it was {describe(value)}")
    return as_integer(f"{name}[0]", pair[0], least=least), as_integer(f"{name}[1]", pair[1], least=least)


def as_shape(name: str, value: object, axes: Sequence[str], *, others: str = "") -> tuple[int, ...]:
    """Return `value` as a shape with one length for each of `axes`; only the axis B may have length 0."""
    shape = as_row(value)
    if shape is not None and len(shape) == len(axes) and all(type(n) is int and n > 0 for n in shape):
        return shape  # as nearly always; the texts for messages would take as long as a small convolution
    wanted = f"{shape_text(' '.join(axes))}{others}"
    if shape is None:
        raise TypeError(f"{name} must be {wanted}; it was {describe(value)}")
    if len(shape) != len(axes):
        raise ValueError(f"{name} must be {wanted}; it was {shape}, which has {plural(len(shape), 'axis', 'axes')}")
    return tuple(
        as_integer(f"{LONG_NAMES.get(axis, axis)} in {name}", length, least=0 if axis == "B" else 1)
        for axis, length in zip(axes, shape, strict=True)
    )


def as_real(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array of real numbers (booleans count as 0 and 1); the dtype is kept."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name} must hold real numbers and no mask; fill the masked elements first, as in {name}.filled(0)"
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be an array of numbers; its rows have unequal lengths") from None
    if array.dtype.kind not in "biuf":
        too_long = array.dtype.kind == "O" and array.size and all(isinstance(v, int) for v in array.flat)
        limit = ", and whole numbers must fit into 64 bits" if too_long else ""
        raise TypeError(f"{name} must hold real numbers{limit}; it was {describe(value)}")
    return array


def as_tensor(name: str, value: ArrayLike, *layouts: str) -> Array:
    """Return `value` as a real array laid out as one of `layouts`, such as ``"B H W C"``; only B may be 0."""
    array = as_real(name, value)
    for layout in layouts:
        axes = layout.split()
        if array.ndim != len(axes):
            continue
        for axis, length in zip(axes, array.shape, strict=True):
            if length == 0 and axis != "B":
                raise ValueError(
                    f"{name} must not be empty: {LONG_NAMES.get(axis, axis)} of {shape_text(layout)} is 0; "
                    f"its shape was {array.shape}"
                )
        return array
    wanted = " or ".join(shape_text(layout) for layout in layouts)
    one_sample = any(layout[0] == "B" and array.ndim == len(layout.split()) - 1 for layout in layouts)
    hint = f"; one sample needs a first axis of length 1, as {name}[None] has" if one_sample else ""
    raise ValueError(f"{name} must have shape {wanted}; its shape was {array.shape}{hint}")


def shape_text(layout: str) -> str:
    """Return ``"(B, H, W, C)"`` for ``"B H W C"``, with the comma that a one-axis tuple needs."""
    axes = layout.split()
    return f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"


def as_choice(name: str, value: object, allowed: Sequence[str], *, or_else: str = "") -> str:
    """Return `value` if it is one of `allowed`; `or_else` says what other kinds of value would do."""
    if not isinstance(value, str) or value not in allowed:
        named = " or ".join(f'"{a}"' for a in allowed)
        raise ValueError(f"{name} must be {or_else}{named}; it was {describe(value)}")
    return value


def same_shape(name: str, array: Array, shape: tuple[int, ...], why: str) -> None:
    """Complain unless `array` has `shape`; `why` says where the expected shape comes from."""
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, {why}; its shape was {array.shape}")
