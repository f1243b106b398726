"""The executed notebooks that a reader downloads, or opens in Colab.

A chapter is MyST Markdown. Colab, VS Code and a plain Jupyter render Markdown only, so that what MyST alone knows is
said in plain words here: exercises and solutions become headings, hints fold, links lead to the other notebooks. A
first cell brings cnnlib along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOOK = """\
# {does}
import importlib.util

if importlib.util.find_spec("cnnlib") is None:
    {instead}"""
FROM_REPOSITORY = LOOK.format(
    does="Where cnnlib is missing, as in Colab, this installs it.",
    instead='%pip install -q "cnnlib @ git+{repository}@{commit}"',
)
BY_HAND = LOOK.format(
    does="Where cnnlib is missing, this stops and says what to do.",
    instead='raise ModuleNotFoundError("get the book\'s source, and run `pip install .` in its folder")',
)

# In this order: a hint is within an exercise's text or follows it.
PLAIN: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"^\([\w-]+\)=\n", re.MULTILINE), ""),
    (re.compile(r"^```+\{exercise\} (.*)\n(?::\w+:.*\n)*((?:.*\n)*?)```+$", re.MULTILINE), r"### Exercise: \1\n\n\2"),
    (re.compile(r"^```+\{solution-start\}.*\n(?::\w+:.*\n)*```+$", re.MULTILINE), "#### Solution"),
    # Right below a text such a line would make it a heading.
    (re.compile(r"^```+\{solution-end\}\n```+$", re.MULTILINE), "\n---\n"),
    (
        re.compile(r"^:::\{dropdown\} (.*)\n((?:.*\n)*?):::$", re.MULTILINE),
        r"<details><summary>\1</summary>\n\n\2\n</details>",
    ),
    (re.compile(r"\{cite\}`([^`]*)`"), r"[\1]"),
]
LINK = re.compile(r"\[([^]\n]*)\]\((?:([\w-]+)\.md|#([\w-]+))\)")
EQUATION = re.compile(r"^\$\$\n((?:(?!\$\$).*\n)+)\$\$ \(([\w-]+)\)$", re.MULTILINE)
REFERENCE = re.compile(r"\{eq\}`([\w-]+)`")
STATES = re.compile(r'<script type="application/json">.*?</script>', re.DOTALL)


@dataclass
class Names:
    """What the book calls things, as one of its pages refers to them."""

    page: Callable[[str], str]  # a link to a page, by its file's name
    label: Callable[[str], str]  # a link to a place, by its label
    equation: Callable[[str], str]  # an equation's number, by its label


def plain(text: str, names: Names) -> str:
    """Return MyST Markdown as plain Markdown."""
    for pattern, instead in PLAIN:
        text = pattern.sub(instead, text)
    text = EQUATION.sub(lambda found: f"$$\n{found[1]}\\tag{{{names.equation(found[2])}}}\n$$", text)
    text = REFERENCE.sub(lambda found: f"({names.equation(found[1])})", text)

    def link(found: re.Match[str]) -> str:
        whole = names.page(found[2]) if found[2] else names.label(found[3])
        return re.sub(r"^\[.*?\]", f"[{found[1]}]", whole) if found[1] else whole

    return LINK.sub(link, text)


def install_cell(repository: str, commit: str) -> str:
    """Return the code that brings cnnlib along; without an address it says what to do."""
    return FROM_REPOSITORY.format(repository=repository, commit=commit) if repository else BY_HAND


def portable(notebook: dict[str, Any], names: Names, repository: str, commit: str) -> dict[str, Any]:
    """Return an executed notebook for a place that knows neither MyST nor cnnlib, the same at each build."""
    first = {"cell_type": "code", "metadata": {}, "source": install_cell(repository, commit)}
    cells = [first | {"execution_count": None, "outputs": []}, *map(dict, notebook["cells"])]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
        cell["metadata"] = {name: value for name, value in cell["metadata"].items() if name != "execution"}  # the time
        if cell["cell_type"] == "markdown":
            cell["source"] = plain(cell["source"], names)
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):  # all states of an explorer, whose script is on the page only
                output["data"]["text/html"] = STATES.sub("", "".join(output["data"]["text/html"]))
    cells = [cell for cell in cells if cell["source"].strip() not in ("", "+++")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"kernelspec": notebook["metadata"]["kernelspec"]}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def write(executed: Path, target: Path, names: Names, repository: str, commit: str) -> None:
    """Write one page's executed notebook where the page's download button finds it."""
    notebook = portable(json.loads(executed.read_text(encoding="utf-8")), names, repository, commit)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
