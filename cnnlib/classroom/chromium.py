"""Where a Chromium or Chrome is on this machine, which prints the sheets."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from cnnlib.classroom.extra import Missing

# The headless shell first: Chromium without what is around a page, which takes a third of the time that a page takes.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Chromium refuses its sandbox to root.
FOR_ROOT = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def list_candidates() -> Iterator[Path]:
    """Return every place where one may be: by its name on the PATH, then where it is usually installed."""
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from map(Path, PLACES)


def find_chromium() -> str:
    """Return the program that prints: the one that the variable CHROMIUM names, or the first that is here.

    Raises
    ------
    Missing
        If there is none.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        where = f"the variable CHROMIUM says {named}, which is no program"
    else:
        if here := next((path for path in list_candidates() if path.is_file()), None):
            return str(here)
        where = "none is on the PATH"
    raise Missing(f"PDFs are printed by Chromium or Chrome, and {where}; with --no-pdf the sheets are HTML alone")
