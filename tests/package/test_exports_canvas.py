"""Quizzes for Canvas: each slip is a choice with its own feedback, one right answer has the marks."""

import io
import sys
from zipfile import ZipFile

import pytest

from cnnlib.classroom.exports import canvas
from cnnlib.classroom.extra import Missing
from cnnlib.problems import spell
from cnnlib.problems.formulas import FormulaPart
from kit.canvas import read_quiz
from kit.sheets import AWKWARD, deal_some, list_tries

EACH = pytest.mark.parametrize("n", range(len(deal_some())))


@pytest.fixture(scope="module")
def quizzes():
    """The title and the questions of each sheet's quiz."""
    return [read_quiz(find_assessment(canvas.write_files(sheet))) for sheet in deal_some()]


def find_assessment(files):
    """Return the file with the questions."""
    (source,) = [source for name, source in files.items() if name.count("assessment_") == 2 and "meta" not in name]
    return source


@EACH
def test_each_part_is_a_question(quizzes, n):
    sheet, (title, questions) = deal_some()[n], quizzes[n]
    assert title.endswith(sheet.code)
    assert [question.title.split(" ")[0] for question in questions] == [*map(spell, sheet.parts())]


@EACH
def test_one_right_answer_has_the_marks_and_each_slip_its_own_feedback(quizzes, n):
    for question, part in zip(quizzes[n][1], deal_some()[n].parts().values(), strict=True):
        assert [choice.right for choice in question.choices].count(True) == 1
        if isinstance(part, FormulaPart):
            verdicts = {choice.text: part.check(choice.text) for choice in question.choices}
            assert {(one.text, one.right, one.feedback) for one in question.choices} == {
                (text, verdict.right, verdict.reason) for text, verdict in verdicts.items()
            }
            continue
        tries = list_tries(part)
        wanted = {(one.text, False, one.says) for one in tries if one.slip} | {(tries[0].text, True, tries[0].says)}
        assert {(one.text, one.right, one.feedback) for one in question.choices} == wanted
        assert f"Asked: {part.asked}." in question.text


@EACH
def test_the_order_gives_nothing_away(quizzes, n):
    for question in quizzes[n][1]:
        texts = [choice.text for choice in question.choices]
        assert texts == sorted(texts)
    meta = canvas.write_files(deal_some()[n])
    assert b"<shuffle_answers>true" in b"".join(meta.values())


def test_text_is_shown_as_it_stands(quizzes):
    (title, questions), sheet = quizzes[0], deal_some()[0]
    assert AWKWARD.name in title
    for question in questions:
        assert sheet.problems[int(question.title[0])].task in question.text


def test_a_package_has_no_date_of_today(tmp_path):
    canvas.export(deal_some()[:1], tmp_path)
    (path,) = tmp_path.iterdir()
    with ZipFile(io.BytesIO(path.read_bytes())) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<imsmd:dateTime>1980-01-01<" in package.read("imsmanifest.xml")
        assert "non_cc_assessments/" in package.namelist()


def test_without_text2qti_one_sentence_names_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "text2qti.config", None)
    canvas.load_writer.cache_clear()
    with pytest.raises(Missing, match=r"needs the package text2qti.*cnnlib\[classroom\]"):
        canvas.export(iter([]), tmp_path / "quizzes")
    assert not (tmp_path / "quizzes").exists()
