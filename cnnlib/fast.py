"""From loops to matrix products: the fast path of the convolution and of its gradients, in NumPy alone.

A window is a row of numbers, and so is each kernel: a convolution is a matrix product. Chapter 6 walks there from the
six loops and shows the figures; the times quoted here are of the layers A to F that it names, in float32.

1. Lowering along the columns (Cho and Brand 2017): ``L[b, j, h, k2, n] = X[b, h, j*s2 + k2*d2, n]``. A window is then
   one run of K1*K2*C neighbours in L, so K2 copies of X do where im2col makes K1*K2: the copy of layer C takes 1.2 ms.
2. L is made for a block of about 1 MiB, which the processor's cache holds until it is used; no longer lowered tensor is
   ever in memory, so that a pass over C takes 7 MB where im2col takes 72.
3. Each run is copied as one item, however many numbers it has: the copy of B takes 0.5 ms instead of 1.6.
4. Many small products in one call of np.matmul: OpenBLAS has a path for small ones that packs nothing and starts no
   threads. C is 1.6 times as fast with products of a million multiplications as with a quarter of that.
5. The kernels and the blocks start where a line of the cache does, so that no load of a vector needs two lines: C takes
   1.2 times as long otherwise, 1.3 times in float64. NumPy's own arrays start anywhere.
6. Two threads share the blocks (NumPy lets go of the interpreter's lock): B and C are 1.7 to 1.9 times as fast.
7. The bias is added to whole rows of Z: on E 0.03 ms instead of 0.16.
8. Few output channels leave most of the processor's lanes empty: several neighbouring pixels are one row of a banded
   matrix. In float64, dJ/dX of E takes 0.6 ms instead of 1.0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from cnnlib.arguments import Array
from cnnlib.machine import BUFFER, WORTHWHILE, Scratch, aligned, run, small_products

# BUFFER is the size of a lowered block, in bytes.
PRODUCT = 10**6 if small_products() else 2**18  # multiplications in one product: above, OpenBLAS starts threads
ROWS, HEIGHT, WIDTH, STACK = 48, 24, 64, 2**16  # of a block at least; of a product at least, at most; of dW's sums
PARTS = 8  # blocks that two threads can share evenly; dW has half as many partial sums

Block = tuple[slice, slice]  # samples, rows of Z


class Taps(NamedTuple):
    """Along one axis, element k of window i meets position ``start + i*stride + k*dilation``; 0 outside of X."""

    start: int
    stride: int
    dilation: int
    kernel: int
    size: int


def correlate(X: Array, W: Array, Z: Array, rows: Taps, columns: Taps, bias: Array | None = None) -> None:
    """Write the convolution of X (contiguous) with W into Z, in a banded form if that fills more lanes."""
    lanes, outputs = 64 // W.itemsize, W.shape[3]
    if outputs < lanes and columns.dilation == 1 and Z.flags.c_contiguous:
        counts = (n for n in range(1, lanes + 1) if columns.size % n == 0)
        length = {n: W.shape[1] + (n - 1) * columns.stride for n in counts}
        count = min(length, key=lambda n: length[n] * -(-n * outputs // lanes) / n)
        wide = np.zeros((W.shape[0], length[count], W.shape[2], count, outputs), W.dtype)
        for i in range(count):
            wide[:, i * columns.stride : i * columns.stride + W.shape[1], :, i] = W
        fewer = Taps(columns.start, count * columns.stride, 1, length[count], columns.size // count)
        merged = Z.reshape(*Z.shape[:2], fewer.size, count * outputs)
        lower_and_multiply(X, wide.reshape(*wide.shape[:3], -1), merged, rows, fewer, bias)
        if count == 1 or np.isfinite(Z).all():
            return  # else a zero of the band may have met an infinity
    lower_and_multiply(X, W, Z, rows, columns, bias)


def lower_and_multiply(X: Array, W: Array, Z: Array, rows: Taps, columns: Taps, bias: Array | None) -> None:
    """Multiply the windows of each lowered block by W; where not all K1 lines fit one product, add up several."""
    k1, k2, channels, outputs = W.shape
    multiplications = len(X) * rows.size * columns.size * W.size
    if pointwise(X, rows, columns) and Z.flags.c_contiguous:
        X, Z, rows = flat(X), flat(Z), rows._replace(size=1)
    kernels, line, side = aligned((k1 * k2 * channels, outputs), W.dtype), k2 * channels, part_of(outputs)
    kernels.reshape(W.shape)[...] = W
    lines = 1 if rows.dilation > 1 else max(1, min(k1, PRODUCT // (HEIGHT * line * side)))
    height = max(4, PRODUCT // (lines * line * side) // 4 * 4)
    offsets = None if bias is None else np.tile(bias, columns.size * outputs // len(bias))

    def work(block: Block, scratch: Scratch) -> None:
        L, count = lower(X, block, rows, columns, scratch), block[1].stop - block[1].start
        T = scratch(1, (count, len(L), outputs), Z.dtype)
        whole = len(L) // height * height
        for k in range(0, k1, lines):
            out = scratch(2, T.shape, Z.dtype) if k else T
            A = windows(L, k, min(lines, k1 - k), rows, count)
            B = split(kernels[k * line : (k + lines) * line], 1, side).swapaxes(0, 1)
            for part, tall in ((slice(whole), height), (slice(whole, len(L)), len(L) - whole)):
                if tall and part.stop:
                    tiles = split(split(out[:, part], 1, tall), 3, side).swapaxes(2, 3)
                    np.matmul(split(A[:, part], 1, tall)[:, :, None], B, out=tiles)
            if k:
                T += out
        target = Z[block]
        done = T.reshape(count, len(target), -1).swapaxes(0, 1)
        if offsets is None:
            target[...] = done.reshape(target.shape)
        else:
            np.add(done, offsets, out=target.reshape(done.shape))

    run(work, list(blocks(X, rows, columns, multiplications)), multiplications)


def weight_grad(dZ: Array, X: Array, dW: Array, rows: Taps, columns: Taps) -> None:
    """Write dJ/dW: the lowered X, transposed, times dZ, in tiles; the same sums in the same order on any threads."""
    k1, k2, channels, outputs = dW.shape
    multiplications = len(X) * rows.size * columns.size * dW.size
    if pointwise(X, rows, columns):
        X, dZ, rows = flat(X), flat(dZ), rows._replace(size=1)
    lines, line, side = 1 if rows.dilation > 1 else k1, k2 * channels, part_of(outputs)
    tall = part_of(lines * line)
    deep = max(8, PRODUCT // (tall * side) // 8 * 8)
    every = list(blocks(X, rows, columns, multiplications))
    sums = np.zeros((min(PARTS // 2, len(every)), k1 * line, outputs), dW.dtype)

    def work(group: int, scratch: Scratch) -> None:
        for block in every[group :: len(sums)]:
            L, count = lower(X, block, rows, columns, scratch), block[1].stop - block[1].start
            slopes, part = scratch(1, (count, len(L), outputs), dZ.dtype), dZ[block]
            slopes.reshape(count, len(part), -1, outputs)[...] = part.swapaxes(0, 1)
            some = max(1, STACK // (count * tall * side))
            for k in range(0, k1, lines):
                A = split(windows(L, k, lines, rows, count).swapaxes(1, 2), 1, tall)
                totals = split(sums[group, k * line : (k + lines) * line], 0, tall)
                for a, m, p in product(range(0, len(totals), some), range(0, outputs, side), range(0, len(L), deep)):
                    total = totals[a : a + some, :, m : m + side]
                    stack = scratch(2, (count, *total.shape), dW.dtype)
                    np.matmul(A[:, a : a + some, :, p : p + deep], slopes[:, None, p : p + deep, m : m + side], stack)
                    total += stack.sum(axis=0)

    run(work, range(len(sums)), multiplications)
    sums.sum(axis=0, out=dW.reshape(sums.shape[1:]))


def input_grad(dZ: Array, W: Array, dX: Array, rows: Taps, columns: Taps) -> None:
    """Write dJ/dX: dZ convolved with the reversed kernel; with stride s, s*s such passes, each to every s-th pixel."""
    for i, up, above in phases(rows, dX.shape[1]):
        for j, back, left in phases(columns, dX.shape[2]):
            target = dX[:, i :: rows.stride, j :: columns.stride]
            if up and back:
                correlate(dZ, W.swapaxes(2, 3)[up][:, back], target, above, left)
            else:
                target[...] = 0  # no window reaches these pixels


def phases(axis: Taps, n: int) -> Iterator[tuple[int, list[int], Taps]]:
    """For each phase i of the pixels ``i + q*stride``: the kernel elements they meet, and where in dZ, as taps of q."""
    for i in range(min(axis.stride, n)):
        met = [k for k in range(axis.kernel) if (i - axis.start - k * axis.dilation) % axis.stride == 0][::-1]
        start = (i - axis.start - met[0] * axis.dilation) // axis.stride if met else 0
        dilation = axis.dilation // math.gcd(axis.stride, axis.dilation)
        yield i, met, Taps(start, 1, dilation, len(met), len(range(i, n, axis.stride)))


def part_of(n: int) -> int:
    """Return the largest divisor of n from 16 to WIDTH, or n."""
    return max((d for d in range(16, min(n, WIDTH) + 1) if n % d == 0), default=n)


def split(array: Array, axis: int, step: int) -> Array:
    """Return a view in which an axis is two: which part of `step` elements, which element of it."""
    return array.reshape(*array.shape[:axis], -1, step, *array.shape[axis + 1 :])


def pointwise(X: Array, rows: Taps, columns: Taps) -> bool:
    """Whether each window is one pixel, so that X is lowered as it is."""
    return (rows, columns) == tuple(Taps(0, 1, 1, 1, n) for n in X.shape[1:3])


def flat(X: Array) -> Array:
    """Return a view in which each row of an image is an image."""
    return X.reshape(-1, 1, *X.shape[2:])


def blocks(X: Array, rows: Taps, columns: Taps, multiplications: int) -> Iterator[Block]:
    """Cut the batch into blocks: as many images or rows as fit BUFFER when lowered, and enough for a tall product."""
    line = columns.size * columns.kernel * X.shape[3] * X.itemsize
    overlap = (rows.kernel - 1) * rows.dilation + 1
    images = BUFFER // (line * ((rows.size - 1) * rows.stride + overlap))
    if multiplications >= WORTHWHILE:
        images = min(images, -(-len(X) // PARTS))
    images = max(1, min(len(X), max(images, -(-ROWS // columns.size))))
    parts = -(-rows.size // max(1, (BUFFER // (line * images) - overlap) // rows.stride + 1))
    for b, i in product(range(0, len(X), images), range(parts)):
        yield np.s_[b : min(b + images, len(X)), rows.size * i // parts : rows.size * (i + 1) // parts]


def lower(X: Array, block: Block, rows: Taps, columns: Taps, scratch: Scratch) -> Array:
    """Return L (images * columns, lines, K2 * C) of a block; what lies outside of X is 0."""
    samples, (_, height, width, channels) = len(X[block[0]]), X.shape
    if height == 1 and pointwise(X, rows, columns):
        return X[block[0]].reshape(-1, 1, channels)
    start, stride, dilation, kernel, size = columns
    first = rows.start + block[1].start * rows.stride
    lines = (block[1].stop - block[1].start - 1) * rows.stride + (rows.kernel - 1) * rows.dilation + 1
    top, bottom = inside(first, 1, lines, height)
    left, right = inside(start, stride, size, width - (kernel - 1) * dilation)  # windows without a column outside of X
    L = scratch(0, (samples, size, lines, kernel, channels), X.dtype)
    L[:, :, :top] = L[:, :, bottom:] = 0
    L[:, :left, top:bottom] = L[:, max(left, right) :, top:bottom] = 0
    source = X[block[0], first + top : first + bottom]
    for k in range(kernel if left or right < size else 0):
        some = inside(start + k * dilation, stride, size, width)
        for a, b in ((some[0], min(left, some[1])), (max(left, right, some[0]), some[1])):
            if a < b:
                at = start + k * dilation + a * stride
                L[:, a:b, top:bottom, k] = source[:, :, at : at + (b - a) * stride : stride].swapaxes(1, 2)
    if left < right and top < bottom:
        run_length, taps = (kernel, 1) if dilation == 1 else (1, kernel)
        item = np.dtype((np.void, run_length * channels * X.itemsize))
        sample, row, column, _ = X.strides
        offset = block[0].start * sample + (first + top) * row + (start + left * stride) * column
        shape, strides = (samples, right - left, bottom - top, taps), (sample, stride * column, row, dilation * column)
        target = L.reshape(samples, size, lines, -1).view(item)[:, left:right, top:bottom]
        target[...] = np.ndarray(shape, item, X, offset, strides)
    return L.reshape(samples * size, lines, -1)


def inside(start: int, stride: int, size: int, n: int) -> tuple[int, int]:
    """Return the range of those i = 0 .. size - 1 for which ``start + i*stride`` is one of 0 .. n - 1."""
    first, stop = -(start // stride), -((start - n) // stride)
    return min(max(first, 0), size), min(max(stop, 0), size)


def windows(L: Array, k: int, lines: int, rows: Taps, count: int) -> Array:
    """Return the view (row of Z, pixel, numbers) of `lines` lines of the windows, from kernel row k on."""
    pixel, line, element = L.strides
    shape, strides = (count, len(L), lines * L.shape[2]), (rows.stride * line, pixel, element)
    return np.ndarray(shape, L.dtype, L, k * rows.dilation * line, strides)
