"""A layer of a network to scale: X with the kernel on it, the block of products of one sum, and a sheet of Z.

Where the words stand does not depend on the sizes: so an explorer's pictures differ in few characters, and are small.
"""

from __future__ import annotations

from cnnlib.explore.pictures.sheets import SHEET, place_layers
from cnnlib.explore.pictures.svg import (
    Drawing,
    count_of,
    filled,
    group,
    note,
    opaque,
    outlined,
    path,
    rect,
    solid,
    span,
    text,
    zigzag,
)

LONGEST = 100  # of the picture, about, for the longer side of X
TAP = 12  # for a pixel of the kernel where it is enlarged
WIDE, HIGH, TOP = 200, 165, 44  # of each picture, and where what is drawn begins


def find_unit(rows: int, columns: int) -> float:
    """Return how large a pixel of X, and of its Z, is drawn."""
    return float(f"{LONGEST / max(rows, columns):.2g}")


def draw_input(size: tuple[int, int], kernel: tuple[int, int]) -> Drawing:
    """Draw a sheet of X to scale, with the kernel at its first place in the same scale.

    Parameters
    ----------
    size, kernel : tuple of int
        Rows and columns of X and of W.
    """
    (rows, columns), (k1, k2), unit = size, kernel, find_unit(*size)
    title = f"A sheet of X: {rows} \u00d7 {columns}"
    svg = text(0, 14, title, bold=True)
    svg += note(0, 33, "to scale:") + span((56, 29), (56 + 10 * unit, 29), length=10)
    svg += note(66 + 10 * unit, 33, "10 pixels")
    svg += rect(4, TOP, columns * unit, rows * unit, filled("input"), width=columns, height=rows)
    svg += rect(4, TOP, k2 * unit, k1 * unit, solid("kernel"), width=k2, height=k1)
    if k2 * unit < 4:  # to be found
        svg += path(f"M17 {TOP}a13 13 0 0 1 -13 13", outlined("kernel", 1.5))
    alt = f"{title}, to scale; on its corner the kernel, {k1} \u00d7 {k2}, in the same scale."
    return Drawing(svg, WIDE, HIGH, alt)


def draw_sum(kernel: tuple[int, int], channels: int) -> Drawing:
    """Draw the products of one sum as a block: the kernel's pixels, on a sheet for each channel of X.

    Parameters
    ----------
    kernel : tuple of int
        Rows and columns of W.
    channels : int
        Input channels, C.
    """
    k1, k2 = kernel
    places = place_layers(channels)
    top = TOP - places[-1] * SHEET[1]
    sheets = "".join(
        rect(4 + at * SHEET[0], top + at * SHEET[1], k2 * TAP, k1 * TAP, sheet=1) for at in reversed(places)
    )
    lines = "".join(f"M4 {top + k * TAP}h{k2 * TAP}" for k in range(1, k1))
    lines += "".join(f"M{4 + k * TAP} {top}v{k1 * TAP}" for k in range(1, k2))
    count = f"{k1}\u00b7{k2}\u00b7{channels} = {count_of(k1 * k2 * channels, 'product')}"
    svg = text(0, 14, "One number of Z", bold=True)
    svg += note(0, 33, count)
    svg += group(opaque("kernel"), sheets) + (path(lines, outlined("kernel")) if lines else "")
    if len(places) < channels:
        svg += zigzag(4 + k2 * TAP + 2.8 * SHEET[0], top + k1 * TAP + 2.8 * SHEET[1] - 6, 16)
        said = f"{len(places)} of {channels}", "drawn"
        svg += "".join(note(k2 * TAP + 62, TOP + 12 + 15 * line, words) for line, words in enumerate(said))
    alt = f"One number of Z: {count}, on {count_of(channels, 'sheet')}."
    return Drawing(svg, WIDE, HIGH, alt)


def draw_output(output: tuple[int, int], taps: int, unit: float) -> Drawing:
    """Draw a sheet of Z in the scale of X.

    Parameters
    ----------
    output : tuple of int
        Rows and columns of Z.
    taps : int
        Pixels of the kernel.
    unit : float
        How large a pixel of X is drawn.
    """
    rows, columns = output
    numbers = rows * columns
    title = f"A sheet of Z: {rows} \u00d7 {columns}"
    count = f"{rows}\u00b7{columns} = {count_of(numbers, 'number')}, in the scale of X"
    pair = f"a pair of channels: {taps}\u00b7{numbers:,} = {taps * numbers:,} products"
    svg = text(0, 14, title, bold=True) + note(0, 33, count)
    svg += rect(4, TOP, columns * unit, rows * unit, filled("output"), width=columns, height=rows)
    svg += rect(4, TOP, unit, unit, solid("output"), width=1, height=1)
    svg += note(0, min(TOP + rows * unit + 20, HIGH - 4), pair)
    return Drawing(svg, 290, HIGH, f"{title}; {count}; {pair}.")
