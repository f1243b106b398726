"""What the explorers of the chapters compute with: the problems' numbers, and small ones where these give none."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnlib.arguments import Array
from cnnlib.convolution import conv2d
from cnnlib.problems.homework import KERNEL, SIGNAL

# As large as Problem 2's image, which it stands in for where the problem's own result is not to be seen.
PICTURE = np.array([[int(pixel) for pixel in row] for row in ("00200", "02220", "22222", "11111", "13101", "11101")])


@lru_cache(maxsize=100)  # the activation and the key do not change them
def make_tensors(samples: int, inputs: int, outputs: int, rows: int, columns: int) -> tuple[Array, Array, Array, Array]:
    """Return X, W, b and Z: a picture and Problem 2's W as the first sample and channel, small whole numbers elsewhere.

    Problem 2's X would have its Z here, which that problem asks for.
    """
    i, j1, j2, n = np.ogrid[:samples, : PICTURE.shape[0], : PICTURE.shape[1], :inputs]
    X = (3 * i + j1 + 2 * j2 + 5 * n) % 4
    X[0, :, :, 0] = PICTURE
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
