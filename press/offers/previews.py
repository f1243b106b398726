"""What a search engine and the preview of a link show of a page."""

from __future__ import annotations

import html
from typing import Any

from cnnlib.cover import cover, write_cover
from press.finish.pages import Pages

COVER = "cover.png"
GENERATED = {  # what the pages are that have no text of their own
    "genindex": "All functions, classes and attributes of cnnlib from A to Z, with links to their descriptions.",
    "search": "Search the whole book: its chapters, the answer key and the descriptions of cnnlib.",
}


def summarise(doctree: Any) -> str:
    """Return the first sentences of a page, short enough for a preview."""
    paragraphs = (node for node in doctree.findall() if node.tagname == "paragraph")
    first = next((one for one in paragraphs if one.parent.tagname == "section"), None)
    text = " ".join(first.astext().split()) if first else ""
    return text if len(text) <= 200 else text[:200].rpartition(" ")[0] + " …"


def describe(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Say in a page's head what a search engine and a link's preview are to show."""
    if doctree is None:
        if page in GENERATED:
            context["metatags"] = (
                f'{context.get("metatags", "")}<meta name="description" content="{GENERATED[page]}" />\n'
            )
        return
    tags = {"og:type": "article", "og:site_name": app.config.html_title or app.config.project}
    tags |= {"og:title": context.get("pagetitle") or context["title"], "og:description": summarise(doctree)}
    if app.config.html_baseurl:
        tags["og:url"] = f"{app.config.html_baseurl}{page}.html"
        tags["og:image"] = f"{app.config.html_baseurl}_static/{COVER}"
        tags["og:image:alt"] = cover().alt
    lines = [f'<meta name="description" content="{html.escape(tags["og:description"])}" />']
    lines += [f'<meta property="{name}" content="{html.escape(str(text))}" />' for name, text in tags.items() if text]
    context["metatags"] = context.get("metatags", "") + "\n".join(lines) + "\n"


def write_preview(pages: Pages) -> None:
    """Write the picture that the previews of links show."""
    write_cover(pages.static / COVER)
