"""The explorer of chapter 1: from what is recorded to the shape of the tensor."""

from __future__ import annotations

from cnnlib.explore.charts import dots
from cnnlib.explore.views import Table, View
from cnnlib.pictures import INPUT, Note
from cnnlib.shapes import TensorShape, image_shape, signal_shape, video_shape

DTYPES = ("uint8", "float16", "float32", "float64")
RECORDED = ("images", "EEG", "videos")


def draw(
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
        A table and a chart; a sentence where rate * seconds is no whole number of time steps.
    """
    rows, columns = (int(side) for side in size.split(" x "))
    call = {
        "images": f"image_shape({samples}, {rows}, {columns}, channels={channels})",
        "EEG": f"signal_shape({samples}, rate={rate}, seconds={seconds}, channels={channels})",
        "videos": f"video_shape({samples}, rate={rate}, seconds={seconds}, rows={rows}, columns={columns}, "
        f"channels={channels})",
    }[recorded]
    try:
        shape = shape_of(recorded, samples, rows, columns, rate, seconds, channels)
    except ValueError as error:
        wrong = f"There is no such tensor: {error}."
        return View(Note(wrong), summary=wrong)
    unused = {
        "images": "An image has no time axis: rate and seconds do not matter here.",
        "EEG": "A record has no rows and columns: the size does not matter here.",
        "videos": "Everything matters here.",
    }[recorded]
    first = shape.channels_first()
    table = Table(
        "The tensor",
        ["", "shape", "axes"],
        [
            ["channels last", str(tuple(shape)), ", ".join(axis.replace("_", " ") for axis in shape.axes)],
            ["channels first", str(tuple(first)), ", ".join(axis.replace("_", " ") for axis in first.axes)],
            ["elements", f"{shape.elements:,}", " * ".join(f"{length:,}" for length in shape)],
        ],
    )
    memory = Table(
        "Memory",
        ["", *DTYPES],
        [["bytes", *(f"{shape.bytes(d):,}" for d in DTYPES)], ["about", *(rounded(shape.bytes(d)) for d in DTYPES)]],
    )
    lengths = {f"axis {i}: {axis.replace('_', ' ')}": length for i, (axis, length) in enumerate(shape.lengths.items())}
    alt = f"A dot for the length of each axis, in order: {', '.join(f'{n} {v:,}' for n, v in shape.lengths.items())}."
    chart = dots(lengths, INPUT, alt.replace("_", " "), title=str(shape))
    summary = f"Shape {tuple(shape)}: {shape}, {shape.elements:,} elements."
    code = {
        "cnnlib": f"from cnnlib import {call.split('(')[0]}\n\nshape = {call}\nprint(tuple(shape))",
        "PyTorch": f'import torch\n\nX = torch.empty({tuple(first)}, device="meta")  # channels first; takes no memory',
    }
    return View(table, memory, chart, Note(unused), summary=summary, code=code)


def shape_of(
    recorded: str, samples: int, rows: int, columns: int, rate: int, seconds: float, channels: int
) -> TensorShape:
    """Return the shape of what is recorded."""
    if recorded == "images":
        return image_shape(samples, rows, columns, channels=channels)
    if recorded == "EEG":
        return signal_shape(samples, rate=rate, seconds=seconds, channels=channels)
    return video_shape(samples, rate=rate, seconds=seconds, rows=rows, columns=columns, channels=channels)


def rounded(count: int) -> str:
    """Return bytes in the unit that makes them easy to read, powers of 1,000."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} B"
