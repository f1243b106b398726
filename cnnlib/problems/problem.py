"""A problem is data: its numbers, and from them its statement, its parts, right answers, slips and solutions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from cnnlib.arguments import Array, describe
from cnnlib.problems.departures import Departure
from cnnlib.problems.part import Part, Question, Slip, ValuePart, Verdict, make_part, spell
from cnnlib.problems.rules import Step, Told

Method = TypeVar("Method", bound=Callable[..., Told])


def part(letter: str, kind: str, asked: str, **more: Any) -> Callable[[Method], Method]:
    """Mark a method of a problem as that which tells a part; `more` is what `Question` has."""

    def mark(method: Method) -> Method:
        method.question = Question(letter, kind, asked, **more)  # type: ignore[attr-defined]
        return method

    return mark


class Problem(ABC):
    """A problem with its numbers. The homework is one instance of it, a practice question another.

    A subclass has the numbers as attributes, a `task`, and a method for each part, marked with `part`, that tells
    right answers, slips and other rules in the order in which they apply, then hints and the steps of the solution.
    """

    number: ClassVar[int]
    code: str = ""
    """What an instance that was drawn is called, such as ``"2-medium-7"``: its problem, size and seed."""

    @property
    @abstractmethod
    def task(self) -> str:
        """What is given and what holds, as plain text, without the arrays."""

    @property
    def arrays(self) -> Mapping[str, Array]:
        """The arrays that are given, by their names."""
        return {}

    @property
    def statement(self) -> str:
        """What is given, as plain text."""
        return "\n".join([self.task, *(f"{name} = {array.tolist()}" for name, array in self.arrays.items())])

    def __repr__(self) -> str:
        """Return the statement, and what is asked."""
        asked = (f"{spell(part.name)} {part.asked}" for part in self._parts.values())
        return "\n".join([self.statement, *asked])

    @cached_property
    def _parts(self) -> MappingProxyType[str, Part]:
        return MappingProxyType(self.make_parts())

    def make_parts(self) -> dict[str, Part]:
        """Make the parts by their letters, each when the problem is first asked for one."""
        methods = [method for method in vars(type(self)).values() if hasattr(method, "question")]
        return {method.question.letter: self.make_part(method.question, method) for method in methods}

    def make_part(self, question: Question, method: Callable[[Any], Told]) -> ValuePart:
        """Make one part of what its method tells."""
        return make_part(
            f"{self.number}{question.letter}",
            replace(question, asked=question.asked.format(self=self)),
            method(self),
            getattr(self, question.grid) if question.grid else None,
            self.depart,
        )

    def depart(self, letter: str, answer: Any) -> Departure | None:
        """Return where the answer of a slip departs from the right one, if the chapter's explorer shows it."""
        return None

    def parts(self) -> MappingProxyType[str, Part]:
        """Return the parts by their letters."""
        return self._parts

    def part(self, letter: str) -> Part:
        """Return one part.

        Raises
        ------
        TypeError, ValueError
            If there is no such part.
        """
        if not isinstance(letter, str):
            raise TypeError(f"letter must be a part's letter, such as 'a'; it was {describe(letter)}")
        if letter not in self._parts:
            raise ValueError(f"letter must be one of {', '.join(self._parts)}; it was {letter!r}")
        return self._parts[letter]

    def check(self, letter: str, answer: object) -> Verdict:
        """Judge an answer to one part, a text or a Python object.

        Raises
        ------
        TypeError, ValueError
            If there is no such part, or the answer is not of the form that it asks for.
        """
        return self.part(letter).check(answer)

    def right(self, letter: str) -> Any:
        """Return a right answer to one part, in the form that `check` takes; ``part(letter).right`` has all of them."""
        return self.part(letter).right[0]

    def slips(self, letter: str) -> tuple[Slip, ...]:
        """Return the known slips of one part, with the answers that they lead to."""
        return self.part(letter).slips

    def solution(self, letter: str) -> tuple[Step, ...]:
        """Return the worked solution of one part, step by step."""
        return self.part(letter).solution

    def ask(self) -> Any:
        """Return the statement and an answer box for each part; at the end of a cell they are shown.

        Returns
        -------
        object
            On a page of the book HTML, in a notebook a widget with the same HTML.
        """
        from cnnlib.boxes import ask_all  # when it is asked for: a box is a view of a problem, which needs none

        return ask_all(self)
