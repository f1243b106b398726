"""The instructor's key: all right answers of all sheets, on one page."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from cnnlib.classroom.deal import Sheet, seed_for
from cnnlib.classroom.page import begin
from cnnlib.problems import Part, spell
from cnnlib.problems.formulas import FormulaPart


def write_head(sheet: Sheet) -> str:
    """Return how the key begins: what the class has in common, and the answers that do not depend on numbers.

    Parameters
    ----------
    sheet : Sheet
        Any one of the class.
    """
    numbers = "the homework’s own numbers" if sheet.seed is None else f"seed {sheet.seed}, size {sheet.size}"
    formulas = {name: part for name, part in sheet.parts().items() if isinstance(part, FormulaPart)}
    alike = "is one part" if len(formulas) == 1 else f"are {len(formulas)} parts"
    told = f" Alike on all sheets {alike}, whose answer is a formula:" if formulas else ""
    return (
        f"{begin('Key', 'key.css')}<h1>Key: {numbers}</h1><p>For the instructor: it stays where the sheets were "
        f"made.{told}</p>{write_answers(formulas, 'formulas') if formulas else ''}"
    )


def write_section(sheet: Sheet) -> str:
    """Return the answers to one sheet, and how Python makes its problems."""
    student = sheet.student
    values = {name: part for name, part in sheet.parts().items() if not isinstance(part, FormulaPart)}
    return (
        f"<section><h2>{html.escape(' '.join(filter(None, (student.id, student.name))))} <code>{sheet.code}</code></h2>"
        f"{write_answers(values)}{''.join(write_seeds(sheet))}</section>"
    )


def write_answers(parts: Mapping[str, Part], name: str = "") -> str:
    """Return a list with the right answers of some parts."""
    items = (f"<div><dt>{spell(key)}</dt><dd>{html.escape(part.shown)}</dd></div>" for key, part in parts.items())
    return f"<dl{f' class={name}' if name else ''}>{''.join(items)}</dl>"


def write_seeds(sheet: Sheet) -> Iterator[str]:
    """Return a line that says how Python makes the problems of a sheet."""
    if sheet.seed is None:
        return
    size = "" if sheet.size == "medium" else f', size="{sheet.size}"'
    calls = (f"practice({n}, {seed_for(sheet.seed, sheet.student.id, n)}{size})" for n in sheet.problems)
    yield f'<p class="seeds">{", ".join(f"<code>{html.escape(call)}</code>" for call in calls)}</p>'
