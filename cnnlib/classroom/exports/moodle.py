"""Moodle XML: for each part a file with a category, in which every student's instance is a question.

A quiz that draws one question at random from each category gives each student other numbers; the name of a question
has the code of the sheet that it is from. Moodle's importer is the definition of the format: there is no schema.

A count is a numerical question, every other value a short answer, a formula a multiple choice. In each of them an
answer has marks and feedback of its own: slips are answers with fraction 0. The first answer that matches counts, right
ones stand first, and the last one, ``*``, matches everything else. Short answers are compared as texts, so that the
common writings of an answer stand there one by one, see `cnnlib.classroom.exports.writings`: all of them for right
answers, `OF_A_SLIP` of them for slips. No ``*`` stands for a space, as it would stand for a digit too.

All parts go into the format. What is lost of them `cnnlib.classroom.exports.limits` says.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, tostring

from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.exports.questions import ALIKE, Question, ask
from cnnlib.classroom.exports.trees import DECLARATION, add
from cnnlib.classroom.exports.writings import write_variants
from cnnlib.classroom.safe import open_whole
from cnnlib.problems import spell

OF_A_SLIP = 4  # writings: with all of them, the file of a part would be twice as large
CATEGORY = "$course$/top/Convolution arithmetic"
TYPES = {"count": "numerical", "formula": "multichoice"}
SETTINGS: dict[str, dict[str, object]] = {
    "numerical": {"unitgradingtype": 0, "unitpenalty": "0.1", "showunits": 3, "unitsleft": 0},
    "shortanswer": {"usecase": 0},
    "multichoice": {"single": "true", "shuffleanswers": "true", "answernumbering": "abc"},
}


def export(sheets: Iterable[Sheet], out: Path) -> None:
    """Write a file for each part, such as ``2c.xml``, with a question of each sheet.

    Parameters
    ----------
    sheets : iterable of Sheet
        Of a class; each is asked for when the one before it is written.
    out : Path
        The folder of the files.
    """
    files: dict[str, IO[bytes]] = {}
    alike: set[str] = set()
    with ExitStack() as opened:
        for question in (question for sheet in sheets for question in ask(sheet)):
            name = question.name
            if name not in files:
                files[name] = opened.enter_context(open_whole(out / f"{name}.xml"))
                files[name].write(DECLARATION + b"<quiz>\n" + write(make_category(question)))
            if question.code == ALIKE:
                if name in alike:
                    continue
                alike.add(name)
            files[name].write(write(make_question(question)))
        for file in files.values():
            file.write(b"</quiz>\n")


def write(element: Element) -> bytes:
    """Return an element as a line of its own."""
    return tostring(element, encoding="unicode").encode() + b"\n"


def make_category(question: Question) -> Element:
    """Make the category of a part; it is the first question of its file."""
    category = Element("question", type="category")
    add_text(category, "category", f"{CATEGORY}/{spell(question.name)}")
    return category


def make_question(question: Question) -> Element:
    """Make a question of the type that its answer needs."""
    kind = TYPES.get(question.form, "shortanswer")
    element = Element("question", type=kind)
    add_text(element, "name", question.title)
    add_html(element, "questiontext", f"{question.styled}<p>{html.escape(question.prompt)}</p>")
    add_html(element, "generalfeedback", "")
    for name, value in (("defaultgrade", 1), ("penalty", "0.3333333"), ("hidden", 0)):
        add(element, name, value)
    add(element, "idnumber", f"{question.name}-{question.code}")
    for name, setting in SETTINGS[kind].items():
        add(element, name, setting)
    for fraction, text, says in list_answers(question, kind):
        is_html = kind == "multichoice"
        answer = add(element, "answer", fraction=fraction, format="html" if is_html else "plain_text")
        add(answer, "text", html.escape(text) if is_html else text)
        add_html(answer, "feedback", f"<p>{html.escape(says)}</p>")
        if kind == "numerical":
            add(answer, "tolerance", 0)
    return element


def list_answers(question: Question, kind: str) -> Iterator[tuple[int, str, str]]:
    """Return the answers in the order in which they are tried: the fraction, the text and the feedback of each."""
    for answer in question.answers:
        texts = write_variants(question.form, answer.text) if kind == "shortanswer" else (answer.text,)
        for text in texts[: None if answer.right else OF_A_SLIP]:
            yield 100 * answer.right, text, answer.says
    if kind != "multichoice":
        yield 0, "*", question.otherwise


def add_text(parent: Element, tag: str, text: str) -> None:
    """Add an element with a plain text."""
    add(add(parent, tag), "text", text)


def add_html(parent: Element, tag: str, text: str) -> None:
    """Add an element whose text is HTML."""
    add(add(parent, tag, format="html"), "text", text)
