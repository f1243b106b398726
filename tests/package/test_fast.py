"""The fast path: blocks, tiles, bands and threads of every size give what the loops give.

The sizes at which work is cut are made small here, so that small cases meet every border of a block and of a tile.
"""

import dataclasses
import math
import os
import platform
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import (
    backprop,
    conv2d,
    conv2d_backward,
    conv2d_input_grad,
    conv2d_weight_grad,
    fast,
    machine,
    max_pool1d,
    max_pool2d,
    multiplications,
    plain,
    pooling,
    trace,
)
from cnnlib.geometry import geometry
from cnnlib.windows import Windows
from kit import oracles
from kit.oracles import same
from kit.strategies import Convolution, convolutions, costly, normal, poolings, seeds, tensor

pytestmark = pytest.mark.products

LAYERS = {
    "A": Convolution((1, 48, 64, 10), (3, 3, 10, 20), 1, 0, 1),
    "B": Convolution((32, 48, 64, 10), (3, 3, 10, 20), 1, 0, 1),
    "C": Convolution((8, 56, 56, 64), (3, 3, 64, 64), 1, 1, 1),
    "D": Convolution((8, 28, 28, 128), (3, 3, 128, 128), 2, 1, 1),
    "E": Convolution((32, 28, 28, 1), (5, 5, 1, 8), 1, 0, 1),
    "F": Convolution((8, 28, 28, 256), (1, 1, 256, 64), 1, 0, 1),
}
WIDE = Convolution((3, 9, 12, 3), (2, 3, 3, 37), (2, 1), "same", (1, 2))
LONG = Convolution((5, 6, 7, 40), (3, 2, 40, 70), 1, 1, 1)


@pytest.fixture(autouse=True, scope="module")
def nothing_is_small() -> Iterator[None]:
    """Let the fast path compute small convolutions too."""
    with mock.patch.object(plain, "SMALL", 0):
        yield


@contextmanager
def cut(buffer: int, product: int, width: int, worthwhile: int) -> Iterator[None]:
    """Cut the work at other sizes."""
    sizes = {"BUFFER": buffer, "PRODUCT": product, "WIDTH": width, "WORTHWHILE": worthwhile, "STACK": product}
    sizes |= {"PIXELS": width, "DEPTH": width, "HEIGHT": 1 + width % 16}
    with (
        mock.patch.multiple(fast, **sizes),
        mock.patch.object(machine, "WORTHWHILE", worthwhile),
        mock.patch.object(pooling, "BUFFER", buffer),
    ):
        fast.blocks.cache_clear()
        try:
            yield
        finally:
            fast.blocks.cache_clear()


cuts = st.tuples(
    st.sampled_from([1, 200, 3000, 2**20]),
    st.sampled_from([1, 300, 5000, 10**6]),
    st.sampled_from([16, 17, 64]),
    st.sampled_from([0, 10**9]),
)


@given(convolutions(samples=st.integers(1, 5)), seeds, cuts, st.integers(0, 30))
def test_however_the_work_is_cut_the_result_is_that_of_the_trace(case, seed, sizes, more):
    # More output channels than elsewhere: tiles of 16 and more need them.
    w_shape = (*case.w_shape[:3], case.w_shape[3] + more)
    case = Convolution(case.x_shape, w_shape, case.stride, case.padding, case.dilation)
    X, W, b, dZ = case.tensors(seed, "float64")
    terms = trace(case.x_shape, case.w_shape, **case.settings)
    with cut(*sizes):
        Z, gradients = conv2d(X, W, b, **case.settings), conv2d_backward(dZ, X, W, **case.settings)
    same(Z, terms.forward(X, W) + b, case.z_shape, "float64")
    same(gradients[0], terms.input_grad(dZ, W), case.x_shape, "float64")
    same(gradients[1], terms.weight_grad(dZ, X), case.w_shape, "float64")
    same(gradients[2], oracles.bias_grad(dZ), w_shape[3:], "float64")


@costly
@given(st.sampled_from([WIDE, LONG]), seeds, cuts, st.sampled_from(["float32", "float64", "int64", "longdouble"]))
def test_however_the_work_is_cut_many_channels_give_what_the_readable_steps_give(case, seed, sizes, dtype):
    X, W, b, dZ = case.tensors(seed, dtype)
    with cut(*sizes):
        same(conv2d(X, W, b, **case.settings), oracles.conv2d_by_steps(X, W, b, **case.settings), case.z_shape, dtype)
        got = conv2d_backward(dZ, X, W, **case.settings)
    for one, wanted in zip(got, oracles.conv2d_backward_by_steps(dZ, X, W, **case.settings), strict=True):
        same(one, wanted, wanted.shape, dtype)


@given(convolutions(), seeds)
def test_the_readable_steps_give_what_the_loops_give(case, seed):
    X, W, b, dZ = case.tensors(seed, "int64")
    assert np.array_equal(oracles.conv2d_by_steps(X, W, b, **case.settings), oracles.conv2d(X, W, b, **case.settings))
    dX, dW, _ = oracles.conv2d_backward_by_steps(dZ, X, W, **case.settings)
    assert np.array_equal(dX, oracles.conv2d_input_grad(dZ, W, X.shape, **case.settings))
    assert np.array_equal(dW, oracles.conv2d_weight_grad(dZ, X, W.shape, **case.settings))


@given(poolings(samples=st.integers(1, 5)), seeds, st.sampled_from([1, 60, 2**20]), st.sampled_from([0, 10**9]))
def test_however_the_work_is_cut_the_maxima_are_the_same(case, seed, buffer, worthwhile):
    X = tensor(case.x_shape, seed, "float32")
    with cut(buffer, 1, 16, worthwhile):
        got = max_pool1d(X, case.size, case.stride, windows=case.windows)
    same(got, oracles.max_pool1d(X, case.size, case.stride, case.windows), case.y_shape, "float32")


# Layers of real size.


@pytest.mark.parametrize("layer", LAYERS)
def test_the_layers_of_the_benchmark_are_right_and_the_error_of_float32_is_bounded(layer):
    case = LAYERS[layer]
    X, W, b, dZ = (normal(s, n) for n, s in enumerate((case.x_shape, case.w_shape, case.w_shape[3:], case.z_shape)))
    exact = (
        oracles.conv2d_by_steps(X, W, b, **case.settings),
        *oracles.conv2d_backward_by_steps(dZ, X, W, **case.settings),
    )
    terms = np.prod(case.w_shape[:3]), np.prod(case.w_shape[:2]) * case.w_shape[3], dZ[..., 0].size, dZ[..., 0].size
    for dtype in ("float32", "float64"):
        x, w, c, dz = (t.astype(dtype) for t in (X, W, b, dZ))
        got = conv2d(x, w, c, **case.settings), *conv2d_backward(dz, x, w, **case.settings)
        for one, wanted, count in zip(got, exact, terms, strict=True):
            assert one.dtype == dtype
            assert one.shape == wanted.shape
            # The error of a sum of n random terms grows as the root of n, and each term is about 1.
            assert abs(one - wanted).max() <= 20 * np.finfo(dtype).eps * np.sqrt(count) * 5


def test_the_layer_of_the_problem_set_agrees_with_scipy():
    X, W = normal((1, 48, 64, 10), 1), normal((3, 3, 10, 20), 2)
    got = conv2d(X, W)
    assert got.shape == (1, 46, 62, 20)
    for m in range(20):
        wanted = sum(scipy.signal.correlate2d(X[0, :, :, n], W[:, :, n, m], mode="valid") for n in range(10))
        np.testing.assert_allclose(got[0, :, :, m], wanted, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("layer", "BCD")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_one_thread_and_two_give_identical_results(layer, dtype, monkeypatch):
    case = LAYERS[layer]
    X, W, dZ = (normal(s, n).astype(dtype) for n, s in enumerate((case.x_shape, case.w_shape, case.z_shape)))
    results = []
    for threads in ("2", "1"):
        monkeypatch.setenv("CNNLIB_THREADS", threads)
        results.append((conv2d(X, W, **case.settings), *conv2d_backward(dZ, X, W, **case.settings)))
    assert all(np.array_equal(one, other) for one, other in zip(*results, strict=True))


@pytest.mark.parametrize("layer", "ABCDEF")
def test_the_gradients_are_the_same_whether_they_are_asked_for_together_or_one_by_one(layer):
    case = LAYERS[layer]
    X, W, dZ = (normal(s, n) for n, s in enumerate((case.x_shape, case.w_shape, case.z_shape)))
    dX, dW, db = conv2d_backward(dZ, X, W, **case.settings)
    assert np.array_equal(dX, conv2d_input_grad(dZ, W, X.shape, **case.settings))
    assert np.array_equal(dW, conv2d_weight_grad(dZ, X, W.shape, **case.settings))
    # The copies of the other dtypes and layouts take another way through.
    others = conv2d_backward(np.asfortranarray(dZ), X, W, **case.settings)
    assert all(np.array_equal(one, other) for one, other in zip((dX, dW, db), others, strict=True))


@pytest.mark.parametrize(
    ("dtypes", "order", "runs"),
    [
        (("float32", "float32", "float32"), "C", 1),
        (("float64", "float64", "float64"), "C", 1),
        (("longdouble", "longdouble", "longdouble"), "C", 1),
        (("float64", "float64", "float64"), "F", 3),
        (("float32", "float64", "float32"), "C", 3),
        (("float32", "float32", "float64"), "C", 3),
        (("float16", "float16", "float16"), "C", 3),
        (("int64", "int64", "int64"), "C", 3),
        (("bool", "bool", "bool"), "C", 3),
    ],
)
def test_the_gradients_are_worked_out_at_once_unless_each_needs_a_copy_of_dz(dtypes, order, runs):
    dZ, X, W = (
        np.ones(shape, dtype, order)
        for shape, dtype in zip((WIDE.z_shape, WIDE.x_shape, WIDE.w_shape), dtypes, strict=True)
    )
    with mock.patch.object(backprop, "run", wraps=machine.run) as run:
        conv2d_backward(dZ, X, W, **WIDE.settings)
    assert run.call_count == runs


def test_whether_a_second_thread_pays_is_reckoned_from_the_multiplications():
    X, W, _, dZ = WIDE.tensors(0, "float32")
    expected = multiplications(WIDE.x_shape, WIDE.w_shape, **WIDE.settings, padding_counts=True)
    with mock.patch.object(fast, "run", wraps=machine.run) as run:
        conv2d(X, W, **WIDE.settings)
    assert run.call_args.args[1] == expected
    for gradient in (
        lambda: conv2d_input_grad(dZ, W, X.shape, **WIDE.settings),
        lambda: conv2d_weight_grad(dZ, X, W.shape, **WIDE.settings),
    ):
        with mock.patch.object(backprop, "run", wraps=machine.run) as run:
            gradient()
        assert run.call_args.args[1] == expected


@costly
@given(convolutions(), seeds)
def test_the_gradients_agree_with_a_complex_step_along_a_random_direction(case, seed):
    # cnnlib refuses complex numbers, so that the step goes through the readable steps.
    X, W, dZ = normal(case.x_shape, seed), normal(case.w_shape, seed + 1), normal(case.z_shape, seed + 2)
    along_x, along_w = normal(case.x_shape, seed + 3), normal(case.w_shape, seed + 4)
    settings = case.settings
    by_x = oracles.complex_step(lambda t: (dZ * oracles.conv2d_by_steps(X + t * along_x, W, **settings)).sum(), 0.0)
    by_w = oracles.complex_step(lambda t: (dZ * oracles.conv2d_by_steps(X, W + t * along_w, **settings)).sum(), 0.0)
    dX, dW, _ = conv2d_backward(dZ, X, W, **settings)
    np.testing.assert_allclose((dX * along_x).sum(), by_x, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose((dW * along_w).sum(), by_w, rtol=1e-10, atol=1e-10)


# What a band of zeros must not do.


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_infinity_or_a_nan_stays_in_the_windows_that_contain_it(value, dtype):
    X, W = np.ones((2, 12, 16, 1), dtype), np.ones((3, 5, 1, 2), dtype)
    X[1, 4, 7] = value
    with np.errstate(all="raise"):
        Z = conv2d(X, W)
    met = np.zeros(Z.shape, bool)
    met[1, 2:5, 3:8] = True
    assert np.array_equal(~np.isfinite(Z), met)
    assert (Z[~met] == 15).all()
    dX = conv2d_input_grad(np.where(met, Z, 1), W, X.shape)
    reached = np.zeros(X.shape, bool)
    reached[1, 2:7, 3:12] = True
    assert np.array_equal(~np.isfinite(dX), reached)


def test_numpys_settings_for_errors_hold_in_both_threads():
    X, W = np.full((32, 48, 64, 10), 1e30, "float32"), np.full((3, 3, 10, 20), 1e30, "float32")
    with np.errstate(over="ignore"):
        assert np.isinf(conv2d(X, W)).all()


# Threads.

LARGE = (
    "import numpy as np; from cnnlib import conv2d, machine; "
    "X = np.ones((32, 48, 64, 10)); W = np.ones((3, 3, 10, 20)); "
)


THREADS = """
from cnnlib import conv2d_input_grad, conv2d_weight_grad
dZ = conv2d(X, W)
for n in (1, len(X)):
    for call in (
        lambda: conv2d(X[:n], W),
        lambda: conv2d_input_grad(dZ[:n], W, X[:n].shape),
        lambda: conv2d_weight_grad(dZ[:n], X[:n], W.shape),
    ):
        machine.helpers.clear()
        call()
        print(len(machine.helpers), end=" ")
"""
BLAS = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
ON_OPENBLAS = "openblas" in BLAS and platform.machine() in ("x86_64", "AMD64")


def run(code: str, **environment: str) -> str:
    """Run code in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LARGE + code],
        cwd=Path(fast.__file__).parents[1],  # that it imports what is tested here
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core")
def test_a_second_thread_is_started_for_large_work_only_and_not_at_all_if_forbidden():
    assert run(THREADS) == "0 0 0 1 1 1"
    assert run(THREADS, CNNLIB_THREADS="1") == "0 0 0 0 0 0"


@pytest.mark.parametrize(
    ("more", "cores", "setting", "threads"),
    [
        (0, 2, None, 2),
        (-1, 2, None, 1),
        (1, 4, None, 2),
        (1, 1, None, 1),
        (1, 2, "1", 1),
        (-1, 2, "2", 1),
        (1, 2, "2", 2),
        (1, None, None, 2),
    ],
)
def test_two_threads_share_what_is_worthwhile_unless_there_is_one_core_or_it_is_forbidden(
    more, cores, setting, threads, monkeypatch
):
    monkeypatch.delenv("CNNLIB_THREADS", raising=False)
    if setting:
        monkeypatch.setenv("CNNLIB_THREADS", setting)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    both, seen = threading.Barrier(threads), []

    def job(_):
        both.wait(timeout=20)  # none goes on before the other has begun
        time.sleep(0.1)  # enough for another thread to take the next one
        seen.append(threading.get_ident())

    machine.run([job] * 2, machine.WORTHWHILE + more)
    assert len(seen) == 2
    assert len(set(seen)) == threads
    assert threading.get_ident() in seen


def test_memory_is_kept_for_the_next_call_up_to_four_blocks_for_each_slot():
    def job(scratch):
        for slot, size in enumerate((1, 4 * machine.BUFFER, 4 * machine.BUFFER + 1)):
            scratch(slot, (size,), np.dtype(np.uint8))

    vars(machine.memory).clear()
    machine.run([job], 0)
    assert {slot: array.size for slot, array in machine.memory.kept.items()} == {0: 1, 1: 4 * machine.BUFFER}


@pytest.mark.parametrize("core", ["Haswell", "Nehalem"])
@pytest.mark.skipif(not ON_OPENBLAS, reason="NumPy is not on OpenBLAS for x86 here")
def test_the_kernels_are_those_that_the_environment_names(core):
    assert run("print(machine.openblas_core(), machine.small_products())", OPENBLAS_CORETYPE=core) == f"{core} False"
    assert machine.openblas_core() == run("print(machine.openblas_core())") != ""


@pytest.mark.parametrize("core", ["SkylakeX", "Cooperlake", "SapphireRapids", "Haswell", ""])
def test_kernels_for_small_products_are_those_for_avx512(core):
    with mock.patch.object(machine, "openblas_core", return_value=core):
        assert machine.small_products() == (core in {"SkylakeX", "Cooperlake", "SapphireRapids"})


def test_another_library_has_no_kernels_of_openblas():
    with mock.patch.object(machine.ctypes, "CDLL", side_effect=OSError):
        assert machine.openblas_core() == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_convolves_too():
    code = "Z = conv2d(X, W); import os; child = os.fork(); same = (conv2d(X, W) == Z).all(); "
    assert run(code + "child or os._exit(0 if same else 1); print(os.waitpid(child, 0)[1])") == "0"


def test_several_threads_may_convolve_at_once():
    code = "from concurrent.futures import ThreadPoolExecutor as Pool; Z = conv2d(X, W); "
    assert run(code + "print(all((z == Z).all() for z in Pool(3).map(lambda _: conv2d(X, W), range(6))))") == "True"


# Products: not more of them than there are, and none so large that OpenBLAS would pack it and start threads.


@contextmanager
def products() -> Iterator[list[tuple[int, ...]]]:
    """Collect the sizes of all matrix products: how many there are, and the rows, depth and columns of each."""
    sizes = []

    def matmul(A, B, out=None, *, real=np.matmul):
        result = real(A, B, out)
        sizes.append((*result.shape[:-2], A.shape[-2], A.shape[-1], B.shape[-1]))
        return result

    with mock.patch.object(np, "matmul", matmul):
        yield sizes


@pytest.mark.parametrize(
    ("dtype", "outputs", "count"),
    [
        ("float32", 8, 2),
        ("float32", 4, 4),
        ("float32", 16, 1),
        ("float32", 32, 1),
        ("float32", 10, 3),  # 2 vectors, as no number of them fills one
        ("float32", 12, 2),
        ("float32", 20, 1),
        ("float64", 8, 1),
        ("float64", 4, 2),
        ("float64", 5, 3),
    ],
)
def test_as_many_neighbouring_pixels_as_fill_a_vector_or_two_are_one_row_of_a_band(dtype, outputs, count):
    X, W = np.ones((2, 9, 16, 1), dtype), np.ones((3, 5, 1, outputs), dtype)
    with products() as sizes:
        assert (conv2d(X, W) == 15).all()
    assert {(depth, width) for *_, depth, width in sizes} == {(3 * (5 + count - 1), count * outputs)}


@pytest.mark.parametrize("layer", LAYERS)
def test_products_are_small_and_make_as_many_multiplications_as_the_convolution_has(layer):
    case = LAYERS[layer]
    X, W, _, dZ = case.tensors(3, "float64")
    largest = []

    def count(call):
        with products() as sizes:
            call()
        largest.append(max(math.prod(size[-3:]) for size in sizes))
        return sum(map(math.prod, sizes)) / (dZ.size * W[..., 0].size)

    with mock.patch.object(fast, "PRODUCT", 10**6):
        forward = count(lambda: conv2d(X, W, **case.settings))
        by_w = count(lambda: conv2d_weight_grad(dZ, X, W.shape, **case.settings))
        by_x = count(lambda: conv2d_input_grad(dZ, W, X.shape, **case.settings))
    assert forward == 1
    assert by_w == 1
    # Without padding, more pixels than Z has are multiplied by all weights: with the zeros around them, those of X.
    assert by_x == pytest.approx(X[..., 0].size / dZ[..., 0].size if layer in "ABE" else 1, rel=0.05)
    assert max(largest) <= 10**6


@pytest.mark.parametrize("layer", LAYERS)
def test_blocks_cover_each_row_once_and_large_work_has_enough_of_them_for_two_threads(layer):
    case = LAYERS[layer]
    rows, columns = geometry(case.x_shape, case.w_shape, **case.settings).windows
    every = fast.blocks(case.x_shape[0], 8 * case.x_shape[3], rows, columns, math.prod(case.w_shape), 1)
    met = np.zeros(case.z_shape[:2], int)
    for samples, some in every:
        met[samples, some] += 1
    assert (met == 1).all()
    heights = [some.stop - some.start for _, some in every]
    if layer in "AE":
        assert len(every) == 1
    else:
        assert len(every) > 8
        assert heights[0] == heights[1] // 2
        assert max(heights) - (heights[0] + heights[-1]) in {0, 1}


def test_a_length_is_cut_into_equal_pieces_of_a_multiple_of_four_or_else_with_a_rest():
    assert fast.pieces(16, 16) == [(slice(16), 16)]
    assert fast.pieces(56, 27) == [(slice(56), 8)]
    assert fast.pieces(48, 13) == [(slice(48), 12)]
    assert fast.pieces(100, 45) == [(slice(100), 20)]
    assert fast.pieces(20, 16) == [(slice(16), 16), (slice(16, 20), 4)]
    assert fast.pieces(61, 20) == [(slice(60), 20), (slice(60, 61), 1)]
    assert fast.pieces(7, 3) == [(slice(6), 3), (slice(6, 7), 1)]


def test_only_a_window_of_one_pixel_at_its_own_place_is_that_pixel():
    alone = Windows(n=7, kernel=1, stride=1, dilation=1, start=0, count=7)
    assert alone.are_positions
    for name, value in {"start": 1, "stride": 2, "kernel": 2, "count": 6, "n": 8}.items():
        assert not dataclasses.replace(alone, **{name: value}).are_positions
    assert not dataclasses.replace(alone, start=-1).are_positions


def test_a_part_is_the_largest_divisor_that_is_not_too_small():
    assert [fast.part_of(n, 64) for n in (64, 90, 128, 192, 16, 61, 67, 34, 30)] == [64, 45, 64, 64, 16, 61, 67, 34, 30]
    assert [fast.part_of(n, 16) for n in (64, 48, 17, 34, 15)] == [16, 16, 17, 34, 15]


# Memory.


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("layer", ["C", "D"])
def test_what_is_read_for_every_pixel_starts_at_a_line_of_the_cache(layer, dtype):
    X, W, b, dZ = LAYERS[layer].tensors(3, dtype)
    read, written = [], []

    def matmul(A, B, out=None, *, real=np.matmul):
        read.append(B.ctypes.data % machine.LINE)
        written.append(out.ctypes.data % machine.LINE)
        return real(A, B, out)

    with mock.patch.object(np, "matmul", matmul):
        conv2d(X, W, b, **LAYERS[layer].settings)
        conv2d_input_grad(dZ, W, X.shape, **LAYERS[layer].settings)
        written.clear()  # that was Z and dX themselves
        conv2d_weight_grad(dZ, X, W.shape, **LAYERS[layer].settings)
    assert len(read) > 20
    assert set(read) == {0}
    assert len(written) >= 6  # each of many products
    assert set(written) == {0}


@pytest.mark.parametrize("batch", [8, 32])
def test_memory_beyond_input_and_output_does_not_grow_with_the_batch(batch):
    X, W = np.ones((batch, 56, 56, 16), "float32"), np.ones((3, 3, 16, 24), "float32")
    dZ = np.ones((batch, 56, 56, 24), "float32")
    passes = {
        lambda: conv2d(X, W, padding=1): dZ.nbytes,
        lambda: conv2d_backward(dZ, X, W, padding=1): X.nbytes,
        lambda: max_pool1d(X[:, 0], 2, 2): X.nbytes,
        lambda: max_pool2d(X, 2, 2): X.nbytes,
    }
    for call, result in passes.items():
        tracemalloc.start()
        call()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak <= result + 2 * 6 * 2**20


def test_inputs_that_are_contiguous_are_not_copied():
    X, W = np.ones((64, 56, 56, 16), "float32"), np.ones((1, 1, 16, 1), "float32")
    tracemalloc.start()
    conv2d_weight_grad(np.ones((64, 56, 56, 1), "float32"), X, W.shape)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes
