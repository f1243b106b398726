"""What is mended in pages that other projects write, so that nobody is shut out who listens or uses the keyboard.

Each patch says whose page it mends, and where: a selector that no longer finds anything, in a book that has what it is
about, shows that the project has mended it itself, and a test says so. What shows only in a browser is mended in
`static/access.js`, how a page looks on paper in `static/book.css`, and a link that MyST does not follow in `links.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from press.finish.pages import Node, Page, drop, make_element


@dataclass(frozen=True)
class Patch:
    """Something that is mended in a page.

    Parameters
    ----------
    project : str
        Who writes it.
    fault : str
        What is wrong with it.
    selector : str
        Which elements have the fault.
    mend : callable
        What takes such an element of a page, and mends it.
    """

    project: str
    fault: str
    selector: str
    mend: Callable[[Page, Node], None]


def set_attributes(**attributes: str | None) -> Callable[[Page, Node], None]:
    """Return what gives an element attributes, or takes them away: those that are None."""

    def mend(page: Page, node: Node) -> None:
        for name, value in attributes.items():
            if value is None:
                del node.attrs[name]
            else:
                node.attrs[name] = value

    return mend


def state_sizes(page: Page, node: Node) -> None:
    """Give a picture its sizes as attributes: a browser keeps that shape, in which less room can be had."""
    style = node.attrs["style"] or ""
    for name, pixels in re.findall(r"\b(width|height): *(\d+)px", style):
        node.attrs[name] = pixels
    del node.attrs["style"]


def remove(page: Page, node: Node) -> None:
    """Take an element out of its page."""
    drop(node)


def wrap_in_landmark(page: Page, node: Node) -> None:
    """Put an element into a landmark of its own."""
    node.replace_with(make_element(f'<nav aria-label="Start page">{node.html}</nav>'))


PATCHES = (
    Patch(
        "docutils",
        "each book of a bibliography has a role that is no longer in the standard, within a list without items",
        '[role="doc-biblioentry"]',
        set_attributes(role="listitem"),
    ),
    Patch(
        "docutils",
        "a book's link back to the text has a role that its place does not allow",
        '[role="doc-backlink"]',
        set_attributes(role=None),
    ),
    Patch(
        "Sphinx",
        "a picture's sizes stand in its style, so that on a telephone it is as high as on a desk, and narrower",
        'img[style*="width:"][style*="height:"]',
        state_sizes,
    ),
    Patch(
        "sphinx-exercise",
        "all exercises of a page have one id, and all solutions another",
        "#exercise-content, #solution-content",
        set_attributes(id=None),
    ),
    Patch(
        "Sphinx",
        "the index is laid out in tables that are none to a screen reader",
        'table.indextable:not([role="presentation"])',
        set_attributes(role="presentation"),
    ),
    Patch(
        "sphinx-book-theme",
        "a second heading of the first level, in the table of contents for paper (of its pull request 438)",
        "#jb-print-docs-body",
        remove,
    ),
    Patch(
        "pydata-sphinx-theme",
        "the way to the start page lies outside of all landmarks",
        ".sidebar-primary-item > a.navbar-brand",
        wrap_in_landmark,
    ),
    Patch(
        "pydata-sphinx-theme",
        "the search button's name is not the text that it shows, which whoever speaks to the computer says",
        '.search-button-field[aria-label="Search"]',
        set_attributes(**{"aria-label": None}),
    ),
    Patch(
        "pydata-sphinx-theme",
        "what follows a reader names contents that are not there, and takes every link of the page for one of them",
        'body[data-bs-target=".bd-toc-nav"]',
        set_attributes(**{"data-bs-target": "#pst-page-toc-nav"}),
    ),
)


def mend_page(page: Page) -> None:
    """Mend what is wrong with a page."""
    for patch in PATCHES:
        for node in page.select(patch.selector):
            patch.mend(page, node)
