"""The convolution of chapter 2 against loops, its trace, JAX, SciPy and the laws that a convolution obeys."""

from unittest import mock

import numpy as np
import pytest
import scipy.signal
from hypothesis import example, given
from hypothesis import strategies as st

from cnnlib import assert_sizes_differ, conv2d, convolution_sizes, trace
from cnnlib.dtypes import cast_for_sums
from kit import oracles
from kit.oracles import same, sum_dtype
from kit.strategies import (
    LAYOUTS,
    Convolution,
    convolutions,
    costly,
    dtypes,
    large_convolutions,
    normal,
    seeds,
    tensor,
)

pytestmark = pytest.mark.convolution

IMAGE = [
    [0, 0, 0, 0, 0],
    [0, 3, 3, 3, 0],
    [0, 3, 3, 3, 0],
    [0, 3, 2, 3, 0],
    [0, 3, 2, 3, 0],
    [0, 0, 0, 0, 0],
]
KERNEL = [[1, -1], [1, -1]]
Z = [[-3, 0, 0, 3], [-6, 0, 0, 6], [-6, 1, -1, 6], [-6, 2, -2, 6], [-3, 1, -1, 3]]

LAYER = Convolution((1, 48, 64, 10), (3, 3, 10, 20), 1, 0, 1)


# The problem set's own numbers.


def test_the_image_of_problem_2_gives_the_z_worked_out_by_hand():
    same(conv2d(IMAGE, KERNEL), Z, (5, 4), "int64")


def test_the_kernel_is_not_reversed():
    same(conv2d(IMAGE, np.flip(KERNEL)), -np.array(Z), (5, 4), "int64")


def test_the_layer_of_problem_3_has_46_rows_62_columns_and_20_channels_and_agrees_with_jax():
    X, W, b = normal(LAYER.x_shape, 1), normal(LAYER.w_shape, 2), normal((20,), 3)
    got = conv2d(X, W, b)
    assert got.shape == (1, 46, 62, 20)
    np.testing.assert_allclose(got, oracles.jax_conv2d(X, W, b), rtol=1e-12, atol=1e-12)


# Against the loops, the trace, JAX and SciPy.


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds, dtypes, dtypes, dtypes)
@example(Convolution((5, 4, 6, 2), (1, 1, 2, 3), 1, 0, 1), 0, "float32", "float32", "float32")
@example(Convolution((1, 3, 2, 1), (3, 2, 1, 1), 3, 0, 1), 0, "int8", "int8", "int8")
def test_conv2d_equals_the_loops_in_value_shape_and_dtype(case, seed, x_dtype, w_dtype, b_dtype):
    X, W, b, _ = case.tensors(seed, x_dtype, w_dtype, b_dtype, "float64")
    dtype = sum_dtype(x_dtype, w_dtype)
    same(conv2d(X, W, **case.settings), oracles.conv2d(X, W, **case.settings), case.z_shape, dtype)
    dtype = sum_dtype(x_dtype, w_dtype, b_dtype)
    same(conv2d(X, W, b, **case.settings), oracles.conv2d(X, W, b, **case.settings), case.z_shape, dtype)


@pytest.mark.usefixtures("path")
@given(convolutions(plain=True), seeds, dtypes)
def test_a_plain_image_is_one_sample_with_one_channel(case, seed, dtype):
    X, W, b, _ = case.tensors(seed, dtype)
    expected = oracles.conv2d(X, W, b, **case.settings)[0, :, :, 0]
    got = conv2d(X[0, :, :, 0], W[:, :, 0, 0], b[0], **case.settings)
    same(got, expected, case.z_shape[1:3], sum_dtype(dtype))


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds, dtypes, dtypes)
def test_conv2d_equals_the_forward_pass_of_its_trace(case, seed, x_dtype, w_dtype):
    X, W, _, _ = case.tensors(seed, x_dtype, w_dtype, "int8", "int8")
    expected = trace(case.x_shape, case.w_shape, **case.settings).forward(X, W)
    same(conv2d(X, W, **case.settings), expected, case.z_shape, expected.dtype)


@costly
@given(convolutions(), seeds)
def test_conv2d_agrees_with_jax(case, seed):
    X, W, b = normal(case.x_shape, seed), normal(case.w_shape, seed + 1), normal(case.w_shape[3:], seed + 2)
    expected = np.asarray(oracles.jax_conv2d(X, W, b, **case.settings))
    got = conv2d(X, W, b, **case.settings)
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)


@given(convolutions(plain=True), seeds, st.integers(0, 3), st.integers(1, 3))
def test_conv2d_agrees_with_scipy_on_plain_images(case, seed, padding, stride):
    X = np.pad(normal(case.x_shape[1:3], seed), 3)  # larger than the kernel, or SciPy exchanges the two
    W = normal(case.w_shape[:2], seed + 1)
    expected = scipy.signal.correlate2d(np.pad(X, padding), W, mode="valid")[::stride, ::stride]
    got = conv2d(X, W, stride=stride, padding=padding)
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)


@costly
@given(large_convolutions(), seeds, st.sampled_from(["float16", "float32", "float64", "int32"]))
def test_large_convolutions_equal_the_readable_steps(case, seed, dtype):
    X, W, b, _ = case.tensors(seed, dtype)
    expected = oracles.conv2d_by_steps(X.astype("float64"), W.astype("float64"), b, **case.settings)
    same(conv2d(X, W, b, **case.settings), expected, case.z_shape, sum_dtype(dtype))


@given(convolutions(), seeds)
def test_an_output_channel_is_the_sum_of_scipys_correlations_over_the_input_channels(case, seed):
    X, W = np.pad(normal(case.x_shape, seed), [(0, 0), (3, 3), (3, 3), (0, 0)]), normal(case.w_shape, seed + 1)
    got = conv2d(X, W)
    for i in range(len(X)):
        for m in range(case.w_shape[3]):
            channels = range(case.w_shape[2])
            expected = sum(scipy.signal.correlate2d(X[i, :, :, n], W[:, :, n, m], mode="valid") for n in channels)
            np.testing.assert_allclose(got[i, :, :, m], expected, rtol=1e-12, atol=1e-12)


# Laws.


@given(convolutions(), seeds)
def test_conv2d_is_linear_in_x_and_in_w(case, seed):
    X, W, b, _ = case.tensors(seed, "int64")
    X2, W2, _, _ = case.tensors(seed + 9, "int64")
    settings = case.settings
    sum_x = 3 * conv2d(X, W, **settings) - 2 * conv2d(X2, W, **settings)
    assert np.array_equal(conv2d(3 * X - 2 * X2, W, **settings), sum_x)
    sum_w = 3 * conv2d(X, W, **settings) - 2 * conv2d(X, W2, **settings)
    assert np.array_equal(conv2d(X, 3 * W - 2 * W2, **settings), sum_w)
    assert np.array_equal(conv2d(X, W, b, **settings), conv2d(X, W, **settings) + b)


@given(convolutions(), seeds, st.integers(0, 2), st.integers(0, 2))
def test_shifting_x_by_strides_shifts_z(case, seed, down, right):
    X, W, _, _ = case.tensors(seed, "int64")
    settings = {"stride": case.stride, "dilation": case.dilation}
    rows, columns = oracles.pair(case.stride)
    X = np.pad(X, [(0, 0), (9, 0), (9, 0), (0, 0)])
    shifted = np.pad(X, [(0, 0), (down * rows, 0), (right * columns, 0), (0, 0)])
    assert np.array_equal(conv2d(shifted, W, **settings)[:, down:, right:], conv2d(X, W, **settings))


@given(convolutions(), seeds)
def test_a_stride_leaves_out_rows_and_columns_of_z(case, seed):
    X, W, _, _ = case.tensors(seed, "int64")
    rows, columns = oracles.pair(case.stride)
    padding = 0 if isinstance(case.padding, str) else case.padding  # "same" pads less when the stride is larger
    X = np.pad(X, [(0, 0), (9, 0), (9, 0), (0, 0)])
    every = conv2d(X, W, padding=padding, dilation=case.dilation)
    got = conv2d(X, W, padding=padding, dilation=case.dilation, stride=case.stride)
    assert np.array_equal(got, every[:, ::rows, ::columns])


@given(convolutions(), seeds)
def test_a_dilation_is_a_larger_kernel_with_zeros_between(case, seed):
    X, W, _, _ = case.tensors(seed, "int64")
    d1, d2 = oracles.pair(case.dilation)
    k1, k2, c, m = W.shape
    wide = np.zeros((d1 * (k1 - 1) + 1, d2 * (k2 - 1) + 1, c, m), np.int64)
    wide[::d1, ::d2] = W
    settings = {"stride": case.stride, "padding": case.padding}
    assert np.array_equal(conv2d(X, W, dilation=case.dilation, **settings), conv2d(X, wide, **settings))


@given(convolutions(), seeds)
def test_padding_is_a_frame_of_zeros(case, seed):
    X, W, _, _ = case.tensors(seed, "int64")
    settings = {"stride": case.stride, "dilation": case.dilation}
    strides, dilations = oracles.pair(case.stride), oracles.pair(case.dilation)
    paddings = (case.padding,) * 2 if isinstance(case.padding, str) else oracles.pair(case.padding)
    frame = [
        oracles.borders(n, k, s, p, d)
        for n, k, s, p, d in zip(X.shape[1:3], W.shape[:2], strides, paddings, dilations, strict=True)
    ]
    framed = np.pad(X, [(0, 0), *frame, (0, 0)])
    assert np.array_equal(conv2d(X, W, padding=case.padding, **settings), conv2d(framed, W, **settings))


@pytest.mark.parametrize(
    ("n", "kernel", "stride", "before"),
    [(5, 3, 1, 1), (5, 4, 1, 1), (6, 3, 2, 0), (7, 3, 2, 1), (6, 2, 3, 0), (2, 6, 1, 2)],
)
def test_same_puts_the_odd_zero_at_the_end(n, kernel, stride, before):
    # The element of X that the first element of the kernel meets in the first window tells how many zeros came first.
    X, W = np.arange(1, n + 1)[:, None], np.zeros((kernel, 1), np.int64)
    W[before] = 1
    got = conv2d(X, W, stride=(stride, 1), padding="same")
    assert got[0, 0] == 1
    assert len(got) == -(-n // stride)


# Dtypes: what they are, and how exact.


@pytest.mark.parametrize(
    ("x", "w", "z"),
    [
        ("float16", "float16", "float16"),
        ("float32", "float32", "float32"),
        ("float64", "float64", "float64"),
        ("longdouble", "longdouble", "longdouble"),
        ("float16", "float32", "float32"),
        ("float32", "float64", "float64"),
        ("float64", "longdouble", "longdouble"),
        ("int64", "float32", "float32"),
        ("uint8", "float16", "float16"),
        ("float32", "bool", "float32"),
        ("int8", "int8", "int64"),
        ("uint8", "int16", "int64"),
        ("uint64", "int8", "int64"),
        ("bool", "bool", "int64"),
    ],
)
@pytest.mark.usefixtures("path")
def test_floats_keep_their_dtype_and_integers_become_int64(x, w, z):
    X, W = tensor((1, 8, 11, 4), 1, x), tensor((2, 3, 4, 5), 2, w)
    assert_sizes_differ(**convolution_sizes(X.shape, W.shape))
    same(conv2d(X, W), oracles.conv2d(X, W), (1, 7, 9, 5), z)
    same(conv2d(X[0, ..., 0], W[..., 0, 0]), oracles.conv2d(X[:1, ..., :1], W[..., :1, :1])[0, ..., 0], (7, 9), z)


def test_a_bias_counts_in_the_dtype():
    X, W = np.ones((3, 4), np.int8), np.ones((2, 1), np.int8)
    assert conv2d(X, W, np.float32(0.5)).dtype == np.float32
    assert conv2d(X, W, 7).dtype == np.int64
    assert conv2d(X.astype("float16"), W, np.float64(0.5)).dtype == np.float64
    assert conv2d(X.astype("float32"), W, 7).dtype == np.float32


@pytest.mark.parametrize("setting", ["stride", "padding", "dilation"])
@pytest.mark.parametrize("alike", [True, 1.0, (1, True), (1.0, 1), [1, np.float64(1)]])
def test_what_equals_an_accepted_setting_but_is_no_whole_number_is_refused_even_after_it(setting, alike):
    for accepted in (1, (1, 1)):
        conv2d(IMAGE, KERNEL, **{setting: accepted})
    with pytest.raises(TypeError, match=f"^{setting}"):
        conv2d(IMAGE, KERNEL, **{setting: alike})


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "bool"])
def test_small_integers_do_not_wrap(dtype):
    top = 1 if dtype == "bool" else np.iinfo(dtype).max
    X, W = np.full((2, 3, 5, 1), top, dtype), np.full((2, 1, 1, 1), top, dtype)
    same(conv2d(X, W), np.full((2, 2, 5, 1), 2 * top * top), (2, 2, 5, 1), "int64")


def test_sums_up_to_the_largest_int64_are_exact_and_larger_ones_are_refused():
    largest = 2**63 - 1
    assert conv2d([[largest]], [[1]]).item() == largest
    assert conv2d([[largest - 1]], [[1]], 1).item() == largest
    assert conv2d([[largest // 2] * 2], [[1, 1]]).item() == largest - 1
    with pytest.raises(OverflowError):
        conv2d([[largest]], [[1]], 1)
    with pytest.raises(OverflowError):
        conv2d([[largest, 1]], [[1, 1]])
    with pytest.raises(OverflowError):
        conv2d([[2**32]], [[-(2**31)]])
    with pytest.raises(OverflowError):
        conv2d([[-(2**62), 0]], [[1, 1]])
    with pytest.raises(OverflowError):
        conv2d(np.array([[2**63]], np.uint64), [[1]])
    with pytest.raises(OverflowError):
        conv2d(np.full((1, 1, 1, 4), 2**61), np.ones((1, 1, 4, 1), int))
    assert conv2d(np.array([[2.0**63]]), [[1]]).item() == 2.0**63, "floats have no such limit"


@pytest.mark.parametrize(
    ("x", "w", "fits"),
    [
        (np.full((1, 2), -(2**31), "int32"), np.full((1, 2), -(2**31), "int32"), False),
        (np.full((1, 2), -(2**31), "int32"), np.full((1, 2), 2**31 - 1, "int32"), True),
        (np.full((1, 2), 2**32 - 1, "uint32"), np.full((1, 2), 2**15, "int32"), True),
        (np.full((1, 1), 2**32 - 1, "uint32"), np.full((1, 1), 2**31, "uint32"), True),
        (np.full((1, 2), 2**32 - 1, "uint32"), np.full((1, 2), 2**31, "uint32"), False),
        (np.full((1, 1), 255, "uint8"), np.full((1, 1), 2**55), True),
        (np.full((1, 1), 255, "uint8"), np.full((1, 1), 2**56), False),
        (np.full((1, 1), -128, "int8"), np.full((1, 1), 2**55), True),
    ],
)
def test_the_largest_integers_of_each_dtype_are_exact_or_refused(x, w, fits):
    if not fits:
        with pytest.raises(OverflowError):
            conv2d(x, w)
        return
    assert conv2d(x, w).item() == sum(int(a) * int(b) for a, b in zip(x.flat, w.flat, strict=True))


@pytest.mark.parametrize(
    ("kinds", "bias", "terms"),
    [
        (("int8", "uint8"), None, 2**47 - 1),  # each product is at most 2**16
        (("int16", "uint8"), None, 2**39 - 1),
        (("int8", "uint8"), "int32", 2**47 - 2**16 - 1),  # a bias of at most 2**32
    ],
)
def test_no_array_is_searched_for_its_largest_number_where_the_dtypes_tell_that_all_sums_fit(kinds, bias, terms):
    factors = {name: np.zeros(3, dtype) for name, dtype in zip("XW", kinds, strict=True)}
    b = None if bias is None else np.zeros(3, bias)
    with mock.patch("cnnlib.dtypes.largest_magnitude", return_value=0) as search:
        cast_for_sums(terms, factors, b)
        search.assert_not_called()
        cast_for_sums(terms + 1, factors, b)
        search.assert_called()


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds)
def test_the_error_of_float32_is_bounded(case, seed):
    X, W = normal(case.x_shape, seed), normal(case.w_shape, seed + 1)
    X, W = X.astype("float32"), W.astype("float32")
    exact = conv2d(X.astype("float64"), W.astype("float64"), **case.settings)
    sizes = conv2d(abs(X).astype("float64"), abs(W).astype("float64"), **case.settings)
    products = np.prod(case.w_shape[:3])
    got = conv2d(X, W, **case.settings)
    assert got.dtype == np.float32
    assert (abs(got - exact) <= (products + 1) * np.finfo("float32").eps * sizes).all()


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds)
def test_float16_is_added_up_in_float32_and_rounded_once(case, seed):
    X, W = normal(case.x_shape, seed).astype("float16"), normal(case.w_shape, seed + 1).astype("float16")
    got = conv2d(X, W, **case.settings)
    assert got.dtype == np.float16
    expected = conv2d(X.astype("float32"), W.astype("float32"), **case.settings)
    assert np.array_equal(got, expected.astype("float16"))


def test_a_long_sum_of_float16_does_not_stop_at_2048():
    ones = np.ones((1, 5000), "float16")
    assert conv2d(ones, ones).item() == 5000


@pytest.mark.usefixtures("path")
def test_longdouble_is_not_rounded_to_float64():
    tiny = np.finfo("longdouble").eps
    assert conv2d(np.array([[1, tiny]], "longdouble"), np.ones((1, 2), "longdouble")).item() - 1 == tiny


@pytest.mark.usefixtures("path")
def test_a_nan_spoils_the_windows_that_contain_it_and_no_others():
    X = np.zeros((6, 5))
    X[2, 3] = np.nan
    spoilt = np.zeros((5, 4), bool)
    spoilt[1:3, 2:4] = True
    assert np.array_equal(np.isnan(conv2d(X, KERNEL)), spoilt)


# Any array will do, and none is written to.


@pytest.mark.parametrize("layout", LAYOUTS)
@given(case=convolutions(), seed=seeds, dtype=st.sampled_from(["float32", "float16", "int8", "float64"]))
def test_the_layout_in_memory_makes_no_difference(layout, case, seed, dtype):
    X, W, b, _ = case.tensors(seed, dtype)
    expected = conv2d(X, W, b, **case.settings)
    got = conv2d(*(LAYOUTS[layout](t) for t in (X, W, b)), **case.settings)
    kept = layout != "lists" or dtype in ("float64", "int8")
    same(got, expected, case.z_shape, expected.dtype if kept else "float64")
    assert got.dtype.isnative


@pytest.mark.usefixtures("path")
def test_zero_strided_arrays_will_do():
    X = np.broadcast_to(np.arange(10.0)[:, None], (3, 11, 10, 2))
    W = np.broadcast_to(np.float64(2), (4, 5, 2, 7))
    assert_sizes_differ(**convolution_sizes(X.shape, W.shape))
    same(conv2d(X, W), oracles.conv2d(X, W), (3, 8, 6, 7), "float64")


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds, dtypes)
def test_inputs_are_neither_written_to_nor_shared(case, seed, dtype):
    tensors = case.tensors(seed, dtype)[:3]
    before = [t.copy() for t in tensors]
    Z = conv2d(*tensors, **case.settings)
    Z += 1  # Z may be written to
    assert all(np.array_equal(t, was) for t, was in zip(tensors, before, strict=True))


def test_a_kernel_of_one_one_returns_a_copy():
    X = np.ones((2, 3))
    conv2d(X, np.ones((1, 1)))[:] = 7
    assert (X == 1).all()


@pytest.mark.usefixtures("path")
@given(convolutions(samples=(0, 0)), seeds, dtypes)
def test_a_batch_of_no_samples_gives_an_empty_z(case, seed, dtype):
    X, W, b, _ = case.tensors(seed, dtype)
    same(conv2d(X, W, b, **case.settings), np.zeros(case.z_shape), case.z_shape, sum_dtype(dtype))


def test_without_a_sample_no_sum_is_too_large():
    assert conv2d(np.zeros((0, 1, 2, 1), int), np.full((1, 2, 1, 1), 2**62)).shape == (0, 1, 1, 1)


@given(convolutions(samples=(2, 3)), seeds)
def test_samples_do_not_meet(case, seed):
    X, W, _, _ = case.tensors(seed, "int64")
    alone = [conv2d(X[i : i + 1], W, **case.settings) for i in range(len(X))]
    assert np.array_equal(conv2d(X, W, **case.settings), np.concatenate(alone))


@pytest.mark.usefixtures("path")
def test_a_nan_that_follows_from_an_infinity_is_in_the_result_and_raises_no_warning():
    # NumPy's float32 products also warn, now and then, where there is no NaN at all.
    with np.errstate(all="raise"):
        Z = conv2d(np.array([[np.inf, 1.0, 2.0]], "float32"), np.array([[0.0, 3.0]], "float32"))
    assert np.isnan(Z[0, 0])
    assert Z[0, 1] == 6
