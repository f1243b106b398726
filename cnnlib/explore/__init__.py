"""Explorers: one line turns a function that draws into pictures with sliders, on a page and in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cnnlib.book import explorers_are_static
from cnnlib.explore.charts import Chart, dots, lines
from cnnlib.explore.controls import panels
from cnnlib.explore.linked import Cells, Linked
from cnnlib.explore.page import MOST_BYTES, MOST_STATES, Still
from cnnlib.explore.rules import CentralDifference, Max, Sigmoid, SigmoidSlope, Sum
from cnnlib.explore.views import Table, View

__all__ = [
    "MOST_BYTES",
    "MOST_STATES",
    "Cells",
    "CentralDifference",
    "Chart",
    "Linked",
    "Max",
    "Sigmoid",
    "SigmoidSlope",
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
        A pure function of the controls' values that returns a `View`, `Linked`, a `Table`, a `Picture` or a `Note`.
        Several are panels, one below the other: each is fed by the controls that are its parameters, so the states
        to compute are the sum and not the product of theirs.
    **controls
        For each parameter what it may be, in ipywidgets' abbreviations: ``(1, 3)`` or ``(1, 9, 2)`` for a slider, a
        list or a dict for a choice, a bool for a checkbox, ``ipywidgets.fixed(2)`` for no control at all; or an
        ipywidgets widget that has options, a range or a bool.

    Returns
    -------
    object
        In a notebook, ipywidgets' controls above a view that follows them. While the book is built, the same for a
        page that has no kernel: every state is computed, and the page looks them up.

    Raises
    ------
    TypeError
        If `draw` is not callable, the controls are not its parameters, or an abbreviation is unknown.
    ValueError
        If a default is not among the values of its control; while the book is built also if a panel has more than
        ``MOST_STATES`` states or the explorer more than ``MOST_BYTES`` bytes of compressed data. The message says
        which control to shorten.
    RuntimeError
        While the book is built, if `draw` raises: the message names the state.

    Notes
    -----
    A parameter's default is the state shown first; without one it is ipywidgets' own choice.

    Examples
    --------
    In a chapter::

        def draw(stride=1):
            return Note(f"{output_size(6, 2, stride=stride)} windows fit into 6 pixels")


        explore(draw, stride=(1, 3))
    """
    every, parts = panels(draws, controls)
    if explorers_are_static():
        return Still(every, parts)
    from cnnlib.explore.live import live  # here, so that a page never loads the widgets

    return live(every, parts)
