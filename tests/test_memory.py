"""How much memory the functions take beside their arguments: a documented multiple, however large the batch."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnlib import (
    conv2d,
    conv2d_backward,
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    subsample1d,
    subsample1d_backward,
)
from strategies import LAYOUTS

MEBIBYTE = 2**20
DTYPES = ["float32", "float64", "float16", "int64", "int8", "bool"]
# As the docstrings of conv2d and conv2d_backward say: this times (input + output), and 16 MiB.
MULTIPLES = {"float32": 1, "float64": 1, "float16": 3, "int64": 1, "int8": 8, "bool": 8}

each_dtype = pytest.mark.parametrize("dtype", DTYPES)
each_layout = pytest.mark.parametrize("layout", ["contiguous", "Fortran order", "not contiguous"])


def peak(call: Callable[[], Any]) -> tuple[int, int]:
    """Return the bytes that a call takes at most, and those of its results."""
    tracemalloc.start()
    try:
        result = call()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return most, sum(array.nbytes for array in (result if isinstance(result, tuple) else (result,)))


@pytest.mark.convolution
@each_dtype
@each_layout
def test_a_convolution_takes_the_multiple_of_input_and_output_that_is_documented(dtype, layout):
    X, W = LAYOUTS[layout](np.zeros((96, 45, 64, 24), dtype)), np.zeros((2, 1, 24, 18), dtype)
    most, result = peak(lambda: conv2d(X, W))
    assert most <= MULTIPLES[dtype] * (X.nbytes + result) + 16 * MEBIBYTE


@pytest.mark.backprop
@each_dtype
@each_layout
def test_the_gradients_take_the_multiple_of_input_and_output_that_is_documented(dtype, layout):
    X, W, dZ = (np.zeros(shape, dtype) for shape in ((96, 45, 64, 24), (2, 1, 24, 18), (96, 44, 64, 18)))
    X, dZ = LAYOUTS[layout](X), LAYOUTS[layout](dZ)
    most, result = peak(lambda: conv2d_backward(dZ, X, W))
    assert most <= MULTIPLES[dtype] * (X.nbytes + dZ.nbytes + result) + 16 * MEBIBYTE


@pytest.mark.convolution
@pytest.mark.parametrize("dtype", ["float16", "int8"])
@pytest.mark.parametrize("layout", ["Fortran order", "not contiguous"])
def test_an_array_that_is_copied_for_its_dtype_is_not_copied_again_for_its_layout(dtype, layout):
    X, W, dZ = (np.zeros(shape, dtype) for shape in ((96, 45, 64, 24), (2, 1, 24, 18), (96, 44, 64, 18)))
    other_X, other_dZ = LAYOUTS[layout](X), LAYOUTS[layout](dZ)
    once, _ = peak(lambda: conv2d(X, W))
    assert peak(lambda: conv2d(other_X, W))[0] <= once + MEBIBYTE
    once, _ = peak(lambda: conv2d_backward(dZ, X, W))
    assert peak(lambda: conv2d_backward(other_dZ, other_X, W))[0] <= once + MEBIBYTE


@pytest.mark.pooling
@pytest.mark.parametrize("dtype", ["float32", "float16", "int8"])
@each_layout
def test_pooling_and_subsampling_take_a_copy_of_the_input_and_the_output(dtype, layout):
    X, images = (LAYOUTS[layout](np.ones(shape, dtype)) for shape in ((32, 4096, 48), (32, 64, 64, 48)))
    for array, call in (
        (X, lambda: max_pool1d(X, 2, 2)),
        (X, lambda: max_pool1d(X, 3, 1)),
        (images, lambda: max_pool2d(images, (2, 3))),
    ):
        most, result = peak(call)
        assert most <= array.nbytes + 2 * result + 16 * MEBIBYTE
    most, result = peak(lambda: subsample1d(X, 3))
    assert most <= result + MEBIBYTE


@pytest.mark.pooling
@each_dtype
def test_the_gradient_of_pooling_takes_its_result_and_28_bytes_for_each_output(dtype):
    X, dY = np.ones((32, 4096, 48), dtype), np.ones((32, 2048, 48), dtype)
    most, result = peak(lambda: max_pool1d_backward(dY, X, 2, 2))
    copy = {"float16": result}.get(dtype, 0)  # the sums of float16 are added up in float32
    assert most <= result + 2 * copy + 28 * dY.size + MEBIBYTE
    most, result = peak(lambda: subsample1d_backward(dY, X.shape, 2))
    assert most <= result + dY.size * 8 + MEBIBYTE


@pytest.mark.backprop
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_activations_take_four_times_the_output(dtype):
    Z = np.ones((32, 64, 64, 48), dtype)
    for call in (
        lambda: relu(Z),
        lambda: relu_backward(Z, Z),
        lambda: sigmoid(Z),
        lambda: sigmoid_backward(Z, Z),
    ):
        most, result = peak(call)
        assert most <= 4 * result + MEBIBYTE
