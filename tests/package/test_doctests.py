"""The examples in cnnlib's docstrings are run, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import cnnlib

MODULES = sorted(m.name for m in pkgutil.walk_packages(cnnlib.__path__, "cnnlib."))
FUNCTIONS = [name for name in cnnlib.__all__ if inspect.isfunction(getattr(cnnlib, name))]

CONTRACT = [
    *("conv2d", "conv2d_input_grad", "conv2d_weight_grad", "conv2d_backward"),
    *("relu", "relu_backward", "sigmoid", "sigmoid_backward"),
    *("subsample1d", "max_pool1d", "max_pool1d_backward", "max_pool2d"),
    *("output_size", "multiplications", "parameters", "trace"),
    *("numerical_gradient", "gradient_check", "check", "audit", "parts"),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_a_module_give_what_they_say(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_has_an_example_and_says_what_it_takes_returns_and_raises(name):
    text = inspect.getdoc(getattr(cnnlib, name))
    examples = [line for line in text.splitlines() if line.startswith(">>>")]
    assert any(f"{name}(" in line for line in examples)
    parameters = inspect.signature(getattr(cnnlib, name)).parameters
    for section in ("Parameters", "Returns", "Raises") if parameters else ():
        assert f"\n{section}\n---" in text, section
    for parameter in parameters:
        assert parameter in text.split("\nReturns\n")[0]


def test_everything_public_is_there_and_documented():
    for name in cnnlib.__all__:
        assert hasattr(cnnlib, name)
    assert sorted(set(cnnlib.__all__)) == sorted(cnnlib.__all__)
    assert set(CONTRACT) <= set(cnnlib.__all__)
