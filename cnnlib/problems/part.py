"""A part of a problem: what is asked, which answers are right, the known slips, hints and the worked solution."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cnnlib.arguments import describe
from cnnlib.forms import WRONG, FormError, TooManyDigits, read, write
from cnnlib.problems.departures import Departure
from cnnlib.problems.rules import NUMBER, Hint, Rule, Step, Told, find_facts, judge


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
        The known slip that leads to this answer, as an id in words, such as ``"row-column-swapped"``; "" if none is
        known.
    condition : str
        For an answer that is right as stated: a condition that it leaves out; else "".
    departs : Departure, optional
        For a known slip, if the chapter's explorer shows it: where the wrong procedure departs from the right one, and
        both numbers there.
    """

    part: str
    right: bool
    reason: str
    slip: str = ""
    condition: str = ""
    departs: Departure | None = None

    def __bool__(self) -> bool:
        """Return `right`."""
        return self.right

    def __str__(self) -> str:
        """Return the part in the problem set's spelling, the verdict and the reason."""
        return f"{spell(self.part)}: {'right' if self.right else 'not yet'}. {self.reason}"


def spell(name: str) -> str:
    """Return ``"3(c)"`` for ``"3c"``."""
    return f"{name[0]}({name[1]})"


@dataclass(frozen=True)
class Slip:
    """A wrong answer that one comes to in a known way, computed from the same numbers as the right one.

    Attributes
    ----------
    id : str
        The way, in words, such as ``"stride-ignored"``.
    answer : object
        The answer, in the form that `check` takes.
    hint : str
        What is said of it.
    """

    id: str
    answer: Any
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
    left_out : tuple of str
        The ids of essential slips that are none with these numbers: the same answer is right, or another slip's.
    hints : tuple of str
        What a reader may ask for before the solution, in this order.
    solution : tuple of Step
        The worked solution.
    """

    name: str
    asked: str
    form: str
    shown: str
    right: tuple[Any, ...]
    slips: tuple[Slip, ...] = field(default=(), repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    hints: tuple[str, ...] = field(default=(), repr=False)
    solution: tuple[Step, ...] = field(default=(), repr=False)

    @abstractmethod
    def check(self, answer: object) -> Verdict:
        """Judge an answer, or complain that it is not of the form that is asked for."""

    def verdict(self, right: bool, reason: str, **more: Any) -> Verdict:
        """Return a verdict on this part; `more` is what else `Verdict` has."""
        return Verdict(self.name, right, reason, **more)

    def refuse(self, answer: object, kind: type[Exception]) -> Exception:
        """Return the complaint of an answer of another form."""
        return kind(f"the answer to {spell(self.name)} must be {self.form}; it was {describe(answer)}")


@dataclass(frozen=True, kw_only=True)
class ValuePart(Part):
    """A part whose answer is a text or a value: it is read, and the first rule that applies to it is said.

    Attributes
    ----------
    kind : str
        The form of an answer, one of ``cnnlib.forms.FORMS``.
    example : str
        The text of an answer that is not right.
    rules : tuple of Rule
        In the order in which they apply.
    data : dict
        What facts are found with: see `cnnlib.problems.rules.find_facts`.
    departures : mapping of str to Departure
        By the text of an answer that a slip leads to: where the explorer shows the slip.
    """

    kind: str
    example: str
    rules: tuple[Rule, ...] = field(repr=False)
    data: dict[str, Any] = field(repr=False)
    departures: Mapping[str, Departure] = field(default_factory=dict, repr=False)

    def check(self, answer: object) -> Verdict:
        """Judge an answer, or complain that it is not of the form that is asked for."""
        return self.judge(self.read(answer))

    def judge(self, text: str) -> Verdict:
        """Judge the one text that says what an answer means."""
        rule, reason = judge(self.rules, find_facts(text, self.data))
        return self.verdict(rule.right, reason, slip=rule.slip, departs=self.departures.get(text))

    def read(self, answer: object) -> str:
        """Return the one text that says what an answer means."""
        try:
            return read(self.kind, answer) if isinstance(answer, str) else write(self.kind, answer)
        except FormError as error:
            raise ValueError(f"{self.refuse(answer, ValueError)}. {self.complain(str(error))}") from None
        except TooManyDigits:
            its = f"a number in the answer to {spell(self.name)}"
            raise ValueError(f"{its} must have at most 100 digits; the answer was {describe(answer)}") from None
        except (TypeError, ValueError) as error:
            raise self.refuse(answer, TypeError if isinstance(error, TypeError) else ValueError) from None

    def complain(self, wrong: str) -> str:
        """Return what is said of a text that cannot be read."""
        return WRONG[wrong].replace("{example}", self.example)


@dataclass(frozen=True)
class Question:
    """What stands over the method of a part: its letter, the form of an answer, what is asked, and what it is about.

    Attributes
    ----------
    letter, kind, asked : str
        ``"c"``, ``"value"``, and what is asked.
    names : tuple of str
        What the numbers of an answer count, in order.
    grid : str
        The attribute of the problem that holds Z, if pixels are asked for.
    essential : tuple of str
        The ids of slips that any well-posed instance has.
    words : str
        What an answer looks like, if the words of its form do not say it.
    examples : tuple
        Answers of which the first that is not right is shown, if those of its form will not do.
    """

    letter: str
    kind: str
    asked: str
    names: tuple[str, ...] = ()
    grid: str = ""
    essential: tuple[str, ...] = ()
    words: str = ""
    examples: tuple[Any, ...] = ()


# What an answer looks like; {} is for an example.
WORDS = {
    "count": "a whole number, such as {}",
    "shape": "a shape, such as {}",
    "shapes": "a shape (rows, columns, channels), such as {}, or two of them, for Z and for U",
    "pixel": "a pixel (row, column), such as {}",
    "pair": "two numbers (input channels, output channels), such as {}",
    "value": "a value with its pixel, (value, (row, column)), such as {}",
    "vector": "a vector, such as {}",
    "ranges": "two half-open ranges with step 1, one for k1 and one for k2, such as {}",
}
# Of these the first that is not right is shown.
EXAMPLES: dict[str, tuple[Any, ...]] = {
    "count": (1234, 2345),
    "shape": ((7, 8), (8, 9)),
    "shapes": ((7, 8, 9), (8, 9, 7)),
    "pixel": ((7, 8), (8, 9)),
    "pair": ((7, 8), (8, 9)),
    "value": ((7, (0, 0)), (8, (0, 0))),
    "vector": ([7, 8], [8, 9]),
    "ranges": (((0, 7), (0, 8)), ((0, 8), (0, 9))),
}


def make_part(
    name: str,
    question: Question,
    told: Told,
    grid: Any = None,
    depart: Callable[[str, Any], Departure | None] = lambda letter, answer: None,
) -> ValuePart:
    """Make a part of what its method tells.

    An answer of a slip that is right with these numbers, or that of a rule before it, is left out. `depart` tells where
    the answer of a slip departs from the right one.
    """
    told = list(told)  # type: ignore[assignment]
    claims: dict[str, Claim] = {}
    kept = (keep_own(rule, question.kind, claims) for rule in told if isinstance(rule, Rule))
    rules = tuple(rule for rule in kept if rule)
    rights = {text: answer for text, (rule, answer) in claims.items() if rule.right}
    slips = {text: (rule.slip, answer) for text, (rule, answer) in claims.items() if rule.slip}
    examples = question.examples or EXAMPLES[question.kind]
    example = next(one for one in examples if write(question.kind, one) not in rights)
    part = ValuePart(
        name=name,
        asked=question.asked,
        form=question.words or WORDS[question.kind].format(say_example(question.kind, example)),
        shown=next((rule.shown for rule in rules if rule.shown), " or ".join(rights)),
        right=tuple(rights.values()),
        left_out=tuple(one for one in question.essential if one not in {slip for slip, _ in slips.values()}),
        hints=tuple(one.says for one in told if isinstance(one, Hint)),
        solution=tuple(one for one in told if isinstance(one, Step)),
        kind=question.kind,
        example=write(question.kind, example),
        rules=rules,
        data=make_data(next(iter(rights)), question, grid),
    )
    departures = {text: depart(question.letter, answer) for text, (_, answer) in slips.items()}
    return replace(
        part,
        slips=tuple(Slip(slip, answer, part.judge(text).reason) for text, (slip, answer) in slips.items()),
        departures={text: departure for text, departure in departures.items() if departure},
    )


def make_data(right: str, question: Question, grid: Any) -> dict[str, Any]:
    """Return what facts are found with: see `cnnlib.problems.rules.find_facts`."""
    data: dict[str, Any] = {"of": NUMBER.findall(right)}
    if question.names:
        data["names"] = list(question.names)
    if grid is not None:
        data["grid"] = grid.tolist()
    return data


def say_example(kind: str, example: Any) -> str:
    """Return an example as Python, and for ranges what it means."""
    if kind != "ranges":
        return str(example)
    (_, first), (_, second) = example
    return f"{example} or (range({first}), range({second})) for {write(kind, example)}"


Claim = tuple[Rule, Any]  # a rule, and an answer of which it says something before any other does


def keep_own(rule: Rule, kind: str, claims: dict[str, Claim]) -> Rule | None:
    """Return a rule for the answers that no rule before it claims; None if it has none left, and no condition.

    Its claims are added to the others, by the texts of the answers.
    """
    if not rule.right and not rule.slip:
        return rule
    written = {write(kind, answer): answer for answer in rule.answers}
    own = {text: answer for text, answer in written.items() if text not in claims}
    claims.update((text, (rule, answer)) for text, answer in own.items())
    if rule.when:
        return rule
    return replace(rule, when={"answer": tuple(own)}) if own else None
