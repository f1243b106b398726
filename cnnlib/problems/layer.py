"""Problem 3: what one layer costs."""

from __future__ import annotations

from math import prod
from typing import Any

from cnnlib.arguments import as_shape, plural
from cnnlib.cost import multiplications, parameters
from cnnlib.geometry import geometry
from cnnlib.problems.problem import Problem, part
from cnnlib.problems.rules import Hint, Step, Told, otherwise, right, slip, when


class Layer(Problem):
    """Z[i, j, m] = sum over k1, k2, n of W[k1, k2, n, m] X[i+k1, j+k2, n] + b[m] on valid pixels; U = max(0, Z).

    Parameters
    ----------
    x_shape, w_shape : tuple of int, (H, W, C) and (K1, K2, C, M)

    Raises
    ------
    TypeError, ValueError
        If they are no such shapes, or the kernel does not fit.
    """

    number = 3

    def __init__(self, x_shape: Any, w_shape: Any) -> None:
        """Take the shapes and compute that of Z."""
        self.x_shape = as_shape("x_shape", x_shape, ("H", "W", "C"))
        self.w_shape = as_shape("w_shape", w_shape, ("K1", "K2", "C", "M"))
        self.z_shape = geometry((1, *self.x_shape), self.w_shape, 1, 0, 1).z_shape[1:]
        self.multiplications = multiplications(self.x_shape, self.w_shape)

    @property
    def task(self) -> str:
        """What is given and what holds."""
        return (
            "Z[i, j, m] = sum over k1, k2 and n of W[k1, k2, n, m] X[i+k1, j+k2, n] + b[m], on valid pixels, and "
            f"U = max(0, Z). X has shape {self.x_shape}, W has shape {self.w_shape}."
        )

    @part(
        "a",
        "shapes",
        "the shapes of Z and U",
        names=("rows", "columns", "output channels"),
        essential=("row-column-swapped", "size-of-x", "input-channels"),
    )
    def shapes(self) -> Told:
        """Tell 3(a)."""
        (H, W, C), M, (rows, columns, _) = self.x_shape, self.w_shape[3], self.z_shape
        yield right(
            "Each side is shortened by the kernel's length less 1, the channels are the output channels, and U has "
            "the shape of Z.",
            self.z_shape,
            shown=f"both {self.z_shape}",
        )
        yield slip(
            "size-of-x",
            "That needs padding. On valid pixels the kernel must lie on X as a whole.",
            (H, W, M),
        )
        yield slip(
            "input-channels",
            "The rows and columns are right. The channels of Z are the output channels m, not the channels of X.",
            (rows, columns, C),
        )
        yield slip(
            "channels-first",
            "The lengths are right in another order: this problem set puts the channel last.",
            (M, rows, columns),
        )
        yield slip("row-column-swapped", "Rows and columns are exchanged: the rows come first.", (columns, rows, M))
        yield from self.miscount_windows()
        yield slip(
            "channels-forgotten",
            "The rows and columns are right; the axis of the output channels is missing.",
            (rows, columns),
        )
        yield when("Z and U cannot differ in shape: U is computed from Z element by element.", two=True)
        yield when("Z has 3 axes: row, column, output channel.", same_length=False)
        yield otherwise("Look again at the number of: {wrong}.")
        yield from self.solve_shapes()

    def miscount_windows(self) -> Told:
        """Tell the slips of 3(a) that have a window too few or too many."""
        (H, W, _), (K1, K2, _, M), (rows, columns, _) = self.x_shape, self.w_shape, self.z_shape
        yield slip(
            "last-window-forgotten",
            "One row and one column are missing: the first window starts at 0, so there are height - K1 + 1 of them.",
            (H - K1, W - K2, M),
        )
        yield slip(
            "one-window-too-many",
            "One row and one column too many: the last window starts at row height - K1, the first at 0.",
            (rows + 1, columns + 1, M),
        )

    def solve_shapes(self) -> Told:
        """Tell the hints and the solution of 3(a)."""
        (H, W, _), (K1, K2, _, M), (rows, columns, _) = self.x_shape, self.w_shape, self.z_shape
        size = f"{plural(K1, 'row')} and {plural(K2, 'column')}"
        yield Hint("On valid pixels the whole kernel lies on X. How many rows of X can its upper row lie on?")
        yield Hint(f"The kernel has {size}; height - K1 + 1 windows fit below each other. And what does m count?")
        yield Step(
            "Rows: a window starts at each row as long as the kernel fits.",
            "height - K1 + 1",
            f"{H} - {K1} + 1",
            str(rows),
        )
        yield Step("Columns:", "width - K2 + 1", f"{W} - {K2} + 1", str(columns))
        yield Step("Channels: one for each m.", "M", "", str(M))
        yield Step(f"There are {M} output channels; U is computed from Z element by element.")

    @part(
        "b",
        "pair",
        "the numbers of input and output channels",
        essential=("row-column-swapped",),
    )
    def channels(self) -> Told:
        """Tell 3(b)."""
        K1, K2, C, M = self.w_shape
        yield right("They are the last two axes of W: n, which is summed over, and m.", (C, M), shown=f"{C} and {M}")
        yield slip(
            "row-column-swapped",
            "The two are exchanged: the input channels n are the last axis of X and the third of W.",
            (M, C),
        )
        yield slip("kernel-size", "Those are the rows and columns of the kernel.", (K1, K2))
        yield otherwise("Look at the last two axes of W: which of them is summed over?")
        yield Hint("In the formula one index of W is summed over together with X, and one is an index of Z.")
        yield Hint("X[i+k1, j+k2, n] has the input channel last; W[k1, k2, n, m] has it third.")
        yield Step("n is the third index of W.", "C", "", str(C))
        yield Step("m is its last index.", "M", "", str(M))
        yield Step(f"W[k1, k2, n, m] has shape {self.w_shape}: n counts input channels, m output channels.")
        yield Step(f"So there are {C} input channels, as X has, and {M} output channels, as Z has.")

    @part(
        "c",
        "count",
        "the number of multiplications in the convolution",
        essential=(
            "one-output-only",
            "one-channel-pair",
            "one-input-channel",
            "one-output-channel",
            "bias-counted",
            "additions-counted",
        ),
    )
    def cost(self) -> Told:
        """Tell 3(c)."""
        (H, W, C), (K1, K2, _, M), (rows, columns, _) = self.x_shape, self.w_shape, self.z_shape
        elements, products, cost = prod(self.z_shape), K1 * K2 * C, self.multiplications
        yield right(
            f"{elements:,} elements of Z, with {K1}*{K2}*{C} = {products} products each.",
            cost,
            shown=f"{rows}*{columns}*{M} * {K1}*{K2}*{C} = {cost:,}",
        )
        yield slip(
            "one-output-only",
            f"{products:,} = {K1}*{K2}*{C} is the cost of one element of Z. How many elements has Z?",
            products,
        )
        yield slip(
            "one-channel-pair",
            f"{K1 * K2 * rows * columns:,} = {K1}*{K2}*{rows}*{columns} is the cost of one pair of an input and an "
            "output channel. How many such pairs are there?",
            K1 * K2 * rows * columns,
        )
        yield slip(
            "one-input-channel",
            "The sum over the input channels n is missing: each element of Z has K1*K2*C products.",
            K1 * K2 * rows * columns * M,
        )
        yield slip(
            "one-output-channel",
            "This is the cost of one output channel. How many has Z?",
            K1 * K2 * rows * columns * C,
        )
        yield slip(
            "every-pixel-of-x",
            "This takes a window at every pixel of X, as with zeros around it. On valid pixels there are fewer.",
            K1 * K2 * H * W * C * M,
        )
        yield from self.tell_more_than_products(cost, elements, M)
        yield from self.tell_other_counts()
        yield from self.solve_cost()

    def tell_other_counts(self) -> Told:
        """Tell what is counted instead of multiplications, and the rules for all other numbers."""
        yield slip(
            "parameters",
            "That is the number of parameters. Each weight is used again in every window.",
            parameters(self.w_shape),
        )
        yield slip(
            "weights",
            "That is the number of weights. Each of them is used again in every window.",
            prod(self.w_shape),
        )
        yield when(
            "The layer needs a multiple of {value}: a factor is missing. Every element of Z has its own products.",
            divides=True,
        )
        yield otherwise(
            "Count the products in one element of Z, then the elements of Z; every pair of channels takes part."
        )

    def solve_cost(self) -> Told:
        """Tell the hints and the solution of 3(c)."""
        (K1, K2, C, M), (rows, columns, _) = self.w_shape, self.z_shape
        products, elements = K1 * K2 * C, prod(self.z_shape)
        yield Hint("How many products are added up in one element of Z? The sums over k1, k2 and n say it.")
        yield Hint(f"One element of Z has K1*K2*C = {K1}*{K2}*{C} products. Now count the elements of Z, all channels.")
        yield Step("Products in one element of Z:", "K1*K2*C", f"{K1}*{K2}*{C}", str(products))
        yield Step("Elements of Z:", "rows*columns*M", f"{rows}*{columns}*{M}", str(elements))
        yield Step(
            "Each element has its own products.", "multiplications", f"{elements}*{products}", str(self.multiplications)
        )

    def tell_more_than_products(self, cost: int, elements: int, M: int) -> Told:
        """Tell slips that count more than the products of Z."""
        yield slip(
            "additions-counted",
            "This counts each multiplication and its addition, or the two gradients of the backward pass. Asked are "
            "the multiplications that give Z.",
            2 * cost,
        )
        yield slip(
            "bias-counted",
            "This counts the bias of each element of Z as well. It is added, not multiplied.",
            cost + elements,
        )
        yield slip("bias-counted", "This counts the biases as well. They are added, not multiplied.", cost + M)

    @part(
        "d",
        "count",
        "the number of trainable parameters",
        essential=("bias-forgotten", "one-bias", "with-pixels"),
    )
    def parameters(self) -> Told:
        """Tell 3(d)."""
        (K1, K2, C, M), weights, (rows, columns, _) = self.w_shape, prod(self.w_shape), self.z_shape
        trainable = parameters(self.w_shape)
        yield right(
            "The weights, and one bias for each output channel; all windows share them.",
            trainable,
            shown=f"{K1}*{K2}*{C}*{M} + {M} = {trainable:,}",
        )
        pairs = f", or the {C}*{M} pairs of channels" if C * M == K1 * K2 * M + M else ""
        yield slip("bias-forgotten", "These are the weights alone; b is trained too.", weights)
        yield slip("one-bias", "The weights are right. b[m] has an element for each output channel.", weights + 1)
        yield slip(
            "bias-for-each-input",
            "The weights are right. There is one bias for each output channel, not for each input channel.",
            weights + C,
        )
        yield slip(
            "input-channels-forgotten",
            f"This is {K1}*{K2}*{M} + {M}{pairs}. Each output channel has a kernel for every input channel: K1*K2*C "
            "weights.",
            K1 * K2 * M + M,
        )
        yield slip(
            "with-pixels",
            "b[m] does not depend on the pixel: all elements of a channel share one bias.",
            weights + prod(self.z_shape),
        )
        yield slip(
            "with-pixels",
            "This counts the parameters anew for each window: all windows share the same weights and biases.",
            trainable * rows * columns,
        )
        yield slip(
            "multiplications",
            "That is the number of multiplications: weights count once here.",
            self.multiplications,
        )
        yield otherwise("Count the elements of W, and those of b.")
        yield from self.solve_parameters()

    def solve_parameters(self) -> Told:
        """Tell the hints and the solution of 3(d)."""
        (K1, K2, C, M), trainable = self.w_shape, parameters(self.w_shape)
        yield Hint("What is learned is W and b. All windows use the same ones, so the size of X does not matter.")
        yield Hint(f"W has shape {self.w_shape}; b[m] has one element for each output channel.")
        yield Step("Weights:", "K1*K2*C*M", f"{K1}*{K2}*{C}*{M}", str(trainable - M))
        yield Step(
            "Weights, and a bias for each output channel:", "K1*K2*C*M + M", f"{K1}*{K2}*{C}*{M} + {M}", str(trainable)
        )
