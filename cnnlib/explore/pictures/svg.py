"""The strokes of the pictures: a few hundred bytes of SVG each, in the hues of `cnnlib.palette`.

A hue has its light and its dark form where the page has the tokens, and its plain form elsewhere. Letters take the
colour of the text around, and so do lines without a hue; nothing is painted over them, so that they stay legible where
a reader's own colours are forced.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from cnnlib.explore.charts import Chart
from cnnlib.palette import CHART_INDEX, CHART_TEXT, COLOURS

LETTER = 0.58  # the width of a letter, of its height: of what this font has on average
PALE, STRONG = 0.18, 0.5  # shares of a hue
DASHES = "5 4"


class Drawing(Chart):
    """A picture in its own size, which shrinks where there is less room and never scrolls.

    Parameters
    ----------
    svg : str
        What is inside the SVG element.
    width, height : float
        Its size in pixels, where letters have 14.
    alt : str
        What it shows, in a sentence that includes the numbers that matter.
    most : float, optional
        How wide it becomes where there is room, in em; without it, it stays in its own size. On a wide screen the one
        picture of an explorer that grows stands beside the controls, below the stage.
    """

    def __init__(self, svg: str, width: float, height: float, alt: str, most: float | None = None) -> None:
        super().__init__(svg, height, alt)
        self.width, self.most = width, most

    def as_svg(self) -> str:
        """Return the picture as an SVG element."""
        box = f'viewBox="0 0 {short(self.width)} {short(self.height)}"'
        # In em, so that it grows at the projector with the letters around it.
        style = f"width:{self.most or self.width / 16:.4g}em;min-width:0;max-width:100%;height:auto"
        look = f'font-size="{CHART_TEXT}" fill="currentColor"'
        label = html.escape(self.alt)
        return f'<svg class="picture" role="img" aria-label="{label}" {box} style="{style}" {look}>{self.svg}</svg>'

    def _repr_html_(self) -> str:
        grows = " explorer-wide" if self.most else ""
        return f'<div class="explorer-chart explorer-drawing{grows}">{self.as_svg()}</div>'


class Row:
    """Pictures side by side, and one below the other where there is less room; each says what it shows."""

    STYLE = "display:flex;flex-wrap:wrap;align-items:flex-start;gap:1em 2em"

    def __init__(self, *drawings: Drawing) -> None:
        self.drawings = drawings

    def __repr__(self) -> str:
        """Return the alternative texts."""
        return "\n".join(map(repr, self.drawings))

    def _repr_html_(self) -> str:
        pictures = "".join(drawing.as_svg() for drawing in self.drawings)
        return f'<div class="pictures" style="{self.STYLE}">{pictures}</div>'


def short(value: float) -> str:
    """Return a number of pixels, to a hundredth."""
    return f"{round(value, 2):.10g}"


def hue(name: str) -> str:
    """Return the paint of "input", "kernel", "output" or "gradient": the page's token, or its plain form."""
    return f"var(--{name},{COLOURS[name][0]})"


def filled(name: str, share: float = PALE) -> str:
    """Return the look of an area of a hue, with an edge."""
    return f'fill="{hue(name)}" fill-opacity="{share:g}" stroke="{hue(name)}"'


def on_page(name: str, share: float = PALE) -> str:
    """Return the paint of a share of a hue on the page, through which nothing shines. No letters stand on it."""
    return f"color-mix(in srgb,{hue(name)} {share:.0%},var(--page,var(--jp-layout-color0,Canvas)))"


def opaque(name: str, share: float = PALE) -> str:
    """Return the look of an area of such a paint, with an edge."""
    return f'fill="{on_page(name, share)}" stroke="{hue(name)}"'


def solid(name: str) -> str:
    """Return the look of an area of a full hue, without an edge: what has exactly its size."""
    return f'fill="{hue(name)}"'


def outlined(name: str = "", width: float = 1, *, dashes: str = "") -> str:
    """Return the look of a line, of the text's colour without a name."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'fill="none" stroke="{hue(name) if name else "currentColor"}" stroke-width="{width:g}"{dashed}'


FAINT = 'fill="none" stroke="currentColor" stroke-opacity=".35"'


def marks(**numbers: object) -> str:
    """Return for which numbers something stands: `marks(width=256)` is ``' data-width="256"'``."""
    return "".join(f' data-{name}="{number}"' for name, number in numbers.items())


def rect(x: float, y: float, width: float, height: float, look: str = "", /, **numbers: object) -> str:
    """Return a rectangle."""
    size = f'x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
    return f"<rect {size}{' ' * bool(look)}{look}{marks(**numbers)}/>"


def path(d: str, look: str = "", /, **numbers: object) -> str:
    """Return a path."""
    return f'<path d="{d}"{" " * bool(look)}{look}{marks(**numbers)}/>'


def group(look: str, *parts: str) -> str:
    """Return what shares a look."""
    return f"<g {look}>{''.join(parts)}</g>"


def points(places: Iterable[tuple[float, float]]) -> str:
    """Return places as SVG writes them."""
    return " ".join(f"{short(x)},{short(y)}" for x, y in places)


def text(
    x: float, y: float, words: object, *, anchor: str = "", bold: bool = False, size: float = 0, look: str = ""
) -> str:
    """Return a line of text; `anchor` is "", "middle" or "end"."""
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += ' font-weight="bold"' if bold else ""
    more += f' font-size="{size:g}"' if size else ""
    more += f" {look}" if look else ""
    return f'<text x="{short(x)}" y="{short(y)}"{more}>{html.escape(str(words))}</text>'


def note(x: float, y: float, words: object, anchor: str = "") -> str:
    """Return a line of small text."""
    return text(x, y, words, anchor=anchor, size=CHART_INDEX)


def width_of(words: str, size: float = CHART_TEXT) -> float:
    """Return about how wide a line of text is."""
    return LETTER * size * len(words)


def span(start: Sequence[float], end: Sequence[float], **numbers: object) -> str:
    """Return a measured edge: a line from end to end, with end marks."""
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1
    across, down = -(y2 - y1) / length * 4, (x2 - x1) / length * 4
    line = path(f"M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}", **numbers)
    ends = "".join(
        f"M{short(x + across)} {short(y + down)}l{short(-2 * across)} {short(-2 * down)}" for x, y in (start, end)
    )
    return group(outlined(), line, path(ends))


def arrow(start: Sequence[float], end: Sequence[float], look: str = "") -> str:
    """Return an arrow."""
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    a, b = (x2 - x1) / length, (y2 - y1) / length
    left, right = (x2 - 6 * a - 4 * b, y2 - 6 * b + 4 * a), (x2 - 6 * a + 4 * b, y2 - 6 * b - 4 * a)
    head = "L".join(f"{short(x)} {short(y)}" for x, y in (left, end, right))
    return path(f"M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}M{head}", look or outlined(width=1.5))


def zigzag(x: float, y: float, height: float) -> str:
    """Return a break mark: two zigzags, between which an axis is cut."""
    steps = "".join(f"l{side} {short(height / 4)}" for side in (4, -4, 4, -4))
    return path(f"M{short(x)} {short(y)}{steps}M{short(x + 5)} {short(y)}{steps}", outlined(width=1.2))


def count_of(count: int, noun: str) -> str:
    """Return ``"1 row"`` or ``"2,400 rows"``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
