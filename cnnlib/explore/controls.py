"""The controls of an explorer: ipywidgets' abbreviations and widgets, as lists of values that a page can go through."""

from __future__ import annotations

import inspect
import itertools
import math
import reprlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from cnnlib.arguments import describe, in_short, is_number

Draw = Callable[..., Any]
State = dict[str, Any]

MOST_STATES = 4000  # of one panel, and so the values of one control
ALLOWED = (
    "(first, last) or (first, last, step) in numbers, a list, a dict, a bool, a number, or of ipywidgets a Dropdown, "
    "RadioButtons, Select, SelectionSlider, ToggleButtons, Checkbox, ToggleButton, IntSlider, FloatSlider, "
    "BoundedIntText or BoundedFloatText"
)
BRIEF = reprlib.Repr()
BRIEF.maxlist, BRIEF.maxstring, BRIEF.maxother = 12, 60, 60


@dataclass(frozen=True, eq=False)
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
    step : float
        How far apart the numbers of a slider are; 0 for any other control.
    widget : object
        The author's own ipywidgets widget, or None.
    """

    name: str
    label: str
    kind: str
    labels: list[str]
    values: list[Any]
    first: int
    step: float = 0
    widget: Any = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return what the page needs of it."""
        return {"name": self.name, "label": self.label, "kind": self.kind, "labels": self.labels, "first": self.first}

    def span(self) -> str:
        """Return its values in a few words."""
        if self.kind == "range" and len(self.labels) > 2:
            return f"{self.labels[0]} to {self.labels[-1]}"
        return ", ".join(self.labels)

    def place(self, value: Any) -> int:
        """Return which of its values this is; a notebook's widget may have been put elsewhere."""
        return place(f"the value of {self.name}", value, self.values, self.step)


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
    widgets: dict[int, str] = {}
    for name, abbreviation in given.items():
        if is_widget(abbreviation) and (other := widgets.setdefault(id(abbreviation), name)) != name:
            raise ValueError(f"the controls {other} and {name} must not be one widget; each needs its own")
    fixed = {name: abbreviation.value for name, abbreviation in given.items() if is_fixed(abbreviation)}
    controls = {}
    for name in given:
        if name not in fixed:
            stated = [parameters[name].default for parameters in signatures if name in parameters]
            defaults = [default for default in stated if default is not inspect.Parameter.empty]
            if not all(is_same(default, defaults[0]) for default in defaults):
                several = ", ".join(map(in_brief, defaults))
                raise ValueError(f"all panels must have the same default for {name}; they have {several}")
            controls[name] = control(name, given[name], *defaults[:1])
    return list(controls.values()), [
        Panel(draw, [c for c in controls.values() if c.name in takes], {n: v for n, v in fixed.items() if n in takes})
        for draw, takes in zip(draws, signatures, strict=True)
    ]


def is_widget(given: Any) -> bool:
    """Whether this is an ipywidgets widget; without importing ipywidgets, which a page does not need."""
    return hasattr(type(given), "traits")


def is_fixed(given: Any) -> bool:
    """Whether this is ``ipywidgets.fixed(value)``."""
    return is_widget(given) and type(given).__name__ == "fixed"


def control(name: str, given: Any, *default: Any) -> Control:
    """Return what an abbreviation or a widget stands for; the default is that of the parameter, if it has one."""
    label, step = name.replace("_", " "), 0.0
    if is_widget(given):
        return of_widget(name, given)
    if isinstance(given, bool | np.bool_):
        kind, labels, values = "flag", ["off", "on"], [False, True]
        start = given
    elif is_number(given):
        # ipywidgets' rule for a number alone: a slider with the number in its middle.
        number = plain(given)
        first, last = sorted((-number, 3 * number)) if number else (number, number + 1)
        values, step = numbers(name, first, last)
        kind, labels, start = "range", [number_label(v) for v in values], given
    elif isinstance(given, tuple) and len(given) in (2, 3) and all(is_number(n) for n in given):
        values, step = numbers(name, *given)
        kind, labels, start = "range", [number_label(v) for v in values], values[(len(values) - 1) // 2]
    elif isinstance(given, Mapping) and given:
        kind, labels, values = "choice", [in_one_line(key) for key in given], list(given.values())
        start = values[0]
    elif isinstance(given, list) and given:
        pairs = [one if is_pair(one) else (one, one) for one in given]
        kind, labels, values = "choice", [in_one_line(text) for text, _ in pairs], [value for _, value in pairs]
        start = values[0]
    else:
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {describe(given)}")
    refuse_labels(name, labels)
    what = f"the {'default' if default else 'value'} of {name}"
    first = place(what, default[0] if default else start, values, step)
    return Control(name, label, kind, labels, values, first, step)


def of_widget(name: str, widget: Any) -> Control:
    """Return what an ipywidgets widget stands for; as in ipywidgets, its own value is where it starts."""
    import ipywidgets as w  # type: ignore[import-untyped]  # here: the author has loaded it

    step = 0.0
    if isinstance(widget, w.Dropdown | w.RadioButtons | w.Select | w.SelectionSlider | w.ToggleButtons):
        kind = "range" if isinstance(widget, w.SelectionSlider) else "choice"
        labels, values = list(widget._options_labels), list(widget._options_values)
    elif isinstance(widget, w.Checkbox | w.ToggleButton):
        kind, labels, values = "flag", ["off", "on"], [False, True]
    elif isinstance(widget, w.IntSlider | w.FloatSlider | w.BoundedIntText | w.BoundedFloatText):
        if widget.step is None:
            raise ValueError(f"the control {name} must have a step; its {type(widget).__name__} has none")
        values, step = numbers(name, widget.min, widget.max, widget.step)
        if place_of(widget.max, values, step) is None:
            # A reader can put the widget there, and a page could not.
            raise ValueError(
                f"the control {name} must reach its max in whole steps; from {widget.min} in steps of {widget.step} "
                f"it reaches {values[-1]}, and its max is {widget.max}"
            )
        kind, labels = "range", [number_label(v) for v in values]
    else:
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {type(widget).__name__}")
    refuse_labels(name, labels)
    first = standing(widget)
    if first is None:
        first = place(f"the value of {name}", widget.value, values, step)
    return Control(name, widget.description or name.replace("_", " "), kind, labels, values, first, step, widget)


def standing(widget: Any) -> int | None:
    """Return which of its options a widget stands at, if it has options and says it."""
    # An option that is None counts as no option with ipywidgets: its index is None.
    found: int | None = getattr(widget, "index", None)
    return found


def refuse_too_many(name: str, count: int) -> None:
    """Complain about more values than a page can go through, before they are made."""
    if count > MOST_STATES:
        raise ValueError(f"the control {name} may have at most {MOST_STATES} values; it has {in_short(count)}")


def refuse_labels(name: str, labels: list[str]) -> None:
    """Complain about too many values, and about two that a reader could not tell apart, nor a link."""
    refuse_too_many(name, len(labels))
    if len(set(labels)) != len(labels):
        raise ValueError(f"the control {name} must have a different text for each value; they are {in_brief(labels)}")


def is_pair(value: object) -> bool:
    """Whether this is (text, value), as in ipywidgets' options."""
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)


def numbers(name: str, first: Any, last: Any, step: Any = None) -> tuple[list[Any], float]:
    """Return first, first + step, ... as far as last, and the step."""
    if step is None:
        step = 1 if isinstance(plain(first), int) and isinstance(plain(last), int) else 0.1  # ipywidgets' own
    first, last, step = map(plain, (first, last, step))
    if not all(map(is_number, (first, last, step))) or first > last or step <= 0:
        raise ValueError(
            f"the control {name} must go up in steps above 0; it was to go from {first} to {last} in steps of {step}"
        )
    # As they are written: a tenth is 1/10, and three of them are 0.3.
    start, end, by = (Fraction(str(n)) for n in (first, last, step))
    count = math.floor((end - start) / by + Fraction(1, 10**9)) + 1  # 1/3 is written a little too long or too short
    refuse_too_many(name, count)
    if all(isinstance(n, int) for n in (first, last, step)):
        return [int(start + k * by) for k in range(count)], int(by)
    values = [float(start + k * by) for k in range(count)]
    if abs(Fraction(values[-1]) - end) <= by / 10**9:
        values[-1] = min(values[-1], float(end), key=lambda value: len(repr(value)))  # 1.0, not 0.9999999999999999
    return values, float(by)


def plain(number: Any) -> int | float:
    """Return a number of NumPy as Python's, as it is written: a tenth stays 0.1 whatever its precision."""
    return int(number) if isinstance(number, int | np.integer) else float(str(number))


def number_label(value: float) -> str:
    """Return a number as a label: with all digits that a person would write."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def place(what: str, value: Any, values: list[Any], step: float) -> int:
    """Return which of the values this is; complain, naming `what` it is, if it is none of them."""
    found = place_of(value, values, step)
    if found is None:
        raise ValueError(f"{what} must be among {in_brief(values)}; it was {describe(value)}")
    return found


def place_of(value: Any, values: list[Any], step: float) -> int | None:
    """Return which of the values this is, or None."""
    if step:
        # The steps of a slider add up with rounding: 0.1 + 0.2 is 0.30000000000000004.
        if not is_number(value):
            return None
        nearest = round((plain(value) - values[0]) / step)
        found = 0 <= nearest < len(values) and abs(plain(value) - values[nearest]) <= 1e-6 * step
        return nearest if found else None
    same = [k for k, one in enumerate(values) if is_same(one, value)]
    # 1 and 1.0 are equal, and may be two choices.
    return min(same, key=lambda k: (values[k] is not value, in_brief(values[k]) != in_brief(value)), default=None)


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal; an array is compared as a whole, and True is not 1."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return type(one) is type(other) and one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, bool | np.bool_) != isinstance(other, bool | np.bool_):
        return False
    try:
        return bool(one == other)
    except Exception:  # a table of truths, as a data frame gives
        return False


def in_one_line(value: Any) -> str:
    """Return a value as a label."""
    return " ".join(str(value).split())


def in_brief(value: Any) -> str:
    """Return a value as code in one line, shortened if it is long."""
    return " ".join(BRIEF.repr(value).split())
