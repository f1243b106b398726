"""Fresh numbers for Problem 5: a signal, a pool size and a stride."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from cnnlib.problems.practice.draw import Draw, Recipe, differ
from cnnlib.problems.sampling import Sampling


class Signal(NamedTuple):
    """A signal, the pool size p and the stride s."""

    x: tuple[int, ...]
    size: int
    stride: int

    def windows(self, size: int, stride: int) -> list[tuple[int, ...]]:
        """Return the windows, as long as the signal has values for them."""
        return [self.x[start : start + size] for start in range(0, len(self.x), stride)]


def is_well_sized(length: int, size: int, stride: int) -> bool:
    """Say whether some slips of length exist and differ, whatever the values are.

    At least two windows run past the end, so that "whole windows only" is not "one window too few", and the first does
    not; and N is no multiple of s, so that floor(N/s) is one value too few.
    """
    ends = [start + size for start in range(0, length, stride)]
    return stride < size < length and length % stride > 0 and ends[-2] > length


# For each size all (N, p, s) that may be drawn. No window has six or more values: few means of so many are written out.
SIZED = {
    size: [(n, p, s) for n in lengths for p in (4, 5) for s in (2, 3) if is_well_sized(n, p, s)]
    for size, lengths in {"small": range(5, 9), "medium": range(9, 13), "large": range(13, 20)}.items()
}
VALUES = {"small": (0, 9), "medium": (0, 12), "large": (-9, 20)}


def draw_signal(draw: Draw, size: str) -> Signal:
    """Draw a signal, a pool size and a stride."""
    length, p, s = draw.choose(SIZED[size])
    return Signal(tuple(draw.whole(*VALUES[size]) for _ in range(length)), p, s)


def means_are_decimals(signal: Signal) -> bool:
    """Say whether the mean of each window ends after two decimals, so that one who takes it can type it."""
    return all(100 * sum(window) % len(window) == 0 for window in signal.windows(signal.size, signal.stride))


def first_values_differ(signal: Signal) -> bool:
    """Say whether a vector of 5(a) that starts at x[1] or at x[s] is another one."""
    x, s = signal.x, signal.stride
    return x[0] not in (x[1], x[s])


def vectors_differ(signal: Signal) -> bool:
    """Say whether all vectors that one may write down for 5(b) differ."""
    x, p, s = signal
    windows, pooled = signal.windows(p, s), tuple(map(max, signal.windows(p, s)))
    return differ(
        pooled,
        x[::s],
        tuple(map(max, signal.windows(p, 1))),
        tuple(map(max, signal.windows(p, 1)[: len(x) - p + 1])),
        tuple(Fraction(sum(window), len(window)) for window in windows),
        tuple(map(min, windows)),
        pooled[: (len(x) - p) // s + 1],
        pooled[:-1],
    )


def make(signal: Signal) -> Sampling:
    """Make the problem."""
    return Sampling(signal.x, signal.size, signal.stride)


RECIPE = Recipe(draw_signal, (first_values_differ, means_are_decimals, vectors_differ), make)
