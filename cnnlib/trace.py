"""The trace: a convolution, a sub-sampling or a pooling as the plain list of what meets what.

This list is the definition that the rest of the package is checked against. It is meant to be read, not to be fast.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import (
    Array,
    Padding,
    Size,
    as_integer,
    as_real,
    as_sequence_shape,
    refuse_other_shape,
    refuse_too_large,
)
from cnnlib.dtypes import cast_for_sums
from cnnlib.geometry import geometry
from cnnlib.windows import LastWindows, Windows

Index = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Trace:
    """A convolution as its terms: the output element ``z[t]`` receives ``X[x[t]] * W[w[t]]``, for every t.

    Attributes
    ----------
    z, x, w : ndarray of int64, shape (T,)
        Flat (row-major) indices into Z, X and W; ordered by z, then by w. A position in the padding holds a zero
        that is not part of X, so it has no term.
    z_shape, x_shape, w_shape : tuple of int
        The shapes that the indices point into.
    """

    z: Array = field(repr=False)
    x: Array = field(repr=False)
    w: Array = field(repr=False)
    z_shape: tuple[int, ...]
    x_shape: tuple[int, ...]
    w_shape: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of terms, which is the number of multiplications."""
        return len(self.z)

    def __iter__(self) -> Iterator[tuple[Index, Index, Index]]:
        """Go through the terms as (index into Z, index into X, index into W)."""
        for z, x, w in zip(self.z, self.x, self.w, strict=True):
            yield as_index(z, self.z_shape), as_index(x, self.x_shape), as_index(w, self.w_shape)

    def forward(self, X: ArrayLike, W: ArrayLike) -> Array:
        """Group the terms by z and add up x * w: Z without the bias, of shape `z_shape`."""
        X, W = self.tensor("X", X, self.x_shape), self.tensor("W", W, self.w_shape)
        return add_up(self.z_shape, self.z, X=X.ravel()[self.x], W=W.ravel()[self.w])

    def weight_grad(self, dZ: ArrayLike, X: ArrayLike) -> Array:
        """Group the terms by w and add up dZ * x: dJ/dW, of shape `w_shape`."""
        dZ, X = self.tensor("dZ", dZ, self.z_shape), self.tensor("X", X, self.x_shape)
        return add_up(self.w_shape, self.w, dZ=dZ.ravel()[self.z], X=X.ravel()[self.x])

    def input_grad(self, dZ: ArrayLike, W: ArrayLike) -> Array:
        """Group the terms by x and add up dZ * w: dJ/dX, of shape `x_shape`."""
        dZ, W = self.tensor("dZ", dZ, self.z_shape), self.tensor("W", W, self.w_shape)
        return add_up(self.x_shape, self.x, dZ=dZ.ravel()[self.z], W=W.ravel()[self.w])

    @staticmethod
    def tensor(name: str, value: ArrayLike, shape: tuple[int, ...]) -> Array:
        """Return `value` as an array of the shape that the trace was made for."""
        array = as_real(name, value)
        refuse_other_shape(name, array, shape, "which is what this trace was made for")
        return array


def add_up(shape: tuple[int, ...], where: Array, **factors: Array) -> Array:
    """Add the products of the t-th factors into element where[t] of an array of zeros."""
    dtype, factors = cast_for_sums(int(np.bincount(where).max(initial=0)), factors)
    first, *others = factors.values()
    total = np.zeros(shape, first.dtype)
    np.add.at(total.ravel(), where, math.prod(others, start=first))
    return total.astype(dtype, copy=False)


def as_index(flat: int, shape: tuple[int, ...]) -> Index:
    """Return a flat index as a tuple of Python ints."""
    return tuple(int(i) for i in np.unravel_index(int(flat), shape))


def trace(
    x_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> Trace:
    """List the terms of a convolution; the geometry decides them and nothing else does.

    Parameters
    ----------
    x_shape : tuple of int, (B, H, W, C) or (H, W)
        The shape of X.
    w_shape : tuple of int, (K1, K2, C, M) or (K1, K2)
        The shape of W.
    stride, padding, dilation
        As in `conv2d`.

    Returns
    -------
    Trace
        Three index arrays; 24 bytes for each term.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Notes
    -----
    Grouping the terms by z gives the forward pass, by w the gradient of the kernel, by x that of the input:
    see `Trace.forward`, `Trace.weight_grad` and `Trace.input_grad`. Their number is Problem 3(c).

    Examples
    --------
    >>> list(trace((1, 3), (1, 2)))[:3]
    [((0, 0), (0, 0), (0, 0)), ((0, 0), (0, 1), (0, 1)), ((0, 1), (0, 1), (0, 0))]
    >>> len(trace((6, 5), (2, 2)))
    80
    """
    g = geometry(x_shape, w_shape, stride, padding, dilation)
    refuse_too_large({**g.extents(), "the number of terms": g.products})
    z_indices = np.arange(np.prod(g.z_shape)).reshape(g.z_shape)
    w_indices = np.arange(np.prod(g.w_shape)).reshape(g.w_shape)
    x_indices = np.arange(np.prod(g.x_shape)).reshape(g.x_shape)
    inputs, kernel_rows, kernel_columns = g.x_shape[3], g.w_shape[0], g.w_shape[1]

    rows, row_exists = find_positions(g.rows)
    columns, column_exists = find_positions(g.columns)
    # Seven axes: i, j1, j2, m of Z, then k1, k2, n of the sum. Each index array is spread over the axes it lacks.
    everywhere = (*g.z_shape, kernel_rows, kernel_columns, inputs)
    z = np.broadcast_to(z_indices[..., None, None, None], everywhere)
    w = np.broadcast_to(w_indices.transpose(3, 0, 1, 2), everywhere)
    x = x_indices[:, rows][:, :, :, columns]  # i, j1, k1, j2, k2, n
    x = np.broadcast_to(x.transpose(0, 1, 3, 2, 4, 5)[:, :, :, None], everywhere)
    exists = row_exists[:, None, :, None] & column_exists[None, :, None, :]
    exists = np.broadcast_to(exists[None, :, :, None, :, :, None], everywhere)
    shapes = g.caller_shapes
    return Trace(z[exists], x[exists], w[exists], shapes["Z"], shapes["X"], shapes["W"])


def find_positions(windows: Windows) -> tuple[Array, Array]:
    """Return what the elements of the windows meet, 0 where that does not exist, and where it does."""
    where = windows.positions()
    exists = (where >= 0) & (where < windows.n)
    return np.where(exists, where, 0), exists


@dataclass(frozen=True, eq=False)
class PoolTrace:
    """A sub-sampling or a max pooling as its pairs: the output element ``z[t]`` looks at the input ``x[t]``.

    Attributes
    ----------
    z, x : ndarray of int64, shape (T,)
        Flat indices into Y and X; ordered by z, then by the place in the window.
    z_shape, x_shape : tuple of int
        The shapes that the indices point into.
    """

    z: Array = field(repr=False)
    x: Array = field(repr=False)
    z_shape: tuple[int, ...]
    x_shape: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.z)

    def __iter__(self) -> Iterator[tuple[Index, Index]]:
        """Go through the pairs as (index into Y, index into X)."""
        for z, x in zip(self.z, self.x, strict=True):
            yield as_index(z, self.z_shape), as_index(x, self.x_shape)

    def winners(self, X: ArrayLike) -> Array:
        """Return for each output element the flat index of the first maximum among the inputs it looks at."""
        values = Trace.tensor("X", X, self.x_shape).ravel()
        winner = np.full(self.z_shape, -1).ravel()
        for z, x in zip(self.z, self.x, strict=True):
            if winner[z] < 0 or beats(values[x], values[winner[z]]):
                winner[z] = x
        return winner.reshape(self.z_shape)

    def forward(self, X: ArrayLike) -> Array:
        """Take the maximum of the inputs that each output looks at (with one each, as in sub-sampling: take it)."""
        return Trace.tensor("X", X, self.x_shape).ravel()[self.winners(X)]

    def backward(self, dY: ArrayLike, X: ArrayLike) -> Array:
        """Give each dJ/dY to the input that won; an input that won several windows gets their sum."""
        dY = Trace.tensor("dY", dY, self.z_shape)
        return add_up(self.x_shape, self.winners(X).ravel(), dY=dY.ravel())


def beats(rival: Any, best: Any) -> bool:
    """Say whether `rival` replaces `best` as the maximum: it is greater, or the first NaN."""
    return bool(rival > best or (np.isnan(rival) and not np.isnan(best)))


def trace_max_pool1d(
    x_shape: tuple[int, ...], size: int, stride: int, *, windows: LastWindows = "partial"
) -> PoolTrace:
    """List which values each output of `max_pool1d` looks at.

    Parameters
    ----------
    x_shape : tuple of int, (N,) or (B, N, C)
        The shape of X.
    size, stride, windows
        As in `max_pool1d`.

    Returns
    -------
    PoolTrace
        The pairs; their number less the number of outputs is the number of comparisons.

    Raises
    ------
    ValueError, TypeError
        As in `max_pool1d`.

    Examples
    --------
    >>> list(trace_max_pool1d((3,), 2, 2))
    [((0,), (0,)), ((0,), (1,)), ((1,), (2,))]
    """
    shape = as_sequence_shape("x_shape", x_shape)
    samples, n, channels = shape if len(shape) == 3 else (1, shape[0], 1)
    size, stride = as_integer("size", size, least=1), as_integer("stride", stride, least=1)
    along = Windows.of_pooling(n, size, stride, windows)
    elements, outputs = samples * n * channels, samples * along.count * channels
    refuse_too_large({"the number of elements of X": elements, "the number of pairs": outputs * along.kernel})
    z_indices = np.arange(outputs).reshape(samples, along.count, channels, 1)
    x_indices = np.arange(elements).reshape(samples, n, channels)
    where, exists = find_positions(along)
    x = x_indices[:, where].transpose(0, 1, 3, 2)  # i, k, n, j
    exists = np.broadcast_to(exists[:, None, :], x.shape)
    z = np.broadcast_to(z_indices, x.shape)
    z_shape = (along.count,) if len(shape) == 1 else (samples, along.count, channels)
    return PoolTrace(z[exists], x[exists], z_shape, shape)


def trace_subsample1d(x_shape: tuple[int, ...], stride: int) -> PoolTrace:
    """List which sample each output of `subsample1d` takes: that of a pooling with windows of one sample.

    Parameters
    ----------
    x_shape : tuple of int, (N,) or (B, N, C)
        The shape of X.
    stride : int
        Samples from one output to the next; at least 1.

    Returns
    -------
    PoolTrace
        One pair for each output.

    Raises
    ------
    ValueError, TypeError
        As in `subsample1d`.

    Examples
    --------
    >>> list(trace_subsample1d((3,), 2))
    [((0,), (0,)), ((1,), (2,))]
    """
    return trace_max_pool1d(x_shape, 1, stride)
