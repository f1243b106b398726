"""Linked arrays as plain tables, for readers without scripts."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import numpy as np

from cnnlib.arguments import Array

if TYPE_CHECKING:
    from cnnlib.explore.linked import Linked, LinkedArray


def linked_as_html(linked: Linked) -> str:
    """Return all arrays as tables, under the headings of their rows, and the legend below them."""
    values = linked.all_values()
    blocks = ""
    for array in linked.arrays.values():
        if array.row:
            blocks += f'<p class="linked-row">{html.escape(array.row)}</p>'
        tables = array_as_html(array, np.asarray(values[array.name]))
        blocks += f'<div class="cells" style="--hue:{array.color}">{tables}</div>'
    return f'<div class="linked">{blocks}</div><p class="explorer-legend">{html.escape(linked.write_legend())}</p>'


def array_as_html(array: LinkedArray, values: Array) -> str:
    """Return an array as tables, one for each index of the axes that do not run down or across."""
    down, across = array.axes
    fixed = [axis for axis in range(values.ndim) if axis not in (down, across)]
    tables = ""
    for indices in np.ndindex(*(values.shape[axis] for axis in fixed)):
        at: list[int | slice] = [slice(None)] * values.ndim
        for axis, index in zip(fixed, indices, strict=True):
            at[axis] = index
        matrix = values[tuple(at)]
        if down is not None and down > across:
            matrix = matrix.T
        caption = array.caption()
        if fixed:
            caption += f": [{', '.join(':' if isinstance(index, slice) else str(index) for index in at)}]"
        tables += matrix_as_html(caption, np.atleast_2d(matrix), array.padding, down is not None, across >= 0)
    return tables


def matrix_as_html(
    caption: str, matrix: Array, padding: tuple[int, int], indices_down: bool, indices_across: bool
) -> str:
    """Return one matrix as an HTML table with the indices along its edges."""
    rows, columns = matrix.shape
    head = "".join(
        f'<th scope="col">{format_cell(j - padding[1])}</th>' if indices_across else "<td></td>" for j in range(columns)
    )
    body = ""
    for i in range(rows):
        header = f'<th scope="row">{format_cell(i - padding[0])}</th>' if indices_down else "<td></td>"
        body += f"<tr>{header}{''.join(f'<td>{format_cell(v)}</td>' for v in matrix[i])}</tr>"
    head = f"<thead><tr><td></td>{head}</tr></thead>"
    return f"<table><caption>{html.escape(caption)}</caption>{head}<tbody>{body}</tbody></table>"


def format_cell(value: float) -> str:
    """Return a number with at most four decimals, and a real minus sign."""
    rounded = round(float(value), 4) + 0.0  # no negative zero
    return (f"{int(rounded)}" if rounded.is_integer() else f"{rounded}").replace("-", "\u2212")
