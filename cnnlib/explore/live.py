"""An explorer in a notebook: ipywidgets' controls, and an anywidget that shows what `draw` returns for them."""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets  # type: ignore[import-untyped]
import traitlets

from cnnlib.explore.controls import Control, selected_index
from cnnlib.explore.frontend import module, style
from cnnlib.explore.panels import Panel, State
from cnnlib.explore.states import draw_state_as_json
from cnnlib.palette import css


class ExplorerView(anywidget.AnyWidget):
    """Shows one state; hovering, pinning and editing happen in the browser, by the same code as on the page.

    Each panel is a trait of its own, as ipywidgets sends the traits that change and no other.

    Parameters
    ----------
    panels : list of dict
        What each panel shows first.
    """

    _esm = module()
    _css = css(".explorer") + style()
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


class LiveExplorer:
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
        self.widgets = {control.name: make_widget(control) for control in controls}
        start = {control.name: control.values[control.first] for control in controls}
        self.view = ExplorerView(panels=[draw_state_as_json(panel, start) for panel in panels])
        self.errors = [""] * len(panels)
        self.resets = False
        for name, widget in self.widgets.items():
            # Two options may have equal values, between which the value does not change.
            moves = "index" if widget.has_trait("index") else "value"
            widget.observe(lambda _, name=name: self.update([name]), moves)
        self.view.on_msg(lambda _, message, __: self.show(message.get("show", {})))

    def state(self, panel: Panel) -> State:
        """Return the values of a panel's controls."""
        return {control.name: selected_value(control, self.widgets[control.name]) for control in panel.controls}

    def update(self, moved: list[str]) -> None:
        """Draw the panels that depend on controls that have moved."""
        if self.resets:
            return
        changed = {}
        for place, panel in enumerate(self.panels):
            if any(control.name in moved for control in panel.controls):
                self.errors[place] = ""
                try:
                    changed[place] = draw_state_as_json(panel, self.state(panel))
                except (RuntimeError, ValueError) as error:
                    # Raised here it would end in a log that no reader sees.
                    self.errors[place] = str(error)
        self.view.update(changed, " ".join(dict.fromkeys(filter(None, self.errors))))

    def show(self, labels: dict[str, str]) -> None:
        """Put controls where a link says, by their names and the texts of their values, all others back; draw once."""
        self.resets = True
        for control in self.controls:
            label = labels.get(control.name)
            at = control.labels.index(label) if label in control.labels else control.first
            move_widget(self.widgets[control.name], control, at)
        self.resets = False
        self.update(list(self.widgets))

    def as_widget(self) -> Any:
        """Return the controls above the view that follows them."""
        columns = ipywidgets.Layout(grid_template_columns="repeat(auto-fill, minmax(18rem, 1fr))")
        # A box that scrolls by itself would keep the sentences at its own end, and not in sight.
        whole = ipywidgets.Layout(overflow="visible")
        return ipywidgets.VBox(
            [ipywidgets.GridBox(list(self.widgets.values()), layout=columns), self.view], layout=whole
        )


def make_widget(control: Control) -> Any:
    """Return the author's widget, or the one that an abbreviation stands for, at its start."""
    if control.widget is not None:
        return control.widget
    if control.kind == "flag":
        widget = ipywidgets.Checkbox(value=control.values[control.first])
    elif control.kind == "choice" or len(control.values) == 1:  # with one place a slider loses its handle
        widget = ipywidgets.Dropdown(options=control.labels, index=control.first)
    elif has_exact_numbers(control):
        low, high = control.values[0], control.values[-1]
        widget = ipywidgets.IntSlider(control.values[control.first], min=low, max=high, step=int(control.step))
    else:
        widget = ipywidgets.SelectionSlider(options=control.labels, index=control.first)
    widget.description = control.label
    widget.style.description_width = "7.5rem"  # so that a name is not cut off
    widget.layout.width = "auto"  # as wide as its column: a slider of the usual width has no room beside its name
    return widget


def has_exact_numbers(control: Control) -> bool:
    """Whether a browser has all its numbers exactly: whole ones up to 2**53. Tenths add up to something else."""
    return all(isinstance(value, int) and abs(value) <= 2**53 for value in control.values)


def selected_value(control: Control, widget: Any) -> Any:
    """Return the value at which a control's widget stands."""
    index = selected_index(widget)
    return control.values[control.index_of(widget.value) if index is None else index]


def move_widget(widget: Any, control: Control, at: int) -> None:
    """Put a control's widget at one of its values."""
    if widget.has_trait("index"):
        widget.index = at
    else:
        widget.value = control.values[at]
