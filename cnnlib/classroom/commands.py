"""The commands ``sheets``, ``export`` and ``grade``: what each takes, and what is said when it cannot."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from cnnlib.arguments import plural
from cnnlib.classroom import key, pdf
from cnnlib.classroom.answers import read_answers
from cnnlib.classroom.chromium import find_chromium
from cnnlib.classroom.credit import Credit, read_credit, write_credit
from cnnlib.classroom.deal import HOMEWORK, Sheet, deal, find_code
from cnnlib.classroom.exports import FORMATS, find_export
from cnnlib.classroom.extra import Missing, load
from cnnlib.classroom.grade import collect, grade
from cnnlib.classroom.page import END
from cnnlib.classroom.roster import Student, count_students, read_roster
from cnnlib.classroom.safe import open_whole, write_whole
from cnnlib.classroom.sheets import PAPERS, name_file, write_page
from cnnlib.problems.practice import SIZES

Item = TypeVar("Item")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without them those of the command line.

    Returns
    -------
    int
        The exit status: 0; 2 with one sentence for what cannot be done; 130 after an interrupt.
    """
    options = make_parser().parse_args(arguments)
    try:
        options.run(options)
    except (ValueError, Missing) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or 'a file'} cannot be written or read: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. What is written is whole; the same command goes on from there.", file=sys.stderr)
        return 130
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m cnnlib.classroom", description="A class and its own numbers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    sheets = add_command(commands, "sheets", make_sheets, "write a sheet for each student, and the key")
    sheets.add_argument("--no-pdf", action="store_true", help="HTML alone, which needs no browser")
    sheets.add_argument("--paper", choices=PAPERS, default="a4", help="what the PDFs are for")
    sheets.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the sheets and the key go")

    export = add_command(commands, "export", export_sheets, "write what a learning platform takes")
    export.add_argument("--to", choices=FORMATS, required=True, help="the format")
    export.add_argument("--out", type=Path, required=True, metavar="PATH", help="the file or folder to write")

    grade = add_command(commands, "grade", grade_answers, "mark what was handed in, and count the slips")
    grade.add_argument("--answers", type=Path, required=True, metavar="PATH", help="a CSV file, or a folder")
    grade.add_argument("--credit", type=Path, metavar="FILE", help="what parts are worth and slips get, as TOML")
    grade.add_argument("--out", type=Path, required=True, metavar="FILE", help="the CSV file with the marks")

    says = "write a file that says what parts are worth and slips get, to be edited"
    credit = commands.add_parser("credit", help=says, description=says.capitalize() + ".")
    credit.set_defaults(run=make_credit)
    credit.add_argument("--out", type=Path, required=True, metavar="FILE", help="the TOML file to write")
    return parser


def add_command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], None], says: str
) -> argparse.ArgumentParser:
    """Add a command, with the options that say who is in the class and which numbers they get."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=says, description=says.capitalize() + ".")
    command.set_defaults(run=run)
    students = command.add_mutually_exclusive_group()
    students.add_argument("--roster", type=Path, metavar="FILE", help="CSV with the columns id and name")
    students.add_argument("--count", type=int, metavar="N", help="without a roster: this many sheets, without names")
    numbers = command.add_mutually_exclusive_group(required=True)
    numbers.add_argument("--seed", type=int, metavar="N", help="decides all numbers, together with a student's id")
    numbers.add_argument("--own", action="store_true", help="the homework's own numbers instead of fresh ones")
    command.add_argument("--size", choices=SIZES, default="medium", help="how much there is to compute")
    return command


def find_students(options: argparse.Namespace) -> tuple[Student, ...]:
    """Return the students whom the options name."""
    if options.roster is not None:
        return read_roster(options.roster)
    if options.count is not None:
        return count_students(options.count)
    if options.own:
        return (HOMEWORK,)
    raise ValueError("Who is in the class? Give --roster FILE or --count N")


def find_dealer(options: argparse.Namespace) -> Callable[[Student], Sheet]:
    """Return the function that gives a student the numbers that the options name."""
    if options.own:
        return Sheet.own
    deal(options.seed, HOMEWORK, options.size)  # refuses a seed before anything is written
    return partial(deal, options.seed, size=options.size)


def show_progress(items: Iterable[Item], total: int, unit: str) -> Iterator[Item]:
    """Return items, with a bar that says how many have gone by and how many do in a second."""
    bar = load("tqdm", "the progress bar").tqdm
    return iter(bar(items, total=total, unit=f" {unit}", leave=True))


def make_sheets(options: argparse.Namespace) -> None:
    """Write the sheets and the key."""
    students, dealer = find_students(options), find_dealer(options)
    if not options.no_pdf:
        find_chromium()  # before anything is written
        for package in ("pypdfium2", "pypdf"):
            load(package, "cutting and joining PDFs")
    names: list[str] = []
    with open_whole(options.out / "key.html") as file:
        for sheet in show_progress(map(dealer, students), len(students), "sheets"):
            if not names:
                file.write(key.write_head(sheet).encode())
            file.write(key.write_section(sheet).encode())
            names.append(name_file(sheet))
            page = options.out / "students" / f"{names[-1]}.html"
            if not page.exists():
                write_whole(page, write_page(sheet))
        file.write(END.encode())
    print(f"{plural(len(names), 'sheet')} in {options.out / 'students'}, the key in {options.out / 'key.html'}")
    if not options.no_pdf:
        print_sheets(options, dealer, students, names)


def print_sheets(
    options: argparse.Namespace, dealer: Callable[[Student], Sheet], students: Sequence[Student], names: Sequence[str]
) -> None:
    """Print the sheets into PDFs."""
    with load("tqdm", "the progress bar").tqdm(total=len(students), unit=" PDFs") as bar:
        for count in pdf.print_all(dealer, students, names, options.out, options.paper):
            bar.update(count)
    (joined,) = options.out.glob("all-sheets-*.pdf")
    print(f"For the printer: {joined}")


def export_sheets(options: argparse.Namespace) -> None:
    """Write what a learning platform takes."""
    students, dealer = find_students(options), find_dealer(options)
    export = find_export(options.to)
    export(show_progress(map(dealer, students), len(students), "sheets"), options.out)
    print(f"{plural(len(students), 'sheet')} in {options.out}")


def grade_answers(options: argparse.Namespace) -> None:
    """Write marks, totals, slips and the report."""
    students, dealer = find_students(options), find_dealer(options)
    credit = read_credit(options.credit) if options.credit else Credit()
    codes = {find_code(options.seed, options.size, student.id): student.id for student in students}
    pile = collect(read_answers(options.answers), codes)
    sheets = show_progress(map(dealer, students), len(students), "sheets")
    print(grade(students, sheets, pile, credit, options.out))
    print(f"Marks in {options.out}, and beside it totals, slips and this report.")


def make_credit(options: argparse.Namespace) -> None:
    """Write a file of credits."""
    if options.out.exists():
        raise ValueError(f"{options.out} is there already, and may have been edited: give another name")
    write_whole(options.out, write_credit())
    print(f"Edit {options.out}, and name it with grade --credit.")
