"""What a convolution or a gradient multiplies and adds up, as one value that is checked at the door."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.arguments import Array, as_real, refuse_other_shape
from cnnlib.dtypes import cast_for_sums
from cnnlib.geometry import Geometry


class Operands:
    """The arrays of one sum of products: batched, contiguous, all in the dtype in which the sums are added up.

    Parameters
    ----------
    geometry : Geometry
        Of the convolution.
    wanted : str
        What is computed: "Z", or the "X", "W" or "b" whose gradient is wanted.
    b : ndarray or None
        What is added to the sums.
    **factors : ndarray
        Those of X, W and dZ that are multiplied, as the caller has them: real numbers, in the geometry's shapes.

    Attributes
    ----------
    X, W, dZ, b : ndarray
        Those that were given, with the axes B, C and M; b is None if there is none.
    dtype : dtype
        Of the result.
    adding : dtype
        Of the operands.

    Raises
    ------
    OverflowError
        If sums of integers might not fit into int64.
    """

    __slots__ = ("W", "X", "adding", "b", "dZ", "dtype", "geometry", "wanted")
    X: Array
    W: Array
    dZ: Array

    def __init__(self, geometry: Geometry, wanted: str, *, b: Array | None = None, **factors: Array) -> None:
        self.geometry, self.wanted = geometry, wanted
        self.dtype, arrays = cast_for_sums(geometry.terms[wanted], factors, b=b)
        self.adding: np.dtype[Any] = arrays[next(iter(factors))].dtype
        self.b: Array | None = None
        for name, array in arrays.items():
            setattr(self, name, array.reshape(geometry.batch_shapes[name]))

    def result(self, array: Array) -> Array:
        """Return what was computed as the caller sees it: in the shape and the dtype that belong to the call."""
        return array.reshape(self.geometry.caller_shapes[self.wanted]).astype(self.dtype, copy=False)


def as_bias(b: ArrayLike | None, geometry: Geometry) -> Array | None:
    """Return the bias as an array of real numbers, one for each output channel."""
    if b is None:
        return None
    bias, wanted = as_real("b", b), geometry.caller_shapes["b"]
    if bias.shape != wanted:
        meaning = "one number, for a plain 2D image" if geometry.plain else "one number for each output channel"
        raise ValueError(f"b must have shape {wanted} ({meaning}); its shape was {bias.shape}")
    return bias


def refuse_other_dz(dZ: Array, geometry: Geometry) -> None:
    """Complain unless dZ has the shape of Z."""
    shapes = geometry.caller_shapes
    if dZ.shape != shapes["Z"]:
        given = f"X of shape {shapes['X']} and W of shape {shapes['W']}"
        refuse_other_shape("dZ", dZ, shapes["Z"], f"which is what {given} give with {geometry.settings()}")
