"""The data that an explorer has in a page, for those who read it without a browser."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any


def data_of(shown: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/json">(.*?)</script>', shown, re.DOTALL)
    return json.loads(found)


def whole(value: Any, pool: list[Any]) -> Any:
    """Put the parts back where their numbers stand."""
    if isinstance(value, list):
        return [whole(one, pool) for one in value]
    if isinstance(value, dict):
        return whole(pool[value["$"]], pool) if "$" in value else {k: whole(v, pool) for k, v in value.items()}
    return value


def states_of(data: dict[str, Any], panel: int = 0) -> Iterator[tuple[dict[str, str], Any]]:
    """Every state of a panel, by the labels of its controls, and what the page has for it."""
    controls = [data["controls"][k] for k in data["panels"][panel]["controls"]]
    # The first control moves fastest.
    names = [c["name"] for c in controls[::-1]]
    numbers = itertools.accumulate(data["panels"][panel]["states"])  # the first one, then the steps
    for labels, number in zip(itertools.product(*(c["labels"] for c in controls[::-1])), numbers, strict=True):
        yield dict(zip(names, labels, strict=True)), whole({"$": number}, data["pool"])
