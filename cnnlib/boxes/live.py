"""An answer box in a notebook: an anywidget with the same form as on a page."""

from __future__ import annotations

import anywidget
import traitlets

from cnnlib.boxes.frontend import module, style
from cnnlib.palette import css


class BoxView(anywidget.AnyWidget):
    """Shows a form; reading and judging happen in the browser, by the same code as on the page.

    Parameters
    ----------
    form : str
        The form as HTML.
    """

    _esm = module()
    _css = css(".answer") + style()
    form = traitlets.Unicode().tag(sync=True)
