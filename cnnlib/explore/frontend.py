"""The explorers' front end: its scripts and its style sheet, for a page and for a notebook."""

from __future__ import annotations

from pathlib import Path

from cnnlib.es_modules import join, make_script

FRONT = Path(__file__).parent / "front"


def script() -> str:
    """Return the classic script for a page."""
    return make_script(join(FRONT, "page"))


def module() -> str:
    """Return the ES module for anywidget."""
    return join(FRONT, "notebook", keep_default=True)


def style() -> str:
    """Return the style sheet."""
    return (FRONT / "explorer.css").read_text(encoding="utf-8")
