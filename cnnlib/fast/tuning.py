"""At which sizes the work is cut: what a processor and the library under NumPy like best."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes at which work is cut and shared. They change the time and the memory of a pass, and not what it computes.

    Attributes
    ----------
    buffer : int
        Bytes of lowered X in a block, which the cache of one core (L2) holds until they are used: 2 MiB.
    product : int
        Multiplications in one matrix product. 10**6 where OpenBLAS has a path for small products, which packs nothing;
        that is its limit. 2**18 elsewhere: above it, OpenBLAS starts threads of its own.
    height, width : int
        Pixels in one product at least, and channels at most. Measured: 14 and 64.
    parts : int
        Blocks of images at least, for two threads to share. Measured: 8.
    sums : int
        Partial sums of dJ/dW, in numbers, that one call works out; for the sake of memory: 2**19.
    vector : int
        Bytes that a processor multiplies at once: 64 with AVX-512.
    worthwhile : int
        Multiplications from which a second thread pays. Measured: 15 * 10**6.
    """

    buffer: int = 2**21
    product: int = 2**18
    height: int = 14
    width: int = 64
    parts: int = 8
    sums: int = 2**19
    vector: int = 64
    worthwhile: int = 15 * 10**6

    def shares(self, multiplications: int) -> int:
        """Return how many blocks of images there should be at least: some for each thread, or one."""
        return self.parts if multiplications >= self.worthwhile else 1


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


def tuning_for(core: str) -> Tuning:
    """Return the sizes for OpenBLAS' kernels of that name: those for AVX-512 have a path for small products."""
    return Tuning(product=10**6) if core in ("SkylakeX", "Cooperlake", "SapphireRapids") else Tuning()


THIS_MACHINE = tuning_for(openblas_core())
