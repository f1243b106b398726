"""nbgrader: an assignment, and for each student a copy of its notebook that has the student's own numbers.

What is written is a course: ``source`` has the assignment, for ``nbgrader generate_assignment``; ``handouts`` has a
notebook for each student, to be given to that student alone; what comes back goes into ``submitted``, in a folder with
the same name. nbgrader replaces each locked cell by the one that all students share, so that own numbers stand in cells
which it does not manage, and the hidden test finds out from the folder whose notebook it is in, not from the notebook.

All parts go into the format, and the package itself judges, as in the book. What nbgrader cannot promise: it runs the
cells of a student, which may do anything, and may replace the package's functions. Autograde in a container, and take
marks from ``python -m cnnlib.classroom grade``, which reads answers and runs nothing. See also
`cnnlib.classroom.exports.limits`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from cnnlib.boxes.questions import write_given
from cnnlib.classroom.deal import Sheet, deal
from cnnlib.classroom.roster import Student
from cnnlib.classroom.safe import write_whole
from cnnlib.problems import Part, Verdict, spell

ASSIGNMENT = "convolution-arithmetic"
NOTEBOOK = Path(ASSIGNMENT, "problems.ipynb")
CONFIG = f"""c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "{ASSIGNMENT}"
c.ClearSolutions.code_stub = {{"python": ""}}
"""
HOW = (
    "Five problems, with numbers of your own. Write each answer in the place of `None`, as the comment above it says. "
    "Indices start at 0; positions are (row, column)."
)
OWN = "Here stand your own numbers, in the copy of this notebook that you were given."
Cell = dict[str, Any]


def export(sheets: Iterable[Sheet], out: Path) -> None:
    """Write a course: its configuration, the assignment, and a notebook for each sheet.

    Parameters
    ----------
    sheets : iterable of Sheet
        Of a class; each is asked for when the one before it is written.
    out : Path
        The folder of the course.
    """
    taken: set[str] = set()
    for sheet in sheets:
        if not taken:
            write_whole(out / "nbgrader_config.py", CONFIG)
            write_whole(out / "source" / NOTEBOOK, write_notebook(make_cells(sheet, is_source=True)))
        folder = out / "handouts" / name_folder(sheet.student.id, taken)
        write_whole(folder / NOTEBOOK, write_notebook(make_cells(sheet, is_source=False)))


def name_folder(id: str, taken: set[str]) -> str:
    """Return the name of a student's folder, which is the student's id for nbgrader; `taken` has those before it.

    It leads to no other folder, and `unquote` returns the id. Of ids that differ in capitals only, which some systems
    take for one folder, the later ones have their capitals written as codes.
    """
    name = re.sub(r"[^\w-]", lambda sign: quote(sign[0], safe="").replace(".", "%2E"), id)
    if name.casefold() in taken:
        name = re.sub("[A-Z]", lambda letter: f"%{ord(letter[0]):X}", name)
    taken.add(name.casefold())
    return name


def judge(name: str, answer: object, seed: int | None, size: str) -> Verdict:
    """Judge an answer in the notebook of the student in whose folder this runs: the hidden tests call it.

    Parameters
    ----------
    name : str
        The part, ``"1a"`` to ``"5c"``.
    answer : object
        A text or a Python object.
    seed : int, optional
        Of the class; None for the homework's own problems.
    size : {"small", "medium", "large"}
        How much there is to compute.

    Raises
    ------
    TypeError, ValueError
        If the answer is not of the form that is asked for.
    """
    return find_sheet(unquote(Path.cwd().parts[-2]), seed, size).parts()[name].check(answer)


@lru_cache(maxsize=1)
def find_sheet(id: str, seed: int | None, size: str) -> Sheet:
    """Return the sheet of a student."""
    return Sheet.own() if seed is None else deal(seed, Student(id), size)


# The notebook.


def make_cells(sheet: Sheet, is_source: bool) -> Iterator[Cell]:
    """Return the cells of the assignment, which has the hidden tests, or of a student's copy, which has the numbers."""
    yield make_cell("how", "markdown", HOW if is_source else f"{HOW} These numbers are called {sheet.code}.")
    for number, problem in sheet.problems.items():
        yield make_cell(
            f"given-{number}", "markdown", f"## Problem {number}\n\n{OWN if is_source else write_given(problem)}"
        )
        for part in problem.parts().values():
            asked = "" if is_source else f": {part.asked}"
            yield make_cell(f"asked-{part.name}", "markdown", f"**{spell(part.name)}**{asked}")
            yield make_answer(part)
            yield make_test(part, sheet if is_source else None)


def make_answer(part: Part) -> Cell:
    """Make the cell that the student fills in."""
    lines = [f"# {spell(part.name)}: {part.form}", f"{name_answer(part)} = None"]
    return make_cell(f"answer-{part.name}", "code", "\n".join(lines), solution=True)


def make_test(part: Part, sheet: Sheet | None) -> Cell:
    """Make the cell that gives the point; nbgrader takes the hidden lines out of what students see."""
    answer = name_answer(part)
    lines = [f'assert {answer} is not None, "{spell(part.name)} has no answer yet"']
    if sheet is not None:
        lines += [
            "### BEGIN HIDDEN TESTS",
            f"from {__name__} import judge",
            f'verdict = judge("{part.name}", {answer}, seed={sheet.seed}, size="{sheet.size}")',
            "assert verdict.right, verdict",
            "### END HIDDEN TESTS",
        ]
    return make_cell(f"test-{part.name}", "code", "\n".join(lines), grade=True, locked=True, points=1)


def name_answer(part: Part) -> str:
    """Return the name that an answer has in the notebook."""
    return f"answer_{part.name}"


def make_cell(id: str, kind: str, source: str, **managed: Any) -> Cell:
    """Make a cell; what nbgrader is to know of it makes it one that nbgrader manages."""
    cell: Cell = {"cell_type": kind, "id": id, "metadata": {}, "source": source}
    if managed:
        known = {"grade": False, "grade_id": id, "locked": False, "schema_version": 3, "solution": False, "task": False}
        cell["metadata"]["nbgrader"] = known | managed
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def write_notebook(cells: Iterable[Cell]) -> str:
    """Return a notebook as text."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": [*cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
