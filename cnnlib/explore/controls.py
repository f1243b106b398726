"""The controls of an explorer: ipywidgets' abbreviations and widgets, as lists of values that a page can go through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from cnnlib.arguments import describe, is_number
from cnnlib.explore.values import (
    as_one_line,
    as_python_number,
    as_short_code,
    find_index,
    format_label,
    read_range,
    refuse_too_many_values,
    require_index,
)

ALLOWED = (
    "(first, last) or (first, last, step) in numbers, a list, a dict, a bool, a number, or of ipywidgets a Dropdown, "
    "RadioButtons, Select, SelectionSlider, ToggleButtons, Checkbox, ToggleButton, IntSlider, FloatSlider, "
    "BoundedIntText or BoundedFloatText"
)


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

    def summary(self) -> str:
        """Return its values in a few words."""
        if self.kind == "range" and len(self.labels) > 2:
            return f"{self.labels[0]} to {self.labels[-1]}"
        return ", ".join(self.labels)

    def index_of(self, value: Any) -> int:
        """Return which of its values this is; a notebook's widget may have been put elsewhere."""
        return require_index(f"the value of {self.name}", value, self.values, self.step)


def is_widget(value: Any) -> bool:
    """Whether this is an ipywidgets widget; without importing ipywidgets, which a page does not need."""
    return hasattr(type(value), "traits")


def is_fixed(value: Any) -> bool:
    """Whether this is ``ipywidgets.fixed(value)``."""
    return is_widget(value) and type(value).__name__ == "fixed"


def is_flag(value: Any) -> bool:
    """Whether this stands for a checkbox."""
    return isinstance(value, bool | np.bool_)


def is_range(value: Any) -> bool:
    """Whether this is (first, last) or (first, last, step) in numbers."""
    return isinstance(value, tuple) and len(value) in (2, 3) and all(map(is_number, value))


def is_choice(value: Any) -> bool:
    """Whether this is a list or a mapping of values to choose from."""
    return isinstance(value, list | Mapping) and bool(value)


class Options(NamedTuple):
    """What an abbreviation or a widget offers, as in `Control`; `start` is the value where it stands by itself."""

    kind: str
    labels: list[str]
    values: list[Any]
    start: Any
    step: float = 0


def offer_flag(name: str, value: Any) -> Options:
    """Return off and on."""
    return Options("flag", ["off", "on"], [False, True], value)


def offer_around(name: str, value: Any) -> Options:
    """Return ipywidgets' rule for a number alone: a slider from -n to 3n, and from 0 to 1 for 0."""
    number = as_python_number(value)
    first, last = sorted((-number, 3 * number)) if number else (number, number + 1)
    return offer_range(name, (first, last))._replace(start=value)


def offer_range(name: str, value: Any) -> Options:
    """Return the numbers from the first to the last, and the one in the middle as the start."""
    values, step = read_range(name, *value)
    return Options("range", list(map(format_label, values)), values, values[(len(values) - 1) // 2], step)


def offer_choice(name: str, value: Any) -> Options:
    """Return the values of a list or a mapping; a pair (text, value) in a list has its own text."""
    pairs = (
        list(value.items()) if isinstance(value, Mapping) else [one if is_pair(one) else (one, one) for one in value]
    )
    return Options("choice", [as_one_line(text) for text, _ in pairs], [one for _, one in pairs], pairs[0][1])


# In this order: a bool is a number too.
ABBREVIATIONS = (
    (is_flag, offer_flag),
    (is_number, offer_around),
    (is_range, offer_range),
    (is_choice, offer_choice),
)


def read_control(name: str, value: Any, *default: Any) -> Control:
    """Return what an abbreviation or a widget stands for; the default is that of the parameter, if it has one."""
    if is_widget(value):
        return read_widget(name, value)
    for is_meant, offer in ABBREVIATIONS:
        if is_meant(value):
            options = offer(name, value)
            break
    else:
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {describe(value)}")
    what = f"the {'default' if default else 'value'} of {name}"
    return make_control(name, options._replace(start=default[0]) if default else options, what)


def make_control(name: str, options: Options, what: str, index: int | None = None, widget: Any = None) -> Control:
    """Return a control, once its values can be told apart and its start, `what` it is, is one of them."""
    kind, labels, values, start, step = options
    refuse_unclear_labels(name, labels)
    first = require_index(what, start, values, step) if index is None else index
    label = widget.description if widget is not None and widget.description else name.replace("_", " ")
    return Control(name, label, kind, labels, values, first, step, widget)


def read_widget(name: str, widget: Any) -> Control:
    """Return what an ipywidgets widget stands for; as in ipywidgets, its own value is where it starts."""
    import ipywidgets as w  # type: ignore[import-untyped]  # here: the author has loaded it

    if isinstance(widget, w.Dropdown | w.RadioButtons | w.Select | w.SelectionSlider | w.ToggleButtons):
        kind = "range" if isinstance(widget, w.SelectionSlider) else "choice"
        options = Options(kind, list(widget._options_labels), list(widget._options_values), widget.value)
    elif isinstance(widget, w.Checkbox | w.ToggleButton):
        options = offer_flag(name, widget.value)
    elif isinstance(widget, w.IntSlider | w.FloatSlider | w.BoundedIntText | w.BoundedFloatText):
        options = offer_slider(name, widget)
    else:
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {type(widget).__name__}")
    return make_control(name, options, f"the value of {name}", selected_index(widget), widget)


def offer_slider(name: str, widget: Any) -> Options:
    """Return the numbers that a widget of ipywidgets goes through."""
    if widget.step is None:
        raise ValueError(f"the control {name} must have a step; its {type(widget).__name__} has none")
    options = offer_range(name, (widget.min, widget.max, widget.step))
    if find_index(widget.max, options.values, options.step) is None:
        # A reader can put the widget there, and a page could not.
        raise ValueError(
            f"the control {name} must reach its max in whole steps; from {widget.min} in steps of {widget.step} "
            f"it reaches {options.values[-1]}, and its max is {widget.max}"
        )
    return options._replace(start=widget.value)


def selected_index(widget: Any) -> int | None:
    """Return which of its options a widget stands at, if it has options and says it."""
    # An option that is None counts as no option with ipywidgets: its index is None.
    found: int | None = getattr(widget, "index", None)
    return found


def refuse_unclear_labels(name: str, labels: list[str]) -> None:
    """Complain about too many values, and about two that a reader could not tell apart, nor a link."""
    refuse_too_many_values(name, len(labels))
    if len(set(labels)) != len(labels):
        raise ValueError(
            f"the control {name} must have a different text for each value; they are {as_short_code(labels)}"
        )


def is_pair(value: object) -> bool:
    """Whether this is (text, value), as in ipywidgets' options."""
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)
