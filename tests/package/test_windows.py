"""The one formula: where element k of window i lies, and what follows from it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
