"""Rosters as spreadsheet programs, people and accidents make them: read, or refused with the row named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib.classroom.roster import MOST, Student, count_students, read_roster
from cnnlib.classroom.tables import LARGEST, TableError, escape, read_table, unescape, write_rows
from kit import strategies  # noqa: F401  which decides how many cases there are

TEXT = "id,name\ns-017,Ada King\ns-004,René Descartes\n"
STUDENTS = (Student("s-017", "Ada King"), Student("s-004", "René Descartes"))


def put(folder, content):
    """Write a roster and return its path."""
    path = folder / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.replace("id,name", "ID , Name"),
        TEXT.replace("\n", "\n\n") + "  \n,\n",
        TEXT.replace("é", "e\u0301"),  # the letter and its accent are two characters
        'name,group,id\n"Ada King",3,s-017\n" René Descartes ","4, or 5",s-004\n',
    ],
    ids=["plain", "bom", "utf-16", "big-endian", "crlf", "cr", ";", "tab", "capitals", "blank", "accent", "more"],
)
def test_a_roster_is_read_as_programs_write_it(tmp_path, content):
    assert read_roster(put(tmp_path, content)) == STUDENTS


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "roster.csv must have one column id; it is empty"),
        ("\n\n", "must have one column id; it is empty"),
        ("id,surname\n1,a\n", "must have one column name; it has 'id', 'surname'"),
        ("id,name,ID\n1,a,2\n", "must have one column id; it has 'id', 'name', 'ID'"),
        ("id,name\n", "names no student"),
        (TEXT + "s-017,Ada Byron\n", "row 4: it has the id of row 2, 's-017'"),
        (TEXT + "\n,Blaise Pascal\n", "row 5: it has no id"),
        (TEXT + "s-9,\n", "row 4: it has no name"),
        (TEXT + "s-9,Lovelace, Ada\n", "row 4: it has 3 cells where the header has 2; a cell with a comma needs"),
        (
            TEXT.replace(",", ";") + "s-9\n",
            "row 4: it has 1 cell where the header has 2; a cell with a semicolon needs",
        ),
        (TEXT + f"{'9' * 101},a\n", "row 4: its id has more than 100 characters"),
        (TEXT + f"s-9,{'a' * 101}\n", "row 4: its name has more than 100 characters"),
        (TEXT + f"s-9,{'a' * 200_000}\n", "row 4: field larger than field limit"),
        (TEXT + "s-9,a\x07b\n", r"row 4: its name has a character that cannot be printed, 'a\x07b'"),
        (TEXT + 's-9,"a\nb"\n', r"row 4: its name has a character that cannot be printed, 'a\nb'"),
        (TEXT + "s-9,\u202eadA\n", r"row 4: its name has a character that cannot be printed, '\u202eadA'"),
        (TEXT + 's-9,"Blaise\n', "row 4: a quotation mark is not closed"),
        (TEXT.encode("latin-1"), "must be text in UTF-8 or UTF-16"),
        (TEXT.encode("utf-16")[:-1], "must be text in UTF-8 or UTF-16"),
        (TEXT.encode("utf-16-le"), "must be text in UTF-8 or UTF-16"),
        (b"PK\x03\x04\x00\x00", "must be text in UTF-8 or UTF-16"),
    ],
)
def test_what_is_no_roster_is_refused_and_the_row_named(tmp_path, content, says):
    with pytest.raises(TableError) as refused:
        read_roster(put(tmp_path, content))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_roster_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TableError, match="cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(TableError, match="cannot be read: Is a directory"):
        read_roster(tmp_path)


def test_a_roster_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "roster.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(TableError, match="larger than 64 MB"):
        read_roster(path)


def test_ten_thousand_rows_are_read(tmp_path):
    rows = "".join(f"{n},Student {n}\n" for n in range(10_000))
    students = read_roster(put(tmp_path, "id,name\n" + rows))
    assert len(students) == 10_000
    assert students[-1] == Student("9999", "Student 9999")


def test_students_are_counted_and_the_first_ones_stay_the_same():
    assert [student.id for student in count_students(3)] == ["0001", "0002", "0003"]
    assert count_students(12_000)[:30] == count_students(30)
    for count in (0, -1, MOST + 1):
        with pytest.raises(ValueError, match="count must be at "):
            count_students(count)


@pytest.mark.parametrize(
    "cell", ["=CMD()", "+1", "-6 at (1, 0)", "@x", "'=1", "''=1", "\t=1", "\r=1", "plain", "'quoted'", "", "a=1"]
)
def test_no_cell_that_is_written_runs_as_a_formula(cell):
    written = escape(cell)
    assert written[:1] not in set("=+-@\t\r\n")
    assert unescape(written) == cell
    assert (written == cell) == (cell[:1] not in set("=+-@\t\r\n") and not cell.startswith(("'=", "''=")))


# Anything at all.


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = put(tmp_path_factory.getbasetemp(), content)
    try:
        students = read_roster(path)
    except TableError as refused:
        assert "\n" not in str(refused)  # noqa: PT017
    else:
        assert all(student.id and student.name for student in students)
    for row in read_any(path):
        assert row.wrong or set(row.cells) >= {"id"}


def read_any(path):
    """Return the rows of a table with an id, if it has one."""
    try:
        return [*read_table(path, ["id"])]
    except TableError:
        return []


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=5))
def test_rows_that_are_written_are_read_again(tmp_path_factory, cells):
    kept = [[one.strip() for one in row] for row in cells if "\0" not in "".join(row)]
    kept = [row for row in kept if all(map(is_whole, row)) and any(row)]
    path = put(tmp_path_factory.getbasetemp(), write_rows([["id", "name"], *kept]).encode(errors="replace"))
    assert [[*row.cells.values()] for row in read_table(path, ["id", "name"])] == kept


def is_whole(cell):
    """Say whether a cell is text that UTF-8 can write, and starts with no quotation mark that a table adds."""
    return cell.isascii() or cell.encode(errors="ignore").decode() == cell
