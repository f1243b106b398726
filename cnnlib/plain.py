"""The plain path, for small convolutions: the windows are the rows of one matrix (im2col), and one product does it all.

The fast path cuts large convolutions into blocks. To find out how takes it longer than a small convolution as a whole.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from cnnlib.arguments import Array
from cnnlib.dtypes import quiet
from cnnlib.geometry import Geometry
from cnnlib.windows import Windows

SMALL = 2**15  # `Geometry.size` up to which the plain path is taken; there OpenBLAS starts no threads of its own


def suits(g: Geometry) -> bool:
    """Whether the plain path is to compute a convolution and its gradients."""
    return 0 < g.size <= SMALL


def correlate(X: Array, W: Array, rows: Windows, columns: Windows, bias: Array | None = None) -> Array:
    """Return the convolution of X (contiguous) with W, and the bias added."""
    with quiet():
        Z = lower(X, rows, columns) @ W.reshape(-1, W.shape[3])
        if bias is not None:
            Z += bias
    return Z.reshape(len(X), rows.count, columns.count, W.shape[3])


def weight_grad(dZ: Array, X: Array, w_shape: tuple[int, ...], rows: Windows, columns: Windows) -> Array:
    """Return dJ/dW: the windows, transposed, times dZ."""
    with quiet():
        return (lower(X, rows, columns).T @ dZ.reshape(-1, w_shape[3])).reshape(w_shape)


def input_grad(dZ: Array, W: Array, x_shape: tuple[int, ...], rows: Windows, columns: Windows) -> Array:
    """Return dJ/dX: dZ convolved with the reversed kernel; with stride s, each s-th pixel by itself."""
    dX = np.zeros(x_shape, dZ.dtype)
    for (i, up, above), (j, back, left) in product(rows.turned(), columns.turned()):
        if up and back:  # or else no window reaches these pixels
            kernel = W[up.start :: up.step, back.start :: back.step].swapaxes(2, 3)
            dX[:, i :: rows.stride, j :: columns.stride] = correlate(dZ, kernel, above, left)
    return dX


def lower(X: Array, rows: Windows, columns: Windows) -> Array:
    """Return all windows as the rows of a matrix (B*H'*W', K1*K2*C); what lies outside of X is 0."""
    top, left = rows.start, columns.start
    if rows.leave_the_axis or columns.leave_the_axis:
        X, top, left = pad(X, rows, columns)
    sample, row, column, channel = X.strides
    shape = (len(X), rows.count, columns.count, rows.kernel, columns.kernel, X.shape[3])
    steps = (rows.stride * row, columns.stride * column, rows.dilation * row, columns.dilation * column)
    windows = np.ndarray(shape, X.dtype, X, top * row + left * column, (sample, *steps, channel))
    return windows.reshape(math.prod(shape[:3]), -1)


def pad(X: Array, rows: Windows, columns: Windows) -> tuple[Array, int, int]:
    """Return X with as many zeros around it as the windows reach, and the row and column where the first one starts."""
    samples, height, width, channels = X.shape
    above, left = max(0, -rows.start), max(0, -columns.start)
    end, right = max(height, rows.start + rows.span), max(width, columns.start + columns.span)
    padded = np.zeros((samples, above + end, left + right, channels), X.dtype)
    padded[:, above : above + height, left : left + width] = X
    return padded, rows.start + above, columns.start + left
