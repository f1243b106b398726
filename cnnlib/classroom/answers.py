"""What students hand in, as literals and text: a table, the files that sheets save, notebooks. No code of theirs runs.

A table is a CSV file with the column id and one for each part, ``1a`` to ``5c``. A notebook answers in code cells that
assign a literal to a name such as ``answer_2c``; if it has cells that nbgrader calls ``answer-2c``, only these count.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cnnlib.classroom.tables import TableError, read_table

PART = re.compile("[1-5][a-e]")
NAME = re.compile(r"answer_([1-5][a-e])")
CELL = re.compile(r"answer-([1-5][a-e])")
ASSIGNED = re.compile(rf"^{NAME.pattern}\b", re.MULTILINE)
LONGEST = 1000  # characters of an answer
LONGEST_CELL = 20_000  # characters of a notebook's cell
LARGEST = 8 * 2**20  # bytes of a JSON file, of which three may take sixty in memory

Answer = Any
"""A text, a literal of a notebook, the choices of a formula by the names of their fields, or `NoAnswer`."""


@dataclass(frozen=True)
class NoAnswer:
    """What stands in the place of an answer and is none: how it begins, and why it is none."""

    text: str
    why: str


@dataclass(frozen=True)
class HandedIn:
    """What one student handed in.

    Attributes
    ----------
    source : str
        The file, and in a table the row.
    answers : mapping of str to object
        By the names of the parts.
    id : str
        The student's, if it is known.
    code : str
        That of the sheet, if it is known.
    """

    source: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    id: str = ""
    code: str = ""


@dataclass(frozen=True)
class Refused:
    """What cannot be graded, and why."""

    source: str
    reason: str


def read_answers(path: Path) -> Iterator[HandedIn | Refused]:
    """Read all that a class handed in.

    Parameters
    ----------
    path : Path
        A table, or a folder with tables, saved answers and notebooks; in folders of their own too, which are named
        after the students' ids.

    Yields
    ------
    HandedIn or Refused
        In the order of the names.

    Raises
    ------
    TableError
        If there is no such file or folder, or a table that is named by itself is none.
    """
    if not path.exists():
        raise TableError(f"{path} cannot be read: there is no such file or folder")
    if not path.is_dir():
        yield from read_rows(path, path.name)
        return
    for file in walk(path):
        source = str(file.relative_to(path))
        try:
            refuse_links(file)
            yield from READERS.get(file.suffix.lower(), refuse_kind)(file, source)
        except (TableError, Unreadable) as error:
            yield Refused(source, str(error).removeprefix(f"{file}").lstrip(": "))


class Unreadable(ValueError):
    """Why a file cannot be read, in half a sentence."""


def walk(folder: Path) -> Iterator[Path]:
    """Return what is in a folder, links and hidden files too, but not what links lead to."""
    for root, folders, files in os.walk(folder):
        linked = [name for name in folders if Path(root, name).is_symlink()]
        folders.sort()  # in whose order they are walked, links left out
        yield from (Path(root, name) for name in sorted([*files, *linked]))


def refuse_kind(file: Path, source: str) -> Iterator[HandedIn]:
    """Refuse a file of another kind."""
    raise Unreadable("it is no table (.csv), no answers that a sheet saved (.json) and no notebook (.ipynb)")


def refuse_links(file: Path) -> None:
    """Refuse what is no file, and what may be a file elsewhere."""
    if file.is_symlink():
        raise Unreadable("it is a symbolic link, which may lead out of the folder")
    if not file.is_file():
        raise Unreadable("it is no file")


def read_rows(file: Path, source: str) -> Iterator[HandedIn | Refused]:
    """Read a table with a row for each student."""
    for row in read_table(file, ["id"]):
        where = f"{source}, row {row.number}"
        if row.wrong:
            yield Refused(where, row.wrong)
            continue
        if not any(map(PART.fullmatch, row.cells)):
            raise TableError(f"{file} must have a column for each part, such as 2c")
        answers = {name: take_text(cell) for name, cell in row.cells.items() if PART.fullmatch(name) and cell}
        yield HandedIn(where, answers, row.cells["id"], row.cells.get("code", ""))


def read_saved(file: Path, source: str) -> Iterator[HandedIn]:
    """Read the answers that a sheet saved."""
    saved = read_json(file)
    answers = saved.get("answers") if isinstance(saved, dict) else None
    if not isinstance(answers, dict) or not isinstance(saved.get("sheet"), str):
        raise Unreadable("it is not what a sheet saves: an object with sheet and answers")
    id = saved.get("student")
    kept = {name: check_saved(name, answer) for name, answer in answers.items() if PART.fullmatch(name)}
    yield HandedIn(source, kept, id if isinstance(id, str) else "", saved["sheet"])


def check_saved(name: str, answer: object) -> Answer:
    """Return an answer of a sheet: a text, or the choices of a formula."""
    if isinstance(answer, str):
        return take_text(answer)
    choices: dict[str, Any] = answer if isinstance(answer, dict) else {"": None}
    if all(isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in choices.values()):
        return {field: ", ".join(texts) for field, texts in choices.items()}
    raise Unreadable(f"its answer to {name} is neither a text nor the choices of a formula")


def read_notebook(file: Path, source: str) -> Iterator[HandedIn]:
    """Read the literals that a notebook assigns; whose it is says the folder that it is in, or its own name."""
    notebook = read_json(file)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unreadable("it is no notebook: it has no list of cells")
    codes = [(find_grade_id(cell), join_source(cell)) for cell in cells if cell.get("cell_type") == "code"]
    ours = [code for code in codes if CELL.fullmatch(code[0])]
    answers: dict[str, Answer] = {}
    for _, code in ours or codes:
        answers |= find_literals(code)
    owner = unquote(Path(source).parts[0]) if len(Path(source).parts) > 1 else file.stem
    yield HandedIn(source, answers, owner)


def find_grade_id(cell: Mapping[str, Any]) -> str:
    """Return what nbgrader calls a cell, or ""."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def join_source(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell, which a notebook may have in lines; "" if it is too long for answers."""
    source = cell.get("source")
    lines: list[Any] = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text if len(text) <= LONGEST_CELL else ""


def find_literals(code: str) -> dict[str, Answer]:
    """Return the literals that code assigns to the names of answers, without running it."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        why = "the cell cannot be read as Python"
        return {name: NoAnswer(begin(code), why) for name in ASSIGNED.findall(code)}
    found: dict[str, Answer] = {}
    for statement in body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = NAME.fullmatch(statement.targets[0].id)
            answer = evaluate(statement.value, code) if name else None
            if name and answer is not None and answer != "":
                found[name[1]] = answer
    return found


def evaluate(node: ast.expr, code: str) -> Answer:
    """Return a literal; what is none is not computed."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        text = ast.get_source_segment(code, node) or ""
        return NoAnswer(begin(text), "it is code, which is not run: an answer is a text or a literal")
    return take_text(value) if isinstance(value, str) else value


def read_json(file: Path) -> Any:
    """Return what a JSON file says."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Unreadable(f"it is larger than {LARGEST // 2**20} MB")
        return json.loads(content)
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror}") from None
    except Unreadable:
        raise
    except (ValueError, RecursionError):  # bytes that are no text among it
        raise Unreadable("it is no JSON, or deeper than any answers are") from None


def take_text(text: str) -> str | NoAnswer:
    """Return a text without spaces around it, if it may be an answer."""
    text = text.strip()
    return text if len(text) <= LONGEST else NoAnswer(begin(text), f"it has {len(text):,} characters")


def begin(text: str) -> str:
    """Return how a text begins."""
    return text if len(text) <= 60 else f"{text[:57]}..."


READERS: Mapping[str, Callable[[Path, str], Iterator[HandedIn | Refused]]] = {
    ".csv": read_rows,
    ".json": read_saved,
    ".ipynb": read_notebook,
}
