"""The answer box of one part: a form, with what the browser judges with."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from cnnlib.boxes.builder import write_builder
from cnnlib.problems.departures import departures_as_json
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import Part, ValuePart, spell


class Box:
    """The answer box of one part, as HTML.

    Parameters
    ----------
    part : Part
        What is asked and how it is judged.
    instance : str
        What tells the form from that of the same part with other numbers; "" for the homework's. With it an answer
        does not count as one to the homework.
    """

    def __init__(self, part: Part, instance: str = "") -> None:
        self.part, self.instance = part, instance

    @property
    def key(self) -> str:
        """The name of the part, and of the instance: no two forms on a page have the same."""
        return "-".join(filter(None, (self.part.name, self.instance)))

    @property
    def call(self) -> str:
        """How the part is checked in Python, but for the answer."""
        number, letter = self.part.name[0], self.part.name[1]
        if not self.instance:
            return f'check("{number}{letter}", '
        _, size, seed = [*self.instance.split("-"), "", ""][:3]
        size = "" if size == "medium" else f', size="{size}"'
        return f'practice({number}, {seed}{size}).check("{letter}", ' if seed else f'problem.check("{letter}", '

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
            example, asks = part.example, write_field(part, self.key)
        elif isinstance(part, FormulaPart):
            example, asks = part.builder.example, write_builder(part, self.key)
        else:
            raise TypeError(f"there is no box for the answer to {spell(part.name)}")
        instance = f' data-instance="{html.escape(self.instance)}"' if self.instance else ""
        return (
            f'<form class="answer" data-part="{part.name}"{instance} novalidate autocomplete="off">{asks}'
            '<p class="answer-said" role="status"></p><p class="answer-departs" aria-live="polite"></p>'
            '<div class="answer-told" aria-live="polite"></div>'
            f'<p class="answer-alone">Without scripts nothing is checked here. In Python: '
            f"<code>{html.escape(f'{self.call}{json.dumps(example)})')}</code></p>"
            f'<script type="application/json">{data}</script></form>'
        )


def write_field(part: ValuePart, key: str) -> str:
    """Return a text field, buttons behind it, and how an answer is written."""
    return (
        f'<p class="answer-asked"><label for="answer-{key}">Your answer to {spell(part.name)}</label>, '
        f"{html.escape(part.asked)}</p>"
        '<div class="answer-line">'
        f'<input type="text" class="answer-text" id="answer-{key}" name="answer" '
        f'aria-describedby="answer-{key}-form" autocomplete="off" autocapitalize="off" spellcheck="false">'
        '<button type="submit">Check</button><button type="button" class="answer-more">Hint</button></div>'
        f'<p class="answer-form" id="answer-{key}-form">Written like this: {html.escape(part.example)}</p>'
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
