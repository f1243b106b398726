"""The gradients of Problem 4: of a convolution with respect to its kernel, its input and its bias."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import Array, Padding, Size, as_tensor, same_shape
from cnnlib.convolution import IMAGES, KERNELS
from cnnlib.dtypes import for_sums
from cnnlib.fast import Job, Scratch, input_grad, run, weight_grad
from cnnlib.geometry import Geometry, geometry

OUTPUTS = ("B H' W' M", "H' W'")


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
    dZ, X = as_tensor("dZ", dZ, *OUTPUTS), as_tensor("X", X, *IMAGES)
    g = geometry(X.shape, w_shape, stride, padding, dilation, w_name="w_shape")
    check_dz(dZ, g)
    return done(with_respect_to_w(dZ, X, g))[0]


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
    dZ, W = as_tensor("dZ", dZ, *OUTPUTS), as_tensor("W", W, *KERNELS)
    g = geometry(x_shape, W.shape, stride, padding, dilation)
    check_dz(dZ, g)
    return done(with_respect_to_x(dZ, W, g))[0]


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
    dZ, X, W = as_tensor("dZ", dZ, *OUTPUTS), as_tensor("X", X, *IMAGES), as_tensor("W", W, *KERNELS)
    g = geometry(X.shape, W.shape, stride, padding, dilation)
    check_dz(dZ, g)
    works = partial(with_respect_to_w, dZ, X, g), partial(with_respect_to_b, dZ), partial(with_respect_to_x, dZ, W, g)
    ready = dZ.flags.c_contiguous and dZ.dtype == X.dtype == W.dtype and dZ.dtype.kind == "f" and dZ.itemsize > 2
    # Where each needs a copy of dZ, one after the other takes less memory.
    dW, db, dX = done(*(work() for work in works)) if ready else (done(work())[0] for work in works)
    return dX, dW, db


class Work(NamedTuple):
    """What is to do for one gradient, how much that is, and what then returns it."""

    jobs: list[Job]
    multiplications: int
    result: Callable[[], Array]


def done(*works: Work) -> tuple[Array, ...]:
    """Do all of it at once, so that no thread waits for the end of one gradient, and return the gradients."""
    run([job for work in works for job in work.jobs], sum(work.multiplications for work in works))
    return tuple(work.result() for work in works)


def with_respect_to_w(dZ: Array, X: Array, g: Geometry) -> Work:
    """Return what to do for dJ/dW."""
    dtype, (dZ, X) = for_sums("dZ and X", dZ.size // g.w_shape[3], dZ, X)
    images = np.ascontiguousarray(X.reshape(g.x_shape))
    jobs, sums = weight_grad(np.ascontiguousarray(dZ.reshape(g.z_shape)), images, g.w_shape, *g.windows)
    size = dZ.size * math.prod(g.w_shape[:3])
    return Work(jobs, size, lambda: sums.sum(axis=0).reshape(g.outer("W")).astype(dtype, copy=False))


def with_respect_to_x(dZ: Array, W: Array, g: Geometry) -> Work:
    """Return what to do for dJ/dX."""
    k1, k2, _, outputs = g.w_shape
    dtype, (dZ, W) = for_sums("dZ and W", k1 * k2 * outputs, dZ, W)
    windows, dX = g.windows, np.empty(g.x_shape, dZ.dtype)
    jobs = input_grad(np.ascontiguousarray(dZ.reshape(g.z_shape)), W.reshape(g.w_shape), dX, *windows)
    size = dZ.size * math.prod(g.w_shape[:3])
    return Work(jobs, size, lambda: dX.reshape(g.outer("X")).astype(dtype, copy=False))


def with_respect_to_b(dZ: Array) -> Work:
    """Return what to do for dJ/db."""
    dtype, (dZ,) = for_sums("dZ", dZ.size, dZ)
    samples, height, width, outputs = dZ.shape if dZ.ndim == 4 else (1, *dZ.shape, 1)
    db = np.empty(outputs, dZ.dtype)

    def work(_: Scratch) -> None:
        row = dZ.reshape(samples * height, width * outputs).sum(axis=0)  # long runs
        row.reshape(width, outputs).sum(axis=0, out=db)

    return Work([work], dZ.size, lambda: db.reshape(() if dZ.ndim == 2 else -1).astype(dtype, copy=False))


def check_dz(dZ: Array, g: Geometry) -> None:
    """Complain unless dZ has the shape of Z."""
    shapes = f"X of shape {g.outer('X')} and W of shape {g.outer('W')}"
    same_shape("dZ", dZ, g.outer("Z"), f"which is what {shapes} give with {g.settings()}")
