"""What a page offers besides its text: buttons to run and to change it, notebooks to download, previews of links."""

from __future__ import annotations

from typing import Any

from myst_nb.core import render

from press.offers.buttons import offer_launch
from press.offers.notebooks import join_pieces, offer_notebook
from press.offers.origin import configure
from press.offers.previews import describe


def add_offers(app: Any) -> None:
    """Offer what the origin of the book allows."""
    render.coalesce_streams = join_pieces  # before a page is executed, and in each process that reads pages
    app.connect("config-inited", configure)
    app.connect("html-page-context", offer_notebook, priority=400)  # before the theme makes its buttons
    app.connect("html-page-context", offer_launch, priority=600)  # after
    app.connect("html-page-context", describe, priority=600)
