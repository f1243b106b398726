"""The answer checker and the audit of the key, against numbers typed in by hand from the problem set."""

import dataclasses
import os
import re
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnnlib
from cnnlib import (
    KEY,
    STATED,
    Verdict,
    audit,
    check,
    conv2d_input_grad,
    conv2d_weight_grad,
    max_pool1d,
    parts,
    problems,
    sigmoid_backward,
    subsample1d,
)
from cnnlib.answers import about, spell
from cnnlib.problems import gradients, own, pooling_functions
from kit import oracles
from kit.profile import PROFILE
from kit.strategies import normal

PARTS = ["1a", "1b", "1c", "2a", "2b", "2c", "2d", "2e", "3a", "3b", "3c", "3d", "4a", "4b", "4c", "5a", "5b", "5c"]
RIGHT = ["1a", "1b", "1c", "2b", "2d", "2e", "3a", "3b", "3d", "4a", "5a", "5b", "5c"]
WRONG = ["2a", "2c", "3c", "4b", "4c"]
VALUES = [part for part in PARTS if part[0] != "4" and part != "5c"]  # answers that are values, not functions
CHAPTERS = dict(zip("12345", ("shapes", "convolution", "cost", "backprop", "pooling"), strict=True))

Z = [[-3, 0, 0, 3], [-6, 0, 0, 6], [-6, 1, -1, 6], [-6, 2, -2, 6], [-3, 1, -1, 3]]


def of(part, *values):
    """Return the values as a test's parameters, marked with the chapter of the part."""
    return pytest.param(part, *values, marks=getattr(pytest.mark, CHAPTERS[part[0]]))


made_for = None


@pytest.fixture(autouse=PROFILE == "mutants")
def parts_made_anew(request):
    """Make the parts again: `make mutants` chooses an error in the package only after cnnlib was imported.

    Once for each error; and while mutmut notes ("stats") which functions a test calls, before the tests that are to
    count for what is called when cnnlib is imported: not the hundreds that say the same in another form.
    """
    global made_for
    error, name = os.environ.get("MUTANT_UNDER_TEST"), request.node.name
    alike = any(form in name for form in FORMS if form != "tuples") or (
        "malformed" in name and "[2" not in name and "[4a" not in name
    )
    if alike if error == "stats" else error == made_for:
        return
    made_for = error
    problems._own.cache_clear()


each_part = pytest.mark.parametrize("part", [of(part) for part in PARTS])
each_value = pytest.mark.parametrize("part", [of(part) for part in VALUES])


# The audit.


def test_the_audit_gives_the_verdicts_of_the_problem_set():
    verdicts = audit()
    assert list(verdicts) == PARTS
    assert [part for part, verdict in verdicts.items() if verdict.right] == RIGHT
    assert [part for part, verdict in verdicts.items() if not verdict.right] == WRONG
    assert [part for part, verdict in verdicts.items() if verdict.condition] == ["5c"]
    assert "values that exist" in verdicts["5c"].condition


def test_the_audit_names_each_slip_of_the_key():
    assert {part: verdict.slip for part, verdict in audit().items() if verdict.slip} == {
        "2a": "last-bound-included",
        "2c": "row-column-swapped",
        "3c": "one-channel-pair",
        "4b": "product-of-sums",
        "4c": "first-tap-only",
    }


@pytest.mark.parametrize(
    ("part", "answer", "stated"),
    [
        of("1a", (100, 256, 256, 3), "(100, 256, 256, 3)"),
        of("1b", (40, 2400, 80), "(40, 2400, 80)"),
        of("1c", (32, 300, 512, 512, 3), "(32, 300, 512, 512, 3)"),
        of("2a", ((0, 2), (0, 3)), "0 <= k1 < 2, 0 <= k2 <= 2"),
        of("2b", (5, 4), "(5, 4)"),
        of("2c", (6, (3, 1)), "6, at (3, 1)"),
        of("2d", (-6, (3, 0)), "-6, at (3, 0)"),
        of("2e", (0, 1), "(0, 1)"),
        of("3a", (46, 62, 20), "both (46, 62, 20)"),
        of("3b", (10, 20), "10 and 20"),
        of("3c", 25668, '3*3*46*62 = 25,668, and "90 multiplications"'),
        of("3d", 1820, "3*3*10*20 + 20 = 1,820"),
        of("5a", [1, 3, 0, 1], "[1, 3, 0, 1]"),
        of("5b", [2, 3, 10, 1], "[2, 3, 10, 1]"),
    ],
)
def test_the_key_is_the_one_that_came_with_the_problems(part, answer, stated):
    assert KEY[part] == answer
    assert STATED[part] == stated


def test_the_key_cannot_be_changed():
    assert list(KEY) == list(STATED) == PARTS
    for table in (KEY, STATED):
        with pytest.raises(TypeError):
            table["2b"] = (7, 8)


def test_another_key_is_judged_by_the_same_checker():
    verdicts = audit({"3(c)": 5133600, "2b": (4, 5), "2(C)": (6, (2, 3))})
    assert {part: verdict.right for part, verdict in verdicts.items()} == {"2b": False, "2c": True, "3c": True}
    assert list(verdicts) == ["2b", "2c", "3c"], "in the order of the problem set"
    assert audit({}) == {}


def test_there_are_eighteen_parts():
    assert list(parts()) == PARTS
    assert len(parts()) == 18


@each_part
def test_a_verdict_is_a_bool_a_reason_and_a_line_of_text(part):
    for name in (part, spell(part), f" {spell(part).upper()} "):
        verdict = check(name, KEY[part])
        assert isinstance(verdict, Verdict)
        assert verdict.part == part
        assert type(verdict.right) is bool
        assert bool(verdict) is verdict.right is (part in RIGHT)
        assert verdict.reason
        assert verdict.reason[-1] in ".?"
        assert str(verdict) == f"{part[0]}({part[1]}): {'right' if verdict else 'not yet'}. {verdict.reason}"


def test_verdicts_and_parts_cannot_be_changed():
    assert "slip" not in repr(about("3c"))
    assert "judge" not in repr(about("3c")), "a function says nothing to a reader"
    for found in (check("3c", 90), about("3c"), about("3c").slips[0]):
        for field in dataclasses.fields(found):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(found, field.name, True)
    for array in (problems.IMAGE, problems.KERNEL, problems.SIGNAL):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_numbers_of_the_problems_are_those_of_the_problem_set():
    image = [[0] * 5, [0, 3, 3, 3, 0], [0, 3, 3, 3, 0], [0, 3, 2, 3, 0], [0, 3, 2, 3, 0], [0] * 5]
    assert problems.IMAGE.tolist() == image
    assert problems.KERNEL.tolist() == [[1, -1], [1, -1]]
    assert problems.SIGNAL.tolist() == [1, 2, 3, 2, 0, 10, 1, 0]
    assert (problems.SIGNAL_STRIDE, problems.SIGNAL_POOL) == (2, 2)
    assert (problems.LAYER_X, problems.LAYER_W) == ((48, 64, 10), (3, 3, 10, 20))


LINES = [
    line
    for line in Path(__file__).with_name("verdicts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("call", "said"), list(zip(LINES[::2], LINES[1::2], strict=True)), ids=LINES[::2])
def test_the_checker_says_this(call, said):
    verdict = eval(call, {"np": np, **{name: getattr(cnnlib, name) for name in cnnlib.__all__}})
    slip, condition = f" [{verdict.slip}]" * bool(verdict.slip), f" [if {verdict.condition}]" * bool(verdict.condition)
    assert f"{verdict}{slip}{condition}" == said.strip()


def test_the_texts_are_those_of_every_part():
    assert {call[7:9] for call in LINES[::2]} == set(PARTS)


@each_part
def test_every_answer_that_a_part_lists_as_right_is_right(part):
    found = about(part)
    assert found.name == part
    assert found.right
    assert all(check(part, answer).right for answer in found.right)


def test_what_is_right_is_written_as_worked_out_by_hand():
    assert {part: about(part).shown for part in VALUES} == {
        **{"1a": "(100, 256, 256, 3)", "1b": "(40, 2400, 80)", "1c": "(32, 300, 512, 512, 3)"},
        **{"2a": "0 <= k1 < 2, 0 <= k2 < 2", "2b": "(5, 4)"},
        **{"2c": "6, at (1, 3), (2, 3) or (3, 3)", "2d": "-6, at (1, 0), (2, 0) or (3, 0)"},
        **{"2e": "(0, 1) or (0, 2) or (1, 1) or (1, 2)", "3a": "both (46, 62, 20)", "3b": "10 and 20"},
        **{"3c": "46*62*20 * 3*3*10 = 5,133,600", "3d": "3*3*10*20 + 20 = 1,820"},
        **{"5a": "[1, 3, 0, 1]", "5b": "[2, 3, 10, 1]"},
    }


@each_value
def test_the_example_of_an_answers_form_is_not_the_answer(part):
    found = about(part)
    for answer in found.right:
        for text in written(answer):
            assert text not in found.form
            assert text not in found.asked


# Right answers.


RIGHT_ANSWERS = [
    of("1a", (100, 256, 256, 3)),
    of("1b", (40, 2400, 80)),
    of("1c", (32, 300, 512, 512, 3)),
    of("2a", ((0, 2), (0, 2))),
    of("2b", (5, 4)),
    *(of("2c", (6, pixel)) for pixel in ((1, 3), (2, 3), (3, 3))),
    *(of("2d", (-6, pixel)) for pixel in ((1, 0), (2, 0), (3, 0))),
    *(of("2e", pixel) for pixel in ((0, 1), (0, 2), (1, 1), (1, 2))),
    of("3a", (46, 62, 20)),
    of("3a", ((46, 62, 20), (46, 62, 20))),
    of("3b", (10, 20)),
    of("3c", 5133600),
    of("3d", 1820),
    of("5a", (1, 3, 0, 1)),
    of("5b", (2, 3, 10, 1)),
]


def each(convert, answer):
    """Convert every number in an answer."""
    return tuple(each(convert, a) for a in answer) if isinstance(answer, tuple) else convert(answer)


def lists(answer):
    return [lists(a) for a in answer] if isinstance(answer, tuple) else answer


def arrays(answer):
    """Return tables of numbers as arrays; a value with its pixel is no table."""
    try:
        return np.array(answer)[()]
    except ValueError:
        return tuple(map(arrays, answer))


FORMS = {
    "tuples": lambda answer: answer,
    "lists": lists,
    "arrays": arrays,
    "floats": lambda answer: each(float, answer),
    "NumPy integers": lambda answer: each(np.int64, answer),
    "NumPy floats": lambda answer: each(np.float32, answer),
    "lists of NumPy integers": lambda answer: lists(each(np.int32, answer)),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("part", "answer"), RIGHT_ANSWERS)
def test_every_right_answer_is_right_in_every_form(part, answer, form):
    verdict = check(part, FORMS[form](answer))
    assert verdict.right is True, verdict
    assert verdict.slip == verdict.condition == ""


# Wrong answers of parts that are read as values: the slips.


SLIPS = [
    of("1a", (100, 3, 256, 256), "channels-first"),
    of("1a", (256, 256, 3), "one-record-only"),
    of("1a", (100, 256, 256), "channels-forgotten"),
    of("1a", (3, 256, 256, 100), "axis-order"),
    of("1b", (80, 2400, 40), "axis-order"),
    of("1b", (40, 10, 80), "seconds-for-samples"),
    of("1c", (3, 512, 512, 300, 32), "axis-order"),
    of("1c", (32, 10, 512, 512, 3), "seconds-for-samples"),
    of("1b", (40, 80, 2400), "channels-first"),
    of("1b", (2400, 80), "one-record-only"),
    of("1b", (40, 2400), "channels-forgotten"),
    of("1b", (40, 240, 80), "rate-for-samples"),
    of("1b", (40, 240, 10, 80), "time-split-in-two"),
    of("1c", (32, 3, 300, 512, 512), "channels-first"),
    of("1c", (300, 512, 512, 3), "one-record-only"),
    of("1c", (32, 300, 512, 512), "channels-forgotten"),
    of("1c", (32, 30, 512, 512, 3), "rate-for-samples"),
    of("1c", (32, 30, 10, 512, 512, 3), "time-split-in-two"),
    of("1b", (96000, 80), "samples-and-time-joined"),
    of("1c", (9600, 512, 512, 3), "samples-and-time-joined"),
    of("2a", ((0, 2), (0, 3)), "last-bound-included"),
    of("2a", ((0, 3), (0, 2)), "last-bound-included"),
    of("2a", ((0, 3), (0, 3)), "last-bound-included"),
    of("2a", ((1, 3), (1, 3)), "counted-from-1"),
    of("2a", ((0, 1), (0, 1)), "last-index-forgotten"),
    of("2a", ((1, 2), (1, 2)), "first-index-forgotten"),
    of("2a", ((-1, 2), (-1, 2)), "counted-from-the-middle"),
    of("2a", ((0, 6), (0, 5)), "limits-of-x"),
    of("2b", (4, 5), "row-column-swapped"),
    of("2b", (6, 5), "size-of-x"),
    of("2b", (4, 3), "last-window-forgotten"),
    of("2b", (7, 6), "full-for-valid"),
    *(of("2c", (6, pixel), "row-column-swapped") for pixel in ((3, 1), (3, 2))),
    *(of("2c", (6, pixel), "kernel-reversed") for pixel in ((1, 0), (2, 0), (3, 0))),
    *(of("2c", (6, pixel), "counted-from-1") for pixel in ((2, 4), (3, 4), (4, 4))),
    *(of("2d", (-6, pixel), "row-column-swapped") for pixel in ((0, 1), (0, 2), (0, 3))),
    *(of("2d", (-6, pixel), "kernel-reversed") for pixel in ((1, 3), (2, 3), (3, 3))),
    *(of("2d", (-6, pixel), "counted-from-1") for pixel in ((2, 1), (3, 1), (4, 1))),
    *(of("2d", (-1, pixel), "nearest-to-0") for pixel in ((2, 2), (4, 2))),
    *(of("2d", (6, pixel), "sign-lost") for pixel in ((1, 0), (2, 0), (3, 0))),
    *(of("2e", pixel, "row-column-swapped") for pixel in ((1, 0), (2, 0), (2, 1))),
    *(of("2e", pixel, "counted-from-1") for pixel in ((1, 3), (2, 2), (2, 3))),
    of("3a", (48, 64, 20), "size-of-x"),
    of("3a", (46, 62, 10), "input-channels"),
    of("3a", (20, 46, 62), "channels-first"),
    of("3a", (62, 46, 20), "row-column-swapped"),
    of("3a", (45, 61, 20), "last-window-forgotten"),
    of("3a", (46, 62), "channels-forgotten"),
    of("3a", (47, 63, 20), "one-window-too-many"),
    of("3b", (20, 10), "row-column-swapped"),
    of("3b", (3, 3), "kernel-size"),
    of("3c", 90, "one-output-only"),
    of("3c", 25668, "one-channel-pair"),
    of("3c", 513360, "one-input-channel"),
    of("3c", 256680, "one-output-channel"),
    of("3c", 5529600, "every-pixel-of-x"),
    of("3c", 10267200, "additions-counted"),
    *(of("3c", count, "bias-counted") for count in (5190640, 5133620)),
    of("3c", 1820, "parameters"),
    of("3c", 1800, "weights"),
    of("3d", 1800, "bias-forgotten"),
    of("3d", 1801, "one-bias"),
    of("3d", 5190640, "with-pixels"),
    of("3d", 1810, "bias-for-each-input"),
    of("3d", 200, "input-channels-forgotten"),
    of("3d", 58840, "with-pixels"),
    of("3d", 5133600, "multiplications"),
    of("5a", (2, 2, 10, 0), "counted-from-1"),
    of("5a", (1, 2, 3, 2, 0, 10, 1, 0), "stride-ignored"),
    of("5a", (1, 2, 3, 2), "first-values"),
    of("5a", (0, 2, 4, 6), "places"),
    of("5a", (2, 3, 10, 1), "maximum"),
    of("5a", (1.5, 2.5, 5, 0.5), "mean"),
    of("5a", (3, 0, 1), "counted-from-1"),
    of("5b", (2, 3, 10), "one-window-too-few"),
    of("5b", (1, 3, 0, 1), "sub-sampling"),
    of("5b", (2, 3, 3, 2, 10, 10, 1, 0), "stride-ignored"),
    of("5b", (2, 3, 3, 2, 10, 10, 1), "stride-ignored"),
    of("5b", (1.5, 2.5, 5, 0.5), "mean"),
    of("5b", (1, 2, 0, 0), "minimum"),
    of("5b", (3, 3, 10, 1), "window-too-long"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("part", "answer", "slip"), SLIPS)
def test_every_slip_is_a_wrong_answer_and_named(part, answer, slip, form):
    if slip == "mean" and "integers" in form:
        return
    verdict = check(part, FORMS[form](answer))
    assert (verdict.right, verdict.slip) == (False, slip), verdict


@each_value
def test_the_slips_typed_in_here_are_all_that_a_part_lists(part):
    typed = {(answer, slip) for other, answer, slip in (p.values for p in SLIPS) if other == part}
    assert {(slip.answer, slip.id) for slip in about(part).slips} == typed


@each_value
def test_no_two_slips_have_one_answer_and_none_that_of_the_part(part):
    answers = [slip.answer for slip in about(part).slips]
    assert len(set(answers)) == len(answers)
    assert not set(answers) & set(about(part).right)


def cost_with(more):
    """Return the multiplications of the layer, and as many again as are counted by mistake."""
    return cnnlib.multiplications((48, 64, 10), (3, 3, 10, 20)) + more


# Every way to a number that a slip stands for or that a chapter counts, each with the words that name it.
COUNTED = {
    "2b": [
        ("size of X", problems.IMAGE.shape),
        ('with "same" padding', tuple(cnnlib.output_size(n, 2, padding="same") for n in (6, 5))),
        ("full", tuple(cnnlib.output_size(n, 2, padding=1) for n in (6, 5))),
        ("missing", (4, 3)),
        ("rows come first", (4, 5)),
    ],
    "3c": [
        ("one element of Z", cnnlib.multiplications((3, 3, 10), (3, 3, 10, 1))),
        ("one pair of an input and an output channel", cnnlib.multiplications((48, 64), (3, 3))),
        ("sum over the input channels n is missing", cnnlib.multiplications((48, 64, 1), (3, 3, 1, 20))),
        ("one output channel", cnnlib.multiplications((48, 64, 10), (3, 3, 10, 1))),
        ("the bias of each element", cost_with(46 * 62 * 20)),
        ("the biases as well", cost_with(20)),
        ("every pixel of X", 48 * 64 * 20 * 3 * 3 * 10),
        ("zeros around", cnnlib.multiplications((48, 64, 10), (3, 3, 10, 20), padding=1, padding_counts=True)),
        ("zeros around", cnnlib.multiplications((48, 64, 10), (3, 3, 10, 20), padding=1)),
        ("addition", 2 * cnnlib.multiplications((48, 64, 10), (3, 3, 10, 20))),
        ("backward pass", cnnlib.backward_multiplications((48, 64, 10), (3, 3, 10, 20))),
        ("number of parameters", cnnlib.parameters((3, 3, 10, 20))),
        ("number of weights", cnnlib.parameters((3, 3, 10, 20), bias=False)),
        *(("bytes", count) for count in cnnlib.memory((48, 64, 10), (3, 3, 10, 20))),
        *((f"elements of {name}", size) for name, size in (("X", 30720), ("Z", 57040))),
        ("dense", 30720 * 57040),
    ],
    "3d": [
        ("an element for each output channel", cnnlib.parameters((3, 3, 10, 20), bias=False) + 1),
        ("anew for each window", 46 * 62 * cnnlib.parameters((3, 3, 10, 20))),
        ("the weights alone", cnnlib.parameters((3, 3, 10, 20), bias=False)),
        ("not for each input channel", cnnlib.parameters((3, 3, 10, 20), bias=False) + 10),
        ("3*3*20 + 20", cnnlib.parameters((3, 3, 1, 20))),
        ("10*20 pairs of channels", cnnlib.parameters((1, 1, 10, 20), bias=False)),
        ("share one bias", 1800 + 57040),
        ("number of multiplications", cnnlib.multiplications((48, 64, 10), (3, 3, 10, 20))),
        ("first-layer backward", cnnlib.backward_multiplications((48, 64, 10), (3, 3, 10, 20))),
        *(("bytes", count) for count in cnnlib.memory((48, 64, 10), (3, 3, 10, 20))),
        ("dense", 30720 * 57040 + 57040),
    ],
}


@pytest.mark.parametrize("part", [of(part) for part in COUNTED])
def test_where_two_ways_lead_to_one_wrong_number_the_sentence_names_both(part):
    assert {slip.answer for slip in about(part).slips} <= {value for _, value in COUNTED[part]}
    for words, value in COUNTED[part]:
        if any(slip.answer == value for slip in about(part).slips):
            assert words in check(part, value).reason


def test_90_and_25668_are_the_factors_that_the_key_took_for_the_whole():
    assert 46 * 62 * 20 * 90 == 5133600 == 25668 * 10 * 20
    assert "3*3*10" in check("3c", 90).reason
    assert "3*3*46*62" in check("3c", 25668).reason
    assert check("3c", 5133600).right


# Numbers in every form, and ranges.


ODD = [
    *(10**39, 10**99, 10**100, 10**400, 10**5000, -(10**5000), 1e300, -1, 0.5, np.float32(0.5), Fraction(1, 3)),
    *(Fraction(10**400), Decimal("1e999999999"), Decimal("-1e999999999"), Decimal("1e-999999999"), Decimal("NaN")),
    *(Decimal("sNaN"), Decimal("Infinity"), np.nan, np.inf, np.longdouble("-inf"), 1j, np.complex64(1), True, np.True_),
    *("12", b"12", "", None, range(4), range(10**30), np.array([12]), np.array([], object), {}, {1, 2}, len, type),
    *([], [[]], np.datetime64("2020-01-01"), np.timedelta64(3), np.array("12"), np.zeros(3, "i4,f4"), np.zeros((0, 2))),
]


def with_odd(answer, odd):
    """Return the answer with the odd value in each of its places in turn, and in place of the whole."""
    yield odd
    if isinstance(answer, tuple | list):
        for place, inner in enumerate(answer):
            for replaced in with_odd(inner, odd):
                yield (*answer[:place], replaced, *answer[place + 1 :])


def judged(part, answer):
    """Return the verdict as text, or the error."""
    try:
        return str(check(part, answer))
    except Exception as error:
        return error


@each_part
def test_an_odd_value_anywhere_in_an_answer_is_judged_or_refused_in_one_sentence(part):
    must = f"the answer to {spell(part)} must be {about(part).form}; it was "
    digits = f"a number in the answer to {spell(part)} must have at most 100 digits; the answer was "
    for odd in ODD:
        for answer in with_odd(about(part).right[0], odd):
            found = judged(part, answer)
            if isinstance(found, str):
                assert found.startswith(f"{spell(part)}: not yet. "), (answer, found)
            else:
                assert type(found) in (TypeError, ValueError)
                assert str(found).startswith((must, digits)), found
                assert found.__suppress_context__ or found.__context__ is None
            assert len(str(found)) < 700
            assert "\n" not in str(found)


@pytest.mark.parametrize("form", [Fraction, Decimal, np.array, np.longdouble, lambda n: np.array(n, object)])
@pytest.mark.parametrize(("part", "answer"), RIGHT_ANSWERS)
def test_a_right_number_is_right_as_a_fraction_a_decimal_or_an_array_without_axes(part, answer, form):
    assert check(part, each(form, answer)).right is True


def test_a_range_with_step_1_is_a_half_open_range():
    for k1 in (range(2), (0, 2), [0, 2]):
        for k2 in (range(2), (0, 2)):
            assert check("2a", (k1, k2)).right
    assert check("2a", [range(2), range(2)]).right
    assert check("2a", (range(2), range(3))).slip == "last-bound-included"
    assert check("2a", (range(1, 3), range(1, 3))).slip == "counted-from-1"
    assert not check("2a", (range(0), range(2))).right
    assert "such as ((0, 7), (0, 8)) or (range(7), range(8)) for 0 <= k1 < 7" in about("2a").form
    for step in (2, -1):  # range(0, 2, 2) has the ends of a right range, and holds 0 only
        with pytest.raises(ValueError, match="must be two half-open ranges with step 1"):
            check("2a", (range(2), range(0, 2, step)))


@each_part
def test_a_range_is_no_answer_where_no_range_is_asked_for(part):
    for answer in (range(2), range(10**30)):
        with pytest.raises(TypeError, match=re.escape(f"it was {answer!r} (range)")):
            check(part, answer)


# Pixels: all values of Z at all pixels, and some outside.


PIXELS = [(row, column) for row in range(-1, 7) for column in range(-1, 6)]


def at(pixel):
    """Return Z at a pixel typed in by hand, or None outside."""
    row, column = pixel
    return Z[row][column] if 0 <= row < 5 and 0 <= column < 4 else None


def named(pixel, value):
    """Return the slip that leads to a pixel where Z is not the value."""
    row, column = pixel
    if at((column, row)) == value:
        return "row-column-swapped"
    if value and at(pixel) == -value:
        return "kernel-reversed"
    if at((row - 1, column - 1)) == value:
        return "counted-from-1"
    return ""


def about_pixel(pixel):
    """Return what a reason says of a pixel that Z has, and of one that it has not."""
    return f"Z has no pixel {pixel}: " if at(pixel) is None else f"Z[{pixel[0]}, {pixel[1]}] is "


@pytest.mark.convolution
@pytest.mark.parametrize(("part", "value"), [("2c", 6), ("2d", -6)])
def test_an_extreme_is_right_at_each_of_its_pixels_and_nowhere_else(part, value):
    for pixel in PIXELS:
        for given_value in range(-8, 9):
            verdict = check(part, (given_value, pixel))
            assert verdict.right is (given_value == value and at(pixel) == value), verdict
            if verdict.right:
                continue
            if verdict.slip not in ("nearest-to-0", "sign-lost"):
                assert about_pixel(pixel) in verdict.reason, verdict
            if given_value == value:
                assert verdict.slip == named(pixel, value), verdict
            elif value < 0 and given_value == -1:
                assert verdict.slip == "nearest-to-0"
            elif value < 0 and given_value == 6:
                # 6 is there as well: where Z is 6, nobody has lost a sign.
                assert verdict.slip == ("" if at(pixel) == 6 else "sign-lost")
                assert ("is 6 indeed" in verdict.reason) is (at(pixel) == 6)
            else:
                assert verdict.slip == ""


@pytest.mark.convolution
@pytest.mark.parametrize("value", [6, -6, 0])
def test_no_two_of_the_slips_lead_to_one_pixel(value):
    for row, column in PIXELS:
        if at((row, column)) != value:
            reversed_too = bool(value) and at((row, column)) == -value
            assert (at((column, row)) == value) + reversed_too + (at((row - 1, column - 1)) == value) <= 1


@pytest.mark.convolution
def test_a_zero_is_right_at_each_of_its_pixels_and_nowhere_else():
    for pixel in PIXELS:
        verdict = check("2e", pixel)
        assert verdict.right is (at(pixel) == 0), verdict
        assert verdict.right or verdict.slip == named(pixel, 0), verdict
        assert about_pixel(pixel) in verdict.reason, verdict


@pytest.mark.convolution
def test_the_pixels_of_a_value_are_all_of_them_in_reading_order():
    for value in range(-8, 9):
        assert own(2).find_pixels(value) == [(i, j) for i in range(5) for j in range(4) if Z[i][j] == value]


@pytest.mark.convolution
def test_the_keys_2c_has_the_right_value_at_the_wrong_pixel():
    reason = check("2c", (6, (3, 1))).reason
    assert reason.startswith("The value is right, the pixel is not: Z[3, 1] is 2, not 6.")
    assert "(column, row)" in reason


# Nothing is given away.


def written(answer):
    """Return how an answer may stand in a sentence."""
    if isinstance(answer, int | float):
        return [f"{answer}", f"{answer:,}"]
    if not any(isinstance(a, tuple) for a in answer):
        numbers = [f"{a:g}" if isinstance(a, float) else str(a) for a in answer]
        inside = ", ".join(numbers)
        texts = [f"({inside})", f"[{inside}]", " x ".join(numbers), " and ".join(numbers), inside]
        return texts
    return [str(answer)]


def wrong_answers(part):
    """Return the slips of a part and answers one off the right ones, in each place."""
    found = about(part)
    answers = [slip.answer for slip in found.slips]
    for right in found.right:
        if isinstance(right, int):
            answers += [right + 1, right - 1, right * 10, right // 2, 0, 1, -right]
        elif part == "2a":
            answers += [((0, 2), (1, 2)), ((0, 1), (0, 1)), ((0, 2), (0, 1)), ((0, 0), (0, 0)), ((2, 0), (2, 0))]
        elif part in ("2c", "2d"):
            answers += [(value, pixel) for value in range(-8, 9) for pixel in PIXELS]
        else:
            answers += [right[:-1], (*right, 1), right[::-1], (), right * 2]
            answers += [
                tuple(n + step * (i == place) for i, n in enumerate(right))
                for place in range(len(right))
                for step in (-1, 1)
            ]
    if part == "2e":
        answers += PIXELS
    if part == "3a":
        answers += [((46, 62, 20), (48, 64, 20)), ((46, 62, 20), (46, 62)), ((46,), (62, 20)), ((), (46, 62, 20))]
        answers += [((46, 62), (46, 62)), ((48, 64, 10), (46, 62, 20)), (46, 62, 20, 46, 62, 20), ((46, 62), (20,))]
    return [a for a in answers if a not in found.right and not (part in ("2e", "3b") and len(a) != 2)]


@each_value
def test_the_reason_of_a_wrong_answer_does_not_contain_a_right_one(part):
    for answer in wrong_answers(part):
        verdict = check(part, answer)
        assert verdict.right is False, (answer, verdict)
        assert isinstance(verdict.reason, str), answer
        assert verdict.reason[-1] in ".?", answer
        said = f"{verdict.reason} {verdict.slip}"
        if part in ("2c", "2d", "2e"):
            continue  # these have a test of their own
        for right in about(part).right:
            for text in written(right):
                # A reader's own numbers may be repeated: (46, 62, 20) is a part of ((46, 62, 20), (48, 64, 20)).
                assert not re.search(rf"(?<![\d*.,]){re.escape(text)}(?![\d*])", said), (answer, said)


@pytest.mark.convolution
@pytest.mark.parametrize(("part", "value"), [("2c", 6), ("2d", -6), ("2e", 0)])
def test_the_reason_names_no_right_pixel_but_the_readers_own_and_no_value_but_theirs(part, value):
    for answer in wrong_answers(part):
        given_value, pixel = (0, answer) if part == "2e" else answer
        reason = check(part, answer).reason
        assert {tuple(map(int, found)) for found in re.findall(r"[(\[](-?\d+), (-?\d+)[)\]]", reason)} <= {pixel}
        if given_value != value:
            told = re.sub(r"Z has no pixel \(-?\d+, -?\d+\)|2\(b\)|Z\[\d+, \d+\]", "", reason)
            assert not re.search(rf"(?<![\d-]){value}(?!\d)", told), (answer, reason)


@pytest.mark.cost
def test_two_shapes_that_together_make_the_right_one_are_wrong():
    for answer in (((46,), (62, 20)), ((46, 62), (20,)), ((), (46, 62, 20)), [[46, 62], [20]]):
        assert not check("3a", answer).right
    for answer in (((46, 62, 20), (46, 62, 10)), ((46, 62, 10), (46, 62, 20))):
        verdict = check("3a", answer)
        assert not verdict.right
        assert verdict.reason.startswith("Z and U cannot differ in shape")
    assert check("3a", ((46, 62), (46, 62))).slip == "channels-forgotten"
    assert check("3a", ()).reason.startswith("Z has 3 axes")


@pytest.mark.shapes
def test_the_reason_names_the_axes_that_are_off():
    assert check("1a", (100, 255, 256, 3)).reason.count("row") == 1
    assert "column" not in check("1a", (100, 255, 256, 3)).reason
    assert "4 axes" in check("1a", (100, 256)).reason
    assert "another order" in check("1b", (2400, 80, 40)).reason
    assert "columns" in check("3a", (46, 60, 20)).reason
    assert "rows" not in check("3a", (46, 60, 20)).reason


@pytest.mark.parametrize(
    ("part", "answer", "said"),
    [
        of("2c", (3, (0, 3)), "Z[0, 3] is 3 indeed, but it is not the largest positive value"),
        of("2c", (3, (1, 3)), "Z[1, 3] is not 3"),
        of("3c", 57040, "a multiple of 57040: a factor is missing"),
        of("3c", 57041, "Count the products in one element of Z"),
        of("3c", 0, "Count the products in one element of Z"),
        of("5a", (1, 3, 0), "your answer has 3"),
        of("5a", (1, 3, 0, 2), "The length is right"),
        of("5b", (1, 3, 0, 2, 5), "each with one value; your answer has 5"),
        of("5b", (1, 3, 0, 2), "The length is right"),
    ],
)
def test_a_wrong_answer_that_is_no_known_slip_is_told_where_to_look(part, answer, said):
    verdict = check(part, answer)
    assert (verdict.right, verdict.slip) == (False, "")
    assert said in verdict.reason


@given(st.sampled_from([part for part in VALUES if part not in ("2a", "2c", "2d")]), st.data())
def test_no_wrong_value_is_right(part, data):
    right = about(part).right
    if isinstance(right[0], int):
        answer = data.draw(st.integers(-10, 10**8))
    else:
        answer = tuple(data.draw(st.lists(st.integers(-3, 600), min_size=len(right[0]), max_size=len(right[0]))))
    assert check(part, answer).right is (answer in right)


# 4(a), 4(b), 4(c): functions.


def loops_4b(dZ, X, w_shape):
    return oracles.conv2d_weight_grad(dZ, X, w_shape).astype(float)


def loops_4c(dZ, W, x_shape):
    return oracles.conv2d_input_grad(dZ, W, x_shape).astype(float)


def shifts_4b(dZ, X, w_shape):
    """One tensor product for each weight."""
    _, rows, columns, _ = dZ.shape
    taps = [
        [np.einsum("ijkm,ijkn->nm", dZ, X[:, a : a + rows, b : b + columns]) for b in range(w_shape[1])]
        for a in range(w_shape[0])
    ]
    return np.array(taps)


def shifts_4c(dZ, W, x_shape):
    """Each tap adds to the pixels that it met."""
    dX = np.zeros(x_shape)
    for a in range(W.shape[0]):
        for b in range(W.shape[1]):
            dX[:, a : a + dZ.shape[1], b : b + dZ.shape[2]] += dZ @ W[a, b].T
    return dX


def jax_4b(dZ, X, w_shape):
    return oracles.jax_conv2d_backward(dZ, X, np.zeros(w_shape), np.zeros(w_shape[3]))[1]


def jax_4c(dZ, W, x_shape):
    return oracles.jax_conv2d_backward(dZ, np.zeros(x_shape), W, np.zeros(W.shape[3]))[0]


@pytest.mark.backprop
@pytest.mark.parametrize(
    ("part", "function"),
    [
        ("4a", sigmoid_backward),
        ("4a", lambda dU, Z: dU * np.exp(-Z) / (1 + np.exp(-Z)) ** 2),
        ("4a", lambda dU, Z: dU / (1 + np.exp(-Z)) * (1 - 1 / (1 + np.exp(-Z)))),
        ("4a", lambda dU, Z: (dU / (2 + np.exp(Z) + np.exp(-Z))).astype("float32")),
        ("4a", lambda dU, Z: np.asfortranarray(dU / (2 * np.cosh(Z) + 2)).tolist()),
        ("4b", conv2d_weight_grad),
        ("4b", loops_4b),
        ("4b", shifts_4b),
        ("4b", jax_4b),
        ("4c", conv2d_input_grad),
        ("4c", loops_4c),
        ("4c", shifts_4c),
        ("4c", jax_4c),
    ],
)
def test_every_right_formula_is_right(part, function):
    verdict = check(part, function)
    assert verdict.right is True, verdict
    assert "central differences" in verdict.reason
    assert verdict.slip == verdict.condition == ""


def key_4b(dZ, X, w_shape):
    """The key's sums of products taken as a product of sums, and what is left over added up, in loops."""
    dW = np.zeros(w_shape)
    samples, rows, columns, _ = dZ.shape
    for k1, k2, n, m in np.ndindex(*w_shape):
        for i in range(samples):
            slopes = inputs = 0
            for j1 in range(rows):
                for j2 in range(columns):
                    slopes += dZ[i, j1, j2, m]
                    inputs += X[i, j1 + k1, j2 + k2, n]
            dW[k1, k2, n, m] += slopes * inputs
    return dW


def key_4c(dZ, W, x_shape):
    """dZ at the input's own pixel times the sum over m of W[0, 0, n, m], where there is such a pixel, in loops."""
    dX = np.zeros(x_shape)
    for i, j1, j2, n in np.ndindex(*x_shape):
        if j1 < dZ.shape[1] and j2 < dZ.shape[2]:
            for m in range(dZ.shape[3]):
                dX[i, j1, j2, n] += dZ[i, j1, j2, m] * W[0, 0, n, m]
    return dX


@pytest.mark.backprop
def test_the_key_has_these_formulas():
    dZ, X, W = normal((4, 3, 9, 8), 1), normal((4, 7, 10, 6), 2), normal((5, 2, 6, 8), 3)
    np.testing.assert_allclose(KEY["4b"](dZ, X, W.shape), key_4b(dZ, X, W.shape), rtol=1e-12)
    np.testing.assert_allclose(KEY["4c"](dZ, W, X.shape), key_4c(dZ, W, X.shape), rtol=1e-12)
    dU, Z = normal((3, 4), 4), normal((3, 4), 5)
    np.testing.assert_allclose(KEY["4a"](dU, Z), dU * np.exp(-Z) / (1 + np.exp(-Z)) ** 2, rtol=1e-12)


@pytest.mark.backprop
def test_the_keys_4c_is_off_by_about_95_percent_in_norm():
    (x_shape, w_shape), _ = gradients.SHAPES
    W, dZ = normal(w_shape, 1), normal((4, 3, 9, 8), 2)
    true = oracles.conv2d_input_grad(dZ, W, x_shape).astype(float)
    assert 0.9 < np.linalg.norm(key_4c(dZ, W, true.shape) - true) / np.linalg.norm(true) < 1
    (percent,) = re.findall(r"(\d+)\s%", check("4c", key_4c).reason)
    assert 90 <= int(percent) <= 100


# Sizes that all differ: with equal ones an exchanged axis goes unnoticed.


@pytest.mark.backprop
def test_all_nine_sizes_differ_on_the_tensors_of_problem_4():
    for x_shape, w_shape in gradients.SHAPES:
        sizes = cnnlib.convolution_sizes(x_shape, w_shape)
        assert list(sizes) == ["B", "H", "W", "C", "K1", "K2", "M", "H'", "W'"]
        assert len(set(sizes.values())) == 9, sizes
        assert cnnlib.assert_sizes_differ(**sizes) is None
    assert list(cnnlib.convolution_sizes(*gradients.SHAPES[0]).values()) == [4, 7, 10, 6, 5, 2, 8, 3, 9]
    plain = cnnlib.convolution_sizes((7, 10), (2, 4), stride=2, padding=(0, 1), dilation=(3, 1))
    assert plain == {"H": 7, "W": 10, "K1": 2, "K2": 4, "H'": 2, "W'": 5}


@pytest.mark.pooling
def test_all_sizes_differ_on_the_sequences_of_problem_5():
    for (samples, n, channels), size, stride in pooling_functions.WHOLE + pooling_functions.PARTIAL:
        count = len(range(0, n, stride))
        sizes = {samples, n, channels, size, stride} | ({count} if stride > 1 else set())
        assert len(sizes) == 5 + (stride > 1)
        ends = (count - 1) * stride + size <= n
        assert ends is (((samples, n, channels), size, stride) in pooling_functions.WHOLE)


def looped(exchanged=()):
    """Return dW and dX in loops whose bounds are the sizes, two of them exchanged."""

    def bounds(dZ, x_shape, w_shape):
        sizes = dict(zip(("B", "H'", "W'", "M"), dZ.shape, strict=True))
        sizes |= dict(zip(("K1", "K2", "C"), w_shape, strict=False))
        other = dict([exchanged, exchanged[::-1]] if exchanged else [])
        return [range(sizes[other.get(name, name)]) for name in ("B", "H'", "W'", "M", "K1", "K2", "C")]

    def weight_grad(dZ, X, w_shape):
        samples, rows, columns, outputs, k1s, k2s, inputs = bounds(dZ, X.shape, w_shape)
        dW = np.zeros(w_shape)
        for k1 in k1s:
            for k2 in k2s:
                part = X[np.ix_(samples, [k1 + j for j in rows], [k2 + j for j in columns], inputs)]
                taken = dZ[np.ix_(samples, rows, columns, outputs)]
                dW[np.ix_([k1], [k2], inputs, outputs)] = np.tensordot(part, taken, axes=((0, 1, 2), (0, 1, 2)))
        return dW

    def input_grad(dZ, W, x_shape):
        samples, rows, columns, outputs, k1s, k2s, inputs = bounds(dZ, x_shape, W.shape)
        dX = np.zeros(x_shape)
        for k1 in k1s:
            for k2 in k2s:
                place = np.ix_(samples, [k1 + j for j in rows], [k2 + j for j in columns], inputs)
                weights = W[np.ix_([k1], [k2], inputs, outputs)][0, 0]
                dX[place] += dZ[np.ix_(samples, rows, columns, outputs)] @ weights.T
        return dX

    return {"4b": weight_grad, "4c": input_grad}


def is_right(function, arguments, expected):
    """Say whether a function returns what is expected; if it raises, it does not."""
    try:
        result = function(*arguments)
    except (IndexError, ValueError):
        return False
    return result.shape == expected.shape and np.linalg.norm(result - expected) <= 1e-8 * np.linalg.norm(expected)


@pytest.mark.backprop
@pytest.mark.parametrize("pair", list(combinations(("B", "H'", "W'", "M", "K1", "K2", "C"), 2)), ids="-".join)
def test_two_exchanged_sizes_are_noticed_where_they_differ_and_not_where_they_are_equal(pair):
    exchanged = looped(pair)
    for part in ("4b", "4c"):
        for case in gradients.make_cases(part):
            assert is_right(looped()[part], case.arguments, case.gradient)
            assert not is_right(exchanged[part], case.arguments, case.gradient), "each case alone notices it"
        assert not check(part, exchanged[part]).right
    equal = {"B": 2, "H'": 3, "W'": 4, "M": 5, "K1": 6, "K2": 7, "C": 8}
    equal[pair[1]] = equal[pair[0]]
    B, rows, columns, M, K1, K2, C = equal.values()
    X, W, dZ = (
        normal((B, rows + K1 - 1, columns + K2 - 1, C), 1),
        normal((K1, K2, C, M), 2),
        normal((B, rows, columns, M), 3),
    )
    assert is_right(exchanged["4b"], (dZ, X, W.shape), conv2d_weight_grad(dZ, X, W.shape))
    assert is_right(exchanged["4c"], (dZ, W, X.shape), conv2d_input_grad(dZ, W, X.shape))
    with pytest.raises(ValueError, match=r"are both \d$"):
        cnnlib.assert_sizes_differ(**cnnlib.convolution_sizes(X.shape, W.shape))


@pytest.mark.backprop
def test_a_loop_over_the_columns_and_one_over_the_samples_is_noticed():
    def weight_grad(dZ, X, w_shape):
        dW = np.zeros(w_shape)
        _, rows, columns, _ = dZ.shape
        for k1 in range(dZ.shape[2]):
            for k2 in range(dZ.shape[0]):
                dW[k1, k2] = np.tensordot(X[:, k1 : k1 + rows, k2 : k2 + columns], dZ, axes=((0, 1, 2), (0, 1, 2)))
        return dW

    dZ, X, w_shape = normal((2, 3, 5, 4), 1), normal((2, 7, 6, 3), 2), (5, 2, 3, 4)  # K1 = W' and K2 = B
    np.testing.assert_allclose(weight_grad(dZ, X, w_shape), conv2d_weight_grad(dZ, X, w_shape), rtol=1e-10)
    for case in gradients.make_cases("4b"):
        assert not is_right(weight_grad, case.arguments, case.gradient)


def shifted_back_4b(dZ, X, w_shape):
    dW = np.zeros(w_shape)
    for (k1, k2), i1, i2 in product(np.ndindex(w_shape[:2]), range(dZ.shape[1]), range(dZ.shape[2])):
        if i1 >= k1 and i2 >= k2:
            dW[k1, k2] += X[:, i1 - k1, i2 - k2].T @ dZ[:, i1, i2]
    return dW


FORMULA_SLIPS = [
    ("4a", lambda dU, Z: dU / (1 + np.exp(-Z)), "u-for-its-slope"),
    ("4a", lambda dU, Z: np.exp(-Z) / (1 + np.exp(-Z)) ** 2, "du-forgotten"),
    ("4a", lambda dU, Z: -dU * np.exp(-Z) / (1 + np.exp(-Z)) ** 2, "sign"),
    ("4a", lambda dU, Z: dU * Z * (1 - Z), "z-for-u"),
    ("4a", lambda dU, Z: sigmoid_backward(dU, 1 / (1 + np.exp(-Z))), "slope-at-u"),
    ("4b", key_4b, "product-of-sums"),
    ("4b", lambda dZ, X, w_shape: shifts_4b(dZ[:1], X[:1], w_shape), "samples-not-summed"),
    ("4b", lambda dZ, X, w_shape: shifts_4b(dZ, X, w_shape) / len(X), "mean-over-samples"),
    ("4b", lambda dZ, X, w_shape: np.flip(shifts_4b(dZ, X, w_shape), (0, 1)), "kernel-reversed"),
    ("4b", shifted_back_4b, "shift-reversed"),
    ("4c", key_4c, "first-tap-only"),
    ("4c", lambda dZ, W, x_shape: shifts_4c(dZ, np.flip(W, (0, 1)), x_shape), "unturned"),
    ("4b", lambda dZ, X, w_shape: np.broadcast_to(shifts_4b(dZ, X, w_shape)[0, 0], w_shape), "x-unshifted"),
    (
        "4c",
        lambda dZ, W, x_shape: shifts_4c(np.repeat(dZ.sum(3, keepdims=True), W.shape[3], 3), W, x_shape),
        "channels-confused",
    ),
]


@pytest.mark.backprop
@pytest.mark.parametrize(("part", "function", "slip"), FORMULA_SLIPS)
def test_every_known_wrong_formula_is_named(part, function, slip):
    verdict = check(part, function)
    assert (verdict.right, verdict.slip) == (False, slip), verdict


@pytest.mark.backprop
def test_a_formula_that_is_a_known_slip_on_some_tensors_only_is_no_known_slip():
    for places in ((0, 2), (1, 2)):  # there are two cases: the first call and the second, in each check
        calls = iter(range(2))
        answer = lambda *arguments: key_4c(*arguments) * (next(calls) in places)  # noqa: B023, E731
        verdict = check("4c", answer)
        assert (verdict.right, verdict.slip) == (False, ""), verdict


@pytest.mark.backprop
def test_a_formula_that_is_right_on_some_tensors_only_is_wrong():
    for place in (0, 1):
        calls = iter(range(2))
        assert not check("4a", lambda dU, Z: sigmoid_backward(dU, Z) * (next(calls) == place))  # noqa: B023


@pytest.mark.backprop
def test_no_known_wrong_formula_is_left_out_here():
    assert len(FORMULA_SLIPS) == 14
    assert len({(part, slip) for part, _, slip in FORMULA_SLIPS}) == 14


@pytest.mark.backprop
@pytest.mark.parametrize(
    ("part", "function", "said"),
    [
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * 1.001, "off by 0.1\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * 1.00945, "off by 0.9\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * 1.0104, "off by 1\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * (1 + 1.3e-6), "off by 0.0001\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * 2, "off by 100\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * 100.6, "off by 9,960\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: sigmoid_backward(dU, Z) * 101.6, "off by more than 10,000\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: dU * 0, "off by 100\N{NO-BREAK SPACE}% in norm"),
        ("4a", lambda dU, Z: dU[0], "returned shape"),
        ("4a", lambda dU, Z: None, "returned shape"),
        ("4a", lambda dU, Z: "a word", "returned shape"),
        ("4a", lambda dU, Z: dU * np.nan, "other than finite real numbers"),
        ("4a", lambda dU, Z: np.full_like(Z, np.inf), "other than finite real numbers"),
        (
            "4a",
            lambda dU, Z: np.where(dU == dU.max(), np.nan, sigmoid_backward(dU, Z)),
            "other than finite real numbers",
        ),
        ("4a", lambda dU, Z: dU + 0j, "other than finite real numbers"),
        ("4a", lambda dU, Z: dU.astype(str), "other than finite real numbers"),
        ("4a", lambda dU, Z: dU.astype(object), "other than finite real numbers"),
        ("4a", lambda dU, Z: dU > 0, "other than finite real numbers"),
        ("4a", lambda dU: dU, "raised TypeError"),
        ("4a", lambda dU, Z: dU @ Z, "raised ValueError"),
        ("4a", lambda dU, Z: [[1], [1, 2]], "raised ValueError"),
        ("4a", lambda dU, Z: 1 / 0, "raised ZeroDivisionError: division by zero"),
        ("4a", lambda dU, Z: np.full_like(Z, 1e300), "off by"),
        ("4a", max, "raised"),
        ("4b", lambda dZ, X, w_shape: np.zeros(X.shape), "returned shape (4, 7, 10, 6)"),
        ("4b", lambda dZ, X, w_shape: shifts_4b(dZ, X, w_shape).transpose(1, 0, 2, 3), "returned shape (2, 5, 6, 8)"),
        ("4b", lambda dZ, X, w_shape: shifts_4b(dZ, X, w_shape) * (w_shape[3] == 8), "off by"),
        ("4c", lambda dZ, W, x_shape: np.zeros(dZ.shape), "returned shape"),
        ("4c", lambda dZ, W, x_shape: shifts_4c(dZ, W, x_shape) * (x_shape[0] == 4), "off by"),
        ("4c", lambda dZ, W, x_shape: np.zeros(x_shape, int), "off by"),
    ],
)
def test_other_functions_are_wrong_and_told_why(part, function, said):
    verdict = check(part, function)
    assert (verdict.right, verdict.slip) == (False, ""), verdict
    assert said in verdict.reason


@pytest.mark.parametrize(
    ("part", "inner"),
    [of("4a", sigmoid_backward), of("4b", conv2d_weight_grad), of("4c", conv2d_input_grad), of("5c", None)],
)
def test_a_function_that_overwrites_its_arguments_spoils_nothing(part, inner):
    def spiteful(function):
        def wrapped(*arguments):
            result = np.array(function(*arguments))
            for argument in arguments:
                if isinstance(argument, np.ndarray):
                    argument[...] = np.nan
            return result

        return wrapped

    answer = spiteful(inner) if inner else (spiteful(subsample1d), spiteful(max_pool1d))
    honest = inner or (subsample1d, max_pool1d)
    for _ in range(2):
        assert check(part, answer).right
        assert check(part, honest).right


# 5(c): two functions.


def clipped_pool(X, p, s):
    return np.stack([X[:, s * k : s * k + p].max(axis=1) for k in range((X.shape[1] - 1) // s + 1)], axis=1)


def padded_pool(X, p, s, fill=-np.inf):
    count = (X.shape[1] - 1) // s + 1
    padded = np.pad(X, [(0, 0), (0, count * s + p), (0, 0)], constant_values=fill)
    return np.stack([padded[:, s * k : s * k + p].max(axis=1) for k in range(count)], axis=1)


def loops_subsample(X, s):
    return oracles.subsample1d(X, s)


@pytest.mark.pooling
@pytest.mark.parametrize(
    "subsample", [subsample1d, loops_subsample, lambda X, s: X[:, ::s], lambda X, s: X[:, ::s].tolist()]
)
@pytest.mark.parametrize("pool", [max_pool1d, clipped_pool, padded_pool, oracles.max_pool1d])
def test_functions_that_keep_to_the_samples_that_exist_are_right_without_a_condition(subsample, pool):
    for pair in ((subsample, pool), [subsample, pool]):
        verdict = check("5c", pair)
        assert (verdict.right, verdict.condition, verdict.slip) == (True, "", ""), verdict


@pytest.mark.pooling
def test_the_keys_formulas_are_right_with_a_condition():
    def pool(X, p, s):
        return np.array(
            [
                [
                    [max(X[i, s * k + j, n] for j in range(p)) for n in range(X.shape[2])]
                    for k in range((X.shape[1] - 1) // s + 1)
                ]
                for i in range(X.shape[0])
            ]
        )

    for answer in ((lambda X, s: X[:, ::s], pool), KEY["5c"]):
        verdict = check("5c", answer)
        assert verdict.right is True
        assert "j < N - s*k" in verdict.condition
        assert "run past the end" in verdict.reason


def whole_pool(X, p, s):
    return max_pool1d(X, p, s, windows="whole")


def jax_whole_pool(X, p, s):
    return np.array(oracles.jax_max_pool(X, (p,), (s,), "whole"))


@pytest.mark.pooling
@pytest.mark.parametrize("pool", [whole_pool, jax_whole_pool])
def test_whole_windows_only_are_a_named_slip(pool):
    verdict = check("5c", (subsample1d, pool))
    assert (verdict.right, verdict.slip, verdict.condition) == (False, "whole-windows-only", "")


@pytest.mark.pooling
@pytest.mark.parametrize("wrong_size", [2, 3, 5])
def test_whole_windows_in_some_cases_only_are_no_known_slip(wrong_size):
    def pool(X, p, s):
        partial = (X.shape[1] - 1) // s != (X.shape[1] - p) // s
        return X if p == wrong_size and partial else max_pool1d(X, p, s, windows="whole")

    verdict = check("5c", (subsample1d, pool))
    assert (verdict.right, verdict.slip) == (False, "")


@pytest.mark.pooling
@pytest.mark.parametrize(
    ("subsample", "pool", "said"),
    [
        (lambda X, s: X[:, 1::s], max_pool1d, "sub-sampling is not right"),
        (lambda X, s: X[:, : X.shape[1] // s], max_pool1d, "sub-sampling is not right"),
        (lambda X, s: X, max_pool1d, "sub-sampling is not right"),
        (lambda X, s: X[::s], max_pool1d, "sub-sampling is not right"),
        (lambda X, s: 1 / 0, max_pool1d, "raised ZeroDivisionError"),
        (lambda X: X, max_pool1d, "raised TypeError"),
        (max_pool1d, subsample1d, "raised TypeError"),
        (subsample1d, lambda X, p, s: X[:, ::s], "X of shape (4, 14, 6), p = 2, s = 3 its values differ"),
        (subsample1d, lambda X, p, s: X, "p = 2, s = 3 its shape was (4, 14, 6), not (4, 5, 6)"),
        (lambda X, s: X[:, :5], max_pool1d, "X of shape (4, 14, 6), s = 3 its values differ"),
        (subsample1d, lambda X, p, s: max_pool1d(X, p + 1, s), "pooling is not right"),
        (subsample1d, lambda X, p, s: max_pool1d(X, s, p), "pooling is not right"),
        (subsample1d, lambda X, p, s: -max_pool1d(-X, p, s), "pooling is not right"),
        (subsample1d, lambda X, p, s: padded_pool(X, p, s, fill=0), "pooling is not right"),
        (subsample1d, lambda X, p, s: np.full((X.shape[0], (X.shape[1] - 1) // s + 1, X.shape[2]), np.nan), "values"),
        (subsample1d, lambda X, p, s: None, "pooling is not right"),
        (
            subsample1d,
            lambda X, p, s: max_pool1d(X, p, s).astype(object),
            ": it returned something other than real numbers.",
        ),
        (lambda X, s: X[:, ::s] + 0j, max_pool1d, ": it returned something other than real numbers."),
        (subsample1d, lambda X, p, s: X[:, 99], "raised IndexError"),
    ],
)
def test_other_pairs_of_functions_are_wrong_and_told_why(subsample, pool, said):
    verdict = check("5c", (subsample, pool))
    assert (verdict.right, verdict.condition) == (False, ""), verdict
    assert said in verdict.reason


@pytest.mark.pooling
def test_every_check_of_5c_takes_the_same_sequences():
    seen = []

    def pool(X, p, s):
        seen.append(X)
        return max_pool1d(X, p, s)

    for _ in range(2):
        assert check("5c", (subsample1d, pool)).right
    first, second = seen[: len(seen) // 2], seen[len(seen) // 2 :]
    assert len(first) == 6
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


@pytest.mark.pooling
def test_a_function_that_fails_past_the_end_in_another_way_is_wrong():
    def pool(X, p, s):
        if s * ((X.shape[1] - 1) // s) + p > X.shape[1]:
            raise ValueError("no")
        return max_pool1d(X, p, s)

    assert not check("5c", (subsample1d, pool)).right


@pytest.mark.pooling
@pytest.mark.parametrize("spoilt", [(2, 3), (5, 2), (3, 1)])
def test_a_pooling_that_is_wrong_in_one_case_only_is_wrong(spoilt):
    def pool(X, p, s):
        return max_pool1d(X, p, s) + ((p, s) == spoilt)

    assert not check("5c", (subsample1d, pool)).right


@pytest.mark.pooling
def test_a_function_that_asks_for_missing_samples_in_some_cases_only_is_wrong():
    def pool(X, p, s):
        if p > 4:
            raise IndexError("no such sample")
        return padded_pool(X, p, s, fill=0)

    verdict = check("5c", (subsample1d, pool))
    assert (verdict.right, verdict.condition) == (False, "")


# Malformed answers.


MALFORMED = {
    "shape": [
        *(None, "(5; x 4)", 5, 5.5, b"54", len, {5, 4}, {5: 4}),
        *((5, "4"), (5, None), (True, 4), (5, 4.5), (5, np.nan), (5, np.inf), (5, 4j), ((5,), 4)),
        *([[5, 4], [5, 4]], np.array(5), np.array([True, False]), np.array(["5", "4"])),
    ],
    "count": [
        *(None, "1820 or so", "", b"1820", True, np.True_, np.nan, np.inf, -np.inf, np.float32("nan"), 1820.5, 18 + 0j),
        *((1820,), [1820], {1820}, np.array([1]), len),
    ],
    "pixel": [
        *(
            None,
            "01",
            "(0, 1, 2)",
            0,
            np.array(0),
            {0, 1},
            (),
            (0,),
            (0, 1, 2),
            ((0, 1),),
            [[0], [1]],
            np.zeros((2, 2)),
        ),
        *((0, 0.5), (0, None), (0, True), (0, np.nan)),
    ],
    "value": [
        *(None, 6, "6", (), (6,), (6, 3), (6, 1, 3), (6, (1,)), (6, (1, 3, 0)), ((1, 3), 6), (6, "13"), (6, {1, 3})),
        *((np.nan, (1, 3)), ("6", (1, 3)), (True, (1, 3)), (6, (1, None)), (6.5, (1, 3)), (6, (1, 2.5)), {6: (1, 3)}),
    ],
    "ranges": [
        *(None, 2, (), (0, 2), ((0, 2),), ((0, 2), (0, 2), (0, 2)), ((0, 2), (0,)), ((0, 2), 2), [[[0, 2], [0, 2]]]),
        *("0 <= k1 < 2", ((0, 2), "02"), ((0, True), (0, 2)), ((0, 2), (0, np.nan)), ((0, 2), (0, 2.5))),
    ],
    "vector": [
        *(None, "1301 5 x", "[1", 1, np.array(1), {1, 3, 0}, [[1, 3], [0, 1]], [[1, 3, 0, 1]], np.zeros((4, 1))),
        *([1, 3, 0, None], [1, 3, 0, "1"], [1, 3, 0, True], [1, 3, 0, np.nan], [1, 3, 0, np.inf], [1, 3, 0, 1j]),
    ],
    "function": [None, 1, "lambda dU, Z: dU", np.zeros(3), (len, len), [], (sigmoid_backward,)],
    "functions": [None, 1, len, (), (len,), (len, len, len), (len, 1), ("a", "b"), {1: len, 2: len}, np.zeros(2)],
}
FORM_OF = dict.fromkeys(("1a", "1b", "1c", "2b", "3a", "3b"), "shape") | {
    **{"2a": "ranges", "2c": "value", "2d": "value", "2e": "pixel", "3c": "count", "3d": "count"},
    **{"4a": "function", "4b": "function", "4c": "function", "5a": "vector", "5b": "vector", "5c": "functions"},
}


@pytest.mark.parametrize(
    ("part", "answer"),
    [of(part, answer) for part, form in FORM_OF.items() for answer in MALFORMED[form]
     if not (part == "3a" and isinstance(answer, list))],
)  # fmt: skip
def test_a_malformed_answer_is_an_error_that_names_the_part_its_form_and_the_answer(part, answer):
    with pytest.raises((TypeError, ValueError)) as raised:
        check(part, answer)
    message = str(raised.value)
    assert type(raised.value) in (TypeError, ValueError)
    assert message.startswith(f"the answer to {spell(part)} must be {about(part).form}; it was ")
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    shown = message.rsplit("; it was ", 1)[1]
    if isinstance(answer, np.ndarray):
        assert shown == f"an array of shape {answer.shape} and dtype {answer.dtype}"
    elif len(repr(answer)) < 50:
        whole = f"{answer!r} ({type(answer).__name__})"
        assert shown.startswith(f"{whole}. " if isinstance(answer, str) and part in VALUES else whole), (
            "all of it is shown"
        )


def test_a_malformed_answer_in_a_key_names_its_part():
    with pytest.raises(ValueError, match=r"^the answer to 3\(c\) must be a whole number, such as 1234; it was 'many'"):
        audit({"2b": (5, 4), "3c": "many"})


@pytest.mark.parametrize("answer", [np.array(5_133_600), np.float64(5_133_600.0), np.array(5_133_600.0)])
def test_an_array_without_axes_is_a_number(answer: object) -> None:
    assert check("3c", answer).right
    assert not check("3c", np.array(25_668)).right
