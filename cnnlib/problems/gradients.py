"""Problem 4: three formulas, judged as functions on random tensors against central differences."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from cnnlib.activations import sigmoid, sigmoid_backward
from cnnlib.arguments import Array, as_whole, refuse_other_shape
from cnnlib.backprop import conv2d_input_grad, conv2d_weight_grad
from cnnlib.convolution import conv2d
from cnnlib.geometry import geometry
from cnnlib.gradcheck import numerical_gradient
from cnnlib.problems.formula_departures import explore_products, explore_slope
from cnnlib.problems.functions import Case, GradientPart
from cnnlib.problems.gradient_formulas import make_input_builder, make_slope_builder, make_weight_builder
from cnnlib.problems.key import key_input_grad, key_weight_grad
from cnnlib.problems.part import Part, Slip
from cnnlib.problems.problem import Problem
from cnnlib.problems.rules import Step, write_products
from cnnlib.sizes import assert_sizes_differ, convolution_sizes
from cnnlib.trace import Trace, trace

SHAPES = (((4, 7, 10, 6), (5, 2, 6, 8)), ((3, 11, 10, 2), (4, 5, 2, 7)))
for shapes in SHAPES:
    assert_sizes_differ(**convolution_sizes(*shapes))


class Gradients(Problem):
    """Z[i, j1, j2, m] = sum over k1, k2, n of W[k1, k2, n, m] X[i, j1+k1, j2+k2, n] + b[m]; U = 1/(1+exp(-Z)).

    The formulas hold for any numbers; those given here are an example, on which one element of each is written out.

    Parameters
    ----------
    X, W : array_like of whole numbers, (B, H, W, C) and (K1, K2, C, M)
    dU : array_like of whole numbers, the shape of Z
        dJ/dU; in the example it stands for dJ/dZ as well, as if nothing came after Z.

    Raises
    ------
    TypeError, ValueError
        If they are no such arrays, without a sample, or the kernel does not fit.
    """

    number = 4

    def __init__(self, X: Any, W: Any, dU: Any) -> None:
        """Take the example."""
        self.X = as_whole("X", X, ("B", "H", "W", "C"))
        self.W = as_whole("W", W, ("K1", "K2", "C", "M"))
        self.dU = as_whole("dU", dU, ("B", "H'", "W'", "M"))
        z_shape = geometry(self.X.shape, self.W.shape, 1, 0, 1).z_shape
        refuse_other_shape("dU", self.dU, z_shape, "that of Z")

    @property
    def task(self) -> str:
        """What is given and what holds."""
        return (
            "Z[i, j1, j2, m] = sum over k1, k2 and n of W[k1, k2, n, m] X[i, j1+k1, j2+k2, n] + b[m], on valid pixels, "
            "and U = 1/(1+exp(-Z)). Given is dJ/dU. Indices start at 0; a sum goes over all places where both elements "
            "exist."
        )

    @property
    def trace(self) -> Trace:
        """The terms of the example."""
        return trace(self.X.shape, self.W.shape)

    def make_parts(self) -> dict[str, Part]:
        """Make the parts by their letters."""
        return {"a": self.make_slope(), "b": self.make_weight_grad(), "c": self.make_input_grad()}

    def make_slope(self) -> Part:
        """Make 4(a)."""
        why = "It agrees with central differences: each element of U depends on its own element of Z only."
        builder = make_slope_builder(why, SLOPE_SLIPS)
        return GradientPart(
            name="4a",
            asked="dJ/dZ[i, j1, j2, m]",
            form="a function of (dU, Z), such as lambda dU, Z: dU + Z, or "
            f"a formula as its box writes it, such as {builder.example}",
            shown="dJ/dU[i, j1, j2, m] * exp(-Z)/(1 + exp(-Z))^2, element by element",
            right=(sigmoid_backward,),
            why=why,
            builder=builder,
            make_cases=partial(make_cases, "4a"),
            explored=explore_slope(),
            slips=SLOPE_SLIPS,
            hints=(
                "An element of Z reaches J only through its own element of U: the chain rule has one factor more.",
                "Differentiate U = 1/(1+exp(-Z)) by Z; written with U itself the slope is short.",
            ),
            solution=(
                Step(
                    "Each element of U depends on its own element of Z only: dJ/dZ = dJ/dU * dU/dZ, element by element."
                ),
                Step("U = (1 + exp(-Z))^-1, so dU/dZ = exp(-Z)/(1 + exp(-Z))^2."),
                Step("That is U(1 - U), as 1 - U = exp(-Z)/(1 + exp(-Z))."),
            ),
        )

    def make_weight_grad(self) -> Part:
        """Make 4(b)."""
        why = "It agrees with central differences: a weight gathers one product for each window and sample."
        builder = make_weight_builder(why, WEIGHT_SLIPS)
        return GradientPart(
            name="4b",
            asked="dJ/dW[k1, k2, n, m]",
            form="a function of (dZ, X, w_shape), such as lambda dZ, X, w_shape: np.zeros(w_shape), or "
            f"a formula as its box writes it, such as {builder.example}",
            shown="sum over i, j1, j2 of dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n]",
            right=(conv2d_weight_grad,),
            why=why,
            builder=builder,
            make_cases=partial(make_cases, "4b"),
            explored=explore_products("4b"),
            slips=WEIGHT_SLIPS,
            hints=(
                "In which terms of Z does one weight occur? In each window once, and each sample has its windows.",
                "Differentiate one term W[k1, k2, n, m] X[i, j1+k1, j2+k2, n] by the weight, multiply by dJ/dZ, and "
                "add up.",
            ),
            solution=(
                Step("W[k1, k2, n, m] is in every Z[i, j1, j2, m], in the term with X[i, j1+k1, j2+k2, n]."),
                Step("Each such term gives dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n]; they add up over i, j1 and j2."),
                self.write_element("dW", 2, lambda z, x, w: (self.dU[z], self.X[x])),
            ),
        )

    def make_input_grad(self) -> Part:
        """Make 4(c)."""
        why = "It agrees with central differences: an input gathers one product for each window that contains it."
        builder = make_input_builder(why, INPUT_SLIPS)
        return GradientPart(
            name="4c",
            asked="dJ/dX[i, j1, j2, n]",
            form="a function of (dZ, W, x_shape), such as lambda dZ, W, x_shape: np.zeros(x_shape), or "
            f"a formula as its box writes it, such as {builder.example}",
            shown="sum over k1, k2, m of dJ/dZ[i, j1-k1, j2-k2, m] W[k1, k2, n, m], over the (j1-k1, j2-k2) that exist",
            right=(conv2d_input_grad,),
            why=why,
            builder=builder,
            make_cases=partial(make_cases, "4c"),
            explored=explore_products("4c"),
            slips=INPUT_SLIPS,
            hints=(
                "In which windows does one input lie? In each it meets another weight.",
                "Input j1 is met by weight k1 in the window that starts at j1 - k1, if there is such a window.",
            ),
            solution=(
                Step("X[i, j1, j2, n] is in Z[i, j1-k1, j2-k2, m], in the term with W[k1, k2, n, m], if that exists."),
                Step("Each such term gives dJ/dZ[i, j1-k1, j2-k2, m] W[k1, k2, n, m]; they add up over k1, k2 and m."),
                self.write_element("dX", 1, lambda z, x, w: (self.dU[z], self.W[w])),
            ),
        )

    def write_element(self, name: str, place: int, pick: Any) -> Step:
        """Write out the last element of a gradient that has the most terms, from the trace of the example."""
        groups: dict[Any, list[Any]] = {}
        for z, x, w in self.trace:
            groups.setdefault((z, x, w)[place], []).append(pick(z, x, w))
        where, factors = max(groups.items(), key=lambda group: len(group[1]))
        index = ", ".join(map(str, where))
        total = sum(int(a) * int(b) for a, b in factors)
        says = (
            f"One element of a small example in whole numbers, X {self.X.shape} and W {self.W.shape}, not the tensors "
            f"that a formula is tried on; each product is an element of dJ/dZ times one of {'XW'[name == 'dX']}:"
        )
        return Step(says, f"{name}[{index}]", write_products(factors), str(total))


@cache
def make_cases(part: str) -> tuple[Case, ...]:
    """Draw random tensors with a fixed seed and take the gradient by central differences."""
    rng = np.random.default_rng(4)
    return tuple(make_case(part, rng, *shapes) for shapes in SHAPES)


def make_case(part: str, rng: np.random.Generator, x_shape: tuple[int, ...], w_shape: tuple[int, ...]) -> Case:
    """Draw tensors of one size; J is the sum of dJ/dU * U, or of dJ/dZ * Z."""
    X, W, b = rng.normal(size=x_shape), rng.normal(size=w_shape), rng.normal(size=w_shape[3])
    Z = conv2d(X, W, b)
    dJ = rng.normal(size=Z.shape)
    calls: dict[str, tuple[Callable[[Array], Array], Array, tuple[Any, ...]]] = {
        "4a": (sigmoid, Z, (dJ, Z)),
        "4b": (lambda w: conv2d(X, w), W, (dJ, X, w_shape)),
        "4c": (lambda x: conv2d(x, W), X, (dJ, W, x_shape)),
    }
    function, at, arguments = calls[part]
    return Case(arguments, numerical_gradient(lambda one: float(np.sum(dJ * function(one))), at))


def unshifted_weight_grad(dZ: Array, X: Array, w_shape: tuple[int, ...]) -> Array:
    """Return 4(b) with X[i, j1, j2, n], as if every weight met the window's first pixel."""
    one = np.einsum("ijkm,ijkn->nm", dZ, X[:, : dZ.shape[1], : dZ.shape[2]])
    return np.broadcast_to(one, w_shape)


def confused_input_grad(dZ: Array, W: Array, x_shape: tuple[int, ...]) -> Array:
    """Return 4(c) with every output channel given to every input channel: the sum over m stands at each factor."""
    return conv2d_input_grad(dZ.sum(axis=3, keepdims=True), W.sum(axis=3, keepdims=True), x_shape)


def convolved_weight_grad(dZ: Array, X: Array, w_shape: tuple[int, ...]) -> Array:
    """Return 4(b) with X[i, j1-k1, j2-k2, n]: the shift goes up and left instead of down and right."""
    K1, K2 = w_shape[:2]
    padded = np.pad(X, ((0, 0), (K1 - 1, 0), (K2 - 1, 0), (0, 0)))
    rows, columns = dZ.shape[1] + K1 - 1, dZ.shape[2] + K2 - 1
    return conv2d_weight_grad(dZ, padded[:, :rows, :columns], w_shape)[::-1, ::-1]


def later_input_grad(dZ: Array, W: Array, x_shape: tuple[int, ...]) -> Array:
    """Return 4(c) with dJ/dZ[i, j1+k1, j2+k2, m]: a window that starts k1 rows later, not earlier."""
    grad = np.zeros(x_shape)
    for k1, k2 in np.ndindex(W.shape[:2]):
        later = dZ[:, k1:, k2:] @ W[k1, k2].T
        grad[:, : later.shape[1], : later.shape[2]] += later
    return grad


# The known slips, each as the function that it leads to.
SLOPE_SLIPS = (
    Slip("u-for-its-slope", lambda dU, Z: dU * sigmoid(Z), "This multiplies by U, not by its slope."),
    Slip("du-forgotten", lambda dU, Z: sigmoid_backward(np.ones_like(dU), Z), "dJ/dU is missing."),
    Slip("sign", lambda dU, Z: -sigmoid_backward(dU, Z), "The sign is wrong: U grows with Z."),
    Slip(
        "slope-at-u",
        lambda dU, Z: sigmoid_backward(dU, sigmoid(Z)),
        "The slope is taken at U, not Z.",
    ),
    Slip("z-for-u", lambda dU, Z: dU * Z * (1 - Z), "u (1 - u) is the slope with u = U, not u = Z."),
)
WEIGHT_SLIPS = (
    Slip(
        "product-of-sums",
        key_weight_grad,
        "It adds up a factor on its own. Each dJ/dZ must meet its own X before anything is added up.",
    ),
    Slip(
        "samples-not-summed",
        lambda dZ, X, w_shape: conv2d_weight_grad(dZ[:1], X[:1], w_shape),
        "The samples are not added up: all of them share the weights.",
    ),
    Slip(
        "mean-over-samples",
        lambda dZ, X, w_shape: conv2d_weight_grad(dZ, X, w_shape) / len(X),
        "It is a mean over the samples: J depends on each of them, so their parts add up.",
    ),
    Slip(
        "kernel-reversed",
        lambda dZ, X, w_shape: conv2d_weight_grad(dZ, X, w_shape)[::-1, ::-1],
        "Rows and columns of the kernel are reversed.",
    ),
    Slip(
        "shift-reversed",
        convolved_weight_grad,
        "The shift goes the wrong way: each dJ/dZ meets an X above and left of its window.",
    ),
    Slip(
        "x-unshifted",
        unshifted_weight_grad,
        "Every weight gets the same, as if each met the first pixel of its window.",
    ),
)
INPUT_SLIPS = (
    Slip(
        "first-tap-only",
        key_input_grad,
        "It keeps the term k1 = k2 = 0 only: an input lies in several windows, at another place in each.",
    ),
    Slip(
        "unturned",
        lambda dZ, W, x_shape: conv2d_input_grad(dZ, W[::-1, ::-1], x_shape),
        "It meets the weights in reverse: an input meets weight (0, 0) in the window that starts at it, and later "
        "weights in windows that start before it.",
    ),
    Slip(
        "shift-reversed",
        later_input_grad,
        "The shift goes the wrong way: a window that starts below or right of an input does not contain it.",
    ),
    Slip(
        "channels-confused",
        confused_input_grad,
        "The channels are confused: W[k1, k2, n, m] joins input channel n with output channel m of dJ/dZ.",
    ),
)
