"""The cost of a layer as a board with a tile for each pair of channels, and as the corner of a dense layer's."""

from __future__ import annotations

from math import sqrt

from cnnlib.explore.pictures.svg import (
    Drawing,
    count_of,
    hue,
    note,
    on_page,
    outlined,
    path,
    rect,
    short,
    solid,
    text,
)

LEFT, TOP = 50, 58  # of the board
SIDE = 150  # of the dense layer's square


def draw_board(inputs: int, outputs: int) -> Drawing:
    """Draw a tile for each pair of an input and an output channel; all cost the same, so all are equally large.

    Parameters
    ----------
    inputs, outputs : int
        C and M.
    """
    tile = float(f"{min(16, 280 / outputs, 120 / inputs):.2g}")
    gap = round(min(2, tile / 4), 2)
    width, height, pairs = outputs * tile, inputs * tile, inputs * outputs
    # Two dashed lines, as wide as the board: the columns, and on them the gaps between the rows.
    columns = f'fill="none" stroke="{hue("output")}" stroke-width="{short(height - gap)}"'
    rows = f'fill="none" stroke="{on_page("output", 0)}" stroke-width="{short(width)}"'
    svg = text(0, 14, f"{count_of(pairs, 'pair')} of channels", bold=True)
    svg += note(0, 33, "a tile each: all cost the same")
    svg += note(LEFT, TOP - 7, f"{outputs} out, m") + note(LEFT - 6, TOP + 11, f"{inputs} in, n", "end")
    svg += path(
        f"M{LEFT} {short(TOP + (height - gap) / 2)}h{short(width - gap)}",
        f'{columns} stroke-opacity=".45" stroke-dasharray="{short(tile - gap)} {short(gap)}"',
        outputs=outputs,
    )
    if inputs > 1:
        down = f"M{short(LEFT + width / 2)} {short(TOP + tile - gap)}v{short(height - 2 * tile + gap)}"
        svg += path(down, f'{rows} stroke-dasharray="{short(gap)} {short(tile - gap)}"', inputs=inputs)
    svg += rect(LEFT, TOP, tile - gap, tile - gap, solid("output"), tile=1)
    alt = f"A board of {inputs} by {outputs}, a tile for each pair of channels: {pairs:,}. One tile is filled."
    return Drawing(svg, 340, TOP + 124, alt)


def draw_dense(size: tuple[int, int], kernel: tuple[int, int]) -> Drawing:
    """Draw the multiplications of a dense layer as a square, and those of the convolution as its corner.

    The channels and the numbers of Z are factors of both, so the picture does not depend on them. A dense layer has as
    many weights as multiplications: the square stands for those too.

    Parameters
    ----------
    size, kernel : tuple of int
        Rows and columns of X and W.
    """
    inputs, taps = size[0] * size[1], kernel[0] * kernel[1]
    side = SIDE * sqrt(taps / inputs)
    svg = text(0, 14, "The same with a dense layer", bold=True)
    svg += note(0, 33, "its multiplications are the square,") + note(0, 48, "a convolution's are the filled corner")
    svg += rect(4, TOP, SIDE, SIDE, outlined(), area=inputs)
    svg += rect(4, TOP + SIDE - side, side, side, solid("output"), area=taps)
    if side < 6:  # to be found
        svg += path(f"M17 {TOP + SIDE}a13 13 0 0 0 -13 -13", outlined("output", 1.5))
    share, pixels = f"1 in {say_ratio(inputs, taps)}", f"{taps} of {inputs:,} pixels"
    svg += text(SIDE + 14, TOP + SIDE - 18, share, bold=True) + note(SIDE + 14, TOP + SIDE - 2, pixels)
    alt = (
        f"A square for the multiplications of a dense layer, and as its corner those of the convolution: {share}, as "
        f"the kernel has {pixels}."
    )
    return Drawing(svg, 300, TOP + SIDE + 6, alt)


def say_ratio(many: int, few: int) -> str:
    """Return how many times `few` goes into `many`, rounded if it does not go exactly."""
    if many % few == 0:
        return f"{many // few:,}"
    return f"about {many / few:,.0f}" if many > 100 * few else f"about {many / few:.3g}"
