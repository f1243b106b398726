"""Problem 3: what one layer costs."""

from __future__ import annotations

from math import prod
from typing import Any

from cnnlib.answers.part import CountPart, ShapePart, Slip, is_sequence, read_sequence, read_shape
from cnnlib.cost import multiplications, parameters
from cnnlib.geometry import geometry
from cnnlib.problems import LAYER_W, LAYER_X

rows, columns, inputs = LAYER_X
k1, k2, _, outputs = LAYER_W
z_shape = geometry((1, *LAYER_X), LAYER_W, 1, 0, 1).z_shape[1:]
z_rows, z_columns, _ = z_shape
cost = multiplications(LAYER_X, LAYER_W)
trainable = parameters(LAYER_W)


class TwoShapesPart(ShapePart):
    """The part that asks for the shapes of Z and U."""

    def read(self, answer: object) -> tuple[Any, ...]:
        """Read the common shape of Z and U, or both shapes; a pair is returned only if the two differ."""
        values = read_sequence(answer)
        if len(values) == 2 and all(is_sequence(v) for v in values):
            first, second = read_shape(values[0]), read_shape(values[1])
            return first if first == second else (first, second)
        return read_shape(answer)

    def advise(self, value: tuple[Any, ...]) -> str:
        """Say what is off about the shape of Z or U."""
        if any(is_sequence(v) for v in value):
            return "Z and U cannot differ in shape: U is computed from Z element by element."
        if len(value) != len(z_shape):
            return f"Z has {len(z_shape)} axes: row, column, output channel."
        wrong = [n for n, a, b in zip(("rows", "columns", "output channels"), value, z_shape, strict=True) if a != b]
        return f"Look again at the number of {' and of '.join(wrong)}."


class MultiplicationsPart(CountPart):
    """The part that asks for the multiplications of a layer."""

    def advise(self, value: int) -> str:
        """Say how far off a number of multiplications is."""
        if value > 0 and cost % value == 0:
            return (
                f"The layer needs a multiple of {value}: a factor is missing. Every element of Z has its own products."
            )
        return "Count the products in one element of Z, then the elements of Z; every pair of channels takes part."


PARTS = (
    TwoShapesPart(
        name="3a",
        asked="the shapes of Z and U",
        form="a shape (rows, columns, channels), such as (7, 8, 9), or two of them, for Z and for U",
        shown=f"both {z_shape}",
        right=(z_shape,),
        why="Each side is shortened by the kernel's length less 1, the channels are the output channels, "
        "and U has the shape of Z.",
        slips=(
            Slip(
                (rows, columns, outputs),
                "same instead of valid",
                "That needs padding. On valid pixels the kernel must lie on X as a whole.",
            ),
            Slip(
                (z_rows, z_columns, inputs),
                "input channels",
                "The rows and columns are right. Z has one channel for each kernel, not for each channel of X.",
            ),
            Slip(
                (outputs, z_rows, z_columns),
                "channels first",
                "The lengths are right in another order: this problem set puts the channel last.",
            ),
            Slip(
                (z_columns, z_rows, outputs),
                "(column, row) for (row, column)",
                "Rows and columns are exchanged: the rows come first.",
            ),
            Slip(
                (rows - k1, columns - k2, outputs),
                "last window forgotten",
                "One row and one column are missing: the first window starts at 0, so there are H - K1 + 1 of them.",
            ),
            Slip(
                (z_rows, z_columns),
                "channels forgotten",
                "The rows and columns are right; the axis of the output channels is missing.",
            ),
        ),
    ),
    ShapePart(
        name="3b",
        asked="the numbers of input and output channels",
        form="two numbers (input channels, output channels), such as (7, 8)",
        shown=f"{inputs} and {outputs}",
        right=((inputs, outputs),),
        why="They are the last two axes of W: n, which is summed over, and m.",
        advice="Look at the last two axes of W: which of them is summed over?",
        slips=(
            Slip(
                (outputs, inputs),
                "exchanged",
                "The two are exchanged: the input channels n are the last axis of X and the third of W.",
            ),
            Slip((k1, k2), "kernel size", "Those are the rows and columns of the kernel."),
        ),
    ),
    MultiplicationsPart(
        name="3c",
        asked="the number of multiplications in the convolution",
        form="a whole number, such as 1234",
        shown=f"{z_rows}*{z_columns}*{outputs} * {k1}*{k2}*{inputs} = {cost:,}",
        right=(cost,),
        why=f"{prod(z_shape):,} elements of Z, with {k1}*{k2}*{inputs} = {k1 * k2 * inputs} products each.",
        slips=(
            Slip(
                k1 * k2 * inputs,
                "one output element only",
                f"{k1 * k2 * inputs} = {k1}*{k2}*{inputs} is the cost of one element of Z. How many elements has Z?",
            ),
            Slip(
                k1 * k2 * z_rows * z_columns,
                "one pair of channels only",
                f"{k1 * k2 * z_rows * z_columns:,} = {k1}*{k2}*{z_rows}*{z_columns} is the cost of one pair of an "
                "input and an output channel. How many such pairs are there?",
            ),
            Slip(
                k1 * k2 * z_rows * z_columns * outputs,
                "input channels not summed",
                "The sum over the input channels n is missing: each element of Z has K1*K2*C products.",
            ),
            Slip(
                k1 * k2 * z_rows * z_columns * inputs,
                "output channels forgotten",
                "This is the cost of one output channel. There is one for each kernel.",
            ),
            Slip(
                k1 * k2 * rows * columns * inputs * outputs,
                "every pixel of X",
                "This takes a window at every pixel of X, as with zeros around it. On valid pixels there are fewer.",
            ),
            Slip(
                2 * cost,
                "counted twice",
                "This counts each multiplication and its addition, or the two gradients of the backward pass. Asked "
                "are the multiplications that give Z.",
            ),
            Slip(
                trainable,
                "parameters",
                "That is the number of parameters. Each weight is used again in every window.",
            ),
            Slip(
                prod(LAYER_W),
                "weights",
                "That is the number of weights. Each of them is used again in every window.",
            ),
        ),
    ),
    CountPart(
        name="3d",
        asked="the number of trainable parameters",
        form="a whole number, such as 1234",
        shown=f"{k1}*{k2}*{inputs}*{outputs} + {outputs} = {trainable:,}",
        right=(trainable,),
        why="The weights, and one bias for each output channel; all windows share them.",
        advice="Count the elements of W, and those of b.",
        slips=(
            Slip(prod(LAYER_W), "bias forgotten", "These are the weights alone; b is trained too."),
            Slip(
                prod(LAYER_W) + inputs,
                "bias for each input channel",
                "The weights are right. There is one bias for each output channel, not for each input channel.",
            ),
            Slip(
                k1 * k2 * outputs + outputs,
                "input channels forgotten",
                f"This is {k1}*{k2}*{outputs} + {outputs}, or the {inputs}*{outputs} pairs of channels. Each kernel "
                "reaches through all input channels: it has K1*K2*C weights.",
            ),
            Slip(
                prod(LAYER_W) + prod(z_shape),
                "bias for each element of Z",
                "b[m] does not depend on the pixel: all elements of a channel share one bias.",
            ),
            Slip(cost, "multiplications", "That is the number of multiplications: weights count once here."),
        ),
    ),
)
