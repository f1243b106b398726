"""Arrays and their shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments.messages import describe, in_short, missing_axis, plural, shape_text
from cnnlib.arguments.numbers import Number, as_integer, as_row, real_number

Array = np.ndarray[Any, np.dtype[Any]]
Axes = Sequence[str]
LONG_NAMES = {"H": "the height H", "W": "the width W"}  # elsewhere W is the kernel
REAL = "biuf"  # the kinds of dtypes: booleans, integers without and with a sign, floats
REACH = 2**40  # elements of an array: more do not fit into memory


def as_real(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array of real numbers (booleans count as 0 and 1); the dtype is kept."""
    if type(value) is np.ndarray and value.dtype.kind in REAL:
        return value  # as nearly always
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
    if array.dtype.kind not in REAL:
        raise TypeError(f"{name} must hold real numbers; it was {describe(value)}")
    return array


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
    ends: list[Any] = [number for number in numbers if isinstance(number, Rational)] or [0]
    ranges = {"int": (-(2**63), 2**63), "'uint64'": (0, 2**64)} if whole else {"float": (-(10**308), 10**308)}
    for dtype, (least, limit) in ranges.items():
        if least <= min(ends) and max(ends) < limit:
            return (
                f"{name} must hold real numbers in a dtype of NumPy; these are Python objects: convert them first, as "
                f"in np.asarray({name}, dtype={dtype})"
            )
    return too_long(name, value)


def too_long(name: str, value: object) -> str:
    """Return the message for whole numbers that no dtype of NumPy holds."""
    return f"{name} must hold real numbers, and whole numbers must fit into 64 bits; it was {describe(value)}"


def as_tensor(name: str, value: ArrayLike, layouts: Sequence[Axes]) -> Array:
    """Return `value` as a real array with the axes of one of `layouts`, such as (B, H, W, C); only B may be 0."""
    array = as_real(name, value)
    for axes in layouts:
        if array.ndim == len(axes):
            if not array.size:
                refuse_empty(name, array.shape, axes)
            return array
    wanted = " or ".join(shape_text(axes) for axes in layouts)
    written = name if isinstance(value, np.ndarray) else f"np.asarray({name})"
    hint = next((missing_axis(written, axes) for axes in layouts if array.ndim == len(axes) - 1), "")
    raise ValueError(f"{name} must have shape {wanted}; its shape was {array.shape}{hint}")


def as_whole(name: str, value: ArrayLike, axes: Axes) -> Array:
    """Return `value` as a read-only copy in int64 with the given axes; complain if it is empty or another number."""
    array = as_tensor(name, value, (axes,))
    if not array.size:
        raise ValueError(f"{name} must have a sample; its shape was {array.shape}")
    with np.errstate(invalid="ignore"):  # a NaN, an infinity or a number too large becomes another one
        whole = array.astype(np.int64)
    if not np.array_equal(whole, array):
        raise ValueError(f"{name} must hold whole numbers that int64 can hold; it was {describe(value)}")
    whole.setflags(write=False)
    return whole


def refuse_empty(name: str, shape: tuple[int, ...], axes: Axes) -> None:
    """Complain of an axis of length 0, unless it is B."""
    for axis, length in zip(axes, shape, strict=True):
        if length == 0 and axis != "B":
            raise ValueError(
                f"{name} must not be empty: {LONG_NAMES.get(axis, axis)} of {shape_text(axes)} is 0; "
                f"its shape was {shape}"
            )


def as_shape(name: str, value: object, axes: Axes, *, or_else: str = "") -> tuple[int, ...]:
    """Return `value` as a shape with one length for each of `axes`; only B may have length 0."""
    shape = as_row(value)
    if shape is None:
        raise TypeError(f"{name} must be {shape_text(axes)}{or_else}; it was {describe(value)}")
    if len(shape) != len(axes):
        count = plural(len(shape), "axis", "axes")
        raise ValueError(f"{name} must be {shape_text(axes)}{or_else}; it was {in_short(shape)}, which has {count}")
    return tuple(
        as_integer(f"{LONG_NAMES.get(axis, axis)} in {name}", length, least=0 if axis == "B" else 1)
        for axis, length in zip(axes, shape, strict=True)
    )


def as_sequence_shape(name: str, value: object) -> tuple[int, ...]:
    """Return `value` as the shape of sequences, (B, N, C), or of one, (N,)."""
    axes = ("N",) if len(as_row(value) or ()) == 1 else ("B", "N", "C")
    return as_shape(name, value, axes, or_else=" or (N,)")


def refuse_other_shape(name: str, array: Array, shape: tuple[int, ...], why: str) -> None:
    """Complain unless `array` has `shape`; `why` says where the expected shape comes from."""
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, {why}; its shape was {array.shape}")


def refuse_too_large(counts: Mapping[str, int]) -> None:
    """Complain of a number that no array has: such a convolution can be counted, but not computed."""
    for name, count in counts.items():
        if count > REACH:
            raise ValueError(f"{name} must be at most {REACH}, as no array is larger; it was {in_short(count)}")
