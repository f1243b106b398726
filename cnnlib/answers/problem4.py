"""Problem 4: three formulas, judged as functions on random tensors against central differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from cnnlib.activations import sigmoid, sigmoid_backward
from cnnlib.answers.key import key_input_grad, key_weight_grad
from cnnlib.answers.part import Part, Verdict, call_on_copies, read_function
from cnnlib.arguments import Array
from cnnlib.backprop import conv2d_input_grad, conv2d_weight_grad
from cnnlib.convolution import conv2d
from cnnlib.gradcheck import numerical_gradient
from cnnlib.sizes import assert_sizes_differ, convolution_sizes

TOLERANCE = 1e-6
SHAPES = (((4, 7, 10, 6), (5, 2, 6, 8)), ((3, 11, 10, 2), (4, 5, 2, 7)))
for shapes in SHAPES:
    assert_sizes_differ(**convolution_sizes(*shapes))


@dataclass(frozen=True)
class Case:
    """What a function is called with, and the gradient it should return."""

    arguments: tuple[Any, ...]
    gradient: Array


@cache
def cases(part: str) -> tuple[Case, ...]:
    """Draw random tensors with a fixed seed and take the gradient by central differences."""
    rng = np.random.default_rng(4)
    made = []
    for x_shape, w_shape in SHAPES:
        X, W, b = rng.normal(size=x_shape), rng.normal(size=w_shape), rng.normal(size=w_shape[3])
        Z = conv2d(X, W, b)
        dJ = rng.normal(size=Z.shape)
        if part == "4a":
            gradient = numerical_gradient(lambda z, dU=dJ: float(np.sum(dU * sigmoid(z))), Z)  # type: ignore[misc]
            made.append(Case((dJ, Z), gradient))
        elif part == "4b":
            gradient = numerical_gradient(lambda w, dZ=dJ, X=X: float(np.sum(dZ * conv2d(X, w))), W)  # type: ignore[misc]
            made.append(Case((dJ, X, w_shape), gradient))
        else:
            gradient = numerical_gradient(lambda x, dZ=dJ, W=W: float(np.sum(dZ * conv2d(x, W))), X)  # type: ignore[misc]
            made.append(Case((dJ, W, x_shape), gradient))
    return tuple(made)


@dataclass(frozen=True)
class FormulaSlip:
    """A wrong formula that one comes to in a known way."""

    formula: Callable[..., Array]
    name: str
    hint: str


def relative_error(given: Array, expected: Array) -> float:
    """Return norm(given - expected) / norm(expected)."""
    with np.errstate(over="ignore"):  # an absurdly large answer is off by infinity
        return float(np.linalg.norm(given - expected) / np.linalg.norm(expected))


def format_percent(error: float) -> str:
    """Return a relative error in percent, without decimals that mean nothing."""
    if error > 100:
        return "more than 10,000\N{NO-BREAK SPACE}%"
    number = f"{100 * error:.0f}" if error >= 0.01 else f"{100 * error:.1g}"
    return f"{number}\N{NO-BREAK SPACE}%"


class UnusableError(Exception):
    """What a reader's function does cannot be compared with a gradient; the message is a reason for a verdict."""


def evaluate(function: Callable[..., Any], case: Case) -> Array:
    """Return what a reader's function gives for a case, once it is sure to be of the gradient's form."""
    try:
        result = call_on_copies(function, case.arguments)
    except Exception as error:  # whatever a reader's function raises is part of the verdict
        raise UnusableError(f"The function raised {type(error).__name__}: {error}.") from None
    if result.shape != case.gradient.shape:
        raise UnusableError(
            f"The function returned shape {result.shape}; the gradient has shape {case.gradient.shape}."
        )
    if result.dtype.kind not in "iuf" or not np.isfinite(result).all():
        raise UnusableError("The function returned something other than finite real numbers.")
    return result


@dataclass(frozen=True, kw_only=True)
class GradientPart(Part):
    """A part that asks for a gradient as a function: judged by its values on every case, then by the known slips."""

    why: str = field(repr=False)

    def read(self, answer: object) -> Callable[..., Any]:
        """Read a function."""
        return read_function(answer)

    def judge(self, value: Callable[..., Any]) -> Verdict:
        """Compare what a function gives with central differences, and then with the known slips."""
        try:
            results = [evaluate(value, case) for case in cases(self.name)]
        except UnusableError as error:
            return self.verdict(False, str(error))
        errors = [relative_error(r, c.gradient) for r, c in zip(results, cases(self.name), strict=True)]
        if max(errors) <= TOLERANCE:
            return self.verdict(True, self.why)
        missed = format_percent(next(error for error in errors if error > TOLERANCE))
        off = f"Against central differences on random tensors it is off by {missed} in norm."
        for slip in self.slips:
            if all(
                relative_error(r, slip.formula(*c.arguments)) <= TOLERANCE
                for r, c in zip(results, cases(self.name), strict=True)
            ):
                return self.verdict(False, f"{off} {slip.hint}", slip=slip.name)
        return self.verdict(False, off)


PARTS = (
    GradientPart(
        name="4a",
        asked="dJ/dZ[i, j1, j2, m]",
        form="a function of (dU, Z), such as lambda dU, Z: dU + Z",
        shown="dJ/dU[i, j1, j2, m] * exp(-Z)/(1 + exp(-Z))^2, element by element",
        right=(sigmoid_backward,),
        why="It agrees with central differences: each element of U depends on its own element of Z only.",
        slips=(
            FormulaSlip(
                lambda dU, Z: dU * sigmoid(Z),
                "U for its slope",
                "This multiplies by U, not by its slope.",
            ),
            FormulaSlip(
                lambda dU, Z: sigmoid_backward(np.ones_like(dU), Z),
                "dJ/dU forgotten",
                "dJ/dU is missing.",
            ),
            FormulaSlip(lambda dU, Z: -sigmoid_backward(dU, Z), "sign", "The sign is wrong: U grows with Z."),
            FormulaSlip(
                lambda dU, Z: sigmoid_backward(dU, sigmoid(Z)),
                "slope at U",
                "The slope is taken at U, not Z.",
            ),
            FormulaSlip(lambda dU, Z: dU * Z * (1 - Z), "Z for U", "u (1 - u) is the slope with u = U, not u = Z."),
        ),
    ),
    GradientPart(
        name="4b",
        asked="dJ/dW[k1, k2, n, m]",
        form="a function of (dZ, X, w_shape), such as lambda dZ, X, w_shape: np.zeros(w_shape)",
        shown="sum over i, j1, j2 of dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n]",
        right=(conv2d_weight_grad,),
        why="It agrees with central differences: a weight gathers one product for each window and sample.",
        slips=(
            FormulaSlip(
                key_weight_grad,
                "product of sums",
                "It multiplies two sums. Each dJ/dZ must meet its own X before anything is added up.",
            ),
            FormulaSlip(
                lambda dZ, X, w_shape: conv2d_weight_grad(dZ[:1], X[:1], w_shape),
                "first sample only",
                "It looks at the first sample only: the weights are shared by all samples.",
            ),
            FormulaSlip(
                lambda dZ, X, w_shape: conv2d_weight_grad(dZ, X, w_shape) / len(X),
                "mean over the samples",
                "It is a mean over the samples: J depends on each of them, so their parts add up.",
            ),
            FormulaSlip(
                lambda dZ, X, w_shape: conv2d_weight_grad(dZ, X, w_shape)[::-1, ::-1],
                "kernel reversed",
                "Rows and columns of the kernel are reversed.",
            ),
        ),
    ),
    GradientPart(
        name="4c",
        asked="dJ/dX[i, j1, j2, n]",
        form="a function of (dZ, W, x_shape), such as lambda dZ, W, x_shape: np.zeros(x_shape)",
        shown="sum over k1, k2, m of dJ/dZ[i, j1-k1, j2-k2, m] W[k1, k2, n, m], over the (j1-k1, j2-k2) that exist",
        right=(conv2d_input_grad,),
        why="It agrees with central differences: an input gathers one product for each window that contains it.",
        slips=(
            FormulaSlip(
                key_input_grad,
                "k1 = k2 = 0 only",
                "It keeps the term k1 = k2 = 0 only: an input lies in several windows, at another place in each.",
            ),
            FormulaSlip(
                lambda dZ, W, x_shape: conv2d_input_grad(dZ, W[::-1, ::-1], x_shape),
                "kernel reversed",
                "It meets the weights in reverse: input j1 meets weight k1 in window j1 - k1, not j1 + k1.",
            ),
        ),
    ),
)
