"""Problem 5: sub-sampling and max pooling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnlib.answers.part import Part, Slip, ValuePart, Verdict, call_on_copies, read_numbers, read_sequence
from cnnlib.arguments import Array
from cnnlib.pooling import max_pool1d, subsample1d
from cnnlib.problems import SIGNAL, SIGNAL_POOL, SIGNAL_STRIDE
from cnnlib.sizes import assert_sizes_differ

s, p = SIGNAL_STRIDE, SIGNAL_POOL
# (B, N, C), p, s; in the first group every window is whole, in the second the last ones run past the end.
WHOLE = (((4, 14, 6), 2, 3), ((2, 9, 5), 1, 4), ((4, 8, 6), 3, 5))
PARTIAL = (((4, 13, 6), 2, 3), ((3, 8, 6), 5, 2), ((2, 10, 5), 3, 1))
for (B, N, C), size, stride in WHOLE + PARTIAL:
    K = {"K": (N - 1) // stride + 1} if stride > 1 else {}  # with stride 1 there are as many outputs as values
    assert_sizes_differ(B=B, N=N, C=C, p=size, s=stride, **K)


def as_numbers(values: Array) -> tuple[float, ...]:
    """Return a vector in the form that `read_numbers` gives."""
    return tuple(float(v) for v in values)


def as_text(values: Array) -> str:
    """Return a vector as text."""
    return str(values.tolist())


def pool_by_definition(X: Array, size: int, stride: int) -> Array:
    """Return the maximum over the values that exist, straight from the definition in plain loops."""
    samples, n, channels = X.shape
    Y = np.empty((samples, (n - 1) // stride + 1, channels))
    for i, k, c in np.ndindex(Y.shape):
        Y[i, k, c] = max(X[i, stride * k + j, c] for j in range(size) if stride * k + j < n)
    return Y


def subsample_by_definition(X: Array, stride: int) -> Array:
    """Return every stride-th value, straight from the definition."""
    return pool_by_definition(X, 1, stride)


def find_disagreement(call: Callable[..., Any], expected: Array, *arguments: Any) -> str:
    """Call a reader's function and say in a sentence how its result differs; "" if it does not."""
    try:
        result = call_on_copies(call, arguments)
    except Exception as error:  # whatever a reader's function raises is part of the verdict
        return f"it raised {type(error).__name__}: {error}"
    names = ("s",) if len(arguments) == 2 else ("p", "s")
    settings = ", ".join(f"{name} = {value}" for name, value in zip(names, arguments[1:], strict=True))
    if result.shape != expected.shape:
        return f"for X of shape {arguments[0].shape}, {settings} its shape was {result.shape}, not {expected.shape}"
    if result.dtype.kind not in "biuf":
        return "it returned something other than real numbers"
    if not np.array_equal(result, expected):
        return f"for X of shape {arguments[0].shape}, {settings} its values differ"
    return ""


class VectorPart(ValuePart):
    """A part that asks for a vector."""

    def read(self, answer: object) -> tuple[Any, ...]:
        """Read finite numbers in order."""
        return read_numbers(answer)


class SubsamplingPart(VectorPart):
    """The part that asks for every s-th value."""

    def advise(self, value: tuple[Any, ...]) -> str:
        """Say what is off about a vector."""
        if len(value) != len(kept):
            return f"There are floor((N-1)/s)+1 outputs; the answer has {len(value)}."
        return "The length is right. Write down s*k for each k, then x at these places."


class PoolingPart(VectorPart):
    """The part that asks for the largest value of each window."""

    def advise(self, value: tuple[Any, ...]) -> str:
        """Say what is off about a vector."""
        if len(value) != len(pooled):
            return f"There are floor((N-1)/s)+1 windows; the answer has {len(value)} values."
        return "The length is right. Write down the values in each window, then the largest of them."


Functions = tuple[Callable[..., Any], Callable[..., Any]]
Sequences = list[tuple[Array, int, int]]  # X, p, s


class FunctionsPart(Part):
    """The part that asks for both operations as functions, judged on random sequences."""

    def read(self, answer: object) -> Functions:
        """Read two functions."""
        functions = tuple(read_sequence(answer))
        if len(functions) != 2 or not all(map(callable, functions)):
            raise TypeError
        return functions

    def judge(self, value: Functions) -> Verdict:
        """Judge both functions where all windows are whole, and then where the last ones run past the end."""
        subsample, pool = value
        rng = np.random.default_rng(5)
        sequences = [(rng.normal(size=shape), size, stride) for shape, size, stride in WHOLE + PARTIAL]
        for X, _, stride in sequences:
            wrong = find_disagreement(subsample, subsample_by_definition(X, stride), X, stride)
            if wrong:
                return self.verdict(False, f"The sub-sampling is not right yet: {wrong}.")
        for X, size, stride in sequences[: len(WHOLE)]:
            wrong = find_disagreement(pool, pool_by_definition(X, size, stride), X, size, stride)
            if wrong:
                return self.verdict(False, f"The pooling is not right yet: {wrong}.")
        return self.judge_past_the_end(pool, sequences[len(WHOLE) :])

    def judge_past_the_end(self, pool: Callable[..., Any], sequences: Sequences) -> Verdict:
        """Judge a pooling that is right for whole windows, on sequences where the last ones run past the end."""
        found = [
            find_disagreement(pool, pool_by_definition(X, size, stride), X, size, stride)
            for X, size, stride in sequences
        ]
        if not any(found):
            return self.verdict(True, "Both agree with the definition, also where the last windows run past the end.")
        if all(text.startswith("it raised IndexError") for text in found):
            return self.verdict(
                True,
                "It holds wherever every window is whole. Where the last windows run past the end, the formula asks "
                "for values that do not exist; the maximum is then over those that do.",
                condition="j < N - s*k: the maximum is over the values that exist",
            )
        if all(
            not find_disagreement(pool, max_pool1d(X, size, stride, windows="whole"), X, size, stride)
            for X, size, stride in sequences
        ):
            return self.verdict(
                False,
                "This keeps whole windows only, floor((N-p)/s)+1 of them. The problem counts k up to floor((N-1)/s).",
                slip="whole windows only",
            )
        return self.verdict(False, f"The pooling is not right yet: {next(filter(None, found))}.")


kept, pooled = subsample1d(SIGNAL, s), max_pool1d(SIGNAL, p, s)

PARTS = (
    SubsamplingPart(
        name="5a",
        asked=f"x sub-sampled with stride {s}",
        form="a vector, such as [7, 8]",
        shown=as_text(kept),
        right=(as_numbers(kept),),
        why="y[k] = x[s*k], starting with x[0].",
        slips=(
            Slip(
                as_numbers(SIGNAL[1::s]),
                "started at x[1]",
                "This starts at x[1]. Values are counted from 0: y[0] = x[0].",
            ),
            Slip(as_numbers(SIGNAL), "stride ignored", "This is x itself: with a stride, values are left out."),
            Slip(
                as_numbers(SIGNAL[: len(kept)]),
                "first values",
                "These are the first values of x: y[k] is x[s*k], not x[k].",
            ),
            Slip(
                as_numbers(pooled),
                "pooling",
                "This is the maximum of each pair. Sub-sampling takes a value as it is.",
            ),
            Slip(
                as_numbers(SIGNAL.reshape(-1, s).mean(axis=1)),
                "mean",
                "This is the mean of each pair. Sub-sampling takes a value as it is.",
            ),
        ),
    ),
    PoolingPart(
        name="5b",
        asked=f"x max-pooled with pool size {p} and stride {s}",
        form="a vector, such as [7, 8]",
        shown=as_text(pooled),
        right=(as_numbers(pooled),),
        why="Each window starts at x[s*k], holds p values, and gives its largest.",
        slips=(
            Slip(as_numbers(kept), "sub-sampling", "These are the first values of the windows, not the largest."),
            Slip(
                as_numbers(max_pool1d(SIGNAL, p, 1)),
                "stride ignored",
                "This moves the window by one value at a time: the stride is larger.",
            ),
            Slip(
                as_numbers(max_pool1d(SIGNAL, p, 1, windows="whole")),
                "stride ignored",
                "This moves the window by one value at a time: the stride is larger.",
            ),
            Slip(
                as_numbers(SIGNAL.reshape(-1, s).mean(axis=1)),
                "mean",
                "This is the mean of each window; asked is the maximum.",
            ),
            Slip(as_numbers(SIGNAL.reshape(-1, s).min(axis=1)), "minimum", "This is the smallest of each window."),
            Slip(
                as_numbers(max_pool1d(SIGNAL, p + 1, s)),
                "window too long",
                "The windows hold one value too many: j goes from 0 to p-1.",
            ),
        ),
    ),
    FunctionsPart(
        name="5c",
        asked="both operations for X[i, j, n] of shape (B, N, C), and the shapes of the results",
        form="two functions, of (X, s) and of (X, p, s), each returning an array of shape (B, floor((N-1)/s)+1, C)",
        shown="y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 with s*k+j < N of X[i, s*k+j, n]; "
        "k = 0..floor((N-1)/s); both (B, floor((N-1)/s)+1, C)",
        right=((subsample1d, max_pool1d),),
    ),
)
