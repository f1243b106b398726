"""The trace: the list of what meets what, term by term, and what its sums give."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given

from cnnlib import PoolTrace, Trace, trace, trace_max_pool1d, trace_subsample1d
from kit import oracles
from kit.oracles import same, sum_dtype
from kit.strategies import LAYOUTS, convolutions, dtypes, normal, poolings, seeds, tensor

pytestmark = pytest.mark.convolution


def plain_ints(terms):
    """Say whether all indices are Python ints in tuples."""
    return all(type(i) is int for term in terms for where in term for i in where)


# The list itself.


def test_the_trace_of_problem_2_has_80_terms_and_starts_in_the_first_window():
    terms = list(trace((6, 5), (2, 2)))
    assert len(terms) == 80
    assert terms[:5] == [
        ((0, 0), (0, 0), (0, 0)),
        ((0, 0), (0, 1), (0, 1)),
        ((0, 0), (1, 0), (1, 0)),
        ((0, 0), (1, 1), (1, 1)),
        ((0, 1), (0, 1), (0, 0)),
    ]
    assert terms[-1] == ((4, 3), (5, 4), (1, 1))


def test_the_trace_of_problem_3_has_5133600_terms():
    assert len(trace((1, 48, 64, 10), (3, 3, 10, 20))) == 5_133_600


@given(convolutions(samples=(0, 2)))
def test_the_trace_is_the_list_of_what_the_loops_meet_in_their_order(case):
    found = trace(case.x_shape, case.w_shape, **case.settings)
    expected = oracles.terms(case.x_shape, case.w_shape, **case.settings)
    assert len(found) == len(expected)
    assert list(found) == expected
    assert plain_ints(found)
    assert (found.x_shape, found.w_shape, found.z_shape) == (case.x_shape, case.w_shape, case.z_shape)


@given(convolutions(plain=True))
def test_the_trace_of_a_plain_image_has_two_indices_for_each_place(case):
    found = trace(case.x_shape[1:3], case.w_shape[:2], **case.settings)
    expected = oracles.terms(case.x_shape, case.w_shape, **case.settings)
    assert list(found) == [(z[1:3], x[1:3], w[:2]) for z, x, w in expected]
    assert (found.x_shape, found.w_shape) == (case.x_shape[1:3], case.w_shape[:2])
    assert found.z_shape == case.z_shape[1:3]


@given(convolutions())
def test_the_indices_are_flat_arrays_of_int64_ordered_by_z_then_w(case):
    found = trace(case.x_shape, case.w_shape, **case.settings)
    for indices, shape in ((found.z, found.z_shape), (found.x, found.x_shape), (found.w, found.w_shape)):
        assert (indices.ndim, indices.dtype) == (1, np.int64)
        assert len(indices) == len(found)
        assert ((indices >= 0) & (indices < np.prod(shape))).all()
    assert np.array_equal(np.lexsort((found.w, found.z)), np.arange(len(found)))


def test_the_padding_has_no_terms():
    assert list(trace((1, 2), (1, 2), padding=(0, 1))) == [
        ((0, 0), (0, 0), (0, 1)),
        ((0, 1), (0, 0), (0, 0)),
        ((0, 1), (0, 1), (0, 1)),
        ((0, 2), (0, 1), (0, 0)),
    ]
    assert len(trace((1, 1), (1, 1), padding=1)) == 1, "of nine windows, eight lie in the padding alone"


@pytest.mark.parametrize("form", [tuple, list, np.array])
def test_shapes_may_be_tuples_lists_or_arrays(form):
    for found in (trace(form((2, 4, 3, 2)), form((2, 1, 2, 3))), trace(form((4, 3)), form((2, 1)))):
        for shape in (found.x_shape, found.w_shape, found.z_shape):
            assert type(shape) is tuple
            assert all(type(n) is int for n in shape)
    assert trace_max_pool1d(form((2, 4, 3)), 2, 2).z_shape == (2, 2, 3)
    assert trace_max_pool1d(form((4,)), 2, 2).z_shape == (2,)
    assert trace_subsample1d(form((4,)), 3).x_shape == (4,)


# Its sums.


@given(convolutions(samples=(0, 2)), seeds, dtypes, dtypes, dtypes)
def test_the_sums_over_z_x_and_w_equal_the_loops(case, seed, x_dtype, w_dtype, z_dtype):
    X, W, _, dZ = case.tensors(seed, x_dtype, w_dtype, "int8", z_dtype)
    found, call = trace(case.x_shape, case.w_shape, **case.settings), case.settings
    same(found.forward(X, W), oracles.conv2d(X, W, **call), case.z_shape, sum_dtype(x_dtype, w_dtype))
    expected = oracles.conv2d_weight_grad(dZ, X, case.w_shape, **call)
    same(found.weight_grad(dZ, X), expected, case.w_shape, sum_dtype(z_dtype, x_dtype))
    expected = oracles.conv2d_input_grad(dZ, W, case.x_shape, **call)
    same(found.input_grad(dZ, W), expected, case.x_shape, sum_dtype(z_dtype, w_dtype))


def test_sums_that_might_not_fit_into_int64_are_refused():
    found, half = trace((1, 2), (1, 2)), 2**62
    for call in (
        lambda: found.forward([[half, half]], [[1, 1]]),
        lambda: trace((1, 2), (1, 1)).weight_grad([[half, half]], [[1, 1]]),
        lambda: trace((1, 3), (1, 2)).input_grad([[half, half]], [[1, 1]]),
        lambda: trace((1, 1), (1, 1)).forward(np.array([[2**63]], np.uint64), [[1]]),
        lambda: trace_max_pool1d((3,), 2, 1, windows="whole").backward([half, half], [1, 2, 1]),
        lambda: trace_subsample1d((1,), 1).backward(np.array([2**63], np.uint64), [1]),
    ):
        with pytest.raises(OverflowError):
            call()
    assert found.forward([[half - 1, half - 1]], [[1, 1]]).item() == 2**63 - 2


def test_sums_of_float16_are_rounded_once():
    # 2048 + 1 is 2048 in float16, and so is that + 1; the sum of the three is 2050.
    long, ones = np.array([[2048, 1, 1]], "float16"), np.ones((1, 3), "float16")
    same(trace((1, 3), (1, 3)).forward(long, ones), [[2050]], (1, 1), "float16")
    same(trace((1, 3), (1, 1)).weight_grad(long, ones), [[2050]], (1, 1), "float16")
    deep = trace((1, 1, 1, 1), (1, 1, 1, 3))
    same(deep.input_grad(long[None, None], ones[None, None]), [[[[2050]]]], (1, 1, 1, 1), "float16")
    pool = trace_max_pool1d((3,), 3, 1)
    same(pool.backward(long[0], [0, 0, 1]), [0, 0, 2050], (3,), "float16")


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "bool"])
def test_small_integers_do_not_wrap_in_the_sums(dtype):
    top = 1 if dtype == "bool" else np.iinfo(dtype).max
    X, W, dZ = np.full((1, 3), top, dtype), np.full((1, 2), top, dtype), np.full((1, 2), top, dtype)
    found = trace((1, 3), (1, 2))
    same(found.forward(X, W), [[2 * top**2] * 2], (1, 2), "int64")
    same(found.weight_grad(dZ, X), [[2 * top**2] * 2], (1, 2), "int64")
    same(found.input_grad(dZ, W), [[top**2, 2 * top**2, top**2]], (1, 3), "int64")
    same(trace_max_pool1d((3,), 3, 1).backward(np.full(3, top, dtype), [0, 0, 1]), [0, 0, 3 * top], (3,), "int64")


@given(convolutions(), seeds)
def test_the_error_of_float32_is_bounded(case, seed):
    X, W, dZ = (normal(s, seed + n).astype("float32") for n, s in enumerate((case.x_shape, case.w_shape, case.z_shape)))
    found = trace(case.x_shape, case.w_shape, **case.settings)
    for sums, one, two in ((found.forward, X, W), (found.weight_grad, dZ, X), (found.input_grad, dZ, W)):
        got = sums(one, two)
        exact, sizes = sums(one.astype("float64"), two.astype("float64")), sums(abs(one), abs(two))
        assert got.dtype == np.float32
        assert (abs(got - exact) <= (max(dZ.size, W.size) + 1) * np.finfo("float32").eps * sizes).all()


@given(convolutions(), seeds, dtypes)
def test_the_sums_neither_write_to_their_inputs_nor_share_them(case, seed, dtype):
    X, W, _, dZ = case.tensors(seed, dtype)
    before = [t.copy() for t in (X, W, dZ)]
    found = trace(case.x_shape, case.w_shape, **case.settings)
    for result in (found.forward(X, W), found.weight_grad(dZ, X), found.input_grad(dZ, W)):
        result += 1
    pool = trace_max_pool1d(X.shape[1:2], 2, 1)
    row, dY = X[0, :, 0, 0], np.ones(X.shape[1], dtype)
    for result in (pool.winners(row), pool.forward(row), pool.backward(dY, row)):
        result[...] = 1
    assert all(np.array_equal(t, was) for t, was in zip((X, W, dZ), before, strict=True))
    assert (dY == 1).all()


def test_zero_strided_arrays_will_do():
    X, W = np.broadcast_to(np.arange(4.0)[:, None], (2, 3, 4, 2)), np.broadcast_to(2.0, (2, 1, 2, 3))
    dZ, found = np.broadcast_to(3.0, (2, 2, 4, 3)), trace((2, 3, 4, 2), (2, 1, 2, 3))
    same(found.forward(X, W), oracles.conv2d(X, W), dZ.shape, "float64")
    same(found.weight_grad(dZ, X), oracles.conv2d_weight_grad(dZ, X, W.shape), W.shape, "float64")
    same(found.input_grad(dZ, W), oracles.conv2d_input_grad(dZ, W, X.shape), X.shape, "float64")
    pool = trace_max_pool1d((3,), 2, 2)
    assert pool.forward(np.broadcast_to(7, 3)).tolist() == [7, 7]
    assert pool.backward(np.broadcast_to(5, 2), np.broadcast_to(7, 3)).tolist() == [5, 0, 5]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_in_memory_makes_no_difference(layout):
    X, W, dZ = tensor((2, 4, 3, 2), 1), tensor((2, 1, 2, 3), 2), tensor((2, 3, 3, 3), 3)
    found, (x, w, dz) = trace(X.shape, W.shape), (LAYOUTS[layout](t) for t in (X, W, dZ))
    assert np.array_equal(found.forward(x, w), oracles.conv2d(X, W))
    assert np.array_equal(found.weight_grad(dz, x), oracles.conv2d_weight_grad(dZ, X, W.shape))
    assert np.array_equal(found.input_grad(dz, w), oracles.conv2d_input_grad(dZ, W, X.shape))
    pool = trace_max_pool1d((4, 3, 6), 2, 1)
    X, dY = X.reshape(4, 3, 4).repeat(2, axis=2)[:, :, :6], tensor((4, 3, 6), 4)
    assert np.array_equal(pool.forward(LAYOUTS[layout](X)), oracles.max_pool1d(X, 2, 1))
    expected = oracles.max_pool1d_backward(dY, X, 2, 1)
    assert np.array_equal(pool.backward(LAYOUTS[layout](dY), LAYOUTS[layout](X)), expected)


def test_a_trace_is_one_thing_and_cannot_be_changed():
    for make in (lambda: trace((1, 3), (1, 2)), lambda: trace_max_pool1d((4,), 2, 2)):
        found = make()
        assert (found == found) is True
        assert (found == make()) is False, "the arrays are not compared element by element"
        assert "array" not in repr(found)
        for name in [field.name for field in dataclasses.fields(found)]:
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(found, name, None)


# Pooling.


@pytest.mark.pooling
@given(poolings(samples=(0, 2)))
def test_the_trace_of_a_pooling_is_the_list_of_what_each_window_looks_at(case):
    found = trace_max_pool1d(case.x_shape, case.size, case.stride, windows=case.windows)
    samples, length, channels = case.x_shape
    expected = [
        ((i, k, n), (i, case.stride * k + j, n))
        for i, k, n in np.ndindex(samples, case.y_shape[1], channels)
        for j in range(case.size)
        if case.stride * k + j < length
    ]
    assert list(found) == expected
    assert len(found) == len(expected)
    assert plain_ints(found)
    assert (found.x_shape, found.z_shape) == (case.x_shape, case.y_shape)
    assert found.z.dtype == found.x.dtype == np.int64
    plain = trace_max_pool1d(case.x_shape[1:2], case.size, case.stride, windows=case.windows)
    assert list(plain) == [((z[1],), (x[1],)) for z, x in expected if z[0] == z[2] == 0] or not samples
    assert isinstance(plain, PoolTrace)


@pytest.mark.pooling
def test_a_trace_of_more_pairs_than_an_array_has_elements_is_refused():
    with pytest.raises(ValueError, match=r"^the number of pairs must be at most \d+, as no array is larger"):
        trace_max_pool1d((2**38,), 8, 1)


@pytest.mark.pooling
def test_the_trace_of_subsampling_has_one_pair_for_each_output():
    assert list(trace_subsample1d((8,), 3)) == [((0,), (0,)), ((1,), (3,)), ((2,), (6,))]
    assert len(trace_subsample1d((2, 8, 3), 2)) == 24
    assert trace_subsample1d((2, 8, 3), 3).z_shape == (2, 3, 3)


@pytest.mark.pooling
@given(poolings(samples=(0, 2)), seeds, dtypes, dtypes)
def test_the_maxima_and_the_gradient_of_the_trace_equal_the_loops(case, seed, x_dtype, y_dtype):
    X, dY = tensor(case.x_shape, seed, x_dtype), tensor(case.y_shape, seed + 1, y_dtype)
    found = trace_max_pool1d(case.x_shape, case.size, case.stride, windows=case.windows)
    same(found.forward(X), oracles.max_pool1d(X, case.size, case.stride, case.windows), case.y_shape, x_dtype)
    expected = oracles.max_pool1d_backward(dY, X, case.size, case.stride, case.windows)
    same(found.backward(dY, X), expected, case.x_shape, sum_dtype(y_dtype))


@pytest.mark.pooling
def test_the_winner_is_the_first_maximum_or_the_first_nan():
    found = trace_max_pool1d((6,), 3, 3)
    assert found.winners([1, 4, 4, 0, 0, 0]).tolist() == [1, 3]
    assert found.winners([1, np.nan, 9, np.nan, 2, np.nan]).tolist() == [1, 3]
    assert trace_max_pool1d((1, 4, 2), 2, 2).winners([[[1, 2], [3, 0], [5, 5], [5, 6]]]).tolist() == [[[2, 1], [4, 7]]]


def test_traces_have_their_types():
    assert isinstance(trace((1, 3), (1, 2)), Trace)
    assert isinstance(trace_subsample1d((3,), 2), PoolTrace)
