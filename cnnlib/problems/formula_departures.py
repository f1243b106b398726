"""Where a wrong formula departs from the right one, on the numbers of the chapter's explorer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlib.arguments import Array
from cnnlib.pooling import max_pool1d, subsample1d
from cnnlib.problems.departures import Departure, find_departure
from cnnlib.problems.explored import make_signal, make_tensors, make_upstream_gradient
from cnnlib.problems.formulas import Builder, Choice, find_indices
from cnnlib.problems.gradient_formulas import Products
from cnnlib.problems.pooling_formulas import ALONG_VALUES, AXES, MEANT, RIGHT, MissingError, ks, pool, subsample

GIVES = "With the explorer's numbers yours gives {yours} at {place}; the windows give {gives}."
HAS = "With the explorer's numbers you have {yours}; {place} is {gives}."
# The sizes of the explorer's tensors, not at their start; without an activation all numbers are whole.
SIZES = {"samples": 2, "input_channels": 2, "output_channels": 2, "kernel_rows": 3}
COLUMNS = 2
LEFT = {"4b": ("k1", "k2", "n", "m"), "4c": ("i", "j1", "j2", "n")}


@dataclass(frozen=True)
class Explored:
    """A state of chapter 4's explorer, on which a formula is run.

    Attributes
    ----------
    array : str
        The explorer's array with the gradient.
    settings : tuple of tuple of str
        Its controls that are not at their start.
    arguments : tuple
        What a function for the gradient is called with.
    run : callable
        Returns what a choice of the builder gives; None if that is what the function of its slip gives.
    """

    array: str
    settings: tuple[tuple[str, str], ...]
    arguments: tuple[Any, ...]
    run: Callable[[Builder, Choice], Array | None]

    def depart(self, given: Array, right: Array) -> Departure | None:
        """Return the first element that differs; the sum there shows the formula."""
        return find_departure(self.array, given, right, reveals=True, says=GIVES, settings=self.settings)


def explore_slope() -> Explored:
    """Return the explorer's start: 4(a) on one image. Each formula of a slip is its function."""
    Z = make_tensors(1, 1, 1, 2, COLUMNS)[3].astype(float)
    dU = make_upstream_gradient(Z.shape).astype(float)
    return Explored("dJ/dZ", (("activation", "sigmoid"),), (dU, Z), lambda *_: None)


def explore_products(part: str) -> Explored:
    """Return a state with several samples and channels, for 4(b) or 4(c)."""
    X, W, _, Z = make_tensors(*SIZES.values(), COLUMNS)
    dZ = make_upstream_gradient(Z.shape)
    array, second, shape = {"4b": ("dJ/dW", X, W.shape), "4c": ("dJ/dX", W, X.shape)}[part]
    products = Products(dZ, second, LEFT[part], np.empty(shape), X.shape, W.shape)

    def run(builder: Builder, choice: Choice) -> Array | None:
        fits = find_indices(builder.write(choice))["fits"] == "yes"
        return products.run_choice(builder, choice) if fits else None

    settings = (("activation", "none"), *((name, str(size)) for name, size in SIZES.items()))
    return Explored(array, settings, (dZ, second, shape), run)


# Of chapter 5's explorer: the last window runs past the end.
POOL_SIZE, STRIDE, SAMPLES, CHANNELS, LENGTH = 3, 2, 2, 3, 8
POOL_SETTINGS = (("pool_size", "3"), ("samples", "2"), ("channels", "3"))


def depart_pooled(choice: Choice) -> Departure | None:
    """Return where a choice of 5(c) departs, of which all is meant as it should be but its axis, or where k ends."""
    last = {RIGHT["last"]} if choice["axis"] != ALONG_VALUES else {choice["last"]}
    if any(choice[name] not in allowed for name, allowed in {**MEANT, "last": last}.items()):
        return None
    X, axis = make_signal(SAMPLES, CHANNELS, LENGTH), [*AXES].index(choice["axis"])
    moved = np.swapaxes(X, 1, axis)
    right = {"pooled": max_pool1d(X, POOL_SIZE, STRIDE), "sub-sampled": subsample1d(X, STRIDE)}
    count, most = len(ks(choice, moved, POOL_SIZE, STRIDE)), len(ks(RIGHT, X, POOL_SIZE, STRIDE))
    if axis == 1 and count > most:
        index = (0, most - 1, 0)
        yours, gives = f"{count} outputs", f"the last of {most}"
        return Departure("sub-sampled", index, yours, gives, says=HAS, settings=POOL_SETTINGS)
    for array, run in (("pooled", pool), ("sub-sampled", subsample)):
        try:
            outputs = run(choice, moved, POOL_SIZE, STRIDE)
        except MissingError:
            continue
        given = np.swapaxes(np.stack(outputs, axis=1), 1, axis) if outputs else np.empty((0, 0, 0))
        if found := find_departure(array, given, right[array], says=HAS, settings=POOL_SETTINGS):
            return found
    return None
