"""Which dtype a sum of products has: floats keep theirs, integers become int64 and never wrap."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnlib.arguments import Array

INT64_MAX = np.iinfo(np.int64).max


def result_dtype(*arrays: Array) -> np.dtype[Any]:
    """Return the dtype of sums of products of `arrays`.

    Among floats NumPy's promotion holds (float32 with float32 is float32). An integer or boolean array beside
    a float takes the float's dtype, so that an image of integers does not turn float32 into float64. Integers
    and booleans alone give int64.
    """
    floats = [a for a in arrays if a.dtype.kind == "f"]
    return np.result_type(*floats) if floats else np.dtype(np.int64)


def accumulator(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the dtype to add up in: float16 has 11 bits, too few for a long sum, so it gets float32."""
    return np.dtype(np.float32) if dtype == np.float16 else dtype


def refuse_overflow(terms: int, *factors: Array, added: Array | None = None) -> None:
    """Complain if a sum of `terms` products of integers, and `added`, might not fit into int64.

    Raises
    ------
    OverflowError
        If the largest sum that the largest elements could give is over ``2**63 - 1``.
    """
    arrays = [*factors] if added is None else [*factors, added]
    if any(a.dtype.kind == "f" for a in arrays):
        return
    largest = terms
    for factor in factors:
        largest *= largest_magnitude(factor)
    if added is not None:
        largest += largest_magnitude(added)
    if largest > INT64_MAX:
        raise OverflowError(
            f"the integers are too large for exact sums in int64: {terms} products could add up to {largest}, "
            f"and the limit is {INT64_MAX}; pass floating-point arrays instead"
        )


def largest_magnitude(array: Array) -> int:
    """Return the largest absolute value in an integer array as a Python int, which cannot wrap."""
    return max(abs(int(array.max())), abs(int(array.min()))) if array.size else 0
