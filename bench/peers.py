"""Other formulations of a convolution, as they are usually written: what cnnlib is measured against.

Each is a pair of functions on X (B, H, W, C), W (K1, K2, C, M), b (M,), with one stride and one padding:
forward(X, W, b, stride, padding) and backward(dZ, X, W, stride, padding) -> dX, dW, db.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def pad(X, p):
    return np.pad(X, ((0, 0), (p, p), (p, p), (0, 0))) if p else X


def crop(X, p):
    return X[:, p : X.shape[1] - p, p : X.shape[2] - p] if p else X


def windows(X, W, s, p):
    """(B, H', W', C, K1, K2), a view."""
    return sliding_window_view(pad(X, p), W.shape[:2], axis=(1, 2))[:, ::s, ::s]


def spread(dZ, x_shape, W, s, p):
    """dZ with the gaps of the stride and with a border, so that dX is a plain convolution of it."""
    (k1, k2), (height, width) = W.shape[:2], (n + 2 * p for n in x_shape[1:3])
    wide = np.zeros((len(dZ), height + k1 - 1, width + k2 - 1, dZ.shape[3]), dZ.dtype)
    wide[:, k1 - 1 : k1 - 1 + dZ.shape[1] * s : s, k2 - 1 : k2 - 1 + dZ.shape[2] * s : s] = dZ
    return wide


def turned(W):
    return np.ascontiguousarray(W[::-1, ::-1].swapaxes(2, 3))


# Six nested loops.


def loops_forward(X, W, b, s, p):
    X = pad(X, p)
    (k1, k2, _, outputs), (samples, height, width, _) = W.shape, X.shape
    Z = np.empty((samples, (height - k1) // s + 1, (width - k2) // s + 1, outputs), X.dtype)
    numbers, weights, offsets = X.tolist(), W.tolist(), b.tolist()
    for i in range(samples):
        for j1 in range(Z.shape[1]):
            for j2 in range(Z.shape[2]):
                for m in range(outputs):
                    total = offsets[m]
                    for a in range(k1):
                        for c in range(k2):
                            for x, w in zip(numbers[i][j1 * s + a][j2 * s + c], weights[a][c], strict=True):
                                total += x * w[m]
                    Z[i, j1, j2, m] = total
    return Z


# A view of all windows, and one call that adds up.


def einsum_forward(X, W, b, s, p):
    return np.einsum("bijnkl,klnm->bijm", windows(X, W, s, p), W) + b


def einsum_backward(dZ, X, W, s, p):
    dX = np.einsum("bijmkl,klmn->bijn", windows(spread(dZ, X.shape, W, s, p), W, 1, 0), turned(W))
    dW = np.einsum("bijnkl,bijm->klnm", windows(X, W, s, p), dZ)
    return crop(dX, p), dW, dZ.sum(axis=(0, 1, 2))


def tensordot_forward(X, W, b, s, p):
    return np.tensordot(windows(X, W, s, p), W, axes=((4, 5, 3), (0, 1, 2))) + b


def tensordot_backward(dZ, X, W, s, p):
    dX = np.tensordot(windows(spread(dZ, X.shape, W, s, p), W, 1, 0), turned(W), axes=((4, 5, 3), (0, 1, 2)))
    dW = np.tensordot(windows(X, W, s, p), dZ, axes=((0, 1, 2), (0, 1, 2))).transpose(1, 2, 0, 3)
    return crop(dX, p), dW, dZ.sum(axis=(0, 1, 2))


# im2col: all windows are copied into the rows of one matrix.


def columns(X, W, s, p):
    return windows(X, W, s, p).transpose(0, 1, 2, 4, 5, 3).reshape(-1, W[..., 0].size)


def im2col_forward(X, W, b, s, p):
    view = windows(X, W, s, p)
    Z = columns(X, W, s, p) @ W.reshape(-1, W.shape[3])
    Z += b
    return Z.reshape(*view.shape[:3], -1)


def im2col_backward(dZ, X, W, s, p):
    flat, (k1, k2, channels, outputs) = dZ.reshape(-1, W.shape[3]), W.shape
    dW = (columns(X, W, s, p).T @ flat).reshape(W.shape)
    met = (flat @ W.reshape(-1, outputs).T).reshape(*dZ.shape[:3], k1, k2, channels)
    dX = np.zeros((len(X), X.shape[1] + 2 * p, X.shape[2] + 2 * p, channels), X.dtype)
    for a in range(k1):
        for c in range(k2):
            dX[:, a : a + dZ.shape[1] * s : s, c : c + dZ.shape[2] * s : s][:, : dZ.shape[1], : dZ.shape[2]] += met[
                :, :, :, a, c
            ]
    return crop(dX, p), dW, flat.sum(axis=0)


# im2col with index arrays and channels first, as in numpy-ml and in many courses.


def places(x_shape, W, s, p):
    _, height, width, channels = x_shape
    k1, k2 = W.shape[:2]
    rows, cols = (height + 2 * p - k1) // s + 1, (width + 2 * p - k2) // s + 1
    i = np.tile(np.repeat(np.arange(k1), k2), channels)[:, None] + s * np.repeat(np.arange(rows), cols)
    j = np.tile(np.arange(k2), k1 * channels)[:, None] + s * np.tile(np.arange(cols), rows)
    return np.repeat(np.arange(channels), k1 * k2)[:, None], i, j, rows, cols


def gathered(X, W, s, p):
    n, i, j, rows, cols = places(X.shape, W, s, p)
    found = pad(X, p).transpose(0, 3, 1, 2)[:, n, i, j]
    return found.transpose(1, 2, 0).reshape(len(n), -1), rows, cols


def index_forward(X, W, b, s, p):
    found, rows, cols = gathered(X, W, s, p)
    Z = W.transpose(3, 2, 0, 1).reshape(W.shape[3], -1) @ found
    return Z.reshape(-1, rows, cols, len(X)).transpose(3, 1, 2, 0) + b


def index_backward(dZ, X, W, s, p):
    found, _, _ = gathered(X, W, s, p)
    k1, k2, channels, outputs = W.shape
    flat = dZ.transpose(3, 1, 2, 0).reshape(outputs, -1)
    dW = (flat @ found.T).reshape(outputs, channels, k1, k2).transpose(2, 3, 1, 0)
    met = W.transpose(3, 2, 0, 1).reshape(outputs, -1).T @ flat
    dX = np.zeros((len(X), channels, X.shape[1] + 2 * p, X.shape[2] + 2 * p), X.dtype)
    n, i, j, _, _ = places(X.shape, W, s, p)
    np.add.at(dX, (slice(None), n, i, j), met.reshape(len(n), -1, len(X)).transpose(2, 0, 1))
    return crop(dX.transpose(0, 2, 3, 1), p), dW, dZ.sum(axis=(0, 1, 2))


PEERS = {
    "sliding windows + einsum": (einsum_forward, einsum_backward),
    "index arrays, as in numpy-ml": (index_forward, index_backward),
    "sliding windows + tensordot": (tensordot_forward, tensordot_backward),
    "im2col, one product": (im2col_forward, im2col_backward),
}
