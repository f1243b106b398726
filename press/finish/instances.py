"""The data of the pages for practice: tested instances of each problem, in scripts that load when asked for.

A script, not JSON, as a page that is opened as a file may load nothing else: it puts what it has under its name into
`practiceInstances`. A text that several instances share stands once, in "texts"; where one is meant stands "~" and its
place there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from cnnlib import practice
from cnnlib.boxes import collect_data
from cnnlib.boxes.questions import write_given
from cnnlib.problems import Problem
from cnnlib.problems.part import ValuePart

COUNT = 50  # of each size: seeds 0 to 49, all of which tests/package/test_practice.py looks at
MARK = "~"


def collect_instance(problem: Problem) -> dict[str, Any]:
    """Return what a page asks and judges with, without what a formula is judged by: that is in the chapter.

    Returns
    -------
    dict
        "given", as HTML; and "parts" by their letters, each with what is "asked", and what a box of the chapter has:
        "kind", "example", "rules" with the ids of the slips, "hints", and "solution", a list of steps (says, left,
        terms, result).
    """
    return {
        "given": write_given(problem),
        "parts": {
            letter: {"asked": part.asked, **collect_data(part)}
            for letter, part in problem.parts().items()
            if isinstance(part, ValuePart)
        },
    }


def write_script(number: int, size: str) -> str:
    """Return the script with the instances of one problem and size."""
    instances = [collect_instance(practice(number, seed, size=size)) for seed in range(COUNT)]
    data = json.dumps(share_texts(instances), separators=(",", ":"), ensure_ascii=False)
    return f'(window.practiceInstances ??= {{}})["{number}-{size}"] = {data};\n'


def share_texts(instances: Any) -> dict[str, Any]:
    """Return instances with the texts that stand in them more than once by their places in one list."""
    counts = Counter(find_texts(instances))
    texts = [text for text, count in counts.most_common() if count > 1 and len(text) > len(MARK) + 4]
    places = {text: f"{MARK}{place}" for place, text in enumerate(texts)}
    if any(text.startswith(MARK) for text in counts):
        raise ValueError(f"no text may start with {MARK}, which stands for a shared one")
    return {"texts": texts, "instances": replace_texts(instances, lambda text: places.get(text, text))}


def restore_texts(shared: dict[str, Any]) -> Any:
    """Return the instances as they were; what the script of the page does."""

    def restore(text: str) -> str:
        return str(shared["texts"][int(text[len(MARK) :])]) if text.startswith(MARK) else text

    return replace_texts(shared["instances"], restore)


def find_texts(data: Any) -> Iterator[str]:
    """Go through all texts, but the names of what stands in a mapping."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for item in data.values() if isinstance(data, dict) else data:
            yield from find_texts(item)


def replace_texts(data: Any, replace: Callable[[str], str]) -> Any:
    """Return the same with other texts."""
    if isinstance(data, str):
        return replace(data)
    if isinstance(data, dict):
        return {name: replace_texts(item, replace) for name, item in data.items()}
    return [replace_texts(item, replace) for item in data] if isinstance(data, list | tuple) else data
