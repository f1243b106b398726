"""The pictures of chapter 1: each length and each count of every state, read from the SVG."""

import itertools
import re
from collections.abc import Iterator

import pytest

from cnnlib.explore.chapters.shapes import RECORDED, draw_shape
from cnnlib.explore.pictures.svg import Drawing
from kit.drawings import drawings, follow, marks, numbers_in, of, parse, words

HUNDREDTH = 0.011  # to which places are written, at both ends


def stated_scale(drawing: Drawing) -> float:
    """The pixels of one element, by the bar of a hundred that the picture has."""
    (bar,) = [mark for mark in of(drawing, "length") if mark.y == max(one.y for one in of(drawing, "length"))]
    (text,) = [text for text in words(drawing) if text.startswith("100 ")]
    assert text.split(" ")[1].strip(",") in ("pixels", "moments")
    return bar.length / 100


def is_to_scale(drawing: Drawing) -> None:
    """All that has a width, a height, a length or a depth is as long as the scale says."""
    unit = stated_scale(drawing)
    for mark in marks(drawing):
        sizes = {"width": mark.width, "height": mark.height, "length": mark.length, "depth": 2 * mark.length}
        for name, size in sizes.items():
            if name in mark.numbers:
                assert size == pytest.approx(mark.numbers[name] * unit, abs=2 * HUNDREDTH), (drawing.alt, mark)


SIZES, RATES, SECONDS = ("256 x 256", "480 x 640", "512 x 512"), (30, 240), (0.25, 2.5, 10)
COUNTS, CHANNELS = (1, 32, 40, 100), (1, 3, 80)


def tensors() -> Iterator[tuple[str, tuple[int, ...], int, list[Drawing]]]:
    """Every state of the explorer of chapter 1: what is recorded, its shape by hand, the rate and the pictures."""
    for kind, count, size, rate, seconds, channels in itertools.product(
        RECORDED, COUNTS, SIZES, RATES, SECONDS, CHANNELS
    ):
        rows, columns = map(int, size.split(" x "))
        steps = rate * seconds
        if kind != "images" and steps != int(steps):
            continue
        shape = {
            "images": (count, rows, columns, channels),
            "EEG": (count, int(steps), channels),
            "videos": (count, int(steps), rows, columns, channels),
        }[kind]
        yield kind, shape, rate, drawings(draw_shape(kind, count, size, rate, seconds, channels))


def test_all_samples_are_there_to_be_counted() -> None:
    for kind, shape, _, (one, *_, every) in tensors():
        (tiles,) = of(every, "count")
        width, gap = numbers_in(tiles.element.attrib["stroke-dasharray"].replace(" ", " ; "))
        rows = re.findall(r"M[-\d.]+ [-\d.]+h([\d.]+)", tiles.element.attrib["d"])
        found = [(float(row) + gap) / (width + gap) for row in rows]
        assert sum(map(round, found)) == shape[0] == tiles.numbers["count"], (kind, shape)
        assert all(abs(many - round(many)) < 0.02 for many in found), "no part of a sample"
        assert len({round(many) for many in found[:-1]}) <= 1, "rows are equally long"
        assert words(every)[0].startswith(f"{shape[0]} ")
        # A sixth of what is to scale.
        if kind != "EEG":
            assert width == pytest.approx(shape[-2] * stated_scale(one) / 6, abs=HUNDREDTH)
            height = float(tiles.element.attrib["stroke-width"])
            assert height == pytest.approx(shape[-3] * stated_scale(one) / 6, abs=HUNDREDTH)
        else:
            assert width == pytest.approx(shape[1] * stated_scale(one) / 6, abs=HUNDREDTH)


def test_an_image_is_as_many_sheets_as_it_has_channels_and_each_is_to_scale() -> None:
    for kind, shape, _, pictures in tensors():
        if kind == "EEG":
            continue
        sheets, (rows, columns, channels) = pictures[0], shape[-3:]
        is_to_scale(sheets)
        drawn = of(sheets, "width")
        assert [mark.numbers for mark in drawn] == [{"width": columns, "height": rows}] * len(drawn)
        assert len(drawn) == (channels if channels <= 12 else 4)
        # Each sheet lies as far behind the next; where the axis is cut, one place is left out.
        steps = [round((one.x - other.x) / 9) for one, other in itertools.pairwise(drawn)]
        assert steps == ([1] * (channels - 1) if channels <= 12 else [2, 1, 1])
        told = words(sheets)
        for text in (f"{rows} rows", f"{columns} columns", f"{channels} channel{'s' * (channels > 1)}"):
            assert text in told
        axes = [int(one) for text in told for one in re.findall(r"axis (\d)", text)]
        assert axes == [len(shape) - 3, len(shape) - 2, len(shape) - 1]
        assert (f"Cut: 4 of the {channels} sheets are drawn." in told) == (channels > 12)
        assert numbers_in(sheets.alt)[:3] == [rows, columns, channels]


def test_a_video_is_as_deep_as_it_has_frames_unless_it_says_that_it_is_cut() -> None:
    for kind, shape, rate, pictures in tensors():
        if kind != "videos":
            continue
        block, (_, frames, rows, columns, _) = pictures[1], shape
        is_to_scale(block)
        assert [mark.numbers for mark in of(block, "width")] == [{"width": columns, "height": rows}]
        depth = [mark.numbers["depth"] for mark in of(block, "depth")]
        assert depth == ([frames] if frames <= 600 else [300, 300])
        # The block's own far corner is where the measured depth ends.
        front, last = of(block, "width")[0], of(block, "depth")[-1]
        far = max(
            x
            for one in parse(block).iter("path")
            if "color-mix" in one.attrib.get("fill", "")
            for d in re.findall("M[^M]+", one.attrib["d"])
            for x, _ in follow(d)
        )
        assert far - front.x - front.width == pytest.approx(last.x + last.width - front.x - front.width - 9, abs=0.05)
        drawn = min(frames, 600) * stated_scale(block) / 2 + (8 if frames > 600 else 0)
        assert far - front.x - front.width == pytest.approx(0.8 * drawn, abs=0.05)
        told = words(block)
        assert {f"{frames:,} frames", f"{rows} rows", f"{columns} columns"} <= set(told)
        assert any("cut: 600 frames are drawn." in text for text in told) == (frames > 600)
        assert numbers_in(block.alt)[:5] == [rows, columns, frames, frames / rate, rate]


def test_a_record_is_a_strip_to_scale() -> None:
    for kind, shape, rate, (*pictures, _) in tensors():
        if kind != "EEG":
            continue
        (strip,), (_, moments, channels) = pictures, shape
        is_to_scale(strip)
        (area,) = of(strip, "width")
        assert area.numbers == {"width": moments, "height": channels}
        assert area.area == pytest.approx(moments * channels * 0.13**2, rel=0.04)
        ticks = re.findall(r"M([\d.]+)", next(one for one in parse(strip).iter("path")).attrib["d"])
        assert [round((float(x) - 4) / 0.13 / rate, 1) for x in ticks] == list(range(moments // rate + 1))
        large = of(strip, "large")
        assert bool(large) == (channels <= 12)
        for mark in large:
            assert mark.width == pytest.approx(min(moments, 100) * 2.6, abs=HUNDREDTH)
            assert mark.height == pytest.approx(channels * 2.6, abs=HUNDREDTH)
        assert numbers_in(strip.alt)[:4] == [moments, channels, moments / rate, rate]
