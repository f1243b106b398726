"""The Sphinx extension of the book.

It puts the explorers in static mode. The environment variable `CNNLIB_EXPLORERS` is the one switch: at
"static" an explorer is part of a page that has no kernel, and otherwise it has live sliders. The build sets
it here, the kernels that execute the chapters inherit it, and the tests that rerun them set it with the same
`use_static_explorers`.

It also ships the book's style sheet, and the explorers' script to the pages that have one.
"""

import os
from pathlib import Path
from typing import Any

SWITCH = "CNNLIB_EXPLORERS"


def use_static_explorers() -> None:
    """Put the explorers of this process, and of the kernels that it starts, in static mode."""
    os.environ[SWITCH] = "static"


def explorers_are_static() -> bool:
    """Whether an explorer is to be drawn for a page that has no kernel."""
    return os.environ.get(SWITCH) == "static"


def write_front_end(app: Any) -> None:
    """Write the explorers' script and style sheet into the site."""
    from cnnlib.explore.frontend import script, style  # here: explorers import this module

    if app.builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "explorer.js").write_text(script(), encoding="utf-8")
        (folder / "explorer.css").write_text(style(), encoding="utf-8")


def add_front_end(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Load the explorers' script and style sheet on the pages that have an explorer, and on no other."""
    if 'class="explorer"' in context.get("body", ""):
        app.add_js_file("explorer.js", loading_method="defer")
        app.add_css_file("explorer.css")


def setup(app: Any) -> dict[str, bool]:
    """Set the book up; Sphinx calls this before it executes a chapter."""
    use_static_explorers()
    app.config.html_static_path.append(str(Path(__file__).with_name("book.css")))
    app.add_css_file("book.css")
    app.connect("builder-inited", write_front_end)
    app.connect("html-page-context", add_front_end)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
