"""Mark one sheet: each mark names the instance, the answer and the rule that decided, so that a student can appeal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cnnlib.arguments import describe
from cnnlib.classroom.answers import Answer, NoAnswer
from cnnlib.classroom.credit import Credit
from cnnlib.classroom.deal import Sheet, seed_for
from cnnlib.problems import Part
from cnnlib.problems.formulas import FormulaPart

RIGHT, SLIP, OTHER, UNREADABLE, MISSING = OUTCOMES = ("right", "known slip", "not right", "unreadable", "no answer")


@dataclass(frozen=True)
class Mark:
    """What one answer gets.

    Attributes
    ----------
    part : str
        Such as ``"2c"``.
    call : str
        The Python that judges the answer again, such as ``practice(2, 538936751586).check("c", "6 at (1, 3)")``.
    answer : str
        As it was handed in.
    outcome : str
        One of ``OUTCOMES``.
    slip : str
        The known slip, or "".
    points, worth : Decimal
        What it gets, and what a right answer gets.
    reason : str
        What is said of the answer.
    rule : str
        What decided on the points.
    """

    part: str
    call: str
    answer: str
    outcome: str
    slip: str
    points: Decimal
    worth: Decimal
    reason: str
    rule: str


def mark_sheet(sheet: Sheet, answers: Mapping[str, Answer], credit: Credit) -> Iterator[Mark]:
    """Mark all parts of a sheet, those without an answer too."""
    for name, part in sheet.parts().items():
        answer = answers.get(name)
        outcome, slip, reason = judge(part, answer)
        share, rule = decide(name, outcome, slip, credit)
        worth, text = credit.worth(name), write_answer(part, answer)
        call = write_call(sheet, name, repr(text) if is_text(answer) else text)
        yield Mark(name, call, text, outcome, slip, share * worth, worth, reason, rule)


def judge(part: Part, answer: Answer) -> tuple[str, str, str]:
    """Return what comes of an answer, the known slip that led to it, or "", and the reason."""
    if answer is None:
        return MISSING, "", "Nothing was handed in."
    if isinstance(answer, NoAnswer):
        return UNREADABLE, "", f"It cannot be read: {answer.why}."
    try:
        verdict = part.check(as_formula(part, answer))
    except (TypeError, ValueError) as error:
        return UNREADABLE, "", " ".join(str(error).split())
    return RIGHT if verdict.right else SLIP if verdict.slip else OTHER, verdict.slip, verdict.reason


def as_formula(part: Part, answer: Answer) -> Answer:
    """Return the choices of a formula as its text; any other answer as it is."""
    if not isinstance(part, FormulaPart):
        return answer
    if isinstance(answer, dict):
        for field in part.builder.fields:
            if answer.get(field.name) not in field.values():
                raise ValueError(f"nothing was chosen that the sheet has at: {field.label}")
        return part.builder.write({field.name: answer[field.name] for field in part.builder.fields})
    if not isinstance(answer, str):  # a function of a student would be run
        raise TypeError(f"a formula must be a text; it was {describe(answer)}")
    return answer


def decide(part: str, outcome: str, slip: str, credit: Credit) -> tuple[Decimal, str]:
    """Return the share of a part's points, and the rule that decides on it."""
    if outcome == RIGHT:
        return Decimal(1), "right: all points"
    if outcome == SLIP:
        share = credit.share(part, slip)
        return share, f"{slip} in {part}: {share:f} of the points"
    return Decimal(0), f"{outcome}: no points"


def is_text(answer: Answer) -> bool:
    """Say whether an answer is judged as a text, and not as a literal."""
    return answer is None or isinstance(answer, str | dict | NoAnswer)


def write_answer(part: Part, answer: Answer) -> str:
    """Return an answer as text for a table."""
    if answer is None:
        return ""
    if isinstance(answer, NoAnswer):
        return answer.text
    if isinstance(answer, str):
        return answer
    try:
        return str(as_formula(part, answer)) if isinstance(answer, dict) else shorten(answer)
    except (TypeError, ValueError):
        return shorten(answer)


def shorten(answer: object) -> str:
    """Return a literal as Python writes it, cut if it is long."""
    return describe(answer).rpartition(" (")[0] or describe(answer)


def write_call(sheet: Sheet, part: str, answer: str) -> str:
    """Return how Python judges the answer to a part of a sheet."""
    number, letter = int(part[0]), part[1]
    if sheet.seed is None:
        return f'check("{part}", {answer})'
    size = "" if sheet.size == "medium" else f', size="{sheet.size}"'
    return f'practice({number}, {seed_for(sheet.seed, sheet.student.id, number)}{size}).check("{letter}", {answer})'
