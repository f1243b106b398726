"""All samples of a batch, to be counted."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlib.explore.pictures.sheets import PIXEL
from cnnlib.explore.pictures.strip import MOMENT
from cnnlib.explore.pictures.svg import Drawing, count_of, hue, note, on_page, path, short, text, width_of

SMALLER = 6  # how many times each sample is smaller than the one that is to scale
ROW = 10  # samples in a row, where they are no strips


@dataclass(frozen=True)
class Tiles:
    """Equal rectangles in rows that can be counted; each row is one dashed line, so that a hundred take a few bytes."""

    count: int
    width: float
    height: float
    row: int  # how many stand in one
    gap: float
    lead: float  # from one row to the next

    def lines(self, x: float, y: float, look: str, **numbers: object) -> str:
        """Return the tiles, the first with its upper left corner at (x, y)."""
        pitch, d = self.width + self.gap, ""
        for k in range(0, self.count, self.row):
            here = min(self.row, self.count - k)
            middle = y + self.height / 2 + k // self.row * self.lead
            d += f"M{short(x)} {short(middle)}h{short(here * pitch - self.gap)}"
        dashes = f'stroke-width="{short(self.height)}" stroke-dasharray="{short(self.width)} {short(self.gap)}"'
        return path(d, f'fill="none" {dashes} {look}', **numbers)

    def draw(self, noun: str, tiles: str, top: float, scale: str) -> Drawing:
        """Draw the tiles, which are given as SVG, as all samples of a batch."""
        rows = -(-self.count // self.row)
        bottom = top + (rows - 1) * self.lead + self.height + 18
        title = count_of(self.count, noun)
        in_rows = f"{self.row} in a row" if rows > 1 else "in one row" if self.count > 1 else "one only"
        svg = text(0, 14, title, bold=True) + note(width_of(title) + 6, 14, "axis 0") + tiles
        svg += note(0, bottom, f"{in_rows}; {scale}")
        across = 4 + min(self.count, self.row) * (self.width + self.gap)
        return Drawing(svg, max(across, 290), bottom + 6, f"{title}, {in_rows}, {scale}.")


def draw_all_images(samples: int, rows: int, columns: int) -> Drawing:
    """Draw all images of a batch, each a sixth as wide and as high as the one that is to scale."""
    width, height = columns * PIXEL / SMALLER, rows * PIXEL / SMALLER
    tiles = Tiles(samples, width, height, ROW, 5, height + 5)
    svg = tiles.lines(4, 26, f'stroke="{hue("input")}"', count=samples)
    return tiles.draw("image", svg, 26, f"each {SMALLER} times smaller")


def draw_all_records(samples: int, moments: int) -> Drawing:
    """Draw all records of a batch as lines, each a sixth as long as the strip that is to scale."""
    tiles = Tiles(samples, moments * MOMENT / SMALLER, 3, 5, 8, 8)
    svg = tiles.lines(4, 26, f'stroke="{hue("input")}"', count=samples)
    return tiles.draw("record", svg, 26, f"each {SMALLER} times shorter, but not as thin")


def draw_all_videos(samples: int, rows: int, columns: int) -> Drawing:
    """Draw all videos of a batch as two frames each, a sixth as wide and as high as the one that is to scale."""
    width, height = columns * PIXEL / SMALLER, rows * PIXEL / SMALLER
    dx, dy = 4, -3
    tiles = Tiles(samples, width, height, ROW, 5 + dx, height + 5 - dy)
    svg = tiles.lines(4 + dx, 26, f'stroke="{hue("input")}"')
    svg += tiles.lines(4, 26 - dy, f'stroke="{on_page("input")}"', count=samples)
    scale = f"each {SMALLER} times smaller, but for its depth"
    return tiles.draw("video", svg, 26 - dy, scale)
