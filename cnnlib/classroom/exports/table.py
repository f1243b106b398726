"""A table for a spreadsheet: for each student the problems, the right answers and what names the instance."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.safe import open_whole
from cnnlib.classroom.tables import write_rows

COLUMNS = ("id", "name", "code", "part", "asked", "right answer")


def export(sheets: Iterable[Sheet], out: Path) -> None:
    """Write a CSV file with a row for each part of each sheet.

    Parameters
    ----------
    sheets : iterable of Sheet
        Of a class.
    out : Path
        The file.
    """
    with open_whole(out) as file:
        file.write(write_rows([COLUMNS]).encode())
        for sheet in sheets:
            student = (sheet.student.id, sheet.student.name, sheet.code)
            rows = ((*student, name, part.asked, part.shown) for name, part in sheet.parts().items())
            file.write(write_rows(rows).encode())
