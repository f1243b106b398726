"""Whole numbers from a name: the same on every machine, Python and NumPy, as they are cut from SHA-256 digests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from struct import unpack
from typing import Any, TypeVar

from cnnlib.problems.problem import Problem

Item = TypeVar("Item")


class Draw:
    """What is drawn, one after the other.

    Parameters
    ----------
    *name : object
        What decides all of it, such as the number of a problem and a seed.
    """

    def __init__(self, *name: object) -> None:
        self.words = cut_words(":".join(map(str, name)))

    def whole(self, first: int, last: int) -> int:
        """Draw a whole number, both ends included."""
        return first + (next(self.words) * (last - first + 1) >> 32)

    def other_than_zero(self, first: int, last: int) -> int:
        """Draw a whole number that is not 0, both ends included; `first` is below 0."""
        number = self.whole(first, last - 1)
        return number if number < 0 else number + 1

    def choose(self, options: Sequence[Item]) -> Item:
        """Draw one of some options."""
        return options[self.whole(0, len(options) - 1)]

    def tensor(self, draw: Callable[[int, int], int], ends: tuple[int, int], *shape: int) -> Any:
        """Draw a tensor as nested lists, each element by `whole` or `other_than_zero`."""
        count, *inner = shape
        return [self.tensor(draw, ends, *inner) if inner else draw(*ends) for _ in range(count)]


def cut_words(name: str) -> Iterator[int]:
    """Return whole numbers of 32 bits without end."""
    for block in count():
        yield from unpack(">8I", sha256(f"{name}:{block}".encode()).digest())


@dataclass(frozen=True)
class Recipe:
    """How instances of one problem are drawn.

    Attributes
    ----------
    draw : callable
        Takes a `Draw` and the name of a size, and returns the numbers of an instance.
    rules : tuple of callable
        What numbers have to keep, cheap rules first. All of them together make an instance well posed: the essential
        slips of each part exist, and differ from the right answers and from each other.
    make : callable
        Makes the problem of its numbers.
    """

    draw: Callable[[Draw, str], Any]
    rules: tuple[Callable[[Any], bool], ...]
    make: Callable[[Any], Problem]

    def find_broken(self, numbers: Any) -> str:
        """Return the name of the first rule that numbers break; "" if they keep all."""
        return next((rule.__name__ for rule in self.rules if not rule(numbers)), "")


def differ(*answers: Any) -> bool:
    """Say whether no two answers are the same."""
    return len({*answers}) == len(answers)
