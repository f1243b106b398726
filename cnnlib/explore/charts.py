"""Small charts for explorers: a few hundred bytes of SVG, drawn a thousand times faster than a Matplotlib figure."""

from __future__ import annotations

import html
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cnnlib.arguments import describe, is_number
from cnnlib.palette import CHART_TEXT, INK

WIDTH = 640
MARKERS = {
    "o": "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    "s": "m-4 -4h8v8h-8z",
    "^": "m-5 4h10l-5 -9z",
    "d": "m-5 0l5 -5l5 5l-5 5z",
}
MARGIN, PLOT, ENTRY = 64, 200, 22  # left of the axes; their height; the height of a line of the legend
TEXT_ATTRIBUTES = f'font-size="{CHART_TEXT}" fill="currentColor"'


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
    tens = max(1, math.ceil(math.log10(max(lengths.values()))))  # steps of the scale
    bottom = top + row * len(lengths)
    svg = draw_text(0, 18, title, weight="bold")
    for step in range(tens + 1):
        x = left + (right - left) * step / tens
        svg += draw_rule(f"M{x:.4g} {top}V{bottom}") + draw_text(x, bottom + 18, f"{10**step:,}", anchor="middle")
    for place, (name, length) in enumerate(lengths.items()):
        x, y = left + (right - left) * math.log10(length) / tens, top + row * (place + 0.5)
        svg += draw_text(left - 16, y + 5, name, anchor="end")
        # From end to end, so that nobody takes it for a bar.
        svg += draw_rule(f"M{left} {y:g}H{right}")
        svg += f'<circle cx="{x:.4g}" cy="{y:g}" r="6" fill="{color}" stroke="{INK}"/>'
        svg += draw_text(right + 12, y + 5, f"{length:,}")
    svg += draw_text(left, bottom + 38, "Each step of the scale is ten times the last.")
    return Chart(svg, bottom + 46, alt)


def draw_rule(path: str) -> str:
    """Return a faint line."""
    return f'<path d="{path}" stroke="currentColor" stroke-opacity=".25"/>'


def lines(
    curves: Sequence[Line], alt: str, *, x_label: str, y_label: str, ticks: Sequence[float] = (), factors: bool = False
) -> Chart:
    """Draw lines with markers, each named beside its sign above the axes.

    Parameters
    ----------
    curves : sequence of Line
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
    check_points(curves, factors)
    names = ENTRY * len(curves)
    scale = math.log if factors else float
    x_axis = Scale.of([x for line in curves for x in line.x], MARGIN, WIDTH - 16, scale)
    y_axis = Scale.of([y for line in curves for y in line.y], names + 34 + PLOT, names + 34, scale)
    svg = draw_legend(curves) + draw_text(0, names + 18, y_label)
    svg += draw_axes(x_axis, y_axis, ticks or (min(curves[0].x), max(curves[0].x)), x_label)
    svg += "".join(draw_curve(line, x_axis, y_axis) for line in curves)
    return Chart(svg, y_axis.start + 48, alt)


def check_points(curves: Sequence[Line], factors: bool) -> None:
    """Complain about lines that cannot be drawn on these scales."""
    if not curves or any(not len(line.x) or len(line.x) != len(line.y) for line in curves):
        raise ValueError("each line must have points, as many x as y")
    for value in itertools.chain(*(itertools.chain(line.x, line.y) for line in curves)):
        if not is_number(value) or (factors and value <= 0):
            wanted = "numbers above 0, as both axes have scales of factors" if factors else "finite numbers"
            raise ValueError(f"the points of a line must be {wanted}; one of them is {describe(value)}")


class Scale(NamedTuple):
    """Where the numbers from `low` to `high` are on an axis: from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float
    scale: Callable[[float], float]

    @classmethod
    def of(cls, values: Sequence[float], start: float, end: float, scale: Callable[[float], float]) -> Scale:
        """Return the scale on which all values have their place."""
        return cls(min(values), max(values), start, end, scale)

    def at(self, value: float) -> float:
        """Return the pixel of a number."""
        low, high = self.scale(self.low), self.scale(self.high)
        return self.start + (self.end - self.start) * (self.scale(value) - low) / ((high - low) or 1)


def draw_legend(curves: Sequence[Line]) -> str:
    """Return the sign and the name of each line, one below the other."""
    svg = ""
    for place, line in enumerate(curves):
        y = 14 + ENTRY * place
        svg += f'<path d="M0 {y}H44" stroke="{line.color}" stroke-width="2.5" stroke-dasharray="{line.dashes}"/>'
        svg += draw_marker(line, 22, y) + draw_text(52, y + 5, line.name)
    return svg


def draw_axes(x_axis: Scale, y_axis: Scale, ticks: Sequence[float], x_label: str) -> str:
    """Return both axes, with the ends of the y axis and the ticks of the x axis as numbers."""
    left, right, bottom, top = x_axis.start, x_axis.end, y_axis.start, y_axis.end
    svg = f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="currentColor"/>'
    for y in (y_axis.low, y_axis.high):
        svg += draw_text(left - 10, y_axis.at(y) + 5, format_tick(y), anchor="end")
    for x in ticks:
        svg += draw_text(x_axis.at(x), bottom + 20, format_tick(x), anchor="middle")
    return svg + draw_text((left + right) / 2, bottom + 40, x_label, anchor="middle")


def draw_curve(line: Line, x_axis: Scale, y_axis: Scale) -> str:
    """Return a line with a sign at each of its points."""
    points = [(x_axis.at(x), y_axis.at(y)) for x, y in zip(line.x, line.y, strict=True)]
    path = " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
    dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
    svg = f'<polyline points="{path}" fill="none" stroke="{line.color}" stroke-width="2.5"{dashes}/>'
    return svg + "".join(draw_marker(line, x, y) for x, y in points)


def draw_marker(line: Line, x: float, y: float) -> str:
    """Return the sign of a line at a point; the signs differ in form, not in colour alone."""
    if line.marker not in MARKERS:
        return ""
    return f'<path d="M{x:.4g} {y:.4g}{MARKERS[line.marker]}" fill="{line.color}" stroke="{INK}" stroke-width=".7"/>'


def draw_text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    """Return a line of text."""
    where = f'x="{x:.4g}" y="{y:.4g}" text-anchor="{anchor}"'
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    return f"<text {where} {TEXT_ATTRIBUTES}{bold}>{html.escape(words)}</text>"


def format_tick(value: float) -> str:
    """Return a number for an axis."""
    short = f"{value:,.0f}" if abs(value) >= 1000 or float(value).is_integer() else f"{value:.3g}"
    return short.replace("-", "\u2212")
