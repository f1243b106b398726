"""That the book's build fails where it must: tiny books, each with a mistake."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kit.book import ROOT

HEAD = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3, language: python}
---
# A page

"""
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
# What the page says, whether the build passes, and what it prints.
BOOKS = {
    "nothing": ("```{code-cell} python\nassert 2 * 3 == 6\n```", True, ["build succeeded"]),
    "wrong number": ("```{code-cell} python\nassert 2 * 3 == 7\n```", False, ["AssertionError"]),
    "warning": ("```{code-cell} python\nimport warnings; warnings.warn('old')\n```", False, ["stderr"]),
    "dead references": (
        REFERENCES,
        False,
        ["no-such-label", "no-such-page", "no-such-equation", "no_such_function", "nobody1900"],
    ),
    "what press.checks looks for": (UNCHECKED, False, ["no-such-anchor", "has no text", "ex-count"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("mistake", BOOKS)
def test_build_passes_only_without_a_mistake(mistake: str, tmp_path: Path) -> None:
    text, passes, messages = BOOKS[mistake]
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    shutil.copy(ROOT / "_config.yml", tmp_path)
    for name in ("favicon.svg", "references.bib"):
        shutil.copy(ROOT / "chapters" / name, chapters)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/page\n", encoding="utf-8")
    (chapters / "page.md").write_text(HEAD + text, encoding="utf-8")
    command = [sys.executable, ROOT / "tools" / "build.py", tmp_path]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    assert (done.returncode == 0) is passes, done.stdout
    assert [message for message in messages if message not in done.stdout] == []


def test_settings_are_ones_that_jupyter_book_knows() -> None:
    # Jupyter Book only prints a box about a wrong setting, and builds on.
    from jupyter_book.config import get_final_config

    cli = {"latex_individualpages": False}
    get_final_config(user_yaml=ROOT / "_config.yml", cli_config=cli, raise_on_invalid=True)
