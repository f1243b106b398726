"""What Hypothesis draws: geometries in which at least one window fits, tensors of all dtypes and memory layouts.

Sizes that could be mixed up are unequal: rows and columns, input and output channels. The data are small integers,
whatever the dtype, so that every sum is exact and can be compared with ==.

HYPOTHESIS_PROFILE=soak runs every property on many times more cases, drawn anew each time; the everyday profile draws
the same cases in each run.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from kit import oracles
from kit.profile import PROFILE

calm = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("everyday", max_examples=100, derandomize=True, **calm)
settings.register_profile("soak", max_examples=500, print_blob=True, **calm)
# For `make mutants`: that an example fails is all that is asked, so it is not made small.
found = {"phases": [Phase.explicit, Phase.generate], "report_multiple_bugs": False}
settings.register_profile("mutants", max_examples=25, derandomize=True, **found, **calm)
settings.load_profile(PROFILE)

# JAX compiles anew for each shape, and a gradient by differences takes many evaluations: these get fewer cases.
costly = settings(max_examples={"everyday": 15, "mutants": 5}.get(PROFILE, 150))

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float16", "float32", "float64", "longdouble"]
DTYPES = [*FLOATS, *INTEGERS, "bool"]


@dataclass(frozen=True)
class Convolution:
    """The shapes and settings of one convolution."""

    x_shape: tuple[int, ...]
    w_shape: tuple[int, ...]
    stride: Any
    padding: Any
    dilation: Any

    @property
    def settings(self) -> dict[str, Any]:
        """What every function of the convolution takes by name."""
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    @property
    def z_shape(self) -> tuple[int, ...]:
        """The shape of Z, counted in the oracle."""
        size, _ = oracles.layout(self.x_shape, self.w_shape, **self.settings)
        return (self.x_shape[0], *size, self.w_shape[3])

    def tensors(self, seed: int, *dtypes: str) -> list[np.ndarray]:
        """Draw X, W, b and dZ, of one dtype or of one each."""
        kinds = dtypes * 4 if len(dtypes) == 1 else dtypes
        shapes = (self.x_shape, self.w_shape, self.w_shape[3:], self.z_shape)
        return [tensor(s, seed + place, d) for place, (s, d) in enumerate(zip(shapes, kinds, strict=True))]


def tensor(shape: tuple[int, ...], seed: int, dtype: str = "float64") -> np.ndarray:
    """Return small integers in any dtype: their products and sums are exact in all of them, float16 included."""
    low, high = {"b": (0, 2), "u": (0, 5)}.get(np.dtype(dtype).kind, (-4, 5))
    return np.random.default_rng(seed).integers(low, high, size=shape).astype(dtype)


def normal(shape: tuple[int, ...], seed: int) -> np.ndarray:
    """Return normal random numbers, which do round."""
    return np.random.default_rng(seed).normal(size=shape)


seeds = st.integers(0, 10**6)
dtypes = st.sampled_from(DTYPES)


# One strategy for each range and each choice: Hypothesis examines every new one at length.
integers = cache(st.integers)


@cache
def choices(*options: Any) -> st.SearchStrategy[Any]:
    """Return the strategy that draws one of these."""
    return st.sampled_from(options)


def unequal(draw: Any, first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
    """Draw two numbers that differ, each from its range, so that rows taken for columns show."""
    one, (least, most) = draw(integers(*first)), second
    if not least <= one <= most:
        return one, draw(integers(least, most))
    other = draw(integers(least, most - 1))
    return one, other + (other >= one)


@cache
@st.composite
def sizes(draw: Any, least: int, most: int) -> Any:
    """Draw an int or a (row, column) pair, as a tuple, a list, an array or of NumPy's integers."""
    if draw(st.booleans()):
        return draw(choices(int, np.int64, np.uint8))(draw(integers(least, most)))
    return draw(choices(tuple, list, np.array))(unequal(draw, (least, most), (least, most)))


PADDINGS = st.sampled_from(["valid", "same"]) | sizes(0, 3)


@st.composite
def convolutions(draw: Any, samples: tuple[int, int] = (1, 2), plain: bool = False) -> Convolution:
    """Draw a convolution with a stride, padding and dilation in every form that they may be given in.

    A plain one has one sample and one channel, so that [0, :, :, 0] of X and Z and [:, :, 0, 0] of W are all of it.
    """
    k1, k2 = unequal(draw, (1, 3), (1, 4))
    c, m = (1, 1) if plain else unequal(draw, (1, 3), (1, 4))
    stride, dilation, padding = draw(sizes(1, 3)), draw(sizes(1, 3)), draw(PADDINGS)
    kernels, dilations = (k1, k2), oracles.pair(dilation)
    extents = [d * (k - 1) + 1 for k, d in zip(kernels, dilations, strict=True)]
    pads = {"valid": (0, 0), "same": (9, 9)}[padding] if isinstance(padding, str) else oracles.pair(padding)
    least = [max(1, e - 2 * p) for e, p in zip(extents, pads, strict=True)]
    height, width = unequal(draw, *((low, low + 4) for low in least))
    count = 1 if plain else draw(integers(*samples))
    return Convolution((count, height, width, c), (k1, k2, c, m), stride, padding, dilation)


@st.composite
def large_convolutions(draw: Any) -> Convolution:
    """Draw a convolution of 15 million multiplications or more: the fast functions share so many among two threads."""
    k1, k2 = unequal(draw, (1, 5), (1, 5))
    c, m = unequal(draw, (5, 24), (5, 24))
    stride, dilation, padding = draw(sizes(1, 3)), draw(sizes(1, 3)), draw(choices("valid", "same", 2, (0, 3)))
    wanted = draw(integers(15 * 10**6, 25 * 10**6)) // (k1 * k2 * c * m)  # pixels of Z, in all samples
    samples = draw(integers(1, max(1, min(40, wanted // 1000))))
    width = draw(integers(5, 80))
    height = wanted // (samples * width) + 1
    (s1, s2), (d1, d2) = oracles.pair(stride), oracles.pair(dilation)
    x_shape = (samples, height * s1 + d1 * (k1 - 1), width * s2 + d2 * (k2 - 1), c)
    return Convolution(x_shape, (k1, k2, c, m), stride, padding, dilation)


@dataclass(frozen=True)
class Pooling:
    """The shape and settings of one pooling of sequences."""

    x_shape: tuple[int, int, int]
    size: int
    stride: int
    windows: str

    @property
    def y_shape(self) -> tuple[int, ...]:
        """The shape of Y, counted in the oracle."""
        samples, length, channels = self.x_shape
        return samples, oracles.pooled(length, self.size, self.stride, self.windows), channels


@st.composite
def poolings(draw: Any, samples: tuple[int, int] = (1, 2)) -> Pooling:
    """Draw a pooling: the stride may exceed the size, and the size the length where windows may be partial."""
    windows = draw(choices("partial", "whole"))
    length = draw(integers(1, 9))
    size = draw(integers(1, length if windows == "whole" else length + 3))
    return Pooling((draw(integers(*samples)), length, draw(integers(1, 3))), size, draw(integers(1, 5)), windows)


# The same values in another place in memory.


def read_only(array: np.ndarray) -> np.ndarray:
    """Return a copy that refuses to be written to."""
    copy = array.copy()
    copy.setflags(write=False)
    return copy


def spread(array: np.ndarray) -> np.ndarray:
    """Return every other element of an array twice as long in each direction: not contiguous."""
    big = np.zeros([2 * n for n in array.shape], array.dtype)
    view = big[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def backwards(array: np.ndarray) -> np.ndarray:
    """Return a view with negative strides."""
    everywhere = (slice(None, None, -1),) * array.ndim
    return array[everywhere].copy()[everywhere]


def swapped(array: np.ndarray) -> np.ndarray:
    """Return the other byte order, as a file from another machine has it."""
    return array.astype(array.dtype.newbyteorder("S"))


LAYOUTS = {
    "contiguous": np.ascontiguousarray,
    "Fortran order": np.asfortranarray,
    "read-only": read_only,
    "not contiguous": spread,
    "negative strides": backwards,
    "other byte order": swapped,
    "lists": np.ndarray.tolist,
}
