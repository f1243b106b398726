"""Write an answer that is a Python object as the one text that says what was meant."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from cnnlib.arguments import LIMIT, Number, real_number

DIGITS = 100


class TooManyDigits(ValueError):
    """A number is too long to be compared."""


def as_number(answer: object) -> Number:
    """Return a finite number: an int, a float, one of NumPy's, a Fraction or a Decimal."""
    number = real_number(answer)
    if number is None:
        raise TypeError
    if not -math.inf < number < math.inf:  # nor is a NaN
        raise ValueError
    if not -LIMIT < number < LIMIT:
        raise TooManyDigits
    return number


def as_items(answer: object, length: int | None = None) -> list[Any]:
    """Return the items of a list, a tuple or an array with axes."""
    if not is_sequence(answer):
        raise TypeError
    items: list[Any] = list(answer)  # type: ignore[call-overload]
    if length is not None and len(items) != length:
        raise ValueError
    return items


def is_sequence(value: object) -> bool:
    """Say whether a value is a list, a tuple or an array with one axis or more."""
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def write_number(answer: object) -> str:
    """Write a finite number as a decimal that says which it is; as a fraction where no decimal does."""
    number = as_number(answer)
    if number == int(number):
        return str(int(number))
    if isinstance(number, float):
        number = Decimal(repr(float(number)))
    if isinstance(number, Decimal):
        if number.adjusted() < -DIGITS or len(number.as_tuple().digits) > DIGITS:
            raise TooManyDigits
        return f"{number:f}".rstrip("0")  # a whole number is written above, and normalize() rounds to 28 digits
    fraction = Fraction(*number.as_integer_ratio())
    decimal = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return f"{decimal.normalize():f}" if Fraction(decimal) == fraction else str(fraction)


def write_count(answer: object) -> str:
    """Write a whole number; 12.0 is 12."""
    number = as_number(answer)
    if number != int(number):
        raise ValueError
    return str(int(number))


def write_shape(answer: object) -> str:
    """Write whole numbers in order."""
    return f"({', '.join(map(write_count, as_items(answer)))})"


def write_pair(answer: object) -> str:
    """Write a pixel, or the numbers of input and output channels."""
    return write_shape(as_items(answer, 2))


def write_shapes(answer: object) -> str:
    """Write the common shape of two tensors, or both."""
    items = as_items(answer)
    if len(items) != 2 or not all(map(is_sequence, items)):
        return write_shape(items)
    first, second = map(write_shape, items)
    return first if first == second else f"{first} and {second}"


def write_value(answer: object) -> str:
    """Write a value and its pixel."""
    value, pixel = as_items(answer)
    return f"{write_count(value)} at {write_pair(pixel)}"


def write_vector(answer: object) -> str:
    """Write a vector of finite numbers."""
    return f"[{', '.join(map(write_number, as_items(answer)))}]"


def write_ranges(answer: object) -> str:
    """Write two half-open ranges."""
    pairs = [write_bounds(pair) for pair in as_items(answer, 2)]
    return ", ".join(f"{first} <= k{n} < {end}" for n, (first, end) in enumerate(pairs, 1))


def write_bounds(answer: object) -> tuple[str, str]:
    """Write the first index of a range, and the one after the last."""
    if isinstance(answer, range):
        if answer.step != 1:
            raise ValueError
        return str(answer.start), str(answer.stop)
    first, end = as_items(answer)
    return write_count(first), write_count(end)


WRITERS: dict[str, Callable[[object], str]] = {
    "count": write_count,
    "shape": write_shape,
    "shapes": write_shapes,
    "pixel": write_pair,
    "pair": write_pair,
    "value": write_value,
    "vector": write_vector,
    "ranges": write_ranges,
}
