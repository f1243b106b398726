"""Make a PDF of the whole book from the built site: `_build/book.pdf`, printed by the browser that the tests use.

The pages of the table of contents are joined to one, in which each id has its page's name before it. Scripts stay out,
so explorers are the tables that a reader without JavaScript gets, and every solution is open. The first printing finds
the page of each heading, the second has the numbers in the table of contents.
"""

import re
import sys
from html import escape
from pathlib import Path
from urllib.parse import urldefrag

import pypdf
import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page

from kit.book import ROOT, SITE, pages
from kit.browser import chromium, get

PDF = ROOT / "_build" / "book.pdf"
JOINED = SITE / "whole-book.html"  # beside the site's files, which it loads; deleted when the PDF is there
STYLE = Path(__file__).with_name("pdf.css")
# What is for the screen only.
SCREEN = "script, button, nav, .headerlink, .prev-next-footer, .bd-header-article, #jb-print-docs-body"
FOLDED_CODE = "details.above-input"  # the code of a figure: on paper it cannot be unfolded


def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def place(page: str, anchor: str = "") -> str:
    """The id of a page, or of a place on it, in the joined page."""
    return "--".join(filter(None, (page.replace("/", "-"), anchor)))


def target(page: str, link: str) -> str:
    """Where a link of a page leads in the joined page; links out of the book stay as they are."""
    if re.match(r"[a-z]+:", link):
        return link
    path, anchor = urldefrag(link)
    there = (SITE / f"{page}.html").parent / path if path else SITE / f"{page}.html"
    name = there.resolve().relative_to(SITE).with_suffix("").as_posix()
    return f"#{place(name, anchor)}" if name in pages() else ""


def body(page: str) -> Tag:
    """The text of a page, ready to be joined with the others."""
    article = soup(SITE / f"{page}.html").select_one("article")
    assert article, f"{page}.html has no article"
    for one in article.select(f"{SCREEN}, {FOLDED_CODE}"):
        one.decompose()
    # A drawing has ids that are like no other's, and refers to them in attributes of many names.
    for one in article.select("[id]:not(svg *)"):
        one["id"] = place(page, str(one["id"]))
    for one in article.select("[aria-labelledby], [aria-describedby], label[for]"):
        for name in ("aria-labelledby", "aria-describedby", "for"):
            if name in one.attrs:
                words = one[name] if isinstance(one[name], str) else " ".join(one[name])
                one[name] = " ".join(place(page, word) for word in words.split())
    for one in article.select("a[href]"):
        if leads := target(page, str(one["href"])):
            one["href"] = leads
        else:
            one.unwrap()
    for one in article.select("img[src]"):
        if not re.match(r"[a-z]+:", str(one["src"])):
            one["src"] = ((SITE / page).parent / str(one["src"])).resolve().relative_to(SITE).as_posix()
    for one in article.select("details"):
        one["open"] = ""
    article.name = "section"
    article.attrs = {"class": "book-chapter", "id": place(page)}
    return article


def contents(chapters: list[Tag], numbers: dict[str, int]) -> str:
    """The table of contents: the pages and their sections, with the page numbers that are known."""
    lines = []
    for chapter in chapters:
        for heading in chapter.select("h1, h2"):
            holder = heading.find_parent(id=True)
            assert holder, f"{heading} has no place of its own"
            words = "".join(str(part) for part in heading.contents if part.name != "a")
            number = numbers.get(str(holder["id"]), "")
            line = f'<a href="#{holder["id"]}"><span>{words}</span><b>{number}</b></a>'
            lines.append(f'<li class="book-{heading.name}">{line}</li>')
    return f'<nav class="book-contents"><h1>Contents</h1><ul>{"".join(lines)}</ul></nav>'


def head(page: str) -> str:
    """The style sheets of a page."""
    found = soup(SITE / f"{page}.html")
    keep = [str(one) for one in found.select('head link[rel="stylesheet"], head style')]
    return "\n".join(keep).replace("../", "")


def joined(numbers: dict[str, int]) -> str:
    """The whole book as one page."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    title, author = escape(settings["title"]), escape(settings["author"])
    chapters = [body(page) for page in pages()]
    stamp = soup(SITE / f"{pages()[0]}.html").select_one(".book-stamp")
    heads = dict.fromkeys(line for page in pages() for line in head(page).splitlines())
    return f"""<!DOCTYPE html>
<html lang="en" data-theme="light" data-mode="light">
<head><meta charset="utf-8"><title>{title}</title>
{chr(10).join(heads)}
<style>{STYLE.read_text(encoding="utf-8")}</style></head>
<body><div class="bd-content">
<section class="book-cover"><p class="book-title">{title}</p><p>{author}</p>{stamp or ""}
<p>Text and figures: CC BY 4.0. Code: 3-clause BSD licence.</p></section>
{contents(chapters, numbers)}
{"".join(map(str, chapters))}
</div></body></html>"""


def printed(page: Page, numbers: dict[str, int]) -> None:
    """Print the book with these page numbers in its table of contents."""
    JOINED.write_text(joined(numbers), encoding="utf-8")
    page.goto(JOINED.as_uri())
    page.evaluate("() => document.fonts.ready")
    page.pdf(path=PDF, prefer_css_page_size=True, print_background=True, outline=True, tagged=True)


def page_numbers() -> dict[str, int]:
    """On which page of the PDF each place is that a link leads to."""
    reader = pypdf.PdfReader(PDF)
    places = reader.named_destinations.items()
    return {name.removeprefix("/"): reader.get_destination_page_number(it) + 1 for name, it in places}


def main() -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("There is no built book: run `make book` first.")
    try:
        with chromium(get()) as browser:
            page = browser.new_page()
            page.set_default_timeout(300_000)
            printed(page, {})
            printed(page, page_numbers())
    finally:
        JOINED.unlink(missing_ok=True)
    size = PDF.stat().st_size / 1e6
    print(f"{PDF.relative_to(ROOT)}: {len(pypdf.PdfReader(PDF).pages)} pages, {size:.1f} MB")


if __name__ == "__main__":
    main()
