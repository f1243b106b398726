"""One style sheet for the site: minified, and without the rules that no page can use."""

from __future__ import annotations

import re
from pathlib import Path

import lightningcss

from press.finish.icons import mask, write_rules
from press.finish.pages import Page

SHEET = "site.css"

WORD = re.compile(r"-{0,2}[A-Za-z_][\w-]*")
BEGINNING = re.compile(r"[A-Za-z][\w-]*-(?=[\"'`$])")  # of a name that a script puts together
SELECTED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
DEFINED = re.compile(r"[{;](--[\w-]+):")
USED = re.compile(r"var\((--[\w-]+)")
LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
ADDRESS = re.compile(r'url\((?!"?(?:data:|#))"?([^")]*)')


class SheetError(ValueError):
    """The style sheets of the pages cannot be one."""


def minify(css: str, words: set[str], beginnings: set[str]) -> str:
    """Return a style sheet without comments, and without rules for names that no page and no script has."""
    names = set(SELECTED.findall(css)) - words
    unused = {name for name in names if not name.startswith(tuple(beginnings))}
    before = ""
    while css != before:
        before, css = css, lightningcss.process_stylesheet(css, filename=SHEET, unused_symbols=unused)
        # One after the other: a variable may be there for another one only.
        unused = set(DEFINED.findall(css)) - set(USED.findall(css)) - words
    return css


def join_sheets(folder: Path, files: list[Path], pages: list[Page], scripts: list[str]) -> str:
    """Return one style sheet, to lie in a folder, for these pages and scripts."""
    bundled = {file: lightningcss.bundle_css(str(file), minify=False) for file in files}  # with what a file imports
    beside = {address for file in files if file.parent == folder for address in ADDRESS.findall(bundled[file])}
    css = "\n".join(bundled.values())
    licences = [licence for file in files for licence in LICENCE.findall(file.read_text(encoding="utf-8"))]
    # Once before the icons, so that their rules are written in one way only.
    css = mask(lightningcss.process_stylesheet(css, filename=SHEET)) + write_rules(pages)
    texts = [*(page.html for page in pages), *scripts]
    words = {word for text in texts for word in WORD.findall(text)}
    css = minify(css, words, {word for text in texts for word in BEGINNING.findall(text)})
    for address in ADDRESS.findall(css):
        if address not in beside and not (folder / address).is_file():
            raise SheetError(f"a style sheet loads {address}, which does not lie beside {SHEET}")
    return "\n".join([*dict.fromkeys(licences), css]) + "\n"
