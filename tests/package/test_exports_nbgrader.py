"""A course for nbgrader: own numbers in each notebook, right answers in none, marks from the package.

`make nbgrader` installs nbgrader, whose own programs then generate, grade and answer an assignment here.
"""

import html
import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib.classroom.answers import read_answers
from cnnlib.classroom.deal import Sheet, deal
from cnnlib.classroom.exports.nbgrader import ASSIGNMENT, NOTEBOOK, export, name_folder
from cnnlib.classroom.roster import Student
from cnnlib.problems.formulas import FormulaPart
from kit.sheets import AWKWARD, list_tries

ADA = Student("17", "Ada King")
SHEETS = [deal(2026, student) for student in (ADA, AWKWARD)]
ID = st.text(min_size=1, max_size=20)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course of two students."""
    out = tmp_path_factory.mktemp("course")
    export(SHEETS, out)
    return out


@cache
def read_cells(path):
    """Return the cells of a notebook by their ids."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return {cell.id: cell for cell in notebook.cells}


def read_handouts(course):
    """Return each sheet with the path of its notebook."""
    taken = set()
    return [(sheet, course / "handouts" / name_folder(sheet.student.id, taken) / NOTEBOOK) for sheet in SHEETS]


def test_each_handout_has_its_own_numbers(course):
    for sheet, path in read_handouts(course):
        cells = read_cells(path)
        assert sheet.code in cells["how"].source
        for number, problem in sheet.problems.items():
            given_cell = cells[f"given-{number}"]
            assert html.escape(problem.task) in given_cell.source
            assert "nbgrader" not in given_cell.metadata  # nbgrader would replace it
        for name, part in sheet.parts().items():
            assert part.asked in cells[f"asked-{name}"].source
            assert part.form in cells[f"answer-{name}"].source
            assert f"answer_{name} = None" in cells[f"answer-{name}"].source


def test_nbgrader_gets_one_point_for_each_part_and_handouts_no_hidden_lines(course):
    source = read_cells(course / "source" / NOTEBOOK)
    for sheet, path in read_handouts(course):
        cells = read_cells(path)
        assert [*cells] == [*source]
        assert {id: cell.metadata for id, cell in cells.items()} == {id: cell.metadata for id, cell in source.items()}
        points = [
            cell.metadata.nbgrader.points for cell in cells.values() if cell.metadata.get("nbgrader", {}).get("grade")
        ]
        assert points == [1] * len(sheet.parts())
        text = path.read_text(encoding="utf-8")
        assert not re.search("HIDDEN|judge|2026", text)
    assert "### BEGIN HIDDEN TESTS" in source["test-2c"].source


@pytest.fixture
def run_test(course, tmp_path, monkeypatch):
    """Run the test of a part as autograding does, in the folder of a student."""

    def run(folder, name, answer, course=course):
        place = tmp_path / "autograded" / folder / ASSIGNMENT
        place.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(place)
        exec(read_cells(course / "source" / NOTEBOOK)[f"test-{name}"].source, {f"answer_{name}": answer})

    return run


def test_a_hidden_test_judges_by_the_folder(course, run_test):
    for sheet, path in read_handouts(course):
        folder = path.relative_to(course / "handouts").parts[0]
        for name, part in sheet.parts().items():
            for answer in list_tries(part):
                if answer.right:
                    run_test(folder, name, answer.text)
                else:
                    with pytest.raises(AssertionError, match=re.escape(answer.says)):
                        run_test(folder, name, answer.text)
            with pytest.raises(AssertionError, match="has no answer yet"):
                run_test(folder, name, None)


def test_objects_and_formulas_are_answers_too(run_test):
    for name, part in SHEETS[0].parts().items():
        run_test(ADA.id, name, part.right[0])
        if isinstance(part, FormulaPart):
            run_test(ADA.id, name, part.builder.key)


def test_the_homework_itself_can_be_an_assignment(tmp_path, run_test):
    export([Sheet.own()], tmp_path)
    run_test("homework", "2c", "6 at (1, 3)", tmp_path)
    with pytest.raises(AssertionError, match="not yet"):
        run_test("homework", "2c", "6 at (3, 1)", tmp_path)


def test_what_comes_back_is_graded_without_nbgrader_too(course, tmp_path):
    for sheet, path in read_handouts(course):
        answers = {name: choose_answer(part, right=True) for name, part in sheet.parts().items()}
        submit(path, tmp_path / path.relative_to(course / "handouts"), answers)
        (handed_in,) = [one for one in read_answers(tmp_path) if one.id == sheet.student.id]
        assert handed_in.answers == answers


@given(st.lists(ID, min_size=1, max_size=5, unique=True))
def test_a_folder_tells_the_student_and_leads_nowhere_else(ids):
    taken = set()
    names = [name_folder(id, taken) for id in ids]
    assert [unquote(name) for name in names] == ids
    assert not any(re.search(r"[/\\:.]|^$", name) for name in names)


def test_ids_that_differ_in_capitals_have_folders_of_their_own():
    taken = set()
    names = [name_folder(id, taken) for id in ("ab1", "AB1", "aB1")]
    assert names == ["ab1", "%41%421", "a%421"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("nbgrader") is None, reason="nbgrader is not installed: make nbgrader")
def test_nbgrader_generates_grades_and_answers(course):
    for sheet, path in read_handouts(course):
        answers = {name: choose_answer(part, right=sheet.student == ADA) for name, part in sheet.parts().items()}
        submit(path, course / "submitted" / path.relative_to(course / "handouts"), answers)
    for command in ("generate_assignment", "autograde", "generate_feedback"):
        run_nbgrader(course, command, ASSIGNMENT)
    run_nbgrader(course, "export")
    header, *rows = (line.split(",") for line in (course / "grades.csv").read_text().splitlines())
    scores = {unquote(row[header.index("student_id")]): float(row[header.index("score")]) for row in rows}
    assert scores == {ADA.id: len(SHEETS[0].parts()), AWKWARD.id: 0}
    released = (course / "release" / NOTEBOOK).read_text(encoding="utf-8")
    assert "HIDDEN" not in released
    for sheet, path in read_handouts(course):
        page = course / "feedback" / path.relative_to(course / "handouts").with_suffix(".html")
        says = re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]*>", "", page.read_text(encoding="utf-8"))))
        for part in sheet.parts().values():
            slip = choose_answer(part, right=False)
            assert (part.check(slip).reason in says) is (sheet.student == AWKWARD), part.name


def choose_answer(part, right):
    """Return a right answer or a slip's as text."""
    if isinstance(part, FormulaPart):
        return part.builder.key if right else part.builder.key.replace("(N-1)/s", "N/s")
    return next(one.text for one in list_tries(part) if one.right == right)


def submit(handout, place, answers):
    """Fill in a handout and put it where nbgrader looks for what comes back."""
    notebook = json.loads(handout.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"].startswith("answer-"):
            cell["source"] = cell["source"].replace("= None", f"= {answers[cell['id'].removeprefix('answer-')]!r}")
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(notebook), encoding="utf-8")


def run_nbgrader(course, *arguments):
    """Run a program of nbgrader; it looks for the programs of its environment on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
