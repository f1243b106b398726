"""The Sphinx extension for exercises: headings in a chapter's text, boxes on the site.

Every program that opens a notebook shows a heading, and JupyterLab folds what stands below one whose cell says so:
text, code and output alike. So an exercise is written as

    (ex-label)=
    ### Exercise: Title

    What to do, then a hint in `:::{dropdown} Hint`.

    +++ {"jp-MarkdownHeadingCollapsed": true}

    #### Solution

    +++

    Text and cells, up to the next heading.

(The last `+++` is not needed before a code cell.) For the site this becomes sphinx-exercise's directives, line by line,
so that a warning still names the right one.
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
END = ["````{solution-end}", "````"]


class ExerciseError(ValueError):
    """An exercise is not written as notebooks can show and fold it."""

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(fault)
        self.line = line + 1  # as editors count


def outside(lines: list[str]) -> list[int]:
    """Return which lines are no part of a fenced block."""
    found, fence = [], ""
    for place, line in enumerate(lines):
        begins = FENCE.match(line)
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif begins:
            fence = begins[1]
            found.append(place)
        else:
            found.append(place)
    return found


def with_boxes(text: str) -> str:
    """Return a chapter's text with sphinx-exercise's directives in place of the headings of its exercises.

    Raises
    ------
    ExerciseError
        If an exercise has no label, or a solution no exercise or no fold, or if they are directives already.
    """
    lines = [*text.split("\n"), "", ""]  # so that each line has neighbours
    label, end, solved = "", 0, False  # of the exercise that is open, if one is
    free = outside(lines)
    for place in free:
        line = lines[place]
        if DIRECTIVE.match(line):
            raise ExerciseError(place, f"JupyterLab cannot fold {line}: write headings, as cnnlib.book.exercises says")
        if label and not end and re.match(r":{3,}\{dropdown\}|\+\+\+", line):
            end = place
            expect_blank(lines, place - 1)
            lines[place - 1] = "````"
        if not HEADING.match(line):
            continue
        target = TARGET.match(lines[place - 1])
        start = place - 1 if target else place
        if line == SOLUTION:
            if not label or solved or lines[place - 2 : place] != [FOLDED, ""]:
                raise ExerciseError(place, f"before {SOLUTION} there must be its exercise and a line {FOLDED}")
            if not re.match(r"\+\+\+$|```\{code-cell\}", lines[place + 2]):
                raise ExerciseError(place, f"after {SOLUTION} there must be +++ or a code cell: text is not folded")
            for blank in (place - 3, place + 1):
                expect_blank(lines, blank)
            box = [f"````{{solution-start}} {label}", f":label: {label.replace('ex-', 'sol-', 1)}", ":class: dropdown"]
            lines[place - 3 : place + 2] = [FOLDED, *box, "````"]
            solved = True
            continue
        if label and not solved:
            raise ExerciseError(place, f"the exercise {label} has no {SOLUTION}")
        exercise = EXERCISE.match(line)
        if exercise and not target:
            raise ExerciseError(place, f"before {line} there must be a label, such as (ex-label)=")
        begin = lines[start : place + 1]
        if exercise and target:
            begin = [f"````{{exercise}} {exercise[1]}", f":label: {target[1]}"]
        if label:  # the blank lines around the heading make room for the end of the box
            for blank in (start - 1, place + 1):
                expect_blank(lines, blank)
            lines[start - 1 : place + 2] = [*END, *begin]
        else:
            lines[start : place + 1] = begin
        label, end, solved = (target[1], 0, False) if exercise and target else ("", 0, False)
    if label and not solved:
        raise ExerciseError(len(lines) - 3, f"the exercise {label} has no {SOLUTION}")
    return "\n".join([*lines[:-2], *(END if label else [])])


def expect_blank(lines: list[str], place: int) -> None:
    """Refuse text where a line of a box is to stand."""
    if lines[place]:
        raise ExerciseError(place, f"before or after this line there must be an empty one: {lines[place]}")


def read(app: Any, page: str, source: list[str]) -> None:
    """Put the boxes into a page."""
    from sphinx.util import logging

    try:
        source[0] = with_boxes(source[0])
    except ExerciseError as error:
        logging.getLogger(__name__).warning(str(error), location=(page, error.line), type="cnnlib")


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this."""
    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
