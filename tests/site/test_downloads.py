"""The notebooks that the pages offer: plain Markdown, with a first cell that brings cnnlib along."""

import json
import re

import nbformat
import pytest

from kit.book import SITE, notebooks

# A link to a state of an explorer is followed in JupyterLab.
MYST = re.compile(r"^(?:```+|:::+)\{|\{\w+\}`|^\([\w-]+\)=$|\]\([^)]*\.md|\]\(#(?!explorer-\d+\?)|\[\]\(", re.MULTILINE)


@pytest.mark.parametrize("page", notebooks())
def test_page_offers_its_notebook_executed_and_plain(page: str) -> None:
    file = SITE / "_sources" / f"{page}.ipynb"
    name = page.rpartition("/")[2]
    html = (SITE / f"{page}.html").read_text(encoding="utf-8")
    assert f'href="../_sources/chapters/{name}.ipynb"' in html
    assert f'href="../_sources/chapters/{name}.md"' in html
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].source.splitlines()[1] == "import importlib.util"
    executed = [cell for cell in notebook.cells[1:] if cell.cell_type == "code"]
    assert [cell.execution_count for cell in executed] == list(range(1, len(executed) + 1))
    assert [cell.source for cell in notebook.cells if cell.cell_type == "markdown" and MYST.search(cell.source)] == []
    outputs = [output.get("data", {}).get("text/markdown", "") for cell in executed for output in cell.outputs]
    assert [text for text in outputs if MYST.search(text)] == []
    assert "application/json" not in json.dumps(notebook)


def test_links_lead_to_notebooks_that_are_there() -> None:
    names = {f"{page.rpartition('/')[2]}.ipynb" for page in notebooks()}
    for page in notebooks():
        text = (SITE / "_sources" / f"{page}.ipynb").read_text(encoding="utf-8")
        assert set(re.findall(r"\]\(([\w-]+\.ipynb)\)", text)) <= names
