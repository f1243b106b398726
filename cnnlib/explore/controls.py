"""The controls of an explorer: ipywidgets' abbreviations and widgets, as lists of values that a page can go through."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cnnlib.arguments import describe, is_number

Draw = Callable[..., Any]
State = dict[str, Any]

ALLOWED = (
    "(first, last) or (first, last, step) in numbers, a list, a dict, a bool, a number, "
    "or a widget that has options, a range or a bool"
)


@dataclass(frozen=True)
class Control:
    """One control: its name, what it shows, the values it goes through and the one it starts at.

    Attributes
    ----------
    name : str
        The parameter of `draw` that it feeds.
    label : str
        What stands beside it.
    kind : {"range", "choice", "flag"}
        A slider, a list to choose from, a checkbox.
    labels : list of str
        A text for each value.
    values : list
        What `draw` gets.
    first : int
        Which of the values is shown first.
    given : object
        What the author wrote: ipywidgets makes the live control of it.
    """

    name: str
    label: str
    kind: str
    labels: list[str]
    values: list[Any]
    first: int
    given: Any = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return what the page needs of it."""
        return {"name": self.name, "label": self.label, "kind": self.kind, "labels": self.labels, "first": self.first}

    def span(self) -> str:
        """Return its values in a few words."""
        if self.kind == "range" and len(self.labels) > 2:
            return f"{self.labels[0]} to {self.labels[-1]}"
        return ", ".join(self.labels)


@dataclass(frozen=True)
class Panel:
    """A `draw` with the controls that it depends on."""

    draw: Draw
    controls: list[Control]
    fixed: State

    def __len__(self) -> int:
        """Return the number of states."""
        return math.prod(len(control.values) for control in self.controls)

    def states(self) -> Iterator[State]:
        """Go through all combinations of the controls' values; the first control moves fastest."""
        backwards = self.controls[::-1]
        for values in itertools.product(*(control.values for control in backwards)):
            yield dict(zip((control.name for control in backwards), values, strict=True))

    def __call__(self, state: State) -> Any:
        """Draw one state; `state` may hold controls of other panels too."""
        return self.draw(**self.fixed, **{control.name: state[control.name] for control in self.controls})


def panels(draws: Sequence[Draw], given: Mapping[str, Any]) -> tuple[list[Control], list[Panel]]:
    """Return the controls, and for each `draw` its panel, once it is clear that they fit."""
    if not draws:
        raise TypeError("explore needs a function that draws; it was given none")
    signatures = []
    for draw in draws:
        if not callable(draw):
            raise TypeError(f"draw must be a function that returns a picture; it was {describe(draw)}")
        signatures.append(inspect.signature(draw).parameters)
    wanted = list(dict.fromkeys(itertools.chain(*signatures)))
    if set(wanted) != set(given):
        raise TypeError(f"draw takes ({', '.join(wanted)}), and the controls are ({', '.join(given)}): they must match")
    fixed = {name: abbreviation.value for name, abbreviation in given.items() if is_fixed(abbreviation)}
    controls = {}
    for name in given:
        if name not in fixed:
            stated = [parameters[name].default for parameters in signatures if name in parameters]
            defaults = [default for default in stated if default is not inspect.Parameter.empty]
            if any(default != defaults[0] for default in defaults):
                several = ", ".join(map(repr, defaults))
                raise ValueError(f"all panels must have the same default for {name}; they have {several}")
            controls[name] = control(name, given[name], *defaults[:1])
    return list(controls.values()), [
        Panel(draw, [c for c in controls.values() if c.name in takes], {n: v for n, v in fixed.items() if n in takes})
        for draw, takes in zip(draws, signatures, strict=True)
    ]


def is_fixed(abbreviation: Any) -> bool:
    """Whether this is ``ipywidgets.fixed(value)``; without importing ipywidgets, which a page does not need."""
    return type(abbreviation).__name__ == "fixed" and hasattr(abbreviation, "value")


def control(name: str, given: Any, *default: Any) -> Control:
    """Return what an abbreviation or a widget stands for; the default is that of the parameter, if it has one."""
    label = name.replace("_", " ")
    if hasattr(given, "traits") and hasattr(given, "value"):
        kind, labels, values = of_widget(name, given)
        label = given.description or label
        default = (given.value,)  # as in ipywidgets, a widget's own value is where it starts
    elif isinstance(given, bool):
        kind, labels, values = "flag", ["off", "on"], [False, True]
        default = default or (given,)
    elif isinstance(given, int | float):
        # ipywidgets' rule for a number alone: a slider with the number at a quarter of its way.
        first, last = (0, 1) if given == 0 else sorted((-given, 3 * given))
        kind, values = "range", numbers(name, first, last, *([] if isinstance(given, int) else [0.1]))
        labels = [number_label(v) for v in values]
        default = default or (given,)
    elif isinstance(given, tuple) and len(given) in (2, 3) and all(is_number(n) for n in given):
        kind, values = "range", numbers(name, *given)
        labels = [number_label(v) for v in values]
        default = default or (values[(len(values) - 1) // 2],)
    elif isinstance(given, Mapping) and given:
        kind, labels, values = "choice", [str(key) for key in given], list(given.values())
    elif isinstance(given, list) and given:
        pairs = [one if is_pair(one) else (str(one), one) for one in given]
        kind, labels, values = "choice", [label for label, _ in pairs], [value for _, value in pairs]
    else:
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {describe(given)}")
    if len(set(labels)) != len(labels):
        raise ValueError(f"the control {name} must have a different text for each value; they are {labels}")
    start = default[0] if default else values[0]
    if start not in values:
        raise ValueError(f"the default of {name} must be among {values}; it was {start!r}")
    return Control(name, label, kind, labels, values, values.index(start), given)


def is_pair(value: object) -> bool:
    """Whether this is (text, value), as in ipywidgets' options."""
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)


def numbers(name: str, first: float, last: float, step: float | None = None) -> list[Any]:
    """Return first, first + step, ... up to last."""
    whole = all(isinstance(n, int) for n in (first, last, 1 if step is None else step))
    if step is None:
        step = 1 if whole else 0.1  # ipywidgets' own
    if not (first <= last and step > 0):
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {describe((first, last, step))}")
    if whole:
        return list(range(int(first), int(last) + 1, int(step)))
    return [round(first + i * step, 10) for i in range(int((last - first) / step + 1e-9) + 1)]


def number_label(value: float) -> str:
    """Return a number as a label."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def of_widget(name: str, widget: Any) -> tuple[str, list[str], list[Any]]:
    """Return the kind, the texts and the values of an ipywidgets widget."""
    if hasattr(widget, "_options_values"):
        kind = "range" if "Slider" in type(widget).__name__ else "choice"
        return kind, list(widget._options_labels), list(widget._options_values)
    if isinstance(widget.value, bool):
        return "flag", ["off", "on"], [False, True]
    if is_number(widget.value) and widget.has_trait("min") and widget.has_trait("max") and not widget.has_trait("base"):
        values = numbers(name, widget.min, widget.max, getattr(widget, "step", None) or 1)
        return "range", [number_label(v) for v in values], values
    raise TypeError(f"the control {name} must be {ALLOWED}; it was {type(widget).__name__}")
