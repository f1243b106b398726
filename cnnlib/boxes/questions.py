"""A whole problem as questions: its statement, with the arrays as grids, and an answer box for each part."""

from __future__ import annotations

import html
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import numpy as np

from cnnlib.arguments import Array
from cnnlib.boxes.form import Box
from cnnlib.explore.static import explorers_are_static
from cnnlib.pictures import format_number
from cnnlib.problems import Problem, own

__all__ = ["Questions", "ask_all"]


def ask_all(problem: Problem) -> Any:
    """Return the questions of a problem: on a page of the book as HTML, in a notebook as a widget with it."""
    questions = Questions(problem)
    if explorers_are_static():
        return questions
    from cnnlib.boxes.live import BoxView

    return BoxView(form=questions.write_html())


class Questions:
    """The statement of a problem and a box for each of its parts, as HTML.

    Parameters
    ----------
    problem : Problem
        Any instance. Only answers to the homework's own count as parts that are answered.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def __repr__(self) -> str:
        """Return the statement and what is asked as text."""
        return repr(self.problem)

    def _repr_html_(self) -> str:
        return self.write_html()

    def write_html(self) -> str:
        """Return the statement and the forms."""
        forms = "".join(Box(part, self.instance).write_form() for part in self.problem.parts().values())
        return f"{write_statement(self.problem)}{forms}"

    @property
    def instance(self) -> str:
        """What tells the forms from those of other instances; "" for the homework's own."""
        if self.problem is own(self.problem.number):
            return ""
        return self.problem.code or sha256(repr(self.problem).encode()).hexdigest()[:8]


def write_statement(problem: Problem) -> str:
    """Return the element with what is given."""
    return f'<div class="answer-given">{write_given(problem)}</div>'


def write_given(problem: Problem) -> str:
    """Return what is given: a paragraph, and for each array a table for each of its matrices."""
    grids = "".join(write_array(name, array) for name, array in problem.arrays.items())
    return f'<p>{html.escape(problem.task)}</p><div class="answer-grids">{grids}</div>'


def write_array(name: str, array: Array) -> str:
    """Return the matrices of a tensor, in the colour that says what it is."""
    kind = "kernel" if name == "W" else "gradient" if name.startswith("dJ") else "output" if name in "ZU" else ""
    tables = "".join(write_grid(*matrix) for matrix in cut(name, array))
    return f'<div class="answer-array{f" of-{kind}" if kind else ""}">{tables}</div>'


def cut(name: str, array: Array) -> Iterator[tuple[str, Array]]:
    """Return the matrices of a tensor, (rows, columns), each with its name, such as ``"X[0, :, :, 2]"``."""
    if array.ndim < 3:
        yield name, array
        return
    first = 0 if name == "W" else 1
    moved = np.moveaxis(array, (first, first + 1), (-2, -1))
    for index in np.ndindex(moved.shape[:-2]):
        places = [*map(str, index[:first]), ":", ":", *map(str, index[first:])]
        yield f"{name}[{', '.join(places)}]", moved[index]


def write_grid(name: str, values: Array) -> str:
    """Return a vector or a matrix as a table whose rows and columns are numbered."""
    rows = np.atleast_2d(values).tolist()
    numbers = [f'<th scope="row">{i}</th>' if values.ndim > 1 else "" for i in range(len(rows))]
    head = ("<td></td>" if values.ndim > 1 else "") + "".join(f'<th scope="col">{j}</th>' for j in range(len(rows[0])))
    body = "".join(
        f"<tr>{number}{''.join(f'<td>{format_number(value)}</td>' for value in row)}</tr>"
        for number, row in zip(numbers, rows, strict=True)
    )
    caption = f"<caption>{html.escape(name)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
