"""The gradients: dJ/dW is the windows, transposed, times dJ/dZ; dJ/dX is a convolution of dJ/dZ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.blocks import cut_into_blocks
from cnnlib.fast.forward import plan
from cnnlib.fast.lowering import take_rows_as_images
from cnnlib.fast.partial_sums import PartialSum
from cnnlib.fast.threads import Job
from cnnlib.fast.tuning import THIS_MACHINE, Tuning
from cnnlib.windows import Windows


def input_grad(
    dZ: Array, W: Array, dX: Array, rows: Windows, columns: Windows, tuning: Tuning = THIS_MACHINE
) -> list[Job]:
    """Return what to do for dJ/dX: dZ convolved with the reversed kernel; with stride s, each s-th pixel by itself.

    Parameters
    ----------
    dZ : ndarray, shape (B, H', W', M)
        dJ/dZ; C-contiguous.
    W : ndarray, shape (K1, K2, C, M)
        Kernels, of the dtype of dZ, as dX is.
    dX : ndarray, shape (B, H, W, C)
        Where the result goes.
    rows, columns : Windows
        Where the windows lie on X.
    tuning : Tuning
        At which sizes the work is cut.
    """
    jobs: list[Job] = []
    for (i, up, above), (j, back, left) in product(rows.turned(), columns.turned()):
        target = dX[:, i :: rows.stride, j :: columns.stride]
        if up and back:
            jobs += plan(dZ, W.swapaxes(2, 3)[up][:, back], target, above, left, None, tuning)
        else:
            target[...] = 0  # no window reaches these pixels
    return jobs


def weight_grad(
    dZ: Array, X: Array, w_shape: Sequence[int], rows: Windows, columns: Windows, tuning: Tuning = THIS_MACHINE
) -> tuple[list[Job], Array]:
    """Return what to do for dJ/dW, and the arrays that then add up to it, the same ones on any number of threads.

    Parameters
    ----------
    dZ : ndarray, shape (B, H', W', M)
        dJ/dZ; C-contiguous.
    X : ndarray, shape (B, H, W, C)
        Images, of the dtype of dZ; C-contiguous.
    w_shape : sequence of int, (K1, K2, C, M)
        The shape of the kernel.
    rows, columns : Windows
        Where the windows lie on X.
    tuning : Tuning
        At which sizes the work is cut.

    Returns
    -------
    jobs : list of Job
        One or two.
    sums : ndarray, shape (1 or 2, K1, K2, C, M)
        One array for each job.
    """
    parts = tuning.shares(dZ.size * math.prod(w_shape[:3]))
    X, dZ, rows = take_rows_as_images(X, dZ, rows, columns)
    together = tuning.product // (tuning.width**2 * columns.count)  # images side by side, for a long product
    every = cut_into_blocks(len(X), X.shape[3] * X.itemsize, rows, columns, tuning.buffer, parts, together)
    sums = np.zeros((min(2, len(every)), *w_shape), dZ.dtype)
    jobs: list[Job] = []
    for i, total in enumerate(sums):
        share = every[i :: len(sums)]
        jobs.append(PartialSum(dZ, X, rows, columns, share, total.reshape(-1, w_shape[3]), tuning))
    return jobs, sums
