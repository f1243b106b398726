"""The pages for instructors: minutes that add up, and what is said of each slip that is voted on."""

import re

import pytest

from cnnlib import parts
from cnnlib.classroom.teaching import (
    KEY,
    LENGTHS,
    REST,
    STEPS,
    find_answers,
    sum_minutes,
    write_plan,
    write_slips,
    write_steps,
)
from cnnlib.problems import own
from kit.book import source

PROBLEMS = range(1, 6)


def column(table: str, place: int) -> list[int]:
    """The minutes of a plan in a table, without the last row, and then the last one."""
    rows = [row.strip("|").split("|") for row in table.splitlines()[2:]]
    return [int(re.sub(r"\D", "", row[place + 1]) or 0) for row in rows]


@pytest.mark.parametrize("place", range(len(LENGTHS)))
def test_minutes_add_up_to_the_plan(place: int) -> None:
    *minutes, together = column(write_plan(), place)
    assert sum(minutes) == together == LENGTHS[place]
    for problem in (*PROBLEMS, KEY, REST):
        *steps, of_problem = column(write_steps(problem), place)
        assert sum(steps) == of_problem == sum_minutes(problem)[place]
    assert sum(sum_minutes(problem)[place] for problem in (*PROBLEMS, KEY, REST)) == LENGTHS[place]


def test_a_longer_plan_leaves_nothing_out_that_a_shorter_one_has() -> None:
    for step in STEPS:
        if step.problem != REST:
            assert sorted(step.minutes) == list(step.minutes), step


def test_a_table_has_the_answer_of_each_slip_with_its_hint() -> None:
    table = write_slips("3c", {"one-output-only": "Of how many?"})
    assert table.splitlines()[-1].startswith("| one output only | `90` | 90 = ")
    assert table.endswith("How many elements has Z? | Of how many? |")
    with pytest.raises(KeyError):
        write_slips("3c", {"no-such-slip": ""})


@pytest.mark.parametrize("name", [name for name in parts() if name[0] != "4" and name != "5c"])
def test_what_a_table_tells_is_what_the_checker_says_of_that_answer(name: str) -> None:
    part = own(int(name[0])).part(name[1])
    answers = find_answers(part)
    *_, last = write_slips(name, dict.fromkeys(answers, "?")).partition("| --- |\n")
    for row, text in zip(last.splitlines(), answers.values(), strict=True):
        assert part.check(text).reason.replace("*", r"\*") == row.split(" | ")[2]


@pytest.mark.parametrize("name", parts())
def test_each_answer_in_a_table_is_the_slip_that_it_stands_for(name: str) -> None:
    part = own(int(name[0])).part(name[1])
    for slip, text in find_answers(part).items():
        answer = (
            text
            if name[0] != "4"
            else f"{part.builder.write(part.builder.read(part.builder.key)).split(' = ')[0]} = {text}"
        )
        assert part.check(answer).slip == slip


SECTIONS = [
    "Aim",
    "What they must know",
    "Minutes",
    "Questions to ask",
    "Wrong answers to expect",
    "Two minutes in pairs",
    "Harder",
    "The board at the end",
]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_page_for_instructors_has_every_section_and_each_part_of_its_problem(problem: int) -> None:
    text = source(f"chapters/teach-{problem}")
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    assert found[::2] == SECTIONS
    sections = dict(zip(found[::2], found[1::2], strict=True))
    assert {title: words for title, words in sections.items() if len(words.split()) < 12} == {}, "there is text in each"
    assert "draw_board(" in sections["The board at the end"]
    asked = re.findall(r'write_slips\(\s*"(\w+)"', sections["Wrong answers to expect"])
    assert asked == [name for name in parts() if name[0] == str(problem)]
