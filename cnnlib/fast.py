"""From loops to matrix products: the fast path of the convolution and of its gradients, in NumPy alone.

A window is a row of numbers, and so is each kernel: a convolution is a matrix product. Chapter 6 walks there from the
six loops and shows the figures; the times quoted here are of the layers A to F that it names, in float32.

1. Lowering along the columns (Cho and Brand 2017): ``L[b, j, h, k2, n] = X[b, h, j*s2 + k2*d2, n]``. A window is then
   one run of K1*K2*C neighbours in L, so K2 copies of X do where im2col makes K1*K2: the copy of layer C takes 1.2 ms.
2. L is made for a block of about 2 MiB, which the processor's cache holds until it is used; no longer lowered tensor is
   ever in memory, so that a pass over C takes 7 MB where im2col takes 72.
3. Each run is copied as one item, however many numbers it has: the copy of B takes 0.5 ms instead of 1.6.
4. Many small products in one call of np.matmul, one or more for each row of Z: OpenBLAS has a path for small ones that
   packs nothing and starts no threads. With products a quarter as large, C and D take 1.1 times as long.
5. They write into Z itself: E takes 0.02 ms less of 0.22 than with a copy, and 0.08 less of 0.40 in float64.
6. The kernels start where a line of the cache does, so that no load of a vector needs two lines: C takes 1.2 times as
   long otherwise, 1.3 times in float64. NumPy's own arrays start anywhere.
7. Two threads share the blocks (NumPy lets go of the interpreter's lock): B and C are 1.7 to 1.9 times as fast. The
   first block is only half as large, lest both want the interpreter at the same time ever after: B gains 8 %.
8. The bias is added to whole rows of Z: E takes 1.4 times as long with an addition for each pixel.
9. Few output channels leave most of a vector empty: several neighbouring pixels are one row of a banded matrix. E takes
   1.3 times as long without.
10. One output channel: each pixel is multiplied by all weights; the terms of a window are added up along a diagonal.
   dJ/dX of E takes 5 times as long without, 3.5 times in float64.
11. dJ/dW: a product over 224 pixels or more, of several images, has fewer partial sums to add up. With a row of one
   image at a time, dJ/dW of C takes 1.1 times as long, that of D 1.2 times; both take 1.2 times as long with an eighth
   of the partial sums in one call of np.matmul.
12. Where windows and blocks lie is worked out once for the same sizes: A and E take 1.09 times as long without.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from itertools import product

import numpy as np

from cnnlib.arguments import Array
from cnnlib.machine import BUFFER, LINE, WORTHWHILE, Job, Scratch, aligned, run, small_products
from cnnlib.windows import Windows

# BUFFER is the size of a lowered block, in bytes.
PRODUCT = 10**6 if small_products() else 2**18  # multiplications in one product: above, OpenBLAS starts threads
HEIGHT, WIDTH = 14, 64  # pixels in one product at least, output channels at most
PIXELS, DEPTH = 48, 224  # pixels in one row of a block at least, of all its images; the same for dJ/dW
PARTS, STACK = 8, 2**19  # blocks at least, for two threads to share; partial sums of dJ/dW in one call

PIXEL = Windows(n=1, kernel=1, stride=1, dilation=1, start=0, count=1)

Block = tuple[slice, slice]  # samples, rows of Z


def correlate(X: Array, W: Array, Z: Array, rows: Windows, columns: Windows, bias: Array | None = None) -> None:
    """Write the convolution of X (contiguous) with W, and the bias added, into Z."""
    run(plan(X, W, Z, rows, columns, bias), len(X) * rows.count * columns.count * W.size)


def plan(X: Array, W: Array, Z: Array, rows: Windows, columns: Windows, bias: Array | None = None) -> list[Job]:
    """Choose by the number of output channels: diagonals for one, a band for few, plain windows for others."""
    outputs = W.shape[3]
    if outputs == 1 < X.shape[3] and (jobs := diagonals(X, W, Z, rows, columns, bias)):
        return jobs
    pixel = outputs * W.itemsize
    most = (2 if LINE % pixel else 1) * LINE // pixel  # a vector is as long as a line of the cache
    count = max((n for n in range(1, most + 1) if columns.count % n == 0), default=1)
    # A zero of the band may meet any number but an infinity.
    if count > 1 and columns.dilation == 1 and Z.flags.c_contiguous and np.isfinite(X).all():
        wide = np.zeros((W.shape[0], W.shape[1] + (count - 1) * columns.stride, W.shape[2], count, outputs), W.dtype)
        for i in range(count):
            wide[:, i * columns.stride : i * columns.stride + W.shape[1], :, i] = W
        columns = Windows(columns.n, wide.shape[1], count * columns.stride, 1, columns.start, columns.count // count)
        outputs *= count
        W, Z = wide.reshape(*wide.shape[:3], outputs), Z.reshape(*Z.shape[:2], columns.count, outputs)
    return products(X, W, Z, rows, columns, bias)


def products(X: Array, W: Array, Z: Array, rows: Windows, columns: Windows, bias: Array | None) -> list[Job]:
    """Multiply the windows of each lowered block by W; where not all K1 lines fit one product, add up several."""
    k1, k2, channels, outputs = W.shape
    if rows.are_positions and columns.are_positions and Z.flags.c_contiguous:
        X, Z, rows = flat(X), flat(Z), PIXEL
    kernels, line, side = aligned((k1 * k2 * channels, outputs), W.dtype), k2 * channels, part_of(outputs, WIDTH)
    kernels.reshape(W.shape)[...] = W
    lines = 1 if rows.dilation > 1 else max(1, min(k1, PRODUCT // (HEIGHT * line * side)))
    most = max(4, PRODUCT // (lines * line * side))
    offsets = None if bias is None else np.full((columns.count * outputs // len(bias), len(bias)), bias).reshape(-1)

    def work(block: Block, scratch: Scratch) -> None:
        L, target = lower(X, block, rows, columns, scratch), Z[block]
        for k in range(0, k1, lines):
            out = scratch(1, target.shape, Z.dtype) if k else target
            A = windows(L, k, min(lines, k1 - k), rows, target.shape[:3])
            B = split(kernels[k * line : (k + lines) * line], 1, side).swapaxes(0, 1)
            for part, tall in pieces(columns.count, most):
                tiles = split(split(out[:, :, part], 2, tall), 4, side).swapaxes(3, 4)
                np.matmul(split(A[:, :, part], 2, tall)[:, :, :, None], B, out=tiles)
            if k:
                target += out
        if offsets is not None:
            whole = target.reshape(*target.shape[:2], -1)
            whole += offsets

    return [partial(work, block) for block in blocks(len(X), channels * X.itemsize, rows, columns, W.size, PIXELS)]


def diagonals(X: Array, W: Array, Z: Array, rows: Windows, columns: Windows, bias: Array | None) -> list[Job]:
    """Multiply each pixel by all K1*K2 weights at once; what belongs to one pixel of Z then lies on a diagonal."""
    k1, k2, channels, _ = W.shape
    # All pixels in one line, with so many zeros behind each row and image that a window outside of X meets them.
    height, width = (
        max(n, n - axis.start, axis.count, axis.start + axis.span)
        for axis, n in zip((rows, columns), X.shape[1:3], strict=True)
    )
    images = BUFFER // ((k1 * k2 + channels) * height * width * X.itemsize)
    if images == 0 or (rows.stride, columns.stride) != (1, 1):
        return []
    first = rows.start * width + columns.start
    kernels, margin = np.ascontiguousarray(W.reshape(-1, channels)), max(0, -first)
    most = max(16, PRODUCT // W.size // 16 * 16)

    def work(samples: slice, scratch: Scratch) -> None:
        some, target = X[samples], Z[samples, ..., 0]
        shape = (len(some), height, width)
        size = margin + math.prod(shape)
        piece = -(-size // -(-size // most) // 16) * 16
        pixels = scratch(0, (channels, -(-size // piece) * piece), X.dtype)
        pixels[...] = 0
        pixels[:, margin:size].reshape(channels, *shape)[..., : X.shape[1], : X.shape[2]] = some.transpose(3, 0, 1, 2)
        terms = scratch(1, (k1 * k2, pixels.shape[1]), X.dtype)
        np.matmul(kernels, split(pixels, 1, piece).swapaxes(0, 1), out=split(terms, 1, piece).swapaxes(0, 1))
        last = ((len(some) - 1) * height + rows.count - 1) * width + columns.count
        (line, pixel), sums = terms.strides, scratch(2, shape, X.dtype)
        strides = (k2 * line + rows.dilation * width * pixel, line + columns.dilation * pixel, pixel)
        diagonal = np.ndarray((k1, k2, last), X.dtype, terms, (margin + first) * pixel, strides)
        diagonal.sum(axis=(0, 1), out=sums.reshape(-1)[:last])
        np.add(sums[:, : rows.count, : columns.count], 0 if bias is None else bias, out=target)

    return [partial(work, some) for some in parts(len(X), -(-len(X) // images))]


def weight_grad(
    dZ: Array, X: Array, w_shape: Sequence[int], rows: Windows, columns: Windows
) -> tuple[list[Job], Array]:
    """Return what to do for dJ/dW, and the two arrays that then add up to it, the same ones on any threads.

    The lowered X, transposed, times dZ, in tiles.
    """
    k1, k2, channels, outputs = w_shape
    weights = math.prod(w_shape)
    if rows.are_positions and columns.are_positions:
        X, dZ, rows = flat(X), flat(dZ), PIXEL
    lines, line, side = 1 if rows.dilation > 1 else k1, k2 * channels, part_of(outputs, WIDTH)
    tall = part_of(lines * line, max(WIDTH, PRODUCT // (DEPTH * side)))
    every = blocks(len(X), channels * X.itemsize, rows, columns, weights, DEPTH)
    sums = np.zeros((min(2, len(every)), k1 * line, outputs), dZ.dtype)

    def work(group: int, scratch: Scratch) -> None:
        for block in every[group :: len(sums)]:
            L, part = lower(X, block, rows, columns, scratch), dZ[block]
            slopes = part[0]
            if len(part) > 1:
                slopes = scratch(1, (part.shape[1], len(L), outputs), dZ.dtype)
                slopes.reshape(len(slopes), len(part), -1, outputs)[...] = part.swapaxes(0, 1)
            for k, (pixels, deep) in product(range(0, k1, lines), pieces(len(L), max(8, PRODUCT // (tall * side)))):
                A = split(split(windows(L, k, lines, rows, (1, *slopes.shape[:2]))[0, :, pixels], 1, deep), 3, tall)
                A, B = A.transpose(0, 1, 3, 4, 2), split(split(slopes[:, pixels], 1, deep), 3, side).swapaxes(2, 3)
                totals = split(split(sums[group, k * line : (k + lines) * line], 0, tall), 2, side).swapaxes(1, 2)
                some = max(1, STACK // (A.shape[0] * A.shape[1] * tall * outputs))
                for i in range(0, len(totals), some):
                    total = totals[i : i + some]
                    stack = scratch(2, (*A.shape[:2], *total.shape), dZ.dtype)
                    np.matmul(A[:, :, i : i + some, None], B[:, :, None], out=stack)
                    total += stack.sum(axis=(0, 1))

    return [partial(work, group) for group in range(len(sums))], sums.reshape(-1, *w_shape)


def input_grad(dZ: Array, W: Array, dX: Array, rows: Windows, columns: Windows) -> list[Job]:
    """Return what to do for dJ/dX: dZ convolved with the reversed kernel; with stride s, each s-th pixel by itself."""
    jobs = []
    for (i, up, above), (j, back, left) in product(rows.turned(), columns.turned()):
        target = dX[:, i :: rows.stride, j :: columns.stride]
        if up and back:
            jobs += plan(dZ, W.swapaxes(2, 3)[up][:, back], target, above, left)
        else:
            target[...] = 0  # no window reaches these pixels
    return jobs


@cache
def part_of(n: int, most: int) -> int:
    """Return the largest divisor of n from 16 to `most`, or n."""
    return max((d for d in range(16, min(n, most) + 1) if n % d == 0), default=n)


def pieces(n: int, most: int) -> list[tuple[slice, int]]:
    """Cut 0 .. n - 1 into equal pieces of at most `most`, and a rest if need be: where they are, how long each is."""
    step = n if n <= most else next((s for s in range(most // 4 * 4, most // 4, -4) if n % s == 0), most)
    whole = n // step * step
    return [(slice(whole), step)] + [(slice(whole, n), n - whole)] * (whole < n)


def parts(n: int, count: int) -> list[slice]:
    """Cut 0 .. n - 1 into `count` parts as equal as can be."""
    return [slice(n * i // count, n * (i + 1) // count) for i in range(count)]


def split(array: Array, axis: int, step: int) -> Array:
    """Return a view in which an axis is two: which part of `step` elements, which element of it."""
    return array.reshape(*array.shape[:axis], -1, step, *array.shape[axis + 1 :])


def flat(X: Array) -> Array:
    """Return a view in which each row of an image is an image."""
    return X.reshape(-1, 1, *X.shape[2:])


def inside(start: int, size: int, n: int) -> tuple[int, int]:
    """Return the range of those i = 0 .. size - 1 for which ``start + i`` is one of 0 .. n - 1."""
    return min(max(-start, 0), size), max(min(n - start, size), 0)


@lru_cache
def blocks(samples: int, item: int, rows: Windows, columns: Windows, weights: int, pixels: int) -> tuple[Block, ...]:
    """Cut the batch into blocks: as many images or rows as fit BUFFER when lowered, and `pixels` in a row at least."""
    line = columns.count * columns.kernel * item
    images = BUFFER // (line * rows.span)
    two = samples * rows.count * columns.count * weights >= WORTHWHILE
    if two:
        images = min(images, -(-samples // PARTS))
    images = max(1, min(samples, max(images, -(-pixels // columns.count))))
    overlap = rows.first(1).span
    count = -(-rows.count // max(1, (BUFFER // (line * images) - overlap) // rows.stride + 1))
    cuts = parts(rows.count, count)
    every = list(product([slice(b, b + images) for b in range(0, samples, images)], cuts))
    if two and cuts[0].stop > 1:  # half a block at first, lest both threads want the interpreter at the same time
        first, *others = every
        half = cuts[0].stop // 2
        every = [(first[0], slice(0, half)), *others, (first[0], slice(half, cuts[0].stop))]
    return tuple(every)


def lower(X: Array, block: Block, rows: Windows, columns: Windows, scratch: Scratch) -> Array:
    """Return L (images * columns, lines, K2 * C) of a block; what lies outside of X is 0."""
    samples, (_, height, width, channels) = len(X[block[0]]), X.shape
    if height == 1 and rows.are_positions and columns.are_positions:
        return X[block[0]].reshape(-1, 1, channels)
    at = (block[0].start, rows.start + block[1].start * rows.stride, columns.start)
    lines, span = rows.first(block[1].stop - block[1].start).span, columns.span
    (top, bottom), (left, right) = inside(at[1], lines, height), inside(at[2], span, width)
    if (bottom - top, right - left) != (lines, span):
        image = X[block[0], at[1] + top : at[1] + bottom, at[2] + left : at[2] + right]
        X, at = scratch(3, (samples, lines, span, channels), X.dtype), (0, 0, 0)
        X[:, :top] = X[:, bottom:] = X[:, :, :left] = X[:, :, right:] = 0
        X[:, top:bottom, left:right] = image
    run_length, runs = (columns.kernel, 1) if columns.dilation == 1 else (1, columns.kernel)
    item = np.dtype((np.void, run_length * channels * X.itemsize))
    sample, row, column, _ = X.strides
    shape = (samples, columns.count, lines, runs)
    strides = (sample, column * columns.stride, row, column * columns.dilation)
    L = scratch(0, (samples * columns.count, lines, columns.kernel * channels), X.dtype)
    offset = at[0] * sample + at[1] * row + at[2] * column
    L.reshape(*shape[:3], -1).view(item)[...] = np.ndarray(shape, item, X, offset, strides)
    return L


def windows(L: Array, k: int, lines: int, rows: Windows, shape: tuple[int, ...]) -> Array:
    """Return the view (images, row of Z, pixel, numbers) of `lines` lines of the windows, from kernel row k on."""
    pixel, line, element = L.strides
    strides = (len(L) // shape[0] * pixel, rows.stride * line, pixel, element)
    return np.ndarray((*shape, lines * L.shape[2]), L.dtype, L, k * rows.dilation * line, strides)
