"""Canvas: for each student a quiz, written by text2qti as the QTI 1.2 that Canvas imports.

Every part is a multiple choice between a right answer and those of the known slips, each with feedback of its own: in
Canvas that is the one type of question whose wrong answers have feedback. A numerical question would turn against the
student, as Canvas takes each answer that is written as a range for a right one, slips too; short answers have no
feedback at all for a wrong one. So no question here is of these types. The quiz is assigned to the student whose name
and code its title has.

All parts go into the format. What is lost of them `cnnlib.classroom.exports.limits` says.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import ascii_lowercase
from typing import Any
from zipfile import ZipFile

from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.exports.questions import Question, ask, name_sheet
from cnnlib.classroom.exports.trees import write_package
from cnnlib.classroom.extra import load
from cnnlib.classroom.sheets import name_file

USE = "the export to Canvas"
TODAY = re.compile(rb"(?<=<imsmd:dateTime>)[0-9-]+")
LONG_AGO = b"1980-01-01"


def export(sheets: Iterable[Sheet], out: Path) -> None:
    """Write a quiz for each sheet, a zip file as Canvas imports it.

    Parameters
    ----------
    sheets : iterable of Sheet
        Of a class; each is asked for when the one before it is written.
    out : Path
        The folder of the quizzes.

    Raises
    ------
    cnnlib.classroom.extra.Missing
        If text2qti is not there.
    """
    load_writer()  # before a sheet is dealt
    for sheet in sheets:
        write_package(out / f"{name_file(sheet)}.zip", write_files(sheet))


@cache
def load_writer() -> Callable[[str], bytes]:
    """Return the function that makes a package of the text of a quiz, whose paragraphs are HTML.

    text2qti takes them for Markdown, which took nine tenths of the time; here its quiz has a reader that lets them be.
    """
    Config, Markdown, Quiz, QTI = (
        getattr(load(f"text2qti.{module}", USE), name)
        for module, name in (("config", "Config"), ("markdown", "Markdown"), ("quiz", "Quiz"), ("qti", "QTI"))
    )

    class Html(Markdown):  # type: ignore[misc, valid-type]
        def md_to_html_xml(self, text: str, strip_p_tags: bool = False) -> Any:
            return self.xml_escape(text, squotes=False, dquotes=False)

    class HtmlQuiz(Quiz):  # type: ignore[misc, valid-type]
        html = Html(Config())
        md = property(lambda self: self.html, lambda self, markdown: None)

    return lambda text: QTI(HtmlQuiz(text, config=Config())).zip_bytes()


def write_files(sheet: Sheet) -> dict[str, bytes]:
    """Return the files of a quiz by their names; text2qti dates them, which is taken back."""
    with ZipFile(BytesIO(load_writer()("\n".join(write_quiz(sheet))))) as package:
        files = {name: package.read(name) for name in package.namelist()}
    return files | {"imsmanifest.xml": TODAY.sub(LONG_AGO, files["imsmanifest.xml"])}


def write_quiz(sheet: Sheet) -> Iterator[str]:
    """Return the lines of a quiz as text2qti reads it."""
    yield f"Quiz title: {name_sheet(sheet)}"
    yield "Shuffle answers: true"
    for number, question in enumerate(ask(sheet), 1):
        yield from ["", f"Title: {question.title}", "Points: 1"]
        yield f"{number}. {question.styled}"
        indent = " " * len(f"{number}. ")
        yield from ["", f"{indent}{as_paragraph(question.short_prompt)}", ""]
        yield from write_choices(question)


def write_choices(question: Question) -> Iterator[str]:
    """Return the lines of the choices: one right answer, and those of the slips."""
    right, *others = question.answers
    choices = sorted([right, *(answer for answer in others if answer.slip)], key=lambda answer: answer.text)
    for letter, answer in zip(ascii_lowercase, choices, strict=False):
        yield f"{'*' if answer.right else ''}{letter}) {as_paragraph(answer.text)}"
        yield f"... {as_paragraph(answer.says)}"


def as_paragraph(text: str) -> str:
    """Return a paragraph of HTML on a line of its own."""
    return f"<p>{html.escape(text)}</p>"
