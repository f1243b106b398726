"""How long a class takes: sheets, key, exports, grading and PDFs, and how much memory at 100 and at 1,000 students.

    python -m bench.classroom           # HTML sheets, key, exports and grading
    python -m bench.classroom --pdf     # the PDFs as well; needs Chromium

Each command runs in a process of its own, as it does for an instructor, and the exports two at a time. The load is how
many processes wanted a processor in the last minute: with more than two beside these, all takes longer.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cnnlib.classroom.deal import deal_all
from cnnlib.classroom.exports import FORMATS
from cnnlib.classroom.roster import count_students
from cnnlib.forms import write
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import ValuePart

SEED = 2026
CLASSES = (100, 1000)
PEAK = """
import resource, sys
from cnnlib.classroom.commands import main
from kit.memory import find_peak
status = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
browsers = resource.getrusage(resource.RUSAGE_CHILDREN)
print(sum(one.ru_utime + one.ru_stime for one in (used, browsers)), find_peak())
sys.exit(status)
"""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock and of the processors, and memory in MB, a browser's left out."""

    seconds: float
    processor: float
    memory: int


def run(*arguments: object) -> Cost:
    """Run a command and measure it."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", PEAK, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    processor, memory = done.stdout.split()[-2:]
    return Cost(time.perf_counter() - start, float(processor), int(memory) // 1024)


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
                if isinstance(part, FormulaPart):
                    cells.append(part.builder.key)
                    continue
                assert isinstance(part, ValuePart)
                slips = [slip.answer for slip in part.slips]
                given = draw.choice([part.right[0], part.right[0], *(draw.choices(slips) if slips else [])])
                cells.append(draw.choice([write(part.kind, given)] * 9 + ["?"]))
            table.writerow([sheet.student.id, *cells])


def report(name: str, count: int, cost: Cost) -> None:
    """Print a line."""
    rate = f"{count / cost.seconds:7.0f}/s"
    load = f"{os.getloadavg()[0]:7.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{name:30} {count:6,} {cost.seconds:7.1f} {rate} {cost.processor:9.1f} {cost.memory:7} {load}", flush=True)


def run_side_by_side(count: int, commands: dict[str, Sequence[object]]) -> None:
    """Run commands two at a time; print a line for each, and one for all of them."""
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        costs = [*pool.map(lambda arguments: run(*arguments), commands.values())]
    seconds = time.perf_counter() - start
    for name, cost in zip(commands, costs, strict=True):
        report(name, count, cost)
    whole = Cost(seconds, sum(cost.processor for cost in costs), max(cost.memory for cost in costs))
    report("all of these, two at a time", count, whole)


def measure(count: int, folder: Path, pdf: bool) -> None:
    """Measure one class."""
    who = ("--count", count, "--seed", SEED)
    commands = {"sheets and key": ("sheets", *who, "--no-pdf", "--out", folder / "sheets")}
    for name in FORMATS:
        commands[f"export --to {name}"] = ("export", *who, "--to", name, "--out", folder / name)
    run_side_by_side(count, commands)
    hand_in(count, folder / "answers.csv")
    answers = ("--answers", folder / "answers.csv", "--out", folder / "marks.csv")
    report("grade", count, run("grade", *who, *answers))
    if pdf:
        report("PDFs, the sheets being there", count, run("sheets", *who, "--out", folder / "sheets"))


def main() -> None:
    """Print a line for each command and class."""
    print(f"{'':30} {'class':>6} {'seconds':>7} {'rate':>9} {'processor':>9} {'MB':>7} {'load':>7}")
    for count in CLASSES:
        with TemporaryDirectory() as folder:
            measure(count, Path(folder), "--pdf" in sys.argv[1:])


if __name__ == "__main__":
    main()
