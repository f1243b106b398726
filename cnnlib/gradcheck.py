"""Gradients without any derivation: central differences, against which a formula can be checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import Array, as_positive, as_real, describe, same_shape

STEP = float(np.finfo(np.float64).eps ** (1 / 3))


def numerical_gradient(f: Callable[[Array], Any], x: ArrayLike, *, step: float = STEP) -> Array:
    """Return df/dx by central differences, one element of x at a time.

    Parameters
    ----------
    f : callable
        Takes an array of x's shape, returns one number.
    x : array_like, any shape
        Where the gradient is wanted; taken as float64, and not changed.
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
    step = as_positive("step", step)
    gradient = np.empty_like(point)
    for where in np.ndindex(point.shape):
        there = point[where]
        h = step * max(1.0, abs(float(there)))
        point[where] = there + h
        above, up = one_number(f, point), point[where]
        point[where] = there - h
        below, down = one_number(f, point), point[where]
        point[where] = there
        if up == down:
            raise ValueError(f"step must be large enough to change x; {step} is lost in rounding at {there}")
        gradient[where] = (above - below) / (up - down)  # up - down: the step that was really taken
    return gradient


def one_number(f: Callable[[Array], Any], x: Array) -> float:
    """Return f(x) as a finite float."""
    value = f(x.copy())
    if isinstance(value, list | tuple | dict) or np.size(value) != 1 or np.asarray(value).dtype.kind not in "biuf":
        raise TypeError(f"f must return one real number; it returned {describe(value)}")
    array = np.asarray(value)
    if not np.isfinite(array).all():
        raise ValueError(f"f must return a finite number; it returned {array.item()}")
    return float(array.item())


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
    """

    right: bool
    relative_error: float
    worst: tuple[int, ...]
    given: float
    expected: float

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
        What is to be checked.
    tolerance : float
        The largest relative error in norm that passes. A right formula in float64 comes to 1e-9 or less; a wrong
        one rarely to less than 1e-2.

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
    tolerance = as_positive("tolerance", tolerance)
    numerical = numerical_gradient(f, x)
    given = as_real("gradient", gradient).astype(np.float64)
    same_shape("gradient", given, numerical.shape, "that of x")
    difference = np.abs(given - numerical)
    scale = float(np.linalg.norm(numerical))
    error = float(np.linalg.norm(difference))
    relative = error / scale if scale > 0 else error
    worst = (
        tuple(int(i) for i in np.unravel_index(int(np.argmax(difference)), difference.shape)) if difference.size else ()
    )
    at = (float(given[worst]), float(numerical[worst])) if difference.size else (0.0, 0.0)
    return GradientCheck(relative <= tolerance, relative, worst, *at)
