"""Fresh numbers for Problem 4: X, W and dJ/dZ, a weight and a pixel."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

from cnnlib.problems.element_answers import Place, are_told_apart, input_answers, weight_answers
from cnnlib.problems.gradient_elements import GradientElements
from cnnlib.problems.practice.draw import Draw, Recipe

# For each size the samples, input and output channels; and the shapes of the kernel and of Z, rows and columns, which
# differ in each.
CHANNELS = {"small": (1, 1, 1), "medium": (2, 1, 2), "large": (2, 2, 3)}
KERNELS = ((2, 3), (3, 2))
OUTPUTS = {"small": ((2, 4), (4, 2)), "medium": ((2, 4), (4, 2)), "large": ((3, 4), (4, 3))}
X_VALUES, SIGNED_VALUES = (1, 9), (-4, 4)  # none of them is 0


class Elements(NamedTuple):
    """The arrays as nested lists, and the elements that are asked for."""

    X: Any
    W: Any
    dZ: Any
    weight: Place
    pixel: Place


def find_weights(K1: int, K2: int) -> list[tuple[int, int]]:
    """Return the weights (k1, k2) other than the first, which X unshifted takes for each, and the last.

    The last one becomes the first when the kernel is reversed: then two slips would be one.
    """
    return [*product(range(K1), range(K2))][1:-1]


def find_pixels(K1: int, K2: int, rows: int, columns: int) -> list[tuple[int, int]]:
    """Return the pixels (j1, j2) at which a window starts but not the last, off the first row and column.

    Then the first tap alone gives something, windows that start before the pixel contain it, and others start after it.
    X has the pixel (j2, j1) too, and it is another one.
    """
    pixels = [*product(range(1, rows), range(1, columns))][:-1]
    return [(j1, j2) for j1, j2 in pixels if j1 != j2 and j2 < rows + K1 - 1 and j1 < columns + K2 - 1]


def draw_elements(draw: Draw, size: str) -> Elements:
    """Draw the arrays and the elements."""
    (B, C, M), (K1, K2), (rows, columns) = CHANNELS[size], draw.choose(KERNELS), draw.choose(OUTPUTS[size])
    return Elements(
        draw.tensor(draw.whole, X_VALUES, B, rows + K1 - 1, columns + K2 - 1, C),
        draw.tensor(draw.other_than_zero, SIGNED_VALUES, K1, K2, C, M),
        draw.tensor(draw.other_than_zero, SIGNED_VALUES, B, rows, columns, M),
        (*draw.choose(find_weights(K1, K2)), draw.whole(0, C - 1), draw.whole(0, M - 1)),
        (draw.whole(0, B - 1), *draw.choose(find_pixels(K1, K2, rows, columns)), draw.whole(0, C - 1)),
    )


def weight_answers_differ(elements: Elements) -> bool:
    """Say whether each procedure leads to another element of dJ/dW."""
    X, W, dZ, weight, _ = elements
    return are_told_apart(weight_answers(X, (len(W), len(W[0])), dZ, weight))


def input_answers_differ(elements: Elements) -> bool:
    """Say whether each procedure leads to another element of dJ/dX."""
    X, W, dZ, _, pixel = elements
    return are_told_apart(input_answers((len(X), len(X[0]), len(X[0][0]), len(X[0][0][0])), W, dZ, pixel))


def make(elements: Elements) -> GradientElements:
    """Make the problem."""
    return GradientElements(*elements)


RECIPE = Recipe(draw_elements, (weight_answers_differ, input_answers_differ), make)
