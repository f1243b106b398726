"""One state of an explorer: what `draw` returns for it, as a view and as data for the front end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cnnlib.explore.panels import Panel, State
from cnnlib.explore.values import as_short_code
from cnnlib.explore.views import View, as_view


def draw_state(panel: Panel, state: State) -> View:
    """Return what `draw` returns at a state."""
    with name_state(panel, state):
        return as_view(panel(state))


def draw_state_as_json(panel: Panel, state: State) -> dict[str, Any]:
    """Return the same for the front end."""
    with name_state(panel, state):
        return as_view(panel(state)).as_json()


@contextmanager
def name_state(panel: Panel, state: State) -> Iterator[None]:
    """Name the state, if `draw` raises or what it returns cannot be shown."""
    try:
        yield
    except Exception as error:
        values = ", ".join(f"{control.name!r}: {as_short_code(state[control.name])}" for control in panel.controls)
        raise RuntimeError(f"draw raised {type(error).__name__} at {{{values}}}: {error}") from error
