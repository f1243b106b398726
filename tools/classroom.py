"""Run what the page for classes shows: `python -m tools.classroom` says whether the page has what is printed.

With `--write` the page gets it, and the pictures beside it. The class is invented: its answers are drawn, and saved as
sheets save them.
"""

import difflib
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from cnnlib.classroom.deal import Sheet, deal
from cnnlib.classroom.roster import Student
from cnnlib.classroom.tables import write_rows
from cnnlib.forms import write
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import Part, ValuePart
from kit.book import ROOT
from kit.browser import chromium, find

PAGE = ROOT / "chapters" / "classroom.md"
SHEET, SLIPS = PAGE.with_name("classroom-sheet.png"), PAGE.with_name("classroom-slips.png")
BLOCKS = re.compile(r"(?<=```sh\n)(.*?)(?=```\n)(```\n\n```text\n)?(.*?)(?=```\n)", re.DOTALL)
SEED = 2026
STUDENTS = [Student(f"s-{number:02}", f"Student {number}") for number in range(1, 25)]
SHARES = {"right": 68, "slip": 22, "unreadable": 3, "missing": 7}


def write_class(folder: Path) -> None:
    """Write the roster, and what the class handed in: all but the last, one of them twice, and two files amiss."""
    rows = [("id", "name"), *((student.id, student.name) for student in STUDENTS)]
    (folder / "roster.csv").write_text(write_rows(rows), encoding="utf-8", newline="")
    draw = random.Random(SEED)
    answers = folder / "answers"
    answers.mkdir()
    for student in STUDENTS[:-1]:
        save(deal(SEED, student), answers / f"{student.id}.json", draw)
    save(deal(SEED, STUDENTS[2]), answers / "s-03-again.json", draw)
    save(deal(SEED + 1, STUDENTS[-1]), answers / f"{STUDENTS[-1].id}.json", draw)
    (answers / "s-07-photo.jpg").write_bytes(b"\xff\xd8")


def save(sheet: Sheet, path: Path, draw: random.Random) -> None:
    """Save answers as a sheet does."""
    given = {name: text for name, part in sheet.parts().items() if (text := answer(part, draw))}
    saved = {"sheet": sheet.code, "student": sheet.student.id, "answers": given}
    path.write_text(json.dumps(saved, indent=1), encoding="utf-8")


def answer(part: Part, draw: random.Random) -> str | dict[str, list[str]]:
    """Draw the answer of a student to a part."""
    (kind,) = draw.choices([*SHARES], [*SHARES.values()])
    if isinstance(part, FormulaPart):
        choice = part.builder.read(part.builder.key if draw.random() < 0.5 else part.builder.example)
        return {} if kind == "missing" else {name: [text] for name, text in choice.items()}
    assert isinstance(part, ValuePart)
    if kind == "slip" and part.slips:
        return write(part.kind, draw.choice(part.slips).answer)
    return {"unreadable": "see page 2", "missing": ""}.get(kind) or write(part.kind, part.right[0])


def run_all(folder: Path) -> Iterator[str]:
    """Run the page's commands one after the other in a folder, and return what each block prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "CHROMIUM": str(find())}
    for commands, _, _ in BLOCKS.findall(PAGE.read_text(encoding="utf-8")):
        done = subprocess.run(commands, shell=True, cwd=folder, env=env, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{commands}{done.stderr}")
        yield re.sub(" +$", "", done.stdout, flags=re.MULTILINE)


def draw_pictures(folder: Path) -> None:
    """Draw the first sheet of paper, and the slips; few colours keep the files small."""
    (path,) = folder.glob(f"sheets/students/{STUDENTS[0].id}-*.pdf")
    picture = pypdfium2.PdfDocument(path)[0].render(scale=1.3).to_pil()
    picture.convert("L").quantize(8).save(SHEET, optimize=True)
    browser = find()
    assert browser
    with chromium(browser) as opened:
        page = opened.new_page(viewport={"width": 760, "height": 600}, device_scale_factor=1.5)
        page.goto((folder / "marks-slips.svg").as_uri())
        shot = page.locator("svg").first.screenshot()
    Image.open(BytesIO(shot)).convert("RGB").quantize(16).save(SLIPS, optimize=True)


def renew(folder: Path, *, pictures: bool) -> str:
    """Return the page with what its commands print, and draw the pictures."""
    write_class(folder)
    printed = iter([*run_all(folder)])
    text = BLOCKS.sub(lambda block: fill(block, next(printed)), PAGE.read_text(encoding="utf-8"))
    if pictures:
        draw_pictures(folder)
    return text


def fill(block: re.Match[str], printed: str) -> str:
    """Return a block of commands with what it printed, if the page shows that."""
    commands, between, _ = block.groups()
    return f"{commands}{between}{printed}" if between else block[0]


def main() -> None:
    """Compare the page with what is printed, or write it."""
    is_to_write = "--write" in sys.argv[1:]
    with TemporaryDirectory() as folder:
        text = renew(Path(folder), pictures=is_to_write)
    if is_to_write:
        PAGE.write_text(text, encoding="utf-8")
        return
    lines = PAGE.read_text(encoding="utf-8").splitlines(), text.splitlines()
    sys.exit("\n".join(difflib.unified_diff(*lines, "the page", "what is printed", lineterm="")) or 0)


if __name__ == "__main__":
    main()
