"""What each part is worth, and what a known slip gets of it: a small TOML file that the instructor edits."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from cnnlib.arguments import describe
from cnnlib.classroom.tables import LARGEST
from cnnlib.problems import Part, own
from cnnlib.problems.practice import RECIPES, SIZES, practice

POINTS = "points"
MOST = 1000  # points of a part
SAMPLE = range(8)  # seeds of each size, which together have every slip of every part


class CreditError(ValueError):
    """What is wrong with a file of credits, in one sentence."""


@dataclass(frozen=True)
class Credit:
    """What a part is worth, and which share of that a slip gets.

    Attributes
    ----------
    points : mapping of str to Decimal
        By the names of the parts; 1 for a part that is not named.
    shares : mapping of (str, str) to Decimal
        By part and slip, 0 to 1; 0 for a slip that is not named.
    """

    points: Mapping[str, Decimal] = field(default_factory=dict)
    shares: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)

    def worth(self, part: str) -> Decimal:
        """Return the points of a right answer."""
        return self.points.get(part, Decimal(1))

    def share(self, part: str, slip: str) -> Decimal:
        """Return the share of a part's points that a slip gets."""
        return self.shares.get((part, slip), Decimal(0))


@cache
def find_slips() -> dict[str, dict[str, str]]:
    """Return for each part the slips that are known, each with what is said of it on some instance."""
    found: dict[str, dict[str, str]] = {}
    for part in sample_parts():
        slips = found.setdefault(part.name, {})
        for slip in part.slips:
            slips.setdefault(slip.id, slip.hint)
    return dict(sorted(found.items()))


def sample_parts() -> Iterator[Part]:
    """Return the parts of the homework, and of some instances of each problem."""
    for number in RECIPES:
        yield from own(number).parts().values()
        for size in SIZES:
            for seed in SAMPLE:
                yield from practice(number, seed, size=size).parts().values()


def write_credit() -> str:
    """Return a file of credits that an instructor can edit: each part is worth a point, and no slip gets any of it."""
    lines = ["# What each part is worth, and which share of that a known slip gets: from 0, for nothing, to 1."]
    for part, slips in find_slips().items():
        lines += ["", f"[{part}]", f"{POINTS} = 1", *(f"{slip} = 0  # {says}" for slip, says in slips.items())]
    return "\n".join([*lines, ""])


def read_credit(path: Path) -> Credit:
    """Read a file of credits.

    Parameters
    ----------
    path : Path
        As `write_credit` writes it; what it leaves out is as there.

    Raises
    ------
    CreditError
        If it is no such file, or names a part or slip that does not exist, or a number that is not allowed.
    """
    points: dict[str, Decimal] = {}
    shares: dict[tuple[str, str], Decimal] = {}
    for part, entries in read_toml(path).items():
        if part not in find_slips():
            raise CreditError(f"{path}: {describe(part)} is no part; there are {join(find_slips())}")
        if not isinstance(entries, dict):
            raise CreditError(f"{path}: {part} must be a table, [{part}], with points and slips")
        for name, number in entries.items():
            if name == POINTS:
                points[part] = take_number(path, f"{POINTS} of {part}", number, MOST)
            elif name in find_slips()[part]:
                shares[part, name] = take_number(path, f"{name} of {part}", number, 1)
            else:
                raise CreditError(f"{path}: {part} has no slip {describe(name)}; it has {join(find_slips()[part])}")
    return Credit(points, shares)


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says, its numbers as decimals."""
    try:
        with path.open("rb") as file:
            return tomllib.loads(file.read(LARGEST).decode(), parse_float=Decimal)
    except OSError as error:
        raise CreditError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        says = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is no text in UTF-8"
        raise CreditError(f"{path} is no TOML: {says}") from None


def take_number(path: Path, name: str, number: object, most: int) -> Decimal:
    """Return a number from 0 to `most` as a decimal."""
    if isinstance(number, int | Decimal) and not isinstance(number, bool):
        taken = Decimal(number)
        if not taken.is_nan() and 0 <= taken <= most:
            return taken
    raise CreditError(f"{path}: {name} must be a number from 0 to {most:,}; it was {describe(number)}")


def join(names: Iterable[str]) -> str:
    """Return names with commas."""
    return ", ".join(names)
