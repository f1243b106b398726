"""Malformed calls over the whole public API, each with the whole message that the caller sees.

They are listed in bad_input.txt, a call and under it what it raises, so that the messages can be read in one go.
"""

from pathlib import Path

import numpy as np
import pytest

import cnnlib
from cnnlib import explore
from cnnlib.arguments import is_number
from cnnlib.explore.charts import Line
from cnnlib.pictures import Note

TABLE = Path(__file__).with_name("bad_input.txt").read_text(encoding="utf-8")
LINES = [line for line in TABLE.splitlines() if line and not line.startswith("#")]
CASES = list(zip(LINES[::2], LINES[1::2], strict=True))
NAMES = {name: getattr(module, name) for module in (cnnlib, explore) for name in module.__all__}
OTHERS = {"np": np, "Line": Line, "Note": Note}
# Values that the package makes, of which nobody has to make one: what is wrong with them Python says.
MADE = {"GradientCheck", "Memory", "PoolTrace", "Trace", "Verdict", "Sigmoid", "SigmoidSlope", "CentralDifference"}
ERRORS = {"TypeError": TypeError, "ValueError": ValueError, "OverflowError": OverflowError}


def zeros(*shape):
    """Return an array of zeros; shorter than np.zeros in a table."""
    return np.zeros(shape)


@pytest.mark.parametrize(("call", "expected"), CASES, ids=[call for call, _ in CASES])
def test_a_malformed_call_is_refused_in_these_words(call, expected):
    kind, message = expected.strip().split(": ", 1)
    with pytest.raises(Exception) as raised:  # noqa: PT011
        eval(call, {"zeros": zeros, **OTHERS, **NAMES})
    assert (type(raised.value), str(raised.value)) == (ERRORS[kind], message)
    # What NumPy or Python said on the inside is not shown to the caller.
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_there_are_at_least_a_hundred_cases_and_none_twice():
    assert len({call for call, _ in CASES}) == len(CASES) >= 100


def test_every_public_function_and_class_is_called_wrongly():
    takes_nothing = {"parts"}
    called = {call.split("(")[0] for call, _ in CASES}
    public = {name for name, value in NAMES.items() if callable(value)}
    assert public - takes_nothing - MADE <= called
    assert public >= MADE


def test_what_a_trace_computes_is_called_wrongly():
    called = " ".join(call for call, _ in CASES)
    for method in ("forward", "weight_grad", "input_grad", "backward", "winners", "channels_first", "bytes"):
        assert f").{method}(" in called


def test_no_message_is_numpys_own():
    numpys = (
        "inhomogeneous",
        "broadcast",
        "ufunc",
        "cast",
        "operands",
        "ambiguous",
        "not understood",
        "invalid literal",
    )
    assert not [message for _, message in CASES if any(word in message for word in numpys)]


def test_a_size_beyond_every_float_is_no_error_of_the_inside():
    # math.isfinite(10**400) raises an OverflowError of its own.
    with pytest.raises(ValueError, match=r"^step must be a number above 0"):
        cnnlib.numerical_gradient(lambda x: x.sum(), [1.0], step=10**400)
    with pytest.raises(ValueError, match=r"^rate must be a number above 0"):
        cnnlib.signal_shape(2, rate=10**400, seconds=1, channels=3)


def test_a_message_shortens_a_long_value():
    with pytest.raises(TypeError) as raised:
        cnnlib.conv2d(zeros(6, 5), zeros(2, 2), stride="x" * 1000)
    assert str(raised.value).endswith("it was '" + "x" * 56 + "... (str)")
    with pytest.raises(TypeError) as raised:
        cnnlib.conv2d(zeros(6, 5), zeros(2, 2), stride="x" * 59)
    assert str(raised.value).endswith("it was '" + "x" * 56 + "... (str)")
    with pytest.raises(TypeError) as raised:
        cnnlib.conv2d(zeros(6, 5), zeros(2, 2), stride="x" * 58)
    assert str(raised.value).endswith("it was '" + "x" * 58 + "' (str)")


def test_a_number_is_finite_and_no_boolean():
    assert all(is_number(n) for n in (0, -1.5, 10**400, np.int8(3), np.float32(0.5)))
    assert not any(is_number(n) for n in (True, np.True_, np.nan, -np.inf, np.float32("inf"), "1", 1j, None, [1]))


def test_the_keywords_are_keywords_only():
    with pytest.raises(TypeError):
        cnnlib.conv2d(zeros(6, 5), zeros(2, 2), None, 1)
    with pytest.raises(TypeError):
        cnnlib.max_pool1d([1, 2, 3], 2, 2, "whole")
    with pytest.raises(TypeError):
        cnnlib.output_size(5, 3, 1)
    with pytest.raises(TypeError):
        cnnlib.parameters((3, 3, 10, 20), False)
