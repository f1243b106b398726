"""How a page looks: the style sheet, the tokens that it reads, and the scripts for what shows only in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cnnlib.palette import css

STATIC = Path(__file__).with_name("static")


def write_tokens(app: Any) -> None:
    """Write the tokens of colour, type and space into the site."""
    if app.builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokens.css").write_text(css(":root"), encoding="utf-8")


def add_look(app: Any) -> None:
    """Let each page load the tokens, the style sheet that reads them, and the scripts."""
    app.config.html_static_path.append(str(STATIC / "book.css"))
    app.add_css_file("tokens.css")
    app.add_css_file("book.css")
    for script in ("access.js", "contents.js", "projector.js"):
        app.add_js_file(None, body=(STATIC / script).read_text(encoding="utf-8"))
    app.connect("builder-inited", write_tokens)
