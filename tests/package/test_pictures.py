"""Pictures: what they show, in words too."""

import re

import numpy as np
import pytest

from cnnlib.palette import CELL_INCHES
from cnnlib.pictures import (
    INPUT,
    OUTPUT,
    Grid,
    Picture,
    axes,
    figure,
    format_number,
    format_sum,
    grids,
    grids_in_one_figure,
    window,
)
from cnnlib.problems import IMAGE, KERNEL


def picture(alt: str = "A matrix.") -> Picture:
    return Picture(grids(Grid(IMAGE, "X", INPUT, window(1, 3, KERNEL.shape)), Grid(KERNEL, "W", OUTPUT)), alt)


def test_a_picture_says_what_it_shows_and_stays_one_image() -> None:
    for drawn in (
        grids(Grid(IMAGE, "X", INPUT), Grid(KERNEL, "W", OUTPUT)),
        grids_in_one_figure(Grid(IMAGE, "X", INPUT)),
    ):
        shown = Picture(drawn, 'Five < six & "seven".')._repr_html_()
        assert shown.count("role=") == 1
        assert 'role="img" aria-label="Five &lt; six &amp; &quot;seven&quot;."' in shown
        assert shown.count("<svg") == 1 + shown.count('aria-hidden="true"') - isinstance(drawn, list)


def test_all_cells_are_equally_large_whatever_stands_around_them() -> None:
    sizes = set()
    for values, title in ((IMAGE, "X"), (KERNEL, "A title that is longer than its matrix"), (IMAGE[:1] - 1000, "X")):
        shown = Picture(grids(Grid(values, title, INPUT)), "X")._repr_html_()
        for path in re.findall(r'd="M (\S+) (\S+)\s+L (\S+) \2\s+L \3 (\S+)\s[^"]*" style="fill: #', shown):
            left, top, right, bottom = map(float, path)
            sizes.add((round(right - left, 1), round(bottom - top, 1)))
    assert sizes == {(72 * CELL_INCHES, 72 * CELL_INCHES)}


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="alt must say what the picture shows; it was empty"):
        picture("  ")


def test_two_builds_give_the_same_picture() -> None:
    assert picture()._repr_html_() == picture()._repr_html_()
    assert plotted()._repr_html_() == plotted()._repr_html_()


def plotted(alt: str = "A line.") -> Picture:
    """A picture that cuts its line off at the edges of the axes, for which SVG needs an id."""
    fig = figure(3, 2)
    axes(fig, 1)[0].plot([1, 2], [3, 5])
    return Picture(fig, alt)


def test_two_pictures_on_a_page_share_no_id() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', plotted(alt)._repr_html_())) for alt in ("One.", "Two.")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_references_inside_a_picture_and_ids_are_the_same() -> None:
    shown = plotted()._repr_html_()
    ids = set(re.findall(r'\bid="([^"]+)"', shown))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', shown)) == ids  # and no id that nothing uses


def test_a_picture_brings_no_style_for_the_whole_page_and_no_fixed_black() -> None:
    shown = picture()._repr_html_() + plotted()._repr_html_()
    assert "<style" not in shown
    assert "#000000" not in shown


def test_all_numbers_of_a_grid_are_in_its_picture() -> None:
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", Picture(grids(Grid(IMAGE, "X", INPUT)), "X")._repr_html_())
    numbers = [str(n) for n in IMAGE.ravel()]
    indices = [str(n) for n in [*range(IMAGE.shape[0]), *range(IMAGE.shape[1])]]
    assert sorted(texts) == sorted([*numbers, *indices, "X"])


def test_a_path_is_short_and_a_number_is_not_rounded() -> None:
    shown = Picture(grids(Grid(IMAGE / 1024, "X", INPUT)), "X")._repr_html_()
    coordinates = [number for path in re.findall(r' d="([^"]*)"', shown) for number in re.findall(r"\d+\.\d+", path)]
    assert coordinates
    assert all(len(number.partition(".")[2]) == 2 for number in coordinates)
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", shown)
    assert {format_number(value) for value in (IMAGE / 1024).ravel()} <= set(texts)


def test_a_window_is_where_the_kernel_lies() -> None:
    assert window(1, 3, (2, 2)) == [(1, 3), (1, 4), (2, 3), (2, 4)]
    assert window(1, 0, (2, 1), stride=3, padding=1, dilation=2) == [(2, -1), (4, -1)]


def test_a_sum_is_written_with_every_product() -> None:
    assert format_sum(KERNEL, IMAGE[1:3, 3:5]) == "1*3 + (-1)*0 + 1*3 + (-1)*0 = 6"
    assert format_sum(np.array([2]), np.array([-3])) == "2*(-3) = -6"
    assert format_number(-0.5) == "\N{MINUS SIGN}0.5"
