"""Make a PDF of the book from the built site: `_build/book.pdf`, printed by the browser that the tests use.

`python -m tools.pdf --out FILE chapters/2-convolution` prints some pages of the book, into another file.

The pages of the table of contents are joined to one, in which each id has its page's name before it. Scripts stay out,
so explorers are the tables that a reader without JavaScript gets, and every solution is open. Below a question there is
a line to write on, and what is worked out follows at the end of its chapter. The first printing finds the page of each
heading, the second has the numbers in the table of contents.
"""

import argparse
import re
import sys
from collections.abc import Collection
from html import escape
from pathlib import Path
from urllib.parse import urldefrag

import pypdf
import yaml
from playwright.sync_api import Page as Tab

from kit.book import ROOT, SITE, pages
from kit.browser import chromium, get
from press.finish.pages import Node, Page, make_element, text_of

PDF = ROOT / "_build" / "book.pdf"
JOINED = SITE / "whole-book.html"  # beside the site's files, which it loads; deleted when the PDF is there
STYLE = Path(__file__).with_name("pdf.css")
# What is for the screen only.
SCREEN = "script, button, nav, .headerlink, .prev-next-footer, .bd-header-article, #jb-print-docs-body"
FOLDED_CODE = "details.above-input"  # the code of a figure: on paper it cannot be unfolded

# Fills in the page numbers of the table of contents.
NUMBER = """(numbers) => {
    for (const link of document.querySelectorAll(".book-contents a")) {
        link.lastElementChild.textContent = numbers[link.hash.slice(1)];
    }
}"""


def read(page: str) -> Page:
    """A page of the site."""
    return Page((SITE / f"{page}.html").read_text(encoding="utf-8"), page)


def place(page: str, anchor: str = "") -> str:
    """The id of a page, or of a place on it, in the joined page."""
    return "--".join(filter(None, (page.replace("/", "-"), anchor)))


def target(page: str, link: str, printed: Collection[str]) -> str:
    """Where a link leads in the joined page, which has the pages that are printed; links out of the book stay."""
    if re.match(r"[a-z]+:", link):
        return link
    path, anchor = urldefrag(link)
    there = (SITE / f"{page}.html").parent / path if path else SITE / f"{page}.html"
    name = there.resolve().relative_to(SITE).with_suffix("").as_posix()
    return f"#{place(name, anchor)}" if name in printed else ""


def is_drawn(node: Node | None) -> bool:
    """Whether an element is part of a drawing, which has ids like no other's, and refers to them in many ways."""
    return node is not None and (node.tag == "svg" or is_drawn(node.parent))


def rename_places(page: str, article: Node) -> None:
    """Put a page's name before its ids, and where it refers to them."""
    for one in article.css("[id]"):
        if one.tag == "svg" or not is_drawn(one):
            one.attrs["id"] = place(page, one.attrs.sget("id"))
    for one in article.css("[aria-labelledby], [aria-describedby], label[for]"):
        for name in ("aria-labelledby", "aria-describedby", "for"):
            if name in one.attrs:
                one.attrs[name] = " ".join(place(page, word) for word in one.attrs.sget(name).split())


def rename_addresses(page: str, article: Node, printed: Collection[str]) -> None:
    """Let a page's links lead within the joined page, and its pictures come from beside it."""
    for one in article.css("a[href]"):
        if leads := target(page, one.attrs.sget("href"), printed):
            one.attrs["href"] = leads
        else:
            one.unwrap()
    for one in article.css("img[src]"):
        file = one.attrs.sget("src")
        if not re.match(r"[a-z]+:", file):
            one.attrs["src"] = ((SITE / page).parent / file).resolve().relative_to(SITE).as_posix()


def move_worked(article: Node) -> None:
    """Put what is worked out below each question at the end of a page, and a link to it in its place."""
    folds = article.css("details.worked") if article.css_first("form.answer") else []
    moved = [fold.html for fold in folds]
    for fold in folds:
        (heading,) = fold.css("summary > h3")
        link = f'<a href="#{fold.attrs.sget("id")}">{escape(text_of(heading))}</a>'
        fold.replace_with(make_element(f'<p class="worked-there">{link} at the end of the chapter.</p>'))
    if moved:
        end = f'<section id="worked-out"><h2>Worked out</h2>{"".join(moved)}</section>'
        article.insert_child(make_element(end))


def body(page: str, printed: Collection[str]) -> str:
    """The text of a page, ready to be joined with others."""
    article = read(page).tree.css_first("article")
    assert article, f"{page}.html has no article"
    for one in article.css(f"{SCREEN}, {FOLDED_CODE}"):
        one.decompose()
    move_worked(article)
    rename_places(page, article)
    rename_addresses(page, article, printed)
    for one in article.css("details"):
        one.attrs["open"] = ""
    return f'<section class="book-chapter" id="{place(page)}">{article.inner_html}</section>'


def contents(chapters: list[str]) -> str:
    """The table of contents: the pages and their sections, each with room for its page number."""
    lines = []
    for chapter in chapters:
        for heading in Page(chapter).select("h1, h2"):
            holder = heading.parent
            while holder is not None and "id" not in holder.attrs:
                holder = holder.parent
            assert holder, f"{heading.html} has no place of its own"
            name = holder.attrs.sget("id")
            words = "".join(part.html or "" for part in heading.iter(include_text=True) if part.tag != "a")
            line = f'<a href="#{name}"><span>{words}</span><b></b></a>'
            lines.append(f'<li class="book-{heading.tag}">{line}</li>')
    return f'<nav class="book-contents"><h1>Contents</h1><ul>{"".join(lines)}</ul></nav>'


def head(page: str) -> list[str]:
    """The style sheets of a page."""
    found = read(page).select('head link[rel="stylesheet"], head style')
    return [(one.html or "").replace("../", "") for one in found]


def joined(printed: Collection[str]) -> str:
    """Some pages of the book as one."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    title, author = escape(settings["title"]), escape(settings["author"])
    chapters = [body(page, printed) for page in printed]
    stamp = read(pages()[0]).tree.css_first(".book-stamp")
    heads = dict.fromkeys(line for page in printed for line in head(page))
    return f"""<!DOCTYPE html>
<html lang="en" data-theme="light" data-mode="light">
<head><meta charset="utf-8"><title>{title}</title>
{chr(10).join(heads)}
<style>{STYLE.read_text(encoding="utf-8")}</style></head>
<body><div class="bd-content">
<section class="book-cover"><p class="book-title">{title}</p><p>{author}</p>{stamp.html if stamp else ""}
<p>Text and figures: CC BY 4.0. Code: 3-clause BSD licence.</p></section>
{contents(chapters)}
{"".join(chapters)}
</div></body></html>"""


def print_book(page: Tab, out: Path, **settings: bool) -> None:
    """Print the page that is open, with these settings of Playwright's."""
    page.pdf(path=out, prefer_css_page_size=True, **settings)


def page_numbers(out: Path) -> dict[str, int]:
    """On which page of the PDF each place is that a link leads to."""
    reader = pypdf.PdfReader(out)
    places = reader.named_destinations.items()
    return {name.removeprefix("/"): reader.get_destination_page_number(it) + 1 for name, it in places}


def write(printed: Collection[str], out: Path) -> None:
    """Print some pages of the book into a file."""
    try:
        JOINED.write_text(joined(printed), encoding="utf-8")
        with chromium(get()) as browser:
            page = browser.new_page()
            page.set_default_timeout(300_000)
            page.goto(JOINED.as_uri())
            page.evaluate("() => document.fonts.ready")
            print_book(page, out)  # in half the time: with neither grounds nor outline the pages are the same
            page.evaluate(NUMBER, page_numbers(out))
            print_book(page, out, print_background=True, outline=True, tagged=True)
    finally:
        JOINED.unlink(missing_ok=True)


def main() -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("There is no built book: run `make book` first.")
    parser = argparse.ArgumentParser(prog="python -m tools.pdf", description="Make a PDF of the book.")
    parser.add_argument("--out", type=Path, help=f"the file to write, {PDF.relative_to(ROOT)} for the whole book")
    parser.add_argument("pages", nargs="*", help="such as chapters/2-convolution; without, the whole book")
    asked = parser.parse_args()
    for page in asked.pages:
        if page not in pages():
            parser.error(f"no page {page}: the book has {', '.join(pages())}")
    if asked.pages and not asked.out:
        parser.error(f"some pages need --out FILE, as {PDF.name} has the whole book")
    out = asked.out or PDF
    write(asked.pages or pages(), out)
    print(f"{out}: {len(pypdf.PdfReader(out).pages)} pages, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
