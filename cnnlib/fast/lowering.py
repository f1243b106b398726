"""Lowering: a copy of X in which every window is one run of neighbours (Cho and Brand 2017; chapter 6, step 5)."""

from __future__ import annotations

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.memory import LOWERED, PADDED, SUMS, Scratch
from cnnlib.windows import Windows


def lower(X: Array, images: slice, rows: Windows, columns: Windows, scratch: Scratch) -> Array:
    """Return ``L[i, j, h, k2, n] = X[i, h, j*s2 - p2 + k2*d2, n]`` of some images; what lies outside of X is 0.

    Parameters
    ----------
    X : ndarray, shape (B, H, W, C)
        Images; C-contiguous.
    images : slice
        Which of them.
    rows, columns : Windows
        Where the windows lie. Where the rows have a dilation, L has the lines of each window by themselves.
    scratch : Scratch
        The memory that L is written into.

    Returns
    -------
    ndarray, shape (images, columns of Z, lines, K2 * C)
        L, to be read with `windows_of`.
    """
    if X.shape[1] == 1 and rows.are_positions and columns.are_positions:
        return X[images].swapaxes(1, 2)  # each window is a pixel
    height, width = single_positions(rows), single_positions(columns)
    source, start = surround(X, images, height, width, scratch)
    lines = height if rows.dilation == 1 else rows

    # Each run of neighbours is copied as one item, however many numbers it has.
    run = columns.kernel if columns.dilation == 1 else 1
    item = np.dtype((np.void, run * X.shape[3] * X.itemsize))
    image, row, column, _ = source.strides
    shape = (len(X[images]), columns.count, lines.count, lines.kernel, columns.kernel // run)
    strides = (image, columns.stride * column, lines.stride * row, lines.dilation * row, columns.dilation * column)
    L = scratch(LOWERED, (*shape[:2], lines.count * lines.kernel, columns.kernel * X.shape[3]), X.dtype)
    L.reshape(*shape[:4], -1).view(item)[...] = np.ndarray(shape, item, source, start, strides)
    return L


def view_windows(L: Array, rows: Windows) -> Array:
    """Return the view of shape (images, rows of Z, columns of Z, K1 * K2 * C) that has each window as one run."""
    image, column, line, number = L.strides
    shape = (L.shape[0], rows.count, L.shape[1], rows.kernel * L.shape[3])
    return np.ndarray(shape, L.dtype, L, 0, (image, count_lines_between(rows) * line, column, number))


def count_lines_between(rows: Windows) -> int:
    """Return how many lines of L lie from one window to the next: n windows take (n - 1) times that and K1 more."""
    return rows.stride if rows.dilation == 1 else rows.kernel


def take_rows_as_images(X: Array, Z: Array, rows: Windows, columns: Windows) -> tuple[Array, Array, Windows]:
    """Return X, Z and the rows; for kernels of one pixel, with each row as an image, which needs no copy."""
    if not (rows.are_positions and columns.are_positions and Z.flags.c_contiguous):
        return X, Z, rows
    one = Windows(n=1, kernel=1, stride=1, dilation=1, start=0, count=1)
    return X.reshape(-1, 1, *X.shape[2:]), Z.reshape(-1, 1, *Z.shape[2:]), one


def select(rows: Windows, some: slice) -> Windows:
    """Return some of the windows."""
    start = rows.start + some.start * rows.stride
    return Windows(rows.n, rows.kernel, rows.stride, rows.dilation, start, some.stop - some.start)


def single_positions(axis: Windows) -> Windows:
    """Return all positions from the first to the last that windows meet, each as a window of its own."""
    return Windows(axis.n, kernel=1, stride=1, dilation=1, start=axis.start, count=axis.span)


def surround(X: Array, images: slice, rows: Windows, columns: Windows, scratch: Scratch) -> tuple[Array, int]:
    """Return an array with these positions of X, 0 where they lie outside, and the byte where the first one is."""
    some, above, left = len(X[images]), rows.inside(0), columns.inside(0)
    height, width = len(above), len(left)
    if (height, width) == (rows.count, columns.count):
        image, row, column, _ = X.strides
        return X, images.start * image + rows.start * row + columns.start * column
    padded = scratch(PADDED, (some, rows.count, columns.count, X.shape[3]), X.dtype)
    top, first = above.start, left.start
    padded[:, :top] = padded[:, top + height :] = padded[:, :, :first] = padded[:, :, first + width :] = 0
    padded[:, top : top + height, first : first + width] = X[images, rows.met(0), columns.met(0)]
    return padded, 0


def join_images(images: Array, scratch: Scratch) -> Array:
    """Return images (image, row, column, channel) side by side as one (row, column, channel)."""
    if len(images) == 1:
        only: Array = images[0]
        return only
    count, height, width, channels = images.shape
    one = scratch(SUMS, (height, count * width, channels), images.dtype)
    one.reshape(height, count, width, channels)[...] = images.swapaxes(0, 1)
    return one
