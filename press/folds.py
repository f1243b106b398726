"""Parts that are worked out: sections of a chapter, folded on the site until a reader unfolds them.

Every program that opens a notebook shows a heading, and JupyterLab folds what stands below one whose cell says so. So
what is to stay folded below an answer box is written as a section whose label begins with `worked-`:

    +++ {"jp-MarkdownHeadingCollapsed": true}

    (worked-2c)=
    ### 2(c) worked out

    +++

    Text and cells.

    +++

    ## The next heading, of this level or above; there must be one

JupyterLab hides whole cells below such a heading, up to the next one. Text that shares its cell with either heading
stays in sight, and what is folded at the very end is unfolded by Run All: so each `+++` and the last heading are asked
for. (Before a code cell, and behind one, no `+++` is needed.)

On the site it becomes a `<details>` with the heading as its summary. On paper and without scripts it is unfolded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes

from press.exercises import FOLDED, TARGET, find_lines_outside

LABEL = "worked-"
HEADING = re.compile(r"(#+) ")
CELL = "```{code-cell}"


class Fold(nodes.section):  # type: ignore[misc]
    """A section that can be unfolded."""


class FoldTitle(nodes.section):  # type: ignore[misc]
    """What is seen of a section that is folded; a section itself, as the writer asks that of what has a title."""


def find_faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line, counted from 1, where JupyterLab would not fold what is worked out, and what it needs."""
    lines = ["", "", *text.split("\n"), "", ""]  # so that each line has neighbours
    fold, deep = "", 0  # the label of what is folded here, and the level of its heading
    last = ""  # line outside of any block that is not empty
    for place in find_lines_outside(lines):
        line = lines[place]
        if heading := HEADING.match(line):
            if fold and len(heading[1]) <= deep:
                if last != "+++" and not last.startswith(CELL):
                    yield place - 1, f"before {line} there must be +++: the end of {fold} would be in sight"
                fold = ""
            target = TARGET.match(lines[place - 1])
            if target and target[1].startswith(LABEL):
                fold, deep = target[1], len(heading[1])
                if lines[place - 3 : place - 1] != [FOLDED, ""]:
                    yield place - 1, f"before ({fold})= there must be a line {FOLDED}"
                if lines[place + 2] != "+++" and not lines[place + 2].startswith(CELL):
                    yield place - 1, f"after {line} there must be +++ or a code cell: text would be in sight"
        if line and not TARGET.match(line):
            last = line
    if fold:
        yield len(lines) - 4, f"after {fold} there must be a heading, or JupyterLab's Run All unfolds it"


def check_folds(app: Any, page: str, source: list[str]) -> None:
    """Complain about what JupyterLab would not fold."""
    from sphinx.util import logging

    for line, fault in find_faults(source[0]):
        logging.getLogger(__name__).warning(fault, location=(page, line), type="cnnlib")


def fold_sections(app: Any, doctree: Any, page: str) -> None:
    """Make folds of the sections that are worked out: after the contents are collected, which know sections only."""
    if app.builder.format != "html":
        return
    for section in list(doctree.findall(nodes.section)):
        if any(name.startswith(LABEL) for name in section["ids"]):
            title = FoldTitle("", section.next_node(nodes.title), ids=section["ids"])
            fold = Fold("", title, **section.attributes)
            fold.extend(child for child in section.children if not isinstance(child, nodes.title))
            section.replace_self(fold)


def visit_fold(self: Any, node: Fold) -> None:
    """Begin a fold. Its title is a heading one level down, as that of the section was."""
    self.section_level += 1
    self.body.append(self.starttag(node, "details", CLASS="worked"))


def depart_fold(self: Any, node: Fold) -> None:
    """End a fold."""
    self.section_level -= 1
    self.body.append("</details>\n")


def visit_title(self: Any, node: FoldTitle) -> None:
    """Begin what is seen of a fold."""
    self.body.append("<summary>")


def depart_title(self: Any, node: FoldTitle) -> None:
    """End what is seen of a fold."""
    self.body.append("</summary>\n")


def add_folds(app: Any) -> None:
    """Fold what is worked out, page by page."""
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(FoldTitle, html=(visit_title, depart_title))
    app.connect("source-read", check_folds, priority=400)  # before exercises become boxes
    app.connect("doctree-resolved", fold_sections)
