"""Where a wrong procedure departs: both numbers in a second way, on random instances and in the explorer's state."""

import json
import re
from urllib.parse import parse_qsl

import numpy as np
import pytest

import cnnlib
from cnnlib import answers, check
from cnnlib.boxes import collect_data, frontend
from cnnlib.es_modules import join
from cnnlib.explore.chapters.backprop import draw_gradients
from cnnlib.explore.chapters.convolution import draw_convolution
from cnnlib.explore.chapters.pooling import draw_pooling
from cnnlib.forms import write
from cnnlib.problems.departures import find_departure, find_in_list, write_number
from kit import instances, node
from kit.profile import SOAK

COUNT = 2000 if SOAK else 80
DRAW = {"2": draw_convolution, "4": draw_gradients, "5": draw_pooling}
VALUES, FORMULAS = ("2b", "2c", "2d", "2e", "5a", "5b"), ("4a", "4b", "4c", "5c")


def departures_of(number, letter):
    """Return each slip of random instances that departs somewhere, and where."""
    for seed in range(COUNT):
        problem = instances.draw(number, seed)
        for slip in problem.slips(letter):
            departure = problem.check(letter, slip.answer).departs
            if departure:
                yield problem, slip, departure


def test_a_size_departs_at_the_window_that_would_be_the_last_and_never_tells_which_is():
    found = list(departures_of(2, "b"))
    assert len(found) > COUNT * 3
    for problem, slip, departure in found:
        Z = cnnlib.conv2d(problem.image, problem.kernel)
        last = tuple(n - 1 for n in slip.answer)
        is_there = all(0 <= at < n for at, n in zip(last, Z.shape, strict=True))
        assert departure.index == (last if is_there else (0, 0))
        assert departure.index != tuple(n - 1 for n in Z.shape)
        assert departure.yours == "row {}, column {}".format(*last)
        assert departure.gives == str(Z[departure.index])
        assert not departure.reveals


@pytest.mark.parametrize("letter", "cde")
def test_a_pixel_departs_where_the_wrong_procedure_has_its_value_and_the_window_another(letter):
    found = list(departures_of(2, letter))
    assert len(found) > COUNT
    for problem, slip, departure in found:
        Z = cnnlib.conv2d(problem.image, problem.kernel)
        wrong = cnnlib.conv2d(problem.image, problem.kernel[::-1, ::-1])
        value, (i, j) = slip.answer if letter != "e" else (0, slip.answer)
        yours, asked = int(departure.yours), {"c": Z.max(), "d": Z.min(), "e": 0}[letter]
        assert departure.gives == str(Z[departure.index])
        assert yours == value != Z[departure.index]
        assert departure.reveals == (Z[departure.index] == asked)
        had = {
            "row-column-swapped": lambda Z=Z, i=i, j=j: Z[j, i],
            "kernel-reversed": lambda wrong=wrong, i=i, j=j: wrong[i, j],
            "counted-from-1": lambda Z=Z, i=i, j=j: Z[i - 1, j - 1],
            "nearest-to-0": lambda Z=Z, i=i, j=j: Z[i, j],
            "sign-lost": lambda Z=Z, i=i, j=j: -Z[i, j],
        }
        assert had[slip.id]() == yours, slip.id
        assert departure.index == (i, j) or Z[i, j] == value


@pytest.mark.parametrize("letter", "cde")
def test_a_slip_whose_pixel_is_in_z_departs_and_one_outside_does_not(letter):
    for seed in range(COUNT):
        problem = instances.draw(2, seed)
        for slip in problem.slips(letter):
            i, j = slip.answer if letter == "e" else slip.answer[1]
            is_there = i < problem.Z.shape[0] and j < problem.Z.shape[1]
            assert (problem.check(letter, slip.answer).departs is not None) == is_there


@pytest.mark.parametrize("letter", "ab")
def test_a_vector_departs_at_its_first_value_that_is_another(letter):
    found = list(departures_of(5, letter))
    assert len(found) > COUNT
    for problem, slip, departure in found:
        x, (k,) = problem.x, departure.index
        right = cnnlib.subsample1d(x, problem.stride)
        if letter == "b":
            right = cnnlib.max_pool1d(x, problem.size, problem.stride)
        name = {"a": "sub-sampled", "b": "pooled"}[letter]
        assert str(departure) == f"You have {departure.yours}; {name}[{k}] is {departure.gives}."
        given = [float(value) for value in slip.answer]
        assert given[:k] == right[:k].tolist()
        if departure.gives == f"the last of {len(right)}":
            assert departure.yours == f"{len(given)} values"
            assert len(given) > len(right) == k + 1
            assert given[k] == right[k]
        else:
            assert float(departure.gives) == right[k]
            assert departure.yours == "no value" if k >= len(given) else float(departure.yours) == given[k] != right[k]
        completed = [*given[:k], right[k], *given[k + 1 :]] == right.tolist()
        assert departure.reveals == (completed or departure.gives.startswith("the last"))


@pytest.mark.parametrize("seed", range(20))
def test_the_first_element_that_differs_is_found_in_arrays_of_any_shape(seed):
    rng = np.random.default_rng(seed)
    right = rng.integers(-2, 3, (2, 3, 4))
    given = np.where(rng.random(right.shape) < 0.9, right, right + 1)
    found = find_departure("A", given, right)
    places = np.argwhere(given != right)
    if not len(places):
        assert found is None
        return
    first = tuple(places[0])
    assert found.index == first
    assert (float(found.yours), float(found.gives)) == (given[first], right[first])
    shorter = find_departure("A", right[:, :2], right)
    assert (shorter.index, shorter.yours) == ((0, 2, 0), "no value")
    assert find_in_list("v", ["1"], ["1"]) is None


def test_a_number_is_written_with_four_decimals_at_most_and_zero_without_a_sign():
    numbers = (2, -1.5, 0.12344, 0.12346, 10, -0.0, -0.00004, 0.00004, 0.00006, np.float32(0.5), np.int64(-20))
    written = ["2", "-1.5", "0.1234", "0.1235", "10", "0", "0", "0", "0.0001", "0.5", "-20"]
    assert [write_number(number) for number in numbers] == written


def explorer_at(part, address):
    """Return the arrays that the explorer of a part's chapter shows at an address."""
    name, _, query = address.removeprefix("#").partition("?")
    assert name == "explorer-1", "the first of its page"
    settings = dict(parse_qsl(query, strict_parsing=True))
    pin = settings.pop("pin").split(",")
    numbers = {key: int(text) if text.isdigit() else text for key, text in settings.items()}
    linked = DRAW[part[0]](**numbers).blocks[0]
    return linked.arrays, pin[0], tuple(map(int, pin[1:]))


def known(part):
    """Return the homework's slips that depart somewhere: the text of an answer, and its verdict."""
    about = answers.about(part)
    if part in VALUES:
        texts = [write(about.kind, slip.answer) for slip in about.slips]
    else:
        texts = {about.builder.write(choice) for _, choice in about.builder.known_choices()}
        texts = [text for text in sorted(texts) if part != "5c" or "X[i, s*k, n]; " in text or text in about.departures]
    return [(text, verdict) for text in texts if (verdict := check(part, text)).departs]


@pytest.mark.parametrize("part", VALUES + FORMULAS)
def test_the_explorer_shows_at_its_address_what_the_window_gives(part):
    found = known(part)
    assert len(found) >= (4 if part == "2b" else 5)
    for _, verdict in found:
        departure = verdict.departs
        arrays, name, index = explorer_at(part, departure.address)
        array = arrays[name]
        assert (name, index) == (departure.array, departure.index)
        assert all(at < size for at, size in zip(index, array.shape, strict=True)), "it is a cell"
        assert array.rule is not None, "which is explained by its terms"
        if re.fullmatch(r"-?[\d.]+", departure.gives):
            assert float(departure.gives) == pytest.approx(array.values[index], abs=5e-5)
        else:
            size = "the last of {1}" if part == "5c" else "the last of {}"
            assert departure.gives == size.format(*array.shape)
        assert departure.yours != departure.gives
        assert str(departure) == departure.says.format(
            place=f"{name}[{', '.join(map(str, index))}]", yours=departure.yours, gives=departure.gives
        )


@pytest.mark.parametrize("part", ["4a", "4b", "4c"])
def test_a_wrong_function_departs_on_the_explorers_numbers(part):
    about = answers.about(part)
    for slip in about.slips:
        departure = about.check(slip.answer).departs
        arrays, name, index = explorer_at(part, departure.address)
        X, W, Z, dU = (arrays[one].values for one in ("X", "W", "Z", "dJ/dU"))
        arguments = {"4a": (dU, Z), "4b": (dU, X, W.shape), "4c": (dU, W, X.shape)}[part]
        for computed_with, shown in zip(about.explored.arguments, arguments, strict=True):
            assert np.array_equal(computed_with, shown)
        given = slip.answer(*arguments)
        assert float(departure.yours) == pytest.approx(given[index], abs=5e-5), slip.id
        before = [one for one in np.ndindex(given.shape) if one < index]
        assert all(given[one] == pytest.approx(arrays[name].values[one]) for one in before), slip.id


FIND = """({ findDeparture }, [departs, verdicts]) =>
    verdicts.map((verdict) => findDeparture(departs, verdict) ?? null)"""


@pytest.mark.parametrize("part", VALUES + FORMULAS)
def test_page_and_python_name_the_same_place(part, tmp_path):
    module = tmp_path / "departure.mjs"
    module.write_text(join(frontend.FRONT, "departure") + "export { findDeparture };\n", encoding="utf-8")
    about, right = answers.about(part), ("right", "", "no answer at all")
    texts = [text for text, _ in known(part)]
    if part in FORMULAS:  # and those that depart nowhere
        slips = [about.builder.write(choice) for _, choice in about.builder.known_choices()]
        texts = [*texts, *slips[::11], about.builder.example]
    else:
        texts += [write(about.kind, answer) for answer in (*about.right, *(slip.answer for slip in about.slips))]
    verdicts = [check(part, text) for text in texts]
    asked = [{"answer": text, "slip": one.slip} for text, one in zip(texts, verdicts, strict=True)]
    asked += [{"answer": text, "slip": ""} for text in right]
    departs = json.loads(json.dumps(collect_data(about)["departs"]))
    said = node.run([module], FIND, [departs, asked])
    for page, verdict in zip(said, [*verdicts, None, None, None], strict=True):
        one = verdict.departs if verdict is not None else None
        expected = one and {"says": str(one), "reveals": one.reveals, "address": one.address}
        assert page == expected


def test_parts_without_windows_depart_nowhere():
    for part in answers.parts():
        if part not in VALUES + FORMULAS:
            about = answers.about(part)
            assert "departs" not in collect_data(about)
            assert [check(part, slip.answer).departs for slip in about.slips if check(part, slip.answer).departs] == []
