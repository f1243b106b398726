"""The answer key that came with the problems: what it states, as text and in the form that the checker takes."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np

from cnnlib.arguments import Array


def key_sigmoid_slope(dU: Array, Z: Array) -> Array:
    """Return the key's 4(a), exactly as printed."""
    return np.asarray(dU * np.exp(-Z) / (1 + np.exp(-Z)) ** 2)


def key_weight_grad(dZ: Array, X: Array, w_shape: tuple[int, ...]) -> Array:
    """Return the key's 4(b): dZ and the shifted X, each summed over j1 and j2 on its own, multiplied.

    As it is printed, the right-hand side still depends on i, j1 and j2, which dJ/dW does not. The reading that is
    kindest to it adds up what is left over.
    """
    dW = np.empty(w_shape)
    _, rows, columns, _ = dZ.shape
    for k1 in range(w_shape[0]):
        for k2 in range(w_shape[1]):
            sums = X[:, k1 : k1 + rows, k2 : k2 + columns].sum(axis=(1, 2))
            dW[k1, k2] = sums.T @ dZ.sum(axis=(1, 2))
    return dW


def key_input_grad(dZ: Array, W: Array, x_shape: tuple[int, ...]) -> Array:
    """Return the key's 4(c): only k1 = k2 = 0 of the sum, so that pixel (j1, j2) of X gets from that of Z alone."""
    dX = np.zeros(x_shape)
    dX[:, : dZ.shape[1], : dZ.shape[2]] = dZ @ W[0, 0].T
    return dX


def key_subsample(X: Array, s: int) -> Array:
    """Return the key's sub-sampling of 5(c), exactly as printed."""
    return np.stack([X[:, s * k] for k in range((X.shape[1] - 1) // s + 1)], axis=1)


def key_pool(X: Array, p: int, s: int) -> Array:
    """Return the key's pooling of 5(c), exactly as printed: it asks for X[i, s*k + j, n] whether or not it exists."""
    windows = [[X[:, s * k + j] for j in range(p)] for k in range((X.shape[1] - 1) // s + 1)]
    return np.stack([np.max(window, axis=0) for window in windows], axis=1)


STATED = MappingProxyType(
    {
        "1a": "(100, 256, 256, 3)",
        "1b": "(40, 2400, 80)",
        "1c": "(32, 300, 512, 512, 3)",
        "2a": "0 <= k1 < 2, 0 <= k2 <= 2",
        "2b": "(5, 4)",
        "2c": "6, at (3, 1)",
        "2d": "-6, at (3, 0)",
        "2e": "(0, 1)",
        "3a": "both (46, 62, 20)",
        "3b": "10 and 20",
        "3c": '3*3*46*62 = 25,668, and "90 multiplications"',
        "3d": "3*3*10*20 + 20 = 1,820",
        "4a": "dJ/dU[i, j1, j2, m] * exp(-Z)/(1 + exp(-Z))^2, element by element",
        "4b": "dJ/dU * exp(-Z)/(1 + exp(-Z))^2 * (sum over j1, j2 of X[i, j1+k1, j2+k2, n])",
        "4c": "dJ/dU * exp(-Z)/(1 + exp(-Z))^2 * (sum over m of W[0, 0, n, m])",
        "5a": "[1, 3, 0, 1]",
        "5b": "[2, 3, 10, 1]",
        "5c": "y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j of X[i, s*k+j, n]; k = 0..floor((N-1)/s); "
        "both (B, floor((N-1)/s)+1, C)",
    }
)
"""What the key states, part by part."""

KEY: MappingProxyType[str, Any] = MappingProxyType(
    {
        "1a": (100, 256, 256, 3),
        "1b": (40, 2400, 80),
        "1c": (32, 300, 512, 512, 3),
        "2a": ((0, 2), (0, 3)),
        "2b": (5, 4),
        "2c": (6, (3, 1)),
        "2d": (-6, (3, 0)),
        "2e": (0, 1),
        "3a": (46, 62, 20),
        "3b": (10, 20),
        "3c": 25668,
        "3d": 1820,
        "4a": key_sigmoid_slope,
        "4b": key_weight_grad,
        "4c": key_input_grad,
        "5a": [1, 3, 0, 1],
        "5b": [2, 3, 10, 1],
        "5c": (key_subsample, key_pool),
    }
)
"""The key's answers in the form that `check` takes. For 4(b) and 4(c) in the reading that is kindest to the key."""
