"""Grade a class: whose each answer is, the marks of all, and a report of what could not be graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from textwrap import fill

from cnnlib.arguments import plural
from cnnlib.classroom import slips
from cnnlib.classroom.answers import HandedIn, Refused
from cnnlib.classroom.credit import Credit
from cnnlib.classroom.deal import Sheet, read_code
from cnnlib.classroom.marks import Mark, mark_sheet
from cnnlib.classroom.roster import Student
from cnnlib.classroom.safe import open_whole, write_whole
from cnnlib.classroom.tables import describe_cell, write_rows

COLUMNS = (
    "id",
    "name",
    "code",
    "part",
    "points",
    "out of",
    "outcome",
    "slip",
    "answer",
    "reason",
    "rule",
    "judge again",
)

WIDTH = 84  # letters in a line of the report


@dataclass
class Pile:
    """What was handed in, by student, and what was refused.

    Attributes
    ----------
    handed_in : dict of str to HandedIn
        By the students' ids.
    refused : list of Refused
        What cannot be graded.
    """

    handed_in: dict[str, HandedIn] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)


def collect(found: Iterable[HandedIn | Refused], codes: Mapping[str, str]) -> Pile:
    """Find out whose each answer is.

    Parameters
    ----------
    found : iterable of HandedIn or Refused
        All that was handed in.
    codes : mapping of str to str
        The students' ids by the codes of their sheets.
    """
    pile, ids = Pile(), {*codes.values()}
    for one in found:
        if isinstance(one, Refused):
            pile.refused.append(one)
            continue
        id, wrong = find_owner(one, codes, ids)
        if not wrong and id in pile.handed_in:
            wrong = f"{describe_cell(id)} has handed in {pile.handed_in[id].source} already, which is graded"
        if wrong:
            pile.refused.append(Refused(one.source, wrong))
        else:
            pile.handed_in[id] = one
    return pile


def find_owner(one: HandedIn, codes: Mapping[str, str], ids: set[str]) -> tuple[str, str]:
    """Return the id of the student whose answers these are, and what is wrong with them, or ""."""
    if not one.code:
        return one.id, "" if one.id in ids else f"the roster has no student {describe_cell(one.id)}"
    code = read_code(one.code)
    if code is None:
        return "", f"{describe_cell(one.code)} is the code of no sheet: a character in it is wrong or missing"
    if code not in codes:
        return "", f"{code} is the code of another class, seed or size"
    if one.id and one.id != codes[code]:
        return "", f"{code} is the sheet of {describe_cell(codes[code])}, not of {describe_cell(one.id)}"
    return codes[code], ""


def write_marks(
    sheets: Iterable[Sheet], pile: Pile, credit: Credit, out: Path
) -> tuple[slips.Tally, list[tuple[Student, str, dict[str, Decimal]]]]:
    """Mark the sheets of a class into a table; return what came of the answers, and each student's points by part."""
    tally, totals = slips.Tally(), []
    with open_whole(out) as file:
        file.write(write_rows([COLUMNS]).encode())
        for sheet in sheets:
            one = pile.handed_in.get(sheet.student.id)
            marks = [*mark_sheet(sheet, one.answers if one else {}, credit)]
            file.write(write_rows(write_row(sheet, mark) for mark in marks).encode())
            tally.add(marks)
            totals.append((sheet.student, sheet.code, {mark.part: mark.points for mark in marks}))
    return tally, totals


def write_row(sheet: Sheet, mark: Mark) -> Sequence[object]:
    """Return the row of a mark."""
    student = (sheet.student.id, sheet.student.name, sheet.code)
    points = (f"{mark.points.normalize():f}", f"{mark.worth.normalize():f}")
    return (*student, mark.part, *points, mark.outcome, mark.slip, mark.answer, mark.reason, mark.rule, mark.call)


def write_totals(totals: Iterable[tuple[Student, str, Mapping[str, Decimal]]]) -> str:
    """Return a table with a row for each student: the sum, and the points of each part."""
    rows: list[Sequence[object]] = []
    for student, code, points in totals:
        rows = rows or [("id", "name", "code", "points", *points)]
        numbers = (f"{number.normalize():f}" for number in (sum(points.values(), Decimal(0)), *points.values()))
        rows.append((student.id, student.name, code, *numbers))
    return write_rows(rows)


def write_report(pile: Pile, tally: slips.Tally, students: Sequence[Student]) -> str:
    """Return what was graded, what was refused and why, who handed in nothing, and the slips."""
    silent = [student for student in students if student.id not in pile.handed_in]
    lines = [f"{plural(len(students), 'student')}: {len(pile.handed_in)} graded, {len(silent)} without answers."]
    lines += ["", f"Refused: {len(pile.refused)}", *(wrap(f"{one.source}: {one.reason}") for one in pile.refused)]
    names = (f"  {one.id} {one.name}".rstrip() for one in silent)
    lines += ["", f"Nothing to grade from: {len(silent)}", *names]
    return "\n".join([*lines, "", slips.write_text(tally)])


def wrap(text: str) -> str:
    """Return an entry of the report, in lines that fit on a terminal."""
    return fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def grade(
    students: Sequence[Student],
    sheets: Iterable[Sheet],
    pile: Pile,
    credit: Credit,
    out: Path,
) -> str:
    """Write the marks of a class, and beside them totals, slips and the report, which is returned."""
    tally, totals = write_marks(sheets, pile, credit, out)
    report = write_report(pile, tally, students)
    write_whole(beside(out, "totals.csv"), write_totals(totals))
    write_whole(beside(out, "slips.csv"), slips.write_table(tally))
    write_whole(beside(out, "slips.svg"), slips.draw(tally))
    write_whole(beside(out, "report.txt"), report)
    return report


def beside(out: Path, name: str) -> Path:
    """Return the path of a file beside the marks, such as marks-slips.csv."""
    return out.with_name(f"{out.stem}-{name}")
