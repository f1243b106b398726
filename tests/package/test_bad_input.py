"""Malformed calls over the whole public API, each with the whole message that the caller sees.

They are listed in bad_input.txt, a call and under it what it raises, so that the messages can be read in one go.
"""

import re
import tracemalloc
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import cnnlib
from cnnlib import explore, problems
from cnnlib.arguments import describe, in_short, is_number
from cnnlib.explore.charts import Line
from cnnlib.pictures import Note
from kit.strategies import normal


class Missing:
    """What stands for a missing value in tables of other libraries: no number, and no truth value either."""

    def __repr__(self):
        return "<NA>"

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")


class Table:
    """A data frame or series with nullable integers: NumPy is given Python objects, and repr has several lines."""

    def __init__(self, rows):
        self.objects = np.array(rows, object)
        self.shape = self.objects.shape

    def __array__(self, dtype=None, copy=None):
        return self.objects if dtype is None else self.objects.astype(dtype)

    def __len__(self):
        return len(self.objects)

    def __repr__(self):
        return "\n".join(map(str, self.objects))


class Lines:
    def __repr__(self):
        return "one\n  two"


class Unprintable:
    def __repr__(self):
        raise RuntimeError("no")


NA = Missing()
TABLE = Path(__file__).with_name("bad_input.txt").read_text(encoding="utf-8")
LINES = [line for line in TABLE.splitlines() if line and not line.startswith("#")]
CASES = list(zip(LINES[::2], LINES[1::2], strict=True))
NAMES = {name: getattr(module, name) for module in (cnnlib, explore, problems) for name in module.__all__}
OTHERS = {
    "np": np,
    "Line": Line,
    "Note": Note,
    "Fraction": Fraction,
    "Decimal": Decimal,
    "table": Table,
    "NA": NA,
    "TWO_LINES": Lines(),
}
# Values that the package makes, of which nobody has to make one: what is wrong with them Python says.
MADE = {
    *("GradientCheck", "Memory", "PoolTrace", "Trace", "Verdict", "Sigmoid", "SigmoidSlope", "CentralDifference"),
    *("Part", "Problem", "Slip", "Step"),
}
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
    takes_nothing = {"parts", "spell"}  # spell takes the name of a part that there is
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


def test_a_message_is_one_line_and_a_shape_that_something_gives_comes_with_what_it_depends_on():
    for _, message in CASES:
        assert "\n" not in message
        if "which is what X" in message:
            settings = ("stride", "padding", "dilation") if " and W " in message else ("stride",)
            assert all(f"{setting} " in message.split(" with ")[1] for setting in settings), message
        if "must have shape" in message and "dY" in message and "windows" in message:
            assert re.search(r'with size \d+, stride \S+( \(int\))? and windows="(partial|whole)"; ', message), message


# Hints: each way that a message offers is gone, and gives what the reader who goes that way needs.

PLAIN = {  # what a function gives for one plain array; by the name of the argument of which an axis is missing
    "max_pool2d(X, 2)": ("X", (4, 6, 5)),
    "conv2d(X, W)": ("X", (4, 6, 5)),
    "max_pool1d(X, 3, 2)": ("X", (4, 6)),
    "subsample1d(X, 2)": ("X", (4, 6)),
}


@pytest.mark.parametrize("given", [np.asarray, np.ndarray.tolist], ids=["array", "list"])
@pytest.mark.parametrize("call", PLAIN)
def test_both_hints_for_a_missing_axis_lead_to_what_their_readers_need(call, given):
    name, shape = PLAIN[call]
    value, kernel = normal(shape, 1), normal((2, 3), 2)
    with pytest.raises(ValueError, match=r"must have shape") as raised:
        eval(call, {**NAMES, name: given(value), "W": kernel})
    ways = dict(re.findall(r"if that is (\(.*?\)), [a-z ]+, pass ([^;]+)", str(raised.value)))
    rest = "H, W" if len(shape) == 3 else "N"
    assert list(ways) == [f"({rest}, C)", f"(B, {rest})"]
    taken = [eval(way, {"np": np, name: given(value)}) for way in ways.values()]

    def run(x, channels):
        weights = np.zeros((2, 3, channels, channels))
        weights[:, :, range(channels), range(channels)] = kernel[:, :, None]
        return eval(call, {**NAMES, name: x, "W": weights})

    def plain(x):
        return eval(call, {**NAMES, name: x, "W": kernel})

    channels = shape[-1]
    one_sample = np.stack([plain(value[..., n]) for n in range(channels)], axis=-1)
    one_channel = np.stack([plain(sample) for sample in value])
    np.testing.assert_allclose(run(taken[0], channels)[0], one_sample, rtol=1e-12)
    np.testing.assert_allclose(run(taken[1], 1)[..., 0], one_channel, rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "x_shape"),
    [("conv2d(X, W)", (1, 6, 5, 2)), ("conv2d_input_grad(np.ones((1, 5, 3, 2)), W, (1, 6, 5, 1))", (1, 6, 5, 1))],
)
def test_both_hints_for_a_kernel_of_rank_3_lead_to_a_kernel(call, x_shape):
    W = normal((2, 3, 2), 1)
    with pytest.raises(ValueError, match=r"W must have shape") as raised:
        eval(call, {**NAMES, "np": np, "X": np.ones(x_shape), "W": W})
    ways = dict(re.findall(r"if that is (\(.*?\)), [a-z ]+, pass ([^;]+)", str(raised.value)))
    shapes = {reading: eval(way, {"W": W}).shape for reading, way in ways.items()}
    assert shapes == {"(K1, K2, M)": (2, 3, 1, 2), "(K1, K2, C)": (2, 3, 2, 1)}
    way = ways["(K1, K2, C)" if x_shape[3] == 2 else "(K1, K2, M)"]
    eval(call, {**NAMES, "np": np, "X": np.ones(x_shape), "W": eval(way, {"W": W})})


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([[1, 2], [3, 4]], "int64"),
        ([[-(2**63), True], [0, 2**63 - 1]], "int64"),
        ([[0, 2**64 - 1]], "uint64"),
        ([[1.5, 2], [3, 4]], "float64"),
        ([[Fraction(1, 2), 2], [Decimal("0.1"), True]], "float64"),
        ([[2**70, 0.5]], "float64"),
        ([[Fraction(-(10**308)), 0.5]], "float64"),
        (np.zeros((2, 0), object), "int64"),
    ],
)
def test_the_hint_for_python_objects_leads_to_numbers(values, dtype):
    for given in (Table(values), np.array(values, object)):
        with pytest.raises(TypeError, match=r"^Z must hold real numbers in a dtype of NumPy") as raised:
            cnnlib.relu(given)
        (way,) = re.findall(r"as in (.*)$", str(raised.value))
        converted = eval(way, {"np": np, "Z": given})
        assert np.array_equal(converted, np.array(values, dtype))
        assert converted.dtype == dtype
        cnnlib.relu(converted)


@pytest.mark.parametrize(
    "values",
    [
        *([[2**64]], [[-1, 2**63]], [[-(2**63) - 1]]),
        *([[Fraction(10**400), 0.5]], [10**308, 0.5], [[Fraction(-(10**308) - 1), 0.5]]),
    ],
)
def test_python_objects_that_no_dtype_holds_are_not_told_to_convert_them(values):
    for given in (Table(values), np.array(values, object)):
        with pytest.raises(
            TypeError, match=r"^Z must hold real numbers, and whole numbers must fit into 64 bits; it was"
        ):
            cnnlib.relu(given)


# Odd numbers: in each place where a number is given, each is read or refused in one true sentence.

ODD = [
    *(10**39, 10**99, 10**100, 10**400, 10**5000, -(10**5000), 2**62, 2**63, 1e300, 5e-324, -1),
    *(np.float32(12), np.uint8(12), np.int64(12), np.array(12), np.array(12.0), np.array(12, object), np.float64(12)),
    *(np.longdouble(12), np.float16(12), np.array([12]), np.array([12], object), np.array([[12]]), 12.5),
    *(Fraction(12), Fraction(1, 3), Fraction(10**400), Fraction(1, 10**400)),
    *(Decimal(12), Decimal("1e999999999"), Decimal("-1e999999999"), Decimal("1e-999999999"), Decimal("0.1")),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), np.nan, np.inf, -np.inf, np.longdouble("inf")),
    *(1j, True, np.True_, "12", b"12", None, NA, Table([12]), Table([[1, 2]]), Unprintable(), len, {12}, {12: 1}),
    *(range(12), range(10**30), range(0, 12, 2), np.datetime64("2020-01-01"), np.timedelta64(12), np.str_("12")),
    *((10**5000,), [10**5000, NA], (Unprintable(), 1, 2, 3), ((10**5000, 1), (1, 2))),
]
PLACES = """
conv2d(zeros(6, 5), zeros(2, 2), stride=N)
conv2d(zeros(6, 5), zeros(2, 2), stride=(1, N))
conv2d(zeros(6, 5), zeros(2, 2), padding=N)
conv2d(zeros(6, 5), zeros(2, 2), padding=(N, 1), stride=(N, 1))
conv2d(zeros(6, 5), zeros(2, 1), dilation=(1, N))
conv2d(zeros(6, 5), zeros(2, 2), N)
conv2d(zeros(6, 5), N)
conv2d(N, zeros(2, 2))
conv2d([[N, 1]], [[1]])
conv2d_weight_grad(zeros(1, 1), zeros(6, 5), (6, N))
conv2d_weight_grad(zeros(1, 1), zeros(6, 5), N)
conv2d_weight_grad(zeros(1, 1), zeros(6, 5), (2, 2), stride=N)
conv2d_input_grad(zeros(1, 1), zeros(2, 2), (N, 5), stride=N)
conv2d_backward(zeros(1, 1), zeros(6, 5), zeros(2, 2), stride=N)
trace((N, 1), (1, 1))
trace((6, 5), (2, 2), stride=N)
trace((6, 5), (2, 2), padding=N, stride=N)
trace((1, 2), (1, 2)).forward([[N, 1]], [[1, 1]])
subsample1d([1, 2, 3], N)
subsample1d_backward([1], (3,), N)
subsample1d_backward([1], (N,), N)
max_pool1d([1, 2, 3], N, 2)
max_pool1d([1, 2, 3], 2, N)
max_pool1d([1, 2, 3], N, N, windows="whole")
max_pool1d_backward([1], [1, 2, 3], N, 5)
max_pool1d_backward([1, 1], [1, 2, 3], 2, N)
max_pool2d(zeros(6, 5), N)
max_pool2d(zeros(6, 5), 2, (N, 1))
trace_max_pool1d((3,), N, 2)
trace_max_pool1d((3,), 2, N)
trace_max_pool1d((N,), 2, 2)
trace_subsample1d((3,), N)
output_size(N, 2)
output_size(6, N)
output_size(6, 2, stride=N, padding=N)
multiplications((N, 5), (2, 2))
multiplications((6, 5), (2, 2), stride=N, padding=N, dilation=1)
backward_multiplications((6, 5, N), (2, 2, N, 3))
parameters((3, 3, N, 2))
parameters(N)
memory((6, 5, N), (2, 2, N, 3))
convolution_sizes((6, 5, N), (2, 2, N, 3))
assert_sizes_differ(H=N, W=3)
tensor_shape(sample=N)
image_shape(1, N, 30)
signal_shape(1, rate=N, seconds=5, channels=1)
signal_shape(1, rate=3, seconds=N, channels=1)
video_shape(1, rate=N, seconds=N, rows=2, columns=3)
relu(N)
relu([N, 1])
sigmoid_backward([1.0, N], [1.0, 2.0])
numerical_gradient(lambda x: N, [1.0])
numerical_gradient(lambda x: x.sum(), [1.0], step=N)
gradient_check(lambda x: x.sum(), [1.0], [N])
gradient_check(lambda x: x.sum(), [1.0], [1.0], tolerance=N)
""".strip().splitlines()
NUMPYS_OR_PYTHONS = ("Exceeds", "exceeded", "too big", "C long", "convert to", "ufunc", "cast", "ambiguous", "got an")


def refusal(call, odd):
    """Return the error that a call raises; None if it raises none."""
    try:
        eval(call, {"zeros": zeros, **NAMES, "N": odd})
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("call", PLACES)
def test_an_odd_number_is_read_or_refused_in_one_sentence(call):
    tracemalloc.start()
    for odd in ODD:
        error = refusal(call, odd)
        message = str(error)
        assert error is None or type(error) in ERRORS.values(), (type(error), message)
        assert re.match(r"[A-Za-z]", message), message
        assert len(message) < 700, message
        assert "\n" not in message, message
        assert not any(word in message for word in NUMPYS_OR_PYTHONS), message
        assert error is None or error.__suppress_context__ or error.__context__ is None, message
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**24, "nothing large is made before it is refused"


def test_a_number_is_the_same_in_every_form():
    for form in (np.uint8, np.int64, np.array, Fraction, Decimal, np.float32, np.float64, np.longdouble, float):
        assert cnnlib.signal_shape(2, rate=form(12), seconds=form(3), channels=1) == (2, 36, 1)
        assert np.allclose(cnnlib.numerical_gradient(lambda x, form=form: form(2), [1.0], step=form(3)), 0)
    for form in (np.uint8, np.int64, np.array):
        assert cnnlib.output_size(form(12), form(3), stride=form(2)) == 5


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


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        (ValueError, ValueError, "be an array of numbers"),
        (TypeError, TypeError, "hold real numbers"),
        (OverflowError, TypeError, "hold real numbers, and whole numbers must fit into 64 bits"),
    ],
)
def test_what_an_object_says_that_becomes_no_array_is_not_shown(said, kind, message):
    class Refusing(Lines):
        def __array__(self, dtype=None, copy=None):
            raise said("I am no array")

    with pytest.raises(kind) as raised:
        cnnlib.relu(Refusing())
    assert str(raised.value) == f"Z must {message}; it was one two (Refusing)"
    assert raised.value.__suppress_context__


def test_a_number_is_written_out_up_to_60_digits():
    assert in_short(10**59) == "1" + "0" * 59
    assert in_short(10**60) == "1" + "0" * 56 + "... (int)"


def test_a_value_is_described_as_it_is_written_unless_that_has_several_lines():
    assert describe("two  spaces") == "'two  spaces' (str)"
    assert describe(Lines()) == "one two (Lines)"


def test_what_becomes_an_array_is_described_by_its_shape_or_as_it_is_written_if_it_has_none():
    class Bare(Lines):
        def __array__(self, dtype=None, copy=None):
            return np.zeros(3)

    assert describe(Table([[1, 2, 3]])) == "an object of type Table and shape (1, 3)"
    assert describe(Bare()) == "one two (Bare)"


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
