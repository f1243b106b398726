"""Problem 2: a 2D convolution by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from cnnlib.answers.part import (
    Part,
    ShapePart,
    Slip,
    ValuePart,
    Verdict,
    read_pixel,
    read_sequence,
    read_whole,
)
from cnnlib.convolution import conv2d
from cnnlib.geometry import output_size
from cnnlib.problems import IMAGE, KERNEL

Pixel = tuple[int, int]

Z = conv2d(IMAGE, KERNEL)
Z_REVERSED = conv2d(IMAGE, KERNEL[::-1, ::-1])
HIGHEST, LOWEST = int(Z.max()), int(Z.min())
NEAREST_NEGATIVE = int(Z[Z < 0].max())


def find_pixels(value: int) -> tuple[Pixel, ...]:
    """Return all pixels of Z that hold `value`, in reading order."""
    return tuple((i, j) for i in range(Z.shape[0]) for j in range(Z.shape[1]) if Z[i, j] == value)


def is_inside(pixel: Pixel) -> bool:
    """Say whether Z has this pixel."""
    return pixel[0] in range(Z.shape[0]) and pixel[1] in range(Z.shape[1])


def describe_outside(pixel: Pixel) -> str:
    """Say that Z has no such pixel."""
    rows, columns = Z.shape
    return f"Z has no pixel {pixel}: its rows are 0 to {rows - 1}, its columns 0 to {columns - 1}."


def explain_pixel(pixel: Pixel, wanted: tuple[Pixel, ...], value: int) -> tuple[str, str]:
    """Return why `pixel`, which does not hold `value`, was taken for one that does, and the slip if it is known."""
    row, column = pixel
    here = f"Z[{row}, {column}] is {Z[pixel]}, not {value}." if is_inside(pixel) else describe_outside(pixel)
    if (column, row) in wanted:
        order = "The pixel is written (column, row): pixels are (row, column), the row first."
        return f"{here} {order}", "(column, row) for (row, column)"
    if is_inside(pixel) and value and Z_REVERSED[pixel] == value:
        reversed_ = f"It is {value} if the kernel is reversed; here the kernel is laid on X as it stands."
        return f"{here} {reversed_}", "kernel reversed"
    if (row - 1, column - 1) in wanted:
        return f"{here} Rows and columns are counted from 0, not from 1.", "counted from 1"
    return here, ""


class RangesPart(ValuePart):
    """A part that asks for two half-open ranges."""

    def read(self, answer: object) -> tuple[Pixel, Pixel]:
        """Read two half-open ranges."""
        ranges = read_sequence(answer)
        if len(ranges) != 2 or any(isinstance(r, range) and r.step != 1 for r in ranges):
            raise ValueError
        first, second = ((r.start, r.stop) if isinstance(r, range) else r for r in ranges)
        return read_pixel(first), read_pixel(second)


@dataclass(frozen=True, kw_only=True)
class ExtremePart(Part):
    """A part that asks for a value with its pixel, where the value is the largest of its kind."""

    value: int = field(repr=False)
    kind: str = field(repr=False)

    def read(self, answer: object) -> tuple[int, Pixel]:
        """Read a value with its pixel."""
        pair = read_sequence(answer)
        if len(pair) != 2:
            raise ValueError
        return read_whole(pair[0]), read_pixel(pair[1])

    def judge(self, value: tuple[int, Pixel]) -> Verdict:
        """Judge the value, and then the pixel."""
        number, pixel = value
        if number != self.value:
            return self.judge_wrong_number(number, pixel)
        if value in self.right:
            return self.verdict(True, f"Z[{pixel[0]}, {pixel[1]}] is {number}, the {self.kind} value of Z.")
        reason, slip = explain_pixel(pixel, find_pixels(number), number)
        return self.verdict(False, f"The value is right, the pixel is not: {reason}", slip=slip)

    def judge_wrong_number(self, number: int, pixel: Pixel) -> Verdict:
        """Say what is off about another value."""
        here = f"Z[{pixel[0]}, {pixel[1]}]"
        if self.value < 0 and number == NEAREST_NEGATIVE:
            nearest = f"{number} is the negative value nearest to 0; asked is the one largest in size."
            return self.verdict(False, nearest, slip="nearest to 0")
        if is_inside(pixel) and Z[pixel] == number:
            return self.verdict(False, f"{here} is {number} indeed, but it is not the {self.kind} value.")
        if number == abs(self.value):
            return self.verdict(False, "The size is right; the sign is lost. Here signs matter.", slip="sign lost")
        there = f"{here} is not {number}." if is_inside(pixel) else describe_outside(pixel)
        return self.verdict(False, f"{number} is not the {self.kind} value of Z. {there}")


class ZeroPart(Part):
    """A part that asks for a pixel at which Z is 0."""

    def read(self, answer: object) -> Pixel:
        """Read a pixel."""
        return read_pixel(answer)

    def judge(self, value: Pixel) -> Verdict:
        """Judge a pixel at which Z is 0."""
        if value in self.right:
            return self.verdict(True, f"Z[{value[0]}, {value[1]}] is 0: the products under the window cancel.")
        reason, slip = explain_pixel(value, self.right, 0)
        return self.verdict(False, reason, slip=slip)


rows, columns = KERNEL.shape
size = tuple(output_size(n, k) for n, k in zip(IMAGE.shape, KERNEL.shape, strict=True))
BOUND = "The last bound is included by mistake: the kernel has {} {}, so the largest index is one less than that."

PARTS = (
    RangesPart(
        name="2a",
        asked="the limits of the sums over k1 and k2",
        form="two half-open ranges with step 1, one for k1 and one for k2, such as ((0, 7), (0, 8)) or (range(7), "
        "range(8)) for 0 <= k1 < 7, 0 <= k2 < 8",
        shown=f"0 <= k1 < {rows}, 0 <= k2 < {columns}",
        right=(((0, rows), (0, columns)),),
        why=f"W has {rows} rows and {columns} columns, counted from 0.",
        advice="The sums go over the rows and the columns of W, counted from 0; look at its shape.",
        slips=(
            Slip(((0, rows), (0, columns + 1)), "<= for <", BOUND.format(columns, "columns")),
            Slip(((0, rows + 1), (0, columns)), "<= for <", BOUND.format(rows, "rows")),
            Slip(
                ((0, rows + 1), (0, columns + 1)),
                "<= for <",
                BOUND.format(f"{rows} rows and {columns}", "columns"),
            ),
            Slip(
                ((1, rows + 1), (1, columns + 1)),
                "counted from 1",
                "The lengths are right, but rows and columns are counted from 0.",
            ),
            Slip(
                tuple((0, n) for n in IMAGE.shape),
                "limits of X",
                "Those are the limits of X. The sums go over the elements of W.",
            ),
        ),
    ),
    ShapePart(
        name="2b",
        asked="the size of Z on valid pixels",
        form="a shape (rows, columns), such as (7, 8)",
        shown=str(size),
        right=(size,),
        why="The kernel fits at H - K1 + 1 rows and W - K2 + 1 columns.",
        advice="Count at how many rows, and at how many columns, the whole kernel lies on X.",
        slips=(
            Slip(
                size[::-1],
                "(column, row) for (row, column)",
                "The numbers are right, but the rows come first: (row, column).",
            ),
            Slip(
                IMAGE.shape,
                "size of X",
                "That is the size of X, and that of Z with zeros around X. On valid pixels a window that starts at the "
                "last row or column runs past the edge.",
            ),
            Slip(
                tuple(n - k for n, k in zip(IMAGE.shape, KERNEL.shape, strict=True)),
                "last window forgotten",
                "One row and one column are missing: the first window starts at 0, so there are H - K1 + 1 of them.",
            ),
            Slip(
                tuple(n + k - 1 for n, k in zip(IMAGE.shape, KERNEL.shape, strict=True)),
                "full instead of valid",
                "That is the full convolution, where the kernel may hang over the edge. Asked are the valid pixels.",
            ),
        ),
    ),
    ExtremePart(
        name="2c",
        asked="the largest positive value of Z, and one pixel that has it",
        form="a value with its pixel, (value, (row, column)), such as (7, (0, 0))",
        shown=f"{HIGHEST}, at " + ", ".join(map(str, find_pixels(HIGHEST)[:-1])) + f" or {find_pixels(HIGHEST)[-1]}",
        right=tuple((HIGHEST, pixel) for pixel in find_pixels(HIGHEST)),
        value=HIGHEST,
        kind="largest positive",
    ),
    ExtremePart(
        name="2d",
        asked="the largest negative value of Z, and one pixel that has it",
        form="a value with its pixel, (value, (row, column)), such as (-7, (0, 0))",
        shown=f"{LOWEST}, at " + ", ".join(map(str, find_pixels(LOWEST)[:-1])) + f" or {find_pixels(LOWEST)[-1]}",
        right=tuple((LOWEST, pixel) for pixel in find_pixels(LOWEST)),
        value=LOWEST,
        kind="largest negative",
    ),
    ZeroPart(
        name="2e",
        asked="one pixel where Z is 0",
        form="a pixel (row, column), such as (7, 8)",
        shown=" or ".join(map(str, find_pixels(0))),
        right=find_pixels(0),
    ),
)
