"""What a finished page must not have; the build is strict, so a warning here stops it.

- a picture without a text that says what it shows, from Markdown or from a cell;
- a folded part, such as a hint, that is open from the start;
- a link to a place of the site that is not there, also one that a cell or a piece of HTML wrote;
- a link to a state that an explorer has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from press.finish.pages import Node, Page, Pages, find_target, text_of
from press.slides.marks import name_slides

STATE = re.compile(r"#explorer-(\d+)\?(.*)")
PICTURE_FILE = re.compile(r"\.(?:svg|png|jpe?g|gif|webp)$")


def says_something(words: str) -> bool:
    """Whether a picture's text is one: without it, an image of a cell has its file's name."""
    return bool(words.strip()) and not PICTURE_FILE.search(words.strip())


def is_named(drawing: Node) -> bool:
    """Whether a drawing has a text that says what it shows, or is hidden from those who would hear it."""
    hidden = drawing.attrs.get("aria-hidden") == "true"
    return hidden or says_something(drawing.attrs.get("aria-label") or "") or "title" in find_own_tags(drawing)


def find_own_tags(drawing: Node) -> set[str | None]:
    """Return the tags of what is in a drawing, without those in a drawing within it."""
    tags: set[str | None] = set()
    for node in drawing.iter():
        tags |= {node.tag} | (find_own_tags(node) if node.tag != "svg" else set())
    return tags


def is_within_drawing(node: Node) -> bool:
    """Whether an element is part of a drawing."""
    parent = node.parent
    return parent is not None and (parent.tag == "svg" or is_within_drawing(parent))


def find_faults(page: Page) -> Iterator[str]:
    """Iterate over what is wrong with a page, but for its links."""
    for picture in page.select("img"):
        if not says_something(picture.attrs.get("alt") or ""):
            yield f"the picture {(picture.attrs.get('src') or '')[:80]} has no text that says what it shows"
    for drawing in page.select("svg"):
        if not is_named(drawing) and not is_within_drawing(drawing):
            yield "a drawing has no text that says what it shows"
    for _ in page.select("details[open]"):
        yield "a folded part is open from the start"


def find_dead_links(pages: Pages) -> list[tuple[str, str]]:
    """Return the pages' links that lead nowhere within the site, each with its page."""
    slides = name_slides(pages)  # which `make slides` makes of the finished pages
    places = {page.name: {node.attrs.get("id") for node in page.select("[id]")} for page in pages}
    dead = []
    for page in pages:
        for link in (node.attrs.get("href") or "" for node in page.select("a[href]")):
            if state := STATE.fullmatch(link):
                if not has_state(page, int(state[1]), state[2]):
                    dead.append((page.name, link))
                continue
            if not (target := find_target(page.name, link)):
                continue
            file, anchor = target
            there = places.get(file.removesuffix(".html"))
            is_file = there is not None or file in slides or (pages.folder / file).is_file()
            if not (is_file if not anchor else there is not None and anchor in there):
                dead.append((page.name, link))
    return dead


def has_state(page: Page, number: int, query: str) -> bool:
    """Whether a page has so many explorers, and this one the controls and values, or else the choices, of a query."""
    explorers = page.select('.explorer > script[type="application/json"]')
    if number > len(explorers):
        return False
    data = text_of(explorers[number - 1])
    labels = {control["name"]: control["labels"] for control in json.loads(data)["controls"]}
    return all(
        value in labels[key] if key in labels else key in CHOICES or f'"{key}":' in data
        for key, value in parse_qsl(query)
    )


CHOICES = {"edit", "look", "pin", "said", "show", "terms"}


def check_pages(pages: Pages) -> None:
    """Complain about the pages' pictures, folded parts and links."""
    for page in pages:
        for fault in find_faults(page):
            warn(fault, page.name)
    for name, link in find_dead_links(pages):
        warn(f"the link {link} leads nowhere", name)


def warn(fault: str, where: Any) -> None:
    """Complain, which stops a strict build."""
    from sphinx.util import logging

    logging.getLogger(__name__).warning(fault, location=where, type="cnnlib")
