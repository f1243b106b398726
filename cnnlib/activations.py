"""The two activations of the problems: ReLU (Problem 3) and the sigmoid (Problem 4), each with its gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import Array, as_real, refuse_other_shape


def relu(Z: ArrayLike) -> Array:
    """Return ``U = max(0, Z)``, element by element.

    Parameters
    ----------
    Z : array_like, any shape
        Real numbers.

    Returns
    -------
    ndarray, shape and dtype of Z
        U.

    Raises
    ------
    TypeError
        If Z does not hold real numbers.

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0, 0, 3])
    """
    Z = as_real("Z", Z)
    return np.asarray(np.maximum(Z, np.zeros((), Z.dtype)))


def relu_backward(dU: ArrayLike, Z: ArrayLike) -> Array:
    """Return dJ/dZ of `relu`: dJ/dU where Z > 0, else 0.

    Parameters
    ----------
    dU : array_like, any shape
        dJ/dU.
    Z : array_like, shape of dU
        The input that relu was given.

    Returns
    -------
    ndarray, shape and dtype of dU
        dJ/dZ. At Z = 0, where the derivative does not exist, it is 0, as in PyTorch and TensorFlow.

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or a dtype is not real.

    Examples
    --------
    >>> relu_backward([5, 5, 5], [-2, 0, 3])
    array([0, 0, 5])
    """
    dU, Z = as_slopes_and_inputs(dU, Z)
    return np.where(Z > 0, dU, np.zeros((), dU.dtype))


def sigmoid(Z: ArrayLike) -> Array:
    """Return ``U = 1 / (1 + exp(-Z))``, element by element.

    Parameters
    ----------
    Z : array_like, any shape
        Real numbers, however large.

    Returns
    -------
    ndarray, shape of Z
        U, between 0 and 1. Floats keep their dtype; integers and booleans give float64.

    Raises
    ------
    TypeError
        If Z does not hold real numbers.

    Notes
    -----
    exp is taken of -abs(Z) only, which cannot overflow: for Z < 0 the fraction is extended by exp(Z).

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    Z = as_float("Z", Z)
    with np.errstate(under="ignore"):  # a result too small for its dtype is rightly 0
        decay = np.exp(-np.abs(Z))
        return np.asarray(np.where(Z >= 0, 1, decay) / (1 + decay))


def sigmoid_backward(dU: ArrayLike, Z: ArrayLike) -> Array:
    """Return dJ/dZ of `sigmoid`: ``dJ/dU * exp(-Z) / (1 + exp(-Z))**2``, element by element.

    Parameters
    ----------
    dU : array_like, any shape
        dJ/dU.
    Z : array_like, shape of dU
        The input that sigmoid was given.

    Returns
    -------
    ndarray, shape of dU
        dJ/dZ, in the common float dtype of dU and Z; an integer or a boolean beside a float takes the float's dtype,
        and two of them give float64.

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or a dtype is not real.

    Notes
    -----
    The slope is the same at Z and -Z, so it is computed from abs(Z): u * (1 - u) would round to 0 from Z = 37 on.
    Source: Problem 4(a).

    Examples
    --------
    >>> sigmoid_backward([1.0, 1.0], [0.0, 1000.0])
    array([0.25, 0.  ])
    """
    dU, Z = as_slopes_and_inputs(dU, Z)
    # An integer beside a float takes the float's dtype, as everywhere in the package.
    floats = [array.dtype for array in (dU, Z) if array.dtype.kind == "f"] or [np.dtype(np.float64)]
    dU, Z = (array.astype(floats[-1]) if array.dtype.kind != "f" else array for array in (dU, Z))
    with np.errstate(under="ignore"):  # a result too small for its dtype is rightly 0
        decay = np.exp(-np.abs(Z))
        return np.asarray(dU * (decay / (1 + decay) ** 2))


def as_float(name: str, value: ArrayLike) -> Array:
    """Return a real array as floats: floats keep their dtype, the rest becomes float64."""
    array = as_real(name, value)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_slopes_and_inputs(dU: ArrayLike, Z: ArrayLike) -> tuple[Array, Array]:
    """Return both as real arrays of one shape."""
    dU, Z = as_real("dU", dU), as_real("Z", Z)
    refuse_other_shape("dU", dU, Z.shape, "that of Z")
    return dU, Z
