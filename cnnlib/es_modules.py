"""Scripts and style sheets for a page and for a notebook, each written once: ES modules that are joined into one text.

A page cannot load a module from a file, and anywidget takes a single text: so the modules of a front end are joined,
each after those that it imports, without the lines that import and export. What reads as one text then is what the
modules say only if all of them mind a few rules; whatever does not is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
DECLARATION = re.compile(r"^(export )?(?:(?:async )?function\*?|class|const|let|var) ([\w$]+|\S)", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?function\b|class\b|const\b|let\b)", re.MULTILINE)
DEFAULT = re.compile(r"^export default \{[\w\s,]+\};\n", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/)[ \t]*\n", re.MULTILINE | re.DOTALL)


class Module:
    """One ES module, as far as it has to be understood to be joined with others.

    Parameters
    ----------
    folder : Path
        Where it is.
    name : str
        The name of its file, without the ending.
    data : object, optional
        What it exports instead, if there is no such file: one constant with its name in capital letters.

    Raises
    ------
    ValueError
        If there is no such file, or something in it cannot be joined safely.
    """

    def __init__(self, folder: Path, name: str, data: Any = None) -> None:
        self.file = folder / f"{name}.js"
        self.name = name
        if data is not None:
            source = f"export const {name.upper()} = {json.dumps(data, separators=(',', ':'))};\n"
        elif self.file.is_file():
            source = self.file.read_text(encoding="utf-8").replace("\r\n", "\n")
        else:
            raise ValueError(f"there is no module {self.file}")
        self.code = COMMENT.sub("", source)
        self.refuse_long_templates()

    @cached_property
    def imports(self) -> dict[str, list[str]]:
        """For each module that it imports from, the names."""
        found: dict[str, list[str]] = {}
        for names, other in IMPORT.findall(self.code):
            found.setdefault(other, []).extend(name.strip() for name in names.split(",") if name.strip())
        return found

    @cached_property
    def names(self) -> dict[str, bool]:
        """Each name that it declares at its top level, and whether it exports it."""
        found = {}
        for export, name in DECLARATION.findall(self.code):
            if not re.fullmatch(r"[\w$]+", name):
                raise ValueError(f"{self.file.name} must declare one name at a time at its top level")
            found[name] = bool(export)
        return found

    @property
    def exports(self) -> list[str]:
        """The names that others can import."""
        return [name for name, is_exported in self.names.items() if is_exported]

    def refuse_long_templates(self) -> None:
        """Complain about a template literal of several lines: what stands in it could look like a comment."""
        for line in self.code.splitlines():
            if line.count("`") % 2:
                raise ValueError(
                    f"{self.file.name} must end each template literal in its line; {line.strip()!r} does not"
                )

    def body(self, *, keep_default: bool = False) -> str:
        """Return the code without its imports and exports.

        Parameters
        ----------
        keep_default : bool
            Whether to keep what it exports by default.
        """
        code = EXPORT.sub("", IMPORT.sub("", self.code))
        rest = DEFAULT.sub("", code)
        if wrong := re.search(r"^(?:import|export)\b.*|\bimport\s*[.(].*", rest, re.MULTILINE):
            raise ValueError(
                f'{self.file.name} has {wrong[0]!r}; a module may import {{ names }} from "./another.js", and export '
                "functions, classes and constants where it declares them"
            )
        return code if keep_default else rest


def join(folder: Path, entry: str, *, keep_default: bool = False, data: Mapping[str, Any] | None = None) -> str:
    """Return the code of a module and of all that it needs, as one text.

    Parameters
    ----------
    folder : Path
        Where the modules are.
    entry : str
        The name of the module that uses the others.
    keep_default : bool
        Whether to keep what that module exports by default.
    data : mapping, optional
        Modules that are data of Python's, by their names.

    Raises
    ------
    ValueError
        If modules import each other in a circle, one imports what the other does not export, two declare one name, or
        one has what cannot be joined safely.
    """
    modules = in_order(folder, entry, data)
    known = {one.name: one for one in modules}
    owners: dict[str, str] = {}
    for one in modules:
        for other, names in one.imports.items():
            if missing := [name for name in names if name not in known[other].exports]:
                raise ValueError(f"{one.file.name} imports {missing[0]}, which {other}.js does not export")
        for name in one.names:
            if name in owners:
                raise ValueError(f"{owners[name]}.js and {one.file.name} both declare {name}")
            owners[name] = one.name
    return "".join(one.body(keep_default=keep_default and one.name == entry) for one in modules)


def make_script(code: str) -> str:
    """Return joined code as a classic script for a page: unlike a module, a browser loads it from file:// too.

    What indents its lines is left out; no text goes on in another line.
    """
    code = re.sub("^ +", "", code, flags=re.MULTILINE)
    return f'(() => {{\n"use strict";\n{code}}})();\n'


def in_order(folder: Path, entry: str, data: Mapping[str, Any] | None = None) -> list[Module]:
    """Return a module and all that it needs, each after those that it imports."""
    done: dict[str, Module] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise ValueError(f"modules must not import each other in a circle: {' -> '.join([*way, name])}")
        if name not in done:
            one = Module(folder, name, (data or {}).get(name))
            for other in one.imports:
                visit(other, (*way, name))
            done[name] = one

    visit(entry, ())
    return list(done.values())
