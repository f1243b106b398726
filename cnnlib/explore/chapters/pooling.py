"""The explorer of chapter 5: which value reaches which output, and what becomes of a sine."""

from __future__ import annotations

from fractions import Fraction

from cnnlib.arguments import Array
from cnnlib.explore.linked import Linked, LinkedArray
from cnnlib.explore.pictures.brackets import draw_pooled_signal, draw_sampled_signal
from cnnlib.explore.pictures.sine import draw_sine
from cnnlib.explore.rules import Max, Sum
from cnnlib.explore.stages import Stage
from cnnlib.explore.views import Asked, View
from cnnlib.palette import INPUT, OUTPUT
from cnnlib.pictures import Note
from cnnlib.pooling import max_pool1d, subsample1d
from cnnlib.problems import SIGNAL, SIGNAL_POOL, SIGNAL_STRIDE
from cnnlib.problems.explored import make_signal
from cnnlib.trace import trace_max_pool1d, trace_subsample1d
from cnnlib.windows import LastWindows

LAST_WINDOWS = {"the values that exist": "partial", "whole windows only": "whole"}
SINE_LENGTH = 49
PARTS = ("5a", "5b")


def draw_pooling(
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
    X = make_signal(samples, channels, length)
    try:
        pooled = max_pool1d(X, pool_size, stride, windows=last_windows)
    except ValueError as error:
        wrong = f"No window fits: {error}."
        return View(Note(wrong), summary=wrong)
    sampled = subsample1d(X, stride)
    outputs = pooled.shape[0 if X.ndim == 1 else 1]
    note = count_windows(length, pool_size, stride, last_windows, outputs)
    summary = (
        f"pooled {pooled.shape}: {format_values(pooled)}; sub-sampled {sampled.shape}: {format_values(sampled)}. {note}"
    )
    return View(
        link_outputs(X, pooled, sampled, pool_size, stride, last_windows),
        Note(note),
        summary=summary,
        code=write_pooling_code(X.ndim, pool_size, stride, last_windows),
        asked=Asked(PARTS, keep=("x",)) if tells_answer(pool_size, stride) else None,
    )


def draw_windows(pool_size: int = 2, stride: int = 2, last_windows: LastWindows = "partial", length: int = 8) -> View:
    """Show the problem's signal with its windows as brackets, and the values that sub-sampling keeps.

    Parameters
    ----------
    pool_size, stride, last_windows, length
        As in `draw_pooling`.

    Returns
    -------
    View
        Two pictures; that of sub-sampling alone where no window fits.
    """
    x = SIGNAL[:length]
    title = f"the problem's signal{'' if length == len(SIGNAL) else f', its first {length}'}"
    kept = draw_sampled_signal(x, stride, title=title)
    try:
        pictures = [draw_pooled_signal(x, pool_size, stride, last_windows, title=title), kept]
    except ValueError:
        pictures = [kept]
    asked = Asked(PARTS, what="") if tells_answer(pool_size, stride) else None
    return View(*pictures, summary=" ".join(one.alt for one in pictures), asked=asked)


def tells_answer(pool_size: int, stride: int) -> bool:
    """Return whether an output has numbers of the problem's answers, whatever the length and the number of signals.

    The problem's signal is the first of several, and its first values have the first windows. With the problem's pool
    size another stride leaves some of its windows in sight.
    """
    return stride == SIGNAL_STRIDE or pool_size == SIGNAL_POOL


def link_outputs(
    X: Array, pooled: Array, sampled: Array, pool_size: int, stride: int, last_windows: LastWindows
) -> Linked:
    """Return the signal and its two outputs, linked by their traces."""
    name, axes = ("x", None) if X.ndim == 1 else ("X", (2, 1))  # channels run down, time runs across
    kept = trace_subsample1d(X.shape, stride)
    windows = trace_max_pool1d(X.shape, pool_size, stride, windows=last_windows)
    largest, copy = Max(windows.z, {name: windows.x}), Sum(kept.z, {name: kept.x})
    runs = "channels down, time across" if axes else ""
    is_left_out = len({*windows.x, *kept.x}) < X.size
    return Linked(
        LinkedArray(name, X, INPUT, axes=axes, edit=True, row="The signal", runs=runs),
        LinkedArray("pooled", pooled, OUTPUT, rule=largest, mark="\u25b2", row="Its outputs", axes=axes, runs=runs),
        LinkedArray("sub-sampled", sampled, OUTPUT, rule=copy, mark="\u2022", axes=axes, runs=runs),
        stages=[Stage(on=name, to="pooled", beside=["sub-sampled"])],
        legend="Hatched: in no window, and not taken." if is_left_out else "",
    )


def count_windows(n: int, p: int, s: int, last_windows: LastWindows, outputs: int) -> str:
    """Return in a sentence how many windows there are, and how many of them run past the end."""
    count = f"floor(({n} - {p if last_windows == 'whole' else 1}) / {s}) + 1"
    run_past = sum(1 for k in range(outputs) if k * s + p > n)
    past = f"{run_past or 'none'} of its windows {'runs' if run_past == 1 else 'run'} past the end"
    return f"pooled has {count} = {outputs} elements; {past}.".replace("-", "\u2212")


def format_values(values: Array) -> str:
    """Return the numbers of a short array."""
    return str(values.tolist()).replace("-", "\u2212") if values.ndim == 1 else f"{values.size} numbers"


def write_pooling_code(ndim: int, p: int, s: int, last_windows: LastWindows) -> dict[str, str]:
    """Return the lines that compute both outputs."""
    name = "x" if ndim == 1 else "X"
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


def draw_aliasing(stride: int = 2, period: int = 8) -> View:
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
        A picture, and what the kept values look like.
    """
    nth = format_ordinal(stride)
    sentence = (
        f"A sine with a period of {period} values, of which every {nth} one is kept: {describe_alias(stride, period)}."
    )
    picture = draw_sine(stride, period, SINE_LENGTH, sentence)
    return View(Note(sentence), picture, summary=sentence)


def describe_alias(stride: int, period: int) -> str:
    """Say what the kept values of a sine look like."""
    # In cycles for each kept value; a sine of which values are kept cannot be told from one that is a whole number of
    # cycles faster.
    frequency = Fraction(stride, period)
    alias = abs(frequency - round(frequency))
    if period == 2:
        return "x is 0 at every j before anything is left out, as all of its values lie where the sine crosses 0"
    if alias == 0:
        return "each kept value is at the same place of a period and is 0: the sine is gone"
    if alias == Fraction(1, 2):
        return "each kept value is half a period, or that and whole periods, from the next, and is 0: the sine is gone"
    if stride == 1:
        return f"nothing is left out, and its period is still {period}"
    if alias == frequency:
        return f"more than two values of each period are kept, and its period is still {period}"
    return f"they look like a sine with a period of {float(stride / alias):.3g} values, and not of {period}: aliasing"


def format_ordinal(number: int) -> str:
    """Return ``"2nd"``; for 1 a word that fits: every single value."""
    return {1: "single", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
