"""A tensor: one sample to scale, as sheets, a block or a strip; and all samples, to be counted."""

from __future__ import annotations

from cnnlib.explore.pictures.block import draw_block
from cnnlib.explore.pictures.sheets import draw_sheets
from cnnlib.explore.pictures.strip import draw_strip
from cnnlib.explore.pictures.svg import Drawing
from cnnlib.explore.pictures.tiles import draw_all_images, draw_all_records, draw_all_videos
from cnnlib.shapes import TensorShape


def draw_tensor(shape: TensorShape, rate: int = 0) -> list[Drawing]:
    """Draw one sample of a batch, to scale, and all of its samples.

    Parameters
    ----------
    shape : TensorShape
        Of images, records or videos, channels last.
    rate : int, optional
        Moments or frames a second, for records and videos.

    Returns
    -------
    list of Drawing
        One sample in one picture or two, then all samples.
    """
    if len(shape) == 4:
        _, rows, columns, channels = shape
        return [
            draw_sheets(rows, columns, channels, title="One image", axes=(1, 2, 3)),
            draw_all_images(shape[0], rows, columns),
        ]
    if len(shape) == 3:
        _, moments, channels = shape
        return [draw_strip(moments, channels, rate=rate, title="One record"), draw_all_records(shape[0], moments)]
    _, frames, rows, columns, channels = shape
    return [
        draw_sheets(rows, columns, channels, title="One frame", axes=(2, 3, 4)),
        draw_block(frames, rows, columns, rate=rate, title="One video"),
        draw_all_videos(shape[0], rows, columns),
    ]
