"""The buttons that run a page elsewhere."""

from __future__ import annotations

from typing import Any


def offer_launch(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page that has code buttons to run it, where the repository is known."""
    origin = app.config.book_origin
    if not origin.repository or "ipynb_source" not in context:
        return
    places = [
        (
            "Binder (starts in minutes)",
            "a free service: wait a minute or more, and nothing is kept",
            origin.binder(page),
        ),
        ("Colab", "needs a Google account; installs cnnlib first", origin.colab(page)),
    ]
    if origin.hub:
        places.insert(0, ("JupyterHub", "your class's server; keeps your work", origin.jupyterhub(page)))
    buttons = [
        {"type": "link", "text": name, "tooltip": f"Run this page on {name.partition(' (')[0]}: {hint}", "url": url}
        for name, hint, url in places
    ]
    group = {"type": "group", "tooltip": "Run this page", "icon": "fas fa-rocket", "label": "launch-buttons"}
    context["header_buttons"].insert(0, group | {"buttons": buttons})
