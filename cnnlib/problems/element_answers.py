"""What right and wrong procedures give for one element of dJ/dW or dJ/dX, in plain Python.

A problem tells its slips with these numbers; before one is made, a fresh instance is refused if two of them are equal.
For so few numbers nested lists are quicker than arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from operator import mul
from typing import Any

Place = tuple[int, ...]
Answers = dict[str, tuple[int, ...]]
"""By the id of a slip the numbers that it leads to; the right one by `RIGHT`."""

RIGHT = "right"


def dot(first: Iterable[int], second: Iterable[int]) -> int:
    """Add up the products of two rows."""
    return sum(map(mul, first, second))


def weight_answers(X: Any, w_shape: Place, dZ: Any, weight: Place) -> Answers:
    """Return what procedures give for dJ/dW[k1, k2, n, m]."""
    (k1, k2, n, m), (K1, K2, *_), samples = weight, w_shape, len(dZ)
    windows = [*product(range(samples), range(len(dZ[0])), range(len(dZ[0][0])))]
    upstream = [dZ[i][j1][j2][m] for i, j1, j2 in windows]

    def meet(k1: int, k2: int) -> list[int]:
        return [X[i][j1 + k1][j2 + k2][n] for i, j1, j2 in windows]

    met = meet(k1, k2)
    each = [*map(mul, upstream, met)]
    one = len(windows) // samples
    starts = range(0, len(windows), one)
    answer = sum(each)
    answers: Answers = {
        RIGHT: (answer,),
        "product-of-sums": (sum(sum(upstream[s : s + one]) * sum(met[s : s + one]) for s in starts),),
        "x-unshifted": (dot(upstream, meet(0, 0)),),
        "kernel-reversed": (dot(upstream, meet(K1 - 1 - k1, K2 - 1 - k2)),),
        "sign-lost": (-answer,),
        "one-window-only": (each[0],),
        "dz-forgotten": (sum(met),),
    }
    if k2 < K1 and k1 < K2 and k1 != k2:
        answers["row-column-swapped"] = (dot(upstream, meet(k2, k1)),)
    if samples > 1:
        answers["samples-not-summed"] = (sum(each[:one]),)
        if answer % samples == 0:
            answers["mean-over-samples"] = (answer // samples,)
    return answers


def input_answers(x_shape: Place, W: Any, dZ: Any, pixel: Place) -> Answers:
    """Return what procedures give for dJ/dX[i, j1, j2, n]."""
    (i, j1, j2, n), (_, H, columns, _) = pixel, x_shape
    K1, K2, outputs, upstream = len(W), len(W[0]), len(W[0][0][0]), dZ[i]
    taps = [*product(range(K1), range(K2))]
    nothing = [0] * outputs

    def at(row: int, column: int) -> list[int]:
        exists = 0 <= row < len(upstream) and 0 <= column < len(upstream[0])
        return upstream[row][column] if exists else nothing

    def gather(row: int, column: int) -> int:
        return sum(dot(at(row - k1, column - k2), W[k1][k2][n]) for k1, k2 in taps)

    answer = gather(j1, j2)
    contained = [(k1, k2) for k1, k2 in taps if at(j1 - k1, j2 - k2) is not nothing]
    answers: Answers = {
        RIGHT: (answer,),
        "first-tap-only": (dot(at(j1, j2), W[0][0][n]),),
        "unturned": (
            sum(dot(at(j1 - k1, j2 - k2), W[K1 - 1 - k1][K2 - 1 - k2][n]) for k1, k2 in taps),
            sum(dot(at(j1 + k1, j2 + k2), W[k1][k2][n]) for k1, k2 in taps),
        ),
        "counted-from-1": (gather(j1 - 1, j2 - 1),),
        "sign-lost": (-answer,),
        "dz-unshifted": (sum(dot(at(j1, j2), W[k1][k2][n]) for k1, k2 in taps),),
        "dz-forgotten": (sum(sum(W[k1][k2][n]) for k1, k2 in contained),),
    }
    if j2 < H and j1 < columns and j1 != j2:
        answers["row-column-swapped"] = (gather(j2, j1),)
    if outputs > 1:
        answers["channels-confused"] = (sum(sum(at(j1 - k1, j2 - k2)) * sum(W[k1][k2][n]) for k1, k2 in taps),)
        answers["one-output-channel"] = (sum(at(j1 - k1, j2 - k2)[0] * W[k1][k2][n][0] for k1, k2 in taps),)
    return answers


def are_told_apart(answers: Answers) -> bool:
    """Say whether no number is that of two procedures."""
    each = [{*numbers} for numbers in answers.values()]
    return len(set().union(*each)) == sum(map(len, each))
