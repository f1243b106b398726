"""Shapes whose axes have names, for Problem 1: which axis is what, and in which order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.arguments import as_integer, as_positive, describe, in_short, plural
from cnnlib.dtypes import bytes_each

Rate = float | Fraction | Decimal


class TensorShape(tuple[int, ...]):
    """A shape that remembers the names of its axes; equal to the plain tuple of its lengths.

    Attributes
    ----------
    axes : tuple of str
        A name for each axis, such as ``("sample", "row", "column", "channel")``.
    """

    axes: tuple[str, ...]

    def __new__(cls, lengths: Mapping[str, int]) -> TensorShape:
        """Make a shape from axis names and lengths, in the order given, as `tensor_shape` does."""
        if not isinstance(lengths, Mapping) or not lengths:
            kind = ValueError if isinstance(lengths, Mapping) else TypeError
            raise kind(
                f"lengths must name each axis, such as {{'sample': 100, 'channel': 3}}; it was {describe(lengths)}"
            )
        least = {"sample": 0}
        shape = super().__new__(cls, (as_integer(n, v, least=least.get(n, 1)) for n, v in lengths.items()))
        shape.axes = tuple(lengths)
        return shape

    def __getnewargs__(self) -> tuple[dict[str, int]]:
        """Let copies and pickles keep the names."""
        return (self.lengths,)

    @property
    def lengths(self) -> dict[str, int]:
        """The length of each axis by its name."""
        return dict(zip(self.axes, self, strict=True))

    @property
    def elements(self) -> int:
        """The number of elements: the product of all lengths."""
        return math.prod(self)

    def bytes(self, dtype: DTypeLike = np.float32) -> int:
        """Return the bytes that a tensor of this shape takes in a dtype."""
        return self.elements * bytes_each(dtype)

    def channels_first(self) -> TensorShape:
        """Return the same axes with the channel right after the sample, as PyTorch stores images."""
        return self.with_channel_at(1 if self.axes[0] == "sample" else 0)

    def channels_last(self) -> TensorShape:
        """Return the same axes with the channel at the end, as this book and Keras do."""
        return self.with_channel_at(len(self) - 1)

    def with_channel_at(self, place: int) -> TensorShape:
        """Return the same axes with the channel at a place, counted from 0."""
        if "channel" not in self.axes:
            raise ValueError(f"this shape has no channel axis; its axes are {', '.join(self.axes)}")
        names = [name for name in self.axes if name != "channel"]
        names.insert(place, "channel")
        return TensorShape({name: self.lengths[name] for name in names})

    def __str__(self) -> str:
        """Return the lengths with their names, ``"100 samples x 256 rows"``."""
        return " x ".join(plural(length, name.replace("_", " ")) for name, length in self.lengths.items())


def tensor_shape(**lengths: int) -> TensorShape:
    """Make a shape from named lengths, in the order given.

    Parameters
    ----------
    **lengths : int
        The length of each axis, at least 0 for `sample` and at least 1 for the others.

    Returns
    -------
    TensorShape
        A tuple of the lengths that knows their names.

    Raises
    ------
    ValueError, TypeError
        If there is no axis, or a length is not a whole number in its range.

    Examples
    --------
    >>> shape = tensor_shape(sample=100, row=256, column=256, channel=3)
    >>> tuple(shape), str(shape)
    ((100, 256, 256, 3), '100 samples x 256 rows x 256 columns x 3 channels')
    >>> tuple(shape.channels_first())
    (100, 3, 256, 256)
    """
    if not lengths:
        raise ValueError("a shape needs at least one named axis, such as tensor_shape(sample=100, channel=3)")
    return TensorShape(lengths)


def image_shape(count: int, rows: int, columns: int, *, channels: int = 3) -> TensorShape:
    """Return the shape of a batch of images: (sample, row, column, channel).

    Parameters
    ----------
    count : int
        Images.
    rows, columns : int
        Pixels.
    channels : int
        3 for red, green and blue, 1 for grey.

    Returns
    -------
    TensorShape

    Raises
    ------
    ValueError, TypeError
        As in `tensor_shape`.

    Examples
    --------
    >>> tuple(image_shape(7, 20, 30))
    (7, 20, 30, 3)
    """
    return named(count, rows=rows, columns=columns, channels=channels)


def signal_shape(count: int, *, rate: Rate, seconds: Rate, channels: int) -> TensorShape:
    """Return the shape of a batch of multi-channel recordings: (sample, time_step, channel).

    Parameters
    ----------
    count : int
        Recordings.
    rate : float, Fraction or Decimal
        Values a second in each channel, in Hz. A float is read as the decimals that it is written with.
    seconds : float, Fraction or Decimal
        Length of a recording, in s.
    channels : int
        Electrodes, microphones, ...

    Returns
    -------
    TensorShape

    Raises
    ------
    ValueError, TypeError
        As in `tensor_shape`, and if rate * seconds is not a whole number.

    Examples
    --------
    >>> tuple(signal_shape(7, rate=50, seconds=1.5, channels=4))
    (7, 75, 4)
    """
    return named(count, time_steps=steps(rate, seconds), channels=channels)


def video_shape(count: int, *, rate: Rate, seconds: Rate, rows: int, columns: int, channels: int = 3) -> TensorShape:
    """Return the shape of a batch of videos: (sample, frame, row, column, channel).

    Parameters
    ----------
    count : int
        Videos.
    rate : float, Fraction or Decimal
        Frames a second. A float is read as the decimals that it is written with: 29.97 is exactly that, and 30000/1001,
        the rate of much television, has to be a Fraction.
    seconds : float, Fraction or Decimal
        Length of a video, in s.
    rows, columns : int
        Pixels.
    channels : int
        3 for red, green and blue, 1 for grey.

    Returns
    -------
    TensorShape

    Raises
    ------
    ValueError, TypeError
        As in `tensor_shape`, and if rate * seconds is not a whole number.

    Examples
    --------
    >>> tuple(video_shape(2, rate=25, seconds=4, rows=20, columns=30))
    (2, 100, 20, 30, 3)
    >>> from fractions import Fraction
    >>> tuple(video_shape(2, rate=Fraction(30000, 1001), seconds=10.01, rows=20, columns=30))
    (2, 300, 20, 30, 3)
    """
    return named(count, frames=steps(rate, seconds), rows=rows, columns=columns, channels=channels)


def named(count: int, **lengths: int) -> TensorShape:
    """Make a shape from arguments in the plural, so that a complaint names the argument: rows, not row."""
    checked = {name: as_integer(name, length, least=1) for name, length in lengths.items()}
    samples = as_integer("count", count, least=0)
    return TensorShape({"sample": samples, **{name.removesuffix("s"): n for name, n in checked.items()}})


def steps(rate: Rate, seconds: Rate) -> int:
    """Return rate * seconds as a whole number, computed exactly from fractions or from the decimals as written."""
    given = {"rate": rate, "seconds": seconds}
    for name, number in given.items():
        as_positive(name, number)
    exact = {name: n if isinstance(n, Fraction) else Fraction(str(n)) for name, n in given.items()}
    product = exact["rate"] * exact["seconds"]
    if product.denominator != 1:
        raise ValueError(
            f"rate * seconds must be a whole number of time steps; {in_short(rate)} * {in_short(seconds)} = "
            f"{decimals(product)}{meant(given, exact)}"
        )
    return as_integer("rate * seconds", product.numerator, least=1)


def decimals(number: Fraction) -> str:
    """Return all decimals of a number, so that one sees that it is not whole; p/q where they never end."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return in_short(number)
    with localcontext(prec=2000):
        return in_short(Decimal(number.numerator) / number.denominator)


def meant(given: Mapping[str, Rate], exact: Mapping[str, Fraction]) -> str:
    """Name the fractions that rounded floats may stand for, if these give a whole number: 29.97002997002997."""
    chosen = {name: simplify(given[name], exact[name]) for name in given}
    if (chosen["rate"] * chosen["seconds"]).denominator != 1:
        return ""
    return "; if a fraction is meant, pass " + " and ".join(
        f"{name}=Fraction({c.numerator}, {c.denominator})" for name, c in chosen.items() if c != exact[name]
    )


def simplify(given: Rate, exact: Fraction) -> Fraction:
    """Return the simple fraction of which a float is the rounded value; without one, the number as it is written."""
    simple = exact.limit_denominator(10**4)
    return simple if isinstance(given, float | np.floating) and type(given)(simple) == given else exact
