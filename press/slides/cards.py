"""What is printed before a lecture: cards to vote with, and blank grids to compute on."""

from __future__ import annotations

from press.finish.pages import Page
from press.finish.policy import add_policy
from press.slides.votes import LETTERS

STYLE = """
@page { size: A4; margin: 12mm; }
body { margin: 0; font: 14px/1.4 system-ui, sans-serif; color: #111; background: #fff; }
main { max-width: 186mm; margin: auto; }
h1 { font-size: 22px; }
.cards { display: grid; grid-template-columns: 1fr 1fr; }
.cards div { display: grid; place-content: center; height: 128mm; font-size: 70mm; font-weight: 700; line-height: 1;
  border: 1px dashed #767676; }
.sheet { break-before: page; }
table { display: inline-table; margin: 4mm 8mm 4mm 0; border-collapse: collapse; vertical-align: top; }
caption { padding: 1mm 0; font-size: 16px; font-weight: 700; text-align: left; }
td { width: 12mm; height: 12mm; border: 1px solid #111; }
th { width: 6mm; height: 6mm; font-weight: 400; color: #444; }
@media print { .screen { display: none; } }
"""

# The title of each sheet, with its grids: name, rows and columns.
SHEETS: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...] = (
    ("Problem 2: X, W and Z", (("X", 6, 5), ("W", 2, 2), ("Z", 5, 4))),
    ("Problem 4: dJ/dZ, dJ/dW and dJ/dX", (("dJ/dZ", 5, 4), ("dJ/dW", 2, 2), ("dJ/dX", 6, 5))),
    ("Problem 5: x, sub-sampled and max-pooled", (("x", 1, 8), ("sub-sampled", 1, 4), ("max-pooled", 1, 4))),
    ("Any other numbers", (("", 6, 6), ("", 3, 3), ("", 6, 6))),
)


def write_grid(name: str, rows: int, columns: int) -> str:
    """Return an empty grid with its indices."""
    head = "".join(f'<th scope="col">{column}</th>' for column in range(columns))
    body = "".join(f'<tr><th scope="row">{row}</th>{"<td></td>" * columns}</tr>' for row in range(rows))
    caption = f"<caption>{name or '&nbsp;'}</caption>"
    return f"<table>{caption}<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>".replace(
        "<tr><td></td>", '<tr><th aria-hidden="true"></th>'
    )


def write_page(name: str, title: str, body: str) -> Page:
    """Return a page that is printed."""
    page = Page(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>",
        f"slides/{name}",
    )
    add_policy(page, [])
    return page


def write_cards() -> Page:
    """Return a sheet with a card for each letter, to print, to cut and to hold up."""
    cards = "".join(f"<div>{letter}</div>" for letter in LETTERS)
    told = "One sheet for each student: print it, and cut along the lines or fold it twice."
    return write_page(
        "cards", "Cards to vote with", f'<h1 class="screen">Cards to vote with</h1><p class="screen">{told}</p>'
        f'<div class="cards">{cards}</div>',
    )  # fmt: skip


def write_grids() -> Page:
    """Return blank grids for the problems that are computed by hand."""
    sheets = "".join(
        f"<section{' class=sheet' if k else ''}><h1>{title}</h1>"
        f"{''.join(write_grid(*grid) for grid in grids)}</section>"
        for k, (title, grids) in enumerate(SHEETS)
    )
    return write_page("grids", "Blank grids", sheets)
