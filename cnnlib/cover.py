"""The book's cover: a window, and the number that comes from it. It heads the start page and the previews of links."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cnnlib.convolution import conv2d
from cnnlib.palette import INPUT, KERNEL, OUTPUT
from cnnlib.pictures import STYLE, Grid, Picture, format_sum, grids, grids_in_one_figure, window

# Not those of Problem 2, whose answers a reader may want to find.
COVER_IMAGE = np.array([[1, 0, 2, 3], [2, 4, 1, 0], [0, 3, 5, 1], [1, 2, 0, 4], [3, 1, 2, 2]])
COVER_KERNEL = np.array([[1, 0, -1], [2, 1, 0]])
PIXEL = (1, 1)  # of Z
WIDTH, HEIGHT = 1200, 630  # pixels, as previews want them
DPI = 170


def cover_grids() -> list[Grid]:
    """Return what the cover shows."""
    return [
        Grid(COVER_IMAGE, "X", INPUT, window(*PIXEL, COVER_KERNEL.shape)),
        Grid(COVER_KERNEL, "W", KERNEL),
        Grid(conv2d(COVER_IMAGE, COVER_KERNEL), "Z", OUTPUT, [PIXEL]),
    ]


def cover() -> Picture:
    """Return the picture."""
    row, column = PIXEL
    rows, columns = COVER_KERNEL.shape
    written_out = format_sum(COVER_KERNEL, COVER_IMAGE[row : row + rows, column : column + columns])
    alt = (
        f"Three grids of numbers: the image X, the kernel W and the result Z. Marked are a window of {rows} by "
        f"{columns} pixels of X and the number of Z that comes from it: Z[{row}, {column}] = {written_out}."
    )
    return Picture(grids(*cover_grids()), alt)


def write_cover(file: Path) -> str:
    """Write the picture as a PNG for the previews of links, and return what it shows."""
    import matplotlib as mpl

    figure = grids_in_one_figure(*cover_grids())
    figure.set_size_inches(WIDTH / DPI, HEIGHT / DPI)
    with mpl.rc_context(STYLE):
        # No date and no version of Matplotlib: two builds are to give the same file.
        figure.savefig(file, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
    return cover().alt
