"""Where windows lie along one axis: the one formula that convolution, trace, cost, pooling and pictures ask.

Element k of window i meets position ``start + i*stride + k*dilation``. Some positions may lie outside of the axis.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cnnlib.arguments import Array


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows along one axis (rows, columns or time); all lengths in elements of that axis.

    Attributes
    ----------
    n : int
        The length of the axis: its positions are 0 .. n - 1.
    kernel, stride, dilation : int
        Elements in a window, positions from one window to the next, and from one element to the next.
    start : int
        The position of the first element of the first window: negative where padding lies before the axis.
    count : int
        How many windows there are.
    """

    n: int
    kernel: int
    stride: int
    dilation: int
    start: int
    count: int

    @property
    def span(self) -> int:
        """The number of positions from the first one of all windows to the last."""
        return (self.count - 1) * self.stride + (self.kernel - 1) * self.dilation + 1

    @property
    def are_positions(self) -> bool:
        """Whether window i is position i and nothing else."""
        return (self.kernel, self.stride, self.start, self.count) == (1, 1, 0, self.n)

    def first(self, count: int) -> Windows:
        """Return the first `count` of these windows."""
        return replace(self, count=count)

    def positions(self) -> Array:
        """Return the position of each element k of each window i, int64 of shape (count, kernel)."""
        starts = self.start + np.arange(self.count) * self.stride
        return starts[:, None] + np.arange(self.kernel) * self.dilation

    def inside(self, k: int) -> range:
        """Return the windows whose element k meets a position of the axis."""
        shift = self.start + k * self.dilation
        return range(max(0, -(shift // self.stride)), min(self.count, (self.n - 1 - shift) // self.stride + 1))

    def pairs_inside(self) -> int:
        """Count the pairs (window, element) that meet a position of the axis."""
        windows = map(self.inside, range(self.kernel))
        return sum(max(0, some.stop - some.start) for some in windows)  # len would refuse huge ones

    def met(self, k: int) -> slice:
        """Return the positions that element k meets, in the order of the windows `inside`."""
        windows = self.inside(k)
        first = self.start + k * self.dilation + windows.start * self.stride
        return slice(first, first + len(windows) * self.stride, self.stride) if windows else slice(0)

    def turned(self) -> Iterator[tuple[int, list[int], Windows]]:
        """Turn the windows round: for the positions ``i + q*stride``, which elements meet them, and in which windows.

        Only every s-th element of the kernel meets a position, the same ones for all positions of one i; the windows
        that they are in lie like a window number q over the windows. Source: chapter 4, part 4(c).

        Yields
        ------
        i : int
            The first position.
        elements : list of int
            The elements of the kernel that meet it, from the last to the first.
        windows : Windows
            Its window q covers the windows whose elements meet position ``i + q*stride``, in the order of `elements`.
        """
        for i in range(min(self.stride, self.n)):
            met = [k for k in range(self.kernel) if (i - self.start - k * self.dilation) % self.stride == 0][::-1]
            start = (i - self.start - met[0] * self.dilation) // self.stride if met else 0
            dilation = self.dilation // math.gcd(self.stride, self.dilation)
            yield i, met, Windows(self.count, len(met), 1, dilation, start, len(range(i, self.n, self.stride)))
