"""Formulas put together from choices: every choice, in Python and as the page judges it, and in a second way.

Of the 55,000 choices of 4(b) and 4(c) every day those are judged that a known slip may have, that were run on tensors
or that begin like one that was, and of the others one in eleven; `make soak` judges all.
"""

import gzip
import json
import math
import re
from functools import cache
from itertools import product

import numpy as np
import pytest

import cnnlib
from cnnlib import KEY, check
from cnnlib.answers import about, spell
from cnnlib.boxes import Box
from cnnlib.boxes.frontend import DATA, FRONT
from cnnlib.es_modules import join
from cnnlib.problems.explored import make_tensors, make_upstream_gradient
from cnnlib.problems.formulas import find_indices
from cnnlib.problems.key import FORMULAS
from kit import node, oracles
from kit.profile import SOAK

PARTS = {"4a": "backprop", "4b": "backprop", "4c": "backprop", "5c": "pooling"}
COUNTS = {"4a": 66, "4b": 24576, "4c": 30720, "5c": 1350}
RIGHT = {
    "4a": {
        "dJ/dZ[i, j1, j2, m] = dJ/dU[i, j1, j2, m] * U (1 - U)",
        "dJ/dZ[i, j1, j2, m] = dJ/dU[i, j1, j2, m] * exp(-Z)/(1 + exp(-Z))^2",
        "dJ/dZ[i, j1, j2, m] = dJ/dU[i, j1, j2, m] * exp(Z)/(1 + exp(Z))^2",
    },
    "4b": {
        "dJ/dW[k1, k2, n, m] = sum over i, j1, j2 of (dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n])",
        "dJ/dW[k1, k2, n, m] = sum over i, j1, j2 of (dJ/dZ[i, j1-k1, j2-k2, m] X[i, j1, j2, n])",
    },
    "4c": {
        "dJ/dX[i, j1, j2, n] = sum over k1, k2, m of (dJ/dZ[i, j1-k1, j2-k2, m] W[k1, k2, n, m])",
        "dJ/dX[i, j1, j2, n] = sum over k1, k2, m of (dJ/dZ[i, k1, k2, m] W[j1-k1, j2-k2, n, m])",
        "dJ/dX[i, j1, j2, n] = sum over k1, k2, m of (dJ/dZ[i, j1-K1+1+k1, j2-K2+1+k2, m] W[K1-1-k1, K2-1-k2, n, m])",
    },
    "5c": {
        "y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 of X[i, s*k+j, n]; k = 0..floor((N-1)/s)",
        "y[i, k, n] = X[i, s*k, n]; y[i, k, n] = max over j = 0..p-1 (where it exists) of X[i, s*k+j, n]; "
        "k = 0..floor((N-1)/s)",
    },
}
SLIPS = {
    "4a": {"u-for-its-slope": 1, "du-forgotten": 3, "z-for-u": 1, "sign": 3, "slope-at-u": 1},
    "4b": {"product-of-sums": 4, "samples-not-summed": 1, "shift-reversed": 2, "x-unshifted": 1},
    "4c": {"first-tap-only": 3, "unturned": 2, "shift-reversed": 1, "channels-confused": 3},
    "5c": {"whole-windows-only": 4, "k-up-to-n-over-s": 3, "batch-pooled": 450, "channel-pooled": 450},
}

each_builder = pytest.mark.parametrize(
    "part", [pytest.param(part, marks=getattr(pytest.mark, chapter)) for part, chapter in PARTS.items()]
)


def builder_of(part):
    return about(part).builder


@cache
def choices_of(part):
    """Return the choices that are judged, by their texts; one in eleven has all pairs of two fields' values."""
    builder = builder_of(part)
    every = {builder.write(choice): choice for choice in builder.choices()}
    if SOAK or len(every) < 2000:
        return every
    known = {builder.write(choice): choice for _, choice in builder.known_choices()}
    # The page may look a text up under what it begins with.
    starts = {text.rpartition(",")[0] for text in builder.tables["formula"]}
    run = {text: choice for text, choice in every.items() if text.rpartition(",")[0] in starts}
    return known | run | dict(list(every.items())[::11])


@cache
def verdicts(part):
    """Return Python's verdict on these choices, by their texts."""
    return {text: check(part, text) for text in choices_of(part)}


def page_data(part):
    """Return what the page judges with, from the form itself."""
    return json.loads(re.search('<script type="application/json">(.*?)</script>', Box(about(part)).write_form())[1])


def page_verdicts(part, choices, folder):
    """Return the page's verdicts on some choices."""
    module = folder / "formulas.mjs"
    module.write_text(join(FRONT, "formulas", data=DATA) + "export { checkFormula };\n", encoding="utf-8")
    code = "({ checkFormula }, [builder, them]) => them.map((one) => Object.values(checkFormula(builder, one)))"
    return node.run([module], code, [page_data(part)["builder"], choices])


# Every choice.


@each_builder
def test_page_and_python_say_the_same_of_every_choice(part, tmp_path):
    builder = builder_of(part)
    choices = list(choices_of(part).values())
    assert len(choices) == COUNTS[part] or (len(choices) > 2000 and not SOAK)
    for (verdict, slip, says, answer), choice in zip(page_verdicts(part, choices, tmp_path), choices, strict=True):
        expected = verdicts(part)[answer]
        assert answer == builder.write(choice)
        assert (verdict == "right", slip, says) == (expected.right, expected.slip, expected.reason), answer
        assert verdict in ("right", "not-yet")


@each_builder
def test_a_choice_has_one_text_which_is_read_as_that_choice(part):
    builder = builder_of(part)
    texts = [builder.write(choice) for choice in builder.choices()]
    assert len({*texts}) == COUNTS[part], "no two choices have the same text"
    for text, choice in zip(texts, builder.choices(), strict=True):
        assert builder.read(text) == choice
    for text in texts[:: len(texts) // 60]:
        assert (
            builder.read(text.replace(" ", "")) == builder.read(f" {text.replace(',', ' , ')} ") == builder.read(text)
        )


@each_builder
def test_the_right_choices_are_those_and_no_others(part):
    assert {text for text, verdict in verdicts(part).items() if verdict} == RIGHT[part]
    with_condition = [text for text, verdict in verdicts(part).items() if verdict.condition]
    assert with_condition == ([FORMULAS["5c"]] if part == "5c" else [])


@each_builder
def test_the_slips_are_those_and_each_is_a_known_slip_of_the_part_with_its_hint(part):
    hints = {slip.id: slip.hint for slip in about(part).slips}
    found = dict.fromkeys(SLIPS[part], 0)
    for verdict in verdicts(part).values():
        if verdict.slip:
            found[verdict.slip] += 1
            assert not verdict.right
            assert verdict.reason.endswith(hints[verdict.slip])
    assert found == SLIPS[part]


@each_builder
def test_the_keys_formula_is_judged_as_the_key_is(part):
    ours, theirs = check(part, FORMULAS[part]), check(part, KEY[part])
    assert (ours.right, ours.slip, ours.condition) == (theirs.right, theirs.slip, theirs.condition)
    if ours.right:
        assert ours == theirs
    builder = builder_of(part)
    assert page_data(part)["builder"]["key"] == builder.read(FORMULAS[part])


def test_the_keys_formulas_are_what_the_key_states():
    assert FORMULAS["4a"] == f"dJ/dZ[i, j1, j2, m] = {cnnlib.STATED['4a'].removesuffix(', element by element')}"
    for part in ("4b", "4c"):
        stated, ours = (re.search(r"\(sum over .*\)", text)[0] for text in (cnnlib.STATED[part], FORMULAS[part]))
        assert stated == ours, "in both the sum is over the second factor alone"
        assert cnnlib.STATED[part].startswith("dJ/dU * exp(-Z)/(1 + exp(-Z))^2 * (sum"), "dJ/dZ, by 4(a)"
    first, second, k = FORMULAS["5c"].split("; ")
    assert cnnlib.STATED["5c"].startswith(f"{first}; {second.replace(' = 0..p-1', '')}; {k}; ")


@each_builder
def test_the_example_of_a_form_is_a_choice_that_is_not_right(part):
    example = builder_of(part).example
    assert not check(part, example).right
    assert about(part).form.endswith(example)


@each_builder
def test_no_sentence_about_a_wrong_choice_gives_a_right_one_away(part):
    pieces = {
        piece for text in RIGHT[part] for piece in re.findall(r"[jsk][12]?[+-][jk][12]?|\w+ over \w.*? of|U \(1", text)
    }
    assert pieces
    for text, verdict in verdicts(part).items():
        if not verdict:
            assert not [piece for piece in pieces if piece in verdict.reason], (text, verdict.reason)


# Texts that are no choice.


@each_builder
@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "0", "many words", "x" * 10_000, "(" * 10_000, "1e999", "<img src=x onerror=alert(1)>", "שלום"),
        "\u202edJ/dZ",
        *("sum over i, j1, j2 of (dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n])", "{formula}", "{covers}", "no index"),
        "dJ/dW[k1, k2, n, m] = sum over i, i of (dJ/dZ[i, j1, j2, m] X[i, j1, j2, n])",
        "dJ/dW[k1, k2, n, m] = sum over i, x of (dJ/dZ[i, j1, j2, m] X[i, j1, j2, n])",
        "dJ/dW[k1, k2, n, m] = sum over  of (dJ/dZ[i, j1, j2, m] X[i, j1, j2, n])",
        "dJ/dW[k1, k2, n, m] = sum over i of (dJ/dZ[i, j1+k1, j2, m] X[i, j1, j2, n])",
        "dJ/dZ[i, j1, j2, m] = dJ/dU[i, j1, j2, m] * ",
        "y[i, k, n] = X[i, s*k, n]",
        *(f"{text}; {text}" for text in FORMULAS.values()),
        *(text[:-1] for text in FORMULAS.values()),
    ],
)  # fmt: skip
def test_a_text_that_no_choice_has_is_refused_in_one_sentence(part, text):
    with pytest.raises(ValueError, match=r"^the answer to ") as raised:
        check(part, text)
    message = str(raised.value)
    assert message.startswith(f"the answer to {spell(part)} must be {about(part).form}; it was ")
    assert len(message) < len(about(part).form) + 120


def test_a_builder_says_which_text_or_which_indices_it_does_not_know():
    builder = builder_of("4b")
    with pytest.raises(ValueError, match=r"^y = x$"):
        builder.read("y = x")
    for indices in ("i,i", "i,x"):
        text = f"dJ/dW[k1, k2, n, m] = sum over {indices} of (dJ/dZ[i, j1, j2, m] X[i, j1, j2, n])"
        with pytest.raises(ValueError, match=f"^{indices}$"):
            builder.read(text)


def test_where_indices_do_not_fit_nothing_is_known_of_what_a_formula_gives():
    for part in ("4b", "4c"):
        builder = builder_of(part)
        facts = [builder.find_facts(choice) for choice in choices_of(part).values()]
        assert {one["formula"] for one in facts if one["fits"] == "no"} == {""}
        assert "" not in {one["formula"] for one in facts if one["fits"] == "yes"}


@each_builder
def test_on_the_page_a_choice_that_is_not_made_is_named(part, tmp_path):
    builder = builder_of(part)
    complete = next(builder.choices())
    fields = [field for field in builder.fields if field.control != "checks"]
    assert page_data(part)["builder"]["labels"] == {field.name: field.label for field in fields}
    choices = [{name: value for name, value in complete.items() if name != field.name} for field in fields]
    for field, (verdict, slip, says, answer) in zip(fields, page_verdicts(part, choices, tmp_path), strict=True):
        assert (verdict, slip, says) == ("form", "", f"Nothing is chosen yet for: {field.label}.")
        assert "…" in answer


# In a second way: 4(b) and 4(c) by plain loops, 5(c) and 4(a) by reading the formula's text.

PLACES = {
    "j1, j2": lambda j, k, K: j,
    "j1+k1, j2+k2": lambda j, k, K: j + k,
    "j1-k1, j2-k2": lambda j, k, K: j - k,
    "k1, k2": lambda j, k, K: k,
    "j1-K1+1+k1, j2-K2+1+k2": lambda j, k, K: j - (K - 1) + k,
    "K1-1-k1, K2-1-k2": lambda j, k, K: K - 1 - k,
    "0, 0": lambda j, k, K: 0,
}
SIZES = (3, 8, 12, 2, 9, 4, 6)  # B, H, W, C, M, K1, K2
LEFT = {"4b": ("k1", "k2", "n", "m"), "4c": ("i", "j1", "j2", "n")}


class Loops:
    """A formula of 4(b) or 4(c), one element at a time."""

    def __init__(self, part, choice, dz, other):
        self.part, self.choice, self.dz, self.other = part, choice, dz, other
        self.kernel = other.shape[:2] if part == "4c" else None
        self.summed = [] if choice["sum"] == "no index" else choice["sum"].split(", ")

    def index(self, factor, at):
        """Return the index of a factor's element; `at` has a value for each name."""
        place = PLACES[self.choice[factor]]
        pixel = [place(at["j1"], at["k1"], self.kernel[0]), place(at["j2"], at["k2"], self.kernel[1])]
        if factor == "w":
            return (*pixel, *(at[name] for name in self.choice["w_order"].split(", ")))
        return (at["i"], *pixel, at[self.choice[f"{factor}_channel"]])

    def element(self, factor, at):
        tensor, index = self.dz if factor == "dz" else self.other, self.index(factor, at)
        return int(tensor[index]) if all(0 <= n < size for n, size in zip(index, tensor.shape, strict=True)) else None

    def places(self, axis, at, factors):
        """Return the (j, k) of an axis at which all these factors' elements may exist."""
        j, k = f"j{axis}", f"k{axis}"
        limits = [range(30) if name in self.summed else [at.get(name, 0)] for name in (j, k)]
        found = []
        for pair in product(*limits):
            there = {"j1": 0, "j2": 0, "k1": 0, "k2": 0, "i": 0, "n": 0, "m": 0, j: pair[0], k: pair[1]}
            spots = [(self.index(one, there)[axis - (one == "w")], one) for one in factors]
            sizes = {"dz": self.dz.shape[axis]} | {one: self.other.shape[axis - (one == "w")] for one in ("x", "w")}
            if all(0 <= spot < sizes[one] for spot, one in spots):
                found.append(pair)
        return found

    def sum(self, at, factors):
        """Return the sum over the names that are summed over of the product of these factors."""
        channels = range(max(self.dz.shape[3], *self.other.shape[2:]))
        ranges = {"i": range(self.dz.shape[0]), "n": channels, "m": channels}
        plain = [ranges[name] if name in self.summed else [at.get(name, 0)] for name in ("i", "n", "m")]
        total = 0
        rows, columns = (self.places(axis, at, factors) for axis in (1, 2))
        for (j1, k1), (j2, k2), i, n, m in product(rows, columns, *plain):
            there = {"i": i, "j1": j1, "j2": j2, "k1": k1, "k2": k2, "n": n, "m": m}
            values = [self.element(one, there) for one in factors]
            if None not in values:
                total += math.prod(values)
        return total

    def at(self, place):
        """Return the right side at one place of the left side."""
        at = {"i": 0, "j1": 0, "j2": 0, "k1": 0, "k2": 0, "n": 0, "m": 0}
        at |= dict(zip(LEFT[self.part], place, strict=True))
        other = "x" if self.part == "4b" else "w"
        if self.choice["covers"].startswith("sum"):
            return self.sum(at, ["dz", other])
        inside, outside = ("dz", other) if self.choice["covers"].startswith("(sum") else (other, "dz")
        return self.sum(at, [inside]) * (self.element(outside, at) or 0)


@cache
def tensors(part):
    """Return dJ/dZ, X or W, the kernel's size, and the gradient that plain loops over Z give."""
    B, H, W, C, M, K1, K2 = SIZES
    cnnlib.assert_sizes_differ(**cnnlib.convolution_sizes((B, H, W, C), (K1, K2, C, M)))
    rng = np.random.default_rng(44)
    X, weights = rng.integers(-5, 6, (B, H, W, C)), rng.integers(-5, 6, (K1, K2, C, M))
    dZ = rng.integers(-5, 6, (B, H - K1 + 1, W - K2 + 1, M))
    if part == "4b":
        return dZ, X, (K1, K2), oracles.conv2d_weight_grad(dZ, X, weights.shape)
    return dZ, weights, (K1, K2), oracles.conv2d_input_grad(dZ, weights, X.shape)


def loops(part, choice, dz, other, kernel):
    found = Loops(part, choice, dz, other)
    found.kernel = kernel
    return found


@pytest.mark.backprop
@pytest.mark.parametrize("part", ["4b", "4c"])
def test_every_formula_that_was_run_is_right_or_differs_in_plain_loops_on_other_tensors(part):
    builder = builder_of(part)
    table = builder.tables["formula"]
    assert len(table) == {"4b": 30, "4c": 96}[part]
    dz, other, kernel, gradient = tensors(part)
    for text, outcome in table.items():
        choice = builder.read(text)
        inside = {*choice["sum"].split(", ")}
        endless = (
            "(sum" in text and "j1-k1" in text.split("(sum")[1] and ({"j1", "k1"} <= inside or {"j2", "k2"} <= inside)
        )
        assert endless == (outcome[1] == "a sum without end"), text
        if endless:
            continue
        formula = loops(part, choice, dz, other, kernel)
        places = np.random.default_rng(5).permutation(list(np.ndindex(gradient.shape))).tolist()
        same = all(formula.at(place) == gradient[tuple(place)] for place in places)
        assert same == (outcome == "right"), text


@pytest.mark.backprop
@pytest.mark.parametrize("part", ["4b", "4c"])
def test_the_first_element_that_differs_is_measured_and_computed_again(part):
    """On the tensors of the tables: both numbers, and that all elements before it agree."""
    from cnnlib.problems import gradient_formulas

    builder = builder_of(part)
    X, W, dZ = gradient_formulas.draw_tensors()
    own = gradient_formulas.make_products(part).gradient
    if part == "4b":
        other, gradient = X, oracles.conv2d_weight_grad(dZ, X, W.shape)
        assert np.array_equal(own, np.rint(cnnlib.conv2d_weight_grad(dZ, X, W.shape)))
    else:
        other, gradient = W, oracles.conv2d_input_grad(dZ, W, X.shape)
        assert np.array_equal(own, np.rint(cnnlib.conv2d_input_grad(dZ, W, X.shape)))
    assert np.array_equal(own, gradient)
    assert len({*X.shape, *W.shape, *dZ.shape}) == 9
    for text, outcome in builder.tables["formula"].items():
        if outcome != "right":
            at, given, measured = outcome
            place = tuple(map(int, at.split(", ")))
            formula = loops(part, builder.read(text), dZ, other, W.shape[:2])
            assert str(gradient[place]) == measured
            if given != "a sum without end":
                assert str(formula.at(place)) == given != measured, text
                before = [one for one in np.ndindex(gradient.shape) if one < place][-40:]
                assert all(formula.at(one) == gradient[one] for one in before), text


@pytest.mark.backprop
@pytest.mark.parametrize("part", ["4b", "4c"])
def test_where_a_known_slip_departs_plain_loops_have_its_number_too(part):
    X, W, _, Z = make_tensors(2, 2, 2, 3, 2)
    dZ, other = make_upstream_gradient(Z.shape), {"4b": X, "4c": W}[part]
    builder, count = builder_of(part), 0
    for _, choice in builder.known_choices():
        verdict = check(part, builder.write(choice))
        if verdict.slip and verdict.departs and find_indices(builder.write(choice))["fits"] == "yes":
            formula = loops(part, choice, dZ, other, W.shape[:2])
            assert verdict.departs.yours == str(formula.at(verdict.departs.index))
            count += 1
    assert count >= {"4b": 2, "4c": 7}[part]


NAMED = [
    ("4b", "sum over i, j1, j2 of (dJ/dZ[i, j1, j2, m] X[i, j1-k1, j2-k2, n])", "shift-reversed"),
    ("4b", "sum over i, j1, j2 of (dJ/dZ[i, j1+k1, j2+k2, m] X[i, j1, j2, n])", "shift-reversed"),
    ("4c", "sum over k1, k2, m of (dJ/dZ[i, j1+k1, j2+k2, m] W[k1, k2, n, m])", "shift-reversed"),
    ("4c", "sum over k1, k2, m of (dJ/dZ[i, j1-k1, j2-k2, m] W[K1-1-k1, K2-1-k2, n, m])", "unturned"),
    ("4c", "sum over k1, k2, m of (dJ/dZ[i, j1-K1+1+k1, j2-K2+1+k2, m] W[k1, k2, n, m])", "unturned"),
    ("4c", "sum over m of (dJ/dZ[i, j1, j2, m] W[0, 0, n, m])", "first-tap-only"),
    ("4c", "dJ/dZ[i, j1, j2, m] (sum over m of W[0, 0, n, m])", "first-tap-only"),
    ("4b", "sum over j1, j2 of (dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n])", "samples-not-summed"),
    ("4b", "sum over i, j1, j2 of (dJ/dZ[i, j1, j2, m] X[i, j1, j2, n])", "x-unshifted"),
    ("4c", "sum over k1, k2, m of (dJ/dZ[i, j1-k1, j2-k2, n] W[k1, k2, m, n])", "channels-confused"),
    ("4c", "sum over k1, k2, m of (dJ/dZ[i, j1-k1, j2-k2, m] W[k1, k2, m, n])", "channels-confused"),
]


@pytest.mark.backprop
@pytest.mark.parametrize(("part", "right_side", "slip"), NAMED)
def test_a_known_wrong_formula_is_named_and_one_whose_indices_fit_as_a_function_too(part, right_side, slip):
    left = {"4b": "dJ/dW[k1, k2, n, m]", "4c": "dJ/dX[i, j1, j2, n]"}[part]
    text = f"{left} = {right_side}"
    assert check(part, text).slip == slip
    if text in builder_of(part).tables["formula"] and slip != "channels-confused":
        assert check(part, as_function(part, text)).slip == slip


def as_function(part, text):
    """Return a formula of 4(b) or 4(c) as a function, by plain loops over the taps of the kernel."""
    choice = builder_of(part).read(text)

    def function(dZ, other, shape):
        kernel = shape[:2] if part == "4b" else other.shape[:2]
        result = np.zeros(shape)
        for tap in [(0, 0)] if "[0, 0" in text else np.ndindex(*kernel):
            result += taps(part, choice, dZ, other, shape, kernel, tap)
        return result

    return function


def taps(part, choice, dZ, other, shape, kernel, tap):
    """Return what one value of (k1, k2) adds."""
    result = np.zeros(shape)
    second = "x" if part == "4b" else "w"
    at = [PLACES[choice[name]] for name in ("dz", second)]
    limits = [max(dZ.shape[axis], (shape if part == "4c" else other.shape)[axis]) + kernel[axis - 1] for axis in (1, 2)]
    for j in np.ndindex(*limits):
        first, other_at = (tuple(place(*of) for of in zip(j, tap, kernel, strict=True)) for place in at)
        if not all(0 <= n < size for n, size in zip(first, dZ.shape[1:3], strict=True)):
            continue
        if part == "4b" and all(0 <= n < size for n, size in zip(other_at, other.shape[1:3], strict=True)):
            result[tap] += np.einsum("in,im->nm", other[:, other_at[0], other_at[1]], dZ[:, first[0], first[1]])
        if part == "4c" and all(0 <= n < size for n, size in zip((*other_at, *j), (*kernel, *shape[1:3]), strict=True)):
            result[:, j[0], j[1]] += dZ[:, first[0], first[1]] @ other[other_at].T
    return result


@pytest.mark.backprop
@pytest.mark.parametrize(("part", "text"), [(part, text) for part in ("4b", "4c") for text in sorted(RIGHT[part])])
def test_a_right_formula_is_right_as_a_function(part, text):
    if "[i, k1, k2, m]" in text:  # here k1 and k2 are places in Z; with the names exchanged it is the first of 4(c)
        text = text.replace("[i, k1, k2, m]", "[i, j1-k1, j2-k2, m]").replace("W[j1-k1, j2-k2", "W[k1, k2")
    assert check(part, as_function(part, text)).right


def run(part, text, dZ, other, shape):
    """Return what a formula of 4(b) or 4(c) whose indices fit gives on some tensors; `shape` is the gradient's."""
    from cnnlib.problems.gradient_formulas import Products

    x_shape, w_shape = (other.shape, shape) if part == "4b" else (shape, other.shape)
    builder = builder_of(part)
    return Products(dZ, other, LEFT[part], np.empty(shape), x_shape, w_shape).run_choice(builder, builder.read(text))


def meets_x_before_its_window(text):
    """Say whether the X of each dJ/dZ is k1 rows above and k2 columns left of where its window starts."""
    dZ, X, kernel, gradient = tensors("4b")
    expected = np.zeros(gradient.shape)
    for k1, k2 in np.ndindex(*kernel):
        above = X[:, : dZ.shape[1] - k1, : dZ.shape[2] - k2]
        expected[k1, k2] = np.einsum("ijkn,ijkm->nm", above, dZ[:, k1:, k2:])
    given = run("4b", text, dZ, X, gradient.shape)
    return np.array_equal(given, expected) and not np.array_equal(given, gradient[::-1, ::-1])


def is_right_with_the_weights_in_reverse(text):
    dZ, W, _, gradient = tensors("4c")
    given = run("4c", text, dZ, W, gradient.shape)
    return np.array_equal(given, oracles.conv2d_input_grad(dZ, W[::-1, ::-1], gradient.shape))


def takes_windows_that_start_after_an_input(text):
    dZ, W, kernel, gradient = tensors("4c")
    one, shape = np.zeros(dZ.shape), gradient.shape
    one[0, 4, 5, 0] = 1
    reached = np.argwhere(run("4c", text, one, np.ones(W.shape), shape)[0, :, :, 0])
    corners = reached.min(axis=0).tolist(), reached.max(axis=0).tolist()
    given = run("4c", text, dZ, W, shape)
    reverse = oracles.conv2d_input_grad(dZ, W[::-1, ::-1], shape)
    return corners == ([4 + 1 - kernel[0], 5 + 1 - kernel[1]], [4, 5]) and not np.array_equal(given, reverse)


def joins_other_channels(text):
    """Say whether somewhere W[.., n, m] does not join input channel n with output channel m."""
    square = 2, 2, 3, 3  # with as many inputs as outputs every exchange can be run
    for n, m, c in product(range(3), repeat=3):
        one, weights = np.zeros((1, 4, 4, 3)), np.zeros(square)
        one[..., c], weights[..., n, m] = 1, 1
        found = run("4c", text, one, weights, (1, 5, 5, 3))
        reached = {int(place[3]) for place in np.argwhere(found)}
        if reached != ({n} if m == c else set()):
            return True
    return False


def adds_up_one_factor(text):
    covered = re.search(r"sum over [^()]* of ([^()]*)", text)[1]
    return ("dJ/dZ" in covered) != ("X[" in covered)


def keeps_the_first_weight_only(text):
    return "W[0, 0, " in text


MEANT = {
    ("4a", "u-for-its-slope"): lambda text: "dJ/dU" in text and text.endswith("* U"),
    ("4a", "du-forgotten"): lambda text: "dJ/dU" not in text,
    ("4a", "sign"): lambda text: text.replace("= -", "=") in RIGHT["4a"],
    ("4a", "slope-at-u"): lambda text: text.replace("-U", "-Z") in RIGHT["4a"],
    ("4a", "z-for-u"): lambda text: text.replace("Z (1 - Z)", "U (1 - U)") in RIGHT["4a"],
    ("4b", "product-of-sums"): adds_up_one_factor,
    ("4b", "samples-not-summed"): lambda text: find_indices(text)["extra"] == "i",
    ("4b", "shift-reversed"): meets_x_before_its_window,
    ("4b", "x-unshifted"): lambda text: not re.search("k[12]", text.split(" = ")[1]),
    ("4c", "first-tap-only"): keeps_the_first_weight_only,
    ("4c", "unturned"): is_right_with_the_weights_in_reverse,
    ("4c", "shift-reversed"): takes_windows_that_start_after_an_input,
    ("4c", "channels-confused"): joins_other_channels,
    ("5c", "batch-pooled"): lambda text: text.startswith("y[k, l, n]"),
    ("5c", "channel-pooled"): lambda text: text.startswith("y[i, l, k]"),
    ("5c", "k-up-to-n-over-s"): lambda text: asks_for_the_value_after_the_last(text),
    ("5c", "whole-windows-only"): lambda text: pools_whole_windows_only(text),
}


def asks_for_the_value_after_the_last(text):
    X = np.arange(12).reshape(1, 12, 1)
    with pytest.raises(IndexError, match=r"^12$"):
        read_pooling(text)[0](X, 3)
    return True


def pools_whole_windows_only(text):
    X = np.random.default_rng(3).permutation(14).reshape(1, 14, 1)
    return np.array_equal(read_pooling(text)[1](X, 3, 4), cnnlib.max_pool1d(X, 3, 4, windows="whole"))


@each_builder
def test_what_is_said_of_a_known_slip_is_so_of_every_choice_that_it_is_said_of(part):
    named = [(text, verdict.slip) for text, verdict in verdicts(part).items() if verdict.slip]
    assert {slip for _, slip in named} == {slip for of, slip in MEANT if of == part}
    for text, slip in named:
        assert MEANT[part, slip](text), (text, slip)


def test_what_is_said_of_a_formula_does_not_contradict_itself():
    for text, verdict in verdicts("4b").items():
        if verdict.slip == "product-of-sums":
            assert "still depends on" in verdict.reason, text
            assert "two sums" not in verdict.reason, text


@each_builder
def test_a_number_is_said_to_be_of_random_tensors_and_the_solutions_of_another_example(part):
    for text, verdict in verdicts(part).items():
        if re.search(r"measured is|your formula gives", verdict.reason):
            assert "ried on random " in verdict.reason, text
    for step in about(part).solution:
        if part in ("4b", "4c") and step.left:
            assert "a small example in whole numbers" in step.says
            assert "not the tensors that a formula is tried on" in step.says


def read_slope(text):
    """Return a formula of 4(a) as a function, by reading it as Python."""
    right = re.sub(r"^.*?=", "", text.replace("dJ/dU[i, j1, j2, m]", "dU")).replace("^", "**").strip()
    right = (
        right.replace("(sum over m of dU)", "dU.sum(3, keepdims=True)")
        .replace("U (1", "U * (1")
        .replace("Z (1", "Z * (1")
    )
    first, second = right.split(" * ", 1)
    names = {"exp": np.exp}
    return lambda dU, Z: eval(f"{first} * {second}", names | {"dU": dU, "Z": Z, "U": 1 / (1 + np.exp(-Z))}) + 0 * dU


@pytest.mark.backprop
def test_a_formula_of_4a_is_judged_as_the_function_that_its_text_says():
    for text, verdict in verdicts("4a").items():
        other = check("4a", read_slope(text))
        assert (verdict.right, verdict.slip) == (other.right, other.slip), text


@pytest.mark.backprop
def test_what_is_shown_of_4a_is_what_its_formulas_give():
    from cnnlib.problems import gradient_formulas

    dU, Z, gradient = gradient_formulas.draw_slopes()
    for text, outcome in builder_of("4a").tables["formula"].items():
        if outcome != "right":
            at = tuple(map(int, outcome[0].split(", ")))
            given, measured = read_slope(text)(dU, Z)[at], (dU / (2 + np.exp(Z) + np.exp(-Z)))[at]
            assert outcome[1:] == (f"{given:.3f}", f"{measured:.3f}")
            assert outcome[1] != outcome[2], "the difference is seen in what is shown"
            assert gradient[at] == pytest.approx(measured, abs=1e-8)


def read_pooling(text):
    """Return a formula of 5(c) as two functions, by reading its indices as Python; each raises where none is."""
    _, subsampled, _, windows, pooled, last = re.fullmatch(
        r"y\[(.*?)\] = X\[i, (.*?), n\]; y\[(.*?)\] = max over j = 0..p-1 (.*?) X\[i, (.*?), n\]; k = 0..(.*)", text
    ).groups()

    def place(index, **names):
        found = eval(index, {"floor": math.floor} | names)
        if not 0 <= found < names["N"]:
            raise IndexError(found)
        return found

    def ks(X, p, s):
        return range(eval(last, {"floor": math.floor, "N": X.shape[1], "p": p, "s": s}) + 1)

    def subsample(X, s, p=1):
        return np.array([X[:, place(subsampled, k=k, s=s, N=X.shape[1])] for k in ks(X, p, s)]).swapaxes(0, 1)

    def pool(X, p, s):
        outputs = []
        for k in ks(X, p, s):
            window, missing = [], 0
            for j in range(p):
                try:
                    window.append(X[:, place(pooled, k=k, j=j, p=p, s=s, N=X.shape[1])])
                except IndexError:
                    missing += 1
            if missing and windows == "of":
                raise IndexError(k)
            if not (missing and windows.startswith("(whole")):
                outputs.append(np.max(window, axis=0))
        return np.array(outputs).swapaxes(0, 1)

    return subsample, pool


@pytest.mark.pooling
def test_a_formula_of_5c_is_judged_as_the_functions_that_its_text_says():
    for text, verdict in verdicts("5c").items():
        if text.startswith("y[i, k, n]"):
            other = check("5c", read_pooling(text))
            assert (verdict.right, verdict.condition) == (other.right, other.condition), text
            if other.slip:
                assert verdict.slip == other.slip, text


@pytest.mark.pooling
def test_the_slips_of_5c_are_known_as_functions_too():
    def pool(X, p, s):
        return cnnlib.max_pool1d(X.swapaxes(0, 1), p, s).swapaxes(0, 1)

    def pool_channels(X, p, s):
        return np.moveaxis(cnnlib.max_pool1d(np.moveaxis(X, 2, 1), p, s), 1, 2)

    assert check("5c", (lambda X, s: X[::s], pool)).slip == "batch-pooled"
    assert check("5c", (lambda X, s: X[:, :, ::s], pool_channels)).slip == "channel-pooled"
    assert not check("5c", (lambda X, s: X[::s], cnnlib.max_pool1d)).slip

    def too_far(X, s):
        return np.stack([X[:, s * k] for k in range(X.shape[1] // s + 1)], axis=1)

    def pool_too_far(X, p, s):
        return np.stack([X[:, s * k : s * k + p].max(axis=1) for k in range(X.shape[1] // s + 1)], axis=1)

    assert check("5c", (too_far, pool_too_far)).slip == "k-up-to-n-over-s"


@pytest.mark.pooling
def test_what_is_shown_of_5c_is_true():
    builder = builder_of("5c")
    told = [outcome for table in builder.tables.values() for outcome in table.values() if isinstance(outcome, tuple)]
    assert len(told) == 112
    for at, given, _ in told:
        N, _, s = map(int, re.search(r"N = (\d+), p = (\d+), s = (\d+)$", at).groups())
        if found := re.search(r"asks for X\[i, (-?\d+), n\]", given):
            assert not 0 <= int(found[1]) < N
        elif "window" not in given:
            yours, k, right = re.fullmatch(r"gives (.*) for y\[\d+, (\d+), \d+\]; right is (.*)", given).groups()
            count = (N - 1) // s + 1
            assert (right == "no value") == (int(k) >= count)
            assert yours != right


# The form.


@each_builder
def test_every_control_is_labelled_and_nothing_is_chosen_yet(part):
    form = Box(about(part)).write_form()
    assert form.startswith(f'<form class="answer" data-part="{part}"')
    assert form.count('role="status"') == 1
    assert not re.search(r"<[^>]* (checked|selected)\b", form)
    for place in re.findall(r'<select id="([\w-]+)"', form):
        assert f'<label for="{place}">' in form
    assert len(re.findall(r"<label><input type=\"(?:checkbox|radio)\"", form)) == form.count("<input")
    assert form.count("<fieldset") == form.count("<legend")
    assert f"{spell(part)}" in repr(Box(about(part)))


@each_builder
def test_the_data_of_a_builder_are_small(part):
    data = json.dumps(page_data(part), separators=(",", ":")).encode()
    assert len(gzip.compress(data, 9)) < 2900, "with hints and solution"
    assert len(gzip.compress(json.dumps(page_data(part)["builder"], separators=(",", ":")).encode(), 9)) < 2048
    counts = {piece: len(table) for piece, table in page_data(part)["builder"]["tables"].items()}
    whole = {piece: len(table) for piece, table in builder_of(part).tables.items()}
    assert all(counts[piece] < whole[piece] for piece in whole) or builder_of(part).indexed
