"""A sheet as a page: it needs nothing else, prints on A4 and letter paper, and does not say what is right."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from cnnlib.boxes.builder import write_control
from cnnlib.boxes.questions import write_given
from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.page import END, begin, read_front
from cnnlib.classroom.safe import make_file_name
from cnnlib.problems import Convolution, Part, Problem, Sampling, own, spell
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import ValuePart

TITLE = "Convolution arithmetic"
TOPICS = {
    1: "Tensor shapes",
    2: "Convolution by hand",
    3: "Cost and parameters",
    4: "Gradients",
    5: "Sub-sampling and max pooling",
}
PAPERS = ("a4", "letter")


def name_file(sheet: Sheet) -> str:
    """Return the name of a sheet's files, without a suffix; the code in it makes it the only one."""
    return make_file_name(sheet.student.id, sheet.student.name, sheet.code)


def write_page(sheet: Sheet) -> str:
    """Return the page of one sheet, with fields and a button that saves the answers to a file."""
    script = read_front("sheet.js")
    data = f'data-code="{sheet.code}" data-student="{html.escape(sheet.student.id)}"'
    save = '<p class="save"><button type="submit">Save answers to a file</button></p>'
    said = '<p class="on-screen" role="status"></p>'
    form = f'<form {data} autocomplete="off">{write_sheet(sheet)}{save}{said}</form>'
    return f"{begin(f'Sheet {sheet.code}', 'sheet.css', script=script)}{form}<script>{script}</script>{END}"


def write_print(sheets: Iterable[Sheet], paper: str = "a4") -> Iterator[str]:
    """Return the pieces of one page with many sheets, each from a new page of paper on."""
    yield begin("Sheets", "sheet.css", rules=f"@page {{ size: {paper}; margin: 12mm; }}")
    yield from map(write_sheet, sheets)
    yield END


def write_sheet(sheet: Sheet) -> str:
    """Return a sheet as a table of one row: paper repeats its head, with the code, on each page."""
    name = html.escape(sheet.student.name) or 'Name: <span class="sheet-line"></span>'
    head = (
        f'<div class="sheet-head"><span class="sheet-name">{name}</span><span>{html.escape(sheet.student.id)}</span>'
        f'<span class="sheet-code">{sheet.code}</span></div>'
    )
    whose = "The numbers are yours alone." if sheet.seed is not None else "The numbers are those of the homework."
    title = f"{TITLE}: five problems" if len(sheet.problems) == len(TOPICS) else TITLE
    problems = "".join(write_problem(number, problem, sheet.code) for number, problem in sheet.problems.items())
    return (
        f'<table class="sheet" role="presentation"><thead><tr><td>{head}</td></tr></thead><tbody><tr><td>'
        f"<h1>{title}</h1><p>{whose} Indices start at 0; positions are (row, column). Write each answer on its "
        'line<span class="on-screen">, or type it and save all answers to a file at the end</span>.</p>'
        f"{problems}</td></tr></tbody></table>"
    )


def write_problem(number: int, problem: Problem, code: str) -> str:
    """Return what is given, blank grids, and for each part what is asked."""
    asked = "".join(write_part(part, f"{code}-{part.name}") for part in problem.parts().values())
    return (
        f'<section class="problem"><h2>Problem {number}. {TOPICS[number]}</h2>{write_missing(number, problem)}'
        f'<div class="given">{write_given(problem)}{write_blanks(problem)}</div>'
        f'<div class="answers">{asked}</div></section>'
    )


def write_missing(number: int, problem: Problem) -> str:
    """Say which parts of the homework are not asked with these numbers, so that no one looks for them."""
    missing = [part.name for letter, part in own(number).parts().items() if letter not in problem.parts()]
    return "".join(
        f"<p>{spell(name)} has no numbers: it is part of the homework, and not asked here.</p>" for name in missing
    )


def write_blanks(problem: Problem) -> str:
    """Return blank grids, as large as what is given: their size says nothing of the answer's."""
    if isinstance(problem, Convolution):
        rows, columns = problem.image.shape
        grids = [write_blank("Z; leave empty what it does not have", rows, columns)]
    elif isinstance(problem, Sampling):
        grids = [write_blank(f"y of 5({letter}), as far as it goes", 1, len(problem.x)) for letter in "ab"]
    else:
        return ""
    return f'<div class="blanks">{"".join(grids)}</div>'


def write_blank(caption: str, rows: int, columns: int) -> str:
    """Return a table of empty cells, its rows and columns numbered as those of what is given."""
    corner = "<td></td>" if rows > 1 else ""
    head = "".join(f'<th scope="col">{j}</th>' for j in range(columns))
    numbers = [f'<th scope="row">{i}</th>' if rows > 1 else "" for i in range(rows)]
    body = "".join(f"<tr>{number}{'<td></td>' * columns}</tr>" for number in numbers)
    return f"<table><caption>{caption}</caption><thead><tr>{corner}{head}</tr></thead><tbody>{body}</tbody></table>"


def write_part(part: Part, key: str) -> str:
    """Return what one part asks, with a field; on paper a formula has lines instead of its choices."""
    asked = f"<b>{spell(part.name)}</b> {html.escape(part.asked)}"
    if isinstance(part, ValuePart):
        return (
            f'<div class="asked"><label for="{key}">{asked}</label> '
            f'<small id="{key}-form">(written like this: {html.escape(part.example)})</small>'
            f'<input type="text" id="{key}" data-part="{part.name}" aria-describedby="{key}-form" spellcheck="false">'
            "</div>"
        )
    assert isinstance(part, FormulaPart)
    choices = "".join(write_control(key, field) for field in part.builder.fields)
    return (
        f'<div class="asked formula"><fieldset data-part="{part.name}"><legend>{asked}</legend>'
        f'<p class="note">{html.escape(part.builder.note)}</p><div class="choices">{choices}</div></fieldset>'
        '<div class="line"></div><div class="line"></div></div>'
    )
