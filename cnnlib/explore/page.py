"""An explorer on a page that has no kernel: all of its states, computed while the book is built."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter
from functools import lru_cache
from typing import Any

import numpy as np

from cnnlib.explore.controls import Control
from cnnlib.explore.panels import Panel
from cnnlib.explore.rules import as_differences
from cnnlib.explore.states import draw_state, draw_state_as_json
from cnnlib.explore.values import MOST_STATES

# Of one explorer's data, compressed as a web server sends it. The chapters have at most 40,000; that another machine's
# zlib compresses less well is not to stop a build.
MOST_BYTES = 50_000


class StaticExplorer:
    """An explorer for a page: what to show first, and a table of all states for the scripts of the page.

    Parameters
    ----------
    controls : list of Control
        All controls, in the order to show them in.
    panels : list of Panel
        What draws, each with the controls that it depends on.

    Raises
    ------
    ValueError
        If there are more states or bytes than a page should carry.
    RuntimeError
        If `draw` raises; the message names the state.
    """

    def __init__(self, controls: list[Control], panels: list[Panel]) -> None:
        for panel in panels:
            refuse_too_many_states(panel)
        self.controls = controls
        self.data = encode_states(controls, panels)
        refuse_too_large(self.data, controls)
        start = {control.name: control.values[control.first] for control in controls}
        self.first = [draw_state(panel, start) for panel in panels]

    def __repr__(self) -> str:
        """Return the first state and the controls as text."""
        return "\n".join([*map(repr, self.first), self.describe_controls()])

    def _repr_html_(self) -> str:
        views = "".join(view._repr_html_() for view in self.first)
        state = f'<p class="explorer-state">{html.escape(self.describe_controls())}</p>'
        return (
            f'<div class="explorer"><div class="explorer-still">{state}{views}</div>'
            f'<script type="application/json">{self.data}</script></div>'
        )

    def describe_controls(self) -> str:
        """Say which state this is, and what can be varied."""
        now = ", ".join(f"{control.label} {control.labels[control.first]}" for control in self.controls)
        vary = "; ".join(f"{control.label}: {control.summary()}" for control in self.controls)
        return f"Shown: {now}. To vary: {vary}."


def refuse_too_many_states(panel: Panel) -> None:
    """Complain about more states than a build should compute."""
    if len(panel) > MOST_STATES:
        longest = max(panel.controls, key=lambda control: len(control.values))
        raise ValueError(
            f"an explorer may have at most {MOST_STATES} states in a panel; this one has {len(panel)}: shorten "
            f"{longest.name}, which has {len(longest.values)} values, or draw it in panels, each with fewer controls"
        )


def refuse_too_large(data: str, controls: list[Control]) -> None:
    """Complain about more bytes than a page should carry."""
    size = weigh(data)
    if size > MOST_BYTES:
        longest = max(controls, key=lambda control: len(control.values))
        raise ValueError(
            f"an explorer may have at most {MOST_BYTES} bytes of data when compressed; this one has {size}: shorten "
            f"{longest.name}, which has {len(longest.values)} values, or draw it in panels, each with fewer controls"
        )


to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
to_json_once = lru_cache(maxsize=1000)(to_json)  # for the same short texts, over and over again


def encode_states(controls: list[Control], panels: list[Panel]) -> str:
    """Draw every state of every panel, and return them as JSON with the controls that lead to them."""
    drawn = [[draw_state_as_json(panel, state) for state in panel.states()] for panel in panels]
    # What stands next to each other compresses best if it is alike; what is, depends on the explorer.
    return min((write_states(controls, panels, drawn, is_reversed=one) for one in (False, True)), key=weigh)


def write_states(
    controls: list[Control], panels: list[Panel], drawn: list[list[dict[str, Any]]], *, is_reversed: bool
) -> str:
    """Return drawn states as JSON, in which neighbours differ in the first control; reversed, in the last."""
    pool = Pool()
    numbers = []
    for panel, views in zip(panels, drawn, strict=True):
        lengths = [len(control.values) for control in reversed(panel.controls)]
        order = np.arange(len(views)).reshape(lengths).ravel(order="F" if is_reversed else "C").tolist()
        found = {state: pool.add(views[state]) for state in order}
        numbers.append([found[state] for state in range(len(views))])
    parts, places = pool.write()
    tables = [
        {
            "controls": [controls.index(control) for control in panel.controls],
            "states": as_differences(np.array([places[number] for number in states])),
        }
        for panel, states in zip(panels, numbers, strict=True)
    ]
    head = to_json({"controls": [control.as_json() for control in controls], "panels": tables})
    data = f'{head[:-1]},"pool":[{",".join(parts)}]}}'
    # Nothing in it can end the script element.
    return re.sub("<(?=!|script)", r"\\u003c", data.replace("</", "<\\/"))


def weigh(data: str) -> int:
    """Return how many bytes a web server sends."""
    return len(gzip.compress(data.encode(), mtime=0))


class Pool:
    """JSON in which each part that occurs more than once is written once; ``{"$": n}`` stands for part n.

    Compressed, the states of chapter 2 take 34 kB like this, and about twice as much as plain JSON.
    """

    SHORT = 16  # characters that are as well repeated

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.known: dict[int, tuple[Any, int]] = {}  # by id; the values are kept, so that no id is used again
        self.used: Counter[int] = Counter()

    def add(self, value: Any) -> int:
        """Take a value in and return its number."""
        number = self.numbers.setdefault(self.encode(value), len(self.numbers))
        self.used[number] += 2  # a state is looked up by its number, so it stays a part
        return number

    def encode(self, value: Any) -> str:
        """Return a value as JSON, its parts as references."""
        if isinstance(value, dict):
            return f"{{{','.join([f'{to_json_once(key)}:{self.encode_part(v)}' for key, v in value.items()])}}}"
        if isinstance(value, list) and value and isinstance(value[0], list | dict | str):
            return f"[{','.join(map(self.encode_part, value))}]"
        return to_json(value)

    def encode_part(self, value: Any) -> str:
        """Return a value as JSON, or a reference to it if it is long."""
        if isinstance(value, str) and len(value) < self.SHORT:
            return to_json_once(value)
        if not isinstance(value, list | dict | str):
            return str(value) if type(value) is int else to_json(value)
        # A rule serves many states: it need not be written anew to be found equal.
        number = self.known[id(value)][1] if id(value) in self.known else -1
        if number < 0:
            text = self.encode(value)
            if len(text) < self.SHORT:
                return text
            number = self.numbers.setdefault(text, len(self.numbers))
            self.known[id(value)] = (value, number)
        self.used[number] += 1
        return f"\x00{number}\x00"  # JSON has no such character

    def write(self) -> tuple[list[str], dict[int, int]]:
        """Return the parts, and for each number of `add` its place among them."""
        whole: list[str] = []  # by number: a part without references to what is written once, or a reference
        parts: list[str] = []
        places: dict[int, int] = {}
        for number, text in enumerate(self.numbers):
            whole.append(re.sub(r"\x00(\d+)\x00", lambda found: whole[int(found[1])], text))
            if self.used[number] > 1:
                places[number] = len(parts)
                parts.append(whole[number])
                whole[number] = f'{{"$":{places[number]}}}'
        return parts, places
