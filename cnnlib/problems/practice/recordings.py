"""Fresh numbers for Problem 1: three data sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnnlib.problems.practice.draw import Draw, Recipe, differ
from cnnlib.problems.recordings import Recording, Recordings

Numbers = Mapping[str, int]

# For each size what each number may be.
COUNTS = {"small": range(2, 13), "medium": range(16, 129), "large": range(500, 5001, 4)}
IMAGE_SIDES = {"small": range(4, 21), "medium": range(64, 513, 8), "large": range(480, 4097, 16)}
EEG_RATES = {"small": range(10, 51, 5), "medium": range(100, 501, 20), "large": range(250, 2001, 50)}
EEG_CHANNELS = {"small": range(2, 10), "medium": range(16, 129), "large": range(64, 257)}
FRAME_RATES = {"small": range(5, 16), "medium": (24, 25, 30, 50, 60), "large": (24, 25, 30, 48, 50, 60, 120)}
SECONDS = {"small": range(2, 10), "medium": range(4, 31), "large": range(20, 181)}
COLOURS = (3, 4)


def draw_data(draw: Draw, size: str) -> tuple[Numbers, Numbers, Numbers]:
    """Draw the numbers of images, EEG records and videos."""
    choose = draw.choose

    def draw_pixels() -> dict[str, int]:
        sides = IMAGE_SIDES[size]
        return {"rows": choose(sides), "columns": choose(sides), "channels": choose(COLOURS)}

    def draw_time(rates: Any) -> dict[str, int]:
        return {"count": choose(COUNTS[size]), "rate": choose(rates[size]), "seconds": choose(SECONDS[size])}

    return (
        {"count": choose(COUNTS[size]), **draw_pixels()},
        {**draw_time(EEG_RATES), "channels": choose(EEG_CHANNELS[size])},
        {**draw_time(FRAME_RATES), **draw_pixels()},
    )


def time_steps(numbers: Numbers) -> list[int]:
    """Return how many times are recorded; nothing for images."""
    return [numbers["rate"] * numbers["seconds"]] if "rate" in numbers else []


def all_numbers_differ(data: tuple[Numbers, Numbers, Numbers]) -> bool:
    """Say whether in each data set all numbers differ, and the number of its time steps from each of them.

    Then any two orders of the axes are two shapes, and so are shapes with one axis less or another length.
    """
    return all(differ(*one.values(), *time_steps(one)) for one in data)


def make(data: tuple[Numbers, Numbers, Numbers]) -> Recordings:
    """Make the problem."""
    return Recordings([*map(Recording, ("images", "EEG records", "videos"), data)])


RECIPE = Recipe(draw_data, (all_numbers_differ,), make)
