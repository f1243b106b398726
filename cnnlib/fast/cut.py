"""Cutting a length into pieces, and an array along an axis."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlib.arguments import Array


@dataclass(frozen=True, slots=True)
class Cut:
    """The positions start .. stop - 1 of an axis in pieces of one size, so that one call can multiply all of them."""

    start: int
    stop: int
    size: int

    def of(self, array: Array, axis: int) -> Array:
        """Return a view in which the axis is two: which piece, and which of its elements."""
        whole = array[(slice(None),) * axis + (slice(self.start, self.stop),)]
        return whole.reshape(*array.shape[:axis], -1, self.size, *array.shape[axis + 1 :])


def choose_size(n: int, most: int, multiple: int) -> int:
    """Return the size of pieces if n is cut into as few as can be, of at most `most` or else of one `multiple`."""
    most = max(most, multiple)
    if n <= most:
        return max(1, n)
    even = -(-n // -(-n // most))
    return min(-(-even // multiple), most // multiple) * multiple


def cut(n: int, most: int, multiple: int) -> list[Cut]:
    """Cut 0 .. n - 1 into pieces of at most `most`: those of equal size, and a rest if need be."""
    size = choose_size(n, most, multiple)
    whole = n // size * size
    return [Cut(0, whole, size)] + [Cut(whole, n, n - whole)] * (whole < n)


def cut_into_slices(n: int, most: int, multiple: int = 1) -> list[slice]:
    """Cut 0 .. n - 1 into pieces of at most `most`, one after the other."""
    size = choose_size(n, most, multiple)
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]
