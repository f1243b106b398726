"""Slides are cut from a built page: what its marks name, and a vote for each answer box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from press.finish.pages import Node, Page, parse_fragment, text_of
from press.slides.marks import is_mark

STATE = re.compile(r"#explorer-(\d+)\?(.*)")
ROWS = 7  # of a table on one slide
SCREEN = ".headerlink, .eqno, script, button, .answer-tools"
TOLD = ("p", "ul", "ol", "table", "div.math", "pre")  # what a speaker's notes take of a page
FOLDS = ("section", "details")


class CutError(ValueError):
    """A page cannot be cut into slides."""


@dataclass(frozen=True)
class Mark:
    """A mark: a title, if a slide begins; options; and what the slide says instead of the block."""

    title: str
    options: dict[str, list[int]]
    text: str

    @classmethod
    def read(cls, comment: str) -> Mark:
        """Read a comment."""
        first, _, text = unescape(comment).strip().partition("\n")
        title, _, options = first.removeprefix("slide").removeprefix(":").partition("|")
        known: dict[str, list[int]] = {}
        for word in options.split():
            if word.isdigit() and known:
                known[next(reversed(known))].append(int(word))
            elif word in ("walk", "panels", "blocks", "then", "hide"):
                known[word] = []
            else:
                raise CutError(f"{word} is no option of a slide: {first}")
        return cls(title.strip(), known, " ".join(text.split()))


@dataclass
class Slide:
    """A slide.

    Attributes
    ----------
    name : str
        Its id in the deck.
    title : str
        Its heading, as HTML.
    blocks : list of str
        What is on it, as HTML.
    notes : list of str
        What the speaker may say, as HTML.
    part : str
        The part that is voted on, such as ``"2c"``; "" on other slides.
    explorer : tuple of int and str, or None
        Which explorer of the page is on it, counted from 1, and in which state.
    options : dict
        Those of its marks.
    """

    name: str
    title: str
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    part: str = ""
    explorer: tuple[int, str] | None = None
    options: dict[str, list[int]] = field(default_factory=dict)


def inner(node: Node | None) -> str:
    """Return the HTML within an element, without what is for a page only."""
    if node is None:
        return ""
    copy = parse_fragment(node.html or "").root
    assert copy is not None
    for one in copy.css(SCREEN):
        one.decompose()
    return (copy.inner_html or "").strip()


def clean(node: Node) -> str:
    """Return an element's HTML as a slide has it: of a cell its output, links and places of the page without a way."""
    tree = parse_fragment(node.html or "")
    root = tree.root
    assert root is not None
    for one in root.css(f"{SCREEN}, .cell_input, details.above-input, .explorer"):
        one.decompose()
    for one in root.css("[id], [tabindex]"):
        is_drawn = one.tag in ("path", "g", "clippath", "clipPath", "defs", "use", "marker", "pattern")
        if "id" in one.attrs and not is_drawn:
            del one.attrs["id"]
        if one.attrs.get("class") == "formula":
            del one.attrs["tabindex"]
    for one in root.css("a"):
        one.unwrap()
    found = root.css_first(".cell_output") if root.css(".cell_output") else None
    if found is None:
        return "" if root.css_first("details, form") and root.tag == "div" else (root.html or "")
    outputs = root.css(".cell_output > *")
    return "".join(one.html or "" for one in outputs)


def walk(node: Node) -> Iterator[Node]:
    """Iterate over the blocks of a page in their order: marks, headings, and all that stands between them."""
    for child in node.iter(include_text=True):
        if child.is_element_node and child.tag in FOLDS and (child.tag == "section" or is_worked(child)):
            yield child
            yield from walk(child)
        elif child.is_element_node or child.is_comment_node:
            yield child


def is_worked(node: Node) -> bool:
    """Say whether an element is a fold of what is worked out."""
    return "worked" in (node.attrs.get("class") or "").split()


def find_state(block: Node) -> tuple[int, str] | None:
    """Return the explorer that a block shows, or that its first link to a state leads to, and the state."""
    if block.css_first(".explorer"):
        return 1, ""  # a chapter asks with its first one
    for link in block.css("a[href]"):
        if found := STATE.search(link.attrs.get("href") or ""):
            return int(found[1]), found[2]
    return None


def split_table(html: str, hidden: list[int]) -> list[str]:
    """Return the tables of a block as tables of a few rows each, with columns that are shown at the next click."""
    tree = parse_fragment(html)
    table = tree.css_first("table")
    if table is None:
        return [html]
    for row in table.css("tr"):
        for k, cell in enumerate(row.css("th, td"), 1):
            if k in hidden:
                cell.attrs["class"] = "fragment"
                cell.attrs["data-fragment-index"] = "0"
    head = table.css_first("thead")
    rows = [row.html or "" for row in table.css("tbody tr")]
    count = -(-len(rows) // ROWS)
    size = -(-len(rows) // count) if count else 1
    start = (head.html or "") if head else ""
    return [f"<table>{start}<tbody>{''.join(rows[k : k + size])}</tbody></table>" for k in range(0, len(rows), size)]


def hide_blocks(html: str, hidden: list[int]) -> str:
    """Return HTML whose blocks with these numbers, counted from 1, are shown at the next click."""
    if not hidden:
        return html
    root = parse_fragment(f"<div>{html}</div>").css_first("div")
    assert root is not None
    for k, block in enumerate(root.iter(), 1):
        if k in hidden:
            block.attrs["class"] = f"{block.attrs.get('class') or ''} fragment".strip()
            block.attrs["data-fragment-index"] = "0"
    return root.inner_html or ""


class Cutter:
    """Cuts a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.slides: list[Slide] = []
        self.heading = self.question = ""
        self.waiting: Mark | None = None
        self.is_open = False  # whether what is not marked is told in the notes of the last slide

    def cut(self) -> list[Slide]:
        """Return the slides."""
        article = self.page.tree.css_first("article > section")
        if article is None:
            raise CutError(f"{self.page.name}.html has no article")
        title = article.css_first("h1")
        self.slides.append(Slide("start", inner(title)))
        self.is_open = True
        first = True
        for block in walk(article):
            if first and block.is_element_node and block.tag == "p":
                self.slides[0].blocks.append(clean(block))
                first = False
            else:
                self.take(block)
        if self.waiting:
            raise CutError(f"{self.page.name}: nothing follows the mark {self.waiting}")
        return self.slides

    def take(self, block: Node) -> None:
        """Take the next block."""
        if block.is_comment_node:
            if is_mark(text := unescape(block.comment_content or "")):
                self.waiting = Mark.read(text)
        elif block.tag in ("h1", "h2"):
            self.heading, self.question = inner(block), ""
            self.is_open = block.tag == "h1"
        elif block.tag in (*FOLDS, "span", "summary", "h3", "h4"):
            return
        elif form := block.css_first("form.answer"):
            self.ask(form)
        elif self.waiting:
            mark, self.waiting = self.waiting, None
            self.place(mark, block)
        else:
            self.question = self.question or (clean(block) if block.tag == "p" else "")
            if self.is_open:
                self.tell(block)

    def ask(self, form: Node) -> None:
        """Make the slide of a vote."""
        part = form.attrs.get("data-part") or ""
        self.slides.append(Slide(f"vote-{part}", self.heading, [self.question], part=part))
        self.is_open = False

    def place(self, mark: Mark, block: Node) -> None:
        """Put a block on a slide."""
        if mark.title:
            name = re.sub(r"[^a-z0-9]+", "-", mark.title.lower()).strip("-")
            taken = sum(one.name.rstrip("0123456789-") == name for one in self.slides)
            self.slides.append(Slide(f"{name}-{taken + 1}" if taken else name, mark.title))
            self.is_open = True
        slide = self.slides[-1]
        slide.options |= mark.options
        slide.explorer = slide.explorer or find_state(block)
        html = clean(block)
        if mark.text:
            slide.blocks.append(f"<p>{escape(mark.text)}</p>")
        if mark.text and block.tag == "p":
            self.tell(block)
        elif not html:
            return
        elif block.css_first("table") or block.tag == "table":
            first, *others = split_table(html, mark.options.get("hide", []))
            slide.blocks.append(first)
            for k, other in enumerate(others, 2):
                self.slides.append(Slide(f"{slide.name}-{k}", slide.title, [other], list(slide.notes)))
        else:
            slide.blocks.append(hide_blocks(html, mark.options.get("hide", [])))

    def tell(self, block: Node) -> None:
        """Put a block's text into the notes of the last slide."""
        if any(block.css_matches(kind) for kind in TOLD):
            self.slides[-1].notes.append(clean(block))


def cut(page: Page) -> list[Slide]:
    """Return the slides of a built page."""
    return Cutter(page).cut()


def find_data(page: Page, number: int) -> str:
    """Return what an explorer of a page shows, as it stands in the page."""
    roots = page.select(".explorer")
    data = roots[number - 1].css_first('script[type="application/json"]')
    if data is None:
        raise CutError(f"{page.name} has no data for explorer {number}")
    return text_of(data)
