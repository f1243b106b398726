"""The sentences of the chapters' explorers, against counts by hand in plain loops; a browser sees every state later."""

import itertools
import re

import numpy as np
import pytest

from cnnlib.explore.chapters.backprop import draw_gradients
from cnnlib.explore.chapters.convolution import INPUTS, draw_convolution
from cnnlib.explore.chapters.cost import draw_growth
from cnnlib.explore.chapters.pooling import draw_aliasing, draw_pooling
from cnnlib.explore.chapters.shapes import draw_shape


def plain(text: str) -> str:
    return text.replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize("windows", ["partial", "whole"])
def test_windows_are_counted_and_so_are_those_that_run_past_the_end(windows: str) -> None:
    for p, s, n in itertools.product((1, 2, 3, 4), (1, 2, 3), (5, 7, 8)):
        starts = [start for start in range(0, n, s) if windows == "partial" or start + p <= n]
        past = sum(start + p > n for start in starts)
        view = draw_pooling(p, s, windows, length=n)
        numbers = re.search(r"= (\d+) elements; (\w+) of its windows runs? past the end\.$", plain(view.summary))
        assert numbers.groups() == (f"{len(starts)}", f"{past or 'none'}"), (p, s, n)


def test_a_sine_of_which_values_are_kept_looks_like_what_it_is_said_to() -> None:
    time = np.arange(240)
    for stride, period in itertools.product(range(1, 6), range(2, 13)):
        kept = np.sin(2 * np.pi * time[::stride] / period)
        said = draw_aliasing(stride, period).summary
        assert ("is 0" in said) == bool(np.abs(kept).max() < 1e-9), said
        if found := re.search(r"a period of ([\d.]+) values, and not", said):
            # A sine of that period has the same values, up to the sign and to the rounding of the period.
            alias = np.sin(2 * np.pi * time[::stride] / float(found[1]))
            assert min(np.abs(kept - alias)[:5].max(), np.abs(kept + alias)[:5].max()) < 0.05, said


def test_rows_and_columns_that_no_window_reaches_are_listed() -> None:
    X = INPUTS["the problem's X"]
    for k1, k2, stride, padding, dilation in itertools.product((1, 3), (1, 2), (1, 2, 3), (0, 1), (1, 2)):
        listed = draw_convolution(
            kernel_rows=k1, kernel_columns=k2, stride=stride, padding=padding, dilation=dilation
        ).summary
        for name, n, k in (("rows", X.shape[0], k1), ("columns", X.shape[1], k2)):
            span, reached = dilation * (k - 1) + 1, set()
            for start in range(-padding, n + padding - span + 1, stride):
                reached |= {start + tap * dilation for tap in range(k)}
            missed = ", ".join(str(at) for at in range(n) if at not in reached)
            beyond = "only padding" if {*range(-padding, n + padding)} - reached else "none"
            missed = missed or beyond
            assert f"of the {name} {missed}" in listed, (k1, k2, stride, padding, dilation)


def test_a_legend_names_what_is_there() -> None:
    for padding, stride in itertools.product((0, 1), (1, 2)):
        legend = draw_convolution(padding=padding, stride=stride).blocks[0].legend
        assert ("Dashed" in legend) == (padding == 1)
        # X has 6 rows and 5 columns: every second window leaves one of 5 columns out, and one of 7.
        assert ("Hatched" in legend) == (stride == 2)
    for pool_size, stride in itertools.product((2, 3), (2, 3, 4)):
        legend = draw_pooling(pool_size=pool_size, stride=stride).blocks[0].legend
        assert ("Hatched" in legend) == (stride > pool_size)


def test_arrays_of_which_the_axes_are_swapped_all_say_so() -> None:
    several, one = (draw_pooling(3, 3, channels=channels).blocks[0].arrays for channels in (3, 1))
    assert {name: array.axes for name, array in several.items()} == dict.fromkeys(
        ("X", "pooled", "sub-sampled"), (2, 1)
    )
    assert {array.runs for array in several.values()} == {"channels down, time across"}
    assert {array.runs for array in one.values()} == {""}


def test_where_nothing_fits_there_is_a_sentence() -> None:
    assert draw_convolution(kernel_rows=4, dilation=2).summary.startswith("No window fits: ")
    assert draw_pooling(4, 2, "whole", length=3).summary.startswith("No window fits: ")
    assert draw_shape("videos", 1, rate=30, seconds=0.25).summary.startswith("There is no such tensor: ")


def test_the_keys_formulas_are_wrong_where_they_are_said_to_be() -> None:
    # One weight, one sample, one channel: a product of sums is no sum of products, and one tap is all there is.
    view = draw_gradients("none", kernel_rows=1, kernel_columns=1)
    assert view.summary.endswith(" The key's 4(b) is wrong in 1 of 1 elements, its 4(c) in 0 of 30.")
    # The chapter's evidence is pixel (2, 2): at the explorer's start the key's 4(c) is wrong there too.
    linked = draw_gradients().blocks[0]
    values = linked.all_values()
    assert values["dJ/dX"][0, 2, 2, 0] != values["key's 4(c)"][0, 2, 2, 0]
    assert all(np.array_equal(values[name], np.round(values[name])) for name in ("Z", "dJ/dW", "dJ/dX", "dJ/db"))


def test_growth_is_that_of_the_lengths() -> None:
    assert draw_growth(size="224 x 192").summary.startswith(
        "Doubling multiplies the cost: input channels by 2, input and output channels by 4, rows and columns of X by 4."
    )
