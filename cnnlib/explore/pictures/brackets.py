"""A signal with its windows as brackets below it, and what pooling and sub-sampling make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cnnlib.arguments import Array
from cnnlib.explore.pictures.svg import (
    DASHES,
    Drawing,
    filled,
    group,
    hue,
    note,
    outlined,
    path,
    rect,
    text,
)
from cnnlib.palette import CHART_INDEX
from cnnlib.pictures import format_number
from cnnlib.trace import trace_max_pool1d
from cnnlib.windows import LastWindows

CELL, HIGH = 29, 28  # of a value
LEFT, TOP = 4, 40  # of the first value
LANE = 32  # from one row of brackets to the next
TRIANGLE = "l5 8h-10z"


class Pooled:
    """A signal and its windows: where each looks, which value wins, and which values no window sees.

    Parameters
    ----------
    x : array
        The signal, (N,).
    size, stride : int
        p and s.
    windows : {"partial", "whole"}
        What becomes of windows that run past the end.
    name : str
        Of the signal.
    """

    def __init__(self, x: Array, size: int, stride: int, windows: LastWindows, name: str = "x") -> None:
        self.x, self.size, self.stride, self.name = x, size, stride, name
        terms = trace_max_pool1d(x.shape, size, stride, windows=windows)
        self.y, self.winners = terms.forward(x), [int(at) for at in terms.winners(x)]
        self.unseen = sorted(set(range(len(x))) - {int(at[0]) for _, at in terms})

    @property
    def past(self) -> int:
        """How many places behind the end a window wants."""
        return max(0, (len(self.y) - 1) * self.stride + self.size - len(self.x))

    @property
    def lanes(self) -> int:
        """How many rows of brackets there are: in one, no two lie on each other."""
        return min(len(self.y), -(-self.size // self.stride))

    def say(self) -> str:
        """Say what each window gives, and what no window sees."""
        windows = (
            f"window {k} gives {format_number(value)}, {self.name}[{at}]"
            for k, (value, at) in enumerate(zip(self.y, self.winners, strict=True))
        )
        missed = ", ".join(f"{self.name}[{at}]" for at in self.unseen)
        unseen = f"no window sees {missed}" if missed else "each value is in a window"
        past = [k for k in range(len(self.y)) if k * self.stride + self.size > len(self.x)]
        late = f"; past the end: window {', window '.join(map(str, past))}" if past else ""
        return f"{', '.join(windows)}; {unseen}{late}"


def draw_pooled_signal(
    x: Array, size: int, stride: int, windows: LastWindows, *, title: str, name: str = "x"
) -> Drawing:
    """Draw a signal, a bracket for each window of max pooling with a triangle at its winner, and the outputs.

    Parameters
    ----------
    x : array
        The signal, (N,).
    size, stride : int
        p and s.
    windows : {"partial", "whole"}
        What becomes of windows that run past the end.
    title : str
        What stands above the signal.
    name : str
        Its name.

    Raises
    ------
    ValueError
        If no window fits.
    """
    pooled = Pooled(x, size, stride, windows, name)
    y = TOP + HIGH + 18 + pooled.lanes * LANE
    svg = text(0, 14, title, bold=True) + draw_signal(pooled) + draw_brackets(pooled)
    svg += path(f"M{LEFT + 5} {y - 9}{TRIANGLE}", f'fill="{hue("kernel")}"')
    svg += text(LEFT + 16, y, f"pooled, p = {size}, s = {stride}", bold=True)
    svg += draw_outputs(y + 8, pooled.y, [f"{name}[{at}]" for at in pooled.winners])
    alt = f"{title}: {say_values(x)}. Windows of {size} at every {stride}: {pooled.say()}."
    across = 2 * LEFT + (len(x) + pooled.past) * CELL
    return Drawing(svg, max(across, 240), y + HIGH + 28, alt)


def draw_signal(pooled: Pooled) -> str:
    """Return the values with their numbers; those that no window sees are struck through, beside the number."""
    seen = [j for j in range(len(pooled.x)) if j not in pooled.unseen]
    svg = group(filled("input"), draw_cells(seen, TOP))
    behind = range(len(pooled.x), len(pooled.x) + pooled.past)
    empty = "".join(rect(LEFT + j * CELL + 1, TOP + 1, CELL - 2, HIGH - 2) for j in behind)
    svg += group(outlined(dashes="3 3"), empty) if empty else ""
    if pooled.unseen:
        strokes = "".join(f"M{LEFT + j * CELL} {TOP + HIGH}l7 -7m15 -14l7 -7" for j in pooled.unseen)
        svg += group(outlined(), draw_cells(pooled.unseen, TOP), path(strokes, unseen=len(pooled.unseen)))
    places = [LEFT + (j + 0.5) * CELL for j in range(len(pooled.x) + pooled.past)]
    indices = (text(x, TOP - 6, j) for j, x in enumerate(places))
    svg += group(f'font-size="{CHART_INDEX}" text-anchor="middle"', *indices)
    numbers = (text(x, TOP + 19, format_number(value)) for x, value in zip(places, pooled.x, strict=False))
    return svg + group('text-anchor="middle"', *numbers)


def draw_cells(places: Iterable[int], y: float) -> str:
    """Return the cells of some places."""
    return "".join(rect(LEFT + j * CELL, y, CELL, HIGH) for j in places)


def draw_brackets(pooled: Pooled) -> str:
    """Return a bracket below each window: dashed where it runs past the end, with a triangle at its winner."""
    solid, dashed, wins, names = "", "", "", ""
    end = LEFT + len(pooled.x) * CELL
    for k, winner in enumerate(pooled.winners):
        y = TOP + HIGH + 16 + k % pooled.lanes * LANE
        first = LEFT + k * pooled.stride * CELL + 3
        last = LEFT + (k * pooled.stride + pooled.size) * CELL - 3
        if last <= end:
            solid += f"M{first} {y - 8}v8H{last}v-8"
        else:
            solid += f"M{first} {y - 8}v8H{end}"
            dashed += f"M{end} {y}H{last}v-8"
        wins += f"M{LEFT + winner * CELL + CELL / 2:g} {y - 11}{TRIANGLE}"
        names += note(first, y + 13, f"[{k}]")
    svg = path(solid, outlined("kernel", 2.5), windows=len(pooled.winners))
    svg += path(dashed, outlined("kernel", 2.5, dashes=DASHES)) if dashed else ""
    return svg + path(wins, f'fill="{hue("kernel")}"', winners=len(pooled.winners)) + names


def draw_outputs(y: float, values: Iterable[float], sources: Sequence[str]) -> str:
    """Return outputs in cells, and below each where it comes from."""
    places = [LEFT + (k + 0.5) * CELL for k in range(len(sources))]
    numbers = (text(x, y + 19, format_number(value)) for x, value in zip(places, values, strict=True))
    names = (text(x, y + HIGH + 14, source) for x, source in zip(places, sources, strict=True))
    return (
        group(filled("output"), draw_cells(range(len(sources)), y))
        + group('text-anchor="middle" font-weight="bold"', *numbers)
        + group(f'text-anchor="middle" font-size="{CHART_INDEX}"', *names)
    )


def draw_sampled_signal(x: Array, stride: int, *, title: str) -> Drawing:
    """Draw a signal with a square on each value that sub-sampling keeps, and the outputs.

    Parameters
    ----------
    x : array
        The signal, (N,).
    stride : int
        s.
    title : str
        What stands above the signal.
    """
    kept = list(range(0, len(x), stride))
    svg = text(0, 14, title, bold=True)
    svg += draw_signal(Pooled(np.asarray(x), 1, 1, "partial"))
    squares = "".join(f"M{LEFT + j * CELL} {TOP}h6v6h-6z" for j in kept)
    svg += path(squares, f'fill="{hue("output")}"', kept=len(kept))
    y = TOP + HIGH + 26
    svg += path(f"M{LEFT} {y - 9}h8v8h-8z", f'fill="{hue("output")}"')
    svg += text(LEFT + 16, y, f"sub-sampled, s = {stride}", bold=True)
    svg += draw_outputs(y + 8, [x[j] for j in kept], [f"x[{j}]" for j in kept])
    values = ", ".join(f"{format_number(x[j])}, x[{j}]" for j in kept)
    alt = f"{title}: {say_values(x)}. Sub-sampling with stride {stride} keeps {values}."
    return Drawing(svg, max(2 * LEFT + len(x) * CELL, 240), y + HIGH + 28, alt)


def say_values(x: Iterable[float]) -> str:
    """Return the numbers of a signal."""
    return ", ".join(map(format_number, x))
