"""Exercises, which are headings in a chapter's text: the boxes that the site makes of them, and what is refused."""

import re

import pytest
import yaml

from kit.book import ROOT, pages, source
from press.exercises import FOLDED, ExerciseError, add_boxes
from press.offers.notebooks import Names, make_plain

ONE = """\
## Exercises

(ex-add)=
### Exercise: Add

Add 1
and 2.

:::{dropdown} Hint
Use fingers.
:::

+++ {"jp-MarkdownHeadingCollapsed": true}

#### Solution

+++

It is 3.

```{code-cell} python
### Exercise: not a heading
```

(ex-more)=
### Exercise: More

Add 4.

+++ {"jp-MarkdownHeadingCollapsed": true}

#### Solution

```{code-cell} python
print(3 + 4)
```

## What to remember

Sums.
"""
# One line more where an exercise has no hint and its solution no text.
BOXES = """\
## Exercises

````{exercise} Add
:label: ex-add

Add 1
and 2.
````
:::{dropdown} Hint
Use fingers.
:::
+++ {"jp-MarkdownHeadingCollapsed": true}
````{solution-start} ex-add
:label: sol-add
:class: dropdown
````
+++

It is 3.

```{code-cell} python
### Exercise: not a heading
```
````{solution-end}
````
````{exercise} More
:label: ex-more
Add 4.
````
+++ {"jp-MarkdownHeadingCollapsed": true}
````{solution-start} ex-more
:label: sol-more
:class: dropdown
````
```{code-cell} python
print(3 + 4)
```
````{solution-end}
````
## What to remember
Sums.
"""


def test_headings_become_boxes_and_each_line_keeps_its_number() -> None:
    assert add_boxes(ONE) == BOXES
    assert add_boxes(BOXES.partition("````")[0]) == BOXES.partition("````")[0]


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("(ex-add)=\n", "", 3, "before ### Exercise: Add there must be a label, such as (ex-label)="),
        (f"{FOLDED}\n\n####", "####", 13, f"before #### Solution there must be its exercise and a line {FOLDED}"),
        ("+++\n\nIt is", "It is", 15, "after #### Solution there must be +++ or a code cell: text is not folded"),
        ("#### Solution\n\n+++", "+++", 24, "the exercise ex-add has no #### Solution"),
        (
            "```\n\n(ex-more)=",
            "```\n\nSo it is.\n\n(ex-more)=",
            28,
            "before ### Exercise: More there must be +++: the end of the solution to ex-add is not folded",
        ),
        ("Add 4.\n\n", "Add 4.\n", 28, "before or after this line there must be an empty one: Add 4."),
        (
            "## What to remember\n\nSums.\n",
            "",
            38,
            "after the last solution there must be a heading, or JupyterLab's Run All unfolds it",
        ),
        ("Sums.", "#### Solution", 40, f"before #### Solution there must be its exercise and a line {FOLDED}"),
        (
            "Sums.",
            "```{exercise} Sums\n```",
            40,
            "JupyterLab cannot fold ```{exercise} Sums: write headings, as press.exercises says",
        ),
    ],
)
def test_what_jupyterlab_would_not_fold_is_refused(before: str, after: str, line: int, message: str) -> None:
    with pytest.raises(ExerciseError, match=f"^{re.escape(message)}$") as refused:
        add_boxes(ONE.replace(before, after, 1))
    assert refused.value.line == line


def test_a_solution_may_end_with_text_of_a_cell_of_its_own() -> None:
    boxes = add_boxes(ONE.replace("```\n\n(ex-more)=", "```\n\nSo it is.\n\n+++\n\n(ex-more)=", 1))
    assert "So it is.\n\n+++\n````{solution-end}\n````\n````{exercise} More\n" in boxes


def test_every_page_keeps_its_lines() -> None:
    exercises = 0
    for page in pages():
        text = source(page)
        before, after = (
            [number for number, line in enumerate(one.split("\n")) if line == "```{code-cell} python"]
            for one in (text, add_boxes(text))
        )
        assert before == after
        exercises += text.count("### Exercise: ")
    assert exercises > 20


def test_a_downloaded_notebook_shows_headings_again() -> None:
    names = Names(str, str, str)
    shown = make_plain(add_boxes(ONE), names)
    assert "### Exercise: Add\n\n\nAdd 1\nand 2.\n" in shown
    assert shown.count("#### Solution") == 2
    # Below a line of text it would make that line a heading.
    assert re.findall(r"[^\n]\n---$", shown, re.MULTILINE) == []


def test_the_configuration_has_the_press_once() -> None:
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]
    assert settings["local_extensions"] == {"press": "."}
    assert [name for name in settings["config"]["extensions"] if name.startswith("press")] == ["press"]
