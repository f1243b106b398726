"""XML and packages that are the same, byte for byte, whenever they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cnnlib.classroom.safe import open_whole

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows


def add(parent: Element, tag: str, text: Any = "", **attributes: Any) -> Element:
    """Add an element to another one, and return it."""
    child = SubElement(parent, tag, {name: str(value) for name, value in attributes.items()})
    child.text = str(text)
    return child


def add_markup(parent: Element, markup: str) -> None:
    """Add the elements of an XHTML fragment to an element."""
    parent.extend(fromstring(f"<all>{markup}</all>"))


def write_tree(root: Element) -> bytes:
    """Return a document in UTF-8, with its declaration."""
    return DECLARATION + tostring(root, encoding="unicode").encode() + b"\n"


def write_package(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip file with some files, all of the same time."""
    with open_whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = ZipInfo(name, LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, content)
