"""Measure cnnlib against other formulations and PyTorch: `make bench`. Writes cnnlib/benchmark.json for chapter 6.

All candidates of a case take turns, round after round; each is called for a while before it is timed, because the
threads that the one before it used spin on for a tenth of a second. A ratio is that of two medians over the rounds.
"""

import datetime
import gc
import json
import os
import platform
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from time import perf_counter

import numpy as np
import torch

import cnnlib
from bench.layers import LAYERS
from bench.peers import PEERS, loops_forward
from cnnlib import conv2d, conv2d_backward, max_pool1d
from cnnlib.fast import openblas_core

RESULT = Path(__file__).parents[1] / "cnnlib" / "benchmark.json"  # of this repository, whatever is installed
ROUNDS = int(os.environ.get("ROUNDS", 15))
TRIES = int(os.environ.get("TRIES", 4))  # of one measurement, until no other program disturbs it
WARM = 0.12  # seconds; OpenBLAS' own threads spin for 0.1
FAST = {"cnnlib", "im2col, one product", "PyTorch, channels first", "PyTorch, channels last"}
TORCH = ("PyTorch, channels first", "PyTorch, channels last")


def timed(f, *, warm=WARM, calls=5):
    """The median time of a few calls, after others for `warm` seconds; of one call if that takes longer."""
    start = perf_counter()
    f()
    first = perf_counter() - start
    if first > 2 * warm:
        return first
    while perf_counter() - start < warm:
        f()
    times = []
    for _ in range(calls if first < 0.05 else 1):
        start = perf_counter()
        f()
        times.append(perf_counter() - start)
    return float(np.median(times))


def others_busy():
    """Seconds that the processor has spent on other programs, on Linux; 0 elsewhere."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0
    user, nice, system, _, _, irq, softirq = map(int, stat.read_text(encoding="utf-8").split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:4])


def undisturbed(f, tries, warm=WARM):
    """The time of a call while no other program runs; of the last of `tries` if one always does."""
    for _ in range(tries):
        start, busy = perf_counter(), others_busy()
        seconds = timed(f, warm=warm)
        if others_busy() - busy <= 0.02 + 0.05 * (perf_counter() - start):  # the clock of /proc/stat ticks in 0.01 s
            break
        time.sleep(0.2)
    return seconds


def rounds(candidates):
    """Seconds of each candidate in each round, all taking turns."""
    times = {name: [] for name in candidates}
    for _ in range(ROUNDS):
        for name, f in candidates.items():
            times[name].append(undisturbed(f, TRIES, WARM if name in FAST else 0.02))
    return times


def summary(times):
    return {name: [float(np.percentile(t, q)) for q in (50, 25, 75)] for name, t in times.items()}


def tensors(layer, dtype):
    x, w, s, p = LAYERS[layer]
    rng = np.random.default_rng(6)
    X, W, b = (rng.normal(size=shape).astype(dtype) for shape in (x, w, w[3:]))
    return X, W, b, s, p, conv2d(X, W, b, stride=s, padding=p)


def torch_candidates(X, W, b, s, p, Z):
    for name, layout in zip(TORCH, (torch.contiguous_format, torch.channels_last), strict=True):
        x, z = (torch.from_numpy(t.transpose(0, 3, 1, 2).copy()).contiguous(memory_format=layout) for t in (X, Z))
        w = torch.from_numpy(W.transpose(3, 2, 0, 1).copy()).contiguous(memory_format=layout)
        c = torch.from_numpy(b)
        settings = ([s, s], [p, p], [1, 1], False, [0, 0], 1)

        def forward(x=x, w=w, c=c):
            with torch.no_grad():
                return torch.nn.functional.conv2d(x, w, c, s, p)

        def backward(x=x, w=w, z=z, settings=settings):
            return torch.ops.aten.convolution_backward(z, x, w, [w.shape[0]], *settings, [True] * 3)

        yield name, forward, backward


def candidates(layer, dtype):
    """The functions to time: forward and backward; that they agree is asserted first."""
    X, W, b, s, p, Z = tensors(layer, dtype)
    settings = {"stride": s, "padding": p}
    forward = {"cnnlib": lambda: conv2d(X, W, b, **settings)}
    backward = {"cnnlib": lambda: conv2d_backward(Z, X, W, **settings)}
    for name, (f, g) in PEERS.items():
        forward[name] = lambda f=f: f(X, W, b, s, p)
        backward[name] = lambda g=g: g(Z, X, W, s, p)
        agree([Z, *backward["cnnlib"]()], [forward[name](), *backward[name]()])
    for name, f, g in torch_candidates(X, W, b, s, p, Z):
        forward[name], backward[name] = f, g
        dX, dW, db = (t.numpy() for t in g())
        theirs = [f().numpy().transpose(0, 2, 3, 1), dX.transpose(0, 2, 3, 1), dW.transpose(2, 3, 1, 0), db]
        agree([Z, *backward["cnnlib"]()], theirs)
    if layer == "A" and dtype == "float32":
        forward["six nested loops"] = lambda: loops_forward(X, W, b, s, p)
        forward["the trace"] = lambda: cnnlib.trace(X.shape, W.shape).forward(X, W)
    return forward, backward, 2 * Z.size * W[..., 0].size


def agree(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        scale = 1e-9 if one.dtype == np.float64 else 1e-3
        np.testing.assert_allclose(one, other, rtol=scale, atol=scale * float(abs(one).max()))


def peak_rate(dtype):
    """The machine's matrix product: operations in a second, of NumPy's largest of three sizes."""
    best = 0.0
    for n in (512, 1024, 2048):
        A, out = np.ones((n, n), dtype), np.empty((n, n), dtype)
        times = [undisturbed(lambda A=A, out=out: np.matmul(A, A, out=out), 9 * TRIES) for _ in range(3)]
        best = max(best, 2 * n**3 / float(np.median(times)))
    return best


def memory_peak(f):
    """Bytes beyond what there was before, at the highest, the result included."""
    f()
    gc.collect()
    tracemalloc.start()
    kept = f()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return peak


def memory():
    found = {}
    for layer in ("A", "B", "C"):
        X, W, b, s, p, Z = tensors(layer, "float32")
        settings = {"stride": s, "padding": p}
        pairs = {
            "cnnlib": (
                lambda X=X, W=W, b=b, k=settings: conv2d(X, W, b, **k),
                lambda X=X, W=W, Z=Z, k=settings: conv2d_backward(Z, X, W, **k),
            )
        }
        for name, (f, g) in PEERS.items():
            pairs[name] = (lambda f=f, t=(X, W, b, s, p): f(*t), lambda g=g, t=(Z, X, W, s, p): g(*t))
        if layer == "A":
            pairs["six nested loops"] = (lambda t=(X, W, b, s, p): loops_forward(*t), None)
            pairs["the trace"] = (lambda X=X, W=W: cnnlib.trace(X.shape, W.shape).forward(X, W), None)
        found[layer] = {"tensors": X.nbytes + Z.nbytes} | {
            name: [memory_peak(f) if f else None for f in both] for name, both in pairs.items()
        }
    return found


def growth():
    """Seconds against batch, side and channels, each doubled twice, and the exponent that fits."""
    base = {"batch": 8, "side": 28, "channels": 32}
    expected = {"batch": 1, "side": 2, "channels": 2}
    found = {}
    for what in base:
        sizes, calls = [base[what] * 2**i for i in range(4)], {}
        for size in sizes:
            n = base | {what: size}
            X = np.ones((n["batch"], n["side"], n["side"], n["channels"]), "float32")
            W = np.ones((3, 3, n["channels"], n["channels"]), "float32")
            calls[size] = lambda X=X, W=W: conv2d(X, W, padding=1)
        seconds = [summary(rounds(calls))[size][0] for size in sizes]
        exponent = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        found[what] = {"sizes": sizes, "seconds": seconds, "exponent": exponent, "expected": expected[what]}
    return found


def pooling():
    found = {}
    for dtype in ("float32", "float64"):
        X = np.random.default_rng(6).normal(size=(64, 4096, 32)).astype(dtype)
        first = torch.from_numpy(X.transpose(0, 2, 1).copy())
        last = torch.from_numpy(X).transpose(1, 2)
        for p, s in ((2, 2), (3, 1)):
            ours = max_pool1d(X, p, s, windows="whole")
            np.testing.assert_array_equal(ours, torch.max_pool1d(first, p, s).numpy().transpose(0, 2, 1))
            calls = {"cnnlib": lambda X=X, p=p, s=s: max_pool1d(X, p, s, windows="whole")}
            for name, t in zip(TORCH, (first, last), strict=True):
                calls[name] = lambda t=t, p=p, s=s: torch.max_pool1d(t, p, s)
            found[f"{dtype} p={p} s={s}"] = summary(rounds(calls))
    return found


def mean(ratios):
    return float(np.exp(np.mean(np.log(list(ratios)))))


def measure():
    """One run with the OpenBLAS kernels that this process has: prints all, returns what is stored."""
    print(f"\nNumPy {np.__version__}, OpenBLAS kernels: {openblas_core() or 'unknown'}", flush=True)
    peaks = {dtype: peak_rate(dtype) for dtype in ("float32", "float64")}
    print("matrix product: " + ", ".join(f"{d} {rate / 1e9:.0f} GFLOP/s" for d, rate in peaks.items()))
    cases = [case for dtype in peaks for layer in LAYERS for case in measure_layer(layer, dtype, peaks[dtype])]
    run = {"openblas": openblas_core(), "peaks": peaks, "cases": cases, "means": means(cases)}
    run |= {"memory": memory(), "growth": growth(), "pooling": pooling()}
    print_rest(run)
    return run


def measure_layer(layer, dtype, peak):
    """The two cases of a layer in a dtype, forward and backward, each printed when it is done."""
    *passes, operations = candidates(layer, dtype)
    for name, calls, factor in zip(("forward", "backward"), passes, (1, 2), strict=True):
        times = rounds(calls)
        theirs = float(np.median(min((times[t] for t in TORCH), key=np.median)))
        ratios = np.divide(times["cnnlib"], theirs)
        case = {"layer": layer, "dtype": dtype, "pass": name, "operations": factor * operations}
        case |= {"seconds": summary(times), "torch": theirs}
        case |= {"ratio": float(np.median(ratios)), "spread": [float(np.percentile(ratios, q)) for q in (25, 75)]}
        case["share"] = case["operations"] / case["seconds"]["cnnlib"][0] / peak
        print_case(case)
        yield case


def means(cases):
    """The geometric means over the cases, and the worst one."""
    ours = [case["ratio"] for case in cases]
    found = {"all": mean(ours), "worst": max(ours)}
    found |= {d: mean(c["ratio"] for c in cases if c["dtype"] == d) for d in ("float32", "float64")}
    found["peers"] = {
        peer: mean(case["seconds"][peer][0] / case["seconds"]["cnnlib"][0] for case in cases) for peer in PEERS
    }
    return found


def print_case(case):
    others = ", ".join(f"{name} {t[0] / case['torch']:.2f}" for name, t in case["seconds"].items())
    low, high = case["spread"]
    print(
        f"{case['layer']} {case['pass']:8} {case['dtype']}: {case['ratio']:.2f} ({low:.2f} to {high:.2f}) of PyTorch's "
        f"time, {case['share']:.0%} of the peak; {others}",
        flush=True,
    )


def print_rest(run):
    print(json.dumps(run["means"], indent=1))
    for layer, found in run["memory"].items():
        for name, both in found.items():
            if name != "tensors":
                print(f"memory {layer} {name}: " + ", ".join(f"{v / 1e6:.1f} MB" for v in both if v))
    for what, g in run["growth"].items():
        print(f"{what}: exponent {g['exponent']:.2f}, expected {g['expected']}")
    for what, found in run["pooling"].items():
        print(what, {name: f"{1e3 * t[0]:.2f} ms" for name, t in found.items()})


def machine():
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), name)
    return {
        "processor": name,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "torch": torch.__version__,
        "rounds": ROUNDS,
    }


def main():
    if len(sys.argv) > 1:  # the second process: it only measures
        Path(sys.argv[1]).write_text(json.dumps(measure()), encoding="utf-8")
        return
    runs = [measure()]
    store(runs)
    info = Path("/proc/cpuinfo")
    wide = info.exists() and " avx512f" in info.read_text(encoding="utf-8")
    if wide and runs[0]["openblas"] in ("Haswell", "Zen"):
        # This OpenBLAS does not know the processor, and leaves half of its arithmetic unused.
        part = RESULT.with_suffix(".part")
        environment = os.environ | {"OPENBLAS_CORETYPE": "SkylakeX"}
        subprocess.run([sys.executable, "-m", "bench.run", str(part)], env=environment, check=True)
        runs.append(json.loads(part.read_text(encoding="utf-8")))
        part.unlink()
        store(runs)


def store(runs):
    RESULT.write_text(json.dumps({"machine": machine(), "runs": runs}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
