"""The boxes' front end: its scripts and its style sheet, for a page and for a notebook."""

from __future__ import annotations

from pathlib import Path

from cnnlib.es_modules import join, make_script
from cnnlib.forms import GRAMMAR

FRONT = Path(__file__).parent / "front"
DATA = {"grammar": GRAMMAR}


def script() -> str:
    """Return the classic script for a page; one with text fields needs `field_script` before it."""
    return make_script(join(FRONT, "page"))


def field_script() -> str:
    """Return the classic script that reads and judges texts."""
    return make_script(join(FRONT, "fields", data=DATA))


def module() -> str:
    """Return the ES module for anywidget."""
    return join(FRONT, "notebook", keep_default=True, data=DATA)


def style() -> str:
    """Return the style sheet."""
    return (FRONT / "answer.css").read_text(encoding="utf-8")


def start_script() -> str:
    """Return the classic script of the start page."""
    return make_script(join(FRONT, "start"))


def start_module() -> str:
    """Return the ES module of the start page for anywidget."""
    return join(FRONT, "start-notebook", keep_default=True)


def start_style() -> str:
    """Return the style sheet of the start page."""
    return (FRONT / "start.css").read_text(encoding="utf-8")


def practice_script() -> str:
    """Return the classic script of a page for practice; it runs before that of the boxes."""
    return make_script(join(FRONT, "practice"))


def practice_style() -> str:
    """Return the style sheet of a page for practice."""
    return (FRONT / "practice.css").read_text(encoding="utf-8")
