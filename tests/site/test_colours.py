"""The book's four colours: told apart by everyone, on a light and a dark page, and the same everywhere."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from cnnlib.pictures import DARK, GRADIENT, INPUT, KERNEL, OUTPUT, pale
from kit.book import ROOT

COLOURS = {"input": INPUT, "kernel": KERNEL, "output": OUTPUT, "gradient": GRADIENT}
PAGES = {"light": "#ffffff", "dark": "#121212"}

# How a reader without one kind of cones sees: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEES = {
    "all three": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# From linear sRGB to XYZ, and the white of it: IEC 61966-2-1.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: str) -> np.ndarray:
    parts = np.array(to_rgb(colour))
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted(float(linear(colour) @ XYZ[1]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sees: str) -> np.ndarray:
    """The place in CIELAB of what such a reader sees."""
    seen = np.clip(np.asarray(SEES[sees]) @ linear(colour), 0, 1)
    x, y, z = np.cbrt(np.maximum(XYZ @ seen / XYZ.sum(axis=1), (6 / 29) ** 3))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_stands_out_from_the_page(name: str, page: str) -> None:
    assert contrast(COLOURS[name], PAGES[page]) >= 3


@pytest.mark.parametrize("share", [0.25, 0.55])
@pytest.mark.parametrize("name", COLOURS)
def test_a_number_on_a_cell_is_read(name: str, share: float) -> None:
    assert contrast(pale(COLOURS[name], share), DARK) >= 4.5


@pytest.mark.parametrize("sees", SEES)
def test_two_colours_are_told_apart(sees: str) -> None:
    # About 2 can just be seen side by side; a line and a legend are not side by side.
    near = {
        pair: float(np.linalg.norm(lab(COLOURS[pair[0]], sees) - lab(COLOURS[pair[1]], sees)))
        for pair in itertools.combinations(COLOURS, 2)
    }
    assert {pair: distance for pair, distance in near.items() if distance < 15} == {}


def test_colours_have_one_source() -> None:
    """Whoever draws takes the colours from cnnlib.pictures; only the icon, a file of its own, repeats one."""
    found: dict[str, list[str]] = {}
    for file in [*ROOT.glob("cnnlib/**/*"), *ROOT.glob("chapters/*")]:
        if file.suffix in (".py", ".js", ".css", ".md", ".svg", ".html") and file.name != "pictures.py":
            for colour in re.findall("#[0-9a-f]{6}", file.read_text(encoding="utf-8").lower()):
                if colour in COLOURS.values():
                    found.setdefault(file.name, []).append(colour)
    assert found == {"favicon.svg": [INPUT]}
