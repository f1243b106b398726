"""What `tools/engines.py` does with each page's explorers in every engine, and the pictures side by side.

Every control is moved once, a cell is pinned, one is edited, the pin is stepped and played, a sum is added up, a link
is copied and followed, and the explorer fills the screen. The numbers of the chapters are held against cnnlib's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from cnnlib import image_shape, multiplications, signal_shape, video_shape
from kit.book import chapters, explorers
from kit.explorer_checks import State, arrays, check_backprop, check_convolution, check_pooling, table
from kit.explorers import HELPERS, number

if TYPE_CHECKING:
    from tools.engines import Engine

PREPARE = f"""
    {HELPERS}
    document.documentElement.style.setProperty("scroll-behavior", "auto", "important");
    document.querySelector(".answer-everything:not(:checked)")?.click();
    for (const folded of document.querySelectorAll(".toggle-hidden .toggle-button")) folded.click();
    return true;
"""
NAMES = "tests.use(arguments[0]); return tests.controls().map(tests.nameOf);"
MOVE = """
    const [k, name] = arguments;
    tests.use(k);
    const control = tests.control(name);
    const row = control.type === "radio" ? [...control.closest("fieldset").querySelectorAll("input")] : [];
    const now = row.length ? row.indexOf(control) : control.localName === "select" ? control.selectedIndex
        : Number(control.type === "checkbox" ? control.checked : control.value);
    tests.put(control, (now + 1) % tests.count(control));
    return tests.shown();
"""
PRESS = """
    const [k, name] = arguments;
    tests.use(k);
    const button = tests.all("button").find((one) => (one.ariaLabel ?? one.textContent) === name && tests.visible(one));
    button?.click();
    return Boolean(button);
"""
# The cell that is pinned, what is said of it, and where the products have come to.
PINNED = """
    tests.use(arguments[0]);
    const [cell] = tests.all("[aria-selected=true]");
    const total = tests.all(".products .total")[0];
    return {
        label: cell?.ariaLabel ?? "", said: tests.texts(".explorer-said p")[0] ?? "",
        total: total ? [...total.children].map((one) => one.textContent) : [],
    };
"""
MOVED = """
    tests.use(arguments[0]);
    const [cell] = tests.all("[aria-selected=true]");
    return cell && cell.ariaLabel !== arguments[1];
"""
PIN = """
    const [k, isEditable] = arguments;
    tests.use(k);
    const kind = isEditable ? ".editable" : ":not(.editable, .padding)";
    const cells = tests.cells().filter((cell) => tests.visible(cell) && cell.matches(kind));
    cells.at(isEditable ? 7 % cells.length : Math.floor(cells.length / 2))?.click();
    return cells.length > 0;
"""
TYPE = """
    tests.use(arguments[0]);
    const [field] = tests.all(".explorer-edit input");
    if (!field) return null;
    field.value = "5";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return tests.shown();
"""
SHOWN = "tests.use(arguments[0]); tests.root().scrollIntoView(); return tests.shown();"
LINK = "tests.use(arguments[0]); return new URL(tests.link()).hash;"
QUERY = "const [k] = arguments; return document.querySelectorAll('.explorer')[k].explorer?.query();"
READY = """
    dispatchEvent(new Event("keydown")); // explorers begin at a reader's first act
    const roots = [...document.querySelectorAll(".explorer")];
    const isThere = (root) => root.explorer?.explorer.state.views.length;
    return document.readyState === "complete" && roots.length > 0 && roots.every(isThere);
"""
FULL = "return document.fullscreenElement?.matches('.explorer') ?? false;"
CUT = """
    tests.use(arguments[0]);
    const [room] = tests.all(".linked-room");
    const box = room?.getBoundingClientRect();
    const isCut = ({ right, bottom }) => right > box.right + 1 || bottom > Math.min(box.bottom, innerHeight) + 1;
    const parts = room ? tests.all(".linked-room :is(.matrix, .products)").filter(tests.visible) : [];
    return parts.filter((part) => isCut(part.getBoundingClientRect())).map(({ className }) => className);
"""
LEFT = "return !document.fullscreenElement;"
STILL = "return document.getAnimations().every(({ playState }) => playState !== 'running');"


def compare(found: State, word: str) -> None:
    """Hold what an explorer shows against cnnlib; AssertionError if it differs."""
    if word == "convolution":
        given = arrays(found["grids"])
        check_convolution(found, *(given[name].array() for name in "XW" if name in given))
    elif word in COMPARISONS:
        COMPARISONS[word](found)


def compare_shapes(found: State) -> None:
    """The shape of the tensor, if rate * seconds is a whole number of moments."""
    if not found["tables"]:
        return
    state = found["state"]
    samples, channels, rate = (int(state[name]) for name in ("samples", "channels", "rate"))
    rows, columns = map(int, state["size"].split(" x "))
    seconds = float(state["seconds"])
    if state["recorded"] == "images":
        shape = image_shape(samples, rows, columns, channels=channels)
    elif state["recorded"] == "EEG":
        shape = signal_shape(samples, rate=rate, seconds=seconds, channels=channels)
    else:
        shape = video_shape(samples, rate=rate, seconds=seconds, rows=rows, columns=columns, channels=channels)
    assert table(found, "The tensor")["channels last"][0] == str(tuple(shape)), state


def compare_cost(found: State) -> None:
    """The multiplications of the layer."""
    state = found["state"]
    (h, w), (k1, k2) = (map(int, state[name].split(" x ")) for name in ("size", "kernel"))
    c, m = int(state["input_channels"]), int(state["output_channels"])
    expected = multiplications((h, w, c), (k1, k2, c, m), stride=int(state["stride"]))
    assert table(found, "What it costs")["multiplications"][0] == f"{expected:,}", state


COMPARISONS: dict[str, Callable[[State], None]] = {
    "backprop": check_backprop,
    "pooling": check_pooling,
    "shapes": compare_shapes,
    "cost": compare_cost,
}


def check_explorers(engine: Engine, page: str) -> Iterator[str]:
    """Use every explorer of a page; return what is wrong, and leave pictures."""
    engine.take_picture(engine.picture(page, "top"))
    if not explorers(page):
        return
    engine.wait(READY)
    engine.run(PREPARE)
    words = {file: word for word, file in chapters().items()}
    for k in range(explorers(page)):
        word = words.get(page, "") if k == 0 else ""
        for act in (move_controls, pin_and_step, edit, play, follow_link, fill_screen):
            try:
                yield from (f"explorer {k + 1}: {wrong}" for wrong in act(engine, page, k, word))
            except AssertionError as error:
                yield f"explorer {k + 1}, {act.__name__}: {str(error)[:300]}"
            engine.run(PRESS, k, "Reset")
        print(f"  explorer {k + 1}", flush=True)


def move_controls(engine: Engine, page: str, k: int, word: str) -> Iterator[str]:
    """Move every control once, and compare the numbers each time."""
    compare(engine.run(SHOWN, k), word)
    for name in engine.run(NAMES, k):
        before = engine.run(QUERY, k)
        compare(engine.run(MOVE, k, name), word)
        if engine.run(QUERY, k) == before:
            yield f"{name} does not move"
        engine.run(PRESS, k, "Reset")
    engine.run(SHOWN, k)
    engine.wait(STILL)
    engine.take_picture(engine.picture(page, f"explorer-{k + 1}"))


def pin_and_step(engine: Engine, page: str, k: int, word: str) -> Iterator[str]:
    """Pin an element, go one further, and add it up: the total is what its cell shows."""
    if not engine.run(PIN, k, False):
        return
    first = engine.run(PINNED, k)
    if not first["label"] or first["label"].partition(" = ")[0] not in first["said"]:
        yield f"a click pins {first}"
    if engine.run(PRESS, k, "Step") and engine.run(PINNED, k)["label"] == first["label"]:
        yield "Step goes nowhere"
    if engine.run(PRESS, k, "Next term"):
        engine.run(PRESS, k, "All terms")
        found = engine.run(PINNED, k)
        if number(found["total"][1]) != number(re.findall(r" = (\S+?)(?:,|$)", found["label"])[0]):
            yield f"the terms of {found['label']} come to {found['total']}"
    engine.run(SHOWN, k)
    engine.wait(STILL)
    engine.take_picture(engine.picture(page, f"explorer-{k + 1}-pinned"))


def edit(engine: Engine, page: str, k: int, word: str) -> Iterator[str]:
    """Change a number, and compare all that follows from it."""
    if not engine.run(PIN, k, True):
        return
    found = engine.run(TYPE, k)
    if not found or not engine.run(PINNED, k)["label"].partition(" = ")[2].startswith("5"):
        yield "a number that is typed does not arrive"
    else:
        compare(found, word)


def play(engine: Engine, page: str, k: int, word: str) -> Iterator[str]:
    """Let the pin go on by itself, and stop it."""
    if not engine.run(PRESS, k, "Play"):
        return
    first = engine.run(PINNED, k)["label"]
    if not engine.wait(MOVED, k, first):
        yield "Play goes nowhere"
    engine.run(PRESS, k, "Pause")


def follow_link(engine: Engine, page: str, k: int, word: str) -> Iterator[str]:
    """Open the link to a state, as one who was sent it."""
    engine.run(PIN, k, False)
    for name in engine.run(NAMES, k)[:1]:
        engine.run(MOVE, k, name)
    hash_ = engine.run(LINK, k)  # first: what has no cell in this state falls away
    wanted = engine.run(QUERY, k)
    engine.open(f"{engine.address}/{page}.html?saved-{k}{hash_}")
    engine.wait("return location.search === arguments[0];", f"?saved-{k}")
    engine.wait(READY)
    if engine.run(QUERY, k) != wanted or not wanted:
        yield f"the link {hash_} leads to {engine.run(QUERY, k)!r}, not {wanted!r}"
    engine.run(PREPARE)


def fill_screen(engine: Engine, page: str, k: int, word: str) -> Iterator[str]:
    """Show an explorer on the whole screen, and leave it."""
    button = f".explorer-{k + 1}-screen"
    script = "const [k, name] = arguments; tests.use(k); const [one] = tests.all('.explorer-screen');"
    if not engine.run(f"{script} one?.classList.add(name.slice(1)); return Boolean(one);", k, button):
        yield "has no button for the whole screen"
        return
    engine.press(button, "\n")
    if not engine.wait(FULL):
        yield "does not fill the screen"
        return
    engine.wait(STILL)
    engine.take_picture(engine.picture(page, f"explorer-{k + 1}-screen"))
    if cut := engine.run(CUT, k):
        yield f"the whole screen cuts off {cut}"
    engine.press(button, "\n")
    if not engine.wait(LEFT):
        yield "does not leave the whole screen"


def join_pictures(folder: Path, engines: list[str]) -> None:
    """Put the pictures of the engines side by side, each with the same of the others."""
    side = folder / "side"
    side.mkdir(exist_ok=True)
    files = [file for name in engines for file in folder.glob(f"{name}-*.png")]

    def what(file: Path) -> str:
        return file.name.partition("-")[2]

    for name, same in groupby(sorted(files, key=what), key=what):
        of_engines = sorted(same, key=lambda file: engines.index(file.name.partition("-")[0]))
        pictures = [Image.open(file).convert("RGB") for file in of_engines]
        whole = Image.new("RGB", (sum(one.width for one in pictures), max(one.height for one in pictures)), "white")
        left = 0
        for one in pictures:
            whole.paste(one, (left, 0))
            left += one.width
        whole.save(side / name)
