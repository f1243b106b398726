"""Which slips a class made, across instances that all differ: as a table, as text and as a picture."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cnnlib.arguments import plural
from cnnlib.classroom.credit import find_slips
from cnnlib.classroom.marks import MISSING, OUTCOMES, SLIP, Mark
from cnnlib.classroom.tables import write_rows
from cnnlib.palette import KERNEL
from cnnlib.pictures import STYLE, figure
from cnnlib.problems import spell

MOST = 20  # slips that are shown


@dataclass
class Tally:
    """What came of the answers of a class.

    Attributes
    ----------
    outcomes : Counter
        By part and outcome.
    slips : Counter
        By part and slip.
    """

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    slips: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, marks: Iterable[Mark]) -> None:
        """Count the marks of a sheet."""
        for mark in marks:
            self.outcomes[mark.part, mark.outcome] += 1
            if mark.outcome == SLIP:
                self.slips[mark.part, mark.slip] += 1

    def parts(self) -> list[str]:
        """Return the parts in order."""
        return sorted({part for part, _ in self.outcomes})

    def answered(self, part: str) -> int:
        """Return how many answered a part."""
        return sum(n for (one, outcome), n in self.outcomes.items() if one == part and outcome != MISSING)

    def by_slip(self) -> list[tuple[str, int, dict[str, int]]]:
        """Return each slip with how often it was made, and in which parts how often; the most frequent first."""
        found: dict[str, dict[str, int]] = {}
        for (part, slip), number in sorted(self.slips.items()):
            found.setdefault(slip, {})[part] = number
        ranked = sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))
        return [(slip, sum(parts.values()), parts) for slip, parts in ranked]


def write_table(tally: Tally) -> str:
    """Return the slips by part as a CSV file."""
    rows = (
        (part, slip, number, tally.answered(part), f"{number / tally.answered(part):.4f}", find_slips()[part][slip])
        for slip, _, parts in tally.by_slip()
        for part, number in parts.items()
    )
    return write_rows([("part", "slip", "students", "answered", "share", "what is said of it"), *rows])


def write_text(tally: Tally) -> str:
    """Return what came of each part, and the most frequent slips, as text in columns."""
    outcomes = [["part", *OUTCOMES]]
    outcomes += [[spell(part), *(str(tally.outcomes[part, one]) for one in OUTCOMES)] for part in tally.parts()]
    slips = [["slip", "answers", "in the parts"]]
    for slip, number, parts in tally.by_slip()[:MOST]:
        slips.append([slip, str(number), ", ".join(f"{spell(part)} {count}" for part, count in parts.items())])
    return "\n".join([*align(outcomes), "", write_title(tally), "", *(align(slips) if tally.slips else []), ""])


def align(rows: list[list[str]]) -> list[str]:
    """Return rows as lines, texts to the left and numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    numeric = [all(map(str.isdigit, column[1:])) for column in zip(*rows, strict=True)]
    pads = [str.rjust if number else str.ljust for number in numeric]
    return [
        "  ".join(pad(cell, width) for pad, cell, width in zip(pads, row, widths, strict=True)).rstrip() for row in rows
    ]


def draw(tally: Tally) -> str:
    """Return a picture of the most frequent slips, as SVG."""
    import matplotlib as mpl  # takes longer to load than all else

    ranked = tally.by_slip()[:MOST]
    drawing = figure(7, 0.8 + 0.3 * max(1, len(ranked)))
    axes = drawing.subplots()
    bars = axes.barh([slip for slip, *_ in ranked], [number for _, number, _ in ranked], color=KERNEL)
    axes.bar_label(bars, padding=3)
    axes.invert_yaxis()
    axes.set(xticks=[], title=write_title(tally))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    content = io.StringIO()
    with mpl.rc_context(STYLE):
        drawing.savefig(content, format="svg", bbox_inches="tight", metadata={"Date": None})
    return content.getvalue()


def write_title(tally: Tally) -> str:
    """Return how many answers have a known slip, and how many slips are shown."""
    answers, kinds = sum(tally.slips.values()), len(tally.by_slip())
    shown = f"the {MOST} most frequent of {kinds} slips" if kinds > MOST else plural(kinds, "slip")
    return f"{plural(answers, 'answer')} with a known slip: {shown}" if kinds else "No answer has a known slip."
