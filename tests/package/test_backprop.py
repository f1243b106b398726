"""The gradients of chapter 4 against loops, the trace, JAX and differences; and the two activations."""

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cnnlib import (
    assert_sizes_differ,
    conv2d,
    conv2d_backward,
    conv2d_input_grad,
    conv2d_weight_grad,
    convolution_sizes,
    gradient_check,
    numerical_gradient,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    trace,
)
from cnnlib.gradcheck import rounding
from kit import oracles
from kit.oracles import same, sum_dtype
from kit.strategies import (
    DTYPES,
    FLOATS,
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

pytestmark = pytest.mark.backprop

ONE_BY_ONE = Convolution((5, 4, 6, 2), (1, 1, 2, 3), 1, 0, 1)
GAPS = Convolution((6, 7, 8, 4), (2, 1, 4, 5), 3, 0, 1)  # rows and columns that no window reaches


# The convolution's gradients against the loops, the trace, JAX and differences.


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds, dtypes, dtypes, dtypes)
@example(ONE_BY_ONE, 0, "float32", "float32", "float32")
@example(GAPS, 0, "int8", "int8", "int8")
def test_the_gradients_equal_the_loops_in_value_shape_and_dtype(case, seed, x_dtype, w_dtype, z_dtype):
    X, W, _, dZ = case.tensors(seed, x_dtype, w_dtype, "int8", z_dtype)
    settings = case.settings
    expected = (
        (oracles.conv2d_input_grad(dZ, W, case.x_shape, **settings), case.x_shape, sum_dtype(z_dtype, w_dtype)),
        (oracles.conv2d_weight_grad(dZ, X, case.w_shape, **settings), case.w_shape, sum_dtype(z_dtype, x_dtype)),
        (oracles.bias_grad(dZ), case.w_shape[3:], sum_dtype(z_dtype)),
    )
    same(conv2d_input_grad(dZ, W, case.x_shape, **settings), *expected[0])
    same(conv2d_weight_grad(dZ, X, case.w_shape, **settings), *expected[1])
    got = conv2d_backward(dZ, X, W, **settings)
    assert isinstance(got, tuple)
    for one, wanted in zip(got, expected, strict=True):
        same(one, *wanted)


@pytest.mark.usefixtures("path")
@given(convolutions(plain=True), seeds, dtypes)
def test_the_gradients_of_a_plain_image_are_plain(case, seed, dtype):
    X, W, _, dZ = case.tensors(seed, dtype)
    settings = case.settings
    plain_x, plain_w, plain_dz = X[0, :, :, 0], W[:, :, 0, 0], dZ[0, :, :, 0]
    wanted = sum_dtype(dtype)
    dX = oracles.conv2d_input_grad(dZ, W, X.shape, **settings)[0, :, :, 0]
    dW = oracles.conv2d_weight_grad(dZ, X, case.w_shape, **settings)[:, :, 0, 0]
    same(conv2d_input_grad(plain_dz, plain_w, plain_x.shape, **settings), dX, plain_x.shape, wanted)
    same(conv2d_weight_grad(plain_dz, plain_x, plain_w.shape, **settings), dW, plain_w.shape, wanted)
    got = conv2d_backward(plain_dz, plain_x, plain_w, **settings)
    same(got[0], dX, plain_x.shape, wanted)
    same(got[1], dW, plain_w.shape, wanted)
    same(got[2], oracles.bias_grad(dZ)[0], (), wanted)


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds, dtypes, dtypes, dtypes)
def test_the_gradients_equal_those_of_the_trace(case, seed, x_dtype, w_dtype, z_dtype):
    X, W, _, dZ = case.tensors(seed, x_dtype, w_dtype, "int8", z_dtype)
    terms = trace(case.x_shape, case.w_shape, **case.settings)
    dX, dW, _ = conv2d_backward(dZ, X, W, **case.settings)
    same(dX, terms.input_grad(dZ, W), case.x_shape, sum_dtype(z_dtype, w_dtype))
    same(dW, terms.weight_grad(dZ, X), case.w_shape, sum_dtype(z_dtype, x_dtype))


@costly
@given(large_convolutions(), seeds, st.sampled_from(["float16", "float32", "float64", "int32"]))
def test_the_gradients_of_large_convolutions_equal_the_readable_steps(case, seed, dtype):
    X, W, _, dZ = case.tensors(seed, dtype)
    expected = oracles.conv2d_backward_by_steps(*(t.astype("float64") for t in (dZ, X, W)), **case.settings)
    with np.errstate(over="ignore"):  # a sum of many float16 may be infinite
        for got, wanted in zip(conv2d_backward(dZ, X, W, **case.settings), expected, strict=True):
            same(got, wanted, wanted.shape, sum_dtype(dtype))


@costly
@given(convolutions(), seeds)
def test_the_gradients_agree_with_jax(case, seed):
    X, W, b = normal(case.x_shape, seed), normal(case.w_shape, seed + 1), normal(case.w_shape[3:], seed + 2)
    dZ = normal(case.z_shape, seed + 3)
    expected = oracles.jax_conv2d_backward(dZ, X, W, b, **case.settings)
    for got, wanted in zip(conv2d_backward(dZ, X, W, **case.settings), expected, strict=True):
        assert got.shape == wanted.shape
        np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=1e-11)


def test_the_layer_of_problem_3_agrees_with_jax():
    X, W, b = normal((1, 48, 64, 10), 1), normal((3, 3, 10, 20), 2), normal((20,), 3)
    dZ = normal((1, 46, 62, 20), 4)
    expected = oracles.jax_conv2d_backward(dZ, X, W, b)
    for got, wanted in zip(conv2d_backward(dZ, X, W), expected, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-10, atol=1e-10)


@costly
@given(convolutions(), seeds)
def test_the_gradients_equal_central_differences(case, seed):
    # J = sum of dZ * Z is linear in each tensor, so that with small integers and h = 1 the differences are exact.
    X, W, b, dZ = case.tensors(seed, "float64")
    settings = case.settings

    def differences(f, x):
        return oracles.central_differences(lambda t: (dZ * f(t)).sum(), x, h=1)

    dX, dW, db = conv2d_backward(dZ, X, W, **settings)
    same(dX, differences(lambda x: conv2d(x, W, b, **settings), X), X.shape, "float64")
    same(dW, differences(lambda w: conv2d(X, w, b, **settings), W), W.shape, "float64")
    same(db, differences(lambda c: conv2d(X, W, c, **settings), b), b.shape, "float64")


@costly
@given(convolutions(), seeds)
def test_the_whole_layer_of_problem_4_agrees_with_central_differences(case, seed):
    X, W, b = normal(case.x_shape, seed), normal(case.w_shape, seed + 1), normal(case.w_shape[3:], seed + 2)
    target = normal(case.z_shape, seed + 3)
    settings = case.settings

    def loss(X, W, b):
        return ((sigmoid(conv2d(X, W, b, **settings)) - target) ** 2).sum()

    Z = conv2d(X, W, b, **settings)
    dZ = sigmoid_backward(2 * (sigmoid(Z) - target), Z)
    dX, dW, db = conv2d_backward(dZ, X, W, **settings)
    np.testing.assert_allclose(dX, oracles.central_differences(lambda x: loss(x, W, b), X), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(dW, oracles.central_differences(lambda w: loss(X, w, b), W), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(db, oracles.central_differences(lambda c: loss(X, W, c), b), rtol=1e-6, atol=1e-7)


@costly
@given(convolutions(), seeds)
def test_the_whole_layer_of_problem_4_agrees_with_a_complex_step_to_twelve_digits(case, seed):
    # Differences lose half of the digits, a complex step none. cnnlib refuses complex numbers, so that J is computed
    # by the readable steps, and with them a mistake in cnnlib's own forward pass shows as well.
    X, W, b = normal(case.x_shape, seed), normal(case.w_shape, seed + 1), normal(case.w_shape[3:], seed + 2)
    dU = normal(case.z_shape, seed + 3)
    settings = case.settings

    def J(X, W, b):
        return (dU / (1 + np.exp(-oracles.conv2d_by_steps(X, W, b, **settings)))).sum()

    dZ = sigmoid_backward(dU, conv2d(X, W, b, **settings))
    expected = (
        oracles.complex_gradient(lambda x: J(x, W, b), X),
        oracles.complex_gradient(lambda w: J(X, w, b), W),
        oracles.complex_gradient(lambda c: J(X, W, c), b),
    )
    sizes = conv2d_backward(abs(dZ), abs(X), abs(W), **settings)
    for got, wanted, size in zip(conv2d_backward(dZ, X, W, **settings), expected, sizes, strict=True):
        assert (abs(got - wanted) <= 1e-12 * size).all()


@given(convolutions(), seeds)
def test_the_gradients_are_the_adjoints_of_the_convolution(case, seed):
    X, W, _, dZ = case.tensors(seed, "int64")
    J = (conv2d(X, W, **case.settings) * dZ).sum()
    assert (X * conv2d_input_grad(dZ, W, case.x_shape, **case.settings)).sum() == J
    assert (W * conv2d_weight_grad(dZ, X, case.w_shape, **case.settings)).sum() == J


@given(convolutions(), seeds)
def test_the_gradients_are_linear_in_dz(case, seed):
    X, W, _, dZ = case.tensors(seed, "int64")
    other = case.tensors(seed + 9, "int64")[3]
    pairs = zip(
        conv2d_backward(3 * dZ - 2 * other, X, W, **case.settings),
        conv2d_backward(dZ, X, W, **case.settings),
        conv2d_backward(other, X, W, **case.settings),
        strict=True,
    )
    assert all(np.array_equal(mixed, 3 * one - 2 * two) for mixed, one, two in pairs)


@pytest.mark.usefixtures("path")
def test_pixels_that_no_window_reaches_have_gradient_0():
    _, W, _, dZ = GAPS.tensors(3, "float64")
    dX = conv2d_input_grad(np.ones_like(dZ), np.ones_like(W), GAPS.x_shape, **GAPS.settings)
    reached = np.zeros(GAPS.x_shape[1:3], bool)
    reached[np.ix_([0, 1, 3, 4], [0, 3, 6])] = True  # rows 0-1 and 3-4; with 7 rows no third window fits
    assert np.array_equal(dX[0, :, :, 0] != 0, reached)


def test_one_size_of_z_belongs_to_several_sizes_of_x():
    dZ, W = np.ones((2, 1)), np.ones((2, 1))
    for height in (4, 5):
        same(
            conv2d_input_grad(dZ, W, (height, 1), stride=2),
            [[1]] * 4 + [[0]] * (height - 4),
            (height, 1),
            "float64",
        )


# Dtypes, memory, empty batches.


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "bool"])
def test_small_integers_do_not_wrap_in_the_gradients(dtype):
    top = 1 if dtype == "bool" else np.iinfo(dtype).max
    X, W, dZ = np.full((1, 2, 3, 1), top, dtype), np.full((2, 2, 1, 1), top, dtype), np.full((1, 1, 2, 1), top, dtype)
    dX, dW, db = conv2d_backward(dZ, X, W)
    same(dX, np.array([[1, 2, 1], [1, 2, 1]])[None, :, :, None] * top**2, X.shape, "int64")
    same(dW, np.full(W.shape, 2 * top**2), W.shape, "int64")
    same(db, [2 * top], (1,), "int64")


def test_the_gradient_of_the_bias_is_exact_where_float64_is_not():
    odd = 2**53 + 1
    dZ, X, W = np.full((1, 1, 1, 2), odd), np.zeros((1, 1, 1, 1), int), np.zeros((1, 1, 1, 2), int)
    same(conv2d_backward(dZ, X, W)[2], [odd, odd], (2,), "int64")


def test_integer_gradients_that_might_not_fit_into_int64_are_refused():
    half = 2**62
    assert conv2d_weight_grad([[half - 1, half - 1]], [[1, 1]], (1, 1)).item() == 2**63 - 2
    with pytest.raises(OverflowError):
        conv2d_weight_grad([[half, half]], [[1, 1]], (1, 1))
    assert conv2d_input_grad([[half - 1, half - 1]], [[1, 1]], (1, 3)).tolist() == [[half - 1, 2 * half - 2, half - 1]]
    with pytest.raises(OverflowError):
        conv2d_input_grad([[half, half]], [[1, 1]], (1, 3))
    with pytest.raises(OverflowError):
        conv2d_input_grad(np.full((1, 1, 1, 2), half), np.ones((1, 1, 1, 2), int), (1, 1, 1, 1))
    with pytest.raises(OverflowError):
        conv2d_weight_grad(np.full((2, 1, 1, 1), half), np.ones((2, 1, 1, 1), int), (1, 1, 1, 1))
    with pytest.raises(OverflowError):
        conv2d_backward([[half, half]], [[0, 0]], [[0]])
    with pytest.raises(OverflowError):
        conv2d_backward(np.array([[2**63]], np.uint64), [[1.0]], [[1.0]])


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds)
def test_float32_stays_float32_in_the_gradients_and_its_error_is_bounded(case, seed):
    X, W, dZ = (normal(s, seed + n).astype("float32") for n, s in enumerate((case.x_shape, case.w_shape, case.z_shape)))
    settings = case.settings
    got = conv2d_backward(dZ, X, W, **settings)
    exact = conv2d_backward(*(t.astype("float64") for t in (dZ, X, W)), **settings)
    sizes = conv2d_backward(*(abs(t).astype("float64") for t in (dZ, X, W)), **settings)
    terms = max(dZ.size, W.size)
    for g, e, s in zip(got, exact, sizes, strict=True):
        assert g.dtype == np.float32
        assert (abs(g - e) <= (terms + 1) * np.finfo("float32").eps * s).all()


def test_long_sums_of_float16_do_not_stop_at_2048_in_the_gradients():
    dZ, X, W = np.ones((1, 5000), "float16"), np.ones((1, 5000), "float16"), np.ones((1, 1), "float16")
    _, dW, db = conv2d_backward(dZ, X, W)
    assert (dW.item(), db.item(), dW.dtype, db.dtype) == (5000, 5000, np.float16, np.float16)
    dX = conv2d_input_grad(np.ones((1, 1, 1, 5000), "float16"), np.ones((1, 1, 1, 5000), "float16"), (1, 1, 1, 1))
    assert (dX.item(), dX.dtype) == (5000, np.float16)
    dX = conv2d_input_grad(np.ones((1, 5000), "float16"), np.ones((1, 5000), "float16"), (1, 9999))
    assert dX[0, 4999] == 5000


@pytest.mark.parametrize("layout", LAYOUTS)
@given(case=convolutions(), seed=seeds, dtype=st.sampled_from(["float32", "float16", "int8", "uint64"]))
def test_the_layout_in_memory_makes_no_difference_to_the_gradients(layout, case, seed, dtype):
    X, W, _, dZ = case.tensors(seed, dtype)
    expected = conv2d_backward(dZ, X, W, **case.settings)
    kept = layout != "lists" or dtype in ("int8", "uint64")
    got = conv2d_backward(*(LAYOUTS[layout](t) for t in (dZ, X, W)), **case.settings)
    for one, wanted in zip(got, expected, strict=True):
        same(one, wanted, wanted.shape, wanted.dtype if kept else "float64")


@pytest.mark.usefixtures("path")
def test_zero_strided_arrays_will_do_in_the_gradients():
    dZ = np.broadcast_to(1.0, (3, 8, 6, 7))  # what the gradient of a sum is
    X, W = np.broadcast_to(np.arange(10.0)[:, None], (3, 11, 10, 2)), np.broadcast_to(2.0, (4, 5, 2, 7))
    assert_sizes_differ(**convolution_sizes(X.shape, W.shape))
    dX, dW, db = conv2d_backward(dZ, X, W)
    same(dX, oracles.conv2d_input_grad(dZ, W, X.shape), X.shape, "float64")
    same(dW, oracles.conv2d_weight_grad(dZ, X, W.shape), W.shape, "float64")
    same(db, [144] * 7, (7,), "float64")


@pytest.mark.usefixtures("path")
@given(convolutions(), seeds, dtypes)
def test_the_gradients_neither_write_to_their_inputs_nor_share_them(case, seed, dtype):
    X, W, _, dZ = case.tensors(seed, dtype)
    before = [t.copy() for t in (X, W, dZ)]
    for gradient in conv2d_backward(dZ, X, W, **case.settings):
        gradient += 1  # gradients may be written to
    assert all(np.array_equal(t, was) for t, was in zip((X, W, dZ), before, strict=True))


@pytest.mark.usefixtures("path")
@given(convolutions(samples=(0, 0)), seeds, dtypes)
def test_a_batch_of_no_samples_gives_an_empty_dx_and_zeros_for_dw_and_db(case, seed, dtype):
    X, W, _, dZ = case.tensors(seed, dtype)
    dX, dW, db = conv2d_backward(dZ, X, W, **case.settings)
    same(dX, np.zeros(X.shape), X.shape, sum_dtype(dtype))
    same(dW, np.zeros(W.shape), W.shape, sum_dtype(dtype))
    same(db, np.zeros(W.shape[3]), W.shape[3:], sum_dtype(dtype))


def test_shapes_may_be_tuples_lists_or_arrays():
    X, W, _, dZ = ONE_BY_ONE.tensors(0, "float64")
    for form in (tuple, list, np.array):
        assert conv2d_input_grad(dZ, W, form(X.shape)).shape == X.shape
        assert conv2d_weight_grad(dZ, X, form(W.shape)).shape == W.shape
        assert conv2d_input_grad(dZ[0, :, :, 0], W[:, :, 0, 0], form(X.shape[1:3])).shape == X.shape[1:3]
        assert conv2d_weight_grad(dZ[0, :, :, 0], X[0, :, :, 0], form(W.shape[:2])).shape == W.shape[:2]


# The activations.


@pytest.mark.parametrize("dtype", DTYPES)
def test_relu_keeps_what_is_above_0(dtype):
    Z = tensor((3, 4), 5, dtype)
    same(relu(Z), [[max(0, z) for z in row] for row in Z.tolist()], (3, 4), dtype)


@pytest.mark.parametrize("z_dtype", DTYPES)
@pytest.mark.parametrize("u_dtype", DTYPES)
def test_relu_backward_passes_the_gradient_on_where_z_is_above_0(u_dtype, z_dtype):
    dU, Z = tensor((3, 40), 6, u_dtype), tensor((3, 40), 7, z_dtype)
    expected = [u if z > 0 else 0 for u, z in zip(dU.ravel().tolist(), Z.ravel().tolist(), strict=True)]
    same(relu_backward(dU, Z), np.reshape(expected, (3, 40)), (3, 40), u_dtype)


def test_the_gradient_of_relu_at_0_is_0():
    assert relu_backward([5.0, 5.0, 5.0], [-0.0, 0.0, 1e-300]).tolist() == [0, 0, 5]


def test_relu_agrees_with_central_differences_away_from_0():
    Z, dU = normal((4, 3), 1), normal((4, 3), 2)
    expected = oracles.central_differences(lambda z: (dU * relu(z)).sum(), Z)
    np.testing.assert_allclose(relu_backward(dU, Z), expected, rtol=1e-9, atol=1e-9)


def test_relu_of_a_nan_is_a_nan_and_of_infinity_infinity():
    assert np.array_equal(relu([np.nan, np.inf, -np.inf]), [np.nan, np.inf, 0], equal_nan=True)


SIGMOIDS = {-2: 0.11920292202211755, -1: 0.2689414213699951, 0: 0.5, 1: 0.7310585786300049, 2: 0.8807970779778825}


@pytest.mark.parametrize("dtype", [d for d in DTYPES if d[0] != "u" and d != "bool"])
def test_sigmoid_has_its_values_in_every_dtype_and_keeps_that_of_floats(dtype):
    Z = np.array(list(SIGMOIDS), dtype)
    got = sigmoid(Z)
    assert got.dtype == (dtype if dtype in FLOATS else "float64")
    np.testing.assert_allclose(got, list(SIGMOIDS.values()), rtol=4 * max(float(np.finfo(got.dtype).eps), 1e-16))


@given(seeds)
def test_sigmoid_equals_its_formula_where_that_does_not_overflow(seed):
    Z = 100 * normal((4, 5), seed)
    np.testing.assert_allclose(sigmoid(Z), 1 / (1 + np.exp(-Z)), rtol=1e-14)


@given(seeds)
def test_sigmoid_backward_equals_the_derivative_by_a_complex_step(seed):
    Z, dU = 10 * normal((4, 5), seed), normal((4, 5), seed + 1)
    expected = dU * oracles.complex_step(lambda z: 1 / (1 + np.exp(-z)), Z)
    np.testing.assert_allclose(sigmoid_backward(dU, Z), expected, rtol=1e-13)


def test_sigmoid_backward_agrees_with_central_differences():
    Z, dU = normal((4, 3), 1), normal((4, 3), 2)
    expected = oracles.central_differences(lambda z: (dU * sigmoid(z)).sum(), Z)
    np.testing.assert_allclose(sigmoid_backward(dU, Z), expected, rtol=1e-8, atol=1e-9)


def test_the_slope_does_not_round_to_0_where_the_sigmoid_rounds_to_1():
    assert sigmoid([40.0]) == 1
    np.testing.assert_allclose(sigmoid_backward([1.0, 1.0], [40.0, -40.0]), np.exp(-40.0), rtol=1e-12)


@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid_neither_overflows_nor_warns_in_any_float_dtype(dtype):
    Z = np.array([-1000, -95, -88, -17, -10, 0, 10, 17, 88, 95, 1000, *np.linspace(-999, 999, 3997)], dtype)
    if dtype == "longdouble":
        Z = np.append(Z, np.array([-12000, 12000], dtype))
    with np.errstate(all="raise"):
        got, slope = sigmoid(Z), sigmoid_backward(np.full_like(Z, 0.3), Z)
    assert (got.dtype, slope.dtype) == (Z.dtype, Z.dtype)
    assert got[[0, 5, 10]].tolist() == [0 if dtype != "longdouble" else got[0], 0.5, 1]
    assert ((got >= 0) & (got <= 1)).all()
    assert ((slope >= 0) & (slope <= 0.25 * 0.3001)).all()
    assert np.array_equal(slope[5:11][::-1], slope[:6]), "the slope is the same at Z and -Z"


def test_sigmoid_of_infinities_and_nan():
    with np.errstate(all="raise"):
        assert np.array_equal(sigmoid([-np.inf, np.inf, np.nan]), [0, 1, np.nan], equal_nan=True)
        assert np.array_equal(sigmoid_backward([1.0] * 3, [-np.inf, np.inf, np.nan]), [0, 0, np.nan], equal_nan=True)


def test_integers_have_a_sigmoid_in_float64_that_does_not_wrap():
    same(sigmoid(np.array([-128, 127], "int8")), [1 / (1 + np.exp(128)), 1], (2,), "float64")
    same(sigmoid(np.array([0, 2**63], "uint64")), [0.5, 1], (2,), "float64")


@pytest.mark.parametrize(
    ("u", "z", "result"),
    [
        ("float32", "float32", "float32"),
        ("float16", "float16", "float16"),
        ("float32", "float64", "float64"),
        ("float64", "float32", "float64"),
        ("float16", "float32", "float32"),
        ("longdouble", "float32", "longdouble"),
        ("int64", "int64", "float64"),
        ("bool", "int8", "float64"),
    ],
)
def test_the_dtype_of_sigmoid_backward_is_the_common_float_dtype(u, z, result):
    assert sigmoid_backward(np.ones((2, 3), u), np.ones((2, 3), z)).dtype == result


@pytest.mark.parametrize("layout", LAYOUTS)
def test_activations_take_any_memory_layout_shape_and_an_empty_batch(layout):
    dU, Z = tensor((2, 3, 4), 1), tensor((2, 3, 4), 2)
    other_dU, other_Z = LAYOUTS[layout](dU), LAYOUTS[layout](Z)
    same(relu(other_Z), relu(Z), Z.shape, "float64")
    same(relu_backward(other_dU, other_Z), relu_backward(dU, Z), Z.shape, "float64")
    same(sigmoid(other_Z), sigmoid(Z), Z.shape, "float64")
    same(sigmoid_backward(other_dU, other_Z), sigmoid_backward(dU, Z), Z.shape, "float64")
    for f in (relu, sigmoid):
        same(f(LAYOUTS[layout](Z[:0])) if layout != "lists" else f(Z[:0]), Z[:0], (0, 3, 4), "float64")
    assert np.array_equal(Z, tensor((2, 3, 4), 2))
    assert np.array_equal(dU, tensor((2, 3, 4), 1))


@pytest.mark.parametrize("dtype", ["float16", "float32"])
@given(seed=seeds)
def test_the_error_of_the_sigmoid_and_its_slope_in_few_bits_is_bounded(dtype, seed):
    # exp(-abs(Z)) is off by at most an ulp or two, whatever Z is; where it is subnormal, by a fixed amount.
    Z, dU = (10 * normal((40, 5), seed)).astype(dtype), normal((40, 5), seed + 1).astype(dtype)
    eps, tiny = np.finfo(dtype).eps, np.finfo(dtype).smallest_subnormal
    got, exact = sigmoid(Z), sigmoid(Z.astype("longdouble"))
    assert (abs(got - exact) <= 3 * eps * exact + tiny).all()
    got, exact = sigmoid_backward(dU, Z), sigmoid_backward(dU.astype("longdouble"), Z.astype("longdouble"))
    assert (abs(got - exact) <= 5 * eps * abs(exact) + (1 + abs(dU)) * tiny).all()


def test_activations_take_zero_strided_arrays():
    Z, dU = np.broadcast_to([-1.0, 0.0, 2.0], (2, 3)), np.broadcast_to(3.0, (2, 3))
    same(relu(Z), [[0, 0, 2]] * 2, (2, 3), "float64")
    same(relu_backward(dU, Z), [[0, 0, 3]] * 2, (2, 3), "float64")
    same(sigmoid(Z), sigmoid(Z.copy()), (2, 3), "float64")
    same(sigmoid_backward(dU, Z), sigmoid_backward(dU.copy(), Z.copy()), (2, 3), "float64")


@pytest.mark.parametrize("dtype", DTYPES)
def test_activations_do_not_write_to_their_inputs(dtype):
    Z, dU = tensor((3, 4), 5, dtype), tensor((3, 4), 6, dtype)
    before = Z.copy(), dU.copy()
    for result in (relu(Z), relu_backward(dU, Z), sigmoid(Z), sigmoid_backward(dU, Z)):
        result[...] = 1
    assert np.array_equal(Z, before[0])
    assert np.array_equal(dU, before[1])


def test_activations_of_one_number_are_arrays_without_axes():
    same(relu(-3), 0, (), "int64")
    same(relu_backward(2.0, 1.0), 2, (), "float64")
    same(sigmoid(0), 0.5, (), "float64")
    same(sigmoid_backward(2.0, 0.0), 0.5, (), "float64")


def test_activations_return_copies():
    Z = np.ones(3)
    for result in (relu(Z), relu_backward(Z, Z), sigmoid(Z), sigmoid_backward(Z, Z)):
        assert not np.shares_memory(result, Z)
        result += 1
    assert (Z == 1).all()


# The gradient check.


def test_the_numerical_gradient_of_a_polynomial():
    x = np.array([[0.5, -2.0, 0.0], [3.0, 1e-3, 1.5]])
    got = numerical_gradient(lambda x: (x**3 + 2 * x).sum(), x)
    assert (got.shape, got.dtype) == (x.shape, np.float64)
    np.testing.assert_allclose(got, 3 * x**2 + 2, rtol=1e-8)


def test_the_numerical_gradient_agrees_with_the_oracles():
    x, a = normal((3, 2), 1), normal((3, 2), 2)

    def f(x):
        return np.exp(np.sin(a * x).sum())

    np.testing.assert_allclose(numerical_gradient(f, x), oracles.central_differences(f, x), rtol=1e-7)


def test_central_differences_are_exact_for_a_square_with_any_step():
    # (x+h)^2 - (x-h)^2 = 4 x h: a forward difference would be off by h
    for step in (1e-3, 0.25, 1.0):
        np.testing.assert_allclose(numerical_gradient(lambda x: (x**2).sum(), [3.0, -1.0], step=step), [6, -2])


def test_the_step_is_relative_to_large_x_and_absolute_at_0():
    seen = []
    numerical_gradient(lambda x: seen.append(x.item()) or 0.0, [0.0], step=0.25)
    numerical_gradient(lambda x: seen.append(x.item()) or 0.0, [8.0], step=0.25)
    numerical_gradient(lambda x: seen.append(x.item()) or 0.0, [-8.0], step=0.25)
    assert seen == [0.25, -0.25, 10, 6, -6, -10]


def test_the_difference_is_divided_by_the_step_that_was_really_taken():
    # x + h and x - h are rounded: they lie not quite 2 h apart.
    for x in (1 / 3, 1000 / 7, -1e6 / 9):
        assert numerical_gradient(lambda x: x.item(), [x]).item() == 1


def test_the_numerical_gradient_takes_each_element_once_to_each_side():
    seen = []
    numerical_gradient(lambda x: seen.append(x.tolist()) or 0.0, [[1.0, 2.0]], step=0.5)
    assert seen == [[[1.5, 2]], [[0.5, 2]], [[1, 3.0]], [[1, 1.0]]]


def test_the_numerical_gradient_does_not_change_x_even_if_f_does():
    x = np.array([1.0, 2.0])

    def spiteful(x):
        x *= 2  # f gets a copy
        return x.sum()

    np.testing.assert_allclose(numerical_gradient(spiteful, x), [2, 2], rtol=1e-9)
    assert x.tolist() == [1, 2]
    x.setflags(write=False)
    numerical_gradient(lambda x: x.sum(), x)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_numerical_gradient_takes_every_dtype_as_float64(dtype):
    got = numerical_gradient(lambda x: (x**2).sum(), tensor((2, 3), 1, dtype))
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, 2 * tensor((2, 3), 1, dtype).astype(float), atol=1e-9)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_in_memory_makes_no_difference_to_the_numerical_gradient(layout):
    x, weights = tensor((2, 3), 1), tensor((2, 3), 2)
    f = lambda x: float((weights * x**2).sum())  # noqa: E731
    assert np.array_equal(numerical_gradient(f, LAYOUTS[layout](x)), numerical_gradient(f, x))
    assert gradient_check(f, LAYOUTS[layout](x), LAYOUTS[layout](2 * weights * x)).right
    assert gradient_check(f, np.broadcast_to(3.0, (2, 3)), 6 * weights).right


def test_the_numerical_gradient_of_one_number_and_of_nothing():
    got = numerical_gradient(lambda x: x**2, 3.0)
    assert got.shape == ()
    assert abs(got - 6) < 1e-9
    assert numerical_gradient(lambda x: x.sum(), np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("form", [float, int, np.float32, np.float64, np.asarray, lambda v: np.full((1, 1), v)])
def test_f_may_return_its_number_in_any_form(form):
    np.testing.assert_allclose(numerical_gradient(lambda x: form(2 * x.sum()), [1.0], step=0.5), [2])


def test_gradient_check_accepts_the_right_gradient_and_says_how_far_off_it_is():
    found = gradient_check(lambda x: (x**2).sum(), [1.0, -3.0], [2.0, -6.0])
    assert found.right is True
    assert bool(found) is True
    assert found.relative_error < 1e-9
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.right = False


def test_gradient_check_says_where_a_wrong_gradient_is_worst():
    f = lambda x: (np.array([[1.0, 10.0, 100.0]]) * x).sum()  # noqa: E731
    found = gradient_check(f, np.zeros((1, 3)), [[1.0, 13.0, 104.0]])
    assert (found.right, bool(found), found.worst) == (False, False, (0, 2))
    assert found.given == 104
    assert found.expected == pytest.approx(100)
    assert found.relative_error == pytest.approx(5 / np.sqrt(1 + 100 + 10000))
    assert gradient_check(f, np.zeros((1, 3)), [[1.0, 10.5, 100.0]]).worst == (0, 1)


def test_gradient_check_goes_by_the_tolerance():
    f = lambda x: x.sum()  # noqa: E731
    assert not gradient_check(f, [1.0], [1.001])
    assert gradient_check(f, [1.0], [1.001], tolerance=0.01)
    assert not gradient_check(f, [1.0], [1.001], tolerance=0.0009)
    assert gradient_check(f, [1.0], [1 + 5e-7])
    assert not gradient_check(f, [1.0], [1 + 1.5e-6])
    for tolerance in (np.float64(1e-3), np.float32(1e-3)):
        assert gradient_check(f, [1.0], [1.0], tolerance=tolerance).right is True


def test_the_error_is_relative_to_a_small_gradient_too():
    found = gradient_check(lambda x: x.sum() / 8, [1.0], [0.25])
    assert found.relative_error == pytest.approx(1)


assert_sizes_differ(**convolution_sizes((4, 7, 10, 6), (5, 2, 6, 8)))
LAYER = {"X": normal((4, 7, 10, 6), 1), "W": normal((5, 2, 6, 8), 2), "dZ": normal((4, 3, 9, 8), 3)}


def layer_check(at, exact, dtype="float64"):
    """Check dJ/dW of a layer, J at `at` computed in one dtype, dW in another; `exact` is what dW is multiplied by."""
    X, W, dZ = (LAYER[name].astype(at) for name in ("X", "W", "dZ"))
    dW = conv2d_weight_grad(*(LAYER[name].astype(dtype) for name in ("dZ", "X")), W.shape) * np.array(exact, dtype)
    return gradient_check(lambda w: float((dZ * conv2d(X, w.astype(at))).sum()), LAYER["W"].astype(at), dW)


def test_a_right_gradient_of_an_f_in_float32_is_told_that_f_is_too_coarse():
    found = layer_check("float32", 1)
    assert not found.right
    assert 1e-4 < found.relative_error < 1
    assert "let f compute in float64" in found.hint
    assert found.hint in repr(found)
    assert not gradient_check(lambda x: np.float32((x**2).sum()), [1.0, 3.0], [2.0, 6.0]).right
    assert "float32" in gradient_check(lambda x: np.float32((x**2).sum()), [1.0, 3.0], [2.0, 6.0]).hint


def test_a_right_gradient_in_few_bits_is_told_that_it_may_be_its_rounding():
    assert layer_check("float64", 1).hint == layer_check("float64", 1, "float32").hint == ""
    found = layer_check("float64", 1, "float16")
    assert (found.right, found.hint.split(",")[0]) == (False, "the gradient is float16")
    found = layer_check("float64", 1 + 5e-6, "float32")
    assert (found.right, found.hint.split(",")[0]) == (False, "the gradient is float32")


def test_a_wrong_gradient_has_no_hint_that_rounding_could_explain_it():
    for dtype in ("float64", "float32", "float16"):
        found = layer_check("float64", 1.25, dtype)
        assert (found.right, found.hint) == (False, "")
    assert layer_check("float64", 1 + 1e-4, "float32").hint == layer_check("float64", 1 + 1e-5).hint == ""
    assert gradient_check(lambda x: 1.0, [1.0, 2.0], [0.0, 0.25]).hint == "", "a constant fits into any float"
    assert gradient_check(lambda x: x.sum(), [1.0], [np.nan]).hint == ""


def test_where_the_gradient_is_0_the_error_is_absolute():
    assert gradient_check(lambda x: 1.0, [1.0, 2.0], [0.0, 0.0])
    found = gradient_check(lambda x: 1.0, [1.0, 2.0], [0.0, 0.25])
    assert (found.right, found.relative_error, found.worst) == (False, 0.25, (1,))
    assert gradient_check(lambda x: 1.0, [1.0, 2.0], [0.0, 0.25], tolerance=0.25), "the tolerance itself passes"


def test_a_gradient_with_a_nan_is_wrong_and_that_of_nothing_right():
    found = gradient_check(lambda x: x.sum(), [1.0, 2.0], [1.0, np.nan])
    assert (found.right, found.worst) == (False, (1,))
    found = gradient_check(lambda x: 1.0, np.zeros((0, 3)), np.zeros((0, 3)))
    assert (found.right, found.relative_error, found.worst) == (True, 0, ())
    assert (found.given, found.expected) == (0, 0)


@pytest.mark.parametrize(
    ("slopes", "inputs", "expected"),
    [
        ("int64", "float32", "float32"),
        ("float32", "int8", "float32"),
        ("bool", "float16", "float16"),
        ("float32", "float64", "float64"),
        ("int64", "int64", "float64"),
    ],
)
def test_an_integer_beside_a_float_takes_its_dtype_in_the_sigmoid_too(slopes: str, inputs: str, expected: str) -> None:
    dZ = sigmoid_backward(np.ones(3, slopes), np.zeros(3, inputs))
    assert dZ.dtype == expected
    assert dZ.tolist() == [0.25] * 3


def test_what_rounding_in_few_bits_may_explain_is_told_up_to_a_hundred_units_of_the_last_place():
    for dtype in ("float16", "float32"):
        most, gradient = 100 * float(np.finfo(dtype).eps), np.zeros(3, dtype)
        assert rounding(gradient, [0.1, 0.7], most).startswith(f"the gradient is {dtype}, whose rounding")
        assert rounding(gradient, [0.1, 0.7], float(np.nextafter(most, 1))) == ""
    for dtype in ("float64", "int8", "bool"):
        assert rounding(np.zeros(3, dtype), [0.1, 0.7], 1e-15) == ""


def test_an_f_is_in_float32_if_all_its_values_are_and_not_just_one():
    gradient, hint = np.zeros(3), "f seems to compute in float32"
    assert rounding(gradient, [0.5, 0.25], 0.1).startswith(hint)
    assert rounding(gradient, [0.5, 0.25, 0.5], 0.1).startswith(hint)
    assert rounding(gradient, [0.5, 0.5], 0.1) == rounding(gradient, [0.5, 0.1], 0.1) == ""
    with np.errstate(over="raise"):
        assert rounding(gradient, [1e300, 0.5], 0.1) == ""


def test_a_right_gradient_has_no_hint_whatever_f_computes_in():
    found = gradient_check(lambda x: np.float32(1024 * x.sum()), np.zeros(1), [1024], tolerance=0.1)
    assert (found.right, found.hint) == (True, "")


def test_f_may_return_a_truth_value_which_counts_as_0_or_1():
    got = numerical_gradient(lambda x: x[0] > 1, [1.0, 5.0], step=0.25)
    np.testing.assert_allclose(got, [2, 0])
