"""What the explorers of tables and charts show: in a real browser every state, against cnnlib asked anew.

As in test_explorers.py, one control of each has one value in each state of the others, and in `make soak` all.
"""

import json
import re
from fractions import Fraction
from math import log10, prod
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from cnnlib import backward_multiplications, memory, multiplications, output_size, parameters
from kit.explorer_checks import State, check_code, formula, states, table
from kit.explorers import MINUS, plain
from kit.profile import SOAK

pytestmark = pytest.mark.browser
HELD = re.compile(r"4 \* \(([\d,]+) of X \+ ([\d,]+) of W \+ (\d+) of b \+ ([\d,]+) of Z\)")


# Chapter 3.


@pytest.mark.slow
def test_every_state_of_the_cost_ledger(browser: Browser, address: str) -> None:
    every = states(browser, address, "cost", turning="output_channels")
    assert len({json.dumps(one["state"]) for one in every}) == len(every) == 3 * 4 * 3 * 4 * (3 if SOAK else 1)
    assert len({one["state"]["output_channels"] for one in every}) == 3
    for one in every:
        state = one["state"]
        (h, w), (k1, k2) = (tuple(map(int, state[name].split(" x "))) for name in ("size", "kernel"))
        s, c, m = (int(state[name]) for name in ("stride", "input_channels", "output_channels"))
        x, weights = (h, w, c), (k1, k2, c, m)
        rows, columns = output_size(h, k1, stride=s), output_size(w, k2, stride=s)
        size = table(one, "The size of Z")
        for axis, n, k, length in (("rows of Z", h, k1, rows), ("columns of Z", w, k2, columns)):
            assert size[axis] == [str(length), f"floor(({n} {MINUS} {k}) / {s}) + 1"]
            assert formula(size[axis][1])[0] == length
        count, how = table(one, "What is learnt")["parameters"]
        assert value(count) == parameters(weights) == k1 * k2 * c * m + m
        assert plain(how).startswith(f"{k1}*{k2}*{c}*{m} weights + {m} bias")
        costs = table(one, "What it costs")
        z = rows * columns * m
        assert costs["X, W, Z"][1] == f"{x}, {weights}, {(rows, columns, m)}"
        held = memory(x, weights, stride=s)
        wanted = {
            "multiplications": multiplications(x, weights, stride=s),
            "backward": backward_multiplications(x, weights, stride=s),
            "bytes in float32": held.total,
            "dense: multiplications": h * w * c * z,
            "dense: parameters": h * w * c * z + z,
        }
        assert {header: value(texts[0]) for header, texts in costs.items() if texts[0]} == wanted
        # The products are spelled out with the layer's numbers, and come to the count beside them.
        factors = re.fullmatch(r"([\d*]+) elements of Z, each ([\d*]+) products", costs["multiplications"][1])
        assert factors.groups() == (f"{rows}*{columns}*{m}", f"{k1}*{k2}*{c}")
        assert eval(factors[1]) * eval(factors[2]) == wanted["multiplications"] == wanted["backward"] // 2
        of = [value(text) for text in HELD.fullmatch(costs["bytes in float32"][1]).groups()]
        assert of == [h * w * c, prod(weights), m, z]
        assert 4 * sum(of) == held.total
        assert costs["dense: multiplications"][1].startswith(f"{h * w * c:,}*{z:,}:")
        assert costs["dense: parameters"][1] == f"as many weights + {z:,} biases"
        check_growth(one, h, w, k1, k2, s)
        left = check_code(one)
        assert set(left) >= {"multiplications", "parameters"}


def value(text: str) -> int:
    return int(text.replace(",", ""))


def check_growth(one: State, h: int, w: int, k1: int, k2: int, s: int) -> None:
    """The lines have the counts of larger layers, as multiples of that of the present one."""

    def cost(rows: int, columns: int, taps: tuple[int, int], c: int, m: int) -> int:
        return output_size(rows, taps[0], stride=s) * output_size(columns, taps[1], stride=s) * m * prod(taps) * c

    once = cost(h, w, (k1, k2), 10, 20)
    larger = {
        "input channels": [cost(h, w, (k1, k2), 10 * f, 20) for f in (1, 2, 4, 8)],
        "input and output channels": [cost(h, w, (k1, k2), 10 * f, 20 * f) for f in (1, 2, 4, 8)],
        "rows and columns of X": [cost(h * f, w * f, (k1, k2), 10, 20) for f in (1, 2, 4, 8)],
        "rows and columns of W": [
            cost(h, w, (k1 * f, k2 * f), 10, 20) for f in (1, 2, 4, 8) if k1 * f <= h and k2 * f <= w
        ],
    }
    (chart,) = [chart for chart in one["charts"] if chart["lines"]]
    for (name, counts), line in zip(larger.items(), chart["lines"], strict=True):
        told = re.search(rf"[:;] {name} ([^;]*?)[;.]?$|[:;] {name} ([^;]*);", chart["label"])
        numbers = [float(text) for text in (told[1] or told[2]).rstrip(".").split(", ")]
        assert np.allclose(numbers, [count / once for count in counts], rtol=0.005)
        ups = np.array(line)[:, 1]
        assert len(ups) == len(counts)
        # A logarithmic scale: equal factors are equal distances, on the page's own line of 8 * 8 = 64.
        scale = (chart["lines"][1][0][1] - chart["lines"][1][3][1]) / log10(64)
        assert np.allclose((ups[0] - ups) / scale, [log10(count / once) for count in counts], atol=0.01)


# Chapter 1.


@pytest.mark.slow
def test_every_state_of_the_tensor_shapes(browser: Browser, address: str) -> None:
    every = states(browser, address, "shapes", turning="channels")
    assert len({json.dumps(one["state"]) for one in every}) == len(every) == 3 * 4 * 3 * 2 * 3 * (3 if SOAK else 1)
    assert len({one["state"]["channels"] for one in every}) == 3
    impossible = 0
    for one in every:
        state = one["state"]
        samples, rate, channels = (int(state[name]) for name in ("samples", "rate", "channels"))
        rows, columns = map(int, state["size"].split(" x "))
        steps = Fraction(state["seconds"]) * rate
        if state["recorded"] != "images" and steps.denominator > 1:
            impossible += 1
            assert (one["tables"], one["charts"]) == ([], [])
            assert one["notes"][0].startswith("There is no such tensor: ")
            assert str(rate) in one["notes"][0]
            assert state["seconds"] in one["notes"][0]
            continue
        shape = {
            "images": (samples, rows, columns, channels),
            "EEG": (samples, int(steps), channels),
            "videos": (samples, int(steps), rows, columns, channels),
        }[state["recorded"]]
        rest = prod(shape)
        tensor = table(one, "The tensor")
        assert tensor["channels last"][0] == str(shape)
        assert tensor["channels first"][0] == str((shape[0], shape[-1], *shape[1:-1]))
        axes = tensor["channels last"][1].split(", ")
        assert len(axes) == len(shape)
        assert tensor["channels first"][1].split(", ") == [axes[0], axes[-1], *axes[1:-1]]
        assert tensor["elements"][0] == f"{rest:,}"
        assert [value(text) for text in tensor["elements"][1].split(" * ")] == list(shape)
        check_memory(table(one, "Memory"), rest)
        check_tensor(one["charts"], shape)
        code = check_code(one)
        assert tuple(code["shape"]) == shape
        if "code" in one:
            assert f"({', '.join(map(str, (shape[0], shape[-1], *shape[1:-1])))})" in one["code"]["PyTorch"]
    assert impossible
    assert any("Shape (32, 300, 512, 512, 3): 32 samples" in one["status"] for one in every)


def check_memory(held: dict[str, list[str]], elements: int) -> None:
    """Each data type takes its bytes, also as they are rounded."""
    sizes = [elements * np.dtype(d).itemsize for d in ("uint8", "float16", "float32", "float64")]
    assert [value(text) for text in held["bytes"]] == sizes
    units = {"GB": 1e9, "MB": 1e6, "kB": 1e3, "B": 1}
    for text, size in zip(held["about"], sizes, strict=True):
        about, unit = text.split(" ")
        assert abs(float(about.replace(",", "")) * units[unit] - size) <= 0.05 * units[unit]


def check_tensor(charts: list[dict[str, Any]], shape: tuple[int, ...]) -> None:
    """One sample is to scale, in a browser's own measure, and all samples are there."""
    *sample, every = charts
    assert len(sample) == (2 if len(shape) == 5 else 1)
    unit = 0.13 if len(shape) == 3 else 0.22
    for chart in sample:
        areas = [mark for mark in chart["marks"] if "width" in mark]
        assert areas
        for mark in areas:
            assert np.allclose(mark["box"], [unit * int(mark["width"]), unit * int(mark["height"])], atol=0.05)
            down, across = (shape[2], shape[1]) if len(shape) == 3 else shape[-3:-1]
            assert (int(mark["height"]), int(mark["width"])) == (down, across)
    sheets = [mark for mark in sample[0]["marks"] if "width" in mark]
    assert len(sheets) == (1 if len(shape) == 3 else shape[-1] if shape[-1] <= 12 else 4)
    (tiles,) = every["marks"]
    assert int(tiles["count"]) == shape[0] == value(every["texts"][0].split(" ")[0])
