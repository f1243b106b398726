"""Pictures for the chapters: Matplotlib figures that say in words what they show, in the colours of `cnnlib.palette`.

Matplotlib takes longer to load than all of cnnlib: it is imported where something is drawn.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnlib.arguments import Array, describe
from cnnlib.palette import (
    CELL_INCHES,
    FIGURE_INDEX,
    FIGURE_TEXT,
    GRADIENT,
    INK,
    INPUT,
    KERNEL,
    OUTPUT,
    TEXT,
    tint,
)
from cnnlib.windows import Windows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "GRADIENT",
    "INPUT",
    "KERNEL",
    "OUTPUT",
    "STYLE",
    "TEXT",
    "Grid",
    "Note",
    "Picture",
    "axes",
    "figure",
    "format_number",
    "format_sum",
    "grids",
    "grids_in_one_figure",
    "window",
]

# Text stays text, so that it is sharp and can be selected; the salt makes two builds give the same file.
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cnnlib",
    "font.size": FIGURE_TEXT,
    "axes.titlesize": FIGURE_TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "savefig.pad_inches": 0.05,  # a signal of eight numbers fits a telephone
}
SIDE_BY_SIDE = "display:flex;flex-wrap:wrap;align-items:flex-start;gap:1em 2em"
SVG_STYLE = "max-width:100%;height:auto;color:inherit;fill:currentColor;stroke-linejoin:round"


class Picture:
    """A figure with alternative text, which notebooks and pages show as an image that a screen reader can read out.

    Parameters
    ----------
    figure : matplotlib.figure.Figure or sequence of them
        What to show. Several figures stand side by side, and those for which a page has no room one below the other.
    alt : str
        What it shows, in a sentence or two that include the numbers that matter.
    """

    def __init__(self, figure: Figure | Sequence[Figure], alt: str) -> None:
        from matplotlib.figure import Figure

        for one in figure if isinstance(figure, list | tuple) and figure else [figure]:
            if not isinstance(one, Figure):
                raise TypeError(f"figure must be a Matplotlib figure, or several in a list; it was {describe(figure)}")
        if not isinstance(alt, str):
            raise TypeError(f"alt must be a text; it was {describe(alt)}")
        if not alt.strip():
            raise ValueError("alt must say what the picture shows; it was empty")
        self.figure = figure
        self.alt = alt

    def __repr__(self) -> str:
        """Return the alternative text."""
        return f"Picture: {self.alt}"

    def _repr_html_(self) -> str:
        label = f'role="img" aria-label="{html.escape(self.alt)}"'
        if not isinstance(self.figure, Sequence):
            return as_svg(self.figure, label)
        images = [as_svg(one, 'aria-hidden="true"', f"{label}{place}") for place, one in enumerate(self.figure)]
        return f'<div class="pictures" {label} style="{SIDE_BY_SIDE}">{"".join(images)}</div>'


class Note:
    """A sentence in the place of a picture, for a state in which there is nothing to draw."""

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"the text of a note must be a text; it was {describe(text)}")
        self.text = text

    def __repr__(self) -> str:
        """Return the sentence."""
        return self.text

    def _repr_html_(self) -> str:
        return f'<p class="picture-note">{html.escape(self.text)}</p>'


def as_svg(figure: Figure, attributes: str, salt: str = "") -> str:
    """Return a figure as an inline SVG element: its black takes the colour of the page's text, light or dark."""
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)  # would hold for the whole page, not for the figure
    text = text.replace(TEXT, "currentColor")
    # A hundredth of a point is enough, and most ids are of use to nobody: a page with many pictures stays small.
    text = re.sub(
        r' d="[^"]*"', lambda path: re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.2f}", path[0]), text
    )
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', text))
    text = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", text)
    # Ids are counted in each figure from 1, and a page has several figures.
    prefix = "p" + hashlib.sha256((text + attributes + salt).encode()).hexdigest()[:8]
    text = re.sub(r'(\bid="|href="#|url\(#)', rf"\1{prefix}-", text)
    return text.replace("<svg ", f'<svg class="picture" {attributes} style="{SVG_STYLE}" ', 1)


def figure(width: float, height: float) -> Figure:
    """Return an empty figure of this size in inches, in the style of the book."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        return Figure(figsize=(width, height), layout="constrained")


def axes(fig: Figure, count: int, *, widths: Sequence[float] | None = None) -> list[Axes]:
    """Return `count` axes side by side, in the style of the book."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        made = fig.subplots(1, count, squeeze=False, width_ratios=widths)
    return list(made[0])


@dataclass(frozen=True)
class Grid:
    """A matrix to draw: its numbers, what it is, its colour, and the cells (row, column) to point out.

    Numbers of one axis are a row, which has no index of its own.
    """

    values: Array
    title: str
    color: str
    strong: Iterable[tuple[int, int]] = ()

    @property
    def rows(self) -> Array:
        """The numbers, of shape (rows, columns)."""
        return np.atleast_2d(self.values)


def grids(*wanted: Grid) -> list[Figure]:
    """Draw matrices, each as a figure of its own: cells are equally large in all pictures, however wide the page is.

    Parameters
    ----------
    *wanted : Grid
        What to draw, from left to right.

    Returns
    -------
    list of matplotlib.figure.Figure
    """
    return [grids_in_one_figure(one) for one in wanted]


def grids_in_one_figure(*wanted: Grid) -> Figure:
    """Draw matrices in one figure, from left to right, with row and column indices along the edges."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rows = max(len(g.rows) for g in wanted) + 1.5
    columns = sum(g.rows.shape[1] + 1 for g in wanted) + 0.2
    with mpl.rc_context(STYLE):
        fig = Figure(figsize=(CELL_INCHES * columns, CELL_INCHES * rows))
        right = 0
        for g in wanted:
            height, width = g.rows.shape
            right += width + 1
            # Its place is given, not found: a title or an index that needs more room would make the cells smaller.
            place = ((right - width) / columns, 1 - (height + 1.4) / rows, width / columns, height / rows)
            draw_grid(fig.add_axes(place), g)
    return fig


def draw_grid(ax: Axes, g: Grid) -> None:
    """Draw one matrix, with row and column indices along its edges."""
    from matplotlib.patches import Rectangle

    rows, columns = g.rows.shape
    strong = set(g.strong)
    for i in range(rows):
        for j in range(columns):
            here = (i, j) in strong
            cell = Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor=tint(g.color, 0.55 if here else 0.25), edgecolor=INK)
            cell.set(linewidth=2.0 if here else 0.6, zorder=2 if here else 1, clip_on=False)
            ax.add_patch(cell)
            weight = "bold" if here else "normal"
            ax.text(j, i, format_number(g.rows[i, j]), ha="center", va="center", color=INK, weight=weight, zorder=3)
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), title=g.title, aspect="equal", anchor="N")
    ax.set_xticks(range(columns))
    ax.set_yticks(range(rows) if np.ndim(g.values) > 1 else [])
    ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=FIGURE_INDEX)
    ax.spines[:].set_visible(False)


def format_number(value: float) -> str:
    """Return a number as short as it can be without changing it; a real minus sign."""
    return f"{value:g}".replace("-", "\u2212")


def window(
    i: int, j: int, kernel: tuple[int, ...], *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> list[tuple[int, int]]:
    """Return the pixels (row, column) that lie under the kernel at output pixel (i, j), those in the padding too.

    A picture has no cell for a pixel in the padding, so it points out the others.
    """
    # Where the image ends does not matter: all pixels of the one window are wanted.
    rows, columns = (Windows(1, elements, stride, dilation, -padding, 1) for elements in kernel)
    return [(row, column) for row in rows.window(i) for column in columns.window(j)]


def format_sum(weights: Array, values: Array) -> str:
    """Return ``"1*3 + (-1)*3 = 0"`` for the products of two arrays, element by element; exact for integers."""
    pairs = zip(weights.ravel(), values.ravel(), strict=True)
    products = " + ".join(f"{format_factor(w)}*{format_factor(v)}" for w, v in pairs)
    return f"{products} = {np.sum(weights * values):g}"


def format_factor(value: float) -> str:
    """Return a number as a factor of a product: in brackets if it is negative."""
    return f"({value:g})" if value < 0 else f"{value:g}"
