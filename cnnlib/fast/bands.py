"""Few output channels leave most of a vector empty: neighbouring pixels of Z share one."""

from __future__ import annotations

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.tuning import Tuning
from cnnlib.windows import Windows


def widen(X: Array, W: Array, Z: Array, columns: Windows, tuning: Tuning) -> tuple[Array, Array, Windows]:
    """Return W, Z and columns such that several neighbouring pixels of Z are one, so that their channels fill a vector.

    The wider kernel is a banded matrix: each of the pixels has the kernels at its own place, and zeros elsewhere.
    A zero may meet any number of X but an infinity or a NaN.
    """
    pixel = W.shape[3] * W.itemsize
    most = (2 if tuning.vector % pixel else 1) * tuning.vector // pixel
    count = max((n for n in range(2, most + 1) if columns.count % n == 0), default=1)
    if count == 1 or columns.dilation > 1 or not Z.flags.c_contiguous or not np.isfinite(X).all():
        return W, Z, columns
    k1, k2, channels, outputs = W.shape
    wide = np.zeros((k1, k2 + (count - 1) * columns.stride, channels, count, outputs), W.dtype)
    for i in range(count):
        wide[:, i * columns.stride : i * columns.stride + k2, :, i] = W
    columns = Windows(
        columns.n, wide.shape[1], count * columns.stride, columns.dilation, columns.start, columns.count // count
    )
    outputs *= count
    return wide.reshape(*wide.shape[:3], outputs), Z.reshape(*Z.shape[:2], columns.count, outputs), columns
