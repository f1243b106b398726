"""Chapter 3: multiplications, parameters and memory, counted one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import Memory, backward_multiplications, conv2d, memory, multiplications, parameters, trace
from cnnlib.windows import Windows
from kit import oracles
from kit.strategies import convolutions, normal

pytestmark = pytest.mark.cost

LAYER_X, LAYER_W = (48, 64, 10), (3, 3, 10, 20)


def test_the_costs_of_problem_3_worked_out_by_hand():
    assert multiplications(LAYER_X, LAYER_W) == 5_133_600
    assert multiplications((46, 62, 20), (1, 1, 20, 1)) == 46 * 62 * 20
    assert backward_multiplications(LAYER_X, LAYER_W) == 10_267_200
    assert backward_multiplications(LAYER_X, LAYER_W, input_grad=False) == 5_133_600
    assert parameters(LAYER_W) == 1820
    assert parameters(LAYER_W, bias=False) == 1800
    assert multiplications((6, 5), (2, 2)) == 80


def test_an_image_without_a_sample_axis_is_one_sample():
    for count in (multiplications, backward_multiplications):
        assert count(LAYER_X, LAYER_W) == count((1, *LAYER_X), LAYER_W)
        assert count((7, *LAYER_X), LAYER_W) == 7 * count(LAYER_X, LAYER_W)
    assert memory(LAYER_X, LAYER_W) == memory((1, *LAYER_X), LAYER_W)


@given(convolutions(samples=(0, 2)))
def test_the_multiplications_are_those_of_the_loops(case):
    count = multiplications(case.x_shape, case.w_shape, **case.settings)
    assert (count, type(count)) == (len(oracles.terms(case.x_shape, case.w_shape, **case.settings)), int)
    every = multiplications(case.x_shape, case.w_shape, padding_counts=True, **case.settings)
    looped = len(oracles.terms(case.x_shape, case.w_shape, padding_counts=True, **case.settings))
    assert (every, type(every)) == (looped, int)


@given(convolutions())
def test_the_multiplications_are_the_terms_of_the_trace(case):
    terms = trace(case.x_shape, case.w_shape, **case.settings)
    assert multiplications(case.x_shape, case.w_shape, **case.settings) == len(terms)
    assert backward_multiplications(case.x_shape, case.w_shape, **case.settings) == 2 * len(terms)
    assert backward_multiplications(case.x_shape, case.w_shape, input_grad=False, **case.settings) == len(terms)


@given(convolutions(plain=True))
def test_a_plain_image_costs_what_one_channel_costs(case):
    x_shape, w_shape = case.x_shape[1:3], case.w_shape[:2]
    for count in (multiplications, backward_multiplications, memory):
        assert count(x_shape, w_shape, **case.settings) == count(case.x_shape, case.w_shape, **case.settings)


def test_padding_adds_products_with_zeros_that_count_only_if_asked_for():
    # Windows at rows -1, 0 and 1 of an image of 2 rows: the kernel's 2 rows lie on it once, twice and once.
    assert multiplications((2, 1), (2, 1), padding=(1, 0)) == 4
    assert multiplications((2, 1), (2, 1), padding=(1, 0), padding_counts=True) == 6
    assert multiplications((2, 3), (1, 1), padding=5) == 6
    assert multiplications(LAYER_X, LAYER_W, padding="same", padding_counts=True) == 48 * 64 * 20 * 90


def test_the_pairs_along_one_axis_are_those_of_the_windows_that_lie_on_the_image():
    # Windows at -1, 0 and 1 of 2 pixels, with 2 elements: 1 + 2 + 1 of them lie on the image.
    assert Windows.of_convolution(2, 2, 1, (1, 1), 1).pairs_inside() == 4
    assert Windows.of_convolution(7, 3, 2, (0, 0), 2).pairs_inside() == 2 * 3
    assert Windows.of_convolution(1, 1, 1, (3, 3), 1).pairs_inside() == 1


def test_huge_layers_do_not_overflow():
    assert multiplications((10**6, 10**6, 10**6, 10**5), (1, 1, 10**5, 10**6)) == 10**29
    assert memory((10**6, 10**6, 10**6, 10**5), (1, 1, 10**5, 10**6)).X == 4 * 10**23
    assert parameters((10**5, 10**5, 10**5, 10**5)) == 10**20 + 10**5


@given(convolutions(), st.booleans(), st.sampled_from(["float16", "float32", "float64", "int8"]))
def test_the_memory_is_that_of_the_arrays(case, bias, dtype):
    X, W = normal(case.x_shape, 0).astype(dtype), normal(case.w_shape, 1).astype(dtype)
    Z = conv2d(X, W, **case.settings)
    each = X.itemsize
    found = memory(case.x_shape, case.w_shape, bias=bias, dtype=dtype, **case.settings)
    expected = (X.nbytes, W.nbytes, each * case.w_shape[3] * bias, each * Z.size)
    assert found == (*expected, sum(expected))
    assert (found.X, found.W, found.b, found.Z, found.total) == tuple(found)
    assert isinstance(found, Memory)
    assert all(type(count) is int for count in found)


def test_the_memory_of_problem_3_worked_out_by_hand():
    assert memory(LAYER_X, LAYER_W) == (122_880, 7_200, 80, 228_160, 358_320)
    assert memory(LAYER_X, LAYER_W, bias=False) == (122_880, 7_200, 0, 228_160, 358_240)
    assert memory(LAYER_X, LAYER_W, dtype=np.float64).Z == 456_320


def test_counting_allocates_no_arrays():
    # 2**40 elements of X: counted at once, or not at all.
    assert multiplications((1, 2**20, 2**20, 1), (3, 1, 1, 2)) == (2**20 - 2) * 2**20 * 6


@pytest.mark.parametrize("form", [tuple, list, np.array])
def test_shapes_may_be_tuples_lists_or_arrays(form):
    assert multiplications(form((1, 6, 5, 3)), form((2, 2, 3, 4))) == 5 * 4 * 4 * 12
    assert multiplications(form((6, 5, 3)), form((2, 2, 3, 4))) == 5 * 4 * 4 * 12
    assert multiplications(form((6, 5)), form((2, 2))) == 80
    assert parameters(form((2, 2, 3, 4))) == 52
    assert type(parameters(form((2, 2, 3, 4)))) is int
