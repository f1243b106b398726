"""Explorers and answer boxes: cells write them for a reader without a kernel, and pages load their front ends."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from cnnlib.boxes import frontend as boxes
from cnnlib.explore import frontend as explorers
from cnnlib.explore.static import use_static_explorers


class FrontEnd(NamedTuple):
    """What a page loads, if it has an element of a class."""

    name: str
    marks: tuple[str, ...]  # the classes
    script: Callable[[], str]
    style: Callable[[], str] | None = None


FRONT_ENDS = (
    # The boxes first: they know what is answered, and an explorer opens a link to a cell that it may show.
    FrontEnd("fields", ("answer-text",), boxes.field_script),  # before the boxes that ask with them
    # It copies the forms before there are boxes in them.
    FrontEnd("practice", ("practice",), boxes.practice_script, boxes.practice_style),
    FrontEnd("answer", ("answer", "worked"), boxes.script, boxes.style),
    FrontEnd("explorer", ("explorer",), explorers.script, explorers.style),
    FrontEnd("start", ("game",), boxes.start_script, boxes.start_style),
)


def minify(script: str) -> str:
    """Return a script with short names and without spaces, if the minifier is here: not every system has it."""
    if not find_spec("minify"):
        return script
    from minify import string

    return str(string("application/javascript", script))


def write_front_ends(app: Any) -> None:
    """Write the scripts and style sheets into the site."""
    if app.builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        for one in FRONT_ENDS:
            (folder / f"{one.name}.js").write_text(minify(one.script()), encoding="utf-8")
            if one.style:
                (folder / f"{one.name}.css").write_text(one.style(), encoding="utf-8")


def add_front_ends(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Load a script and its style sheet on the pages that have what they are for, and on no other."""
    for one in FRONT_ENDS:
        if any(f'class="{mark}"' in context.get("body", "") for mark in one.marks):
            app.add_js_file(f"{one.name}.js", loading_method="defer")
            if one.style:
                app.add_css_file(f"{one.name}.css")


def add_explorers_and_boxes(app: Any) -> None:
    """Put explorers and boxes into static mode, before a chapter is executed, and give their pages what these need."""
    use_static_explorers()
    app.connect("builder-inited", write_front_ends)
    app.connect("html-page-context", add_front_ends)
