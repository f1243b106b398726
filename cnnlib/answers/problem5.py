"""Problem 5: sub-sampling and max pooling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnlib.answers.part import Part, Slip, Verdict, by_value, read_functions, read_numbers
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


def numbers(values: Array) -> tuple[float, ...]:
    """Return a vector in the form that `read_numbers` gives."""
    return tuple(float(v) for v in values)


def vector(values: Array) -> str:
    """Return a vector as text."""
    return str(values.tolist())


def defined_pool(X: Array, size: int, stride: int) -> Array:
    """Return the maximum over the values that exist, straight from the definition in plain loops."""
    samples, n, channels = X.shape
    Y = np.empty((samples, (n - 1) // stride + 1, channels))
    for i, k, c in np.ndindex(Y.shape):
        Y[i, k, c] = max(X[i, stride * k + j, c] for j in range(size) if stride * k + j < n)
    return Y


def defined_subsample(X: Array, stride: int) -> Array:
    """Return every stride-th value, straight from the definition."""
    return defined_pool(X, 1, stride)


def disagreement(call: Callable[..., Any], expected: Array, *arguments: Any) -> str:
    """Call a reader's function and say in a sentence how its result differs; "" if it does not."""
    try:
        result = np.asarray(call(*(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)))
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


def sequences(part: Part, answer: object) -> Verdict:
    """Judge the two functions of 5(c) on random sequences, where windows are whole and where they are not."""
    subsample, pool = read_functions(part, answer, 2)
    rng = np.random.default_rng(5)
    drawn = [(rng.normal(size=shape), size, stride) for shape, size, stride in WHOLE + PARTIAL]
    for X, _, stride in drawn:
        wrong = disagreement(subsample, defined_subsample(X, stride), X, stride)
        if wrong:
            return part.says(False, f"The sub-sampling is not right yet: {wrong}.")
    whole, partial = drawn[: len(WHOLE)], drawn[len(WHOLE) :]
    for X, size, stride in whole:
        wrong = disagreement(pool, defined_pool(X, size, stride), X, size, stride)
        if wrong:
            return part.says(False, f"The pooling is not right yet: {wrong}.")
    found = [disagreement(pool, defined_pool(X, size, stride), X, size, stride) for X, size, stride in partial]
    if not any(found):
        return part.says(True, "Both agree with the definition, also where the last windows run past the end.")
    if all(text.startswith("it raised IndexError") for text in found):
        return part.says(
            True,
            "It holds wherever every window is whole. Where the last windows run past the end, the formula asks for "
            "values that do not exist; the maximum is then over those that do.",
            condition="j < N - s*k: the maximum is over the values that exist",
        )
    if all(
        not disagreement(pool, max_pool1d(X, size, stride, windows="whole"), X, size, stride)
        for X, size, stride in partial
    ):
        return part.says(
            False,
            "This keeps whole windows only, floor((N-p)/s)+1 of them. The problem counts k up to floor((N-1)/s).",
            slip="whole windows only",
        )
    return part.says(False, f"The pooling is not right yet: {next(filter(None, found))}.")


kept, pooled = subsample1d(SIGNAL, s), max_pool1d(SIGNAL, p, s)

PARTS = (
    Part(
        "5a",
        f"x sub-sampled with stride {s}",
        "a vector, such as [7, 8]",
        vector(kept),
        (numbers(kept),),
        by_value(
            read_numbers,
            "y[k] = x[s*k], starting with x[0].",
            lambda given: (
                f"There are floor((N-1)/s)+1 outputs; the answer has {len(given)}."
                if len(given) != len(kept)
                else "The length is right. Write down s*k for each k, then x at these places."
            ),
        ),
        (
            Slip(
                numbers(SIGNAL[1::s]),
                "started at x[1]",
                "This starts at x[1]. Values are counted from 0: y[0] = x[0].",
            ),
            Slip(numbers(SIGNAL), "stride ignored", "This is x itself: with a stride, values are left out."),
            Slip(
                numbers(SIGNAL[: len(kept)]),
                "first values",
                "These are the first values of x: y[k] is x[s*k], not x[k].",
            ),
            Slip(
                numbers(pooled),
                "pooling",
                "This is the maximum of each pair. Sub-sampling takes a value as it is.",
            ),
            Slip(
                numbers(SIGNAL.reshape(-1, s).mean(axis=1)),
                "mean",
                "This is the mean of each pair. Sub-sampling takes a value as it is.",
            ),
        ),
    ),
    Part(
        "5b",
        f"x max-pooled with pool size {p} and stride {s}",
        "a vector, such as [7, 8]",
        vector(pooled),
        (numbers(pooled),),
        by_value(
            read_numbers,
            "Each window starts at x[s*k], holds p values, and gives its largest.",
            lambda given: (
                f"There are floor((N-1)/s)+1 windows; the answer has {len(given)} values."
                if len(given) != len(pooled)
                else "The length is right. Write down the values in each window, then the largest of them."
            ),
        ),
        (
            Slip(numbers(kept), "sub-sampling", "These are the first values of the windows, not the largest."),
            Slip(
                numbers(max_pool1d(SIGNAL, p, 1)),
                "stride ignored",
                "This moves the window by one value at a time: the stride is larger.",
            ),
            Slip(
                numbers(max_pool1d(SIGNAL, p, 1, windows="whole")),
                "stride ignored",
                "This moves the window by one value at a time: the stride is larger.",
            ),
            Slip(
                numbers(SIGNAL.reshape(-1, s).mean(axis=1)),
                "mean",
                "This is the mean of each window; asked is the maximum.",
            ),
            Slip(numbers(SIGNAL.reshape(-1, s).min(axis=1)), "minimum", "This is the smallest of each window."),
            Slip(
                numbers(max_pool1d(SIGNAL, p + 1, s)),
                "window too long",
                "The windows hold one value too many: j goes from 0 to p-1.",
            ),
        ),
    ),
    Part(
        "5c",
        "both operations for X[i, j, n] of shape (B, N, C), and the shapes of the results",
        "two functions, of (X, s) and of (X, p, s), each returning an array of shape (B, floor((N-1)/s)+1, C)",
        "y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 with s*k+j < N of X[i, s*k+j, n]; "
        "k = 0..floor((N-1)/s); both (B, floor((N-1)/s)+1, C)",
        ((subsample1d, max_pool1d),),
        sequences,
    ),
)
