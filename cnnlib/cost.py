"""What a convolution costs: the multiplications, parameters and memory of Problem 3."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.arguments import Padding, Size, as_bool, as_row, as_shape
from cnnlib.dtypes import bytes_each
from cnnlib.geometry import KERNEL_AXES, Geometry, geometry


def multiplications(
    x_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    padding_counts: bool = False,
) -> int:
    """Count the multiplications of one forward pass: the number of terms in the trace.

    Parameters
    ----------
    x_shape : tuple of int, (B, H, W, C), (H, W, C) for one sample, or (H, W)
        The shape of X.
    w_shape : tuple of int, (K1, K2, C, M) or (K1, K2)
        The shape of W.
    stride, padding, dilation
        As in `conv2d`.
    padding_counts : bool
        Whether a product with a zero of the padding counts. By default only products with elements of X do;
        counters for deep-learning frameworks count all, which is ``B*H'*W'*M * K1*K2*C``.

    Returns
    -------
    int
        Scalar multiplications; a Python int, which cannot overflow. 0 for a batch of 0 samples.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Notes
    -----
    ``B * M * C * (pairs of a window row and a kernel row that lie on X) * (the same for columns)``. Without padding
    that is (elements of Z) * (products in one element). Source: chapter 3, part 3(c).

    Examples
    --------
    >>> multiplications((48, 64, 10), (3, 3, 10, 20))
    5133600
    """
    g = batched_geometry(x_shape, w_shape, stride, padding, dilation)
    if as_bool("padding_counts", padding_counts):
        return g.products
    return g.x_shape[0] * g.w_shape[2] * g.w_shape[3] * g.rows.pairs_inside() * g.columns.pairs_inside()


def backward_multiplications(
    x_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    input_grad: bool = True,
) -> int:
    """Count the multiplications of one backward pass, dJ/dW and dJ/dX from dJ/dZ.

    Parameters
    ----------
    x_shape, w_shape, stride, padding, dilation
        As in `multiplications`.
    input_grad : bool
        Whether dJ/dX is wanted; the first layer of a network does without.

    Returns
    -------
    int
        Each gradient uses every term of the trace once: twice the forward pass, or once without dJ/dX.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Examples
    --------
    >>> backward_multiplications((48, 64, 10), (3, 3, 10, 20))
    10267200
    """
    gradients = 2 if as_bool("input_grad", input_grad) else 1
    return gradients * multiplications(x_shape, w_shape, stride=stride, padding=padding, dilation=dilation)


def parameters(w_shape: tuple[int, ...], *, bias: bool = True) -> int:
    """Count the trainable numbers of a convolutional layer.

    Parameters
    ----------
    w_shape : tuple of int, (K1, K2, C, M)
        The shape of W.
    bias : bool
        Whether there is a bias, one number for each output channel.

    Returns
    -------
    int
        ``K1*K2*C*M + M``, or without the bias ``K1*K2*C*M``.

    Raises
    ------
    ValueError, TypeError
        If `w_shape` is not four whole numbers of at least 1.

    Notes
    -----
    The size of the image does not occur: all windows share the weights. Source: chapter 3, part 3(d).

    Examples
    --------
    >>> parameters((3, 3, 10, 20))
    1820
    """
    shape = as_shape("w_shape", w_shape, KERNEL_AXES[0])
    return math.prod(shape) + (shape[3] if as_bool("bias", bias) else 0)


class Memory(NamedTuple):
    """Bytes that a layer's tensors take: input X, kernel W, bias b, output Z, and all together."""

    X: int
    W: int
    b: int
    Z: int
    total: int


def memory(
    x_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    bias: bool = True,
    dtype: DTypeLike = np.float32,
) -> Memory:
    """Count the bytes of a layer's tensors in one dtype.

    Parameters
    ----------
    x_shape, w_shape, stride, padding, dilation
        As in `multiplications`.
    bias : bool
        Whether there is a bias.
    dtype : dtype
        What the numbers are stored as; float32 takes 4 bytes each.

    Returns
    -------
    Memory
        Bytes: `X`, `W`, `b`, `Z` and `total`. A backward pass holds each of them a second time, as its gradient.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Examples
    --------
    >>> memory((48, 64, 10), (3, 3, 10, 20)).Z
    228160
    """
    g = batched_geometry(x_shape, w_shape, stride, padding, dilation)
    each = bytes_each(dtype)
    counts = (
        math.prod(g.x_shape),
        math.prod(g.w_shape),
        g.w_shape[3] if as_bool("bias", bias) else 0,
        math.prod(g.z_shape),
    )
    return Memory(*(each * count for count in (*counts, sum(counts))))


def batched_geometry(x_shape: object, w_shape: object, stride: Size, padding: Padding, dilation: Size) -> Geometry:
    """Lay out the convolution; a shape (H, W, C), as in Problem 3, is one sample."""
    if len(as_row(x_shape) or ()) == 3:
        x_shape = (1, *as_shape("x_shape", x_shape, ("H", "W", "C")))
    return geometry(x_shape, w_shape, stride, padding, dilation, or_else=", (H, W, C) or (H, W)")
