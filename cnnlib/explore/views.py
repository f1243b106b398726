"""What a `draw` may return: linked arrays, tables, pictures and sentences, alone or several in a `View`."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from cnnlib.arguments import describe, plural
from cnnlib.explore.linked import Linked
from cnnlib.pictures import Note

__all__ = ["Table", "View", "as_view"]


class Table:
    """A table of texts; the first text of each row is the row's header.

    Parameters
    ----------
    caption : str
        What the table holds.
    header : sequence of str
        The header of each column.
    rows : sequence of sequences of str
        As many texts in each row as there are columns.

    Raises
    ------
    ValueError
        If a row has more or fewer texts than there are columns.
    """

    def __init__(self, caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            if len(row) != len(header) or not all(isinstance(text, str) for text in row):
                raise ValueError(
                    f"a row must have {plural(len(header), 'text')}, one for each column; it was {list(row)}"
                )
        self.caption, self.header, self.rows = caption, list(header), [list(row) for row in rows]

    def __repr__(self) -> str:
        """Return the rows as lines of text."""
        return "\n".join([f"{self.caption}.", *("; ".join(row) for row in self.rows)])

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws."""
        return {"kind": "table", "caption": self.caption, "header": self.header, "rows": self.rows}

    def _repr_html_(self) -> str:
        # A header cell without a text would puzzle a screen reader.
        head = "".join(f'<th scope="col">{html.escape(text)}</th>' if text else "<td></td>" for text in self.header)
        body = ""
        for first, *others in self.rows:
            cells = "".join(f"<td>{html.escape(text)}</td>" for text in others)
            body += f'<tr><th scope="row">{html.escape(first)}</th>{cells}</tr>'
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="explorer-table">{table}</div>'


class View:
    """Several blocks, one below the other, as one state of an explorer.

    Parameters
    ----------
    *blocks : Linked, Table, Picture, Chart or Note
        What to show, in order.
    summary : str
        The state's result in a sentence: what a screen reader says when a control moves, and what `print` shows.
    code : mapping of str to str, optional
        For each library the lines that compute this state; ``{X}`` stands for the numbers of the linked array X as
        the reader has edited them.

    Raises
    ------
    TypeError
        If a block is of another kind, or there is none.
    """

    def __init__(self, *blocks: Any, summary: str, code: Mapping[str, str] | None = None) -> None:
        if not blocks:
            raise TypeError("a view needs at least one block: Linked, Table, a Picture or a Note")
        for block in blocks:
            if not hasattr(block, "as_json") and not hasattr(block, "_repr_html_"):
                raise TypeError(f"a block must be Linked, a Table, a Picture or a Note; it was {describe(block)}")
        self.blocks, self.summary, self.code = blocks, summary, dict(code or {})

    def __repr__(self) -> str:
        """Return the summary, and the tables as text."""
        return "\n".join([self.summary, *(repr(block) for block in self.blocks if isinstance(block, Table))])

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws."""
        return {"blocks": [block_json(block) for block in self.blocks], "summary": self.summary, "code": self.code}

    def _repr_html_(self) -> str:
        return "".join(block._repr_html_() for block in self.blocks)


def block_json(block: Any) -> dict[str, Any]:
    """Return one block for the front end; a picture is HTML already."""
    found: dict[str, Any] = (
        block.as_json() if hasattr(block, "as_json") else {"kind": "html", "html": block._repr_html_()}
    )
    return found


def as_view(drawn: Any) -> View:
    """Return what a `draw` returned as a view: a block alone is a view too."""
    if isinstance(drawn, View):
        return drawn
    if isinstance(drawn, Note):
        return View(drawn, summary=drawn.text)
    if isinstance(drawn, Linked):
        return View(drawn, summary=drawn.summary())
    if not hasattr(drawn, "_repr_html_"):
        raise TypeError(f"draw must return a View, Linked, a Table, a Picture or a Note; it returned {describe(drawn)}")
    return View(drawn, summary=getattr(drawn, "alt", "") or repr(drawn))
