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
    from cnnlib.boxes import ask
    from cnnlib.problems.practice import practice

__all__ = [
    "KEY",
    "STATED",
    "GradientCheck",
    "Memory",
    "PoolTrace",
    "TensorShape",
    "Trace",
    "Verdict",
    "ask",
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
    "practice",
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

# Where to find what is imported when it is first asked for, so that the import of the package is quick.
LATE = dict.fromkeys(("KEY", "STATED", "Verdict", "audit", "check", "parts"), "cnnlib.answers") | {
    "ask": "cnnlib.boxes",
    "practice": "cnnlib.problems.practice",
}


def __getattr__(name: str) -> Any:
    """Import what answers and asks when it is first asked for."""
    if name == "answers":
        return importlib.import_module("cnnlib.answers")
    if name not in LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(importlib.import_module(LATE[name]), name)
    return globals()[name]


def __dir__() -> list[str]:
    """Return all names, those that are imported late too."""
    return sorted({*globals(), *__all__})
