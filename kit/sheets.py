"""Sheets to export, and answers to them: what the problems say of each is what a platform must say."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cnnlib.classroom.deal import Sheet, deal
from cnnlib.classroom.roster import Student
from cnnlib.forms import FormError, write
from cnnlib.problems import Part
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import ValuePart
from cnnlib.problems.practice import SIZES, practice
from cnnlib.problems.rules import NUMBER
from kit.profile import SOAK

AWKWARD = Student("=17/..", 'Ada & <b>"King"</b> ]]>')  # what XML, file names and spreadsheet programs stumble over
SEEDS = range(40 if SOAK else 3)


class Try(NamedTuple):
    """An answer as the package writes it, and what the problem says of it."""

    text: str
    right: bool
    slip: str
    says: str


@cache
def deal_some() -> tuple[Sheet, ...]:
    """Return sheets of all sizes, one on which a slip leads to the same answer in two ways, and the homework's own."""
    dealt = [deal(seed, AWKWARD, size) for seed in SEEDS for size in SIZES]
    twice = replace(dealt[0], code="TWICE-00000", problems={**dealt[0].problems, 5: practice(5, 267, size="small")})
    return (*dealt, twice, Sheet.own())


def list_tries(part: Part) -> list[Try]:
    """Return all right answers of a part, and what each known slip leads to."""
    if isinstance(part, FormulaPart):
        return []
    assert isinstance(part, ValuePart)
    rights = [Try(write(part.kind, one), True, "", part.check(one).reason) for one in part.right]
    return [*rights, *(Try(write(part.kind, one.answer), False, one.id, one.hint) for one in part.slips)]


def list_others(part: Part) -> list[str]:
    """Return answers close to a right one, and the example, that are neither right nor a known slip's."""
    assert isinstance(part, ValuePart)
    texts = [part.example]
    for right in list_tries(part)[:1]:
        for found in NUMBER.finditer(right.text):
            for more in (-1, 1, 10):
                number = str(int(found[0]) + more)
                texts += [right.text[: found.start()] + number + right.text[found.end() :], f"{right.text[:-1]}{more}"]
    known = {one.text for one in list_tries(part)}
    return [text for text in texts if read(part, text) not in (None, *known)]


def read(part: ValuePart, text: str) -> str | None:
    """Return what a text means as an answer of a part; None if nothing."""
    try:
        return part.read(text)
    except (FormError, ValueError):
        return None


def read_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Return the names and the contents of all files below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
