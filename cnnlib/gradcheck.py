"""Gradients without any derivation: central differences, against which a formula can be checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import (
    Array,
    as_positive,
    as_real,
    describe,
    in_short,
    real_number,
    refuse_other_shape,
    to_float64,
)

STEP = float(np.finfo(np.float64).eps ** (1 / 3))


def numerical_gradient(f: Callable[[Array], Any], x: ArrayLike, *, step: float = STEP) -> Array:
    """Return df/dx by central differences, one element of x at a time.

    Parameters
    ----------
    f : callable
        Takes an array of x's shape, returns one number.
    x : array_like, any shape
        Where the gradient is wanted; taken as float64, and not changed. f gets float64 too, and has to compute in it:
        in float32 its rounding, divided by the step, makes an error of about 1e-2.
    step : float
        How far to go to each side, times max(1, abs(x)); above 0.

    Returns
    -------
    ndarray of float64, shape of x
        ``(f(x + h) - f(x - h)) / (2 h)`` for each element. For a smooth f of values near 1 the error is about 1e-10.

    Raises
    ------
    TypeError
        If f is not callable, x is not real or f does not return one real number.
    ValueError
        If x or a value of f is not finite, or the step is not above 0.

    Notes
    -----
    The cube root of the machine epsilon balances the error of the formula (h squared) with rounding (epsilon / h).
    Two evaluations of f for each element of x.

    Examples
    --------
    >>> numerical_gradient(lambda x: float(np.sum(x**2)), [1.0, -3.0]).round(6)
    array([ 2., -6.])
    """
    if not callable(f):
        raise TypeError(f"f must be a function of an array; it was {describe(f)}")
    point = as_real("x", x).astype(np.float64)  # a copy, so that the caller's array is never written to
    if not np.isfinite(point).all():
        raise ValueError("x must hold finite numbers; it has a NaN or an infinity")
    step = float(as_positive("step", step))
    gradient = np.empty_like(point)
    for where in np.ndindex(point.shape):
        there = point[where]
        h = step * max(1.0, abs(float(there)))
        point[where] = there + h
        above, up = evaluate(f, point), point[where]
        point[where] = there - h
        below, down = evaluate(f, point), point[where]
        point[where] = there
        if up == down:
            raise ValueError(f"step must be large enough to change x; {step} is lost in rounding at {there}")
        gradient[where] = (above - below) / (up - down)  # up - down: the step that was really taken
    return gradient


def evaluate(f: Callable[[Array], Any], x: Array) -> float:
    """Return f(x) as a finite float."""
    value = f(x.copy())
    array = np.asarray(None if isinstance(value, list | tuple | dict) else value)
    array = array.astype(int) if array.dtype.kind == "b" else array
    number = real_number(array.reshape(())) if array.size == 1 else None
    if number is None:
        raise TypeError(f"f must return one real number; it returned {describe(value)}")
    found = to_float64(number)
    if not np.isfinite(found):
        raise ValueError(f"f must return a finite number, in float64; it returned {in_short(number)}")
    return found


@dataclass(frozen=True)
class GradientCheck:
    """How far a gradient is from the one by central differences.

    Attributes
    ----------
    right : bool
        Whether `relative_error` is within the tolerance.
    relative_error : float
        norm(gradient - numerical) / norm(numerical); 0 is perfect, 1 is as bad as answering 0.
    worst : tuple of int
        The index at which the two differ most.
    given, expected : float
        The two values there.
    hint : str
        Where rounding in few bits alone may be all of the error: what to do about it. Else "".
    """

    right: bool
    relative_error: float
    worst: tuple[int, ...]
    given: float
    expected: float
    hint: str = ""

    def __bool__(self) -> bool:
        """Return `right`."""
        return self.right


def gradient_check(
    f: Callable[[Array], Any], x: ArrayLike, gradient: ArrayLike, *, tolerance: float = 1e-6
) -> GradientCheck:
    """Compare a gradient with the one by central differences.

    Parameters
    ----------
    f : callable
        Takes an array of x's shape, returns one number.
    x : array_like, any shape
        Where the gradient was computed.
    gradient : array_like, shape of x
        What is to be checked; in float64 if it can be had.
    tolerance : float
        The largest relative error in norm that passes. A right formula in float64 comes to 1e-9 or less; a wrong
        one rarely to less than 1e-2. A right one in float32, or an f in float32, comes to 1e-7 to 1e-2: the result then
        has a hint.

    Returns
    -------
    GradientCheck
        True in a condition if the gradient is right.

    Raises
    ------
    ValueError, TypeError
        As in `numerical_gradient`, and if the shape of `gradient` is not that of x.

    Examples
    --------
    >>> gradient_check(lambda x: float(np.sum(x**2)), [1.0, -3.0], [2.0, -6.0]).right
    True
    >>> gradient_check(lambda x: float(np.sum(x**2)), [1.0, -3.0], [2.0, 6.0]).worst
    (1,)
    """
    tolerance = float(as_positive("tolerance", tolerance))
    values: list[float] = []

    def watched(x: Array) -> float:
        values.append(evaluate(f, x))
        return values[-1]

    numerical = numerical_gradient(watched if callable(f) else f, x)
    original = as_real("gradient", gradient)
    given = original.astype(np.float64)
    refuse_other_shape("gradient", given, numerical.shape, "that of x")
    difference = np.abs(given - numerical)
    scale = float(np.linalg.norm(numerical))
    with np.errstate(over="ignore"):  # an absurdly large gradient is off by infinity
        error = float(np.linalg.norm(difference))
    relative = error / scale if scale > 0 else error
    worst = (
        tuple(int(i) for i in np.unravel_index(int(np.argmax(difference)), difference.shape)) if difference.size else ()
    )
    at = (float(given[worst]), float(numerical[worst])) if difference.size else (0.0, 0.0)
    right = relative <= tolerance
    return GradientCheck(right, relative, worst, *at, "" if right else rounding(original, values, relative))


def rounding(gradient: Array, values: list[float], relative: float) -> str:
    """Say where rounding may be all of the error of a gradient, and what to do about it; else return ""."""
    with np.errstate(over="ignore"):
        short = np.array(values, np.float32).astype(float) == values
    if short.all() and len(set(values)) > 1:  # a sum in float64 hardly ever ends in 29 zeros
        return (
            "f seems to compute in float32, so that the numerical gradient is off by rounding; let f compute in float64"
        )
    few = gradient.dtype.kind == "f" and gradient.itemsize < 8
    if few and relative <= 100 * float(np.finfo(gradient.dtype).eps):
        return f"the gradient is {gradient.dtype}, whose rounding may be all of the error; compute it in float64"
    return ""
