"""The book's cover: a window, and the number that comes from it. It heads the start page and the previews of links."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np

from cnnlib.convolution import conv2d
from cnnlib.pictures import INPUT, KERNEL, OUTPUT, STYLE, Grid, Picture, grids, side_by_side, window, written_sum

# Not those of Problem 2, whose answers a reader may want to find.
IMAGE = np.array([[1, 0, 2, 3], [2, 4, 1, 0], [0, 3, 5, 1], [1, 2, 0, 4], [3, 1, 2, 2]])
WEIGHTS = np.array([[1, 0, -1], [2, 1, 0]])
CELL = (1, 1)  # of Z
WIDTH, HEIGHT = 1200, 630  # pixels, as previews want them
DPI = 170


def matrices() -> list[Grid]:
    """Return what the cover shows."""
    return [
        Grid(IMAGE, "X", INPUT, window(*CELL, WEIGHTS.shape)),
        Grid(WEIGHTS, "W", KERNEL),
        Grid(conv2d(IMAGE, WEIGHTS), "Z", OUTPUT, [CELL]),
    ]


def cover() -> Picture:
    """Return the picture."""
    row, column = CELL
    rows, columns = WEIGHTS.shape
    written = written_sum(WEIGHTS, IMAGE[row : row + rows, column : column + columns])
    alt = (
        f"Three grids of numbers: the image X, the kernel W and the result Z. Marked are a window of {rows} by "
        f"{columns} pixels of X and the number of Z that comes from it: Z[{row}, {column}] = {written}."
    )
    return Picture(grids(*matrices()), alt)


def write_cover(file: Path) -> str:
    """Write the picture as a PNG for the previews of links, and return what it shows."""
    figure = side_by_side(*matrices())
    figure.set_size_inches(WIDTH / DPI, HEIGHT / DPI)
    with mpl.rc_context(STYLE):
        # No date and no version of Matplotlib: two builds are to give the same file.
        figure.savefig(file, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
    return cover().alt
