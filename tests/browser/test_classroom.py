"""A student's sheet in a browser and on paper: filled in, saved, graded; printed, cut and joined."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cnnlib.classroom import commands, pdf
from cnnlib.classroom.deal import deal
from cnnlib.classroom.roster import Student, count_students
from cnnlib.classroom.sheets import write_page
from cnnlib.forms import write
from cnnlib.problems.part import ValuePart
from kit.axe import look
from kit.browser import find
from kit.pages import ADAPTABLE, opened
from kit.pdf import read_pages
from tools import classroom

pytestmark = pytest.mark.browser

STUDENT = Student("s-017", "Student 17")
SHEET = deal(2026, STUDENT)
DATES = re.compile(rb"/CreationDate\(.*?\)|/ID\[.*?\]", re.DOTALL)  # what may differ in the PDFs of two runs, and ids


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a sheet on this disk."""
    path = tmp_path_factory.mktemp("sheet") / "sheet.html"
    path.write_text(write_page(SHEET), encoding="utf-8")
    return path.as_uri()


def fill_in(page: Page) -> None:
    """Answer all parts, all of them right."""
    for name, part in SHEET.parts().items():
        if isinstance(part, ValuePart):
            page.fill(f"[data-part='{name}']", write(part.kind, part.right[0]))
    formula = page.locator("[data-part='5c']")
    formula.get_by_label("the second, of length N").check()
    formula.get_by_label("Index of X along it, sub-sampling").select_option("s*k")
    formula.get_by_label("Index of X along it, max pooling").select_option("s*k+j")
    formula.get_by_label("k goes from 0 to").select_option("floor((N-1)/s)")
    formula.get_by_label("over those that exist").check()


def save(page: Page, folder: Path) -> Path:
    """Save the answers and return the file."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save answers to a file").click()
    path = folder / saved.value.suggested_filename
    saved.value.save_as(path)
    return path


def test_answers_are_kept_saved_and_graded(browser: Browser, address: str, tmp_path: Path) -> None:
    with opened(browser, address) as page:
        fill_in(page)
        page.reload()
        path = save(page, tmp_path / "answers")
        assert page.get_by_role("status").inner_text() == f"17 of 17 answers are in the file {path.name}: hand that in."
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert (saved["sheet"], saved["student"]) == (SHEET.code, STUDENT.id)
    assert path.name == f"answers-{SHEET.code}.json"
    (tmp_path / "roster.csv").write_text("id,name\ns-017,Student 17\n", encoding="utf-8")
    roster, out = str(tmp_path / "roster.csv"), str(tmp_path / "marks.csv")
    command = ["grade", "--roster", roster, "--seed", "2026", "--answers", str(path.parent), "--out", out]
    assert commands.main(command) == 0
    assert ",17,1,1," in (tmp_path / "marks-totals.csv").read_text(encoding="utf-8")


def test_what_is_not_answered_is_not_saved(browser: Browser, address: str, tmp_path: Path) -> None:
    with opened(browser, address) as page:
        page.fill("[data-part='2b']", "  (5, 4) ")
        page.keyboard.press("Tab")
        page.get_by_label("of whole windows only").check()
        saved = json.loads(save(page, tmp_path).read_text(encoding="utf-8"))
    assert saved["answers"] == {"2b": "(5, 4)", "5c": {"windows": ["(whole windows only) of"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_sheet_is_for_everyone(browser: Browser, address: str, scheme: str, width: int) -> None:
    size = {"width": width, "height": 844}
    with opened(browser, address, **ADAPTABLE, color_scheme=scheme, viewport=size) as page:
        assert look(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_printed_sheet_has_its_code_on_each_page(browser: Browser, address: str, paper: str) -> None:
    with opened(browser, address) as page:
        margin = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
        sheets = read_pages(page.pdf(format=paper, margin=margin))
    assert all(SHEET.code in sheet and STUDENT.name in sheet for sheet in sheets)
    assert len(sheets) == 2
    text = " ".join(" ".join(sheets).split())
    assert "Save answers" not in text
    assert "choose" not in text
    for name, part in SHEET.parts().items():
        assert f"{name[0]}({name[1]}) {part.asked}" in text


def expect_joined(folder: Path) -> tuple[Path, Path]:
    """The joined PDF has the pages of all students' own, and nothing else is left; returns it and the last of these."""
    (joined,) = folder.glob("all-sheets-*.pdf")
    pages = []
    for student in count_students(5):
        code = deal(7, student, "small").code
        (single,) = folder.glob(f"students/*{code}.pdf")
        cut = read_pages(single)
        assert all(code in page for page in cut)
        pages += cut
    assert read_pages(joined) == pages
    assert sorted(path.name for path in folder.iterdir()) == [joined.name, "key.html", "students"]
    return joined, single


def test_sheets_are_printed_together_and_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", str(find()))
    monkeypatch.setattr(pdf, "AT_ONCE", 2)
    command = ["sheets", "--count", "5", "--seed", "7", "--size", "small", "--out", str(tmp_path)]
    printed: list[Path] = []

    def print_twice(program: str, page: Path) -> bytes:
        if len(printed) == 2:
            raise KeyboardInterrupt
        printed.append(page)
        return run_chromium(program, page)

    run_chromium = pdf.run_chromium
    monkeypatch.setattr(pdf, "run_chromium", print_twice)
    assert commands.main(command) == 130
    assert "the same command goes on from there" in capsys.readouterr().err
    assert not [*tmp_path.glob("all-sheets-*")]
    printed.clear()
    assert commands.main(command) == 0
    assert re.search(r"5/5 \[.*PDFs/s\]", capsys.readouterr().err)
    assert len(printed) == 1  # of three batches
    joined, single = expect_joined(tmp_path)
    # All is there: nothing is printed, and what is missing is printed alone.
    printed.clear()
    assert commands.main(command) == 0
    assert not printed
    before, single_before = joined.read_bytes(), DATES.sub(b"", single.read_bytes())
    single.unlink()
    printed.append(joined)
    monkeypatch.setattr(pdf, "run_chromium", run_chromium)
    assert commands.main(command) == 0
    assert DATES.sub(b"", single.read_bytes()) == single_before
    assert joined.read_bytes() == before
    assert len(before) < 5 * 35_000  # a page's drawings, and in each of three batches the fonts


def test_the_page_for_instructors_shows_what_is_printed(tmp_path: Path) -> None:
    assert classroom.renew(tmp_path, pictures=False) == classroom.PAGE.read_text(encoding="utf-8")
    assert classroom.SHEET.is_file()
    assert classroom.SLIPS.is_file()


def test_on_a_telephone_its_pictures_keep_their_shape(browser: Browser, site: Path) -> None:
    shapes = "(all) => all.map((one) => [one.clientWidth, one.clientHeight, one.naturalWidth, one.naturalHeight])"
    with opened(
        browser, (site / "chapters" / "classroom.html").as_uri(), viewport={"width": 390, "height": 844}
    ) as page:
        page.wait_for_function("() => [...document.images].every((one) => one.complete)")
        found = page.locator("main img").evaluate_all(shapes)
    assert len(found) == 2
    for width, height, full_width, full_height in found:
        assert width < 390
        assert height / width == pytest.approx(full_height / full_width, rel=0.01)
