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
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from string import ascii_lowercase
from zipfile import ZipFile

from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.exports.questions import Question, ask, name_sheet
from cnnlib.classroom.exports.trees import write_package
from cnnlib.classroom.extra import load
from cnnlib.classroom.sheets import name_file

USE = "the export to Canvas"
QTI = load("text2qti.qti", USE).QTI
Config = load("text2qti.config", USE).Config
Markdown = load("text2qti.markdown", USE).Markdown
Quiz = load("text2qti.quiz", USE).Quiz

TODAY = re.compile(rb"(?<=<imsmd:dateTime>)[0-9-]+")
LONG_AGO = b"1980-01-01"


class Html(Markdown):  # type: ignore[misc, valid-type]
    """Takes what stands in a quiz as the HTML that it is, not as Markdown, which took nine tenths of the time."""

    def md_to_html_xml(self, markdown_string: str, strip_p_tags: bool = False) -> str:
        """Return HTML as it stands in an XML document."""
        escaped: str = self.xml_escape(markdown_string, squotes=False, dquotes=False)
        return escaped


class HtmlQuiz(Quiz):  # type: ignore[misc, valid-type]
    """A quiz whose texts are HTML; the one that it is derived from sets a reader of Markdown."""

    html = Html(Config())
    md = property(lambda self: self.html, lambda self, markdown: None)


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
        When this module is loaded without text2qti.
    """
    for sheet in sheets:
        write_package(out / f"{name_file(sheet)}.zip", write_files(sheet))


def write_files(sheet: Sheet) -> dict[str, bytes]:
    """Return the files of a quiz by their names; text2qti dates them, which is taken back."""
    quiz = HtmlQuiz("\n".join(write_quiz(sheet)), config=Config())
    with ZipFile(BytesIO(QTI(quiz).zip_bytes())) as package:
        files = {name: package.read(name) for name in package.namelist()}
    return files | {"imsmanifest.xml": TODAY.sub(LONG_AGO, files["imsmanifest.xml"])}


def write_quiz(sheet: Sheet) -> Iterator[str]:
    """Return the lines of a quiz as text2qti reads it."""
    yield f"Quiz title: {name_sheet(sheet)}"
    yield "Shuffle answers: true"
    for number, question in enumerate(ask(sheet), 1):
        yield from ["", f"Title: {question.title}", "Points: 1"]
        yield f"{number}. {question.given}"
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
