"""Pictures and explorers: what they show, in words too, and that a mistake in one stops the build."""

import ast
import re
from collections.abc import Callable
from typing import Any

import ipywidgets
import numpy as np
import pytest

from book import problems, source
from cnnlib.book import SWITCH
from cnnlib.explore import MOST_STATES, explore, states
from cnnlib.pictures import INPUT, OUTPUT, Grid, Note, Picture, grids, number, window, written_sum
from cnnlib.problems import IMAGE, KERNEL
from test_snippets import CODE_CELL, names_of


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


def test_every_reference_inside_a_picture_has_its_target() -> None:
    shown = picture()._repr_html_()
    ids = set(re.findall(r'\bid="([^"]+)"', shown))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', shown)) <= ids


def test_a_picture_brings_no_style_for_the_whole_page_and_no_fixed_black() -> None:
    shown = picture()._repr_html_()
    assert "<style" not in shown
    assert "#000000" not in shown


def test_all_numbers_of_a_grid_are_in_its_picture() -> None:
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", Picture(grids(Grid(IMAGE, "X", INPUT)), "X")._repr_html_())
    numbers = [str(n) for n in IMAGE.ravel()]
    indices = [str(n) for n in [*range(IMAGE.shape[0]), *range(IMAGE.shape[1])]]
    assert sorted(texts) == sorted([*numbers, *indices, "X"])


def test_a_window_is_where_the_kernel_lies() -> None:
    assert window(1, 3, (2, 2)) == [(1, 3), (1, 4), (2, 3), (2, 4)]
    assert window(1, 0, (2, 1), stride=3, padding=1, dilation=2) == [(2, -1), (4, -1)]


def test_a_sum_is_written_with_every_product() -> None:
    assert written_sum(KERNEL, IMAGE[1:3, 3:5]) == "1*3 + (-1)*0 + 1*3 + (-1)*0 = 6"
    assert written_sum(np.array([2]), np.array([-3])) == "2*(-3) = -6"
    assert number(-0.5) == "\N{MINUS SIGN}0.5"


def draw(stride: int = 2, same: bool = False, image: str = "X") -> Note:
    return Note(f"stride {stride}, same {same}, {image}")


CONTROLS: dict[str, Any] = {"stride": (1, 3), "same": True, "image": ["X", "W"]}


def test_states_are_all_combinations() -> None:
    found = states(CONTROLS)
    assert len(found) == 3 * 2 * 2
    assert {"stride": 3, "same": True, "image": "W"} in found


def test_in_a_notebook_an_explorer_has_sliders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH, raising=False)
    explorer = explore(draw, **CONTROLS)
    slider, checkbox, choice = explorer.children[:3]
    assert isinstance(slider, ipywidgets.IntSlider)
    assert (slider.min, slider.max, slider.value) == (1, 3, 2)
    assert isinstance(checkbox, ipywidgets.Checkbox)
    assert checkbox.value is False
    assert choice.value == "X"


def test_on_a_page_an_explorer_is_its_first_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")
    shown = explore(draw, **CONTROLS)._repr_html_()
    assert "stride 2, same False, X" in shown
    assert "controls for stride (1 to 3), same (off, on), image (X, W)." in shown
    assert "<input" not in shown


def test_a_draw_that_raises_in_any_state_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")

    def fails_late(stride: int = 1) -> Note:
        return Note(str(1 // (3 - stride)))

    with pytest.raises(RuntimeError, match=r"draw raised ZeroDivisionError at {'stride': 3}"):
        explore(fails_late, stride=(1, 3))


def no_default(stride: int) -> Note:
    return Note(str(stride))


@pytest.mark.parametrize(
    ("function", "controls", "message"),
    [
        (3, {}, "draw must be a function that returns a picture; it was 3 (int)"),
        (draw, {"stride": (1, 3)}, "draw takes (stride, same, image), and the controls are (stride): they must match"),
        (no_default, {"stride": (1, 3)}, "draw must have a default for stride: it is the state that is shown first"),
        (draw, CONTROLS | {"stride": (3, 9)}, "the default of stride must be among [3, 4, 5, 6, 7, 8, 9]; it was 2"),
        (
            draw,
            CONTROLS | {"stride": (1, 101)},
            f"an explorer may have at most {MOST_STATES} states; this one has 404: shorten stride, "
            "which has 101 values",
        ),
        (
            draw,
            CONTROLS | {"stride": 2.5},
            "the control stride must be (first, last) or (first, last, step) in whole numbers, a list "
            "or a bool; it was 2.5 (float)",
        ),
    ],
)
def test_a_wrong_control_is_refused(function: Callable[..., Any], controls: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        explore(function, **controls)


@pytest.mark.parametrize("page", problems())
def test_the_explorer_of_a_chapter_tells_its_states_apart(page: str) -> None:
    names = names_of(page)
    every = explorer_states(page)
    some = every[:: len(every) // 9]  # the build draws all of them
    told = {names["draw"](**state).alt for state in some}
    assert len(told) > len(some) // 2, "moving the sliders hardly changes what the picture says"


def explorer_states(page: str) -> list[dict[str, Any]]:
    """The states of a chapter's explorer, read from its one line."""
    trees = [ast.parse(code) for _, code in CODE_CELL.findall(source(page))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    (line,) = [call for call in calls if getattr(call.func, "id", "") == "explore"]
    caught: dict[str, Any] = {}
    exec(ast.unparse(line), names_of(page) | {"explore": lambda _, **controls: caught.update(controls)})
    return states(caught)
