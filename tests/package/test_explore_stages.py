"""Stages: which array lies on which, declared in Python and checked when it is declared."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from cnnlib import conv2d, max_pool1d, trace, trace_max_pool1d
from cnnlib.explore import Linked, LinkedArray, Max, Sigmoid, Stage, Sum
from cnnlib.explore.formula import write_formula
from cnnlib.pictures import GRADIENT, INPUT, KERNEL, OUTPUT

X, W = np.arange(20).reshape(4, 5), np.array([[1, 0, -1], [2, 1, 3]])
Z = conv2d(X, W)
TERMS = trace(X.shape, W.shape)


def arrays() -> list[LinkedArray]:
    rule = Sum(TERMS.z, {"W": TERMS.w, "X": TERMS.x})
    return [
        LinkedArray("X", X, INPUT, edit=True),
        LinkedArray("W", W, KERNEL, edit=True),
        LinkedArray("Z", Z, OUTPUT, rule=rule),
        LinkedArray("U", rule=Sigmoid("Z"), shape=Z.shape, color=OUTPUT),
        LinkedArray("dJ/dZ", np.ones_like(Z), GRADIENT),
        LinkedArray("dJ/dW", rule=Sum(TERMS.w, {"dJ/dZ": TERMS.z, "X": TERMS.x}), shape=W.shape, color=GRADIENT),
        LinkedArray("stated", np.zeros(W.shape), GRADIENT, differs="dJ/dW"),
    ]


FORMULA = (
    f'<math><mrow style="--hue:{OUTPUT}"><mrow><mi>Z</mi><mo>[</mo><mi>i</mi><mo>]</mo></mrow></mrow></math> '
    "<math><mrow><mo>=</mo></mrow></math> "
    f'<math><mrow style="--hue:{KERNEL}"><mrow><mi>W</mi><mo>[</mo><msub><mi>k</mi><mn>1</mn></msub><mo>]</mo></mrow>'
    "</mrow></math>"
)


def test_a_formula_is_mathml_in_pieces_that_have_the_letters_of_the_formula() -> None:
    written = write_formula("{dJ/dX}[j1] = b[m] + Σ over k1, m of {key's <sum>}[j1−k1, 0] times 2", {"dJ/dX": "red"})
    pieces = re.findall(r"<math>.*?</math>|[^<> ]+", written)
    texts = ["".join(ElementTree.fromstring(one).itertext()) if "<" in one else one for one in pieces]
    assert texts == ["dJ/dX[j1]", "=", "b[m]", "+", "∑k1,m", "key's <sum>[j1−k1,0]", "times", "2"]
    assert written.count("--hue") == written.count("--hue:red") == 1


def staged(*stages: Any) -> Linked:
    return Linked(*arrays(), stages=stages)


def test_a_stage_reaches_the_page_with_what_it_has() -> None:
    forward = Stage(name="forward", on="X", by="W", to="Z", formula="{Z}[i] = {W}[k1]")
    weights = Stage(name="dJ/dW", on="X", by="dJ/dZ", to="dJ/dW", compare={"the_key": "stated"}, beside=["W"])
    assert staged(forward, weights).as_json()["stages"] == [
        {"name": "forward", "on": "X", "to": "Z", "by": "W", "formula": FORMULA},
        {"name": "dJ/dW", "on": "X", "to": "dJ/dW", "by": "dJ/dZ", "beside": ["W"], "compare": {"the_key": "stated"}},
    ]
    assert "stages" not in staged().as_json()
    assert weights.names() == ["X", "dJ/dZ", "W", "dJ/dW", "stated"]


def test_a_maximum_has_no_second_factor() -> None:
    met = trace_max_pool1d((7,), 3, 2)
    x = [4, 1, 7, 0, 2, 5, 3]
    pooled = LinkedArray("y", max_pool1d(x, 3, 2), OUTPUT, rule=Max(met.z, {"x": met.x}))
    block = Linked(LinkedArray("x", x, INPUT), pooled, stages=[Stage(on="x", to="y")])
    assert block.as_json()["stages"] == [{"name": "", "on": "x", "to": "y"}]


def test_what_is_compared_may_have_a_label_and_a_sentence() -> None:
    texts: dict[str, Any] = {"labels": {"the_key": "the key's"}, "says": {"the_key": "It is all zeros."}}
    stage = Stage(on="X", by="dJ/dZ", to="dJ/dW", compare={"the_key": "stated"}, **texts)
    (found,) = staged(stage).as_json()["stages"]
    assert (found["labels"], found["says"]) == (texts["labels"], texts["says"])
    for key, text in texts.items():
        with pytest.raises(ValueError, match=f"{key} of a stage must be for what it compares; 'the_key' is none of it"):
            Stage(on="X", by="dJ/dZ", to="dJ/dW", **{key: text})


WRONG: list[tuple[Callable[[], Any], type[Exception], str]] = [
    (lambda: Stage(on="X", by=3, to="Z"), TypeError, "by of a stage must be a text; it was"),  # type: ignore[arg-type]
    (lambda: staged("X"), TypeError, "the stages of a Linked must be Stage; one of them was"),
    (lambda: staged(Stage(on="Y", by="W", to="Z")), ValueError, "a stage needs 'Y', which is none of X, W, Z, U"),
    (lambda: staged(Stage(on="X", by="X", to="Z")), ValueError, "each array once; X stands in it twice"),
    (lambda: staged(Stage(on="Z", to="U")), ValueError, "U must follow from a Sum or a Max"),
    (lambda: staged(Stage(on="X", to="W")), ValueError, "W must follow from a Sum or a Max"),
    (lambda: staged(Stage(on="X", by="dJ/dZ", to="Z")), ValueError, "Z has no terms of dJ/dZ; it has those of W, X"),
    (lambda: staged(Stage(on="X", to="Z")), ValueError, "the rule of Z needs W, which must be on, by or beside"),
    (
        lambda: staged(Stage(on="X", by="W", to="Z", compare={"key": "stated"})),
        ValueError,
        r"stated is compared with Z, and must have its shape \(3, 3\); it has \(2, 3\)",
    ),
    (
        lambda: staged(Stage(on="X", by="W", to="Z"), Stage(on="X", by="dJ/dZ", to="dJ/dW", name="b")),
        ValueError,
        r"several stages must have names that differ; they were \['', 'b'\]",
    ),
    (
        lambda: staged(Stage(on="X", by="W", to="Z", name="b"), Stage(on="X", by="dJ/dZ", to="dJ/dW", name="b")),
        ValueError,
        "several stages must have names that differ",
    ),
]


@pytest.mark.parametrize(("make", "kind", "message"), WRONG)
def test_what_does_not_fit_is_refused(make: Callable[[], Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        make()
