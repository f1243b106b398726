"""Judging is data: what is known of an answer (facts), and sentences with the facts to which they apply (rules).

The first rule that applies is said. The page has the same rules, written by Python, and the twins of the two functions
`find_facts` and `judge` in JavaScript; it computes no geometry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rule:
    """A sentence, and to which answers it applies.

    Attributes
    ----------
    says : str
        What is said, with {facts} to be filled in.
    slip : str
        The id of a known slip, or "".
    right : bool
        Whether the answers to which it applies are right.
    when : mapping of str to tuple of str
        For each of some facts, the values with which it applies; without any it applies to every answer.
    answers : tuple
        Right answers, or answers that the slip leads to, as Python objects.
    shown : str
        How a table shows what is right.
    condition : str
        A condition that a right answer leaves out, or "".
    """

    says: str
    slip: str = ""
    right: bool = False
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: tuple[Any, ...] = ()
    shown: str = ""
    condition: str = ""

    def as_json(self) -> list[Any]:
        """Return what a browser needs."""
        return [int(self.right), self.slip, self.says, {name: list(texts) for name, texts in self.when.items()}]


@dataclass(frozen=True)
class Hint:
    """A hint that a reader may ask for before the solution."""

    says: str


@dataclass(frozen=True)
class Step:
    """A step of a worked solution: a sentence, and if it computes something, what, from which terms, and the result.

    Attributes
    ----------
    says : str
        What is done.
    left, terms, result : str
        ``"Z[1, 3]"``, ``"1*3 - 1*0 + 1*3 - 1*0"`` and ``"6"``; without terms what is read off, not computed.
    """

    says: str
    left: str = ""
    terms: str = ""
    result: str = ""

    def __str__(self) -> str:
        """Return the sentence, and below it the equation."""
        equation = " = ".join(filter(None, (self.left, self.terms, self.result)))
        return "\n".join(filter(None, (self.says, equation)))


Told = Iterator[Rule | Hint | Step]
"""What the method of a part tells: rules in the order in which they apply; then hints and steps."""


def write_products(factors: Iterable[tuple[Any, Any]]) -> str:
    """Write a sum of products, such as ``"2*3 - 1*(-4)"``."""
    return " + ".join(f"{a}*{b}" if b >= 0 else f"{a}*({b})" for a, b in factors).replace("+ -", "- ")


def write_sum(numbers: Iterable[Any]) -> str:
    """Write a sum, such as ``"2 - 3 + 4"``."""
    return " + ".join(map(str, numbers)).replace("+ -", "- ")


def right(says: str, *answers: Any, shown: str = "") -> Rule:
    """Make the rule for right answers."""
    return Rule(says, right=True, answers=answers, shown=shown)


def slip(name: str, says: str, *answers: Any, **facts: object) -> Rule:
    """Make the rule for the answers that a slip leads to; with facts it applies wherever these hold."""
    return Rule(says, name, when=to_conditions(facts), answers=answers)


def when(says: str, **facts: object) -> Rule:
    """Make the rule for wrong answers that no slip explains, with some facts."""
    return Rule(says, when=to_conditions(facts))


def otherwise(says: str) -> Rule:
    """Make the rule for every other answer."""
    return Rule(says)


def to_conditions(facts: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return facts with the values that are allowed, as texts."""
    return {
        name: (("yes" if value else "no") if isinstance(value, bool) else str(value),) for name, value in facts.items()
    }


NUMBER = re.compile("-?[0-9][0-9./]*")


def find_facts(text: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return what is known of an answer, all as texts.

    Parameters
    ----------
    text : str
        The one text of the answer.
    data : mapping
        "of": the numbers of the right answer; "names": what they count; "grid": the elements of Z.
    """
    numbers = NUMBER.findall(text)
    facts = {"answer": text, "length": str(len(numbers)), "two": say(" and " in text)}
    facts["value"] = numbers[0] if numbers else ""
    if "of" in data:
        facts |= compare(numbers, data["of"], data.get("names", []))
    if "grid" in data:
        facts |= look_up(numbers, data["of"], data["grid"])
    return facts


def say(so: bool) -> str:
    """Return "yes" or "no"."""
    return "yes" if so else "no"


def compare(numbers: Sequence[str], of: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Return how numbers differ from the right ones."""
    return {
        "same_length": say(len(numbers) == len(of)),
        "permuted": say(sorted(numbers) == sorted(of)),
        "wrong": ", ".join(name for name, one, other in zip(names, numbers, of, strict=False) if one != other),
        "divides": say(len(numbers) == len(of) == 1 and is_divisor(numbers[0], of[0])),
    }


def is_divisor(number: str, of: str) -> bool:
    """Say whether a number is a whole one, above 0, that divides another."""
    return number.isdigit() and of.isdigit() and number != "0" and int(of) % int(number) == 0


def look_up(numbers: Sequence[str], of: Sequence[str], grid: Sequence[Sequence[int]]) -> dict[str, str]:
    """Return what stands in Z at the pixel that an answer names, which are its last two numbers; asked for is of[0]."""
    row, column = numbers[-2:]
    value, wanted = (numbers[0], of[0]) if len(numbers) == 3 else ("0", "0")
    if not (row.isdigit() and column.isdigit() and int(row) < len(grid) and int(column) < len(grid[0])):
        here = f"Z has no pixel ({row}, {column}): 2(b) asks how many rows and columns it has"
        return {"here": here, "there": here, "not_there": here, "indeed": "no"}
    element, name = str(grid[int(row)][int(column)]), f"Z[{row}, {column}]"
    here = f"{name} is {element}"
    return {
        "here": here,
        "there": here if element == wanted else f"{here}, not {wanted}",
        "not_there": f"{name} is not {value}",
        "indeed": say(element == value),
    }


def judge(rules: Sequence[Rule], facts: Mapping[str, str]) -> tuple[Rule, str]:
    """Return the first rule that applies, and its sentence."""
    for rule in rules:
        if all(facts[name] in allowed for name, allowed in rule.when.items()):
            return rule, re.sub("{([a-z_]+)}", lambda match: facts[match[1]], rule.says)
    raise AssertionError("the last rule of a part applies to every answer")
