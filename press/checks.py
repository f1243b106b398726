"""The Sphinx extension that refuses what a reader should not meet; the build is strict, so a warning here stops it.

- a picture without a text that says what it shows, from Markdown or from a cell;
- a link to a place of the site that is not there, also one that a cell or a piece of HTML wrote;
- a link to another page without words of its own: JupyterLab, which knows one page at a time, would show its label;
- an answer that is seen before it is asked for: an exercise without a folded solution, a solution or a hint that opens
  by itself, a long number that both the solution's cells print and the exercise or its hint states. (A number that
  the solution's code takes is none: the exercise gave it.)
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

# Shorter numbers are in every exercise: a length, a part of a shape.
LONG = re.compile(r"\d(?:(?:[\d,_]|\{,\})*\d)?(?:\.\d+)?")
DIGITS = 4
PICTURE_FILE = re.compile(r"\.(?:svg|png|jpe?g|gif|webp)$")


@dataclass
class Drawing:
    """An SVG element that is being read."""

    named: bool


@dataclass
class Page(HTMLParser):
    """What the checks want to know of a page's HTML."""

    html: str
    places: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the page."""
        HTMLParser.__init__(self)
        self.drawings: list[Drawing] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag has to do with the checks."""
        found = {name: value or "" for name, value in attrs}
        if place := found.get("id"):
            self.places.add(place)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img" and not says_something(found.get("alt", "")):
            self.faults.append(f"the picture {found.get('src', '')[:80]} has no text that says what it shows")
        if tag == "svg":
            named = found.get("aria-hidden") == "true" or says_something(found.get("aria-label", ""))
            self.drawings.append(Drawing(named))
        if tag == "title" and self.drawings:
            self.drawings[-1].named = True
        if tag == "details" and "open" in found:
            self.faults.append("a folded part is open from the start")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Within SVG a tag may end itself."""
        self.handle_starttag(tag, attrs)
        if tag == "svg":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """At a drawing's end it is known whether it has a text."""
        if tag == "svg" and self.drawings and not self.drawings.pop().named and not self.drawings:
            self.faults.append("a drawing has no text that says what it shows")


def says_something(text: str) -> bool:
    """Whether a picture's text is one: without it, an image of a cell has its file's name."""
    return bool(text.strip()) and not PICTURE_FILE.search(text.strip())


def dead_links(pages: dict[str, Page], folder: Path) -> list[tuple[str, str]]:
    """Return the pages' links that lead nowhere within the site, each with its page; other files lie in a folder."""
    dead = []
    for name, page in pages.items():
        for link in page.links:
            path, anchor = urldefrag(unquote(link))
            if re.match(r"[a-z][a-z+.-]*:", path):
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else f"{name}.html"
            there = pages.get(file.removesuffix(".html"))
            if (anchor and there and anchor in there.places) or (not anchor and (there or (folder / file).is_file())):
                continue
            dead.append((name, link))
    return dead


def bare_references(doctree: Any) -> list[Any]:
    """Return the references of a page, not yet resolved, that take their words from what they lead to."""
    references = [node for node in doctree.findall() if node.tagname == "pending_xref" and not node["refexplicit"]]
    return [node for node in references if node["reftype"] in ("myst", "ref", "doc", "eq")]


def home(env: Any, kind: str, target: str) -> str:
    """Return the page that a reference leads to; of one that leads nowhere Sphinx complains itself."""
    if kind == "eq":
        return str(env.domaindata["math"]["objects"].get(target, [""])[0])
    if target in env.found_docs:
        return str(target)
    labels = env.domaindata["std"]["labels"] | env.domaindata["std"]["anonlabels"]
    return str(labels.get(target, [""])[0])


def long_numbers(text: str) -> set[str]:
    """Return the numbers of a text that have enough digits to be no chance, without what groups their digits."""
    numbers = {re.sub(r"[,_{}]", "", number) for number in LONG.findall(text)}
    return {number for number in numbers if len(number.replace(".", "").strip("0")) >= DIGITS}


def exercise_faults(doctree: Any) -> list[tuple[Any, str]]:
    """Return what is wrong with a page's exercises, each fault with its node."""
    exercises = {node["label"]: node for node in doctree.findall() if "exercise" in classes(node)}
    solutions = [node for node in doctree.findall() if "solution" in classes(node)]
    faults = []
    for label, exercise in exercises.items():
        mine = [solution for solution in solutions if solution["target_label"] == label]
        if len(mine) != 1:
            faults.append((exercise, f"the exercise {label} has {len(mine)} solutions on its page, not one"))
            continue
        printed = long_numbers(text_of(mine[0], "cell_output"))
        code = text_of(mine[0], "cell_input").splitlines()
        given = long_numbers("\n".join(line for line in code if "assert" not in line))
        if stated := printed & long_numbers(asked(exercise, mine[0])) - given:
            faults.append((exercise, f"the exercise {label} or its hint states {', '.join(sorted(stated))}"))
    for solution in solutions:
        if "dropdown" not in classes(solution) or "toggle-shown" in classes(solution):
            label = solution["target_label"]
            faults.append((solution, f"the solution to {label} is not folded: it needs `:class: dropdown` alone"))
    return faults


def asked(exercise: Any, solution: Any) -> str:
    """Return the text of an exercise and of what stands between it and its solution."""
    siblings = exercise.parent.children
    start = siblings.index(exercise)
    end = siblings.index(solution) if solution in siblings else start + 1
    return "\n".join(node.astext() for node in siblings[start:end])


def classes(node: Any) -> list[str]:
    """Return a node's classes; text has none."""
    return list(node["classes"]) if hasattr(node, "attributes") else []


def text_of(solution: Any, part: str) -> str:
    """Return what a solution's cells say in one of their parts, the code or what it printed."""
    return "\n".join(node.astext() for node in solution.findall() if part in classes(node))


def check_exercises(app: Any, doctree: Any, page: str) -> None:
    """Complain about a page's exercises."""
    for node, fault in exercise_faults(doctree):
        warn(fault, node)


def keep_references(app: Any, doctree: Any) -> None:
    """Keep a page's references until all labels are known."""
    app.env.bare_references[app.env.docname] = [
        (node["reftype"], node["reftarget"], node.line or node.parent.line) for node in bare_references(doctree)
    ]


def check_references(app: Any, env: Any) -> None:
    """Complain about references to other pages without words of their own."""
    for page, references in env.bare_references.items():
        for kind, target, line in references:
            if home(env, kind, target) not in ("", page):
                warn(f"the reference to {target}, on another page, has no words of its own", (page, line))


def check_page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Complain about a page's pictures and folded parts, and keep its links until all pages are there."""
    app.env.checked_pages[page] = found = Page(context.get("body", ""))
    for fault in found.faults:
        warn(fault, page)


def check_links(app: Any, error: Exception | None) -> None:
    """Complain about links within the site that lead nowhere."""
    if error is None and app.builder.format == "html":
        for page, link in dead_links(app.env.checked_pages, Path(app.outdir)):
            warn(f"the link {link} leads nowhere", page)


def warn(fault: str, where: Any) -> None:
    """Complain, which stops a strict build."""
    from sphinx.util import logging

    logging.getLogger(__name__).warning(fault, location=where, type="cnnlib")


def start(app: Any) -> None:
    """Begin with no page."""
    app.env.checked_pages, app.env.bare_references = {}, {}


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this."""
    app.connect("builder-inited", start)
    app.connect("doctree-read", keep_references)
    app.connect("env-check-consistency", check_references)
    app.connect("doctree-resolved", check_exercises)
    app.connect("html-page-context", check_page, priority=900)  # after whatever mends the page
    app.connect("build-finished", check_links, priority=950)  # after whatever writes files that pages link to
    return {"parallel_read_safe": True, "parallel_write_safe": False}
