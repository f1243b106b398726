"""The one formula: where element k of window i lies, and what follows from it."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnnlib
from cnnlib.windows import Windows


@st.composite
def windows(draw: st.DrawFn) -> Windows:
    """Windows along an axis, some of which may lie outside of it."""
    n, kernel, stride, dilation, count = (draw(st.integers(1, most)) for most in (12, 5, 5, 4, 9))
    return Windows(n, kernel, stride, dilation, draw(st.integers(-14, 6)), count)


def met(some: Windows) -> list[tuple[int, int, int]]:
    """The triples (window, element, position on the axis), by the formula and nothing else."""
    triples = []
    for i in range(some.count):
        for k in range(some.kernel):
            position = some.start + i * some.stride + k * some.dilation
            if position in range(some.n):
                triples.append((i, k, position))
    return triples


@given(windows())
def test_positions_are_those_of_the_formula(some: Windows) -> None:
    places = some.positions()
    assert places.shape == (some.count, some.kernel)
    assert places.max() - places.min() + 1 == some.span
    on_axis = [(i, k, p) for (i, k), p in np.ndenumerate(places) if 0 <= p < some.n]
    assert on_axis == met(some)


@given(windows())
def test_what_an_element_meets_is_a_slice(some: Windows) -> None:
    for k in range(some.kernel):
        mine = [(i, p) for i, element, p in met(some) if element == k]
        assert list(some.inside(k)) == [i for i, _ in mine]
        assert list(range(some.n))[some.met(k)] == [p for _, p in mine]
    assert some.pairs_inside() == len(met(some))


@given(windows())
def test_turned_round_they_are_the_same_pairs(some: Windows) -> None:
    pairs = set()
    for i, elements, other in some.turned():
        for q, place in enumerate(other.positions().reshape(other.count, -1)):
            for k, window in zip(elements, place, strict=True):
                if 0 <= window < some.count:
                    pairs.add((int(window), k, i + q * some.stride))
    assert pairs == set(met(some))


@given(windows())
def test_one_window_is_a_row_of_all_positions(some: Windows) -> None:
    assert [list(some.window(i)) for i in range(some.count)] == some.positions().tolist()
    on_axis = (some.positions() >= 0) & (some.positions() < some.n)
    assert some.leave_the_axis == (not on_axis.all())


@given(*[st.integers(1, most) for most in (12, 5, 5, 4)], st.integers(0, 6), st.integers(0, 6))
def test_as_many_windows_of_a_convolution_as_fit_between_the_zeros(
    n: int, kernel: int, stride: int, dilation: int, before: int, after: int
) -> None:
    starts = range(-before, n + after, stride)
    fitting = [start for start in starts if start + (kernel - 1) * dilation < n + after]
    if not fitting:
        with pytest.raises(ValueError, match=rf"along the rows it spans {(kernel - 1) * dilation + 1}\b"):
            Windows.of_convolution(n, kernel, stride, (before, after), dilation, "along the rows ")
    else:
        some = Windows.of_convolution(n, kernel, stride, (before, after), dilation)
        assert some.positions()[:, 0].tolist() == fitting
        assert (some.n, some.kernel, some.stride, some.dilation) == (n, kernel, stride, dilation)


@given(st.integers(1, 12), st.integers(1, 15), st.integers(1, 15), st.sampled_from(["partial", "whole"]))
def test_the_windows_of_a_pooling_start_on_the_axis_and_end_there_if_they_are_to_be_whole(
    n: int, size: int, stride: int, last: str
) -> None:
    all_windows = [[p for p in range(start, start + size) if p < n] for start in range(0, n, stride)]
    wanted = [window for window in all_windows if last == "partial" or len(window) == size]
    if not wanted:
        with pytest.raises(ValueError, match=r"^size must be at most"):
            Windows.of_pooling(n, size, stride, last)
    else:
        some = Windows.of_pooling(n, size, stride, last)
        assert [[p for p in some.window(i) if p < n] for i in range(some.count)] == wanted


def test_a_pooling_may_be_asked_for_by_numbers_that_no_axis_has() -> None:
    assert Windows.of_pooling(7, 10**99, 10**99, "partial") == Windows(7, 7, 7, 1, 0, 1)
    assert Windows.of_pooling(7, 3, 10**99, "whole") == Windows(7, 3, 7, 1, 0, 1)
    with pytest.raises(ValueError, match=r'^windows must be "partial" or "whole"; it was'):
        Windows.of_pooling(7, 3, 2, "valid")


def test_the_definition_imports_nothing_that_it_defines() -> None:
    tree = ast.parse(Path(cnnlib.__file__).with_name("trace.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name and name.startswith("cnnlib")}
    assert ours == {"cnnlib.arguments", "cnnlib.dtypes", "cnnlib.geometry", "cnnlib.windows"}
