"""What a learning platform takes: one module for each format, with a function ``export(sheets, out)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from cnnlib.classroom.deal import Sheet

__all__ = ["FORMATS", "Export", "find_export"]

Export = Callable[[Iterable[Sheet], Path], None]

FORMATS = {
    "csv": "table",
    "moodle": "moodle",
    "qti21": "qti21",
    "canvas": "canvas",
    "nbgrader": "nbgrader",
}
"""The module here that has a format's function, by what the format is called on the command line."""


def find_export(name: str) -> Export:
    """Return the function that writes a format; its module is loaded now.

    Parameters
    ----------
    name : str
        One of ``FORMATS``.

    Returns
    -------
    callable
        Takes sheets and a path. Before it asks for a sheet, it raises `cnnlib.classroom.extra.Missing` if a package of
        the extra that the format needs is not there.
    """
    export: Export = import_module(f"{__name__}.{FORMATS[name]}").export
    return export
