"""The students of a class: read from a roster, or counted where there is none."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cnnlib.arguments import as_integer
from cnnlib.classroom.tables import Row, TableError, describe_cell, read_table

COLUMNS = ("id", "name")
LONGEST = 100  # characters of an id or a name
MOST = 100_000  # students


@dataclass(frozen=True)
class Student:
    """A student of a class.

    Attributes
    ----------
    id : str
        What tells the student from all others; the numbers of the sheet depend on it.
    name : str
        As it stands on the sheet; "" leaves a line to write it on.
    """

    id: str
    name: str = ""


def read_roster(path: Path | str) -> tuple[Student, ...]:
    """Read a roster.

    Parameters
    ----------
    path : path
        A CSV file with the columns id and name, in any order and among others; UTF-8 or UTF-16, with commas,
        semicolons or tabs.

    Returns
    -------
    tuple of Student
        In the order of the roster.

    Raises
    ------
    TableError
        If it is no such file, or a row has no id or name, the id of another row, or what no sheet can show. The
        message names the row, counted as a spreadsheet program does: the header is row 1.
    """
    path = Path(path)
    students: dict[str, Student] = {}
    rows: dict[str, int] = {}
    for row in read_table(path, COLUMNS):
        try:
            student = read_student(row)
            if earlier := rows.get(student.id):
                raise TableError(f"it has the id of row {earlier}, {describe_cell(student.id)}")
            if len(students) == MOST:
                raise TableError(f"a class has at most {MOST:,} students")
        except TableError as error:
            raise TableError(f"{path}, row {row.number}: {error}") from None
        students[student.id], rows[student.id] = student, row.number
    if not students:
        raise TableError(f"{path} names no student: it has a header and no row below it")
    return tuple(students.values())


def read_student(row: Row) -> Student:
    """Return the student of a row; `TableError` says what is wrong with it."""
    if row.wrong:
        raise TableError(row.wrong)
    cells = (unicodedata.normalize("NFC", row.cells[column]) for column in COLUMNS)
    student = Student(*cells)
    for column, cell in zip(COLUMNS, (student.id, student.name), strict=True):
        if not cell:
            raise TableError(f"it has no {column}")
        if len(cell) > LONGEST:
            raise TableError(f"its {column} has more than {LONGEST} characters")
        if not cell.isprintable():
            raise TableError(f"its {column} has a character that cannot be printed, {describe_cell(cell)}")
    return student


def count_students(count: int) -> tuple[Student, ...]:
    """Return students without names, whose ids are "0001", "0002" and so on.

    Parameters
    ----------
    count : int
        How many, 1 or more. The first ones of a larger class are those of a smaller one.
    """
    count = as_integer("count", count, least=1)
    if count > MOST:
        raise ValueError(f"count must be at most {MOST:,}; it was {count:,}")
    return tuple(Student(f"{number:04}") for number in range(1, count + 1))
