"""An explorer in a notebook: ipywidgets' controls, and an anywidget that shows what `draw` returns for them."""

from __future__ import annotations

import math
from typing import Any

import anywidget
import ipywidgets  # type: ignore[import-untyped]
import traitlets

from cnnlib.arguments import is_number
from cnnlib.explore.controls import Control, Panel
from cnnlib.explore.frontend import module, style
from cnnlib.explore.page import drawn


class ExplorerView(anywidget.AnyWidget):
    """Shows one state; hovering, pinning and editing happen in the browser, by the same code as on the page."""

    _esm = module()
    _css = style()
    panels: traitlets.List[Any] = traitlets.List().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)


class Live:
    """The controls and the view of one explorer, and what happens when a control moves.

    Parameters
    ----------
    controls : list of Control
        All controls, in the order to show them in.
    panels : list of Panel
        What draws, each with the controls that it depends on.
    """

    def __init__(self, controls: list[Control], panels: list[Panel]) -> None:
        self.controls, self.panels = controls, panels
        self.widgets = {control.name: live_control(control) for control in controls}
        self.starts = {name: widget.value for name, widget in self.widgets.items()}
        state = self.state()
        self.view = ExplorerView(panels=[drawn(panel, state).as_json() for panel in panels])
        self.errors = [""] * len(panels)
        for name, widget in self.widgets.items():
            widget.observe(lambda _, name=name: self.follow([name]), "value")
        self.view.on_msg(lambda _, message, __: self.reset() if message == "reset" else None)
        self.waits = False

    def state(self) -> dict[str, Any]:
        """Return the controls' values."""
        return {control.name: as_stated(control, self.widgets[control.name].value) for control in self.controls}

    def follow(self, moved: list[str]) -> None:
        """Draw the panels that depend on what has moved."""
        if self.waits:
            return
        state = self.state()
        shown = list(self.view.panels)
        for place, panel in enumerate(self.panels):
            if any(control.name in moved for control in panel.controls):
                self.errors[place] = ""
                try:
                    shown[place] = drawn(panel, state).as_json()
                except RuntimeError as error:
                    # Raised here it would end in a log that no reader sees.
                    self.errors[place] = str(error)
        with self.view.hold_sync():
            self.view.error = " ".join(filter(None, self.errors))
            self.view.panels = shown

    def reset(self) -> None:
        """Put all controls back, and draw once."""
        self.waits = True
        for name, widget in self.widgets.items():
            widget.value = self.starts[name]
        self.waits = False
        self.follow(list(self.widgets))


def live(controls: list[Control], panels: list[Panel]) -> Any:
    """Return the controls above the view that follows them."""
    explorer = Live(controls, panels)
    columns = ipywidgets.Layout(grid_template_columns="repeat(auto-fill, minmax(18rem, 1fr))")
    # A box that scrolls by itself would keep the sentences at its own end, and not in sight.
    whole = ipywidgets.Layout(overflow="visible")
    return ipywidgets.VBox(
        [ipywidgets.GridBox(list(explorer.widgets.values()), layout=columns), explorer.view], layout=whole
    )


def live_control(control: Control) -> Any:
    """Return the ipywidgets control that an abbreviation stands for, at its default."""
    if isinstance(control.given, ipywidgets.Widget):
        return control.given
    widget = ipywidgets.interactive.widget_from_abbrev(control.given, control.values[control.first])
    widget.value = control.values[control.first]  # a checkbox would start at the abbreviation's value
    widget.description = control.label
    widget.style.description_width = "7.5rem"  # so that a name is not cut off
    widget.layout.width = "auto"  # as wide as its column: a slider of the usual width has no room beside its name
    return widget


def as_stated(control: Control, value: Any) -> Any:
    """Return a slider's number as the page has it: 0.3, where its steps have added up to 0.30000000000000004."""
    if not is_number(value):
        return value
    return next((one for one in control.values if is_number(one) and math.isclose(one, value, abs_tol=1e-9)), value)
