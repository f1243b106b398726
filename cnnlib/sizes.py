"""Sizes that all differ: where two are equal, an exchanged axis goes unnoticed."""

from __future__ import annotations

from cnnlib.arguments import Padding, Size, as_integer
from cnnlib.geometry import geometry


def assert_sizes_differ(**sizes: int) -> None:
    """Complain if two sizes are equal, so that a test on tensors of these sizes notices every exchanged axis.

    Parameters
    ----------
    **sizes : int
        Two sizes or more by their names, such as ``B=4, H=7``; at least 0. `convolution_sizes` returns those of a
        convolution.

    Returns
    -------
    None

    Raises
    ------
    ValueError, TypeError
        If two sizes are equal, which the message names; if there are fewer than two, or one is not a whole number of
        at least 0.

    Notes
    -----
    A loop over the wrong axis stays inside the tensors where both axes are equally long, and then even gives right
    numbers if it goes over the other axis at the same time. See chapter 4.

    Examples
    --------
    >>> assert_sizes_differ(B=4, H=7, W=10, C=6)
    >>> assert_sizes_differ(B=2, K1=5, K2=2)
    Traceback (most recent call last):
    ValueError: sizes must all differ, or an exchanged axis goes unnoticed; B and K2 are both 2
    """
    if len(sizes) < 2:
        raise ValueError("sizes must be two or more by their names, such as assert_sizes_differ(B=4, H=7)")
    names: dict[int, str] = {}
    for name, given in sizes.items():
        size = as_integer(name, given, least=0)
        if size in names:
            raise ValueError(
                f"sizes must all differ, or an exchanged axis goes unnoticed; {names[size]} and {name} are both {size}"
            )
        names[size] = name


def convolution_sizes(
    x_shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> dict[str, int]:
    """Return the sizes of a convolution by their names, as the chapters write them.

    Parameters
    ----------
    x_shape : tuple of int, (B, H, W, C) or (H, W)
        The shape of X.
    w_shape : tuple of int, (K1, K2, C, M) or (K1, K2)
        The shape of W.
    stride, padding, dilation
        As in `conv2d`.

    Returns
    -------
    dict of str to int
        B, H, W, C, K1, K2, M, H' and W' in this order; for a plain image H, W, K1, K2, H' and W'.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Examples
    --------
    >>> convolution_sizes((6, 5), (2, 2))
    {'H': 6, 'W': 5, 'K1': 2, 'K2': 2, "H'": 5, "W'": 4}
    >>> assert_sizes_differ(**convolution_sizes((4, 7, 10, 6), (5, 2, 6, 8)))
    """
    g = geometry(x_shape, w_shape, stride, padding, dilation)
    (b, h, w, c), (k1, k2, _, m), (_, rows, columns, _) = g.x_shape, g.w_shape, g.z_shape
    sizes = {"B": b, "H": h, "W": w, "C": c, "K1": k1, "K2": k2, "M": m, "H'": rows, "W'": columns}
    return {name: size for name, size in sizes.items() if not (g.plain and name in {"B", "C", "M"})}
