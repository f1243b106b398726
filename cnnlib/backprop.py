"""The gradients of Problem 4: of a convolution with respect to its kernel, its input and its bias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import fast, plain
from cnnlib.arguments import Array, Padding, Size, as_tensor
from cnnlib.fast import Job, Scratch, run
from cnnlib.geometry import (
    IMAGE_AXES,
    KERNEL_AXES,
    OUTPUT_AXES,
    Geometry,
    as_image_shape,
    as_kernel_shape,
    lay_windows,
)
from cnnlib.operands import Operands, refuse_other_dz


def conv2d_weight_grad(
    dZ: ArrayLike,
    X: ArrayLike,
    w_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> Array:
    """Return dJ/dW: each weight gathers dJ/dZ times the input it met, over all windows and samples.

    ``dW[k1, k2, n, m] = sum over i, j1, j2 of
    dZ[i, j1, j2, m] * X[i, j1*s1 - p1 + k1*d1, j2*s2 - p2 + k2*d2, n]``

    Parameters
    ----------
    dZ : array_like, shape (B, H', W', M) or (H', W')
        dJ/dZ, in the shape of conv2d's result.
    X : array_like, shape (B, H, W, C) or (H, W)
        The input that conv2d was given.
    w_shape : tuple of int, (K1, K2, C, M) or (K1, K2)
        The shape of conv2d's kernel.
    stride, padding, dilation
        As conv2d was given them.

    Returns
    -------
    ndarray, shape `w_shape`
        dJ/dW; its dtype follows from dZ and X as in `conv2d`.

    Raises
    ------
    ValueError, TypeError, OverflowError
        As in `conv2d`, and if dZ does not have the shape of conv2d's result.

    Notes
    -----
    Source: chapter 4, part 4(b); it is the trace's terms, grouped by the weight.

    Examples
    --------
    >>> conv2d_weight_grad([[1, 1]], [[1, 2, 4]], (1, 2))
    array([[3, 6]])
    """
    dZ, X = as_tensor("dZ", dZ, OUTPUT_AXES), as_tensor("X", X, IMAGE_AXES)
    g = lay_windows(X.shape, as_kernel_shape("w_shape", w_shape, X.shape), stride, padding, dilation)
    refuse_other_dz(dZ, g)
    return compute(plan_weight_grad(g, dZ, X))[0]


def conv2d_input_grad(
    dZ: ArrayLike,
    W: ArrayLike,
    x_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> Array:
    """Return dJ/dX: each input gathers dJ/dZ times the weight it met, over all windows that contain it.

    With stride 1, no padding and dilation 1:
    ``dX[i, j1, j2, n] = sum over k1, k2, m of dZ[i, j1 - k1, j2 - k2, m] * W[k1, k2, n, m]``,
    over those (j1 - k1, j2 - k2) that are pixels of Z.

    Parameters
    ----------
    dZ : array_like, shape (B, H', W', M) or (H', W')
        dJ/dZ, in the shape of conv2d's result.
    W : array_like, shape (K1, K2, C, M) or (K1, K2)
        The kernel that conv2d was given.
    x_shape : tuple of int, (B, H, W, C) or (H, W)
        The shape of conv2d's input. With a stride, several input sizes give one output size: hence it is asked for.
    stride, padding, dilation
        As conv2d was given them.

    Returns
    -------
    ndarray, shape `x_shape`
        dJ/dX; its dtype follows from dZ and W as in `conv2d`. 0 where no window reaches.

    Raises
    ------
    ValueError, TypeError, OverflowError
        As in `conv2d`, and if dZ does not have the shape of conv2d's result.

    Notes
    -----
    Source: chapter 4, part 4(c); it is the trace's terms, grouped by the input.

    Examples
    --------
    >>> conv2d_input_grad([[1, 1]], [[1, -1]], (1, 3))
    array([[ 1,  0, -1]])
    """
    dZ, W = as_tensor("dZ", dZ, OUTPUT_AXES), as_tensor("W", W, KERNEL_AXES)
    g = lay_windows(as_image_shape(x_shape), W.shape, stride, padding, dilation)
    refuse_other_dz(dZ, g)
    return compute(plan_input_grad(g, dZ, W))[0]


def conv2d_backward(
    dZ: ArrayLike,
    X: ArrayLike,
    W: ArrayLike,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> tuple[Array, Array, Array]:
    """Return the three gradients of a convolution, (dJ/dX, dJ/dW, dJ/db).

    Parameters
    ----------
    dZ : array_like, shape (B, H', W', M) or (H', W')
        dJ/dZ, in the shape of conv2d's result.
    X : array_like, shape (B, H, W, C) or (H, W)
        The input that conv2d was given.
    W : array_like, shape (K1, K2, C, M) or (K1, K2)
        The kernel that conv2d was given.
    stride, padding, dilation
        As conv2d was given them.

    Returns
    -------
    dX : ndarray, shape of X
        See `conv2d_input_grad`.
    dW : ndarray, shape of W
        See `conv2d_weight_grad`.
    db : ndarray, shape (M,), or () for a plain image
        ``db[m] = sum over i, j1, j2 of dZ[i, j1, j2, m]``.

    Raises
    ------
    ValueError, TypeError, OverflowError
        As in `conv2d`, and if dZ does not have the shape of conv2d's result.

    Notes
    -----
    Memory beside the arguments, counted as for `conv2d`: at most the bytes of dZ and X, twice those of dX, six times
    those of W (for partial sums of dW) and 16 MiB, however many samples there are.
    Source: chapter 4. Nothing from the forward pass but X and W is needed.

    Examples
    --------
    >>> dX, dW, db = conv2d_backward([[1, 1]], [[1, 2, 4]], [[1, -1]])
    >>> dX.tolist(), dW.tolist(), int(db)
    ([[1, 0, -1]], [[3, 6]], 2)
    """
    dZ, X, W = as_tensor("dZ", dZ, OUTPUT_AXES), as_tensor("X", X, IMAGE_AXES), as_tensor("W", W, KERNEL_AXES)
    g = lay_windows(X.shape, W.shape, stride, padding, dilation)
    refuse_other_dz(dZ, g)
    plans = partial(plan_weight_grad, g, dZ, X), partial(plan_bias_grad, g, dZ), partial(plan_input_grad, g, dZ, W)
    ready = dZ.flags.c_contiguous and dZ.dtype == X.dtype == W.dtype and dZ.dtype.kind == "f" and dZ.itemsize > 2
    # Where each needs a copy of dZ, one after the other takes less memory.
    dW, db, dX = compute(*(plan() for plan in plans)) if ready else (compute(plan())[0] for plan in plans)
    return dX, dW, db


class Plan(NamedTuple):
    """What returns one gradient, and what is to do before: nothing if it is there; else jobs with so many products."""

    result: Callable[[], Array]
    jobs: Sequence[Job] = ()
    multiplications: int = 0


def compute(*plans: Plan) -> tuple[Array, ...]:
    """Do the jobs of all plans at once, so that no thread waits for the end of one gradient; return the gradients."""
    run([job for plan in plans for job in plan.jobs], sum(plan.multiplications for plan in plans))
    return tuple(plan.result() for plan in plans)


def plan_weight_grad(g: Geometry, dZ: Array, X: Array) -> Plan:
    """Plan dJ/dW."""
    given = Operands(g, "W", dZ=dZ, X=X)
    if plain.suits(g):
        dW = plain.weight_grad(given.dZ, given.X, g.w_shape, *g.windows)
        return Plan(lambda: given.result(dW))
    jobs, sums = fast.weight_grad(given.dZ, given.X, g.w_shape, *g.windows)
    return Plan(lambda: given.result(sums.sum(axis=0)), jobs, g.products)


def plan_input_grad(g: Geometry, dZ: Array, W: Array) -> Plan:
    """Plan dJ/dX."""
    given = Operands(g, "X", dZ=dZ, W=W)
    if plain.suits(g):
        dX = plain.input_grad(given.dZ, given.W, g.x_shape, *g.windows)
        return Plan(lambda: given.result(dX))
    windows, dX = g.windows, np.empty(g.x_shape, given.adding)
    return Plan(lambda: given.result(dX), fast.input_grad(given.dZ, given.W, dX, *windows), g.products)


def plan_bias_grad(g: Geometry, dZ: Array) -> Plan:
    """Plan dJ/db."""
    given = Operands(g, "b", dZ=dZ)
    samples, height, width, outputs = g.z_shape
    db = np.empty(outputs, given.adding)

    def work(_: Scratch) -> None:
        row = given.dZ.reshape(samples * height, width * outputs).sum(axis=0)  # long runs
        row.reshape(width, outputs).sum(axis=0, out=db)

    return Plan(lambda: given.result(db), [work], dZ.size)
