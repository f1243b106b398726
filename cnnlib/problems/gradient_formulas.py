"""The formulas that a reader can put together for Problem 4, run on tensors of whole numbers whose sizes all differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

import numpy as np

from cnnlib.activations import sigmoid
from cnnlib.arguments import Array
from cnnlib.convolution import conv2d
from cnnlib.gradcheck import numerical_gradient
from cnnlib.problems.formulas import NAMES, SUM, Builder, Choice, Field, Outcome, alike, find_hint, find_names
from cnnlib.problems.key import FORMULAS
from cnnlib.problems.part import Slip
from cnnlib.problems.rules import Rule, when
from cnnlib.sizes import assert_sizes_differ, convolution_sizes

X_SHAPE, W_SHAPE = (4, 8, 11, 5), (2, 3, 5, 6)
assert_sizes_differ(**convolution_sizes(X_SHAPE, W_SHAPE))
SLOPE_SHAPE = (2, 3, 5, 4)
assert_sizes_differ(**dict(zip(("B", "H'", "W'", "M"), SLOPE_SHAPE, strict=True)))

TERM = re.compile(r"([+-]?)(\w+)")
ENDLESS = "a sum without end"
NOTE = "Indices start at 0. A sum goes over all places where both elements exist."


def find_place(index: str, places: Mapping[str, Array], kernel: Sequence[int]) -> Array:
    """Return the value of an index such as ``"j1-K1+1+k1"``."""
    known = {"K1": np.array(kernel[0]), "K2": np.array(kernel[1]), **places}
    terms = TERM.findall(index)
    signed = [
        (-1 if sign == "-" else 1, np.array(int(name)) if name.isdigit() else known[name]) for sign, name in terms
    ]
    return np.asarray(sum(sign * value for sign, value in signed))


def lay_out(factor: str, tensor: Array, lengths: Mapping[str, int], kernel: Sequence[int]) -> Array:
    """Return a factor over all its indices in their usual order, 0 where its element does not exist."""
    names = find_names(factor)
    places = dict(zip(names, np.ix_(*(np.arange(lengths[name]) for name in names)), strict=True))
    indices = factor[factor.index("[") + 1 : -1].split(", ")
    at = [find_place(index, places, kernel) for index in indices]
    exists = [(place >= 0) & (place < size) for place, size in zip(at, tensor.shape, strict=True)]
    values = tensor[tuple(np.where(there, place, 0) for there, place in zip(exists, at, strict=True))]
    return np.asarray(values * prod(exists))


@dataclass(frozen=True)
class Products:
    """Sums of products of dJ/dZ and X or W on tensors of whole numbers, against the measured gradient.

    Attributes
    ----------
    first, second : ndarray
        dJ/dZ, and X or W.
    left : tuple of str
        The indices of the gradient.
    gradient : ndarray
        The measured gradient of J = sum(dJ/dZ * Z), rounded to whole numbers.
    x_shape, w_shape : tuple of int
        The shapes of X and W.
    """

    first: Array
    second: Array
    left: tuple[str, ...]
    gradient: Array
    x_shape: tuple[int, ...]
    w_shape: tuple[int, ...]

    def length(self, name: str, is_summed: bool, beyond: int) -> int:
        """Return where an index ends: with the gradient, or if it is summed over, past every element."""
        if not is_summed:
            return int(self.gradient.shape[self.left.index(name)])
        (B, H, W, C), (K1, K2, _, M) = self.x_shape, self.w_shape
        rows, columns, channels = H + K1 + beyond, W + K2 + beyond, max(C, M)
        return (B, rows, columns, rows, columns, channels, channels)[NAMES.index(name)]

    def run(self, formula: str, factors: tuple[str, str], beyond: int) -> Array:
        """Return what a formula gives whose sides have the same indices; sums go on so far beyond the last element."""
        found = SUM.search(formula)
        assert found
        summed, covered = find_names(found[1]), found[2]
        operands: list[Any] = []
        for factor, tensor in zip(factors, (self.first, self.second), strict=True):
            inside = summed if factor in covered else ()
            names = find_names(factor)
            lengths = {name: self.length(name, name in inside, beyond) for name in names}
            values = lay_out(factor, tensor, lengths, self.w_shape)
            if factor == covered:  # the same name outside of this sum is another index
                values = values.sum(tuple(n for n, name in enumerate(names) if name in inside))
                names = tuple(name for name in names if name not in inside)
            operands += [values.astype(float), [NAMES.index(name) for name in names]]
        return np.asarray(np.einsum(*operands, [NAMES.index(name) for name in self.left], optimize=True))

    def run_choice(self, builder: Builder, choice: Choice, beyond: int = 0) -> Array:
        """Return what a choice gives whose sides have the same indices."""
        factors = builder.write(choice, "first"), builder.write(choice, "second")
        return self.run(builder.write(choice), factors, beyond)

    def find_outcome(self, builder: Builder, choice: Choice) -> Outcome:
        """Return where a formula differs first from the measured gradient."""
        given = self.run_choice(builder, choice)
        if choice["covers"] != PRODUCT and not np.array_equal(given, self.run_choice(builder, choice, beyond=1)):
            given = np.full(given.shape, np.inf)
        return compare(given, self.gradient, lambda value: str(int(value)) if np.isfinite(value) else ENDLESS)


def compare(given: Array, measured: Array, write: Callable[[float], str]) -> Outcome:
    """Return where something differs first from what was measured, and both numbers."""
    for at in np.argwhere(~np.isclose(given, measured)):
        place = tuple(map(int, at))
        return ", ".join(map(str, place)), write(given[place]), write(measured[place])
    return "right"


@cache
def draw_tensors() -> tuple[Array, Array, Array]:
    """Return X, W and dJ/dZ of whole numbers."""
    rng = np.random.default_rng(4)
    X, W = rng.integers(-2, 3, X_SHAPE), rng.integers(-2, 3, W_SHAPE)
    return X, W, np.asarray(rng.integers(-2, 3, conv2d(X, W).shape))


def measure(f: Callable[[Array], float], x: Array) -> Array:
    """Return a gradient by central differences; f is linear, and its gradient one of whole numbers."""
    return np.rint(numerical_gradient(f, x))


@cache
def make_products(part: str) -> Products:
    """Return what formulas for dJ/dW (4b) or dJ/dX (4c) are run on."""
    X, W, dZ = draw_tensors()
    if part == "4b":
        gradient = measure(lambda w: float(np.sum(dZ * conv2d(X, w))), W)
        return Products(dZ, X, ("k1", "k2", "n", "m"), gradient, X_SHAPE, W_SHAPE)
    gradient = measure(lambda x: float(np.sum(dZ * conv2d(x, W))), X)
    return Products(dZ, W, ("i", "j1", "j2", "n"), gradient, X_SHAPE, W_SHAPE)


PRODUCT = "sum over {sum} of ({first} {second})"
FIRST_ALONE = "(sum over {sum} of {first}) {second}"
SECOND_ALONE = "{first} (sum over {sum} of {second})"
UNSHIFTED, AHEAD, BEHIND, FILTER = "j1, j2", "j1+k1, j2+k2", "j1-k1, j2-k2", "k1, k2"
TURNED_BEHIND, TURNED = "j1-K1+1+k1, j2-K2+1+k2", "K1-1-k1, K2-1-k2"


def make_sum_builder(part: str, left: str, fields: Sequence[Field], second: str, rules: Sequence[Rule]) -> Builder:
    """Make the builder of a sum of products of dJ/dZ and a second factor."""
    name, example = second[0], {"4b": "X[i, k1, k2, n]", "4c": "W[k1, k2, n, m]"}[part]
    covers = {PRODUCT: "the product", FIRST_ALONE: "dJ/dZ alone", SECOND_ALONE: f"{name} alone"}
    return Builder(
        fields=(
            Field("sum", "Sum over", alike(*NAMES), "checks"),
            Field("covers", "The sum covers", covers, "radios"),
            *fields,
        ),
        pieces={"formula": f"{left} = {{covers}}", "first": "dJ/dZ[i, {dz}, {dz_channel}]", "second": second},
        outcomes={"formula": lambda builder, choice: make_products(part).find_outcome(builder, choice)},
        rules=(*rules, when("{indices}", fits="no"), when(differs(left, ON_PRODUCTS))),
        key=FORMULAS[part],
        example=f"{left} = sum over i of (dJ/dZ[i, j1, j2, m] {example})",
        note=NOTE,
        indexed=True,
    )


ON_PRODUCTS = f"random whole numbers, X {X_SHAPE} and W {W_SHAPE}"
ON_SLOPES = f"random dJ/dU and Z {SLOPE_SHAPE}"


def differs(left: str, on: str) -> str:
    """Return what is said of a formula that is run on some tensors and differs from the gradient on the left side."""
    return (
        f"Tried on {on}, your formula differs first at {left[:5]}[{{formula_at}}]: it gives {{formula_given}}, "
        "measured is {formula_right}."
    )


def right_formula(why: str) -> Rule:
    """Make the rule for formulas that give what is measured."""
    return Rule(why, right=True, when={"formula": ("right",)})


def known_slip(slips: Sequence[Slip], name: str, found: str, **chosen: str | tuple[str, ...]) -> Rule:
    """Make the rule for choices that are a known slip; what was found out is said before its hint."""
    allowed = {field: (texts,) if isinstance(texts, str) else texts for field, texts in chosen.items()}
    return Rule(f"{found} {find_hint(slips, name)}", name, when=allowed)


def make_weight_builder(why: str, slips: Sequence[Slip]) -> Builder:
    """Make the builder of 4(b): 24,576 choices."""
    left = "dJ/dW[k1, k2, n, m]"
    tried = differs(left, ON_PRODUCTS)
    whole: dict[str, Any] = {"sum": "i, j1, j2", "covers": PRODUCT}
    channels: dict[str, Any] = {"dz_channel": "m", "x_channel": "n"}
    sums: dict[str, Any] = {"sum": ("j1, j2", "i, j1, j2"), "covers": (FIRST_ALONE, SECOND_ALONE)}
    return make_sum_builder(
        "4b",
        left,
        (
            Field("dz", "Row and column of dJ/dZ", alike(UNSHIFTED, AHEAD, BEHIND, FILTER)),
            Field("dz_channel", "Channel of dJ/dZ", alike("n", "m")),
            Field("x", "Row and column of X", alike(UNSHIFTED, AHEAD, BEHIND, FILTER)),
            Field("x_channel", "Channel of X", alike("n", "m")),
        ),
        "X[i, {x}, {x_channel}]",
        (
            right_formula(why),
            known_slip(slips, "product-of-sums", "{indices}", dz=UNSHIFTED, x=AHEAD, **sums, **channels),
            known_slip(
                slips, "samples-not-summed", "{indices}", extra="i", dz=UNSHIFTED, x=AHEAD, sum="j1, j2", **channels
            ),
            known_slip(slips, "shift-reversed", tried, dz=UNSHIFTED, x=BEHIND, **whole, **channels),
            known_slip(slips, "shift-reversed", tried, dz=AHEAD, x=UNSHIFTED, **whole, **channels),
            known_slip(slips, "x-unshifted", "{indices}", dz=UNSHIFTED, x=UNSHIFTED, **whole, **channels),
        ),
    )


def make_input_builder(why: str, slips: Sequence[Slip]) -> Builder:
    """Make the builder of 4(c): 30,720 choices."""
    left = "dJ/dX[i, j1, j2, n]"
    tried = differs(left, ON_PRODUCTS)
    whole: dict[str, Any] = {"sum": "k1, k2, m", "covers": PRODUCT}
    channels: dict[str, Any] = {"dz_channel": "m", "w_order": "n, m"}
    first: dict[str, Any] = {"sum": "m", "dz": UNSHIFTED, "w": "0, 0", **channels}
    return make_sum_builder(
        "4c",
        left,
        (
            Field("dz", "Row and column of dJ/dZ", alike(UNSHIFTED, AHEAD, BEHIND, TURNED_BEHIND, FILTER)),
            Field("dz_channel", "Channel of dJ/dZ", alike("n", "m")),
            Field("w", "Row and column of W", alike(FILTER, BEHIND, TURNED, "0, 0")),
            Field("w_order", "Channels of W", alike("m, n", "n, m")),
        ),
        "W[{w}, {w_order}]",
        (
            right_formula(why),
            known_slip(slips, "first-tap-only", tried, covers=PRODUCT, **first),
            known_slip(slips, "first-tap-only", "{indices}", covers=(FIRST_ALONE, SECOND_ALONE), **first),
            known_slip(slips, "shift-reversed", tried, dz=AHEAD, w=FILTER, **whole, **channels),
            known_slip(slips, "unturned", tried, dz=BEHIND, w=TURNED, **whole, **channels),
            known_slip(slips, "unturned", tried, dz=TURNED_BEHIND, w=FILTER, **whole, **channels),
            known_slip(slips, "channels-confused", tried, dz=BEHIND, w=FILTER, **whole),
        ),
    )


Slope = Callable[[Array, Array], Array]
SLOPES: dict[str, Slope] = {
    "U": lambda Z, U: U,
    "U (1 - U)": lambda Z, U: U * (1 - U),
    "(1 - U)": lambda Z, U: 1 - U,
    "(1 - U^2)": lambda Z, U: 1 - U**2,
    "Z (1 - Z)": lambda Z, U: Z * (1 - Z),
    "exp(-Z)": lambda Z, U: np.exp(-Z),
    "exp(-Z)/(1 + exp(-Z))": lambda Z, U: np.exp(-Z) / (1 + np.exp(-Z)),
    "exp(-Z)/(1 + exp(-Z))^2": lambda Z, U: np.exp(-Z) / (1 + np.exp(-Z)) ** 2,
    "exp(Z)/(1 + exp(Z))^2": lambda Z, U: np.exp(Z) / (1 + np.exp(Z)) ** 2,
    "exp(-U)/(1 + exp(-U))^2": lambda Z, U: np.exp(-U) / (1 + np.exp(-U)) ** 2,
    "1/(1 + exp(-Z))^2": lambda Z, U: 1 / (1 + np.exp(-Z)) ** 2,
}
INCOMING: dict[str, Callable[[Array], Array]] = {
    "dJ/dU[i, j1, j2, m] *": lambda dU: dU,
    "(sum over m of dJ/dU[i, j1, j2, m]) *": lambda dU: np.broadcast_to(dU.sum(axis=3, keepdims=True), dU.shape),
    "1 *": np.ones_like,
}
SIGNS = {"=": 1, "= -": -1}


def run_slope(choice: Choice, dU: Array, Z: Array) -> Array:
    """Return what a formula of 4(a) gives."""
    return SIGNS[choice["sign"]] * INCOMING[choice["incoming"]](dU) * SLOPES[choice["slope"]](Z, sigmoid(Z))


@cache
def draw_slopes() -> tuple[Array, Array, Array]:
    """Return dJ/dU and Z of whole numbers other than 0, and the measured gradient of J = sum(dJ/dU * U)."""
    rng = np.random.default_rng(4)
    dU, Z = (rng.integers(1, 4, SLOPE_SHAPE) * rng.choice([-1, 1], SLOPE_SHAPE) for _ in range(2))
    dU, Z = dU.astype(float), Z.astype(float)
    return dU, Z, numerical_gradient(lambda z: float(np.sum(dU * sigmoid(z))), Z)


def find_slope_outcome(_: Builder, choice: Choice) -> Outcome:
    """Return where a formula of 4(a) differs first from the measured gradient."""
    dU, Z, gradient = draw_slopes()
    return compare(run_slope(choice, dU, Z), gradient, lambda value: f"{value:.3f}")


def make_slope_builder(why: str, slips: Sequence[Slip]) -> Builder:
    """Make the builder of 4(a)."""
    left = "dJ/dZ[i, j1, j2, m]"
    tried = differs(left, ON_SLOPES)
    right_slopes = ("U (1 - U)", "exp(-Z)/(1 + exp(-Z))^2", "exp(Z)/(1 + exp(Z))^2")
    plus, dU = "=", "dJ/dU[i, j1, j2, m] *"
    named: dict[str, tuple[str, str, str | tuple[str, ...]]] = {
        "u-for-its-slope": (plus, dU, "U"),
        "du-forgotten": (plus, "1 *", right_slopes),
        "sign": ("= -", dU, right_slopes),
        "slope-at-u": (plus, dU, "exp(-U)/(1 + exp(-U))^2"),
        "z-for-u": (plus, dU, "Z (1 - Z)"),
    }
    return Builder(
        fields=(
            Field("sign", "Sign", {plus: "plus", "= -": "minus"}, "radios"),
            Field("incoming", "First factor", {text: text.removesuffix(" *") for text in INCOMING}),
            Field("slope", "Second factor, at the same place", alike(*SLOPES)),
        ),
        pieces={"formula": f"{left} {{sign}} {{incoming}} {{slope}}"},
        outcomes={"formula": find_slope_outcome},
        rules=(
            right_formula(why),
            *(
                known_slip(slips, name, tried, sign=sign, incoming=incoming, slope=slope)
                for name, (sign, incoming, slope) in named.items()
            ),
            when(tried),
        ),
        key=FORMULAS["4a"],
        example=f"{left} = 1 * (1 - U)",
        note="U = 1/(1 + exp(-Z)). Indices start at 0; U and Z stand for U[i, j1, j2, m] and Z[i, j1, j2, m].",
    )
