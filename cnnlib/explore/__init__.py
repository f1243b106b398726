"""Explorers: one line turns a function that draws into pictures with sliders, on a page and in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cnnlib.explore.charts import Chart, dots, lines
from cnnlib.explore.linked import Linked, LinkedArray
from cnnlib.explore.page import MOST_BYTES, StaticExplorer
from cnnlib.explore.panels import read_panels
from cnnlib.explore.rules import CentralDifference, Max, Sigmoid, SigmoidSlope, Sum
from cnnlib.explore.stages import Stage
from cnnlib.explore.static import explorers_are_static
from cnnlib.explore.values import MOST_STATES
from cnnlib.explore.views import Table, View

__all__ = [
    "MOST_BYTES",
    "MOST_STATES",
    "CentralDifference",
    "Chart",
    "Linked",
    "LinkedArray",
    "Max",
    "Sigmoid",
    "SigmoidSlope",
    "Stage",
    "Sum",
    "Table",
    "View",
    "dots",
    "explore",
    "lines",
]


def explore(*draws: Callable[..., Any], **controls: Any) -> Any:
    """Show what `draw` returns, with a control for each of its parameters.

    Parameters
    ----------
    *draws : callable
        A pure function of the controls' values that returns a `View`, `Linked`, a `Table`, a chart of `lines` or
        `dots`, a `Picture` or a `Note`; a Matplotlib figure belongs into a ``Picture(figure, alt)``. Several draws are
        panels, one below the other: each is fed by the controls that are its parameters, so the states to compute are
        the sum and not the product of theirs.
    **controls
        For each parameter what it may be, in ipywidgets' abbreviations: ``(first, last)`` or ``(first, last, step)``
        in numbers for a slider; a number alone, n, for a slider from -n to 3n; a list of values or of (text, value)
        pairs, or a dict of values by their texts, for a choice; a bool for a checkbox; ``ipywidgets.fixed(2)`` for no
        control at all. Or an ipywidgets Dropdown, RadioButtons, Select, SelectionSlider, ToggleButtons, Checkbox,
        ToggleButton, IntSlider, FloatSlider, BoundedIntText or BoundedFloatText, which a notebook shows as it is.

    Returns
    -------
    object
        In a notebook, ipywidgets' controls above a view that follows them. While the book is built, the same for a
        page that has no kernel: every state is computed, and the page looks them up.

    Raises
    ------
    TypeError
        If `draw` is not callable, the controls are not its parameters, or an abbreviation or a widget is of another
        kind.
    ValueError
        If a control has no values, more than ``MOST_STATES`` of them, or two with the same text; if the steps of a
        widget do not reach its end, or one widget serves two controls; if a default is not among the values of its
        control, or panels differ in it. While the book is built also if a panel has more than ``MOST_STATES`` states or
        the explorer more than ``MOST_BYTES`` bytes of compressed data; the message says which control to shorten.
    RuntimeError
        If `draw` raises, or returns what cannot be shown: the message names the state. While the book is built that
        holds for every state, in a notebook for the first one; after a move the notebook shows the message, and the
        last picture stays.

    Notes
    -----
    On a page and in a notebook `draw` gets the same values, of the same types. A slider of whole numbers gives int, any
    other float, NumPy's numbers included; a choice gives the value itself, be it an array. Steps are added up as they
    are written, so that three of 0.1 are 0.3, and a slider stops at the last step that fits: ``(0, 1, 0.3)`` at 0.9.
    Without a step it is 1 for whole numbers and 0.1 for others.

    A parameter's default is the state shown first; it is looked up by its value, where True is not 1. Without one a
    slider starts in the middle, a choice at its first value, and a number, a bool and a widget where they stand.

    Examples
    --------
    In a chapter::

        def draw(stride=1):
            return Note(f"{output_size(6, 2, stride=stride)} windows fit into 6 pixels")


        explore(draw, stride=(1, 3))
    """
    every, panels = read_panels(draws, controls)
    if explorers_are_static():
        return StaticExplorer(every, panels)
    from cnnlib.explore.live import LiveExplorer  # here, so that a page never loads the widgets

    return LiveExplorer(every, panels).as_widget()
