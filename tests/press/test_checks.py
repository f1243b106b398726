"""That a book is refused for what a reader should not meet: tiny books, each with one fault, and one with none."""

import subprocess
import sys
from pathlib import Path

import pytest

from press.checks import Page, dead_links, long_numbers

CONFIGURATION = """\
extensions = ["myst_nb", "sphinx_design", "sphinx_exercise", "press.checks"]
html_theme = "alabaster"
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_render_markdown_format = "myst"
"""
HEAD = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3, language: python}
---
# A page

(here)=
## A part

"""
OTHER = """\
# Another page

(there)=
## Another part

$$ c = d $$ (eq-there)
"""
EXERCISE = """\
```{exercise} Count
:label: ex-count
How many products are there with 30 rows? And in a minute, at 29.97 a second?
```

:::{dropdown} Hint
Rows times columns.
:::

````{solution-start} ex-count
:label: sol-count
:class: dropdown
````

All of them: $1{,}234$.

```{code-cell} python
print(f"{2 * 617:,} products of 30 rows")
print(60 * 29.97, "in a minute at", 29.97)
```

````{solution-end}
````
"""
PICTURE = '<svg viewBox="0 0 1 1"{}><path d="M0 0h1v1z"/></svg>'
DISPLAY = "```{{code-cell}} python\nfrom IPython.display import {0}\n{0}({1!r})\n```"
RIGHT = f"""\
[](#here), [](#a-part), {{eq}}`eq-here`, [words](#there), [words](other.md),
[A part](#here), [the same](page.md#a-part), <a href="page.html#here">and again</a>,
<a href="genindex.html">the index</a>

$$ a = b $$ (eq-here)

![A black square.](square.svg)

{DISPLAY.format("HTML", PICTURE.format(' role="img" aria-label="A black square."'))}

{EXERCISE}"""
FAULTS = {
    "link to a missing anchor": ("[A part](#nowhere)", "nowhere"),
    "link to a missing anchor of a page": ("[A part](page.md#nowhere)", "nowhere"),
    "link in HTML to a missing anchor": ('<a href="page.html#nowhere">A part</a>', "page.html#nowhere leads nowhere"),
    "link in HTML to a missing page": ('<a href="gone.html">Another</a>', "gone.html leads nowhere"),
    "link of a cell": (DISPLAY.format("Markdown", "[A part](#nowhere)"), "nowhere"),
    "link to a page without words": ("[](other.md)", "reference to other, on another page, has no words"),
    "link to a place of a page without words": ("[](#there)", "reference to there, on another page, has no words"),
    "equation of another page": ("{eq}`eq-there`", "reference to eq-there, on another page, has no words"),
    "picture in Markdown": ("![](square.svg)", "square.svg has no text"),
    "picture in HTML": ('<img src="https://example.org/a.png">', "a.png has no text"),
    "picture of a cell": (DISPLAY.format("SVG", PICTURE.format("")), "has no text"),
    "drawing of a cell": (DISPLAY.format("HTML", PICTURE.format("")), "a drawing has no text"),
    "no solution": (EXERCISE.partition("````")[0], "ex-count has 0 solutions"),
    "two solutions": (
        EXERCISE + EXERCISE[EXERCISE.index("````") :].replace("sol-count", "sol-again"),
        "ex-count has 2 solutions",
    ),
    "solution in sight": (EXERCISE.replace(":class: dropdown\n", ""), "solution to ex-count is not folded"),
    "solution that opens by itself": (
        EXERCISE.replace(":class: dropdown\n", ":class: dropdown, toggle-shown\n"),
        "solution to ex-count is not folded",
    ),
    "hint in sight": (EXERCISE.replace("Hint\n", "Hint\n:open:\n"), "open from the start"),
    "answer in the exercise": (EXERCISE.replace("30 rows?", "30 rows? They are 1234."), "its hint states 1234"),
    "answer in the hint": (EXERCISE.replace("columns.", "columns, $1{,}234$."), "its hint states 1234"),
}


def build(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Build a book of one page, strictly."""
    (folder / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "index.md").write_text("# A book\n\n```{toctree}\npage\nother\n```\n", encoding="utf-8")
    (folder / "other.md").write_text(OTHER, encoding="utf-8")
    (folder / "page.md").write_text(HEAD + text, encoding="utf-8")
    square = PICTURE.format(' xmlns="http://www.w3.org/2000/svg"')
    (folder / "square.svg").write_text(square, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-b", "html", folder, folder / "built"]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")


@pytest.mark.slow
def test_a_book_without_a_fault_is_built(tmp_path: Path) -> None:
    done = build(tmp_path, RIGHT)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stops_the_build(tmp_path: Path, fault: str) -> None:
    text, message = FAULTS[fault]
    done = build(tmp_path, text)
    assert done.returncode != 0
    warnings = [line for line in done.stdout.splitlines() if "WARNING: " in line]
    # MyST complains of some links too.
    assert warnings
    assert [line for line in warnings if message not in line] == []


def test_a_title_is_a_text_and_a_hidden_drawing_needs_none() -> None:
    assert Page("<svg><title>A square</title><path/></svg><svg aria-hidden='true'/>").faults == []
    assert len(Page("<svg><svg><title>A part of it</title></svg></svg>").faults) == 1
    assert len(Page("<svg/><p>Text</p><title>Of the page</title>").faults) == 1


def test_links_are_looked_up_from_their_page(tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    pages = {
        "a/one": Page('<p id="x%20y"><a href="two.html#z"></a><a href="../file.txt"></a><a href="#"></a></p>'),
        "a/two": Page('<p id="z"><a href="one.html#z"></a><a href="mailto:a@b.example"></a><a href="file.txt"></a>'),
    }
    assert dead_links(pages, tmp_path) == [("a/two", "one.html#z"), ("a/two", "file.txt")]


def test_only_a_long_number_gives_an_answer_away() -> None:
    assert long_numbers("5{,}133{,}600 and 5,133,601 and 5133602 and 5_133_603") == {
        "5133600", "5133601", "5133602", "5133603",
    }  # fmt: skip
    assert long_numbers("(48, 64, 10), 3 * 3, 100, 2000, 30, 0.001, 240") == set()
    assert long_numbers("3.1416") == {"3.1416"}
