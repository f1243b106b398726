"""A switch on each page for who shows it at a projector; what it does is in `static/projector.js`."""

from __future__ import annotations

from press.finish.pages import Page, make_element

SWITCH = (
    '<button type="button" class="btn btn-sm pst-js-only projector-switch" aria-pressed="false" '
    'title="Large type and no contents, for a projector">Projector</button>'
)


def add_projector(page: Page) -> None:
    """Put the switch before the other buttons of a page."""
    for buttons in page.select(".article-header-buttons")[:1]:
        if first := buttons.first_child:
            first.insert_before(make_element(SWITCH))
