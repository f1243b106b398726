"""What becomes of each part in each format, and what is lost on the way, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from cnnlib.classroom.deal import HOMEWORK, Sheet, deal
from cnnlib.classroom.exports.moodle import OF_A_SLIP
from cnnlib.classroom.exports.questions import FORMULA, ask
from cnnlib.forms import FORMS
from cnnlib.problems import spell

TYPED = tuple(form for form in FORMS if form != "count")
LOST = {
    "sentences": (
        "Of a wrong answer that no slip explains, the book says how it differs, such as in which axis, or "
        "what stands in Z there. A platform computes nothing, and says the first hint."
    ),
    "writings": (
        "A platform compares texts: a right answer that is written in an unusual way has no marks. The book "
        "reads what is meant, and takes no marks for the form."
    ),
    "writings of slips": f"Each writing is an answer of the question: those of slips have {OF_A_SLIP} writings only.",
    "formulas": (
        "A formula is chosen, not put together: no platform judges formulas, and there are too many to list. "
        "Slips that only a function can make are left out."
    ),
    "typing": (
        "Every answer is chosen, not typed, and of several right ones the first stands there: Canvas has no "
        "feedback for a wrong answer that is typed, and takes each number that is written as a range for a "
        "right one."
    ),
    "trust": (
        "The package itself judges. But nbgrader runs the cells of a student, which may do anything, replace "
        "the package's functions too; and its feedback shows the hidden tests, with the seed of the class in "
        "them."
    ),
    "slips": "The table has right answers alone.",
}
"""What is lost of a part, and why, by a word for it."""


@dataclass(frozen=True)
class Limit:
    """What becomes of some parts in a format.

    Attributes
    ----------
    forms : tuple of str
        The forms of their answers.
    becomes : str
        What they are there.
    lost : tuple of str
        What is lost, words of ``LOST``.
    """

    forms: tuple[str, ...]
    becomes: str
    lost: tuple[str, ...]


ALL = (*FORMS, FORMULA)
LIMITS: dict[str, tuple[Limit, ...]] = {
    "csv": (Limit(ALL, "rows", ("slips",)),),
    "moodle": (
        Limit(TYPED, "short answers", ("sentences", "writings", "writings of slips")),
        Limit(("count",), "numbers", ("sentences",)),
        Limit((FORMULA,), "multiple choices", ("formulas",)),
    ),
    "qti21": (
        Limit(FORMS, "text entries", ("sentences", "writings")),
        Limit((FORMULA,), "choices", ("formulas",)),
    ),
    "canvas": (Limit(ALL, "multiple choices", ("typing", "formulas")),),
    "nbgrader": (Limit(ALL, "code cells", ("trust",)),),
}
"""By the names of the formats in `cnnlib.classroom.exports.FORMATS`."""


def list_limits(sheet: Sheet | None = None) -> list[tuple[str, str, str, str]]:
    """Return a row for each format and each way in which parts go into it.

    Parameters
    ----------
    sheet : Sheet, optional
        Whose parts are named; without it those of a student, which have numbers. 4(a) to 4(c) of the homework's own
        are formulas.

    Returns
    -------
    list of (format, parts, what they become, what is lost)
        The last are words of ``LOST``, which says why. All parts go into all formats.

    Examples
    --------
    >>> list_limits()[2]
    ('moodle', '3(c) to 4(c)', 'numbers', 'sentences')
    """
    forms = {question.name: question.form for question in ask(sheet or deal(0, HOMEWORK))}
    return [
        (name, name_parts(forms, limit.forms), limit.becomes, ", ".join(limit.lost))
        for name, limits in LIMITS.items()
        for limit in limits
    ]


def name_parts(all_forms: Mapping[str, str], forms: Collection[str]) -> str:
    """Name the parts whose answers have some forms; three or more that follow each other by the first and the last."""
    runs = [
        [*map(spell, run)] for chosen, run in groupby(all_forms, key=lambda part: all_forms[part] in forms) if chosen
    ]
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
