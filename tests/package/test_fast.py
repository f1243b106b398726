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
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
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
    max_pool1d,
    max_pool2d,
    multiplications,
    plain,
    pooling,
    trace,
)
from cnnlib.fast import memory, threads, tuning
from cnnlib.fast.bands import widen
from cnnlib.fast.blocks import cut_into_blocks
from cnnlib.fast.cut import Cut, cut, cut_into_slices
from cnnlib.fast.diagonals import Diagonals, count_bytes
from cnnlib.fast.forward import plan
from cnnlib.fast.lowering import lower, single_positions, take_rows_as_images, view_windows
from cnnlib.geometry import lay_windows
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


# Small and large, so that small cases meet every border of a block, of a tile and of a piece.
tunings = st.builds(
    lambda buffer, product, width, worthwhile: fast.Tuning(
        buffer=buffer, product=product, sums=product, width=width, height=1 + width % 16, worthwhile=worthwhile
    ),
    st.sampled_from([1, 200, 3000, 2**20]),
    st.sampled_from([1, 300, 5000, 10**6]),
    st.sampled_from([16, 17, 64]),
    st.sampled_from([0, 10**9]),
)


def windows_in(case: Convolution) -> tuple[Windows, Windows]:
    """Return where the windows lie, along the rows and along the columns."""
    return lay_windows(case.x_shape, case.w_shape, **case.settings).windows


def forward(case, X, W, b, sizes):
    """Return the convolution with its work cut at other sizes."""
    Z = np.empty(case.z_shape, X.dtype)
    fast.correlate(X, W, Z, *windows_in(case), b, sizes)
    return Z


def backward(case, dZ, X, W, sizes):
    """Return dJ/dX and dJ/dW with their work cut at other sizes."""
    dX = np.empty(case.x_shape, dZ.dtype)
    jobs, sums = fast.weight_grad(dZ, X, case.w_shape, *windows_in(case), sizes)
    fast.run([*jobs, *fast.input_grad(dZ, W, dX, *windows_in(case), sizes)], 2 * multiplied(case), sizes)
    return dX, sums.sum(axis=0)


def multiplied(case):
    return multiplications(case.x_shape, case.w_shape, **case.settings, padding_counts=True)


@given(convolutions(samples=(1, 5)), seeds, tunings, st.integers(0, 30))
def test_however_the_work_is_cut_the_result_is_that_of_the_trace(case, seed, sizes, more):
    # More output channels than elsewhere: tiles of 16 and more need them.
    w_shape = (*case.w_shape[:3], case.w_shape[3] + more)
    case = Convolution(case.x_shape, w_shape, case.stride, case.padding, case.dilation)
    X, W, b, dZ = case.tensors(seed, "float64")
    terms = trace(case.x_shape, case.w_shape, **case.settings)
    dX, dW = backward(case, dZ, X, W, sizes)
    same(forward(case, X, W, b, sizes), terms.forward(X, W) + b, case.z_shape, "float64")
    same(dX, terms.input_grad(dZ, W), case.x_shape, "float64")
    same(dW, terms.weight_grad(dZ, X), case.w_shape, "float64")


def test_a_kernel_of_one_pixel_reaches_every_other_pixel_at_stride_two():
    case = Convolution((2, 5, 7, 3), (1, 1, 3, 4), 2, 0, 1)
    X, W, _, dZ = case.tensors(0, "int64")
    dX, dW = backward(case, dZ, X, W, fast.THIS_MACHINE)
    assert np.array_equal(dX, oracles.conv2d_input_grad(dZ, W, X.shape, **case.settings))
    assert np.array_equal(dW, oracles.conv2d_weight_grad(dZ, X, W.shape, **case.settings))


@costly
@given(st.sampled_from([WIDE, LONG]), seeds, tunings, st.sampled_from(["float32", "float64", "int64", "longdouble"]))
def test_however_the_work_is_cut_many_channels_give_what_the_readable_steps_give(case, seed, sizes, dtype):
    X, W, b, dZ = case.tensors(seed, dtype)
    wanted = oracles.conv2d_by_steps(X, W, b, **case.settings)
    same(forward(case, X, W, b, sizes), wanted, case.z_shape, dtype)
    gradients = oracles.conv2d_backward_by_steps(dZ, X, W, **case.settings)[:2]
    for one, wanted in zip(backward(case, dZ, X, W, sizes), gradients, strict=True):
        same(one, wanted, wanted.shape, dtype)


@given(convolutions(), seeds)
def test_the_readable_steps_give_what_the_loops_give(case, seed):
    X, W, b, dZ = case.tensors(seed, "int64")
    assert np.array_equal(oracles.conv2d_by_steps(X, W, b, **case.settings), oracles.conv2d(X, W, b, **case.settings))
    dX, dW, _ = oracles.conv2d_backward_by_steps(dZ, X, W, **case.settings)
    assert np.array_equal(dX, oracles.conv2d_input_grad(dZ, W, X.shape, **case.settings))
    assert np.array_equal(dW, oracles.conv2d_weight_grad(dZ, X, W.shape, **case.settings))


@given(poolings(samples=(1, 5)), seeds, st.sampled_from([1, 60, 2**20]), st.sampled_from([0, 10**9]))
def test_however_the_work_is_cut_the_maxima_are_the_same(case, seed, buffer, worthwhile):
    X = tensor(case.x_shape, seed, "float32")
    sizes = fast.Tuning(buffer=buffer, worthwhile=worthwhile)
    with mock.patch.object(pooling, "max_along", partial(pooling.max_along, tuning=sizes)):
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
    for most in ("2", "1"):
        monkeypatch.setenv("CNNLIB_THREADS", most)
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
    with mock.patch.object(backprop, "run", wraps=fast.run) as run:
        conv2d_backward(dZ, X, W, **WIDE.settings)
    assert run.call_count == runs


def test_whether_a_second_thread_pays_is_reckoned_from_the_multiplications():
    X, W, _, dZ = WIDE.tensors(0, "float32")
    expected = multiplied(WIDE)
    with mock.patch.object(fast.forward, "run", wraps=fast.run) as run:
        conv2d(X, W, **WIDE.settings)
    assert run.call_args.args[1] == expected
    sizes = fast.Tuning(worthwhile=expected)
    with mock.patch.object(fast.forward, "run") as run:
        forward(WIDE, X, W, None, sizes)
    assert run.call_args.args[1:] == (expected, sizes)
    for gradient in (
        lambda: conv2d_input_grad(dZ, W, X.shape, **WIDE.settings),
        lambda: conv2d_weight_grad(dZ, X, W.shape, **WIDE.settings),
    ):
        with mock.patch.object(backprop, "run", wraps=fast.run) as run:
            gradient()
        assert run.call_args.args[1] == expected
    with mock.patch.object(backprop, "run", wraps=fast.run) as run:
        conv2d_backward(dZ, X, W, **WIDE.settings)
    assert run.call_args.args[1] == 2 * expected + dZ.size, "the sum for the bias reads each number of dJ/dZ once"


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
    "import numpy as np; from cnnlib import conv2d, fast; from cnnlib.fast import threads; "
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
        threads.helpers.clear()
        call()
        print(len(threads.helpers), end=" ")
"""
BLAS = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
ON_OPENBLAS = "openblas" in BLAS and platform.machine() in ("x86_64", "AMD64")


def run(code: str, **environment: str) -> str:
    """Run code in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LARGE + code],
        cwd=Path(fast.__file__).parents[2],  # that it imports what is tested here
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

    fast.run([job] * 2, 1000 + more, fast.Tuning(worthwhile=1000))
    assert len(seen) == 2
    assert len(set(seen)) == threads
    assert threading.get_ident() in seen


def test_memory_is_kept_for_the_next_call_up_to_four_blocks_for_each_slot():
    sizes, seen = {memory.LOWERED: 1, memory.PADDED: 4000, memory.TERMS: 4001}, []

    def job(scratch):
        seen.append({slot: scratch(slot, (size,), np.dtype(np.uint8)).ctypes.data for slot, size in sizes.items()})

    vars(threads.of_this_thread).clear()
    for _ in range(2):
        fast.run([job], 0, fast.Tuning(buffer=1000))
        assert [kept.size for kept in threads.of_this_thread.scratch.kept] == [1, 4000, 0, 0]
    assert all(seen[0][slot] == seen[1][slot] for slot in (memory.LOWERED, memory.PADDED))


def test_memory_that_is_large_enough_is_used_again_whatever_it_holds():
    scratch = memory.Scratch()
    first = scratch(memory.TERMS, (5, 2), np.dtype("float64"))
    assert np.shares_memory(first, scratch(memory.TERMS, (3,), np.dtype("float32")))
    assert not np.shares_memory(first, scratch(memory.SUMS, (3,), np.dtype("float32")))
    larger = scratch(memory.TERMS, (11,), np.dtype("int64"))
    assert not np.shares_memory(first, larger)
    assert (larger.shape, larger.dtype) == ((11,), "int64")


@pytest.mark.parametrize("core", ["Haswell", "Nehalem"])
@pytest.mark.skipif(not ON_OPENBLAS, reason="NumPy is not on OpenBLAS for x86 here")
def test_the_kernels_are_those_that_the_environment_names(core):
    code = "print(fast.openblas_core(), fast.THIS_MACHINE == fast.Tuning())"
    assert run(code, OPENBLAS_CORETYPE=core) == f"{core} True"
    assert fast.openblas_core() == run("print(fast.openblas_core())") != ""


def test_products_may_be_larger_where_there_are_kernels_for_small_ones_those_for_avx512():
    found = {core: tuning.tuning_for(core) for core in ("SkylakeX", "Cooperlake", "SapphireRapids", "Haswell", "")}
    assert [sizes.product for sizes in found.values()] == [10**6] * 3 + [2**18] * 2
    assert {dataclasses.replace(sizes, product=0) for sizes in found.values()} == {fast.Tuning(product=0)}
    assert found[fast.openblas_core()] == fast.THIS_MACHINE


def test_another_library_has_no_kernels_of_openblas():
    with mock.patch.object(tuning.ctypes, "CDLL", side_effect=OSError):
        assert fast.openblas_core() == ""


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


def test_the_windows_are_multiplied_in_pieces_of_these_sizes():
    case = Convolution((2, 9, 63, 5), (3, 3, 5, 100), 1, 0, 1)  # 45 numbers in a window, 7 rows of 61 windows
    X, W, _, _ = case.tensors(3, "float64")

    def pieces(product):
        with products() as sizes:
            forward(case, X, W, None, fast.Tuning(product=product, height=3, width=64))
        return Counter(sizes)

    # 64 of the channels at most, and no more than leave room for products of 61 pixels.
    assert pieces(10**6) == {(2, 7, 1, 61, 45, 64): 1, (2, 7, 1, 61, 45, 36): 1}
    # 5400 = 3 * 45 * 40: for products of 3 pixels, 40 channels at most, of which 32 are a whole number of vectors.
    assert pieces(5400) == {
        (2, 7, 15, 4, 45, 32): 3,
        (2, 7, 1, 1, 45, 32): 3,
        (2, 7, 2, 24, 45, 4): 1,  # 5400 / (45 * 4) = 30 pixels at most
        (2, 7, 1, 13, 45, 4): 1,
    }


def test_the_gradient_of_the_kernel_is_multiplied_in_tiles_of_these_sizes():
    def tiles(case, product, sums):
        X, _, _, dZ = case.tensors(3, "float64")
        sizes = fast.Tuning(product=product, sums=sums, width=48)
        jobs, _ = fast.weight_grad(dZ, X, case.w_shape, *windows_in(case), sizes)
        with products() as found:
            fast.run(jobs, 0, sizes)
        return Counter(found)

    # 122 pixels in a row of both images, 7 rows; all 45 weights, and 48 channels at most.
    wide = Convolution((2, 9, 63, 5), (3, 3, 5, 100), 1, 0, 1)
    assert tiles(wide, 10**6, 10**6) == {(7, 1, 1, 45, 122, 48): 2, (7, 1, 1, 45, 122, 4): 1}
    assert tiles(wide, 5400, 7000) == {
        (1, 30, 1, 45, 4, 48): 14,  # 30 pieces of 45 * 48 sums are more than 7000: row by row
        (3, 1, 1, 45, 2, 48): 4,
        (1, 1, 1, 45, 2, 48): 2,
        (7, 4, 1, 45, 28, 4): 1,  # 5400 / (45 * 4) = 30 pixels at most
        (7, 1, 1, 45, 10, 4): 1,
    }
    # 180 weights and 20 channels: a tile has 48 * 48 / 20 = 115 of the weights at most.
    deep = Convolution((2, 6, 9, 20), (3, 3, 20, 20), 1, 0, 1)
    assert tiles(deep, 10**6, 10**6) == {(4, 1, 1, 96, 14, 20): 1, (4, 1, 1, 84, 14, 20): 1}


def test_pixels_along_a_vector_are_multiplied_in_pieces_of_these_sizes():
    case = Convolution((3, 9, 11, 5), (3, 2, 5, 1), 1, 0, 1)  # 6 weights of 5 channels, 297 pixels
    X, W, b, _ = case.tensors(3, "int64")
    with products() as sizes:
        Z = forward(case, X, W, b, fast.Tuning(product=30 * 40))
    assert Counter(sizes) == {(9, 6, 5, 32): 1, (1, 6, 5, 9): 1}  # of 40 pixels at most, 32 fill vectors
    assert b.any()
    assert np.array_equal(Z, oracles.conv2d(X, W, b))


def test_pixels_lie_along_a_vector_where_one_channel_becomes_of_several_and_an_image_fits_the_buffer():
    X, W, b, _ = Convolution((5, 9, 11, 4), (3, 2, 4, 1), 1, (1, 2), 1).tensors(1, "float32")
    rows, columns = windows_in(Convolution(X.shape, W.shape, 1, (1, 2), 1))
    # 6 terms and 4 channels of 4 bytes for each pixel, with one row of zeros and three columns for 14 windows.
    image = (6 + 4) * (9 + 1) * (11 + 3) * 4
    assert count_bytes(X, W, rows, columns) == image

    def suits(X, W, rows, columns, buffer=image):
        return Diagonals.suits(X, W, rows, columns, fast.Tuning(buffer=buffer))

    assert suits(X, W, rows, columns)
    assert not suits(X, W, rows, columns, image - 1)
    assert not suits(X[..., :1], W[:, :, :1], rows, columns)
    assert not suits(X, np.repeat(W, 2, axis=3), rows, columns)
    assert not suits(X, W, dataclasses.replace(rows, stride=2, count=5), columns)
    assert not suits(X, W, rows, dataclasses.replace(columns, stride=2, count=7))
    for buffer, images in ((image, 1), (2 * image - 1, 1), (2 * image, 2), (5 * image, 5)):
        sizes = fast.Tuning(buffer=buffer)
        assert len(plan(X, W, np.empty((5, 9, 14, 1), "float32"), rows, columns, b, sizes)) == -(-5 // images)


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

    sizes, dX = fast.Tuning(product=10**6), np.empty_like(X)
    by_w = count(lambda: fast.run(fast.weight_grad(dZ, X, W.shape, *windows_in(case), sizes)[0], 0))
    by_x = count(lambda: fast.run(fast.input_grad(dZ, W, dX, *windows_in(case), sizes), 0))
    assert count(lambda: forward(case, X, W, None, sizes)) == 1
    assert by_w == 1
    # Without padding, more pixels than Z has are multiplied by all weights: with the zeros around them, those of X.
    assert by_x == pytest.approx(X[..., 0].size / dZ[..., 0].size if layer in "ABE" else 1, rel=0.05)
    assert max(largest) <= 10**6


def test_without_a_band_the_kernels_are_as_they_were():
    X, W, Z = np.ones((2, 9, 8, 3)), np.ones((2, 3, 3, 4)), np.empty((2, 8, 6, 4))
    columns = Windows(n=8, kernel=3, stride=1, dilation=1, start=0, count=6)
    odd = dataclasses.replace(columns, n=7, count=5)
    spread = dataclasses.replace(columns, dilation=2, count=4)
    spoilt = np.where(np.arange(X.size).reshape(X.shape) == 77, np.inf, X)
    for images, target, along in (
        (X[:, :, :7], Z[:, :, :5].copy(), odd),  # 5 pixels are no pairs
        (X, Z[:, :, :4].copy(), spread),
        (X, Z[:, :, ::-1], columns),
        (spoilt, Z, columns),
    ):
        found = widen(images, W, target, along, fast.Tuning())
        assert all(one is other for one, other in zip(found, (W, target, along), strict=True))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_band_has_the_dtype_of_the_kernel(dtype):
    X, W, Z = np.ones((2, 9, 8, 3), dtype), np.ones((2, 3, 3, 4), dtype), np.empty((2, 8, 6, 4), dtype)
    columns = Windows(n=8, kernel=3, stride=1, dilation=1, start=0, count=6)
    wide, target, fewer = widen(X, W, Z, columns, fast.Tuning())
    assert wide.dtype == dtype
    assert fewer.count < 6
    assert np.shares_memory(target, Z)


@pytest.mark.parametrize("layer", LAYERS)
def test_blocks_cover_each_row_once_and_large_work_has_enough_of_them_for_two_threads(layer):
    case = LAYERS[layer]
    parts = fast.THIS_MACHINE.shares(multiplied(case))
    rows, columns = windows_in(case)
    every = cut_into_blocks(case.x_shape[0], 8 * case.x_shape[3], rows, columns, fast.THIS_MACHINE.buffer, parts)
    met = np.zeros(case.z_shape[:2], int)
    for block in every:
        met[block] += 1
    assert (met == 1).all()
    assert len(every) == 1 if layer in "AE" else len(every) >= 8
    heights = [block.rows.stop - block.rows.start for block in every]
    assert max(heights) - min(heights) < max(heights) / 2


@pytest.mark.parametrize(("more", "count"), [(0, 8), (1, 1)])
def test_work_is_cut_into_parts_from_as_many_multiplications_on_as_a_second_thread_pays(more, count):
    case = LAYERS["B"]
    X, W, Z = (np.empty(shape) for shape in (case.x_shape, case.w_shape, case.z_shape))
    sizes = fast.Tuning(buffer=2**30, worthwhile=multiplied(case) + more)
    assert len(plan(X, W, Z, *windows_in(case), None, sizes)) == count
    jobs, _ = fast.weight_grad(Z, X, case.w_shape, *windows_in(case), sizes)
    assert sum(len(job.share) for job in jobs) == count


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_blocks_are_as_many_as_the_bytes_of_a_lowered_pixel_make_them(dtype):
    case = Convolution((6, 9, 11, 5), (3, 2, 5, 37), 1, 0, 1)  # so many channels need no band
    X, W, _, dZ = case.tensors(1, dtype)
    image = 9 * 10 * 2 * 5 * X.itemsize  # 9 lines of 10 windows of 2 pixels
    for buffer, count in ((image, 6), (2 * image, 3), (2 * image - 1, 6), (6 * image, 1)):
        sizes = fast.Tuning(buffer=buffer, product=2**10)
        assert len(plan(X, W, np.empty(case.z_shape, dtype), *windows_in(case), None, sizes)) == count
        jobs, sums = fast.weight_grad(dZ, X, W.shape, *windows_in(case), sizes)
        assert sum(len(job.share) for job in jobs) == count
        assert len(jobs) == len(sums) == min(2, count), "partial sums for two threads, and no more"


def test_images_are_side_by_side_for_a_product_as_long_as_a_tile_allows():
    case = Convolution((6, 9, 11, 5), (3, 2, 5, 4), 1, 0, 1)  # 10 windows in a row
    X, _, _, dZ = case.tensors(1, "float64")
    for product, blocks in ((16 * 16 * 10, 6), (2 * 16 * 16 * 10 - 1, 6), (2 * 16 * 16 * 10, 3), (3 * 16 * 16 * 10, 2)):
        sizes = fast.Tuning(buffer=2**20, product=product, width=16, worthwhile=0)
        jobs, _ = fast.weight_grad(dZ, X, case.w_shape, *windows_in(case), sizes)
        assert sum(len(job.share) for job in jobs) == blocks


def test_a_block_fits_the_buffer_unless_one_row_of_windows_does_not_or_images_are_to_be_together():
    rows = Windows(n=9, kernel=3, stride=2, dilation=1, start=-1, count=5)
    columns = Windows(n=7, kernel=2, stride=1, dilation=1, start=0, count=6)
    line, span = 6 * 2 * 8, 2 * 4 + 3  # bytes of a line of L, and lines of an image

    def sizes(images, buffer, *others, rows=rows):
        """How many images and rows of Z each block has."""
        every = cut_into_blocks(images, 8, rows, columns, buffer, *others)
        met = np.zeros((images, rows.count), int)
        for block in every:
            met[block] += 1
        assert (met == 1).all()
        return [met[block].shape for block in every]

    assert sizes(3, 3 * line * span, 1) == [(3, 5)]
    assert sizes(3, 3 * line * span - 1, 1) == [(2, 5), (1, 5)]
    assert sizes(3, 3 * line * span, 3) == [(1, 5)] * 3, "in parts"
    assert sizes(1, 7 * line, 1) == [(1, 3), (1, 2)], "7 lines have three windows"
    assert sizes(1, 7 * line - 1, 1) == [(1, 2), (1, 2), (1, 1)]
    assert sizes(3, 1, 1) == [(1, 1)] * 15
    assert sizes(3, line * span, 3, 2) == [(2, 2), (2, 2), (2, 1), (1, 2), (1, 2), (1, 1)], "together"
    assert sizes(3, 3 * line * span, 1, 99) == [(3, 5)]
    assert sizes(0, 1, 1) == []
    # With a dilation, each window has 3 lines of its own.
    spread = dataclasses.replace(rows, stride=1, dilation=2)
    assert sizes(1, 15 * line, 1, rows=spread) == [(1, 5)]
    assert sizes(1, 9 * line, 1, rows=spread) == [(1, 3), (1, 2)]
    assert sizes(1, 9 * line - 1, 1, rows=spread) == [(1, 2), (1, 2), (1, 1)]


def test_a_length_is_cut_into_equal_pieces_and_a_rest():
    assert cut(16, 16, 4) == [Cut(0, 16, 16)]
    assert cut(15, 16, 16) == [Cut(0, 15, 15)]
    assert cut(56, 27, 4) == [Cut(0, 40, 20), Cut(40, 56, 16)]
    assert cut(48, 13, 4) == [Cut(0, 48, 12)]
    assert cut(90, 64, 16) == [Cut(0, 48, 48), Cut(48, 90, 42)]
    assert cut(1152, 70, 16) == [Cut(0, 1152, 64)]
    assert cut(61, 20, 1) == [Cut(0, 48, 16), Cut(48, 61, 13)]
    assert cut(7, 3, 4) == [Cut(0, 4, 4), Cut(4, 7, 3)], "a multiple of 4 at least"
    assert cut(0, 3, 1) == [Cut(0, 0, 1)]
    assert cut_into_slices(9, 4) == [slice(0, 3), slice(3, 6), slice(6, 9)]
    assert cut_into_slices(10, 4) == [slice(0, 4), slice(4, 8), slice(8, 10)]
    assert cut_into_slices(128, 62, 32) == [slice(0, 32), slice(32, 64), slice(64, 96), slice(96, 128)]
    assert cut_into_slices(0, 4) == []


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([1, 4, 16]))
def test_pieces_cover_a_length_once_and_none_is_longer_than_asked_for(n, most, multiple):
    pieces = [piece for some in cut(n, most, multiple) for piece in some.of(np.arange(n), 0)]
    assert np.array_equal(np.concatenate(pieces), np.arange(n))
    assert max(map(len, pieces)) <= max(most, multiple)
    assert [len(np.arange(n)[some]) for some in cut_into_slices(n, most, multiple)] == [len(piece) for piece in pieces]


def test_a_cut_is_a_view_in_which_an_axis_is_two():
    array = np.arange(2 * 7 * 3).reshape(2, 7, 3)[:, :, ::2]
    pieces = Cut(1, 7, 3).of(array, 1)
    assert pieces.shape == (2, 2, 3, 2)
    assert np.shares_memory(pieces, array)
    assert np.array_equal(pieces[:, 1, 2], array[:, 6])


@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 5), (1, 6)])
def test_each_window_is_one_run_of_neighbours_in_the_lowered_copy(stride, padding, dilation):
    case = Convolution((4, 9, 11, 2), (3, 2, 2, 1), stride, padding, dilation)
    rows, columns = windows_in(case)
    X = np.arange(math.prod(case.x_shape)).reshape(case.x_shape) + 1
    scratch = memory.Scratch()
    for slot in memory.SLOTS:
        scratch(slot, (10**4,), X.dtype)[...] = 99  # what an earlier job has left there
    L = lower(X, slice(1, 3), rows, columns, scratch)
    lines = rows.span if dilation == 1 else 3 * rows.count
    assert L.shape == (2, columns.count, lines, 2 * 2)
    windows = view_windows(L, rows).reshape(2, rows.count, columns.count, 3, 2, 2)
    assert np.shares_memory(windows, L)
    padded = np.pad(X, [(0, 0), (padding, padding), (padding, padding), (0, 0)])
    for i, j, k1, k2 in np.ndindex(*windows.shape[1:5]):
        there = padded[1:3, i * stride + k1 * dilation, j * stride + k2 * dilation]
        assert np.array_equal(windows[:, i, j, k1, k2], there)


def test_a_kernel_of_one_pixel_needs_no_copy_unless_its_results_are_no_neighbours():
    case = Convolution((4, 5, 6, 3), (1, 1, 3, 2), 1, 0, 1)
    X, _, _, Z = case.tensors(0, "float64")
    images, target, rows = take_rows_as_images(X, Z, *windows_in(case))
    assert (images.shape, target.shape) == ((20, 1, 6, 3), (20, 1, 6, 2))
    assert rows == Windows(n=1, kernel=1, stride=1, dilation=1, start=0, count=1)
    L = lower(images, slice(5, 9), rows, windows_in(case)[1], memory.Scratch())
    assert np.shares_memory(L, X)
    assert np.array_equal(L[:, :, 0], X.reshape(20, 6, 3)[5:9])
    apart = np.zeros((4, 5, 12, 2))[:, :, ::2]
    as_they_are = take_rows_as_images(X, apart, *windows_in(case))
    assert as_they_are[0] is X
    assert as_they_are[1] is apart
    assert as_they_are[2] == windows_in(case)[0]


def test_the_positions_that_windows_meet_are_windows_of_one_pixel():
    axis = Windows(n=7, kernel=2, stride=3, dilation=4, start=-2, count=3)  # -2, 2; 1, 5; 4, 8
    assert single_positions(axis) == Windows(n=7, kernel=1, stride=1, dilation=1, start=-2, count=11)


def test_only_a_window_of_one_pixel_at_its_own_place_is_that_pixel():
    alone = Windows(n=7, kernel=1, stride=1, dilation=1, start=0, count=7)
    assert alone.are_positions
    for name, value in {"start": 1, "stride": 2, "kernel": 2, "count": 6, "n": 8}.items():
        assert not dataclasses.replace(alone, **{name: value}).are_positions
    assert not dataclasses.replace(alone, start=-1).are_positions


# Memory.


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("layer", ["C", "D"])
def test_what_is_read_for_every_pixel_starts_at_a_line_of_the_cache(layer, dtype):
    X, W, b, dZ = LAYERS[layer].tensors(3, dtype)
    read, written = [], []

    def matmul(A, B, out=None, *, real=np.matmul):
        read.append(B.ctypes.data % memory.LINE)
        written.append(out.ctypes.data % memory.LINE)
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
