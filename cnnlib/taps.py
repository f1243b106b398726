"""Where the elements of a window lie along one axis, in the image and outside of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple


class Taps(NamedTuple):
    """Element k of window i meets position ``start + i*stride + k*dilation``; some may be outside of the image."""

    start: int
    stride: int
    dilation: int
    kernel: int
    size: int

    @property
    def span(self) -> int:
        """The number of positions from the first to the last."""
        return (self.size - 1) * self.stride + (self.kernel - 1) * self.dilation + 1

    def identity(self, n: int) -> bool:
        """Whether window i of an axis of length n is position i and nothing else."""
        return self == (0, 1, 1, 1, n)


def inside(start: int, size: int, n: int) -> tuple[int, int]:
    """Return the range of those i = 0 .. size - 1 for which ``start + i`` is one of 0 .. n - 1."""
    return min(max(-start, 0), size), max(min(n - start, size), 0)


def phases(axis: Taps, n: int) -> Iterator[tuple[int, list[int], Taps]]:
    """Turn the windows round: yield i, kernel elements, and their places in Z, for the pixels ``i + q*stride`` of n.

    Only every s-th element of the kernel meets a pixel, the same ones for all these pixels; in Z they lie like a window
    number q. Source: chapter 4, part 4(c).
    """
    for i in range(min(axis.stride, n)):
        met = [k for k in range(axis.kernel) if (i - axis.start - k * axis.dilation) % axis.stride == 0][::-1]
        start = (i - axis.start - met[0] * axis.dilation) // axis.stride if met else 0
        dilation = axis.dilation // math.gcd(axis.stride, axis.dilation)
        yield i, met, Taps(start, 1, dilation, len(met), len(range(i, n, axis.stride)))
