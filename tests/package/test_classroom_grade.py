"""Grading: whatever is handed in is read as literals and text, marked with a reason, or refused by name."""

import csv
import io
import json
import os
import random
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnnlib
from cnnlib import practice
from cnnlib.classroom import commands, credit
from cnnlib.classroom.answers import HandedIn, NoAnswer, Refused, read_answers
from cnnlib.classroom.credit import Credit, CreditError, find_slips, read_credit, write_credit
from cnnlib.classroom.deal import Sheet, deal
from cnnlib.classroom.marks import MISSING, OTHER, RIGHT, SLIP, UNREADABLE, mark_sheet
from cnnlib.classroom.roster import Student, count_students
from cnnlib.classroom.slips import Tally, draw, write_text
from cnnlib.classroom.tables import TableError
from cnnlib.forms import write
from cnnlib.problems.part import ValuePart
from kit import strategies  # noqa: F401  which decides how many cases there are

STUDENT = Student("0001")
SHEET = deal(2026, STUDENT)
NONE = Credit()
NOT_RUN = "it is code, which is not run: an answer is a text or a literal"
NO_PYTHON = "the cell cannot be read as Python"
FORMULA = (
    "y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 (where it exists) of X[i, s*k+j, n]; "
    "k = 0..floor((N-1)/s)"
)


def right_answers(sheet):
    """Return a right answer to each part, as text."""
    parts = sheet.parts().items()
    return {name: write(part.kind, part.right[0]) if isinstance(part, ValuePart) else FORMULA for name, part in parts}


def mark(sheet, handed_in, credits=NONE):
    """Return the marks of a sheet by part."""
    return {one.part: one for one in mark_sheet(sheet, handed_in, credits)}


def read_csv(path):
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def write_csv(path, rows):
    """Write rows as a table."""
    names = [*dict.fromkeys(name for row in rows for name in row)]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(rows)
    return path


def save(folder, name, sheet, given):
    """Write the file that a sheet saves."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"sheet": sheet.code, "student": sheet.student.id, "answers": given}), encoding="utf-8")


def make_notebook(*sources, ids=()):
    """Return a notebook with these code cells, and what nbgrader calls them."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    for cell, id in zip(cells, ids, strict=False):
        cell.metadata["nbgrader"] = {"grade_id": id, "solution": True}
    return nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("answer_1a = 1"), *cells]))


def run(*arguments):
    """Run a command and return its exit status."""
    return commands.main([*map(str, arguments)])


# Marks.


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_right_answers_get_all_points(size):
    sheet = deal(5, STUDENT, size)
    for one in mark(sheet, right_answers(sheet)).values():
        assert (one.outcome, one.slip, one.points, one.worth) == (RIGHT, "", 1, 1)
        assert one.rule == "right: all points"


def test_every_slip_is_named_and_gets_its_credit():
    credits = Credit({"2c": Decimal(4)}, {("2c", "kernel-reversed"): Decimal("0.25")})
    for name, part in SHEET.parts().items():
        for slip in part.slips if isinstance(part, ValuePart) else ():
            one = mark(SHEET, {name: write(part.kind, slip.answer)}, credits)[name]
            assert (one.outcome, one.slip, one.reason) == (SLIP, slip.id, slip.hint)
            credited = (name, slip.id) == ("2c", "kernel-reversed")
            assert one.points == credited
            assert one.rule == f"{slip.id} in {name}: {'0.25' if credited else '0'} of the points"


@pytest.mark.parametrize(
    ("answer", "outcome", "says"),
    [
        (None, MISSING, "Nothing was handed in."),
        ("1234567", OTHER, ""),
        ("<script>alert(1)</script>", UNREADABLE, "A sign or a word in it cannot be read"),
        ("lots", UNREADABLE, "A sign or a word"),
        (NoAnswer("x...", "it has 9,999 characters"), UNREADABLE, "It cannot be read: it has 9,999 characters."),
        ((1, 2), UNREADABLE, "must be a whole number"),
        ({"a": "b"}, UNREADABLE, "must be a whole number"),
        (float("nan"), UNREADABLE, "must be a whole number"),
        (10**4000, UNREADABLE, "at most 100 digits"),
        (b"1", UNREADABLE, "must be a whole number"),
        ({1, 2}, UNREADABLE, "must be a whole number"),
        (True, UNREADABLE, "must be a whole number"),
    ],
)
def test_any_other_answer_gets_none_and_a_reason(answer, outcome, says):
    one = mark(SHEET, {"3c": answer})["3c"]
    assert (one.outcome, one.points) == (outcome, 0)
    assert says in one.reason
    assert one.rule == f"{outcome}: no points"
    assert "\n" not in one.reason + one.answer
    assert len(one.answer) < 100


def test_a_mark_says_how_to_judge_the_answer_again():
    given = {**right_answers(SHEET), "2b": "(9, 9)", "3c": 1234}
    for one in mark(SHEET, given).values():
        verdict = eval(one.call, {"practice": practice})
        assert verdict.right == (one.outcome == RIGHT)
        assert verdict.reason == one.reason
    own = mark(Sheet.own(), {"2b": "(5, 4)"})["2b"]
    assert own.call == "check(\"2b\", '(5, 4)')"
    assert eval(own.call, {"check": cnnlib.check}).right
    large = mark(deal(5, STUDENT, "large"), {})["2b"]
    assert repr(eval(large.call.partition(".check")[0], {"practice": practice})) == repr(
        deal(5, STUDENT, "large").problems[2]
    )


def test_a_formula_is_chosen_or_written_and_never_run():
    part = SHEET.parts()["5c"]
    chosen = part.builder.read(FORMULA)
    assert mark(SHEET, {"5c": chosen})["5c"].outcome == RIGHT
    assert mark(SHEET, {"5c": chosen})["5c"].answer == FORMULA
    wrong = chosen | {"last": "floor(N/s)"}
    assert mark(SHEET, {"5c": wrong})["5c"].slip == "k-up-to-n-over-s"
    for broken in ({}, chosen | {"last": "__import__('os')"}, {**chosen, "axis": ""}):
        assert mark(SHEET, {"5c": broken})["5c"].outcome == UNREADABLE
    one = mark(SHEET, {"5c": (len, len)})["5c"]
    assert (one.outcome, "must be a text" in one.reason) == (UNREADABLE, True)


# Reading.


def test_a_table_is_read(tmp_path):
    path = write_csv(tmp_path / "a.csv", [{"ID": "0001", "2C": " 6 at (1, 3) ", "2b": "", "note": "x"}])
    assert [*read_answers(path)] == [HandedIn("a.csv, row 2", {"2c": "6 at (1, 3)"}, "0001")]
    path = write_csv(tmp_path / "b.csv", [{"id": "'=1", "code": "x", "2d": "'-6 at (1, 0)", "3c": "9" * 1_000_000}])
    (row,) = read_answers(path)
    assert isinstance(row, Refused)
    path = write_csv(tmp_path / "b.csv", [{"id": "'=1", "code": "x", "2d": "'-6 at (1, 0)", "3c": "9" * 9999}])
    (row,) = read_answers(path)
    assert row == HandedIn(
        "b.csv, row 2", {"2d": "-6 at (1, 0)", "3c": NoAnswer("9" * 57 + "...", "it has 9,999 characters")}, "=1", "x"
    )


def test_a_bad_row_is_refused_and_the_rest_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f'id,2b\n1,"(5, 4)"\n2,5, 4\n3,{"x" * 200_000}\n4,"(5, 4)"\n5,"(5', encoding="utf-8")
    found = [*read_answers(path)]
    assert [type(one) for one in found] == [HandedIn, Refused, Refused, HandedIn, Refused]
    assert [one.source for one in found] == [f"a.csv, row {n}" for n in range(2, 7)]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("answer_2c = '6 at (1, 3)'", {"2c": "6 at (1, 3)"}),
        ("answer_2c = (6, (1, 3))", {"2c": (6, (1, 3))}),
        ("x = 1\nanswer_2d = (-6, [1, 3])  # so\nanswer_3c=5_133_600", {"2d": (-6, [1, 3]), "3c": 5133600}),
        ("answer_2b = None; answer_2e = ''", {}),
        ("answer_6a = 1\nanswer_2ab = 1\nanswers = 2", {}),
        ("if True:\n    answer_2b = (5, 4)", {}),
        ("answer_2b = (5 - 1, 4)", {"2b": NoAnswer("(5 - 1, 4)", NOT_RUN)}),
        ("answer_3c = __import__('os').system('touch pwned')", None),
        ("answer_3c = 5 *\n", {"3c": NoAnswer("answer_3c = 5 *\n", NO_PYTHON)}),
        ("answer_3c = " + "(" * 5000, None),
        ("answer_3c = " + "9" * 5000, None),
        ("answer_3c = " + "-" * 3000 + "1", None),
        ("answer_3c = '\0'", None),
        ("answer_3c = 1\n" * 10_000, {}),
    ],
)  # fmt: skip
def test_a_notebook_is_read_and_nothing_in_it_runs(tmp_path, monkeypatch, code, found):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "0001.ipynb").write_text(make_notebook(code), encoding="utf-8")
    (one,) = read_answers(tmp_path / "in")
    assert (one.source, one.id) == ("0001.ipynb", "0001")
    if found is None:
        assert isinstance(one.answers["3c"], NoAnswer) or one.answers["3c"] == "\0"
        assert len(one.answers["3c"].text if isinstance(one.answers["3c"], NoAnswer) else "") <= 60
    else:
        assert one.answers == found
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_cells_that_nbgrader_names_are_those_that_count(tmp_path):
    folder = tmp_path / "0001" / "homework"
    folder.mkdir(parents=True)
    content = make_notebook("answer_2b = (1, 1)", "answer_2b = (5, 4)", "answer_2b = (2, 2)", ids=["a", "answer-2b"])
    (folder / "h.ipynb").write_text(content, encoding="utf-8")
    (one,) = read_answers(tmp_path)
    assert one == HandedIn(os.path.join("0001", "homework", "h.ipynb"), {"2b": (5, 4)}, "0001")  # noqa: PTH118


def test_what_a_sheet_saves_is_read(tmp_path):
    chosen = {"axis": ["x"], "sum": ["i", "j1"]}
    save(tmp_path, "a.json", SHEET, {"2b": " (5, 4) ", "5c": chosen, "9z": "?"})
    (one,) = read_answers(tmp_path)
    assert one == HandedIn("a.json", {"2b": "(5, 4)", "5c": {"axis": "x", "sum": "i, j1"}}, "0001", SHEET.code)


REFUSED = {
    "a.txt": (b"(5, 4)", "it is no table (.csv), no answers that a sheet saved (.json) and no notebook (.ipynb)"),
    "b.json": (b"{", "it is no JSON"),
    "c.json": (b"[" * 100_000, "it is no JSON, or deeper than any answers are"),
    "d.json": (b'{"a":' * 100_000, "it is no JSON, or deeper than any answers are"),
    "e.json": (b"[]", "it is not what a sheet saves"),
    "f.json": (b'{"sheet": 1, "answers": {}}', "it is not what a sheet saves"),
    "g.json": (b'{"sheet": "X", "answers": {"2b": [5, 4]}}', "its answer to 2b is neither a text nor the choices"),
    "h.json": (b"\xff\xfe\x00", "it is no JSON"),
    "i.json": (b'{"sheet": "X", "answers": {"2b": ' + b"9" * 5000 + b"}}", "it is no JSON"),
    "j.ipynb": (b"{}", "it is no notebook: it has no list of cells"),
    "k.ipynb": (b'{"cells": [1]}', "it is no notebook"),
    "l.ipynb": (b"not a notebook", "it is no JSON"),
    "m.csv": (b"id,note\n1,x\n", "must have a column for each part, such as 2c"),
    "n.csv": (b"2b\n1\n", "must have one column id; it has '2b'"),
    "o.csv": (b"\x00\x01", "must be text in UTF-8 or UTF-16"),
}


def test_what_cannot_be_read_is_refused_by_name_and_the_rest_is_read(tmp_path):
    folder = tmp_path / "answers"
    save(folder, "z.json", SHEET, {"2b": "(5, 4)"})
    for name, (content, _) in REFUSED.items():
        (folder / name).write_bytes(content)
    outside = tmp_path / "outside.json"
    save(tmp_path, "outside.json", SHEET, {"2b": "(5, 4)"})
    (folder / "link.json").symlink_to(outside)
    (folder / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe.json")
    found = {one.source: one for one in read_answers(folder)}
    assert isinstance(found.pop("z.json"), HandedIn)
    for name in ("link.json", "loop"):
        assert found.pop(name).reason == "it is a symbolic link, which may lead out of the folder"
    assert found.pop("pipe.json").reason == "it is no file"
    for name, (_, says) in REFUSED.items():
        assert says in found.pop(name).reason
    assert not found


def test_a_file_that_would_fill_the_memory_is_refused(tmp_path):
    bomb = b'{"sheet": "X", "answers": {"2b": [' + b"[]," * 3_000_000 + b"[]]}}"  # sixty bytes for three
    (tmp_path / "a.json").write_bytes(bomb)
    (tmp_path / "b.ipynb").write_bytes(bomb)
    assert [one.reason for one in read_answers(tmp_path)] == ["it is larger than 8 MB"] * 2


# Anything at all.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*"ab", "cells", "source", "cell_type", "metadata", "answers", "2b", "5c"]), inner
        )
    ),
    max_leaves=9,
)
CODE = st.text(alphabet="answer_2bc=()[]{}'\"0123456789,.+-*/\\\n #:", max_size=60)


def grade_anything(folder):
    """Read a folder and mark what is in it."""
    for one in read_answers(folder):
        if isinstance(one, HandedIn):
            marks = mark(SHEET, one.answers)
            assert marks.keys() == SHEET.parts().keys()
            csv.writer(io.StringIO()).writerows([[m.answer, m.reason, m.call] for m in marks.values()])
        else:
            assert "\n" not in one.reason


@given(st.sampled_from([".csv", ".json", ".ipynb"]), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, suffix, content):
    folder = tmp_path_factory.getbasetemp() / f"bytes{suffix}"
    folder.mkdir(exist_ok=True)
    (folder / f"a{suffix}").write_bytes(content)
    grade_anything(folder)


@given(JSON, JSON, st.lists(JSON, max_size=3))
def test_any_json_is_read_or_refused(tmp_path_factory, anything, given_answers, cells):
    folder = tmp_path_factory.getbasetemp() / "json"
    folder.mkdir(exist_ok=True)
    saved = {"sheet": SHEET.code, "student": anything, "answers": {"2b": given_answers, "5c": anything}}
    (folder / "a.json").write_text(json.dumps(random.Random(0).choice([saved, anything])), encoding="utf-8")
    (folder / "b.json").write_text(json.dumps(saved), encoding="utf-8")
    (folder / "c.ipynb").write_text(json.dumps({"cells": [*cells, anything]}), encoding="utf-8")
    grade_anything(folder)


@given(CODE, st.text(max_size=40))
def test_any_code_and_any_text_are_read_or_refused(tmp_path_factory, code, text):
    folder = tmp_path_factory.getbasetemp() / "code"
    folder.mkdir(exist_ok=True)
    (folder / "0001.ipynb").write_text(
        make_notebook(code, f"answer_2b = {code}", f"answer_5c = {text!r}"), encoding="utf-8"
    )
    write_csv(folder / "a.csv", [{"id": "1", "2b": text.replace("\0", ""), "5c": code}])
    grade_anything(folder)


@given(st.binary(max_size=100) | st.text(alphabet="[2bc]\n points=0.5-x'\"#", max_size=60).map(str.encode))
def test_any_credit_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "credit.toml"
    path.write_bytes(content)
    try:
        found = read_credit(path)
    except CreditError as refused:
        assert "\n" not in str(refused)  # noqa: PT017
    else:
        assert all(0 <= share <= 1 for share in found.shares.values())


# Credit.


def test_the_file_of_credits_has_every_slip_and_reads_as_it_is_meant(tmp_path, capsys):
    path = tmp_path / "credit.toml"
    assert run("credit", "--out", path) == 0
    assert path.read_text(encoding="utf-8") == write_credit()
    found = read_credit(path)
    assert {*found.shares} == {(part, slip) for part, slips in find_slips().items() for slip in slips}
    assert {*found.shares.values()} == {0}
    assert {*found.points.values()} == {1}
    assert len(found.points) == 18
    assert run("credit", "--out", path) == 2
    assert "is there already, and may have been edited" in capsys.readouterr().err


def test_a_sample_of_instances_has_the_slips_of_all(monkeypatch):
    known = find_slips()
    monkeypatch.setattr(credit, "SAMPLE", range(20, 60))
    for part in credit.sample_parts():
        assert {slip.id for slip in part.slips} <= known[part.name].keys()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[2z]\npoints = 1", "'2z' (str) is no part; there are 1a, 1b"),
        ("2b = 1", "2b must be a table, [2b], with points and slips"),
        ("[2b]\nkernel-flipped = 1", "2b has no slip 'kernel-flipped' (str); it has row-column-swapped"),
        ("[2b]\npoints = -1", "points of 2b must be a number from 0 to 1,000; it was -1"),
        ("[2b]\npoints = 1001", "points of 2b must be a number from 0 to 1,000"),
        ("[2b]\nrow-column-swapped = 1.5", "row-column-swapped of 2b must be a number from 0 to 1; it was"),
        ("[2b]\nrow-column-swapped = nan", "must be a number from 0 to 1; it was"),
        ("[2b]\nrow-column-swapped = true", "must be a number from 0 to 1; it was True"),
        ("[2b]\nrow-column-swapped = 'half'", "must be a number from 0 to 1; it was 'half'"),
        ("[2b", "is no TOML: "),
        (b"\xff", "is no TOML: it is no text in UTF-8"),
    ],
)
def test_what_is_no_credit_is_refused(tmp_path, text, says):
    path = tmp_path / "credit.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CreditError) as refused:
        read_credit(path)
    assert says in str(refused.value)
    with pytest.raises(CreditError, match="cannot be read: No such file"):
        read_credit(tmp_path / "none.toml")


# A class.


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade six students who did all that students do, and return the folder."""
    folder = tmp_path_factory.mktemp("graded")
    write_csv(folder / "roster.csv", [{"id": f"000{n}", "name": f"Student {n}"} for n in range(1, 7)])
    sheets = [deal(2026, Student(f"000{n}", f"Student {n}")) for n in range(1, 7)]
    handed_in = folder / "answers"
    save(handed_in, "a.json", sheets[0], right_answers(sheets[0]))
    slip = {s.id: s for s in sheets[1].parts()["2b"].slips}["row-column-swapped"]
    save(handed_in, "b.json", sheets[1], {"2b": write("shape", slip.answer), "3c": "=HYPERLINK(1)"})
    save(handed_in, "c.json", sheets[1], right_answers(sheets[1]))  # again
    (handed_in / "0003").mkdir()
    code = "\n".join(f"answer_{name} = {text!r}" for name, text in right_answers(sheets[2]).items())
    (handed_in / "0003" / "h.ipynb").write_text(make_notebook(code), encoding="utf-8")
    write_csv(handed_in / "d.csv", [{"id": "0004", **right_answers(sheets[3]), "3d": ""}, {"id": "0099", "2b": "x"}])
    (handed_in / "e.json").write_text(json.dumps({"sheet": "7K3QM", "answers": {}}), encoding="utf-8")
    other = deal(2027, sheets[4].student)
    save(handed_in, "f.json", other, right_answers(other))
    save(handed_in, "g.json", sheets[0], {})
    text = (handed_in / "g.json").read_text(encoding="utf-8").replace("0001", "0006")
    (handed_in / "g.json").write_text(text, encoding="utf-8")
    (folder / "credit.toml").write_text("[2b]\npoints = 2\nrow-column-swapped = 0.25\n", encoding="utf-8")
    status = run("grade", "--roster", folder / "roster.csv", "--seed", 2026, "--answers", handed_in, "--credit",
                 folder / "credit.toml", "--out", folder / "marks.csv")  # fmt: skip
    assert status == 0
    return folder


def test_a_class_is_graded_in_the_order_of_the_roster(graded):
    rows = read_csv(graded / "marks.csv")
    assert [row["id"] for row in rows] == [f"000{n}" for n in range(1, 7) for _ in range(17)]
    for row in rows:
        assert row["name"] == f"Student {int(row['id'])}"
        assert row["code"] == deal(2026, Student(row["id"])).code
        assert row["out of"] == ("2" if row["part"] == "2b" else "1")
    totals = read_csv(graded / "marks-totals.csv")
    assert [row["points"] for row in totals] == ["18", "0.5", "18", "17", "0", "0"]
    for row in totals:
        own = [Decimal(mark["points"]) for mark in rows if mark["id"] == row["id"]]
        assert sum(own) == Decimal(row["points"])
        assert [Decimal(row[name]) for name in SHEET.parts()] == own
    (formula,) = [row["answer"] for row in rows if "HYPERLINK" in row["answer"]]
    assert formula == "'=HYPERLINK(1)"


def test_the_report_names_what_was_refused_and_who_is_missing(graded):
    report = (graded / "marks-report.txt").read_text(encoding="utf-8")
    assert "6 students: 4 graded, 2 without answers." in report
    code = deal(2026, Student("0001")).code
    for line in (
        "c.json: '0002' has handed in b.json already, which is graded",
        "d.csv, row 3: the roster has no student '0099'",
        "e.json: '7K3QM' is the code of no sheet: a character in it is wrong or missing",
        f"f.json: {deal(2027, Student('0005')).code} is the code of another class, seed or size",
        f"g.json: {code} is the sheet of '0001', not of '0006'",
        "0005 Student 5",
        "0006 Student 6",
    ):
        assert f"\n  {line}\n" in report
    assert "Refused: 5\n" in report
    assert "Nothing to grade from: 2\n" in report
    assert "row-column-swapped        1  2(b) 1" in report


def test_the_slips_are_a_table_and_a_picture(graded):
    (row,) = read_csv(graded / "marks-slips.csv")
    assert {**row, "what is said of it": ""} == {
        "part": "2b",
        "slip": "row-column-swapped",
        "students": "1",
        "answered": "4",
        "share": "0.2500",
        "what is said of it": "",
    }
    assert row["what is said of it"]
    picture = ET.parse(graded / "marks-slips.svg").getroot()
    texts = ["".join(one.itertext()) for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "row-column-swapped" in texts
    assert "1 answer with a known slip: 1 slip" in texts


def test_slips_are_counted_by_id_across_instances_and_parts():
    tally, expected = Tally(), {}
    for student in count_students(12):
        sheet = deal(3, student)
        part = sheet.parts()["2b" if int(student.id) % 3 else "3b"]
        slip = {one.id: one for one in part.slips}["row-column-swapped"]
        tally.add(mark_sheet(sheet, {part.name: write(part.kind, slip.answer)}, Credit()))
        expected[part.name] = expected.get(part.name, 0) + 1
    assert tally.by_slip() == [("row-column-swapped", 12, {"2b": 8, "3b": 4})]
    assert "row-column-swapped       12  2(b) 8, 3(b) 4" in write_text(tally)
    tally.slips.update({("1a", "axis-order"): 1, ("1b", "axis-order"): 2, ("5b", "minimum"): 20})
    assert [slip for slip, *_ in tally.by_slip()] == ["minimum", "row-column-swapped", "axis-order"]
    assert draw(tally) == draw(tally)
    assert "No answer has a known slip." in write_text(Tally())
    assert "No answer has a known slip." in draw(Tally())


def test_grading_twice_gives_the_same_bytes(graded, tmp_path):
    run("grade", "--roster", graded / "roster.csv", "--seed", 2026, "--answers", graded / "answers", "--credit",
        graded / "credit.toml", "--out", tmp_path / "marks.csv")  # fmt: skip
    for path in graded.glob("marks*"):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_the_homeworks_own_answers_are_graded_too(tmp_path):
    path = write_csv(tmp_path / "a.csv", [{"id": "1", **{k: v for k, v in cnnlib.STATED.items() if k < "4"}}])
    write_csv(tmp_path / "roster.csv", [{"id": "1", "name": "The key"}])
    out = tmp_path / "marks.csv"
    assert run("grade", "--own", "--roster", tmp_path / "roster.csv", "--answers", path, "--out", out) == 0
    found = {row["part"]: row["outcome"] for row in read_csv(out)}
    assert found["1a"] == found["2b"] == RIGHT
    assert found["2a"] == found["2c"] == SLIP


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--answers", "none"], "none cannot be read: there is no such file or folder"),
        (["--answers", "{}/marks.svg"], "must be text in UTF-8"),
        (["--answers", "{}", "--credit", "none.toml"], "none.toml cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_graded_at_all_is_said_and_nothing_is_written(tmp_path, capsys, more, says):
    (tmp_path / "marks.svg").write_bytes(b"\0")
    more = [one.format(tmp_path) for one in more]
    assert run("grade", "--count", 1, "--seed", 1, *more, "--out", tmp_path / "out" / "marks.csv") == 2
    assert says in capsys.readouterr().err
    assert not Path(tmp_path / "out").exists()


def test_a_table_that_is_named_by_itself_must_be_one(tmp_path):
    with pytest.raises(TableError, match="must have one column id"):
        [*read_answers(write_csv(tmp_path / "a.csv", [{"2b": "1"}]))]
