"""General claims of the chapters' sentences, each run over many small cases.

`claim` says which sentence a test covers; a sentence that is no longer in its chapter fails. Claims about another
library are run against that library: SciPy and Keras (on JAX) come with the tests, PyTorch does not.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product
from math import ceil, prod
from typing import Any

import jax
import numpy as np
import pytest
from scipy.ndimage import maximum_filter1d
from scipy.signal import convolve2d, correlate2d

from cnnlib import (
    KEY,
    assert_sizes_differ,
    backward_multiplications,
    conv2d,
    conv2d_input_grad,
    conv2d_weight_grad,
    convolution_sizes,
    max_pool1d,
    max_pool1d_backward,
    multiplications,
    output_size,
    parameters,
    sigmoid_backward,
    subsample1d,
    trace_max_pool1d,
)
from cnnlib.explore.chapters.convolution import INPUTS
from cnnlib.explore.chapters.pooling import draw_aliasing
from cnnlib.problems import KERNEL
from kit.book import source

COVERED: list[Any] = []


def claim(page: str, *sentences: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which sentences of a chapter a test covers."""
    COVERED.extend(pytest.param(page, sentence, id=f"{page}: {sentence[:40]}") for sentence in sentences)
    return lambda test: test


def running_text(page: str) -> str:
    """The text of a page in one line, without where its links to an explorer lead."""
    text = re.sub(r"\[([^\[\]]*)\]\(#explorer-[^()]*\)", r"\1", source(f"chapters/{page}"))
    return " ".join(text.replace("&nbsp;", " ").split())


def sizes(*ranges: range) -> Iterator[tuple[int, ...]]:
    """All combinations; a test that goes through them says how many it took."""
    return product(*ranges)


# Chapter 0


@claim(
    "0-notation",
    "On valid pixels, counted from 0 in both, there is no difference for a kernel that looks the same "
    "after half a turn,",
)
@claim(
    "2-convolution",
    "SciPy's `convolve2d` turns the kernel, so the function to use is `correlate2d`.",
)
def test_turning_a_kernel_matters_unless_it_looks_the_same() -> None:
    rng = np.random.default_rng(0)
    for rows, columns in sizes(range(1, 5), range(1, 5)):
        X, W = rng.integers(-9, 10, (7, 6)), rng.integers(-9, 10, (rows, columns))
        assert np.array_equal(correlate2d(X, W, mode="valid"), conv2d(X, W))
        assert np.array_equal(convolve2d(X, W, mode="valid"), conv2d(X, W[::-1, ::-1]))
        assert np.array_equal(conv2d(X, W), conv2d(X, W[::-1, ::-1])) == np.array_equal(W, W[::-1, ::-1])
        same = W + W[::-1, ::-1]
        assert np.array_equal(convolve2d(X, same, mode="valid"), conv2d(X, same))


@claim(
    "0-notation",
    "The formula holds where at least one window fits",
)
@claim(
    "2-convolution",
    "On valid pixels, with stride 1 and dilation 1, an axis of length $H \\ge K$ gives $H - K + 1$ outputs.",
)
def test_the_formula_counts_the_windows_that_fit() -> None:
    for n, kernel, stride, padding, dilation in sizes(range(1, 9), range(1, 5), range(1, 4), range(3), range(1, 3)):
        ends = [start + dilation * (kernel - 1) for start in range(0, n + 2 * padding, stride)]
        fitting = sum(end < n + 2 * padding for end in ends)
        if not fitting:
            with pytest.raises(ValueError, match="must not be larger"):
                output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)
            continue
        assert output_size(n, kernel, stride=stride, padding=padding, dilation=dilation) == fitting
        if stride == 1 and not padding and dilation == 1:
            assert fitting == n - kernel + 1


@pytest.fixture(scope="module")
def keras() -> Any:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras  # here: it asks for its back end as it loads

    return keras


@claim(
    "0-notation",
    "**Same** means as much padding as it takes for $H' = \\lceil H / s \\rceil$ (the smallest "
    "whole number that is not below $H / s$), half of it at each end; if the number of padding "
    "rows is odd, the odd one comes at the end, as in TensorFlow and Keras.",
)
def test_same_is_the_padding_of_keras(keras: Any) -> None:
    rng = np.random.default_rng(1)
    odd = 0
    cases = list(sizes(range(3, 8), range(1, 5), range(1, 4)))
    tensors = [
        (rng.integers(-9, 10, (1, rows, 9, 1)), rng.integers(-9, 10, (kernel, 2, 1, 1))) for rows, kernel, _ in cases
    ]

    def convolve(them: Any) -> list[Any]:
        pairs = zip(them, cases, strict=True)
        return [keras.ops.conv(X, W, strides=stride, padding="same") for (X, W), (_, _, stride) in pairs]

    found = jax.jit(convolve)([(X.astype("float32"), W.astype("float32")) for X, W in tensors])
    for (rows, kernel, stride), (X, W), theirs in zip(cases, tensors, found, strict=True):
        ours = conv2d(X, W, stride=stride, padding="same")
        assert np.array_equal(np.asarray(theirs), ours)
        assert ours.shape[1] == ceil(rows / stride)
        missing = max((ours.shape[1] - 1) * stride + kernel - rows, 0)
        odd += missing % 2
        padded = np.pad(X, ((0, 0), (missing // 2, missing - missing // 2), (0, 0), (0, 0)))
        assert np.array_equal(
            conv2d(padded, W[:, :1], stride=stride), conv2d(X, W[:, :1], stride=stride, padding="same")
        )
    assert odd > 10


# Chapter 1


@claim(
    "1-tensor-shapes",
    "SciPy has no layers, and its functions have no axis for samples or channels.",
    "others, such as the `maximum_filter1d` of [chapter 5](5-pooling.md), take any array and the "
    "axis along which to work.",
)
@claim(
    "5-pooling",
    "SciPy takes any array and an axis.",
)
def test_scipy_takes_a_plain_image_or_any_array_and_an_axis() -> None:
    X = np.random.default_rng(2).normal(size=(3, 7, 5, 2))
    with pytest.raises(ValueError, match="2-D"):
        correlate2d(X, X)
    for axis, p in sizes(range(4), range(1, 5)):
        found = maximum_filter1d(X, p, axis=axis, origin=-((p - 1) // 2 + (p % 2 == 0)), mode="constant", cval=-np.inf)
        signals, maxima = np.moveaxis(X, axis, -1), np.moveaxis(found, axis, -1)
        for at in np.ndindex(signals.shape[:-1]):
            assert np.array_equal(maxima[at], max_pool1d(signals[at], p, 1))


# Chapter 2


@claim(
    "2-convolution",
    "finds vertical edges, and is 0 where the image does not change from left to right.",
)
@claim(
    "2-convolution",
    "From left to right, an edge from bright to dark comes out positive, one from dark to bright "
    "negative, and everything even comes out 0.",
)
def test_the_kernel_finds_vertical_edges() -> None:
    rng = np.random.default_rng(3)
    for rows, columns in sizes(range(2, 7), range(2, 8)):
        level = np.repeat(rng.integers(0, 9, (rows, 1)), columns, axis=1)
        assert not conv2d(level, KERNEL).any()
        bright, dark = rng.integers(5, 9), rng.integers(0, 5)
        for edge in range(1, columns):
            X = np.where(np.arange(columns) < edge, bright, dark) * np.ones((rows, 1), int)
            for image, sign in ((X, 1), (X[:, ::-1], -1)):
                Z = conv2d(image, KERNEL)
                there = edge - 1 if sign > 0 else columns - edge - 1
                assert (np.sign(Z[:, there]) == sign).all()
                assert not np.delete(Z, there, axis=1).any()


@claim(
    "2-convolution",
    "with the problem's kernel, stride 3 leaves rows and columns that no window reaches. At "
    "stride 1 the impulse shows the problem's kernel itself, turned by half a turn, or as it is "
    "with true convolution. A kernel of 4 rows with dilation 2 does not fit at all without "
    "padding.",
)
def test_what_the_explorer_is_to_be_tried_for() -> None:
    impulse = INPUTS["an impulse"]
    ((row, column),) = np.argwhere(impulse)
    for laid, seen in ((KERNEL, KERNEL[::-1, ::-1]), (KERNEL[::-1, ::-1], KERNEL)):
        Z = conv2d(impulse, laid)
        around = slice(row - 1, row + 1), slice(column - 1, column + 1)
        assert np.array_equal(Z[around], seen)
        assert np.count_nonzero(Z) == 4
    for n in impulse.shape:
        reached = {3 * i + k for i in range(output_size(n, 2, stride=3)) for k in range(2)}
        assert set(range(n)) - reached
    with pytest.raises(ValueError, match="must not be larger"):
        conv2d(impulse, np.ones((4, 1)), dilation=2)
    assert conv2d(impulse, np.ones((4, 1)), dilation=2, padding=1).size


# Chapter 3


def products(
    x_shape: tuple[int, ...], w_shape: tuple[int, ...], stride: int, padding: int
) -> list[tuple[Any, Any, Any]]:
    """Every product of a convolution as (output, input, weight), by the formula alone."""
    (B, H, W, C), (K1, K2, _, M) = x_shape, w_shape
    rows, columns = [(n + 2 * padding - k) // stride + 1 for n, k in ((H, K1), (W, K2))]
    return [
        ((i, j1, j2, m), (i, j1 * stride + k1 - padding, j2 * stride + k2 - padding, n), (k1, k2, n, m))
        for i, j1, j2, m, k1, k2, n in np.ndindex(B, rows, columns, M, K1, K2, C)
        if 0 <= j1 * stride + k1 - padding < H and 0 <= j2 * stride + k2 - padding < W
    ]


@claim(
    "3-cost",
    "so the backward pass of the convolution costs twice its forward pass. In the first layer of "
    "a network it costs as much as the forward pass, once, as nobody asks there for the gradient "
    "of the data:",
)
def test_backward_is_twice_forward() -> None:
    rng = np.random.default_rng(4)
    for stride, padding, K1, K2 in sizes(range(1, 3), range(2), range(1, 4), range(1, 3)):
        x_shape, w_shape = (2, 5, 4, 3), (K1, K2, 3, 2)
        terms = products(x_shape, w_shape, stride, padding)
        assert multiplications(x_shape, w_shape, stride=stride, padding=padding) == len(terms)
        # Both gradients from these products alone, one multiplication each.
        X, W = rng.integers(-4, 5, x_shape), rng.integers(-4, 5, w_shape)
        dZ = rng.integers(-4, 5, conv2d(X, W, stride=stride, padding=padding).shape)
        dW, dX, count = np.zeros_like(W), np.zeros_like(X), 0
        for z, x, w in terms:
            dW[w] += dZ[z] * X[x]
            dX[x] += dZ[z] * W[w]
            count += 2
        assert np.array_equal(dW, conv2d_weight_grad(dZ, X, w_shape, stride=stride, padding=padding))
        assert np.array_equal(dX, conv2d_input_grad(dZ, W, x_shape, stride=stride, padding=padding))
        assert backward_multiplications(x_shape, w_shape, stride=stride, padding=padding) == count == 2 * len(terms)
        first = backward_multiplications(x_shape, w_shape, stride=stride, padding=padding, input_grad=False)
        assert first == len(terms)


@claim(
    "3-cost",
    "so a larger image costs more multiplications but not one parameter more.",
)
@claim(
    "3-cost",
    "Twice the channels on one side double it, and twice the channels on both sides make it four "
    "times as much. Doubling both sides of the image makes it more than four times as much on valid "
    "pixels, if the kernel is larger than one pixel: 4.15 times here, and closer to four in a larger image",
)
def test_how_the_cost_grows() -> None:
    for H, W, K1, K2, C, M in sizes(range(4, 8), range(5, 9), range(1, 4), range(1, 4), range(1, 4), range(2, 4)):
        once = multiplications((H, W, C), (K1, K2, C, M))
        assert multiplications((H, W, 2 * C), (K1, K2, 2 * C, M)) == 2 * once
        assert multiplications((H, W, C), (K1, K2, C, 2 * M)) == 2 * once
        assert multiplications((H, W, 2 * C), (K1, K2, 2 * C, 2 * M)) == 4 * once
        larger = multiplications((2 * H, 2 * W, C), (K1, K2, C, M))
        assert larger > once
        assert larger == 4 * once if K1 == K2 == 1 else larger > 4 * once
        assert parameters((K1, K2, C, M)) == prod((K1, K2, C, M)) + M
    # "A little": the larger the image, the less the edges weigh.
    grown = [
        multiplications((2 * n, 2 * n, 1), (3, 3, 1, 1)) / multiplications((n, n, 1), (3, 3, 1, 1)) for n in (8, 16, 64)
    ]
    assert grown == sorted(grown, reverse=True)
    assert grown[-1] < 4.2


@claim(
    "3-cost",
    "It is whenever $Z$ has an even number of rows and of columns at stride 1, and otherwise less: "
    "an odd number $n$ of rows becomes $(n + 1) / 2$",
)
def test_when_stride_2_divides_the_cost_by_4() -> None:
    for H, W, K1, K2 in sizes(range(3, 12), range(4, 13), range(1, 4), range(1, 5)):
        once, strided = (multiplications((H, W, 3), (K1, K2, 3, 2), stride=s) for s in (1, 2))
        n, columns = H - K1 + 1, W - K2 + 1
        assert output_size(H, K1, stride=2) == (n + 1) // 2
        both_even = n % 2 == 0 == columns % 2
        assert once == 4 * strided if both_even else once < 4 * strided


@claim(
    "3-cost",
    "At stride 1, an output of a 5 x 5 kernel sees 5 rows of the input, and so does an output of "
    "two layers with 3 x 3 kernels, one after the other.",
    "the second layer's three rows lie two apart in the input, so that an output sees 7 rows.",
)
def test_two_small_kernels_see_as_much_as_a_large_one_at_stride_1_only() -> None:
    X, ones = np.zeros((11, 11)), np.ones((3, 3))
    for stride, seen in ((1, 5), (2, 7)):
        rows = []
        for row in range(11):
            X[:] = 0
            X[row] = 1
            rows.append(conv2d(conv2d(X, ones, stride=stride), ones)[0, 0] != 0)
        assert rows == [row < seen for row in range(11)]


# Chapter 4


@claim(
    "4-backpropagation",
    "where two sizes are equal, code that takes one for the other computes the right numbers, and goes unnoticed.",
)
def test_a_size_that_is_taken_for_an_equal_one_goes_unnoticed() -> None:
    def weight_grad(dZ: Any, X: Any, w_shape: tuple[int, ...], size: Callable[[str], int]) -> Any:
        """dJ/dW in loops, whose ends are the sizes of these names."""
        dW = np.zeros(w_shape)
        for k1, k2 in np.ndindex(size("K1"), size("K2")):
            samples, rows, columns = (range(size(name)) for name in ("B", "H'", "W'"))
            met = X[np.ix_(samples, [k1 + j for j in rows], [k2 + j for j in columns])]
            dW[k1, k2] = np.einsum("ijkm,ijkn->nm", dZ[np.ix_(samples, rows, columns)], met)
        return dW

    def notices(x_shape: tuple[int, ...], w_shape: tuple[int, ...], one: str, other: str) -> bool:
        sizes = convolution_sizes(x_shape, w_shape)
        X, dZ = rng.normal(size=x_shape), rng.normal(size=[sizes[name] for name in ("B", "H'", "W'", "M")])
        try:
            found = weight_grad(dZ, X, w_shape, lambda name: sizes[other if name == one else name])
        except (IndexError, ValueError):
            return True
        return not np.allclose(found, conv2d_weight_grad(dZ, X, w_shape))

    rng = np.random.default_rng(9)
    bounds = ("B", "K1", "K2", "H'", "W'")
    chapter = (4, 7, 10, 6), (5, 2, 6, 8)
    assert_sizes_differ(**convolution_sizes(*chapter))
    for one, other in permutations(bounds, 2):
        assert notices(*chapter, one, other), (one, other)
    # B = K2 = 2 and K1 = W' = 5, as it is easily written.
    assert not notices((2, 7, 6, 3), (5, 2, 3, 4), "K2", "B")
    assert not notices((2, 7, 6, 3), (5, 2, 3, 4), "K1", "W'")


@claim(
    "4-backpropagation",
    "of each element of $\\partial J / \\partial U$ a sigmoid lets at most a quarter through.",
)
def test_a_sigmoid_lets_a_quarter_through_at_most() -> None:
    Z = np.arange(-3000, 3001) / 100
    for dU in (-3.0, 0.5, 7.0):
        through = sigmoid_backward(np.full_like(Z, dU), Z)
        assert np.abs(through).max() == abs(dU) / 4, "the most, at Z = 0"
        assert np.array_equal(through, through[::-1]), "the slope is the same at Z and -Z"


@claim(
    "4-backpropagation",
    "It is a convolution again, of $X$ with $\\partial J / \\partial Z$ as its kernel and the "
    "samples in the place of the channels.",
)
def test_the_gradient_of_the_weights_is_a_convolution() -> None:
    rng = np.random.default_rng(5)
    for B, C, M, K1, K2 in sizes(range(1, 4), range(1, 3), range(1, 4), range(1, 4), range(1, 3)):
        X, dZ = rng.integers(-9, 10, (B, 6, 5, C)), rng.integers(-9, 10, (B, 7 - K1, 6 - K2, M))
        found = conv2d(X.transpose(3, 1, 2, 0), dZ.transpose(1, 2, 0, 3)).transpose(1, 2, 0, 3)
        assert np.array_equal(found, conv2d_weight_grad(dZ, X, (K1, K2, C, M)))


@claim(
    "4-backpropagation",
    "If the kernel is as large as the image, $Z$ has one pixel, both sums have one term, and "
    "nothing can go wrong. For every other size it fails for most numbers.",
)
def test_when_a_product_of_sums_is_the_sum_of_products() -> None:
    rng = np.random.default_rng(6)
    tried = 0
    for H, W, K1, K2 in sizes(range(1, 5), range(1, 6), range(1, 5), range(1, 6)):
        if K1 > H or K2 > W:
            continue
        X, dZ = rng.normal(size=(1, H, W, 2)), rng.normal(size=(1, H - K1 + 1, W - K2 + 1, 3))
        agrees = np.allclose(KEY["4b"](dZ, X, (K1, K2, 2, 3)), conv2d_weight_grad(dZ, X, (K1, K2, 2, 3)))
        assert agrees == ((K1, K2) == (H, W))
        tried += 1
    assert tried == 10 * 15


@claim(
    "4-backpropagation",
    "On kernels that look the same after half a turn, such as all ones.",
)
def test_on_which_kernels_a_turn_goes_unnoticed() -> None:
    rng = np.random.default_rng(7)
    for K1, K2 in sizes(range(1, 4), range(1, 4)):
        W, dZ = rng.integers(-9, 10, (K1, K2, 2, 3)), rng.integers(-9, 10, (1, 6 - K1, 7 - K2, 3))
        for kernel in (W, W + W[::-1, ::-1]):
            turned = conv2d_input_grad(dZ, kernel[::-1, ::-1], (1, 5, 6, 2))
            same = np.array_equal(kernel, kernel[::-1, ::-1])
            assert np.array_equal(turned, conv2d_input_grad(dZ, kernel, (1, 5, 6, 2))) == same


# Chapter 5

POOLS = list(sizes(range(1, 13), range(1, 7), range(1, 7)))  # N, p, s: p < s, p = s, p > s, and ragged ends
SIGNALS = {n: np.random.default_rng(n).permutation(100)[:n].astype(float) - 50 for n in range(1, 13)}  # no two equal


def whole(n: int, p: int, s: int) -> list[float]:
    """The maxima of whole windows, by the definition."""
    return [max(SIGNALS[n][s * k : s * k + p]) for k in range(n) if s * k + p <= n]


def partial(n: int, p: int, s: int) -> list[float]:
    """The maxima of all windows that start inside, over the values that exist."""
    return [max(SIGNALS[n][start : start + p]) for start in range(0, n, s)]


def lacks(n: int, p: int, s: int) -> int:
    """How many values the last window that starts inside lacks."""
    return max((n - 1) // s * s + p - n, 0)


@claim(
    "5-pooling",
    "The other rule keeps *whole* windows only, of which there are as many or fewer, and at least one only if",
)
@claim(
    "5-pooling",
    "both follow this book's rule once $p - 1$ values of $-\\infty$ are added at the end",
)
def test_the_two_rules_for_the_last_windows() -> None:
    for n, p, s in POOLS:
        x = SIGNALS[n]
        assert max_pool1d(x, p, s).tolist() == partial(n, p, s)
        padded = np.append(x, np.full(p - 1, -np.inf))
        assert max_pool1d(padded, p, s, windows="whole").tolist() == partial(n, p, s)
        assert len(whole(n, p, s)) <= len(partial(n, p, s))
        assert bool(whole(n, p, s)) == (n >= p)
        if n >= p:
            assert max_pool1d(x, p, s, windows="whole").tolist() == whole(n, p, s)
            assert len(whole(n, p, s)) == (n - p) // s + 1


@claim(
    "5-pooling",
    "Unless told otherwise, PyTorch and Keras keep whole windows only.",
    'Keras\' `padding="same"` has always as many windows as this rule, but may move them: of the '
    "values that the last window lacks it adds half at the start, rounded down. Where at most one "
    "is lacking, as with $p = s = 2$, nothing is added at the start, and it is the same rule; "
    "otherwise every window begins earlier.",
)
def test_what_keras_does_with_the_last_windows(keras: Any) -> None:
    cases = [(n, p, s) for n, p, s in POOLS if n <= 9 and p <= 5 and s <= 4]  # one takes Keras a hundredth of a second
    fitting = [(n, p, s) for n, p, s in cases if n >= p]
    signals = {n: x.astype("float32") for n, x in SIGNALS.items()}

    def pool(them: dict[int, Any], padding: str, cases: Sequence[tuple[int, int, int]]) -> list[Any]:
        return [keras.ops.max_pool(them[n][None, :, None], p, strides=s, padding=padding) for n, p, s in cases]

    # compiled together: for each shape anew it takes four times as long
    found = jax.jit(lambda them: (pool(them, "valid", fitting), pool(them, "same", cases)))(signals)
    valid, same = ([np.asarray(one)[0, :, 0].tolist() for one in some] for some in found)
    assert valid == [whole(*case) for case in fitting]
    moved = 0
    for (n, p, s), theirs in zip(cases, same, strict=True):
        at_start = lacks(n, p, s) // 2
        padded = np.concatenate([np.full(at_start, -np.inf), SIGNALS[n]])
        by_hand = [max(padded[s * k : s * k + p]) for k in range(ceil(n / s))]
        assert theirs == by_hand
        assert len(by_hand) == len(partial(n, p, s))
        if lacks(n, p, s) <= 1:
            assert by_hand == partial(n, p, s)
        else:
            assert at_start >= 1
            moved += by_hand != partial(n, p, s)
    assert moved > 40, "where a window begins earlier its maximum is often another"
    assert all(lacks(n, 2, 2) <= 1 for n in range(1, 100))


@claim(
    "5-pooling",
    "PyTorch's `ceil_mode=True` counts $\\lceil (N - p)/s \\rceil + 1$ windows and drops the last "
    "one if it would start behind the end. For $p \\le s$, the homework's own case among them, "
    "that *is* this rule; for $p > s$ there are often fewer windows.",
    "here, as in PyTorch, the first of them gets all.",
)
def test_what_pytorch_does_with_the_last_windows() -> None:
    torch = pytest.importorskip("torch")
    pool = torch.nn.functional.max_pool1d
    fewer = dropped = 0
    for n, p, s in POOLS:
        if n < p:
            continue
        x = torch.tensor(SIGNALS[n])[None, None]
        assert pool(x, p, s)[0, 0].tolist() == whole(n, p, s)
        found = pool(x, p, s, ceil_mode=True)[0, 0].tolist()
        count = ceil((n - p) / s) + 1
        dropped += (count - 1) * s >= n
        assert len(found) == count - ((count - 1) * s >= n)
        assert found == partial(n, p, s)[: len(found)]
        assert p > s or found == partial(n, p, s)
        fewer += len(found) < len(partial(n, p, s))
    assert fewer > 50
    assert dropped > 50
    for values in ([5.0, 5.0], [1.0, 4.0, 4.0], [3.0, 3.0, 3.0]):
        x = torch.tensor(values, requires_grad=True)
        pool(x[None, None], len(values), 1).sum().backward()
        assert x.grad.tolist() == max_pool1d_backward([1.0], values, len(values), len(values)).tolist()


@claim(
    "5-pooling",
    "for a little change of a smaller one changes nothing.",
)
def test_a_smaller_value_may_change_a_little() -> None:
    for n, p, s in POOLS:
        x, y = SIGNALS[n], max_pool1d(SIGNALS[n], p, s)
        grad = max_pool1d_backward(np.ones_like(y), x, p, s)
        for j in range(n):
            for step in (0.25, -0.25):  # all values are whole
                changed = x.copy()
                changed[j] += step
                difference = (max_pool1d(changed, p, s) - y).sum()
                assert difference == step * grad[j]


@claim(
    "5-pooling",
    "For $p < s$: window $k$ ends with $s k + p - 1$, the next starts at $s k + s$, and $s - p$ "
    "values lie between them.",
    "With partial windows and $p \\ge s$ every value is seen; with whole windows the last ones may be left out.",
    "Sub-sampling looks at one value in $s$; pooling looks at all, if $p \\ge s$ and partial windows are kept.",
)
def test_which_values_no_window_sees() -> None:
    left_out = 0
    for n, p, s in POOLS:
        seen = {j for _, (j,) in trace_max_pool1d((n,), p, s)}
        unseen = set(range(n)) - seen
        assert unseen == {j for j in range(n) if j % s >= p}
        assert not unseen or p < s
        if p < s and n > p:
            assert unseen
        if n >= p >= s:
            seen_whole = {j for _, (j,) in trace_max_pool1d((n,), p, s, windows="whole")}
            missing = sorted(set(range(n)) - seen_whole)
            assert missing == list(range(n - len(missing), n))
            left_out += bool(missing)
    assert left_out


@claim(
    "5-pooling",
    "The first is the same, always and under either rule: sub-sampling keeps every second window.",
)
def test_pooling_with_stride_1_and_then_sub_sampling_is_pooling() -> None:
    differs = 0
    for n, p, s in POOLS:
        assert subsample1d(max_pool1d(SIGNALS[n], p, 1), s).tolist() == partial(n, p, s)
        if n >= p:
            assert subsample1d(max_pool1d(SIGNALS[n], p, 1, windows="whole"), s).tolist() == whole(n, p, s)
        differs += max_pool1d(subsample1d(SIGNALS[n], s), p, 1).tolist() != partial(n, p, s)
    assert differs > 100


@claim(
    "5-pooling",
    "what is left of it when every second, third or fourth value is kept?",
)
def test_what_is_said_of_the_sine_is_so() -> None:
    for stride, period in sizes(range(1, 8), range(2, 20)):
        time = np.arange(840)
        x = np.sin(2 * np.pi * time / period)
        kept, said = x[::stride], draw_aliasing(stride, period).summary
        flat, gone = np.abs(x).max() < 1e-9, np.abs(kept).max() < 1e-9
        assert ("before anything is left out" in said) == flat
        assert ("the sine is gone" in said) == (gone and not flat)
        assert ("nothing is left out" in said) == (stride == 1 and not flat)
        apart = re.search(r"look like a sine with a period of ([\d.]+) values", said)
        if gone:
            assert not apart
        elif apart:
            spectrum = np.abs(np.fft.rfft(kept))  # 840 values hold whole periods of nearly all of these sines
            assert float(apart[1]) > 2 * stride > period
            assert spectrum.argmax() / len(kept) / stride == pytest.approx(1 / float(apart[1]), abs=1.5 / 840)
        else:
            assert f"its period is still {period}" in said
            assert 2 * stride < period


# Chapter 6


@claim(
    "6-loops-to-products",
    "So each pixel is copied at most $K_2$ times, once for each column of the kernel that it "
    "meets, and not up to $K_1 K_2$ times.",
    "im2col pays for it with up to $K_1 K_2$ copies of each pixel.",
)
def test_how_often_a_pixel_is_copied() -> None:
    for H, W, K1, K2 in sizes(range(3, 8), range(3, 9), range(1, 4), range(1, 4)):
        pixels = np.arange(H * W).reshape(H, W)
        windows = np.lib.stride_tricks.sliding_window_view(pixels, (K1, K2))
        strips = np.lib.stride_tricks.sliding_window_view(pixels, K2, axis=1)
        for view, most in ((windows, K1 * K2), (strips, K2)):
            copies = np.bincount(view.ravel(), minlength=H * W)
            assert copies.max() <= most
            if H >= 2 * K1 - 1 and W >= 2 * K2 - 1:
                assert copies.max() == most


@pytest.mark.parametrize(("page", "sentence"), COVERED)
def test_a_claim_that_is_covered_is_made(page: str, sentence: str) -> None:
    assert sentence in running_text(page)
