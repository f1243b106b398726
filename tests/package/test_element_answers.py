"""What each procedure gives for one element of a gradient, once more from whole gradients, for every element."""

import numpy as np
import pytest

from cnnlib.problems.element_answers import RIGHT, are_told_apart, input_answers, weight_answers
from cnnlib.problems.key import key_input_grad, key_weight_grad
from kit.oracles import conv2d_input_grad, conv2d_weight_grad

# X and W: kernels that are higher than wide and wider than high, one sample or channel and several.
SHAPES = [((1, 5, 4, 2), (3, 2, 2, 1)), ((2, 4, 6, 1), (2, 3, 1, 3)), ((3, 3, 5, 2), (1, 4, 2, 2))]


@pytest.fixture(params=SHAPES, ids=str)
def tensors(request):
    """Return X, W and dZ of whole numbers other than 0."""
    x_shape, w_shape = request.param
    rng = np.random.default_rng(7)
    z_shape = (x_shape[0], x_shape[1] - w_shape[0] + 1, x_shape[2] - w_shape[1] + 1, w_shape[3])
    return [rng.integers(1, 5, shape) * rng.choice([-1, 1], shape) for shape in (x_shape, w_shape, z_shape)]


def element(array, *index):
    """Return an element; 0 where there is none."""
    exists = all(0 <= at < size for at, size in zip(index, array.shape, strict=True))
    return round(array[index]) if exists else 0


def test_each_procedure_gives_this_for_an_element_of_the_weights_gradient(tensors):
    X, W, dZ = tensors
    samples, (K1, K2, *_) = len(X), W.shape
    dW, first = (conv2d_weight_grad(dZ[:end], X[:end], W.shape) for end in (samples, 1))
    without_dz = conv2d_weight_grad(np.ones_like(dZ), X, W.shape)
    seen = set()
    for k1, k2, n, m in np.ndindex(W.shape):
        asked = element(dW, k1, k2, n, m)
        expected = {
            RIGHT: asked,
            "product-of-sums": element(key_weight_grad(dZ, X, W.shape), k1, k2, n, m),
            "x-unshifted": element(dW, 0, 0, n, m),
            "kernel-reversed": element(dW, K1 - 1 - k1, K2 - 1 - k2, n, m),
            "sign-lost": -asked,
            "one-window-only": int(dZ[0, 0, 0, m] * X[0, k1, k2, n]),
            "dz-forgotten": element(without_dz, k1, k2, n, m),
        }
        if k1 != k2 and k2 < K1 and k1 < K2:
            expected["row-column-swapped"] = element(dW, k2, k1, n, m)
        if samples > 1:
            expected["samples-not-summed"] = element(first, k1, k2, n, m)
            if asked % samples == 0:
                expected["mean-over-samples"] = int(asked / samples)
        found = weight_answers(X.tolist(), W.shape, dZ.tolist(), (k1, k2, n, m))
        assert found == {name: (number,) for name, number in expected.items()}
        assert {type(number) for numbers in found.values() for number in numbers} == {int}
        seen |= found.keys()
    assert ("mean-over-samples" in seen) == (samples > 1)


def test_each_procedure_gives_this_for_an_element_of_the_inputs_gradient(tensors):
    X, W, dZ = tensors
    (_, H, width, _), outputs = X.shape, W.shape[3]
    dX = conv2d_input_grad(dZ, W, X.shape)
    turned = conv2d_input_grad(dZ, W[::-1, ::-1], X.shape)
    forwards = conv2d_input_grad(dZ[:, ::-1, ::-1], W, X.shape)  # from the last pixel of Z to the first
    key, without_dz = key_input_grad(dZ, W, X.shape), conv2d_input_grad(np.ones_like(dZ), W, X.shape)
    mixed = conv2d_input_grad(dZ.sum(axis=3, keepdims=True), W.sum(axis=3, keepdims=True), X.shape)
    first = conv2d_input_grad(dZ[..., :1], W[..., :1], X.shape)
    for i, j1, j2, n in np.ndindex(X.shape):
        upstream = [element(dZ, i, j1, j2, m) for m in range(outputs)]
        expected = {
            RIGHT: (element(dX, i, j1, j2, n),),
            "first-tap-only": (element(key, i, j1, j2, n),),
            "unturned": (
                element(turned, i, j1, j2, n),
                element(forwards, i, dZ.shape[1] - 1 - j1, dZ.shape[2] - 1 - j2, n),
            ),
            "counted-from-1": (element(dX, i, j1 - 1, j2 - 1, n),),
            "sign-lost": (-element(dX, i, j1, j2, n),),
            "dz-unshifted": (int(upstream @ W[:, :, n].sum(axis=(0, 1))),),
            "dz-forgotten": (element(without_dz, i, j1, j2, n),),
        }
        if j1 != j2 and j2 < H and j1 < width:
            expected["row-column-swapped"] = (element(dX, i, j2, j1, n),)
        if outputs > 1:
            expected["channels-confused"] = (element(mixed, i, j1, j2, n),)
            expected["one-output-channel"] = (element(first, i, j1, j2, n),)
        assert input_answers(X.shape, W.tolist(), dZ.tolist(), (i, j1, j2, n)) == expected


def test_numbers_of_two_procedures_are_told_apart_and_those_of_one_need_not_be():
    assert are_told_apart({"a": (1, 1), "b": (2,)})
    assert not are_told_apart({"a": (1, 3), "b": (2, 3)})
