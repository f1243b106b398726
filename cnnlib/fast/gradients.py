"""The gradients: dJ/dW is the windows, transposed, times dJ/dZ; dJ/dX is a convolution of dJ/dZ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.blocks import Block, blocks
from cnnlib.fast.cut import cut, slices
from cnnlib.fast.forward import plan
from cnnlib.fast.lowering import lower, rows_as_images, windows_of, within
from cnnlib.fast.memory import SUMS, TERMS, Scratch
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
    list of Job
        What to do.
    ndarray, shape (1 or 2, K1, K2, C, M)
        One or two arrays, for as many jobs.
    """
    parts = tuning.shares(dZ.size * math.prod(w_shape[:3]))
    X, dZ, rows = rows_as_images(X, dZ, rows, columns)
    together = -(-tuning.product // (tuning.width**2 * columns.count))
    every = blocks(len(X), X.shape[3] * X.itemsize, rows, columns, tuning.buffer, parts, together)
    sums = np.zeros((min(2, len(every)), *w_shape), dZ.dtype)
    jobs: list[Job] = [
        PartialSum(dZ, X, rows, columns, every[i :: len(sums)], total.reshape(-1, w_shape[3]), tuning)
        for i, total in enumerate(sums)
    ]
    return jobs, sums


@dataclass(slots=True)
class PartialSum:
    """A job: add what some blocks contribute to dJ/dW to `total`, an array of shape (K1 * K2 * C, M)."""

    dZ: Array
    X: Array
    rows: Windows
    columns: Windows
    blocks: Sequence[Block]
    total: Array
    tuning: Tuning

    def __call__(self, scratch: Scratch) -> None:
        """Add up block by block, the images of a block side by side: a longer product has fewer partial sums."""
        for block in self.blocks:
            rows = within(self.rows, block.rows)
            L = lower(self.X, block.images, rows, self.columns, scratch)
            windows = windows_of(L.reshape(1, -1, *L.shape[2:]), rows)[0]
            self.add(windows, side_by_side(self.dZ[block], scratch), scratch)

    def add(self, windows: Array, slopes: Array, scratch: Scratch) -> None:
        """Add the products of windows (row, pixel, weight), transposed, and slopes (row, pixel, channel)."""
        (height, width, depth), outputs = windows.shape, slopes.shape[2]
        side = min(self.tuning.width, outputs)
        for weights, channels in product(cut(depth, self.tuning.width**2 // side, 16), slices(outputs, side, 16)):
            tile = weights.of(self.total[:, channels], 0)
            for pixels in cut(width, max(8, self.tuning.product // tile[0].size), 4):
                A = weights.of(pixels.of(windows, 1), 3).transpose(0, 1, 3, 4, 2)
                B = pixels.of(slopes[..., channels], 1)[:, :, None]
                for some in slices(height, max(1, self.tuning.sums // (A.shape[1] * tile.size))):
                    shape = (len(A[some]), A.shape[1], *tile.shape)
                    terms = np.matmul(A[some], B[some], out=scratch(TERMS, shape, tile.dtype))
                    tile += terms.sum(axis=(0, 1))


def side_by_side(images: Array, scratch: Scratch) -> Array:
    """Return images (image, row, column, channel) as one (row, column, channel)."""
    if len(images) == 1:
        only: Array = images[0]
        return only
    count, height, width, channels = images.shape
    one = scratch(SUMS, (height, count * width, channels), images.dtype)
    one.reshape(height, count, width, channels)[...] = images.swapaxes(0, 1)
    return one
