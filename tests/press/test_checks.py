"""That a book is refused for what a reader should not meet: pages with one fault each, and one with none."""

from pathlib import Path

import pytest

from kit.smallbook import HEAD, SmallBook, build_book
from press.checks import find_long_numbers
from press.finish.checks import find_dead_links, find_faults
from press.finish.pages import Page, Pages

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
# A page

(here)=
## A part

[](#here), [](#a-part), {{eq}}`eq-here`, [words](#there), [words](other.md), [words](other.md#there),
[A part](#here), [the same](page.md#a-part), <a href="page.html#here">and again</a>,
<a href="genindex.html">the index</a>

$$ a = b $$ (eq-here)

![A black square.](square.svg)

{DISPLAY.format("HTML", PICTURE.format(' role="img" aria-label="A black square."'))}

{EXERCISE}"""
STATED = EXERCISE.replace("30 rows?", "30 rows? They are 1234.")
HINTED = (
    EXERCISE.replace("columns.", "columns, $1{,}234$.").replace("ex-count", "ex-hint").replace("sol-count", "sol-hint")
)
# Faults of which a page that is not executed can have one.
FAULTS = {
    "link to a missing anchor": ("[A part](#nowhere)", "nowhere"),
    "link to a missing anchor of a page": ("[A part](page.md#nowhere)", "nowhere"),
    "link in HTML to a missing anchor": ('<a href="page.html#nowhere">A part</a>', "page.html#nowhere leads nowhere"),
    "link in HTML to a missing page": ('<a href="gone.html">Another</a>', "gone.html leads nowhere"),
    "link to a page without words": ("[](other.md)", "reference to other, on another page, has no words"),
    "link to a place of a page without words": ("[](#there)", "reference to there, on another page, has no words"),
    "equation of another page": ("{eq}`eq-there`", "reference to eq-there, on another page, has no words"),
    "picture in Markdown": ("![](square.svg)", "square.svg has no text"),
    "picture in HTML": ('<img src="https://example.org/a.png">', "a.png has no text"),
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
}
# What only an executed page has: what its cells show and print.
CELLS = {
    "link": (DISPLAY.format("Markdown", "[A part](#nowhere)"), "nowhere"),
    "picture": (DISPLAY.format("SVG", PICTURE.format("")), "has no text that says what it shows"),
    "drawing": (DISPLAY.format("HTML", PICTURE.format("")), "a drawing has no text"),
    "answer in the exercise": (STATED, "ex-count or its hint states 1234"),
    "answer in the hint": (HINTED, "ex-hint or its hint states 1234"),
}


def build(folder: Path, pages: dict[str, str], execute: bool) -> SmallBook:
    """Build a book of these pages, with exercises that are boxes already."""
    square = PICTURE.format(' xmlns="http://www.w3.org/2000/svg"')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("press.exercises.add_boxes", lambda text: text)
        return build_book(folder, {**pages, "other": OTHER, "square.svg": square}, execute)


def named(fault: str) -> str:
    """The page of a fault, which is also the end of its labels."""
    return fault.replace(" ", "-")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """A book with a page for each fault, and one without a fault."""
    texts = {
        named(fault): f"# A page\n\n{text.replace('count', named(fault)).replace('again', f'again-{named(fault)}')}"
        for fault, (text, _) in FAULTS.items()
    }
    return build(
        tmp_path_factory.mktemp("faulty"), {"page": HEAD + RIGHT} | {k: HEAD + v for k, v in texts.items()}, False
    )


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """A book of which one page has all that only cells can do wrong, and one has nothing wrong."""
    cells = "\n\n".join(text for text, _ in CELLS.values())
    pages = {"page": HEAD + RIGHT.replace("count", "right"), "cells": f"{HEAD}# Cells\n\n{cells}"}
    return build(tmp_path_factory.mktemp("executed"), pages, True)


def test_a_page_without_a_fault_is_not_complained_of(executed: SmallBook, faulty: SmallBook) -> None:
    assert [built.warnings_on("page") + built.warnings_on("other") for built in (executed, faulty)] == [[], []]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stops_the_build(faulty: SmallBook, fault: str) -> None:
    assert faulty.stopped
    _, message = FAULTS[fault]
    warnings = faulty.warnings_on(named(fault))
    # MyST complains of some links too.
    assert warnings
    assert [line for line in warnings if message.replace("count", named(fault)) not in line] == []


@pytest.mark.parametrize("fault", CELLS)
def test_a_fault_of_a_cell_stops_the_build(executed: SmallBook, fault: str) -> None:
    assert executed.stopped
    warnings = executed.warnings_on("cells")
    messages = [message for _, message in CELLS.values()]
    assert [line for line in warnings if CELLS[fault][1] in line]
    assert [line for line in warnings if not any(message in line for message in messages)] == []


@pytest.mark.slow
def test_a_book_without_a_fault_is_built(tmp_path: Path) -> None:
    built = build(tmp_path, {"page": HEAD + RIGHT}, True)
    assert (built.warnings, built.error, built.stopped) == ([], None, False)


def test_a_title_is_a_text_and_a_hidden_drawing_needs_none() -> None:
    assert list(find_faults(Page("<svg><title>A square</title><path/></svg><svg aria-hidden='true'/>"))) == []
    assert list(find_faults(Page("<svg><g><title>A square</title></g><svg/></svg>"))) == []
    assert len(list(find_faults(Page("<svg><svg><title>A part of it</title></svg></svg>")))) == 1
    assert len(list(find_faults(Page("<svg/><p>Text</p><title>Of the page</title>")))) == 1


def test_links_are_looked_up_from_their_page(tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    pages = [
        Page('<p id="x%20y"><a href="two.html#z"></a><a href="../file.txt"></a><a href="#"></a></p>', "a/one"),
        Page('<p id="z"><a href="one.html#z"></a><a href="mailto:a@b.example"></a><a href="file.txt"></a>', "a/two"),
    ]
    assert find_dead_links(Pages(tmp_path, pages)) == [("a/two", "one.html#z"), ("a/two", "file.txt")]


def test_only_a_long_number_gives_an_answer_away() -> None:
    assert find_long_numbers("5{,}133{,}600 and 5,133,601 and 5133602 and 5_133_603") == {
        "5133600", "5133601", "5133602", "5133603",
    }  # fmt: skip
    assert find_long_numbers("(48, 64, 10), 3 * 3, 100, 2000, 30, 0.001, 240") == set()
    assert find_long_numbers("3.1416") == {"3.1416"}
