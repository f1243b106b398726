"""An image to scale, as a sheet for each channel."""

from __future__ import annotations

from cnnlib.explore.pictures.svg import Drawing, count_of, group, note, opaque, rect, span, text, width_of, zigzag

PIXEL = 0.22  # of the picture, for one pixel of an image
MOST_SHEETS = 12  # beyond them the axis is cut
LEFT = 80  # of an image, for the name of its rows
SHEET = (9, -6)  # from one sheet to the next, for the eye alone: sheets are counted


def draw_sheets(rows: int, columns: int, channels: int, *, title: str, axes: tuple[int, int, int]) -> Drawing:
    """Draw an image to scale, as one sheet for each channel.

    Parameters
    ----------
    rows, columns, channels : int
        Its lengths.
    title : str
        What it is.
    axes : tuple of int
        The numbers of its axes in the tensor.
    """
    width, height = columns * PIXEL, rows * PIXEL
    places = place_layers(channels)
    deep = places[-1] if places else 0
    top = 32 - deep * SHEET[1]
    sheets = "".join(
        rect(LEFT + at * SHEET[0], top + at * SHEET[1], width, height, width=columns, height=rows)
        for at in reversed(places)
    )
    x, y = LEFT + width + 12 + deep * SHEET[0], top + height
    svg = text(0, 14, title, bold=True) + group(opaque("input"), sheets) + measure_image(rows, columns, top, axes)
    if len(places) < channels:
        svg += zigzag(LEFT + width + 2.8 * SHEET[0], top + height + 2.8 * SHEET[1] - 6, 16)
    svg += text(x, y - 30, count_of(channels, "channel"), bold=True)
    svg += note(x, y - 15, f"axis {axes[2]}") + note(x, y, "a sheet each" if channels > 1 else "one sheet")
    bottom = top + height + 62
    if len(places) < channels:
        svg += note(0, bottom + 16, f"Cut: {len(places)} of the {channels} sheets are drawn.")
        bottom += 18
    alt = (
        f"{title}, to scale: {count_of(rows, 'row')} by {count_of(columns, 'column')}, on "
        f"{count_of(channels, 'sheet')}, one for each channel"
    )
    cut = f"; {len(places)} of them are drawn" if len(places) < channels else ""
    return Drawing(svg + draw_scale(LEFT, top + height + 50), x + 88, bottom, f"{alt}{cut}.")


def place_layers(count: int) -> list[int]:
    """Return how many sheets behind the first one each that is drawn lies; of many the first three and the last."""
    return list(range(count)) if count <= MOST_SHEETS else [0, 1, 2, 4]


def measure_image(rows: int, columns: int, top: float, axes: tuple[int, ...]) -> str:
    """Return the measured edges of an image at the left of a picture."""
    width, height = columns * PIXEL, rows * PIXEL
    bottom, middle = top + height, top + height / 2
    svg = span((LEFT - 9, top), (LEFT - 9, bottom), length=rows)
    svg += text(LEFT - 16, middle, count_of(rows, "row"), anchor="end", bold=True)
    svg += note(LEFT - 16, middle + 15, f"axis {axes[0]}", "end")
    svg += span((LEFT, bottom + 9), (LEFT + width, bottom + 9), length=columns)
    return (
        svg
        + text(LEFT, bottom + 27, count_of(columns, "column"), bold=True)
        + note(LEFT + width_of(count_of(columns, "column")) + 6, bottom + 27, f"axis {axes[1]}")
    )


def draw_scale(x: float, y: float, *, unit: float = PIXEL, what: str = "pixels") -> str:
    """Return the bar that states the scale: 100 of what there is."""
    return (
        note(0, y + 4, "to scale:")
        + span((x, y), (x + 100 * unit, y), length=100)
        + note(x + 100 * unit + 8, y + 4, f"100 {what}")
    )
