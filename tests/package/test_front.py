"""The front end of the explorers without a page: rules, sentences, looks, actions, addresses, the table of states.

The modules run in the Node that Playwright brings. What they compute is held against Python's own rules, or against
numbers that are written out here.
"""

import json
import re
from typing import Any

import numpy as np
import pytest

from cnnlib import conv2d, trace
from cnnlib.explore import CentralDifference, Linked, LinkedArray, Max, Sigmoid, SigmoidSlope, Sum, Table, View, explore
from cnnlib.explore.frontend import FRONT
from cnnlib.explore.static import SWITCH
from cnnlib.pictures import INPUT, KERNEL, OUTPUT
from kit import node

MINUS = "\N{MINUS SIGN}"
NAMES = (
    "actions", "address", "arrays", "code", "element", "looks", "marks", "numbers", "query", "rules", "sentences",
    "state",
)  # fmt: skip
MODULES = [FRONT / f"{name}.js" for name in (*NAMES, "store", "table")]


def front(code: str, argument: Any = None) -> Any:
    """Run a function of the front end's exports and an argument."""
    return node.run(MODULES, code, argument)


def linked(stride: int = 1, padding: int = 1, edit: bool = True) -> Linked:
    """A convolution of 3 x 4 pixels with 2 x 3 weights, what follows from it, and the slope of one sum."""
    X = np.array([[2, -1, 0, 5], [1, 3, -2, 4], [0, 6, 1, -3]])
    W = np.array([[1, 0, -2], [3, -1, 0.5]])
    padded = np.pad(X, padding)
    terms = trace(padded.shape, W.shape, stride=stride)
    Z = conv2d(X, W, stride=stride, padding=padding)
    n = Z.size
    return Linked(
        LinkedArray("X", padded, INPUT, edit=edit, padding=(padding, padding)),
        LinkedArray("W", W, KERNEL, edit=edit, explains=("slope",)),
        LinkedArray("Z", rule=Sum(terms.z, {"X": terms.x, "W": terms.w}), shape=Z.shape, color=OUTPUT, explains=("U",)),
        LinkedArray("U", rule=Sigmoid("Z"), shape=Z.shape, color=OUTPUT),
        LinkedArray("dU", rule=SigmoidSlope("Z"), shape=Z.shape, color=OUTPUT),
        LinkedArray("J", rule=Sum(np.zeros(n, int), {"U": np.arange(n)}), shape=(), color=OUTPUT),
        LinkedArray("slope", rule=CentralDifference("J", "W"), shape=W.shape, color=KERNEL),
        legend="A legend.",
    )


def pooled() -> Linked:
    """The largest of each three of seven numbers, and of them those at even places."""
    where = np.arange(5)[:, None] + np.arange(3)
    largest = Max(np.repeat(np.arange(5), 3), {"Y": where.ravel()})
    return Linked(
        LinkedArray("Y", [4, 4, -2, 1, 8, 0, 3], INPUT, edit=True),
        LinkedArray("V", rule=largest, shape=(5,), color=OUTPUT, mark="▲"),
        LinkedArray("T", rule=Sum([0, 1], {"Y": [0, 2]}), shape=(2,), color=OUTPUT, mark="•"),
        LinkedArray("S", [4, 4, 8, 8, 7.5], OUTPUT, differs="V"),
    )


def view(block: Linked, summary: str = "A summary.") -> dict[str, Any]:
    """What one panel shows, as Python sends it."""
    return View(block, summary=summary, code={"NumPy": "X = {X}; W = {W}; {nothing}"}).as_json()


# Numbers.


def test_numbers_are_written_with_four_decimals_and_a_real_minus() -> None:
    numbers = [0, -0.00001, 2, -2, 1 / 3, -0.5, 1e6, 0.1 + 0.2]
    texts = ["0", "0", "2", f"{MINUS}2", "0.3333", f"{MINUS}0.5", "1000000", "0.3"]
    assert front("(front, them) => them.map(front.format)", numbers) == texts
    assert front("(front, them) => them.map(front.formatFactor)", [2, -2]) == ["2", f"({MINUS}2)"]
    assert front("(front, them) => them.map(front.isExact)", [0.1 + 0.2, 0.1234, 0.12345]) == [True, True, False]


TYPED = {
    "1": 1, "-2": -2, f"{MINUS}4": -4, "\u20135": -5, " 7 ": 7, "+3": 3, "3.": 3, ".5": 0.5, "0.25": 0.25, "-0": 0,
    "\uff11\uff12": 12, "\u200b8": 8, "999": 999, "-999": -999, "1000": None, "0.125": None, "": None, "-": None,
    ".": None, "1,5": None, "1 2": None, "1e2": None, "abc": None, "--1": None, "0x10": None, "Infinity": None,
}  # fmt: skip
MISTAKES = {
    "": "it is empty", "1,5": "it has a comma: use a point", "1 2": "it has a space inside",
    "1e2": "\u201ce\u201d is no part of a number", "--1": "it has a sign or a point too many", "-": "it has no digit",
    "1000": "it is out of this range", "0.125": "it has too many decimals",
}  # fmt: skip


def test_numbers_are_read_as_they_are_typed() -> None:
    assert front("(front, them) => them.map(front.parse)", list(TYPED)) == list(TYPED.values())
    assert front("(front, text) => Object.is(front.parse(text), 0)", "-0"), "a zero has no sign"
    told = front("(front, them) => them.map(front.describeMistake)", list(MISTAKES))
    assert dict(zip(MISTAKES, told, strict=True)) == MISTAKES


# Arrays.


def test_places_are_counted_from_the_first_element_that_is_no_padding() -> None:
    array = LinkedArray("X", np.zeros((5, 2, 7)), axes=(0, 2), padding=(1, 2), edit=True).as_json()
    code = """(front, array) => Array.from({ length: front.sizeOf(array) }, (_, flat) => [
        front.placeOf(array, flat), front.flatOf(array, front.placeOf(array, flat)), front.isPadding(array, flat),
        front.isEditable(array, flat), front.nameOf(array, flat)])"""
    found = front(code, array)
    assert len(found) == 5 * 2 * 7
    for flat, (i, k, j) in enumerate(np.ndindex(5, 2, 7)):
        outside = not (1 <= i < 4 and 2 <= j < 5)
        name = f"X[{i - 1}, {k}, {j - 2}]".replace("-", MINUS)
        assert found[flat] == [[i - 1, k, j - 2], flat, outside, not outside, name]
    for place in ([0, 0], [4, 0, 0], [-2, 0, 0], [0, 2, 0], [0, 0, 5], [0.5, 0, 0]):
        assert front("(front, [array, place]) => front.flatOf(array, place)", [array, place]) is None


def test_a_single_number_has_a_name_alone() -> None:
    assert front("(front, array) => front.nameOf(array, 0)", LinkedArray("J", 5.0).as_json()) == "J"


# Rules.


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 1), (3, 2)])
def test_rules_give_what_python_s_rules_give(stride: int, padding: int) -> None:
    block = linked(stride, padding)
    code = """(front, arrays) => {
        const given = arrays.filter(({ values }) => values);
        const numbers = given.map(({ name, values }) => [name, Float64Array.from(values)]);
        return front.evaluate(arrays, Object.fromEntries(numbers));
    }"""
    found = front(code, block.as_json()["arrays"])
    for name, values in block.all_values().items():
        # A central difference is the small difference of two sums.
        assert np.allclose(found[name], np.ravel(values), rtol=0, atol=1e-9), name


def test_the_first_of_the_largest_wins() -> None:
    found = front("(front, arrays) => front.numbersOf(arrays, new Map())", pooled().as_json()["arrays"])
    assert found["values"]["V"] == [4, 4, 8, 8, 8]
    # Of Y, what is the largest of a window: the first 4, the second, and the 8; in T are Y[0] and Y[2].
    assert found["marks"]["signs"]["Y"] == {"0": "▲•", "1": "▲", "4": "▲", "2": "•"}
    assert found["marks"]["signs"]["S"] == {"4": "≠"}
    assert found["marks"]["meanings"] == [
        "▲ marks what is in V. Never there: Y[2], Y[3], Y[5], Y[6].",
        "• marks what is in T. Never there: Y[1], Y[3], Y[4], Y[5], Y[6].",
    ]


def test_cells_that_no_window_reaches() -> None:
    block = linked(stride=3, padding=0)
    terms = trace((3, 4), (2, 3), stride=3)
    found = front("(front, arrays) => front.numbersOf(arrays, new Map())", block.as_json()["arrays"])
    assert set(found["marks"]["unreached"]["X"]) == set(range(12)) - set(terms.x.tolist())
    assert found["marks"]["unreached"]["W"] == []
    assert "Z" not in found["marks"]["unreached"]


# Sentences.

EXPLAIN = """(front, [views, name, flat, edits]) => {
    const [block] = front.linkedBlocks(views);
    const state = { ...front.EMPTY, views, edits: new Map(edits.map(([array, cells]) => [array, new Map(cells)])) };
    return front.explainCell(state, block, { name, flat });
}"""


def explain(block: Linked, name: str, flat: int, edits: Any = ()) -> Any:
    return front(EXPLAIN, [[view(block)], name, flat, edits])


def test_each_sum_is_written_out_and_adds_up() -> None:
    block = linked(stride=2, padding=1)
    values = block.all_values()
    for flat, z in enumerate(np.ravel(values["Z"])):
        first, second = explain(block, "Z", flat)["lines"]
        name, written, result = re.fullmatch(r"(Z\[.*?\]) = (.*) = (\S+)", first.replace(MINUS, "-")).groups()
        assert name == f"Z{list(map(int, np.unravel_index(flat, np.shape(values['Z']))))}"
        assert eval(written.replace("0 (no term)", "0")) == pytest.approx(z) == float(result)
        assert second.startswith(f"U[{name[2:]} = sigmoid(".replace("-", MINUS))


def test_a_sum_lights_its_parts_and_what_it_feeds() -> None:
    terms = trace((3, 4), (2, 3))
    block = linked(stride=1, padding=0)
    lit = explain(block, "Z", 3)["lit"]
    mine = terms.z == 3
    assert lit["X"] == {str(x): "part" for x in terms.x[mine]}
    assert lit["W"] == {str(w): "part" for w in terms.w[mine]}
    assert (lit["Z"], lit["U"], lit["J"]) == ({"3": "picked"}, {"3": "fed"}, {})
    lit = explain(block, "X", 5)["lit"]
    mine = terms.x == 5
    assert lit["Z"] == {str(z): "fed" for z in terms.z[mine]}
    assert (lit["X"], lit["W"]) == ({"5": "picked"}, {str(w): "part" for w in terms.w[mine]})


def test_of_many_parts_the_first_two_are_read_out() -> None:
    found = explain(linked(padding=0), "Z", 0)
    # 2*1 - 1*0 + 0*(-2) + 1*3 + 3*(-1) + (-2)*0.5
    products = f"2*1 + ({MINUS}1)*0 + 0*({MINUS}2) + 1*3 + 3*({MINUS}1) + ({MINUS}2)*0.5"
    assert found["lines"][0] == f"Z[0, 0] = {products} = 1"
    assert found["spoken"][0] == f"Z[0, 0] = 2*1 + ({MINUS}1)*0 and 4 more = 1"


def test_uses_of_a_given_element_are_named() -> None:
    found = explain(linked(padding=0), "X", 0)
    assert found["lines"] == [
        "X[0, 0] = 2.",
        "It is in 1 element of Z: Z[0, 0], times W[0, 0] = 1.",
    ]
    assert explain(pooled(), "Y", 1)["lines"] == [
        "Y[1] = 4.",
        "It is in 2 elements of V: V[0] (lost); V[1] (won).",
        "No element of T uses it.",
    ]
    assert explain(pooled(), "V", 2)["lines"] == [f"V[2] = max({MINUS}2, 1, 8) = 8"]


def test_a_weight_is_explained_by_its_slope() -> None:
    found = explain(linked(padding=0), "W", 2)
    slope = np.ravel(linked(padding=0).all_values()["slope"])[2]
    assert found["lines"][0] == f"W[0, 2] = {MINUS}2."
    formula = f"slope[0, 2] = (J(W[0, 2] + h) {MINUS} J(W[0, 2] {MINUS} h)) / 2h \u2248 "
    assert found["lines"][1].startswith(formula)
    assert float(found["lines"][1].removeprefix(formula).replace(MINUS, "-")) == pytest.approx(slope, abs=1e-4)


def test_an_edit_is_in_the_sum() -> None:
    found = explain(linked(padding=0), "Z", 0, [["W", [["1,0", 0.25]]]])
    assert f"1*0.25 + 3*({MINUS}1)" in found["lines"][0]
    assert found["lines"][0].endswith(f"= {MINUS}1.75")


# Looks.

LOOKS = """(front, [views, pin, edits, hover]) => {
    const [block] = front.linkedBlocks(views);
    const state = {
        ...front.EMPTY, views, pin, hover, edits: new Map(edits.map(([array, cells]) => [array, new Map(cells)])),
    };
    const current = front.currentCell(state, block);
    const { lit } = current ? front.explainCell(state, block, current) : { lit: new Map() };
    const numbers = front.numbersOf(block.arrays, state.edits);
    const picked = front.pinnedCell(block, pin);
    return new Map(block.arrays.map((array) => [array.name, front.looksOf(array, numbers, lit, picked)]));
}"""


def looks(block: Linked, pin: Any = None, edits: Any = (), hover: Any = None) -> Any:
    return front(LOOKS, [[view(block)], pin, edits, hover])


def test_what_a_cell_looks_like() -> None:
    found = looks(linked(padding=1), edits=[["X", [["0,1", -3]]], ["W", [["0,0", 0]]]])
    # X has a row and a column of padding: its rows have 6 cells.
    padding, plain, edited, zero = (found["X"][flat] for flat in (0, 7, 8, 9))
    assert padding["classes"] == "zero padding"
    assert padding["label"] == f"X[{MINUS}1, {MINUS}1] = 0; padding, always 0"
    assert (plain["classes"], plain["text"], plain["label"]) == ("editable", "2", "X[0, 0] = 2")
    assert edited["classes"] == "negative editable edited"
    assert (edited["text"], edited["label"]) == (f"{MINUS}3", f"X[0, 1] = {MINUS}3; edited")
    assert zero["classes"] == "zero editable"
    # 6 is the largest in X.
    assert [one["share"] for one in (padding, plain, edited)] == ["0.00", "0.33", "0.50"]
    assert found["W"][0]["classes"] == "zero editable edited"
    assert {one["selected"] for cells in found.values() for one in cells} == {"false"}
    assert "editable" not in "".join(one["classes"] for one in found["Z"])


def test_signs_stand_beside_the_number() -> None:
    found = looks(pooled())
    assert [(one["text"], one["sign"]) for one in found["Y"]][:3] == [("4", "▲•"), ("4", "▲"), (f"{MINUS}2", "•")]
    assert found["Y"][0]["label"] == "Y[0] = 4 ▲•"
    assert [one["sign"] for one in found["S"]] == ["", "", "", "", "≠"]


def test_unreached_cells_say_so() -> None:
    found = looks(linked(stride=3, padding=0, edit=False))
    assert found["X"][3]["classes"] == "unreached"
    assert found["X"][3]["label"] == "X[0, 3] = 5; no window reaches it"


def test_only_a_pinned_cell_is_selected_and_it_wins_over_the_pointer() -> None:
    hover = {"block": "0.0", "name": "X", "flat": 1}
    found = looks(linked(padding=0), hover=hover)
    assert found["X"][1]["classes"] == "picked negative editable"
    assert found["X"][1]["selected"] == "false"
    found = looks(linked(padding=0), pin={"name": "Z", "place": [0, 1]}, hover=hover)
    assert (found["Z"][1]["selected"], found["Z"][1]["classes"].split()[0]) == ("true", "picked")
    assert found["X"][1]["classes"] == "part negative editable"
    assert sum(one["selected"] == "true" for cells in found.values() for one in cells) == 1
    found = looks(linked(padding=0), hover={**hover, "block": "1.0"})
    assert found["X"][1]["classes"] == "negative editable", "the pointer is in another block"
    code = "(front, [views, hover, focus]) => front.currentCell({ hover, focus }, front.linkedBlocks(views)[0])"
    focus = spot("W", 0)
    assert front(code, [[view(linked())], hover, focus])["name"] == "X", "the pointer wins over the focus"
    assert front(code, [[view(linked())], None, focus])["name"] == "W"


# Actions.

ACT = """(front, [views, steps]) => {
    let state = { ...front.EMPTY, ...front.show(front.EMPTY, views, "") };
    const seen = [];
    for (const [name, ...details] of steps) {
        state = { ...state, ...front.ACTIONS[name](state, ...details) };
        const { pin, playing, draft, status, speed, hover, focus } = state;
        const edits = [...state.edits].map(([array, cells]) => [array, Object.fromEntries(cells)]);
        seen.push({ pin, playing, draft, status, speed, hover, focus, edits: Object.fromEntries(edits) });
    }
    return seen;
}"""


def act(*steps: Any, views: Any = None) -> Any:
    """The states after each of some actions."""
    return front(ACT, [views or [view(linked(padding=0))], steps])


def spot(name: str, flat: int, block: str = "0.0") -> dict[str, Any]:
    return {"block": block, "name": name, "flat": flat}


def test_a_click_pins_and_a_second_one_frees() -> None:
    pinned, other, free = act(["toggle", spot("X", 6)], ["toggle", spot("Z", 2)], ["toggle", spot("Z", 2)])
    assert pinned["pin"] == {"name": "X", "place": [1, 2]}
    assert pinned["status"].startswith(f"X[1, 2] = {MINUS}2.")
    assert other["pin"] == {"name": "Z", "place": [1, 0]}
    assert (free["pin"], free["status"]) == (None, "Freed.")


def test_the_focus_is_read_out_unless_a_pin_stays() -> None:
    first, _, second = act(["focus", spot("X", 0)], ["toggle", spot("W", 1)], ["focus", spot("X", 4)])
    assert first["status"] == "X[0, 0] = 2. It is in 1 element of Z: Z[0, 0], times W[0, 0] = 1."
    assert second["focus"]["flat"] == 4
    assert second["status"].startswith("W[0, 1] = 0.")


def test_a_pin_follows_the_focus_only_where_there_is_one() -> None:
    alone, _, moved = act(["follow", spot("X", 1)], ["pin", spot("X", 0)], ["follow", spot("X", 1)])
    assert alone["pin"] is None
    assert moved["pin"] == {"name": "X", "place": [0, 1]}


def test_steps_go_through_the_first_sum_and_stop_at_its_ends() -> None:
    # Z has 2 x 2 elements.
    states = act(*([["step", "0.0", 1]] * 5), *([["step", "0.0", -1]] * 5))
    places = [one["pin"]["place"] for one in states]
    assert places == [[0, 0], [0, 1], [1, 0], [1, 1], [1, 1], [1, 0], [0, 1], [0, 0], [0, 0], [0, 0]]
    (back,) = act(["step", "0.0", -1])
    assert back["pin"]["place"] == [1, 1], "without a pin it begins at the end"


def test_playing_ends_with_the_last_element_and_then_begins_anew() -> None:
    states = act(["play", "0.0"], *([["advance", "0.0"]] * 4), ["play", "0.0"], ["setSpeed", 2], ["step", "0.0", 1])
    assert [one["pin"]["place"] for one in states] == [
        [0, 0], [0, 1], [1, 0], [1, 1], [1, 1], [0, 0], [0, 1], [1, 0],
    ]  # fmt: skip
    assert [one["playing"] for one in states] == [*["0.0"] * 4, None, "0.0", "0.0", None]
    assert states[-1]["speed"] == 2


def test_what_is_typed_counts_once_it_is_a_number() -> None:
    states = act(["pin", spot("X", 6)], ["type", "0.0", "-"], ["type", "0.0", "-1.5"], ["type", "0.0", "x"], ["undo"])
    _, sign, number, wrong, undone = states
    assert sign["edits"] == {}
    assert (sign["draft"]["text"], sign["draft"]["value"]) == ("-", -2)
    assert sign["status"].startswith(f"Needs a number from {MINUS}999 to 999")
    assert sign["status"].endswith(f"it has no digit. X[1, 2] stays {MINUS}2.")
    assert number["edits"] == {"X": {"1,2": -1.5}}
    assert number["status"].startswith(f"X[1, 2] = {MINUS}1.5.")
    assert wrong["edits"] == number["edits"], "the last good number stays"
    assert wrong["status"].endswith(f"X[1, 2] stays {MINUS}1.5.")
    assert (undone["edits"], undone["status"]) == ({}, "All edits are undone.")


def test_nothing_is_typed_where_nothing_can_be_changed() -> None:
    nowhere, _, result = act(["type", "0.0", "5"], ["pin", spot("Z", 0)], ["type", "0.0", "5"])
    assert nowhere["edits"] == result["edits"] == {}
    padded = act(["pin", spot("X", 0)], ["type", "0.0", "5"], views=[view(linked(padding=1))])
    assert padded[-1]["edits"] == {}


def test_what_was_typed_is_gone_with_its_pin() -> None:
    _, wrong, same, other = act(
        ["pin", spot("X", 6)], ["type", "0.0", "-"], ["pin", spot("X", 6)], ["pin", spot("X", 5)]
    )
    assert same["draft"] == wrong["draft"]
    assert other["draft"] is None


def test_a_panel_that_changes_forgets_what_was_pointed_at_and_one_that_stays_does_not() -> None:
    code = """(front, [one, two, other]) => ["0.0", "1.0"].map((block) => {
        const spot = { block, name: "X", flat: 3 };
        const draft = { ...spot, value: 5, text: "-" };
        const state = { ...front.EMPTY, views: [one, two], hover: spot, focus: spot, draft, playing: block };
        const { hover, focus, draft: typed, playing, status } = front.show(state, [one, other], "Moved.");
        return [hover, focus, typed, playing, status];
    })"""
    one, two, other = (view(linked(padding=0), summary) for summary in ("One.", "Two.", "Other."))
    stays, goes = front(code, [one, two, other])
    assert None not in stays
    assert goes[:4] == [None] * 4
    assert goes[4] == "Moved. Other.", "what has changed is said"
    told = front(
        "(front, [one, two]) => front.show({ ...front.EMPTY, views: [one, two] }, [one, two], 'Moved.')", [one, two]
    )
    assert told["status"] == "Moved. One. Two.", "where nothing has changed, all of it is"


def test_what_has_no_cell_is_sifted_out_and_named() -> None:
    code = """(front, views) => {
        const X = new Map([["9,9", 1], ["0,0", 7]]);
        const edits = new Map([["X", X], ["Q", new Map([["0", 2]])], ["Z", new Map([["0,0", 1]])]]);
        const state = { ...front.EMPTY, views, edits, pin: { name: "Z", place: [5, 0] } };
        const found = front.sift(state);
        const again = front.sift({ ...state, edits: found.edits, pin: found.pin });
        return { ...found, again: again.strays, same: again.edits === found.edits };
    }"""
    found = front(code, [view(linked(padding=0))])
    strays = ["the edit X[9, 9] = 1", "the edit Q[0] = 2", "the edit Z[0, 0] = 1", "the pin on Z[5, 0]"]
    assert found["strays"] == strays
    assert (found["edits"]["X"], found["pin"], found["again"], found["same"]) == ({"0,0": 7}, None, [], True)


def test_a_change_that_comes_while_a_state_is_shown_is_shown_after_it() -> None:
    code = """(front) => {
        const seen = [];
        const store = new front.Store((state, before) => {
            if (state.status === "one") store.update({ status: "two" });
            seen.push([before.status, state.status]);
        });
        store.update({ status: "one" });
        store.update({ status: "three" });
        return seen;
    }"""
    assert front(code) == [["", "one"], ["one", "two"], ["two", "three"]]


# Addresses.


def test_an_address_does_not_follow_the_pin_while_it_goes_on_by_itself() -> None:
    code = """(front) => {
        const moved = { pin: { name: "Z", place: [0, 1] } };
        const changes = {
            none: [{}, {}], hover: [{}, { hover: { block: "0.0", name: "X", flat: 1 } }], pin: [{}, moved],
            begin: [{}, { ...moved, playing: "0.0" }], goOn: [{ playing: "0.0" }, moved],
            stop: [{ playing: "0.0" }, { playing: null }], end: [{ playing: "0.0" }, { ...moved, playing: null }],
            control: [{ playing: "0.0" }, { controls: [1] }], edit: [{ playing: "0.0" }, { edits: new Map() }],
        };
        const isToRemember = ([before, change]) => {
            const state = { ...front.EMPTY, ...before };
            return front.isToRemember({ ...state, ...change }, state);
        };
        return Object.keys(changes).filter((name) => isToRemember(changes[name]));
    }"""
    assert front(code) == ["pin", "stop", "end", "control", "edit"]


CONTROLS = [
    {"name": "stride", "label": "stride", "kind": "slider", "labels": ["1", "2", "3"], "first": 0},
    {"name": "image", "label": "image", "kind": "choice", "labels": ["a ramp", "X & Y"], "first": 1},
]
READ = """(front, [controls, query]) => {
    const read = front.readQuery(controls, query);
    return { ...read, written: front.writeQuery(controls, { ...front.EMPTY, ...read }) };
}"""


def test_a_state_comes_back_from_its_query() -> None:
    query = "stride=3&image=a+ramp&edit=X%2C0%2C1%2C-2.5&edit=X%2C-1%2C0%2C4&edit=W%2C1%2C7&pin=Z%2C1%2C3"
    found = front(READ, [CONTROLS, query])
    assert found["controls"] == [2, 0]
    assert found["edits"] == {"X": {"0,1": -2.5, "-1,0": 4}, "W": {"1": 7}}
    assert found["pin"] == {"name": "Z", "place": [1, 3]}
    assert [cell["isEdit"] for cell in found["cells"]] == [True, True, True, False]
    assert (found["wrong"], found["written"]) == ([], query)
    assert front(READ, [CONTROLS, ""])["written"] == ""
    assert front(READ, [CONTROLS, "stride=1&image=X+%26+Y"])["written"] == "", "the start is not written"


def test_what_a_query_has_wrong_is_named_and_the_rest_is_read() -> None:
    found = front(READ, [CONTROLS, "stride=9&no=1&edit=X,0,0,abc&pin=Z,one&stride=2"])
    assert found["controls"] == [1, 1]
    stride, no, edit = found["wrong"]
    assert stride == "stride=9 is none of 1, 2, 3"
    assert no == "there is no control no"
    assert edit.startswith("edit=X,0,0,abc needs a number from")
    assert found["pin"]["place"] == [None], "NaN is no place"


def test_an_address_has_several_explorers() -> None:
    states = "#explorer-1?stride=2&pin=Z,1&explorer-12?n=5&a=b?c"
    expected = {"explorer-1": "stride=2&pin=Z,1", "explorer-12": "n=5&a=b?c"}
    assert front("(front, states) => front.splitStates(states)", states) == expected
    assert front("(front) => front.splitStates('')") == {}


# The table of states.


def test_the_table_gives_what_draw_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "static")

    def first(stride: int = 1, edit: bool = True) -> View:
        return View(linked(stride, edit=edit), summary=f"stride {stride}", code={"NumPy": "X = {X}"})

    def second(stride: int = 1, rows: int = 4) -> Table:
        return Table("Sizes", ["size", ""], [["a long text that stands in each of the states", f"{rows} {stride}"]])

    still = explore(first, second, stride=(1, 3), edit=True, rows=(2, 5))
    code = """(front, [table, states]) => {
        const viewsAt = front.readTable(table);
        return states.map(viewsAt);
    }"""
    labels = {one["name"]: one["labels"] for one in json.loads(still.data)["controls"]}
    states = [tuple(at) for at in np.ndindex(*map(len, labels.values()))]
    found = front(code, [json.loads(still.data), states])
    flags = {label: place for place, label in enumerate(labels["edit"])}
    assert list(labels) == ["stride", "edit", "rows"]
    for (stride, edit, rows), views in zip(states, found, strict=True):
        number, several = int(labels["stride"][stride]), int(labels["rows"][rows])
        assert views == [
            first(number, edit == max(flags.values())).as_json(),
            View(second(number, several), summary=repr(second(number, several))).as_json(),
        ]


# Code.


def test_code_has_the_reader_s_numbers_without_the_padding() -> None:
    code = """(front, views) => front.writeCode({
        ...front.EMPTY, views, edits: new Map([["X", new Map([["0,1", -0.5]])]]),
    })"""
    (found,) = front(code, [view(linked(padding=1))])
    X, W = "[[2, -0.5, 0, 5], [1, 3, -2, 4], [0, 6, 1, -3]]", "[[1, 0, -2], [3, -1, 0.5]]"
    assert found == {"library": "NumPy", "text": f"X = {X}; W = {W}; {{nothing}}"}
    assert front("(front, array) => front.writeLiteral(array, [5])", LinkedArray("J", 5.0).as_json()) == "5"
