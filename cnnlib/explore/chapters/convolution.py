"""The explorer of chapter 2: a kernel on an image, window by window."""

from __future__ import annotations

from functools import lru_cache
from math import prod

import numpy as np

from cnnlib.arguments import Array
from cnnlib.convolution import conv2d
from cnnlib.explore.linked import Linked, LinkedArray
from cnnlib.explore.rules import Sum
from cnnlib.explore.stages import Stage
from cnnlib.explore.views import Asked, Table, View
from cnnlib.palette import INPUT, KERNEL, OUTPUT
from cnnlib.pictures import Note
from cnnlib.problems import IMAGE
from cnnlib.problems import KERNEL as W_OF_PROBLEM
from cnnlib.problems.explored import PICTURE
from cnnlib.trace import trace

ASKED = Asked(("2b", "2c", "2d", "2e"), keep=("X", "W"))
OWN_IMAGE = "the problem's X"
OPERATIONS = ("correlation", "true convolution")


def make_inputs() -> dict[str, Array]:
    """Return the inputs to choose from, all as large as the problem's."""
    rows, columns = IMAGE.shape
    impulse = np.zeros_like(IMAGE)
    impulse[2, 3] = 1
    upright, level = np.zeros_like(IMAGE), np.zeros_like(IMAGE)
    upright[:, 2:] = 4
    level[3:] = 4
    return {
        OWN_IMAGE: IMAGE,
        "an impulse": impulse,
        "an upright edge": upright,
        "a level edge": level,
        "a ramp across": np.tile(np.arange(columns), (rows, 1)),
        "a ramp down": np.tile(np.arange(rows)[:, None], (1, columns)),
        "a small picture": PICTURE,
    }


INPUTS = make_inputs()


def make_difference_kernel(rows: int, columns: int) -> Array:
    """Return ones in the first column and minus ones in the last: for 2 x 2 the problem's own kernel."""
    W = np.zeros((rows, columns), dtype=np.int64)
    W[:, 0] = 1
    if columns > 1:
        W[:, -1] = -1
    return W


assert np.array_equal(make_difference_kernel(2, 2), W_OF_PROBLEM)


@lru_cache(maxsize=1000)
def make_convolution_rule(
    padded: tuple[int, int], w_shape: tuple[int, int], stride: int, dilation: int, turned: bool
) -> Sum:
    """Return the trace on the input with its padding, so that the zeros of the padding are terms too."""
    terms = trace(padded, w_shape, stride=stride, dilation=dilation)
    return Sum(terms.z, {"W": prod(w_shape) - 1 - terms.w if turned else terms.w, "X": terms.x})


def write_legend(has_padding: bool, has_unreached: bool) -> str:
    """Return what lines in the cells mean, of those that are there."""
    said = []
    if has_padding:
        said.append("Dashed: padding.")
    if has_unreached:
        said.append("Hatched: no window reaches it.")
    return " ".join(said)


def draw_convolution(
    image: str = OWN_IMAGE,
    kernel_rows: int = 2,
    kernel_columns: int = 2,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    operation: str = "correlation",
) -> View:
    """Show X, W and Z, linked cell by cell, and the size of Z with the numbers put in.

    Parameters
    ----------
    image : str
        One of `INPUTS`.
    kernel_rows, kernel_columns : int
        The size of W.
    stride, padding, dilation : int
        The same along rows and columns.
    operation : {"correlation", "true convolution"}
        Whether W lies on X as it is, or turned by 180 degrees.

    Returns
    -------
    View
        The three arrays; a sentence where no window fits.
    """
    X, W = INPUTS[image], make_difference_kernel(kernel_rows, kernel_columns)
    turned = operation == "true convolution"
    try:
        Z = conv2d(X, W[::-1, ::-1] if turned else W, stride=stride, padding=padding, dilation=dilation)
    except ValueError as error:
        wrong = f"No window fits: {error}."
        return View(Note(wrong), summary=wrong)
    padded = np.pad(X, padding)
    rule = make_convolution_rule(padded.shape, W.shape, stride, dilation, turned)
    linked = Linked(
        LinkedArray("X", padded, INPUT, edit=True, padding=(padding, padding)),
        LinkedArray("W", W, KERNEL, edit=True),
        LinkedArray("Z", Z, OUTPUT, rule=rule),
        legend=write_legend(padding > 0, len(set(rule.of["X"])) < padded.size),
        stages=[Stage(on="X", by="W", to="Z")],
    )
    sizes = [
        [name, format_size_formula(n, k, stride, padding, dilation, z), list_unreached(reached, n, padding)]
        for name, n, k, z, reached in zip(
            ("rows", "columns"), X.shape, W.shape, Z.shape, np.divmod(rule.of["X"], padded.shape[1]), strict=True
        )
    ]
    table = Table(
        "The size of Z", ["", "floor((size + 2*padding \u2212 span) / stride) + 1", "no window reaches"], sizes
    )
    summary = f"Z has shape {Z.shape}. What no window reaches: of the rows {sizes[0][2]}, of the columns {sizes[1][2]}."
    code = write_convolution_code(turned, stride, padding, dilation)
    # Padding and a stride leave much of the problem's Z in sight, and the turned kernel all of it, with the other sign.
    is_own = image == OWN_IMAGE and W.shape == W_OF_PROBLEM.shape
    asked = ASKED if is_own else None
    return View(linked, table, summary=summary.replace("-", "\u2212"), code=code, asked=asked)


def format_size_formula(n: int, k: int, stride: int, padding: int, dilation: int, size: int) -> str:
    """Return the size of Z along one axis as it is computed; the span of the kernel is dilation*(k - 1) + 1."""
    span = f"({dilation}*({k} - 1) + 1)" if dilation > 1 else f"{k}"
    return f"floor(({n} + 2*{padding} - {span}) / {stride}) + 1 = {size}".replace("-", "\u2212")


def list_unreached(reached: Array, n: int, padding: int) -> str:
    """Return the rows or columns of X that no window reaches, as a list; those of its padding have no number."""
    missed = set(range(-padding, n + padding)) - {int(at) - padding for at in np.unique(reached)}
    listed = ", ".join(map(str, sorted(missed & {*range(n)})))
    return listed or ("only padding" if missed else "none")


def write_convolution_code(turned: bool, stride: int, padding: int, dilation: int) -> dict[str, str]:
    """Return the lines that compute Z."""
    settings = f"stride={stride}, padding={padding}, dilation={dilation}"
    numpy_w, torch_w = ("W[::-1, ::-1]", "W.flip(0, 1)") if turned else ("W", "W")
    return {
        "cnnlib": "import numpy as np\nfrom cnnlib import conv2d\n\nX = np.array({X})\nW = np.array({W})\n"
        f"Z = conv2d(X, {numpy_w}, {settings})",
        "PyTorch": "import torch\n\nX = torch.tensor({X}, dtype=torch.float64)\n"
        "W = torch.tensor({W}, dtype=torch.float64)\n"
        f"Z = torch.nn.functional.conv2d(X[None, None], {torch_w}[None, None], {settings})[0, 0]",
    }
