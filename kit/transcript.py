"""All that the problems say, as one text: `python -m kit.transcript` writes tests/package/problems.txt anew."""

import json
from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from typing import Any

import numpy as np

from cnnlib import practice
from cnnlib.problems import HOMEWORK, _own
from cnnlib.problems.formulas import Builder, FormulaPart
from cnnlib.problems.functions import GradientPart
from cnnlib.problems.part import Part, ValuePart
from cnnlib.problems.problem import Problem
from kit.book import ROOT
from kit.caches import forget

STORED = ROOT / "tests" / "package" / "problems.txt"
INTRODUCTION = """\
# All that the problems say, the homework and one fresh instance of each, to be read in one go. Where a line has too
# much to be read, a digest stands for it. Written by `python -m kit.transcript`; what changed stands in the difference.
"""


def write_transcript() -> str:
    """Return what every problem says, computed anew; others go on with the homework's problems that they have."""
    forget(keep=_own)
    problems = {f"own({n})": make() for n, make in HOMEWORK.items()}
    problems |= {f"practice({n}, 7, size='small')": practice(n, 7, size="small") for n in range(1, 6)}
    return INTRODUCTION + "".join(f"\n{line}" for name, one in problems.items() for line in tell(name, one)) + "\n"


def tell(name: str, problem: Problem) -> Iterator[str]:
    """Say what a problem gives and asks, and all of its parts."""
    yield f"== {name} {problem.code}".rstrip()
    yield problem.statement
    yield from (f"{key}: {value.tolist()}" for key, value in vars(problem).items() if isinstance(value, np.ndarray))
    for letter, part in problem.parts().items():
        yield f"-- {letter}. {part.asked}"
        yield from tell_part(part)
        yield ""


def tell_part(part: Part) -> Iterator[str]:
    """Say what is right and wrong, hints and solution; and how a text or a function is judged."""
    yield f"{part.name}, {part.form}"
    yield f"shown: {part.shown}"
    yield from (f"hint: {hint}" for hint in part.hints)
    yield from ("step: " + " | ".join(str(getattr(step, one.name)) for one in fields(step)) for step in part.solution)
    yield f"left out: {', '.join(part.left_out)}"
    if isinstance(part, ValuePart):
        yield f"example: {part.example}; data: {part.data}"
        yield from (f"right: {answer} {part.check(answer)}" for answer in part.right)
        for slip in part.slips:
            yield f"slip {slip.id}: {slip.answer} {slip.hint}"
            if departure := part.check(slip.answer).departs:
                yield f"    departs: {departure} ({departure.address})"
        yield from (f"rule {rule.slip}: {'' if rule.slip else rule.says} {rule.as_json()[3:]}" for rule in part.rules)
    elif isinstance(part, FormulaPart):
        yield from (f"slip {slip.id}: {slip.hint}" for slip in part.slips)
        yield from tell_builder(part.builder)
        yield f"departures: {digest(sorted((name, repr(one)) for name, one in part.departures.items()))}"
        if isinstance(part, GradientPart):
            yield from tell_functions(part)


def tell_builder(builder: Builder) -> Iterator[str]:
    """Say which formulas can be put together, and how they are judged."""
    yield from (f"field {one}" for one in builder.fields)
    yield f"pieces: {builder.pieces}; key: {builder.key}; example: {builder.example}; note: {builder.note}"
    yield from (f"rule {json.dumps(rule.as_json())}" for rule in builder.rules)
    yield f"tables: {digest(builder.tables)}"


def tell_functions(part: GradientPart) -> Iterator[str]:
    """Say what the right function and each slip give on the tensors that formulas are tried on, in a few digits."""
    for name, function in ("right", part.right[0]), *((one.id, one.answer) for one in part.slips):
        sums = [weigh(function(*case.arguments)) for case in part.make_cases()]
        yield f"{name} gives {sums}; {part.check_function(function).departs}"


def weigh(array: Any) -> str:
    """Return a sum in which each element has another weight."""
    return f"{np.sum(array * np.cos(np.arange(array.size)).reshape(array.shape)):.3g}"


def digest(found: Any) -> str:
    """Return a short text for one that is too long to be read."""
    return sha256(json.dumps(found, default=repr, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    STORED.write_text(write_transcript(), encoding="utf-8")
