"""Answers whose verdict is known, as an answer box takes them: all right ones and each slip of a part."""

from collections.abc import Iterator

from cnnlib import Verdict, answers, check
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
    return [(entry, *say(part, text)) for entry, text in entries]


def say(part: str, text: str) -> tuple[str, str, str]:
    """The verdict, the slip and the sentence of a box, by Python."""
    return judge(check(part, text))


def judge(verdict: Verdict) -> tuple[str, str, str]:
    """The same of a verdict."""
    word, sign = ("right", "\u2713 Right.") if verdict else ("not-yet", "\u2717 Not yet.")
    return word, verdict.slip or "", f"{sign} {verdict.reason}"


def choices(builder: Builder) -> Iterator[dict[str, str]]:
    """For each rule that says right or names a slip the first choice to which it applies."""
    for rule in builder.rules:
        if not rule.right and not rule.slip:
            continue
        yield next(one for one in builder.choices(rule.when) if builder.judge_choice(one)[0] is rule)
