"""A part of a sheet as every platform knows it: a question, and answers of which each has marks and a sentence.

Right answers come first, then what each known slip leads to, computed from the same numbers. What a platform cannot
carry is the judging: of a wrong answer that no slip explains, the book says how it differs, a platform one sentence.
A formula is asked for as a choice between the right one and those of the slips, as no platform judges a formula.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cnnlib.boxes.questions import write_given
from cnnlib.classroom.deal import Sheet
from cnnlib.forms import write
from cnnlib.problems import Problem, own, spell
from cnnlib.problems.formulas import Choice, FormulaPart
from cnnlib.problems.part import ValuePart

FORMULA = "formula"
ALIKE = "for-all"
STYLE = "display: inline-table; margin: 0 1em 1em 0; text-align: right; white-space: nowrap"
NOT_YET = "That is not right yet, or written otherwise than asked."


@dataclass(frozen=True)
class Answer:
    """An answer that a platform knows.

    Attributes
    ----------
    text : str
        As the package writes it.
    says : str
        What is said of it.
    slip : str
        The id of the slip that leads to it; "" for a right answer.
    """

    text: str
    says: str
    slip: str = ""

    @property
    def right(self) -> bool:
        """Whether it is right."""
        return not self.slip


@dataclass(frozen=True)
class Question:
    """A part of a sheet.

    Attributes
    ----------
    name : str
        ``"1a"`` to ``"5c"``.
    code : str
        The code of the sheet, or `ALIKE` where all students have the same question.
    given : str
        What is given, an XHTML fragment.
    asked : str
        What is asked, in a few words.
    form : str
        One of ``cnnlib.forms.FORMS``, or ``FORMULA``.
    example : str
        An answer of this form that is not right.
    answers : tuple of Answer
        Right ones first. No text stands there twice.
    otherwise : str
        What is said of every other answer.
    """

    name: str
    code: str
    given: str = field(repr=False)
    asked: str
    form: str
    example: str
    answers: tuple[Answer, ...]
    otherwise: str

    @property
    def title(self) -> str:
        """What a list of questions shows."""
        return f"{spell(self.name)} {self.code}"

    @property
    def is_choice(self) -> bool:
        """Whether the answers are to be chosen from; others are typed."""
        return self.form == FORMULA

    @property
    def styled(self) -> str:
        """What is given, for a platform whose pages do not style tables."""
        return self.given.replace("<table>", f'<table border="1" cellpadding="4" style="{STYLE}">')

    @property
    def short_prompt(self) -> str:
        """What is asked."""
        return f"Asked: {self.asked}."

    @property
    def prompt(self) -> str:
        """What is asked, and how an answer is written if it is typed."""
        how = "" if self.is_choice else f" Write it like this: {self.example}"
        return self.short_prompt + how


def ask(sheet: Sheet) -> Iterator[Question]:
    """Return the questions of a sheet, in order."""
    for problem in sheet.problems.values():
        given = write_given(problem)
        for part in problem.parts().values():
            if isinstance(part, FormulaPart):
                yield ask_formula(problem, part)
            elif isinstance(part, ValuePart):
                yield ask_value(part, given, sheet.code)


def ask_value(part: ValuePart, given: str, code: str) -> Question:
    """Return the question of a part whose answer is a value."""
    rights = (Answer(write(part.kind, answer), part.check(answer).reason) for answer in part.right)
    slips = (Answer(write(part.kind, slip.answer), slip.hint, slip.id) for slip in part.slips)
    return Question(
        name=part.name,
        code=code,
        given=given,
        asked=part.asked,
        form=part.kind,
        example=part.example,
        answers=(*rights, *slips),
        otherwise=f"{NOT_YET} {part.hints[0]}",
    )


def ask_formula(problem: Problem, part: FormulaPart) -> Question:
    """Return the question of a part whose answer is a formula: without numbers, it is the same on every sheet."""
    return Question(
        name=part.name,
        code=ALIKE,
        given=f"<p>{html.escape(problem.task)}</p>",
        asked=f"the formula for {part.asked.partition(', and ')[0]}",
        form=FORMULA,
        example="",
        answers=list_formulas(part.name),
        otherwise=part.hints[0],
    )


@cache
def list_formulas(name: str) -> tuple[Answer, ...]:
    """Return the right formula of a part, and for each known slip the one that is most like it.

    A slip that only a function can make, and no formula of the builder, is none of them.
    """
    part = own(int(name[0])).part(name[1])
    assert isinstance(part, FormulaPart)
    builder = part.builder
    judged = ((choice, *builder.judge_choice(choice)) for choice in builder.choices())
    right, _, says = next(one for one in judged if one[1].right and not one[1].condition)
    closest: dict[str, Choice] = {}
    for rule, choice in builder.known_choices():
        is_closer = rule.slip not in closest or count_shared(choice, right) > count_shared(closest[rule.slip], right)
        if is_closer and builder.judge_choice(choice)[0].slip == rule.slip:
            closest[rule.slip] = choice
    slips = (Answer(builder.write(choice), builder.judge_choice(choice)[1], slip) for slip, choice in closest.items())
    return (Answer(builder.write(right), says), *slips)


def count_shared(choice: Choice, other: Choice) -> int:
    """Return in how many fields two formulas agree."""
    return sum(choice[name] == other[name] for name in choice)


def name_sheet(sheet: Sheet) -> str:
    """Return what a list of tests shows: whose sheet it is, and its code."""
    return " ".join(filter(None, (sheet.student.id, sheet.student.name, sheet.code)))
