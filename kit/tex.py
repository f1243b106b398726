"""Reads the formulas of the chapters as a person does, so that tests can compute with what is printed.

`rows` takes a formula apart into its equations; `Formula` is one right side, which `value` computes for given arrays,
numbers and ranges of its indices. A sum goes over the places where all its elements exist, as the book says.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import exp, floor
from typing import Any

TOKEN = re.compile(r"\\[a-zA-Z]+|\d+|[A-Za-z]'?(?:_\{?\d\}?)?|\S")
SPACING = re.compile(r"\\[,;!]|\\q?quad|\\[bB]ig[lr]|\\(?:left|right)|\{\}|&|\\\\(?=\s|$)")
LIMITS = re.compile(r"(\w)=0,\\dots,([^;]*)(?:;(.*))?")


class MissingError(IndexError):
    """An element that the array does not have."""


def rows(tex: str) -> list[tuple[str, str]]:
    """The equations of a formula (or inequalities), each as its left and its right side."""
    text = re.sub(r"\\(begin|end)\{aligned\}|\\text\{[^}]*\}", " ", tex)
    found = []
    for part in split_outside(r"\\\\\s|\\qquad", text):
        left, right = split_outside("[=>]", part)
        found.append((left.strip(" \n&,"), right.strip(" \n&,.")))
    return found


def split_outside(separator: str, text: str) -> list[str]:
    """Split a text where a separator stands outside of all braces; "=" splits once."""
    parts, start, depth = [], 0, 0
    for found in re.finditer(rf"[{{}}]|{separator}", text):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] not in "{}" and not (parts and found[0] in "=>"):
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


@dataclass
class Formula:
    """One right side, and what its names stand for."""

    tex: str
    names: dict[str, Any]  # arrays and numbers
    ranges: dict[str, int]  # how far each index goes

    @cached_property
    def tokens(self) -> list[str]:
        """The symbols, with k1 for k_1; limits under a sign stay together."""
        text = re.sub(r"\\substack\{(.*?)\\\\(.*?)\}", r"\1; \2", self.tex)
        limits: list[str] = []

        def keep(found: re.Match[str]) -> str:
            limits.append(re.sub(r"\s|\\[,;!]", "", found[1]))
            return f" @{len(limits) - 1} "

        text = re.sub(r"_\{((?:[^{}]|\{[^{}]*\})*[a-z=](?:[^{}]|\{[^{}]*\})*)\}", keep, text)
        found = re.findall(r"@\d+|" + TOKEN.pattern, SPACING.sub(" ", text))
        names = [token if token in "{}" else re.sub(r"[_{}]", "", token) for token in found]
        return ["@" + limits[int(token[1:])] if token[0] == "@" else token for token in names]

    def value(self, **indices: int) -> float:
        """Compute the right side at given indices."""
        result, at = self.sum_of_terms(0, indices)
        assert at == len(self.tokens), f"{self.tex}: {self.tokens[at:]} is not understood"
        return float(result)

    # Each takes a place among the tokens, and returns a value and the place behind it.

    def peek(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""

    def sum_of_terms(self, at: int, indices: dict[str, int]) -> tuple[float, int]:
        total, at = self.term(at, indices)
        while (sign := self.peek(at)) in ("+", "-") and sign:
            value, at = self.term(at + 1, indices)
            total += value if sign == "+" else -value
        return total, at

    def term(self, at: int, indices: dict[str, int]) -> tuple[float, int]:
        result, at = self.factor(at, indices)
        while (token := self.peek(at)) and token not in ("+", "-", ")", "]", "}", ",", "\\rfloor", "<"):
            value, at = self.factor(at + (token == "\\cdot"), indices)
            result *= value
        return result, at

    def factor(self, at: int, indices: dict[str, int]) -> tuple[float, int]:
        token = self.peek(at)
        if token == "-":
            value, at = self.factor(at + 1, indices)
            return -value, at
        if token == "\\sum":
            return self.over(at + 2, self.tokens[at + 1][1:].split(","), indices)
        if token == "\\max":
            return self.largest(at + 1, indices)
        if token in ("(", "\\lfloor", "{"):
            value, at = self.sum_of_terms(at + 1, indices)
            return self.power(floor(value) if token == "\\lfloor" else value, at + 1, indices)
        if token == "\\frac":
            if self.tokens[at + 2] == "\\partial":  # dJ/dZ[...] is an array of its own
                value, at = self.element("d", at + 7, indices)
                return value, at + 1
            over, at = self.sum_of_terms(at + 2, indices)
            under, at = self.sum_of_terms(at + 2, indices)
            return over / under, at + 1
        if token == "e" and self.peek(at + 1) == "^":
            value, at = self.factor(at + 2, indices)
            return exp(value), at
        if token.isdigit():
            return self.power(float(token), at + 1, indices)
        return self.element("", at, indices)

    def power(self, value: float, at: int, indices: dict[str, int]) -> tuple[float, int]:
        if self.peek(at) != "^":
            return value, at
        exponent, at = self.factor(at + 1, indices)
        return value**exponent, at

    def element(self, prefix: str, at: int, indices: dict[str, int]) -> tuple[float, int]:
        name = self.tokens[at]
        if name in indices:
            return indices[name], at + 1
        named = self.names[prefix + name]
        if self.peek(at + 1) != "[":
            return named, at + 1
        place: list[int] = []
        at += 1
        while self.tokens[at] != "]":
            index, at = self.sum_of_terms(at + 1, indices)
            place.append(int(index))
        assert len(place) == named.ndim, f"{name} has {named.ndim} axes, not {len(place)}"
        if not all(0 <= i < n for i, n in zip(place, named.shape, strict=True)):
            raise MissingError(f"{name}{place}")
        return float(named[tuple(place)]), at + 1

    def over(self, at: int, bound: list[str], indices: dict[str, int]) -> tuple[float, int]:
        """A sum over all places where every element of the term exists."""
        total, end, bound = 0.0, at, [name.replace("_", "") for name in bound]
        for values in product(*(range(self.ranges[name]) for name in bound)):
            try:
                value, end = self.term(at, indices | dict(zip(bound, values, strict=True)))
            except MissingError:
                continue
            total += value
        return total, end

    def largest(self, at: int, indices: dict[str, int]) -> tuple[float, int]:
        if self.tokens[at] == "(":  # max(0, Z)
            first, at = self.sum_of_terms(at + 1, indices)
            second, at = self.sum_of_terms(at + 1, indices)
            return max(first, second), at + 1
        name, last, condition = LIMITS.fullmatch(self.tokens[at][1:]).groups()  # type: ignore[union-attr]
        found = []
        for j in range(int(Formula(last, self.names, self.ranges).value(**indices)) + 1):
            here = indices | {name: j}
            if condition:
                less, more = (Formula(side, self.names, self.ranges).value(**here) for side in condition.split("<"))
                if not less < more:
                    continue
            value, end = self.term(at + 1, here)
            found.append(value)
        return max(found), end
