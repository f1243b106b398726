"""What the pages for instructors are made of: plans in minutes, wrong answers to expect, and the finished board.

The minutes stand here once. A plan is the sum of the steps that it has room for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cnnlib.forms import write
from cnnlib.pictures import Grid, Picture, figure, grids
from cnnlib.problems import own, spell
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import Part, ValuePart

LENGTHS = (50, 90, 180)
"""How long a plan is, in minutes: a lecture, a long one, half a day."""

NAMES = {50: "50 minutes", 90: "90 minutes", 180: "half a day"}
KEY, REST = 6, 0  # what is no problem: the answer key, and what belongs to the hour
TITLES = {
    1: "[1. Tensor shapes](teach-1.md)",
    2: "[2. A 2D convolution by hand](teach-2.md)",
    3: "[3. Cost and parameters](teach-3.md)",
    4: "[4. Back-propagation](teach-4.md)",
    5: "[5. Sub-sampling and pooling](teach-5.md)",
    KEY: "[The key: find the five errors](teach-key.md)",
    REST: "Breaks, and time to settle",
}


@dataclass(frozen=True)
class Step:
    """A step of a lesson.

    Attributes
    ----------
    problem : int
        1 to 5; `KEY`, or `REST`.
    does : str
        What is done.
    minutes : tuple of int
        How long it takes in each plan, in minutes; 0 where it is left out.
    """

    problem: int
    does: str
    minutes: tuple[int, int, int]


STEPS = (
    Step(REST, "settle, hand out the cards", (2, 2, 4)),
    Step(1, "the problem, and one question for each axis", (2, 2, 4)),
    Step(1, "vote on 1(a)", (0, 2, 3)),
    Step(1, "vote on 1(b), in pairs, again", (3, 3, 5)),
    Step(1, "vote on 1(c)", (0, 0, 3)),
    Step(1, "count the bytes of the videos", (0, 1, 3)),
    Step(2, "the problem, and how it goes with other numbers", (4, 4, 6)),
    Step(2, "votes on 2(a) and 2(b)", (3, 4, 6)),
    Step(2, "everybody computes a pixel on the blank grid", (0, 4, 6)),
    Step(2, "vote on 2(c), in pairs, again", (5, 5, 6)),
    Step(2, "the explorer: nothing, a term, a row, all", (3, 3, 5)),
    Step(2, "votes on 2(d) and 2(e)", (0, 2, 5)),
    Step(3, "read the formula twice", (3, 3, 5)),
    Step(3, "votes on 3(a) and 3(b)", (0, 3, 5)),
    Step(3, "vote on 3(c), in pairs, again", (5, 5, 7)),
    Step(3, "vote on 3(d)", (2, 3, 5)),
    Step(3, "the harder exercise", (0, 0, 5)),
    Step(4, "one rule, on the smallest case", (4, 5, 8)),
    Step(4, "vote on 4(a)", (0, 2, 4)),
    Step(4, "vote on 4(b), in pairs, again", (5, 6, 8)),
    Step(4, "the explorer: where a weight goes", (2, 3, 6)),
    Step(4, "vote on 4(c), in pairs, again", (0, 5, 8)),
    Step(4, "test a gradient with central differences", (0, 0, 10)),
    Step(5, "the problem, and where windows start", (0, 3, 4)),
    Step(5, "votes on 5(a) and 5(b)", (0, 4, 5)),
    Step(5, "vote on 5(c), and the last windows", (0, 4, 6)),
    Step(KEY, "each pair takes one problem of the key", (0, 6, 12)),
    Step(KEY, "what convinces, error by error", (3, 4, 8)),
    Step(REST, "questions, and what to do at home", (4, 2, 4)),
    Step(REST, "two breaks", (0, 0, 14)),
)


def sum_minutes(problem: int) -> tuple[int, ...]:
    """Return what a problem takes in each plan, in minutes."""
    return tuple(sum(one.minutes[k] for one in STEPS if one.problem == problem) for k in range(len(LENGTHS)))


def write_row(first: str, minutes: Iterable[int]) -> str:
    """Return a row of a table of minutes."""
    return f"| {first} | {' | '.join(str(one) if one else '–' for one in minutes)} |"


def write_minutes(first: str, rows: Iterable[tuple[str, Iterable[int]]], total: Iterable[int]) -> str:
    """Return a table of minutes, as Markdown."""
    head = [f"| {first} | {' | '.join(NAMES.values())} |", "| --- | --: | --: | --: |"]
    return "\n".join([*head, *(write_row(*row) for row in rows), write_row("**together**", total)])


def write_plan() -> str:
    """Return the three plans, as a table in Markdown: minutes for each problem."""
    rows = [(title, sum_minutes(problem)) for problem, title in TITLES.items()]
    return write_minutes("Minutes for", rows, map(sum, zip(*(minutes for _, minutes in rows), strict=True)))


def write_steps(problem: int) -> str:
    """Return the steps of a problem, as a table in Markdown: minutes in each plan."""
    rows = [(one.does, one.minutes) for one in STEPS if one.problem == problem]
    return write_minutes("Minutes for", rows, sum_minutes(problem))


def find_answers(part: Part) -> dict[str, str]:
    """Return for each slip of a part the answer that it leads to, as text."""
    if isinstance(part, ValuePart):
        return {slip.id: write(part.kind, slip.answer) for slip in reversed(part.slips)}
    assert isinstance(part, FormulaPart)
    found: dict[str, str] = {}
    for rule, choice in part.builder.known_choices():
        if part.builder.judge_choice(choice)[0] is rule:
            found.setdefault(rule.slip, shorten(part.builder.write(choice)))
    return found


def shorten(formula: str) -> str:
    """Return a formula for a gradient without its left side, which all answers to a part share."""
    return formula.split(" = ", 1)[1] if formula.startswith("dJ") else formula


def write_slips(name: str, says: Mapping[str, str]) -> str:
    """Return the wrong answers to expect to a part, as a table in Markdown.

    Parameters
    ----------
    name : str
        The part, such as ``"2c"``.
    says : mapping of str to str
        For each slip, by its id, what to say to somebody who has made it.

    Raises
    ------
    KeyError
        If an id is none of the part's.
    """
    part = own(int(name[0])).part(name[1])
    answers, hints = find_answers(part), {slip.id: slip.hint for slip in reversed(part.slips)}
    rows = []
    for slip, said in says.items():
        hint = hints[slip].replace("|", r"\|").replace("*", r"\*")
        answer = f"`{answers[slip]}`" if slip in answers else "as code alone"
        rows.append(f"| {slip.replace('-', ' ')} | {answer} | {hint} | {said} |")
    table = ["| Slip | Their answer | What it tells you | What to say |", "| --- | --- | --- | --- |", *rows]
    return f"**{spell(name)}** Right is `{part.shown}`.\n\n" + "\n".join(table)


def draw_board(lines: list[str], *shown: Grid) -> Picture:
    """Draw what stands on the board at the end: lines, and grids beside them.

    Parameters
    ----------
    lines : list of str
        What is written.
    *shown : Grid
        What is drawn.
    """
    longest = max(map(len, lines))
    board = figure(0.3 + 0.082 * longest, 0.3 + 0.3 * len(lines))
    board.text(0.02, 0.5, "\n".join(lines), va="center", family="monospace", linespacing=1.7)
    drawn = [f"{one.title}: {one.values.tolist()}" for one in shown]
    return Picture([board, *grids(*shown)], f"On the board: {'; '.join([*lines, *drawn])}.")
