"""The Sphinx extension that mends what would shut readers out: those who listen, use the keyboard or print.

What the theme writes around a page is mended in `templates`, what Sphinx writes into it here, and what only shows in a
browser in `access.js`. `book.css` has how a page looks on paper.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

INSTEAD = {
    # Sphinx gives each book of a bibliography a role that is no longer in the standard, within a list without items.
    'role="doc-biblioentry"': 'role="listitem"',
    ' role="doc-backlink"': "",
    # All exercises of a page would have one id, and all solutions another.
    ' id="exercise-content"': "",
    ' id="solution-content"': "",
}


def mend(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Mend a page's own part."""
    body = context.get("body", "")
    for wrong, right in INSTEAD.items():
        body = body.replace(wrong, right)
    context["body"] = body


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this."""
    app.config.templates_path.insert(0, str(Path(__file__).with_name("templates")))
    app.add_js_file(None, body=Path(__file__).with_name("access.js").read_text(encoding="utf-8"))
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
