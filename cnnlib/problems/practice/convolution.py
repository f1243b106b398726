"""Fresh numbers for Problem 2: an image and a kernel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from cnnlib.problems.convolution import Convolution, Pixel
from cnnlib.problems.practice.draw import Draw, Recipe

Rows = list[list[int]]

# For each size the kernels' shapes, and those of Z: rows and columns differ in each, the kernel fits on X at three or
# more rows and columns, and Z has at most 30 elements. So all ranges of 2(a) and all sizes of 2(b) differ.
KERNELS = {
    "small": ((1, 2), (2, 1)),
    "medium": ((2, 3), (3, 2), (1, 3), (3, 1)),
    "large": ((2, 3), (3, 2), (2, 4), (4, 2), (3, 4), (4, 3)),
}
OUTPUTS = {
    "small": ((3, 4), (4, 3), (3, 5), (5, 3)),
    "medium": ((3, 4), (4, 3), (3, 5), (5, 3), (4, 5), (5, 4)),
    "large": ((4, 6), (6, 4), (5, 6), (6, 5), (3, 7), (7, 3), (4, 7), (7, 4)),
}
IMAGE_VALUES = {"small": (0, 3), "medium": (0, 4), "large": (-3, 5)}
WEIGHTS = {"small": (-2, 2), "medium": (-2, 2), "large": (-3, 3)}
MOST_EXTREMES = 3  # how often the largest value of Z may stand there, and the smallest


@dataclass(frozen=True)
class Arrays:
    """An image and a kernel, and what they give."""

    image: Rows
    kernel: Rows

    @cached_property
    def Z(self) -> Rows:
        """Their convolution."""
        return correlate(self.image, self.kernel)

    @cached_property
    def Z_reversed(self) -> Rows:
        """What the reversed kernel gives."""
        return correlate(self.image, [row[::-1] for row in self.kernel[::-1]])

    @cached_property
    def values(self) -> list[int]:
        """The elements of Z."""
        return [*chain(*self.Z)]

    @cached_property
    def values_reversed(self) -> list[int]:
        """What the reversed kernel gives, in one row."""
        return [*chain(*self.Z_reversed)]


def correlate(image: Rows, kernel: Rows) -> Rows:
    """Return Z on valid pixels, in plain Python: for so few numbers that is quicker than with arrays."""
    rows, columns = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    weights = [(k1, k2, w) for k1, row in enumerate(kernel) for k2, w in enumerate(row) if w]
    return [[sum(w * image[i + k1][j + k2] for k1, k2, w in weights) for j in range(columns)] for i in range(rows)]


def draw_arrays(draw: Draw, size: str) -> Arrays:
    """Draw an image and a kernel."""
    (K1, K2), (rows, columns) = draw.choose(KERNELS[size]), draw.choose(OUTPUTS[size])
    kernel = draw.tensor(draw.whole, WEIGHTS[size], K1, K2)
    return Arrays(draw.tensor(draw.whole, IMAGE_VALUES[size], rows + K1 - 1, columns + K2 - 1), kernel)


def kernel_has_two_ends(arrays: Arrays) -> bool:
    """Say whether the kernel is another one when reversed, and no row or column of it is all 0; this needs no Z."""
    kernel, flat = arrays.kernel, [*chain(*arrays.kernel)]
    return all(map(any, kernel)) and all(map(any, zip(*kernel, strict=True))) and flat != flat[::-1]


def has_a_few_zeros(arrays: Arrays) -> bool:
    """Say whether Z is 0 somewhere, and at no more than a third of its pixels."""
    return 0 < 3 * arrays.values.count(0) <= len(arrays.values)


def has_clear_extremes(arrays: Arrays) -> bool:
    """Say whether Z is positive and negative, has not many extremes, and these are of two sizes."""
    values = arrays.values
    highest, lowest = max(values), min(values)
    seldom = max(values.count(highest), values.count(lowest)) <= MOST_EXTREMES
    return lowest < 0 < highest != -lowest and seldom


def has_a_nearest_negative(arrays: Arrays) -> bool:
    """Say whether the negative value of Z nearest to 0 is not the lowest, nor what a reversed kernel has as such.

    The same for the lowest value without its sign: with other answers, both slips of 2(d) have one of their own.
    """
    lowest, lowest_reversed = min(arrays.values), min(arrays.values_reversed)
    nearest = max(value for value in arrays.values if value < 0)
    return nearest != lowest and lowest_reversed not in (nearest, -lowest)


def wrong_pixels_differ(arrays: Arrays) -> bool:
    """Say whether each known way to a wrong pixel leads to one of its own, for both extremes and for 0."""
    return all(
        has_wrong_pixels(arrays, value, value_reversed)
        for value, value_reversed in (
            (max(arrays.values), max(arrays.values_reversed)),
            (min(arrays.values), min(arrays.values_reversed)),
            (0, 0),
        )
    )


def has_wrong_pixels(arrays: Arrays, value: int, value_reversed: int) -> bool:
    """Say whether (column, row), a reversed kernel, and counting from 1 lead to pixels that nothing before leads to."""
    held, reversed_ = find_pixels(arrays.Z, value), find_pixels(arrays.Z_reversed, value)
    swapped = {(j, i) for i, j in held} - held
    counted = {(i + 1, j + 1) for i, j in held} - held - swapped - reversed_
    return bool(swapped and counted and (value_reversed != value or reversed_ - held - swapped))


def find_pixels(Z: Iterable[list[int]], value: int) -> set[Pixel]:
    """Return the pixels that hold a value."""
    return {(i, j) for i, row in enumerate(Z) for j, element in enumerate(row) if element == value}


def make(arrays: Arrays) -> Convolution:
    """Make the problem."""
    return Convolution(arrays.image, arrays.kernel)


RULES = (kernel_has_two_ends, has_a_few_zeros, has_clear_extremes, has_a_nearest_negative, wrong_pixels_differ)
RECIPE = Recipe(draw_arrays, RULES, make)
