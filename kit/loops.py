"""The right answers to the parts of a problem by plain loops: a second way, that has nothing from cnnlib."""

from functools import lru_cache
from typing import Any

import numpy as np

from kit import oracles


def right_answers(problem: Any, name: str) -> list[Any]:
    """Return all right answers to a part."""
    if name[0] == "1":
        numbers = problem.recordings["abc".index(name[1])].numbers
        steps = [sum(numbers["rate"] for _ in range(numbers["seconds"]))] if "rate" in numbers else []
        space = [numbers["rows"], numbers["columns"]] if "rows" in numbers else []
        return [(numbers["count"], *steps, *space, numbers["channels"])]
    if name[0] == "2":
        Z = convolve(problem)
        pixels = [(i, j) for i in range(len(Z)) for j in range(len(Z[0]))]
        highest, lowest = max(map(max, Z)), min(map(min, Z))
        return {
            "2a": [tuple((0, len(axis)) for axis in (problem.kernel, problem.kernel[0]))],
            "2b": [(len(Z), len(Z[0]))],
            "2c": [(highest, (i, j)) for i, j in pixels if Z[i][j] == highest],
            "2d": [(lowest, (i, j)) for i, j in pixels if Z[i][j] == lowest],
            "2e": [(i, j) for i, j in pixels if Z[i][j] == 0],
        }[name]
    if name[0] == "3":
        (H, W, C), (K1, K2, _, M) = problem.x_shape, problem.w_shape
        rows = sum(1 for i in range(H) if i + K1 <= H)
        columns = sum(1 for j in range(W) if j + K2 <= W)
        products = sum(C for _ in np.ndindex(K1, K2))
        return {
            "3a": [(rows, columns, M)],
            "3b": [(C, M)],
            "3c": [sum(columns * products * M for _ in range(rows))],
            "3d": [sum(products + 1 for _ in range(M))],
        }[name]
    if name[0] == "4":
        return [weight_element(problem) if name == "4b" else input_element(problem)]
    x, s, p = problem.x.tolist(), problem.stride, problem.size
    windows = [[x[k + j] for j in range(p) if k + j < len(x)] for k in range(len(x)) if k % s == 0]
    return [[window[0] if name == "5a" else sorted(window)[-1] for window in windows]]


@lru_cache(maxsize=1)  # its parts follow each other
def convolve(problem: Any) -> list[list[int]]:
    """Return Z of Problem 2."""
    Z = oracles.conv2d(problem.image[None, :, :, None], problem.kernel[:, :, None, None])
    return [list(map(int, row)) for row in Z[0, :, :, 0]]


def weight_element(problem: Any) -> int:
    """Return the element of dJ/dW that is asked for."""
    k1, k2, n, m = problem.weight
    places = np.ndindex(problem.dZ.shape[:3])
    return sum(int(problem.dZ[i, a, b, m]) * int(problem.X[i, a + k1, b + k2, n]) for i, a, b in places)


def input_element(problem: Any) -> int:
    """Return the element of dJ/dX that is asked for: each window that contains the pixel, with its weight there."""
    i, j1, j2, n = problem.pixel
    total = 0
    for a, b, m in np.ndindex(problem.dZ.shape[1:]):
        k1, k2 = j1 - a, j2 - b
        if 0 <= k1 < problem.W.shape[0] and 0 <= k2 < problem.W.shape[1]:
            total += int(problem.dZ[i, a, b, m]) * int(problem.W[k1, k2, n, m])
    return total
