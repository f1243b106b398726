"""The press: what the build of the book adds to Jupyter Book, as Sphinx extensions.

This one puts the explorers of the chapters in static mode. It also ships the book's style sheet with the tokens that
it reads, and the explorers' script to the pages that have one.
"""

from pathlib import Path
from typing import Any

from cnnlib.explore.frontend import script, style
from cnnlib.explore.static import use_static_explorers
from cnnlib.palette import css


def write_front_end(app: Any) -> None:
    """Write the tokens, and the explorers' script and style sheet, into the site."""
    if app.builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokens.css").write_text(css(":root"), encoding="utf-8")
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
    app.add_css_file("tokens.css")
    app.add_css_file("book.css")
    app.connect("builder-inited", write_front_end)
    app.connect("html-page-context", add_front_end)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
