"""Pictures: what they show, in words too."""

import re

import numpy as np
import pytest

from cnnlib.pictures import INPUT, OUTPUT, Grid, Picture, grids, number, window, written_sum
from cnnlib.problems import IMAGE, KERNEL


def picture(alt: str = "A matrix.") -> Picture:
    return Picture(grids(Grid(IMAGE, "X", INPUT, window(1, 3, KERNEL.shape)), Grid(KERNEL, "W", OUTPUT)), alt)


def test_a_picture_says_what_it_shows_and_stays_one_image() -> None:
    shown = picture('Five < six & "seven".')._repr_html_()
    assert shown.count("<svg") == 1
    assert 'role="img" aria-label="Five &lt; six &amp; &quot;seven&quot;."' in shown


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="alt must say what the picture shows; it was empty"):
        picture("  ")


def test_two_builds_give_the_same_picture() -> None:
    assert picture()._repr_html_() == picture()._repr_html_()


def test_two_pictures_on_a_page_share_no_id() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', picture(alt)._repr_html_())) for alt in ("One.", "Two.")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_references_inside_a_picture_and_ids_are_the_same() -> None:
    shown = picture()._repr_html_()
    ids = set(re.findall(r'\bid="([^"]+)"', shown))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', shown)) == ids  # and no id that nothing uses


def test_a_picture_brings_no_style_for_the_whole_page_and_no_fixed_black() -> None:
    shown = picture()._repr_html_()
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
    assert {number(value) for value in (IMAGE / 1024).ravel()} <= set(texts)


def test_a_window_is_where_the_kernel_lies() -> None:
    assert window(1, 3, (2, 2)) == [(1, 3), (1, 4), (2, 3), (2, 4)]
    assert window(1, 0, (2, 1), stride=3, padding=1, dilation=2) == [(2, -1), (4, -1)]


def test_a_sum_is_written_with_every_product() -> None:
    assert written_sum(KERNEL, IMAGE[1:3, 3:5]) == "1*3 + (-1)*0 + 1*3 + (-1)*0 = 6"
    assert written_sum(np.array([2]), np.array([-3])) == "2*(-3) = -6"
    assert number(-0.5) == "\N{MINUS SIGN}0.5"
