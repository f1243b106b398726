"""How one array follows from others, element by element: the trace as a rule that the front end can follow.

The front end never computes geometry. It gets the numbers that are given and, for each array that follows from them,
a rule: which elements meet in which. From that it computes the rest, explains a cell, and follows an edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.activations import sigmoid
from cnnlib.arguments import Array, as_real, describe

__all__ = ["CentralDifference", "Max", "Rule", "Sigmoid", "SigmoidSlope", "Sum", "Terms", "Values"]

Values = dict[str, Array]


class Terms:
    """Which elements meet: element ``to[t]`` receives the element ``of[name][t]`` of each array named.

    Parameters
    ----------
    to : array_like of int, shape (T,)
        Flat indices into the array that the rule makes.
    of : mapping of str to array_like of int, each of shape (T,)
        For each array that takes part its flat indices; -1 where it has no part in a term.
    """

    def __init__(self, to: ArrayLike, of: Mapping[str, ArrayLike]) -> None:
        if not isinstance(of, Mapping):
            raise TypeError(
                f"a rule needs indices by the name of their array, such as {{'X': [0, 1]}}; it was {describe(of)}"
            )
        self.to = as_indices("the array that the rule makes", to)
        self.json: dict[str, Any] = {}
        self.of = {name: as_indices(name, where) for name, where in of.items()}
        # The least and the largest index of each list: a rule serves many states, which look them up.
        self.range_of_to = find_range(self.to)
        self.range_of = {name: find_range(where) for name, where in self.of.items()}
        self.absent = {name: where < 0 for name, where in self.of.items() if self.range_of[name][0] < 0}
        for name, where in self.of.items():
            if where.shape != self.to.shape:
                raise ValueError(
                    f"a rule needs {len(self.to)} indices into {name}, one for each term; not {len(where)}"
                )

    def names(self) -> list[str]:
        """Return the arrays that take part."""
        return list(self.of)

    def as_json(self) -> dict[str, Any]:
        """Return the rule, its indices as differences, which compress to almost nothing."""
        if not self.json:
            of = {name: as_differences(where) for name, where in self.of.items()}
            self.json = {"kind": type(self).__name__, "to": as_differences(self.to), "of": of}
        return self.json


def as_indices(name: str, where: ArrayLike) -> Array:
    """Return flat indices into an array as int64."""
    array = as_real(f"the indices into {name}", where).ravel()
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"the indices into {name} must be whole numbers; they were {describe(where)}")
    return array.astype(np.int64)


def find_range(where: Array) -> tuple[int, int]:
    """Return the least and the largest of some indices."""
    return int(where.min(initial=0)), int(where.max(initial=-1))


def as_differences(indices: Array) -> list[int]:
    """Return the first index, and then how far it is from each to the next."""
    return np.diff(indices, prepend=0).tolist()  # type: ignore[no-any-return]


class Sum(Terms):
    """Each element is the sum of its terms, and a term is the product of its elements: Z, dJ/dW, dJ/dX, ..."""

    def apply(self, values: Values, size: int) -> Array:
        """Return the flat array that the rule makes."""
        product = np.ones(len(self.to))
        for name, where in self.of.items():
            factor = values[name].ravel()[where]
            # -1 has found the last element: it stands for a factor of 1.
            product *= np.where(self.absent[name], 1.0, factor) if name in self.absent else factor
        return np.bincount(self.to, weights=product, minlength=size)


class Max(Terms):
    """Each element is the largest of its terms, the first of equal ones; one array takes part, in every term."""

    def __init__(self, to: ArrayLike, of: Mapping[str, ArrayLike]) -> None:
        super().__init__(to, of)
        if len(self.of) != 1:
            raise ValueError(f"a Max takes one array; it was given {', '.join(self.of) or 'none'}")

    def apply(self, values: Values, size: int) -> Array:
        """Return the flat array that the rule makes."""
        ((name, where),) = self.of.items()
        largest = np.full(size, -np.inf)
        np.maximum.at(largest, self.to, values[name].ravel()[where])
        return largest


class Elementwise:
    """Each element follows from the element of another array at the same place."""

    def __init__(self, of: str) -> None:
        self.of = of

    def names(self) -> list[str]:
        """Return the array that takes part."""
        return [self.of]

    def as_json(self) -> dict[str, Any]:
        """Return the rule for the front end."""
        return {"kind": type(self).__name__, "of": self.of}


class Sigmoid(Elementwise):
    """U = 1 / (1 + exp(-Z))."""

    def apply(self, values: Values, size: int) -> Array:
        """Return the flat array that the rule makes."""
        return np.asarray(sigmoid(values[self.of].ravel()))


class SigmoidSlope(Elementwise):
    """The slope of the sigmoid at Z, exp(-Z) / (1 + exp(-Z))**2, which is U (1 - U)."""

    def apply(self, values: Values, size: int) -> Array:
        """Return the flat array that the rule makes."""
        U = sigmoid(values[self.of].ravel())
        return np.asarray(U * (1 - U))


class CentralDifference:
    """The slope of a single number J along each element of a given array, measured: (J(x + h) - J(x - h)) / 2h.

    Parameters
    ----------
    of : str
        The array with one element.
    by : str
        The given array.
    """

    STEP = 2.0**-12  # a power of two, so that whole numbers plus and minus it are exact

    def __init__(self, of: str, by: str) -> None:
        self.of, self.by = of, by

    def names(self) -> list[str]:
        """Return the two arrays."""
        return [self.of, self.by]

    def as_json(self) -> dict[str, Any]:
        """Return the rule for the front end."""
        return {"kind": "CentralDifference", "of": self.of, "by": self.by, "step": self.STEP}


Rule = Sum | Max | Sigmoid | SigmoidSlope | CentralDifference
