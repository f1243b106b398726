"""The plain path of small convolutions: it is taken where it should be, and gives what the fast path gives."""

import tracemalloc
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import conv2d, conv2d_backward, conv2d_input_grad, conv2d_weight_grad, fast, plain
from cnnlib.geometry import geometry
from kit import oracles
from kit.oracles import same
from kit.strategies import Convolution, convolutions, seeds

pytestmark = pytest.mark.convolution


def sizes(width: int) -> Convolution:
    """A convolution whose size grows with the width of its images."""
    return Convolution((2, 11, width, 3), (2, 3, 3, 4), (1, 2), (1, 0), (2, 1))


def size(case: Convolution) -> int:
    """What decides the path, from the shapes alone: numbers in all windows and in X and dZ with padding, products."""
    (samples, height, width, c), (k1, k2, _, m) = case.x_shape, case.w_shape
    pixels = np.prod(case.z_shape[:3])
    return pixels * k1 * k2 * c + samples * (height + 2) * width * (c + m) + pixels * k1 * k2 * c * m // 8


LARGEST = max(width for width in range(3, 100) if size(sizes(width)) <= plain.SMALL)


@pytest.mark.parametrize(("width", "path"), [(LARGEST, "plain"), (LARGEST + 1, "fast")])
@pytest.mark.parametrize("dtype", ["int64", "float16", "float32", "float64"])
def test_the_size_alone_decides_the_path_and_both_are_right(width: int, path: str, dtype: str) -> None:
    case = sizes(width)
    assert geometry(case.x_shape, case.w_shape, **case.settings).size == size(case)
    X, W, b, dZ = case.tensors(1, dtype)
    names = ("correlate", "weight_grad", "input_grad")
    calls = {(room, name): mock.Mock(wraps=getattr(room, name)) for room in (plain, fast) for name in names}
    with (
        mock.patch.multiple(plain, **{name: calls[plain, name] for name in names}),
        mock.patch.multiple(fast, **{name: calls[fast, name] for name in names}),
    ):
        same(conv2d(X, W, b, **case.settings), oracles.conv2d(X, W, b, **case.settings), case.z_shape, dtype)
        dX, dW, db = conv2d_backward(dZ, X, W, **case.settings)
    same(dX, oracles.conv2d_input_grad(dZ, W, case.x_shape, **case.settings), case.x_shape, dtype)
    same(dW, oracles.conv2d_weight_grad(dZ, X, case.w_shape, **case.settings), case.w_shape, dtype)
    same(db, oracles.bias_grad(dZ), (4,), dtype)
    taken = {room.__name__.split(".")[-1] for (room, _), call in calls.items() if call.called}
    assert taken == {path}


def test_the_plain_path_is_taken_up_to_the_limit_itself() -> None:
    case = sizes(5)
    for limit, taken in ((size(case), True), (size(case) - 1, False)):
        with mock.patch.object(plain, "SMALL", limit):
            assert plain.suits(geometry(case.x_shape, case.w_shape, **case.settings)) == taken


def test_each_function_by_itself_returns_a_batch() -> None:
    case = sizes(5)
    X, W, b, dZ = case.tensors(2, "int64")
    windows = geometry(case.x_shape, case.w_shape, **case.settings).windows
    Z, dX = plain.correlate(X, W, *windows, b), plain.input_grad(dZ, W, case.x_shape, *windows)
    same(Z, oracles.conv2d(X, W, b, **case.settings), case.z_shape, "int64")
    same(dX, oracles.conv2d_input_grad(dZ, W, case.x_shape, **case.settings), case.x_shape, "int64")
    dW = plain.weight_grad(dZ, X, case.w_shape, *windows)
    same(dW, oracles.conv2d_weight_grad(dZ, X, case.w_shape, **case.settings), case.w_shape, "int64")


def on_either_path(call: Any) -> list[np.ndarray]:
    """What a call returns on the plain path, and on the fast one."""
    found = []
    for small in (2**62, 0):
        with mock.patch.object(plain, "SMALL", small):
            found.append(call())
    return found


special = st.sampled_from([np.nan, np.inf, -np.inf])


@given(convolutions(), seeds, st.sampled_from(["float32", "float64"]), special, special)
def test_nan_and_infinity_spoil_the_same_numbers_on_both_paths(
    case: Convolution, seed: int, dtype: str, one: float, other: float
) -> None:
    X, W, b, dZ = case.tensors(seed, dtype)
    rng = np.random.default_rng(seed)
    for array in (X, W, dZ):
        array.reshape(-1)[rng.integers(array.size)] = one
        array.reshape(-1)[rng.integers(array.size)] = other
    for call in (
        lambda: conv2d(X, W, b, **case.settings),
        lambda: conv2d_weight_grad(dZ, X, case.w_shape, **case.settings),
        lambda: conv2d_input_grad(dZ, W, case.x_shape, **case.settings),
    ):
        with np.errstate(all="raise"):
            simple, fast_one = on_either_path(call)
        np.testing.assert_array_equal(simple, fast_one)


@pytest.mark.parametrize(
    "case",
    [
        Convolution((1, 1, 1, 1), (2, 2, 1, 2**12), 1, 127, 254),  # few products, and many zeros around X or dZ
        Convolution((1, 1, 1, 2**12), (2, 2, 2**12, 1), 1, 127, 254),
        Convolution((1, 1, 1, 1), (1, 1, 1, 1), 600, 300, 1),
        Convolution((1, 200, 200, 1), (1, 1, 1, 1), 199, 0, 1),
        Convolution((1, 2, 2, 300), (2, 2, 300, 300), 1, 0, 1),
        Convolution((0, 3, 4, 1), (1, 2, 1, 1), 1, 0, 1),  # nothing to do
    ],
)
def test_what_has_few_windows_or_few_products_is_not_yet_small(case: Convolution) -> None:
    assert not plain.suits(geometry(case.x_shape, case.w_shape, **case.settings))


@given(st.data())
def test_the_plain_path_takes_no_more_than_2_mebibytes(data: st.DataObject) -> None:
    k1, k2, stride, dilation, padding = (
        data.draw(st.sampled_from(some)) for some in ([1, 2, 5], [1, 3], *[[1, 9, 70]] * 3)
    )
    channels, outputs, height, width = (data.draw(st.sampled_from([1, 7, 64, 512])) for _ in range(4))
    height, width = height + (k1 - 1) * dilation, width + (k2 - 1) * dilation
    x_shape, w_shape = (1, height, width, channels), (k1, k2, channels, outputs)
    settings = {"stride": stride, "padding": padding, "dilation": dilation}
    g = geometry(x_shape, w_shape, **settings)
    if not plain.suits(g):
        return
    X, W, dZ = np.ones(x_shape), np.ones(w_shape), np.ones(g.z_shape)
    tracemalloc.start()
    conv2d(X, W, **settings)
    conv2d_backward(dZ, X, W, **settings)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most <= 2 * 2**20


def test_an_overflow_of_floats_is_told_by_numpys_settings_on_both_paths() -> None:
    X, W = np.full((2, 3), 1e308), np.full((1, 2), 10.0)
    for small in (2**62, 0):
        with mock.patch.object(plain, "SMALL", small):
            with np.errstate(over="ignore"):
                assert np.isposinf(conv2d(X, W)).all()
            with np.errstate(over="raise"), pytest.raises(FloatingPointError):
                conv2d(X, W)
