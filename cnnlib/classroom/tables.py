"""CSV files as spreadsheet programs write them: read row by row, and written so that no cell runs as a formula."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cnnlib.arguments import describe, plural

LARGEST = 64 * 2**20  # bytes of a table
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet program may run, if a cell starts with it


class TableError(ValueError):
    """What is wrong with a table, in one sentence."""


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    number : int
        As a spreadsheet program counts it; the header is row 1.
    cells : dict of str to str
        By the names of the columns, without spaces around them.
    wrong : str
        What is wrong with the row, if it has no cells.
    """

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    wrong: str = ""


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Read a table that has some columns, among others.

    Parameters
    ----------
    path : Path
        UTF-8 or UTF-16 with a byte-order mark; cells parted by commas, semicolons or tabs.
    columns : sequence of str
        Their names, in small letters; the table may have capitals.

    Yields
    ------
    Row
        All but empty rows; a row that cannot be read says what is wrong with it.

    Raises
    ------
    TableError
        If it is no table, or lacks a column.
    """
    text = decode(path)
    first = text.lstrip("\r\n").splitlines()[:1] or [""]
    delimiter = max(",;\t", key=first[0].count)
    rows = parse(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    header = next((cells for _, cells in rows if cells), [])
    if isinstance(header, str):
        raise TableError(f"{path}: the header cannot be read: {header}")
    names = [name.strip().casefold() for name in header]
    for column in columns:
        if names.count(column) != 1:
            has = f"it has {', '.join(map(describe_cell, header[:8]))}" if any(names) else "it is empty"
            raise TableError(f"{path} must have one column {column}; {has}")
    for number, cells in rows:
        if isinstance(cells, str):
            yield Row(number, wrong=cells)
        elif len(cells) != len(names) and any(map(str.strip, cells)):
            says = f"it has {plural(len(cells), 'cell')} where the header has {len(names)}"
            yield Row(number, wrong=f"{says}; a cell with a {name_delimiter(delimiter)} needs quotation marks")
        elif any(map(str.strip, cells)):
            yield Row(number, dict(zip(names, map(unescape, cells), strict=True)))


def decode(path: Path) -> str:
    """Return the text of a file."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise TableError(f"{path} is larger than {LARGEST // 2**20} MB")
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TableError(f'{path} must be text in UTF-8 or UTF-16; a spreadsheet program calls it "CSV UTF-8"')
    return text


def parse(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | str]]:
    """Return the number and the cells of each row, or what is wrong with it."""
    number = 0
    while True:
        number += 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, {"unexpected end of data": "a quotation mark is not closed"}.get(str(error), str(error))


def name_delimiter(delimiter: str) -> str:
    """Return the word for what parts the cells."""
    return {",": "comma", ";": "semicolon", "\t": "tab"}[delimiter]


def describe_cell(cell: str) -> str:
    """Say what stands in a cell, however long it is."""
    return describe(cell).removesuffix(" (str)")


def escape(cell: object) -> str:
    """Return the text of a cell, with a ' before what a spreadsheet program might run."""
    text = str(cell)
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unescape(cell: str) -> str:
    """Return what stands in a cell, without the ' that `escape` puts before it, and without spaces around it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def write_rows(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as the text of a table with commas, as RFC 4180 has it, its cells escaped."""
    text = io.StringIO()
    csv.writer(text).writerows(map(escape, row) for row in rows)
    return text.getvalue()
