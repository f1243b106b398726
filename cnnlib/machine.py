"""What the fast functions ask of the machine: two threads, memory that is used again, and a path for small products."""

from __future__ import annotations

import contextvars
import ctypes
import math
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from cnnlib.arguments import Array
from cnnlib.dtypes import quiet

BUFFER = 2**21  # bytes that the cache of one core holds (L2)
LINE = 64  # bytes in a line of the cache
WORTHWHILE = 15 * 10**6  # multiplications from which a second thread pays

Scratch = Callable[[int, Sequence[int], np.dtype[Any]], Array]
Job = Callable[[Scratch], None]


def openblas_core() -> str:
    """Return the name of the kernels that NumPy's OpenBLAS has chosen for this processor; "" if it is another library.

    OPENBLAS_CORETYPE in the environment, set before NumPy is imported, chooses others.
    """
    try:
        name = ctypes.CDLL(sys.modules["numpy._core._multiarray_umath"].__file__).scipy_openblas_get_corename64_
    except (AttributeError, KeyError, OSError):
        return ""
    name.restype = ctypes.c_char_p
    return str(name().decode())


def small_products() -> bool:
    """Whether small matrices are multiplied on a path of their own, which packs nothing and starts no threads."""
    return openblas_core() in ("SkylakeX", "Cooperlake", "SapphireRapids")


memory = threading.local()  # fresh memory is slow: the system gives it out page by page
helpers: list[ThreadPoolExecutor] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=helpers.clear)  # threads do not live on in a forked process


def aligned(shape: Sequence[int], dtype: np.dtype[Any]) -> Array:
    """Return an uninitialized array that starts where a line of the cache does: no load of a vector then needs two."""
    size = math.prod(shape) * dtype.itemsize
    memory = np.empty(size + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def run(jobs: Iterable[Job], multiplications: int) -> None:
    """Do all jobs, in two threads if there is enough to do; CNNLIB_THREADS=1 in the environment forbids it."""
    queue = iter(jobs)

    def loop() -> None:
        kept: dict[int, Array] = vars(memory).pop("kept", {})

        def scratch(slot: int, shape: Sequence[int], dtype: np.dtype[Any]) -> Array:
            size = math.prod(shape) * dtype.itemsize
            if slot not in kept or kept[slot].size < size:
                kept[slot] = aligned((size,), np.dtype(np.uint8))
            return kept[slot][:size].view(dtype).reshape(shape)

        with quiet():
            for job in queue:  # both threads take from it
                job(scratch)
        memory.kept = {slot: array for slot, array in kept.items() if array.size <= 4 * BUFFER}

    if multiplications < WORTHWHILE or os.cpu_count() == 1 or os.environ.get("CNNLIB_THREADS") == "1":
        return loop()
    if not helpers:
        helpers.append(ThreadPoolExecutor(1))
    other = helpers[0].submit(contextvars.copy_context().run, loop)  # NumPy's error settings hold there too
    loop()
    other.result()
