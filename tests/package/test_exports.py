"""What holds for exports to all formats: the same bytes, no memory of sheets, nothing half written."""

import gc
import weakref

import pytest

from cnnlib.classroom.deal import deal_all
from cnnlib.classroom.exports import FORMATS, find_export
from cnnlib.classroom.roster import count_students
from kit.sheets import read_folder

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


@EACH
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
