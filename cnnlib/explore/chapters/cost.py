"""The explorer of chapter 3: what a layer costs, spelled out, and how the cost grows."""

from __future__ import annotations

from math import prod

from cnnlib.cost import backward_multiplications, memory, multiplications, parameters
from cnnlib.explore.pictures.board import draw_board, draw_dense
from cnnlib.explore.pictures.growth import draw_growth_lines
from cnnlib.explore.pictures.layer import draw_input, draw_output, draw_sum, find_unit
from cnnlib.explore.pictures.svg import Drawing
from cnnlib.explore.views import Asked, Table, View
from cnnlib.geometry import output_size
from cnnlib.problems import LAYER_W, LAYER_X

FACTORS = (1, 2, 4, 8)
HEADER = ("", "count", "how")


def read_sides(text: str) -> tuple[int, int]:
    """Return (48, 64) for ``"48 x 64"``."""
    first, second = text.split(" x ")
    return int(first), int(second)


def draw_window(size: str = "48 x 64", kernel: str = "3 x 3") -> Drawing:
    """Show a sheet of X with the kernel on it, for rows and columns of X and of W."""
    return draw_input(read_sides(size), read_sides(kernel))


def draw_products(kernel: str = "3 x 3", input_channels: int = 10) -> View:
    """Show the products that one number of Z has.

    Parameters
    ----------
    kernel : str
        Rows and columns of W.
    input_channels : int
        C.

    Returns
    -------
    View
        A picture.
    """
    sides = read_sides(kernel)
    count = prod(sides) * input_channels
    return View(
        draw_sum(sides, input_channels),
        summary=f"One number of Z has {count} product{'' if count == 1 else 's'}.",
        asked=Asked(("3c",), what="What one number of Z takes is") if (*sides, input_channels) == LAYER_W[:3] else None,
    )


def draw_pairs(input_channels: int = 10, output_channels: int = 20) -> View:
    """Show a tile for each pair of an input and an output channel.

    Parameters
    ----------
    input_channels, output_channels : int
        C and M.

    Returns
    -------
    View
        A picture.
    """
    board = draw_board(input_channels, output_channels)
    is_own = (input_channels, output_channels) == LAYER_W[2:]
    return View(board, summary=board.alt, asked=Asked(("3b",), what="The pairs of channels are") if is_own else None)


def draw_dense_layer(size: str = "48 x 64", kernel: str = "3 x 3") -> Drawing:
    """Show what share of a dense layer's multiplications a convolution has, for rows and columns of X and of W."""
    return draw_dense(read_sides(size), read_sides(kernel))


def draw_output_size(size: str = "48 x 64", kernel: str = "3 x 3", stride: int = 1) -> View:
    """Show a sheet of Z, its rows and its columns.

    Parameters
    ----------
    size, kernel : str
        Rows and columns of X and of W, ``"48 x 64"``.
    stride : int
        The same along rows and columns.

    Returns
    -------
    View
        A picture and a table.
    """
    rows = []
    for name, n, k in zip(("rows", "columns"), read_sides(size), read_sides(kernel), strict=True):
        formula = f"floor(({n} \u2212 {k}) / {stride}) + 1"
        rows.append([f"{name} of Z", f"{output_size(n, k, stride=stride)}", formula])
    summary = f"Z has {rows[0][1]} rows and {rows[1][1]} columns."
    is_own = (*read_sides(size), *read_sides(kernel), stride) == (*LAYER_X[:2], *LAYER_W[:2], 1)
    return View(
        draw_output((int(rows[0][1]), int(rows[1][1])), prod(read_sides(kernel)), find_unit(*read_sides(size))),
        Table("The size of Z", HEADER, rows),
        summary=summary,
        asked=Asked(("3a",), what="The size of Z is") if is_own else None,
    )


def draw_parameters(kernel: str = "3 x 3", input_channels: int = 10, output_channels: int = 20) -> View:
    """Show the parameters of the layer; the image does not matter.

    Parameters
    ----------
    kernel : str
        Rows and columns of W.
    input_channels, output_channels : int
        C and M.

    Returns
    -------
    View
        A table.
    """
    (k1, k2), c, m = read_sides(kernel), input_channels, output_channels
    count = parameters((k1, k2, c, m))
    row = ["parameters", f"{count:,}", f"{k1}*{k2}*{c}*{m} weights + {m} {'bias' if m == 1 else 'biases'}"]
    asked = Asked(("3d",), what="The parameters are") if (k1, k2, c, m) == LAYER_W else None
    return View(Table("What is learnt", HEADER, [row]), summary=f"{count:,} parameters.", asked=asked)


def draw_costs(
    size: str = "48 x 64", kernel: str = "3 x 3", stride: int = 1, input_channels: int = 10, output_channels: int = 20
) -> View:
    """Show the shapes of a layer, and each of its costs as the product that it is.

    Parameters
    ----------
    size, kernel, stride
        As in `draw_output_size`.
    input_channels, output_channels : int
        C and M.

    Returns
    -------
    View
        The costs as a table.
    """
    (h, w), (k1, k2), c, m = read_sides(size), read_sides(kernel), input_channels, output_channels
    x_shape, w_shape = (h, w, c), (k1, k2, c, m)
    rows, columns = output_size(h, k1, stride=stride), output_size(w, k2, stride=stride)
    forward = multiplications(x_shape, w_shape, stride=stride)
    backward = backward_multiplications(x_shape, w_shape, stride=stride)
    held = memory(x_shape, w_shape, stride=stride)
    x, z = h * w * c, rows * columns * m
    costs = [
        ["X, W, Z", "", f"{x_shape}, {w_shape}, {(rows, columns, m)}"],
        ["multiplications", f"{forward:,}", f"{rows}*{columns}*{m} elements of Z, each {k1}*{k2}*{c} products"],
        ["backward", f"{backward:,}", "twice as many: each product for dJ/dW and for dJ/dX"],
        ["bytes in float32", f"{held.total:,}", f"4 * ({x:,} of X + {k1 * k2 * c * m:,} of W + {m} of b + {z:,} of Z)"],
        ["dense: multiplications", f"{x * z:,}", f"{x:,}*{z:,}: every input meets every output"],
        ["dense: parameters", f"{x * z + z:,}", f"as many weights + {z:,} biases"],
    ]
    code = write_cost_code(x_shape, w_shape, stride)
    # The sizes of Z stay in sight with other channels.
    has_own_sizes = (h, w, k1, k2, stride) == (*LAYER_X[:2], *LAYER_W[:2], 1)
    parts = ("3a", "3c") if (x_shape, w_shape) == (LAYER_X, LAYER_W) else ("3a",)
    return View(
        Table("What it costs", HEADER, costs),
        summary=f"{forward:,} multiplications.",
        code=code,
        asked=Asked(parts, what="What the layer costs is") if has_own_sizes else None,
    )


def write_cost_code(x_shape: tuple[int, int, int], w_shape: tuple[int, int, int, int], stride: int) -> dict[str, str]:
    """Return the lines that count the multiplications and the parameters."""
    (h, w, c), (k1, k2, _, m) = x_shape, w_shape
    return {
        "cnnlib": "from cnnlib import multiplications, parameters\n\n"
        f"X, W = {x_shape}, {w_shape}\nprint(multiplications(X, W, stride={stride}))\nprint(parameters(W))",
        "PyTorch": f"import torch\n\nlayer = torch.nn.Conv2d({c}, {m}, kernel_size=({k1}, {k2}), stride={stride})\n"
        f"Z = layer(torch.zeros(1, {c}, {h}, {w}))\nprint(tuple(Z.shape), sum(p.numel() for p in layer.parameters()))",
    }


def draw_growth(size: str = "48 x 64", kernel: str = "3 x 3", stride: int = 1) -> View:
    """Show how the multiplications grow with each length of the layer.

    Parameters
    ----------
    size, kernel, stride
        As in `draw_output_size`. The channels are the problem's: how the cost grows does not depend on them.

    Returns
    -------
    View
        A chart.
    """
    (h, w), (k1, k2) = read_sides(size), read_sides(kernel)
    c, m = LAYER_X[2], LAYER_W[3]

    def cost(image: int = 1, channels: int = 1, both: int = 1, taps: int = 1) -> int:
        x_shape = (h * image, w * image, c * channels * both)
        return multiplications(x_shape, (min(k1 * taps, h), min(k2 * taps, w), x_shape[2], m * both), stride=stride)

    once = cost()
    growth = {
        "input channels": [cost(channels=f) / once for f in FACTORS],
        "input and output channels": [cost(both=f) / once for f in FACTORS],
        "rows and columns of X": [cost(image=f) / once for f in FACTORS],
        "rows and columns of W": [cost(taps=f) / once for f in FACTORS if k1 * f <= h and k2 * f <= w],
    }
    numbers = "; ".join(f"{name} {', '.join(f'{y:.3g}' for y in ys)}" for name, ys in growth.items())
    alt = (
        "The multiplications where a length is made 1, 2, 4 and 8 times as large, as multiples of the present: "
        f"{numbers}."
    )
    chart = draw_growth_lines(growth, FACTORS, "times the present multiplications", alt)
    doubled = ", ".join(f"{name} by {ys[1]:.3g}" for name, ys in growth.items() if len(ys) > 1)
    return View(chart, summary=f"Doubling multiplies the cost: {doubled}.")
