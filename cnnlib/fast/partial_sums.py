"""What blocks contribute to dJ/dW: their windows, transposed, times dJ/dZ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.blocks import Block
from cnnlib.fast.cut import cut, cut_into_slices
from cnnlib.fast.lowering import join_images, lower, select, view_windows
from cnnlib.fast.memory import TERMS, Scratch
from cnnlib.fast.tuning import Tuning
from cnnlib.windows import Windows


@dataclass(slots=True)
class PartialSum:
    """A job: add what its share of the blocks contributes to dJ/dW to `total`, of shape (K1 * K2 * C, M)."""

    dZ: Array
    X: Array
    rows: Windows
    columns: Windows
    share: Sequence[Block]
    total: Array
    tuning: Tuning

    def __call__(self, scratch: Scratch) -> None:
        """Add up block by block, the images of a block side by side: a longer product has fewer partial sums."""
        for block in self.share:
            rows = select(self.rows, block.rows)
            L = lower(self.X, block.images, rows, self.columns, scratch)
            windows = view_windows(L.reshape(1, -1, *L.shape[2:]), rows)[0]
            self.add(windows, join_images(self.dZ[block], scratch), scratch)

    def add(self, windows: Array, slopes: Array, scratch: Scratch) -> None:
        """Add the products of windows (row, pixel, weight), transposed, and slopes (row, pixel, channel), in tiles."""
        depth, outputs = self.total.shape
        side = min(self.tuning.width, outputs)
        tall = self.tuning.width**2 // side
        for weights, channels in product(cut(depth, tall, 16), cut_into_slices(outputs, side, 16)):
            total = weights.of(self.total[:, channels], 0)
            self.add_tiles(weights.of(windows, 2), slopes[..., channels], total, scratch)

    def add_tiles(self, windows: Array, slopes: Array, total: Array, scratch: Scratch) -> None:
        """Add the products to tiles of the total: many small products in one call, of several rows."""
        for pixels in cut(windows.shape[1], self.tuning.product // total[0].size, 4):
            A = pixels.of(windows, 1).transpose(0, 1, 3, 4, 2)  # row, piece, tile, weight, pixel
            B = pixels.of(slopes, 1)[:, :, None]  # row, piece, all tiles, pixel, channel
            for rows in cut_into_slices(len(A), self.tuning.sums // (A.shape[1] * total.size)):
                terms = scratch(TERMS, (len(A[rows]), A.shape[1], *total.shape), total.dtype)
                total += np.matmul(A[rows], B[rows], out=terms).sum(axis=(0, 1))
