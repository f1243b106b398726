"""Linked arrays: matrices of numbers of which each cell knows which others it is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import Array, as_real, describe
from cnnlib.explore.matrices import linked_as_html
from cnnlib.explore.rules import CentralDifference, Max, Rule, Terms, Values
from cnnlib.explore.stages import Stage, check_stages

__all__ = ["Linked", "LinkedArray"]


class LinkedArray:
    """One array of a `Linked` block.

    Parameters
    ----------
    name : str
        Its name, such as ``"X"`` or ``"dJ/dW"``; without a comma.
    values : array_like, optional
        Its numbers. With a rule they are checked against it, and may be left out.
    color : str
        One of the four colours of `cnnlib.pictures`, which say what an array is.
    rule : Sum, Max, Sigmoid, SigmoidSlope or CentralDifference, optional
        How it follows from arrays that stand before it.
    shape : tuple of int, optional
        Its shape, where `values` are left out.
    title : str, optional
        The caption; otherwise the name and the shape.
    axes : (int or None, int), optional
        Which axes run down and across; along the others there is one matrix for each index. Otherwise the last two,
        and a vector runs across.
    edit : bool
        Whether a reader may change the numbers.
    padding : (int, int), optional
        Rows and columns of padding at the edges of `values`: shown, always 0, and counted with negative indices.
    explains : sequence of str
        Other arrays of the same shape: a cell of this one explains theirs too. For W that is dJ/dW.
    mark : str
        A sign for the elements that the rule took: of a Max those that won.
    differs : str
        An earlier array of the same shape: elements that are not equal to its are marked.
    row : str
        A heading; this array and those after it start a new row below it.
    runs : str
        How its axes run, where a reader would think otherwise: ``"channels down, time across"``.
    about : str
        A sentence on what it is; it stands below while the array is in sight.

    Raises
    ------
    ValueError, TypeError
        If the name has a comma, or shape and values are both left out or do not fit.
    """

    def __init__(
        self,
        name: str,
        values: ArrayLike | None = None,
        color: str = "",
        *,
        rule: Rule | None = None,
        shape: tuple[int, ...] | None = None,
        title: str = "",
        axes: tuple[int | None, int] | None = None,
        edit: bool = False,
        padding: tuple[int, int] = (0, 0),
        explains: Sequence[str] = (),
        mark: str = "",
        differs: str = "",
        row: str = "",
        runs: str = "",
        about: str = "",
    ) -> None:
        if not isinstance(name, str) or not name or "," in name:
            raise ValueError(f"the name of an array must be a text without a comma; it was {name!r}")
        if values is None and (rule is None or shape is None):
            raise ValueError(f"{name} must have values, or a rule and a shape")
        if edit and rule:
            raise ValueError(f"{name} follows from a rule: it cannot be edited")
        self.name, self.rule, self.edit = name, rule, bool(edit)
        self.color, self.title, self.mark, self.row, self.runs, self.about = color, title, mark, row, runs, about
        self.explains, self.differs = list(explains), differs
        self.values = None if values is None else as_finite(name, values)
        # NumPy's whole numbers become Python's, which JSON has.
        self.shape = tuple(map(int, shape or ())) if self.values is None else self.values.shape
        self.axes = as_axes(axes, len(self.shape))
        self.padding = int(padding[0]), int(padding[1])

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    def caption(self) -> str:
        """Return the title, or the name and the shape without the padding."""
        return self.title or f"{self.name} {self.inner_shape()}"

    def inner_shape(self) -> tuple[int, ...]:
        """Return the shape without the padding."""
        shape = list(self.shape)
        for axis, width in zip(self.axes, self.padding, strict=True):
            if axis is not None and width:
                shape[axis] = max(shape[axis] - 2 * width, 0)
        return tuple(shape)

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws; numbers that follow from a rule are left to it."""
        found: dict[str, Any] = {"name": self.name, "shape": list(self.shape), "axes": list(self.axes)}
        found |= {"title": self.caption(), "color": self.color}
        if self.rule:
            found["rule"] = self.rule.as_json()
        elif self.values is not None:
            found["values"] = [int(v) if float(v).is_integer() else float(v) for v in self.values.ravel().tolist()]
        padding = list(self.padding) if any(self.padding) else []
        rest = {"edit": self.edit, "padding": padding, "explains": self.explains}
        rest |= {"mark": self.mark, "differs": self.differs, "row": self.row, "runs": self.runs, "about": self.about}
        return found | {key: value for key, value in rest.items() if value}


def as_finite(name: str, values: ArrayLike) -> Array:
    """Return numbers that can be drawn as an array."""
    array = as_real(name, values)
    finite = np.isfinite(array)
    if not finite.all():
        raise ValueError(f"the numbers of {name} must be finite; one of them is {array[~finite][0]}")
    return array


def as_axes(axes: tuple[int | None, int] | None, ndim: int) -> tuple[int | None, int]:
    """Return which axes run down and across: those asked for, or the last two; a vector runs across."""
    down, across = axes or (ndim - 2 if ndim > 1 else None, ndim - 1)
    return None if down is None else int(down), int(across)


COLOURS = "Strong colour: a large number; stripes: a negative one; no colour: zero."
PINNED = "A dot at its corner: pinned."  # which paper never shows


class Linked:
    """Arrays that follow from each other, cell by cell.

    Parameters
    ----------
    *arrays : LinkedArray
        In an order in which each rule finds the arrays it names before it.
    legend : str
        A sentence on what else the cells' looks mean: those of numbers are told before it, that of a pin after it.
    stages : sequence of Stage, optional
        What to look at, one at a time: one array lying on another, and the sum that comes of it. Without any, all
        arrays stand one after the other.

    Raises
    ------
    TypeError
        If an array or a stage is something else.
    ValueError
        If two arrays have one name, a rule names an array that does not stand before it or an element that does not
        exist, the values given for an array are not those of its rule, or the arrays do not fit a stage.

    Examples
    --------
    The trace links the arrays of a convolution, and W lies on X::

        terms = trace(X.shape, W.shape)
        Linked(
            LinkedArray("X", X, INPUT, edit=True),
            LinkedArray("W", W, KERNEL, edit=True),
            LinkedArray("Z", conv2d(X, W), OUTPUT, rule=Sum(terms.z, {"X": terms.x, "W": terms.w})),
            stages=[Stage(on="X", by="W", to="Z")],
        )
    """

    def __init__(self, *arrays: LinkedArray, legend: str = "", stages: Sequence[Stage] = ()) -> None:
        self.arrays: dict[str, LinkedArray] = {}
        self.legend, self.stages = legend, list(stages)
        self.values: Values = {}
        for array in arrays:
            if not isinstance(array, LinkedArray):
                raise TypeError(f"the arrays of a Linked must be LinkedArray; one of them was {describe(array)}")
            if array.name in self.arrays:
                raise ValueError(f"two arrays must not have one name; both are {array.name}")
            if array.rule:
                self.check_rule(array, array.rule)
            self.arrays[array.name] = array
            if array.values is not None:
                self.values[array.name] = array.values
        for array in arrays:
            for name in [*array.explains, *([array.differs] if array.differs else [])]:
                if name not in self.arrays or self.arrays[name].shape != array.shape:
                    raise ValueError(
                        f"{array.name} stands beside {name}, which must be an array of shape {array.shape}"
                    )
        check_stages(self.stages, self.arrays)

    def check_rule(self, array: LinkedArray, rule: Rule) -> None:
        """Complain about a rule that does not fit, or that gives other numbers than those stated."""
        for name in rule.names():
            if name not in self.arrays:
                raise ValueError(f"the rule of {array.name} needs {name}, which must stand before it")
        if isinstance(rule, CentralDifference):
            of, by = self.arrays[rule.of], self.arrays[rule.by]
            if of.size != 1 or by.shape != array.shape or by.rule:
                raise ValueError(f"the rule of {array.name} needs one number, and a given array of shape {array.shape}")
            return  # `all_values` measures it, as it takes long
        if isinstance(rule, Terms):
            self.check_indices(array, rule)
        found = rule.apply(self.values, array.size).reshape(array.shape)
        if array.values is None:
            self.values[array.name] = found
        elif (apart := np.abs(found - array.values) > 1e-6 * (1 + np.abs(found))).any():
            at = tuple(int(i) for i in np.argwhere(apart)[0])
            raise ValueError(f"{array.name}{list(at)} is {array.values[at]}, and its rule gives {found[at]}")

    def check_indices(self, array: LinkedArray, rule: Terms) -> None:
        """Complain about terms that name elements which no array has, or that leave out one of a maximum."""
        least = 0 if isinstance(rule, Max) else -1
        ranges = [(array, rule.range_of_to, 0), *((self.arrays[name], rule.range_of[name], least) for name in rule.of)]
        for one, (lowest, highest), first in ranges:
            if lowest < first or highest >= one.size:
                raise ValueError(
                    f"the rule of {array.name} has an index that {one.name} of {one.size} elements has not"
                )
        if isinstance(rule, Max) and (alone := set(range(array.size)) - set(rule.to.tolist())):
            raise ValueError(f"the rule of {array.name} has no term for its element {min(alone)}")

    def all_values(self) -> Values:
        """Return the numbers of every array, those of the central differences too."""
        values = dict(self.values)
        for array in self.arrays.values():
            if isinstance(array.rule, CentralDifference):
                values[array.name] = self.measure_slopes(array.rule)
        return values

    def measure_slopes(self, rule: CentralDifference) -> Array:
        """Return the slope of J along each element of a given array."""
        start = self.values[rule.by]
        slopes = np.empty(start.size)
        for at in range(start.size):
            J = []
            for step in (rule.STEP, -rule.STEP):
                moved = start.astype(float)
                moved.reshape(-1)[at] += step
                J.append(self.recompute({rule.by: moved}, rule.of))
            slopes[at] = (J[0] - J[1]) / (2 * rule.STEP)
        return slopes.reshape(start.shape)

    def recompute(self, changed: Values, wanted: str) -> float:
        """Return the one element of `wanted`, with some of the given arrays changed."""
        values: Values = {}
        for name, array in self.arrays.items():
            if array.rule is None:
                values[name] = changed.get(name, self.values[name])
            elif not isinstance(array.rule, CentralDifference):
                values[name] = array.rule.apply(values, array.size)
            if name == wanted:
                break
        return float(values[wanted].item())

    def summary(self) -> str:
        """Return the captions in a sentence."""
        return ", ".join(array.caption() for array in self.arrays.values()) + "."

    def __repr__(self) -> str:
        """Return the captions in a sentence."""
        return self.summary()

    def write_legend(self) -> str:
        """Return what the cells' looks mean."""
        return f"{COLOURS} {self.legend}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws."""
        arrays = [array.as_json() for array in self.arrays.values()]
        found: dict[str, Any] = {"kind": "linked", "arrays": arrays, "legend": f"{self.write_legend()} {PINNED}"}
        colours = {array.name: array.color for array in self.arrays.values()}
        return found | ({"stages": [stage.as_json(colours) for stage in self.stages]} if self.stages else {})

    def _repr_html_(self) -> str:
        return linked_as_html(self)
