"""That the book's build fails where it must: tiny books, each with a mistake, with the book's own settings."""

import subprocess
import sys
from pathlib import Path

import pytest

from kit.book import ROOT
from kit.profile import SOAK
from kit.smallbook import HEAD, build_book, write_book

REFERENCES = """
See [](#no-such-label), [](no-such-page.md), {eq}`no-such-equation`, {py:func}`cnnlib.no_such_function`
and {cite}`nobody1900`.
"""
UNCHECKED = """
<a href="page.html#no-such-anchor">There</a>

![](favicon.svg)

(ex-count)=
### Exercise: Count

How many?

+++ {"jp-MarkdownHeadingCollapsed": true}

#### Solution

+++

Two.

(ex-count-again)=
### Exercise: Count again

How many?
"""
RIGHT = "```{code-cell} python\nassert 2 * 3 == 6\n```"
# What the page says, and what the build prints.
MISTAKES = {
    "wrong number": ("```{code-cell} python\nassert 2 * 3 == 7\n```", ["AssertionError"]),
    "warning": ("```{code-cell} python\nimport warnings; warnings.warn('old')\n```", ["stderr"]),
    "dead references": (
        REFERENCES,
        ["no-such-label", "no-such-page", "no-such-equation", "no_such_function", "nobody1900"],
    ),
    "what press.checks looks for": (UNCHECKED, ["no-such-anchor", "has no text", "ex-count"]),
}
PAGE = "chapters/page"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_the_build(mistake: str, tmp_path: Path) -> None:
    text, messages = MISTAKES[mistake]
    built = build_book(tmp_path, {PAGE: f"{HEAD}# A page\n\n{text}"}, execute="{code-cell}" in text)
    assert built.stopped
    assert [message for message in messages if message not in built.log] == []


@pytest.mark.slow
# That it can, `make book` shows every day.
@pytest.mark.parametrize(
    ("text", "passes", "message"),
    [(UNCHECKED, False, "ex-count"), *([(RIGHT, True, "The book is ready")] if SOAK else [])],
)
def test_the_program_that_builds_says_whether_it_could(tmp_path: Path, text: str, passes: bool, message: str) -> None:
    write_book(tmp_path, {PAGE: f"{HEAD}# A page\n\n{text}"})
    command = [sys.executable, ROOT / "tools" / "build.py", tmp_path]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    assert (done.returncode == 0) is passes, done.stdout
    assert message in done.stdout


def test_settings_are_ones_that_jupyter_book_knows() -> None:
    # Jupyter Book only prints a box about a wrong setting, and builds on.
    from jupyter_book.config import get_final_config

    cli = {"latex_individualpages": False}
    get_final_config(user_yaml=ROOT / "_config.yml", cli_config=cli, raise_on_invalid=True)
