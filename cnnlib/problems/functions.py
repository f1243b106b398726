"""Parts whose answer is a formula: as a Python function it is run on tensors whose sizes all differ, and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cnnlib.arguments import Array
from cnnlib.problems.departures import Departure
from cnnlib.problems.formula_departures import Explored
from cnnlib.problems.formulas import Choice, FormulaPart
from cnnlib.problems.part import Verdict

TOLERANCE = 1e-6
Function = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """What a function is called with, and the gradient that it should return."""

    arguments: tuple[Any, ...]
    gradient: Array


class UnusableError(Exception):
    """What a reader's function does cannot be compared with a gradient; the message is a reason for a verdict."""


def call_on_copies(function: Function, arguments: Sequence[Any]) -> Array:
    """Return what a reader's function returns as an array; it cannot overwrite the arguments."""
    return np.asarray(function(*(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)))


def relative_error(given: Array, expected: Array) -> float:
    """Return norm(given - expected) / norm(expected)."""
    with np.errstate(over="ignore"):  # an absurdly large answer is off by infinity
        return float(np.linalg.norm(given - expected) / np.linalg.norm(expected))


def format_percent(error: float) -> str:
    """Return a relative error in percent, without decimals that mean nothing."""
    if error > 100:
        return "more than 10,000\N{NO-BREAK SPACE}%"
    number = f"{100 * error:,.0f}" if error >= 0.01 else f"{100 * error:.1g}"
    return f"{number}\N{NO-BREAK SPACE}%"


def evaluate(function: Function, case: Case) -> Array:
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
class GradientPart(FormulaPart):
    """A part that asks for a gradient as a function: judged by its values on every case, then by the known slips.

    Attributes
    ----------
    why : str
        What is said of a right answer.
    make_cases : callable
        Returns the cases; called when the first answer is judged, as central differences take a while.
    explored : Explored
        The state of the explorer that shows where a wrong formula departs.
    """

    why: str = field(repr=False)
    make_cases: Callable[[], tuple[Case, ...]] = field(repr=False)
    explored: Explored = field(repr=False)

    def depart(self, choice: Choice, slip: str) -> Departure | None:
        """Return where a choice differs; where its indices do not fit, as the slip's function reads it."""
        given = self.explored.run(self.builder, choice)
        if given is None:
            return self.depart_function(next(one.answer for one in self.slips if one.id == slip))
        return self.explored.depart(given, self.right[0](*self.explored.arguments))

    def depart_function(self, function: Function) -> Departure | None:
        """Return where a function differs from the right one."""
        arguments = self.explored.arguments
        return self.explored.depart(function(*arguments), self.right[0](*arguments))

    def check_function(self, answer: object) -> Verdict:
        """Compare what a function gives with central differences, and then with the known slips."""
        if not callable(answer):
            raise self.refuse(answer, TypeError)
        cases = self.make_cases()
        try:
            results = [evaluate(answer, case) for case in cases]
        except UnusableError as error:
            return self.verdict(False, str(error))
        errors = [relative_error(result, case.gradient) for result, case in zip(results, cases, strict=True)]
        if max(errors) <= TOLERANCE:
            return self.verdict(True, self.why)
        missed = format_percent(next(error for error in errors if error > TOLERANCE))
        off = f"Against central differences on random tensors it is off by {missed} in norm."
        for slip in self.slips:
            wrong = [slip.answer(*case.arguments) for case in cases]
            if all(relative_error(a, b) <= TOLERANCE for a, b in zip(results, wrong, strict=True)):
                departs = self.depart_function(slip.answer)
                return self.verdict(False, f"{off} {slip.hint}", slip=slip.id, departs=departs)
        return self.verdict(False, off)
