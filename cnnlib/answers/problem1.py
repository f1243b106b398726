"""Problem 1: the shapes of three data sets."""

from __future__ import annotations

from cnnlib.answers.part import Part, Slip, by_value, read_shape
from cnnlib.problems import EEG_DATA, IMAGE_DATA, VIDEO_DATA
from cnnlib.shapes import TensorShape, image_shape, signal_shape, video_shape


def shape_part(name: str, asked: str, shape: TensorShape, *more: Slip) -> Part:
    """Make a part that asks for a shape; the slips that any shape invites come first."""
    without_samples = {axis: n for axis, n in shape.lengths.items() if axis != "sample"}
    without_channels = {axis: n for axis, n in shape.lengths.items() if axis != "channel"}
    slips = (
        Slip(
            tuple(shape.channels_first()),
            "channels first",
            "These are the right lengths with the channel right after the sample, as PyTorch orders them. "
            "This problem set puts the channel last.",
        ),
        Slip(
            tuple(without_samples.values()),
            "samples forgotten",
            "This is the shape of one sample. The data set holds many, and its first axis counts them.",
        ),
        Slip(
            tuple(without_channels.values()),
            "channels forgotten",
            "The channel axis is missing: several numbers are recorded at each place or time.",
        ),
        *more,
    )
    axes = ", ".join(shape.axes)
    return Part(
        name,
        asked,
        f"a shape with one length for each axis, ({axes})",
        str(tuple(shape)),
        (tuple(shape),),
        by_value(read_shape, f"The axes are ({axes}): {shape}.", lambda given: wrong_shape(given, shape)),
        slips,
    )


def wrong_shape(given: tuple[int, ...], shape: TensorShape) -> str:
    """Say what is off about a shape without saying what it should be."""
    if len(given) != len(shape):
        return f"The answer has {len(given)} lengths; there are {len(shape)} axes: {', '.join(shape.axes)}."
    if sorted(given) == sorted(shape):
        return f"All lengths are there, in another order than ({', '.join(shape.axes)})."
    wrong = [axis for axis, a, b in zip(shape.axes, given, shape, strict=True) if a != b]
    return f"Look again at the length of: {', '.join(wrong)}."


eeg = signal_shape(**EEG_DATA)
videos = video_shape(**VIDEO_DATA)

PARTS = (
    shape_part("1a", "the shape of 100 colour images of 256 x 256 pixels", image_shape(**IMAGE_DATA)),
    shape_part(
        "1b",
        "the shape of 40 EEG records: 80 channels at 240 Hz for 10 s",
        eeg,
        Slip(
            (eeg[0], EEG_DATA["rate"], eeg[2]),
            "seconds forgotten",
            "That is one second of each record. A record has rate times seconds time steps.",
        ),
        Slip(
            (eeg[0], EEG_DATA["rate"], EEG_DATA["seconds"], eeg[2]),
            "time split in two",
            "Rate and seconds are not two axes: together they give one axis of time steps.",
        ),
    ),
    shape_part(
        "1c",
        "the shape of 32 colour videos: 30 frames/s for 10 s, 512 x 512 pixels",
        videos,
        Slip(
            (videos[0], VIDEO_DATA["rate"], *videos[2:]),
            "seconds forgotten",
            "That is one second of each video. A video has rate times seconds frames.",
        ),
        Slip(
            (videos[0], VIDEO_DATA["rate"], VIDEO_DATA["seconds"], *videos[2:]),
            "time split in two",
            "Rate and seconds are not two axes: together they give one axis of frames.",
        ),
    ),
)
