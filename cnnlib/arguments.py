"""Checks of what a caller passes in: every message names the argument, what it was and what is allowed."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray[Any, np.dtype[Any]]
Size = int | Sequence[int]
Padding = Size | Literal["valid", "same"]
Number = int | float | np.longdouble | Fraction | Decimal
LONG_NAMES = {"H": "the height H", "W": "the width W"}  # elsewhere W is the kernel
LONE = {"B": "one sample", "C": "one channel", "M": "one output channel"}  # axes that other libraries let one leave out
LIMIT = 10**100  # of a size: far beyond every array, and still to be read in a message
REACH = 2**40  # elements of an array: more do not fit into memory


def describe(value: object) -> str:
    """Say what a value is in a few words, however large it is."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    try:
        if hasattr(value, "__array__") and (shape := getattr(value, "shape", ())):
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


def for_arrays(counts: Mapping[str, int]) -> None:
    """Complain of a number that no array has: such a convolution can be counted, but not computed."""
    for name, count in counts.items():
        if count > REACH:
            raise ValueError(f"{name} must be at most {REACH}, as no array is larger; it was {in_short(count)}")


def real_number(value: object) -> Number | None:
    """Return a real number as Python's own, of the same value; None for anything else, booleans among it."""
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


def as_positive(name: str, value: object) -> Number:
    """Return `value` as a number above 0, exactly; float64 can hold it."""
    number = real_number(value)
    if number is None:
        raise TypeError(f"{name} must be a number above 0; it was {describe(value)}")
    try:
        held = float(number)
    except OverflowError:
        held = math.inf
    if not (number > 0 and 0 < held < math.inf):
        held_too = " that float64 can hold" if 0 < number < math.inf else ""
        raise ValueError(f"{name} must be a number above 0{held_too}; it was {in_short(value)}")
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
    if shape is not None and len(shape) == len(axes) and all(type(n) is int and 0 < n < LIMIT for n in shape):
        return shape  # as nearly always; the texts for messages would take as long as a small convolution
    wanted = f"{shape_text(' '.join(axes))}{others}"
    if shape is None:
        raise TypeError(f"{name} must be {wanted}; it was {describe(value)}")
    if len(shape) != len(axes):
        raise ValueError(
            f"{name} must be {wanted}; it was {in_short(shape)}, which has {plural(len(shape), 'axis', 'axes')}"
        )
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
        if not isinstance(value, list | tuple):
            raise ValueError(f"{name} must be an array of numbers; it was {describe(value)}") from None
        raise ValueError(f"{name} must be an array of numbers; its rows have unequal lengths") from None
    except OverflowError:
        raise TypeError(too_long(name, value)) from None
    except TypeError:  # what an object says of itself that cannot become an array
        raise TypeError(f"{name} must hold real numbers; it was {describe(value)}") from None
    if array.dtype.kind == "O":
        raise TypeError(no_dtype(name, value, array))
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers; it was {describe(value)}")
    return array


def too_long(name: str, value: object) -> str:
    """Return the message for whole numbers that no dtype of NumPy holds."""
    return f"{name} must hold real numbers, and whole numbers must fit into 64 bits; it was {describe(value)}"


def no_dtype(name: str, value: object, array: Array) -> str:
    """Return the message for Python objects, which no arithmetic is done with: what to make of them, if numbers."""
    numbers: list[Number] = []
    for where, element in np.ndenumerate(array):
        number = int(element) if isinstance(element, bool) else real_number(element)
        if number is None:
            what = f"its element {where if len(where) > 1 else where[0]} was {describe(element)}" if where else ""
            return f"{name} must hold real numbers; {what or f'it was {describe(value)}'}"
        numbers.append(number)
    whole = all(isinstance(number, int) for number in numbers)
    ends = [number for number in numbers if isinstance(number, int | Fraction)] or [0]
    ranges = {"int": (-(2**63), 2**63), "'uint64'": (0, 2**64)} if whole else {"float": (-(10**308), 10**308)}
    for dtype, (least, limit) in ranges.items():
        if least <= min(ends) and max(ends) < limit:
            return (
                f"{name} must hold real numbers in a dtype of NumPy; these are Python objects: convert them first, as "
                f"in np.asarray({name}, dtype={dtype})"
            )
    return too_long(name, value)


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
    written = name if isinstance(value, np.ndarray) else f"np.asarray({name})"
    hints = [missing_axis(written, layout) for layout in layouts if array.ndim == len(layout.split()) - 1]
    raise ValueError(f"{name} must have shape {wanted}; its shape was {array.shape}{''.join(hints)}")


def missing_axis(written: str, layout: str) -> str:
    """Say how to add the one axis that is missing: which one it is, only the caller knows."""
    axes = layout.split()
    ways = []
    for place, axis in enumerate(axes):
        if axis in LONE:
            rest = shape_text(" ".join(axes[:place] + axes[place + 1 :]))
            where = {0: "None", len(axes) - 1: "..., None"}.get(place, ":, " * place + "None")
            what = "one input channel" if axis == "C" and "M" in axes else LONE[axis]
            ways.append(f"if that is {rest}, {what}, pass {written}[{where}]")
    return "".join(f"; {way}" for way in ways)


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
