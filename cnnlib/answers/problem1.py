"""Problem 1: the shapes of three data sets."""

from __future__ import annotations

from dataclasses import dataclass, field

from cnnlib.answers.part import ShapePart, Slip
from cnnlib.problems import EEG_DATA, IMAGE_DATA, VIDEO_DATA
from cnnlib.shapes import TensorShape, image_shape, signal_shape, video_shape


@dataclass(frozen=True, kw_only=True)
class DataShapePart(ShapePart):
    """A part that asks for the shape of a data set."""

    shape: TensorShape = field(repr=False)

    def advise(self, value: tuple[int, ...]) -> str:
        """Say what is off about a shape without saying what it should be."""
        axes = self.shape.axes
        if len(value) != len(axes):
            return f"The answer has {len(value)} lengths; there are {len(axes)} axes: {', '.join(axes)}."
        if sorted(value) == sorted(self.shape):
            return f"All lengths are there, in another order than ({', '.join(axes)})."
        wrong = [axis for axis, a, b in zip(axes, value, self.shape, strict=True) if a != b]
        return f"Look again at the length of: {', '.join(wrong)}."


def make_part(name: str, asked: str, shape: TensorShape, *more: Slip) -> DataShapePart:
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
    return DataShapePart(
        name=name,
        asked=asked,
        form=f"a shape with one length for each axis, ({axes})",
        shown=str(tuple(shape)),
        right=(tuple(shape),),
        why=f"The axes are ({axes}): {shape}.",
        shape=shape,
        slips=slips,
    )


eeg = signal_shape(**EEG_DATA)
videos = video_shape(**VIDEO_DATA)

PARTS = (
    make_part("1a", "the shape of 100 colour images of 256 x 256 pixels", image_shape(**IMAGE_DATA)),
    make_part(
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
    make_part(
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
