"""Marks in a chapter's source that say what goes on a slide.

A mark is a comment of MyST, a line above the block that it is about; JupyterLab shows no comments:

    % slide: Lay, multiply, add up
    Lay the kernel on the image with its upper left corner on the pixel ...

With a title a slide begins, without one (`% slide`) the block goes on the slide that was begun. Further lines of the
comment are what the slide says instead of a paragraph, which the speaker's notes then say, or above any other block.
Options stand behind the title, after `|`:

- `walk`: an explorer that is pinned to a cell adds it up, click by click: nothing, a term, a row, all;
- `panels 1 2`, `blocks 1 2`: of the panels of an explorer, or of the blocks in them, these are shown, counted from 1;
  `then 3`: and at the next click those instead;
- `hide 2 4`: these columns of a table, or these parts of another block, are shown at the next click.

A block is what stands between two empty lines, or a cell of code: of that the slide has the output. A block with a link
to a state of the explorer brings the explorer along in that state.

A page keeps a mark as a comment of its HTML, which `cut` reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from cnnlib.problems.practice import RECIPES
from press.finish.pages import Page, Pages

WORD = "slide"
TO_PRINT = ("cards", "grids")
SHEET = "sheet"  # how the names of sheets begin: of the homework, of a problem, and, with `KEY`, of their keys
KEY = "-key"


def is_mark(text: str) -> bool:
    """Say whether a comment is a mark."""
    first = text.split("\n", 1)[0].strip()
    return first == WORD or first.startswith(f"{WORD}:")


def name_slides(pages: Pages) -> set[str]:
    """Return the files that `make slides` makes of these pages, and those that it makes to print."""
    marked = {page.name.rpartition("/")[2] for page in pages if any(map(is_mark, find_comments(page)))}
    return {f"slides/{name}.html" for name in (*marked, *TO_PRINT, *name_sheets())}


def name_sheets() -> dict[str, tuple[int, ...]]:
    """Return the names of the sheets to hand in, which have the problems with these numbers; and of their keys."""
    sheets = {SHEET: tuple(RECIPES)} | {f"{SHEET}-{number}": (number,) for number in RECIPES}
    return {f"{name}{end}": numbers for name, numbers in sheets.items() for end in ("", KEY)}


def find_comments(page: Page) -> Iterator[str]:
    """Iterate over the comments of a page."""
    root = page.tree.root
    assert root is not None
    return ((node.comment_content or "").strip() for node in root.traverse() if node.is_comment_node)


class KeepMarks(SphinxTransform):
    """Let marks through to the page: Sphinx drops what is a comment."""

    default_priority = 800

    def apply(self, **_: Any) -> None:
        """Put a comment of HTML in the place of each mark."""
        if self.app.builder.format != "html":
            return
        for comment in list(self.document.findall(nodes.comment)):
            if is_mark(comment.astext()):
                html = f"<!-- {escape(comment.astext().strip(), quote=False).replace('--', '–')} -->\n"
                comment.replace_self(nodes.raw("", html, format="html"))


def add_marks(app: Any) -> None:
    """Keep the marks of slides, page by page."""
    app.add_transform(KeepMarks)
