"""The PDF of the book: its pages, its outline, its links and the numbers in its table of contents.

Every day a few pages of the book are printed, which have all that the tests look for; `make soak` prints the whole.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cnnlib import parts
from cnnlib.problems import spell
from kit.book import ROOT, SITE, explorers, pages, problems
from kit.pdf import read_pages
from kit.profile import SOAK
from press.finish.pages import text_of
from tools.pdf import body, read

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROBLEMS = problems() if SOAK else problems()[1:2]
NAMES = pages() if SOAK else [*PROBLEMS, pages()[-1]]


def test_a_drawing_keeps_what_it_refers_to(site: Any) -> None:
    for page in pages():
        html = body(page, pages())
        wanted = {one or other for one, other in re.findall(r'url\(#([^)]+)\)|xlink:href="#([^"]+)"', html)}
        assert wanted <= set(re.findall(r'\bid="([^"]+)"', html)), page


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tools.pdf", *arguments], cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def file(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pdf") / "book.pdf"
    done = run("--out", out, *([] if SOAK else NAMES))
    assert done.returncode == 0, done.stderr
    assert not (SITE / "whole-book.html").exists()
    return out


@pytest.fixture(scope="module")
def pdf(file: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(file)


@pytest.fixture(scope="module")
def texts(file: Path) -> list[str]:
    """The text of each page of the PDF."""
    return read_pages(file)


@pytest.fixture(scope="module")
def html() -> str:
    """What is printed, as a page."""
    return "".join(body(page, NAMES) for page in NAMES)


def titles() -> list[str]:
    """The title of each page that is printed, as its page on the site has it."""
    found = [read(page).select("head > title") for page in NAMES]
    return [text_of(title).partition(" — ")[0] for (title,) in found]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("chapters/9-none", "no page chapters/9-none: the book has chapters/index, "),
        ("chapters/api", "some pages need --out FILE, as book.pdf has the whole book"),
    ],
)
def test_what_cannot_be_printed_is_said_in_a_sentence(site: Any, page: str, sentence: str) -> None:
    done = run(page)
    assert done.returncode == 2
    assert sentence in done.stderr


def chapters(pdf: pypdf.PdfReader) -> dict[str, int]:
    """The page, counted from 1, on which each entry of the outline's first level starts."""
    entries = [entry for entry in pdf.outline if not isinstance(entry, list)]
    return {entry.title: pdf.get_destination_page_number(entry) + 1 for entry in entries}


def test_every_page_is_in_the_outline(pdf: pypdf.PdfReader) -> None:
    assert list(chapters(pdf)) == ["Contents", *titles()]


def test_table_of_contents_has_the_right_page_numbers(pdf: pypdf.PdfReader, texts: list[str]) -> None:
    starts = chapters(pdf)
    text = "".join(texts[starts["Contents"] - 1 : starts[titles()[0]] - 1])
    for title in titles():
        assert re.search(rf"\b{re.escape(title)} {starts[title]}(?!\d)", text), title


def test_every_page_but_the_cover_has_its_number(pdf: pypdf.PdfReader, texts: list[str]) -> None:
    for number, text in enumerate(texts[1:], start=2):
        assert re.search(rf"{pdf.metadata.title} {number}(?!\d)", text)


def test_every_link_leads_somewhere(pdf: pypdf.PdfReader, html: str) -> None:
    links = [it.get_object() for page in pdf.pages for it in page.get("/Annots", [])]
    inside = [link["/Dest"] for link in links if "/Dest" in link]
    # One for each place that the table of contents names, and more.
    wanted = html.count("<h1") + html.count("<h2")
    assert len(inside) > wanted
    assert [name for name in inside if str(name) not in pdf.named_destinations] == []
    outside = [str(link["/A"]["/URI"]) for link in links if "/A" in link]
    assert [address for address in outside if not address.startswith("https://")] == []


def test_formulas_are_printed_in_their_font(pdf: pypdf.PdfReader, texts: list[str], html: str) -> None:
    sums = html.count("∑")
    assert " ".join(texts).count("∑") == sums > 0
    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert [name for name in fonts if name.endswith("+STIXTwoMath")]


def test_explorers_are_tables_and_solutions_are_open(texts: list[str], html: str) -> None:
    text = " ".join(texts)
    assert text.count("To vary:") == sum(explorers(page) for page in NAMES) > 0
    solutions = html.count("Solution to")
    assert text.count("Solution to") == solutions > 0
    assert "Click to show" not in text
    assert "Hide code cell source" not in text


@pytest.mark.parametrize("page", PROBLEMS)
def test_a_question_has_a_line_and_what_is_worked_out_follows_at_the_end_of_its_chapter(
    pdf: pypdf.PdfReader, texts: list[str], page: str
) -> None:
    starts = [*chapters(pdf).values(), len(texts) + 1]
    ((title,),) = (read(page).select("head > title"),)
    first = chapters(pdf)[text_of(title).partition(" \u2014 ")[0]]
    chapter = "\n".join(texts[first - 1 : starts[starts.index(first) + 1] - 1])
    names = [spell(part) for part in parts() if part[0] == page.split("/")[1][0]]
    asked = [chapter.index(f"Your answer to {name}") for name in names]
    links = [chapter.index(f"{name} worked out at the end of the chapter.") for name in names]
    told = [chapter.index(f"{name} worked out\n") for name in names]
    places = [place for pair in zip(asked, links, strict=True) for place in pair]
    assert places == sorted(places)
    assert [chapter.index("\nWorked out\n"), *told] == sorted([chapter.index("\nWorked out\n"), *told])
    assert max(places) < chapter.index("What to remember") < chapter.index("\nWorked out\n")
    assert not {"Check", "Hint", "Fill in the key\u2019s formula"} & {*chapter[asked[0] : links[0]].split("\n")}


def test_what_a_page_draws_is_printed_as_lines_and_letters(pdf: pypdf.PdfReader, file: Path) -> None:
    # Shades, shadows and stripes would be pixels: many such pictures. A few are meant.
    assert len(pdf.pages) > (150 if SOAK else 15)
    assert file.read_bytes().count(b"/Subtype /Image") < 10


def test_a_screen_reader_finds_structure_language_and_title(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert pdf.metadata.title == "Convolution arithmetic, checked"
