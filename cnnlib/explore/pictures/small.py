"""Four small pictures: stride, padding, dilation and "same", on an image of 6 by 5 with a kernel of 2 by 2."""

from __future__ import annotations

from collections.abc import Iterable

from cnnlib.explore.pictures.svg import (
    DASHES,
    Drawing,
    arrow,
    filled,
    group,
    note,
    outlined,
    path,
    rect,
    text,
)
from cnnlib.geometry import output_size
from cnnlib.palette import CHART_INDEX
from cnnlib.pictures import window
from cnnlib.windows import borders

ROWS, COLUMNS, KERNEL = 6, 5, (2, 2)
CELL, LEFT, TOP, WIDE, HIGH = 18, 30, 48, 160, 244
Pixel = tuple[int, int]


def at(pixel: Pixel) -> tuple[float, float]:
    """Return the upper left corner of a pixel."""
    return LEFT + pixel[1] * CELL, TOP + pixel[0] * CELL


def draw_image(zeros: Iterable[Pixel] = ()) -> str:
    """Return the image, and zeros around it."""
    pixels = [at((i, j)) for i in range(ROWS) for j in range(COLUMNS)]
    svg = group(filled("input"), *(rect(*place, CELL, CELL) for place in pixels))
    rim = [at(pixel) for pixel in zeros]
    svg += (
        group(outlined(dashes="3 3"), *(rect(x + 1, y + 1, CELL - 2, CELL - 2, zero=1) for x, y in rim)) if rim else ""
    )
    numbers = (text(x + CELL / 2, y + 13, 0) for x, y in rim)
    return svg + (group(f'text-anchor="middle" font-size="{CHART_INDEX}"', *numbers) if rim else "")


def frame(pixels: Iterable[Pixel], *, dashed: bool = False) -> str:
    """Return the outline of a window."""
    places = [at(pixel) for pixel in pixels]
    x, y = min(x for x, _ in places), min(y for _, y in places)
    width, height = max(x for x, _ in places) - x + CELL, max(y for _, y in places) - y + CELL
    return rect(
        x, y, width, height, outlined("kernel", 1.8 if dashed else 2.8, dashes=DASHES if dashed else ""), window=1
    )


def finish(title: str, body: str, notes: Iterable[str], alt: str) -> Drawing:
    """Return a small picture with its title above and a sentence or two below."""
    lines = "".join(note(0, 188 + 16 * k, line) for k, line in enumerate(notes))
    return Drawing(text(0, 14, title, bold=True) + body + lines, WIDE, HIGH, alt)


def draw_stride(stride: int = 2) -> Drawing:
    """Draw where the next windows lie, and what no window reaches."""
    places = [
        (i, j)
        for i in range(output_size(ROWS, KERNEL[0], stride=stride))
        for j in range(output_size(COLUMNS, KERNEL[1], stride=stride))
    ]
    seen = {pixel for place in places for pixel in window(*place, KERNEL, stride=stride)}
    missed = sorted({(i, j) for i in range(ROWS) for j in range(COLUMNS)} - seen)
    strokes = "".join(f"M{x + 3:g} {y + CELL - 3:g}l{CELL - 6} {6 - CELL}" for x, y in map(at, missed))
    body = draw_image() + path(strokes, outlined(width=1.2), missed=len(missed))
    for place in ((0, 1), (1, 0), (0, 0)):
        body += frame(window(*place, KERNEL, stride=stride), dashed=place != (0, 0))
    x, y = LEFT + CELL, TOP + CELL
    body += arrow((x, TOP - 9), (x + stride * CELL, TOP - 9)) + arrow((LEFT - 9, y), (LEFT - 9, y + stride * CELL))
    body += text(x + stride * CELL / 2, TOP - 15, stride, anchor="middle", bold=True)
    body += text(LEFT - 15, y + stride * CELL / 2 + 5, stride, anchor="end", bold=True)
    (column,) = {j for _, j in missed}
    notes = [f"The window moves {stride}", f"columns, then {stride} rows.", f"Column {column} is in no window."]
    alt = (
        f"An image of {ROWS} by {COLUMNS}. The first window, 2 by 2, is at row 0, column 0; the next ones, dashed, are "
        f"{stride} columns and {stride} rows further. Column {column} is struck through: it is in no window."
    )
    return finish(f"Stride {stride}", body, notes, alt)


def draw_padding(padding: int = 1) -> Drawing:
    """Draw a rim of zeros, and the first window."""
    rows, columns = range(-padding, ROWS + padding), range(-padding, COLUMNS + padding)
    zeros = [(i, j) for i in rows for j in columns if i not in range(ROWS) or j not in range(COLUMNS)]
    first = window(0, 0, KERNEL, padding=padding)
    on_zeros = sum(pixel in zeros for pixel in first)
    notes = [
        f"{padding} row or column of zeros on",
        "each side. The first window",
        f"lies on {on_zeros} and on 1 pixel.",
    ]
    alt = (
        f"An image of {ROWS} by {COLUMNS} with a rim of {len(zeros)} zeros around it, {padding} on each side. "
        f"The first window lies on {on_zeros} zeros and {len(first) - on_zeros} pixel."
    )
    return finish(f"Padding {padding}", draw_image(zeros) + frame(first), notes, alt)


def draw_dilation(dilation: int = 2) -> Drawing:
    """Draw a kernel whose pixels stand apart."""
    taps = [(i + 1, j + 1) for i, j in window(0, 0, KERNEL, dilation=dilation)]
    extent = dilation * (KERNEL[0] - 1) + 1
    cells = (rect(x + 1.5, y + 1.5, CELL - 3, CELL - 3, tap=1) for x, y in map(at, taps))
    body = draw_image() + frame(taps, dashed=True) + group(filled("kernel", 0.35), *cells)
    x = LEFT + 1.5 * CELL
    body += arrow((x, TOP - 9), (x + dilation * CELL, TOP - 9))
    body += text(x + dilation * CELL / 2, TOP - 15, dilation, anchor="middle", bold=True)
    notes = [
        f"The kernel's pixels stand {dilation}",
        f"apart: {KERNEL[0]} \u00d7 {KERNEL[1]} of them span",
        f"{extent} \u00d7 {extent} pixels.",
    ]
    alt = (
        f"An image of {ROWS} by {COLUMNS}. The 2 by 2 pixels of the kernel stand {dilation} apart; a dashed frame "
        f"holds them, {extent} by {extent}."
    )
    return finish(f"Dilation {dilation}", body, notes, alt)


def draw_same() -> Drawing:
    """Draw as much padding as makes Z as large as X: the odd row and column come at the end."""
    (top, below), (left, right) = (borders(n, k, 1, "same") for n, k in zip((ROWS, COLUMNS), KERNEL, strict=True))
    rows, columns = range(-top, ROWS + below), range(-left, COLUMNS + right)
    zeros = [(i, j) for i in rows for j in columns if i not in range(ROWS) or j not in range(COLUMNS)]
    last = window(ROWS - 1, COLUMNS - 1, KERNEL, padding=top)
    body = draw_image(zeros) + frame(window(0, 0, KERNEL, padding=top), dashed=True) + frame(last)
    notes = [f"Z is as large as X, {ROWS} \u00d7 {COLUMNS}:", "the odd row and column of", "zeros come at the end."]
    alt = (
        f"An image of {ROWS} by {COLUMNS} with {below} row of zeros below it and {right} column at its right, none "
        f"above and none at the left. The last window, for row {ROWS - 1}, column {COLUMNS - 1}, lies over that corner."
    )
    return finish("\u201cSame\u201d", body, notes, alt)
