"""Linked arrays: matrices of numbers of which each cell knows which others it is made of."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import Array, as_real, describe
from cnnlib.explore.rules import CentralDifference, Max, Rule, Terms, Values

__all__ = ["Cells", "Linked"]


class Cells:
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
    ) -> None:
        if not isinstance(name, str) or not name or "," in name:
            raise ValueError(f"the name of an array must be a text without a comma; it was {name!r}")
        if values is None and (rule is None or shape is None):
            raise ValueError(f"{name} must have values, or a rule and a shape")
        if edit and rule:
            raise ValueError(f"{name} follows from a rule: it cannot be edited")
        self.name, self.color, self.rule, self.title = name, color, rule, title
        self.values = None if values is None else as_real(name, values)
        if self.values is not None and not (finite := np.isfinite(self.values)).all():
            raise ValueError(f"the numbers of {name} must be finite; one of them is {self.values[~finite][0]}")
        # NumPy's whole numbers become Python's, which JSON has.
        self.shape = tuple(map(int, shape or ())) if self.values is None else self.values.shape
        dimensions = len(self.shape)
        down, across = axes or (dimensions - 2 if dimensions > 1 else None, dimensions - 1)
        self.axes = None if down is None else int(down), int(across)
        self.padding = int(padding[0]), int(padding[1])
        self.edit, self.explains, self.mark = edit, list(explains), mark
        self.differs, self.row = differs, row

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    def inner(self) -> Array:
        """Return the flat indices of the elements that are no padding."""
        everywhere = np.arange(self.size).reshape(self.shape)
        down, across = self.axes
        for axis, width in zip((down, across), self.padding, strict=True):
            if axis is not None and width:
                everywhere = everywhere.take(range(width, self.shape[axis] - width), axis=axis)
        return everywhere

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws; numbers that follow from a rule are left to it."""
        found: dict[str, Any] = {"name": self.name, "shape": list(self.shape), "axes": list(self.axes)}
        found |= {"title": self.caption(), "color": self.color}
        if self.rule:
            found["rule"] = self.rule.as_json()
        elif self.values is not None:
            found["values"] = [int(v) if float(v).is_integer() else float(v) for v in self.values.ravel().tolist()]
        if self.edit:
            found["edit"] = True
        if any(self.padding):
            found["padding"] = list(self.padding)
        if self.explains:
            found["explains"] = self.explains
        found |= {k: v for k, v in (("mark", self.mark), ("differs", self.differs), ("row", self.row)) if v}
        return found

    def caption(self) -> str:
        """Return the title, or the name and the shape without the padding."""
        return self.title or f"{self.name} {self.inner().shape}"

    def matrices(self, values: Array) -> str:
        """Return the numbers as HTML tables, one for each index of the axes that do not run down or across."""
        down, across = self.axes
        others = [axis for axis in range(len(self.shape)) if axis not in (down, across)] if self.shape else []
        tables = ""
        for place in np.ndindex(*(self.shape[axis] for axis in others)):
            cut: list[Any] = [slice(None)] * len(self.shape)
            for axis, at in zip(others, place, strict=True):
                cut[axis] = at
            matrix = values[tuple(cut)]
            if down is not None and down > across:
                matrix = matrix.T
            caption = self.caption()
            if others:
                caption += f": [{', '.join(':' if isinstance(at, slice) else str(at) for at in cut)}]"
            tables += matrix_table(caption, np.atleast_2d(matrix), self.padding, down is not None, across >= 0)
        return tables


def matrix_table(
    caption: str, matrix: Array, padding: tuple[int, int], indices_down: bool, indices_across: bool
) -> str:
    """Return one matrix as an HTML table with the indices along its edges."""
    rows, columns = matrix.shape
    head = "".join(
        f'<th scope="col">{shown(j - padding[1])}</th>' if indices_across else "<td></td>" for j in range(columns)
    )
    body = ""
    for i in range(rows):
        header = f'<th scope="row">{shown(i - padding[0])}</th>' if indices_down else "<td></td>"
        body += f"<tr>{header}{''.join(f'<td>{shown(v)}</td>' for v in matrix[i])}</tr>"
    head = f"<thead><tr><td></td>{head}</tr></thead>"
    return f"<table><caption>{html.escape(caption)}</caption>{head}<tbody>{body}</tbody></table>"


def shown(value: float) -> str:
    """Return a number with at most four decimals, and a real minus sign."""
    rounded = round(float(value), 4) + 0.0  # no negative zero
    return (f"{int(rounded)}" if rounded.is_integer() else f"{rounded}").replace("-", "\u2212")


class Linked:
    """Arrays that follow from each other, cell by cell.

    Parameters
    ----------
    *cells : Cells
        In an order in which each rule finds the arrays it names before it.
    legend : str
        A sentence on what the marks mean.

    Raises
    ------
    ValueError
        If two arrays have one name, a rule names an array that does not stand before it or an element that does not
        exist, or the values given for an array are not those of its rule.

    Examples
    --------
    The trace links the arrays of a convolution::

        terms = trace(X.shape, W.shape)
        Linked(
            Cells("X", X, INPUT, edit=True),
            Cells("W", W, KERNEL, edit=True),
            Cells("Z", conv2d(X, W), OUTPUT, rule=Sum(terms.z, {"X": terms.x, "W": terms.w})),
        )
    """

    def __init__(self, *cells: Cells, legend: str = "") -> None:
        self.cells: dict[str, Cells] = {}
        self.legend = legend
        self.values: Values = {}
        for one in cells:
            if not isinstance(one, Cells):
                raise TypeError(f"linked arrays must be Cells; one of them was {describe(one)}")
            if one.name in self.cells:
                raise ValueError(f"two arrays must not have one name; both are {one.name}")
            if one.rule:
                self.check(one, one.rule)
            self.cells[one.name] = one
            if one.values is not None:
                self.values[one.name] = one.values
        for one in cells:
            for other in [*one.explains, *([one.differs] if one.differs else [])]:
                if other not in self.cells or self.cells[other].shape != one.shape:
                    raise ValueError(f"{one.name} stands beside {other}, which must be an array of shape {one.shape}")

    def check(self, one: Cells, rule: Rule) -> None:
        """Complain about a rule that does not fit, or that gives other numbers than those stated."""
        for name in rule.names():
            if name not in self.cells:
                raise ValueError(f"the rule of {one.name} needs {name}, which must stand before it")
        if isinstance(rule, CentralDifference):
            if self.cells[rule.of].size != 1 or self.cells[rule.by].shape != one.shape or self.cells[rule.by].rule:
                raise ValueError(f"the rule of {one.name} needs one number, and a given array of shape {one.shape}")
            return
        if isinstance(rule, Terms):
            least = 0 if isinstance(rule, Max) else -1
            ends = [(one.name, *rule.ends_of_to, one.size, 0)]
            ends += [(name, *rule.ends[name], self.cells[name].size, least) for name in rule.of]
            for name, lowest, highest, size, first in ends:
                if lowest < first or highest >= size:
                    raise ValueError(f"the rule of {one.name} has an index that {name} of {size} elements has not")
            if isinstance(rule, Max) and (alone := set(range(one.size)) - set(rule.to.tolist())):
                raise ValueError(f"the rule of {one.name} has no term for its element {min(alone)}")
        found = rule.apply(self.values, one.size).reshape(one.shape)
        if one.values is None:
            self.values[one.name] = found
        elif (apart := np.abs(found - one.values) > 1e-6 * (1 + np.abs(found))).any():
            at = tuple(int(i) for i in np.argwhere(apart)[0])
            raise ValueError(f"{one.name}{list(at)} is {one.values[at]}, and its rule gives {found[at]}")

    def all_values(self) -> Values:
        """Return the numbers of every array, those of the central differences too."""
        values = dict(self.values)
        for one in self.cells.values():
            if isinstance(one.rule, CentralDifference):
                values[one.name] = self.differences(one.rule)
        return values

    def differences(self, rule: CentralDifference) -> Array:
        """Return the slope of J along each element of a given array."""
        start = self.values[rule.by]
        slopes = np.empty(start.size)
        for at in range(start.size):
            J = []
            for step in (rule.STEP, -rule.STEP):
                moved = start.astype(float)
                moved.reshape(-1)[at] += step
                J.append(self.recomputed({rule.by: moved}, rule.of))
            slopes[at] = (J[0] - J[1]) / (2 * rule.STEP)
        return slopes.reshape(start.shape)

    def recomputed(self, changed: Values, wanted: str) -> float:
        """Return the one element of `wanted`, with some of the given arrays changed."""
        values: Values = {}
        for name, one in self.cells.items():
            if one.rule is None:
                values[name] = changed.get(name, self.values[name])
            elif not isinstance(one.rule, CentralDifference):
                values[name] = one.rule.apply(values, one.size)
            if name == wanted:
                break
        return float(values[wanted].item())

    def summary(self) -> str:
        """Return the captions in a sentence."""
        return ", ".join(one.caption() for one in self.cells.values()) + "."

    def __repr__(self) -> str:
        """Return the captions in a sentence."""
        return self.summary()

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws."""
        return {"kind": "linked", "arrays": [one.as_json() for one in self.cells.values()], "legend": self.legend}

    def _repr_html_(self) -> str:
        values = self.all_values()
        blocks = ""
        for one in self.cells.values():
            if one.row:
                blocks += f'<p class="linked-row">{html.escape(one.row)}</p>'
            tables = one.matrices(np.asarray(values[one.name]))
            blocks += f'<div class="cells" style="--hue:{one.color}">{tables}</div>'
        legend = f'<p class="explorer-legend">{html.escape(self.legend)}</p>' if self.legend else ""
        return f'<div class="linked">{blocks}</div>{legend}'
