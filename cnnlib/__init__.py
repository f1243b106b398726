"""The reference package of the book on convolution arithmetic.

Tensors are channels-last: X (B, H, W, C) is (sample, row, column, channel), W (K1, K2, C, M) is (row, column, input
channel, output channel). Pixels are (row, column), counted from 0.
"""

import importlib
from typing import TYPE_CHECKING, Any

from cnnlib.activations import relu, relu_backward, sigmoid, sigmoid_backward
from cnnlib.backprop import conv2d_backward, conv2d_input_grad, conv2d_weight_grad
from cnnlib.convolution import conv2d
from cnnlib.cost import Memory, backward_multiplications, memory, multiplications, parameters
from cnnlib.geometry import output_size
from cnnlib.gradcheck import GradientCheck, gradient_check, numerical_gradient
from cnnlib.pooling import max_pool1d, max_pool1d_backward, max_pool2d, subsample1d, subsample1d_backward
from cnnlib.shapes import TensorShape, image_shape, signal_shape, tensor_shape, video_shape
from cnnlib.sizes import assert_sizes_differ, convolution_sizes
from cnnlib.trace import PoolTrace, Trace, trace, trace_max_pool1d, trace_subsample1d

if TYPE_CHECKING:
    from cnnlib.answers import KEY, STATED, Verdict, audit, check, parts

__all__ = [
    "KEY",
    "STATED",
    "GradientCheck",
    "Memory",
    "PoolTrace",
    "TensorShape",
    "Trace",
    "Verdict",
    "assert_sizes_differ",
    "audit",
    "backward_multiplications",
    "check",
    "conv2d",
    "conv2d_backward",
    "conv2d_input_grad",
    "conv2d_weight_grad",
    "convolution_sizes",
    "gradient_check",
    "image_shape",
    "max_pool1d",
    "max_pool1d_backward",
    "max_pool2d",
    "memory",
    "multiplications",
    "numerical_gradient",
    "output_size",
    "parameters",
    "parts",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "signal_shape",
    "subsample1d",
    "subsample1d_backward",
    "tensor_shape",
    "trace",
    "trace_max_pool1d",
    "trace_subsample1d",
    "video_shape",
]

ANSWERS = {"KEY", "STATED", "Verdict", "audit", "check", "parts"}  # of `cnnlib.answers`, which computes all answers


def __getattr__(name: str) -> Any:
    """Import the answers when the first of them is asked for, so that the import of the package is quick."""
    if name not in ANSWERS | {"answers"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    answers = importlib.import_module("cnnlib.answers")
    globals().update({one: getattr(answers, one) for one in ANSWERS})
    return globals()[name]


def __dir__() -> list[str]:
    """Return all names, those of the answers too."""
    return sorted({*globals(), *__all__})
