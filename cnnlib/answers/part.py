"""What a part of a problem is to the checker: how an answer is read, which are right, and the known slips."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cnnlib.arguments import LIMIT, Number, describe, real_number

Reader = Callable[["Part", object], Any]


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
        return f"{spelled(self.part)}: {'right' if self.right else 'not yet'}. {self.reason}"


@dataclass(frozen=True)
class Slip:
    """A wrong answer that one comes to in a known way, computed from the same data as the right one."""

    answer: Any
    name: str
    hint: str


@dataclass(frozen=True)
class Part:
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
    judge : callable
        Takes the part and an answer, returns the verdict; complains of an answer that is not of this form.
    slips : tuple of Slip
        The known slips.
    """

    name: str
    asked: str
    form: str
    shown: str
    right: tuple[Any, ...]
    judge: Callable[[Part, object], Verdict] = field(repr=False)
    slips: tuple[Slip, ...] = field(default=(), repr=False)

    def says(self, right: bool, reason: str, *, slip: str = "", condition: str = "") -> Verdict:
        """Return a verdict on this part."""
        return Verdict(self.name, right, reason, slip, condition)

    def complaint(self, answer: object) -> str:
        """Return the message for an answer that is not of the right form."""
        return f"the answer to {spelled(self.name)} must be {self.form}; it was {describe(answer)}"


def spelled(name: str) -> str:
    """Return ``"3(c)"`` for ``"3c"``."""
    return f"{name[0]}({name[1]})"


def by_value(read: Reader, why: str, otherwise: Callable[[Any], str]) -> Callable[[Part, object], Verdict]:
    """Judge an answer by comparing it with the right ones and then with the known slips.

    `why` is said of a right answer, `otherwise` makes the sentence for a wrong one that is no known slip.
    """

    def judge(part: Part, answer: object) -> Verdict:
        value = read(part, answer)
        if value in part.right:
            return part.says(True, why)
        for slip in part.slips:
            if value == slip.answer:
                return part.says(False, slip.hint, slip=slip.name)
        return part.says(False, otherwise(value))

    return judge


# Readers: from what a person may type to one plain form.


def read_whole(part: Part, answer: object, within: object = None) -> int:
    """Read a whole number; 12.0 is 12. `within` is the whole answer, for the message."""
    shown = answer if within is None else within
    number = read_number(part, answer, shown)
    if number != int(number):
        raise ValueError(part.complaint(shown))
    return int(number)


def read_number(part: Part, answer: object, within: object) -> Number:
    """Read a finite number: an int, a float, NumPy's, a Fraction or a Decimal."""
    number = real_number(answer)
    if number is None:
        raise TypeError(part.complaint(within))
    if not -math.inf < number < math.inf:  # nor is a NaN
        raise ValueError(part.complaint(within))
    if not -LIMIT < number < LIMIT:
        its = f"a number in the answer to {spelled(part.name)}"
        raise ValueError(f"{its} must have at most 100 digits; the answer was {describe(within)}")
    return number


def is_sequence(value: object) -> bool:
    """Say whether a value is a list, a tuple or an array with one axis or more."""
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def read_sequence(part: Part, answer: object, within: object = None) -> Sequence[Any]:
    """Read a list, a tuple or an array with one axis or more."""
    if not is_sequence(answer):
        raise TypeError(part.complaint(answer if within is None else within))
    return list(answer)  # type: ignore[call-overload, no-any-return]


def read_shape(part: Part, answer: object) -> tuple[int, ...]:
    """Read a shape, a pixel or a pair of channels: whole numbers in order."""
    return tuple(read_whole(part, length, answer) for length in read_sequence(part, answer))


def read_numbers(part: Part, answer: object) -> tuple[Number, ...]:
    """Read a vector of finite numbers."""
    return tuple(read_number(part, number, answer) for number in read_sequence(part, answer))


def read_pixel(part: Part, answer: object, within: object = None) -> tuple[int, int]:
    """Read a pixel (row, column)."""
    shown = answer if within is None else within
    pixel = [read_whole(part, i, shown) for i in read_sequence(part, answer, shown)]
    if len(pixel) != 2:
        raise ValueError(part.complaint(shown))
    return pixel[0], pixel[1]


def read_functions(part: Part, answer: object, count: int) -> tuple[Callable[..., Any], ...]:
    """Read one function, or a list or tuple of `count` of them."""
    functions: Iterable[object] = (answer,) if count == 1 else read_sequence(part, answer)
    functions = tuple(functions)
    if len(functions) != count or not all(map(callable, functions)):
        raise TypeError(part.complaint(answer))
    return functions  # type: ignore[return-value]
