"""The controls of an explorer: ipywidgets' abbreviations and widgets, as lists of values that a page can go through."""

from __future__ import annotations

import inspect
import itertools
import math
import reprlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

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
SHORT_REPR = reprlib.Repr()
SHORT_REPR.maxlist, SHORT_REPR.maxstring, SHORT_REPR.maxother = 12, 60, 60


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


def read_panels(draws: Sequence[Draw], abbreviations: Mapping[str, Any]) -> tuple[list[Control], list[Panel]]:
    """Return the controls, and for each `draw` its panel, once it is clear that they fit."""
    signatures = read_signatures(draws)
    wanted = list(dict.fromkeys(itertools.chain(*signatures)))
    if set(wanted) != set(abbreviations):
        controls = ", ".join(abbreviations)
        raise TypeError(f"draw takes ({', '.join(wanted)}), and the controls are ({controls}): they must match")
    refuse_shared_widgets(abbreviations)
    fixed = {name: one.value for name, one in abbreviations.items() if is_fixed(one)}
    controls_by_name = {
        name: read_control(name, one, *read_default(name, signatures))
        for name, one in abbreviations.items()
        if name not in fixed
    }
    panels = [
        Panel(
            draw,
            [control for name, control in controls_by_name.items() if name in parameters],
            {name: value for name, value in fixed.items() if name in parameters},
        )
        for draw, parameters in zip(draws, signatures, strict=True)
    ]
    return list(controls_by_name.values()), panels


def read_signatures(draws: Sequence[Draw]) -> list[Mapping[str, inspect.Parameter]]:
    """Return the parameters of each `draw`, once it is clear that it can be called."""
    if not draws:
        raise TypeError("explore needs a function that draws; it was given none")
    for draw in draws:
        if not callable(draw):
            raise TypeError(f"draw must be a function that returns a picture; it was {describe(draw)}")
    return [inspect.signature(draw).parameters for draw in draws]


def refuse_shared_widgets(abbreviations: Mapping[str, Any]) -> None:
    """Complain about a widget that is to serve two controls."""
    owners: dict[int, str] = {}
    for name, one in abbreviations.items():
        if is_widget(one) and (owner := owners.setdefault(id(one), name)) != name:
            raise ValueError(f"the controls {owner} and {name} must not be one widget; each needs its own")


def read_default(name: str, signatures: Sequence[Mapping[str, inspect.Parameter]]) -> list[Any]:
    """Return the default that all panels with this parameter agree on, as a list of one; [] if there is none."""
    stated = [parameters[name].default for parameters in signatures if name in parameters]
    defaults = [default for default in stated if default is not inspect.Parameter.empty]
    if not all(is_same(default, defaults[0]) for default in defaults):
        several = ", ".join(map(as_short_code, defaults))
        raise ValueError(f"all panels must have the same default for {name}; they have {several}")
    return defaults[:1]


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


def flag_options(name: str, value: Any) -> Options:
    """Return off and on."""
    return Options("flag", ["off", "on"], [False, True], value)


def number_options(name: str, value: Any) -> Options:
    """Return ipywidgets' rule for a number alone: a slider from -n to 3n, and from 0 to 1 for 0."""
    number = as_python_number(value)
    first, last = sorted((-number, 3 * number)) if number else (number, number + 1)
    return range_options(name, (first, last))._replace(start=value)


def range_options(name: str, value: Any) -> Options:
    """Return the numbers from the first to the last, and the one in the middle as the start."""
    values, step = read_range(name, *value)
    return Options("range", list(map(format_label, values)), values, values[(len(values) - 1) // 2], step)


def choice_options(name: str, value: Any) -> Options:
    """Return the values of a list or a mapping; a pair (text, value) in a list has its own text."""
    pairs = (
        list(value.items()) if isinstance(value, Mapping) else [one if is_pair(one) else (one, one) for one in value]
    )
    return Options("choice", [as_one_line(text) for text, _ in pairs], [one for _, one in pairs], pairs[0][1])


# In this order: a bool is a number too.
ABBREVIATIONS = (
    (is_flag, flag_options),
    (is_number, number_options),
    (is_range, range_options),
    (is_choice, choice_options),
)


def read_control(name: str, value: Any, *default: Any) -> Control:
    """Return what an abbreviation or a widget stands for; the default is that of the parameter, if it has one."""
    if is_widget(value):
        return read_widget(name, value)
    for is_meant, read_options in ABBREVIATIONS:
        if is_meant(value):
            options = read_options(name, value)
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
        options = flag_options(name, widget.value)
    elif isinstance(widget, w.IntSlider | w.FloatSlider | w.BoundedIntText | w.BoundedFloatText):
        options = slider_options(name, widget)
    else:
        raise TypeError(f"the control {name} must be {ALLOWED}; it was {type(widget).__name__}")
    return make_control(name, options, f"the value of {name}", selected_index(widget), widget)


def slider_options(name: str, widget: Any) -> Options:
    """Return the numbers that a widget of ipywidgets goes through."""
    if widget.step is None:
        raise ValueError(f"the control {name} must have a step; its {type(widget).__name__} has none")
    options = range_options(name, (widget.min, widget.max, widget.step))
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


def refuse_too_many_values(name: str, count: int) -> None:
    """Complain about more values than a page can go through, before they are made."""
    if count > MOST_STATES:
        raise ValueError(f"the control {name} may have at most {MOST_STATES} values; it has {in_short(count)}")


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


def read_range(name: str, first: Any, last: Any, step: Any = None) -> tuple[list[Any], float]:
    """Return first, first + step, ... as far as last, and the step."""
    first, last = as_python_number(first), as_python_number(last)
    if step is None:
        step = 1 if isinstance(first, int) and isinstance(last, int) else 0.1  # ipywidgets' own
    step = as_python_number(step)
    if not all(map(is_number, (first, last, step))) or first > last or step <= 0:
        raise ValueError(
            f"the control {name} must go up in steps above 0; it was to go from {first} to {last} in steps of {step}"
        )
    # As they are written: a tenth is 1/10, and three of them are 0.3.
    start, end, by = (Fraction(str(n)) for n in (first, last, step))
    count = math.floor((end - start) / by + Fraction(1, 10**9)) + 1  # 1/3 is written a little too long or too short
    refuse_too_many_values(name, count)
    if all(isinstance(n, int) for n in (first, last, step)):
        return [int(start + k * by) for k in range(count)], int(by)
    values = [float(start + k * by) for k in range(count)]
    if abs(Fraction(values[-1]) - end) <= by / 10**9:
        values[-1] = min(values[-1], float(end), key=lambda value: len(repr(value)))  # 1.0, not 0.9999999999999999
    return values, float(by)


def as_python_number(number: Any) -> int | float:
    """Return a number of NumPy as Python's, as it is written: a tenth stays 0.1 whatever its precision."""
    return int(number) if isinstance(number, int | np.integer) else float(str(number))


def format_label(value: float) -> str:
    """Return a number as a label: with all digits that a person would write."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def require_index(what: str, value: Any, values: list[Any], step: float) -> int:
    """Return which of the values this is; complain, naming `what` it is, if it is none of them."""
    found = find_index(value, values, step)
    if found is None:
        raise ValueError(f"{what} must be among {as_short_code(values)}; it was {describe(value)}")
    return found


def find_index(value: Any, values: list[Any], step: float) -> int | None:
    """Return which of the values this is, or None."""
    if step:
        # The steps of a slider add up with rounding: 0.1 + 0.2 is 0.30000000000000004.
        if not is_number(value):
            return None
        nearest = round((as_python_number(value) - values[0]) / step)
        found = 0 <= nearest < len(values) and abs(as_python_number(value) - values[nearest]) <= 1e-6 * step
        return nearest if found else None
    same = [k for k, one in enumerate(values) if is_same(one, value)]
    # 1 and 1.0 are equal, and may be two choices.
    return min(
        same, key=lambda k: (values[k] is not value, as_short_code(values[k]) != as_short_code(value)), default=None
    )


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


def as_one_line(value: Any) -> str:
    """Return a value as a label."""
    return " ".join(str(value).split())


def as_short_code(value: Any) -> str:
    """Return a value as code in one line, shortened if it is long."""
    return " ".join(SHORT_REPR.repr(value).split())
