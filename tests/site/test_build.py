"""The program that builds a book, run as `make book` runs it, on a small book with a mistake."""

import subprocess
import sys
from pathlib import Path

import pytest

from kit.book import ROOT
from kit.profile import SOAK
from kit.smallbook import HEAD, write_book

MISTAKEN = """
(ex-count)=
### Exercise: Count

How many?
"""
RIGHT = "```{code-cell} python\nassert 2 * 3 == 6\n```"


@pytest.mark.slow
# That it can, `make book` shows every day.
@pytest.mark.parametrize(
    ("text", "passes", "message"),
    [(MISTAKEN, False, "ex-count"), *([(RIGHT, True, "The book is ready")] if SOAK else [])],
)
def test_the_program_that_builds_says_whether_it_could(tmp_path: Path, text: str, passes: bool, message: str) -> None:
    write_book(tmp_path, {"chapters/page": f"{HEAD}# A page\n\n{text}"})
    command = [sys.executable, ROOT / "tools" / "build.py", tmp_path]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    assert (done.returncode == 0) is passes, done.stdout
    assert message in done.stdout
