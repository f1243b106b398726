"""What is drawn in a picture, read from its SVG: sizes of what stands for a number, and the words."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from cnnlib.explore.pictures.svg import Drawing

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
ARGUMENTS = {"M": 2, "L": 2, "m": 2, "l": 2, "H": 1, "h": 1, "V": 1, "v": 1, "z": 0}


class Mark(NamedTuple):
    """An element that stands for numbers: which, and where it is; a line has the length of its first stretch."""

    numbers: dict[str, float]
    x: float
    y: float
    width: float
    height: float
    length: float
    element: ElementTree.Element

    @property
    def area(self) -> float:
        return self.width * self.height


def parse(drawing: Drawing) -> ElementTree.Element:
    """The SVG of a picture."""
    return ElementTree.fromstring(drawing.as_svg())


def words(drawing: Drawing) -> list[str]:
    """Each line of text."""
    return ["".join(one.itertext()) for one in parse(drawing).iter("text")]


def numbers_in(text: str) -> list[float]:
    """All numbers of a text, `2,400` as one."""
    return [float(found) for found in NUMBER.findall(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))]


def marks(drawing: Drawing) -> Iterator[Mark]:
    """All elements that stand for numbers."""
    for one in parse(drawing).iter():
        told = {name.removeprefix("data-"): float(n) for name, n in one.attrib.items() if name.startswith("data-")}
        if told:
            yield measure(one, told)


def measure(one: ElementTree.Element, told: dict[str, float]) -> Mark:
    if one.tag == "rect":
        x, y, width, height = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
        return Mark(told, x, y, width, height, max(width, height), one)
    if one.tag == "circle":
        x, y, r = (float(one.attrib[name]) for name in ("cx", "cy", "r"))
        return Mark(told, x, y, 2 * r, 2 * r, 2 * r, one)
    places = list(follow(one.attrib["d"]))
    (x, y), (to_x, to_y) = places[:2]
    across, down = [place[0] for place in places], [place[1] for place in places]
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    return Mark(told, x, y, max(across) - min(across), max(down) - min(down), length, one)


def follow(d: str) -> Iterator[tuple[float, float]]:
    """The places that a path of straight lines goes to."""
    x = y = 0.0
    for command, rest in re.findall(r"([MLHVmlhvz])([^MLHVmlhvz]*)", d):
        told = [float(n) for n in NUMBER.findall(rest)]
        assert len(told) == ARGUMENTS[command], d
        match command:
            case "M" | "L":
                x, y = told
            case "m" | "l":
                x, y = x + told[0], y + told[1]
            case "H":
                (x,) = told
            case "V":
                (y,) = told
            case "h":
                x += told[0]
            case "v":
                y += told[0]
        if command != "z":
            yield x, y


def drawings(view: object) -> list[Drawing]:
    """The pictures of a view."""
    return [block for block in getattr(view, "blocks", ()) if isinstance(block, Drawing)]


def of(drawing: Drawing, name: str) -> list[Mark]:
    """The elements that stand for a number of this name."""
    return [mark for mark in marks(drawing) if name in mark.numbers]


def located(drawing: Drawing) -> list[tuple[str, float, float]]:
    """Each line of text with its place."""
    return [
        ("".join(one.itertext()), float(one.attrib["x"]), float(one.attrib["y"])) for one in parse(drawing).iter("text")
    ]
