"""The formulas that a reader can put together for Problem 5(c), run on tensors of whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np

from cnnlib.arguments import Array
from cnnlib.problems.formulas import Builder, Choice, Field, Outcome, alike, find_hint
from cnnlib.problems.key import FORMULAS
from cnnlib.problems.part import Slip
from cnnlib.problems.rules import Rule, when
from cnnlib.sizes import assert_sizes_differ

# (B, N, C), p, s; in the first group every window is whole, in the second the last ones run past the end.
WHOLE = (((4, 14, 6), 2, 3), ((2, 9, 5), 1, 4), ((4, 8, 6), 3, 5))
PARTIAL = (((4, 13, 6), 2, 3), ((3, 8, 6), 5, 2), ((2, 10, 5), 3, 1))
for (B, N, C), size, stride in WHOLE + PARTIAL:
    K = {"K": (N - 1) // stride + 1} if stride > 1 else {}  # with stride 1 there are as many outputs as values
    assert_sizes_differ(B=B, N=N, C=C, p=size, s=stride, **K)

WHERE_IT_EXISTS = "where it exists"
ALL, EXISTING, ENTIRE = "of", "(where it exists) of", "(whole windows only) of"
SUBSAMPLED: dict[str, Callable[[int, int], int]] = {  # k, s
    "k": lambda k, s: k,
    "s+k": lambda k, s: s + k,
    "s*k": lambda k, s: s * k,
    "s*k+1": lambda k, s: s * k + 1,
    "s*(k+1)": lambda k, s: s * (k + 1),
}
POOLED: dict[str, Callable[[int, int, int, int], int]] = {  # k, j, p, s
    "k+j": lambda k, j, p, s: k + j,
    "s*k": lambda k, j, p, s: s * k,
    "s*k-j": lambda k, j, p, s: s * k - j,
    "s*k+j": lambda k, j, p, s: s * k + j,
    "p*k+j": lambda k, j, p, s: p * k + j,
    "s*(k+j)": lambda k, j, p, s: s * (k + j),
}
LAST: dict[str, Callable[[int, int, int], int]] = {  # N, p, s
    "N-1": lambda N, p, s: N - 1,
    "floor(N/s)": lambda N, p, s: N // s,
    "floor((N-1)/s)": lambda N, p, s: (N - 1) // s,
    "floor(N/s)-1": lambda N, p, s: N // s - 1,
    "floor((N-p)/s)": lambda N, p, s: (N - p) // s,
}
# Along which axis both operations go.
ALONG_SAMPLES, ALONG_VALUES, ALONG_CHANNELS = (
    f"y[{left}] = X[{before}{{subsampled}}{after}]; "
    f"y[{left}] = max over j = 0..p-1 {{windows}} X[{before}{{pooled}}{after}]; k = 0..{{last}}"
    for left, before, after in (("k, l, n", "", ", l, n"), ("i, k, n", "i, ", ", n"), ("i, l, k", "i, l, ", ""))
)


class MissingError(IndexError):
    """A formula asks for a value that does not exist; the message names it."""


def take(X: Array, places: Iterable[int]) -> Array:
    """Return the values at some places of the axis of length N, or complain about the first that does not exist."""
    places = list(places)
    for place in places:
        if not 0 <= place < X.shape[1]:
            raise MissingError(f"X[i, {place}, n], which does not exist")
    return X[:, places]


def subsample(choice: Choice, X: Array, p: int, s: int) -> list[Array]:
    """Return y[:, k] for each k, as a choice has it; the pool size only decides where k ends."""
    return [take(X, [SUBSAMPLED[choice["subsampled"]](k, s)])[:, 0] for k in ks(choice, X, p, s)]


def pool(choice: Choice, X: Array, p: int, s: int) -> list[Array]:
    """Return the maximum of each window, as a choice has it."""
    pooled = []
    for k in ks(choice, X, p, s):
        window = [POOLED[choice["pooled"]](k, j, p, s) for j in range(p)]
        existing = [place for place in window if 0 <= place < X.shape[1]]
        if choice["windows"] == ENTIRE and existing != window:
            continue
        if not existing:
            raise MissingError(f"a window without values at k = {k}")
        pooled.append(take(X, window if choice["windows"] == ALL else existing).max(axis=1))
    return pooled


def ks(choice: Choice, X: Array, p: int, s: int) -> range:
    """Return the numbers k of the outputs."""
    return range(LAST[choice["last"]](X.shape[1], p, s) + 1)


RIGHT = {"subsampled": "s*k", "pooled": "s*k+j", "last": "floor((N-1)/s)", "windows": EXISTING}


def as_functions(choice: Choice) -> tuple[Callable[..., Array], Callable[..., Array]]:
    """Return a choice as two functions, of (X, s) and of (X, p, s), of which each raises where its formula fails."""
    return (
        lambda X, s: np.stack(subsample(choice, X, 1, s), axis=1),
        lambda X, p, s: np.stack(pool(choice, X, p, s), axis=1),
    )


Run = Callable[[Choice, Array, int, int], list[Array]]
Tensors = list[tuple[Array, int, int]]


@cache
def draw_tensors() -> tuple[Tensors, Tensors]:
    """Return tensors with all windows whole, and such where the last ones run past the end, each with p and s.

    In each sequence the numbers 0 to N-1 stand in some order.
    """
    rng = np.random.default_rng(5)

    def draw(shape: tuple[int, int, int]) -> Array:
        return rng.permuted(np.broadcast_to(np.arange(shape[1])[:, None], shape), axis=1)

    whole, partial = ([(draw(shape), p, s) for shape, p, s in cases] for cases in (WHOLE, PARTIAL))
    return whole, partial


def compare(run: Run, choice: Choice, tensors: Tensors) -> Outcome:
    """Return where a formula differs first from the right one."""
    for X, p, s in tensors:
        sizes = f"N = {X.shape[1]}, p = {p}, s = {s}"
        try:
            given = run(choice, X, p, s)
        except MissingError as missing:
            return sizes, f"asks for {missing}", ""
        expected = run(RIGHT, X, p, s)
        for k in range(max(len(given), len(expected))):
            one, other = (values[k] if k < len(values) else None for values in (given, expected))
            if one is None or other is None:
                return sizes, f"gives {name(one)} for y[0, {k}, 0]; right is {name(other)}", ""
            for i, n in np.argwhere(one != other):
                return sizes, f"gives {one[i, n]} for y[{i}, {k}, {n}]; right is {other[i, n]}", ""
    return "right"


def name(values: Array | None) -> str:
    """Return the value of the first sample and channel, or that there is none."""
    return "no value" if values is None else str(values[0, 0])


# Both outcomes are along the axis of the values: a formula along another is a known slip, whatever else is chosen.


def find_subsampled_outcome(_: Builder, choice: Choice) -> Outcome:
    """Return where the sub-sampling differs first from the right one."""
    whole, partial = draw_tensors()
    return compare(subsample, choice, whole + partial)


def find_pooled_outcome(_: Builder, choice: Choice) -> Outcome:
    """Return where the pooling differs first from the right one.

    It is right where it exists if it is so where every window is whole, and everywhere once it keeps to what exists.
    """
    whole, partial = draw_tensors()
    outcome = compare(pool, choice, whole + partial)
    kept = {**choice, "windows": EXISTING}
    if choice["windows"] == ALL and compare(pool, choice, whole) == compare(pool, kept, whole + partial) == "right":
        return WHERE_IT_EXISTS
    return outcome


MEANT = {"subsampled": ("s*k",), "pooled": ("s*k+j",)}
KNOWN: list[tuple[str, dict[str, tuple[str, ...]]]] = [
    ("batch-pooled", {"axis": (ALONG_SAMPLES,)}),
    ("channel-pooled", {"axis": (ALONG_CHANNELS,)}),
    ("k-up-to-n-over-s", {**MEANT, "last": ("floor(N/s)",)}),
    ("whole-windows-only", {**MEANT, "last": ("floor((N-p)/s)",)}),
    ("whole-windows-only", {**MEANT, "last": ("floor((N-1)/s)",), "windows": (ENTIRE,)}),
]
AXES = {
    ALONG_SAMPLES: "the first, of length B",
    ALONG_VALUES: "the second, of length N",
    ALONG_CHANNELS: "the third, of length C",
}
WINDOWS = {ALL: "over all p values", EXISTING: "over those that exist", ENTIRE: "of whole windows only"}
FIELDS = (
    Field("axis", "The axis along which values are taken", AXES, "radios"),
    Field("subsampled", "Index of X along it, sub-sampling", alike(*SUBSAMPLED)),
    Field("pooled", "Index of X along it, max pooling", alike(*POOLED)),
    Field("last", "k goes from 0 to", alike(*LAST)),
    Field("windows", "The maximum is", WINDOWS, "radios"),
)


def differs(operation: str, piece: str) -> Rule:
    """Make the rule for an operation that differs from the right one."""
    found = f"Tried on random X with {{{piece}_at}}, your formula {{{piece}_given}}."
    return when(f"The {operation} is not right yet. {found}", **{piece: "differs"})


def make_pooling_builder(slips: Sequence[Slip], right: str, where_it_exists: str, condition: str) -> Builder:
    """Make the builder of 5(c)."""
    return Builder(
        fields=FIELDS,
        pieces={
            "formula": "{axis}",
            "subsampling": "{subsampled}, {last}",
            "pooling": "{windows} {pooled}, {last}",
        },
        outcomes={"subsampling": find_subsampled_outcome, "pooling": find_pooled_outcome},
        rules=(
            *(Rule(find_hint(slips, known), known, when=chosen) for known, chosen in KNOWN),
            differs("sub-sampling", "subsampling"),
            differs("pooling", "pooling"),
            Rule(where_it_exists, right=True, when={"pooling": (WHERE_IT_EXISTS,)}, condition=condition),
            Rule(right, right=True),
        ),
        key=FORMULAS["5c"],
        example=ALONG_VALUES.format(subsampled="k", pooled="k+j", windows=ALL, last="N-1"),
        note="X has shape (B, N, C). Indices start at 0. j goes from 0 to p-1, the other indices over all that X has. "
        "The formulas are judged; the shapes follow from their indices.",
    )
