"""In a notebook: anywidgets with the same HTML, and the same scripts, as on a page."""

from __future__ import annotations

import anywidget
import traitlets

from cnnlib.boxes.frontend import module, start_module, start_style, style
from cnnlib.palette import css


class BoxView(anywidget.AnyWidget):
    """Shows forms; reading and judging happen in the browser, by the same code as on the page.

    Parameters
    ----------
    form : str
        One form or several, and what stands above them, as HTML.
    """

    _esm = module()
    _css = css(":is(.answer, .answer-given)") + style()
    form = traitlets.Unicode().tag(sync=True)


class StartView(anywidget.AnyWidget):
    """Shows the claim of the start page, or its game.

    Parameters
    ----------
    html : str
        The element.
    """

    _esm = start_module()
    _css = css(":is(.claim, .game)") + start_style()
    html = traitlets.Unicode().tag(sync=True)
