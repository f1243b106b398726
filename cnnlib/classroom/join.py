"""Join PDFs into one that may be larger than the memory: it is written file by file, and each is forgotten.

A PDF is a list of numbered objects, and a table that says where each begins (ISO 32000-1, 7.5). The pages of a file are
a tree of such objects; the trees of all files become the branches of one. PDFium, and the writer of pypdf, hold all
objects until the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from cnnlib.classroom.extra import load
from cnnlib.classroom.safe import open_whole

USE = "joining PDFs"
CATALOG, TREE = 1, 2  # the numbers of the first two objects; those that are copied follow


def join(printed: Sequence[Path], joined: Path) -> None:
    """Put the pages of several PDFs into one file, which is whole or not there.

    Parameters
    ----------
    printed : sequence of Path
        The PDFs, in the order of their pages.
    joined : Path
        The file to write.
    """
    with open_whole(joined) as file:
        joiner = Joiner(file)
        for one in printed:
            joiner.add(one)
        joiner.end()


class Joiner:
    """Writes a PDF, one object after the other.

    Parameters
    ----------
    file : binary file
        Open for writing, and empty.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Begin the file."""
        self.types = load("pypdf.generic", USE)
        self.file = file
        self.places = {CATALOG: 0, TREE: 0}  # where each object begins, by its number
        self.branches: list[int] = []
        self.pages = 0
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")  # letters beyond ASCII: the file is no text

    def add(self, path: Path) -> None:
        """Copy the tree of a file's pages, with all that it refers to."""
        with load("pypdf", USE).PdfReader(path) as reader:
            tree = reader.root_object.raw_get("/Pages")
            found = {tree.idnum: self.add_number()}
            self.branches.append(found[tree.idnum])
            self.pages += reader.root_object["/Pages"]["/Count"]
            waiting = [tree]
            while waiting:
                one = waiting.pop()
                value = self.renumber(one.get_object(), found, waiting)
                if one is tree:
                    value[self.types.NameObject("/Parent")] = self.refer(TREE)
                self.begin(found[one.idnum])
                value.write_to_stream(self.file)
                self.file.write(b"\nendobj\n")

    def renumber(self, value: Any, found: dict[int, int], waiting: list[Any]) -> Any:
        """Return a value with references to objects of this file.

        Parameters
        ----------
        value : PdfObject
            Of another file; it is changed.
        found : dict of int to int
            The numbers of objects here, by those that they have there.
        waiting : list of IndirectObject
            References to objects that are not copied yet, to which those that are new are added.
        """
        if isinstance(value, self.types.IndirectObject):
            if value.idnum not in found:
                found[value.idnum] = self.add_number()
                waiting.append(value)
            return self.refer(found[value.idnum])
        if isinstance(value, self.types.DictionaryObject):
            for name in value:
                value[name] = self.renumber(value.raw_get(name), found, waiting)
        elif isinstance(value, self.types.ArrayObject):
            value[:] = [self.renumber(one, found, waiting) for one in value]
        return value

    def add_number(self) -> int:
        """Return the number of one more object."""
        number = len(self.places) + 1
        self.places[number] = 0
        return number

    def refer(self, number: int) -> Any:
        """Return a reference to an object of this file."""
        return self.types.IndirectObject(number, 0, None)

    def begin(self, number: int) -> None:
        """Begin an object."""
        self.places[number] = self.file.tell()
        self.file.write(b"%d 0 obj\n" % number)

    def end(self) -> None:
        """Write the tree that has the branches, and the table."""
        self.begin(TREE)
        kids = " ".join(f"{number} 0 R" for number in self.branches)
        self.file.write(f"<< /Type /Pages /Count {self.pages} /Kids [{kids}] >>\nendobj\n".encode())
        self.begin(CATALOG)
        self.file.write(f"<< /Type /Catalog /Pages {TREE} 0 R >>\nendobj\n".encode())
        table, size = self.file.tell(), len(self.places) + 1
        lines = [f"xref\n0 {size}\n{0:010} 65535 f \n"]  # of 20 bytes each, from object 0 on, which is none
        lines += [f"{self.places[number]:010} 00000 n \n" for number in range(1, size)]
        end = f"trailer\n<< /Size {size} /Root {CATALOG} 0 R >>\nstartxref\n{table}\n%%EOF\n"
        self.file.write("".join([*lines, end]).encode())
