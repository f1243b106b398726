"""PDFs: one file for the printer, and one for each student, printed by Chromium, cut by PDFium, joined by `join`.

Sheets are printed some at a time, as a browser takes ever longer for longer pages. What is printed is kept until all of
it is there, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cnnlib.classroom.chromium import FOR_ROOT, find_chromium
from cnnlib.classroom.deal import CODE_LENGTH, Sheet, make_code
from cnnlib.classroom.extra import Missing, load
from cnnlib.classroom.join import join
from cnnlib.classroom.roster import Student
from cnnlib.classroom.safe import open_whole
from cnnlib.classroom.sheets import write_print

FLAGS = (
    "--headless",
    *FOR_ROOT,
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--disable-pdf-tagging",  # pages that are cut out lose their tags; whoever needs them has the HTML
)
AT_ONCE = 25  # sheets in one run of the browser
BROWSERS = 2  # that run side by side
PATIENCE = 300  # seconds
UNFINISHED = ".printed"  # the folder of what is not joined yet


@dataclass(frozen=True)
class Batch:
    """Sheets that are printed in one run of the browser.

    Attributes
    ----------
    students : sequence of Student
        Whose they are.
    files : sequence of Path
        Where each of them goes.
    printed : Path
        The file with all of them.
    """

    students: Sequence[Student]
    files: Sequence[Path]
    printed: Path


def print_all(
    deal: Callable[[Student], Sheet], students: Sequence[Student], names: Sequence[str], folder: Path, paper: str
) -> Iterator[int]:
    """Print the sheets of a class into a folder, as far as they are not there yet.

    Parameters
    ----------
    deal : callable
        Returns the sheet of a student.
    students, names : sequences
        Who gets a sheet, and the names of their files without a suffix.
    folder : Path
        For the file of all sheets; those of students go into `students` in it.
    paper : {"a4", "letter"}
        What is printed on.

    Yields
    ------
    int
        How many more sheets are printed.

    Raises
    ------
    Missing
        If there is no browser, or it does not print.
    """
    files = [folder / "students" / f"{name}.pdf" for name in names]
    joined = folder / f"all-sheets-{make_code(paper, *names)}.pdf"
    if joined.exists() and all(file.exists() for file in files):
        yield len(files)
        return
    batches = [make_batch(students[n : n + AT_ONCE], files[n : n + AT_ONCE], folder, paper) for n in starts(files)]
    program = find_chromium()
    with ThreadPoolExecutor(BROWSERS) as pool:
        work = [pool.submit(print_batch, program, batch, deal, paper) for batch in batches]
        try:
            for batch, printing in zip(batches, work, strict=True):
                printing.result()
                cut(batch.printed, batch.files)
                yield len(batch.files)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for old in folder.glob("all-sheets-*.pdf"):
        old.unlink()
    join([batch.printed for batch in batches], joined)
    shutil.rmtree(folder / UNFINISHED)


def starts(files: Sequence[Path]) -> range:
    """Return where each batch starts."""
    return range(0, len(files), AT_ONCE)


def make_batch(students: Sequence[Student], files: Sequence[Path], folder: Path, paper: str) -> Batch:
    """Return a batch; its file is named after what is in it."""
    code = make_code(paper, *(file.name for file in files))
    return Batch(students, files, folder / UNFINISHED / f"{code}.pdf")


def print_batch(program: str, batch: Batch, deal: Callable[[Student], Sheet], paper: str) -> None:
    """Print a batch into its file, unless that is there."""
    if batch.printed.exists():
        return
    with TemporaryDirectory() as folder, open_whole(batch.printed) as file:
        page = Path(folder, "sheets.html")
        with page.open("w", encoding="utf-8") as text:
            text.writelines(write_print(map(deal, batch.students), paper))
        file.write(run_chromium(program, page))


def run_chromium(program: str, page: Path) -> bytes:
    """Print a page, and return the PDF."""
    printed = page.with_suffix(".pdf")
    own = f"--user-data-dir={page.parent / 'profile'}"
    command = [program, *FLAGS, own, f"--print-to-pdf={printed}", page.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE)
        says = f"it ended with status {done.returncode}"
    except subprocess.TimeoutExpired:
        says = f"it was not ready after {PATIENCE} seconds"
    content = printed.read_bytes() if printed.exists() else b""
    if content.rstrip().endswith(b"%%EOF"):
        return content
    if content:  # as on a full disk
        says = "the file that it wrote is not whole"
    raise Missing(f"{program} did not print the sheets: {says}")


def cut(printed: Path, files: Sequence[Path]) -> None:
    """Cut a file of several sheets into one for each, those that are not there yet."""
    pdfium = load("pypdfium2", "cutting PDFs")
    document = pdfium.PdfDocument(printed)
    codes = [file.stem[-CODE_LENGTH - 1 :] for file in files]  # with which the name of each file ends
    firsts = find_firsts(document, codes)
    for file, first, end in zip(files, firsts, [*firsts[1:], len(document)], strict=True):
        if not file.exists():
            one = pdfium.PdfDocument.new()
            one.import_pages(document, [*range(first, end)])
            save(one, file)
    document.close()


def find_firsts(document: Any, codes: Sequence[str]) -> list[int]:
    """Return the pages on which sheets begin: where the code of the next one stands for the first time."""
    firsts: list[int] = []
    for number, page in enumerate(document):
        if len(firsts) < len(codes) and codes[len(firsts)] in page.get_textpage().get_text_range():
            firsts.append(number)
    if len(firsts) < len(codes):
        raise Missing(f"what was printed has no page with the code {codes[len(firsts)]}, where a sheet begins")
    return firsts


def save(document: Any, path: Path) -> None:
    """Write a PDF and close it."""
    content = BytesIO()  # PDFium goes on when a file cannot be written, and says nothing
    document.save(content)
    document.close()
    with open_whole(path) as file:
        file.write(content.getbuffer())
