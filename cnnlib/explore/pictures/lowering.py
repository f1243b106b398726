"""A convolution as a matrix product: two windows, as rows of im2col and as runs of the lowered layout."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib.arguments import Array
from cnnlib.explore.pictures.svg import DASHES, STRONG, Drawing, filled, group, note, outlined, rect, text
from cnnlib.palette import CHART_INDEX

CELL, TOP = 24, 44
K1, K2 = 2, 2
X = np.arange(1, 13).reshape(3, 4)  # the numbers only say which pixel it is
WINDOWS = ((0, 1), (1, 1))  # one below the other: they share a row
SOLID, DASHED = outlined("kernel", 3), outlined(width=2, dashes=DASHES)
LEFT = 62  # of the cells, for the names of rows


def find_window(place: tuple[int, int]) -> list[int]:
    """Return the numbers in a window."""
    i, j = place
    return [int(number) for number in X[i : i + K1, j : j + K2].ravel()]


def draw_cells(values: Array, names: Iterable[str], marked: Collection[tuple[int, int]]) -> str:
    """Return a matrix of numbers: what is marked is strong, and what both windows have is bold there."""
    both = set(find_window(WINDOWS[0])) & set(find_window(WINDOWS[1]))
    cells: dict[bool, str] = {True: "", False: ""}
    numbers = ""
    for (i, j), value in np.ndenumerate(values):
        x, y = LEFT + j * CELL, TOP + i * CELL
        cells[(i, j) in marked] += rect(x, y, CELL, CELL)
        numbers += text(x + CELL / 2, y + 17, value, bold=value in both and (i, j) in marked)
    svg = group(filled("input"), cells[False]) + group(filled("input", STRONG), cells[True])
    svg += group('text-anchor="middle"', numbers)
    labels = "".join(text(LEFT - 8, TOP + i * CELL + 16, name) for i, name in enumerate(names))
    return svg + group(f'text-anchor="end" font-size="{CHART_INDEX}"', labels)


def draw_windows(values: Array, names: Iterable[str], corners: Sequence[tuple[int, int]], size: tuple[int, int]) -> str:
    """Return a matrix with both windows in it, each with its upper left cell and this size, solid and dashed."""
    marked = {(i + a, j + b) for i, j in corners for a in range(size[0]) for b in range(size[1])}
    frames = (
        frame(*corner, *size, look, inset) for corner, look, inset in zip(corners, (SOLID, DASHED), (0, 3), strict=True)
    )
    return draw_cells(values, names, marked) + "".join(frames)


def frame(row: int, column: int, rows: int, columns: int, look: str, inset: float = 0) -> str:
    """Return a frame around cells."""
    x, y = LEFT + column * CELL + inset, TOP + row * CELL + inset
    return rect(x, y, columns * CELL - 2 * inset, rows * CELL - 2 * inset, look, window=1)


def draw_image() -> Drawing:
    """Draw an image with two windows, one below the other."""
    svg = text(0, 14, f"X ({X.shape[0]}, {X.shape[1]})", bold=True) + note(0, 33, "two windows: solid, dashed")
    svg += draw_windows(X, (f"row {i}" for i in range(len(X))), WINDOWS, (K1, K2))
    both = sorted(set(find_window(WINDOWS[0])) & set(find_window(WINDOWS[1])))
    first, second = (f"at {place} has {say(find_window(place))}" for place in WINDOWS)
    alt = (
        f"An image of {X.shape[0]} by {X.shape[1]}, its pixels numbered from 1 to {X.size}. The window {first}, that "
        f"{second}: both have {say(both)}."
    )
    return Drawing(svg, 215, TOP + len(X) * CELL + 8, alt)


def draw_im2col() -> Drawing:
    """Draw the matrix of all windows, each a row."""
    windows = sliding_window_view(X, (K1, K2))
    matrix = windows.reshape(-1, K1 * K2)
    places = list(np.ndindex(windows.shape[:2]))
    svg = text(0, 14, f"im2col ({len(matrix)}, {matrix.shape[1]})", bold=True)
    svg += note(0, 33, f"a row for each window: {matrix.size} numbers")
    rows = [places.index(place) for place in WINDOWS]
    svg += draw_windows(matrix, (f"Z[{i}, {j}]" for i, j in places), [(row, 0) for row in rows], (1, K1 * K2))
    alt = (
        f"The matrix of im2col, {len(matrix)} by {matrix.shape[1]}: {matrix.size} numbers for {X.size} pixels. "
        f"Row {rows[0]} is the first window, {say(find_window(WINDOWS[0]))}, and row {rows[1]} the second, "
        f"{say(find_window(WINDOWS[1]))}."
    )
    return Drawing(svg, 230, TOP + len(matrix) * CELL + 8, alt)


def draw_lowered() -> Drawing:
    """Draw the layout of which each window is one run: for each column of windows the rows of X, K2 pixels each."""
    L = sliding_window_view(X, K2, axis=1).transpose(1, 0, 2).reshape(-1, len(X) * K2)
    svg = text(0, 14, f"L ({L.shape[0]}, {L.shape[1]})", bold=True)
    svg += note(0, 33, f"a row for each column of windows: {L.size} numbers")
    svg += draw_windows(L, (f"j = {j}" for j in range(len(L))), [(j, i * K2) for i, j in WINDOWS], (1, K1 * K2))
    bottom = TOP + len(L) * CELL + 20
    svg += note(0, bottom, "Both windows are runs of one row,") + note(
        0, bottom + 16, "and share what they have in common."
    )
    runs = [f"numbers {i * K2} to {i * K2 + K1 * K2 - 1}" for i, _ in WINDOWS]
    alt = (
        f"The lowered layout, {L.shape[0]} by {L.shape[1]}: {L.size} numbers for {X.size} pixels. "
        f"In row {WINDOWS[0][1]}, {say(L[WINDOWS[0][1]])}, the first window is {runs[0]} and the second {runs[1]}."
    )
    return Drawing(svg, 290, bottom + 20, alt)


def say(numbers: Iterable[int]) -> str:
    """Return numbers with commas."""
    return ", ".join(map(str, numbers))
