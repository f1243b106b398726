"""The explorer of chapter 5: which value reaches which output, and what becomes of a sine."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from cnnlib.arguments import Array
from cnnlib.explore.charts import Line, lines
from cnnlib.explore.linked import Cells, Linked
from cnnlib.explore.rules import Max, Sum
from cnnlib.explore.views import View
from cnnlib.pictures import INPUT, OUTPUT, Note
from cnnlib.pooling import max_pool1d, subsample1d
from cnnlib.problems import SIGNAL
from cnnlib.trace import trace_max_pool1d, trace_subsample1d
from cnnlib.windows import LastWindows

RULES = {"the values that exist": "partial", "whole windows only": "whole"}
SINE_LENGTH = 49


def signal(samples: int, channels: int, length: int) -> Array:
    """Return the problem's signal, (N,); or with others of small whole numbers beside it, (B, N, C)."""
    i, j, n = np.ogrid[:samples, :length, :channels]
    X = (3 * i + 5 * j + 7 * n) % 11
    X[0, :, 0] = SIGNAL[:length]
    return np.asarray(X if samples * channels > 1 else X[0, :, 0])


def draw(
    pool_size: int = 2,
    stride: int = 2,
    last_windows: LastWindows = "partial",
    samples: int = 1,
    channels: int = 1,
    length: int = 8,
) -> View:
    """Show a signal, sub-sampled and pooled, linked value by value.

    Parameters
    ----------
    pool_size, stride : int
        p and s.
    last_windows : {"partial", "whole"}
        What becomes of windows that run past the end.
    samples, channels, length : int
        B, C and N; with one sample and one channel the signal is the problem's, of shape (N,).

    Returns
    -------
    View
        The three arrays; a sentence where no window fits.
    """
    X = signal(samples, channels, length)
    taken = subsample1d(X, stride)
    try:
        pooled = max_pool1d(X, pool_size, stride, windows=last_windows)
    except ValueError as error:
        wrong = f"No window fits: {error}."
        return View(Note(wrong), summary=wrong)
    name = "x" if X.ndim == 1 else "X"
    axes = None if X.ndim == 1 else (2, 1)  # channels run down, time runs across
    kept = trace_subsample1d(X.shape, stride)
    windows = trace_max_pool1d(X.shape, pool_size, stride, windows=last_windows)
    most, take = Max(windows.z, {name: windows.x}), Sum(kept.z, {name: kept.x})
    titles = f"max pooling {pooled.shape}", f"sub-sampling {taken.shape}"
    linked = Linked(
        Cells(name, X, INPUT, axes=axes, edit=True, row="The signal"),
        Cells("pooled", pooled, OUTPUT, axes=axes, rule=most, mark="\u25b2", title=titles[0], row="Its outputs"),
        Cells("sub-sampled", taken, OUTPUT, axes=axes, rule=take, mark="\u2022", title=titles[1]),
        legend="Crossed out: in no window, and not taken." + (" Channels run down, time runs across." if axes else ""),
    )
    n, p, s = length, pool_size, stride
    whole = last_windows == "whole"
    count = f"floor(({n} - {p}) / {s}) + 1" if whole else f"floor(({n} - 1) / {s}) + 1"
    outputs = pooled.shape[0 if X.ndim == 1 else 1]
    run_past = sum(1 for k in range(outputs) if k * s + p > n)
    past = f"{run_past or 'none'} of its windows {'runs' if run_past == 1 else 'run'} past the end"
    note = f"Max pooling has {count} = {outputs} outputs; {past}."
    note = note.replace("-", "\u2212")
    summary = f"Max pooling {pooled.shape}: {flat(pooled)}; sub-sampling {taken.shape}: {flat(taken)}. {note}"
    return View(linked, Note(note), summary=summary, code=code(name, X.ndim, p, s, last_windows))


def flat(values: Array) -> str:
    """Return the numbers of a short array."""
    return str(values.tolist()).replace("-", "\u2212") if values.ndim == 1 else f"{values.size} numbers"


def code(name: str, ndim: int, p: int, s: int, last_windows: str) -> dict[str, str]:
    """Return the lines that compute both outputs."""
    array = f"{name} = np.array({{{name}}})"
    to_torch, back = ("[None, None]", "[0, 0]") if ndim == 1 else (".permute(0, 2, 1)", ".permute(0, 2, 1)")
    step = f"[::{s}]" if ndim == 1 else f"[:, ::{s}]"
    t = f"{name}{to_torch}"
    if last_windows == "partial":
        t = f"torch.nn.functional.pad({t}, (0, {p - 1}), value=-torch.inf)"
    return {
        "cnnlib": f"import numpy as np\nfrom cnnlib import max_pool1d, subsample1d\n\n{array}\n"
        f'pooled = max_pool1d({name}, {p}, {s}, windows="{last_windows}")\ntaken = subsample1d({name}, {s})',
        "PyTorch": f"import torch\n\n{name} = torch.tensor({{{name}}}, dtype=torch.float64)\n"
        f"pooled = torch.nn.functional.max_pool1d({t}, {p}, {s}){back}\ntaken = {name}{step}",
    }


def aliasing(stride: int = 2, period: int = 8) -> View:
    """Show a sine and every s-th of its values.

    Parameters
    ----------
    stride : int
        s.
    period : int
        Values from one crest of the sine to the next.

    Returns
    -------
    View
        A chart, and what the kept values look like.
    """
    time = np.arange(SINE_LENGTH)
    sine = np.round(np.sin(2 * np.pi * time / period), 9)  # sin(pi) is not quite 0, which a chart would blow up
    kept = subsample1d(sine, stride)
    # In cycles for each kept value; a sine of which values are kept cannot be told from one that is a whole number of
    # cycles faster.
    frequency = Fraction(stride, period)
    alias = abs(frequency - round(frequency))
    if period == 2:
        told = "x is 0 at every j before anything is left out, as all of its values lie where the sine crosses 0"
    elif alias == 0:
        told = "each kept value is at the same place of a period and is 0: the sine is gone"
    elif alias == Fraction(1, 2):
        told = "each kept value is half a period, or that and whole periods, from the next, and is 0: the sine is gone"
    elif stride == 1:
        told = f"nothing is left out, and its period is still {period}"
    elif alias == frequency:
        told = f"more than two values of each period are kept, and its period is still {period}"
    else:
        told = f"they look like a sine with a period of {decimal(stride / alias)} values, and not of {period}: aliasing"
    said = f"A sine with a period of {period} values, of which every {ordinal(stride)} one is kept: {told}."
    chart = lines(
        [
            Line("x, a sine", time.tolist(), sine.tolist(), INPUT, "o"),
            Line(f"every {ordinal(stride)} value", time[::stride].tolist(), kept.tolist(), OUTPUT, "s", "7 4"),
        ],
        said,
        x_label="j",
        y_label="x[j]",
    )
    return View(Note(said), chart, summary=said)


def decimal(value: Fraction) -> str:
    """Return a fraction as a decimal number, short."""
    return f"{float(value):.3g}"


def ordinal(number: int) -> str:
    """Return ``"2nd"``; for 1 a word that fits: every single value."""
    return {1: "single", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
