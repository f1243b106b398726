"""How much memory the functions take beside their arguments: a documented multiple, however large the batch."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnlib import (
    conv2d,
    conv2d_backward,
    conv2d_input_grad,
    conv2d_weight_grad,
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    subsample1d,
    subsample1d_backward,
    trace_max_pool1d,
)
from kit.profile import SOAK
from kit.strategies import LAYOUTS

MEBIBYTE = 2**20
# Bytes of a number in the dtype in which sums are added up.
ADDING = {"float32": 4, "float64": 8, "float16": 4, "int64": 8, "int8": 8, "bool": 8}


def peak(call: Callable[[], Any]) -> tuple[int, int]:
    """Return the bytes that a call takes at most, and those of its results."""
    tracemalloc.start()
    try:
        result = call()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return most, sum(array.nbytes for array in (result if isinstance(result, tuple) else (result,)))


# X, W and Z: a large batch, and for floats, where sums are quick, a large kernel.
BATCH = ((96, 45, 64, 24), (2, 1, 24, 18), (96, 44, 64, 18))
KERNEL = ((9, 8, 8, 256), (3, 3, 256, 512), (9, 6, 6, 512))
each_case = pytest.mark.parametrize(
    ("shapes", "dtype", "layout"),
    [
        (BATCH, dtype, layout)
        for dtype in ADDING
        for layout in ("contiguous", "Fortran order", "not contiguous")
        if SOAK or layout == "contiguous" or dtype in ("float32", "int8")
    ]
    + [(KERNEL, dtype, "contiguous") for dtype in ("float16", "float32", "float64")],
)


@pytest.mark.convolution
@each_case
def test_a_convolution_takes_no_more_than_its_docstring_says(shapes, dtype, layout):
    X, W, Z = (LAYOUTS[layout](np.zeros(shape, dtype)) for shape in shapes)
    most, _ = peak(lambda: conv2d(X, W))
    assert most <= ADDING[dtype] * (X.size + W.size + 2 * Z.size) + 16 * MEBIBYTE


@pytest.mark.backprop
@each_case
def test_the_gradients_take_no_more_than_their_docstring_says(shapes, dtype, layout):
    X, W, dZ = (LAYOUTS[layout](np.zeros(shape, dtype)) for shape in shapes)
    most, _ = peak(lambda: conv2d_backward(dZ, X, W))
    assert most <= ADDING[dtype] * (dZ.size + X.size + 2 * X.size + 6 * W.size) + 16 * MEBIBYTE


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


def test_neither_results_nor_arguments_are_copied_where_that_is_not_needed():
    small, large, kernel = (np.zeros(shape) for shape in ((4, 64, 64, 1), (4, 64, 64, 32), (1, 1, 1, 32)))
    signal, wins = np.zeros((4, 4096, 32)), np.zeros((4, 3, 32))
    line, pairs = np.zeros(10**6), trace_max_pool1d((10**6,), 1, 10**6)
    for call in (
        lambda: conv2d(small, kernel),
        lambda: conv2d(large, kernel.swapaxes(2, 3)),
        lambda: conv2d_input_grad(small, kernel.swapaxes(2, 3), large.shape),
        lambda: conv2d_input_grad(large, kernel, small.shape),
        lambda: conv2d_weight_grad(small, large, (1, 1, 32, 1)),
        lambda: conv2d_weight_grad(large, small, kernel.shape),
        lambda: max_pool1d(signal, 2, 1500),
        lambda: max_pool1d_backward(wins, signal, 2, 1500),
        lambda: subsample1d_backward(wins, signal.shape, 1500),
        lambda: pairs.backward([1.0], line),
        lambda: relu(signal),
    ):
        call()  # what the threads keep is not counted
        most, result = peak(call)
        assert most <= 1.3 * result + MEBIBYTE


@pytest.mark.pooling
@pytest.mark.parametrize("dtype", ["float32", "float16", "int8"])
@pytest.mark.parametrize("layout", ["contiguous", "Fortran order"])
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
@pytest.mark.parametrize("dtype", ADDING)
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
