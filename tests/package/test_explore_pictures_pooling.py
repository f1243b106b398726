"""The pictures of chapter 5: each window, winner, output and sine of every state, read from the SVG."""

import itertools
import re

import numpy as np
import pytest

from cnnlib.explore.chapters.pooling import draw_aliasing, draw_windows
from cnnlib.explore.pictures.blocks import draw_blocks
from cnnlib.explore.pictures.sine import find_alias
from cnnlib.explore.pictures.svg import Drawing
from cnnlib.problems import SIGNAL
from kit.drawings import drawings, follow, located, numbers_in, of, parse, words

CELL, LEFT = 29, 4


def by_hand(x: list[int], p: int, s: int, windows: str) -> list[list[int]]:
    """Where each window looks."""
    starts = [start for start in range(0, len(x), s) if windows == "partial" or start + p <= len(x)]
    return [[j for j in range(start, start + p) if j < len(x)] for start in starts]


def brackets(drawing: Drawing) -> list[tuple[float, float, bool]]:
    """From where to where each bracket reaches in values, and whether it is dashed at its end."""
    found = []
    for one in parse(drawing).iter("path"):
        if "data-windows" in one.attrib or "stroke-dasharray" in one.attrib:
            for d in re.findall("M[^M]+", one.attrib["d"]):
                across = [(x - LEFT) / CELL for x, _ in follow(d)]
                found.append((min(across), max(across), "stroke-dasharray" in one.attrib))
    return found


@pytest.mark.parametrize("windows", ["partial", "whole"])
def test_a_bracket_lies_below_each_window_with_a_triangle_at_its_winner(windows: str) -> None:
    for p, s, length in itertools.product((1, 2, 3, 4), (1, 2, 3, 4), (3, 7, 8)):
        x = SIGNAL[:length].tolist()
        looks = by_hand(x, p, s, windows)
        pictures = drawings(draw_windows(p, s, windows, length))
        assert len(pictures) == 1 + bool(looks)
        if not looks:
            continue
        picture, winners = pictures[0], [max(look, key=lambda j: (x[j], -j)) for look in looks]
        found = sorted(brackets(picture))
        inset = 3 / CELL
        expected = []
        for k, look in enumerate(looks):
            end = k * s + p
            expected.append((look[0] + inset, end - inset if end <= length else length, False))
            if end > length:
                expected.append((length, end - inset, True))
        assert np.allclose(found, sorted(expected), atol=1e-6), (p, s, windows, length)
        # No two brackets of one lane lie on each other.
        (solid,) = of(picture, "windows")
        tops: dict[float, list[float]] = {}
        for d in re.findall("M[^M]+", solid.element.attrib["d"]):
            places = list(follow(d))
            tops.setdefault(places[0][1], []).extend((places[0][0], places[2][0]))
        assert all(ends == sorted(ends) for ends in tops.values())
        (triangles,) = of(picture, "winners")
        at = [(float(place) - LEFT) / CELL - 0.5 for place in re.findall(r"M([\d.]+)", triangles.element.attrib["d"])]
        assert at == winners
        missed = sorted(set(range(length)) - {j for look in looks for j in look})
        struck = of(picture, "unseen")
        assert [mark.numbers["unseen"] for mark in struck] == [len(missed)] * bool(missed)
        check_words(picture, x, winners)
        for k, (look, winner) in enumerate(zip(looks, winners, strict=True)):
            assert f"window {k} gives {x[winner]}, x[{winner}]" in picture.alt
            assert (f"window {k}" in picture.alt.partition("past the end")[2]) == (len(look) < p)
        for j in missed:
            assert f"x[{j}]" in picture.alt.split("no window sees ")[1]


def check_words(picture: Drawing, x: list[int], sources: list[int]) -> None:
    """The values, then the outputs, each above its source."""
    texts = located(picture)
    assert [(text, (at - LEFT) / CELL - 0.5) for text, at, y in texts if y == 59] == [
        (f"{value}", float(j)) for j, value in enumerate(x)
    ]
    names = [(text, at, y) for text, at, y in texts if re.fullmatch(r"x\[\d\]", text)]
    assert [text for text, *_ in names] == [f"x[{j}]" for j in sources]
    for (_, at, y), source in zip(names, sources, strict=True):
        assert [text for text, x_at, y_at in texts if (x_at, y_at) == (at, y - 23)] == [f"{x[source]}"]


def test_sub_sampling_keeps_the_values_with_a_square() -> None:
    for s, length in itertools.product((1, 2, 3, 4), (3, 7, 8)):
        *_, picture = drawings(draw_windows(1, s, "partial", length))
        kept = [j for j in range(length) if j % s == 0]
        (squares,) = of(picture, "kept")
        at = [(float(place) - LEFT) / CELL for place in re.findall(r"M([\d.]+)", squares.element.attrib["d"])]
        assert at == kept
        assert squares.numbers == {"kept": len(kept)}
        check_words(picture, SIGNAL[:length].tolist(), kept)
        assert picture.alt.endswith(f"keeps {', '.join(f'{SIGNAL[j]}, x[{j}]' for j in kept)}.")


def test_dots_and_squares_lie_on_the_sine_and_the_dashed_one_goes_through_the_squares() -> None:
    for s, period in itertools.product((1, 2, 3, 4), range(2, 13)):
        (picture,) = drawings(draw_aliasing(s, period))
        wave = np.sin(2 * np.pi * np.arange(49) / period)
        (dots,), (squares,) = of(picture, "values"), of(picture, "kept")
        assert (dots.numbers["values"], squares.numbers["kept"]) == (49, len(wave[::s]))
        for mark, places, values in ((dots, range(49), wave), (squares, range(0, 49, s), wave[::s])):
            points = np.array(list(follow(mark.element.attrib["d"])))[::2]
            assert np.allclose(
                points, [(24 + 6.4 * j, 62 - 44 * v) for j, v in zip(places, values, strict=True)], atol=0.06
            )
        curve = np.array(
            list(follow(next(one for one in parse(picture).iter("path") if "l1.6" in one.attrib["d"]).attrib["d"]))
        )
        assert np.allclose(curve[::4], np.column_stack([24 + 6.4 * np.arange(49), 62 - 44 * wave]), atol=0.06)
        for slow in of(picture, "slow"):
            points = np.array(list(follow(slow.element.attrib["d"])))
            assert np.allclose(points[:: 2 * s, 1], 62 - 44 * wave[::s], atol=0.06)
        assert ("a slower sine through them" in words(picture)) == bool(of(picture, "slow"))
        alias = find_alias(s, period)
        # More than two values of a period are kept, or each kept one is half a period from the next.
        assert (alias is None) == (2 * s < period or (2 * s % period == 0 and s % period != 0))
        assert bool(of(picture, "slow")) == (alias is not None)
        if alias is not None:
            # No sine with whole cycles more or fewer for each kept value is slower.
            others = [abs(s / period - k) for k in range(5)]
            assert abs(float(alias)) * s == pytest.approx(min(others))
            assert min(others) < s / period


def test_the_corner_of_each_block_is_on_its_largest_number() -> None:
    X = np.array([[1, 2, 0, 3], [4, 0, 1, 2], [0, 1, 5, 6], [2, 7, 8, 0], [3, 1, 0, 9], [0, 2, 4, 1]])
    matrix, largest = draw_blocks(X, (3, 2))
    (corners,) = of(matrix, "winners")
    numbers = {(x, y): text for text, x, y in located(matrix)[1:]}
    assert sorted(map(int, numbers.values())) == sorted(X.ravel().tolist())
    at = [tuple(map(float, place)) for place in re.findall(r"M([\d.]+) ([\d.]+)", corners.element.attrib["d"])]
    # A corner is at the upper right of the cell whose number stands below and left of it.
    marked = [int(numbers[x - 11, y + 16]) for x, y in at]
    assert marked == [X[i : i + 3, j : j + 2].max() for i in (0, 3) for j in (0, 2)] == [4, 6, 7, 9]
    assert [int(text) for text, *_ in located(largest) if text.isdigit()] == marked
    for block, (i, j) in zip(of(matrix, "block"), itertools.product((0, 3), (0, 2)), strict=True):
        inside = [
            int(text)
            for (x, y), text in numbers.items()
            if block.x < x < block.x + block.width and block.y < y < block.y + block.height
        ]
        assert sorted(inside) == sorted(X[i : i + 3, j : j + 2].ravel().tolist())
    assert numbers_in(largest.alt) == [2, 2, *marked]
    for value, place in zip(marked, ("(1, 0)", "(2, 3)", "(3, 1)", "(4, 3)"), strict=True):
        assert f"{value} at {place}" in matrix.alt
