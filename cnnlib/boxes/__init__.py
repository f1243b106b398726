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
from cnnlib.explore.static import explorers_are_static
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
        A form: a field, a button that checks, hints and the solution. On a page of the book it is HTML, in a notebook
        a widget with the same HTML.

    Raises
    ------
    TypeError, ValueError
        If there is no such part, or it has no box.
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

    Raises
    ------
    ValueError
        If its answers are no texts.
    """

    def __init__(self, part: Part) -> None:
        if not isinstance(part, ValuePart):
            raise ValueError(f"{spell(part.name)} asks for a formula; there is no box for it")
        self.part = part

    def __repr__(self) -> str:
        """Return the question and a line to write on."""
        return f"{spell(self.part.name)} {self.part.asked}: ____________________"

    def _repr_html_(self) -> str:
        return self.write_form()

    def write_form(self) -> str:
        """Return the form, with what it judges with."""
        part, name = self.part, self.part.name
        data = re.sub("<(?=[/!]|script)", r"\\u003c", json.dumps(collect_data(part), separators=(",", ":")))
        text = {key: html.escape(value) for key, value in {"asked": part.asked, "example": part.example}.items()}
        without = f'check("{name}", "{part.example}")'
        return (
            f'<form class="answer" data-part="{name}" novalidate autocomplete="off">'
            f'<p class="answer-asked"><label for="answer-{name}">Your answer to {spell(name)}</label>, '
            f"{text['asked']}</p>"
            '<div class="answer-line">'
            f'<input type="text" id="answer-{name}" name="answer" aria-describedby="answer-{name}-form" '
            'autocomplete="off" autocapitalize="off" spellcheck="false">'
            '<button type="submit">Check</button><button type="button" class="answer-more">Hint</button></div>'
            f'<p class="answer-form" id="answer-{name}-form">Written like this: {text["example"]}</p>'
            '<p class="answer-said" role="status"></p><div class="answer-told" aria-live="polite"></div>'
            f'<p class="answer-alone">Without scripts nothing is checked here. In Python: '
            f"<code>{html.escape(without)}</code></p>"
            f'<script type="application/json">{data}</script></form>'
        )


def collect_data(part: ValuePart) -> dict[str, Any]:
    """Return what a browser judges a part with."""
    return {
        "kind": part.kind,
        "example": part.example,
        **part.data,
        "rules": [
            [int(rule.right), rule.slip, rule.says, {name: list(texts) for name, texts in rule.when.items()}]
            for rule in part.rules
        ],
        "hints": part.hints,
        "solution": [[step.says, step.left, step.terms, step.result] for step in part.solution],
        "shown": part.shown,
    }
