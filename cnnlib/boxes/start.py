"""The start page asks: one claim of the answer key beside a grid that plays, and the whole key as a game."""

from __future__ import annotations

import html
import json
from abc import ABC, abstractmethod
from typing import Any

from cnnlib.answers import KEY, STATED, about, audit, spell
from cnnlib.arguments import Array
from cnnlib.explore.static import explorers_are_static
from cnnlib.pictures import format_number, format_sum
from cnnlib.problems import own

__all__ = ["Claim", "Game"]

CLAIMED = "2c"
PLAY = '<p class="claim-tools"><button type="button" class="claim-play">Play</button></p>'
YES_NO = (
    '<p class="claim-tools"><button type="button" value="yes">Yes</button> '
    '<button type="button" value="no">No</button></p>'
)
HEAD = (
    '<div class="game-head"><p class="game-score" role="status"></p>'
    '<p><button type="button" class="game-check">Check my marks</button> '
    '<button type="button" class="game-again">Start over</button></p></div>'
)


class StartElement(ABC):
    """What the start page shows: on a page HTML, in a notebook a widget with the same HTML."""

    @abstractmethod
    def write_html(self) -> str:
        """Return the element, with what its script needs."""

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        if explorers_are_static():
            return {"text/plain": repr(self), "text/html": self.write_html()}
        from cnnlib.boxes.live import StartView

        return StartView(html=self.write_html())._repr_mimebundle_(**kwargs)


class Claim(StartElement):
    """What the key says of 2(c), beside the image and the Z of Problem 2, and whether it is so.

    With scripts the kernel goes over the image once, and Z fills; each cell of Z can be asked for its sum.
    """

    def __init__(self) -> None:
        """Take Problem 2 of the homework."""
        problem: Any = own(2)
        self.image, self.kernel, self.Z = problem.image, problem.kernel, problem.Z
        self.value, self.pixel = KEY[CLAIMED]
        self.right = problem.right("c")[1]

    def __repr__(self) -> str:
        """Return the claim as text."""
        return f"The key says of {spell(CLAIMED)}: {STATED[CLAIMED]}. Is it?"

    def sum_at(self, row: int, column: int) -> str:
        """Write out one element of Z."""
        rows, columns = self.kernel.shape
        window = self.image[row : row + rows, column : column + columns]
        return f"Z[{row}, {column}] = {format_sum(self.kernel, window)}"

    def write_html(self) -> str:
        """Return both grids, the claim, and the buttons."""
        rows, columns = self.Z.shape
        data = {
            "kernel": self.kernel.shape,
            "sums": [[self.sum_at(i, j) for j in range(columns)] for i in range(rows)],
            "claimed": self.pixel,
            "right": self.right,
            "part": CLAIMED,
            "value": self.value,
            "there": int(self.Z[self.pixel]),
        }
        grids = "".join(map(write_grid, "XWZ", (self.image, self.kernel, self.Z)))
        return (
            '<div class="claim">'
            f'<div class="claim-grids">{grids}'
            '<p class="claim-sum" role="status"></p>'
            f"{PLAY}</div>"
            '<div class="claim-said"><p>The largest positive value of Z, and its pixel (row, column). '
            "The key says:</p>"
            f'<p class="claim-key">{html.escape(STATED[CLAIMED])}</p>'
            f"<p>Is it?</p>{YES_NO}"
            '<p class="claim-verdict" role="status"></p></div>'
            f'<script type="application/json">{json.dumps(data)}</script></div>'
        )


def write_grid(name: str, values: Array) -> str:
    """Return an array as a table whose rows and columns are numbered, its cells coloured as an explorer's are."""
    most = abs(values).max()
    head = "".join(f'<th scope="col">{j}</th>' for j in range(values.shape[1]))
    body = "".join(
        f'<tr><th scope="row">{i}</th>' + "".join(write_cell(value, most) for value in row) + "</tr>"
        for i, row in enumerate(values.tolist())
    )
    caption = f"<caption>{name} <small>{values.shape}</small></caption>"
    head = f"{caption}<thead><tr><td></td>{head}</tr></thead>"
    return f'<table class="claim-{name.lower()}">{head}<tbody>{body}</tbody></table>'


def write_cell(value: float, most: float) -> str:
    """Return one cell; its colour is as strong as its number is large."""
    kind = ' class="negative"' if value < 0 else "" if value else ' class="zero"'
    return f'<td{kind} style="--share:{abs(value) / most:.1f}">{format_number(value)}</td>'


class Game(StartElement):
    """All answers of the key, of which some are wrong: find them.

    Parameters
    ----------
    pages : mapping of str to str
        The file of each problem's chapter, without its ending, by the problem's number.
    """

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages, self.verdicts = pages, audit()

    def __repr__(self) -> str:
        """Return the key's answers as text."""
        return "\n".join(f"{spell(part)} {about(part).asked}: {text}" for part, text in STATED.items())

    def write_html(self) -> str:
        """Return the key's answers, each with its button, below the score."""
        wrong = [part for part, verdict in self.verdicts.items() if not verdict.right]
        data = {
            "wrong": {part: self.verdicts[part].reason for part in wrong},
            "conditions": {part: one.condition for part, one in self.verdicts.items() if one.condition},
        }
        rows = "".join(self.write_row(part) for part in STATED)
        return (
            f'<div class="game">{HEAD}'
            f'<ol class="game-list">{rows}</ol>'
            f'<script type="application/json">{json.dumps(data)}</script></div>'
        )

    def write_row(self, part: str) -> str:
        """Return one answer of the key, with a button that marks it as wrong."""
        name, page = spell(part), f"{self.pages[part[0]]}.{'html' if explorers_are_static() else 'md'}"
        mark = f'<button type="button" aria-pressed="false" aria-label="{name} is wrong">wrong?</button>'
        return (
            f'<li data-part="{part}"><a href="{page}#part-{part}">{name}</a> '
            f'<span class="game-asked">{html.escape(about(part).asked)}</span>'
            f'<span class="game-stated">{html.escape(STATED[part])}</span>'
            f'{mark}<span class="game-told"></span></li>'
        )
