"""The pages of a built site: each is parsed once, changed as a tree, and written once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

from selectolax.lexbor import LexborHTMLParser, LexborNode

Node = LexborNode


def parse_page(html: str) -> LexborHTMLParser:
    """Return a whole page as a tree, in the way that browsers do."""
    return LexborHTMLParser(html)


def parse_fragment(html: str) -> LexborHTMLParser:
    """Return a piece of a page as a tree of its own."""
    return LexborHTMLParser(html, is_fragment=True)


def make_element(html: str) -> Node:
    """Return one element, with what is in it, ready to be put into a page."""
    root = parse_fragment(html).root
    if root is None or root.next is not None:
        raise ValueError(f"this is not one element: {html}")
    return root


def drop(node: Node) -> None:
    """Take an element out of its page, and the line that it leaves empty."""
    space = node.next
    if space is not None and space.is_text_node and not (space.text_content or "").strip():
        space.decompose()
    node.decompose()


def text_of(node: Node) -> str:
    """Return all the text within an element: of a script, its code."""
    return node.text(deep=True)


class Page:
    """A page of the site.

    Parameters
    ----------
    html : str
        Its text.
    name : str
        Its address within the site, without `.html`, such as `chapters/3-cost`.
    """

    def __init__(self, html: str, name: str = "page") -> None:
        self.name, self.tree = name, parse_page(html)

    @property
    def html(self) -> str:
        """Return the page's text, as it is now."""
        return f"{self.tree.html}\n"

    @property
    def head(self) -> Node:
        """Return the page's head: a parser gives one to each page."""
        assert self.tree.head is not None
        return self.tree.head

    @property
    def up(self) -> str:
        """Return the way from the page to the site's folder, such as `../`."""
        return "../" * self.name.count("/")

    def select(self, selector: str) -> list[Node]:
        """Return the elements that a CSS selector names, in their order on the page."""
        return self.tree.css(selector)

    def elements(self) -> Iterator[Node]:
        """Iterate over all elements of the page."""
        root = self.tree.root
        assert root is not None
        return (node for node in root.traverse() if node.is_element_node)


@dataclass
class Pages:
    """The pages of a folder.

    Parameters
    ----------
    folder : Path
        The built site.
    pages : list of Page
        Its pages.
    """

    folder: Path
    pages: list[Page]

    @classmethod
    def read(cls, folder: Path) -> Pages:
        """Read all pages of a site; what lies in `_static` are templates of the theme."""
        files = {file.relative_to(folder): file for file in sorted(folder.rglob("*.html"))}
        return cls(
            folder,
            [
                Page(file.read_text(encoding="utf-8"), place.with_suffix("").as_posix())
                for place, file in files.items()
                if place.parts[0] != "_static"
            ],
        )

    @property
    def static(self) -> Path:
        """Return the folder of what the pages load."""
        return self.folder / "_static"

    def __iter__(self) -> Iterator[Page]:
        """Iterate over the pages, by their names."""
        return iter(self.pages)

    def write(self) -> None:
        """Write all pages."""
        for page in self:
            (self.folder / f"{page.name}.html").write_text(page.html, encoding="utf-8", newline="\n")


ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//")


def find_target(page: str, address: str) -> tuple[str, str] | None:
    """Return the file that an address in a page leads to, from the site's folder, and the place in it; None if away."""
    path, anchor = urldefrag(unquote(address))
    if ELSEWHERE.match(path):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else f"{page}.html", anchor
