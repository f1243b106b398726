"""A formula as an answer: it is put together from choices, has one text, and is judged by what it gives.

What the choices give is computed when it is asked for, and once for all choices when a page is built. The page looks it
up: it computes with no tensors. The twins of `Builder.write`, `find_indices` and `Builder.judge` are in
cnnlib/boxes/front/formulas.js.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, combinations, product
from typing import Any

from cnnlib.problems.departures import Departure
from cnnlib.problems.part import Part, Slip, Verdict
from cnnlib.problems.rules import Rule, judge, say

Choice = Mapping[str, str]
"""What a reader has chosen: for each field the text of an option; for a field of many those chosen, with commas."""

Outcome = str | tuple[str, str, str]
"""What a choice gives: "right", another word, or where it differs first, what it gives there and what is right."""

NOTHING = "no index"
SUM = re.compile(r"sum over (.*?) of \(?([^()]*)\)?")
NAMES = ("i", "j1", "j2", "k1", "k2", "n", "m")
NAME = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


@dataclass(frozen=True)
class Field:
    """One thing that a reader chooses.

    Attributes
    ----------
    name : str
        The name of its slot, such as ``"sum"``.
    label : str
        What is chosen.
    options : mapping of str to str
        The texts that may stand in the slot, each with what it is called; an option may have slots itself.
    control : str
        "checks" (any number of options), "radios" or "select".
    """

    name: str
    label: str
    options: Mapping[str, str]
    control: str = "select"

    def values(self) -> list[str]:
        """Return all that can be chosen."""
        if self.control != "checks":
            return list(self.options)
        sizes = range(len(self.options) + 1)
        return [
            ", ".join(some) or NOTHING for some in chain.from_iterable(combinations(self.options, n) for n in sizes)
        ]

    @property
    def pattern(self) -> str:
        """A regular expression, with its name, for what can be chosen, written without spaces."""
        if self.control == "checks":
            return f"(?P<{self.name}>[a-z0-9,]{{1,99}})"
        return f"(?P<{self.name}>{'|'.join(map(re.escape, self.squeezed))})"

    @cached_property
    def squeezed(self) -> dict[str, str]:
        """All options, by their texts without spaces."""
        return {squeeze(text): text for text in self.options}

    def restore(self, squeezed: str) -> str:
        """Return what was chosen, given its text without spaces."""
        if self.control != "checks":
            return self.squeezed[squeezed]
        chosen = [] if squeezed == squeeze(NOTHING) else squeezed.split(",")
        if len({*chosen}) < len(chosen) or not {*chosen} <= {*self.options}:
            raise ValueError(squeezed)
        return ", ".join(name for name in self.options if name in chosen) or NOTHING


def alike(*texts: str) -> dict[str, str]:
    """Return options that are called as they are written."""
    return dict(zip(texts, texts, strict=True))


@dataclass(frozen=True, kw_only=True)
class Builder:
    """All formulas that a reader can put together, and how each is judged.

    Attributes
    ----------
    fields : tuple of Field
        What is chosen. One whose options have slots decides the shape of the formula.
    pieces : mapping of str to str
        Texts with slots for choices and for other pieces; "formula" is the whole.
    outcomes : mapping of str to callable
        For some pieces, what a choice gives; None where that is not asked.
    rules : tuple of Rule
        In the order in which they apply.
    key : str
        The answer key's formula.
    example : str
        A formula that is not right.
    note : str
        How a formula is meant.
    indexed : bool
        Whether the indices of both sides are compared before anything is run.
    """

    fields: tuple[Field, ...]
    pieces: Mapping[str, str]
    outcomes: Mapping[str, Callable[[Builder, Choice], Outcome | None]]
    rules: tuple[Rule, ...]
    key: str
    example: str
    note: str
    indexed: bool = False

    def write(self, choice: Choice, piece: str = "formula") -> str:
        """Return the text of a choice, or of a piece of it."""
        text, known = self.pieces[piece], {**self.pieces, **choice}
        while "{" in text:
            text = text.format_map(known)
        return text

    def read(self, text: str) -> dict[str, str]:
        """Return the choice that a text writes; spaces do not matter.

        Raises
        ------
        ValueError
            If no choice is written like this.
        """
        squeezed = squeeze(text)
        for pattern, known in self.patterns:
            if found := pattern.fullmatch(squeezed):
                read = {one.name: one.restore(found[one.name]) for one in self.fields if one.name not in known}
                return {one.name: (read | known)[one.name] for one in self.fields}
        raise ValueError(text)

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], dict[str, str]]]:
        """For each shape of the formula a regular expression, and the choice of that shape."""
        shaping = [one for one in self.fields if any("{" in text for text in one.options)]
        slots = {one.name: f"<{one.name}>" for one in self.fields}
        found = []
        for texts in product(*(one.options for one in shaping)):
            shape = {one.name: text for one, text in zip(shaping, texts, strict=True)}
            cut = re.split("<([a-z_]+)>", squeeze(self.write(slots | shape)))
            named = {one.name: one.pattern for one in self.fields}
            pattern = "".join(named[part] if n % 2 else re.escape(part) for n, part in enumerate(cut))
            found.append((re.compile(pattern), shape))
        return found

    def choices(self, when: Mapping[str, Sequence[str]] | None = None) -> Iterator[dict[str, str]]:
        """Return every choice, or those with one of these texts for each field that is named."""
        allowed = when or {}
        for values in product(*(allowed.get(one.name, one.values()) for one in self.fields)):
            yield {one.name: value for one, value in zip(self.fields, values, strict=True)}

    def judge_choice(self, choice: Choice) -> tuple[Rule, str]:
        """Return the rule that applies to a choice, and its sentence."""
        return judge(self.rules, self.find_facts(choice))

    def known_choices(self) -> Iterator[tuple[Rule, dict[str, str]]]:
        """Return for each rule of a known slip the choices to which it may apply."""
        for rule in self.rules:
            for choice in self.choices(rule.when) if rule.slip else ():
                yield rule, choice

    def find_facts(self, choice: Choice) -> dict[str, str]:
        """Return what is known of a choice, all as texts."""
        facts = {**choice}
        if self.indexed:
            facts |= find_indices(self.write(choice))
        for piece, find_outcome in self.outcomes.items():
            facts |= write_outcome(piece, None if facts.get("fits") == "no" else find_outcome(self, choice))
        return facts

    def fits(self, choice: Choice) -> bool:
        """Say whether both sides of a choice have the same indices, if that is asked."""
        return not self.indexed or find_indices(self.write(choice))["fits"] == "yes"

    @cached_property
    def tables(self) -> dict[str, dict[str, Outcome]]:
        """For each piece with an outcome, all its texts that have one."""
        tables: dict[str, dict[str, Outcome]] = {piece: {} for piece in self.outcomes}
        for choice in self.choices():
            for piece, table in tables.items():
                text = self.write(choice, piece)
                if text not in table and self.fits(choice) and (outcome := self.outcomes[piece](self, choice)):
                    table[text] = outcome
        return tables

    def as_json(self) -> dict[str, Any]:
        """Return what a browser needs: it has the fields in the form."""
        return {
            "labels": {one.name: one.label for one in self.fields if one.control != "checks"},
            "pieces": dict(self.pieces),
            "indexed": self.indexed,
            "tables": self.tables if self.indexed else {piece: shorten(table) for piece, table in self.tables.items()},
            "rules": [rule.as_json() for rule in self.rules],
            "key": self.read(self.key),
        }


def shorten(table: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Return a table in which texts that begin alike share their most frequent outcome, under what they begin with.

    They begin alike up to their last comma. Every text that a choice has must be in the table.
    """
    groups: dict[str, list[str]] = {}
    for text in table:
        groups.setdefault(text.rpartition(",")[0], []).append(text)
    short: dict[str, Outcome] = {}
    for start, texts in groups.items():
        ((short[start], _),) = Counter(table[text] for text in texts).most_common(1)
        short |= {text: table[text] for text in texts if table[text] != short[start]}
    return short


def write_outcome(piece: str, outcome: Outcome | None) -> dict[str, str]:
    """Return what a choice gives as facts."""
    if not isinstance(outcome, tuple):
        return {piece: outcome or ""}
    at, given, right = outcome
    return {piece: "differs", f"{piece}_at": at, f"{piece}_given": given, f"{piece}_right": right}


def squeeze(text: str) -> str:
    """Return a text without spaces."""
    return "".join(text.split())


@cache
def find_names(text: str) -> tuple[str, ...]:
    """Return the indices that occur in a text, in their usual order."""
    found = set(NAME.findall(text))
    return tuple(name for name in NAMES if name in found)


def find_indices(formula: str) -> dict[str, str]:
    """Return how the indices of both sides differ; none that is summed over is left.

    Parameters
    ----------
    formula : str
        An equation with one sum on its right side.

    Returns
    -------
    dict of str to str
        "fits": "yes" or "no"; "extra": those that only the right side has; "indices": what is said of all differences.
    """
    left, right = formula.split(" = ")
    found = SUM.search(right)
    assert found
    summed, covered = find_names(found[1]), find_names(found[2])
    outside = find_names(right.replace(found[0], ""))
    free = [name for name in NAMES if name in outside or (name in covered and name not in summed)]
    extra = lack(free, find_names(left))
    missing = lack(find_names(left), free)
    unused = lack(summed, covered)
    told = [
        extra and f"Your right side still depends on {extra}; the left side has {', '.join(find_names(left))}.",
        missing and f"Your right side does not depend on {missing}, which the left side has.",
        unused and f"Your sum goes over {unused}, which its terms do not have.",
    ]
    return {
        "fits": say(not any(told)),
        "extra": extra,
        "indices": " ".join(filter(None, told)),
    }


def lack(names: Sequence[str], others: Sequence[str]) -> str:
    """Return those of some names that are not among others, with commas."""
    return ", ".join(name for name in names if name not in others)


@dataclass(frozen=True, kw_only=True)
class FormulaPart(Part):
    """A part whose answer is a formula: as a function it is run; as a text it is one of the builder's choices.

    Attributes
    ----------
    builder : Builder
        The formulas that a reader can put together.
    """

    builder: Builder = field(repr=False)

    @cached_property
    def departures(self) -> dict[str, Departure]:
        """For each formula that is a known slip, if the chapter's explorer shows it, where it departs.

        By the slip's id, if all its formulas depart alike, else by their texts.
        """
        by_slip: dict[str, dict[str, Departure | None]] = {}
        for rule, choice in self.builder.known_choices():
            if self.builder.judge_choice(choice)[0] is rule:
                by_slip.setdefault(rule.slip, {})[self.builder.write(choice)] = self.depart(choice, rule.slip)
        found: dict[str, Departure] = {}
        for slip, by_text in by_slip.items():
            shared = {*by_text.values()}
            alike = {slip: shared.pop()} if len(shared) == 1 else by_text
            found |= {key: departure for key, departure in alike.items() if departure}
        return found

    @abstractmethod
    def depart(self, choice: Choice, slip: str) -> Departure | None:
        """Return where a choice that is a known slip departs from the right formula, in the chapter's explorer."""

    def check(self, answer: object) -> Verdict:
        """Judge a formula, a text or a function, or complain that it is neither."""
        return self.check_text(answer) if isinstance(answer, str) else self.check_function(answer)

    @abstractmethod
    def check_function(self, answer: object) -> Verdict:
        """Judge a formula as a function."""

    def check_text(self, text: str) -> Verdict:
        """Judge a formula as its box writes it."""
        try:
            choice = self.builder.read(text)
        except ValueError:
            raise self.refuse(text, ValueError) from None
        rule, reason = self.builder.judge_choice(choice)
        departs = self.depart(choice, rule.slip) if rule.slip else None
        return self.verdict(rule.right, reason, slip=rule.slip, condition=rule.condition, departs=departs)


def find_hint(slips: Sequence[Slip], name: str) -> str:
    """Return what is said of a slip."""
    return next(slip.hint for slip in slips if slip.id == name)
