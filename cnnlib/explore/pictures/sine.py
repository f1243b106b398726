"""A sine, its values, those that sub-sampling keeps, and the slower sine on which these lie."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from math import pi, sin

from cnnlib.explore.pictures.svg import FAINT, Drawing, group, outlined, path, short, text
from cnnlib.palette import CHART_INDEX

LEFT, MIDDLE, HIGH, WIDE = 24, 62, 44, 308  # of the first value; of 0; from 0 to 1; from the first value to the last
MOST = 34  # em: its letters are as large as those around it then
FINE = 4  # points of the curve for each value


def find_alias(stride: int, period: int) -> Fraction | None:
    """Return the frequency, in cycles a value, of the slower sine on which the kept values lie; negative: backwards.

    A sine of which every s-th value is kept cannot be told from one that is whole cycles slower for each of these.

    Returns
    -------
    Fraction or None
        None if the slowest such sine is the sine itself, or there are two, in step with the kept values: these are 0.
    """
    cycles = Fraction(stride, period)  # from one kept value to the next
    slow = cycles - round(cycles)
    return None if slow == cycles or abs(slow) == Fraction(1, 2) else slow / stride


def draw_sine(stride: int, period: int, length: int, alt: str) -> Drawing:
    """Draw a sine of which every s-th value is kept: dots for its values, squares for those that are kept.

    Parameters
    ----------
    stride, period : int
        s, and the values from one crest to the next.
    length : int
        How many values there are.
    alt : str
        What the picture shows.
    """

    def wave(j: float) -> float:
        return sin(2 * pi * j / period)

    step = int(10 * WIDE / (length - 1)) / 10  # from one value to the next
    right = LEFT + (length - 1) * step
    svg = path(f"M{LEFT} {MIDDLE}H{short(right)}", FAINT)
    svg += path(follow(wave, (length - 1) * FINE, 1 / FINE, step), outlined("input", 1.2))
    svg += path(spot(wave, length, 1, step), f'{outlined("input", 5)} stroke-linecap="round"', values=length)
    alias = find_alias(stride, period)
    if alias is not None:
        slow = float(alias)
        curve = follow(lambda j: sin(2 * pi * slow * j), (length - 1) * 2, 0.5, step)
        svg += path(curve, outlined("output", 2.2, dashes="7 4"), slow=1)
    kept = len(range(0, length, stride))
    svg += path(spot(wave, kept, stride, step), f'{outlined("output", 8)} stroke-linecap="square"', kept=kept)
    marks = [text(LEFT + j * step, MIDDLE + HIGH + 22, j) for j in range(0, length, 8)]
    svg += group(f'font-size="{CHART_INDEX}" text-anchor="middle"', *marks)
    ends = [text(LEFT - 9, MIDDLE - side * HIGH + 4, words) for side, words in ((1, "1"), (0, "0"), (-1, "\u22121"))]
    svg += group(f'font-size="{CHART_INDEX}" text-anchor="end"', *ends)
    svg += group(f'font-size="{CHART_INDEX}"', draw_names(alias is not None))
    return Drawing(svg, 345, MIDDLE + HIGH + 62, alt, most=MOST)


def draw_names(has_slow: bool) -> str:
    """Return what dots, squares and the dashed line are, below the sine."""
    y = MIDDLE + HIGH + 42
    svg = path(f"M{LEFT} {y - 4}h0", f'{outlined("input", 5)} stroke-linecap="round"') + text(LEFT + 8, y, "a value")
    svg += path(f"M{LEFT + 70} {y - 4}h0", f'{outlined("output", 8)} stroke-linecap="square"')
    svg += text(LEFT + 81, y, "kept")
    if has_slow:
        svg += path(f"M{LEFT + 124} {y - 4}h32", outlined("output", 2.2, dashes="7 4"))
        svg += text(LEFT + 162, y, "a slower sine through them")
    return svg


def follow(wave: Callable[[float], float], count: int, every: float, step: float) -> str:
    """Return a curve as a path of `count` moves, each `every` values on; they repeat with the wave."""
    return move([wave(k * every) for k in range(count + 1)], "l", every * step, "")


def spot(wave: Callable[[float], float], count: int, every: int, step: float) -> str:
    """Return a dot at each of `count` values, as strokes without a length."""
    return move([wave(k * every) for k in range(count)], "m", every * step, "h0")


def move(values: list[float], command: str, across: float, stroke: str) -> str:
    """Return a path from one value to the next, in tenths of a pixel."""
    ups = [round(MIDDLE - HIGH * value, 1) for value in values]
    moves = (f"{command}{short(across)} {round(b - a, 1):g}{stroke}" for a, b in itertools.pairwise(ups))
    return f"M{LEFT} {ups[0]:g}{stroke}{''.join(moves)}"
