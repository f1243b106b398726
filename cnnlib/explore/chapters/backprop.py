"""The explorer of chapter 4: one grid, forward and backward, with the key's formulas beside the right ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np

from cnnlib.activations import sigmoid, sigmoid_backward
from cnnlib.arguments import Array
from cnnlib.backprop import conv2d_backward
from cnnlib.explore.linked import Linked, LinkedArray
from cnnlib.explore.rules import CentralDifference, Rule, Sigmoid, SigmoidSlope, Sum
from cnnlib.explore.stages import Stage
from cnnlib.explore.views import Asked, View
from cnnlib.palette import GRADIENT, INPUT, KERNEL, OUTPUT
from cnnlib.problems.explored import make_tensors, make_upstream_gradient
from cnnlib.problems.key import key_input_grad, key_weight_grad
from cnnlib.trace import Trace, trace

ACTIVATIONS = ("none", "sigmoid")
BEFORE = {"activation": "sigmoid", "measured": "on", "the_key": "on"}  # in links from before there were stages
OPENS = {"4a": "dJ/dZ", "4b": "dJ/dW", "4c": "dJ/dX"}
ASKED = Asked(tuple(OPENS), keep=("X", "W", "b", "Z", "U", "dJ/dU", "J"), opens=OPENS)  # a sum shows its formula
IMAGE_AXES, WEIGHT_AXES = (1, 2), (0, 1)  # that run down and across: of X, Z and their like; of W
SIGMOID, SLOPE = Sigmoid("Z"), SigmoidSlope("Z")


# What the key does instead, in words.
KEY_LABEL = {"the_key": "the key's formula"}
KEY_OF_W = {"the_key": "The key's formula adds up dJ/dZ, and the pixels of X that it meets, and only then multiplies."}
KEY_OF_X = {
    "the_key": "Of the weights the key's formula takes W[0, 0] alone; what X passes on through the others is left out."
}
MEASURED = "Measured: by central differences of J, the sum of dJ/dU * U."


def make_stages(by_sigmoid: bool) -> list[Stage]:
    """Return what to look at, from the forward pass to the bias."""
    sums = {
        "Z": "{Z}[i, j1, j2, m] = b[m] + Σ over k1, k2, n of {W}[k1, k2, n, m] · {X}[i, j1+k1, j2+k2, n]",
        "dJ/dZ": "{dJ/dZ}[i, j1, j2, m] = {dJ/dU}[i, j1, j2, m]" + " · {slope}[i, j1, j2, m]" * by_sigmoid,
        "dJ/dW": "{dJ/dW}[k1, k2, n, m] = Σ over i, j1, j2 of {dJ/dZ}[i, j1, j2, m] · {X}[i, j1+k1, j2+k2, n]",
        "dJ/dX": "{dJ/dX}[i, j1, j2, n] = Σ over k1, k2, m of {W}[k1, k2, n, m] · {dJ/dZ}[i, j1−k1, j2−k2, m]",
        "dJ/db": "{dJ/db}[m] = Σ over i, j1, j2 of {dJ/dZ}[i, j1, j2, m]",
    }
    compare_w = {"measured": "measured dJ/dW", "the_key": "key's 4(b)"}
    compare_x = {"measured": "measured dJ/dX", "the_key": "key's 4(c)"}
    slope, compare_b = "slope" if by_sigmoid else "", {"measured": "measured dJ/db"}
    return [
        Stage(name="forward", on="X", by="W", to="Z", beside=["b"], formula=sums["Z"]),
        Stage(name="dJ/dZ", on="dJ/dU", by=slope, to="dJ/dZ", formula=sums["dJ/dZ"]),
        Stage(
            name="dJ/dW",
            on="X",
            by="dJ/dZ",
            to="dJ/dW",
            compare=compare_w,
            labels=KEY_LABEL,
            says=KEY_OF_W,
            formula=sums["dJ/dW"],
        ),
        Stage(
            name="dJ/dX",
            on="dJ/dZ",
            by="W",
            to="dJ/dX",
            compare=compare_x,
            labels=KEY_LABEL,
            says=KEY_OF_X,
            formula=sums["dJ/dX"],
        ),
        Stage(name="dJ/db", on="dJ/dZ", to="dJ/db", compare=compare_b, formula=sums["dJ/db"]),
    ]


STAGES = {by_sigmoid: make_stages(by_sigmoid) for by_sigmoid in (False, True)}


@dataclass(frozen=True)
class Pass:
    """The arrays of one forward and backward pass, and the rules by which they follow from each other."""

    X: Array
    W: Array
    b: Array
    Z: Array
    U: Array
    dU: Array
    dZ: Array
    dX: Array
    dW: Array
    db: Array
    by_sigmoid: bool
    rules: dict[str, Rule]


def run_pass(tensors: tuple[Array, Array, Array, Array], by_sigmoid: bool) -> Pass:
    """Compute all arrays from X, W, b and Z."""
    X, W, b, Z = tensors
    dU = make_upstream_gradient(Z.shape)
    U = sigmoid(Z) if by_sigmoid else Z
    dZ = sigmoid_backward(dU.astype(float), Z) if by_sigmoid else dU
    return Pass(X, W, b, Z, U, dU, dZ, *conv2d_backward(dZ, X, W), by_sigmoid, make_gradient_rules(X.shape, W.shape))


def draw_gradients(
    activation: str = "none",
    samples: int = 1,
    input_channels: int = 1,
    output_channels: int = 1,
    kernel_rows: int = 2,
    kernel_columns: int = 2,
) -> View:
    """Show the forward pass and the three gradients in stages, with their central differences and what the key states.

    Parameters
    ----------
    activation : {"none", "sigmoid"}
        U = Z, with which every number is whole and can be added up by hand, or the problem's.
    samples, input_channels, output_channels, kernel_rows, kernel_columns : int
        The sizes; X has 6 rows and 5 columns.

    Returns
    -------
    View
        The linked arrays.
    """
    tensors = make_tensors(samples, input_channels, output_channels, kernel_rows, kernel_columns)
    run = run_pass(tensors, activation == "sigmoid")
    arrays = [*link_forward(run), *link_backward_to_z(run), *link_kernel_and_bias(run), *link_input(run)]
    linked = Linked(*arrays, stages=STAGES[run.by_sigmoid])
    wrong_w = count_differences(key_weight_grad(run.dZ, run.X, run.W.shape), run.dW)
    wrong_x = count_differences(key_input_grad(run.dZ, run.W, run.X.shape), run.dX)
    summary = (
        f"Z {run.Z.shape}, dJ/dW {run.dW.shape}, dJ/dX {run.dX.shape}. "
        f"The key's 4(b) is wrong in {wrong_w} of {run.dW.size} elements, its 4(c) in {wrong_x} of {run.dX.size}."
    )
    code = write_gradient_code(run.by_sigmoid)
    return View(linked, summary=summary, code=code, asked=ASKED, before=BEFORE)


def count_differences(stated: Array, right: Array) -> int:
    """Return in how many elements two arrays differ by more than rounding."""
    return int(np.count_nonzero(np.abs(stated - right) > 1e-9 * (1 + np.abs(right))))


def link_forward(run: Pass) -> list[LinkedArray]:
    """Return X, W, b, Z and U; a cell of the first three explains its gradient too."""
    slope = ["slope"] if run.by_sigmoid else []
    beside_x, beside_w = ["dJ/dX", "measured dJ/dX", "key's 4(c)"], ["dJ/dW", "measured dJ/dW", "key's 4(b)"]
    rule_z, rule_u = run.rules["Z"], SIGMOID if run.by_sigmoid else run.rules["U = Z"]
    return [
        LinkedArray("X", run.X, INPUT, axes=IMAGE_AXES, edit=True, explains=beside_x, row="Forward"),
        LinkedArray("W", run.W, KERNEL, axes=WEIGHT_AXES, edit=True, explains=beside_w),
        LinkedArray("b", run.b, KERNEL, edit=True, explains=["dJ/db", "measured dJ/db"]),
        LinkedArray("Z", run.Z, OUTPUT, axes=IMAGE_AXES, rule=rule_z, explains=["U", *slope, "dJ/dZ"]),
        LinkedArray("U", run.U, OUTPUT, axes=IMAGE_AXES, rule=rule_u),
    ]


def link_backward_to_z(run: Pass) -> list[LinkedArray]:
    """Return dJ/dU, the slope of the activation, dJ/dZ and J itself."""
    rule = run.rules["dJ/dZ" if run.by_sigmoid else "dJ/dZ = dJ/dU"]
    slope = LinkedArray("slope", run.U * (1 - run.U), OUTPUT, axes=IMAGE_AXES, rule=SLOPE) if run.by_sigmoid else None
    return [
        LinkedArray("dJ/dU", run.dU, GRADIENT, axes=IMAGE_AXES, edit=True, explains=["dJ/dZ"], row="Backward to Z"),
        *([slope] if slope else []),
        LinkedArray("dJ/dZ", run.dZ, GRADIENT, axes=IMAGE_AXES, rule=rule),
        LinkedArray("J", np.sum(run.dU * run.U), GRADIENT, rule=run.rules["J"], title="J"),
    ]


def link_kernel_and_bias(run: Pass) -> list[LinkedArray]:
    """Return dJ/dW and dJ/db, each with its central difference, and the key's 4(b)."""
    dW, db = run.rules["dJ/dW"], run.rules["dJ/db"]
    return [
        LinkedArray("dJ/dW", run.dW, GRADIENT, axes=WEIGHT_AXES, rule=dW, row="Kernel and bias"),
        measure("W", run.W.shape, axes=WEIGHT_AXES),
        *link_key_of_w(run),
        LinkedArray("dJ/db", run.db, GRADIENT, rule=db),
        measure("b", run.b.shape),
    ]


def link_input(run: Pass) -> list[LinkedArray]:
    """Return dJ/dX with its central difference, and the key's 4(c)."""
    name, stated = "key's 4(c)", key_input_grad(run.dZ, run.W, run.X.shape)
    return [
        LinkedArray("dJ/dX", run.dX, GRADIENT, axes=IMAGE_AXES, rule=run.rules["dJ/dX"], row="Input"),
        measure("X", run.X.shape, axes=IMAGE_AXES),
        LinkedArray(name, stated, GRADIENT, axes=IMAGE_AXES, rule=run.rules[name], differs="dJ/dX"),
    ]


def measure(name: str, shape: tuple[int, ...], *, axes: tuple[int, int] | None = None) -> LinkedArray:
    """Return the central differences of J along an array."""
    rule = CentralDifference("J", name)
    return LinkedArray(f"measured dJ/d{name}", None, GRADIENT, shape=shape, axes=axes, rule=rule, about=MEASURED)


def link_key_of_w(run: Pass) -> list[LinkedArray]:
    """Return the key's 4(b) in the reading kindest to it: for each sample a sum of X times a sum of dJ/dZ."""
    k1, k2, _, _ = run.W.shape
    _, rows, columns, _ = run.dZ.shape
    sums_x = np.array([[run.X[:, a : a + rows, b : b + columns].sum((1, 2)) for b in range(k2)] for a in range(k1)])
    sums_x = sums_x.transpose(2, 0, 1, 3)  # sample, row and column of the kernel, input channel
    sums_z = run.dZ.sum(axis=(1, 2))
    titles = f"for the key: sums of X {sums_x.shape}", f"for the key: sums of dJ/dZ {sums_z.shape}"
    stated = key_weight_grad(run.dZ, run.X, run.W.shape)
    of_x, of_z, of_w = (run.rules[name] for name in ("sums of X", "sums of dJ/dZ", "key's 4(b)"))
    return [
        LinkedArray("sums of X", sums_x, INPUT, axes=IMAGE_AXES, rule=of_x, title=titles[0]),
        LinkedArray("sums of dJ/dZ", sums_z, GRADIENT, rule=of_z, title=titles[1]),
        LinkedArray("key's 4(b)", stated, GRADIENT, axes=WEIGHT_AXES, rule=of_w, differs="dJ/dW"),
    ]


@lru_cache(maxsize=200)
def make_gradient_rules(x_shape: tuple[int, ...], w_shape: tuple[int, ...]) -> dict[str, Rule]:
    """Return how each array follows from those before it; the shapes decide it and nothing else does."""
    terms = trace(x_shape, w_shape)
    z = np.arange(prod(terms.z_shape))
    m = z % terms.z_shape[3]
    no_z, no_term = np.full(len(z), -1), np.full(len(terms), -1)
    # The bias is one more term of each element of Z.
    factors = {"W": [terms.w, no_z], "X": [terms.x, no_z], "b": [no_term, m]}
    return {
        "Z": Sum(np.concatenate([terms.z, z]), {name: np.concatenate(parts) for name, parts in factors.items()}),
        "U = Z": Sum(z, {"Z": z}),
        "dJ/dZ": Sum(z, {"dJ/dU": z, "slope": z}),
        "dJ/dZ = dJ/dU": Sum(z, {"dJ/dU": z}),
        "J": Sum(np.zeros(len(z), int), {"dJ/dU": z, "U": z}),
        "dJ/dW": Sum(terms.w, {"dJ/dZ": terms.z, "X": terms.x}),
        "dJ/db": Sum(m, {"dJ/dZ": z}),
        "dJ/dX": Sum(terms.x, {"dJ/dZ": terms.z, "W": terms.w}),
        **make_key_rules(terms, x_shape, w_shape),
    }


def make_key_rules(terms: Trace, x_shape: tuple[int, ...], w_shape: tuple[int, ...]) -> dict[str, Rule]:
    """Return how the key's 4(b), with the sums that it multiplies, and its 4(c) follow."""
    samples, rows, columns, outputs = terms.z_shape
    z, taps = np.arange(prod(terms.z_shape)), prod(w_shape[:3])
    # Each pair of an x and a window position occurs once for every output channel: take the first.
    once = terms.w % outputs == 0
    sample = terms.x[once] // prod(x_shape[1:])
    i, w = (index.ravel() for index in np.indices((samples, taps * outputs)))
    corner = terms.w < w_shape[2] * outputs  # k1 = k2 = 0
    return {
        "sums of X": Sum(sample * taps + terms.w[once] // outputs, {"X": terms.x[once]}),
        "sums of dJ/dZ": Sum(z // (rows * columns * outputs) * outputs + z % outputs, {"dJ/dZ": z}),
        "key's 4(b)": Sum(w, {"sums of X": i * taps + w // outputs, "sums of dJ/dZ": i * outputs + w % outputs}),
        "key's 4(c)": Sum(terms.x[corner], {"dJ/dZ": terms.z[corner], "W": terms.w[corner]}),
    }


def write_gradient_code(by_sigmoid: bool) -> dict[str, str]:
    """Return the lines that compute the gradients."""
    arrays = "X = {make}({X}{kind})\nW = {make}({W}{kind})\nb = {make}({b}{kind})\ndU = {make}({dJ/dU}{kind})\n"
    numpy_lines = arrays.replace("{make}", "np.array").replace("{kind}", "")
    torch_lines = arrays.replace("{make}", "torch.tensor").replace("{kind}", ", dtype=torch.float64")
    imports, dz = ("sigmoid_backward", "sigmoid_backward(dU, conv2d(X, W, b))") if by_sigmoid else ("", "dU")
    names = ", ".join(["conv2d"] * by_sigmoid + ["conv2d_backward"] + [imports] * by_sigmoid)
    u = "torch.sigmoid(Z)" if by_sigmoid else "Z"
    return {
        "cnnlib": f"import numpy as np\nfrom cnnlib import {names}\n\n{numpy_lines}"
        f"dZ = {dz}\ndX, dW, db = conv2d_backward(dZ, X, W)",
        "PyTorch": f"import torch\n\n{torch_lines}X.requires_grad_(), W.requires_grad_(), b.requires_grad_()\n"
        "kernels = W.permute(3, 2, 0, 1).contiguous()\n"  # PyTorch's backward pass cannot do without, for some shapes
        "Z = torch.nn.functional.conv2d(X.permute(0, 3, 1, 2), kernels, b).permute(0, 2, 3, 1)\n"
        f"(dU * {u}).sum().backward()\ndX, dW, db = X.grad, W.grad, b.grad",
    }
