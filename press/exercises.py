"""Exercises: headings in a chapter's text, boxes on the site.

Every program that opens a notebook shows a heading, and JupyterLab folds what stands below one whose cell says so:
text, code and output alike. So an exercise is written as

    (ex-label)=
    ### Exercise: Title

    What to do, then a hint in `:::{dropdown} Hint`.

    +++ {"jp-MarkdownHeadingCollapsed": true}

    #### Solution

    +++

    Text and cells, up to the next heading, which there must be. Between a text and that heading stands a `+++`, too.

(Behind "Solution" the `+++` is not needed before a code cell.) For the site this becomes sphinx-exercise's directives,
line by line, so that a warning still names the right one.
"""

from __future__ import annotations

import re
from typing import Any

FOLDED = '+++ {"jp-MarkdownHeadingCollapsed": true}'
FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})")
HEADING = re.compile(r"#{1,4} ")
TARGET = re.compile(r"\(([\w-]+)\)=$")
EXERCISE = re.compile(r"### Exercise: (.+)$")
SOLUTION = "#### Solution"
DIRECTIVE = re.compile(r"(?:`{3,}|:{3,})\{(?:exercise|solution)")
HINT = re.compile(r":{3,}\{dropdown\}")
LAST = "after the last solution there must be a heading, or JupyterLab's Run All unfolds it"
END = ["````{solution-end}", "````"]

Edit = tuple[int, int, list[str]]  # from a line up to another one, and what stands there instead


class ExerciseError(ValueError):
    """An exercise is not written as notebooks can show and fold it."""

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(fault)
        self.line = line + 1  # as editors count


def find_lines_outside(lines: list[str]) -> list[int]:
    """Return which lines are no part of a fenced block."""
    found, fence = [], ""
    for place, line in enumerate(lines):
        if fence:
            fence = "" if line.rstrip() == fence else fence
            continue
        found.append(place)
        begins = FENCE.match(line)
        fence = begins[1] if begins else ""
    return found


def add_boxes(text: str) -> str:
    """Return a chapter's text with sphinx-exercise's directives in place of the headings of its exercises.

    Raises
    ------
    ExerciseError
        If an exercise has no label, or a solution no exercise or no fold, or if they are directives already.
    """
    lines = [*text.split("\n"), "", ""]  # so that each line has neighbours
    edits: list[Edit] = []
    label, asking, solved = "", False, False  # of the exercise that is open, if one is
    for place in find_lines_outside(lines):
        line = lines[place]
        if DIRECTIVE.match(line):
            raise ExerciseError(place, f"JupyterLab cannot fold {line}: write headings, as press.exercises says")
        if asking and HINT.match(line):
            edits.append((expect_blank(lines, place - 1), place, ["````"]))
            asking = False
        if not HEADING.match(line):
            continue
        if line == SOLUTION:
            edits.append(make_solution_box(lines, place, "" if solved else label, asking))
            asking, solved = False, True
            continue
        if label and not solved:
            raise ExerciseError(place, f"the exercise {label} has no {SOLUTION}")
        target, exercise = TARGET.match(lines[place - 1]), EXERCISE.match(line)
        if exercise and not target:
            raise ExerciseError(place, f"before {line} there must be a label, such as (ex-label)=")
        start, stop, new = place - bool(target), place + 1, lines[place - bool(target) : place + 1]
        if label and lines[start - 2] not in ("+++", "```"):
            unfolded = f"the end of the solution to {label} is not folded"
            raise ExerciseError(place, f"before {line} there must be +++: {unfolded}")
        if exercise and target:
            new = [f"````{{exercise}} {exercise[1]}", f":label: {target[1]}"]
        if label:  # the empty lines around the heading make room for the end of the box
            start, stop, new = expect_blank(lines, start - 1), expect_blank(lines, stop) + 1, [*END, *new]
        edits.append((start, stop, new))
        label, asking, solved = (target[1], True, False) if exercise and target else ("", False, False)
    if label:
        raise ExerciseError(len(lines) - 3, LAST if solved else f"the exercise {label} has no {SOLUTION}")
    for start, stop, new in reversed(edits):
        lines[start:stop] = new
    return "\n".join(lines[:-2])


def make_solution_box(lines: list[str], place: int, label: str, asking: bool) -> Edit:
    """Return the start of the box of a solution to an exercise, whose own box still has to end if it is `asking`."""
    if not label or lines[place - 2 : place] != [FOLDED, ""]:
        raise ExerciseError(place, f"before {SOLUTION} there must be its exercise and a line {FOLDED}")
    parted = lines[place + 2] == "+++"
    if not parted and not lines[place + 2].startswith("```{code-cell}"):
        raise ExerciseError(place, f"after {SOLUTION} there must be +++ or a code cell: text is not folded")
    start, stop = expect_blank(lines, place - 3), expect_blank(lines, place + 1) + 1 + 2 * parted
    box = [f"````{{solution-start}} {label}", f":label: {label.replace('ex-', 'sol-', 1)}", ":class: dropdown"]
    new = [*["````"] * asking, FOLDED, *box, "````", *["+++"] * parted]
    return start, stop, new + [""] * (stop - start - len(new))


def expect_blank(lines: list[str], place: int) -> int:
    """Return a line's place, and refuse text there: a line of a box is to stand in it."""
    if lines[place]:
        raise ExerciseError(place, f"before or after this line there must be an empty one: {lines[place]}")
    return place


def read_exercises(app: Any, page: str, source: list[str]) -> None:
    """Put the boxes into a page."""
    from sphinx.util import logging

    try:
        source[0] = add_boxes(source[0])
    except ExerciseError as error:
        logging.getLogger(__name__).warning(str(error), location=(page, error.line), type="cnnlib")


def add_exercises(app: Any) -> None:
    """Make boxes of exercises while pages are read."""
    app.connect("source-read", read_exercises)
