"""The explorer of chapter 4: one grid, forward and backward, with the key's formulas beside the right ones."""

from __future__ import annotations

from functools import lru_cache
from math import prod

import numpy as np

from cnnlib.activations import sigmoid, sigmoid_backward
from cnnlib.answers.problem4 import first_tap_only, product_of_sums
from cnnlib.arguments import Array
from cnnlib.backprop import conv2d_backward
from cnnlib.convolution import conv2d
from cnnlib.explore.linked import Cells, Linked
from cnnlib.explore.rules import CentralDifference, Rule, Sigmoid, SigmoidSlope, Sum
from cnnlib.explore.views import View
from cnnlib.pictures import GRADIENT, INPUT, KERNEL, OUTPUT
from cnnlib.problems import IMAGE
from cnnlib.problems import KERNEL as W_OF_PROBLEM
from cnnlib.trace import trace

ACTIVATIONS = ("sigmoid", "none")
IMAGES = (1, 2)  # axes that run down and across: of X, Z and their like
WEIGHTS = (0, 1)
SIGMOID, SLOPE = Sigmoid("Z"), SigmoidSlope("Z")


@lru_cache(maxsize=100)  # the activation and the key do not change them
def tensors(samples: int, inputs: int, outputs: int, rows: int, columns: int) -> tuple[Array, Array, Array, Array]:
    """Return X, W, b and Z: the problem's X and W as the first sample and channel, small whole numbers elsewhere."""
    i, j1, j2, n = np.ogrid[:samples, : IMAGE.shape[0], : IMAGE.shape[1], :inputs]
    X = (3 * i + j1 + 2 * j2 + 5 * n) % 4
    X[0, :, :, 0] = IMAGE
    k1, k2, n, m = np.ogrid[:rows, :columns, :inputs, :outputs]
    W = (k1 + 2 * k2 + n + 2 * m) % 3 - 1
    corner = W_OF_PROBLEM[:rows, :columns]
    W[: corner.shape[0], : corner.shape[1], 0, 0] = corner
    b = np.arange(outputs)
    return X, W, b, conv2d(X, W, b)


def slopes(z_shape: tuple[int, ...]) -> Array:
    """Return dJ/dU: small whole numbers of both signs, whose sum is not 0."""
    i, j1, j2, m = np.indices(z_shape)
    return np.asarray((2 * i + 3 * j1 + 2 * j2 + m) % 5 - 1)


def draw(
    activation: str = "sigmoid",
    samples: int = 1,
    input_channels: int = 1,
    output_channels: int = 1,
    kernel_rows: int = 2,
    kernel_columns: int = 2,
    the_key: bool = True,
) -> View:
    """Show the forward pass, the three gradients, each with its central difference, and what the key states.

    Parameters
    ----------
    activation : {"sigmoid", "none"}
        The problem's, or U = Z, with which every number is whole and can be added up by hand.
    samples, input_channels, output_channels, kernel_rows, kernel_columns : int
        The sizes; X has 6 rows and 5 columns.
    the_key : bool
        Whether the key's 4(b) and 4(c) are shown too.

    Returns
    -------
    View
        The linked arrays.
    """
    X, W, b, Z = tensors(samples, input_channels, output_channels, kernel_rows, kernel_columns)
    dU = slopes(Z.shape)
    by_sigmoid = activation == "sigmoid"
    U = sigmoid(Z) if by_sigmoid else Z
    dZ = sigmoid_backward(dU.astype(float), Z) if by_sigmoid else dU
    dX, dW, db = conv2d_backward(dZ, X, W)
    rule = rules(X.shape, W.shape)
    key_w, key_x = (["key's 4(b)"], ["key's 4(c)"]) if the_key else ([], [])
    cells = [
        Cells("X", X, INPUT, axes=IMAGES, edit=True, explains=["dJ/dX", "measured dJ/dX", *key_x], row="Forward"),
        Cells("W", W, KERNEL, axes=WEIGHTS, edit=True, explains=["dJ/dW", "measured dJ/dW", *key_w]),
        Cells("b", b, KERNEL, edit=True, explains=["dJ/db", "measured dJ/db"]),
        Cells("Z", Z, OUTPUT, axes=IMAGES, rule=rule["Z"], explains=["U", *(["slope"] if by_sigmoid else []), "dJ/dZ"]),
        Cells("U", U, OUTPUT, axes=IMAGES, rule=SIGMOID if by_sigmoid else rule["U = Z"]),
        Cells("dJ/dU", dU, GRADIENT, axes=IMAGES, edit=True, explains=["dJ/dZ"], row="Backward to Z"),
        *([Cells("slope", U * (1 - U), OUTPUT, axes=IMAGES, rule=SLOPE)] if by_sigmoid else []),
        Cells("dJ/dZ", dZ, GRADIENT, axes=IMAGES, rule=rule["dJ/dZ" if by_sigmoid else "dJ/dZ = dJ/dU"]),
        Cells("J", np.sum(dU * U), GRADIENT, rule=rule["J"], title="J"),
        Cells("dJ/dW", dW, GRADIENT, axes=WEIGHTS, rule=rule["dJ/dW"], row="Kernel and bias"),
        Cells("measured dJ/dW", None, GRADIENT, shape=W.shape, axes=WEIGHTS, rule=CentralDifference("J", "W")),
        *(key_of_w(X, W, dZ, rule) if the_key else []),
        Cells("dJ/db", db, GRADIENT, rule=rule["dJ/db"]),
        Cells("measured dJ/db", None, GRADIENT, shape=b.shape, rule=CentralDifference("J", "b")),
        Cells("dJ/dX", dX, GRADIENT, axes=IMAGES, rule=rule["dJ/dX"], row="Input"),
        Cells("measured dJ/dX", None, GRADIENT, shape=X.shape, axes=IMAGES, rule=CentralDifference("J", "X")),
        *([key_of_x(X, W, dZ, rule)] if the_key else []),
    ]
    legend = "J is the sum of dJ/dU * U. Measured: by central differences of J."
    summary = f"Z {Z.shape}, dJ/dW {dW.shape}, dJ/dX {dX.shape}."
    if the_key:
        legend += " \u2260 is where the key's formula parts from the right one."
        wrong_w = parted(product_of_sums(dZ, X, W.shape), dW)
        wrong_x = parted(first_tap_only(dZ, W, X.shape), dX)
        summary += f" The key's 4(b) is wrong in {wrong_w} of {dW.size} elements, its 4(c) in {wrong_x} of {dX.size}."
    return View(Linked(*cells, legend=legend), summary=summary, code=code(by_sigmoid))


def parted(stated: Array, right: Array) -> int:
    """Return in how many elements two arrays differ by more than rounding."""
    return int(np.count_nonzero(np.abs(stated - right) > 1e-9 * (1 + np.abs(right))))


def key_of_w(X: Array, W: Array, dZ: Array, rule: dict[str, Rule]) -> list[Cells]:
    """Return the key's 4(b) in the reading kindest to it: for each sample a sum of X times a sum of dJ/dZ."""
    k1, k2, _, _ = W.shape
    _, rows, columns, _ = dZ.shape
    sums_x = np.stack([[X[:, a : a + rows, b : b + columns].sum((1, 2)) for b in range(k2)] for a in range(k1)], axis=0)
    sums_x = sums_x.transpose(2, 0, 1, 3)  # i, k1, k2, n
    sums_z = dZ.sum(axis=(1, 2))
    of_x, of_z = f"for the key: sums of X {sums_x.shape}", f"for the key: sums of dJ/dZ {sums_z.shape}"
    whole = product_of_sums(dZ, X, W.shape)
    return [
        Cells("sums of X", sums_x, INPUT, axes=IMAGES, rule=rule["sums of X"], title=of_x),
        Cells("sums of dJ/dZ", sums_z, GRADIENT, rule=rule["sums of dJ/dZ"], title=of_z),
        Cells("key's 4(b)", whole, GRADIENT, axes=WEIGHTS, rule=rule["key's 4(b)"], differs="dJ/dW"),
    ]


def key_of_x(X: Array, W: Array, dZ: Array, rule: dict[str, Rule]) -> Cells:
    """Return the key's 4(c): a pixel of X gets from the pixel of Z at the same place, by the weights (0, 0)."""
    stated = first_tap_only(dZ, W, X.shape)
    return Cells("key's 4(c)", stated, GRADIENT, axes=IMAGES, rule=rule["key's 4(c)"], differs="dJ/dX")


@lru_cache(maxsize=200)
def rules(x_shape: tuple[int, ...], w_shape: tuple[int, ...]) -> dict[str, Rule]:
    """Return how each array follows from those before it; the shapes decide it and nothing else does."""
    terms = trace(x_shape, w_shape)
    samples, rows, columns, outputs = terms.z_shape
    z = np.arange(samples * rows * columns * outputs)
    m = z % outputs
    nowhere, none = np.full(len(z), -1), np.full(len(terms), -1)
    # The key's sums. Each pair of an x and a window position occurs once for every output channel: take the first.
    taps = prod(w_shape[:3])
    once = terms.w % outputs == 0
    sample = terms.x[once] // prod(x_shape[1:])
    i, w = (index.ravel() for index in np.indices((samples, taps * outputs)))
    corner = terms.w < w_shape[2] * outputs  # k1 = k2 = 0
    return {
        # The bias is one more term of each element of Z.
        "Z": Sum(
            np.concatenate([terms.z, z]),
            {
                "W": np.concatenate([terms.w, nowhere]),
                "X": np.concatenate([terms.x, nowhere]),
                "b": np.concatenate([none, m]),
            },
        ),
        "U = Z": Sum(z, {"Z": z}),
        "dJ/dZ": Sum(z, {"dJ/dU": z, "slope": z}),
        "dJ/dZ = dJ/dU": Sum(z, {"dJ/dU": z}),
        "J": Sum(np.zeros(len(z), int), {"dJ/dU": z, "U": z}),
        "dJ/dW": Sum(terms.w, {"dJ/dZ": terms.z, "X": terms.x}),
        "dJ/db": Sum(m, {"dJ/dZ": z}),
        "dJ/dX": Sum(terms.x, {"dJ/dZ": terms.z, "W": terms.w}),
        "sums of X": Sum(sample * taps + terms.w[once] // outputs, {"X": terms.x[once]}),
        "sums of dJ/dZ": Sum(z // (rows * columns * outputs) * outputs + m, {"dJ/dZ": z}),
        "key's 4(b)": Sum(w, {"sums of X": i * taps + w // outputs, "sums of dJ/dZ": i * outputs + w % outputs}),
        "key's 4(c)": Sum(terms.x[corner], {"dJ/dZ": terms.z[corner], "W": terms.w[corner]}),
    }


def code(by_sigmoid: bool) -> dict[str, str]:
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
