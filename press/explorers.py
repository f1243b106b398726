"""Explorers on pages: the chapters' cells write them for a reader without a kernel, and pages load their front end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cnnlib.explore.frontend import script, style
from cnnlib.explore.static import use_static_explorers


def write_front_end(app: Any) -> None:
    """Write the explorers' script and style sheet into the site."""
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


def add_explorers(app: Any) -> None:
    """Put explorers into static mode, before a chapter is executed, and give their pages what these need."""
    use_static_explorers()
    app.connect("builder-inited", write_front_end)
    app.connect("html-page-context", add_front_end)
