"""The explorer of chapter 1: from what is recorded to the shape of the tensor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cnnlib.explore.pictures.tensor import draw_tensor
from cnnlib.explore.views import Asked, Table, View
from cnnlib.pictures import Note
from cnnlib.problems import own
from cnnlib.shapes import TensorShape, image_shape, signal_shape, video_shape

DTYPES = ("uint8", "float16", "float32", "float64")
RECORDED = ("images", "EEG", "videos")
UNUSED = {
    "images": "An image has no time axis: rate and seconds do not matter here.",
    "EEG": "A record has no rows and columns: the size does not matter here.",
    "videos": "Everything matters here.",
}
FUNCTIONS: dict[str, Callable[..., TensorShape]] = {"images": image_shape, "EEG": signal_shape, "videos": video_shape}

# The tensors that are asked for, and by which part.
ASKED = {tuple(part.right[0]): Asked((part.name,)) for part in own(1).parts().values()}


def draw_shape(
    recorded: str = "images",
    samples: int = 100,
    size: str = "256 x 256",
    rate: int = 240,
    seconds: float = 10,
    channels: int = 3,
) -> View:
    """Show the shape of a data set: its axes, elements and bytes, channels last and first.

    Parameters
    ----------
    recorded : {"images", "EEG", "videos"}
        Images have no time axis, EEG records have no rows and columns.
    samples : int
        Images, records or videos.
    size : str
        Rows and columns, ``"256 x 256"``.
    rate : int
        Values or frames a second.
    seconds : float
        Length of a record or a video, in s.
    channels : int
        Colours or electrodes.

    Returns
    -------
    View
        One sample to scale, all samples, and tables; a sentence where rate * seconds is no whole number of time steps.
    """
    rows, columns = (int(side) for side in size.split(" x "))
    sides: dict[str, Any] = {"rows": rows, "columns": columns, "channels": channels}
    calls: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
        "images": ((samples, rows, columns), {"channels": channels}),
        "EEG": ((samples,), {"rate": rate, "seconds": seconds, "channels": channels}),
        "videos": ((samples,), {"rate": rate, "seconds": seconds, **sides}),
    }
    positions, keywords = calls[recorded]
    try:
        shape = FUNCTIONS[recorded](*positions, **keywords)
    except ValueError as error:
        wrong = f"There is no such tensor: {error}."
        return View(Note(wrong), summary=wrong)
    return View(
        *draw_tensor(shape, rate),
        make_axes_table(shape),
        make_memory_table(shape),
        Note(UNUSED[recorded]),
        summary=f"Shape {tuple(shape)}: {shape}, {shape.elements:,} elements.",
        code=write_shape_code(FUNCTIONS[recorded].__name__, positions, keywords, shape),
        asked=ASKED.get(tuple(shape)),
    )


def make_axes_table(shape: TensorShape) -> Table:
    """Return the axes in both orders, and the number of elements as a product."""
    rows = [
        [order, str(tuple(one)), ", ".join(axis.replace("_", " ") for axis in one.axes)]
        for order, one in (("channels last", shape), ("channels first", shape.channels_first()))
    ]
    elements = ["elements", f"{shape.elements:,}", " * ".join(f"{length:,}" for length in shape)]
    return Table("The tensor", ["", "shape", "axes"], [*rows, elements])


def make_memory_table(shape: TensorShape) -> Table:
    """Return the bytes that the tensor takes, by dtype."""
    counts = [shape.bytes(dtype) for dtype in DTYPES]
    return Table(
        "Memory",
        ["", *DTYPES],
        [["bytes", *(f"{count:,}" for count in counts)], ["about", *map(format_bytes, counts)]],
    )


def write_shape_code(
    function: str, positions: tuple[int, ...], keywords: dict[str, Any], shape: TensorShape
) -> dict[str, str]:
    """Return the lines that compute the shape."""
    call = f"{function}({', '.join([*map(str, positions), *(f'{name}={value}' for name, value in keywords.items())])})"
    first = tuple(shape.channels_first())
    return {
        "cnnlib": f"from cnnlib import {function}\n\nshape = {call}\nprint(tuple(shape))",
        "PyTorch": f'import torch\n\nX = torch.empty({first}, device="meta")  # channels first; takes no memory',
    }


def format_bytes(count: int) -> str:
    """Return bytes in the unit that makes them easy to read, powers of 1,000."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} B"
