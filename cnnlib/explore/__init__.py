"""Explorers: one line turns a function that draws into a picture with sliders."""

from __future__ import annotations

import html
import inspect
import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from cnnlib.arguments import describe
from cnnlib.book import explorers_are_static

__all__ = ["MOST_STATES", "explore", "states"]

MOST_STATES = 400


def explore(draw: Callable[..., Any], **controls: Any) -> Any:
    """Show what `draw` returns, with a control for each of its parameters.

    Parameters
    ----------
    draw : callable
        A pure function of the controls' values that returns a `Picture` or a `Note`. Its defaults are the state shown
        first, so each control needs one.
    **controls
        For each parameter what it may be, in ipywidgets' abbreviations: ``(1, 3)`` or ``(1, 9, 2)`` for a slider over
        whole numbers, a list for a choice, a bool for a checkbox.

    Returns
    -------
    object
        In a notebook, sliders and the picture that follows them. While the book is built, the picture in its first
        state and a line that says what can be varied; then `draw` has been tried in every state.

    Raises
    ------
    TypeError
        If `draw` is not callable, a control does not fit a parameter with a default, or an abbreviation is unknown.
    ValueError
        If a default is not among the values of its control, or there are more than ``MOST_STATES`` states.
    RuntimeError
        While the book is built, if `draw` raises: the message names the state.

    Examples
    --------
    In a chapter::

        def draw(stride=1):
            return Note(f"{output_size(6, 2, stride=stride)} windows fit into 6 pixels")


        explore(draw, stride=(1, 3))
    """
    choices = checked(draw, controls)
    if explorers_are_static():
        return Still(draw, choices)
    import ipywidgets  # type: ignore[import-untyped]  # here, so that a page without a kernel never loads it

    explorer = ipywidgets.interactive(draw, {"auto_display": True}, **controls)
    defaults = inspect.signature(draw).parameters
    for widget, name in zip(explorer.kwargs_widgets, defaults, strict=True):
        widget.value = defaults[name].default  # ipywidgets itself would start a checkbox at the control's value
        widget.description = name.replace("_", " ")
        widget.style.description_width = "9rem"  # so that a name is not cut off
    return explorer


def states(controls: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every combination of the controls' values."""
    choices = {name: values(name, control) for name, control in controls.items()}
    return [dict(zip(choices, state, strict=True)) for state in itertools.product(*choices.values())]


def checked(draw: Callable[..., Any], controls: dict[str, Any]) -> dict[str, Sequence[Any]]:
    """Return the values of each control, once it is clear that they fit `draw`."""
    if not callable(draw):
        raise TypeError(f"draw must be a function that returns a picture; it was {describe(draw)}")
    parameters = inspect.signature(draw).parameters
    if set(parameters) != set(controls):
        raise TypeError(
            f"draw takes ({', '.join(parameters)}), and the controls are ({', '.join(controls)}): they must match"
        )
    choices = {name: values(name, control) for name, control in controls.items()}
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty:
            raise TypeError(f"draw must have a default for {name}: it is the state that is shown first")
        if parameter.default not in choices[name]:
            raise ValueError(f"the default of {name} must be among {list(choices[name])}; it was {parameter.default!r}")
    count = math.prod(map(len, choices.values()))
    if count > MOST_STATES:
        longest = max(choices, key=lambda name: len(choices[name]))
        raise ValueError(
            f"an explorer may have at most {MOST_STATES} states; this one has {count}: "
            f"shorten {longest}, which has {len(choices[longest])} values"
        )
    return choices


def values(name: str, control: Any) -> Sequence[Any]:
    """Return all values that an abbreviation stands for."""
    if isinstance(control, bool):
        return (False, True)
    if isinstance(control, list) and control:
        return control
    if isinstance(control, tuple) and len(control) in (2, 3) and all(type(n) is int for n in control):
        first, last, step = (*control, 1)[:3]
        if first <= last and step >= 1:
            return range(first, last + 1, step)
    raise TypeError(
        f"the control {name} must be (first, last) or (first, last, step) in whole numbers, a list or a bool; "
        f"it was {describe(control)}"
    )


class Still:
    """An explorer on a page that has no kernel: its first state, and what can be varied elsewhere."""

    def __init__(self, draw: Callable[..., Any], choices: dict[str, Sequence[Any]]) -> None:
        self.choices = choices
        for state in states({name: list(several) for name, several in choices.items()}):
            try:
                draw(**state)
            except Exception as error:
                raise RuntimeError(f"draw raised {type(error).__name__} at {state}: {error}") from error
        self.first = draw()

    def __repr__(self) -> str:
        """Return the first state and the controls as text."""
        return f"{self.first!r} {self.variable()}"

    def _repr_html_(self) -> str:
        shown = self.first._repr_html_() if hasattr(self.first, "_repr_html_") else html.escape(repr(self.first))
        return f'<figure class="explorer">{shown}<figcaption>{html.escape(self.variable())}</figcaption></figure>'

    def variable(self) -> str:
        """Say what the sliders of the notebook vary."""
        ranges = [f"{name.replace('_', ' ')} ({span(several)})" for name, several in self.choices.items()]
        return f"In JupyterLab this picture has controls for {', '.join(ranges)}."


def span(several: Sequence[Any]) -> str:
    """Return the values of a control in a few words."""
    if isinstance(several, range) and len(several) > 2:
        return f"{several[0]} to {several[-1]}" + (f" in steps of {several.step}" if several.step > 1 else "")
    return ", ".join({True: "on", False: "off"}.get(v, str(v)) if isinstance(v, bool) else str(v) for v in several)
