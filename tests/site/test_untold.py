"""That no chapter tells the numbers of a part before it has asked, or beside the fold of what is worked out."""

import re
from collections.abc import Iterator

import nbformat
import pytest

from cnnlib import KEY
from cnnlib.problems import own
from kit.book import EXECUTED, number, problems

PAGES = {str(number(page)): page for page in problems()}
RIGHT = {part: own(int(part[0])).right(part[1]) for part in KEY}
NUMBERS = {part: list(right) if isinstance(right, tuple) else [right] for part, right in RIGHT.items()}
# Three numbers, or a large one, stand nowhere by chance.
ASKED = {
    part: numbers
    for part, numbers in NUMBERS.items()
    if all(isinstance(one, int) for one in numbers) and (len(numbers) > 2 or max(numbers) > 1000)
}


def blocks(chapter: str) -> Iterator[tuple[str, str]]:
    """Each piece of text, code and output of a chapter, with the fold in which it lies: as in `5(a) worked out`."""
    fold = ""
    for cell in nbformat.read(EXECUTED / f"{chapter}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            for piece in re.split(r"^(?=##+ |`+{solution-)", cell.source, flags=re.MULTILINE):
                if title := re.match(r"##+ (.*)|`+{(solution)-start}|`+{solution-end}", piece):
                    text = title[1] or title[2] or ""
                    fold = text if re.search("worked out|^solution", text) else ""
                yield fold, piece
        elif "remove-input" not in cell.metadata.get("tags", []):
            yield fold, cell.source
        for output in cell.get("outputs", []):
            yield fold, output.get("text", "")


def rows_and_columns(text: str) -> Iterator[list[int]]:
    """The numbers of each line of a text, and of each column of its tables."""
    table = []
    for line in [*re.sub(r"(?<=\d)[,_](?=\d{3})", "", text).splitlines(), ""]:
        yield [int(digits) for digits in re.findall(r"(?<![\d.])\d+(?![\d.]*\d)", line)]
        if line.startswith("|"):
            table.append([int(cell) if cell.strip().isdecimal() else -1 for cell in line.strip("|").split("|")])
        elif table:
            yield from map(list, zip(*table, strict=True))
            table = []


def holds(text: str, numbers: list[int]) -> bool:
    """Whether a text has these numbers next to one another."""
    size = len(numbers)
    return any(some[at : at + size] == numbers for some in rows_and_columns(text) for at in range(len(some) - size + 1))


@pytest.mark.parametrize("part", ASKED)
def test_numbers_of_a_part_stand_in_its_fold_and_in_later_ones_only(part: str) -> None:
    of_part = f"{part[0]}({part[1]}) worked out"
    found = [(fold, text) for fold, text in blocks(PAGES[part[0]]) if holds(text, ASKED[part])]
    folds = [fold for fold, _ in found]
    assert of_part in folds, "what is worked out ends with the numbers"
    assert "" not in folds, f"{[text for fold, text in found if not fold]} is there for all to read"
    assert folds.index(of_part) == 0, f"{folds[0]} tells what {part} asks for"


def test_numbers_are_found_in_lines_and_columns() -> None:
    table = "| k | values |\n| --- | --- |\n| 0 | 12 |\n| 1 | 3 |\n| 2 | 40 |\n"
    assert holds("so the shape is (12, 3, 40)", [12, 3, 40])
    assert holds(table, [12, 3, 40])
    assert holds("5,133,600 multiplications", [5133600])
    assert not holds("12 and 3 and 4", [12, 3, 40])
    assert not holds(table, [12, 3, 4])
