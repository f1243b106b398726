"""Joined PDFs: all pages in order, each with what it refers to, and no more memory for more files."""

import random
import subprocess
import sys

import pypdf
import pypdfium2
import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from cnnlib.classroom.join import join
from kit.book import ROOT

PEAK = """
import sys
from pathlib import Path
from cnnlib.classroom.join import join
from kit.memory import find_peak
*printed, joined = map(Path, sys.argv[1:])
join(printed, joined)
print(find_peak())
"""


def write_pages(path, words, weight=0):
    """Write a PDF with a page for each word, which share a font; weight is how many bytes a page has besides."""
    draw = random.Random(0)
    writer = pypdf.PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = writer._add_object(DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()}))
    fonts = DictionaryObject({NameObject("/F1"): font})
    for place, word in enumerate(words):
        page = writer.add_blank_page(300 + place, 200)
        content = DecodedStreamObject()
        content.set_data(
            b"%%%s\nBT /F1 20 Tf 10 100 Td (%s) Tj ET" % (draw.randbytes(weight // 2).hex().encode(), word.encode())
        )
        page[NameObject("/Contents")] = ArrayObject([writer._add_object(content)])
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    # What a page has from the tree above it.
    writer.root_object["/Pages"][NameObject("/Rotate")] = NumberObject(180 * (len(words) % 2))
    writer.write(path)
    return path


def read(path):
    """Return of each page how wide it is, how it is turned, and its words."""
    document = pypdfium2.PdfDocument(path)
    return [(*page.get_size(), page.get_rotation(), page.get_textpage().get_text_range()) for page in document]


def test_a_joined_file_has_all_pages_in_order_and_once_what_they_share(tmp_path):
    texts = (["one", "two", "three"], ["four"], ["five", "six"])
    printed = [write_pages(tmp_path / f"{len(words)}.pdf", words) for words in texts]
    join(printed, tmp_path / "joined.pdf")
    pages = read(tmp_path / "joined.pdf")
    assert pages == [page for path in printed for page in read(path)]
    assert [text for *_, text in pages] == [word for words in texts for word in words]
    assert {turned for _, _, turned, _ in pages} == {0, 180}
    reader = pypdf.PdfReader(tmp_path / "joined.pdf", strict=True)
    assert len(reader.pages) == 6
    fonts = {page["/Resources"]["/Font"].raw_get("/F1").idnum for page in reader.pages}
    assert len(fonts) == len(printed)
    objects = {number: reader.get_object(number) for number in reader.xref[0] if number}
    assert len(objects) == 2 + 3 * 2 + 6 * 2  # the catalogue and the tree, the files' trees and fonts, pages and texts
    # The table is right: nothing had to be searched for, and two runs are the same.
    first = (tmp_path / "joined.pdf").read_bytes()
    join(printed, tmp_path / "joined.pdf")
    assert (tmp_path / "joined.pdf").read_bytes() == first


def test_a_file_that_is_no_pdf_leaves_no_joined_one(tmp_path):
    good = write_pages(tmp_path / "good.pdf", ["one"])
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    with pytest.raises(pypdf.errors.PyPdfError):
        join([good, tmp_path / "bad.pdf"], tmp_path / "joined.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.pdf", "good.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="kit.memory does not know it")
def test_joining_ten_times_as_many_files_takes_no_more_memory(tmp_path):
    printed = write_pages(tmp_path / "printed.pdf", "abcd", weight=200_000)
    peaks = []
    for count in (4, 40):
        command = [sys.executable, "-c", PEAK, *[printed] * count, tmp_path / "joined.pdf"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 5_000  # kB
    assert (tmp_path / "joined.pdf").stat().st_size > 30_000_000
