"""How long `import cnnlib` takes beside `import numpy`: whole processes, in turns.

python -m bench.imports [pairs]
"""

import subprocess
import sys
from statistics import median
from time import perf_counter

MODULES = ("numpy", "cnnlib")
ALLOWED = 1.5


def seconds(module: str) -> float:
    """The time of a process of its own that imports a module and ends."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return perf_counter() - start


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for module in MODULES:
        seconds(module)  # files that are read for the first time take longer
    times = [[seconds(module) for module in MODULES] for _ in range(pairs)]
    for module, each in zip(MODULES, zip(*times, strict=True), strict=True):
        print(f"{module}: {1e3 * median(each):.0f} ms, {1e3 * min(each):.0f} ms at least")
    ratio = median(ours / theirs for theirs, ours in times)
    print(f"cnnlib takes {ratio:.2f} times as long, median of {pairs} pairs; allowed are {ALLOWED}")


if __name__ == "__main__":
    main()
