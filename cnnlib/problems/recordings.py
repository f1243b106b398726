"""Problem 1: the shapes of three data sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import signature
from types import MappingProxyType
from typing import Any

from cnnlib.arguments import as_choice, as_row, describe
from cnnlib.problems.part import Part, Question, make_part
from cnnlib.problems.problem import Problem
from cnnlib.problems.rules import Hint, Step, Told, otherwise, right, slip, when
from cnnlib.shapes import TensorShape, image_shape, signal_shape, video_shape

SHAPES: dict[str, Callable[..., TensorShape]] = {
    "images": image_shape,
    "EEG records": signal_shape,
    "videos": video_shape,
}
NUMBERS = {kind: tuple(signature(shape).parameters) for kind, shape in SHAPES.items()}
STEPS = {"EEG records": "time steps", "videos": "frames"}


@dataclass(frozen=True)
class Recording:
    """A data set.

    Attributes
    ----------
    kind : str
        "images", "EEG records" or "videos".
    numbers : mapping of str to int
        "count" and "channels"; "rows" and "columns" of images and videos; "rate" (per second) and "seconds" of
        records and videos.
    """

    kind: str
    numbers: Mapping[str, int]

    def __post_init__(self) -> None:
        """Check the kind and the names, and by the shape that they give the numbers."""
        as_choice("kind", self.kind, tuple(SHAPES))
        wanted = f"numbers of {self.kind} must be a mapping with {', '.join(NUMBERS[self.kind])}"
        if not isinstance(self.numbers, Mapping):
            raise TypeError(f"{wanted}; it was {describe(self.numbers)}")
        if set(self.numbers) != set(NUMBERS[self.kind]):
            raise ValueError(f"{wanted}; its keys were {describe(list(self.numbers))}")
        object.__setattr__(self, "numbers", MappingProxyType(dict(self.numbers)))
        _ = self.shape

    @property
    def shape(self) -> TensorShape:
        """The shape of the data set, with the names of its axes."""
        return SHAPES[self.kind](**self.numbers)

    @property
    def text(self) -> str:
        """What the data set is, in a few words."""
        n = self.numbers
        colour = {1: "grey ", 3: "colour "}.get(n["channels"], f"{n['channels']}-channel ")
        count, size = n["count"], f"{n.get('rows')} x {n.get('columns')} pixels"
        if self.kind == "images":
            return f"{count} {colour}images of {size}"
        if self.kind == "videos":
            return f"{count} {colour}videos: {n['rate']} frames/s for {n['seconds']} s, {size}"
        return f"{count} EEG records: {n['channels']} channels at {n['rate']} Hz for {n['seconds']} s"


class Recordings(Problem):
    """The shapes of three data sets, the channel last.

    Parameters
    ----------
    recordings : sequence of three Recording

    Raises
    ------
    ValueError
        If they are not three.
    """

    number = 1
    LETTERS = "abc"

    def __init__(self, recordings: Sequence[Recording]) -> None:
        """Take the data sets."""
        self.recordings = as_row(recordings) or ()
        if not all(isinstance(one, Recording) for one in self.recordings) or len(self.recordings) != len(self.LETTERS):
            raise ValueError(f"recordings must be three of Recording, one for each part; it was {describe(recordings)}")

    @property
    def task(self) -> str:
        """What is given and what holds."""
        return "Data sets, each as one tensor: the samples come first and the channel last."

    def make_parts(self) -> dict[str, Part]:
        """Make a part for each data set."""
        return {letter: self.make_one(letter, one) for letter, one in zip(self.LETTERS, self.recordings, strict=True)}

    def make_one(self, letter: str, recording: Recording) -> Part:
        """Make the part that asks for the shape of one data set."""
        axes = name_axes(recording)
        question = Question(
            letter,
            "shape",
            f"the shape of {recording.text}",
            names=axes,
            essential=(
                "axis-order",
                "channels-forgotten",
                "one-record-only",
                *(["seconds-for-samples"] * (recording.kind in STEPS)),
            ),
            words=f"a shape with one length for each axis, ({', '.join(axes)})",
        )
        return make_part(f"{self.number}{letter}", question, tell_shape(recording))


def name_axes(recording: Recording) -> tuple[str, ...]:
    """Return the names of the axes in words."""
    return tuple(name.replace("_", " ") for name in recording.shape.axes)


def tell_shape(recording: Recording) -> Told:
    """Tell a part that asks for the shape of a data set."""
    shape = recording.shape
    lengths, axes = shape.lengths, ", ".join(name_axes(recording))
    without = partial(leave_out, lengths)
    yield right(f"The axes are ({axes}): {shape}.", tuple(shape))
    yield slip(
        "channels-first",
        "These are the right lengths with the channel right after the sample, as PyTorch orders them. This problem "
        "set puts the channel last.",
        tuple(shape.channels_first()),
    )
    yield slip(
        "one-record-only",
        "This is the shape of one sample. The data set holds many, and its first axis counts them.",
        without("sample"),
    )
    yield slip(
        "channels-forgotten",
        "The channel axis is missing: several numbers are recorded at each place or time.",
        without("channel"),
    )
    if recording.kind in STEPS:
        yield from tell_time(recording)
    yield slip(
        "axis-order",
        f"All lengths are there, in another order than ({axes}).",
        tuple(shape)[::-1],
        permuted=True,
    )
    yield when(f"There are {len(shape)} axes: {axes}. Lengths in the answer: {{length}}.", same_length=False)
    yield otherwise("Look again at the length of: {wrong}.")
    yield from solve_shape(recording)


def solve_shape(recording: Recording) -> Told:
    """Tell the hints and the solution."""
    shape, axes = recording.shape, ", ".join(name_axes(recording))
    yield Hint(f"The axes are ({axes}). Which number of the text belongs to which?")
    if recording.kind in STEPS:
        yield Hint(f"The number of {STEPS[recording.kind]} is not given: it is rate times seconds.")
    else:
        yield Hint("Each pixel has several numbers, one for each channel: a colour image has red, green and blue.")
    for place, (axis, length) in enumerate(shape.lengths.items()):
        if place == 1 and recording.kind in STEPS:
            n, name = recording.numbers, STEPS[recording.kind]
            says = f"The number of {name} is rate times seconds."
            yield Step(says, name, f"{n['rate']}*{n['seconds']}", str(length))
        else:
            yield Step(f"The length of the axis {axis} stands in the text.", axis, "", str(length))
    yield Step(f"In the order ({axes}): {shape}.")


def tell_time(recording: Recording) -> Told:
    """Tell the slips with rate and seconds."""
    sample, _, *rest = recording.shape
    rate, seconds, steps = recording.numbers["rate"], recording.numbers["seconds"], STEPS[recording.kind]
    one = recording.kind.rstrip("s").split()[-1]
    yield slip(
        "rate-for-samples",
        f"That is one second of each {one}. A {one} has rate times seconds {steps}.",
        (sample, rate, *rest),
    )
    yield slip(
        "seconds-for-samples",
        f"Seconds are no axis: in each second {steps} are taken, as many as the rate says.",
        (sample, seconds, *rest),
    )
    yield slip(
        "samples-and-time-joined",
        f"Samples and {steps} are two axes: this multiplies their lengths.",
        (sample * rate * seconds, *rest),
    )
    yield slip(
        "time-split-in-two",
        f"Rate and seconds are not two axes: together they give one axis of {steps}.",
        (sample, rate, seconds, *rest),
    )


def leave_out(lengths: Mapping[str, int], axis: str) -> tuple[Any, ...]:
    """Return the lengths of all axes but one."""
    return tuple(length for name, length in lengths.items() if name != axis)
