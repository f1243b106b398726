"""The notebooks that the pages offer: plain Markdown, with a first cell that brings cnnlib along."""

import json
import re

import nbformat
import pytest

from kit.book import SITE, notebooks
from press.downloads import Names, install_cell, plain

MYST = re.compile(r"^(?:```+|:::+)\{|\{\w+\}`|^\([\w-]+\)=$|\]\([^)]*\.md|\]\(#|\[\]\(", re.MULTILINE)
NAMES = Names(
    page=lambda name: f"[The page {name}]({name}.ipynb)",
    label=lambda label: f"[What is labelled {label}](other.ipynb)",
    equation=lambda label: {"eq-a": "3"}[label],
)


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
    assert "application/json" not in json.dumps(notebook)


def test_links_lead_to_notebooks_that_are_there() -> None:
    names = {f"{page.rpartition('/')[2]}.ipynb" for page in notebooks()}
    for page in notebooks():
        text = (SITE / "_sources" / f"{page}.ipynb").read_text(encoding="utf-8")
        assert set(re.findall(r"\]\(([\w-]+\.ipynb)\)", text)) <= names


def test_each_thing_that_only_myst_knows_is_said_in_plain_markdown() -> None:
    myst = """\
(part-2a)=
## 2(a)

See {eq}`eq-a`, [](other.md), [these](other.md), [](#place) and {cite}`someone`.

$$
a + b
$$ (eq-a)

```{exercise} Add
:label: ex-add
Add 1
and 2.
```

:::{dropdown} Hint
Use fingers.
:::

````{solution-start} ex-add
:label: sol-add
:class: dropdown
````

It is 3.

````{solution-end}
````
"""
    assert (
        plain(myst, NAMES)
        == """\
## 2(a)

See (3), [The page other](other.ipynb), [these](other.ipynb), [What is labelled place](other.ipynb) and [someone].

$$
a + b
\\tag{3}
$$

### Exercise: Add

Add 1
and 2.


<details><summary>Hint</summary>

Use fingers.

</details>

#### Solution

It is 3.


---

"""
    )


def test_first_cell_installs_this_very_commit() -> None:
    cell = install_cell("https://github.com/owner/book", "0123abc")
    assert '    %pip install -q "cnnlib @ git+https://github.com/owner/book@0123abc"' in cell


def test_without_an_address_the_first_cell_says_what_to_do() -> None:
    assert "%pip" not in install_cell("", "main")
    assert "install" not in install_cell("", "main").splitlines()[0], "a cell that stops does not say that it installs"
    compile(install_cell("", "main"), "cell", "exec")


def test_a_number_belongs_to_the_formula_that_it_stands_behind() -> None:
    myst = "$$\na\n$$\n\nand\n\n$$\nb\n$$ (eq-a)\n"
    assert plain(myst, NAMES) == "$$\na\n$$\n\nand\n\n$$\nb\n\\tag{3}\n$$\n"
