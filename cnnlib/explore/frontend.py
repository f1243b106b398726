"""The explorers' scripts and style sheet, each written once and used on the page and in the notebook."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SHARED = ("linked.js", "view.js")


def module() -> str:
    """Return the ES module for anywidget."""
    return joined(*SHARED, "notebook.js")


def script() -> str:
    """Return the same as a classic script for the page: unlike a module, a browser loads it from file:// too."""
    return f'(() => {{\n"use strict";\n{joined(*SHARED, "page.js")}}})();\n'


def style() -> str:
    """Return the style sheet."""
    return joined("explorer.css")


def joined(*names: str) -> str:
    """Return the text of several files, one after the other."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)
