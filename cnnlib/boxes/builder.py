"""The controls with which a reader puts a formula together."""

from __future__ import annotations

import html

from cnnlib.problems.formulas import Field, FormulaPart
from cnnlib.problems.part import spell


def write_builder(part: FormulaPart, key: str) -> str:
    """Return a control for each choice, the formula that is chosen, the buttons below, and how it is meant."""
    name, builder = part.name, part.builder
    controls = "".join(write_control(key, field) for field in builder.fields)
    return (
        f'<fieldset class="answer-choices"><legend class="answer-asked"><b>Your answer to {spell(name)}</b>, '
        f"{html.escape(part.asked)}</legend>{controls}</fieldset>"
        f'<p class="answer-formula" id="answer-{key}-formula"></p><div class="answer-line">'
        f'<button type="submit" aria-describedby="answer-{key}-formula">Check</button>'
        '<button type="button" class="answer-more">Hint</button>'
        '<button type="button" class="answer-key">Fill in the key’s formula</button></div>'
        f'<p class="answer-form">The key may be wrong. {html.escape(builder.note)}</p>'
    )


def write_control(key: str, field: Field) -> str:
    """Return the control of one choice, where nothing is chosen yet."""
    label = html.escape(field.label)
    if field.control == "select":
        options = "".join(
            f'<option value="{html.escape(text)}">{html.escape(says)}' for text, says in field.options.items()
        )
        place = f"answer-{key}-{field.name}"
        return (
            f'<div class="answer-choice"><label for="{place}">{label}</label>'
            f'<select id="{place}" name="{field.name}"><option value="">choose …{options}</select></div>'
        )
    kind = {"checks": "checkbox", "radios": "radio"}[field.control]
    inputs = "".join(
        f'<label><input type="{kind}" name="{field.name}" value="{html.escape(text)}"> {html.escape(says)}</label>'
        for text, says in field.options.items()
    )
    return f'<fieldset class="answer-choice"><legend>{label}</legend>{inputs}</fieldset>'
