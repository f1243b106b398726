"""Answer boxes: under each part of a problem a field that reads an answer and names the slip.

The same form stands on a page, where it needs neither a kernel nor a network, and in a notebook. Python writes what it
judges with; the browser reads the text, takes facts of it and looks the verdict up.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from cnnlib.answers import about
from cnnlib.boxes.builder import write_builder
from cnnlib.explore.static import explorers_are_static
from cnnlib.problems.departures import departures_as_json
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import Part, ValuePart, spell

__all__ = ["Box", "ask"]


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


class Box:
    """The answer box of one part, as HTML.

    Parameters
    ----------
    part : Part
        What is asked and how it is judged.
    """

    def __init__(self, part: Part) -> None:
        self.part = part

    def __repr__(self) -> str:
        """Return the question and a line to write on."""
        return f"{spell(self.part.name)} {self.part.asked}: ____________________"

    def _repr_html_(self) -> str:
        return self.write_form()

    def write_form(self) -> str:
        """Return the form, with what it judges with."""
        part = self.part
        data = re.sub("<(?=[/!]|script)", r"\\u003c", json.dumps(collect_data(part), separators=(",", ":")))
        if isinstance(part, ValuePart):
            example, asks = part.example, write_field(part)
        elif isinstance(part, FormulaPart):
            example, asks = part.builder.example, write_builder(part)
        else:
            raise TypeError(f"there is no box for the answer to {spell(part.name)}")
        return (
            f'<form class="answer" data-part="{part.name}" novalidate autocomplete="off">{asks}'
            '<p class="answer-said" role="status"></p><p class="answer-departs" aria-live="polite"></p>'
            '<div class="answer-told" aria-live="polite"></div>'
            f'<p class="answer-alone">Without scripts nothing is checked here. In Python: '
            f"<code>{html.escape(f'check({json.dumps(part.name)}, {json.dumps(example)})')}</code></p>"
            f'<script type="application/json">{data}</script></form>'
        )


def write_field(part: ValuePart) -> str:
    """Return a text field, buttons behind it, and how an answer is written."""
    name = part.name
    return (
        f'<p class="answer-asked"><label for="answer-{name}">Your answer to {spell(name)}</label>, '
        f"{html.escape(part.asked)}</p>"
        '<div class="answer-line">'
        f'<input type="text" class="answer-text" id="answer-{name}" name="answer" '
        f'aria-describedby="answer-{name}-form" autocomplete="off" autocapitalize="off" spellcheck="false">'
        '<button type="submit">Check</button><button type="button" class="answer-more">Hint</button></div>'
        f'<p class="answer-form" id="answer-{name}-form">Written like this: {html.escape(part.example)}</p>'
    )


def collect_data(part: Part) -> dict[str, Any]:
    """Return what a browser judges a part with."""
    told: dict[str, Any] = {
        "hints": part.hints,
        "solution": [[step.says, step.left, step.terms, step.result] for step in part.solution],
        "shown": part.shown,
    }
    assert isinstance(part, ValuePart | FormulaPart)
    told |= departures_as_json(part.departures)
    if isinstance(part, FormulaPart):
        return {"builder": part.builder.as_json(), **told}
    rules = [rule.as_json() for rule in part.rules]
    return {"kind": part.kind, "example": part.example, **part.data, "rules": rules, **told}
