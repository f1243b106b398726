"""What a class is dealt, its sheets and its key: the same from the same seed, whole or not there, telling nothing."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from cnnlib import practice
from cnnlib.classroom import commands, pdf
from cnnlib.classroom.deal import ALPHABET, Sheet, deal, make_code, read_code, seed_for
from cnnlib.classroom.exports import FORMATS
from cnnlib.classroom.roster import Student
from cnnlib.classroom.safe import make_file_name, open_whole, write_whole
from cnnlib.classroom.sheets import name_file, write_page, write_print
from cnnlib.problems import GradientElements, own
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import ValuePart
from cnnlib.problems.practice import SIZES
from kit.book import ROOT

ROSTER = "id,name\ns-01,Ada King\nS-01,../../etc/passwd\ns-02,=CMD()\ns-03,CON: <script>\n"
SEEDS = [1003285833066, 1014208096218, 339124283632, 300207389730, 66279500150]
CODE = "MWVT6-5PEZZ"
PARTS = ["1a", "1b", "1c", "2a", "2b", "2c", "2d", "2e", "3a", "3b", "3c", "3d", "4b", "4c", "5a", "5b", "5c"]


@pytest.fixture
def roster(tmp_path):
    """Return the path of a roster with names that could do harm."""
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def run(*arguments):
    """Run a command and return its exit status."""
    return commands.main([*map(str, arguments)])


def read_folder(folder):
    """Return the contents of all files in a folder, by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# The deal.


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_has_five_problems_that_python_makes_alone(size):
    sheet = deal(2026, Student("s-01", "Ada King"), size)
    for number, problem in sheet.problems.items():
        assert repr(problem) == repr(practice(number, seed_for(2026, "s-01", number), size=size))
    assert [*sheet.parts()] == PARTS
    assert isinstance(sheet.problems[4], GradientElements)


def test_the_seed_and_the_id_decide_and_nothing_else():
    sheet = deal(7, Student("1", "Ada"))
    assert repr(sheet.problems) == repr(deal(7, Student("1", "Ada Byron")).problems)
    assert sheet.code == deal(7, Student("1", "Ada Byron")).code
    others = [deal(8, Student("1")), deal(7, Student("2")), deal(7, Student("1"), "small")]
    codes = {sheet.code, *(other.code for other in others)}
    assert len(codes) == 4
    seeds = {seed_for(seed, id, number) for seed in range(20) for id in map(str, range(20)) for number in range(1, 6)}
    assert len(seeds) == 2000


def test_what_is_dealt_is_the_same_on_every_machine():
    assert [seed_for(2026, "s-017", number) for number in range(1, 6)] == SEEDS
    assert make_code(2026, "medium", "s-017") == CODE
    assert deal(2026, Student("s-017")).code == CODE


def test_the_homework_is_dealt_as_it_is():
    sheet = Sheet.own()
    assert {number: own(number) for number in range(1, 6)} == dict(sheet.problems)
    assert len(sheet.parts()) == 18


@pytest.mark.parametrize(("seed", "size"), [(-1, "medium"), (1.5, "medium"), (True, "small"), (1, "huge")])
def test_a_deal_refuses_what_is_no_seed_or_size(seed, size):
    with pytest.raises((TypeError, ValueError), match=r"^(seed|size) must be "):
        deal(seed, Student("1"), size)


def test_a_code_is_read_however_it_is_written_and_a_wrong_character_is_noticed():
    for number in range(50):
        code = make_code("try", number)
        letters = code.replace("-", "")
        assert re.fullmatch(f"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", code)
        for typed in (code, code.lower(), letters, f" {letters[:3]} {letters[3:]} ", code.replace("0", "o")):
            assert read_code(typed) == code
        for place, letter in enumerate(letters):
            other = ALPHABET[(ALPHABET.index(letter) + 1 + number) % 32]
            wrong = letters[:place] + other + letters[place + 1 :]
            assert (read_code(wrong) is None) == (other != letter)
    for typed in ("", "7K3QM", "7K3QM-2XV4T-", "É" * 10, "7K3QM-2XV4T9"):
        assert read_code(typed) is None


# Files.


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "etc-passwd-X"),
        ("..", "X"),
        (r"C:\temp\a", "C-temp-a-X"),
        ("CON", "CON-X"),
        ("Ada  King.", "Ada-King-X"),
        ("e\u0301", "é-X"),
        ("李" * 40, "李" * 20 + "-X"),
        ("-rf", "rf-X"),
        ("\u202e\0\n", "X"),
    ],
)
def test_a_name_makes_no_path(name, file):
    assert make_file_name(name, "X") == file
    assert len(make_file_name(name * 9, name * 9, "7K3QM-2XV4T").encode()) < 140


def test_names_that_differ_in_case_only_get_two_files():
    names = [name_file(deal(1, Student(id, "Ada"))).casefold() for id in ("a1", "A1", "a-1", "a/1")]
    assert len({*names}) == 4


def write_half(path, error):
    """Write half of a file, and fail."""
    with open_whole(path) as file:
        file.write(b"half")
        raise error


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_is_whole_or_not_there(tmp_path, error):
    path = tmp_path / "new" / "a.txt"
    with pytest.raises(type(error)):
        write_half(path, error)
    assert not [*path.parent.iterdir()]
    write_whole(path, "whole")
    with pytest.raises(type(error)):
        write_half(path, error)
    assert read_folder(path.parent) == {"a.txt": b"whole"}


# Sheets and the key.


def test_the_same_seed_gives_the_same_bytes(roster, tmp_path):
    for out in ("one", "two"):
        assert run("sheets", "--roster", roster, "--seed", 7, "--no-pdf", "--out", tmp_path / out) == 0
    one, two = read_folder(tmp_path / "one"), read_folder(tmp_path / "two")
    assert one == two
    assert len(one) == 5
    assert all(re.fullmatch(r"key\.html|students/[\w-]+\.html", path) for path in one)


def test_a_sheet_shows_the_numbers_the_code_and_a_field_for_each_part():
    sheet = deal(3, Student("=1+1", "<b>Ada</b> & Co"))
    page = LexborHTMLParser(write_page(sheet))
    assert [field.attributes["data-part"] for field in page.css("form [data-part]")] == PARTS
    assert page.css_first("form").attributes["data-student"] == "=1+1"
    assert page.css_first(".sheet-name").text() == "<b>Ada</b> & Co"
    text = page.body.text()
    assert sheet.code in text
    for problem, section in zip(sheet.problems.values(), page.css("section"), strict=True):
        assert problem.task in text
        grids = section.css(".answer-grids table")
        for name, array in problem.arrays.items():
            tables = [one for one in grids if re.fullmatch(rf"{name}(\[.*])?", one.css_first("caption").text())]
            shown = [cell.text() for one in tables for cell in one.css("table > tbody > tr > td")]
            assert sorted(map(int, (cell.replace("−", "-") for cell in shown))) == sorted(array.ravel().tolist())
    for part in sheet.parts().values():
        assert part.asked in text
    assert re.findall(r"(\d\(\w\)) has no numbers", text) == ["4(a)"], "why Problem 4 begins with 4(b)"
    labels = {label.attributes["for"] for label in page.css("label[for]")}
    assert {field.attributes["id"] for field in page.css("input[type=text], select")} == labels
    ids = [element.attributes["id"] for element in page.css("[id]")]
    assert len({*ids}) == len(ids)


def test_a_sheet_needs_nothing_from_elsewhere():
    page = write_page(deal(3, Student("1")))
    assert not re.search(r"https?:|//[a-z]|@import|url\(|\bsrc=", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_does_not_say_what_is_right(size):
    """All sheets are alike but for what is given and asked: nothing else in them can depend on an answer."""
    left = {strip(deal(11, Student(id), size)) for id in "abcdefgh"}
    assert len(left) == 1
    assert "choose" in left.pop()


def strip(sheet):
    """Return the page of a sheet without what is given, what is asked, how an answer is written, and the code."""
    page = LexborHTMLParser(write_page(sheet))
    for given in page.css(".answer-grids, .blanks"):
        given.decompose()
    left = page.html
    known = [problem.task for problem in sheet.problems.values()]
    known += [part.asked for part in sheet.parts().values()]
    known += {f"(written like this: {html.escape(part.example)})" for part in value_parts(sheet).values()}
    for text in [*known, sheet.code, f'data-student="{sheet.student.id}"', f"<span>{sheet.student.id}</span>"]:
        assert text in left
        left = left.replace(text, "")
    return left


def value_parts(sheet):
    """Return the parts of a sheet that ask for numbers."""
    return {name: part for name, part in sheet.parts().items() if isinstance(part, ValuePart)}


def test_a_blank_grid_is_as_large_as_what_is_given():
    sheet = deal(5, Student("1"))
    page = LexborHTMLParser(write_page(sheet))
    z, *ys = page.css(".blanks table")
    rows, columns = sheet.problems[2].image.shape
    assert (len(z.css("table > tbody > tr")), len(z.css("table > tbody > tr > td"))) == (rows, rows * columns)
    assert [len(y.css("table > tbody > tr > td")) for y in ys] == [len(sheet.problems[5].x)] * 2
    assert not any(cell.text() for cell in page.css(".blanks td"))


def test_the_key_has_every_right_answer(roster, tmp_path):
    run("sheets", "--roster", roster, "--seed", 7, "--no-pdf", "--size", "large", "--out", tmp_path / "out")
    page = LexborHTMLParser((tmp_path / "out" / "key.html").read_text(encoding="utf-8"))
    sections = page.css("section")
    students = [Student(*line.split(",")) for line in ROSTER.split("\n")[1:-1]]
    assert len(sections) == len(students) == 4
    for section, student in zip(sections, students, strict=True):
        sheet = deal(7, student, "large")
        assert section.css_first("h2").text() == f"{student.id} {student.name} {sheet.code}"
        shown = {dt.text(): dd.text() for dt, dd in zip(section.css("dt"), section.css("dd"), strict=True)}
        assert shown == {f"{name[0]}({name[1]})": part.shown for name, part in value_parts(sheet).items()}
        calls = re.findall(r"practice\((\d), (\d+), size=\"large\"\)", section.css_first(".seeds").text())
        assert [repr(practice(int(n), int(seed), size="large")) for n, seed in calls] == [
            repr(problem) for problem in sheet.problems.values()
        ]
    formula = page.css_first("dl.formulas").text()
    assert sheet.parts()["5c"].shown in formula


def test_the_homework_has_a_sheet_and_a_key(tmp_path):
    assert run("sheets", "--own", "--no-pdf", "--out", tmp_path) == 0
    (sheet,) = tmp_path.glob("students/*.html")
    page = LexborHTMLParser(sheet.read_text(encoding="utf-8"))
    assert len(page.css("[data-part]")) == 18
    assert "has no numbers" not in page.body.text()
    formulas = [name for name, part in Sheet.own().parts().items() if isinstance(part, FormulaPart)]
    assert [field.attributes["data-part"] for field in page.css("fieldset[data-part]")] == formulas
    assert "(100, 256, 256, 3)" in (tmp_path / "key.html").read_text(encoding="utf-8")


def test_a_stopped_run_goes_on_and_ends_with_the_same(roster, tmp_path, monkeypatch, capsys):
    assert run("sheets", "--roster", roster, "--seed", 7, "--no-pdf", "--out", tmp_path / "whole") == 0
    wanted, written = read_folder(tmp_path / "whole"), []

    def write_two(path, content):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        write_whole(path, content)

    monkeypatch.setattr(commands, "write_whole", write_two)
    assert run("sheets", "--roster", roster, "--seed", 7, "--no-pdf", "--out", tmp_path / "out") == 130
    assert "the same command goes on from there" in capsys.readouterr().err
    assert len(read_folder(tmp_path / "out")) == 2
    monkeypatch.setattr(
        commands, "write_whole", lambda path, content: written.append(path) or write_whole(path, content)
    )
    assert run("sheets", "--roster", roster, "--seed", 7, "--no-pdf", "--out", tmp_path / "out") == 0
    assert len(written) == len({*written}) == 4
    assert read_folder(tmp_path / "out") == wanted


# What each command writes, and the options that it needs beside a class and a seed.
COMMANDS = {
    "sheets": ["sheets", "--no-pdf"],
    **{f"export --to {name}": ["export", "--to", name] for name in FORMATS},
    "grade": ["grade", "--answers", "{answers}"],
}
EACH_COMMAND = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture
def arguments(command, tmp_path):
    """Return the arguments of a command with which it has something to do, but those that name the class."""
    answers = tmp_path / "answers.csv"
    answers.write_text('id,2b\n0001,"(5, 4)"\n', encoding="utf-8")
    given = [one.format(answers=answers) for one in COMMANDS[command]]
    return [*given, "--seed", "7", "--size", "small", "--out", tmp_path / "new" / "out"]


@EACH_COMMAND
def test_each_command_says_how_far_it_is_and_how_fast(capsys, arguments):
    assert run(*arguments, "--count", 3) == 0
    assert re.search(r"3/3 \[.* (sheets/s|s/ sheets)\]", capsys.readouterr().err)


@EACH_COMMAND
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,name\n1,Ada\n1,Blaise\n", "row 3: it has the id of row 2, '1'"),
        ("id,surname\n1,Ada\n", "must have one column name; it has 'id', 'surname'"),
        ("id,name\n1,Ada\n2,\n", "row 3: it has no name"),
        ("id,name\n1,A,da\n", "row 2: it has 3 cells where the header has 2"),
        (b"\xff\xfe\x00", "must be text in UTF-8 or UTF-16"),
    ],
    ids=["id", "column", "name", "cells", "bytes"],
)
def test_no_command_takes_a_bad_roster_or_writes_anything(tmp_path, capsys, arguments, content, says):
    roster = tmp_path / "roster.csv"
    roster.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(*arguments, "--roster", roster) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--seed", "7"], "Who is in the class? Give --roster FILE or --count N"),
        (["--seed", "7", "--count", "0"], "count must be at least 1; it was 0"),
        (["--seed", "-7", "--count", "1"], "seed must be at least 0; it was -7"),
        (["--seed", "7", "--roster", "{}"], "row 3: it has the id of row 2, '1'"),
        (["--seed", "7", "--roster", "none.csv"], "none.csv cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(tmp_path, capsys, arguments, says):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\n1,Ada\n1,Blaise\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run("sheets", *(one.format(roster) for one in arguments), "--no-pdf", "--out", out) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    out = tmp_path / "file"
    out.write_text("", encoding="utf-8")
    assert run("sheets", "--count", 1, "--seed", 1, "--no-pdf", "--out", out) == 2
    assert str(out) in capsys.readouterr().err


class Full:
    """A disk that has room for some more bytes, then for none, or on which someone interrupts what is written.

    Parameters
    ----------
    monkeypatch : pytest.MonkeyPatch
        Makes all files that are opened for writing files on it.
    room : int
        How many bytes.
    error : BaseException
        What is raised when they are used up.
    """

    def __init__(self, monkeypatch, room, error):
        self.room, self.error, self.real = room, error, Path.open
        monkeypatch.setattr(Path, "open", lambda path, *how, **more: self.open(path, *how, **more))

    def open(self, path, mode="r", *how, **more):
        """Open a file; what is written to it takes room."""
        file = self.real(path, mode, *how, **more)
        if "w" in mode:
            write = file.write
            file = Wrapped(file, lambda content: write(self.take(content)))
        return file

    def take(self, content):
        """Return content, if there is room for it."""
        self.room -= len(content)
        if self.room < 0:
            raise self.error
        return content


class Wrapped:
    """A file with another `write`."""

    def __init__(self, file, write):
        self.file, self.write = file, write

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)


@EACH_COMMAND
@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OSError(28, "No space left on device"), 2, "No space left on device"),
        (KeyboardInterrupt(), 130, "Stopped. What is written is whole"),
    ],
    ids=["full", "interrupt"],
)
def test_a_full_disk_and_an_interrupt_leave_nothing_half(tmp_path, capsys, arguments, error, status, says):
    """Whenever it happens: what is there then is what is there, of that name, at the end."""
    folder, who = tmp_path / "new", [*arguments, "--count", 2]
    assert run(*who) == 0
    whole = read_folder(folder)
    total = sum(map(len, whole.values()))
    capsys.readouterr()
    for share in (0, 0.01, 0.3, 0.6, 0.99):
        shutil.rmtree(folder)
        with pytest.MonkeyPatch.context() as patch:
            Full(patch, int(share * total), error)
            assert run(*who) == status
        assert says in capsys.readouterr().err
        left = read_folder(folder)
        assert left.items() <= whole.items()
        assert len(left) < len(whole)
    assert run(*who) == 0
    assert read_folder(folder) == whole


@pytest.mark.skipif(sys.platform == "win32", reason="the browser here is a shell script")
@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 3", "broken did not print the sheets: it ended with status 3"),
        ("printf '%%PDF-1.4 half of' > $out", "broken did not print the sheets: the file that it wrote is not whole"),
    ],
    ids=["nothing", "half"],
)
def test_a_browser_that_does_not_print_is_named_and_nothing_of_it_is_kept(tmp_path, monkeypatch, capsys, script, says):
    find_out = 'for one in "$@"; do case $one in --print-to-pdf=*) out=${one#*=};; esac; done'
    program = tmp_path / "broken"
    program.write_text(f"#!/bin/sh\n{find_out}\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert run("sheets", "--count", 1, "--seed", 1, "--out", tmp_path / "out") == 2
    assert says in capsys.readouterr().err
    assert sorted(path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()) == [".html", ".html"]


@pytest.mark.parametrize("package", ["tqdm", "pypdfium2", "pypdf"])
def test_a_missing_package_is_named(tmp_path, monkeypatch, capsys, package):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr(pdf, "find_chromium", lambda: "chromium")
    assert run("sheets", "--count", 1, "--seed", 1, "--out", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert f'needs the package {package}, which is not installed; it comes with the extra: pip install "cnnlib[' in told
    assert not [*tmp_path.rglob("*.html")]


def test_a_missing_browser_is_said_before_anything_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert run("sheets", "--count", 1, "--seed", 1, "--out", tmp_path / "out") == 2
    assert "with --no-pdf the sheets are HTML alone" in capsys.readouterr().err
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    assert run("sheets", "--count", 1, "--seed", 1, "--out", tmp_path / "out") == 2
    assert "the variable CHROMIUM says no-such-browser, which is no program" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_module_runs_and_ends_with_the_status(tmp_path):
    command = [sys.executable, "-m", "cnnlib.classroom", "sheets", "--seed=1", "--no-pdf", f"--out={tmp_path / 'out'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Who is in the class? Give --roster FILE or --count N\n"


def test_many_sheets_make_one_page_to_print():
    sheets = [deal(1, Student(str(n))) for n in range(3)]
    page = LexborHTMLParser("".join(write_print(sheets, "letter")))
    assert len(page.css("h1")) == len(page.css(".sheet")) == 3
    ids = [element.attributes["id"] for element in page.css("[id]")]
    assert len({*ids}) == len(ids)
    assert "size: letter" in page.css_first("style").text()
    assert [code.text() for code in page.css(".sheet-code")] == [one.code for one in sheets]
