"""What the explorers of the chapters compute with: the problems' numbers, and small ones where these give none."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnlib.arguments import Array
from cnnlib.convolution import conv2d
from cnnlib.problems.homework import IMAGE, KERNEL, SIGNAL


@lru_cache(maxsize=100)  # the activation and the key do not change them
def make_tensors(samples: int, inputs: int, outputs: int, rows: int, columns: int) -> tuple[Array, Array, Array, Array]:
    """Return X, W, b and Z: Problem 2's X and W as the first sample and channel, small whole numbers elsewhere."""
    i, j1, j2, n = np.ogrid[:samples, : IMAGE.shape[0], : IMAGE.shape[1], :inputs]
    X = (3 * i + j1 + 2 * j2 + 5 * n) % 4
    X[0, :, :, 0] = IMAGE
    k1, k2, n, m = np.ogrid[:rows, :columns, :inputs, :outputs]
    W = (k1 + 2 * k2 + n + 2 * m) % 3 - 1
    corner = KERNEL[:rows, :columns]
    W[: corner.shape[0], : corner.shape[1], 0, 0] = corner
    b = np.arange(outputs)
    return X, W, b, conv2d(X, W, b)


def make_upstream_gradient(z_shape: tuple[int, ...]) -> Array:
    """Return dJ/dU: small whole numbers of both signs, with which the key's 4(c) is wrong at pixel (2, 2) too."""
    i, j1, j2, m = np.indices(z_shape)
    return np.asarray((2 * i + 2 * j1 + j2 + m) % 5 - 1)


def make_signal(samples: int, channels: int, length: int) -> Array:
    """Return Problem 5's signal, (N,); or with others of small whole numbers beside it, (B, N, C)."""
    i, j, n = np.ogrid[:samples, :length, :channels]
    X = (3 * i + 5 * j + 7 * n) % 11
    X[0, :, 0] = SIGNAL[:length]
    return np.asarray(X if samples * channels > 1 else X[0, :, 0])
