"""The five problems with other numbers than the homework's: what holds for every instance.

Eighty random instances of each problem are looked at, and ten thousand in `make soak`.
"""

import re
from collections import Counter
from functools import cache

import numpy as np
import pytest

from cnnlib import problems
from cnnlib.forms import write
from cnnlib.problems import Convolution, Gradients, Layer, Recording, Recordings, Sampling, own, spell
from cnnlib.problems.functions import format_percent
from cnnlib.problems.part import keep_own
from cnnlib.problems.rules import Rule, Step, judge
from kit import oracles
from kit.instances import draw
from kit.loops import right_answers
from kit.profile import SOAK

SEEDS = range(10_000 if SOAK else 80)
NUMBERS = pytest.mark.parametrize("number", range(1, 6))
WITH_VALUES = pytest.mark.parametrize("number", [1, 2, 3, 5])


@cache
def instances(number):
    """Return random instances of a problem."""
    return [draw(number, seed) for seed in SEEDS]


def value_parts(problem):
    """Return the parts of a problem that ask for numbers."""
    return [part for part in problem.parts().values() if part.name not in ("4a", "4b", "4c", "5c")]


def each_part(number):
    """Return the parts of all instances of a problem that ask for numbers, each with its problem."""
    return [(problem, part) for problem in instances(number) for part in value_parts(problem)]


# The homework.


def test_the_homework_is_one_instance_of_each_class():
    assert [type(own(n)) for n in range(1, 6)] == [Recordings, Convolution, Layer, Gradients, Sampling]
    assert [(one.kind, dict(one.numbers)) for one in own(1).recordings] == [
        ("images", {"count": 100, "rows": 256, "columns": 256, "channels": 3}),
        ("EEG records", {"count": 40, "rate": 240, "seconds": 10, "channels": 80}),
        ("videos", {"count": 32, "rate": 30, "seconds": 10, "rows": 512, "columns": 512, "channels": 3}),
    ]
    assert own(2).image.tolist() == problems.IMAGE.tolist()
    assert own(2).kernel.tolist() == [[1, -1], [1, -1]]
    assert (own(3).x_shape, own(3).w_shape) == ((48, 64, 10), (3, 3, 10, 20))
    assert own(4).X.shape == (2, 3, 4, 1)
    assert own(4).W.shape == (2, 2, 1, 2)
    assert own(4).dU.shape == (2, 2, 3, 2)
    assert (own(5).x.tolist(), own(5).size, own(5).stride) == ([1, 2, 3, 2, 0, 10, 1, 0], 2, 2)
    assert own(2) is own(2)


def test_the_homework_lacks_the_slips_that_are_none_with_its_numbers():
    left_out = {part.name: part.left_out for n in range(1, 6) for part in own(n).parts().values() if part.left_out}
    assert left_out == {
        "2a": ("row-column-swapped",),  # the kernel is square
        "2e": ("kernel-reversed",),  # reversed it is -W, whose zeros are the same
        "5a": ("length-floor",),  # 8 is a multiple of 2
        "5b": ("whole-windows-only",),  # every window is whole
    }


@NUMBERS
def test_every_part_has_a_statement_two_hints_and_a_solution(number):
    problem = own(number)
    assert problem.statement
    for letter, part in problem.parts().items():
        assert part.name == f"{number}{letter}"
        assert len(part.hints) == 2
        assert problem.solution(letter)
        assert problem.slips(letter)
        assert problem.check(letter, problem.right(letter)).right
        assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slip.id) for slip in part.slips)


def test_a_formula_is_right_as_a_function_that_computes_it():
    dZ, X, W = np.ones((2, 3, 4, 5)), np.ones((2, 4, 6, 3)), np.ones((2, 3, 3, 5))
    assert own(4).right("a")(dZ, dZ).shape == dZ.shape
    assert own(4).right("b")(dZ, X, W.shape).shape == W.shape
    assert own(4).right("c")(dZ, W, X.shape).shape == X.shape
    subsample, pool = own(5).right("c")
    assert subsample(X[..., 0], 2).shape == pool(X[..., 0], 3, 2).shape == (2, 2, 6)


# Every instance.


@WITH_VALUES
def test_every_right_answer_is_accepted_and_every_slip_refused_by_its_id(number):
    for problem, part in each_part(number):
        assert part.right
        for answer in part.right:
            assert problem.check(part.name[1], answer).right, (part.name, answer)
        for slip in part.slips:
            verdict = problem.check(part.name[1], slip.answer)
            assert (verdict.right, verdict.slip) == (False, slip.id), (part.name, slip)
            assert verdict.reason == slip.hint


@WITH_VALUES
def test_an_answer_as_text_is_judged_as_the_same_answer_in_python(number):
    for _, part in each_part(number):
        for answer in (*part.right, *(slip.answer for slip in part.slips)):
            text = write(part.kind, answer)
            assert part.check(text) == part.check(answer), (part.name, text)


@WITH_VALUES
def test_no_slip_has_the_answer_of_another_or_a_right_one(number):
    for _, part in each_part(number):
        owners = {}
        for owner, answer in [("", a) for a in part.right] + [(slip.id, slip.answer) for slip in part.slips]:
            assert owners.setdefault(write(part.kind, answer), owner) == owner, (part.name, answer)


@NUMBERS
def test_an_essential_slip_is_there_or_said_to_be_left_out(number):
    found = Counter(slip.id for problem in instances(number) for part in value_parts(problem) for slip in part.slips)
    for problem in instances(number):
        for part in problem.parts().values():
            assert not {slip.id for slip in part.slips} & set(part.left_out)
            assert set(part.left_out) <= {*found}, "it is there in other instances"


def test_a_data_set_of_one_record_per_second_or_of_equal_lengths_leaves_slips_out():
    cube = Recording("images", dict.fromkeys(("count", "rows", "columns", "channels"), 3))
    slow = Recording("EEG records", {"count": 7, "rate": 1, "seconds": 5, "channels": 4})
    parts = Recordings([cube, slow, own(1).recordings[2]]).parts()
    assert [part.left_out for part in parts.values()] == [
        ("axis-order", "channels-forgotten"),  # without the channels it is the shape of one image
        ("seconds-for-samples",),
        (),
    ]


@WITH_VALUES
def test_right_answers_are_those_of_plain_loops(number):
    for problem, part in each_part(number):
        written = {write(part.kind, answer) for answer in part.right}
        assert written == {write(part.kind, answer) for answer in right_answers(problem, part.name)}


# What is said: true, and giving nothing away.


def texts_of(kind, answer):
    """Return how a right answer may stand in a sentence."""
    text = write(kind, answer)
    if kind == "count":
        return [text, f"{answer:,}"]
    bare = text.strip("()[]")
    return [text, bare, bare.replace(", ", " x "), bare.replace(", ", " and ")]


def gives_away(sentence, kind, answers, own_text=""):
    """Return the right answers that a sentence contains; what the reader wrote may be repeated."""
    sentence = sentence.replace(own_text, "") if own_text else sentence
    return [
        text
        for answer in answers
        for text in texts_of(kind, answer)
        if re.search(rf"(?<![\d*.,-]){re.escape(text)}(?![\d*,])", sentence)
    ]


@WITH_VALUES
def test_neither_a_hint_nor_a_reason_gives_the_answer_away(number):
    for _, part in each_part(number):
        if part.kind in ("pixel", "value") or len(write(part.kind, part.right[0])) <= 4:
            continue  # tested below; and a single digit stands in a sentence by chance
        for slip in part.slips:
            assert not gives_away(slip.hint, part.kind, part.right, write(part.kind, slip.answer)), (part.name, slip)
        for hint in part.hints:
            assert not gives_away(hint, part.kind, part.right), (part.name, hint)


def test_a_reason_names_no_pixel_of_z_but_the_readers_own_and_no_value_that_is_asked_for():
    for problem, part in each_part(2):
        if part.kind not in ("pixel", "value"):
            continue
        right = {write(part.kind, answer) for answer in part.right}
        rows, columns = problem.Z.shape
        values = [*range(-3, 4), *{answer[0] for answer in part.right if part.kind == "value"}]
        for pixel in [(0, 0), (rows - 1, columns - 1), (rows, 0), (columns, rows), (0, columns - 1)]:
            for answer in [(value, pixel) for value in values] if part.kind == "value" else [pixel]:
                if write(part.kind, answer) in right:
                    continue
                reason = part.check(answer).reason
                named = {tuple(map(int, found)) for found in re.findall(r"[(\[](-?\d+), (-?\d+)[)\]]", reason)}
                assert named <= {pixel}, (part.name, answer, reason)
                if part.kind == "value" and answer[0] != part.right[0][0]:
                    told = re.sub(r"Z has no pixel \(-?\d+, -?\d+\)|2\(b\)|Z\[\d+, \d+\]", "", reason)
                    assert not re.search(rf"(?<![\d-]){part.right[0][0]}(?!\d)", told), (answer, reason)
        for hint in part.hints:
            for value, pixel in re.findall(r"Z\[(\d+, \d+)\].*= (-?\d+)\.$", hint):
                assert f"({value})" not in right
                assert f"{pixel} at ({value})" not in right


def is_true(problem, sentence):
    """Check the numbers of a sentence: equations, elements of Z, and the lengths of W."""
    for left, terms in re.findall(r"(?<![\w*])([\d,]+) = ([\d*+ -]+\d)", sentence):
        assert int(left.replace(",", "")) == eval(terms), sentence
    for i, j, value in re.findall(r"Z\[(\d+), (\d+)\] is (-?\d+)", sentence):
        assert problem.Z[int(i), int(j)] == int(value), sentence
    for i, j, value in re.findall(r"Z\[(\d+), (\d+)\] is not (-?\d+)", sentence):
        assert problem.Z[int(i), int(j)] != int(value), sentence
    for i, j in re.findall(r"Z has no pixel \((-?\d+), (-?\d+)\)", sentence):
        assert not (0 <= int(i) < problem.Z.shape[0] and 0 <= int(j) < problem.Z.shape[1]), sentence
    shape = getattr(problem, "kernel", np.zeros(getattr(problem, "w_shape", (0, 0))[:2])).shape
    for rows in re.findall(r"(?:W|kernel) has (\d+) rows?", sentence):
        assert int(rows) == shape[0], sentence
    for columns in re.findall(r"(?:W|kernel) has (?:\d+ rows? and )?(\d+) columns?", sentence):
        assert int(columns) == shape[1], sentence


@NUMBERS
def test_nothing_calls_the_width_as_the_kernel_is_called_nor_says_an_internal_name_nor_one_of_many(number):
    for problem in (own(number), *instances(number)[:20]):
        for part in problem.parts().values():
            told = [*part.hints, *(slip.hint for slip in part.slips), *(str(step) for step in part.solution), part.form]
            told += [part.check(text).reason for text in LENGTHS.get(part.name, ())]
            for sentence in told:
                assert not re.search(r"\bW - |\bH - |H'|time_step|\b1 (lengths|values)|sentence of the text", sentence)
            steps = [step.says for step in part.solution]
            assert len({*steps}) == len(steps), "no step is said twice"


LENGTHS = {"1a": ["7"], "1b": ["7"], "1c": ["7"], "5a": ["9"], "5b": ["9"]}


def test_a_layer_has_a_kernel_for_each_pair_of_channels_in_everything_that_is_said():
    for problem in (own(3), *instances(3)[:20]):
        for part in problem.parts().values():
            told = [*part.hints, *(slip.hint for slip in part.slips), *(str(step) for step in part.solution)]
            for sentence in told:
                assert not re.search(r"\d kernels|each kernel|one kernel|for each of the \d+ kernels", sentence, re.I)


def test_every_pixel_that_has_the_value_is_shown():
    counts = set()
    for problem, part in each_part(2):
        if part.kind != "value":
            continue
        (value,), pixels = {answer[0] for answer in part.right}, [answer[1] for answer in part.right]
        assert pixels == [at for at in np.ndindex(problem.Z.shape) if problem.Z[at] == value]
        *others, last = map(str, pixels)
        assert part.shown == f"{value}, at {', '.join(others)}{' or ' if others else ''}{last}"
        counts.add(len(pixels))
    assert {1, 2, 3} <= counts


def test_the_form_of_a_negative_value_shows_its_sign():
    for problem in (own(2), *instances(2)[:20]):
        assert problem.part("d").example.startswith("-")
        assert not problem.part("c").example.startswith("-")


@WITH_VALUES
def test_every_sentence_is_true_of_its_numbers(number):
    for problem, part in each_part(number):
        for sentence in (
            *part.hints,
            *(slip.hint for slip in part.slips),
            *(part.check(answer).reason for answer in part.right),
            *(step.says for step in part.solution),
        ):
            is_true(problem, sentence)
            assert not re.search(r"(?<!\+ )\b1 (rows|columns|values|channels)\b|{|}", sentence), sentence


@NUMBERS
def test_the_terms_of_a_solution_add_up_to_its_result_as_printed(number):
    counted = 0
    for problem in instances(number):
        for part in problem.parts().values():
            for step in part.solution:
                if step.terms:
                    counted += 1
                    names = {"max": lambda *values: max(values), "x": getattr(problem, "x", None)}
                    assert eval(step.terms, {"__builtins__": {}}, names) == int(step.result), step
                    assert str(step).endswith(f"{step.left} = {step.terms} = {step.result}")
    assert counted >= len(SEEDS)


@WITH_VALUES
def test_a_solution_ends_at_the_right_answer(number):
    for _, part in each_part(number):
        results = [step.result for step in part.solution if step.terms]
        text = write(part.kind, part.right[0])
        told = " ".join(step.says for step in part.solution)
        if part.kind == "count":
            assert results[-1] == text
        elif part.kind == "vector":
            assert f"[{', '.join(results)}]" == text
        elif part.kind in ("value", "pixel"):
            (step,) = (step for step in part.solution if step.terms)
            value, pixel = part.right[0] if part.kind == "value" else (0, part.right[0])
            assert (step.left, step.result) == (f"Z[{pixel[0]}, {pixel[1]}]", str(value))
        elif part.name == "2b":
            assert f"({', '.join(results)})" == text
        else:
            assert all(number in [*results, *re.findall(r"\d+", told)] for number in re.findall(r"\d+", text))


def test_the_example_of_problem_4_is_written_out_from_every_term():
    for problem in (own(4), *instances(4)[:50]):
        X, W, dZ = problem.X, problem.W, problem.dU
        for letter, gradient in (
            ("b", oracles.conv2d_weight_grad(dZ, X, W.shape)),
            ("c", oracles.conv2d_input_grad(dZ, W, X.shape)),
        ):
            step = problem.solution(letter)[-1]
            index = tuple(map(int, re.findall(r"\d+", step.left)))
            assert gradient[index] == int(step.result), (spell(f"4{letter}"), step)


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_the_example_of_a_form_is_right_in_no_instance(number):
    for _, part in each_part(number):
        assert not part.check(part.example).right
        if part.name[0] != "1":
            assert str(part.example).replace(" at ", "")[-4:-1] in part.form


def test_the_arrays_of_a_problem_cannot_be_changed():
    given = np.array([[0, 0, 5, 5], [0, 0, 5, 1], [1, 2, 3, 4]])
    problem = Convolution(given, [[1, -1]])
    assert not problem.image.flags.writeable
    assert not problem.kernel.flags.writeable
    given[0, 0] = 7
    assert problem.image[0, 0] == 0, "it is a copy"
    numbers = {"count": 7, "rows": 5, "columns": 4, "channels": 3}
    recording = Recording("images", numbers)
    with pytest.raises(TypeError):
        recording.numbers["count"] = 8
    numbers["count"] = 9
    assert recording.numbers["count"] == 7, "as above"


def test_a_rule_says_what_it_has_to_say_of_answers_that_no_rule_before_it_claims():
    claims = {}
    first, second = Rule("a", slip="one", answers=(3,)), Rule("b", slip="two", answers=(3, 5))
    assert keep_own(first, "count", claims).when == {"answer": ("3",)}
    assert keep_own(second, "count", claims).when == {"answer": ("5",)}
    assert keep_own(Rule("c", slip="three", answers=(5,)), "count", claims) is None
    conditional = Rule("d", slip="three", answers=(5,), when={"sign": ("-",)})
    assert keep_own(conditional, "count", claims) == conditional
    assert keep_own(Rule("e"), "count", claims) == Rule("e")
    assert {text: (rule.says, answer) for text, (rule, answer) in claims.items()} == {"3": ("a", 3), "5": ("b", 5)}


def test_rules_without_one_for_every_answer_are_a_mistake_in_the_problem():
    rule = Rule("Right.", right=True, when={"answer": ("3",)})
    assert judge([rule], {"answer": "3"}) == (rule, "Right.")
    with pytest.raises(AssertionError, match=r"^the last rule of a part applies to every answer$"):
        judge([rule], {"answer": "4"})


def test_no_slip_leads_to_an_empty_vector():
    problem = Sampling([3, 1, 2], 5, 2)  # no window is whole
    answers = [slip.answer for letter in "ab" for slip in problem.slips(letter)]
    assert len(answers) > 3
    assert all(answers)


def test_a_step_is_a_sentence_and_below_it_an_equation():
    assert str(Step("Add.", "Z[0, 1]", "1*2 + 3", "5")) == "Add.\nZ[0, 1] = 1*2 + 3 = 5"
    assert str(Step("Look.")) == "Look."


def test_a_percentage_ends_where_it_means_nothing():
    assert [format_percent(error).replace("\u00a0", " ") for error in (0.5, 100, 100.1, 0.00123)] == [
        "50 %",
        "10,000 %",
        "more than 10,000 %",
        "0.1 %",
    ]
