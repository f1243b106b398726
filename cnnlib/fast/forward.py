"""The convolution: windows times kernels, block by block. dJ/dX is one too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.bands import widen
from cnnlib.fast.blocks import Block, cut_into_blocks
from cnnlib.fast.cut import cut, cut_into_slices
from cnnlib.fast.diagonals import Diagonals
from cnnlib.fast.lowering import lower, select, take_rows_as_images, view_windows
from cnnlib.fast.memory import Scratch, empty_aligned
from cnnlib.fast.threads import Job, run
from cnnlib.fast.tuning import THIS_MACHINE, Tuning
from cnnlib.windows import Windows


def correlate(
    X: Array,
    W: Array,
    Z: Array,
    rows: Windows,
    columns: Windows,
    bias: Array | None = None,
    tuning: Tuning = THIS_MACHINE,
) -> None:
    """Write the convolution of X with W, and the bias added, into Z.

    Parameters
    ----------
    X : ndarray, shape (B, H, W, C)
        Images; C-contiguous.
    W : ndarray, shape (K1, K2, C, M)
        Kernels, of the dtype of X, as Z and the bias are.
    Z : ndarray, shape (B, rows.count, columns.count, M)
        Where the result goes.
    rows, columns : Windows
        Where the windows lie.
    bias : ndarray, shape (M,), optional
        What is added to each output channel; Z is C-contiguous then.
    tuning : Tuning
        At which sizes the work is cut.
    """
    run(plan(X, W, Z, rows, columns, bias, tuning), len(X) * rows.count * columns.count * W.size, tuning)


def plan(
    X: Array, W: Array, Z: Array, rows: Windows, columns: Windows, bias: Array | None, tuning: Tuning
) -> list[Job]:
    """Return what to do for `correlate`, chosen by the number of output channels: one, few, or others."""
    if Diagonals.suits(X, W, rows, columns, tuning):
        return Diagonals(X, W, Z, rows, columns, bias, tuning).jobs()
    X, Z, rows = take_rows_as_images(X, Z, rows, columns)
    W, Z, columns = widen(X, W, Z, columns, tuning)
    return Products(X, W, Z, rows, columns, bias, tuning).jobs()


@dataclass(slots=True)
class Products:
    """The windows of each block times the kernels."""

    X: Array
    W: Array
    Z: Array
    rows: Windows
    columns: Windows
    bias: Array | None
    tuning: Tuning

    def jobs(self) -> list[Job]:
        """Return one job for each block."""
        kernels, offsets = empty_aligned((self.W[..., 0].size, self.W.shape[3]), self.W.dtype), None
        kernels.reshape(self.W.shape)[...] = self.W
        if self.bias is not None:  # it is added to whole rows of Z
            times = self.columns.count * self.W.shape[3] // len(self.bias)
            offsets = np.full((times, len(self.bias)), self.bias).ravel()
        parts = self.tuning.shares(len(self.X) * self.rows.count * self.columns.count * self.W.size)
        pixel = self.X.shape[3] * self.X.itemsize
        every = cut_into_blocks(len(self.X), pixel, self.rows, self.columns, self.tuning.buffer, parts)
        return [partial(self.multiply, kernels, offsets, block) for block in every]

    def multiply(self, kernels: Array, offsets: Array | None, block: Block, scratch: Scratch) -> None:
        """Write Z of one block: many small products in one call, straight into Z."""
        rows, Z = select(self.rows, block.rows), self.Z[block]
        windows = view_windows(lower(self.X, block.images, rows, self.columns, scratch), rows)
        depth, outputs = kernels.shape
        most = min(self.tuning.width, self.tuning.product // (self.tuning.height * depth))
        for channels in cut_into_slices(outputs, most, 32):
            B = kernels[:, channels]
            for pixels in cut(self.columns.count, self.tuning.product // B.size, 4):
                np.matmul(pixels.of(windows, 2), B, out=pixels.of(Z[..., channels], 2))
        if offsets is not None:
            whole = Z.reshape(*Z.shape[:2], -1)
            whole += offsets
