"""Problem 5: sub-sampling and max pooling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from cnnlib.arguments import Array, as_integer, as_whole, plural
from cnnlib.forms import write
from cnnlib.problems.departures import Departure, find_in_list
from cnnlib.problems.part import Part
from cnnlib.problems.pooling_functions import PoolingFunctions
from cnnlib.problems.problem import Problem, part
from cnnlib.problems.rules import NUMBER, Hint, Step, Told, otherwise, right, slip, when

Numbers = Sequence[Any]
SAYS = "You have {yours}; {place} is {gives}."


class Sampling(Problem):
    """y[k] = x[s*k], and y[k] = the maximum over j = 0..p-1 of x[s*k+j], both for k = 0..floor((N-1)/s).

    Parameters
    ----------
    x : array_like of whole numbers, (N,)
    size, stride : int
        The pool size p and the stride s, at least 1.

    Raises
    ------
    TypeError, ValueError
        If x is no such array, or a setting is below 1 or no whole number.
    """

    number = 5

    def __init__(self, x: Any, size: int, stride: int) -> None:
        """Take the numbers."""
        self.x = as_whole("x", x, ("N",))
        self.size = as_integer("size", size, least=1)
        self.stride = as_integer("stride", stride, least=1)

    @property
    def arrays(self) -> Mapping[str, Array]:
        """The array that is given, by its name."""
        return {"x": self.x}

    @property
    def task(self) -> str:
        """What holds, without the array."""
        return (
            "Sub-sampling with stride s: y[k] = x[s*k]. Max pooling with pool size p and "
            "stride s: y[k] = the maximum over j = 0..p-1 of x[s*k+j], over the values that exist. Both for "
            "k = 0..floor((N-1)/s)."
        )

    @property
    def starts(self) -> range:
        """Where the windows start."""
        return range(0, len(self.x), self.stride)

    def windows(self, size: int, starts: Sequence[int], pick: Callable[[Numbers], Any]) -> tuple[Any, ...]:
        """Return what is picked from each window."""
        values = self.x.tolist()
        return tuple(pick(values[start : start + size]) for start in starts)

    def depart(self, letter: str, answer: Any) -> Departure | None:
        """Return the first value of a slip's answer that is another one."""
        array, size = {"a": ("sub-sampled", 1), "b": ("pooled", self.size)}[letter]
        values = self.windows(size, self.starts, max)
        given, right = (NUMBER.findall(write("vector", one)) for one in (answer, values))
        return find_in_list(array, given, right, says=SAYS)

    @part(
        "a",
        "vector",
        "x sub-sampled with stride {self.stride}",
        essential=("stride-ignored", "counted-from-1", "length-floor"),
    )
    def subsampled(self) -> Told:
        """Tell 5(a)."""
        x, s, p, count = tuple(self.x.tolist()), self.stride, self.size, len(self.starts)
        yield right("y[k] = x[s*k], starting with x[0].", x[::s])
        yield slip(
            "counted-from-1", "This starts at x[1]. Values are counted from 0: y[0] = x[0].", *non_empty(x[1::s])
        )
        yield slip("stride-ignored", "This is x itself: with a stride, values are left out.", x)
        yield slip("counted-from-1", "This starts at x[s]. k is counted from 0: y[0] = x[0].", *non_empty(x[s::s]))
        yield slip(
            "length-floor",
            "The last value is missing: there are floor((N-1)/s)+1 of them, as k starts at 0, not floor(N/s).",
            *non_empty(x[::s][: len(x) // s]),
        )
        yield slip("first-values", "These are the first values of x: y[k] is x[s*k], not x[k].", x[:count])
        yield slip(
            "maximum",
            "This is the maximum of each window. Sub-sampling takes a value as it is.",
            self.windows(p, self.starts, max),
        )
        yield slip(
            "mean",
            "This is the mean of each group. Sub-sampling takes a value as it is.",
            *typeable(self.windows(s, self.starts, mean)),
        )
        yield slip("places", "These are the places s*k. Asked are the values of x there.", tuple(self.starts))
        yield when("There are floor((N-1)/s)+1 outputs; your answer has {length}.", same_length=False)
        yield otherwise("The length is right. Write down s*k for each k, then x at these places.")
        yield from self.solve_subsampled()

    def solve_subsampled(self) -> Told:
        """Tell the hints and the solution of 5(a)."""
        s = self.stride
        yield Hint("Write down the places s*k for k = 0, 1, ... as long as they are in x.")
        yield Hint(f"With s = {s} and N = {len(self.x)} the last place is s*floor((N-1)/s); the first is 0.")
        for k, start in enumerate(self.starts):
            yield Step(f"For k = {k}:", f"y[{k}]", f"x[{s}*{k}]", str(self.x[start]))

    @part(
        "b",
        "vector",
        "x max-pooled with pool size {self.size} and stride {self.stride}",
        essential=("stride-ignored", "whole-windows-only", "one-window-too-few", "mean"),
    )
    def pooled(self) -> Told:
        """Tell 5(b)."""
        x, s, p, starts = tuple(self.x.tolist()), self.stride, self.size, self.starts
        pooled = self.windows(p, starts, max)
        whole = [k for k in starts if k + p <= len(x)]
        yield right("Each window starts at x[s*k], holds p values, and gives its largest.", pooled)
        yield slip("sub-sampling", "These are the first values of the windows, not the largest.", x[::s])
        says = "This moves the window by one value at a time: the stride is larger."
        yield slip("stride-ignored", says, self.windows(p, range(len(x)), max))
        yield slip("stride-ignored", says, *non_empty(self.windows(p, range(len(x) - p + 1), max)))
        yield slip(
            "mean",
            "This is the mean of each window; asked is the maximum.",
            *typeable(self.windows(p, starts, mean)),
        )
        yield slip("minimum", "This is the smallest of each window.", self.windows(p, starts, min))
        yield slip(
            "window-too-long",
            "The windows hold one value too many: j goes from 0 to p-1.",
            self.windows(p + 1, starts, max),
        )
        yield slip(
            "whole-windows-only",
            "These are the whole windows only. A window that runs past the end has a maximum too, over the values "
            "that exist.",
            *non_empty(self.windows(p, whole, max)),
        )
        yield slip(
            "one-window-too-few",
            "The last window is missing: k goes up to floor((N-1)/s), and 0 counts.",
            *non_empty(pooled[:-1]),
        )
        yield when(
            "There are floor((N-1)/s)+1 windows, each with one value; your answer has {length}.", same_length=False
        )
        yield otherwise("The length is right. Write down the values in each window, then the largest of them.")
        yield from self.solve_pooled()

    def solve_pooled(self) -> Told:
        """Tell the hints and the solution of 5(b)."""
        p, starts = self.size, self.starts
        yield Hint("A window starts at every place s*k that is in x. Write down the values in each.")
        yield Hint(f"A window holds {plural(p, 'value')}, or those that are left at the end; take the largest of each.")
        for k, start in enumerate(starts):
            window = self.x[start : start + p]
            terms = ", ".join(map(str, window))
            yield Step(f"The window that starts at x[{start}]:", f"y[{k}]", f"max({terms})", str(window.max()))

    def make_parts(self) -> dict[str, Part]:
        """Make the parts by their letters; that of the formulas is judged as two functions."""
        return super().make_parts() | {"c": PoolingFunctions.make()}


def mean(window: Numbers) -> Fraction:
    """Return the mean of a window."""
    return Fraction(sum(window), len(window))


def typeable(values: tuple[Fraction, ...]) -> list[tuple[Fraction, ...]]:
    """Return a vector as the one answer of a slip, or none if a person would have to round it."""
    return [] if any(100 * value % 1 for value in values) else [values]


def non_empty(values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return a vector as the one answer of a slip, or none if it is empty, which nobody writes down."""
    return [values] if values else []
