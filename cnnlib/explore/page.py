"""An explorer on a page that has no kernel: all of its states, computed while the book is built."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np

from cnnlib.explore.controls import MOST_STATES, Control, Panel, State, in_brief
from cnnlib.explore.rules import steps
from cnnlib.explore.views import View, as_view

MOST_BYTES = 60_000  # of one explorer's data, compressed as a web server sends it


class Still:
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
            refuse_too_many(panel)
        self.controls = controls
        pool = Pool()
        numbers = [[pool.add(as_sent(panel, state)) for state in panel.states()] for panel in panels]
        parts, places = pool.written()
        table = [
            {
                "controls": [controls.index(c) for c in panel.controls],
                "states": steps(np.array([places[n] for n in states])),
            }
            for panel, states in zip(panels, numbers, strict=True)
        ]
        self.data = dumps({"controls": [c.as_json() for c in controls], "panels": table})[:-1]
        self.data += f',"pool":[{",".join(parts)}]}}'
        refuse_too_large(self.data, controls)
        start = {c.name: c.values[c.first] for c in controls}
        self.first = [drawn(panel, start) for panel in panels]

    def __repr__(self) -> str:
        """Return the first state and the controls as text."""
        return "\n".join([*map(repr, self.first), self.said()])

    def _repr_html_(self) -> str:
        still = "".join(view._repr_html_() for view in self.first)
        said = f'<p class="explorer-state">{html.escape(self.said())}</p>'
        data = re.sub("<(?=[/!]|script)", r"\\u003c", self.data)  # nothing in it can end the script element
        return (
            f'<div class="explorer"><div class="explorer-still">{said}{still}</div>'
            f'<script type="application/json">{data}</script></div>'
        )

    def said(self) -> str:
        """Say which state this is, and what can be varied."""
        now = ", ".join(f"{c.label} {c.labels[c.first]}" for c in self.controls)
        vary = "; ".join(f"{c.label}: {c.span()}" for c in self.controls)
        return f"Shown: {now}. To vary: {vary}."


@contextmanager
def at(panel: Panel, state: State) -> Iterator[None]:
    """Name the state, if `draw` raises or what it returns cannot be shown."""
    try:
        yield
    except Exception as error:
        mine = ", ".join(f"{control.name!r}: {in_brief(state[control.name])}" for control in panel.controls)
        raise RuntimeError(f"draw raised {type(error).__name__} at {{{mine}}}: {error}") from error


def drawn(panel: Panel, state: State) -> View:
    """Return what `draw` returns at a state."""
    with at(panel, state):
        return as_view(panel(state))


def as_sent(panel: Panel, state: State) -> dict[str, Any]:
    """Return the same for the front end."""
    with at(panel, state):
        return as_view(panel(state)).as_json()


def refuse_too_many(panel: Panel) -> None:
    """Complain about more states than a build should compute."""
    if len(panel) > MOST_STATES:
        longest = max(panel.controls, key=lambda control: len(control.values))
        raise ValueError(
            f"an explorer may have at most {MOST_STATES} states in a panel; this one has {len(panel)}: shorten "
            f"{longest.name}, which has {len(longest.values)} values, or draw it in panels, each with fewer controls"
        )


def refuse_too_large(data: str, controls: list[Control]) -> None:
    """Complain about more bytes than a page should carry."""
    size = len(gzip.compress(data.encode(), mtime=0))
    if size > MOST_BYTES:
        longest = max(controls, key=lambda control: len(control.values))
        raise ValueError(
            f"an explorer may have at most {MOST_BYTES} bytes of data when compressed; this one has {size}: shorten "
            f"{longest.name}, which has {len(longest.values)} values, or draw it in panels, each with fewer controls"
        )


dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


quoted = lru_cache(maxsize=1000)(dumps)


class Pool:
    """JSON in which each part that occurs more than once is written once; ``{"$": n}`` stands for part n."""

    SHORT = 16  # characters that are as well repeated

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.known: dict[int, tuple[Any, int]] = {}  # by id; the values are kept, so that no id is used again
        self.used: Counter[int] = Counter()

    def add(self, value: Any) -> int:
        """Take a value in and return its number."""
        number = self.numbers.setdefault(self.text(value), len(self.numbers))
        self.used[number] += 2  # a state is looked up by its number, so it stays a part
        return number

    def text(self, value: Any) -> str:
        """Return a value as JSON, its parts as references."""
        if isinstance(value, dict):
            return f"{{{','.join([f'{quoted(key)}:{self.reference(v)}' for key, v in value.items()])}}}"
        if isinstance(value, list) and value and isinstance(value[0], list | dict | str):
            return f"[{','.join(map(self.reference, value))}]"
        return dumps(value)

    def reference(self, value: Any) -> str:
        """Return a value as JSON, or the number of its part if it is long."""
        if isinstance(value, str) and len(value) < self.SHORT:
            return quoted(value)
        if not isinstance(value, list | dict | str):
            return str(value) if type(value) is int else dumps(value)
        # A rule serves many states: it need not be written anew to be found equal.
        number = self.known[id(value)][1] if id(value) in self.known else -1
        if number < 0:
            text = self.text(value)
            if len(text) < self.SHORT:
                return text
            number = self.numbers.setdefault(text, len(self.numbers))
            self.known[id(value)] = (value, number)
        self.used[number] += 1
        return f"\x00{number}\x00"  # JSON has no such character

    def written(self) -> tuple[list[str], dict[int, int]]:
        """Return the parts, and for each number of `add` its place among them."""
        done: list[str] = []
        parts: list[str] = []
        places: dict[int, int] = {}
        for number, text in enumerate(self.numbers):
            whole = re.sub(r"\x00(\d+)\x00", lambda found: done[int(found[1])], text)
            if self.used[number] > 1:
                places[number] = len(parts)
                parts.append(whole)
                whole = f'{{"$":{places[number]}}}'
            done.append(whole)
        return parts, places
