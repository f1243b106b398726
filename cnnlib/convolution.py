"""The 2D convolution of Problems 2 and 3, in the machine-learning sense: the kernel is not reversed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import fast, plain
from cnnlib.arguments import Array, Padding, Size, as_tensor
from cnnlib.geometry import IMAGE_AXES, KERNEL_AXES, lay_windows
from cnnlib.operands import Operands, as_bias


def conv2d(
    X: ArrayLike,
    W: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> Array:
    """Slide the kernel W over X and add up the products under each window.

    ``Z[i, j1, j2, m] = sum over k1, k2, n of
    W[k1, k2, n, m] * X[i, j1*s1 - p1 + k1*d1, j2*s2 - p2 + k2*d2, n] + b[m]``
    with stride s, padding p and dilation d; X counts as 0 outside its edges.

    Parameters
    ----------
    X : array_like, shape (B, H, W, C) or (H, W)
        Images: sample, row, column, channel. Or one plain image: row, column.
    W : array_like, shape (K1, K2, C, M) or (K1, K2)
        Kernels: row, column, input channel, output channel. Or, for a plain image, one plain kernel.
    b : array_like, shape (M,) or (), optional
        Bias: one number for each output channel; for a plain image, one number.
    stride : int or pair of int
        Pixels from one window to the next, as an int or (row, column); at least 1.
    padding : int, pair of int, "valid" or "same"
        Rows and columns of zeros added at each edge. "valid" adds none. "same" makes H' = ceil(H / stride), with
        the odd zero at the end, as in TensorFlow and Keras.
    dilation : int or pair of int
        Pixels from one kernel element to the next; at least 1.

    Returns
    -------
    ndarray, shape (B, H', W', M) or (H', W')
        Z. The dtype of floats is kept (float32 with float32 is float32; mixed floats follow NumPy's promotion; an
        integer beside a float takes the float's). Integers and booleans give int64.

    Raises
    ------
    ValueError
        If a rank, a channel count, a setting or the size of the kernel does not fit.
    TypeError
        If a dtype is not real or a setting is not a whole number.
    OverflowError
        If sums of integers might not fit into int64.

    See Also
    --------
    conv2d_backward : the gradients.
    trace : the same convolution as a list of products, which defines it.

    Notes
    -----
    All windows times all kernels are a matrix product; see chapter 6 and `cnnlib.fast` for how it is made fast. Large
    convolutions run in two threads; the environment variable ``CNNLIB_THREADS=1`` forbids the second one.

    Memory beside the arguments, however many samples there are: at most the bytes of X and W, twice those of Z, and
    16 MiB, counted in the dtype in which sums are added up (float32 for float16, int64 for all integers).

    Source: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 9.1 (there: cross-correlation).

    Examples
    --------
    >>> conv2d([[1, 2, 4], [1, 2, 4]], [[1, -1]])
    array([[-1, -2],
           [-1, -2]])
    """
    X, W = as_tensor("X", X, IMAGE_AXES), as_tensor("W", W, KERNEL_AXES)
    g = lay_windows(X.shape, W.shape, stride, padding, dilation)
    given = Operands(g, "Z", X=X, W=W, b=as_bias(b, g))
    windows = g.windows
    if plain.suits(g):
        return given.result(plain.correlate(given.X, given.W, *windows, given.b))
    Z = np.empty(g.z_shape, given.adding)
    fast.correlate(given.X, given.W, Z, *windows, given.b)
    return given.result(Z)
