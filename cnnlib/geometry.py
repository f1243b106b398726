"""The shapes of a convolution and its windows along both axes, from the shapes of X and W and three settings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cnnlib.arguments import Padding, Size, as_choice, as_integer, as_pair, as_row, as_shape, refuse_too_large
from cnnlib.windows import Windows, borders

Shape = tuple[int, ...]
IMAGE_AXES = ("B", "H", "W", "C"), ("H", "W")  # of X; the second ones for a plain image
KERNEL_AXES = ("K1", "K2", "C", "M"), ("K1", "K2")
OUTPUT_AXES = ("B", "H'", "W'", "M"), ("H'", "W'")
NAMED_PADDINGS = ("valid", "same")


@dataclass(frozen=True)
class Geometry:
    """The shapes of one convolution and its windows along both axes.

    Attributes
    ----------
    x_shape, w_shape : tuple of int, (B, H, W, C) and (K1, K2, C, M)
        Of the batch. A plain image and its kernel are a batch with B = C = M = 1.
    rows, columns : Windows
        How the windows lie.
    pads : pair of pair of int
        The rows of zeros (above, below) and the columns of zeros (left, right).
    plain : bool
        Whether the caller has a plain image; `caller_shapes` are then without B, C and M again.
    """

    x_shape: tuple[int, int, int, int]
    w_shape: tuple[int, int, int, int]
    rows: Windows
    columns: Windows
    pads: tuple[tuple[int, int], tuple[int, int]]
    plain: bool

    @cached_property
    def z_shape(self) -> tuple[int, int, int, int]:
        """The shape of Z, (B, H', W', M)."""
        return self.x_shape[0], self.rows.count, self.columns.count, self.w_shape[3]

    @cached_property
    def batch_shapes(self) -> dict[str, Shape]:
        """The shapes of X, W, b, Z and dZ with the axes B, C and M."""
        return {"X": self.x_shape, "W": self.w_shape, "b": self.w_shape[3:], "Z": self.z_shape, "dZ": self.z_shape}

    @cached_property
    def caller_shapes(self) -> dict[str, Shape]:
        """The shapes of X, W, b, Z and dZ as the caller sees them: without B, C and M for a plain image."""
        if not self.plain:
            return self.batch_shapes
        shapes = {"X": self.x_shape[1:3], "W": self.w_shape[:2], "b": (), "Z": self.z_shape[1:3]}
        return shapes | {"dZ": shapes["Z"]}

    @cached_property
    def terms(self) -> dict[str, int]:
        """The most products that are added up for one element of Z, of dJ/dX, of dJ/dW and of dJ/db."""
        kernel, pixels = self.w_shape[0] * self.w_shape[1], math.prod(self.z_shape[:3])
        return {"Z": kernel * self.w_shape[2], "X": kernel * self.w_shape[3], "W": pixels, "b": pixels}

    @cached_property
    def windows(self) -> tuple[Windows, Windows]:
        """The windows along the rows and along the columns, of arrays that are not too large to exist."""
        refuse_too_large(self.extents())
        return self.rows, self.columns

    @property
    def products(self) -> int:
        """The number of products, those with a zero of the padding included."""
        return math.prod(self.z_shape) * self.terms["Z"]

    @property
    def padded_pixels(self) -> int:
        """The pixels of all samples, with the padding."""
        both = zip((self.rows, self.columns), self.pads, strict=True)
        return self.x_shape[0] * math.prod(before + axis.n + after for axis, (before, after) in both)

    @cached_property
    def size(self) -> int:
        """How much there is to do: numbers of all windows, of X and dJ/dZ with padding, and 8 products count as one."""
        windows = math.prod(self.z_shape[:3]) * self.terms["Z"]
        return windows + self.padded_pixels * (self.x_shape[3] + self.w_shape[3]) + self.products // 8

    def extents(self) -> dict[str, int]:
        """Return what an array has to be large enough for; what is only counted may be as large as one likes."""
        both = (self.rows, self.columns)
        return {
            "stride": max(a.stride for a in both),
            "dilation": max(a.dilation for a in both),
            "the number of elements of X with its padding": self.padded_pixels * self.x_shape[3],
            "the number of elements of Z": math.prod(self.z_shape),
        }

    def settings(self) -> str:
        """Return stride, padding and dilation in words, as (row, column) pairs."""
        both = (self.rows, self.columns)
        even = all(before == after for before, after in self.pads)
        padding = str(tuple(before for before, _ in self.pads)) if even else '"same"'
        stride, dilation = tuple(a.stride for a in both), tuple(a.dilation for a in both)
        return f"stride {stride}, padding {padding} and dilation {dilation}"


def geometry(
    x_shape: object,
    w_shape: object,
    stride: Size,
    padding: Padding,
    dilation: Size,
    *,
    or_else: str = " or (H, W)",
) -> Geometry:
    """Check the shapes and the three settings of a convolution, and lay its windows.

    `or_else` (what else X's shape may be) is for the message.

    Raises
    ------
    ValueError, TypeError
        If a shape has the wrong rank or a zero length, the channels differ, a setting is out of its range,
        or no window fits. The message names the argument.
    """
    x = as_image_shape(x_shape, or_else)
    return lay_windows(x, as_kernel_shape("w_shape", w_shape, x), stride, padding, dilation)


def as_image_shape(x_shape: object, or_else: str = " or (H, W)") -> Shape:
    """Return the shape of X; `or_else` is for the message."""
    plain = len(as_row(x_shape) or ()) == 2
    return as_shape("x_shape", x_shape, IMAGE_AXES[plain], or_else=or_else)


def as_kernel_shape(name: str, w_shape: object, x_shape: Shape) -> Shape:
    """Return the shape of W, with as many axes as X's."""
    plain = len(x_shape) == 2
    fitting = " for a plain 2D image X" if plain else f" for X of shape {x_shape}"
    return as_shape(name, w_shape, KERNEL_AXES[plain], or_else=fitting)


def lay_windows(x_shape: Shape, w_shape: Shape, stride: Size, padding: Padding, dilation: Size) -> Geometry:
    """Check the three settings and lay the windows, over shapes each of which is right by itself."""
    if len(x_shape) != len(w_shape):
        as_kernel_shape("the shape of W", w_shape, x_shape)  # complains
    if len(x_shape) == 4 and x_shape[3] != w_shape[2]:
        raise ValueError(
            f"X and W must have the same number of input channels: X of shape {x_shape} has {x_shape[3]} (its last "
            f"axis), W of shape {w_shape} takes {w_shape[2]} (its last axis but one)"
        )
    strides, dilations = as_pair("stride", stride, least=1), as_pair("dilation", dilation, least=1)
    paddings: tuple[int | str, int | str]
    if isinstance(padding, str):
        name = as_choice("padding", padding, NAMED_PADDINGS, or_else="a whole number, a (row, column) pair, ")
        paddings = name, name
    else:
        paddings = as_pair("padding", padding, least=0, or_else=', or "valid" or "same"')
    return cached_geometry(x_shape, w_shape, strides, paddings, dilations)


@lru_cache  # of ints and names only, so that True is not taken for 1; a small convolution takes no longer than this
def cached_geometry(
    x_shape: Shape,
    w_shape: Shape,
    strides: tuple[int, int],
    paddings: tuple[int | str, int | str],
    dilations: tuple[int, int],
) -> Geometry:
    """Lay the windows along both axes."""
    plain = len(x_shape) == 2
    (b, h, w, c), (k1, k2, _, m) = ((1, *x_shape, 1), (*w_shape, 1, 1)) if plain else (x_shape, w_shape)
    pads, both = [], []
    for i, (name, n, kernel) in enumerate((("rows", h, k1), ("columns", w, k2))):
        pads.append(borders(n, dilations[i] * (kernel - 1) + 1, strides[i], paddings[i]))
        both.append(Windows.of_convolution(n, kernel, strides[i], pads[i], dilations[i], f"along the {name} "))
    return Geometry((b, h, w, c), (k1, k2, c, m), both[0], both[1], (pads[0], pads[1]), plain)


def output_size(n: int, kernel: int, *, stride: int = 1, padding: int | str = 0, dilation: int = 1) -> int:
    """Return how many windows fit along one axis: the length of that axis of Z.

    Parameters
    ----------
    n : int
        Length of the input along this axis, in pixels; at least 1.
    kernel : int
        Length of the kernel along this axis; at least 1.
    stride : int
        Pixels from one window to the next; at least 1.
    padding : int, "valid" or "same"
        Zeros added at each end; "valid" is 0; "same" gives ``ceil(n / stride)`` windows, with the odd zero at
        the end, as in TensorFlow and Keras.
    dilation : int
        Pixels from one kernel element to the next; at least 1.

    Returns
    -------
    int
        ``floor((n + 2*padding - (dilation*(kernel-1) + 1)) / stride) + 1``.

    Raises
    ------
    ValueError
        If a value is out of range, or if not even one window fits.
    TypeError
        If a value is not a whole number.

    Notes
    -----
    Source of the formula: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
    arXiv:1603.07285, relationship 15.

    Examples
    --------
    >>> output_size(48, 3)
    46
    >>> output_size(7, 3, stride=2, padding="same")
    4
    """
    n = as_integer("n", n, least=1)
    kernel = as_integer("kernel", kernel, least=1)
    stride = as_integer("stride", stride, least=1)
    dilation = as_integer("dilation", dilation, least=1)
    if isinstance(padding, str):
        as_choice("padding", padding, NAMED_PADDINGS, or_else="a whole number, ")
    else:
        padding = as_integer("padding", padding, least=0, or_else=', or "valid" or "same"')
    zeros = borders(n, dilation * (kernel - 1) + 1, stride, padding)
    return Windows.of_convolution(n, kernel, stride, zeros, dilation).count
