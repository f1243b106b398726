"""Where windows lie along one axis: the one formula that convolution, trace, cost, pooling and pictures ask.

Element k of window i meets position ``start + i*stride + k*dilation``. Some positions may lie outside of the axis.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from cnnlib.arguments import Array, as_choice

LastWindows = Literal["partial", "whole"]  # what becomes of pooling windows that run past the end


def borders(n: int, extent: int, stride: int, padding: int | str) -> tuple[int, int]:
    """Return how many zeros stand before and after an axis; for "same" TensorFlow's rule, the odd one at the end."""
    if padding != "same":
        return (0, 0) if padding == "valid" else (int(padding), int(padding))
    total = max((-(-n // stride) - 1) * stride + extent - n, 0)
    return total // 2, total - total // 2


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

    @classmethod
    def of_convolution(
        cls, n: int, kernel: int, stride: int, zeros: tuple[int, int], dilation: int, along: str = ""
    ) -> Windows:
        """Lay as many windows of a convolution as fit on an axis with `zeros` (before, after) it.

        `along`, such as ``"along the rows "``, is for the message.

        The formula (Dumoulin and Visin 2016, relationship 15):
        ``count = floor((n + before + after - (dilation*(kernel-1) + 1)) / stride) + 1``.
        """
        extent, (before, after) = dilation * (kernel - 1) + 1, zeros
        if extent > n + before + after:
            padded = f" ({n} and {before} + {after} of padding)" if before + after else ""
            spread = f" ({kernel} elements with dilation {dilation})" if dilation > 1 else ""
            raise ValueError(
                f"the kernel must not be larger than the padded input: {along}it spans {extent}{spread}, "
                f"the input has {n + before + after}{padded}"
            )
        return cls(n, kernel, stride, dilation, -before, (n + before + after - extent) // stride + 1)

    @classmethod
    def of_pooling(
        cls, n: int, size: int, stride: int, last: object, names: tuple[str, str] = ("size", "the length of X")
    ) -> Windows:
        """Lay the windows of a pooling; `last` is the rule for those that run past the end, "partial" or "whole".

        `names`, of the size and of the length, are for the message.

        An element that no window has on the axis is left out, so that a size or a stride may be as large as one likes.
        """
        whole = as_choice("windows", last, get_args(LastWindows)) == "whole"
        if whole and size > n:
            most = f'{names[0]} must be at most {n}, {names[1]}, for windows="whole"'
            raise ValueError(f"{most}; it was {size}, so no whole window fits")
        kernel, stride = min(size, n), min(stride, n)
        return cls(n, kernel, stride, 1, 0, (n - (kernel if whole else 1)) // stride + 1)

    @property
    def span(self) -> int:
        """The number of positions from the first one of all windows to the last."""
        return (self.count - 1) * self.stride + (self.kernel - 1) * self.dilation + 1

    @property
    def are_positions(self) -> bool:
        """Whether window i is position i and nothing else."""
        return (self.kernel, self.stride, self.start, self.count) == (1, 1, 0, self.n)

    @property
    def leave_the_axis(self) -> bool:
        """Whether there is an element whose position does not exist."""
        return self.start < 0 or self.start + self.span > self.n

    def window(self, i: int) -> range:
        """Return the positions of the elements of window i."""
        first = self.start + i * self.stride
        return range(first, first + self.kernel * self.dilation, self.dilation)

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
        return slice(first, first + len(windows) * self.stride, self.stride)

    def turned(self) -> Iterator[tuple[int, range, Windows]]:
        """Turn the windows round: for the positions ``i + q*stride``, which elements meet them, and in which windows.

        Only every s-th element of the kernel meets a position, the same ones for all positions of one i; the windows
        that they are in lie like a window number q over the windows. Source: chapter 4, part 4(c).

        Yields
        ------
        i : int
            The first position.
        elements : range
            The elements of the kernel that meet it, from the last to the first.
        windows : Windows
            Its window q covers the windows whose elements meet position ``i + q*stride``, in the order of `elements`.
        """
        common = math.gcd(self.stride, self.dilation)
        step = self.stride // common
        for i in range(min(self.stride, self.n)):
            meets = (k for k in range(self.kernel) if (i - self.start - k * self.dilation) % self.stride == 0)
            met = range(next(meets, self.kernel), self.kernel, step)[::-1]
            start = (i - self.start - met.start * self.dilation) // self.stride
            count = len(range(i, self.n, self.stride))
            yield i, met, Windows(self.count, len(met), 1, self.dilation // common, start, count)
