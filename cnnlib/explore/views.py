"""What a `draw` may return: linked arrays, tables, pictures and sentences, alone or several in a `View`."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cnnlib.arguments import describe, plural
from cnnlib.explore.charts import Chart
from cnnlib.explore.linked import Linked
from cnnlib.pictures import Note, Picture

__all__ = ["Asked", "Table", "View", "as_view"]


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
        for first, *rest in self.rows:
            cells = "".join(f"<td>{html.escape(text)}</td>" for text in rest)
            body += f'<tr><th scope="row">{html.escape(first)}</th>{cells}</tr>'
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="explorer-table">{table}</div>'


@dataclass(frozen=True)
class Asked:
    """What a state tells that a problem asks for: it is hidden until the parts that ask for it are answered.

    Attributes
    ----------
    parts : tuple of str
        The parts, such as ``("2b", "2c")``.
    keep : tuple of str
        The linked arrays that are given, and are shown all the same.
    what : str
        What it is, with its verb; nothing is said of it if it is empty, as where a panel above says it.
    opens : mapping of str to str
        Of linked arrays with stages the result that is shown with its stage as soon as a part is answered, by the part.
    """

    parts: tuple[str, ...]
    keep: tuple[str, ...] = ()
    what: str = "What is asked is"
    opens: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what the front end needs."""
        names = [f"{part[0]}({part[1]})" for part in self.parts]
        which = f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
        says = f"{self.what} hidden here until {which} answered." if self.what else ""
        found = {"parts": self.parts, "keep": self.keep, "says": says}
        return found | ({"opens": dict(self.opens)} if self.opens else {})


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
    asked : Asked, optional
        What of it a problem asks for.
    before : mapping of str to str, optional
        What a link that was saved before there were stages means by the controls and the choices that it does not name,
        by their names: ``{"activation": "sigmoid"}``.

    Raises
    ------
    TypeError
        If a block is of another kind, there is none, or the summary or a library's lines are no text.
    """

    def __init__(
        self,
        *blocks: Any,
        summary: str,
        code: Mapping[str, str] | None = None,
        asked: Asked | None = None,
        before: Mapping[str, str] | None = None,
    ) -> None:
        if not blocks:
            raise TypeError(f"a view needs at least one block: {KINDS}")
        for block in blocks:
            if not isinstance(block, BLOCKS):
                raise TypeError(f"a block must be {KINDS}; it was {explain_mismatch(block)}")
        self.blocks, self.summary, self.code, self.asked = blocks, summary, dict(code or {}), asked
        self.before = dict(before or {})
        for text in (summary, *self.code, *self.code.values()):
            if not isinstance(text, str):
                raise TypeError(
                    f"the summary and the code of a view must be texts; one of them was {explain_mismatch(text)}"
                )

    def __repr__(self) -> str:
        """Return the summary, and the tables as text."""
        return "\n".join([self.summary, *(repr(block) for block in self.blocks if isinstance(block, Table))])

    def as_json(self) -> dict[str, Any]:
        """Return what the front end draws."""
        shown = {"blocks": [block_as_json(block) for block in self.blocks], "summary": self.summary, "code": self.code}
        rest = {"asked": self.asked and self.asked.as_json(), "before": self.before}
        return shown | {key: value for key, value in rest.items() if value}

    def _repr_html_(self) -> str:
        return "".join(block._repr_html_() for block in self.blocks)


# What has a form of its own is not taken for a block: Matplotlib's figures and data frames may have one that is empty.
BLOCKS = (Linked, Table, Chart, Picture, Note)
KINDS = "Linked, a Table, a Chart, a Picture or a Note"


def block_as_json(block: Any) -> dict[str, Any]:
    """Return one block for the front end; a picture, a chart and a note are HTML already."""
    if isinstance(block, Linked | Table):
        return block.as_json()
    return {"kind": "html", "html": block._repr_html_()}


def explain_mismatch(wrong: Any) -> str:
    """Say what is no block, and where it may belong."""
    from matplotlib.artist import Artist  # here: it takes long to load, and few need it

    what = " ".join(describe(wrong).split())
    if isinstance(wrong, Artist):
        return f"{what}; a Matplotlib figure belongs into a Picture(figure, alt)"
    if isinstance(wrong, str):
        return f"{what}; a text belongs into a Note(text)"
    if isinstance(wrong, list | tuple) and wrong and all(isinstance(one, BLOCKS) for one in wrong):
        return f"{what}; several blocks belong into a View(*blocks, summary=text)"
    return f"{what}; a function without a return gives None" if wrong is None else what


def as_view(returned: Any) -> View:
    """Return what a `draw` returned as a view: a block alone is a view too."""
    if isinstance(returned, View):
        return returned
    if isinstance(returned, Note):
        return View(returned, summary=returned.text)
    if isinstance(returned, Linked):
        return View(returned, summary=returned.summary())
    if isinstance(returned, Table):
        return View(returned, summary=repr(returned))
    if isinstance(returned, Chart | Picture):
        return View(returned, summary=returned.alt)
    raise TypeError(f"draw must return a View, {KINDS}; it returned {explain_mismatch(returned)}")
