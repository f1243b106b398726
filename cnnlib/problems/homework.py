"""The numbers that the homework gives, each in one place. The arrays are read-only."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from cnnlib.arguments import Array


def read_only(values: object) -> Array:
    """Return a read-only array of integers."""
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array


# Problem 1: three data sets.
IMAGE_DATA = MappingProxyType({"count": 100, "rows": 256, "columns": 256, "channels": 3})
EEG_DATA = MappingProxyType({"count": 40, "rate": 240, "seconds": 10, "channels": 80})
VIDEO_DATA = MappingProxyType({"count": 32, "rate": 30, "seconds": 10, "rows": 512, "columns": 512, "channels": 3})

# Problem 2: an image of 6 rows and 5 columns, and a kernel that finds vertical edges.
IMAGE = read_only(
    [
        [0, 0, 0, 0, 0],
        [0, 3, 3, 3, 0],
        [0, 3, 3, 3, 0],
        [0, 3, 2, 3, 0],
        [0, 3, 2, 3, 0],
        [0, 0, 0, 0, 0],
    ]
)
KERNEL = read_only([[1, -1], [1, -1]])

# Problem 3: one layer; (row, column, channel) and (row, column, input channel, output channel).
LAYER_X = (48, 64, 10)
LAYER_W = (3, 3, 10, 20)

# Problem 5: a signal, and the stride and pool size of parts (a) and (b).
SIGNAL = read_only([1, 2, 3, 2, 0, 10, 1, 0])
SIGNAL_STRIDE = 2
SIGNAL_POOL = 2


def make_example() -> tuple[Array, Array, Array]:
    """Return X (2, 3, 4, 1), W (2, 2, 1, 2) and dU (2, 2, 3, 2) for Problem 4, which gives no numbers itself."""
    X = [[[2, 0, 1, 3], [1, 4, 0, 2], [3, 1, 2, 0]], [[0, 3, 1, 1], [2, 1, 0, 4], [1, 0, 3, 2]]]
    W = [[[1, 2], [-1, 1]], [[3, -2], [0, 1]]]
    dU = (
        [[[1, 0], [-2, 1], [0, 3]], [[2, -1], [1, 1], [-1, 2]]],
        [[[0, 2], [1, -1], [3, 0]], [[-1, 1], [2, 0], [1, -2]]],
    )
    return read_only(X)[..., None], read_only(W)[:, :, None, :], read_only(dU)
