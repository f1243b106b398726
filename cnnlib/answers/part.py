"""What a part of a problem is to the checker: how an answer is read, which are right, and the known slips."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cnnlib.arguments import LIMIT, Array, Number, describe, real_number


@dataclass(frozen=True)
class Verdict:
    """What the checker says of one answer.

    Attributes
    ----------
    part : str
        The part, such as ``"3c"``.
    right : bool
        Whether the answer is right. A verdict is true in a condition if it is.
    reason : str
        One sentence or two: why it is right, or what went wrong, without giving the answer away.
    slip : str
        The known slip that leads to this answer, in a few words; "" if none is known.
    condition : str
        For an answer that is right as stated: a condition that it leaves out; else "".
    """

    part: str
    right: bool
    reason: str
    slip: str = ""
    condition: str = ""

    def __bool__(self) -> bool:
        """Return `right`."""
        return self.right

    def __str__(self) -> str:
        """Return the part in the problem set's spelling, the verdict and the reason."""
        return f"{spell(self.part)}: {'right' if self.right else 'not yet'}. {self.reason}"


@dataclass(frozen=True)
class Slip:
    """A wrong answer that one comes to in a known way, computed from the same data as the right one."""

    answer: Any
    name: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Part(ABC):
    """One part of a problem.

    Attributes
    ----------
    name : str
        ``"1a"`` to ``"5c"``.
    asked : str
        What is asked, in a few words.
    form : str
        What an answer looks like, with an example that is not the answer.
    shown : str
        What is right, as text for a table.
    right : tuple
        All right answers; for a formula, functions that compute it.
    slips : tuple of Slip
        The known slips.
    """

    name: str
    asked: str
    form: str
    shown: str
    right: tuple[Any, ...]
    slips: tuple[Any, ...] = field(default=(), repr=False)

    def check(self, answer: object) -> Verdict:
        """Judge an answer, or complain that it is not of the form that is asked for."""
        try:
            value = self.read(answer)
        except TooManyDigits:
            its = f"a number in the answer to {spell(self.name)}"
            raise ValueError(f"{its} must have at most 100 digits; the answer was {describe(answer)}") from None
        except (TypeError, ValueError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"the answer to {spell(self.name)} must be {self.form}; it was {describe(answer)}") from None
        return self.judge(value)

    @abstractmethod
    def read(self, answer: object) -> Any:
        """Return an answer in one plain form; TypeError or ValueError if it has another one."""

    @abstractmethod
    def judge(self, value: Any) -> Verdict:
        """Judge what was read."""

    def verdict(self, right: bool, reason: str, *, slip: str = "", condition: str = "") -> Verdict:
        """Return a verdict on this part."""
        return Verdict(self.name, right, reason, slip, condition)


@dataclass(frozen=True, kw_only=True)
class ValuePart(Part):
    """A part whose answer is compared with the right ones and then with the known slips.

    Attributes
    ----------
    why : str
        What is said of a right answer.
    advice : str
        What is said of a wrong one that is no known slip.
    """

    why: str = field(repr=False)
    advice: str = field(default="", repr=False)

    def judge(self, value: Any) -> Verdict:
        """Compare a value with the right ones, and then with the known slips."""
        if value in self.right:
            return self.verdict(True, self.why)
        for slip in self.slips:
            if value == slip.answer:
                return self.verdict(False, slip.hint, slip=slip.name)
        return self.verdict(False, self.advise(value))

    def advise(self, value: Any) -> str:
        """Return the sentence for a wrong value that is no known slip."""
        return self.advice


class CountPart(ValuePart):
    """A part that asks for a whole number."""

    def read(self, answer: object) -> int:
        """Read a whole number."""
        return read_whole(answer)


class ShapePart(ValuePart):
    """A part that asks for a shape, or for any whole numbers in order."""

    def read(self, answer: object) -> tuple[Any, ...]:
        """Read whole numbers in order."""
        return read_shape(answer)


def spell(name: str) -> str:
    """Return ``"3(c)"`` for ``"3c"``."""
    return f"{name[0]}({name[1]})"


# Readers: from what a person may type to one plain form. They raise TypeError or ValueError for anything else; the part
# says what it asks for, and what the whole answer was.


class TooManyDigits(ValueError):
    """A number is too long to be compared."""


def read_number(answer: object) -> Number:
    """Read a finite number: an int, a float, NumPy's, a Fraction or a Decimal."""
    number = real_number(answer)
    if number is None:
        raise TypeError
    if not -math.inf < number < math.inf:  # nor is a NaN
        raise ValueError
    if not -LIMIT < number < LIMIT:
        raise TooManyDigits
    return number


def read_whole(answer: object) -> int:
    """Read a whole number; 12.0 is 12."""
    number = read_number(answer)
    if number != int(number):
        raise ValueError
    return int(number)


def is_sequence(value: object) -> bool:
    """Say whether a value is a list, a tuple or an array with one axis or more."""
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def read_sequence(answer: object) -> Sequence[Any]:
    """Read a list, a tuple or an array with one axis or more."""
    if not is_sequence(answer):
        raise TypeError
    return list(answer)  # type: ignore[call-overload, no-any-return]


def read_shape(answer: object) -> tuple[int, ...]:
    """Read a shape, a pixel or a pair of channels: whole numbers in order."""
    return tuple(map(read_whole, read_sequence(answer)))


def read_numbers(answer: object) -> tuple[Number, ...]:
    """Read a vector of finite numbers."""
    return tuple(map(read_number, read_sequence(answer)))


def read_pixel(answer: object) -> tuple[int, int]:
    """Read a pixel (row, column)."""
    row, column = read_shape(answer)
    return row, column


def read_function(answer: object) -> Callable[..., Any]:
    """Read a function."""
    if not callable(answer):
        raise TypeError
    return answer


def call_on_copies(function: Callable[..., Any], arguments: Sequence[Any]) -> Array:
    """Return what a reader's function returns as an array; it cannot overwrite the arguments."""
    return np.asarray(function(*(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)))
