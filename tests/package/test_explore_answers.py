"""No state of an explorer gives away what its problem asks: of every state, what a reader sees who answered nothing."""

from itertools import product
from typing import Any

import numpy as np

from cnnlib.explore.chapters.backprop import ACTIVATIONS, draw_gradients
from cnnlib.explore.chapters.convolution import INPUTS, OPERATIONS, draw_convolution
from cnnlib.explore.chapters.pooling import LAST_WINDOWS, draw_pooling, draw_windows
from cnnlib.explore.views import View

Z = np.array([[-3, 0, 0, 3], [-6, 0, 0, 6], [-6, 1, -1, 6], [-6, 2, -2, 6], [-3, 1, -1, 3]])
POOLED, SAMPLED = [2, 3, 10, 1], [1, 3, 0, 1]


def see(view: View) -> list[tuple[str, Any]]:
    """Return the arrays that are shown, with their names; of a view that is hidden those that are given."""
    keep = view.asked.keep if view.asked else None
    blocks = [block for block in view.blocks if hasattr(block, "arrays")]
    return [(name, block.values[name]) for block in blocks for name in block.values if keep is None or name in keep]


def all_states(**controls: Any) -> list[dict[str, Any]]:
    """Return every combination of the controls' values."""
    return [dict(zip(controls, values, strict=True)) for values in product(*controls.values())]


def tells_z(shown: Any) -> bool:
    """Return whether a matrix has Problem 2's Z, or every second or third of its rows and columns, up to the sign.

    What has been added to all of it, such as a bias, or has been done to each number alike, such as a sigmoid, is no
    help: the matrix is compared by the ranks of its numbers. Fewer numbers than six may well be alike by accident.
    """
    ranks = [np.unique(np.round(side, 9), return_inverse=True)[1].reshape(side.shape) for side in (shown, -shown)]
    for stride in (1, 2, 3):
        part = Z[::stride, ::stride]
        right = np.unique(part, return_inverse=True)[1].reshape(part.shape)
        if part.size >= 6 and any(np.array_equal(one, right) for one in ranks):
            return True
    return False


def test_no_state_of_the_convolution_has_the_result_of_problem_2() -> None:
    kernels = {"kernel_rows": [1, 2, 3, 4], "kernel_columns": [1, 2, 3]}
    moves = {"stride": [1, 2, 3], "padding": [0, 1, 2], "dilation": [1, 2], "operation": OPERATIONS}
    with_image = 0
    for state in all_states(image=list(INPUTS), **kernels, **moves):
        for name, array in see(draw_convolution(**state)):
            p, s = state["padding"], state["stride"]
            inside = array[p:, p:] if s == 1 else array  # padding puts as many rows and columns before those of Z
            assert name != "Z" or not (tells_z(array) or tells_z(inside[:5, :4])), state
            with_image += name == "Z" and state["image"] == "the problem's X"
    assert with_image, "something of the problem's image is left to explore"


def test_no_state_of_back_propagation_has_the_result_of_problem_2() -> None:
    sizes = {name: [1, 2] for name in ("samples", "input_channels", "output_channels")}
    kernels = {"kernel_rows": [1, 2, 3], "kernel_columns": [1, 2, 3]}
    for state in all_states(activation=ACTIVATIONS, **sizes, **kernels):
        shown = [(name, array) for name, array in see(draw_gradients(**state)) if array.ndim == 4]
        assert {"X", "Z", "U"} <= {name for name, _ in shown}, "something is left to explore"
        for name, array in shown:
            slices = array.transpose(0, 3, 1, 2).reshape(-1, *array.shape[1:3])
            assert not any(map(tells_z, slices)), (state, name)


LENGTHS = {"length": [3, 7, 8], "last_windows": list(LAST_WINDOWS.values())}


def test_no_state_of_the_pooling_has_its_answers() -> None:
    sizes = all_states(pool_size=[1, 2, 3, 4], stride=[1, 2, 3, 4], samples=[1, 2], channels=[1, 2, 3], **LENGTHS)
    shown = [(state, array) for state in sizes for array in see(draw_pooling(**state))]
    outputs = [(state, name, array) for state, (name, array) in shown if name not in ("x", "X")]  # which are given
    assert {name for _, name, _ in outputs} == {"pooled", "sub-sampled"}, "something is left to explore"
    for state, name, array in outputs:
        first = (array if array.ndim == 1 else array[0, :, 0]).tolist()
        # Every second output is a pooling with twice the stride; of what is given already it tells nothing.
        for seen in (first, first[::-1], *((first[::2], first[1::2]) if name == "pooled" else ())):
            right = {"pooled": POOLED, "sub-sampled": SAMPLED}[name]
            assert len(seen) < 3 or seen != right[: len(seen)], (state, name, first)
        assert name != "pooled" or first not in (POOLED[:2], POOLED[::2]), (state, first)


def test_the_pictures_of_the_pooling_are_hidden_with_its_numbers() -> None:
    for state in all_states(pool_size=[1, 2, 3, 4], stride=[1, 2, 3, 4], **LENGTHS):
        assert draw_windows(**state).asked or not draw_pooling(**state).asked
