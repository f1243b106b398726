"""Stages of linked arrays: which array lies on which, and the sum that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cnnlib.arguments import describe
from cnnlib.explore.formula import write_formula
from cnnlib.explore.rules import Terms

if TYPE_CHECKING:
    from cnnlib.explore.linked import LinkedArray

__all__ = ["Stage"]


class Stage:
    """One act of reading: `by` lies on `on`, and the products of what meets add up to an element of `to`.

    What lies where is read off the terms of the rule of `to`: a box for each term of the element that is looked at, on
    the element of `on` in it, with the element of `by` in its corner. So stride, padding, dilation, a turned kernel and
    ragged edges need no words of their own.

    Parameters
    ----------
    on : str
        The array that is looked at, such as ``"X"``.
    to : str
        The array whose elements are the sums, or the largest, of what is met; it has a rule of terms.
    by : str, optional
        The other factor of each term, such as ``"W"``; none where a term is one element alone.
    name : str, optional
        What a reader chooses it by. Needed where there are several.
    beside : sequence of str, optional
        Other arrays to show with it, such as a bias.
    compare : mapping of str to str, optional
        Arrays to hold against `to`, each by the name of the choice that shows it: ``{"measured": "measured dJ/dW"}``.
    labels : mapping of str to str, optional
        What is written on such a choice, by its name; otherwise the name itself, with spaces for underscores.
    says : mapping of str to str, optional
        A sentence on what is compared, by the name of its choice; it is shown with it.
    formula : str, optional
        The sum as a formula, where the name of an array in braces takes its colour, digits behind a letter stand below
        it, and spaces are where a line may break: ``"{Z}[i] = Σ over k1 of {X}[i+k1]"``.

    Raises
    ------
    TypeError
        If one of them is no text.
    ValueError
        If a label or a sentence is for no choice.
    """

    def __init__(
        self,
        *,
        on: str,
        to: str,
        by: str = "",
        name: str = "",
        beside: Sequence[str] = (),
        compare: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
        says: Mapping[str, str] | None = None,
        formula: str = "",
    ) -> None:
        self.on, self.to, self.by, self.name, self.formula = on, to, by, name, formula
        self.beside, self.compare = list(beside), dict(compare or {})
        self.labels, self.says = dict(labels or {}), dict(says or {})
        for key, text in {"on": on, "to": to, "by": by, "name": name, "formula": formula}.items():
            if not isinstance(text, str):
                raise TypeError(f"{key} of a stage must be a text; it was {describe(text)}")
        for key, texts in {"labels": self.labels, "says": self.says}.items():
            if strays := [one for one in texts if one not in self.compare]:
                raise ValueError(f"{key} of a stage must be for what it compares; {strays[0]!r} is none of it")

    def names(self) -> list[str]:
        """Return the arrays that take part, those to compare among them."""
        return [name for name in (self.on, self.by, *self.beside, self.to, *self.compare.values()) if name]

    def check(self, arrays: Mapping[str, LinkedArray]) -> None:
        """Complain about a stage that these arrays cannot play.

        Raises
        ------
        ValueError
            If one of its arrays is missing or stands in it twice, `to` has no terms, the terms are not of the arrays of
            the stage, or what is compared has another shape.
        """
        for name in self.names():
            if name not in arrays:
                raise ValueError(f"a stage needs {name!r}, which is none of {', '.join(arrays)}")
            if self.names().count(name) > 1:
                raise ValueError(f"a stage must show each array once; {name} stands in it twice")
        rule = arrays[self.to].rule
        if not isinstance(rule, Terms):
            raise ValueError(f"{self.to} must follow from a Sum or a Max, so that a stage can add it up")
        for name in filter(None, (self.on, self.by)):
            if name not in rule.of:
                raise ValueError(f"the rule of {self.to} has no terms of {name}; it has those of {', '.join(rule.of)}")
        if unseen := set(rule.of) - {self.on, self.by, *self.beside}:
            raise ValueError(f"the rule of {self.to} needs {min(unseen)}, which must be on, by or beside in its stage")
        for name in self.compare.values():
            if arrays[name].shape != arrays[self.to].shape:
                raise ValueError(
                    f"{name} is compared with {self.to}, and must have its shape {arrays[self.to].shape}; it has "
                    f"{arrays[name].shape}"
                )

    def as_json(self, colours: Mapping[str, str]) -> dict[str, Any]:
        """Return what the front end needs, in the colours of the arrays by their names."""
        rest: dict[str, Any] = {"by": self.by, "beside": self.beside, "compare": self.compare}
        rest |= {"labels": self.labels, "says": self.says, "formula": write_formula(self.formula, colours)}
        return {"name": self.name, "on": self.on, "to": self.to} | {key: value for key, value in rest.items() if value}


def check_stages(stages: Sequence[Stage], arrays: Mapping[str, LinkedArray]) -> None:
    """Complain about stages that these arrays cannot play, or that a reader could not tell apart."""
    for stage in stages:
        if not isinstance(stage, Stage):
            raise TypeError(f"the stages of a Linked must be Stage; one of them was {describe(stage)}")
        stage.check(arrays)
    names = [stage.name for stage in stages]
    if len(names) > 1 and (not all(names) or len(set(names)) < len(names)):
        raise ValueError(f"several stages must have names that differ; they were {names}")
