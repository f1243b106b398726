"""Which dtype a sum of products has: floats keep theirs, integers become int64 and never wrap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.arguments import REAL, Array, describe, plural

INT64, FLOAT16, FLOAT32 = np.dtype(np.int64), np.dtype(np.float16), np.dtype(np.float32)
INT64_MAX = 2**63 - 1


def cast_for_sums(
    terms: int, factors: Mapping[str, Array], b: Array | None = None
) -> tuple[np.dtype[Any], dict[str, Array]]:
    """Return the dtype of sums of products, and the arrays in the dtype in which to add them up.

    Among floats NumPy's promotion holds (float32 with float32 is float32). An integer or boolean array beside a float
    takes the float's dtype, so that an image of integers does not turn float32 into float64. Integers and booleans
    alone give int64. float16 has 11 bits, too few for a long sum: it is added up in float32.

    Parameters
    ----------
    terms : int
        The largest number of products that are added up for one element of the result.
    factors : mapping of str to ndarray
        By its name, the array that is summed, or the two whose elements are multiplied.
    b : ndarray, optional
        A bias, which is added to each sum.

    Returns
    -------
    dtype
        Of the result.
    dict of str to ndarray
        The factors, and b if there is one; contiguous. What fits already is not copied.

    Raises
    ------
    OverflowError
        If the largest integers could add up to more than ``2**63 - 1``.
    """
    arrays = {**factors} if b is None else {**factors, "b": b}
    floats = [a for a in arrays.values() if a.dtype.kind == "f"]
    if floats:
        dtype = np.result_type(*floats)
    else:
        dtype = INT64
        refuse_overflow(terms, factors, b)
    adding = FLOAT32 if dtype == FLOAT16 else dtype
    return dtype, {name: a.astype(adding, order="C", copy=False) for name, a in arrays.items()}


def refuse_overflow(terms: int, factors: Mapping[str, Array], b: Array | None) -> None:
    """Complain if a sum of `terms` products of integers, and b, might not fit into int64."""
    for magnitude in (dtype_magnitude, largest_magnitude):  # often the dtypes alone tell
        largest = terms * math.prod(map(magnitude, factors.values())) + (0 if b is None else magnitude(b))
        if largest <= INT64_MAX:
            return
    names = " and ".join(factors) if b is None else f"{', '.join(factors)} and b"
    raise OverflowError(
        f"the integers in {names} are too large for exact sums in int64: {plural(terms, 'term')} could add up to "
        f"{largest}, and the limit is {INT64_MAX}; pass floating-point arrays instead"
    )


def dtype_magnitude(array: Array) -> int:
    """Return a number that no integer of this array's dtype exceeds, whatever its sign."""
    return 1 << 8 * array.itemsize


def largest_magnitude(array: Array) -> int:
    """Return the largest absolute value in an integer array as a Python int, which cannot wrap."""
    return max(int(np.maximum.reduce(array, None)), -int(np.minimum.reduce(array, None))) if array.size else 0


def quiet() -> np.errstate:
    """Return a context in which a matrix product raises no warning of an invalid value.

    For float32 NumPy sometimes warns where no NaN is in any input or in the result: the library under it reads more
    numbers than it uses. A real NaN is in the result for all to see.
    """
    return np.errstate(invalid="ignore")


def bytes_each(dtype: DTypeLike) -> int:
    """Return how many bytes one real number takes in a dtype."""
    try:
        found = np.dtype(object if dtype is None else dtype)  # NumPy takes None for float64
    except TypeError:
        found = np.dtype(object)
    if found.kind not in REAL:
        raise TypeError(f"dtype must be one of real numbers, such as 'float32' or 'uint8'; it was {describe(dtype)}")
    return found.itemsize
