"""Explorers: their controls, what a `draw` may return, and that a mistake in one stops the build."""

import gzip
import json
import math
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import ipywidgets
import numpy as np
import pytest

from cnnlib import conv2d, conv2d_weight_grad, max_pool1d, sigmoid, trace, trace_max_pool1d
from cnnlib.explore import (
    MOST_BYTES,
    MOST_STATES,
    CentralDifference,
    Linked,
    LinkedArray,
    Max,
    Sigmoid,
    SigmoidSlope,
    Sum,
    Table,
    View,
    dots,
    explore,
    lines,
)
from cnnlib.explore.charts import Line
from cnnlib.explore.controls import read_control
from cnnlib.explore.page import Pool
from cnnlib.explore.panels import read_panels
from cnnlib.explore.static import SWITCH
from cnnlib.gradcheck import numerical_gradient
from cnnlib.pictures import GRADIENT, INPUT, KERNEL, OUTPUT, Note, Picture, grids
from cnnlib.problems import IMAGE, SIGNAL
from cnnlib.problems import KERNEL as W
from kit.explorer_data import data_of, states_of, whole


def draw(stride: int = 2, same: bool = False, image: str = "X") -> Note:
    return Note(f"stride {stride}, same {same}, {image}")


CONTROLS: dict[str, Any] = {"stride": (1, 3), "same": True, "image": ["X", "W"]}


@pytest.fixture
def static(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")


# Controls


@pytest.mark.parametrize(
    ("given", "kind", "values", "first"),
    [
        ((1, 3), "range", [1, 2, 3], 2),
        ((0, 9, 4), "range", [0, 4, 8], 4),
        ((0.5, 1.5, 0.25), "range", [0.5, 0.75, 1.0, 1.25, 1.5], 1.0),
        ((0.0, 0.3), "range", [0.0, 0.1, 0.2, 0.3], 0.1),
        (2, "range", [-2, -1, 0, 1, 2, 3, 4, 5, 6], 2),
        (0, "range", [0, 1], 0),
        (-1, "range", [-3, -2, -1, 0, 1], -1),
        (True, "flag", [False, True], True),
        (["a", "b"], "choice", ["a", "b"], "a"),
        ([("one", 1), ("two", 2)], "choice", [1, 2], 1),
        ({"one": 1, "two": 2}, "choice", [1, 2], 1),
        (ipywidgets.IntSlider(4, 2, 6, 2), "range", [2, 4, 6], 4),
        (ipywidgets.FloatSlider(0.5, min=0, max=1, step=0.5), "range", [0, 0.5, 1], 0.5),
        (ipywidgets.BoundedIntText(3, 1, 4), "range", [1, 2, 3, 4], 3),
        (ipywidgets.Dropdown(options=[("one", 1), ("two", 2)], value=2), "choice", [1, 2], 2),
        (ipywidgets.RadioButtons(options=["a", "b"], value="b"), "choice", ["a", "b"], "b"),
        (ipywidgets.ToggleButtons(options={"A": "a", "B": "b"}), "choice", ["a", "b"], "a"),
        (ipywidgets.SelectionSlider(options=[1, 10, 100], value=10), "range", [1, 10, 100], 10),
        (ipywidgets.Checkbox(False), "flag", [False, True], False),
        (ipywidgets.ToggleButton(True), "flag", [False, True], True),
    ],
)
def test_a_control_stands_for_the_values_that_ipywidgets_gives_it(
    given: Any, kind: str, values: list[Any], first: Any
) -> None:
    found = read_control("stride", given)
    assert (found.kind, found.values, found.values[found.first]) == (kind, values, first)
    assert len(set(found.labels)) == len(found.labels) == len(values)


@pytest.mark.parametrize("given", [(1, 3), (0, 9, 4), (0.5, 1.5, 0.25), 2, 0, -1, True, ["a", "b"], {"one": 1}])
def test_without_a_default_a_control_starts_where_ipywidgets_starts(given: Any) -> None:
    widget = ipywidgets.interactive.widget_from_abbrev(given)
    found = read_control("stride", given)
    assert found.values[found.first] == widget.value


def test_a_default_of_draw_is_where_an_abbreviation_starts() -> None:
    (stride, same, image), _ = read_panels([draw], CONTROLS)
    assert [c.values[c.first] for c in (stride, same, image)] == [2, False, "X"]
    assert image.label == "image"


def test_a_fixed_value_is_no_control() -> None:
    controls, (panel,) = read_panels([draw], CONTROLS | {"image": ipywidgets.fixed("Y")})
    assert [c.name for c in controls] == ["stride", "same"]
    assert repr(panel({"stride": 1, "same": True})) == "stride 1, same True, Y"


def no_default(stride: int) -> Note:
    return Note(str(stride))


def other_default(stride: int = 3) -> Note:
    return Note(str(stride))


ALLOWED = (
    "(first, last) or (first, last, step) in numbers, a list, a dict, a bool, a number, or of ipywidgets a Dropdown, "
    "RadioButtons, Select, SelectionSlider, ToggleButtons, Checkbox, ToggleButton, IntSlider, FloatSlider, "
    "BoundedIntText or BoundedFloatText"
)


@pytest.mark.parametrize(
    ("functions", "controls", "message"),
    [
        ([], {}, "explore needs a function that draws; it was given none"),
        ([3], {}, "draw must be a function that returns a picture; it was 3 (int)"),
        (
            [draw],
            {"stride": (1, 3)},
            "draw takes (stride, same, image), and the controls are (stride): they must match",
        ),
        (
            [draw],
            CONTROLS | {"stride": (3, 9)},
            "the default of stride must be among [3, 4, 5, 6, 7, 8, 9]; it was 2 (int)",
        ),
        ([draw, other_default], CONTROLS, "all panels must have the same default for stride; they have 2, 3"),
        ([no_default], {"stride": "wide"}, f"the control stride must be {ALLOWED}; it was 'wide' (str)"),
        (
            [no_default],
            {"stride": (3, 1)},
            "the control stride must go up in steps above 0; it was to go from 3 to 1 in steps of 1",
        ),
        ([no_default], {"stride": (1, math.inf)}, f"the control stride must be {ALLOWED}; it was (1, inf) (tuple)"),
        ([no_default], {"stride": []}, f"the control stride must be {ALLOWED}; it was [] (list)"),
        ([no_default], {"stride": ipywidgets.Text("a")}, f"the control stride must be {ALLOWED}; it was Text"),
        ([no_default], {"stride": ipywidgets.IntText(1)}, f"the control stride must be {ALLOWED}; it was IntText"),
        (
            [no_default],
            {"stride": [1, "1"]},
            "the control stride must have a different text for each value; they are ['1', '1']",
        ),
    ],
)
@pytest.mark.usefixtures("static")
def test_a_wrong_control_is_refused(functions: list[Any], controls: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        explore(*functions, **controls)


# The page


@pytest.mark.usefixtures("static")
def test_the_page_has_every_state_at_its_place() -> None:
    found = {tuple(state.values()): view for state, view in states_of(data_of(explore(draw, **CONTROLS)._repr_html_()))}
    assert len(found) == 3 * 2 * 2
    for (image, same, stride), view in found.items():
        text = repr(draw(int(stride), same == "on", image))
        assert view["summary"] == text
        assert text in view["blocks"][0]["html"]


@pytest.mark.usefixtures("static")
def test_a_panel_is_computed_for_its_own_controls_only() -> None:
    drawn: list[int] = []

    def second(stride: int = 2) -> Note:
        drawn.append(stride)
        return Note(f"second {stride}")

    data = data_of(explore(draw, second, **CONTROLS)._repr_html_())
    assert [len(panel["states"]) for panel in data["panels"]] == [12, 3]
    assert drawn == [1, 2, 3, 2]  # and the state that is shown first
    assert [view["summary"] for _, view in states_of(data, 1)] == ["second 1", "second 2", "second 3"]


@pytest.mark.usefixtures("static")
def test_without_scripts_a_page_has_the_first_state_and_its_name() -> None:
    shown = explore(draw, **CONTROLS)
    still = shown._repr_html_().split("<script")[0]
    assert "stride 2, same False, X" in still
    assert "Shown: stride 2, same off, image X." in still
    assert "<input" not in still
    assert repr(shown).splitlines()[0] == "stride 2, same False, X"
    assert "stride: 1 to 3; same: off, on; image: X, W." in repr(shown)


@pytest.mark.usefixtures("static")
def test_no_text_ends_the_data_of_a_page() -> None:
    def hostile(stride: int = 1) -> Note:
        return Note(f"</script><script>alert({stride})</script>\x00<!--")

    shown = explore(hostile, stride=(1, 2))._repr_html_()
    assert shown.count("</script") == shown.count("<script") == 1
    for _, view in states_of(data_of(shown)):
        assert view["summary"].startswith("</script><script>alert(")


@pytest.mark.usefixtures("static")
def test_two_builds_give_the_same_page() -> None:
    assert explore(draw, **CONTROLS)._repr_html_() == explore(draw, **CONTROLS)._repr_html_()


@pytest.mark.usefixtures("static")
def test_a_draw_that_raises_in_any_state_stops_the_build() -> None:
    def fails_late(stride: int = 1, same: bool = False) -> Note:
        return Note(str(1 // (3 - stride) if same else stride))

    with pytest.raises(RuntimeError, match=r"draw raised ZeroDivisionError at {'stride': 3, 'same': True}: "):
        explore(fails_late, stride=(1, 3), same=False)


@pytest.mark.usefixtures("static")
def test_a_draw_that_returns_something_else_stops_the_build() -> None:
    with pytest.raises(RuntimeError, match=r"draw raised TypeError at {'stride': 1}: draw must return a View, Linked"):
        explore(lambda stride=1: stride, stride=(1, 3))


@pytest.mark.usefixtures("static")
def test_too_many_states_name_the_control_to_shorten() -> None:
    message = (
        f"an explorer may have at most {MOST_STATES} states in a panel; this one has {12 * 350}: shorten stride, which "
        "has 1050 values, or draw it in panels, each with fewer controls"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        explore(draw, **CONTROLS | {"stride": (1, 1050)})


@pytest.mark.usefixtures("static")
def test_too_many_bytes_name_the_control_to_shorten() -> None:
    def random(stride: int = 1) -> Note:
        return Note(np.random.default_rng(stride).bytes(10_000).hex())

    with pytest.raises(
        ValueError, match=rf"at most {MOST_BYTES} bytes of data when compressed; .* shorten stride, which"
    ):
        explore(random, stride=(1, 9))
    assert explore(random, stride=(1, 3))


@pytest.mark.usefixtures("static")
@pytest.mark.parametrize("decides", ["first", "second"])
def test_states_stand_in_the_order_that_is_smaller_and_each_is_found(decides: str) -> None:
    def random(first: int = 0, second: int = 0) -> Note:
        # Long, and one for each value of one control: where its states are far apart, each is kept anew.
        seed = {"first": first, "second": second}[decides]
        return Note(f"{first} {second} {np.random.default_rng(seed).bytes(400).hex()}")

    data = data_of(explore(random, first=(0, 28), second=(0, 29))._repr_html_())
    found = {(int(state["first"]), int(state["second"])): view["summary"] for state, view in states_of(data)}
    assert found == {(a, b): random(a, b).text for a in range(29) for b in range(30)}
    notes = [view["summary"] for view in data["pool"] if isinstance(view, dict) and "summary" in view]
    places = [tuple(map(int, note.split()[:2])) for note in notes]
    axis = {"first": 0, "second": 1}[decides]
    assert places == sorted(places, key=lambda place: (place[axis], place[1 - axis]))


def test_the_pool_writes_a_part_once_and_loses_nothing() -> None:
    values: list[Any] = [
        {"a": list(range(20)), "b": [{"text": "the same text, twice"}, {"text": "the same text, twice"}]},
        {"a": list(range(20)), "b": [[0.5] * 9, ["", "the same text, twice"], None, True]},
        {"a": []},
    ]
    pool = Pool()
    numbers = [pool.add(value) for value in values]
    parts, places = pool.write()
    read = [json.loads(part) for part in parts]
    assert [whole(read[places[number]], read) for number in numbers] == values
    assert "".join(parts).count("the same text, twice") == 1
    assert len(gzip.compress("".join(parts).encode())) < 200


# Linked arrays: what their rules compute, in Python; the browser's side is in test_explorers.


def convolution(x: Any = IMAGE, z: Any = None) -> Linked:
    terms = trace(IMAGE.shape, W.shape)
    rule = Sum(terms.z, {"X": terms.x, "W": terms.w})
    Z = conv2d(x, W) if z is None else z
    return Linked(LinkedArray("X", x, INPUT), LinkedArray("W", W, KERNEL), LinkedArray("Z", Z, OUTPUT, rule=rule))


def test_a_rule_that_does_not_give_the_stated_numbers_is_refused() -> None:
    wrong = conv2d(IMAGE, W)
    wrong[3, 1] = 6  # the answer key's pixel
    with pytest.raises(ValueError, match=r"^Z\[3, 1\] is 6, and its rule gives 2\.0$"):
        convolution(z=wrong)


def test_numbers_that_follow_from_a_rule_are_not_sent_to_the_page() -> None:
    arrays = convolution().as_json()["arrays"]
    assert [("values" in array, "rule" in array) for array in arrays] == [(True, False), (True, False), (False, True)]
    steps = arrays[2]["rule"]["of"]["X"]
    assert np.cumsum(steps).tolist() == trace(IMAGE.shape, W.shape).x.tolist()


def test_the_rules_are_those_of_the_package() -> None:
    X, kernel = np.array([[0.5, -2, 1, 3], [1, 0, 2, -1]]), np.array([[1.0, -0.5]])
    terms = trace(X.shape, kernel.shape)
    every = np.arange(6)
    linked = Linked(
        LinkedArray("X", X, INPUT),
        LinkedArray("W", kernel, KERNEL),
        LinkedArray("Z", None, OUTPUT, shape=(2, 3), rule=Sum(terms.z, {"X": terms.x, "W": terms.w})),
        LinkedArray("U", None, OUTPUT, shape=(2, 3), rule=Sigmoid("Z")),
        LinkedArray("slope", None, OUTPUT, shape=(2, 3), rule=SigmoidSlope("Z")),
        LinkedArray("J", None, GRADIENT, shape=(), rule=Sum(np.zeros(6, int), {"U": every})),
        LinkedArray("dW", None, GRADIENT, shape=(1, 2), rule=Sum(terms.w, {"slope": terms.z, "X": terms.x})),
        LinkedArray("measured", None, GRADIENT, shape=(1, 2), rule=CentralDifference("J", "W")),
    )
    values = linked.all_values()
    Z = conv2d(X, kernel)
    np.testing.assert_allclose(values["Z"], Z)
    np.testing.assert_allclose(values["U"], sigmoid(Z))
    np.testing.assert_allclose(values["J"], sigmoid(Z).sum())
    slope = sigmoid(Z) * (1 - sigmoid(Z))
    np.testing.assert_allclose(values["slope"], slope)
    np.testing.assert_allclose(values["dW"], conv2d_weight_grad(slope, X, kernel.shape))
    measured = numerical_gradient(lambda w: float(sigmoid(conv2d(X, w)).sum()), kernel)
    np.testing.assert_allclose(values["measured"], measured, atol=1e-7)
    np.testing.assert_allclose(values["measured"], values["dW"], atol=1e-7)


def test_an_index_of_minus_one_is_no_factor() -> None:
    rule = Sum([0, 0], {"a": [2, -1], "b": [-1, 0]})
    assert rule.apply({"a": np.array([5, 6, 7]), "b": np.array([100])}, 1).tolist() == [107]


def test_a_maximum_is_that_of_the_package() -> None:
    terms = trace_max_pool1d(SIGNAL.shape, 3, 2)
    rule = Max(terms.z, {"x": terms.x})
    assert rule.apply({"x": SIGNAL}, terms.z_shape[0]).tolist() == max_pool1d(SIGNAL, 3, 2).tolist()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: LinkedArray("a,b", [1]), "the name of an array must be a text without a comma; it was 'a,b'"),
        (lambda: LinkedArray("a"), "a must have values, or a rule and a shape"),
        (lambda: LinkedArray("U", [1], rule=Sigmoid("Z"), edit=True), "U follows from a rule: it cannot be edited"),
        (lambda: Sum([0, 1], {"X": [0]}), "a rule needs 2 indices into X, one for each term; not 1"),
        (lambda: LinkedArray("X", [1, np.inf]), "the numbers of X must be finite; one of them is inf"),
        (lambda: Max([0], {"X": [0], "W": [0]}), "a Max takes one array; it was given X, W"),
        (
            lambda: Linked(LinkedArray("X", [1, 2]), LinkedArray("y", [2], rule=Max([0, 0], {"X": [0, -1]}))),
            "the rule of y has an index that X of 2 elements has not",
        ),
        (
            lambda: Linked(LinkedArray("X", [1, 2]), LinkedArray("y", [2, 2], rule=Max([0, 0], {"X": [0, 1]}))),
            "the rule of y has no term for its element 1",
        ),
        (lambda: Linked(LinkedArray("X", [1]), LinkedArray("X", [1])), "two arrays must not have one name; both are X"),
        (
            lambda: Linked(LinkedArray("U", [1], rule=Sigmoid("Z"))),
            "the rule of U needs Z, which must stand before it",
        ),
        (
            lambda: Linked(LinkedArray("X", [1, 2]), LinkedArray("y", [2], rule=Sum([0], {"X": [2]}))),
            "the rule of y has an index that X of 2 elements has not",
        ),
        (
            lambda: Linked(LinkedArray("X", [1, 2]), LinkedArray("y", [2], rule=Sum([-1], {"X": [1]}))),
            "the rule of y has an index that y of 1 elements has not",
        ),
        (
            lambda: Linked(LinkedArray("X", [1, 2], explains=["y"]), LinkedArray("y", [2])),
            "X stands beside y, which must be an array of shape (2,)",
        ),
        (
            lambda: Linked(LinkedArray("X", [1, 2]), LinkedArray("d", shape=(2,), rule=CentralDifference("X", "X"))),
            "the rule of d needs one number, and a given array of shape (2,)",
        ),
        (lambda: Table("T", ["a", "b"], [["1"]]), "a row must have 2 texts, one for each column; it was ['1']"),
        (
            lambda: View(summary="nothing"),
            "a view needs at least one block: Linked, a Table, a Chart, a Picture or a Note",
        ),
        (
            lambda: View(3, summary="three"),
            "a block must be Linked, a Table, a Chart, a Picture or a Note; it was 3 (int)",
        ),
        (lambda: dots({"a": 1}, INPUT, " ", title=""), "alt must say what the chart shows; it was empty"),
        (
            lambda: lines([Line("a", [1], [], INPUT)], "x", x_label="", y_label=""),
            "each line must have points, as many x as y",
        ),
    ],
)
def test_what_does_not_fit_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        make()


class Texts(HTMLParser):
    """Collects the texts of one kind of element."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag, self.inside, self.found = tag, False, list[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == self.tag:
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != self.tag

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data


def texts(tag: str, shown: str) -> list[str]:
    parser = Texts(tag)
    parser.feed(shown)
    return parser.found


def test_a_shape_of_numpys_numbers_is_sent_as_pythons() -> None:
    zero, one, four = map(np.int64, (0, 1, 4))
    given = LinkedArray("X", [[0, 7, 8, 0]], INPUT, axes=(zero, one), padding=(zero, one))
    made = LinkedArray("Z", None, OUTPUT, shape=(one, four), rule=Sigmoid("X"))
    x, z = json.loads(json.dumps(Linked(given, made).as_json()))["arrays"]
    assert (x["shape"], x["axes"], x["padding"]) == ([1, 4], [0, 1], [0, 1])
    assert (z["shape"], z["axes"]) == ([1, 4], [0, 1])


def test_without_scripts_linked_arrays_are_tables() -> None:
    shown = convolution()._repr_html_()
    assert texts("caption", shown) == ["X (6, 5)", "W (2, 2)", "Z (5, 4)"]
    numbers = [str(n).replace("-", "\N{MINUS SIGN}") for A in (IMAGE, W, conv2d(IMAGE, W)) for n in A.ravel()]
    assert [text for text in texts("td", shown) if text] == numbers


def test_an_array_of_more_axes_is_one_table_for_each_index_of_the_others() -> None:
    X = np.arange(12).reshape(2, 3, 2)
    shown = Linked(LinkedArray("X", X, INPUT, axes=(2, 1)))._repr_html_()
    assert texts("caption", shown) == ["X (2, 3, 2): [0, :, :]", "X (2, 3, 2): [1, :, :]"]
    # Channels run down, time runs across.
    assert [text for text in texts("td", shown) if text] == [str(n) for i in (0, 1) for n in X[i].T.ravel()]


def test_a_single_number_has_no_index() -> None:
    shown = Linked(LinkedArray("J", 7, GRADIENT, title="J"))._repr_html_()
    assert texts("th", shown) == []
    assert [text for text in texts("td", shown) if text] == ["7"]


def test_padding_is_shown_and_not_counted() -> None:
    shown = Linked(LinkedArray("X", np.pad([[7, 8]], 1), INPUT, padding=(1, 1)))._repr_html_()
    assert texts("caption", shown) == ["X (1, 2)"]
    assert texts("th", shown) == ["\N{MINUS SIGN}1", "0", "1", "2", "\N{MINUS SIGN}1", "0", "1"]


def test_a_chart_says_what_it_shows_and_writes_its_numbers() -> None:
    chart = dots({"rows": 48, "columns": 64_000}, INPUT, "Two dots & more.", title="X")
    shown = chart._repr_html_()
    assert 'role="img" aria-label="Two dots &amp; more."' in shown
    marks = ["1", "10", "100", "1,000", "10,000", "100,000"]
    scale = "Each step of the scale is ten times the last."
    assert texts("text", shown) == ["X", *marks, "rows", "48", "columns", "64,000", scale]
    # Nothing there has a length that could be taken for the number's.
    assert "<rect" not in shown
    first, second = (float(x) - 190 for x in re.findall(r'<circle cx="([^"]+)"', shown))
    assert second / first == pytest.approx(math.log10(64_000) / math.log10(48), rel=1e-3)


def test_the_lines_of_a_chart_differ_in_more_than_their_colour() -> None:
    one, two = Line("one", [1, 2], [3, 5], INPUT), Line("two", [1, 2], [4, 1], OUTPUT, "s", "4 2")
    shown = lines([one, two], "Two lines.", x_label="x", y_label="y")._repr_html_()
    first, second = re.findall(r'<polyline points="([^"]+)"', shown)
    y = [[float(point.split(",")[1]) for point in line.split()] for line in (first, second)]
    # Up on the chart is a smaller y of SVG; 5 is the top and 1 the bottom.
    assert y[0][1] < y[1][0] < y[0][0] < y[1][1]
    assert shown.count('stroke-dasharray="4 2"') == 2
    assert texts("text", shown)[:2] == ["one", "two"]


@pytest.mark.usefixtures("static")
def test_a_figure_of_matplotlib_is_shown_with_its_alternative_text() -> None:
    def figure(rows: int = 2) -> Picture:
        from cnnlib.pictures import Grid

        return Picture(grids(Grid(IMAGE[:rows], "X", INPUT)), f"The first {rows} rows of X.")

    shown = explore(figure, rows=(1, 2))
    for state, view in states_of(data_of(shown._repr_html_())):
        assert f'aria-label="The first {state["rows"]} rows of X."' in view["blocks"][0]["html"]
        assert view["summary"] == f"The first {state['rows']} rows of X."
