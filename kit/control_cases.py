"""One table of what an author may write for a control, for three runs: a page, the widgets, and a real JupyterLab.

A kernel of JupyterLab imports this module too.
"""

from dataclasses import dataclass, field
from typing import Any

import ipywidgets
import numpy as np
from matplotlib.figure import Figure

from cnnlib.explore import Table, View, dots, explore
from cnnlib.explore.controls import ALLOWED
from cnnlib.pictures import INPUT, Note, Picture

RAMP, ZEROS = np.array([0, 1, 2]), np.zeros(3, int)


class Frame:
    """Says that it can be shown and shows nothing, and is neither equal nor unequal: as data frames and figures are."""

    def __repr__(self) -> str:
        return "a frame"

    def _repr_html_(self) -> None:
        return None

    def __eq__(self, other: object) -> Any:
        return np.array([True, False])

    __hash__ = None


FRAME = Frame()
# What the table uses.
NAMES = {"np": np, "w": ipywidgets, "RAMP": RAMP, "COPY": RAMP.copy(), "ZEROS": ZEROS, "FRAME": FRAME}


def told(value: Any) -> str:
    """What reached `draw`: its type and its value, as one line."""
    text = f"{value.dtype} {value.tolist()}" if isinstance(value, np.ndarray) else repr(value)
    return f"{type(value).__name__} {text}"


@dataclass(frozen=True)
class Case:
    """What is written, as Python; each value by its label, in order; where it starts; the parameter's default.

    `widget` is the kind of widget in a notebook. A refused case has the sentence instead.
    """

    written: str
    values: dict[str, str] = field(default_factory=dict)
    start: str = ""
    default: str = ""
    widget: str = ""
    refused: str = ""

    def given(self) -> Any:
        """What is written, anew: a widget belongs to one explorer."""
        return eval(self.written, NAMES)

    def explorer(self, draw: Any, *given: Any) -> Any:
        """The explorer of it."""
        default = eval(self.default, NAMES) if self.default else None

        def with_default(value: Any = default) -> Any:
            return draw(value)

        def without(value: Any) -> Any:
            return draw(value)

        return explore(with_default if self.default else without, value=given[0] if given else self.given())


def ints(*values: int) -> dict[str, str]:
    return {str(value): f"int {value}" for value in values}


def floats(*texts: str) -> dict[str, str]:
    """Values by labels such as 0.3, which are read as Python reads them."""
    return {text: f"float {float(text)!r}" for text in texts}


FLAG = {"off": "bool False", "on": "bool True"}
TENTHS = floats("0", "0.1", "0.2", "0.3", "0.4")

SHOWN = [
    # Ranges of whole numbers
    Case("(1, 3)", ints(1, 2, 3), "2", widget="IntSlider"),
    Case("(1, 3)", ints(1, 2, 3), "3", "3", widget="IntSlider"),
    Case("(1, 3)", ints(1, 2, 3), "3", "3.0", widget="IntSlider"),
    Case("(1, 3)", ints(1, 2, 3), "3", "np.int64(3)", widget="IntSlider"),
    Case("(-2, 1)", ints(-2, -1, 0, 1), "-1", widget="IntSlider"),
    Case("(5, 5)", ints(5), "5", widget="Dropdown"),
    Case("(1, 9, 4)", ints(1, 5, 9), "5", widget="IntSlider"),
    Case("(0, 9, 4)", ints(0, 4, 8), "4", widget="IntSlider"),
    Case("(0, 3, 5)", ints(0), "0", widget="Dropdown"),
    Case("(np.int64(1), np.int64(3))", ints(1, 2, 3), "2", widget="IntSlider"),
    Case("(np.uint8(1), 5, np.int8(2))", ints(1, 3, 5), "3", widget="IntSlider"),
    Case("(2**53, 2**53 + 2)", ints(2**53, 2**53 + 1, 2**53 + 2), f"{2**53 + 1}", widget="SelectionSlider"),
    Case("1", ints(-1, 0, 1, 2, 3), "1", widget="IntSlider"),
    Case("0", ints(0, 1), "0", widget="IntSlider"),
    Case("np.int64(1)", ints(-1, 0, 1, 2, 3), "1", widget="IntSlider"),
    Case("np.uint8(1)", ints(-1, 0, 1, 2, 3), "2", "2", widget="IntSlider"),
    # Ranges of floats: steps do not drift, and end where they end
    Case("(0.0, 0.4, 0.1)", TENTHS, "0.2", widget="SelectionSlider"),
    Case("(0.0, 0.4)", TENTHS, "0.3", "0.1 + 0.2", widget="SelectionSlider"),
    Case("(0, 0.4, np.float64(0.1))", TENTHS, "0", "0", widget="SelectionSlider"),
    Case("(0, 0.4, np.float32(0.1))", TENTHS, "0.4", "np.float32(0.4)", widget="SelectionSlider"),
    Case("(0.0, 1.0, 0.3)", floats("0", "0.3", "0.6", "0.9"), "0.3", widget="SelectionSlider"),
    Case("(-0.3, 0.3, 0.3)", floats("-0.3", "0", "0.3"), "0", widget="SelectionSlider"),
    Case("(1, 2, 0.5)", floats("1", "1.5", "2"), "2", "2", widget="SelectionSlider"),
    Case("(1, 3, 1.0)", floats("1", "2", "3"), "2", widget="SelectionSlider"),
    Case("(1e-11, 3e-11, 1e-11)", floats("1e-11", "2e-11", "3e-11"), "2e-11", widget="SelectionSlider"),
    Case(
        "(1234567.5, 1234568.5, .5)", floats("1234567.5", "1234568", "1234568.5"), "1234568", widget="SelectionSlider"
    ),
    Case(
        "(0, 1, 1 / 3)",
        {
            "0": "float 0.0",
            "0.333333333333333": "float 0.3333333333333333",
            "0.666666666666667": "float 0.6666666666666666",
            "1": "float 1.0",
        },
        "0.333333333333333",
        widget="SelectionSlider",
    ),
    Case(
        "(0, 1, 0.33333333333333337)",
        {
            "0": "float 0.0",
            "0.333333333333333": "float 0.33333333333333337",
            "0.666666666666667": "float 0.6666666666666667",
            "1": "float 1.0",
        },
        "0.333333333333333",
        widget="SelectionSlider",
    ),
    Case("(0.0, 0.1 + 0.2, 0.1)", floats("0", "0.1", "0.2", "0.3"), "0.1", widget="SelectionSlider"),
    Case("0.1", floats("-0.1", "0", "0.1", "0.2", "0.3"), "0.1", widget="SelectionSlider"),
    # On and off
    Case("True", FLAG, "on", widget="Checkbox"),
    Case("True", FLAG, "off", "False", widget="Checkbox"),
    Case("np.False_", FLAG, "off", widget="Checkbox"),
    Case("False", FLAG, "on", "np.True_", widget="Checkbox"),
    # Choices
    Case("['X', 'W']", {"X": "str 'X'", "W": "str 'W'"}, "W", "'W'", widget="Dropdown"),
    Case("{'one': 1, 'two': 2}", {"one": "int 1", "two": "int 2"}, "two", "2", widget="Dropdown"),
    Case("{1: 'a', None: 'b'}", {"1": "str 'a'", "None": "str 'b'"}, "1", widget="Dropdown"),
    Case("[('one', 1), ('two', 2), 3]", {"one": "int 1", "two": "int 2", "3": "int 3"}, "one", widget="Dropdown"),
    Case("[(2, 2), (3, 3)]", {"(2, 2)": "tuple (2, 2)", "(3, 3)": "tuple (3, 3)"}, "(3, 3)", "(3, 3)", "Dropdown"),
    Case(
        "[((1, 2), (3, 4)), ((1, 2), 'x')]",
        {"((1, 2), (3, 4))": "tuple ((1, 2), (3, 4))", "((1, 2), 'x')": "tuple ((1, 2), 'x')"},
        "((1, 2), (3, 4))",
        widget="Dropdown",
    ),
    Case("[[1, 2], [3]]", {"[1, 2]": "list [1, 2]", "[3]": "list [3]"}, "[3]", "[3]", widget="Dropdown"),
    Case("[{'a': 1}, {'b'}]", {"{'a': 1}": "dict {'a': 1}", "{'b'}": "set {'b'}"}, "{'b'}", "{'b'}", "Dropdown"),
    Case(
        "{'ramp': RAMP, 'zeros': ZEROS}",
        {"ramp": "ndarray int64 [0, 1, 2]", "zeros": "ndarray int64 [0, 0, 0]"},
        "zeros",
        "np.zeros(3, int)",
        widget="Dropdown",
    ),
    Case(
        "[RAMP, RAMP[:, None]]",
        {"[0 1 2]": "ndarray int64 [0, 1, 2]", "[[0] [1] [2]]": "ndarray int64 [[0], [1], [2]]"},
        "[[0] [1] [2]]",
        "RAMP[:, None]",
        widget="Dropdown",
    ),
    Case(
        "{'a': (RAMP, 1), 'b': (ZEROS, 1)}",
        {"a": f"tuple {(RAMP, 1)!r}", "b": f"tuple {(ZEROS, 1)!r}"},
        "b",
        "(np.zeros(3, int), 1)",
        widget="Dropdown",
    ),
    Case(
        "{'a': RAMP, 'b': COPY}",
        {"a": "ndarray int64 [0, 1, 2]", "b": "ndarray int64 [0, 1, 2]"},
        "b",
        "COPY",
        widget="Dropdown",
    ),
    Case(
        "[{'a': ZEROS}, {'a': RAMP}]",
        {"{'a': array([0, 0, 0])}": f"dict { {'a': ZEROS}!r}", "{'a': array([0, 1, 2])}": f"dict { {'a': RAMP}!r}"},
        "{'a': array([0, 1, 2])}",
        "{'a': COPY}",
        widget="Dropdown",
    ),
    Case("{'a': FRAME, 'b': 1}", {"a": "Frame a frame", "b": "int 1"}, "b", "1", widget="Dropdown"),
    Case("{'a': 1, 'b': FRAME}", {"a": "int 1", "b": "Frame a frame"}, "b", "FRAME", widget="Dropdown"),
    Case("[None, 1]", {"None": "NoneType None", "1": "int 1"}, "None", "None", widget="Dropdown"),
    Case("[1, None]", {"1": "int 1", "None": "NoneType None"}, "None", "None", widget="Dropdown"),
    Case("[1, 1.0]", {"1": "int 1", "1.0": "float 1.0"}, "1.0", "1.0", widget="Dropdown"),
    Case("[1, True]", {"1": "int 1", "True": "bool True"}, "True", "True", widget="Dropdown"),
    Case(
        "[np.int64(1), np.float32(0.5)]",
        {"1": "int64 np.int64(1)", "0.5": "float32 np.float32(0.5)"},
        "0.5",
        "0.5",
        widget="Dropdown",
    ),
    Case("[float('nan'), 1.0]", {"nan": "float nan", "1.0": "float 1.0"}, "nan", widget="Dropdown"),
    Case("['only']", {"only": "str 'only'"}, "only", widget="Dropdown"),
    # An author's own widgets
    Case("w.IntSlider(4, 2, 6, 2)", ints(2, 4, 6), "4", widget="IntSlider"),
    Case("w.IntSlider(2, 1, 3)", ints(1, 2, 3), "2", "3", widget="IntSlider"),
    Case("w.FloatSlider(0.1 + 0.2, min=0, max=0.4, step=0.1)", TENTHS, "0.3", widget="FloatSlider"),
    Case(
        "w.FloatSlider(0, min=-0.3, max=0.3, step=0.1)",
        floats("-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"),
        "0",
        widget="FloatSlider",
    ),
    Case("w.FloatSlider(0.7, min=0, max=2.1, step=0.7)", floats("0", "0.7", "1.4", "2.1"), "0.7", widget="FloatSlider"),
    Case("w.BoundedIntText(3, 1, 4)", ints(1, 2, 3, 4), "3", widget="BoundedIntText"),
    Case("w.BoundedFloatText(0.2, min=0, max=0.4, step=0.1)", TENTHS, "0.2", widget="BoundedFloatText"),
    Case("w.Checkbox(False)", FLAG, "off", widget="Checkbox"),
    Case("w.ToggleButton(True)", FLAG, "on", widget="ToggleButton"),
    Case("w.SelectionSlider(options=[1, 10, 100], value=10)", ints(1, 10, 100), "10", widget="SelectionSlider"),
    Case(
        "w.SelectionSlider(options=[('a', 0.1), ('b', '2')])",
        {"a": "float 0.1", "b": "str '2'"},
        "a",
        widget="SelectionSlider",
    ),
    Case(
        "w.Dropdown(options=[('one', 1), ('two', 2)], value=2)",
        {"one": "int 1", "two": "int 2"},
        "two",
        widget="Dropdown",
    ),
    Case(
        "w.Dropdown(options=[('int', 1), ('float', 1.0), ('bool', True)])",
        {"int": "int 1", "float": "float 1.0", "bool": "bool True"},
        "int",
        widget="Dropdown",
    ),
    Case(
        "w.Dropdown(options={'ramp': RAMP, 'zeros': ZEROS}, equals=np.array_equal)",
        {"ramp": "ndarray int64 [0, 1, 2]", "zeros": "ndarray int64 [0, 0, 0]"},
        "ramp",
        widget="Dropdown",
    ),
    Case(
        "w.Dropdown(options=[('none', None), ('one', 1)], value=1)",
        {"none": "NoneType None", "one": "int 1"},
        "one",
        widget="Dropdown",
    ),
    Case("w.RadioButtons(options=['a', 'b'], value='b')", {"a": "str 'a'", "b": "str 'b'"}, "b", widget="RadioButtons"),
    Case(
        "w.ToggleButtons(options={'A': 'a', 'B': 'b'})", {"A": "str 'a'", "B": "str 'b'"}, "A", widget="ToggleButtons"
    ),
    Case("w.Select(options=[(1, 2), (3, 4)])", {"1": "int 2", "3": "int 4"}, "1", widget="Select"),
]

REFUSED = [
    Case(written, refused=f"the control value must be {ALLOWED}; it was {was}")
    for written, was in [
        ("None", "None (NoneType)"),
        ("'wide'", "'wide' (str)"),
        ("[]", "[] (list)"),
        ("{}", "{} (dict)"),
        ("()", "() (tuple)"),
        ("(1,)", "(1,) (tuple)"),
        ("(1, 2, 1, 1)", "(1, 2, 1, 1) (tuple)"),
        ("('a', 'b')", "('a', 'b') (tuple)"),
        ("(False, True)", "(False, True) (tuple)"),
        ("(1, None)", "(1, None) (tuple)"),
        ("(1, float('inf'))", "(1, inf) (tuple)"),
        ("float('nan')", "nan (float)"),
        ("float('inf')", "inf (float)"),
        ("1j", "1j (complex)"),
        ("range(3)", "range(0, 3) (range)"),
        ("{1}", "{1} (set)"),
        ("RAMP", "an array of shape (3,) and dtype int64"),
        ("w.IntSlider", "<class 'ipywidgets.widgets.widget_int.IntSlider'> (MetaHasTraits)"),
        ("w.IntRangeSlider(value=(2, 4), min=1, max=5)", "IntRangeSlider"),
        ("w.FloatRangeSlider()", "FloatRangeSlider"),
        ("w.SelectionRangeSlider(options=[1, 2, 3])", "SelectionRangeSlider"),
        ("w.SelectMultiple(options=[1, 2])", "SelectMultiple"),
        ("w.FloatLogSlider()", "FloatLogSlider"),
        ("w.IntText(1)", "IntText"),
        ("w.FloatText(1)", "FloatText"),
        ("w.Text('a')", "Text"),
        ("w.Combobox(options=['a'])", "Combobox"),
        ("w.IntProgress(1)", "IntProgress"),
        ("w.FloatProgress(1)", "FloatProgress"),
        ("w.Play()", "Play"),
        ("w.Valid(True)", "Valid"),
        ("w.ColorPicker()", "ColorPicker"),
        ("w.Button()", "Button"),
        ("w.HBox()", "HBox"),
    ]
]
REFUSED += [
    Case(written, default=default, refused=refused)
    for written, default, refused in [
        ("[0, 1]", "True", "the default of value must be among [0, 1]; it was True (bool)"),
        ("[False, True]", "1", "the default of value must be among [False, True]; it was 1 (int)"),
        ("True", "1", "the default of value must be among [False, True]; it was 1 (int)"),
        ("(0, 1)", "True", "the default of value must be among [0, 1]; it was True (bool)"),
        ("(0, 1)", "'1'", "the default of value must be among [0, 1]; it was '1' (str)"),
        ("(3, 5)", "2", "the default of value must be among [3, 4, 5]; it was 2 (int)"),
        ("(3, 5)", "6", "the default of value must be among [3, 4, 5]; it was 6 (int)"),
        ("(3, 5)", "-9", "the default of value must be among [3, 4, 5]; it was -9 (int)"),
        (
            "{'ramp': RAMP}",
            "[0, 1, 2]",
            "the default of value must be among [array([0, 1, 2])]; it was [0, 1, 2] (list)",
        ),
        ("[RAMP[:, None]]", "0", "the default of value must be among [array([[0], [1], [2]])]; it was 0 (int)"),
        ("(0, 9, 4)", "9", "the default of value must be among [0, 4, 8]; it was 9 (int)"),
        ("(0.0, 0.4, 0.2)", "0.1", "the default of value must be among [0.0, 0.2, 0.4]; it was 0.1 (float)"),
        ("(0, 2)", "float('nan')", "the default of value must be among [0, 1, 2]; it was nan (float)"),
        (
            "(0, 2)",
            "RAMP",
            "the default of value must be among [0, 1, 2]; it was an array of shape (3,) and dtype int64",
        ),
        (
            "{'ramp': RAMP}",
            "ZEROS",
            "the default of value must be among [array([0, 1, 2])]; it was an array of shape (3,) and dtype int64",
        ),
        (
            "{'ramp': RAMP}",
            "RAMP.astype(float)",
            "the default of value must be among [array([0, 1, 2])]; it was an array of shape (3,) and dtype float64",
        ),
        ("[1, '1']", "", "the control value must have a different text for each value; they are ['1', '1']"),
        ("['a b', 'a  b']", "", "the control value must have a different text for each value; they are ['a b', 'a b']"),
        (
            "[RAMP, RAMP.copy()]",
            "",
            "the control value must have a different text for each value; they are ['[0 1 2]', '[0 1 2]']",
        ),
        (
            "(3, 1)",
            "",
            "the control value must go up in steps above 0; it was to go from 3 to 1 in steps of 1",
        ),
        (
            "(3, 1, -1)",
            "",
            "the control value must go up in steps above 0; it was to go from 3 to 1 in steps of -1",
        ),
        ("(0, 1, 0)", "", "the control value must go up in steps above 0; it was to go from 0 to 1 in steps of 0"),
        (
            "(0, 10**9)",
            "",
            "the control value may have at most 4000 values; it has 1000000001",
        ),
        (
            "(0.0, 1.0, 1e-9)",
            "",
            "the control value may have at most 4000 values; it has 1000000001",
        ),
        (
            "1000",
            "",
            "the control value may have at most 4000 values; it has 4001",
        ),
        ("list(range(4001))", "", "the control value may have at most 4000 values; it has 4001"),
        ("w.Dropdown(options=range(4001))", "", "the control value may have at most 4000 values; it has 4001"),
        ("w.IntSlider(max=10**6)", "", "the control value may have at most 4000 values; it has 1000001"),
        ("0.04", "", "the value of value must be among [-0.04, 0.06]; it was 0.04 (float)"),
        (
            "w.IntSlider(0, 0, 9, 4)",
            "",
            "the control value must reach its max in whole steps; from 0 in steps of 4 it reaches 8, and its max is 9",
        ),
        (
            "w.FloatSlider(0, min=0, max=1, step=0.3)",
            "",
            "the control value must reach its max in whole steps; from 0.0 in steps of 0.3 it reaches 0.9, and its max "
            "is 1.0",
        ),
        ("w.IntSlider(3, 2, 6, 2)", "", "the value of value must be among [2, 4, 6]; it was 3 (int)"),
        (
            "w.BoundedFloatText(0, min=0, max=1)",
            "",
            "the control value must have a step; its BoundedFloatText has none",
        ),
        (
            "w.Dropdown(options=['a', 'b'], value=None)",
            "",
            "the value of value must be among ['a', 'b']; it was None (NoneType)",
        ),
        (
            "w.Dropdown(options=[('a', 1), ('a', 2)])",
            "",
            "the control value must have a different text for each value; they are ['a', 'a']",
        ),
    ]
]

# What `draw` may not return, and what is said of it after "draw must return a View, ...; it returned".
RETURNS: dict[str, tuple[Any, str]] = {
    "nothing": (None, "None (NoneType); a function without a return gives None"),
    "a text": ("<b>bold</b>", "'<b>bold</b>' (str); a text belongs into a Note(text)"),
    "a number": (5, "5 (int)"),
    "a figure": (
        Figure(figsize=(1, 1)),
        "<Figure size 100x100 with 0 Axes> (Figure); a Matplotlib figure belongs into a Picture(figure, alt)",
    ),
    "axes": (
        Figure(figsize=(1, 1)).add_axes((0, 0, 1, 1)),
        "<Axes: > (Axes); a Matplotlib figure belongs into a Picture(figure, alt)",
    ),
    "a frame": (FRAME, "a frame (Frame)"),
    "a list of blocks": (
        [Note("a")],
        "[a] (list); several blocks belong into a View(*blocks, summary=text)",
    ),
    "a list": ([1, 2], "[1, 2] (list)"),
    "an empty list": ([], "[] (list)"),
    "a class": (Note, "<class 'cnnlib.pictures.Note'> (type)"),
    "an array": (RAMP, "an array of shape (3,) and dtype int64"),
    "a dict": ({"kind": "html", "html": ""}, "{'kind': 'html', 'html': ''} (dict)"),
}
MUST_RETURN = "draw must return a View, Linked, a Table, a Chart, a Picture or a Note; it returned "

# What it may: one of each kind.
BLOCKS: dict[str, Any] = {
    "a note": Note("A sentence."),
    "a table": Table("Sizes", ["axis", "size"], [["rows", "6"]]),
    "a chart": dots({"rows": 48}, INPUT, "One dot at 48.", title="Rows"),
    "a picture": Picture(Figure(figsize=(1, 1)), "An empty picture."),
    "a view": View(Note("One."), Note("Two."), summary="Two notes."),
}


def returned(kind: str) -> Any:
    """What a `draw` returns for the name of its kind."""
    return BLOCKS[kind] if kind in BLOCKS else RETURNS[kind][0]
