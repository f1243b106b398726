"""A record to scale, as a strip: time runs across, channels down."""

from __future__ import annotations

from cnnlib.explore.pictures.sheets import MOST_SHEETS, draw_scale
from cnnlib.explore.pictures.svg import FAINT, Drawing, count_of, note, path, rect, short, solid, span, text, width_of

MOMENT = 0.13  # of the picture, for one moment, and for one channel
LARGER = 20  # how many times a thin strip is enlarged


def draw_strip(moments: int, channels: int, *, rate: int, title: str) -> Drawing:
    """Draw a record to scale, as a strip: time runs across, channels down.

    Parameters
    ----------
    moments, channels : int
        Its lengths.
    rate : int
        Moments a second.
    title : str
        What it is.
    """
    width, height, top = moments * MOMENT, channels * MOMENT, 48
    axis = f"axis 2: {count_of(channels, 'channel')}, downwards"
    svg = text(0, 14, title, bold=True) + note(0, 34, axis)
    svg += rect(4, top, width, height, solid("input"), width=moments, height=channels)
    ticks = "".join(f"M{short(4 + second * rate * MOMENT)} {short(top - 6)}v5" for second in range(moments // rate + 1))
    svg += path(ticks, FAINT)
    bottom = top + height + 8
    svg += span((4, bottom), (4 + width, bottom), length=moments)
    svg += text(4, bottom + 19, count_of(moments, "moment"), bold=True)
    svg += note(4 + width_of(count_of(moments, "moment")) + 6, bottom + 19, f"axis 1: {rate} a second")
    svg += draw_scale(60, bottom + 40, unit=MOMENT, what="moments, or channels")
    high = bottom + 52
    alt = (
        f"{title}, to scale: a strip of {count_of(moments, 'moment')} by {count_of(channels, 'channel')}, "
        f"{moments / rate:g} s at {rate} a second."
    )
    if channels <= MOST_SHEETS:
        shown = min(moments, 100)
        svg += note(0, high + 12, f"{LARGER} times as large: the first {shown} moments")
        svg += enlarge_strip(high + 20, shown, channels)
        high += 28 + channels * MOMENT * LARGER
        alt += f" Below it its first {shown} moments, {LARGER} times as large."
    return Drawing(svg, 340, high, alt)


def enlarge_strip(y: float, moments: int, channels: int) -> str:
    """Return the beginning of a thin strip, enlarged, with a line between two channels."""
    unit = MOMENT * LARGER
    lines = "".join(f"M4 {short(y + n * unit)}h{short(moments * unit)}" for n in range(1, channels))
    area = rect(4, y, moments * unit, channels * unit, solid("input"), large=moments, channels=channels)
    return area + (path(lines, 'fill="none" stroke="currentColor" stroke-width=".5"') if lines else "")
