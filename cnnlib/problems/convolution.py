"""Problem 2: a 2D convolution by hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from cnnlib.arguments import Array, as_whole, describe, plural
from cnnlib.convolution import conv2d
from cnnlib.problems.departures import Departure
from cnnlib.problems.problem import Problem, part
from cnnlib.problems.rules import Hint, Step, Told, otherwise, right, slip, when, write_products
from cnnlib.trace import Trace, trace

Pixel = tuple[int, int]
COUNTED = (
    "By your count the last window starts at {yours}. How far down, and how far right, can the kernel go from that of "
    "{place}?"
)
LOOKED_UP = "You have {yours}; the window of {place} gives {gives}."
MISPLACED = ("row-column-swapped", "kernel-reversed", "counted-from-1")


class Convolution(Problem):
    """Z[i, j] = sum over k1, k2 of W[k1, k2] X[i+k1, j+k2], on valid pixels.

    Parameters
    ----------
    image, kernel : array_like of whole numbers, (H, W) and (K1, K2)
        Z must have a positive, a negative and a zero element, as each is asked for.

    Raises
    ------
    TypeError, ValueError
        If they are no such arrays, or Z lacks one of the three.
    """

    number = 2

    def __init__(self, image: Any, kernel: Any) -> None:
        """Take the numbers and compute Z."""
        self.image = as_whole("image", image, ("H", "W"))
        self.kernel = as_whole("kernel", kernel, ("K1", "K2"))
        self.Z = conv2d(self.image, self.kernel)
        self.Z_reversed = conv2d(self.image, self.kernel[::-1, ::-1])
        if not self.Z.min() < 0 < self.Z.max() or self.Z.all():
            raise ValueError(
                "image and kernel must give a Z with a positive, a negative and a zero element, as problem 2 asks for "
                f"each; Z was {describe(self.Z.tolist())}"
            )

    @property
    def task(self) -> str:
        """What is given and what holds, without the arrays."""
        return "Z[i, j] = sum over k1 and k2 of W[k1, k2] X[i+k1, j+k2], on valid pixels."

    @property
    def arrays(self) -> Mapping[str, Array]:
        """The arrays that are given, by their names."""
        return {"X": self.image, "W": self.kernel}

    @cached_property
    def trace(self) -> Trace:
        """The terms of Z."""
        return trace(self.image.shape, self.kernel.shape)

    def find_pixels(self, value: int, reversed_: bool = False) -> list[Pixel]:
        """Return all pixels of Z that hold a value, in reading order; or of the Z that a reversed kernel gives."""
        Z = self.Z_reversed if reversed_ else self.Z
        return [(int(i), int(j)) for i, j in np.argwhere(value == Z)]

    def write_sum(self, pixel: Pixel) -> Step:
        """Write out the sum of one element of Z, from the trace."""
        mine = self.trace.z == np.ravel_multi_index(pixel, self.Z.shape)
        kernel, image = self.kernel.ravel()[self.trace.w[mine]], self.image.ravel()[self.trace.x[mine]]
        terms = zip(kernel.tolist(), image.tolist(), strict=True)
        i, j = pixel
        says = f"Lay W on X with its upper left corner on row {i}, column {j}; multiply and add up."
        return Step(says, f"Z[{i}, {j}]", write_products(terms), str(self.Z[pixel]))

    def depart(self, letter: str, answer: Any) -> Departure | None:
        """Return where the answer of a slip departs.

        Of a size that is the window that would be the last, or where it does not lie on X the first, so that the answer
        itself is not told; of a pixel the window there.
        """
        rows, columns = self.Z.shape
        if letter == "a":
            return None
        if letter == "b":
            i, j = answer[0] - 1, answer[1] - 1
            place = (i, j) if 0 <= i < rows and 0 <= j < columns else (0, 0)
            return Departure("Z", place, f"row {i}, column {j}", str(self.Z[place]), says=COUNTED)
        right = {"c": int(self.Z.max()), "d": int(self.Z.min()), "e": 0}[letter]
        value, (i, j) = answer if letter != "e" else (0, answer)
        if not (i < rows and j < columns):
            return None
        if self.Z[i, j] == value:  # it is another value that was asked for
            i, j = self.find_pixels(right)[0]
        gives = int(self.Z[i, j])
        return Departure("Z", (i, j), str(value), str(gives), reveals=gives == right, says=LOOKED_UP)

    @part(
        "a",
        "ranges",
        "the limits of the sums over k1 and k2",
        essential=("last-bound-included", "row-column-swapped", "counted-from-1", "limits-of-x"),
    )
    def limits(self) -> Told:
        """Tell 2(a)."""
        rows, columns = self.kernel.shape
        has = f"{plural(rows, 'row')} and {plural(columns, 'column')}"
        yield right(f"W has {has}, counted from 0.", ((0, rows), (0, columns)))
        bound = "The last bound is included by mistake: the kernel has {}, so the largest index is one less than that."
        for more, what in (((0, 1), plural(columns, "column")), ((1, 0), plural(rows, "row")), ((1, 1), has)):
            yield slip("last-bound-included", bound.format(what), ((0, rows + more[0]), (0, columns + more[1])))
        yield slip(
            "counted-from-1",
            "The lengths are right, but rows and columns are counted from 0.",
            ((1, rows + 1), (1, columns + 1)),
        )
        yield slip(
            "row-column-swapped",
            "The two are exchanged: k1 goes over the rows of W, k2 over its columns.",
            ((0, columns), (0, rows)),
        )
        yield slip(
            "limits-of-x",
            "Those are the limits of X. The sums go over the elements of W.",
            tuple((0, n) for n in self.image.shape),
        )
        yield slip(
            "last-index-forgotten",
            "The last row and the last column are missing: with k < n the largest index is n - 1.",
            ((0, rows - 1), (0, columns - 1)),
        )
        yield slip(
            "first-index-forgotten",
            "The first row and the first column are missing: indices start at 0.",
            ((1, rows), (1, columns)),
        )
        yield slip(
            "counted-from-the-middle",
            "The indices of W start at its corner, at 0: there is none below.",
            ((-1, 2), (-1, 2)),
        )
        yield otherwise("The sums go over the rows and the columns of W, counted from 0; look at its shape.")
        yield from self.solve_limits(has)

    def solve_limits(self, has: str) -> Told:
        """Tell the hints and the solution of 2(a)."""
        rows, columns = self.kernel.shape
        yield Hint("Which elements does W have? k1 is the index of its rows, k2 that of its columns.")
        yield Hint("Indices start at 0, so the largest is one less than the number of rows, or of columns.")
        yield Step("k1 goes over the rows of W.", "rows of W", "", str(rows))
        yield Step("k2 goes over the columns of W.", "columns of W", "", str(columns))
        yield Step(f"W has {has}; their indices start at 0.")
        yield Step(f"So 0 <= k1 < {rows} and 0 <= k2 < {columns}: every element of W takes part once.")

    @part(
        "b",
        "shape",
        "the size of Z on valid pixels",
        essential=("row-column-swapped", "size-of-x", "last-window-forgotten", "full-for-valid"),
        words="a shape (rows, columns), such as (7, 8)",
    )
    def size(self) -> Told:
        """Tell 2(b)."""
        (H, W), (K1, K2) = self.image.shape, self.kernel.shape
        rows, columns = self.Z.shape
        yield right("The kernel fits at height - K1 + 1 rows and width - K2 + 1 columns.", (rows, columns))
        yield slip(
            "row-column-swapped",
            "The numbers are right, but the rows come first: (row, column).",
            (columns, rows),
        )
        yield slip(
            "size-of-x",
            'That is the size of X, and with "same" padding that of Z. On valid pixels a window that starts at the '
            "last row or column runs past the edge.",
            (H, W),
        )
        yield slip(
            "last-window-forgotten",
            "One row and one column are missing: the first window starts at 0, so there are height - K1 + 1 of them.",
            (H - K1, W - K2),
        )
        yield slip(
            "full-for-valid",
            "That is the full convolution, where the kernel may hang over the edge. Asked are the valid pixels.",
            (H + K1 - 1, W + K2 - 1),
        )
        yield otherwise("Count at how many rows, and at how many columns, the whole kernel lies on X.")
        yield Hint(
            "A pixel is valid if the whole kernel lies on X. How far down, and how far right, can its corner go?"
        )
        yield Hint(
            f"X has {plural(H, 'row')} and the kernel {K1}: the last window starts at row {H - K1}, the first at 0."
        )
        yield Step(
            "The windows start at row 0, 1 and so on, as long as the whole kernel lies on X.",
            "height - K1 + 1",
            f"{H} - {K1} + 1",
            str(rows),
        )
        yield Step("The same for the columns.", "width - K2 + 1", f"{W} - {K2} + 1", str(columns))

    @part(
        "c",
        "value",
        "the largest positive value of Z, and one pixel that has it",
        grid="Z",
        essential=MISPLACED,
    )
    def largest_positive(self) -> Told:
        """Tell 2(c)."""
        yield from self.tell_extreme(int(self.Z.max()), int(self.Z_reversed.max()), "largest positive")
        yield Hint(
            "Look for a window in which the positive weights meet large pixels, and the negative ones small pixels."
        )
        yield from self.tell_sums(int(self.Z.max()))

    @part(
        "d",
        "value",
        "the largest negative value of Z, and one pixel that has it",
        grid="Z",
        essential=(*MISPLACED, "sign-lost", "nearest-to-0"),
        examples=((-7, (0, 0)), (-8, (0, 0))),
    )
    def largest_negative(self) -> Told:
        """Tell 2(d)."""
        yield from self.tell_extreme(int(self.Z.min()), int(self.Z_reversed.min()), "largest negative")
        yield Hint(
            "It is the value furthest below 0: there positive weights meet small pixels, or negative ones large pixels."
        )
        yield from self.tell_sums(int(self.Z.min()))

    @part("e", "pixel", "one pixel where Z is 0", grid="Z", essential=MISPLACED)
    def zero(self) -> Told:
        """Tell 2(e)."""
        yield right("{there}: the products under the window add up to 0.", *self.find_pixels(0))
        yield from self.tell_misplaced(0, "{there}.")
        yield otherwise("{there}.")
        yield Hint("Z is 0 where the products under the window cancel, or are all 0.")
        yield from self.tell_sums(0)

    def tell_extreme(self, value: int, value_reversed: int, kind: str) -> Told:
        """Tell right answers and slips of a part that asks for an extreme of Z."""
        held = self.find_pixels(value)
        pixels = ", ".join(map(str, held[:-1])) + f" or {held[-1]}" if len(held) > 1 else str(held[0])
        yield right(
            "{there}, the " + kind + " value of Z.",
            *((value, pixel) for pixel in held),
            shown=f"{value}, at {pixels}",
        )
        wrong = "The value is right, the pixel is not: {there}"
        yield from self.tell_misplaced(value, f"{wrong}.", value)
        if value_reversed != value:
            yield slip(
                "kernel-reversed",
                f"That is the {kind} value if the kernel is reversed; here the kernel is laid on X as it stands.",
                *((value_reversed, pixel) for pixel in self.find_pixels(value_reversed, reversed_=True)),
            )
        yield when(f"{wrong}.", value=value)
        nearest = int(self.Z[self.Z < 0].max())
        if value < nearest:
            says = "{value} is the negative value nearest to 0; asked is the one largest in size."
            yield slip("nearest-to-0", says, *((nearest, p) for p in self.find_pixels(nearest)), value=nearest)
        yield when("{here} indeed, but it is not the " + kind + " value.", indeed=True)
        if value < 0:
            says = "The size is right; the sign is lost. Here signs matter."
            yield slip("sign-lost", says, *((-value, pixel) for pixel in held), value=-value)
        yield otherwise("{value} is not the " + kind + " value of Z. {not_there}.")

    def tell_misplaced(self, value: int, says: str, *given: int) -> Told:
        """Tell the known ways to a wrong pixel for a value."""
        held = self.find_pixels(value)

        def answers(pixels: list[Pixel]) -> list[Any]:
            return [(*given, pixel) if given else pixel for pixel in pixels if pixel not in held]

        yield slip(
            "row-column-swapped",
            f"{says} The pixel is written (column, row): pixels are (row, column), the row first.",
            *answers([(j, i) for i, j in held]),
        )
        yield slip(
            "kernel-reversed",
            f"{says} It is {value} if the kernel is reversed; here the kernel is laid on X as it stands.",
            *answers(self.find_pixels(value, reversed_=True)),
        )
        yield slip(
            "counted-from-1",
            f"{says} Rows and columns are counted from 0, not from 1.",
            *answers([(i + 1, j + 1) for i, j in held]),
        )

    def tell_sums(self, value: int) -> Told:
        """Tell the second hint, one sum that is not the answer, and the solution."""
        held = self.find_pixels(value)
        other = next((int(i), int(j)) for i, j in np.argwhere(value != self.Z))
        example = self.write_sum(other)
        yield Hint(f"Each element of Z is such a sum: {example.left} = {example.terms} = {example.result}.")
        yield from self.write_rows(held[0])
        yield self.write_sum(held[0])
        if len(held) > 1:
            yield Step(f"The same value stands at {', '.join(map(str, held[1:]))}.")

    def write_rows(self, pixel: Pixel) -> Told:
        """Read off what the window of a pixel holds, a step for each row of the kernel."""
        i, j = pixel
        columns = self.kernel.shape[1]
        for k1 in range(len(self.kernel)):
            row = ", ".join(map(str, self.image[i + k1, j : j + columns].tolist()))
            yield Step(f"On row {k1} of W lies row {i + k1} of X, from column {j} on.", f"row {i + k1}", "", row)
