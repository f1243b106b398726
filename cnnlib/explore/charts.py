"""Small charts for explorers: a few hundred bytes of SVG, drawn a thousand times faster than a Matplotlib figure."""

from __future__ import annotations

import html
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cnnlib.arguments import describe, is_number
from cnnlib.pictures import DARK

WIDTH = 640
FORMS = {
    "o": "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "s": "m-4 -4h8v8h-8z",
    "^": "m-5 4h10l-5 -9z",
    "d": "m-5 0l5 -5l5 5l-5 5z",
}
TEXT = 'font-size="14" fill="currentColor"'


class Chart:
    """A chart as SVG, with alternative text.

    Parameters
    ----------
    svg : str
        What is inside the SVG element.
    height : float
        Its height, where the width is 640.
    alt : str
        What it shows, in a sentence or two that include the numbers that matter.
    """

    def __init__(self, svg: str, height: float, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt must say what the chart shows; it was empty")
        self.svg, self.height, self.alt = svg, height, alt

    def __repr__(self) -> str:
        """Return the alternative text."""
        return f"Chart: {self.alt}"

    def _repr_html_(self) -> str:
        label = html.escape(self.alt)
        start = f'<svg class="picture" role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {self.height:g}">'
        return f'<div class="explorer-chart">{start}{self.svg}</svg></div>'


class Line(NamedTuple):
    """One line of a chart: its name, its points, its colour, its marker ("o", "s", "^", "d" or "") and its dashes."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    color: str
    marker: str = "o"
    dashes: str = ""


def dots(lengths: Mapping[str, int], color: str, alt: str, *, title: str) -> Chart:
    """Draw one dot for each name, on a scale where each step is ten times the last.

    A bar would mislead there: on such a scale 32 would be half as long as 1,000.

    Parameters
    ----------
    lengths : mapping of str to int
        Where each dot is; at least 1, and written out beside it.
    color : str
        The colour of the dots.
    alt : str
        What the chart shows.
    title : str
        What stands above the dots.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If there is no dot, or one is below 1.
    """
    if not isinstance(lengths, Mapping) or not lengths or not all(is_number(n) and n >= 1 for n in lengths.values()):
        raise ValueError(f"lengths must be numbers of at least 1, by their names; they were {describe(lengths)}")
    left, right, row, top = 190, 470, 30, 34
    steps = max(1, math.ceil(math.log10(max(lengths.values()))))
    svg = text(0, 18, title, weight="bold")
    bottom = top + row * len(lengths)
    for step in range(steps + 1):
        x = left + (right - left) * step / steps
        svg += f'<path d="M{x:.4g} {top}V{bottom}" stroke="currentColor" stroke-opacity=".25"/>'
        svg += text(x, bottom + 18, f"{10**step:,}", anchor="middle")
    for place, (name, length) in enumerate(lengths.items()):
        x, y = left + (right - left) * math.log10(length) / steps, top + row * (place + 0.5)
        svg += text(left - 16, y + 5, name, anchor="end")
        # From end to end, so that nobody takes it for a bar.
        svg += f'<path d="M{left} {y:g}H{right}" stroke="currentColor" stroke-opacity=".25"/>'
        svg += f'<circle cx="{x:.4g}" cy="{y:g}" r="6" fill="{color}" stroke="{DARK}"/>'
        svg += text(right + 12, y + 5, f"{length:,}")
    svg += text(left, bottom + 38, "Each step of the scale is ten times the last.")
    return Chart(svg, bottom + 46, alt)


def lines(
    drawn: Sequence[Line], alt: str, *, x_label: str, y_label: str, ticks: Sequence[float] = (), factors: bool = False
) -> Chart:
    """Draw lines with markers, each named beside its sign above the axes.

    Parameters
    ----------
    drawn : sequence of Line
        The lines.
    alt : str
        What the chart shows.
    x_label, y_label : str
        What runs across, and up.
    ticks : sequence of float, optional
        Where the x axis has numbers; otherwise at its ends.
    factors : bool
        Whether both axes have scales of equal factors (logarithmic) instead of equal steps.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If there is no line, or a line has no points or not as many x as y.
    """
    if not drawn or any(not len(line.x) or len(line.x) != len(line.y) for line in drawn):
        raise ValueError("each line must have points, as many x as y")
    for value in itertools.chain(*(itertools.chain(line.x, line.y) for line in drawn)):
        if not is_number(value) or (factors and value <= 0):
            wanted = "numbers above 0, as both axes have scales of factors" if factors else "finite numbers"
            raise ValueError(f"the points of a line must be {wanted}; one of them is {describe(value)}")
    scale = math.log if factors else float
    xs = [scale(x) for line in drawn for x in line.x]
    ys = [scale(y) for line in drawn for y in line.y]
    names = 22 * len(drawn)
    left, right, top, bottom = 64, WIDTH - 16, names + 34, names + 234

    def x_at(x: float) -> float:
        return left + (right - left) * (scale(x) - min(xs)) / ((max(xs) - min(xs)) or 1)

    def y_at(y: float) -> float:
        return bottom - (bottom - top) * (scale(y) - min(ys)) / ((max(ys) - min(ys)) or 1)

    svg = ""
    for place, line in enumerate(drawn):
        y = 14 + 22 * place
        svg += f'<path d="M0 {y}H44" stroke="{line.color}" stroke-width="2.5" stroke-dasharray="{line.dashes}"/>'
        svg += marker(line, 22, y) + text(52, y + 5, line.name)
    svg += text(0, names + 18, y_label)
    svg += f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="currentColor"/>'
    all_y = [y for line in drawn for y in line.y]
    for end in (min(all_y), max(all_y)):
        svg += text(left - 10, y_at(end) + 5, number(end), anchor="end")
    for x in ticks or (min(drawn[0].x), max(drawn[0].x)):
        svg += text(x_at(x), bottom + 20, number(x), anchor="middle")
    svg += text((left + right) / 2, bottom + 40, x_label, anchor="middle")
    for line in drawn:
        points = " ".join(f"{x_at(x):.4g},{y_at(y):.4g}" for x, y in zip(line.x, line.y, strict=True))
        dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
        svg += f'<polyline points="{points}" fill="none" stroke="{line.color}" stroke-width="2.5"{dashes}/>'
        svg += "".join(marker(line, x_at(x), y_at(y)) for x, y in zip(line.x, line.y, strict=True))
    return Chart(svg, bottom + 48, alt)


def marker(line: Line, x: float, y: float) -> str:
    """Return the sign of a line at a point; the signs differ in form, not in colour alone."""
    if line.marker not in FORMS:
        return ""
    return f'<path d="M{x:.4g} {y:.4g}{FORMS[line.marker]}" fill="{line.color}" stroke="{DARK}" stroke-width=".7"/>'


def text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    """Return a line of text."""
    where = f'x="{x:.4g}" y="{y:.4g}" text-anchor="{anchor}"'
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    return f"<text {where} {TEXT}{bold}>{html.escape(words)}</text>"


def number(value: float) -> str:
    """Return a number for an axis."""
    short = f"{value:,.0f}" if abs(value) >= 1000 or float(value).is_integer() else f"{value:.3g}"
    return short.replace("-", "\u2212")
