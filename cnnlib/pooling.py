"""Sub-sampling and max pooling, the operations of Problem 5."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import (
    Array,
    Size,
    as_integer,
    as_pair,
    as_sequence_shape,
    as_tensor,
    in_short,
    refuse_other_shape,
    refuse_too_large,
)
from cnnlib.dtypes import cast_for_sums
from cnnlib.fast import THIS_MACHINE, Scratch, Tuning, run
from cnnlib.geometry import IMAGE_AXES
from cnnlib.windows import LastWindows, Windows

SEQUENCE_AXES = ("B", "N", "C"), ("N",)  # of X; the second ones for a plain sequence
POOLED_AXES = ("B", "K", "C"), ("K",)
SHORT = 16  # numbers in a run of neighbours, below which NumPy spends its time between the runs


def subsample1d(X: ArrayLike, stride: int) -> Array:
    """Keep every `stride`-th value: ``y[i, k, n] = X[i, s*k, n]`` for k = 0 .. floor((N-1)/s).

    Parameters
    ----------
    X : array_like, shape (B, N, C) or (N,)
        Sequences: sample, time, channel. Or one plain sequence. N is at least 1.
    stride : int
        Values from one output to the next; at least 1.

    Returns
    -------
    ndarray, shape (B, floor((N-1)/s) + 1, C) or (floor((N-1)/s) + 1,)
        A copy, of the same dtype as X.

    Raises
    ------
    ValueError, TypeError
        If X has another rank, is empty or not real, or the stride is not a whole number of at least 1.

    Notes
    -----
    Source: Problem 5. Nothing is averaged: what is fast in X comes out as something slow (aliasing).

    Examples
    --------
    >>> subsample1d([1, 2, 3, 2, 0, 10, 1, 0], 2)
    array([1, 3, 0, 1])
    """
    X = as_tensor("X", X, SEQUENCE_AXES)
    kept = Windows.of_pooling(X.shape[time_axis(X)], 1, as_integer("stride", stride, least=1), "whole")
    return select(X, time_axis(X), kept.met(0)).copy()


def subsample1d_backward(dY: ArrayLike, x_shape: tuple[int, ...], stride: int) -> Array:
    """Return dJ/dX of `subsample1d`: each dJ/dY at the value that was kept, 0 at the others.

    Parameters
    ----------
    dY : array_like, shape of subsample1d's result
        dJ/dY.
    x_shape : tuple of int, (B, N, C) or (N,)
        The shape of X.
    stride : int
        As subsample1d was given it.

    Returns
    -------
    ndarray, shape `x_shape`
        dJ/dX; integers give int64, floats keep their dtype.

    Raises
    ------
    ValueError, TypeError
        If dY does not have the shape of subsample1d's result, or as there.

    Examples
    --------
    >>> subsample1d_backward([5, 7], (3,), 2)
    array([5, 0, 7])
    """
    shape = as_sequence_shape("x_shape", x_shape)
    stride = as_integer("stride", stride, least=1)
    dY = as_tensor("dY", dY, POOLED_AXES)
    refuse_too_large({"the number of elements of X": math.prod(shape)})
    kept = Windows.of_pooling(shape[-2:][0], 1, stride, "whole")
    refuse_other_dy(dY, shape, kept.count, f"stride {in_short(stride)}")
    dtype, sums = cast_for_sums(1, {"dY": dY})
    dX = np.zeros(shape, dtype)
    select(dX, time_axis(dX), kept.met(0))[...] = sums["dY"]
    return dX


def max_pool1d(X: ArrayLike, size: int, stride: int, *, windows: LastWindows = "partial") -> Array:
    """Take the maximum of each window: ``y[i, k, n] = max over j = 0 .. p-1 of X[i, s*k + j, n]``.

    Parameters
    ----------
    X : array_like, shape (B, N, C) or (N,)
        Sequences: sample, time, channel. Or one plain sequence. N is at least 1.
    size : int
        Pool size p: values in a window; at least 1.
    stride : int
        Values from one window to the next, s; at least 1.
    windows : "partial" or "whole"
        "partial" has the problem set's windows, k = 0 .. floor((N-1)/s); one that runs past the end takes the maximum
        over the values that exist, which the problem set leaves open. "whole" keeps whole windows only:
        k = 0 .. floor((N-p)/s).

    Returns
    -------
    ndarray, shape (B, K, C) or (K,)
        With K = floor((N-1)/s) + 1 windows, or floor((N-p)/s) + 1; of the same dtype as X. A NaN in a window gives NaN.

    Raises
    ------
    ValueError, TypeError
        If X has another rank, is empty or not real; if a size is not a whole number of at least 1; if no whole
        window fits.

    Notes
    -----
    Source: Problem 5. "whole" is what PyTorch and Keras do unless told otherwise.

    Examples
    --------
    >>> max_pool1d([1, 2, 3, 2, 0, 10, 1, 0], 2, 2)
    array([ 2,  3, 10,  1])
    >>> max_pool1d([5, 4, 9], 2, 2), max_pool1d([5, 4, 9], 2, 2, windows="whole")
    (array([5, 9]), array([5]))
    """
    X = as_tensor("X", X, SEQUENCE_AXES)
    size, stride = as_integer("size", size, least=1), as_integer("stride", stride, least=1)
    return max_along(X, time_axis(X), Windows.of_pooling(X.shape[time_axis(X)], size, stride, windows))


def max_pool1d_backward(
    dY: ArrayLike, X: ArrayLike, size: int, stride: int, *, windows: LastWindows = "partial"
) -> Array:
    """Return dJ/dX of `max_pool1d`: each dJ/dY goes to the first maximum of its window.

    Parameters
    ----------
    dY : array_like, shape of max_pool1d's result
        dJ/dY.
    X : array_like, shape (B, N, C) or (N,)
        The input that max_pool1d was given.
    size, stride, windows
        As max_pool1d was given them.

    Returns
    -------
    ndarray, shape of X
        dJ/dX; a value that won several windows gets their sum. Integers give int64, floats keep dY's dtype.

    Raises
    ------
    ValueError, TypeError, OverflowError
        If dY does not have the shape of max_pool1d's result; or as there; or if sums of integers might not fit into
        int64.

    Notes
    -----
    Where two values of a window are equal the maximum has no derivative; the first gets all, as in PyTorch.
    Memory beside the arguments: the result, and 28 bytes for each element of dY.

    Examples
    --------
    >>> max_pool1d_backward([5, 7], [2, 2, 9, 1], 2, 2)
    array([5, 0, 7, 0])
    """
    X, dY = as_tensor("X", X, SEQUENCE_AXES), as_tensor("dY", dY, POOLED_AXES)
    size, stride = as_integer("size", size, least=1), as_integer("stride", stride, least=1)
    axis = time_axis(X)
    along = Windows.of_pooling(X.shape[axis], size, stride, windows)
    refuse_other_dy(
        dY, X.shape, along.count, f'size {in_short(size)}, stride {in_short(stride)} and windows="{windows}"'
    )
    dtype, sums = cast_for_sums(min(along.kernel, along.count), {"dY": dY})
    dX, winner = np.zeros(X.shape, sums["dY"].dtype), find_winners(X, axis, along)
    for j in range(along.kernel):
        there = find_windows(along, j)
        target = select(dX, axis, along.met(j))
        target += np.where(select(winner, axis, there) == j, select(sums["dY"], axis, there), 0)
    return dX.astype(dtype, copy=False)


def find_winners(X: Array, axis: int, along: Windows) -> Array:
    """Return which element of each window is its first maximum, or its first NaN."""
    best = select(X, axis, along.met(0)).copy()
    winner = np.zeros(best.shape, np.int64)
    for j in range(1, along.kernel):
        rival, there = select(X, axis, along.met(j)), find_windows(along, j)
        held = select(best, axis, there)
        wins = (rival > held) | (np.isnan(rival) & ~np.isnan(held))
        held[wins] = rival[wins]
        select(winner, axis, there)[wins] = j
    return winner


def max_pool2d(X: ArrayLike, size: Size, stride: Size | None = None, *, windows: LastWindows = "partial") -> Array:
    """Take the maximum of each rectangular window: max pooling of images, along rows and along columns.

    Parameters
    ----------
    X : array_like, shape (B, H, W, C) or (H, W)
        Images: sample, row, column, channel. Or one plain image.
    size : int or pair of int
        Rows and columns in a window; at least 1.
    stride : int or pair of int, optional
        Pixels from one window to the next; without it, the size of the window.
    windows : "partial" or "whole"
        What becomes of windows that run past the last row or column, as in `max_pool1d`.

    Returns
    -------
    ndarray, shape (B, H', W', C) or (H', W')
        Of the same dtype as X.

    Raises
    ------
    ValueError, TypeError
        If X has another rank, is empty or not real; if a size is not a whole number of at least 1; if no whole
        window fits.

    Notes
    -----
    The maximum over a rectangle is the maximum over its rows of the maxima along each row, so two passes do.

    Examples
    --------
    >>> max_pool2d([[1, 2, 3, 0], [4, 0, 1, 1]], 2)
    array([[4, 3]])
    """
    X = as_tensor("X", X, IMAGE_AXES)
    rows, columns = as_pair("size", size, least=1)
    row_stride, column_stride = (rows, columns) if stride is None else as_pair("stride", stride, least=1)
    axis = 0 if X.ndim == 2 else 1
    # Both first: an impossible size must not be found only after half of the work.
    down = Windows.of_pooling(X.shape[axis], rows, row_stride, windows, ("size[0]", "the number of rows of X"))
    names = "size[1]", "the number of columns of X"
    right = Windows.of_pooling(X.shape[axis + 1], columns, column_stride, windows, names)
    return max_along(max_along(X, axis, down), axis + 1, right)


def max_along(X: Array, axis: int, windows: Windows, tuning: Tuning = THIS_MACHINE) -> Array:
    """Pool along one axis: block by block, so that what is compared again is still in the cache."""
    before, after = X.shape[:axis], X.shape[axis + 1 :]
    n, count, run_length = windows.n, windows.count, math.prod(after)
    images = np.ascontiguousarray(X).reshape(math.prod(before), n, run_length)
    Y = np.empty((len(images), count, run_length), X.dtype)

    def work(first: int, scratch: Scratch) -> None:
        x, y = images[first : first + step], Y[first : first + step]
        if windows.stride == 2 and windows.kernel > 1 and 1 < run_length < SHORT:
            # All windows, in long runs, and then every other one: 5 times as fast for 2 channels as runs of 2.
            every = scratch(0, x.shape, X.dtype)
            shifted_maxima(x, every, Windows.of_pooling(n, windows.kernel, 1, "partial"))
            item = np.dtype((np.void, run_length * X.itemsize))
            y.view(item)[...] = every.view(item)[:, : 2 * count : 2]
        else:
            shifted_maxima(x, y, windows)

    step = max(1, tuning.buffer // ((n + count) * run_length * X.itemsize))  # x and y of a block
    jobs = [partial(work, first) for first in range(0, len(images), step)]
    run(jobs, 16 * X.size, tuning)  # a number from memory takes as long as 16 multiplications
    return Y.reshape(*before, count, *after)


def shifted_maxima(x: Array, y: Array, windows: Windows) -> None:
    """Write the maximum of the shifted, strided views of x (image, sample, numbers), one for each element, into y."""
    best = x[:, windows.met(0)]
    for j in range(1, windows.kernel):
        there = find_windows(windows, j)
        if j == 1:
            y[:, there.stop :] = best[:, there.stop :]
        np.maximum(best[:, there], x[:, windows.met(j)], out=y[:, there])
        best = y
    if best is not y:
        y[...] = best


def find_windows(windows: Windows, j: int) -> slice:
    """Return the windows whose element j is on the axis: the last ones may not reach it."""
    return slice(windows.inside(j).stop)


def select(X: Array, axis: int, where: slice) -> Array:
    """Return the view of X that `where` selects along `axis`."""
    return X[(slice(None),) * axis + (where,)]


def time_axis(X: Array) -> int:
    """Return the axis of time: 1 of (B, N, C), 0 of (N,)."""
    return 1 if X.ndim == 3 else 0


def refuse_other_dy(dY: Array, x_shape: tuple[int, ...], count: int, settings: str) -> None:
    """Complain unless dY has the shape of the pooled X."""
    wanted = (count,) if len(x_shape) == 1 else (x_shape[0], count, x_shape[2])
    refuse_other_shape("dY", dY, wanted, f"which is what X of shape {x_shape} gives with {settings}")
