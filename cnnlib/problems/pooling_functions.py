"""Problem 5(c): both operations as functions, judged on random sequences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlib.arguments import Array
from cnnlib.forms.objects import is_sequence
from cnnlib.pooling import max_pool1d, subsample1d
from cnnlib.problems.functions import call_on_copies
from cnnlib.problems.part import Part, Slip, Verdict
from cnnlib.problems.rules import Step
from cnnlib.sizes import assert_sizes_differ

# (B, N, C), p, s; in the first group every window is whole, in the second the last ones run past the end.
WHOLE = (((4, 14, 6), 2, 3), ((2, 9, 5), 1, 4), ((4, 8, 6), 3, 5))
PARTIAL = (((4, 13, 6), 2, 3), ((3, 8, 6), 5, 2), ((2, 10, 5), 3, 1))
for (B, N, C), size, stride in WHOLE + PARTIAL:
    K = {"K": (N - 1) // stride + 1} if stride > 1 else {}  # with stride 1 there are as many outputs as values
    assert_sizes_differ(B=B, N=N, C=C, p=size, s=stride, **K)

Functions = tuple[Callable[..., Any], Callable[..., Any]]
Sequences = list[tuple[Array, int, int]]  # X, p, s


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


@dataclass(frozen=True, kw_only=True)
class PoolingFunctions(Part):
    """The part that asks for both operations as functions, judged on random sequences."""

    @classmethod
    def make(cls) -> Part:
        """Make 5(c)."""
        return cls(
            name="5c",
            asked="both operations for X[i, j, n] of shape (B, N, C), and the shapes of the results",
            form="two functions, of (X, s) and of (X, p, s), each returning an array of shape (B, floor((N-1)/s)+1, C)",
            shown="y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 with s*k+j < N of X[i, s*k+j, n]; "
            "k = 0..floor((N-1)/s); both (B, floor((N-1)/s)+1, C)",
            right=((subsample1d, max_pool1d),),
            slips=(
                Slip(
                    "whole-windows-only",
                    (subsample1d, lambda X, p, s: max_pool1d(X, p, s, windows="whole")),
                    "This keeps whole windows only, floor((N-p)/s)+1 of them. The problem counts k up to "
                    "floor((N-1)/s).",
                ),
            ),
            hints=(
                "Samples and channels are left alone: y has the indices i, k and n.",
                "Write s*k for the place along the axis of length N; for the maximum, j runs within the window.",
            ),
            solution=(
                Step("Each sample and each channel is a sequence of its own: i and n stay as they are."),
                Step("Sub-sampling: y[i, k, n] = X[i, s*k, n] for k = 0..floor((N-1)/s)."),
                Step("Max pooling: y[i, k, n] = max over j = 0..p-1 with s*k+j < N of X[i, s*k+j, n]."),
                Step("Both have shape (B, floor((N-1)/s)+1, C)."),
            ),
        )

    def check(self, answer: object) -> Verdict:
        """Judge both functions where all windows are whole, and then where the last ones run past the end."""
        subsample, pool = self.read(answer)
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

    def read(self, answer: object) -> Functions:
        """Return the two functions."""
        functions = list(answer) if is_sequence(answer) else []  # type: ignore[call-overload]
        if len(functions) != 2 or not all(map(callable, functions)):
            raise self.refuse(answer, TypeError)
        subsample, pool = functions
        return subsample, pool

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
        (slip,) = self.slips
        if all(
            not find_disagreement(pool, slip.answer[1](X, size, stride), X, size, stride)
            for X, size, stride in sequences
        ):
            return self.verdict(False, slip.hint, slip=slip.id)
        return self.verdict(False, f"The pooling is not right yet: {next(filter(None, found))}.")
