"""Moodle XML: what its importer takes, graded by a model of it as the problems judge."""

from xml.etree.ElementTree import parse

import pytest

from cnnlib.classroom.exports import moodle
from cnnlib.classroom.exports.writings import write_variants
from cnnlib.problems.formulas import FormulaPart
from kit.moodle import EMOTICONS, Question, find_errors, matches_wildcards, read_number
from kit.sheets import deal_some, list_others, list_tries


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of all sheets."""
    out = tmp_path_factory.mktemp("moodle")
    moodle.export(deal_some(), out)
    return out


@pytest.fixture(scope="module")
def questions(folder):
    """All questions by the part's name and the sheet's code."""
    found = {}
    for path in folder.iterdir():
        for element in parse(path).getroot():
            if element.get("type") != "category":
                question = Question(element)
                found[path.stem, question.name.split(" ")[1]] = question
    return found


def find_parts(questions):
    """Return the parts of all sheets, each with its question."""
    for sheet in deal_some():
        for name, part in sheet.parts().items():
            yield part, questions[name, "for-all" if isinstance(part, FormulaPart) else sheet.code]


def test_the_importer_takes_each_file(folder):
    for path in folder.iterdir():
        assert find_errors(path.read_bytes()) == [], path.name


def test_the_grammar_notices_errors(folder):
    source = (folder / "2c.xml").read_bytes()
    assert find_errors(source.replace(b'fraction="0"', b'fraction="10"', 1))
    assert find_errors(source.replace(b"<text>*</text>", b"<text>* at *</text>", 1))
    assert find_errors(source.replace(b'type="shortanswer"', b'type="short"', 1))


def test_each_part_is_a_category_with_a_question_for_each_sheet(folder, questions):
    parts = {name for sheet in deal_some() for name in sheet.parts()}
    assert {path.name for path in folder.iterdir()} == {f"{name}.xml" for name in parts}
    codes = {code for name, code in questions if name == "2c"}
    assert codes == {sheet.code for sheet in deal_some()}
    assert (folder / "5c.xml").read_bytes().count(b"<questiontext") == 1  # it has no numbers


def test_each_right_answer_has_full_marks_and_each_slip_its_own_feedback(questions):
    for part, question in find_parts(questions):
        for answer in list_tries(part):
            grade = question.grade(answer.text)
            assert (grade.fraction, grade.feedback) == (answer.right, answer.says)


def test_common_writings_are_graded_alike(questions):
    for part, question in find_parts(questions):
        for answer in list_tries(part):
            most = None if answer.right or part.kind == "count" else moodle.OF_A_SLIP
            for text in write_variants(part.kind, answer.text)[:most]:
                assert question.grade(text) == question.grade(answer.text)


def test_other_answers_have_no_marks_and_the_first_hint(questions):
    for part, question in find_parts(questions):
        if not isinstance(part, FormulaPart):
            for text in list_others(part):
                grade = question.grade(text)
                assert grade.fraction == 0
                assert grade.feedback.endswith(part.hints[0])


def test_a_formula_is_chosen(questions):
    for part, question in find_parts(questions):
        if isinstance(part, FormulaPart):
            for answer in question.answers:
                verdict = part.check(answer.text.replace("&lt;", "<"))
                assert (answer.fraction, answer.feedback) == (verdict.right, verdict.reason)


def test_no_text_has_what_moodle_takes_for_an_emoticon(questions):
    for question in questions.values():
        texts = [question.text, *(answer.text + " " + answer.feedback for answer in question.answers)]
        assert not [sign for sign in EMOTICONS for text in texts if sign in text]


def test_the_model_knows_wildcards_and_numbers():
    assert matches_wildcards("(5,*4)", "(5, 14)")  # why no * stands for a space
    assert matches_wildcards("6 AT (1, 3)", " 6 at (1, 3) ")
    assert not matches_wildcards("(5, 4)", "(5,4)")
    assert [read_number(text) for text in ("5,133,600", "5 133 600", "1e3", "12a", "")] == [
        5133600,
        5133600,
        1000,
        None,
        None,
    ]
