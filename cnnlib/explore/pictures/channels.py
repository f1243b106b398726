"""Channels with numbers: one number of Z is summed over the sheets of X."""

from __future__ import annotations

import numpy as np

from cnnlib import conv2d
from cnnlib.arguments import Array
from cnnlib.explore.pictures.svg import Drawing, filled, group, note, outlined, path, rect, text
from cnnlib.pictures import format_factor, format_number

CELL = 24
X = np.array(
    [
        [[1, 0, 2, 1], [2, 3, 1, 0], [0, 1, 2, 2]],
        [[0, 1, 1, 0], [1, 2, 0, 1], [3, 0, 1, 1]],
        [[2, 1, 0, 1], [0, 1, 3, 1], [1, 2, 0, 2]],
    ]
)  # a sheet for each channel n
W = np.array(
    [
        [[[1, -1], [0, 2]], [[0, 1], [1, 0]], [[-1, 0], [1, 1]]],
        [[[0, 1], [1, 0]], [[1, 0], [0, -1]], [[1, 1], [0, 0]]],
    ]
)  # for each channel m of Z a kernel for each channel n
AT = (1, 1)


def draw_cells(x: float, y: float, values: Array, name: str) -> str:
    """Return a matrix of numbers in cells."""
    rows, columns = values.shape
    cells = "".join(rect(x + j * CELL, y + i * CELL, CELL, CELL) for i in range(rows) for j in range(columns))
    numbers = "".join(
        text(x + (j + 0.5) * CELL, y + i * CELL + 17, format_number(values[i, j]), anchor="middle")
        for i in range(rows)
        for j in range(columns)
    )
    return group(filled(name), cells) + numbers


def find_parts(m: int = 0) -> list[int]:
    """Return what each sheet adds to the number of Z."""
    i, j = AT
    k1, k2 = W.shape[2:]
    return [int((W[m, n] * X[n, i : i + k1, j : j + k2]).sum()) for n in range(len(X))]


def draw_channels() -> Drawing:
    """Draw the sheets of X, the window on each with its own kernel, and what they add up to."""
    i, j = AT
    svg = text(40, 14, f"X: C = {len(X)} sheets", bold=True) + text(166, 14, "W, m = 0", bold=True)
    for n, (sheet, kernel, part) in enumerate(zip(X, W[0], find_parts(), strict=True)):
        y = 26 + n * 100
        svg += note(33, y + 40, f"n = {n}", "end") + draw_cells(40, y, sheet, "input")
        window = rect(40 + j * CELL, y + i * CELL, 2 * CELL, 2 * CELL, outlined("kernel", 3))
        svg += window + text(152, y + 40, "\u00b7", anchor="middle", bold=True)
        svg += draw_cells(166, y + 12, kernel, "kernel") + text(226, y + 41, f"= {part}", bold=True)
        under = sheet[i : i + 2, j : j + 2].ravel()
        terms = " + ".join(f"{format_factor(w)}\u00b7{x}" for w, x in zip(kernel.ravel(), under, strict=True))
        svg += note(40, y + 88, f"{terms} = {part}".replace("-", "\u2212"))
    parts = find_parts()
    alt = (
        f"{len(X)} sheets of X, on each a window of 2 by 2 and a kernel of its own: they add "
        f"{', '.join(map(str, parts))} to one number of Z, {sum(parts)}."
    )
    svg += path("M262 62q16 0 16 16v182q0 16 -16 16M278 166h12", outlined())
    svg += text(296, 171, f"{sum(parts)}", bold=True)
    return Drawing(svg, 330, 320, alt)


def draw_channel_outputs() -> Drawing:
    """Draw the sheets of Z, each with its own numbers."""
    Z = np.asarray(conv2d(X.transpose(1, 2, 0)[None], W.transpose(2, 3, 1, 0)))[0]
    i, j = AT
    parts = find_parts()
    sum_text = " + ".join(map(format_factor, parts))
    svg = text(4, 14, f"Z: M = {len(W)} sheets", bold=True)
    for m in range(len(W)):
        y = 26 + m * 90
        svg += note(4, y + 28, f"m = {m}") + draw_cells(54, y, Z[:, :, m].astype(int), "output")
        svg += rect(54 + j * CELL, y + i * CELL, CELL, CELL, outlined(width=2.5))
        if not m:
            svg += note(54 + 3 * CELL + 10, y + 1.5 * CELL + 4, f"{sum_text} = {sum(parts)}".replace("-", "\u2212"))
    svg += note(4, 26 + len(W) * 90 - 16, "Each sheet of Z has kernels of its own.")
    found = [", ".join(f"{value:g}" for value in Z[:, :, m].ravel()) for m in range(len(W))]
    alt = f"{len(W)} sheets of Z: {'; '.join(f'for m = {m} {numbers}' for m, numbers in enumerate(found))}."
    return Drawing(svg, 330, 26 + len(W) * 90, alt.replace("-", "\u2212"))
