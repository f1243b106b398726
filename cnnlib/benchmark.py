"""What `make bench` measured last, on one machine: the figures of chapter 6."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def last_benchmark() -> dict[str, Any]:
    """Return the stored result of the benchmark.

    Returns
    -------
    dict
        "machine": what ran it and when. "runs": one dict for each choice of OpenBLAS' kernels, each with "openblas",
        "peaks" (operations in a second of a large matrix product), "cases", "means", "memory", "growth" and "pooling".
        Times are in seconds: the median over the rounds and the two quartiles. Memory is in bytes.
    """
    found: dict[str, Any] = json.loads(files("cnnlib").joinpath("benchmark.json").read_text(encoding="utf-8"))
    return found
