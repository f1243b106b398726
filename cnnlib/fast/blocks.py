"""Blocks: a batch is never lowered as a whole, so that L stays in the cache, and the memory does not grow with it."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from cnnlib.fast.cut import cut_into_slices
from cnnlib.fast.lowering import count_lines_between
from cnnlib.windows import Windows


class Block(NamedTuple):
    """What is lowered and multiplied at a time. Both index Z: ``Z[block]``."""

    images: slice
    rows: slice


@lru_cache
def cut_into_blocks(
    images: int, pixel: int, rows: Windows, columns: Windows, buffer: int, parts: int, together: int = 1
) -> tuple[Block, ...]:
    """Cut a batch into blocks whose lowered X fits the buffer, unless one row of windows is more than that.

    Parameters
    ----------
    images : int
        How many there are in the batch.
    pixel : int
        Bytes of a pixel of X.
    rows, columns : Windows
        Where the windows lie.
    buffer : int
        Bytes.
    parts : int
        Into how many parts the batch is cut at least, if there are so many images.
    together : int
        Images of a block at least; this comes first.
    """
    apart = count_lines_between(rows)
    line = columns.count * columns.kernel * pixel  # bytes of one line, lowered
    image = line * ((rows.count - 1) * apart + rows.kernel)
    some = max(1, min(images, max(together, min(buffer // image, -(-images // parts)))))
    height = (buffer // (line * some) - rows.kernel) // apart + 1
    return tuple(Block(*both) for both in product(cut_into_slices(images, some), cut_into_slices(rows.count, height)))
