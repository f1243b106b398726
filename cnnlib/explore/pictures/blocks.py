"""Pooling in two dimensions: blocks with a frame, and a corner on the largest number of each."""

from __future__ import annotations

import numpy as np

from cnnlib.arguments import Array
from cnnlib.explore.pictures.svg import STRONG, Drawing, filled, group, hue, note, outlined, path, rect, text
from cnnlib.pictures import format_number
from cnnlib.pooling import max_pool2d

CELL, GAP, TOP = 26, 9, 28


def find_winners(X: Array, size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the place of the first largest number of each block."""
    rows, columns = size
    winners = []
    for i in range(0, X.shape[0], rows):
        for j in range(0, X.shape[1], columns):
            block = X[i : i + rows, j : j + columns]
            down, across = np.unravel_index(block.argmax(), block.shape)
            winners.append((i + int(down), j + int(across)))
    return winners


def draw_blocks(X: Array, size: tuple[int, int]) -> list[Drawing]:
    """Draw a matrix in blocks that fill it, with a corner on each winner, and the largest number of each block.

    Parameters
    ----------
    X : array
        The matrix, whose sides are multiples of the blocks'.
    size : tuple of int
        Rows and columns of a block.

    Returns
    -------
    list of Drawing
        The matrix, and what is left of it.
    """
    (rows, columns), (k1, k2), winners = X.shape, size, find_winners(X, size)

    def at(i: int, j: int) -> tuple[float, float]:
        return 4 + j * CELL + j // k2 * GAP, TOP + i * CELL + i // k1 * GAP

    cells = [(i, j) for i in range(rows) for j in range(columns)]
    others = "".join(rect(*at(*cell), CELL, CELL) for cell in cells if cell not in winners)
    best = "".join(rect(*at(*cell), CELL, CELL) for cell in winners)
    svg = text(0, 14, f"X ({rows}, {columns}), in blocks of {k1} \u00d7 {k2}", bold=True)
    svg += group(filled("input"), others) + group(filled("input", STRONG), best)
    svg += group('text-anchor="middle"', *(write(at(i, j), X[i, j], (i, j) in winners) for i, j in cells))
    corners = "".join(f"M{x + CELL - 2} {y + 2}v8l-8 -8z" for x, y in (at(*cell) for cell in winners))
    svg += path(corners, f'fill="{hue("kernel")}"', winners=len(winners))
    starts = [at(i, j) for i in range(0, rows, k1) for j in range(0, columns, k2)]
    frames = (rect(x - 2, y - 2, k2 * CELL + 4, k1 * CELL + 4, block=1) for x, y in starts)
    svg += group(outlined("kernel", 2.5), *frames)
    told = ", ".join(f"{format_number(X[cell])} at {cell}" for cell in winners)
    alt = f"A matrix of {rows} by {columns} in blocks of {k1} by {k2}; a corner marks the largest of each: {told}."
    wide, high = at(rows - 1, columns - 1)
    return [Drawing(svg, max(wide + CELL + 6, 200), high + CELL + 6, alt), draw_largest(X, size)]


def write(place: tuple[float, float], value: float, bold: bool) -> str:
    """Return a number in its cell."""
    return text(place[0] + CELL / 2, place[1] + 18, format_number(value), bold=bold)


def draw_largest(X: Array, size: tuple[int, int]) -> Drawing:
    """Draw the largest number of each block."""
    Z = np.asarray(max_pool2d(X, size))
    rows, columns = Z.shape
    places = [(i, j, 4 + j * (CELL + GAP), TOP + i * (CELL + GAP)) for i in range(rows) for j in range(columns)]
    svg = text(0, 14, f"The largest of each ({rows}, {columns})", bold=True)
    svg += group(filled("output"), *(rect(x, y, CELL, CELL) for _, _, x, y in places))
    svg += group('text-anchor="middle"', *(write((x, y), Z[i, j], True) for i, j, x, y in places))
    bottom = TOP + rows * (CELL + GAP) + 16
    svg += note(0, bottom, "Blocks side by side: each number is in one.")
    numbers = ", ".join(map(format_number, Z.ravel()))
    return Drawing(svg, 270, bottom + 6, f"Its largest numbers, {rows} by {columns}: {numbers}.")
