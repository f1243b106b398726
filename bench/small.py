"""Small calls, where the checks are the cost: cnnlib beside two NumPy and SciPy calls that check nothing.

python -m bench.small [rounds]. All candidates take turns; each has its fastest round, which no other program disturbed.
"""

import sys
from collections.abc import Callable
from timeit import timeit
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d

from cnnlib import conv2d, conv2d_backward, conv2d_input_grad, conv2d_weight_grad
from cnnlib.problems import IMAGE, KERNEL

CALLS = 20  # in a round
BASE = "sliding_window_view + tensordot"


def candidates(dtype: str) -> dict[str, Callable[[], Any]]:
    """The convolution of Problem 2 in several ways, and its gradients."""
    X, W = IMAGE.astype(dtype), KERNEL.astype(dtype)
    Z = conv2d(X, W)
    ways: dict[str, Callable[[], Any]] = {
        "conv2d": lambda: conv2d(X, W),
        BASE: lambda: np.tensordot(sliding_window_view(X, W.shape), W, axes=2),
        "scipy.signal.correlate2d": lambda: correlate2d(X, W, "valid"),
    }
    assert all(np.array_equal(way(), Z) for way in ways.values())
    return ways | {
        "conv2d_weight_grad": lambda: conv2d_weight_grad(Z, X, W.shape),
        "conv2d_input_grad": lambda: conv2d_input_grad(Z, W, X.shape),
        "conv2d_backward": lambda: conv2d_backward(Z, X, W),
    }


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for dtype in ("int64", "float64"):
        ways = candidates(dtype)
        best = dict.fromkeys(ways, np.inf)
        for _ in range(rounds):
            for name, way in ways.items():
                best[name] = min(best[name], timeit(way, number=CALLS) / CALLS)
        print(f"{IMAGE.shape} with {KERNEL.shape}, {dtype}")
        for name, seconds in best.items():
            print(f"  {name:32} {1e6 * seconds:5.1f} us, {seconds / best[BASE]:.2f} times {BASE}")


if __name__ == "__main__":
    main()
