"""One output channel would leave nearly all of a vector empty: pixels lie along it instead."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from cnnlib.arguments import Array
from cnnlib.fast.cut import cut, cut_into_slices
from cnnlib.fast.memory import LOWERED, SUMS, TERMS, Scratch
from cnnlib.fast.threads import Job
from cnnlib.fast.tuning import Tuning
from cnnlib.windows import Windows


@dataclass(slots=True)
class Diagonals:
    """One output channel: each pixel times all K1*K2 weights; the terms of each window are then added up.

    All pixels lie in one line, with so many zeros behind each row and each image that a window outside of X meets them.
    Element (k1, k2) of a window is then as many places behind the window's first one, whichever window it is: with a
    line for each weight, one below the other, the terms of a window lie on a diagonal.
    """

    X: Array
    W: Array
    Z: Array
    rows: Windows
    columns: Windows
    bias: Array | None
    tuning: Tuning

    @staticmethod
    def suits(X: Array, W: Array, rows: Windows, columns: Windows, tuning: Tuning) -> bool:
        """Whether this way is possible, and one image fits the buffer."""
        one_channel, stride = W.shape[3] == 1 < X.shape[3], (rows.stride, columns.stride)
        return one_channel and stride == (1, 1) and count_bytes(X, W, rows, columns) <= tuning.buffer

    def jobs(self) -> list[Job]:
        """Return one job for each few images."""
        images = self.tuning.buffer // count_bytes(self.X, self.W, self.rows, self.columns)
        return [partial(self.write, some) for some in cut_into_slices(len(self.X), images)]

    def write(self, images: slice, scratch: Scratch) -> None:
        """Write Z of some images."""
        X, width = self.X[images], padded_length(self.columns)
        shape = len(X), padded_length(self.rows), width
        start = self.rows.start * width + self.columns.start  # where the first window begins, if X begins at 0
        margin = max(0, -start)
        terms = self.multiply(line_up(X, shape, margin, scratch), scratch)
        sums = self.add_up(terms, shape, margin + start, scratch)
        bias = 0 if self.bias is None else self.bias
        np.add(sums[:, : self.rows.count, : self.columns.count], bias, out=self.Z[images, ..., 0])

    def multiply(self, pixels: Array, scratch: Scratch) -> Array:
        """Return the terms (weight, pixel), each of all channels: small products in one call."""
        weights = np.ascontiguousarray(self.W.reshape(-1, len(pixels)))
        terms = scratch(TERMS, (len(weights), pixels.shape[1]), pixels.dtype)
        for some in cut(pixels.shape[1], self.tuning.product // weights.size, 16):
            np.matmul(weights, some.of(pixels, 1).swapaxes(0, 1), out=some.of(terms, 1).swapaxes(0, 1))
        return terms

    def add_up(self, terms: Array, shape: tuple[int, int, int], start: int, scratch: Scratch) -> Array:
        """Return the sum of each window's terms, (image, row, column); those of the first window begin at `start`."""
        (images, height, width), (k1, k2, *_) = shape, self.W.shape
        count = ((images - 1) * height + self.rows.count - 1) * width + self.columns.count
        (weight, place), below, beside = terms.strides, self.rows.dilation * width, self.columns.dilation
        steps = (k2 * weight + below * place, weight + beside * place, place)
        diagonal = np.ndarray((k1, k2, count), terms.dtype, terms, start * place, steps)
        sums = scratch(SUMS, shape, terms.dtype)
        diagonal.sum(axis=(0, 1), out=sums.ravel()[:count])
        return sums


def line_up(X: Array, shape: tuple[int, int, int], margin: int, scratch: Scratch) -> Array:
    """Return all pixels (channel, pixel) of images of the given shape, which begin with X and end with zeros."""
    channels = X.shape[3]
    pixels = scratch(LOWERED, (channels, margin + math.prod(shape)), X.dtype)
    pixels[...] = 0
    pixels[:, margin:].reshape(channels, *shape)[:, :, : X.shape[1], : X.shape[2]] = X.transpose(3, 0, 1, 2)
    return pixels


def padded_length(axis: Windows) -> int:
    """Return how long an axis is with the zeros behind it, which are those before the next row or image, too."""
    return max(axis.n, axis.n - axis.start, axis.count, axis.start + axis.span)


def count_bytes(X: Array, W: Array, rows: Windows, columns: Windows) -> int:
    """Return how many bytes the pixels and the terms of one image take."""
    numbers: int = W.shape[0] * W.shape[1] + X.shape[3]
    return numbers * padded_length(rows) * padded_length(columns) * X.itemsize
