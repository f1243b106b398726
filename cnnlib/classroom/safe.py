"""Files that are whole or not there, and names of files that every system takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LONGEST = 60  # bytes of one part of a file's name


@contextmanager
def open_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write it: it gets its name when all of it is written, and nothing is left of it if that fails.

    Parameters
    ----------
    path : Path
        Its folder is made if it is not there. A file that has the name is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    except BaseException:  # an interrupt too
        unfinished.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file as `open_whole` does; text in UTF-8."""
    with open_whole(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def make_file_name(*parts: str) -> str:
    """Return the name of a file, without a suffix, from texts such as an id and a name.

    Only letters, digits and hyphens are left of them, so that none leads to another folder. Two texts may give the
    same name; where that matters, one part is a code that tells them apart whether or not capitals count.

    Examples
    --------
    >>> make_file_name("../17", "A name / with a slash", "7K3QM-2XV4T")
    '17-A-name-with-a-slash-7K3QM-2XV4T'
    """
    return "-".join(filter(None, map(keep_letters, parts)))


def keep_letters(text: str) -> str:
    """Return the letters and digits of a text, with hyphens between them, cut to what a file system takes."""
    letters = "".join(one if one.isalnum() else " " for one in unicodedata.normalize("NFC", text))
    cut = "-".join(letters.split()).encode()[:LONGEST].decode(errors="ignore")
    return cut.rstrip("-")
