"""The five problems: each a class that takes its numbers, of which the homework is one instance.

``own(2)`` is Problem 2 of the homework; ``Convolution(image, kernel)`` is the same problem with other numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cnnlib.arguments import describe
from cnnlib.problems.convolution import Convolution
from cnnlib.problems.gradient_elements import GradientElements
from cnnlib.problems.gradients import Gradients
from cnnlib.problems.homework import (
    EEG_DATA,
    IMAGE,
    IMAGE_DATA,
    KERNEL,
    LAYER_W,
    LAYER_X,
    SIGNAL,
    SIGNAL_POOL,
    SIGNAL_STRIDE,
    VIDEO_DATA,
    make_example,
)
from cnnlib.problems.key import KEY, STATED
from cnnlib.problems.layer import Layer
from cnnlib.problems.part import Part, Slip, Verdict, spell
from cnnlib.problems.problem import Problem
from cnnlib.problems.recordings import Recording, Recordings
from cnnlib.problems.rules import Step
from cnnlib.problems.sampling import Sampling

__all__ = [
    "IMAGE",
    "KERNEL",
    "KEY",
    "LAYER_W",
    "LAYER_X",
    "SIGNAL",
    "SIGNAL_POOL",
    "SIGNAL_STRIDE",
    "STATED",
    "Convolution",
    "GradientElements",
    "Gradients",
    "Layer",
    "Part",
    "Problem",
    "Recording",
    "Recordings",
    "Sampling",
    "Slip",
    "Step",
    "Verdict",
    "own",
    "spell",
]

HOMEWORK: dict[int, Callable[[], Problem]] = {
    1: lambda: Recordings(
        [
            Recording("images", IMAGE_DATA),
            Recording("EEG records", EEG_DATA),
            Recording("videos", VIDEO_DATA),
        ]
    ),
    2: lambda: Convolution(IMAGE, KERNEL),
    3: lambda: Layer(LAYER_X, LAYER_W),
    4: lambda: Gradients(*make_example()),
    5: lambda: Sampling(SIGNAL, SIGNAL_POOL, SIGNAL_STRIDE),
}


def own(number: int) -> Problem:
    """Return a problem of the homework.

    Parameters
    ----------
    number : int
        1 to 5.

    Returns
    -------
    Problem
        1: `Recordings`, with ``recordings``; 2: `Convolution`, with ``image`` and ``kernel``; 3: `Layer`, with
        ``x_shape`` and ``w_shape``; 4: `Gradients`, with an example ``X``, ``W``, ``dU``; 5: `Sampling`, with ``x``,
        ``size`` and ``stride``.

    Raises
    ------
    ValueError
        If there is no such problem.

    Examples
    --------
    >>> own(2).check("b", "5 x 4").right
    True
    """
    if isinstance(number, bool) or not isinstance(number, int) or number not in HOMEWORK:
        raise ValueError(f"number must be one of 1 to {len(HOMEWORK)}; it was {describe(number)}")
    return _own(number)


@cache
def _own(number: int) -> Problem:
    return HOMEWORK[number]()
