"""Checks of what a caller passes in: every message names the argument, what it was and what is allowed."""

from cnnlib.arguments.arrays import (
    Array,
    as_real,
    as_sequence_shape,
    as_shape,
    as_tensor,
    refuse_other_shape,
    refuse_too_large,
)
from cnnlib.arguments.messages import describe, in_short, plural
from cnnlib.arguments.numbers import (
    LIMIT,
    Number,
    Padding,
    Size,
    as_bool,
    as_choice,
    as_integer,
    as_pair,
    as_positive,
    as_row,
    is_number,
    real_number,
    to_float64,
)

__all__ = [
    "LIMIT",
    "Array",
    "Number",
    "Padding",
    "Size",
    "as_bool",
    "as_choice",
    "as_integer",
    "as_pair",
    "as_positive",
    "as_real",
    "as_row",
    "as_sequence_shape",
    "as_shape",
    "as_tensor",
    "describe",
    "in_short",
    "is_number",
    "plural",
    "real_number",
    "refuse_other_shape",
    "refuse_too_large",
    "to_float64",
]
