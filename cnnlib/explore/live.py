"""An explorer in a notebook: ipywidgets' controls, and an anywidget that shows what `draw` returns for them."""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets  # type: ignore[import-untyped]
import traitlets

from cnnlib.explore.controls import Control, Panel
from cnnlib.explore.frontend import module, style
from cnnlib.explore.views import as_view


class ExplorerView(anywidget.AnyWidget):
    """Shows one state; hovering, pinning and editing happen in the browser, by the same code as on the page."""

    _esm = module()
    _css = style()
    panels: traitlets.List[Any] = traitlets.List().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)


def live(controls: list[Control], panels: list[Panel]) -> Any:
    """Return the controls above the view that follows them."""
    widgets = {control.name: live_control(control) for control in controls}
    starts = {name: widget.value for name, widget in widgets.items()}
    drawn = [as_view(panel(starts)).as_json() for panel in panels]
    view = ExplorerView(panels=drawn)

    def follow(change: Any) -> None:
        state = {name: widget.value for name, widget in widgets.items()}
        moved = next(name for name, widget in widgets.items() if widget is change.owner)
        for place, panel in enumerate(panels):
            if any(control.name == moved for control in panel.controls):
                try:
                    drawn[place] = as_view(panel(state)).as_json()
                except Exception as error:
                    # Raised here it would end in a log that no reader sees.
                    view.error = f"draw raised {type(error).__name__} at {state}: {error}"
                    return
        with view.hold_sync():
            view.error = ""
            view.panels = list(drawn)

    def reset(*_: Any) -> None:
        for name, widget in widgets.items():
            widget.value = starts[name]

    for widget in widgets.values():
        widget.observe(follow, "value")
    view.on_msg(lambda _, message, __: reset() if message == "reset" else None)
    return ipywidgets.VBox([*widgets.values(), view])


def live_control(control: Control) -> Any:
    """Return the ipywidgets control that an abbreviation stands for, at its default."""
    if isinstance(control.given, ipywidgets.Widget):
        return control.given
    widget = ipywidgets.interactive.widget_from_abbrev(control.given, control.values[control.first])
    widget.value = control.values[control.first]  # a checkbox would start at the abbreviation's value
    widget.description = control.label
    widget.style.description_width = "9rem"  # so that a name is not cut off
    return widget
