"""The pictures of chapter 3: each length, area and number of every state, read from the SVG."""

import itertools
import re
from math import log2, prod

import numpy as np
import pytest

from cnnlib import conv2d, multiplications
from cnnlib.explore.chapters.cost import (
    draw_dense_layer,
    draw_growth,
    draw_output_size,
    draw_pairs,
    draw_products,
    draw_window,
)
from cnnlib.explore.pictures import channels
from cnnlib.explore.pictures.growth import push_apart
from kit.drawings import drawings, located, numbers_in, of, parse, words

HUNDREDTH = 0.011  # to which places are written, at both ends

LAYERS, KERNELS, STRIDES = ("48 x 64", "28 x 24", "224 x 192"), ("1 x 1", "3 x 3", "5 x 2", "7 x 7"), (1, 2, 3)
INPUTS, OUTPUTS = (1, 3, 10, 50), (1, 20, 100)


def sides(text: str) -> tuple[int, int]:
    first, second = text.split(" x ")
    return int(first), int(second)


def count_windows(n: int, k: int, stride: int) -> int:
    return len(range(0, n - k + 1, stride))


def test_the_kernel_lies_on_x_in_the_scale_of_x() -> None:
    for size, kernel, inputs in itertools.product(LAYERS, KERNELS, INPUTS):
        (h, w), (k1, k2) = sides(size), sides(kernel)
        x, (block,) = draw_window(size, kernel), drawings(draw_products(kernel, inputs))
        (bar,) = of(x, "length")
        unit = bar.length / bar.numbers["length"]
        found = [(mark.numbers["height"], mark.numbers["width"], mark.height, mark.width) for mark in of(x, "width")]
        expected = [(h, w, h * unit, w * unit), (k1, k2, k1 * unit, k2 * unit)]
        assert np.allclose(found, expected, atol=HUNDREDTH)
        assert numbers_in(x.alt) == [h, w, k1, k2]
        assert 95 <= max(h, w) * unit <= 105, "the longer side is about 100"
        # The kernel's corner is that of X.
        one, other = of(x, "width")
        assert (one.x, one.y) == (other.x, other.y)
        # The block: a sheet for each channel, and on the front one a square for each product.
        sheets = of(block, "sheet")
        assert len(sheets) == (inputs if inputs <= 12 else 4)
        assert {(mark.width, mark.height) for mark in sheets} == {(12 * k2, 12 * k1)}
        lines = "".join(one.attrib["d"] for one in parse(block).iter("path") if "h" in one.attrib["d"])
        assert len(re.findall(f"h{12 * k2}", lines)) == k1 - 1
        assert len(re.findall(f"v{12 * k1}", lines)) == k2 - 1
        plural = "s" * (k1 * k2 * inputs > 1)
        assert f"{k1}\u00b7{k2}\u00b7{inputs} = {k1 * k2 * inputs:,} product{plural}" in words(block)
        assert numbers_in(block.alt) == [k1, k2, inputs, k1 * k2 * inputs, inputs]


def test_z_is_in_the_scale_of_x_and_has_its_numbers() -> None:
    for size, kernel, stride in itertools.product(LAYERS, KERNELS, STRIDES):
        (h, w), (k1, k2) = sides(size), sides(kernel)
        rows, columns = count_windows(h, k1, stride), count_windows(w, k2, stride)
        (z,) = drawings(draw_output_size(size, kernel, stride))
        x = draw_window(size, kernel)
        (bar,) = of(x, "length")
        unit = bar.length / 10
        found = [(mark.numbers["height"], mark.numbers["width"], mark.height, mark.width) for mark in of(z, "width")]
        assert np.allclose(found, [(rows, columns, rows * unit, columns * unit), (1, 1, unit, unit)], atol=HUNDREDTH)
        pair = multiplications((h, w, 1), (k1, k2, 1, 1), stride=stride)
        assert numbers_in(z.alt) == [rows, columns, rows, columns, rows * columns, k1 * k2, rows * columns, pair]
        assert pair == k1 * k2 * rows * columns
        assert [numbers_in(text) for text in words(z)] == [
            [rows, columns],
            [rows, columns, rows * columns],
            [k1 * k2, rows * columns, pair],
        ]


def test_the_board_has_a_tile_for_each_pair_of_channels() -> None:
    for inputs, outputs in itertools.product(INPUTS, OUTPUTS):
        board = drawings(draw_pairs(inputs, outputs))[0]
        (across,), (tile,) = of(board, "outputs"), of(board, "tile")
        full, gap = numbers_in(across.element.attrib["stroke-dasharray"].replace(" ", " ; "))
        assert (across.width + gap) / (full + gap) == pytest.approx(outputs, rel=1e-3)
        high = float(across.element.attrib["stroke-width"])
        assert (high + gap) / (full + gap) == pytest.approx(inputs, rel=1e-3)
        assert (tile.width, tile.height) == pytest.approx((full, full), abs=HUNDREDTH)
        assert (tile.x, tile.y) == pytest.approx((across.x, across.y - high / 2), abs=HUNDREDTH)
        down = of(board, "inputs")
        assert bool(down) == (inputs > 1)
        for gaps in down:
            # From the first gap to the last: one fewer than there are rows.
            dash, rest = numbers_in(gaps.element.attrib["stroke-dasharray"].replace(" ", " ; "))
            assert (gaps.height + rest) / (dash + rest) == pytest.approx(inputs - 1, abs=0.01)
            assert (dash, gaps.y) == pytest.approx((gap, tile.y + full), abs=HUNDREDTH)
            assert gaps.numbers == {"inputs": inputs}
        assert numbers_in(board.alt) == [inputs, outputs, inputs * outputs]
        assert numbers_in(words(board)[0]) == [inputs * outputs]


def test_the_corner_of_a_dense_layers_square_is_the_convolutions_share() -> None:
    for size, kernel in itertools.product(LAYERS, KERNELS):
        dense = draw_dense_layer(size, kernel)
        square, corner = of(dense, "area")
        (h, w), (k1, k2) = sides(size), sides(kernel)
        # Each number of Z meets the kernel's pixels, or all of X; the channels are factors of both.
        for stride, c, m in ((1, 1, 1), (2, 3, 20)):
            z = count_windows(h, k1, stride) * count_windows(w, k2, stride) * m
            ours = multiplications((h, w, c), (k1, k2, c, m), stride=stride)
            ratio = h * w * c * z / ours
            assert square.area / corner.area == pytest.approx(ratio, rel=0.03)
            assert square.numbers["area"] / corner.numbers["area"] == pytest.approx(ratio)
            told = numbers_in(next(text for text in words(dense) if text.startswith("1 in ")))
            assert told[1] == pytest.approx(ratio, rel=0.005)
            assert numbers_in(dense.alt)[1] == told[1]
        assert (corner.x, corner.y + corner.height) == pytest.approx((square.x, square.y + square.height), abs=0.02)


def cost(x: tuple[int, int], taps: tuple[int, int], stride: int, c: int, m: int) -> int:
    return prod(count_windows(n, k, stride) for n, k in zip(x, taps, strict=True)) * prod(taps) * c * m


def grow(x: tuple[int, int], taps: tuple[int, int], stride: int) -> dict[str, list[float]]:
    """By hand, what becomes of the multiplications where a length is 1, 2, 4 and 8 times as large."""
    (h, w), (k1, k2), factors = x, taps, (1, 2, 4, 8)
    lines = {
        "input channels": [cost(x, taps, stride, 10 * f, 20) for f in factors],
        "input and output channels": [cost(x, taps, stride, 10 * f, 20 * f) for f in factors],
        "rows and columns of X": [cost((h * f, w * f), taps, stride, 10, 20) for f in factors],
        "rows and columns of W": [
            cost(x, (k1 * f, k2 * f), stride, 10, 20) for f in factors if k1 * f <= h and k2 * f <= w
        ],
    }
    return {name: [count / counts[0] for count in counts] for name, counts in lines.items()}


def test_growth_is_drawn_on_equal_factors_with_its_marks_and_names() -> None:
    for size, kernel, stride in itertools.product(LAYERS, KERNELS, STRIDES):
        (chart,) = drawings(draw_growth(size, kernel, stride))
        texts = located(chart)
        marks = [(float(text[:-1]), y) for text, x, y in texts if x == 35]
        assert [factor for factor, _ in marks] == [2.0**octave for octave in range(-1, 8)]
        octaves = np.diff([y for _, y in marks])
        assert np.allclose(octaves, octaves[0]), "equal factors are equal distances"
        growth = grow(sides(size), sides(kernel), stride)
        for line, (name, factors) in zip(parse(chart).iter("polyline"), growth.items(), strict=True):
            places = np.array(numbers_in(line.attrib["points"])).reshape(-1, 2)
            found = (places[:, 1] - places[0, 1]) / octaves[0]
            assert np.allclose(found, [log2(factor) for factor in factors], atol=0.005)
            assert np.allclose(np.diff(places[:, 0]), 43), "each doubling of a length is one step"
            (label,) = [text for text, *_ in texts if text.endswith(f"\u00d7 {name}")]
            assert numbers_in(label)[0] == pytest.approx(factors[-1], rel=0.005)
            assert f"{name} {', '.join(f'{factor:.3g}' for factor in factors)}" in chart.alt
        names = sorted(y for text, _, y in texts if "\u00d7 " in text)
        assert (np.diff(names) >= 31).all()
        assert names[-1] + 14 <= chart.height


def test_names_are_pushed_apart_and_stay_inside() -> None:
    for heights in itertools.product((44, 50, 120, 230), repeat=4):
        found = push_apart(sorted(heights))
        assert (np.diff(found) >= 31).all()
        assert min(found) >= 34
        assert max(found) <= 234


def test_one_number_of_z_is_summed_over_the_sheets_of_x() -> None:
    X, W = channels.X, channels.W
    assert (X.shape, W.shape) == ((3, 3, 4), (2, 3, 2, 2))
    Z = conv2d(X.transpose(1, 2, 0)[None], W.transpose(2, 3, 1, 0))[0]
    by_hand = sum(W[0, n, a, b] * X[n, 1 + a, 1 + b] for n in range(3) for a in range(2) for b in range(2))
    sums, outputs = channels.draw_channels(), channels.draw_channel_outputs()
    told = words(sums)
    parts = [numbers_in(text)[-1] for text in told if "\u00b7" in text and "=" in text]
    for text in (text.replace("\N{MINUS SIGN}", "-") for text in told if "\u00b7" in text and "=" in text):
        left, right = text.split(" = ")
        assert eval(left.replace("\u00b7", "*")) == int(right)
    assert sum(parts) == by_hand == Z[1, 1, 0]
    assert told[-1] == f"{by_hand}"
    assert numbers_in(sums.alt)[-4:] == [*parts, by_hand]
    numbers = [[float(text) for text in words(outputs) if re.fullmatch(r"-?\d+", text)]]
    assert np.ravel(numbers).tolist() == Z.transpose(2, 0, 1).ravel().tolist()
    assert any(text.endswith(f"= {by_hand}") for text in words(outputs))
