"""Problem 5(c): both operations as functions, judged on random sequences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from cnnlib.arguments import REAL, Array
from cnnlib.forms.objects import is_sequence
from cnnlib.pooling import max_pool1d, subsample1d
from cnnlib.problems.departures import Departure
from cnnlib.problems.formula_departures import depart_pooled
from cnnlib.problems.formulas import Choice, FormulaPart
from cnnlib.problems.functions import call_on_copies
from cnnlib.problems.part import Part, Slip, Verdict
from cnnlib.problems.pooling_formulas import ALL, PARTIAL, RIGHT, WHOLE, as_functions, make_pooling_builder
from cnnlib.problems.rules import Step

Functions = tuple[Callable[..., Any], Callable[..., Any]]
Sequences = list[tuple[Array, int, int]]  # X, p, s
Outcomes = list[Array | Exception]


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


def attempt(call: Callable[..., Any], *arguments: Any) -> Array | Exception:
    """Return what a reader's function returns as an array, or what it raises, which is part of the verdict."""
    try:
        return call_on_copies(call, arguments)
    except Exception as error:
        return error


def find_disagreement(outcome: Array | Exception, expected: Array, *arguments: Any) -> str:
    """Say in a sentence how what came of a call differs from what is expected; "" if it does not."""
    if isinstance(outcome, Exception):
        return f"it raised {type(outcome).__name__}: {outcome}"
    names = ("s",) if len(arguments) == 2 else ("p", "s")
    settings = ", ".join(f"{name} = {value}" for name, value in zip(names, arguments[1:], strict=True))
    if outcome.shape != expected.shape:
        return f"for X of shape {arguments[0].shape}, {settings} its shape was {outcome.shape}, not {expected.shape}"
    if outcome.dtype.kind not in REAL:
        return "it returned something other than real numbers"
    if not np.array_equal(outcome, expected):
        return f"for X of shape {arguments[0].shape}, {settings} its values differ"
    return ""


def attempt_both(functions: Functions, sequences: Sequences) -> tuple[Outcomes, Outcomes]:
    """Return what comes of a sub-sampling and of a pooling, for each sequence."""
    subsample, pool = functions
    return (
        [attempt(subsample, X, stride) for X, _, stride in sequences],
        [attempt(pool, X, size, stride) for X, size, stride in sequences],
    )


def is_same(outcome: Array | Exception, other: Array | Exception) -> bool:
    """Say whether the same came of two calls: the same values, or an exception of both."""
    if isinstance(outcome, Exception):
        return isinstance(other, Exception)
    return not isinstance(other, Exception) and np.array_equal(outcome, other)


def swap(function: Callable[..., Array], axis: int) -> Callable[..., Array]:
    """Return a function along another axis than the second."""
    return lambda X, *settings: np.swapaxes(function(np.swapaxes(X, 1, axis), *settings), 1, axis)


RIGHT_REASON = "Both agree with the definition, also where the last windows run past the end."
WHERE_IT_EXISTS_REASON = (
    "It holds wherever every window is whole. Where the last windows run past the end, the formula asks for values "
    "that do not exist; the maximum is then over those that do."
)
CONDITION = "j < N - s*k: the maximum is over the values that exist"
TOO_FAR = (
    "This k goes one too far where N is a multiple of s: then X[i, N, n] would be asked for, which does not exist."
)
SLIPS = (
    Slip(
        "whole-windows-only",
        (subsample1d, lambda X, p, s: max_pool1d(X, p, s, windows="whole")),
        "This keeps whole windows only, floor((N-p)/s)+1 of them. The problem counts k up to floor((N-1)/s).",
    ),
    Slip("k-up-to-n-over-s", as_functions({**RIGHT, "last": "floor(N/s)"}), TOO_FAR),
    Slip("k-up-to-n-over-s", as_functions({**RIGHT, "last": "floor(N/s)", "windows": ALL}), TOO_FAR),
    Slip(
        "batch-pooled",
        (swap(subsample1d, 0), swap(max_pool1d, 0)),
        "This goes along the samples: they have nothing to do with each other, and none is left out.",
    ),
    Slip(
        "channel-pooled",
        (swap(subsample1d, 2), swap(max_pool1d, 2)),
        "This goes along the channels: each channel is a sequence of its own, and none is left out.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class PoolingFunctions(FormulaPart):
    """The part that asks for both operations as functions, judged on random sequences."""

    @classmethod
    def make(cls) -> Part:
        """Make 5(c)."""
        builder = make_pooling_builder(SLIPS, RIGHT_REASON, WHERE_IT_EXISTS_REASON, CONDITION)
        return cls(
            name="5c",
            asked="both operations for X[i, j, n] of shape (B, N, C), and the shapes of the results",
            form="two functions, of (X, s) and of (X, p, s), each returning an array of shape "
            f"(B, floor((N-1)/s)+1, C), or formulas as their box writes them, such as {builder.example}",
            shown="y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 with s*k+j < N of X[i, s*k+j, n]; "
            "k = 0..floor((N-1)/s); both (B, floor((N-1)/s)+1, C)",
            right=((subsample1d, max_pool1d),),
            slips=SLIPS,
            builder=builder,
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

    def depart(self, choice: Choice, slip: str) -> Departure | None:
        """Return where a choice departs from the right formula."""
        return depart_pooled(choice)

    def check_function(self, answer: object) -> Verdict:
        """Judge both functions on random sequences, and then against the known slips."""
        functions = self.read(answer)
        rng = np.random.default_rng(5)
        sequences = [(rng.normal(size=shape), size, stride) for shape, size, stride in WHOLE + PARTIAL]
        outcomes = attempt_both(functions, sequences)
        verdict = self.judge_outcomes(*outcomes, sequences)
        if not verdict.right:
            for slip in self.slips:
                known = attempt_both(slip.answer, sequences)
                if all(map(is_same, chain(*outcomes), chain(*known))):
                    return self.verdict(False, slip.hint, slip=slip.id)
        return verdict

    def read(self, answer: object) -> Functions:
        """Return the two functions."""
        functions = list(answer) if is_sequence(answer) else []  # type: ignore[call-overload]
        if len(functions) != 2 or not all(map(callable, functions)):
            raise self.refuse(answer, TypeError)
        subsample, pool = functions
        return subsample, pool

    def judge_outcomes(self, subsampled: Outcomes, pooled: Outcomes, sequences: Sequences) -> Verdict:
        """Judge what came of both where all windows are whole, and then where the last ones run past the end."""
        for outcome, (X, _, stride) in zip(subsampled, sequences, strict=True):
            wrong = find_disagreement(outcome, subsample_by_definition(X, stride), X, stride)
            if wrong:
                return self.verdict(False, f"The sub-sampling is not right yet: {wrong}.")
        found = [
            find_disagreement(outcome, pool_by_definition(X, size, stride), X, size, stride)
            for outcome, (X, size, stride) in zip(pooled, sequences, strict=True)
        ]
        if not any(found):
            return self.verdict(True, RIGHT_REASON)
        whole, partial = found[: len(WHOLE)], found[len(WHOLE) :]
        if not any(whole) and all(text.startswith("it raised IndexError") for text in partial):
            return self.verdict(True, WHERE_IT_EXISTS_REASON, condition=CONDITION)
        return self.verdict(False, f"The pooling is not right yet: {next(filter(None, found))}.")
