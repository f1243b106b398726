"""Where the windows of a convolution lie: kernel size, stride, padding and dilation along each axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cnnlib.arguments import Padding, Size, as_choice, as_integer, as_pair, as_row, as_shape, for_arrays
from cnnlib.windows import Windows

IMAGE_BATCH = ("B", "H", "W", "C")
KERNELS = ("K1", "K2", "C", "M")
NAMED = ("valid", "same")


def borders(n: int, extent: int, stride: int, padding: int | str) -> tuple[int, int]:
    """Return how many zeros stand before and after an axis; for "same" TensorFlow's rule, the odd one at the end."""
    if padding != "same":
        return (0, 0) if padding == "valid" else (int(padding), int(padding))
    total = max((-(-n // stride) - 1) * stride + extent - n, 0)
    return total // 2, total - total // 2


def lay_axis(name: str, n: int, kernel: int, stride: int, padding: int | str, dilation: int) -> Windows:
    """Lay the windows along one axis.

    The formula (Dumoulin and Visin 2016, relationship 15):
    ``count = floor((n + before + after - (dilation*(kernel-1) + 1)) / stride) + 1``.
    """
    extent = dilation * (kernel - 1) + 1
    before, after = borders(n, extent, stride, padding)
    if extent > n + before + after:
        padded = f" ({n} and {before} + {after} of padding)" if before + after else ""
        spread = f" ({kernel} elements with dilation {dilation})" if dilation > 1 else ""
        raise ValueError(
            f"the kernel must not be larger than the padded input: {name}it spans {extent}{spread}, "
            f"the input has {n + before + after}{padded}"
        )
    return Windows(n, kernel, stride, dilation, -before, (n + before + after - extent) // stride + 1)


@dataclass(frozen=True)
class Geometry:
    """The shapes of one convolution and its windows along both axes.

    `x_shape`, `w_shape` and `z_shape` are (B, H, W, C), (K1, K2, C, M) and (B, H', W', M) even for a plain
    2D image, for which `plain` is true and B = C = M = 1; then `outer` drops these three axes again. `pads` are the
    rows of zeros (above, below) and the columns of zeros (left, right).
    """

    x_shape: tuple[int, int, int, int]
    w_shape: tuple[int, int, int, int]
    rows: Windows
    columns: Windows
    pads: tuple[tuple[int, int], tuple[int, int]]
    plain: bool

    @property
    def z_shape(self) -> tuple[int, int, int, int]:
        """The shape of Z."""
        return self.x_shape[0], self.rows.count, self.columns.count, self.w_shape[3]

    @cached_property
    def windows(self) -> tuple[Windows, Windows]:
        """The windows along the rows and along the columns, of arrays that are not too large to exist."""
        for_arrays(self.extents())
        return self.rows, self.columns

    def extents(self) -> dict[str, int]:
        """Return what an array has to be large enough for; what is only counted may be as large as one likes."""
        both = (self.rows, self.columns)
        pixels = math.prod(before + a.n + after for a, (before, after) in zip(both, self.pads, strict=True))
        return {
            "stride": max(a.stride for a in both),
            "dilation": max(a.dilation for a in both),
            "the number of elements of X with its padding": self.x_shape[0] * pixels * self.x_shape[3],
            "the number of elements of Z": math.prod(self.z_shape),
        }

    def settings(self) -> str:
        """Return stride, padding and dilation in words, as (row, column) pairs."""
        both = (self.rows, self.columns)
        even = all(before == after for before, after in self.pads)
        padding = str(tuple(before for before, _ in self.pads)) if even else '"same"'
        stride, dilation = tuple(a.stride for a in both), tuple(a.dilation for a in both)
        return f"stride {stride}, padding {padding} and dilation {dilation}"

    def outer(self, letter: str) -> tuple[int, ...]:
        """Return the shape of X, W, b or Z as the caller sees it: without B, C and M for a plain image."""
        if letter == "b":
            return () if self.plain else (self.w_shape[3],)
        shape: tuple[int, ...] = {"X": self.x_shape, "W": self.w_shape, "Z": self.z_shape}[letter]
        if not self.plain:
            return shape
        return shape[:2] if letter == "W" else shape[1:3]


def geometry(
    x_shape: object,
    w_shape: object,
    stride: Size,
    padding: Padding,
    dilation: Size,
    *,
    w_name: str = "the shape of W",
    others: str = " or (H, W)",
) -> Geometry:
    """Check the shapes and the three settings of a convolution, and lay its windows.

    `w_name` and `others` (what else X's shape may be) are for the messages.

    Raises
    ------
    ValueError, TypeError
        If a shape has the wrong rank or a zero length, the channels differ, a setting is out of its range,
        or no window fits. The message names the argument.
    """
    plain = len(as_row(x_shape) or ()) == 2
    if plain:
        height, width = as_shape("x_shape", x_shape, ("H", "W"))
        k1, k2 = as_shape(w_name, w_shape, ("K1", "K2"), others=" for a plain 2D image X")
        x, w = (1, height, width, 1), (k1, k2, 1, 1)
    else:
        b, height, width, channels = as_shape("x_shape", x_shape, IMAGE_BATCH, others=others)
        x = (b, height, width, channels)
        k1, k2, c, m = as_shape(w_name, w_shape, KERNELS, others=f" for X of shape {x}")
        w = (k1, k2, c, m)
        if channels != c:
            raise ValueError(
                f"X and W must have the same number of input channels: X of shape {x} has {channels} (its last axis), "
                f"W of shape {w} takes {c} (its last axis but one)"
            )
    strides = as_pair("stride", stride, least=1)
    dilations = as_pair("dilation", dilation, least=1)
    pads: tuple[int | str, int | str]
    if isinstance(padding, str):
        name = as_choice("padding", padding, NAMED, or_else="a whole number, a (row, column) pair, ")
        pads = name, name
    else:
        pads = as_pair("padding", padding, least=0, or_else=', or "valid" or "same"')
    return lay(x, w, strides, pads, dilations, plain)


@lru_cache  # a small convolution takes no longer than this
def lay(
    x: tuple[int, int, int, int],
    w: tuple[int, int, int, int],
    strides: tuple[int, int],
    pads: tuple[int | str, int | str],
    dilations: tuple[int, int],
    plain: bool,
) -> Geometry:
    """Lay the windows along both axes."""
    rows, columns = (
        lay_axis(f"along the {name} ", x[i + 1], w[i], strides[i], pads[i], dilations[i])
        for i, name in enumerate(("rows", "columns"))
    )
    above, left = (
        borders(a.n, a.dilation * (a.kernel - 1) + 1, a.stride, padding)
        for a, padding in zip((rows, columns), pads, strict=True)
    )
    return Geometry(x, w, rows, columns, (above, left), plain)


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
        as_choice("padding", padding, NAMED, or_else="a whole number, ")
    else:
        padding = as_integer("padding", padding, least=0, or_else=', or "valid" or "same"')
    return lay_axis("", n, kernel, stride, padding, dilation).count
