"""A chapter as a notebook that presents: JupyterLab shows its marked cells as slides, with a live kernel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from press.slides.cut import Mark

MARK = re.compile(r"^% slide\b.*(?:\n%.*)*\n?", re.MULTILINE)
FENCE = re.compile(r"^(\$\$|```+|:::+).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
KINDS = {True: "slide", False: ""}  # a new slide, and more on the one before


def read_mark(comment: str) -> Mark:
    """Read a mark as a chapter's source has it."""
    return Mark.read("\n".join(line.removeprefix("%").strip() for line in comment.splitlines()))


def end_of_block(text: str) -> int:
    """Return where the first block of a text ends: a fence at its other end, else at an empty line."""
    if fence := FENCE.match(text):
        return fence.end()
    end = text.find("\n\n")
    return len(text) if end < 0 else end


def split(text: str) -> Iterator[tuple[Mark | None, str]]:
    """Cut the text of a cell into blocks, each with its mark; a mark at its end is that of the next cell."""
    place = 0
    for found in MARK.finditer(text):
        yield None, text[place : found.start()].strip()
        place = found.end() + end_of_block(text[found.end() :])
        yield read_mark(found[0]), text[found.end() : place].strip()
    yield None, text[place:].strip()


class Presentation:
    """A notebook that is made to present."""

    def __init__(self, notebook: Any) -> None:
        self.notebook = deepcopy(notebook)
        self.cells: list[Any] = []
        self.waiting: Mark | None = None
        self.part = ""  # the last heading: that of a part, when its box comes

    def make(self) -> Any:
        """Return the notebook."""
        for cell in self.notebook.cells:
            if cell.cell_type == "code":
                self.take_code(cell)
            else:
                for mark, text in split(cell.source):
                    self.take_text(cell, mark, text)
        self.notebook.cells = self.cells
        return self.notebook

    def add(self, cell: Any, kind: str, **change: Any) -> None:
        """Put a copy of a cell behind the others, as a slide of a kind."""
        new = deepcopy(cell)
        new.pop("id", None)
        new.metadata.pop("jp-MarkdownHeadingCollapsed", None)
        new.metadata.pop("slideshow", None)
        if kind:  # JupyterLab takes a cell without one as more of the slide before
            new.metadata["slideshow"] = {"slide_type": kind}
        new.update(change)
        self.cells.append(new)

    def begin(self, like: Any, mark: Mark) -> None:
        """Put the title of a slide, and what it says, into a cell of its own."""
        told = "\n\n".join(filter(None, (mark.title and f"## {mark.title}", mark.text)))
        if told:
            self.add(like, KINDS[bool(mark.title)], cell_type="markdown", source=told)
            self.cells[-1].pop("outputs", None)
            self.cells[-1].pop("execution_count", None)

    def take_text(self, cell: Any, mark: Mark | None, text: str) -> None:
        """Take a block of text."""
        if mark is None:
            if text:
                self.part = (HEADING.findall(text) or [self.part])[-1]
                self.add(cell, "skip" if self.cells else "slide", source=text)  # the first one is the title
        elif not text:
            self.waiting = mark
        else:
            self.begin(cell, mark)
            self.add(cell, "skip" if mark.text else "", source=text)

    def take_code(self, cell: Any) -> None:
        """Take a cell of code: with its mark, or a box, it is on a slide."""
        mark, self.waiting = self.waiting, None
        if re.match(r"ask\(", cell.source):
            mark = Mark(self.part, {}, "")
        if mark:
            self.begin(cell, mark)
        self.add(cell, "" if mark else "skip")


def write_notebook(chapter: Path, to: Path) -> None:
    """Write the notebook that presents a chapter."""
    import jupytext  # when one is written: it takes a while to load
    import nbformat

    made = Presentation(jupytext.read(chapter)).make()
    for k, cell in enumerate(made.cells):
        cell.id = f"slide-{k}"  # the same in every build
    made.nbformat, made.nbformat_minor = 4, 5
    text = nbformat.writes(made)  # type: ignore[no-untyped-call]
    to.write_text(text, encoding="utf-8")
