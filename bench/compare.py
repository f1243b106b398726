"""Compare the speed of two checkouts: `python bench/compare.py OTHER_CHECKOUT`, with this checkout's Python.

Forward and backward passes of the layers A to F, in float32 and float64: 24 cases. Each checkout runs in a process of
its own, and the two take turns, pair after pair, so that a slow moment of the machine hits both. A ratio is this
checkout's time divided by the other's in the same pair; below 1, this one is faster. "elapsed" is by the clock on the
wall, and needs an idle machine; "processor" is what both threads took of it, and needs none.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
from itertools import product
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from bench.layers import LAYERS

CASES = list(product(LAYERS, ("forward", "backward"), ("float32", "float64")))


def call_of(x_shape, w_shape, stride, padding, way, dtype):
    """Return what a case calls, without arguments."""
    from cnnlib import conv2d, conv2d_backward  # here: each process has a cnnlib of its own

    rng = np.random.default_rng(6)
    X, W, b = (rng.normal(size=shape).astype(dtype) for shape in (x_shape, w_shape, w_shape[3:]))
    Z = conv2d(X, W, b, stride=stride, padding=padding)
    if way == "forward":
        return lambda: conv2d(X, W, b, stride=stride, padding=padding)
    return lambda: conv2d_backward(Z, X, W, stride=stride, padding=padding)


def repeat(call, seconds):
    """Call for so many seconds; return those of one call: by the clock, of a quick one, and of the processor."""
    times, used, start = [], process_time(), perf_counter()
    while not times or perf_counter() - start < seconds:
        before = perf_counter()
        call()
        times.append(perf_counter() - before)
    return float(np.percentile(times, 25)), (process_time() - used) / len(times)


def take_turns(checkout):
    """Measure in a process of its own, a case for so many seconds as each line of the input asks."""
    import cnnlib

    assert Path(cnnlib.__file__).is_relative_to(checkout), f"that is another cnnlib: {cnnlib.__file__}"
    asked = None
    for line in sys.stdin:
        case, seconds = json.loads(line)
        if case != asked:
            asked, call = case, call_of(*case)
        repeat(call, seconds / 3)  # to warm up
        print(json.dumps(repeat(call, seconds)), flush=True)


class Checkout:
    """A process that measures the cnnlib of one checkout."""

    def __init__(self, path):
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(path), "--turns"],
            env=os.environ | {"PYTHONPATH": str(path)},  # where Python looks before its own packages
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def measure(self, case, seconds):
        """Return the seconds of one call, by the clock and of the processor."""
        layer, way, dtype = case
        self.process.stdin.write(json.dumps([[*LAYERS[layer], way, dtype], seconds]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def compare(here, other, case, pairs, seconds):
    """Return the ratios of each pair, by the clock and of the processor."""
    found = []
    for turn in range(pairs):
        both = {}
        for checkout in (here, other) if turn % 2 else (other, here):
            both[checkout] = checkout.measure(case, seconds)
        found.append([one / two for one, two in zip(both[here], both[other], strict=True)])
    return list(zip(*found, strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("other", type=Path, help="another checkout, such as that of the commit before")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3, help="of each turn")
    parser.add_argument("--cases", default="", help="those with all of these words, such as C or 'E backward'")
    parser.add_argument("--turns", action="store_true", help="be the process of one checkout")
    given = parser.parse_args()
    if given.turns:
        return take_turns(given.other)
    here, other = Checkout(Path(__file__).resolve().parents[1]), Checkout(given.other.resolve())
    ratios = []
    for case in CASES:
        if set(given.cases.split()) <= set(case):
            pairs = compare(here, other, case, given.pairs, given.seconds)
            ratios.append([statistics.median(each) for each in pairs])
            spread = [f"{min(each):.2f} to {max(each):.2f}" for each in pairs]
            elapsed, processor = (f"{r:.3f} ({s})" for r, s in zip(ratios[-1], spread, strict=True))
            print(f"{' '.join(case):18} elapsed {elapsed}, processor {processor}", flush=True)
    elapsed, processor = (math.exp(statistics.fmean(map(math.log, each))) for each in zip(*ratios, strict=True))
    print(f"geometric mean of {len(ratios)}: elapsed {elapsed:.3f}, processor {processor:.3f}")


if __name__ == "__main__":
    main()
