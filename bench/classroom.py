"""How long a class takes: sheets, key, exports, grading and PDFs, and how much memory at 100 and at 1,000 students.

    python -m bench.classroom           # HTML sheets, key, exports and grading
    python -m bench.classroom --pdf     # the PDFs as well; needs Chromium

Each command runs in a process of its own, as it does for an instructor, and the exports two at a time.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from cnnlib.classroom.deal import deal_all
from cnnlib.classroom.exports import FORMATS
from cnnlib.classroom.roster import count_students
from cnnlib.forms import write
from cnnlib.problems.part import ValuePart

SEED = 2026
CLASSES = (100, 1000)
PEAK = """
import resource, sys
from cnnlib.classroom.commands import main
status = main(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(status)
"""


def run(*arguments: object) -> tuple[float, int]:
    """Run a command; return the seconds that it took, and the most memory that it held, in MB."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", PEAK, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    unit = 1024 if sys.platform == "darwin" else 1
    return time.perf_counter() - start, int(done.stdout.split()[-1]) // unit // 1024


def hand_in(count: int, path: Path) -> None:
    """Write the answers of a class: right ones, slips, and what cannot be read."""
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        for sheet in deal_all(SEED, count_students(count)):
            parts = sheet.parts()
            if sheet.student.id == "0001":
                table.writerow(["id", *parts])
            cells = []
            for part in parts.values():
                if not isinstance(part, ValuePart):
                    cells.append(part.builder.key)  # type: ignore[attr-defined]
                    continue
                slips = [slip.answer for slip in part.slips]
                given = draw.choice([part.right[0], part.right[0], *(draw.choices(slips) if slips else [])])
                cells.append(draw.choice([write(part.kind, given)] * 9 + ["?"]))
            table.writerow([sheet.student.id, *cells])


def report(name: str, count: int, seconds: float, memory: int) -> None:
    """Print a line."""
    print(f"{name:28} {count:5,} students {seconds:7.1f} s {count / seconds:7.0f}/s {memory:6} MB", flush=True)


def time_side_by_side(count: int, work: dict[str, Callable[[], tuple[float, int]]]) -> float:
    """Run commands two at a time; print a line for each, and return how long all of them took."""
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        for name, done in zip(work, pool.map(lambda one: one(), work.values()), strict=True):
            report(name, count, *done)
    return time.perf_counter() - start


def measure(count: int, folder: Path, pdf: bool) -> None:
    """Measure one class."""
    who = ("--count", count, "--seed", SEED)
    work = {"sheets and key": lambda: run("sheets", *who, "--no-pdf", "--out", folder / "sheets")}
    for name in FORMATS:
        work[f"export --to {name}"] = lambda name=name: run("export", *who, "--to", name, "--out", folder / name)
    seconds = time_side_by_side(count, work)
    report("all of these, two at a time", count, seconds, 0)
    hand_in(count, folder / "answers.csv")
    answers = ("--answers", folder / "answers.csv", "--out", folder / "marks.csv")
    report("grade", count, *run("grade", *who, *answers))
    if pdf:
        report("PDFs, the sheets being there", count, *run("sheets", *who, "--out", folder / "sheets"))
        browsers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{'the largest process of all':28} {browsers:46} MB", flush=True)


def main() -> None:
    """Print a line for each command and class."""
    for count in CLASSES:
        with TemporaryDirectory() as folder:
            measure(count, Path(folder), "--pdf" in sys.argv[1:])


if __name__ == "__main__":
    main()
