"""The built site in a real browser: what a reader without a kernel and without a network gets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import nbformat
import pytest
from playwright.sync_api import Browser, Page, Request

from kit.book import EXECUTED, notebooks, pages, source

pytestmark = pytest.mark.browser

WIDE = {"width": 1600, "height": 900}
NARROW = {"width": 320, "height": 700}
EXTRA = ["genindex", "search"]

FACTS = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
        links: all("a[href]").map((a) => a.href),
        images: all("img").map((img) => [img.src, img.alt, img.naturalWidth]),
        drawings: all(".cell_output :is(svg:not(.pictures *), .pictures)").map((svg) =>
            (svg.ariaLabel ?? svg.querySelector(":scope > title")?.textContent ?? "").trim()),
        formulas: all("math").map((e) => ({
            tex: e.querySelector("semantics > annotation[encoding='application/x-tex']")?.textContent,
            shown: e.getBoundingClientRect().width > 0 || !e.checkVisibility(),
            mistakes: e.querySelectorAll("merror").length,
        })),
        search: all("input[type=search], .search-button__button").filter((e) => e.checkVisibility()).length,
        dead: all("input[type=range], .jupyter-widgets").filter((e) => !e.closest(".explorer-live")).length,
        explorers: all(".explorer").length,
        live: all(".explorer > .explorer-live").length,
        scripts: all("script[src]").map((script) => script.src),
        descriptions: all("meta[name=description]").map((one) => one.content),
    };
}"""


@dataclass
class Visit:
    """What the browser met on one page."""

    status: int
    facts: dict[str, Any]
    narrow_width: int
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def settle(page: Page) -> None:
    """Wait until the page has loaded, its font for formulas too."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready")


def visit(browser: Browser, url: str) -> Visit:
    requests: list[str] = []
    errors: list[str] = []
    page = browser.new_page(viewport=WIDE)

    def failed(request: Request) -> None:
        errors.append(f"{request.url}: {request.failure}")

    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", failed)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    response = page.goto(url)
    assert response
    settle(page)
    facts = page.evaluate(FACTS)
    page.set_viewport_size(NARROW)
    width = page.evaluate("() => document.documentElement.scrollWidth")
    page.close()
    return Visit(response.status, facts, width, requests, errors)


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str) -> Iterator[dict[str, Visit]]:
    """Every page, visited once."""
    return {page: visit(browser, f"{address}/{page}.html") for page in [*pages(), *EXTRA]}


class Anchors(HTMLParser):
    """Collects the places in a page that a link can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id" and value)


@cache
def anchors(file: Path) -> set[str]:
    parser = Anchors()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser.found


every_page = pytest.mark.parametrize("page", [*pages(), *EXTRA])


@every_page
def test_page_loads_without_an_error(visits: dict[str, Visit], page: str) -> None:
    assert visits[page].status == 200
    assert visits[page].errors == []


@every_page
def test_no_request_leaves_the_site(visits: dict[str, Visit], address: str, page: str) -> None:
    requests = visits[page].requests
    assert len(requests) > 2, "a page loads its style sheets and scripts; were the requests recorded?"
    outside = [url for url in requests if not url.startswith((f"{address}/", "data:", "blob:"))]
    assert outside == []


@every_page
def test_internal_links_lead_somewhere(visits: dict[str, Visit], site: Path, address: str, page: str) -> None:
    dead = []
    for link in visits[page].facts["links"]:
        url, anchor = urldefrag(link)
        if not url.startswith(address):
            continue
        target = site / unquote(urlsplit(url).path).lstrip("/")
        if target.is_dir():
            target /= "index.html"
        if not target.is_file() or (anchor and unquote(anchor) not in anchors(target)):
            dead.append(link)
    assert dead == []


@every_page
def test_images_have_a_text_and_are_there(visits: dict[str, Visit], page: str) -> None:
    for file, text, width in visits[page].facts["images"]:
        assert width > 0, f"{file} did not load"
        # Without a text of its author's, an image of a cell has its file's name.
        assert text.strip(), f"{file} has no text"
        assert not text.endswith((".svg", ".png")), f"{file} has its name for a text"


@every_page
def test_inline_drawings_have_a_text(visits: dict[str, Visit], page: str) -> None:
    assert "" not in visits[page].facts["drawings"]


@every_page
def test_page_says_in_a_sentence_what_it_is(visits: dict[str, Visit], page: str) -> None:
    (description,) = visits[page].facts["descriptions"]
    assert 20 < len(description) < 220
    assert [other for other in visits if visits[other].facts["descriptions"] == [description]] == [page]


def text_of(page: str) -> str:
    """The text of a page, with what its cells wrote as Markdown in their places."""
    if page not in notebooks():
        return source(page)
    parts = []
    for cell in nbformat.read(EXECUTED / f"{page}.ipynb", as_version=4).cells:
        parts += [cell.source] if cell.cell_type == "markdown" else []
        parts += [output["data"].get("text/markdown", "") for output in cell.get("outputs", []) if "data" in output]
    return "\n\n".join(parts)


@pytest.mark.parametrize("page", pages())
def test_every_formula_is_shown_without_a_script(visits: dict[str, Visit], page: str) -> None:
    facts = visits[page].facts
    written = re.sub(r"^(```+)(?!.*\{(?:exercise|solution)).*?^\1$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    written = re.sub(r"`[^`\n]*`", "", written)
    formulas = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", written, re.DOTALL)
    assert [it["tex"] for it in facts["formulas"]] == [(block or inline).strip() for block, inline in formulas]
    assert [it for it in facts["formulas"] if not it["shown"] or it["mistakes"]] == []
    assert [url for url in facts["scripts"] if "mathjax" in url.lower()] == []


# The search page has a box of its own beside the one of every page.
@pytest.mark.parametrize("page", pages())
def test_one_search_box(visits: dict[str, Visit], page: str) -> None:
    assert visits[page].facts["search"] == 1


@every_page
def test_no_dead_slider(visits: dict[str, Visit], page: str) -> None:
    facts = visits[page].facts
    assert facts["dead"] == 0
    assert facts["live"] == facts["explorers"]
    assert not [url for url in facts["scripts"] if "require" in url or "html-manager" in url]


@every_page
def test_narrow_page_does_not_scroll_sideways(visits: dict[str, Visit], page: str) -> None:
    assert visits[page].narrow_width <= NARROW["width"]


@pytest.mark.parametrize("page", pages())
def test_an_explorer_brings_its_script_and_no_other_page_does(visits: dict[str, Visit], page: str) -> None:
    facts = visits[page].facts
    assert facts["explorers"] == len(re.findall(r"^explore\(", source(page), re.MULTILINE))
    assert any("/explorer.js" in url for url in facts["scripts"]) == (facts["explorers"] > 0)


def test_front_door_leads_to_the_start_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/")
    page.wait_for_url(f"{address}/{pages()[0]}.html")
    page.close()


def test_search_finds_a_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?q=convolution")
    page.locator("#search-results li a").first.wait_for()
    page.close()
