"""What the explorers show: in a real browser every state of each, against cnnlib asked anew.

In `make soak` every state is looked at. Every day one control of each explorer has one value in each state of the
others, so that every two values of two controls meet.
"""

import json
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from cnnlib.problems import KERNEL, SIGNAL
from cnnlib.problems.explored import PICTURE
from kit.drawings import follow
from kit.explorer_checks import PICTURES, check_backprop, check_convolution, check_pooling, states
from kit.explorers import MINUS, arrays
from kit.profile import SOAK

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_every_state_of_the_convolution(browser: Browser, address: str) -> None:
    every = states(browser, address, "convolution", turning="image")
    assert len({json.dumps(one["state"]) for one in every}) == len(every) == (7 if SOAK else 1) * 4 * 3 * 3 * 3 * 2 * 2
    assert len({one["state"]["image"] for one in every}) == 7
    # The small picture is what it is; all else follows from it.
    first = next(one for one in every if one["state"]["image"] == "a small picture" and one["grids"])
    PICTURES["a small picture"] = arrays(first["grids"])["X"].array().tolist()
    for one in every:
        check_convolution(one)
    none_fits = sum(not one["grids"] for one in every)
    assert 0 < none_fits < len(every) / 4
    # The text that a screen reader gets for a cell has its name, its number and what is special about it.
    labels = {pointed["label"] for one in every for pointed in one["sums"]}
    assert any(
        re.fullmatch(rf"X\[{MINUS}1, \d\] = 0; padding, always 0(; no window reaches it)?", one) for one in labels
    )
    assert any(re.fullmatch(rf"Z\[\d, \d\] = {MINUS}6", one) for one in labels)


@pytest.mark.slow
def test_every_state_of_back_propagation(browser: Browser, address: str) -> None:
    every = states(browser, address, "backprop", turning="kernel_columns")
    assert len({json.dumps(one["state"]) for one in every}) == len(every) == 2**3 * 2 * 3 * (3 if SOAK else 1)
    assert len({one["state"]["kernel_columns"] for one in every}) == 3
    for one in every:
        state = one["state"]
        found = arrays(one["grids"])
        inputs, outputs = int(state["input_channels"]), int(state["output_channels"])
        rows, columns = int(state["kernel_rows"]), int(state["kernel_columns"])
        assert found["X"].shape == (int(state["samples"]), 6, 5, inputs)
        assert found["W"].shape == (rows, columns, inputs, outputs)
        assert np.array_equal(found["X"].array()[0, :, :, 0], PICTURE)
        assert np.array_equal(found["W"].array()[:2, :2, 0, 0], KERNEL[:rows, :columns])
        check_backprop(one)


@pytest.mark.slow
def test_every_state_of_pooling(browser: Browser, address: str) -> None:
    names = ["pool_size", "stride", "last_windows", "samples", "channels", "length"]
    every = states(browser, address, "pooling", names, turning="length")
    assert len({json.dumps(one["state"]) for one in every}) == len(every) == 4 * 4 * 2 * 2 * 3 * (3 if SOAK else 1)
    assert len({one["state"]["length"] for one in every}) == 3
    for one in every:
        check_pooling(one)
        if one["grids"]:
            first = arrays(one["grids"], time_across="X" in one["grids"][0]["caption"])
            (X,) = [shown.array() for title, shown in first.items() if title in "xX"]
            assert np.array_equal(X if X.ndim == 1 else X[0, :, 0], SIGNAL[: int(one["state"]["length"])])


def test_every_state_of_the_sine(browser: Browser, address: str) -> None:
    every = states(browser, address, "pooling", ["stride", "period"])
    assert len(every) == 4 * 11
    for one in every:
        s, period = int(one["state"]["stride"]), int(one["state"]["period"])
        said, chart = one["notes"][-1], one["charts"][-1]
        sine = np.sin(2 * np.pi * np.arange(49) / period)
        kept = sine[::s]
        assert chart["label"] == said
        assert f"period of {period} values" in said
        assert ("before anything is left out" in said) == (np.abs(sine).max() < 1e-9), (
            "a sine that was flat is not gone"
        )
        if np.ptp(kept) < 1e-9:
            assert ("the sine is gone" in said) == (np.ptp(sine) > 1e-9)
        elif found := re.search(r"look like a sine with a period of ([\d.]+) values", said):
            apparent = float(found[1])
            assert apparent > 2 * s > period, "a longer period than that of the sine, and one that can be kept"
            # The text has three digits of it; the exact period is a fraction of the stride.
            exact = s / abs(Fraction(s, period) - round(Fraction(s, period)))
            assert abs(apparent - exact) < 0.005 * exact
            slow = np.sin(2 * np.pi * np.arange(0, 49, s) / float(exact))
            assert np.allclose(kept, slow, atol=1e-9) or np.allclose(kept, -slow, atol=1e-9)
        else:
            assert f"its period is still {period}" in said
            assert 2 * s < period
            assert ("nothing is left out" in said) == (s == 1)
        slow = check_sine(chart["marks"], sine, s)
        assert bool(slow) == ("aliasing" in said or s % period == 0)
        for points in slow if "aliasing" in said else ():
            # The slower sine crosses 0 as often as its period says.
            signs = np.sign(62 - points[np.abs(points[:, 1] - 62) > 0.5, 1])
            crossings = np.count_nonzero(np.diff(signs))
            assert abs(crossings - 2 * 48 / float(exact)) <= 1


def check_sine(marks: list[dict[str, str]], sine: Any, stride: int) -> list[Any]:
    """Dots and squares are at the values: the axes are linear. So are slower sines, whose points are returned."""
    dots, *slow, squares = marks
    kept = sine[::stride]
    assert (int(dots["values"]), int(squares["kept"])) == (49, len(kept))
    for mark, x, y in ((dots, np.arange(49), sine), (squares, np.arange(0, 49, stride), kept)):
        points = np.array(list(follow(mark["d"])))[::2]
        assert np.allclose(points, np.column_stack([24 + 6.4 * x, 62 - 44 * y]), atol=0.06)
    curves = [np.array(list(follow(curve["d"]))) for curve in slow]
    for points in curves:
        assert np.allclose(points[:: 2 * stride, 1], 62 - 44 * kept, atol=0.06)
    return curves
