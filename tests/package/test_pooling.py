"""Chapter 5: sub-sampling and max pooling against loops, the trace, JAX and differences."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cnnlib import (
    fast,
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    pooling,
    subsample1d,
    subsample1d_backward,
    trace_max_pool1d,
    trace_subsample1d,
)
from cnnlib.windows import Windows
from kit import oracles
from kit.oracles import same, sum_dtype
from kit.strategies import (
    DTYPES,
    FLOATS,
    LAYOUTS,
    Pooling,
    choices,
    costly,
    dtypes,
    integers,
    normal,
    poolings,
    seeds,
    tensor,
    unequal,
)

pytestmark = pytest.mark.pooling

SIGNAL = [1, 2, 3, 2, 0, 10, 1, 0]
LONG_STRIDE = Pooling((2, 9, 3), 2, 5, "whole")
LONG_WINDOW = Pooling((2, 3, 1), 7, 2, "partial")

strides = st.integers(1, 5)
shapes = st.tuples(st.integers(0, 2), st.integers(1, 9), st.integers(1, 3))


# The problem set's own numbers, and the rules for the last windows.


def test_the_signal_of_problem_5_gives_the_vectors_worked_out_by_hand():
    same(subsample1d(SIGNAL, 2), [1, 3, 0, 1], (4,), "int64")
    same(max_pool1d(SIGNAL, 2, 2), [2, 3, 10, 1], (4,), "int64")
    same(max_pool1d(SIGNAL, 2, 2, windows="whole"), [2, 3, 10, 1], (4,), "int64")


def test_the_last_windows_run_past_the_end_or_are_left_out():
    assert max_pool1d(SIGNAL, 3, 1).tolist() == [3, 3, 3, 10, 10, 10, 1, 0]
    assert max_pool1d(SIGNAL, 3, 1, windows="partial").tolist() == [3, 3, 3, 10, 10, 10, 1, 0]
    assert max_pool1d(SIGNAL, 3, 1, windows="whole").tolist() == [3, 3, 3, 10, 10, 10]
    assert max_pool1d(SIGNAL[:7], 2, 2).tolist() == [2, 3, 10, 1]
    assert max_pool1d(SIGNAL[:7], 2, 2, windows="whole").tolist() == [2, 3, 10]


def test_a_stride_longer_than_the_window_skips_samples():
    assert max_pool1d(SIGNAL, 2, 3).tolist() == [2, 2, 1]
    assert max_pool1d(SIGNAL, 1, 5).tolist() == [1, 10]
    assert subsample1d(SIGNAL, 100).tolist() == [1]
    assert max_pool1d(SIGNAL, 2, 100).tolist() == [2]


def test_a_window_longer_than_the_signal_takes_all_there_is():
    assert max_pool1d(SIGNAL, 100, 3).tolist() == [10, 10, 1]
    assert max_pool1d([-5], 3, 2).tolist() == [-5]
    assert max_pool1d(SIGNAL, 8, 1, windows="whole").tolist() == [10]


# Against the loops, the trace and JAX.


@given(shapes, strides, seeds, dtypes)
def test_subsampling_equals_the_loops_in_value_shape_and_dtype(shape, stride, seed, dtype):
    X = tensor(shape, seed, dtype)
    expected = oracles.subsample1d(X, stride)
    same(subsample1d(X, stride), expected, expected.shape, dtype)
    for i, n in np.ndindex(shape[0], shape[2]):
        same(subsample1d(X[i, :, n], stride), expected[i, :, n], expected.shape[1:2], dtype)


@given(poolings(samples=(0, 2)), seeds, dtypes)
@example(LONG_STRIDE, 0, "float32")
@example(LONG_WINDOW, 0, "int8")
def test_pooling_equals_the_loops_in_value_shape_and_dtype(case, seed, dtype):
    X = tensor(case.x_shape, seed, dtype)
    expected = oracles.max_pool1d(X, case.size, case.stride, case.windows)
    same(max_pool1d(X, case.size, case.stride, windows=case.windows), expected, case.y_shape, dtype)
    for i, n in np.ndindex(case.x_shape[0], case.x_shape[2]):
        got = max_pool1d(X[i, :, n], case.size, case.stride, windows=case.windows)
        same(got, expected[i, :, n], case.y_shape[1:2], dtype)


@given(poolings(samples=(0, 2)), seeds, dtypes, dtypes)
@example(LONG_STRIDE, 0, "float32", "int8")
@example(LONG_WINDOW, 0, "float64", "float32")
def test_the_gradient_equals_the_loops_in_value_shape_and_dtype(case, seed, x_dtype, y_dtype):
    # Few different values: there are ties in most windows.
    X, dY = tensor(case.x_shape, seed, x_dtype), tensor(case.y_shape, seed + 1, y_dtype)
    expected = oracles.max_pool1d_backward(dY, X, case.size, case.stride, case.windows)
    got = max_pool1d_backward(dY, X, case.size, case.stride, windows=case.windows)
    same(got, expected, case.x_shape, sum_dtype(y_dtype))
    for i, n in np.ndindex(case.x_shape[0], case.x_shape[2]):
        got = max_pool1d_backward(dY[i, :, n], X[i, :, n], case.size, case.stride, windows=case.windows)
        same(got, expected[i, :, n], case.x_shape[1:2], sum_dtype(y_dtype))


@given(shapes, strides, seeds, dtypes)
def test_the_gradient_of_subsampling_is_that_of_windows_of_one_sample(shape, stride, seed, dtype):
    X = tensor(shape, seed)
    dY = tensor(oracles.subsample1d(X, stride).shape, seed + 1, dtype)
    expected = oracles.max_pool1d_backward(dY, X, 1, stride)
    for form in (tuple, list, np.array):
        same(subsample1d_backward(dY, form(shape), stride), expected, shape, sum_dtype(dtype))
        for i, n in np.ndindex(shape[0], shape[2]):
            got = subsample1d_backward(dY[i, :, n], form(shape[1:2]), stride)
            same(got, expected[i, :, n], shape[1:2], sum_dtype(dtype))


@given(poolings(samples=(0, 2)), seeds, dtypes, dtypes, st.booleans())
def test_pooling_and_its_gradient_equal_those_of_the_trace(case, seed, x_dtype, y_dtype, holes):
    X, dY = tensor(case.x_shape, seed, x_dtype), tensor(case.y_shape, seed + 1, y_dtype)
    if holes and x_dtype in FLOATS:
        X[X == 1] = np.nan
    call = {"windows": case.windows}
    terms = trace_max_pool1d(case.x_shape, case.size, case.stride, **call)
    same(max_pool1d(X, case.size, case.stride, **call), terms.forward(X), case.y_shape, x_dtype)
    got = max_pool1d_backward(dY, X, case.size, case.stride, **call)
    same(got, terms.backward(dY, X), case.x_shape, sum_dtype(y_dtype))


@given(shapes, strides, seeds, dtypes)
def test_subsampling_and_its_gradient_equal_those_of_the_trace(shape, stride, seed, dtype):
    X = tensor(shape, seed, dtype)
    Y, terms = subsample1d(X, stride), trace_subsample1d(shape, stride)
    same(Y, terms.forward(X), Y.shape, dtype)
    same(subsample1d_backward(Y, shape, stride), terms.backward(Y, X), shape, sum_dtype(dtype))


@costly
@given(poolings(), seeds)
def test_pooling_and_its_gradient_agree_with_jax(case, seed):
    X, dY = tensor(case.x_shape, seed), normal(case.y_shape, seed + 1)  # ties: JAX too takes the first
    call = {"windows": case.windows}
    expected = np.asarray(oracles.jax_max_pool(X, (case.size,), (case.stride,), case.windows))
    same(max_pool1d(X, case.size, case.stride, **call), expected, expected.shape, "float64")
    expected = oracles.jax_max_pool1d_backward(dY, X, case.size, case.stride, case.windows)
    got = max_pool1d_backward(dY, X, case.size, case.stride, **call)
    np.testing.assert_allclose(got, expected, rtol=1e-14, atol=1e-14)


@costly
@given(poolings(), seeds)
def test_the_gradients_equal_central_differences(case, seed):
    # All values differ by 1 or more, so that a step of 1/8 changes no winner.
    X = np.random.default_rng(seed).permutation(int(np.prod(case.x_shape))).reshape(case.x_shape).astype(float)
    dY = tensor(case.y_shape, seed)

    def pool(x):
        return (dY * max_pool1d(x, case.size, case.stride, windows=case.windows)).sum()

    got = max_pool1d_backward(dY, X, case.size, case.stride, windows=case.windows)
    same(got, oracles.central_differences(pool, X, h=1 / 8), X.shape, "float64")
    dY = tensor(subsample1d(X, case.stride).shape, seed)
    expected = oracles.central_differences(lambda x: (dY * subsample1d(x, case.stride)).sum(), X, h=1)
    same(subsample1d_backward(dY, X.shape, case.stride), expected, X.shape, "float64")


# Laws.


@given(poolings(), seeds)
def test_pooling_commutes_with_what_keeps_the_order(case, seed):
    X = tensor(case.x_shape, seed)
    Y = max_pool1d(X, case.size, case.stride, windows=case.windows)
    assert np.array_equal(max_pool1d(3 * X + 7, case.size, case.stride, windows=case.windows), 3 * Y + 7)


@given(poolings(), seeds)
def test_the_gradient_gives_away_all_of_dy_and_pooling_it_back_finds_the_maxima(case, seed):
    X, dY = tensor(case.x_shape, seed, "int64"), tensor(case.y_shape, seed + 1, "int64")
    call = {"windows": case.windows}
    dX = max_pool1d_backward(dY, X, case.size, case.stride, **call)
    assert np.array_equal(dX.sum(axis=1), dY.sum(axis=1))
    assert (dX * X).sum() == (dY * max_pool1d(X, case.size, case.stride, **call)).sum()


@given(shapes, strides, seeds)
def test_subsampling_is_the_adjoint_of_its_gradient(shape, stride, seed):
    X = tensor(shape, seed, "int64")
    dY = tensor(subsample1d(X, stride).shape, seed + 1, "int64")
    assert (subsample1d(X, stride) * dY).sum() == (X * subsample1d_backward(dY, shape, stride)).sum()


# Ties, NaN, infinity.


def test_where_samples_are_equal_the_first_gets_the_gradient():
    assert max_pool1d_backward([5, 7], [2, 2, 9, 9], 2, 2).tolist() == [5, 0, 7, 0]
    assert max_pool1d_backward([1, 2, 4, 8], [3, 3, 3, 3], 3, 1).tolist() == [1, 2, 4, 8]
    assert max_pool1d_backward([1, 2], [0, -0.0, 0, 0], 3, 2).tolist() == [1, 0, 2, 0]
    assert max_pool1d_backward([1], [-np.inf, -np.inf], 2, 2).tolist() == [1, 0]


def test_a_sample_that_wins_several_windows_gets_their_sum():
    assert max_pool1d_backward([1, 2, 4], [0, 0, 9, 0, 0], 3, 1, windows="whole").tolist() == [0, 0, 7, 0, 0]
    assert max_pool1d_backward([1, 2, 4, 8, 16], [0, 0, 9, 0, 0], 3, 1).tolist() == [0, 0, 7, 8, 16]


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_nan_in_a_window_gives_nan_and_the_first_nan_gets_the_gradient(dtype):
    X = np.array([1, np.nan, 9, np.nan, np.nan, 2, 3], dtype)
    same(max_pool1d(X, 3, 3), [np.nan, np.nan, 3], (3,), dtype)
    same(max_pool1d(X, 2, 5), [np.nan, 3], (2,), dtype)
    same(max_pool1d_backward(np.array([5, 7, 11], dtype), X, 3, 3), [0, 5, 0, 7, 0, 0, 11], (7,), dtype)
    with np.errstate(all="raise"):
        max_pool1d(X, 3, 1)
        max_pool1d_backward(np.ones(7), X, 3, 1)
    image = np.array([[1, 2, np.nan], [4, 5, 6]], dtype)
    same(max_pool2d(image, (2, 1)), [[4, 5, np.nan]], (1, 3), dtype)
    same(max_pool2d(image, (1, 2)), [[2, np.nan], [5, 6]], (2, 2), dtype)


def test_infinities_are_values_like_others():
    X = [-np.inf, -np.inf, 1, np.inf]
    assert max_pool1d(X, 2, 2).tolist() == [-np.inf, np.inf]
    assert max_pool1d_backward([1.0, 2.0], X, 2, 2).tolist() == [1, 0, 0, 2]


def test_a_partial_window_of_negative_values_is_not_filled_up_with_zeros():
    assert max_pool1d([-3, -2, -1], 2, 2).tolist() == [-2, -1]
    assert max_pool2d([[-3, -2, -1]], 2).tolist() == [[-2, -1]]
    assert max_pool1d(np.array([-128, -127, -128], "int8"), 2, 2).tolist() == [-127, -128]


# Dtypes and memory.


def test_integer_gradients_are_exact_and_refused_where_they_might_not_fit():
    assert max_pool1d_backward(np.array([100, 100], "int8"), [1, 2, 1], 2, 1, windows="whole").tolist() == [0, 200, 0]
    half = 2**62
    with pytest.raises(OverflowError):
        max_pool1d_backward([half, half], [1, 2, 1], 2, 1, windows="whole")
    assert max_pool1d_backward([half - 1] * 2, [1, 2, 1], 2, 1, windows="whole").tolist() == [0, 2**63 - 2, 0]
    assert max_pool1d_backward([2**63 - 1], [1, 2], 2, 2).tolist() == [0, 2**63 - 1]
    for gradient in (
        lambda dY: subsample1d_backward(dY, (2,), 2),
        lambda dY: max_pool1d_backward(dY, [1, 2], 2, 2),
        lambda dY: trace_subsample1d((2,), 2).backward(dY, [1, 2]),
    ):
        with pytest.raises(OverflowError):
            gradient(np.array([2**63], np.uint64))
        assert gradient(np.array([2**63 - 1], np.uint64)).max() == 2**63 - 1


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "bool"])
def test_small_integers_do_not_wrap_in_the_gradients(dtype):
    top = 1 if dtype == "bool" else np.iinfo(dtype).max
    same(max_pool1d_backward(np.full(3, top, dtype), [0, 0, 1], 3, 1), [0, 0, 3 * top], (3,), "int64")
    same(subsample1d_backward(np.full(2, top, dtype), (3,), 2), [top, 0, top], (3,), "int64")


@given(poolings(), seeds)
def test_the_error_of_float32_is_bounded_in_the_gradient(case, seed):
    X, dY = normal(case.x_shape, seed), normal(case.y_shape, seed + 1).astype("float32")
    call = {"windows": case.windows}
    got = max_pool1d_backward(dY, X, case.size, case.stride, **call)
    exact, sizes = (max_pool1d_backward(t.astype("float64"), X, case.size, case.stride, **call) for t in (dY, abs(dY)))
    assert got.dtype == np.float32
    assert (abs(got - exact) <= case.size * np.finfo("float32").eps * sizes).all()


def test_large_unsigned_integers_are_compared_exactly():
    X = np.array([2**63, 2**63 + 1, 2**64 - 1], np.uint64)
    assert max_pool1d(X, 2, 2).tolist() == [2**63 + 1, 2**64 - 1]
    assert max_pool1d_backward([5, 7], X, 2, 2).tolist() == [0, 5, 7]
    assert max_pool1d_backward([5], np.array([2**60, 2**60 + 1]), 2, 2).tolist() == [0, 5]


def test_sums_of_float16_are_rounded_once_in_the_gradient():
    # 2048 + 1 is 2048 in float16, and so is that + 1; the sum of the three is 2050.
    same(max_pool1d_backward(np.array([2048, 1, 1], "float16"), [0, 0, 1], 3, 1), [0, 0, 2050], (3,), "float16")


def test_the_dtype_of_the_gradient_is_that_of_dy():
    assert max_pool1d_backward(np.ones(2, "float32"), np.ones(4, "float64"), 2, 2).dtype == np.float32
    assert subsample1d_backward(np.ones(2, "float16"), (4,), 2).dtype == np.float16


@pytest.mark.parametrize("layout", LAYOUTS)
@given(case=poolings(), seed=seeds, dtype=st.sampled_from(["float32", "float16", "int8", "uint64"]))
def test_the_layout_in_memory_makes_no_difference(layout, case, seed, dtype):
    X, dY = tensor(case.x_shape, seed, dtype), tensor(case.y_shape, seed + 1, dtype)
    there, back = LAYOUTS[layout](X), LAYOUTS[layout](dY)
    call = {"windows": case.windows}

    def equal(got, expected):
        assert np.array_equal(got, expected)
        assert layout == "lists" or got.dtype == expected.dtype.newbyteorder(got.dtype.byteorder)

    equal(max_pool1d(there, case.size, case.stride, **call), max_pool1d(X, case.size, case.stride, **call))
    equal(subsample1d(there, case.stride), subsample1d(X, case.stride))
    equal(
        max_pool1d_backward(back, there, case.size, case.stride, **call),
        max_pool1d_backward(dY, X, case.size, case.stride, **call),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", ["float32", "float16", "int8", "uint64"])
def test_the_layout_in_memory_makes_no_difference_to_images_and_to_the_gradient_of_subsampling(layout, dtype):
    X, dY = tensor((2, 5, 4, 3), 1, dtype), tensor((2, 3, 4), 2, dtype)
    got = max_pool2d(LAYOUTS[layout](X), (2, 3))
    assert np.array_equal(got, max_pool2d(X, (2, 3)))
    assert layout == "lists" or got.dtype == X.dtype.newbyteorder(got.dtype.byteorder)
    got = subsample1d_backward(LAYOUTS[layout](dY), (2, 5, 4), 2)
    assert np.array_equal(got, subsample1d_backward(dY, (2, 5, 4), 2))
    assert layout == "lists" or got.dtype == sum_dtype(dtype)


def test_zero_strided_arrays_will_do():
    X = np.broadcast_to(np.arange(3)[:, None, None], (3, 4, 2))
    same(max_pool2d(np.broadcast_to([[3], [1], [2]], (3, 5)), 2), [[3] * 3, [2] * 3], (2, 3), "int64")
    assert subsample1d_backward(np.broadcast_to(7, 2), (3,), 2).tolist() == [7, 0, 7]
    same(max_pool1d(X, 2, 2), X[:, :2], (3, 2, 2), "int64")
    same(subsample1d(X, 3), X[:, :2], (3, 2, 2), "int64")
    dX = max_pool1d_backward(np.broadcast_to(1.0, (3, 2, 2)), X, 2, 2)
    assert dX[:, :, 0].tolist() == [[1, 0, 1, 0]] * 3


@given(poolings(), seeds, dtypes)
def test_inputs_are_neither_written_to_nor_shared(case, seed, dtype):
    X, dY = tensor(case.x_shape, seed, dtype), tensor(case.y_shape, seed + 1, dtype)
    before = X.copy(), dY.copy()
    call = {"windows": case.windows}
    results = [
        max_pool1d(X, case.size, case.stride, **call),
        max_pool1d_backward(dY, X, case.size, case.stride, **call),
        subsample1d(X, case.stride),
        max_pool2d(X[0], (case.size, 1), 1, **call),
        subsample1d_backward(subsample1d(X, case.stride), X.shape, case.stride),
    ]
    for result in results:
        result[...] = 1  # results may be written to
    assert np.array_equal(X, before[0])
    assert np.array_equal(dY, before[1])


# Images.


@st.composite
def images(draw):
    windows = draw(choices("partial", "whole"))
    height, width = unequal(draw, (1, 6), (1, 6))
    more = 0 if windows == "whole" else 2
    size = draw(integers(1, height + more)), draw(integers(1, width + more))
    stride = unequal(draw, (1, 4), (1, 4))
    return (draw(integers(0, 2)), height, width, draw(integers(1, 3))), size, stride, windows


@given(images(), seeds, dtypes)
def test_pooling_of_images_equals_the_loops_in_value_shape_and_dtype(case, seed, dtype):
    shape, size, stride, windows = case
    X = tensor(shape, seed, dtype)
    expected = oracles.max_pool2d(X, size, stride, windows)
    same(max_pool2d(X, size, stride, windows=windows), expected, expected.shape, dtype)
    for i, n in np.ndindex(shape[0], shape[3]):
        got = max_pool2d(X[i, :, :, n], list(size), np.array(stride), windows=windows)
        same(got, expected[i, :, :, n], expected.shape[1:3], dtype)


@costly
@given(images(), seeds)
def test_pooling_of_images_agrees_with_jax(case, seed):
    shape, size, stride, windows = case
    X = normal((2, *shape[1:]), seed)
    expected = np.asarray(oracles.jax_max_pool(X, size, stride, windows))
    same(max_pool2d(X, size, stride, windows=windows), expected, expected.shape, "float64")


def test_without_a_stride_the_windows_lie_side_by_side():
    X = np.arange(35).reshape(5, 7)
    assert max_pool2d(X, (2, 3)).tolist() == max_pool2d(X, (2, 3), (2, 3)).tolist()
    assert max_pool2d(X, (2, 3), windows="whole").tolist() == [[9, 12], [23, 26]]
    assert max_pool2d(X, 2, windows="whole").tolist() == [[8, 10, 12], [22, 24, 26]]
    assert max_pool2d(X, 2, 3).tolist() == [[8, 11, 13], [29, 32, 34]]


@pytest.mark.parametrize("dtype", DTYPES)
def test_pooling_along_rows_only_is_pooling_of_sequences(dtype):
    X = tensor((2, 5, 7, 3), 3, dtype)
    got = max_pool2d(X, (1, 3), (1, 2))
    expected = np.stack([max_pool1d(X[:, row], 3, 2) for row in range(5)], axis=1)
    same(got, expected, (2, 5, 4, 3), dtype)


# How the work is cut, which changes its time only.


@pytest.mark.parametrize(
    ("size", "channels", "stride"), [(2, 2, 1), (3, 2, 1), (2, 15, 1), (1, 2, 2), (2, 1, 2), (2, 16, 2)]
)
def test_every_other_window_is_taken_from_all_of_them_where_neighbours_are_few(size, channels, stride):
    X = tensor((3, 11, channels), 1, "float32")
    with mock.patch.object(pooling, "shifted_maxima", wraps=pooling.shifted_maxima) as shifted:
        got = max_pool1d(X, size, 2)
    same(got, oracles.max_pool1d(X, size, 2, "partial"), (3, 6, channels), "float32")
    assert {call.args[2].stride for call in shifted.call_args_list} == {stride}


def test_a_block_has_as_many_samples_as_fit_the_buffer_with_their_maxima():
    X = tensor((5, 8, 3), 1, "float32")
    along = Windows.of_pooling(8, 2, 2, "partial")
    sample = (8 + 4) * 3 * 4  # bytes of 8 numbers and 4 maxima, in 3 channels
    for buffer, count in ((1, 5), (sample, 5), (2 * sample - 1, 5), (2 * sample, 3), (5 * sample, 1)):
        with mock.patch.object(pooling, "run", wraps=fast.run) as run:
            pooling.max_along(X, 1, along, fast.Tuning(buffer=buffer))
        jobs, multiplications, _ = run.call_args.args
        assert (len(jobs), multiplications) == (count, 16 * X.size)
