"""What becomes of each part in each format, and what is lost on the way, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlib.classroom.deal import HOMEWORK, Sheet, deal
from cnnlib.classroom.exports.questions import FORMULA, ask
from cnnlib.forms import FORMS
from cnnlib.problems import spell

TYPED = tuple(form for form in FORMS if form != "count")
SENTENCE = (
    "of a wrong answer that no slip explains the book says how it differs, such as which axis or what stands in Z "
    "there; a platform computes nothing and says the first hint"
)
WRITING = (
    "texts are compared, so that a right answer in an unusual writing has no marks, where the book reads what is meant "
    "and never takes a mark for the form"
)
CHOICE = (
    "a formula is chosen, not put together: a platform judges no formulas, and the builder's choices are too many to "
    "list; slips that only a function can make are left out"
)


@dataclass(frozen=True)
class Limit:
    """What becomes of some parts in a format.

    Attributes
    ----------
    forms : tuple of str
        The forms of their answers.
    becomes : str
        What they are there.
    lost : str
        What is lost, and why.
    """

    forms: tuple[str, ...]
    becomes: str
    lost: str


LIMITS: dict[str, tuple[Limit, ...]] = {
    "csv": (Limit((*FORMS, FORMULA), "row", "a table has the right answers alone, without slips and sentences"),),
    "moodle": (
        Limit(("count",), "numerical", SENTENCE),
        Limit(TYPED, "shortanswer", f"{SENTENCE}; {WRITING}, and the answers of slips have fewer writings"),
        Limit((FORMULA,), "multichoice", CHOICE),
    ),
    "qti21": (
        Limit(("count", *TYPED), "textEntryInteraction", f"{SENTENCE}; {WRITING}"),
        Limit((FORMULA,), "choiceInteraction", CHOICE),
    ),
    "canvas": (
        Limit(
            (*FORMS, FORMULA),
            "multiple_choice_question",
            "every part is chosen, not typed: Canvas has no feedback for a wrong answer that is typed, and takes a "
            "number that is written as a range for a right one; of several right answers the first stands among the "
            "choices",
        ),
    ),
    "nbgrader": (
        Limit(
            (*FORMS, FORMULA),
            "code cell",
            "nothing of the judging, which is the package's own; but the cells of a student are run, and can replace "
            "it, and the feedback shows the hidden tests, with the seed of the class in them",
        ),
    ),
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
    list of (format, parts, what they become, what is lost and why)
        All parts go into all formats.

    Examples
    --------
    >>> list_limits()[1][:3]
    ('moodle', '3(c), 3(d), 4(b), 4(c)', 'numerical')
    """
    forms = {question.name: question.form for question in ask(sheet or deal(0, HOMEWORK))}
    return [
        (name, ", ".join(spell(part) for part, form in forms.items() if form in limit.forms), limit.becomes, limit.lost)
        for name, limits in LIMITS.items()
        for limit in limits
    ]
