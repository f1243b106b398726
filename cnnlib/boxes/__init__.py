"""Answer boxes: under each part of a problem a field that reads an answer and names the slip.

The same form stands on a page, where it needs neither a kernel nor a network, and in a notebook. Python writes what it
judges with; the browser reads the text, takes facts of it and looks the verdict up.
"""

from __future__ import annotations

from typing import Any

from cnnlib.answers import about
from cnnlib.boxes.form import Box, collect_data
from cnnlib.boxes.questions import Questions, ask_all
from cnnlib.explore.static import explorers_are_static

__all__ = ["Box", "Questions", "ask", "ask_all", "collect_data"]


def ask(part: str) -> Any:
    """Return the answer box of a part of the homework; at the end of a cell it is shown.

    Parameters
    ----------
    part : str
        ``"1a"`` to ``"5c"``; ``"3(c)"`` will do as well.

    Returns
    -------
    object
        A form: a field, or for a formula its choices, a button that checks, hints and the solution. On a page of the
        book it is HTML, in a notebook a widget with the same HTML.

    Raises
    ------
    TypeError, ValueError
        If there is no such part.

    Examples
    --------
    >>> "Your answer to 2(c)" in ask("2c").form  # of the widget
    True
    """
    box = Box(about(part))
    if explorers_are_static():
        return box
    from cnnlib.boxes.live import BoxView

    return BoxView(form=box.write_form())
