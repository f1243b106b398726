"""Where a wrong procedure departs from the right one: a cell of the chapter's explorer, and both numbers there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np

from cnnlib.arguments import Array

NONE = "no value"


@dataclass(frozen=True)
class Departure:
    """The first place where what led to a wrong answer differs from what the windows give.

    Attributes
    ----------
    array : str
        The array of the chapter's explorer, such as ``"Z"``.
    index : tuple of int
        The element of it.
    yours, gives : str
        What the wrong procedure has there, and what the explorer shows.
    reveals : bool
        Whether the second number is the answer itself, or completes it: a reader is to have had both hints before.
    says : str
        The sentence, with {place}, {yours} and {gives} to be filled in.
    settings : tuple of tuple of str
        The controls of the explorer that are not at their start, with their values.
    """

    array: str
    index: tuple[int, ...]
    yours: str
    gives: str
    reveals: bool = False
    says: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return the sentence."""
        return self.says.format(place=self.place, yours=self.yours, gives=self.gives)

    @property
    def place(self) -> str:
        """The element, such as ``"Z[3, 1]"``."""
        return f"{self.array}[{', '.join(map(str, self.index))}]"

    @property
    def pin(self) -> str:
        """The element as an address names it, such as ``"Z,3,1"``."""
        return ",".join([self.array, *map(str, self.index)])

    @property
    def address(self) -> str:
        """The place on the problem's page, where the first explorer shows the homework's numbers."""
        return f"#explorer-1?{urlencode([*self.settings, ('pin', self.pin)])}"

    def as_json(self) -> list[Any]:
        """Return what a browser needs besides the sentence and the settings, which a part has once."""
        return [self.pin, self.yours, self.gives, *([1] if self.reveals else [])]


def departures_as_json(departures: Mapping[str, Departure]) -> dict[str, Any]:
    """Return what a browser needs of a part's departures, by the texts of the answers."""
    if not departures:
        return {}
    first = next(iter(departures.values()))
    of = {text: one.as_json() for text, one in departures.items()}
    return {"departs": {"says": first.says, "at": urlencode(first.settings), "of": of}}


def find_departure(array: str, given: Array, right: Array, **more: Any) -> Departure | None:
    """Return the first element of an array of the explorer that another array does not have, or has otherwise.

    Parameters
    ----------
    array : str
        The name of the explorer's array.
    given, right : ndarray
        What the wrong procedure gives, and what the explorer shows.
    **more
        Further attributes of `Departure`.
    """
    for index in np.ndindex(right.shape):
        has_it = given.ndim == right.ndim and all(at < n for at, n in zip(index, given.shape, strict=True))
        if not has_it or not np.isclose(given[index], right[index]):
            yours = write_number(given[index]) if has_it else NONE
            return Departure(array, tuple(index), yours, write_number(right[index]), **more)
    return None


def find_in_list(array: str, given: Iterable[str], right: Iterable[str], **more: Any) -> Departure | None:
    """Return the first element of a vector of the explorer that another vector does not have, or has otherwise.

    Where all are the same and the other one goes on, both lengths are told, at the last element.
    """
    given, right = list(given), list(right)
    for k, gives in enumerate(right):
        yours = given[k] if k < len(given) else NONE
        if yours != gives:
            reveals = [*given[:k], gives, *given[k + 1 :]] == right
            return Departure(array, (k,), yours, gives, reveals, **more)
    if len(given) == len(right):
        return None
    return Departure(array, (len(right) - 1,), f"{len(given)} values", f"the last of {len(right)}", True, **more)


def write_number(value: Any) -> str:
    """Return a number as an explorer shows it, with at most four decimals."""
    return f"{round(float(value), 4) + 0:.4f}".rstrip("0").rstrip(".")
