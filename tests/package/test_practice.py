"""Fresh instances of the five problems: well posed, the same everywhere, judged like the homework.

Of each problem a hundred and fifty instances are looked at, and ten thousand in `make soak`, as many of each size.
"""

import html
import re
from collections import Counter
from hashlib import sha256
from itertools import chain, islice

import numpy as np
import pytest
from jax import numpy as jnp

from cnnlib import practice
from cnnlib.boxes import Questions
from cnnlib.forms import write
from cnnlib.problems import Convolution, GradientElements, Layer, Recordings, Sampling, own
from cnnlib.problems.part import ValuePart
from cnnlib.problems.practice import RECIPES, SIZES
from cnnlib.problems.practice.draw import Draw
from kit import oracles
from kit.loops import right_answers
from kit.profile import SOAK

SEEDS = range(3334 if SOAK else 50)  # of each size: those that the site offers
NUMBERS = pytest.mark.parametrize("number", RECIPES)
DIGEST = "435787fc333a0cbcad2c191e3491c14b11e4b43bd83cf7c4d86992975bcae95e"


def instances(number, seeds=SEEDS):
    """Return fresh instances of a problem, one after the other: all of them would fill the memory."""
    return (practice(number, seed, size=size) for seed in seeds for size in SIZES)


def value_parts(problem):
    """Return the parts of a problem that ask for numbers, with their letters."""
    return [(letter, part) for letter, part in problem.parts().items() if isinstance(part, ValuePart)]


# The same everywhere.


def test_five_hundred_instances_are_the_same_on_every_machine():
    told = []
    for number in RECIPES:
        for problem in islice(instances(number), 100):
            told += [problem.code, problem.statement]
            told += [one.text for one in getattr(problem, "recordings", ())]
            told += [str(getattr(problem, name, "")) for name in ("size", "stride", "weight", "pixel")]
    assert sha256("\n".join(told).encode()).hexdigest() == DIGEST


def test_what_is_drawn_is_cut_from_sha_256():
    first = sha256(b"2:small:7:0").digest()[:4]
    assert Draw(2, "small", 7).whole(0, 2**32 - 1) == int.from_bytes(first, "big")
    draws = [Draw("ends", seed) for seed in range(400)]
    assert Counter(draw.whole(-1, 2) for draw in draws).keys() == {-1, 0, 1, 2}
    assert {draw.other_than_zero(-2, 2) for draw in draws} == {-2, -1, 1, 2}
    assert {draw.choose("abc") for draw in draws} == {*"abc"}


@NUMBERS
def test_an_instance_has_the_class_of_the_homework_a_code_and_numbers_of_its_own(number):
    kinds = {1: Recordings, 2: Convolution, 3: Layer, 4: GradientElements, 5: Sampling}
    one = practice(number, 7)
    assert type(one) is kinds[number]
    assert one.code == f"{number}-medium-7" == practice(number, np.int64(7), size="medium").code
    assert repr(one) == repr(practice(number, 7))
    codes = {problem.code: repr(problem) for problem in instances(number, range(10))}
    assert len(codes) == len({*codes.values()}) == 30
    assert practice(number, 10**100 - 1).parts()


def test_a_larger_size_has_more_to_compute():
    def cost(problem):
        if problem.number == 1:
            return sum(np.log(part.right[0]).sum() for _, part in value_parts(problem))
        if problem.number == 3:
            return np.log(problem.multiplications)
        if problem.number == 5:
            return len(problem.x)
        return problem.Z.size * problem.kernel.size if problem.number == 2 else problem.dZ.size

    for number in RECIPES:
        costs = [np.mean([cost(practice(number, seed, size=size)) for seed in range(20)]) for size in SIZES]
        assert costs == sorted(costs), number


# Well posed.


def find_faults_1(problem):
    for one in problem.recordings:
        numbers = [*one.numbers.values(), *[n for n in one.shape if n not in one.numbers.values()]]
        yield len({*numbers}) < len(one.numbers) + ("rate" in one.numbers)


def find_faults_2(problem):
    Z, kernel = problem.Z, problem.kernel
    yield kernel.shape[0] == kernel.shape[1]
    yield Z.shape[0] == Z.shape[1]
    yield not Z.min() < 0 < Z.max() != -Z.min()
    yield max((Z.max() == Z).sum(), (Z.min() == Z).sum()) > 3
    yield not 0 < 3 * (Z == 0).sum() <= Z.size <= 30
    yield max(abs(problem.image).max(), abs(kernel).max()) > 5


def find_faults_3(problem):
    (H, W, C), (K1, K2, _, M), (rows, columns, _) = problem.x_shape, problem.w_shape, problem.z_shape
    yield len({H, W, C, K1, K2, M, rows, columns}) < 8


def find_faults_4(problem):
    yield not all(array.all() for array in problem.arrays.values())
    yield problem.weight[:2] == (0, 0)
    yield 0 in problem.pixel[1:3]
    yield problem.W.shape[0] == problem.W.shape[1]
    yield problem.dZ.shape[1] == problem.dZ.shape[2]
    if problem.code.split("-")[1] != "small":
        yield not {"samples-not-summed"} <= {slip.id for slip in problem.slips("b")}
        yield not {"channels-confused", "one-output-channel"} <= {slip.id for slip in problem.slips("c")}


def find_faults_5(problem):
    yield not 1 < problem.stride < problem.size < len(problem.x)


FAULTS = {1: find_faults_1, 2: find_faults_2, 3: find_faults_3, 4: find_faults_4, 5: find_faults_5}


def assert_is_told_apart(problem, letter, part):
    """Assert that right answers are accepted, and each slip is refused by its id: no two have the same answer."""
    assert part.left_out == ()
    owners = {}
    for owner, answer in [("", one) for one in part.right] + [(slip.id, slip.answer) for slip in part.slips]:
        text = write(part.kind, answer)
        assert text not in owners, f"{owner} leads to {text}, as {owners[text] or 'what is right'} does"
        owners[text] = owner
    for text, owner in owners.items():
        verdict = problem.check(letter, text)
        assert (verdict.right, verdict.slip) == (not owner, owner)
    assert not part.check(part.example).right


def assert_adds_up(part, x):
    """Assert that the steps of a solution add up as they are printed."""
    for step in part.solution:
        if step.terms:
            names = {"max": lambda *values: max(values), "x": x}
            assert eval(step.terms, {"__builtins__": {}}, names) == int(step.result)
            assert str(step).endswith(f"{step.left} = {step.terms} = {step.result}")


# Instances on which a slip leads to the same answer in two ways, which few have.
TWO_WAYS = {5: [(267, "small"), (331, "small")]}


@NUMBERS
def test_an_instance_is_well_posed_and_tells_right_answers_from_slips(number):
    rare = (practice(number, seed, size=size) for seed, size in TWO_WAYS.get(number, ()))
    for problem in chain(rare, instances(number)):
        assert not any(FAULTS[number](problem)), problem.code
        for letter, part in value_parts(problem):
            try:
                assert_is_told_apart(problem, letter, part)
                assert_adds_up(part, getattr(problem, "x", None))
                expected = {write(part.kind, answer) for answer in right_answers(problem, part.name)}
                assert {write(part.kind, answer) for answer in part.right} == expected
            except AssertionError as error:
                raise AssertionError(f"{problem.code}, {letter}: {error}") from error


# Problem 4.


def pad(arrays, *shape):
    """Return arrays as one batch, each filled up with zeros at its ends: these take part in no product."""
    batch = np.zeros((len(arrays), *shape))
    for one, array in zip(batch, arrays, strict=True):
        one[tuple(map(slice, array.shape))] = array
    return batch


def test_the_elements_are_those_of_jaxs_gradients():
    problems = [*instances(4)]
    X, W, dZ = (
        pad([getattr(one, name) for one in problems], *shape)
        for name, shape in (("X", (2, 6, 6, 2)), ("W", (3, 3, 2, 3)), ("dZ", (2, 4, 4, 3)))
    )

    def convolve(X, W):
        shifts = np.ndindex(3, 3)
        return sum(jnp.einsum("pijkn,pnm->pijkm", X[:, :, a : a + 4, b : b + 4], W[:, a, b]) for a, b in shifts)

    dX, dW = oracles.jax_gradients(convolve, dZ, X, W)
    for k, problem in enumerate(problems):
        assert (problem.right("b"), problem.right("c")) == (dW[k][problem.weight], dX[k][problem.pixel]), problem.code


def test_a_solution_of_problem_4_is_a_list_of_steps_that_ends_at_the_element():
    for problem in instances(4, range(10)):
        for letter, asked in (("b", problem.weight_asked), ("c", problem.pixel_asked)):
            *rows, last = problem.solution(letter)
            assert (last.left, last.result) == (asked, str(problem.right(letter)))
            assert len(rows) >= 2
            assert sum(int(step.result) for step in rows) == problem.right(letter)


def test_the_steps_go_from_row_to_row_where_there_are_more_than_ten():
    X, W, dZ = (np.ones(shape) for shape in ((2, 24, 3, 1), (12, 2, 1, 1), (2, 13, 2, 1)))
    problem = GradientElements(X, W, dZ, (0, 1, 0, 0), (1, 12, 1, 0))
    windows = [step.says for step in problem.solution("b")[:-1]]
    starts = [(i, j) for i in (0, 1) for j in range(13)]
    assert windows == [f"Windows of sample {i} that start in row {j}, dJ/dZ times X:" for i, j in starts]
    weights = [step.says for step in problem.solution("c")[:-1]]
    assert weights == [f"Weights of row {k}, dJ/dZ times W:" for k in range(12)]


# As questions.


@NUMBERS
def test_a_problem_asks_with_its_statement_and_a_box_for_each_part(number, monkeypatch):
    problem = practice(number, 7)
    monkeypatch.setenv("CNNLIB_EXPLORERS", "static")
    page = problem.ask()
    assert isinstance(page, Questions)
    assert repr(page) == repr(problem)
    text = page._repr_html_()
    monkeypatch.delenv("CNNLIB_EXPLORERS")
    assert problem.ask().form == text
    assert re.findall('data-part="(..)" data-instance="([^"]*)"', text) == [
        (part.name, problem.code) for part in problem.parts().values()
    ]
    ids = re.findall(' id="([^"]*)"', text)
    assert len({*ids}) == len(ids) > 0
    assert {*re.findall('(?:for|aria-describedby)="([^"]*)"', text)} <= {*ids}
    for array in problem.arrays.values():
        cells = re.findall(r"<td>(\S+?)</td>", text.replace("\u2212", "-"))
        assert Counter(map(str, array.ravel())) <= Counter(cells)
    for letter, part in value_parts(problem):
        assert f'practice({number}, 7).check("{letter}", "{part.example}")' in html.unescape(text)


def test_a_grid_shows_each_matrix_of_a_tensor_under_its_name():
    problem = practice(4, 7, size="large")
    text = Questions(problem).write_html().replace("\u2212", "-")
    tables = re.findall(r"<table><caption>(.*?)</caption>(.*?)</table>", text)
    names = {"X": problem.X, "W": problem.W, "dJ/dZ": problem.dZ}
    assert len(tables) == 4 + 6 + 6
    for caption, table in tables:
        name, index = caption.rstrip("]").split("[")
        place = tuple(slice(None) if one == ":" else int(one) for one in index.split(", "))
        assert re.findall("<td>([-0-9]+)</td>", table) == [str(one) for one in names[name][place].ravel()]


def test_the_homework_asks_too_and_another_problem_is_told_from_it():
    text = own(2).ask().form
    assert "data-instance" not in text
    assert 'id="answer-2c"' in text
    other = Convolution(own(2).image, own(2).kernel)
    (name,) = {*re.findall('data-instance="([^"]*)"', other.ask().form)}
    assert re.fullmatch("[0-9a-f]{8}", name)
    assert html_call(other) == 'problem.check("a", "0 <= k1 < 7, 0 <= k2 < 8")'


def html_call(problem):
    """Return what the first box of a problem says of how to check in Python."""
    return html.unescape(re.findall("<code>(.*?)</code>", problem.ask().form)[0])
