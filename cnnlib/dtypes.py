"""Which dtype a sum of products has: floats keep theirs, integers become int64 and never wrap."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.arguments import Array, describe, plural

INT64_MAX = np.iinfo(np.int64).max


def for_sums(names: str, terms: int, *factors: Array, added: Array | None = None) -> tuple[np.dtype[Any], list[Array]]:
    """Return the dtype of sums of products, and the arrays in the dtype in which to add them up.

    Among floats NumPy's promotion holds (float32 with float32 is float32). An integer or boolean array beside a float
    takes the float's dtype, so that an image of integers does not turn float32 into float64. Integers and booleans
    alone give int64. float16 has 11 bits, too few for a long sum: it is added up in float32.

    Parameters
    ----------
    names : str
        What the arrays are called, for the message.
    terms : int
        The largest number of products that are added up for one element of the result.
    *factors : ndarray
        The array that is summed, or the two whose elements are multiplied.
    added : ndarray, optional
        What is added to the sum, such as a bias.

    Returns
    -------
    dtype
        Of the result.
    list of ndarray
        The factors, and `added` if there is one.

    Raises
    ------
    OverflowError
        If the largest integers could add up to more than ``2**63 - 1``.
    """
    arrays = [*factors] if added is None else [*factors, added]
    floats = [a for a in arrays if a.dtype.kind == "f"]
    dtype = np.result_type(*floats) if floats else np.dtype(np.int64)
    if not floats:
        refuse_overflow(names, terms, *factors, added=added)
    adding = np.dtype(np.float32) if dtype == np.float16 else dtype
    return dtype, [a.astype(adding, order="C", copy=False) for a in arrays]


def quiet() -> np.errstate:
    """Return a context in which a matrix product raises no warning of an invalid value.

    For float32 NumPy sometimes warns where no NaN is in any input or in the result: the library under it reads more
    numbers than it uses. A real NaN is in the result for all to see.
    """
    return np.errstate(invalid="ignore")


def refuse_overflow(names: str, terms: int, *factors: Array, added: Array | None = None) -> None:
    """Complain if a sum of `terms` products of integers, and `added`, might not fit into int64."""
    largest = terms
    for factor in factors:
        largest *= largest_magnitude(factor)
    if added is not None:
        largest += largest_magnitude(added)
    if largest > INT64_MAX:
        raise OverflowError(
            f"the integers in {names} are too large for exact sums in int64: {plural(terms, 'term')} could add up to "
            f"{largest}, and the limit is {INT64_MAX}; pass floating-point arrays instead"
        )


def largest_magnitude(array: Array) -> int:
    """Return the largest absolute value in an integer array as a Python int, which cannot wrap."""
    return max(abs(int(array.max())), abs(int(array.min()))) if array.size else 0


def bytes_each(dtype: DTypeLike) -> int:
    """Return how many bytes one real number takes in a dtype."""
    try:
        found = np.dtype(object if dtype is None else dtype)  # NumPy takes None for float64
    except TypeError:
        found = np.dtype(object)
    if found.kind not in "biuf":
        raise TypeError(f"dtype must be one of real numbers, such as 'float32' or 'uint8'; it was {describe(dtype)}")
    return found.itemsize
