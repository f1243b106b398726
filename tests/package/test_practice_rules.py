"""The rules that numbers for practice obey, on every small case: what may be confused is counted here once more."""

from itertools import product

import numpy as np
import pytest

from cnnlib.problems import own
from cnnlib.problems.explored import make_signal
from cnnlib.problems.practice.convolution import Arrays, has_a_few_zeros, kernel_has_two_ends
from cnnlib.problems.practice.draw import Recipe
from cnnlib.problems.practice.gradient_elements import find_pixels
from cnnlib.problems.practice.layer import Sizes, counts_differ, parameters_differ
from cnnlib.problems.practice.recordings import all_numbers_differ
from cnnlib.problems.practice.sampling import Signal, is_well_sized, vectors_differ


def all_differ(them):
    return all(one != other for k, one in enumerate(them) for other in them[:k])


def count_layer(H, W, C, K1, K2, M):
    """Count what one may take for the multiplications and for the parameters, one by one."""
    places = sum(1 for _ in product(range(H - K1 + 1), range(W - K2 + 1)))
    taps = sum(1 for _ in product(range(K1), range(K2)))
    right = sum(1 for _ in product(range(places), range(taps), range(C), range(M)))
    counts = [right, taps * C, taps * places, taps * places * M, taps * places * C, taps * C * M * (H * W)]
    counts += [right + right, right + places * M, right + M]
    weights = taps * C * M
    biased = weights + M
    return counts, [biased, weights, weights + 1, weights + C, (taps + 1) * M, weights + places * M, biased * places]


def test_what_may_be_confused_in_a_layer_differs_where_the_rules_say_so():
    said = {True: 0, False: 0}
    for sizes in product(range(2, 7), range(2, 7), range(1, 6), (1, 2), (1, 2), range(1, 6)):
        counts, parameters = count_layer(*sizes)
        assert counts_differ(Sizes(*sizes)) == all_differ(counts), sizes
        assert parameters_differ(Sizes(*sizes)) == all_differ(parameters), sizes
        said[all_differ(counts)] += 1
    assert min(said.values()) > 100


@pytest.mark.parametrize(("length", "size", "stride"), [(5, 4, 2), (7, 5, 2), (5, 3, 2), (4, 2, 3)])
def test_what_may_be_confused_in_a_signal_differs_where_the_rules_say_so(length, size, stride):
    for x in product(range(4 if length < 7 else 3), repeat=length):
        starts = range(0, length, stride)
        every = [[x[j] for j in range(k, min(k + size, length))] for k in range(length)]
        windows = [every[k] for k in starts]
        pooled = [max(window) for window in windows]
        vectors = [
            pooled,
            [x[k] for k in starts],
            [max(window) for window in every],
            [max(window) for window in every if len(window) == size],
            [sum(window) / len(window) for window in windows],
            [min(window) for window in windows],
            [max(window) for window in windows if len(window) == size],
            pooled[:-1],
        ]
        assert vectors_differ(Signal(x, size, stride)) == all_differ(vectors), x


def test_a_signal_is_as_long_as_its_slips_need():
    said = {True: 0, False: 0}
    for length, size, stride in product(range(1, 14), range(1, 14), range(1, 14)):
        windows = [[*range(start, start + size)] for start in range(0, length, stride)]
        whole = [max(window) < length for window in windows].count(True)
        expected = 1 < stride < size < length and 0 < whole < len(windows) - 1 == length // stride
        assert is_well_sized(length, size, stride) == expected, (length, size, stride)
        said[expected] += 1
    assert min(said.values()) > 50


@pytest.mark.parametrize(
    ("changed", "differ"),
    [
        ({}, True),
        ({"rate": 7}, False),
        ({"seconds": 3}, False),
        ({"count": 15}, False),
        ({"channels": 15}, False),
        ({"count": 3}, False),
        ({"channels": 2}, True),
    ],
)
def test_the_numbers_of_a_data_set_differ_and_that_of_its_time_steps_too(changed, differ):
    images, records = {"count": 9, "rows": 8, "columns": 6, "channels": 3}, {"count": 7, "rate": 3, "seconds": 5}
    assert all_numbers_differ((images, records | {"channels": 4} | changed)) == differ
    assert not all_numbers_differ((images | {"rows": 6}, records | {"channels": 4}))


def test_the_pixels_that_may_be_asked_for_are_those_that_the_rule_describes():
    found = 0
    for K1, K2, rows, columns in product(range(1, 4), range(1, 4), range(2, 6), range(2, 6)):
        X = np.zeros((rows + K1 - 1, columns + K2 - 1))
        mirrored = {(j1, j2) for j2, j1 in np.ndindex(X.shape)}  # X[j2, j1] is there
        starts = [pixel for pixel in np.ndindex(rows, columns) if min(pixel) > 0]
        wanted = [(j1, j2) for j1, j2 in starts if j1 != j2 and (j1, j2) in mirrored and (j1, j2) != starts[-1]]
        assert find_pixels(K1, K2, rows, columns) == wanted, (K1, K2, rows, columns)
        found += len(wanted)
    assert found > 100


@pytest.mark.parametrize(
    ("kernel", "has_two_ends"),
    [
        ([[1, 2]], True),
        ([[1, 1]], False),
        ([[1, 2, 1]], False),
        ([[1, 2], [2, 1]], False),
        ([[1, 2], [1, 2]], True),
        ([[1, 0], [2, 0]], False),
        ([[1, 2], [0, 0]], False),
        ([[0, 2], [1, 0]], True),
    ],
)
def test_a_kernel_is_another_one_when_reversed_and_has_no_row_or_column_of_zeros(kernel, has_two_ends):
    assert kernel_has_two_ends(Arrays([], kernel)) == has_two_ends


@pytest.mark.parametrize(("zeros", "are_few"), [(0, False), (1, True), (2, True), (3, False)])
def test_z_has_a_zero_and_at_most_a_third_of_it_is_zero(zeros, are_few):
    image = [[0] * zeros + [1] * (3 - zeros), [1, 2, 3]]
    assert has_a_few_zeros(Arrays(image, [[1]])) == are_few


def test_the_first_rule_that_numbers_break_is_named():
    def is_even(number):
        return number % 2 == 0

    def is_small(number):
        return number < 10

    recipe = Recipe(lambda draw, size: 0, (is_even, is_small), lambda number: own(1))
    assert [recipe.find_broken(number) for number in (4, 5, 12, 13)] == ["", "is_even", "is_small", "is_even"]


def test_a_signal_has_axes_for_samples_and_channels_where_there_are_several():
    assert [make_signal(*counts, 7).shape for counts in ((1, 1), (2, 1), (1, 2))] == [(7,), (2, 7, 1), (1, 7, 2)]
    assert np.array_equal(make_signal(2, 1, 7)[0, :, 0], make_signal(1, 1, 7))
