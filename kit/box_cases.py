"""Answers whose verdict is known, as an answer box takes them: all right ones and each slip of a part."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from cnnlib import answers, check
from cnnlib.forms import write
from cnnlib.problems.formulas import Builder, FormulaPart
from cnnlib.problems.part import ValuePart

Entry = str | dict[str, str]  # what is typed into a field, or chosen in a builder

# Enters each answer into a box, checks it, and returns what the box says of it.
ENTER = """(form, entries) => entries.map((entry) => {
    if (typeof entry === "string") form.elements.answer.value = entry;
    else for (const control of form.querySelectorAll("select, input")) {
        if (control.localName === "select") control.value = entry[control.name];
        else {
            const chosen = control.type === "radio" ? [entry[control.name]] : entry[control.name].split(", ");
            control.checked = chosen.includes(control.value);
        }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const before = [form.dataset.verdict ?? "", form.querySelector("[role=status]").textContent];
    form.requestSubmit();
    const { verdict = "", slip = "" } = form.dataset;
    return [...before, verdict, slip, form.querySelector("[role=status]").textContent];
})"""


def known(part: str) -> list[tuple[Entry, str, str, str]]:
    """For each known answer what is entered, and by Python its verdict, its slip and the sentence."""
    about = answers.about(part)
    if isinstance(about, FormulaPart):
        entries: list[tuple[Entry, str]] = [(one, about.builder.write(one)) for one in choices(about.builder)]
    else:
        assert isinstance(about, ValuePart)
        texts = [write(about.kind, one) for one in (*about.right, *(slip.answer for slip in about.slips))]
        entries = [(text, text) for text in texts]
    found = []
    for entry, text in entries:
        verdict = check(part, text)
        said = f"\u2713 Right. {verdict.reason}" if verdict.right else f"\u2717 Not yet. {verdict.reason}"
        found.append((entry, "right" if verdict.right else "not-yet", verdict.slip or "", said))
    return found


def choices(builder: Builder) -> Iterator[dict[str, str]]:
    """For each rule that says right or names a slip the first choice to which it applies."""
    for rule in builder.rules:
        if not rule.right and not rule.slip:
            continue
        names = [field.name for field in builder.fields]
        values = [
            [one for one in field.values() if one in rule.when.get(field.name, (one,))] for field in builder.fields
        ]
        every: Iterator[Any] = (dict(zip(names, some, strict=True)) for some in product(*values))
        yield next(one for one in every if builder.judge(builder.write(one))[0] is rule)
