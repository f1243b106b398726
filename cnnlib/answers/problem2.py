"""Problem 2: a 2D convolution by hand."""

from __future__ import annotations

from collections.abc import Callable

from cnnlib.answers.part import (
    Part,
    Slip,
    Verdict,
    by_value,
    read_pixel,
    read_sequence,
    read_shape,
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


def pixels(value: int) -> tuple[Pixel, ...]:
    """Return all pixels of Z that hold `value`, in reading order."""
    return tuple((i, j) for i in range(Z.shape[0]) for j in range(Z.shape[1]) if Z[i, j] == value)


def inside(pixel: Pixel) -> bool:
    """Say whether Z has this pixel."""
    return pixel[0] in range(Z.shape[0]) and pixel[1] in range(Z.shape[1])


def about_pixel(part: Part, pixel: Pixel, wanted: tuple[Pixel, ...], value: int) -> Verdict:
    """Say why `pixel`, which does not hold `value`, was taken for one that does."""
    row, column = pixel
    here = f"Z[{row}, {column}] is {Z[pixel]}, not {value}." if inside(pixel) else outside(pixel)
    if (column, row) in wanted:
        return part.says(
            False,
            f"{here} The pixel is written (column, row): pixels are (row, column), the row first.",
            slip="(column, row) for (row, column)",
        )
    if inside(pixel) and value and Z_REVERSED[pixel] == value:
        return part.says(
            False,
            f"{here} It is {value} if the kernel is reversed; here the kernel is laid on X as it stands.",
            slip="kernel reversed",
        )
    if (row - 1, column - 1) in wanted:
        return part.says(False, f"{here} Rows and columns are counted from 0, not from 1.", slip="counted from 1")
    return part.says(False, here)


def outside(pixel: Pixel) -> str:
    """Say that Z has no such pixel."""
    rows, columns = Z.shape
    return f"Z has no pixel {pixel}: its rows are 0 to {rows - 1}, its columns 0 to {columns - 1}."


def extreme(value: int, kind: str) -> Callable[[Part, object], Verdict]:
    """Judge a value with its pixel, where the value is the largest of its kind."""

    def judge(part: Part, answer: object) -> Verdict:
        pair = read_sequence(part, answer)
        if len(pair) != 2:
            raise ValueError(part.complaint(answer))
        given, pixel = read_whole(part, pair[0], answer), read_pixel(part, pair[1], answer)
        wanted = pixels(value)
        if given == value:
            if pixel in wanted:
                return part.says(True, f"Z[{pixel[0]}, {pixel[1]}] is {value}, the {kind} value of Z.")
            about = about_pixel(part, pixel, wanted, value)
            return part.says(False, f"The value is right, the pixel is not: {about.reason}", slip=about.slip)
        if value < 0 and given == NEAREST_NEGATIVE:
            return part.says(
                False,
                f"{given} is the negative value nearest to 0; asked is the one largest in size.",
                slip="nearest to 0",
            )
        if inside(pixel) and Z[pixel] == given:
            return part.says(False, f"Z[{pixel[0]}, {pixel[1]}] is {given} indeed, but it is not the {kind} value.")
        if given == abs(value):
            return part.says(False, "The size is right; the sign is lost. Here signs matter.", slip="sign lost")
        there = f"Z[{pixel[0]}, {pixel[1]}] is not {given}." if inside(pixel) else outside(pixel)
        return part.says(False, f"{given} is not the {kind} value of Z. {there}")

    return judge


def zero(part: Part, answer: object) -> Verdict:
    """Judge a pixel at which Z is 0."""
    pixel = read_pixel(part, answer)
    if pixel in part.right:
        return part.says(True, f"Z[{pixel[0]}, {pixel[1]}] is 0: the products under the window cancel.")
    return about_pixel(part, pixel, part.right, 0)


def read_ranges(part: Part, answer: object) -> tuple[Pixel, Pixel]:
    """Read two half-open ranges."""
    ranges = read_sequence(part, answer)
    if len(ranges) != 2 or any(isinstance(r, range) and r.step != 1 for r in ranges):
        raise ValueError(part.complaint(answer))
    first, second = ((r.start, r.stop) if isinstance(r, range) else r for r in ranges)
    return read_pixel(part, first, answer), read_pixel(part, second, answer)


rows, columns = KERNEL.shape
size = tuple(output_size(n, k) for n, k in zip(IMAGE.shape, KERNEL.shape, strict=True))
BOUND = "The last bound is included by mistake: the kernel has {} {}, so the largest index is one less than that."

PARTS = (
    Part(
        "2a",
        "the limits of the sums over k1 and k2",
        "two half-open ranges with step 1, one for k1 and one for k2, such as ((0, 7), (0, 8)) or (range(7), range(8)) "
        "for 0 <= k1 < 7, 0 <= k2 < 8",
        f"0 <= k1 < {rows}, 0 <= k2 < {columns}",
        (((0, rows), (0, columns)),),
        by_value(
            read_ranges,
            f"W has {rows} rows and {columns} columns, counted from 0.",
            lambda given: "The sums go over the rows and the columns of W, counted from 0; look at its shape.",
        ),
        (
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
    Part(
        "2b",
        "the size of Z on valid pixels",
        "a shape (rows, columns), such as (7, 8)",
        str(size),
        (size,),
        by_value(
            read_shape,
            "The kernel fits at H - K1 + 1 rows and W - K2 + 1 columns.",
            lambda given: "Count at how many rows, and at how many columns, the whole kernel lies on X.",
        ),
        (
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
    Part(
        "2c",
        "the largest positive value of Z, and one pixel that has it",
        "a value with its pixel, (value, (row, column)), such as (7, (0, 0))",
        f"{HIGHEST}, at " + ", ".join(map(str, pixels(HIGHEST)[:-1])) + f" or {pixels(HIGHEST)[-1]}",
        tuple((HIGHEST, pixel) for pixel in pixels(HIGHEST)),
        extreme(HIGHEST, "largest positive"),
    ),
    Part(
        "2d",
        "the largest negative value of Z, and one pixel that has it",
        "a value with its pixel, (value, (row, column)), such as (-7, (0, 0))",
        f"{LOWEST}, at " + ", ".join(map(str, pixels(LOWEST)[:-1])) + f" or {pixels(LOWEST)[-1]}",
        tuple((LOWEST, pixel) for pixel in pixels(LOWEST)),
        extreme(LOWEST, "largest negative"),
    ),
    Part(
        "2e",
        "one pixel where Z is 0",
        "a pixel (row, column), such as (7, 8)",
        " or ".join(map(str, pixels(0))),
        pixels(0),
        zero,
    ),
)
