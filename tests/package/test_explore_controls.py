"""One table of controls, on a page and in a notebook: the same values reach `draw`, or the same sentence refuses.

tests/lab/test_lab_controls.py runs the table in a real JupyterLab.
"""

import re
from typing import Any

import ipywidgets
import pytest

from cnnlib.explore import View, explore
from cnnlib.explore.static import SWITCH
from cnnlib.pictures import Note, Picture
from kit.control_cases import BLOCKS, MUST_RETURN, RAMP, REFUSED, RETURNS, SHOWN, ZEROS, Case, returned, told
from kit.explorer_data import data_of, states_of

PLACES = ["static", ""]  # a page, a notebook


@pytest.fixture
def static(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH, raising=False)


def name_of(case: Case) -> str:
    return f"{case.written}, default {case.default}" if case.default else case.written


@pytest.mark.parametrize("case", SHOWN, ids=name_of)
@pytest.mark.usefixtures("static")
def test_a_page_gives_draw_the_values_of_the_table(case: Case) -> None:
    got = list[str]()

    def draw(value: Any) -> Note:
        got.append(told(value))
        return Note(got[-1])

    shown = case.explorer(draw)
    data = data_of(shown._repr_html_())
    assert {state["value"]: view["summary"] for state, view in states_of(data)} == case.values
    assert got == [*case.values.values(), case.values[case.start]]
    assert repr(shown).startswith(f"{case.values[case.start]}\nShown: value {case.start}.")


@pytest.mark.parametrize("case", SHOWN, ids=name_of)
@pytest.mark.usefixtures("live")
def test_a_notebook_gives_draw_the_values_of_the_table(case: Case) -> None:
    got = list[str]()

    def draw(value: Any) -> Note:
        got.append(told(value))
        return Note(got[-1])

    controls, view = case.explorer(draw).children
    (widget,) = controls.children
    assert type(widget).__name__ == case.widget
    assert getattr(widget, "label", case.start) == case.start
    start, order = list(case.values).index(case.start), list(case.values.values())
    assert got == [order[start]]
    assert view.panels[0]["summary"] == order[start]
    for place in [*range(len(order)), *range(len(order))[::-1], start]:
        put(widget, place)
        assert (view.panels[0]["summary"], view.error) == (order[place], "")
    assert set(got) == set(case.values.values())
    put(widget, len(order) - 1 - start)
    view._handle_custom_msg({"show": {}}, [])
    assert got[-1] == view.panels[0]["summary"] == order[start]


@pytest.mark.parametrize("case", [case for case in SHOWN if case.written.startswith("w.")], ids=name_of)
@pytest.mark.usefixtures("live")
def test_a_widget_is_its_own_control_and_starts_where_it_stands(case: Case) -> None:
    widget = case.given()
    look = widget.layout.width, repr(widget.value)
    controls, _ = case.explorer(lambda value: Note(""), widget).children
    assert controls.children == (widget,)
    assert (widget.layout.width, repr(widget.value)) == look


def put(widget: Any, place: int) -> None:
    """Move a widget as its browser does: an index, a bool, or a number that has added up."""
    if isinstance(widget, ipywidgets.Checkbox | ipywidgets.ToggleButton):
        widget.value = bool(place)
    elif hasattr(widget, "index"):
        widget.index = place
    else:
        value = widget.min
        for _ in range(place):
            value += getattr(widget, "step", 1)
        widget.value = value


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_the_same_sentence_refuses_in_both(case: Case, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, where)
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(case.refused)}$"):
        case.explorer(lambda value: Note(""))


@pytest.mark.usefixtures("live")
def test_a_number_typed_between_the_steps_is_refused_and_the_last_picture_stays() -> None:
    def draw(size: float, other: int = 1) -> Note:
        return Note(f"{size} {other}")

    def second(other: int = 1) -> Note:
        return Note(f"other {other}")

    def third(size: float) -> Note:
        return Note(f"third {size}")

    widget = ipywidgets.BoundedFloatText(0.5, min=0, max=1, step=0.5)
    controls, view = explore(draw, second, third, size=widget, other=(1, 3)).children
    widget.value = 0.3
    wrong = "the value of size must be among [0.0, 0.5, 1.0]; it was 0.3 (float)"
    assert (view.error, view.panels[0]["summary"]) == (wrong, "0.5 1")
    controls.children[1].value = 2  # the panel that has no size follows
    assert (view.error, [panel["summary"] for panel in view.panels]) == (wrong, ["0.5 1", "other 2", "third 0.5"])
    widget.value = 1
    assert (view.error, view.panels[0]["summary"]) == ("", "1.0 2")


@pytest.mark.parametrize("where", PLACES)
def test_a_widget_serves_one_control(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, where)
    widget = ipywidgets.IntSlider(2, 1, 3)
    with pytest.raises(ValueError, match=r"^the controls a and b must not be one widget; each needs its own$"):
        explore(lambda a, b: Note(""), a=widget, b=widget)


@pytest.mark.parametrize("where", PLACES)
def test_panels_agree_on_a_default_that_is_an_array(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, where)
    copy = RAMP.copy()

    def first(image: Any = RAMP) -> Note:
        return Note(told(image))

    def same(image: Any = copy) -> Note:
        return Note(told(image))

    def other(image: Any = ZEROS) -> Note:
        return Note(told(image))

    images = {"zeros": ZEROS, "ramp": RAMP}
    assert explore(first, same, image=images)
    sentence = "all panels must have the same default for image; they have array([0, 1, 2]), array([0, 0, 0])"
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        explore(first, other, image=images)


# What a `draw` returns


@pytest.mark.parametrize("kind", BLOCKS)
@pytest.mark.usefixtures("live")
def test_what_may_be_returned_is_shown_in_both(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    block = returned(kind)
    _, view = explore(lambda n: block, n=(1, 2)).children
    monkeypatch.setenv(SWITCH, "static")
    shown = explore(lambda n: block, n=(1, 2))._repr_html_()
    (same, _) = (found for _, found in states_of(data_of(shown)))
    assert view.panels == [same]
    assert same["blocks"]
    assert block._repr_html_() in shown


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("kind", RETURNS)
def test_what_cannot_be_shown_is_refused_at_the_start(kind: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, where)
    value, said = RETURNS[kind]
    sentence = f"draw raised TypeError at {{'n': 1}}: {MUST_RETURN}{said}"
    with pytest.raises(RuntimeError, match=f"^{re.escape(sentence)}$"):
        explore(lambda n=1: value, n=(1, 2))
    in_a_view = f"a block must be Linked, a Table, a Chart, a Picture or a Note; it was {said}"
    with pytest.raises(TypeError, match=f"^{re.escape(in_a_view)}$"):
        View(Note("a"), value, summary="")


@pytest.mark.usefixtures("live")
def test_what_cannot_be_shown_is_a_sentence_in_a_notebook() -> None:
    controls, view = explore(returned, kind=["a note", *RETURNS]).children
    for place, kind in enumerate(RETURNS, 1):
        controls.children[0].index = place
        assert view.error == f"draw raised TypeError at {{'kind': {kind!r}}}: {MUST_RETURN}{RETURNS[kind][1]}"
        assert view.panels[0]["summary"] == "A sentence.", "the last good state stays"
    controls.children[0].index = 0
    assert view.error == ""


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: Picture("figure.png", "A figure."),
            "figure must be a Matplotlib figure, or several in a list; it was 'figure.png' (str)",
        ),
        (lambda: Picture(BLOCKS["a picture"].figure, None), "alt must be a text; it was None (NoneType)"),
        (lambda: Note(3), "the text of a note must be a text; it was 3 (int)"),
        (
            lambda: View(Note("a"), summary=None),
            "the summary and the code of a view must be texts; one of them was None (NoneType); a function without a "
            "return gives None",
        ),
        (
            lambda: View(Note("a"), summary="", code={"NumPy": 3}),
            "the summary and the code of a view must be texts; one of them was 3 (int)",
        ),
        (
            lambda: View(View(Note("a"), summary="a"), summary="b"),
            "a block must be Linked, a Table, a Chart, a Picture or a Note; it was a (View)",
        ),
    ],
)
@pytest.mark.parametrize("where", PLACES)
def test_a_block_that_cannot_be_shown_names_the_state(
    make: Any, said: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, where)
    sentence = f"draw raised TypeError at {{'n': 2}}: {said}"
    with pytest.raises(RuntimeError, match=f"^{re.escape(sentence)}$"):
        explore(lambda n=2: make(), n=(2, 3))


@pytest.mark.parametrize("where", PLACES)
def test_a_picture_that_fails_when_it_is_drawn_names_the_state(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, where)

    class Broken(Picture):
        def _repr_html_(self) -> str:
            raise ZeroDivisionError("no width")

    with pytest.raises(
        RuntimeError, match=r"^draw raised ZeroDivisionError at {'images': array\(\[\[0\], \[1\], \[2\]\]\)}: no width$"
    ):
        explore(lambda images: Broken(BLOCKS["a picture"].figure, "A figure."), images={"a": RAMP[:, None]})
