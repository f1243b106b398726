"""Memory that is used again: a fresh array is slow, as the system gives it out page by page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnlib.arguments import Array

LINE = 64  # bytes in a line of the cache
SLOTS = LOWERED, PADDED, TERMS, SUMS = range(4)  # what the memory is for
NOTHING = np.empty(0, np.uint8)


def empty_aligned(shape: Sequence[int], dtype: np.dtype[Any]) -> Array:
    """Return an uninitialized array that starts where a line of the cache does: no load of a vector then needs two."""
    size = math.prod(shape) * dtype.itemsize
    room = np.empty(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + size].view(dtype).reshape(shape)


class Scratch:
    """The memory of one thread: one array for each slot, which each of its jobs overwrites."""

    def __init__(self) -> None:
        self.kept: list[Array] = [NOTHING for _ in SLOTS]

    def __call__(self, slot: int, shape: Sequence[int], dtype: np.dtype[Any]) -> Array:
        """Return an uninitialized array; it is this job's until the job asks for the same slot again."""
        size = math.prod(shape) * dtype.itemsize
        if self.kept[slot].size < size:
            self.kept[slot] = empty_aligned((size,), np.dtype(np.uint8))
        return self.kept[slot][:size].view(dtype).reshape(shape)

    def drop_above(self, size: int) -> None:
        """Keep no array of more than so many bytes for later."""
        self.kept = [array if array.size <= size else NOTHING for array in self.kept]
