"""What a downloaded notebook has in place of what only MyST or the page knows, and that it shows each output once."""

import json
from pathlib import Path

from nbformat.v4 import new_output

from kit.smallbook import HEAD, build_book
from press.offers.notebooks import Names, join_pieces, make_plain, make_portable, remove_states, write_install_cell

NAMES = Names(
    page=lambda name: f"[The page {name}]({name}.ipynb)",
    label=lambda label: f"[What is labelled {label}](other.ipynb)",
    equation=lambda label: {"eq-a": "3"}[label],
)


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
        make_plain(myst, NAMES)
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
    cell = write_install_cell("https://github.com/owner/book", "0123abc")
    assert '    %pip install -q "cnnlib @ git+https://github.com/owner/book@0123abc"' in cell


def test_without_an_address_the_first_cell_says_what_to_do() -> None:
    assert "%pip" not in write_install_cell("", "main")
    assert "install" not in write_install_cell("", "main").splitlines()[0], (
        "a cell that stops does not say that it installs"
    )
    compile(write_install_cell("", "main"), "cell", "exec")


def test_a_number_belongs_to_the_formula_that_it_stands_behind() -> None:
    myst = "$$\na\n$$\n\nand\n\n$$\nb\n$$ (eq-a)\n"
    assert make_plain(myst, NAMES) == "$$\na\n$$\n\nand\n\n$$\nb\n\\tag{3}\n$$\n"


def test_the_states_of_an_explorer_stay_on_the_page() -> None:
    still = '<div class="explorer-still"><svg viewBox="0 0 1 1"><path d="M0 0"></path></svg> a &lt; b</div>'
    states = '<script type="application/json">{"a": "<p>b</p>", "c": "</p>"}</script>'
    assert remove_states(f"<div>{still}{states}</div>") == f"<div>{still}</div>"
    assert remove_states("<p>a<br/>b") == "<p>a<br/>b"


def test_a_link_to_a_label_in_another_file_leads_to_its_notebook() -> None:
    assert make_plain("[there](other.md#place), [](other.md#place), []()", NAMES) == (
        "[there](other.ipynb), [What is labelled place](other.ipynb), []()"
    )


def test_what_a_cell_shows_as_markdown_is_plain_too() -> None:
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/markdown": ["[A part]", "(other.md#place)"]},
    }
    cell = {"cell_type": "code", "source": ["show()"], "metadata": {}, "outputs": [output], "execution_count": 1}
    notebook = {"cells": [cell], "metadata": {"kernelspec": {}}}
    _, found = make_portable(notebook, NAMES, "", "main")["cells"]
    assert found["outputs"][0]["data"] == {"text/markdown": "[A part](other.ipynb)"}


def test_what_a_cell_prints_in_pieces_is_in_its_notebook_once(tmp_path: Path) -> None:
    slow = (
        'import sys, time\nfor word in ("one ", "and a half\\n", "two\\n", "three"):\n'
        '    print(word, end="", flush=True)\n    time.sleep(0.3)'
    )
    cell = f"# A page\n\n```{{code-cell}} ipython3\n{slow}\nprint('four', file=sys.stderr)\n```\n"
    built = build_book(tmp_path, {"page": HEAD + cell}, execute=True)
    assert built.error is None
    for file in (tmp_path / "_build" / "jupyter_execute" / "page.ipynb", built.site / "_sources" / "page.ipynb"):
        (outputs,) = (one["outputs"] for one in json.loads(file.read_text())["cells"] if one.get("outputs"))
        texts = [(output["name"], "".join(output["text"])) for output in outputs]
        assert texts == [("stdout", "one and a half\ntwo\nthree\n"), ("stderr", "four\n")]


def test_pieces_are_joined_whatever_they_are() -> None:
    shown = new_output("display_data", {"text/plain": "x"})
    outputs = [new_output("stream", text=text) for text in ("", "x", "x", "y\n")]
    outputs.insert(2, shown)
    joined = join_pieces(outputs)
    assert joined == outputs == [new_output("stream", text="xxy\n"), shown]
