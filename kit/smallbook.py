"""Small books for the tests, built in this process with the book's own settings: warnings, and what comes out."""

import os
import re
import shutil
import traceback
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

from kit.book import ROOT

HEAD = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3, language: python}
---
"""
SETTINGS = ("BOOK_REPOSITORY", "BOOK_BRANCH", "BOOK_JUPYTERHUB", "BOOK_ADDRESS", "SOURCE_DATE_EPOCH")


@dataclass
class SmallBook:
    """What came of a small book: its warnings, the folder of its site, and the error that ended its build."""

    log: str  # all that the build complained of
    site: Path
    error: Exception | None
    stopped: bool  # whether a strict build fails

    @property
    def warnings(self) -> list[str]:
        return [line for line in self.log.splitlines() if re.search(r"(WARNING|ERROR|CRITICAL): ", line)]

    def warnings_on(self, page: str) -> list[str]:
        return [line for line in self.warnings if re.search(rf"/{page}\.md:.*(WARNING|ERROR|CRITICAL): ", line)]

    def html(self, page: str = "index") -> str:
        return (self.site / f"{page}.html").read_text(encoding="utf-8")


def write_book(folder: Path, pages: dict[str, str]) -> None:
    """Write the sources of a book; its first page is its root, and a name without an ending is a page."""
    for name in ("favicon.svg", "references.bib"):
        (folder / "chapters").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "chapters" / name, folder / "chapters")
    for name, text in pages.items():
        file = folder / (name if Path(name).suffix else f"{name}.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    root, *others = [name for name in pages if not Path(name).suffix]
    toc = {"format": "jb-book", "root": root} | ({"chapters": [{"file": name} for name in others]} if others else {})
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
    shutil.copy(ROOT / "_config.yml", folder)


def settings(folder: Path, execute: bool) -> dict[str, Any]:
    """The settings that Sphinx gets of Jupyter Book for the book's `_config.yml`."""
    from jupyter_book.config import get_final_config

    cli = {"external_toc_path": str(folder / "_toc.yml"), "latex_individualpages": False}
    config, _ = get_final_config(user_yaml=folder / "_config.yml", sourcedir=folder, cli_config=cli)
    return config | ({} if execute else {"nb_execution_mode": "off"})


def build_book(
    folder: Path, pages: dict[str, str], execute: bool = False, environment: dict[str, str] | None = None
) -> SmallBook:
    """Build a book of these pages strictly; without `execute` no cell is run, and no kernel started."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    write_book(folder, pages)
    site, complaints, error = folder / "_build" / "html", StringIO(), None
    variables = {name: value for name, value in os.environ.items() if name not in SETTINGS} | (environment or {})
    variables["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    with (
        mock.patch.dict(os.environ, variables, clear=True),
        warnings.catch_warnings(),
        redirect_stdout(StringIO()),
        redirect_stderr(complaints),
        patch_docutils(),
        docutils_namespace(),
    ):
        warnings.simplefilter("ignore")  # Python's own: of Sphinx and its extensions
        app = Sphinx(
            folder,
            None,
            site,
            folder / "_build" / ".doctrees",
            "html",
            settings(folder, execute),
            status=None,
            warning=complaints,
            freshenv=True,
            warningiserror=True,
            keep_going=True,
        )
        try:
            app.build()
        except Exception as caught:
            error = caught
    if error:
        complaints.writelines(traceback.format_exception(error))
    log = re.sub(r"\x1b\[[\d;]*m", "", complaints.getvalue())  # without colours
    return SmallBook(log, site, error, bool(app.statuscode or error))


def build_faultless_book(folder: Path, pages: dict[str, str]) -> SmallBook:
    """Build a book of these pages of which nothing is complained."""
    built = build_book(folder, pages)
    assert (built.warnings, built.error) == ([], None)
    return built
