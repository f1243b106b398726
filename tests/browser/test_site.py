"""The built site in a real browser: what a reader without a kernel and without a network gets."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import nbformat
import pytest
from playwright.sync_api import Browser

from kit.book import EVERY, EXECUTED, explorers, notebooks, pages, source
from kit.pages import Visit, every_page, every_page_of_the_book, opened, resize

pytestmark = pytest.mark.browser

WIDE = {"width": 1600, "height": 900}
NARROW = {"width": 320, "height": 700}

FACTS = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
        links: all("a[href]").map((a) => a.href),
        images: all("img").map((img) => [img.src, img.alt, img.naturalWidth]),
        drawings: all(".cell_output :is(svg:not([aria-label] svg), .pictures[aria-label])").map((svg) =>
            (svg.ariaLabel ?? svg.querySelector(":scope > title")?.textContent ?? "").trim()),
        formulas: all("math:not(.explorer math)").map((e) => ({
            tex: e.querySelector("semantics > annotation[encoding='application/x-tex']")?.textContent,
            shown: e.getBoundingClientRect().width > 0 || !e.checkVisibility(),
            mistakes: e.querySelectorAll("merror").length,
        })),
        search: all("input[type=search], .search-button__button").filter((e) => e.checkVisibility()).length,
        dead: all("input[type=range], .jupyter-widgets").filter((e) => !e.closest(".explorer-live")).length,
        explorers: all(".explorer").length,
        live: all(".explorer > .explorer-live").length,
        scripts: all("script[src]").map((script) => script.src),
    };
}"""


class Head(HTMLParser):
    """Collects the places in a page that a link can lead to, and the sentences that describe it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.descriptions: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.places.add(found.get("id") or "")
        if tag == "meta" and found.get("name") == "description":
            self.descriptions.append(found["content"] or "")


@cache
def parsed(file: Path) -> Head:
    return Head(file.read_text(encoding="utf-8"))


@pytest.fixture
def facts(first: Visit) -> dict[str, Any]:
    """What is on the page, in a wide window."""
    if "facts" not in first.known:
        resize(first.page, WIDE)
        first.known["facts"] = first.page.evaluate(FACTS)
    found: dict[str, Any] = first.known["facts"]
    return found


@every_page
def test_page_loads_without_an_error(first: Visit, name: str) -> None:
    assert first.record.status == 200
    assert first.record.errors == []


@every_page
def test_no_request_leaves_the_site(first: Visit, address: str, name: str) -> None:
    requests = first.record.requests
    assert len(requests) > 2, "a page loads its style sheets and scripts; were the requests recorded?"
    outside = [url for url in requests if not url.startswith((f"{address}/", "data:", "blob:"))]
    assert outside == []


@every_page
def test_internal_links_lead_somewhere(facts: dict[str, Any], site: Path, address: str, name: str) -> None:
    dead = []
    for link in facts["links"]:
        url, anchor = urldefrag(link)
        if not url.startswith(address):
            continue
        target = site / unquote(urlsplit(url).path).lstrip("/")
        if target.is_dir():
            target /= "index.html"
        if state := re.match(r"explorer-(\d+)\?", anchor):  # tests/browser/test_explorers_links.py follows them
            if target.read_text(encoding="utf-8").count('class="explorer"') < int(state[1]):
                dead.append(link)
        elif not target.is_file() or (anchor and unquote(anchor) not in parsed(target).places):
            dead.append(link)
    assert dead == []


@every_page
def test_images_have_a_text_and_are_there(facts: dict[str, Any], name: str) -> None:
    for file, text, width in facts["images"]:
        assert width > 0, f"{file} did not load"
        # Without a text of its author's, an image of a cell has its file's name.
        assert text.strip(), f"{file} has no text"
        assert not text.endswith((".svg", ".png")), f"{file} has its name for a text"


@every_page
def test_inline_drawings_have_a_text(facts: dict[str, Any], name: str) -> None:
    assert "" not in facts["drawings"]


@every_page
def test_page_says_in_a_sentence_what_it_is(site: Path, name: str) -> None:
    said = {other: parsed(site / f"{other}.html").descriptions for other in EVERY}
    (description,) = said[name]
    assert 20 < len(description) < 220
    assert [other for other in EVERY if said[other] == [description]] == [name]


def text_of(page: str) -> str:
    """The text of a page, with what its cells wrote as Markdown in their places."""
    if page not in notebooks():
        return source(page)
    parts = []
    for cell in nbformat.read(EXECUTED / f"{page}.ipynb", as_version=4).cells:
        parts += [cell.source] if cell.cell_type == "markdown" else []
        parts += [output["data"].get("text/markdown", "") for output in cell.get("outputs", []) if "data" in output]
    return "\n\n".join(parts)


@every_page_of_the_book
def test_every_formula_is_shown_without_a_script(facts: dict[str, Any], name: str) -> None:
    written = re.sub(r"^(```+)(?!.*\{(?:exercise|solution)).*?^\1$", "", text_of(name), flags=re.MULTILINE | re.DOTALL)
    written = re.sub(r"`[^`\n]*`", "", written)
    formulas = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", written, re.DOTALL)
    assert [it["tex"] for it in facts["formulas"]] == [(block or inline).strip() for block, inline in formulas]
    assert [it for it in facts["formulas"] if not it["shown"] or it["mistakes"]] == []
    assert [url for url in facts["scripts"] if "mathjax" in url.lower()] == []


# The search page has a box of its own beside the one of every page.
@every_page_of_the_book
def test_one_search_box(facts: dict[str, Any], name: str) -> None:
    assert facts["search"] == 1


@every_page
def test_no_dead_slider(facts: dict[str, Any], name: str) -> None:
    assert facts["dead"] == 0
    assert facts["live"] == facts["explorers"]
    assert not [url for url in facts["scripts"] if "require" in url or "html-manager" in url]


@every_page
def test_narrow_page_does_not_scroll_sideways(first: Visit, name: str) -> None:
    resize(first.page, NARROW)
    # The window may still be on its way to this size: what does not fit, never does.
    fits = "(width) => document.documentElement.scrollWidth <= width"
    first.page.wait_for_function(fits, arg=NARROW["width"], timeout=5000)


@every_page_of_the_book
def test_an_explorer_brings_its_script_and_no_other_page_does(facts: dict[str, Any], name: str) -> None:
    assert facts["explorers"] == explorers(name)
    assert any("/explorer.js" in url for url in facts["scripts"]) == (facts["explorers"] > 0)


def test_front_door_leads_to_the_start_page(browser: Browser, address: str) -> None:
    with opened(browser, "about:blank") as page:
        page.goto(f"{address}/")
        page.wait_for_url(f"{address}/{pages()[0]}.html")


def test_search_finds_a_page(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/search.html?q=convolution") as page:
        page.locator("#search-results li a").first.wait_for()
