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

from myst_nb.core.utils import coalesce_streams

from press.finish.pages import parse_fragment
from press.offers.origin import Origin, ask_git

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
LINK = re.compile(r"\[([^]\n]*)\]\((?:([\w-]+)\.md)?(?:#([\w-]+))?\)")
EQUATION = re.compile(r"^\$\$\n((?:(?!\$\$).*\n)+)\$\$ \(([\w-]+)\)$", re.MULTILINE)
REFERENCE = re.compile(r"\{eq\}`([\w-]+)`")


@dataclass
class Names:
    """What the book calls things, as one of its pages refers to them."""

    page: Callable[[str], str]  # a link to a page, by its file's name
    label: Callable[[str], str]  # a link to a place, by its label
    equation: Callable[[str], str]  # an equation's number, by its label


def make_plain(text: str, names: Names) -> str:
    """Return MyST Markdown as plain Markdown."""
    for pattern, instead in PLAIN:
        text = pattern.sub(instead, text)
    text = EQUATION.sub(lambda found: f"$$\n{found[1]}\\tag{{{names.equation(found[2])}}}\n$$", text)
    text = REFERENCE.sub(lambda found: f"({names.equation(found[1])})", text)

    def link(found: re.Match[str]) -> str:
        if not (found[2] or found[3]):
            return found[0]
        whole = names.label(found[3]) if found[3] else names.page(found[2])
        return re.sub(r"^\[.*?\]", f"[{found[1]}]", whole) if found[1] else whole

    return LINK.sub(link, text)


def write_install_cell(repository: str, commit: str) -> str:
    """Return the code that brings cnnlib along; without an address it says what to do."""
    return FROM_REPOSITORY.format(repository=repository, commit=commit) if repository else BY_HAND


def remove_states(html: str) -> str:
    """Return a cell's HTML without all states of an explorer, whose script is on the page only."""
    tree = parse_fragment(html)
    states = tree.css('script[type="application/json"]')
    for one in states:
        one.decompose()
    return tree.html or "" if states else html


def make_portable(notebook: dict[str, Any], names: Names, repository: str, commit: str) -> dict[str, Any]:
    """Return an executed notebook for a place that knows neither MyST nor cnnlib, the same at each build."""
    first = {"cell_type": "code", "metadata": {}, "source": write_install_cell(repository, commit)}
    cells = [first | {"execution_count": None, "outputs": []}, *map(dict, notebook["cells"])]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
        cell["metadata"] = {name: value for name, value in cell["metadata"].items() if name != "execution"}  # the time
        if cell["cell_type"] == "markdown":
            cell["source"] = make_plain(cell["source"], names)
        for data in (output.get("data", {}) for output in cell.get("outputs", [])):
            if "text/html" in data:
                data["text/html"] = remove_states("".join(data["text/html"]))
            if "text/markdown" in data:
                data["text/markdown"] = make_plain("".join(data["text/markdown"]), names)
    cells = [cell for cell in cells if cell["source"].strip() not in ("", "+++")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"kernelspec": notebook["metadata"]["kernelspec"]}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def executed_notebook(app: Any, page: str) -> Path:
    """Return where the build keeps a page's executed notebook."""
    return Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"


def join_pieces(outputs: list[Any]) -> list[Any]:
    """Join what a cell printed, which a busy kernel hands over in pieces, in the cell's own list of outputs.

    MyST-NB joins pieces as if each were a line of its own, and leaves them in the executed notebook, too.
    """
    streams: dict[str, Any] = {}
    kept = []
    for output in outputs:
        name = output.get("name", "")  # only what is printed has one
        if name in streams:
            streams[name]["text"] += output["text"]
            continue
        kept.append(output)
        if name:
            streams[name] = output
    outputs[:] = kept
    joined: list[Any] = coalesce_streams(outputs)
    return joined


def find_names(app: Any, page: str) -> Names:
    """Return what a page's references mean; one that leads nowhere, of which the build complains, means itself."""
    labels = app.env.domaindata["std"]["labels"]
    equations = app.env.domaindata["math"]["objects"]
    headings = app.env.metadata[page].get("myst_slugs", {})

    def link(other: str, words: str) -> str:
        return f"[{words}]({Path(other).name}.ipynb)" if executed_notebook(app, other).is_file() else words

    def to_page(name: str) -> str:
        other = Path(page).with_name(name).as_posix()
        return link(other, app.env.titles[other].astext()) if other in app.env.titles else name

    def to_label(label: str) -> str:
        if label in labels:
            other, _, words = labels[label]
            return link(other, words)
        if label in equations:
            return link(equations[label][0], f"({to_equation(label)})")
        return link(page, headings[label][2]) if label in headings else label

    def to_equation(label: str) -> str:
        return str(equations[label][1]) if label in equations else label

    return Names(to_page, to_label, to_equation)


def write_notebook(executed: Path, target: Path, names: Names, repository: str, commit: str) -> None:
    """Write one page's executed notebook where the page's download button finds it."""
    notebook = make_portable(json.loads(executed.read_text(encoding="utf-8")), names, repository, commit)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def offer_notebook(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Write the notebook of a page that has code, and give it a button to download that."""
    executed = executed_notebook(app, page)
    if executed.is_file():
        origin: Origin = app.config.book_origin
        commit = ask_git(Path(app.srcdir), "rev-parse", "HEAD") or origin.branch
        target = Path(app.outdir, "_sources", f"{page}.ipynb")
        write_notebook(executed, target, find_names(app, page), origin.repository, commit)
        context["ipynb_source"] = f"{page}.ipynb"  # of this name the theme makes the button
