"""An explorer in a notebook: ipywidgets' controls, and an anywidget that shows what `draw` returns for them."""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets  # type: ignore[import-untyped]
import traitlets

from cnnlib.explore.controls import Control, Panel, standing
from cnnlib.explore.frontend import module, style
from cnnlib.explore.page import as_sent


class ExplorerView(anywidget.AnyWidget):
    """Shows one state; hovering, pinning and editing happen in the browser, by the same code as on the page.

    Each panel is a trait of its own, as ipywidgets sends the traits that change and no other.

    Parameters
    ----------
    panels : list of dict
        What each panel shows first.
    """

    _esm = module()
    _css = style()
    places: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)

    def __init__(self, panels: list[dict[str, Any]]) -> None:
        shown = {f"panel_{place}": panel for place, panel in enumerate(panels)}
        self.add_traits(**{name: traitlets.Dict().tag(sync=True) for name in shown})
        super().__init__(places=list(shown), **shown)

    @property
    def panels(self) -> list[dict[str, Any]]:
        """What each panel shows."""
        return [getattr(self, name) for name in self.places]

    def update(self, changed: dict[int, dict[str, Any]], error: str) -> None:
        """Send the panels that have changed, by their place, and what went wrong."""
        with self.hold_sync():
            self.error = error
            for place, panel in changed.items():
                setattr(self, self.places[place], panel)


class Live:
    """The controls and the view of one explorer, and what happens when a control moves.

    A widget says which of its control's values is chosen; `draw` gets that value itself, as on a page.

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
        state = {control.name: control.values[control.first] for control in controls}
        self.view = ExplorerView(panels=[as_sent(panel, state) for panel in panels])
        self.errors = [""] * len(panels)
        for name, widget in self.widgets.items():
            # Two options may have equal values, between which the value does not change.
            moves = "index" if widget.has_trait("index") else "value"
            widget.observe(lambda _, name=name: self.follow([name]), moves)
        self.view.on_msg(lambda _, message, __: self.reset() if message == "reset" else None)
        self.waits = False

    def state(self, panel: Panel) -> dict[str, Any]:
        """Return the values of a panel's controls."""
        return {control.name: chosen(control, self.widgets[control.name]) for control in panel.controls}

    def follow(self, moved: list[str]) -> None:
        """Draw the panels that depend on what has moved."""
        if self.waits:
            return
        changed = {}
        for place, panel in enumerate(self.panels):
            if any(control.name in moved for control in panel.controls):
                self.errors[place] = ""
                try:
                    changed[place] = as_sent(panel, self.state(panel))
                except (RuntimeError, ValueError) as error:
                    # Raised here it would end in a log that no reader sees.
                    self.errors[place] = str(error)
        self.view.update(changed, " ".join(dict.fromkeys(filter(None, self.errors))))

    def reset(self) -> None:
        """Put all controls back, and draw once."""
        self.waits = True
        for control in self.controls:
            choose(self.widgets[control.name], control)
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
    """Return the author's widget, or the one that an abbreviation stands for, at its start."""
    if control.widget is not None:
        return control.widget
    if control.kind == "flag":
        widget = ipywidgets.Checkbox(value=control.values[control.first])
    elif control.kind == "choice" or len(control.values) == 1:  # with one place a slider loses its handle
        widget = ipywidgets.Dropdown(options=control.labels, index=control.first)
    elif exact(control):
        low, high = control.values[0], control.values[-1]
        widget = ipywidgets.IntSlider(control.values[control.first], min=low, max=high, step=int(control.step))
    else:
        widget = ipywidgets.SelectionSlider(options=control.labels, index=control.first)
    widget.description = control.label
    widget.style.description_width = "7.5rem"  # so that a name is not cut off
    widget.layout.width = "auto"  # as wide as its column: a slider of the usual width has no room beside its name
    return widget


def exact(control: Control) -> bool:
    """Whether a browser has all its numbers exactly: whole ones up to 2**53. Tenths add up to something else."""
    return all(isinstance(value, int) and abs(value) <= 2**53 for value in control.values)


def chosen(control: Control, widget: Any) -> Any:
    """Return the value at which a control's widget stands."""
    at = standing(widget)
    return control.values[control.place(widget.value) if at is None else at]


def choose(widget: Any, control: Control) -> None:
    """Put a control's widget back to where it started."""
    if widget.has_trait("index"):
        widget.index = control.first
    else:
        widget.value = control.values[control.first]
