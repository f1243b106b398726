"""Stages in the front end without a page: what is in sight, what lies where, adding up, and saying what comes out."""

from typing import Any

import numpy as np
import pytest

from cnnlib import conv2d, trace
from cnnlib.explore import CentralDifference, Linked, LinkedArray, Stage, Sum, View
from cnnlib.explore.frontend import FRONT
from cnnlib.pictures import GRADIENT, INPUT, KERNEL, OUTPUT
from kit import node

MINUS = "\N{MINUS SIGN}"
NAMES = ("actions", "arrays", "asked", "comparing", "element", "fit", "layout", "oldlinks", "query", "scene", "state")
X = np.arange(20).reshape(4, 5) % 7 - 2
W = np.array([[1, 0, -1], [2, 1, 3]])


def front(code: str, argument: Any = None) -> Any:
    return node.run([FRONT / f"{name}.js" for name in NAMES], code, argument)


def staged(stride: int = 1, dilation: int = 1) -> Linked:
    """A convolution of 4 x 5 pixels with 2 x 3 weights, and the gradient of its weights beside a measured one."""
    met = trace(X.shape, W.shape, stride=stride, dilation=dilation)
    Z = conv2d(X, W, stride=stride, dilation=dilation)
    flat, weights = np.arange(Z.size), {"dJ/dZ": met.z, "X": met.x}
    return Linked(
        LinkedArray("X", X, INPUT, edit=True, explains=["stated"] if W.shape == X.shape else []),
        LinkedArray("W", W, KERNEL, edit=True, explains=["dJ/dW"]),
        LinkedArray("Z", Z, OUTPUT, rule=Sum(met.z, {"W": met.w, "X": met.x})),
        LinkedArray("dJ/dZ", 1 + flat.reshape(Z.shape) % 4, GRADIENT),
        LinkedArray("J", rule=Sum(0 * flat, {"dJ/dZ": flat, "Z": flat}), shape=(), color=GRADIENT),
        LinkedArray("dJ/dW", rule=Sum(met.w, weights), shape=W.shape, color=GRADIENT),
        LinkedArray("measured", rule=CentralDifference("J", "W"), shape=W.shape, color=GRADIENT),
        LinkedArray("stated", np.zeros(W.shape), GRADIENT, differs="dJ/dW"),
        stages=[
            Stage(name="forward", on="X", by="W", to="Z"),
            Stage(name="dJ/dW", on="X", by="dJ/dZ", to="dJ/dW", compare={"measured": "measured", "the_key": "stated"}),
        ],
    )


def view(block: Linked) -> dict[str, Any]:
    before = {"stride": "2", "the_key": "on"}
    return View(block, summary="A summary.", before=before).as_json()


RUN = """(front, [views, change, body]) => {
    const state = { ...front.EMPTY, views, ...change };
    const [block] = front.linkedBlocks(views);
    return Function("front", "state", "block", `return ${body}`)(front, state, block);
}"""


def run(body: str, block: Linked | None = None, **state: Any) -> Any:
    """The value of an expression of `front`, `state` and `block`."""
    return front(RUN, [[view(block or staged())], state, body])


def test_a_scene_has_what_takes_part_and_nothing_else() -> None:
    names = "front.sceneOf(block, state).arrays.map(({ name }) => name)"
    assert run(names) == ["X", "W", "Z"]
    assert run(names, look="dJ/dW") == ["X", "dJ/dZ", "dJ/dW"]
    assert run(names, look="dJ/dW", compared=["the_key"]) == ["X", "dJ/dZ", "dJ/dW", "stated"]
    assert run(names, look="dJ/dW", compared=["the_key", "measured"])[3:] == ["measured", "stated"]
    assert run(names, look="no such stage") == ["X", "W", "Z"]
    explains = "front.sceneOf(block, state).arrays.map(({ explains }) => explains)"
    assert run(explains) == [[], [], []], "dJ/dW, which W explains, is out of sight"
    assert run(explains, look="dJ/dW", compared=["the_key"])[2] == ["stated"]


@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2)])
def test_what_lies_where_is_what_the_trace_says(stride: int, dilation: int) -> None:
    block = staged(stride, dilation)
    met = trace(X.shape, W.shape, stride=stride, dilation=dilation)
    terms = """front.termsAt(front.sceneOf(block, state), front.numbersOf(block.arrays, state.edits).values,
        { name: state.at[0], flat: state.at[1] })"""
    for flat, z in enumerate(block.values["Z"].ravel()):
        found = run(terms, block, at=["Z", flat])
        mine = met.z == flat
        assert [one["on"] for one in found] == met.x[mine].tolist()
        assert [one["by"] for one in found] == met.w[mine].tolist()
        assert sum(one["value"] for one in found) == z
    for flat, dw in enumerate(block.values["dJ/dW"].ravel()):
        found = run(terms, block, at=["dJ/dW", flat], look="dJ/dW")
        assert [one["by"] for one in found] == met.z[met.w == flat].tolist()
        assert sum(one["value"] for one in found) == dw


def test_the_element_in_sight_is_the_one_meant_the_last_or_one_in_the_middle() -> None:
    element = "front.elementOf(state, block)"
    assert run(element) == {"name": "Z", "flat": 4}, "of 3 x 3"
    assert run(element, pin={"name": "Z", "place": [2, 1]}) == {"name": "Z", "flat": 7}
    last = {"name": "Z", "place": [0, 1]}
    assert run(element, last=last) == {"name": "Z", "flat": 1}
    assert run(element, last=last, pin={"name": "X", "place": [0, 0]}) == {"name": "Z", "flat": 1}
    assert run(element, last=last, look="dJ/dW") == {"name": "dJ/dW", "flat": 1}, "of 2 x 3"
    compared = {"name": "stated", "place": [1, 2]}
    assert run(element, pin=compared, look="dJ/dW", compared=["the_key"]) == {"name": "dJ/dW", "flat": 5}


def steps(*actions: Any, **state: Any) -> Any:
    """The states after each of some actions, with the element's sentence."""
    code = """(front, [views, change, actions]) => {
        let state = { ...front.EMPTY, views, ...change };
        return actions.map(([name, ...details]) => {
            state = { ...state, ...front.ACTIONS[name](state, ...details) };
            const { pin, terms, show, guessed, verdict, look, compared, status } = state;
            return { pin: pin && [pin.name, ...pin.place], terms, show, guessed, verdict, look, compared, status };
        });
    }"""
    return front(code, [[view(staged())], state, actions])


def test_terms_are_added_one_by_one_by_rows_and_all() -> None:
    add = ["add", "0.0"]
    done = steps([*add, "term"], [*add, "term"], [*add, "row"], [*add, "term"], [*add, "all"], [*add, "term"])
    # It begins in the middle, and goes on to the next element.
    assert [(one["pin"], one["terms"]) for one in done] == [
        (["Z", 1, 1], 1), (["Z", 1, 1], 2), (["Z", 1, 1], 3), (["Z", 1, 1], 4), (["Z", 1, 1], 6), (["Z", 1, 2], 1),
    ]  # fmt: skip
    # Z[1, 1] = 1*2 + 0*3 + (-1)*4 + 2*0 ...: row 1 of X from column 1 is 4 - 2 = 2 on, modulo 7.
    window = X[1:3, 1:4].ravel()
    words = [f"{w}*{x}" for w, x in zip(W.ravel(), window, strict=True)]
    plain = [w.replace("-1*", "(-1)*") for w in words]
    fixed = [term if "*-" not in term else f"{term.split('*')[0]}*({term.split('*')[1]})" for term in plain]
    assert done[0]["status"] == f"Z[1, 1] = {fixed[0]} + \u2026".replace("-", MINUS)
    assert done[2]["status"] == f"Z[1, 1] = {' + '.join(fixed[:3])} + \u2026".replace("-", MINUS)
    assert done[4]["status"].endswith(f" = {int((W.ravel() * window).sum())}".replace("-", MINUS))


def test_what_is_not_shown_yet_is_veiled() -> None:
    veil = "Array.from({ length: 9 }, (_, flat) => front.veilOf(state, block)('Z', flat) ?? 'shown')"
    pin = {"name": "Z", "place": [1, 1]}
    assert run(veil, pin=pin) == ["shown"] * 9
    assert run(veil, pin=pin, terms=2) == [*["shown"] * 4, 2, *["shown"] * 4]
    assert run(veil, pin=pin, terms=6) == ["shown"] * 9, "all six terms"
    assert run(veil, show="fills") == [0] * 9
    assert run(veil, pin=pin, show="fills") == [*["shown"] * 5, 0, 0, 0, 0]
    assert run(veil, pin=pin, show="fills", terms=3) == [*["shown"] * 4, 3, 0, 0, 0, 0]
    assert run(veil, pin=pin, show="asked", guessed=[0, 8], terms=6) == ["shown", 0, 0, 0, 6, 0, 0, 0, "shown"]
    assert run("front.veilOf(state, block)('X', 0) ?? 'shown'", show="asked") == "shown"
    # What is compared tells as much.
    told = "front.veilOf(state, block)('stated', 0) ?? 'shown'"
    assert run(told, show="asked", look="dJ/dW", compared=["the_key"]) == 0


def test_no_sentence_tells_what_is_to_be_said() -> None:
    code = "front.explainCell(state, block, { name: 'Z', flat: 4 }).lines"
    pin = {"name": "Z", "place": [1, 1]}
    assert run(code, pin=pin, show="asked") == ["Z[1, 1] = ?"]
    (whole,) = run(code, pin=pin, show="asked", terms=6)
    assert whole.count(" + ") == 5
    assert whole.endswith(" = ?")
    (other,) = run("front.explainCell(state, block, { name: 'X', flat: 0 }).lines.slice(1)", show="asked")
    assert other == "It is in 1 element of Z: Z[0, 0], times W[0, 0] = 1."


def test_a_guess_is_taken_judged_and_the_next_is_asked_for() -> None:
    Z = staged().values["Z"].ravel()
    first, second = (f"{value:g}" for value in Z[:2])
    wrong, sign, strange, right, then = steps(
        ["guess", "0.0", f"{Z[0] + 1:g}"], ["guess", "0.0", f"{-Z[0]:g}"], ["guess", "0.0", "x"],
        ["guess", "0.0", first], ["guess", "0.0", second],
        show="asked", pin={"name": "Z", "place": [0, 0]},
    )  # fmt: skip
    assert Z[0] != 0
    assert wrong["verdict"] == wrong["status"] == "Not yet: add it up term by term."
    assert sign["verdict"] == "The size is right, the sign is not."
    assert strange["verdict"] == (
        f"Not read: it needs a number from {MINUS}999 to 999 with at most 2 decimals and a point, "
        f"such as {MINUS}2 or 0.5."
    )
    assert (right["guessed"], right["pin"]) == ([0], ["Z", 0, 1])
    assert right["verdict"] == f"Right: Z[0, 0] = {first}.".replace("-", MINUS)
    assert (then["guessed"], then["pin"]) == ([0, 1], ["Z", 0, 2])


def test_a_pin_stays_where_it_is_in_sight_and_falls_away_elsewhere() -> None:
    on_z = steps(["look", "dJ/dW"], pin={"name": "Z", "place": [0, 0]}, terms=2)
    assert (on_z[0]["pin"], on_z[0]["terms"], on_z[0]["look"]) == (None, None, "dJ/dW")
    assert steps(["look", "dJ/dW"], pin={"name": "X", "place": [0, 0]})[0]["pin"] == ["X", 0, 0]
    shown, hidden = steps(
        ["compare", "the_key", True], ["compare", "the_key", False],
        look="dJ/dW", pin={"name": "dJ/dW", "place": [0, 0]},
    )  # fmt: skip
    assert (shown["compared"], hidden["compared"]) == (["the_key"], [])
    assert "stated[0, 0]" in shown["status"]
    assert "stated" not in hidden["status"]


def test_long_sums_are_written_like_short_ones_and_read_out_in_brief() -> None:
    found = run("front.explainCell(state, block, { name: 'dJ/dW', flat: 1 })", look="dJ/dW")
    pairs = [*zip(staged().values["dJ/dZ"].ravel(), X[:3, 1:4].ravel(), strict=True)]
    products = ["*".join(f"({n:g})" if n < 0 else f"{n:g}" for n in pair) for pair in pairs]
    total = sum(z * x for z, x in pairs)
    assert found["lines"] == [f"dJ/dW[0, 1] = {' + '.join(products)} = {total:g}".replace("-", MINUS)]
    brief = f"dJ/dW[0, 1] = {' + '.join(products[:2])} and 7 more = {total:g}"
    assert found["spoken"] == [brief.replace("-", MINUS)]


def test_of_many_uses_two_are_named_and_the_others_counted() -> None:
    shown = run("[0, 1].map((flat) => front.explainCell(state, block, { name: 'W', flat }).lines.at(-1))")
    terms = trace(X.shape, W.shape)
    for flat, line in enumerate(shown):
        uses = [
            f"Z{[*map(int, np.unravel_index(z, (3, 3)))]}, times X{[*map(int, np.unravel_index(x, X.shape))]} = "
            f"{X.ravel()[x]:g}"
            for z, x, w in zip(terms.z, terms.x, terms.w, strict=True)
            if w == flat
        ]
        assert len(uses) == 9
        wanted = f"It is in 9 elements of Z: {'; '.join(uses[:2])} and 7 more."
        assert line == wanted.replace("-", MINUS)


def test_there_is_room_for_every_element_of_a_stage() -> None:
    code = """(() => {
        const { arrays, stage } = front.sceneOf(block, state);
        const { values } = front.numbersOf(block.arrays, state.edits);
        const scene = { arrays, stage };
        const every = Array.from(values[stage.to], (_, flat) => front.termsAt(scene, values, { name: stage.to, flat }));
        const { rows, columns, hasSums } = front.roomFor(front.findArray(arrays, stage.on), every, state.isMax);
        return [rows, columns, hasSums, every.length];
    })()"""
    assert run(code) == [*W.shape, True, 9]
    assert run(code, isMax=True)[2] is False
    assert run(code, look="dJ/dW") == [3, 3, True, 6]


def test_what_is_compared_is_counted() -> None:
    code = """front.compareResults(front.sceneOf(block, state), front.numbersOf(block.arrays, state.edits).values)"""
    assert run(code, look="dJ/dW") == []
    right = np.count_nonzero(staged().values["dJ/dW"])
    assert run(code, look="dJ/dW", compared=["measured", "the_key"]) == [
        "measured is dJ/dW in all 6 elements.",
        f"\u2260: stated parts from dJ/dW in {right} of 6 elements.",
    ]


CONTROLS = [{"name": "stride", "label": "stride", "kind": "range", "labels": ["1", "2"], "first": 0}]


def read(query: str) -> Any:
    code = """(front, [controls, views, query]) => {
        const choices = front.choicesOf(views);
        const read = front.readQuery(controls, query, choices);
        if (read.isOld) front.moveOldPin(views, read, read.cells);
        return { ...read, written: front.writeQuery(controls, { ...front.EMPTY, ...read }, choices) };
    }"""
    return front(code, [CONTROLS, [view(staged())], query])


def test_a_link_has_the_stage_and_what_is_shown_in_it() -> None:
    query = "look=dJ%2FdW&the_key=on&show=asked&pin=dJ%2FdW%2C0%2C1&terms=3&said=0%2C4"
    found = read(query)
    assert (found["look"], found["compared"], found["show"]) == ("dJ/dW", ["the_key"], "asked")
    assert (found["terms"], found["guessed"]) == (3, [0, 4])
    assert (found["wrong"], found["written"], found["controls"]) == ([], query, [0])
    assert read("look=forward")["written"] == ""
    wrong = read("look=no&show=yes&terms=x&said=1,b&the_key=5")["wrong"]
    assert wrong == [
        "look=no is none of forward, dJ/dW", "show=yes is none of all, fills, asked", "terms=x needs whole numbers",
        "said=1,b needs whole numbers", "the_key=5 is none of on, off",
    ]  # fmt: skip


def test_a_link_from_before_there_were_stages_keeps_its_meaning() -> None:
    assert (read("")["controls"], read("")["compared"]) == ([0], [])
    old = read("pin=W,0,1")
    assert (old["controls"], old["compared"]) == ([1], ["the_key"]), "what it meant by silence"
    assert (old["look"], old["pin"]) == ("dJ/dW", {"name": "dJ/dW", "place": [0, 1]}), "a weight was its gradient"
    assert old["cells"][0]["pin"] == old["pin"]
    assert read("pin=stated,0,1")["look"] == "dJ/dW"
    assert read("pin=Z,0,1")["look"] == "forward"
    assert read("stride=1&the_key=off")["controls"] == [0]
    assert read("stride=1&the_key=off")["compared"] == []


def test_a_cover_keeps_the_stages_that_show_nothing_asked() -> None:
    code = """(front, [view, keep]) => {
        globalThis.document = { documentElement: { dataset: {} } };
        const [covered] = front.seen([{ ...view, asked: { parts: ["4b"], keep, says: "Hidden." } }], false);
        return covered.blocks[1].stages.map(({ name }) => name);
    }"""
    assert front(code, [view(staged()), ["X", "W", "Z"]]) == ["forward"]
    assert front(code, [view(staged()), ["X", "W"]]) == []


def test_the_cells_fit_into_one_line_or_two() -> None:
    first = {"wide": [{"cells": 5, "em": 1.5}] * 2, "high": {"rows": 6, "em": 3.4}}
    second = {"wide": [{"cells": 2, "em": 1.5}] * 2, "high": {"rows": 4, "em": 1}}
    found = front("(front, columns) => front.fitCells(columns)", [first, second])
    # Side by side, each as high as it is; or the second below whichever of them the browser left in the first line.
    assert found == (
        "max(min((100cqi - 4.85em) / 7, (var(--high) - 4.15em) / 6, (var(--high) - 1.75em) / 4), "
        "min((100cqi - 2.10em) / 5, (100cqi - 2.10em) / 2, (var(--high) - 5.90em) / 10, (var(--high) - 3.50em) / 8))"
    )


def test_the_products_lie_as_their_terms_lie_on_the_picture() -> None:
    code = """front.layOut(block.arrays[0], [6, 8, 16, 18, -1].slice(0, state.count).map((on) => ({ on })))"""
    found = run(code, count=4)
    assert (found["rows"], found["columns"], found["count"]) == ([0, 0, 1, 1], [0, 1, 0, 1], [2, 2])
    found = run(code, count=5)
    assert (found["rows"][4], found["count"]) == (2, [3, 2]), "a bias has a row of its own"
