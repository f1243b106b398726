"""Explorers in a notebook, without a browser: the widgets, and what Python sends to the view when one moves."""

from collections.abc import Iterator
from typing import Any

import ipywidgets
import numpy as np
import pytest

from cnnlib import conv2d, trace
from cnnlib.explore import Linked, LinkedArray, Sum, Table, explore
from cnnlib.explore.live import ExplorerView
from cnnlib.explore.static import SWITCH
from cnnlib.pictures import INPUT, KERNEL, OUTPUT, Note
from cnnlib.problems import IMAGE
from cnnlib.problems import KERNEL as W


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(SWITCH, raising=False)
    yield
    ipywidgets.Widget.close_all()


class Shown:
    """An explorer's controls by name, and its view."""

    def __init__(self, box: ipywidgets.VBox) -> None:
        controls, view = box.children
        assert isinstance(view, ExplorerView)
        self.controls, self.view = controls.children, view

    def __getitem__(self, label: str) -> Any:
        (found,) = [one for one in self.controls if one.description == label]
        return found

    def texts(self) -> list[str]:
        """The sentence of each panel."""
        return [panel["summary"] for panel in self.view.panels]


def say(value: Any) -> Note:
    return Note(f"value {value!r}")


def test_controls_stand_above_the_view_at_the_defaults_of_draw() -> None:
    def draw(stride: int = 2, same: bool = False, image: str = "W", size: float = 0.5, dilation: int = 4) -> Note:
        return Note(f"{stride} {same} {image} {size} {dilation}")

    fixed = ipywidgets.fixed(4)
    shown = Shown(explore(draw, stride=(1, 3), same=True, image=["X", "W"], size=(0.1, 0.9, 0.2), dilation=fixed))
    kinds = {one.description: (type(one).__name__, one.value) for one in shown.controls}
    assert kinds == {
        "stride": ("IntSlider", 2),
        "same": ("Checkbox", False),
        "image": ("Dropdown", "W"),
        "size": ("SelectionSlider", "0.5"),  # a FloatSlider would add tenths up to something else
    }
    assert shown.texts() == ["2 False W 0.5 4"]


def test_fixed_is_no_control() -> None:
    shown = Shown(explore(say, value=ipywidgets.fixed(7)))
    assert shown.controls == ()
    assert shown.texts() == ["value 7"]


def test_only_panels_that_depend_on_a_control_are_drawn_again() -> None:
    drawn: list[str] = []

    def first(stride: int = 1, both: bool = False) -> Note:
        drawn.append("first")
        return Note(f"first {stride} {both}")

    def second(period: int = 2, both: bool = False) -> Note:
        drawn.append("second")
        return Note(f"second {period} {both}")

    shown = Shown(explore(first, second, stride=(1, 3), period=(2, 5), both=False))
    moves: list[tuple[str, Any, list[str], list[str]]] = [
        ("stride", 3, ["first"], ["first 3 False", "second 2 False"]),
        ("period", 5, ["second"], ["first 3 False", "second 5 False"]),
        ("both", True, ["first", "second"], ["first 3 True", "second 5 True"]),
    ]
    assert drawn == ["first", "second"]
    for name, to, again, texts in moves:
        drawn.clear()
        shown[name].value = to
        assert drawn == again
        assert shown.texts() == texts


def test_only_panels_that_have_changed_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(stride: int = 1) -> Note:
        return Note(f"stride {stride}")

    def second(period: int = 2, stride: int = 1) -> Note:
        if period == 4:
            raise ValueError("no period of 4")
        return Note(f"period {period}, at most stride {min(stride, 2)}")

    shown = Shown(explore(first, second, stride=(1, 3), period=(2, 5)))
    sent: list[set[str]] = []
    monkeypatch.setattr(
        shown.view, "send_state", lambda key=None: sent.append({key} if isinstance(key, str) else set(key))
    )
    moves: list[tuple[str, int, set[str]]] = [
        ("period", 3, {"panel_1"}),
        ("stride", 2, {"panel_0", "panel_1"}),
        ("stride", 3, {"panel_0"}),  # the second is drawn again, and is as it was
        ("period", 4, {"error"}),
        ("period", 5, {"error", "panel_1"}),
    ]
    for name, to, expected in moves:
        sent.clear()
        shown[name].value = to
        assert sent == [expected], "in one message"


def test_the_view_gets_the_numbers_and_the_rule_of_the_state() -> None:
    def draw(stride: int = 1) -> Linked:
        terms = trace(IMAGE.shape, W.shape, stride=stride)
        return Linked(
            LinkedArray("X", IMAGE, INPUT),
            LinkedArray("W", W, KERNEL),
            LinkedArray("Z", conv2d(IMAGE, W, stride=stride), OUTPUT, rule=Sum(terms.z, {"X": terms.x, "W": terms.w})),
        )

    shown = Shown(explore(draw, stride=(1, 3)))
    for stride in (3, 2, 1):
        shown["stride"].value = stride
        x, w, z = shown.view.panels[0]["blocks"][0]["arrays"]
        places = {name: np.cumsum(steps) for name, steps in z["rule"]["of"].items()}
        products = np.array(x["values"])[places["X"]] * np.array(w["values"])[places["W"]]
        Z = np.zeros(np.prod(z["shape"]))
        np.add.at(Z, np.cumsum(z["rule"]["to"]), products)
        assert np.array_equal(Z.reshape(z["shape"]), conv2d(IMAGE, W, stride=stride))


def refuse_three(stride: int = 1, size: int = 4) -> Table:
    if stride == 3:
        raise ZeroDivisionError(f"stride {stride}")
    return Table("Sizes", ["size", "stride"], [[f"{size}", f"{stride}"]])


def test_an_exception_in_draw_is_a_sentence_in_the_view() -> None:
    shown = Shown(explore(refuse_three, stride=(1, 3), size=(4, 6)))
    shown["stride"].value = 3
    assert shown.view.error == "draw raised ZeroDivisionError at {'stride': 3, 'size': 4}: stride 3"
    assert shown.view.panels[0]["blocks"][0]["rows"] == [["4", "1"]], "the last good state stays"
    shown["size"].value = 6
    assert shown.view.error == "draw raised ZeroDivisionError at {'stride': 3, 'size': 6}: stride 3"
    shown["stride"].value = 2
    assert shown.view.error == ""
    assert shown.view.panels[0]["blocks"][0]["rows"] == [["6", "2"]]


def test_a_result_that_is_no_view_is_a_sentence_in_the_view() -> None:
    def draw(stride: int = 1) -> Any:
        return Note("one") if stride == 1 else 5

    shown = Shown(explore(draw, stride=(1, 3)))
    shown["stride"].value = 2
    assert shown.view.error.startswith("draw raised TypeError at {'stride': 2}: draw must return a View")


def test_one_panel_that_raises_does_not_stop_the_others_and_is_not_forgotten() -> None:
    def table(stride: int = 1) -> Table:
        return refuse_three(stride)

    def note(stride: int = 1) -> Note:
        return Note(f"stride {stride}")

    def other(period: int = 2) -> Note:
        return Note(f"period {period}")

    shown = Shown(explore(table, note, other, stride=(1, 3), period=(2, 5)))
    shown["stride"].value = 3
    wrong = "draw raised ZeroDivisionError at {'stride': 3}: stride 3"
    assert (shown.view.error, shown.texts()[1:]) == (wrong, ["stride 3", "period 2"])
    shown["period"].value = 5  # the first panel still does not show stride 3
    assert (shown.view.error, shown.texts()[1:]) == (wrong, ["stride 3", "period 5"])


def test_an_exception_at_the_start_is_raised_where_the_author_sees_it() -> None:
    with pytest.raises(RuntimeError, match=r"draw raised ZeroDivisionError at .*'stride': 3"):
        explore(refuse_three, stride=ipywidgets.IntSlider(value=3, min=1, max=3), size=(4, 6))


def test_reset_puts_all_controls_back_and_draws_once() -> None:
    drawn: list[tuple[int, str]] = []

    def draw(stride: int = 2, image: str = "W") -> Note:
        drawn.append((stride, image))
        return Note(f"{stride} {image}")

    shown = Shown(explore(draw, stride=(1, 3), image=["X", "W"]))
    shown["stride"].value = 3
    shown["image"].value = "X"
    drawn.clear()
    shown.view._handle_custom_msg({"show": {}}, [])
    assert (shown["stride"].value, shown["image"].value) == (2, "W")
    assert drawn == [(2, "W")]
    assert shown.texts() == ["2 W"]
    shown["stride"].value = 1  # and it follows again
    assert shown.texts() == ["1 W"]


def test_what_the_view_needs_is_in_it() -> None:
    # anywidget sends these two texts; a module that imports another one, or a style sheet, would need a network.
    for text in (ExplorerView._esm, ExplorerView._css):
        text = str(text)
        assert "import" not in text.replace("!important", "").split()
        assert "http" not in text
        assert "url(" not in text
