"""The small pictures of chapter 0 and those of the layouts of chapter 6: each window and each number, from the SVG."""

import itertools
import re
from collections.abc import Iterable

import numpy as np

from cnnlib.explore.pictures import lowering, small
from cnnlib.explore.pictures.svg import Drawing
from kit.drawings import follow, located, numbers_in, of, parse, words

# Chapter 0.

Pixels = list[tuple[float, float]]


def frames(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """Of each window the first row and column, and how many it has."""
    return [
        ((mark.y - 48) / 18, (mark.x - 30) / 18, mark.height / 18, mark.width / 18) for mark in of(drawing, "window")
    ]


def pixels(marks: Iterable[object], inset: float) -> Pixels:
    return sorted(((m.y - inset - 48) / 18, (m.x - inset - 30) / 18) for m in marks)


def arrows(drawing: Drawing) -> list[float]:
    """How many pixels long each arrow is."""
    found = []
    for one in parse(drawing).iter("path"):
        if one.attrib["d"].count("L") == 3:
            (x, y), (to_x, to_y) = list(follow(one.attrib["d"]))[:2]
            found.append((abs(to_x - x) + abs(to_y - y)) / 18)
    return found


def test_the_image_has_6_rows_and_5_columns() -> None:
    for drawing in (small.draw_stride(), small.draw_padding(), small.draw_dilation(), small.draw_same()):
        assert drawing.width == 160
        cells = [one for one in parse(drawing).iter("rect") if not any(name.startswith("data-") for name in one.attrib)]
        places = {((float(c.attrib["y"]) - 48) / 18, (float(c.attrib["x"]) - 30) / 18) for c in cells}
        assert places == set(itertools.product(range(6), range(5)))
        assert numbers_in(drawing.alt)[:2] == [6, 5]


def test_stride() -> None:
    drawing = small.draw_stride()
    assert sorted(frames(drawing)) == [(0, 0, 2, 2), (0, 2, 2, 2), (2, 0, 2, 2)]
    assert arrows(drawing) == [2, 2]
    (missed,) = of(drawing, "missed")
    starts = [(float(y), float(x)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)", missed.element.attrib["d"])]
    at = sorted(((y - 15 - 48) / 18, (x - 3 - 30) / 18) for y, x in starts)
    seen = {(i + a, j + b) for i in range(0, 5, 2) for j in range(0, 4, 2) for a in (0, 1) for b in (0, 1)}
    assert at == sorted(set(itertools.product(range(6), range(5))) - seen) == [(i, 4) for i in range(6)]


def test_padding() -> None:
    drawing = small.draw_padding()
    rim = set(itertools.product(range(-1, 7), range(-1, 6))) - set(itertools.product(range(6), range(5)))
    assert pixels(of(drawing, "zero"), 1) == sorted(rim)
    assert frames(drawing) == [(-1, -1, 2, 2)]
    assert words(drawing).count("0") == len(rim) == 26
    assert f"a rim of {len(rim)} zeros" in drawing.alt
    assert "lies on 3 zeros and 1 pixel." in drawing.alt


def test_dilation() -> None:
    drawing = small.draw_dilation()
    assert pixels(of(drawing, "tap"), 1.5) == [(1, 1), (1, 3), (3, 1), (3, 3)]
    assert frames(drawing) == [(1, 1, 3, 3)]
    assert arrows(drawing) == [2]
    assert "3 \u00d7 3 pixels." in words(drawing)
    assert numbers_in(drawing.alt) == [6, 5, 2, 2, 2, 3, 3]


def test_same_has_its_odd_row_and_column_at_the_end() -> None:
    drawing = small.draw_same()
    rim = set(itertools.product(range(7), range(6))) - set(itertools.product(range(6), range(5)))
    assert pixels(of(drawing, "zero"), 1) == sorted(rim)
    assert frames(drawing) == [(0, 0, 2, 2), (5, 4, 2, 2)]


# Chapter 6.


def table(drawing: Drawing) -> dict[tuple[float, float], int]:
    """The numbers in the cells by row and column."""
    found = [(text, (x - 12 - 62) / 24, (y - 17 - 44) / 24) for text, x, y in located(drawing) if text.isdigit()]
    return {(row, column): int(text) for text, column, row in found if row == int(row) and column == int(column)}


def framed(drawing: Drawing) -> list[list[int]]:
    """The numbers in each frame."""
    numbers = table(drawing)
    return [
        [
            numbers[row, column]
            for row, column in sorted(numbers)
            if mark.y < 44 + 24 * row + 12 < mark.y + mark.height
            and mark.x < 62 + 24 * column + 12 < mark.x + mark.width
        ]
        for mark in of(drawing, "window")
    ]


def test_both_windows_are_the_same_numbers_in_the_image_in_im2col_and_in_the_lowered_layout() -> None:
    X = np.arange(1, 13).reshape(3, 4)
    windows = [[2, 3, 6, 7], [6, 7, 10, 11]]
    pictures = [lowering.draw_image(), lowering.draw_im2col(), lowering.draw_lowered()]
    for picture in pictures:
        assert framed(picture) == windows
        strong = [one for one in parse(picture).iter("g") if one.attrib.get("fill-opacity") == "0.5"]
        assert len(strong[0]) == (6 if picture is not pictures[1] else 8)
    assert windows == [X[i : i + 2, 1:3].ravel().tolist() for i in (0, 1)]
    image, matrix, lowered = (table(picture) for picture in pictures)
    assert image == {(i, j): X[i, j] for i in range(3) for j in range(4)}
    places = list(itertools.product(range(2), range(3)))
    assert matrix == {(row, k): X[i + k // 2, j + k % 2] for row, (i, j) in enumerate(places) for k in range(4)}
    assert lowered == {(j, 2 * h + k): X[h, j + k] for j in range(3) for h in range(3) for k in range(2)}
    for picture, count in zip(pictures[1:], (24, 18), strict=True):
        assert f"{count} numbers for 12 pixels" in picture.alt
        assert any(text.endswith(f" {count} numbers") for text in words(picture))
        assert len(table(picture)) == count
