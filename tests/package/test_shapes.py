"""Chapter 1: tensor shapes with named axes; and how many windows fit along an axis."""

import copy
import pickle
import re
from decimal import Decimal
from fractions import Fraction

import jax
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cnnlib import TensorShape, conv2d, image_shape, output_size, signal_shape, tensor_shape, video_shape
from cnnlib.windows import borders
from kit import oracles
from kit.strategies import convolutions, normal

pytestmark = pytest.mark.shapes

IMAGES = (100, 256, 256, 3)
EEG = (40, 2400, 80)
VIDEOS = (32, 300, 512, 512, 3)


# Problem 1.


def test_the_three_data_sets_have_the_shapes_worked_out_by_hand():
    assert image_shape(100, 256, 256) == IMAGES
    assert signal_shape(40, rate=240, seconds=10, channels=80) == EEG
    assert video_shape(32, rate=30, seconds=10, rows=512, columns=512) == VIDEOS


def test_the_axes_are_named():
    assert image_shape(7, 20, 30).axes == ("sample", "row", "column", "channel")
    assert signal_shape(7, rate=50, seconds=2, channels=4).axes == ("sample", "time_step", "channel")
    video = video_shape(7, rate=25, seconds=2, rows=20, columns=30)
    assert video.axes == ("sample", "frame", "row", "column", "channel")
    assert video.lengths == {"sample": 7, "frame": 50, "row": 20, "column": 30, "channel": 3}


def test_rows_and_columns_are_not_exchanged_and_grey_has_one_channel():
    assert image_shape(7, 20, 30, channels=1) == (7, 20, 30, 1)
    assert video_shape(2, rate=3, seconds=4, rows=20, columns=30, channels=1) == (2, 12, 20, 30, 1)


@pytest.mark.parametrize(
    ("rate", "seconds", "steps"),
    [
        (240, 10, 2400),
        (29.97, 100, 2997),  # 2996.9999999999995 in floating point
        (0.1, 30, 3),  # 3.0000000000000004
        (44100, 0.02, 882),
        (1e3, 1e-3, 1),
        (np.float32(0.1), np.int8(30), 3),
        (np.float64(2.5), 2, 5),
        (2**60, 8, 2**63),
        (Fraction(30000, 1001), 10.01, 300),  # the rate of much television
        (Fraction(30000, 1001), Fraction(1001, 100), 300),
        (Fraction(1, 3), 3, 1),
        (Decimal("29.97"), Decimal(100), 2997),
        (np.array(240), np.array(0.5), 120),
        (Fraction(10**30, 7), Fraction(7, 10**29), 10),
        (Fraction(10**5000 + 1, 10**5000), Fraction(12 * 10**5000, 10**5000 + 1), 12),  # more digits than Python writes
        (10**50, 10**40, 10**90),
    ],
)
def test_time_steps_are_exact(rate, seconds, steps):
    shape = signal_shape(2, rate=rate, seconds=seconds, channels=5)
    assert shape == (2, steps, 5)
    assert all(type(length) is int for length in shape)
    assert video_shape(2, rate=rate, seconds=seconds, rows=3, columns=4)[1] == steps


@pytest.mark.parametrize(
    ("rate", "seconds", "product"),
    [
        (30000 / 1001, 10.01, "29.97002997002997 * 10.01 = 299.9999999999999997"),  # as a float that is 300.0
        (Fraction(30000, 1001), 10, "30000/1001 * 10 = 300000/1001"),
        (Decimal("29.97"), 10, "29.97 * 10 = 299.7"),
        (0.1, Fraction(1, 3), "0.1 * 1/3 = 1/30"),
        (1e-300, 1e-9, "1e-300 * 1e-09 = 1E-309"),
        (1e20 + 2**20, 1e-5, "1.0000000000000105e+20 * 1e-05 = 1000000000000010.5"),
    ],
)
def test_a_product_that_is_not_whole_is_written_out_so_that_one_sees_it(rate, seconds, product):
    with pytest.raises(ValueError, match=re.escape(f"must be a whole number of time steps; {product}")):
        signal_shape(2, rate=rate, seconds=seconds, channels=5)


@given(st.integers(1, 10**4), st.integers(1, 2000), st.integers(1, 50), st.sampled_from(["rate", "seconds", "both"]))
@example(30000, 1001, 1, "both")
def test_the_hint_names_the_fraction_that_a_rounded_float_stands_for(top, bottom, count, rounded):
    rate, seconds = Fraction(top, bottom), Fraction(bottom * count, top)
    written = {
        "rate": float(rate) if rounded != "seconds" else rate,
        "seconds": float(seconds) if rounded != "rate" else seconds,
    }
    try:
        assert signal_shape(2, **written, channels=5) == (2, count, 5), "decimals that happen to be exact"
    except ValueError as error:
        named = str(error).partition("; if a fraction is meant, pass ")[2]
        if max(n.denominator for n in (rate, seconds)) <= 10**4:
            assert named
        for name, p, q in re.findall(r"(rate|seconds)=Fraction\((\d+), (\d+)\)", named):
            assert float(Fraction(int(p), int(q))) == written[name]
            written[name] = Fraction(int(p), int(q))
        assert not named or signal_shape(2, **written, channels=5) == (2, count, 5)


def test_a_fraction_that_is_named_has_a_denominator_of_at_most_ten_thousand():
    with pytest.raises(ValueError, match=r"; if a fraction is meant, pass rate=Fraction\(1, 9973\)$"):
        signal_shape(2, rate=1 / 9973, seconds=9973, channels=5)
    with pytest.raises(ValueError, match=r" = 1.000000000000000068$"):
        signal_shape(2, rate=1 / 10007, seconds=10007, channels=5)


def test_no_fraction_is_named_where_none_is_meant():
    for rate, seconds in ((29.97, 10), (2.5, 1), (30000 / 1001, 10), (1 / 3, 1), (Decimal(1) / 3, 3), (3.00001, 1)):
        with pytest.raises(ValueError, match=r"\d$"):
            signal_shape(2, rate=rate, seconds=seconds, channels=5)


def test_a_shape_is_the_plain_tuple_of_its_lengths():
    shape = tensor_shape(sample=4, row=5, channel=2)
    assert shape == (4, 5, 2)
    assert isinstance(shape, tuple)
    assert hash(shape) == hash((4, 5, 2))
    assert np.zeros(shape).shape == (4, 5, 2)
    assert shape[1:] == (5, 2)
    assert all(type(n) is int for n in tensor_shape(row=np.int8(5), column=np.uint64(7)))


def test_a_shape_counts_its_elements_and_bytes():
    shape = image_shape(100, 256, 256)
    assert shape.elements == 19_660_800
    assert shape.bytes() == 78_643_200, "float32 unless told otherwise"
    assert shape.bytes("uint8") == 19_660_800
    assert shape.bytes(np.float64) == 157_286_400
    assert tensor_shape(row=2**40, column=2**40).elements == 2**80, "no overflow"


def test_a_shape_is_written_with_its_names():
    assert str(tensor_shape(sample=100, row=1, time_step=3)) == "100 samples x 1 row x 3 time steps"


def test_channels_come_right_after_the_sample_or_last():
    shape = video_shape(7, rate=25, seconds=2, rows=20, columns=30)
    first = shape.channels_first()
    assert (first, first.axes) == ((7, 3, 50, 20, 30), ("sample", "channel", "frame", "row", "column"))
    last = first.channels_last()
    assert (last, last.axes) == (shape, shape.axes)
    assert shape.channels_last() == shape
    assert isinstance(first, TensorShape)


def test_without_a_sample_axis_channels_first_means_first():
    first = tensor_shape(row=48, column=64, channel=10).channels_first()
    assert (first, first.axes) == ((10, 48, 64), ("channel", "row", "column"))
    assert first.channels_last() == (48, 64, 10)
    assert tensor_shape(channel=10).channels_first() == (10,)


def test_moving_the_channel_of_a_shape_is_moving_that_of_an_array():
    shape = tensor_shape(sample=2, row=3, column=4, channel=5)
    assert np.moveaxis(np.zeros(shape), 3, 1).shape == shape.channels_first()


def test_names_survive_copies_and_pickles():
    shape = tensor_shape(sample=4, row=5)
    for other in (copy.copy(shape), copy.deepcopy(shape), pickle.loads(pickle.dumps(shape))):
        assert (other, other.axes, type(other)) == (shape, shape.axes, TensorShape)


def test_only_the_samples_may_be_none():
    assert tensor_shape(sample=0, row=5) == (0, 5)
    assert image_shape(0, 5, 6).elements == 0


# How many windows fit.


def test_the_sizes_worked_out_by_hand():
    assert (output_size(6, 2), output_size(5, 2)) == (5, 4)
    assert (output_size(48, 3), output_size(64, 3)) == (46, 62)


settings = {
    "n": st.integers(1, 60),
    "kernel": st.integers(1, 9),
    "stride": st.integers(1, 7),
    "padding": st.integers(0, 9) | st.sampled_from(["valid", "same"]),
    "dilation": st.integers(1, 5),
}


@given(**settings)
def test_the_output_size_is_the_number_of_windows_that_fit(n, kernel, stride, padding, dilation):
    count = oracles.windows(n, kernel, stride, padding, dilation)
    call = {"stride": stride, "padding": padding, "dilation": dilation}
    if count:
        got = output_size(n, kernel, **call)
        assert (got, type(got)) == (count, int)
    else:
        with pytest.raises(ValueError, match="the kernel must not be larger than the padded input"):
            output_size(n, kernel, **call)


@given(**settings)
def test_same_gives_one_window_for_each_stride(n, kernel, stride, padding, dilation):
    assert output_size(n, kernel, stride=stride, padding="same", dilation=dilation) == -(-n // stride)
    assert output_size(n, kernel, padding="same", dilation=dilation) == n


@given(convolutions())
def test_the_output_size_is_that_of_jax_and_of_conv2d(case):
    X, W = (jax.ShapeDtypeStruct(shape, "float64") for shape in (case.x_shape, case.w_shape))
    jax_shape = jax.eval_shape(lambda X, W: oracles.jax_conv2d(X, W, **case.settings), X, W).shape
    pads = (case.padding,) * 2 if isinstance(case.padding, str) else oracles.pair(case.padding)
    axes = zip(
        case.x_shape[1:3],
        case.w_shape[:2],
        oracles.pair(case.stride),
        pads,
        oracles.pair(case.dilation),
        strict=True,
    )
    sizes = tuple(output_size(n, k, stride=s, padding=p, dilation=d) for n, k, s, p, d in axes)
    assert sizes == jax_shape[1:3]
    assert conv2d(normal(case.x_shape, 0), normal(case.w_shape, 1), **case.settings).shape == jax_shape


@given(**settings)
@example(n=6, kernel=1, stride=1, padding="same", dilation=1)
@example(n=5, kernel=6, stride=1, padding="same", dilation=1)
@example(n=7, kernel=2, stride=2, padding=3, dilation=5)
def test_the_zeros_lie_before_and_after_as_they_should(n, kernel, stride, padding, dilation):
    if oracles.windows(n, kernel, stride, padding, dilation):
        extent = dilation * (kernel - 1) + 1
        assert borders(n, extent, stride, padding) == oracles.borders(n, kernel, stride, padding, dilation)


def test_large_sizes_are_exact():
    assert output_size(10**18 + 1, 3, stride=2) == 5 * 10**17
