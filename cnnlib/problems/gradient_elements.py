"""Problem 4 with numbers: single elements of dJ/dW and dJ/dX, for whoever has the formulas and wants to use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from cnnlib.arguments import Array, as_integer, as_row, as_whole, describe, refuse_other_shape
from cnnlib.geometry import geometry
from cnnlib.problems.element_answers import RIGHT, Answers, input_answers, weight_answers
from cnnlib.problems.gradients import INPUT_SLIPS, WEIGHT_SLIPS
from cnnlib.problems.problem import Problem, part
from cnnlib.problems.rules import Hint, Step, Told, otherwise, right, slip, write_products, write_sum
from cnnlib.trace import trace

SIGN_LOST = "The size is right, the sign is not: here signs matter."
DZ_FORGOTTEN = "dJ/dZ is missing: each element of Z counts as much as J depends on it."
WEIGHT_HINTS = {one.id: one.hint for one in WEIGHT_SLIPS} | {
    "row-column-swapped": "The indices of the weight are exchanged: k1 shifts rows, k2 columns.",
    "one-window-only": "That is one window's product. The weight takes part in each window.",
    "dz-forgotten": DZ_FORGOTTEN,
    "sign-lost": SIGN_LOST,
}
INPUT_HINTS = {one.id: one.hint for one in INPUT_SLIPS} | {
    "row-column-swapped": "The pixel is read as (column, row): pixels are (row, column), the row first.",
    "counted-from-1": "That is the pixel before: rows and columns are counted from 0, not from 1.",
    "dz-unshifted": "Each weight meets dJ/dZ at the same place. Windows that start before the pixel contain it too.",
    "one-output-channel": "That is one output channel. The pixel takes part in each.",
    "dz-forgotten": DZ_FORGOTTEN,
    "sign-lost": SIGN_LOST,
}


class GradientElements(Problem):
    """dJ/dW[k1, k2, n, m] and dJ/dX[i, j1, j2, n], of a convolution whose X, W and dJ/dZ are given.

    Parameters
    ----------
    X, W, dZ : array_like of whole numbers, (B, H, W, C), (K1, K2, C, M) and (B, H', W', M)
    weight : (k1, k2, n, m)
        The element of dJ/dW that is asked for.
    pixel : (i, j1, j2, n)
        The element of dJ/dX that is asked for.

    Raises
    ------
    TypeError, ValueError
        If they are no such arrays, the kernel does not fit, or there is no such element.
    """

    number = 4

    def __init__(self, X: Any, W: Any, dZ: Any, weight: Any, pixel: Any) -> None:
        """Take the numbers."""
        self.X = as_whole("X", X, ("B", "H", "W", "C"))
        self.W = as_whole("W", W, ("K1", "K2", "C", "M"))
        self.dZ = as_whole("dZ", dZ, ("B", "H'", "W'", "M"))
        z_shape = geometry(self.X.shape, self.W.shape, 1, 0, 1).z_shape
        refuse_other_shape("dZ", self.dZ, z_shape, "that of Z")
        self.weight = as_place("weight", weight, self.W.shape, ("k1", "k2", "n", "m"))
        self.pixel = as_place("pixel", pixel, self.X.shape, ("i", "j1", "j2", "n"))

    @property
    def task(self) -> str:
        """What is given and what holds, without the arrays."""
        return (
            "Z[i, j1, j2, m] = sum over k1, k2 and n of W[k1, k2, n, m] X[i, j1+k1, j2+k2, n], on valid pixels. Given "
            "are X, W and dJ/dZ. Indices start at 0; a sum goes over all places where both elements exist."
        )

    @property
    def arrays(self) -> Mapping[str, Array]:
        """The arrays that are given, by their names."""
        return {"X": self.X, "W": self.W, "dJ/dZ": self.dZ}

    @property
    def weight_asked(self) -> str:
        """The element of dJ/dW, such as ``"dJ/dW[1, 0, 0, 1]"``."""
        return f"dJ/dW{[*self.weight]}"

    @property
    def pixel_asked(self) -> str:
        """The element of dJ/dX, such as ``"dJ/dX[0, 1, 2, 0]"``."""
        return f"dJ/dX{[*self.pixel]}"

    @part(
        "b",
        "count",
        "{self.weight_asked}",
        essential=("product-of-sums", "x-unshifted", "kernel-reversed", "sign-lost"),
    )
    def weight_element(self) -> Told:
        """Tell an element of dJ/dW."""
        answers = weight_answers(self.X.tolist(), self.W.shape, self.dZ.tolist(), self.weight)
        yield right("Each window gives one product with the weight, and all of them add up.", *answers[RIGHT])
        yield from tell_slips(answers, WEIGHT_HINTS)
        yield otherwise("Write down one product for each window of each sample, then add them up.")
        yield Hint("In each window the weight meets one pixel of X. Which one, in the window that starts at (j1, j2)?")
        yield Hint("Multiply that pixel by dJ/dZ of the same window, of the weight's output channel.")
        yield from self.solve("w", self.weight, self.weight_asked)

    @part(
        "c",
        "count",
        "{self.pixel_asked}",
        essential=("first-tap-only", "unturned", "row-column-swapped", "counted-from-1", "sign-lost"),
    )
    def input_element(self) -> Told:
        """Tell an element of dJ/dX."""
        answers = input_answers(self.X.shape, self.W.tolist(), self.dZ.tolist(), self.pixel)
        yield right("Each window that contains the pixel gives a product, and all of them add up.", *answers[RIGHT])
        yield from tell_slips(answers, INPUT_HINTS)
        yield otherwise("Write down all windows that contain the pixel, and which weight meets it in each.")
        yield Hint("In which windows does the pixel lie? The one that starts at it, and some that start before it.")
        yield Hint("Weight (k1, k2) meets the pixel in the window that starts k1 rows and k2 columns before it.")
        yield from self.solve("x", self.pixel, self.pixel_asked)

    def solve(self, of: str, place: tuple[int, ...], asked: str) -> Told:
        """Tell the solution from the trace: a step for each row of windows or of weights, and their sum."""
        places = trace(self.X.shape, self.W.shape)
        shape, tensor = {"w": (self.W.shape, self.X), "x": (self.X.shape, self.W)}[of]
        mine = getattr(places, of) == np.ravel_multi_index(place, shape)
        z, other = places.z[mine], getattr(places, {"w": "x", "x": "w"}[of])[mine]
        factors = zip(self.dZ.ravel()[z].tolist(), tensor.ravel()[other].tolist(), strict=True)
        if of == "w":
            rows = np.transpose(np.unravel_index(z, self.dZ.shape)[:2])
            says = "Windows of sample {} that start in row {}, dJ/dZ times X:"
        else:
            rows = np.transpose(np.unravel_index(other, self.W.shape)[:1])
            says = "Weights of row {}, dJ/dZ times W:"
        terms = sorted(zip(rows.tolist(), factors, strict=True), key=itemgetter(0))
        yield from add_up(says, terms, asked)


def add_up(says: str, terms: Iterable[tuple[list[int], tuple[int, int]]], asked: str) -> Told:
    """Tell a sum of products in steps, one for each row of windows or weights."""
    results = []
    for row, group in groupby(terms, key=itemgetter(0)):
        factors = [pair for _, pair in group]
        results.append(sum(a * b for a, b in factors))
        yield Step(says.format(*row), f"partial sum {len(results)}", write_products(factors), str(results[-1]))
    yield Step("All of them together:", asked, write_sum(results), str(sum(results)))


def tell_slips(answers: Answers, hints: Mapping[str, str]) -> Told:
    """Tell the slips in the order of their answers."""
    for name, numbers in answers.items():
        if name != RIGHT:
            yield slip(name, hints[name], *numbers)


def as_place(name: str, value: object, shape: tuple[int, ...], axes: tuple[str, ...]) -> tuple[int, ...]:
    """Return an index of an element that exists."""
    row = as_row(value)
    wanted = f"({', '.join(axes)}) below {shape}"
    if row is None or len(row) != len(axes):
        raise (TypeError if row is None else ValueError)(f"{name} must be {wanted}; it was {describe(value)}")
    place = tuple(as_integer(f"{axis} in {name}", one, least=0) for axis, one in zip(axes, row, strict=True))
    if any(one >= length for one, length in zip(place, shape, strict=True)):
        raise ValueError(f"{name} must be {wanted}; it was {place}")
    return place
