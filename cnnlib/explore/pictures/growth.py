"""How a cost grows: lines on axes of equal factors, with marks at each doubling and a name at each end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import NamedTuple

from cnnlib.explore.charts import MARKERS
from cnnlib.explore.pictures.svg import FAINT, Drawing, group, hue, note, outlined, path, text
from cnnlib.palette import CHART_INDEX, CHART_TEXT

LEFT, TOP, OCTAVE, STEP = 44, 44, 25, 43  # an octave up, and a doubling across
LOWEST, HIGHEST = -1, 7  # octaves: from half the cost to 128 times
BOTTOM = TOP + OCTAVE * (HIGHEST - LOWEST)
APART = 31  # of two names
SIGNS = (("", "o", "2 4"), ("", "s", "8 4"), ("input", "^", ""), ("kernel", "d", "12 3 3 3"))  # a hue for X and for W


class End(NamedTuple):
    """What stands at the end of a line, and where that is; sorted by its height."""

    y: float
    x: float
    value: str
    name: str


def place(factor: float, cost: float) -> tuple[float, float]:
    """Return where a cost lies: each doubling of a length is a step across, each of the cost an octave up."""
    return round(LEFT + STEP * log2(factor), 1), round(BOTTOM - OCTAVE * (log2(cost) - LOWEST), 1)


def draw_growth_lines(growth: Mapping[str, Sequence[float]], factors: Sequence[int], title: str, alt: str) -> Drawing:
    """Draw what becomes of a cost where a length grows.

    Parameters
    ----------
    growth : mapping of str to sequence of float
        For each length the costs, as multiples of the first, from a half to 128.
    factors : sequence of int
        The multiples of the length, of which a line may have the first ones only.
    title : str
        What stands above the axis that runs up.
    alt : str
        What the picture shows.
    """
    svg = text(0, 14, title, bold=True) + draw_marks(factors) + draw_names(growth, factors)
    for values, (colour, sign, dashes) in zip(growth.values(), SIGNS, strict=True):
        places = [place(factor, value) for factor, value in zip(factors, values, strict=False)]
        points = " ".join(f"{x:g} {y:g}" for x, y in places)
        svg += f'<polyline points="{points}" {outlined(colour, 2.5, dashes=dashes)}/>'
        x, y = places[-1]
        svg += path(f"M{x:g} {y:g}{MARKERS[sign]}", f'fill="{hue(colour)}"' if colour else "")
    return Drawing(svg, 350, BOTTOM + 42, alt)


def draw_marks(factors: Sequence[int]) -> str:
    """Return the marks of both axes with their numbers, each a doubling."""
    right = place(factors[-1], 1)[0]
    octaves = [(2.0**octave, place(1, 2.0**octave)[1]) for octave in range(LOWEST, HIGHEST + 1)]
    rules = "".join(f"M{LEFT} {y:g}H{right:g}" for _, y in octaves)
    steps = [(factor, place(factor, 1)[0]) for factor in factors]
    ups = [text(LEFT - 9, y + 4, f"{cost:g}\u00d7") for cost, y in octaves]
    across = [text(x, BOTTOM + 18, f"{factor}\u00d7") for factor, x in steps]
    return (
        path(rules + "".join(f"M{x:g} {TOP}V{BOTTOM + 5}" for _, x in steps), FAINT)
        + group(f'font-size="{CHART_INDEX}" text-anchor="end"', *ups)
        + group(f'font-size="{CHART_INDEX}" text-anchor="middle"', *across)
        + note(LEFT, BOTTOM + 36, "times the present length")
    )


def draw_names(growth: Mapping[str, Sequence[float]], factors: Sequence[int]) -> str:
    """Return a name and a number at the end of each line, pushed apart where ends lie close."""
    ends = []
    for name, values in growth.items():
        x, y = place(factors[len(values) - 1], values[-1])
        ends.append(End(y, x, f"{values[-1]:.3g}\u00d7", name))
    ends.sort()
    heights = push_apart([end.y + 2 for end in ends])
    right = place(factors[-1], 1)[0] + 18
    leads, names = "", ""
    for at, end in zip(heights, ends, strict=True):
        leads += f"M{end.x:g} {end.y:g}L{right:g} {at:g}"
        number = f'<tspan font-size="{CHART_TEXT}" font-weight="bold">{end.value}</tspan>'
        name = f'<tspan x="{right + 5:g}" dy="14">{end.name}</tspan>'
        names += f'<text x="{right + 5:g}" y="{at:g}">{number} {name}</text>'
    return path(leads, FAINT) + group(f'font-size="{CHART_INDEX}"', names)


def push_apart(heights: Sequence[float]) -> list[float]:
    """Return heights, lowest number first, of which no two are nearer than two lines of text, all of them inside."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + APART if found else TOP - 10))
    for k in reversed(range(len(found))):
        most = found[k + 1] - APART if k + 1 < len(found) else BOTTOM - 10
        found[k] = min(found[k], most)
    return [round(height) for height in found]
