"""Fresh numbers for Problem 3: the shapes of one layer."""

from __future__ import annotations

from typing import NamedTuple

from cnnlib.problems.layer import Layer
from cnnlib.problems.practice.draw import Draw, Recipe, differ

# For each size the first and the last number of rows or columns of X, of those of W, and of channels.
RANGES = {
    "small": ((7, 15), (2, 4), (2, 6)),
    "medium": ((20, 70), (2, 5), (3, 32)),
    "large": ((100, 512), (3, 11), (16, 256)),
}


class Sizes(NamedTuple):
    """The sizes of X and W."""

    H: int
    W: int
    C: int
    K1: int
    K2: int
    M: int

    @property
    def rows(self) -> int:
        """The rows of Z."""
        return self.H - self.K1 + 1

    @property
    def columns(self) -> int:
        """The columns of Z."""
        return self.W - self.K2 + 1


def draw_sizes(draw: Draw, size: str) -> Sizes:
    """Draw the sizes of X and W."""
    sides, kernel, channels = RANGES[size]
    return Sizes(*(draw.whole(*ends) for ends in (sides, sides, channels, kernel, kernel, channels)))


def all_sizes_differ(sizes: Sizes) -> bool:
    """Say whether the sizes of X, W and Z differ: then so do all shapes of 3(a) and 3(b)."""
    return differ(*sizes, sizes.rows, sizes.columns)


def counts_differ(sizes: Sizes) -> bool:
    """Say whether all that one may count instead of the multiplications of 3(c) are other numbers."""
    H, W, C, K1, K2, M = sizes
    kernel, pixels = K1 * K2, sizes.rows * sizes.columns
    cost = kernel * C * pixels * M
    return differ(
        cost,
        kernel * C,
        kernel * pixels,
        kernel * pixels * M,
        kernel * pixels * C,
        kernel * H * W * C * M,
        2 * cost,
        cost + pixels * M,
        cost + M,
    )


def parameters_differ(sizes: Sizes) -> bool:
    """Say whether all that one may count instead of the parameters of 3(d) are other numbers."""
    _, _, C, K1, K2, M = sizes
    kernel, pixels = K1 * K2, sizes.rows * sizes.columns
    weights = kernel * C * M
    return differ(
        weights + M,
        weights,
        weights + 1,
        weights + C,
        kernel * M + M,
        weights + pixels * M,
        (weights + M) * pixels,
    )


def make(sizes: Sizes) -> Layer:
    """Make the problem."""
    H, W, C, K1, K2, M = sizes
    return Layer((H, W, C), (K1, K2, C, M))


RECIPE = Recipe(draw_sizes, (all_sizes_differ, counts_differ, parameters_differ), make)
