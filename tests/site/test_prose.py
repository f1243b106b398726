"""That the numbers in the chapters' sentences are the numbers of their code.

Each number in the text of a page must occur in the page's code cells (where it is asserted) or in what they print. A
number that was changed in the text alone, or mistyped, is found so.
"""

import re

import nbformat
import pytest

from kit.book import EXECUTED, notebooks

NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})+(?![\d])|(?<![\w.])\d+(?:\.\d+)?")
# What is no statement: targets of links and roles, labels, citations, comments on a snippet's axes.
LEFT_OUT = [
    re.compile(r"\]\([^)]*\)"),
    re.compile(r'href="[^"]*"'),
    re.compile(r"\{\w+\}`[^`]*`"),
    re.compile(r"^\([\w-]+\)=$", re.MULTILINE),
    re.compile(r"^(```+|:::).*$|^:\w+:.*$", re.MULTILINE),
    re.compile(r"(?<=\$\$) \([\w-]+\)"),
    re.compile(r"^#+ .*$", re.MULTILINE),
    re.compile(r"\*\*\d\(\w\)\*\*|\d\(\w\)|Problem \d|[Cc]hapter \d"),
    re.compile(r"_\{?\d\}?"),  # an index of a symbol, as in k_1
    re.compile(r"``?python.*?```", re.DOTALL),  # run by test_snippets
]


def numbers(text: str) -> set[float]:
    """All numbers in a text; 25,668 and 25{,}668 and 25_668 are one and the same."""
    plain = re.sub(r"(?<=\d)(?:\{,\}|_)(?=\d)", ",", text)
    return {float(found.replace(",", "")) for found in NUMBER.findall(plain)}


def sentences(text: str) -> str:
    """The text of a Markdown cell without what is no statement."""
    for pattern in reversed(LEFT_OUT):
        text = pattern.sub(" ", text)
    return text


@pytest.mark.parametrize("page", notebooks())
def test_every_number_in_the_text_is_one_of_the_code(page: str) -> None:
    cells = nbformat.read(EXECUTED / f"{page}.ipynb", as_version=4).cells
    stated: set[float] = set()
    known: set[float] = set()
    for cell in cells:
        if cell.cell_type == "markdown":
            stated |= numbers(sentences(cell.source))
        elif cell.cell_type == "code":
            known |= numbers(cell.source)
            for output in cell.outputs:
                known |= numbers(output.get("text", "") or output["data"].get("text/plain", ""))
    assert sorted(stated - known) == []


@pytest.mark.parametrize("page", notebooks())
def test_each_cell_that_prints_a_result_asserts_it(page: str) -> None:
    """The start page promises it; what was measured, and how to cite, is no result."""
    cells = nbformat.read(EXECUTED / f"{page}.ipynb", as_version=4).cells
    printing = [
        cell.source
        for cell in cells
        if cell.cell_type == "code" and any(output.output_type == "stream" for output in cell.outputs)
    ]
    # In chapter 6 `result` and `run` are the stored measurements.
    no_result = ('result["', 'run["', "@software")
    unasserted = [
        code for code in printing if "assert" not in code.lower() and not any(word in code for word in no_result)
    ]
    assert unasserted == []


def test_numbers_are_read_as_they_are_meant() -> None:
    assert numbers("25,668 and $25{,}668$ and 25_668") == {25668.0}
    assert numbers("3 x 3, (46, 62, 20), 1.5 s") == {3.0, 46.0, 62.0, 20.0, 1.5}
    assert numbers(sentences("[2(a)](#part-2a), $k_1$, 5(b), {eq}`eq-1`, 7 rows")) == {7.0}
