"""How the explorers are used: pointing, pinning, typing, keys, fingers, links, and hundreds of random actions."""

import json
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from cnnlib import conv2d, trace
from cnnlib.explore.chapters.backprop import KEY_OF_W, KEY_OF_X
from cnnlib.problems import IMAGE, KERNEL, SIGNAL
from cnnlib.trace import trace_max_pool1d, trace_subsample1d
from kit.explorer_checks import check, check_convolution, open_code
from kit.explorers import (
    CHAPTERS,
    LOW,
    MINUS,
    SEVERAL,
    SHOWN,
    arrays,
    await_explorers,
    cell,
    explorer,
    number,
    opened,
    plain,
    sum_of,
    url,
)
from kit.profile import SOAK

pytestmark = pytest.mark.browser

LINKED = ("convolution", "backprop", "pooling")
Lit = dict[str, set[tuple[str, int]]]


@pytest.fixture
def chapter(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page of a chapter, ready for use; it met no error when the test ends."""
    with opened(browser, url(address, request.param)) as page:
        yield page


def on(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("chapter", names, indirect=True)


def put(page: Page, **controls: int) -> None:
    """Move controls to the values at these places."""
    page.evaluate("(to) => { for (const name in to) tests.put(tests.control(name), to[name]); }", controls)


def lit(page: Page) -> Lit:
    return {kind: {(name, at) for name, at in cells} for kind, cells in page.evaluate("() => tests.lit()").items()}


# What lights up. Each function gives for every cell of an explorer's start what must be picked, part and fed.


def lit_in_convolution() -> dict[tuple[str, int], Lit]:
    met = trace(IMAGE.shape, KERNEL.shape)
    wanted: dict[tuple[str, int], Lit] = {}
    for name, mine, others in (
        ("Z", met.z, {"part": [("X", met.x), ("W", met.w)]}),
        ("X", met.x, {"fed": [("Z", met.z)], "part": [("W", met.w)]}),
        ("W", met.w, {"fed": [("Z", met.z)], "part": [("X", met.x)]}),
    ):
        for at in range(int(mine.max()) + 1):
            wanted[name, at] = {"picked": {(name, at)}, "part": set(), "fed": set()}
            for kind, arrays_met in others.items():
                for other, where in arrays_met:
                    wanted[name, at][kind] |= {(other, int(i)) for i in where[mine == at]}
    return wanted


def same(name: str, count: int) -> dict[str, Any]:
    """Terms that join each element of an array to the same one of another."""
    return {name: (np.arange(count), np.arange(count))}


def lit_in_backprop(stage: str) -> dict[tuple[str, int], Lit]:
    """What lights up in a stage of chapter 4, with all that is compared: where both factors of a term are in sight."""
    met = trace((1, *IMAGE.shape, 1), (*KERNEL.shape, 1, 1))
    first = met.w == 0  # the only terms of the key's 4(c)
    every = np.arange(20)
    wanted: dict[tuple[str, int], Lit] = {}

    def add(name: str, count: int, fed: dict[str, Any], part: dict[str, Any]) -> None:
        """For each element: what its terms light. Both map an array to (my index, its index) of each term."""
        for at in range(count):
            found = [{(one, int(i)) for one, (mine, its) in d.items() for i in its[mine == at]} for d in (fed, part)]
            wanted[name, at] = {"picked": {(name, at)}, "fed": found[0], "part": found[1]}

    z, x, w, b = met.z, met.x, met.w, np.zeros(20, int)
    if stage == "forward":
        add("X", 30, {"Z": (x, z)}, {"W": (x, w)})
        add("W", 4, {"Z": (w, z)}, {"X": (w, x)})
        add("b", 1, {"Z": (b, every)}, {})
        add("Z", 20, {}, {"X": (z, x), "W": (z, w), "b": (every, b)})
    elif stage == "dJ/dZ":
        add("dJ/dU", 20, same("dJ/dZ", 20), {})
        add("dJ/dZ", 20, {}, same("dJ/dU", 20))
    elif stage == "dJ/dW":
        add("X", 30, {"dJ/dW": (x, w)}, {"dJ/dZ": (x, z)})
        add("dJ/dZ", 20, {"dJ/dW": (z, w)}, {"X": (z, x)})
        add("dJ/dW", 4, same("measured dJ/dW", 4) | same("key's 4(b)", 4), {"X": (w, x), "dJ/dZ": (w, z)})
        add("measured dJ/dW", 4, {}, {})
        add("key's 4(b)", 4, {}, {})  # the sums in it are out of sight
    elif stage == "dJ/dX":
        key_x, key_z, key_w = x[first], z[first], w[first]
        add("dJ/dZ", 20, {"dJ/dX": (z, x), "key's 4(c)": (key_z, key_x)}, {"W": (z, w)})
        add("W", 4, {"dJ/dX": (w, x), "key's 4(c)": (key_w, key_x)}, {"dJ/dZ": (w, z)})
        add("dJ/dX", 30, same("measured dJ/dX", 30) | same("key's 4(c)", 30), {"dJ/dZ": (x, z), "W": (x, w)})
        add("measured dJ/dX", 30, {}, {})
        add("key's 4(c)", 30, {}, {"dJ/dZ": (key_x, key_z), "W": (key_x, key_w)})
    else:
        add("dJ/dZ", 20, {"dJ/db": (every, b)}, {})
        add("dJ/db", 1, same("measured dJ/db", 1), {"dJ/dZ": (b, every)})
        add("measured dJ/db", 1, {}, {})
    return wanted


def lit_in_pooling() -> dict[tuple[str, int], Lit]:
    pool, take = trace_max_pool1d((8,), 2, 2), trace_subsample1d((8,), 2)
    wanted: dict[tuple[str, int], Lit] = {}
    for at in range(8):
        fed = {("pooled", int(z)) for z in pool.z[pool.x == at]} | {
            ("sub-sampled", int(z)) for z in take.z[take.x == at]
        }
        wanted["x", at] = {"picked": {("x", at)}, "fed": fed, "part": set()}
    for name, met in (("pooled", pool), ("sub-sampled", take)):
        for at in range(4):
            part = {("x", int(x)) for x in met.x[met.z == at]}
            wanted[name, at] = {"picked": {(name, at)}, "fed": set(), "part": part}
    return wanted


STAGES = ["forward", "dJ/dZ", "dJ/dW", "dJ/dX", "dJ/db"]
LIT = {
    ("convolution", ""): lit_in_convolution,
    ("pooling", ""): lit_in_pooling,
    **{("backprop", stage): partial(lit_in_backprop, stage) for stage in STAGES},
}


def look_at(page: Page, stage: str) -> None:
    """Choose a stage, and all that its result is compared with."""
    if stage:
        explorer(page).locator(f".explorer-looking input[value='{stage}']").check(force=True)
        for toggle in explorer(page).locator(".explorer-choice.checkbox:not([hidden]) input").all():
            toggle.check()


EVERY_CELL = """(how) => {
const parts = [".total", ".linked-steps", ".explorer-legend", ".explorer-actions"];
const places = () => {
    const { left, top } = tests.root().getBoundingClientRect();
    const others = parts.flatMap((part) => tests.all(part).filter(tests.visible));
    return [...tests.cellsInSight(), ...others].flatMap((one) => {
        const box = one.getBoundingClientRect();
        return [box.left - left, box.top - top, box.width, box.height];
    });
};
const rest = places();
return tests.cellsInSight().map((cell) => {
    if (how === "point") tests.point(cell);
    if (how === "focus") cell.focus();
    if (how === "click") cell.click();
    const [name, at] = [cell.dataset.array, Number(cell.dataset.at)];
    const found = { name, at, lit: tests.lit(), said: tests.texts(".explorer-said p") };
    // The total is hidden while no sum is pointed at, and keeps its place.
    const now = places();
    found.moved = now.length === rest.length ? Math.max(...now.map((at, k) => Math.abs(at - rest[k]))) : Infinity;
    // A pinned cell stays when the pointer goes elsewhere.
    if (how === "click") {
        tests.point(tests.cells().find((other) => other !== cell));
        found.stays = JSON.stringify(tests.lit()) === JSON.stringify(found.lit) && cell.ariaSelected === "true";
        cell.click();
        tests.leave();
        found.freed = tests.all('[aria-selected="true"]').length === 0;
    }
    if (how === "point") tests.leave();
    if (how === "focus") cell.blur();
    found.after = tests.all("td.picked").length;
    return found;
});
}"""


@pytest.mark.parametrize(("chapter", "which"), [(one[0], one) for one in LIT], indirect=["chapter"])
def test_every_cell_lights_what_the_trace_says(chapter: Page, which: tuple[str, str]) -> None:
    look_at(chapter, which[1])
    wanted = LIT[which]()
    # Every day one of the five stages of chapter 4 is gone through by keys and clicks as well.
    for how in ("point", "focus", "click") if SOAK or which[1] in ("", "dJ/dW") else ("point",):
        every = chapter.evaluate(EVERY_CELL, how)
        assert {(one["name"], one["at"]) for one in every} == set(wanted)
        for one in every:
            got = {kind: {(name, at) for name, at in cells} for kind, cells in one["lit"].items()}
            assert got == wanted[one["name"], one["at"]], (how, one["name"], one["at"])
            assert one["said"]
            assert one["moved"] < 1, (how, one["name"], one["at"])
            if which[0] == "backprop":
                told = [sentence for sentence in one["said"] if sentence.startswith("It is in ")]
                assert len(told) <= 1, "what is only compared has the same"
            assert one["after"] == 0, f"a cell stays lit: {how}"
            assert how != "click" or (one["stays"] and one["freed"])


@on("backprop")
def test_what_the_key_does_is_said_in_words_beside_its_choice(chapter: Page) -> None:
    said = explorer(chapter).locator(".explorer-says")
    for stage, sentence in {"dJ/dW": KEY_OF_W["the_key"], "dJ/dX": KEY_OF_X["the_key"]}.items():
        explorer(chapter).locator(f".explorer-looking input[value='{stage}']").check(force=True)
        toggle = explorer(chapter).locator(".explorer-choice.checkbox:not([hidden])").get_by_label("the key's formula")
        toggle.uncheck()
        expect(said).to_be_hidden()
        toggle.check()
        expect(said).to_have_text(sentence)
        toggle.uncheck()


# Moves the samples of chapter 4 in the forward stage: how many cells of a gradient there are at once, and for printing.
OUT_OF_SIGHT = """(samples) => {
    const count = () => tests.cells().filter((cell) => cell.dataset.array === "dJ/dX").length;
    tests.put(tests.control("samples"), samples);
    const found = [count()];
    if (samples) dispatchEvent(new Event("beforeprint"));
    return [...found, count()];
}"""


@on("backprop")
def test_what_is_out_of_sight_follows_on_paper_and_when_the_reader_rests(chapter: Page) -> None:
    assert chapter.evaluate(OUT_OF_SIGHT, 1) == [30, 60]
    assert chapter.evaluate(OUT_OF_SIGHT, 0) == [60, 60]
    chapter.wait_for_function("() => tests.cells().filter((cell) => cell.dataset.array === 'dJ/dX').length === 30")


# Goes to each stage from each other one, and points there at every cell. Returns where other indices are set off than
# those of the cell's row and column, if it is of the result, or others than the result's when nothing is pointed at.
HEADS = """(stages) => {
const headsOf = (cell) => {
    const column = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    return [column, cell.parentElement.cells[0]].filter((one) => one.tagName === "TH");
};
const found = [];
const expectHeads = (wanted, ...where) => {
    const got = tests.all("th.here");
    if (got.length !== wanted.length || got.some((one, k) => one !== wanted[k])) found.push(where);
};
const look = (stage) => tests.all(".explorer-looking input").find(({ value }) => value === stage).click();
for (const from of stages)
    for (const stage of stages.filter((one) => one !== from)) {
        look(from);
        tests.point(tests.cellsInSight().at(-1));
        tests.leave();
        look(stage);
        const result = stage === "forward" ? "Z" : stage;
        const isOther = (head) => !head.closest("table").querySelector(`[data-array="${result}"]`);
        if (tests.all("th.here").some(isOther)) found.push([from, stage]);
        for (const cell of tests.cellsInSight()) {
            tests.point(cell);
            const { array, at } = cell.dataset;
            expectHeads(array === result ? headsOf(cell) : [], from, stage, array, at);
            tests.leave();
            if (tests.all("th.here").some(isOther)) found.push([from, stage, "after", array, at]);
        }
    }
return found;
}"""


@on("backprop")
def test_only_the_indices_of_the_element_looked_at_are_set_off(chapter: Page) -> None:
    assert chapter.evaluate(HEADS, STAGES) == []


@on("convolution")
def test_sentences_of_the_convolution_have_the_numbers_of_the_problem(chapter: Page) -> None:
    Z = conv2d(IMAGE, KERNEL)
    met = trace(IMAGE.shape, KERNEL.shape)
    said = {(one["name"], one["at"]): one["said"] for one in chapter.evaluate(EVERY_CELL, "point")}
    for at, place in enumerate(np.ndindex(Z.shape)):
        (sentence,) = said["Z", at]
        element, total, sign, result = sum_of(sentence)
        assert element == f"Z[{place[0]}, {place[1]}]"
        assert (total, sign, result) == (Z[place], "=", Z[place])
        products = [
            (KERNEL.ravel()[w], IMAGE.ravel()[x]) for z, x, w in zip(met.z, met.x, met.w, strict=True) if z == at
        ]
        written = " + ".join("*".join(f"({n})" if n < 0 else f"{n}" for n in pair) for pair in products)
        assert plain(sentence) == f"{element} = {written} = {result:g}"
    for name, array, mine in (("X", IMAGE, met.x), ("W", KERNEL, met.w)):
        for at, place in enumerate(np.ndindex(array.shape)):
            first, second = said[name, at]
            assert plain(first) == f"{name}[{place[0]}, {place[1]}] = {array[place]}."
            uses = [
                (f"Z{list(z)}", f"W{list(w)}" if name == "X" else f"X{list(x)}", KERNEL[w] if name == "X" else IMAGE[x])
                for (z, x, w), here in zip(met, mine == at, strict=True)
                if here
            ]
            if name == "W":
                assert len(uses) == 20
            count = "1 element" if len(uses) == 1 else f"{len(uses)} elements"
            named, more = (uses[:2], f" and {len(uses) - 2} more") if len(uses) > 4 else (uses, "")
            listed = "; ".join(f"{z}, times {other} = {value}" for z, other, value in named) + more
            assert plain(second) == f"It is in {count} of Z: {listed}."


def terms_of(which: str, at: int) -> list[int]:
    """The values that make one result at an explorer's start, in their order."""
    if which == "pooling":
        met = trace_max_pool1d(SIGNAL.shape, 2, 2)
        return SIGNAL[met.x[met.z == at]].tolist()
    met = trace(IMAGE.shape, KERNEL.shape)
    return (KERNEL.ravel()[met.w] * IMAGE.ravel()[met.x])[met.z == at].tolist()


@pytest.mark.parametrize(("chapter", "which"), [(one, one) for one in ("convolution", "pooling")], indirect=["chapter"])
def test_the_total_is_what_the_terms_so_far_come_to(chapter: Page, which: str) -> None:
    said = explorer(chapter).locator(".products .total :is(small, b)")
    whole, add_up = ("largest", max) if which == "pooling" else ("total", sum)
    shown, done = set(), 0
    for _ in range(6 if which == "pooling" else 12):  # three results
        explorer(chapter).get_by_role("button", name="Next term", exact=True).click()
        (picked,) = chapter.evaluate("() => tests.lit().picked")
        terms, done = terms_of(which, picked[1]), done + 1
        kind, total, count = said.all_inner_texts()
        assert number(total) == add_up(terms[:done])
        partly = "so far", f"{done} of {len(terms)}"
        assert (kind, count) == (partly if done < len(terms) else (whole, f"all {done}"))
        shown.add(number(total))
        done %= len(terms)
    assert len(shown) > 3


@on("pooling")
def test_sentences_of_pooling_say_who_won(chapter: Page) -> None:
    said = {(one["name"], one["at"]): one["said"] for one in chapter.evaluate(EVERY_CELL, "point")}
    assert said["pooled", 2] == ["pooled[2] = max(0, 10) = 10"]
    assert said["sub-sampled", 2] == ["sub-sampled[2] = x[4] = 0"]
    assert said["x", 5] == [
        "x[5] = 10.",
        "It is in 1 element of pooled: pooled[2] (won).",
        "No element of sub-sampled uses it.",
    ]
    assert said["x", 2][1:] == [
        "It is in 1 element of pooled: pooled[1] (won).",
        "It is in 1 element of sub-sampled: sub-sampled[1].",
    ]
    assert said["x", 3][1] == "It is in 1 element of pooled: pooled[1] (lost)."


@on("pooling")
def test_a_rule_that_states_share_serves_signals_of_several_lengths(chapter: Page) -> None:
    # Every second of 7 samples, and of 8, are the samples 0, 2, 4 and 6.
    put(chapter, length=1)
    chapter.evaluate("() => tests.point(tests.cell('x', 0))")
    put(chapter, length=2)
    chapter.evaluate("() => tests.point(tests.cell('x', 7))")
    assert chapter.evaluate(SHOWN)["said"][-1] == "No element of sub-sampled uses it."


@on("convolution")
def test_a_real_mouse_lights_pins_and_frees(chapter: Page) -> None:
    wanted = lit_in_convolution()
    for name, at in (("Z", 0), ("Z", 19), ("X", 0), ("X", 12), ("W", 3)):
        cell(chapter, name, at).hover()
        assert lit(chapter) == wanted[name, at]
    chapter.mouse.move(5, 5)
    assert lit(chapter) == {"picked": set(), "part": set(), "fed": set()}
    cell(chapter, "Z", 8).click()
    cell(chapter, "X", 3).hover()
    assert lit(chapter) == wanted["Z", 8]
    cell(chapter, "Z", 8).click()
    cell(chapter, "X", 3).hover()
    assert lit(chapter) == wanted["X", 3]


FINGERS = [("convolution", ""), ("backprop", "dJ/dW"), ("pooling", "")]


@pytest.mark.parametrize("which", FINGERS if SOAK else FINGERS[:1])
def test_a_finger_pins_and_frees(browser: Browser, address: str, which: tuple[str, str]) -> None:
    phone = {"has_touch": True, "is_mobile": True}
    with opened(browser, url(address, which[0]), **phone) as page:
        look_at(page, which[1])
        name = {"convolution": "Z", "backprop": "dJ/dW", "pooling": "pooled"}[which[0]]
        cell(page, name, 1).tap()
        assert lit(page) == LIT[which]()[name, 1]
        cell(page, name, 2).tap()
        assert lit(page) == LIT[which]()[name, 2]
        cell(page, name, 2).tap()
        assert page.locator('[aria-selected="true"]').count() == 0


# Edits.

# Clicks a cell and types into the field that opens; gives what the page made of it.
TYPE = """(edits) => edits.map(([name, at, text]) => {
    const cell = tests.cell(name, at);
    if (cell.ariaSelected !== "true") cell.click();
    const field = tests.root().querySelector(".explorer-edit input");
    const open = tests.visible(field);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const wrong = tests.root().querySelector(".explorer-wrong").textContent;
    return { open, shown: cell.textContent, invalid: field.getAttribute("aria-invalid"), wrong };
})"""


def typed(rng: random.Random) -> str:
    """A number as a reader may type it, from -999 to 999 with at most two decimals."""
    digits = rng.choice([0, 0, 1, 2])
    return f"{rng.uniform(-999, 999) if rng.random() < 0.2 else rng.uniform(-9, 9):.{digits}f}"


@pytest.mark.slow
@on("convolution")
def test_edits_of_the_convolution_give_what_cnnlib_gives(chapter: Page) -> None:
    open_code(chapter)
    for seed in range(20 if SOAK else 8):
        rng = random.Random(seed)
        explorer(chapter).get_by_role("button", name="Reset").press("Enter")
        p, turned = rng.randint(0, 2), seed % 2
        sizes = {"kernel_rows": rng.randint(0, 2), "kernel_columns": rng.randint(0, 2), "stride": rng.randint(0, 2)}
        put(chapter, **sizes, padding=p, operation=turned)
        before = arrays(chapter.evaluate(SHOWN)["grids"])
        X, W = before["X"].array(), before["W"].array()
        edits = []
        for _ in range(8):
            array, name = rng.choice([(X, "X"), (W, "W")])
            place = tuple(rng.randrange(length) for length in array.shape)
            text = typed(rng)
            array[place] = float(text)
            padded = (place[0] + p, place[1] + p) if name == "X" else place
            edits.append((name, padded[0] * (5 + 2 * p if name == "X" else W.shape[1]) + padded[1], text))
        for result, (_, _, text) in zip(chapter.evaluate(TYPE, edits), edits, strict=True):
            assert result["open"]
            assert number(result["shown"]) == float(text)
            assert (result["invalid"], result["wrong"]) == (None, "")
        after = chapter.evaluate(SHOWN)
        check_convolution(after, X, W)
        # Products of two decimals have four: what is shown is exact.
        laid, s = W[::-1, ::-1] if turned else W, sizes["stride"] + 1
        for (i, j), value in arrays(after["grids"])["Z"].numbers.items():
            met = [
                (laid[k1, k2], X[i * s - p + k1, j * s - p + k2])
                for k1, k2 in np.ndindex(W.shape)
                if 0 <= i * s - p + k1 < 6 and 0 <= j * s - p + k2 < 5
            ]
            assert Decimal(str(value)) == sum(Decimal(str(w)) * Decimal(str(x)) for w, x in met)


SIGNS = "\u25b2\u2022"


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "which"), [("backprop", "backprop"), ("pooling", "pooling")], indirect=["chapter"])
def test_edits_give_what_cnnlib_gives(chapter: Page, which: str) -> None:
    open_code(chapter)
    names = chapter.evaluate("() => tests.controls().map((one) => [tests.nameOf(one), tests.count(one)])")
    edited = "() => tests.all('td.edited').map((one) => [one.dataset.array, Number(one.dataset.at), one.textContent])"
    editable = "() => tests.all('td.editable').map((one) => [one.dataset.array, Number(one.dataset.at)])"
    for seed in range(8 if SOAK else 4):
        rng = random.Random(seed)
        explorer(chapter).get_by_role("button", name="Reset").press("Enter")
        put(chapter, **{name: rng.randrange(count) for name, count in names if name != "last_windows"})
        cells = chapter.evaluate(editable)
        # Small numbers, as a sigmoid is flat everywhere else.
        edits = [[*rng.choice(cells), f"{rng.uniform(-3, 3):.{rng.choice([0, 1, 2])}f}"] for _ in range(10)]
        results = chapter.evaluate(TYPE, edits)
        assert [number(one["shown"].rstrip(SIGNS)) for one in results] == [float(text) for _, _, text in edits]
        check(chapter, which)
        left = {(name, at): number(text.rstrip(SIGNS)) for name, at, text in chapter.evaluate(edited)}
        assert left == {(name, at): float(text) for name, at, text in edits}


# What is no number, and what is said to be wrong with it.
BAD = {
    "": "it is empty",
    " ": "it is empty",
    "abc": "\u201ca\u201d is no part of a number",
    "1e999": "\u201ce\u201d is no part of a number",
    "1,5": "it has a comma: use a point",
    "1000": "it is out of this range",
    "-999.01": "it is out of this range",
    "0.125": "it has too many decimals",
    "--1": "it has a sign or a point too many",
    "5-": "it has a sign or a point too many",
    "1.2.3": "it has a sign or a point too many",
    "1 2": "it has a space inside",
    "Infinity": "\u201cI\u201d is no part of a number",
    "NaN": "\u201cN\u201d is no part of a number",
    "0x10": "\u201cx\u201d is no part of a number",
    ".": "it has no digit",
    "+": "it has no digit",
    "\u2013": "it has no digit",
    "1e2": "\u201ce\u201d is no part of a number",
    "\u0661": "\u201c\u0661\u201d is no part of a number",
    "5\u00b2": "\u201c\u00b2\u201d is no part of a number",
    "\uff11\uff0c\uff15": "it has a comma: use a point",
}
# Hyphens and dashes for a minus, full-width characters, and around the number spaces and marks that cannot be seen.
PASTED = {
    **{f"{dash}6": -6.0 for dash in "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"},
    f" {MINUS}.5 ": -0.5,
    "\u00a07\u3000": 7,
    "\u200e\u22128\u200f": -8,
    "\uff0d\uff11\uff0e\uff15": -1.5,
    "+9": 9,
    "3.": 3,
}


# Every day the field is looked at in one explorer: what is typed is read by one script.
FIELDS = [("pooling", "x"), ("convolution", "X"), ("backprop", "W")]
in_the_field_of = pytest.mark.parametrize(("chapter", "name"), FIELDS if SOAK else FIELDS[:1], indirect=["chapter"])


@in_the_field_of
def test_bad_input_is_marked_and_the_last_good_result_stays(chapter: Page, name: str) -> None:
    chapter.evaluate(TYPE, [[name, 1, "2.5"]])
    before = [(grid["caption"], grid["texts"]) for grid in chapter.evaluate(SHOWN)["grids"]]
    for (text, why), result in zip(BAD.items(), chapter.evaluate(TYPE, [[name, 1, t] for t in BAD]), strict=True):
        assert result["invalid"] == "true", text
        assert result["wrong"].startswith(f"Needs a number from {MINUS}999 to 999 with at most 2 decimals and a point")
        assert f"; {why}. {name}[" in result["wrong"]
        assert result["wrong"].endswith(" stays 2.5.")
    after = chapter.evaluate(SHOWN)
    assert [(grid["caption"], grid["texts"]) for grid in after["grids"]] == before
    assert after["status"].startswith("Needs a number"), "a screen reader is told"
    field = explorer(chapter).locator(".explorer-edit input")
    assert chapter.evaluate("(id) => document.getElementById(id).textContent", field.get_attribute("aria-describedby"))
    good = chapter.evaluate(TYPE, [[name, 1, text] for text in PASTED])
    assert [(one["invalid"], one["wrong"], number(one["shown"].rstrip(SIGNS))) for one in good] == [
        (None, "", value) for value in PASTED.values()
    ]


@in_the_field_of
def test_the_field_shows_what_its_cell_shows(chapter: Page, name: str) -> None:
    # However a cell is left and found again, nothing that was typed before stands in the field, and nothing said of it.
    start = cell(chapter, name, 1).text_content()
    assert start
    field, wrong = explorer(chapter).locator(".explorer-edit input"), explorer(chapter).locator(".explorer-wrong")

    def expect_number(text: str) -> None:
        expect(field).to_have_value(text.rstrip(SIGNS))
        expect(wrong).to_have_text("")
        assert field.get_attribute("aria-invalid") is None

    for leave in ("Reset", "Undo edits", "click", "Escape", "control"):
        cell(chapter, name, 1).click()
        expect_number(start)
        field.fill("7")
        field.fill("2,5")
        expect(wrong).to_contain_text("stays 7.")
        if leave in ("Reset", "Undo edits"):
            explorer(chapter).get_by_role("button", name=leave, exact=True).click()
        elif leave == "click":
            cell(chapter, name, 1).click()
        elif leave == "Escape":
            field.press("Escape")
        else:
            put(chapter, **{"stride": 2} if name != "W" else {"activation": 1})
        if leave not in ("Undo edits", "control"):
            expect(field).to_be_hidden()
            cell(chapter, name, 1).click()
        expect_number(cell(chapter, name, 1).text_content() or "")
        explorer(chapter).get_by_role("button", name="Reset", exact=True).click()
    # A dash opens the field as a minus does.
    cell(chapter, name, 1).focus()
    chapter.evaluate("(key) => tests.press(key)", "\u2013")
    expect(field).to_be_focused()
    chapter.keyboard.type("4")
    expect(cell(chapter, name, 1)).to_have_text(re.compile(f"^{MINUS}4"))


@on("convolution")
def test_padding_and_results_cannot_be_edited(chapter: Page) -> None:
    put(chapter, padding=1)
    form = explorer(chapter).locator(".explorer-edit")
    for name, at in (("X", 0), ("Z", 0)):
        cell(chapter, name, at).click()
        expect(form).to_be_hidden()
    cell(chapter, "X", 8).click()
    expect(form).to_be_visible()
    expect(form.locator("label")).to_have_text("X[0, 0] =")


@on("convolution")
def test_where_no_window_fits_a_sentence_says_so_and_no_other_slider_moves(chapter: Page) -> None:
    cell(chapter, "X", 0).click()
    put(chapter, kernel_rows=3, kernel_columns=2, dilation=1)
    before = chapter.evaluate(SHOWN)["state"]
    assert before == {
        "image": "the problem's X",
        "kernel_rows": "4",
        "kernel_columns": "3",
        "stride": "1",
        "padding": "0",
        "dilation": "2",
        "operation": "correlation",
    }
    (note,) = chapter.evaluate(SHOWN)["notes"]
    assert {"4", "6"} <= set(re.findall(r"\d+", note)), note
    assert chapter.evaluate(SHOWN)["grids"] == []
    assert explorer(chapter).locator(".explorer-steps:visible, .explorer-code:visible").count() == 0
    put(chapter, padding=1)
    check_convolution(chapter.evaluate(SHOWN))
    assert chapter.evaluate(SHOWN)["state"] == before | {"padding": "1"}


# Random actions: a hundred in the explorer that has most to act on and on a page with several; in `make soak` a
# thousand on each page with explorers.

# How many tens of actions there are, and after which of them the address is tried: pages load again, which takes longer
# than all actions. In `make soak` there are a hundred tens, and the address is tried after each.
TENS = 100 if SOAK else 10
TRIED = range(1, TENS + 1) if SOAK else (6,)


def complete(page: Page) -> Any:
    """All that an address has to bring back."""
    return json.loads(page.evaluate("() => JSON.stringify(tests.whole())"))


def settle(page: Page) -> None:
    """Let the address follow the last change, by the page's own clock."""
    page.evaluate("() => tests.halt()")
    page.clock.fast_forward(400)


def try_address(page: Page, other: Page, seen: dict[str, Any], at: str) -> None:
    """A reload, a copied link, and the browser's back and forward bring the same state, and no complaint."""
    wanted = complete(page)
    if "#no-such" not in page.url:  # there the entry in the history has the state, and not the address
        assert seen.setdefault(page.url, wanted) == wanted, f"{at}: one address, two states"
    page.reload()
    await_explorers(page)
    assert complete(page) == wanted, f"{at}: a reload"
    left = page.evaluate("() => tests.complaints()")
    assert not left or page.evaluate("() => tests.isTyped()"), f"{at}: {page.url}: {left}"
    page.evaluate("() => { tests.use(tests.explorers().length - 1); }")
    link = page.evaluate("() => tests.link()")
    other.goto(link)
    await_explorers(other)
    assert (complete(other), other.evaluate("() => tests.complaints()")) == (wanted, []), f"{at}: {link}"
    if went := page.evaluate("() => tests.backAndForward()"):
        back, again = went
        assert again["whole"] == wanted, f"{at}: back and forward"
        assert seen.get(back["address"], back["whole"]) == back["whole"], f"{at}: back to {back['address']}"


@pytest.mark.slow
@pytest.mark.parametrize("chapter", [*(CHAPTERS if SOAK else ["backprop"]), *SEVERAL])
def test_random_actions_do_no_harm(browser: Browser, address: str, chapter: str) -> None:
    start = random.randrange(10**6) if SOAK else 20  # here numbers are typed that the address has
    seen: dict[str, Any] = {}
    where = url(address, chapter)
    with opened(browser, where, **LOW) as page, opened(browser, where, **LOW) as other:
        done = 0  # tens of actions
        while done < TENS:
            # Between two tens that nothing is asked of, nothing needs to be drawn.
            many = 1 if done + 1 in TRIED else 2
            page.evaluate("(seeds) => tests.act(seeds)", [start + done + k for k in range(many)])
            done += many
            if done % 2 == 0:
                page.clock.fast_forward((2500, 350)[done // 2 % 2])
            if done in TRIED:
                settle(page)
                try_address(page, other, seen, f"{chapter}, after seed {start + done - 1} of {start} and on")
            if done % 10 == 0:
                settle(page)
                check(page, chapter)
        assert chapter not in LINKED or any("edit=" in tried for tried in seen), (
            "no address had a number that was typed"
        )
        # The controls still do what they say.
        explorer(page).get_by_role("button", name="Reset", exact=True).click()
        for button in page.locator(".explorer-actions > button", has_text="Reset").all():
            button.evaluate("(button) => button.click()")  # one is folded
        check(page, chapter)
        after = complete(page)
    with opened(browser, where) as page:
        assert after == complete(page)
