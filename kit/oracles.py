"""The formulas of the problem set as plain loops, and the same operations by JAX. Nothing here comes from cnnlib.

The loops add Python's own numbers, so that nothing wraps and float16 is not rounded on the way.
"""

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import jax
import numpy as np
from jax import lax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_disable_most_optimizations", True)  # compiling is nearly all of the time here

Pair = tuple[int, int]


def pair(value: Any) -> Pair:
    """Return an int or a (row, column) pair as a pair."""
    row, column = value if np.ndim(value) else (value, value)
    return int(row), int(column)


# Where the windows lie.


def borders(n: int, kernel: int, stride: int, padding: Any, dilation: int) -> tuple[int, int]:
    """Return the zeros before and after one axis; "same" as Keras documents it, the odd one at the end."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        missing = max((ceil(n / stride) - 1) * stride + dilation * (kernel - 1) + 1 - n, 0)
        return floor(missing / 2), ceil(missing / 2)
    return int(padding), int(padding)


def windows(n: int, kernel: int, stride: int, padding: Any, dilation: int) -> int:
    """Count the windows along one axis by moving one until it no longer fits."""
    before, after = borders(n, kernel, stride, padding, dilation)
    count = 0
    while count * stride + dilation * (kernel - 1) < before + n + after:
        count += 1
    return count


def layout(x_shape: Any, w_shape: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> tuple[Pair, Pair]:
    """Return the size (H', W') of Z and the zeros (top, left) before X."""
    strides, dilations = pair(stride), pair(dilation)
    paddings = (padding, padding) if isinstance(padding, str) else pair(padding)
    axes = list(zip(x_shape[1:3], w_shape[:2], strides, paddings, dilations, strict=True))
    (rows, columns), ((top, _), (left, _)) = [windows(*a) for a in axes], [borders(*a) for a in axes]
    return (rows, columns), (top, left)


# The convolution and its gradients, on (B, H, W, C) and (K1, K2, C, M).


def conv2d(X: Any, W: Any, b: Any = None, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> np.ndarray:
    """Z[i,j1,j2,m] = sum over k1,k2,n of W[k1,k2,n,m] X[i, j1 s1 - p1 + k1 d1, j2 s2 - p2 + k2 d2, n] + b[m]."""
    X, W = exact(X), exact(W)
    (rows, columns), (p1, p2) = layout(X.shape, W.shape, stride, padding, dilation)
    (s1, s2), (d1, d2) = pair(stride), pair(dilation)
    samples, height, width, _ = X.shape
    kernel_rows, kernel_columns, inputs, outputs = W.shape
    Z = np.zeros((samples, rows, columns, outputs), object)
    for i, j1, j2, m in np.ndindex(Z.shape):
        Z[i, j1, j2, m] = 0 if b is None else exact(b)[m]
        for k1 in range(kernel_rows):
            for k2 in range(kernel_columns):
                r, c = j1 * s1 - p1 + k1 * d1, j2 * s2 - p2 + k2 * d2
                if 0 <= r < height and 0 <= c < width:
                    for n in range(inputs):
                        Z[i, j1, j2, m] += W[k1, k2, n, m] * X[i, r, c, n]
    return Z


def conv2d_weight_grad(
    dZ: Any, X: Any, w_shape: Any, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> np.ndarray:
    """dW[k1,k2,n,m] = sum over i,j1,j2 of dZ[i,j1,j2,m] X[i, j1 s1 - p1 + k1 d1, j2 s2 - p2 + k2 d2, n]."""
    dZ, X = exact(dZ), exact(X)
    _, (p1, p2) = layout(X.shape, w_shape, stride, padding, dilation)
    (s1, s2), (d1, d2) = pair(stride), pair(dilation)
    samples, height, width, _ = X.shape
    dW = np.zeros(w_shape, object)
    for k1, k2, n, m in np.ndindex(dW.shape):
        for j1 in range(dZ.shape[1]):
            for j2 in range(dZ.shape[2]):
                r, c = j1 * s1 - p1 + k1 * d1, j2 * s2 - p2 + k2 * d2
                if 0 <= r < height and 0 <= c < width:
                    for i in range(samples):
                        dW[k1, k2, n, m] += dZ[i, j1, j2, m] * X[i, r, c, n]
    return dW


def conv2d_input_grad(
    dZ: Any, W: Any, x_shape: Any, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> np.ndarray:
    """dX[i,r,c,n] = sum over k1,k2,m of dZ[i,j1,j2,m] W[k1,k2,n,m], over the windows with j1 s1 - p1 + k1 d1 = r.

    With stride 1, no padding and dilation 1 that window is j1 = r - k1, and it has to exist.
    """
    dZ, W = exact(dZ), exact(W)
    _, (p1, p2) = layout(x_shape, W.shape, stride, padding, dilation)
    (s1, s2), (d1, d2) = pair(stride), pair(dilation)
    kernel_rows, kernel_columns, _, outputs = W.shape
    dX = np.zeros(x_shape, object)
    for i, r, c, n in np.ndindex(dX.shape):
        for k1 in range(kernel_rows):
            for k2 in range(kernel_columns):
                j1, row_left = divmod(r + p1 - k1 * d1, s1)
                j2, column_left = divmod(c + p2 - k2 * d2, s2)
                exists = 0 <= j1 < dZ.shape[1] and 0 <= j2 < dZ.shape[2]
                if exists and row_left == 0 and column_left == 0:
                    for m in range(outputs):
                        dX[i, r, c, n] += dZ[i, j1, j2, m] * W[k1, k2, n, m]
    return dX


def bias_grad(dZ: Any) -> np.ndarray:
    """db[m] = sum over i,j1,j2 of dZ[i,j1,j2,m]."""
    dZ = exact(dZ)
    db = np.zeros(dZ.shape[3], object)
    for i, j1, j2, m in np.ndindex(dZ.shape):
        db[m] += dZ[i, j1, j2, m]
    return db


def terms(
    x_shape: Any, w_shape: Any, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1, padding_counts: bool = False
) -> list[tuple[Any, Any, Any]]:
    """List what meets what, (index into Z, into X, into W), by walking through the loops of the convolution."""
    (rows, columns), (p1, p2) = layout(x_shape, w_shape, stride, padding, dilation)
    (s1, s2), (d1, d2) = pair(stride), pair(dilation)
    samples, height, width, _ = x_shape
    met = []
    for i, j1, j2, m in np.ndindex(samples, rows, columns, w_shape[3]):
        for k1, k2, n in np.ndindex(*w_shape[:3]):
            r, c = j1 * s1 - p1 + k1 * d1, j2 * s2 - p2 + k2 * d2
            if padding_counts or (0 <= r < height and 0 <= c < width):
                met.append(((i, j1, j2, m), (i, r, c, n), (k1, k2, n, m)))
    return met


# The same, readable and in NumPy: one step for each element of the kernel. Fast enough for layers of real size.


def kernel_steps(x_shape: Any, w_shape: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> tuple[Any, Any]:
    """Return the zeros around X, and for each kernel element (k1, k2) the slices of the padded X that it meets."""
    (rows, columns), (top, left) = layout(x_shape, w_shape, stride, padding, dilation)
    (s1, s2), (d1, d2) = pair(stride), pair(dilation)
    down, right = (max(9, 2 * side) for side in (top, left))  # more zeros than are needed do no harm
    steps = {}
    for k1, k2 in np.ndindex(*w_shape[:2]):
        taken = [slice(k * d, k * d + (n - 1) * s + 1, s) for k, d, n, s in ((k1, d1, rows, s1), (k2, d2, columns, s2))]
        steps[k1, k2] = (slice(None), *taken)
    return ((0, 0), (top, down), (left, right), (0, 0)), steps


def conv2d_by_steps(X: Any, W: Any, b: Any = 0, **settings: Any) -> Any:
    """Add up, for each kernel element, what it meets times its weights."""
    frame, steps = kernel_steps(X.shape, W.shape, **settings)
    padded = np.pad(X, frame)
    return sum(padded[taken] @ W[k] for k, taken in steps.items()) + b


def conv2d_backward_by_steps(dZ: Any, X: Any, W: Any, **settings: Any) -> tuple[Any, Any, Any]:
    """Return dX, dW and db, by the same steps."""
    frame, steps = kernel_steps(X.shape, W.shape, **settings)
    padded = np.pad(X, frame)
    dX, dW = np.zeros(padded.shape, np.result_type(dZ, W)), np.zeros(W.shape, np.result_type(dZ, X))
    for k, taken in steps.items():
        dX[taken] += dZ @ W[k].T
        dW[k] = np.tensordot(padded[taken], dZ, axes=((0, 1, 2), (0, 1, 2)))
    (_, (top, _), (left, _), _), (_, height, width, _) = frame, X.shape
    return dX[:, top : top + height, left : left + width], dW, dZ.sum(axis=(0, 1, 2))


# Sub-sampling and pooling, on (B, N, C).


def subsample1d(X: Any, s: int) -> np.ndarray:
    """y[i,k,n] = X[i,s k,n] for k = 0..floor((N-1)/s)."""
    samples, length, channels = X.shape
    Y = np.empty((samples, floor((length - 1) / s) + 1, channels), X.dtype)
    for i, k, n in np.ndindex(Y.shape):
        Y[i, k, n] = X[i, s * k, n]
    return Y


def pooled(length: int, p: int, s: int, kind: str) -> int:
    """Count the windows: one wherever it can start, or one wherever it fits whole."""
    return floor((length - 1) / s) + 1 if kind == "partial" else floor((length - p) / s) + 1


def first_maximum(values: list[Any]) -> int:
    """Return the place of the first maximum; of the first NaN if there is one."""
    for place, value in enumerate(values):
        if value != value:
            return place
    return values.index(max(values))


def max_pool1d(X: Any, p: int, s: int, kind: str = "partial") -> np.ndarray:
    """y[i,k,n] = max over j = 0..p-1 of X[i,s k + j,n], over the values that exist."""
    samples, length, channels = X.shape
    Y = np.empty((samples, pooled(length, p, s, kind), channels), X.dtype)
    for i, k, n in np.ndindex(Y.shape):
        window = [X[i, s * k + j, n] for j in range(p) if s * k + j < length]
        Y[i, k, n] = window[first_maximum(window)]
    return Y


def max_pool1d_backward(dY: Any, X: Any, p: int, s: int, kind: str = "partial") -> np.ndarray:
    """Give each dY[i,k,n] to the first maximum of its window."""
    samples, length, channels = X.shape
    dY = exact(dY)
    dX = np.zeros(X.shape, object)
    for i, k, n in np.ndindex(samples, pooled(length, p, s, kind), channels):
        window = [X[i, s * k + j, n] for j in range(p) if s * k + j < length]
        dX[i, s * k + first_maximum(window), n] += dY[i, k, n]
    return dX


def max_pool2d(X: Any, size: Pair, stride: Pair, kind: str = "partial") -> np.ndarray:
    """Take the maximum of each rectangle, over the pixels that exist."""
    samples, height, width, channels = X.shape
    (p1, p2), (s1, s2) = size, stride
    Y = np.empty((samples, pooled(height, p1, s1, kind), pooled(width, p2, s2, kind), channels), X.dtype)
    for i, r, c, n in np.ndindex(Y.shape):
        window = [
            X[i, s1 * r + u, s2 * c + v, n] for u, v in np.ndindex(p1, p2) if s1 * r + u < height and s2 * c + v < width
        ]
        Y[i, r, c, n] = window[first_maximum(window)]
    return Y


# Any gradient, without a formula.


def central_differences(f: Callable[[np.ndarray], Any], x: Any, h: float = 1e-5) -> np.ndarray:
    """Return df/dx, one element at a time; exact if f is linear in each element, with h = 1 for integers."""
    x = np.array(x, np.float64)
    gradient = np.zeros(x.shape)
    for where in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[where] += h
        below[where] -= h
        gradient[where] = (f(above) - f(below)) / (2 * h)
    return gradient


def complex_step(f: Callable[[Any], Any], x: Any) -> np.ndarray:
    """Return the derivative of an analytic f, element by element, without a difference: f(x + ih) = f(x) + ih f'(x)."""
    return np.imag(f(np.asarray(x) + 1e-30j)) / 1e-30


def complex_gradient(f: Callable[[np.ndarray], Any], x: Any) -> np.ndarray:
    """Return df/dx of an analytic f of an array, one element at a time by a complex step: exact but for rounding."""
    x = np.asarray(x, np.float64)
    gradient = np.zeros(x.shape)
    for where in np.ndindex(x.shape):
        there = x.astype(complex)
        there[where] += 1e-30j
        gradient[where] = np.imag(f(there)) / 1e-30
    return gradient


# The same by JAX.


def jax_conv2d(X: Any, W: Any, b: Any = None, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> Any:
    """Convolve with JAX in float64."""
    pads = padding.upper() if isinstance(padding, str) else [(p, p) for p in pair(padding)]
    Z = lax.conv_general_dilated(
        jax.numpy.asarray(X, "float64"),
        jax.numpy.asarray(W, "float64"),
        window_strides=pair(stride),
        padding=pads,
        rhs_dilation=pair(dilation),
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
    )
    return Z if b is None else Z + jax.numpy.asarray(b, "float64")


def jax_gradients(call: Callable[..., Any], given: Any, *tensors: Any) -> list[np.ndarray]:
    """Pull the gradient of a call's result back to its arguments. Compiled as one program: that is nearly all of it."""

    @jax.jit
    def pull_back(given: Any, *tensors: Any) -> Any:
        return jax.vjp(call, *tensors)[1](given)

    return [np.asarray(gradient) for gradient in pull_back(*(np.asarray(t, np.float64) for t in (given, *tensors)))]


def jax_conv2d_backward(dZ: Any, X: Any, W: Any, b: Any, **settings: Any) -> list[np.ndarray]:
    """Return dX, dW and db by JAX's own derivation."""
    return jax_gradients(lambda X, W, b: jax_conv2d(X, W, b, **settings), dZ, X, W, b)


def jax_max_pool(X: Any, size: tuple[int, ...], stride: tuple[int, ...], kind: str = "partial") -> Any:
    """Pool the axes between the sample and the channel with JAX; partial windows are filled up with -inf at the end."""
    ends = [
        max((pooled(n, p, s, kind) - 1) * s + p - n, 0) for n, p, s in zip(X.shape[1:-1], size, stride, strict=True)
    ]
    return lax.reduce_window(
        jax.numpy.asarray(X, "float64"),
        -np.inf,
        lax.max,
        (1, *size, 1),
        (1, *stride, 1),
        [(0, 0), *((0, end) for end in ends), (0, 0)],
    )


def jax_max_pool1d_backward(dY: Any, X: Any, p: int, s: int, kind: str = "partial") -> np.ndarray:
    """Return dX of the pooling by JAX's own derivation."""
    (dX,) = jax_gradients(lambda X: jax_max_pool(X, (p,), (s,), kind), dY, X)
    return dX


# What the results should look like.


def exact(values: Any) -> np.ndarray:
    """Return an array of Python numbers of the same values (long doubles stay what they are)."""
    return np.asarray(values).astype(object)


def sum_dtype(*dtypes: Any) -> np.dtype[Any]:
    """Return the dtype that a sum of products has: of floats their common one, beside them integers don't count."""
    floats = [np.dtype(d) for d in dtypes if np.dtype(d).kind == "f"]
    return np.result_type(*floats) if floats else np.dtype(np.int64)


def same(got: Any, expected: Any, shape: tuple[int, ...], dtype: Any) -> None:
    """Assert value, shape and dtype; the values have to be equal, so take small integers as data."""
    assert isinstance(got, np.ndarray)
    assert got.shape == shape
    assert got.dtype == np.dtype(dtype)
    assert np.array_equal(got, np.asarray(expected).astype(got.dtype), equal_nan=got.dtype.kind == "f")
