"""What holds for exports to all formats: the same bytes, no memory of sheets, nothing half written."""

import gc
import re
import weakref
from zipfile import ZipFile

import pytest

from cnnlib.classroom.deal import deal_all
from cnnlib.classroom.exports import FORMATS, find_export
from cnnlib.classroom.exports.limits import LIMITS, list_limits
from cnnlib.classroom.exports.questions import list_formulas
from cnnlib.classroom.roster import count_students
from cnnlib.problems import own, spell
from kit.sheets import deal_some, read_folder

EACH = pytest.mark.parametrize("form", FORMATS)


@pytest.fixture
def out(tmp_path, form):
    """Where a format is written: a table is a file, everything else a folder."""
    return tmp_path / ("table.csv" if form == "csv" else "folder")


@EACH
def test_two_runs_give_the_same_bytes(tmp_path, form):
    runs = []
    for run in ("first", "second"):
        out = tmp_path / run / ("table.csv" if form == "csv" else "folder")
        find_export(form)(deal_all(2026, count_students(2)), out)
        runs.append(dict(read_folder(tmp_path / run)))
    assert runs[0]
    assert runs[0] == runs[1]


@pytest.fixture
def quick_collection():
    """Let the collector look at new objects alone."""
    gc.freeze()
    yield
    gc.unfreeze()


@EACH
@pytest.mark.usefixtures("quick_collection")
def test_a_sheet_is_forgotten_when_it_is_written(out, form):
    alive = []

    def deal_and_count():
        for sheet in deal_all(2026, count_students(4)):
            references.append(weakref.ref(sheet))
            yield sheet
            del sheet
            gc.collect()
            alive.append(sum(one() is not None for one in references))

    references = []
    find_export(form)(deal_and_count(), out)
    assert max(alive) <= 1


@EACH
def test_nothing_is_left_half_written(out, form):
    def deal_and_fail():
        yield from deal_all(2026, count_students(1))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_export(form)(deal_and_fail(), out)
    names = [name for name, _ in read_folder(out.parent)]
    assert not [name for name in names if name.rpartition("/")[2].startswith(".")]
    if form in ("csv", "moodle"):
        assert names == []


def test_the_table_of_limits_names_each_part_once_for_each_format():
    for sheet in (deal_some()[0], deal_some()[-1]):
        rows = list_limits(sheet)
        for form in FORMATS:
            named = [part for name, parts, _, _ in rows if name == form for part in parts.split(", ")]
            assert sorted(expand(named, [*map(spell, sheet.parts())])) == [spell(name) for name in sheet.parts()]


CALLED = {
    "shortanswer": "short answers",
    "numerical": "numbers",
    "multichoice": "multiple choices",
    "textEntryInteraction": "text entries",
    "choiceInteraction": "choices",
    "multiple_choice_question": "multiple choices",
}


def expand(named, parts):
    """Return parts that are named, such as "1(a) to 1(c)", one by one."""
    ends = [one.split(" to ") for one in named]
    return [part for pair in ends for part in parts[parts.index(pair[0]) : parts.index(pair[-1]) + 1]]


@pytest.mark.parametrize("form", ["moodle", "qti21", "canvas"])
def test_the_table_of_limits_says_what_parts_become(tmp_path, form):
    find_export(form)(deal_some(), tmp_path)
    written = b"".join(map(unpack, tmp_path.iterdir())).decode()
    becomes = {limit.becomes for limit in LIMITS[form]}
    found = re.findall(
        r'<question type="(?!category)(\w+)"|(choiceInteraction|textEntryInteraction) |(\w+_question)</fieldentry>',
        written,
    )
    assert {CALLED["".join(one)] for one in found} == becomes


def unpack(path):
    """Return what is in a file, in those in a package."""
    if path.suffix != ".zip":
        return path.read_bytes()
    with ZipFile(path) as package:
        return b"".join(map(package.read, package.namelist()))


@pytest.mark.parametrize("name", ["4a", "4b", "4c", "5c"])
def test_choices_of_a_formula_are_one_that_is_right_and_known_slips(name):
    part = own(int(name[0])).part(name[1])
    right, *slips = list_formulas(name)
    verdict = part.check(right.text)
    assert (verdict.right, verdict.condition, verdict.reason) == (True, "", right.says)
    assert len(slips) == len({slip.slip for slip in slips}) > 2
    for slip in slips:
        verdict = part.check(slip.text)
        assert (verdict.right, verdict.slip, verdict.reason) == (False, slip.slip, slip.says)
    chosen = [part.builder.read(one.text) for one in (right, *slips)]
    changed = [sum(one[field] != chosen[0][field] for field in one) for one in chosen[1:]]
    assert changed.count(1) >= len(changed) - 1  # a slip is the one thing that is wrong; the key's 4(c) is two
