"""Make the decks: slides cut from the built book, into `_build/html/slides`, one file each with what they share."""

import gzip
import shutil
import sys
from html import escape
from pathlib import Path

from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.key import write_head, write_section
from cnnlib.classroom.page import END
from cnnlib.classroom.sheets import write_page
from cnnlib.es_modules import join, make_script
from kit.book import ROOT, SITE, pages, source
from press.finish.pages import Page, make_element, text_of
from press.finish.styles import SHEET as STYLES
from press.finish.styles import join_sheets
from press.frontends import minify
from press.slides.cards import write_cards, write_grids
from press.slides.cut import cut, find_data
from press.slides.marks import KEY, SHEET, TO_PRINT, name_sheets
from press.slides.notebook import write_notebook
from press.slides.write import FRONT, REVEAL, Deck, finish_policy, write_deck

SLIDES = SITE / "slides"
SHARED = ("explorer.js", "favicon.svg", "formulas.woff")  # from the site: a folder of decks needs nothing else


def decks() -> list[str]:
    """The pages that have a deck: those that mark slides."""
    return [page for page in pages() if "\n% slide" in source(page)]


def read_deck(page: str) -> Deck:
    """The deck of a page."""
    built = Page((SITE / f"{page}.html").read_text(encoding="utf-8"), page)
    drop_links(built)
    slides = cut(built)
    heading = built.tree.css_first("article h1")
    assert heading is not None
    numbers = sorted({one.explorer[0] for one in slides if one.explorer})
    title = text_of(heading).removesuffix("#")
    data = {number: find_data(built, number) for number in numbers}
    return Deck(Path(page).name, title, f"../{page}.html", slides, data)


def write_shared(pages: list[Page]) -> None:
    """Write the style sheet and the script that all decks have."""
    for name in SHARED:
        shutil.copy(SITE / "_static" / name, SLIDES)
    own = make_script(join(FRONT, "deck"))
    scripts = [REVEAL / "dist" / "reveal.js", REVEAL / "plugin" / "notes" / "notes.js"]
    code = "\n;\n".join([*(one.read_text(encoding="utf-8") for one in scripts), minify(own)])
    (SLIDES / "deck.js").write_text(code, encoding="utf-8", newline="\n")
    sheets = {
        STYLES: (SITE / "_static" / STYLES).read_text(encoding="utf-8"),
        "reveal.css": (REVEAL / "dist" / "reveal.css").read_text(encoding="utf-8"),
        "own.css": (FRONT / "deck.css").read_text(encoding="utf-8"),
    }
    for name, text in sheets.items():
        (SLIDES / name).write_text(text, encoding="utf-8")
    explorers = (SLIDES / "explorer.js").read_text(encoding="utf-8")
    css = join_sheets(SLIDES, [SLIDES / name for name in sheets], pages, [code, explorers])
    for name in sheets:
        (SLIDES / name).unlink()
    (SLIDES / "deck.css").write_text(css, encoding="utf-8", newline="\n")


def add_links(made: list[Deck]) -> None:
    """Let each chapter lead to its slides, and the start page to all of them."""
    for deck in made:
        number = f"-{deck.name[0]}" if deck.name[0].isdigit() else ""
        links = {f"{deck.name}": "Slides of this chapter", f"{SHEET}{number}": "a sheet to hand in"}
        links[f"{SHEET}{number}{KEY}"] = "the key to it, for instructors"
        told = " · ".join(f'<a href="../slides/{name}.html">{text}</a>' for name, text in links.items())
        link = f'<p class="to-slides">{told}</p>'
        insert(f"chapters/{deck.name}", "article > section > p", link)  # below what one will be able to do
    links = ", ".join(f'<a href="../slides/{deck.name}.html">{escape(deck.title)}</a>' for deck in made)
    insert(
        "chapters/index", "#the-chapters .pst-scrollable-table-container", f'<p class="to-slides">Slides: {links}.</p>'
    )


def write_sheets() -> None:
    """Write the homework's own sheets, of all problems and of each, as a class gets them, and their keys."""
    for name, numbers in name_sheets().items():
        sheet = Sheet.own(numbers=numbers)
        pieces = [write_head(sheet), write_section(sheet), END] if name.endswith(KEY) else [write_page(sheet)]
        (SLIDES / f"{name}.html").write_text("".join(pieces), encoding="utf-8", newline="\n")


def drop_links(page: Page) -> None:
    """Take out of a page the links to slides that were put there before."""
    for old in page.select(".to-slides"):
        old.decompose()


def insert(name: str, place: str, html: str) -> None:
    """Put an element behind another one of a page, once."""
    file = SITE / f"{name}.html"
    page = Page(file.read_text(encoding="utf-8"), name)
    drop_links(page)
    found = page.tree.css_first(place)
    assert found is not None, f"{name} has no {place}"
    found.insert_after(make_element(html))
    file.write_text(page.html, encoding="utf-8", newline="\n")


def weigh(file: Path) -> int:
    """How many bytes a deck is with what it loads, compressed."""
    files = [file, *(SLIDES / name for name in ("deck.js", "deck.css", *SHARED))]
    return sum(len(gzip.compress(one.read_bytes())) for one in files)


def main() -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("There is no built book: run `make book` first.")
    shutil.rmtree(SLIDES, ignore_errors=True)
    SLIDES.mkdir()
    made = [(deck, write_deck(deck)) for deck in map(read_deck, decks())]
    write_shared([page for _, page in made])
    for deck, page in made:
        finish_policy(page)
        file = SLIDES / f"{deck.name}.html"
        file.write_text(page.html, encoding="utf-8", newline="\n")
        write_notebook(ROOT / f"chapters/{deck.name}.md", file.with_suffix(".ipynb"))
        print(f"{file.relative_to(ROOT)}: {len(deck.slides)} slides, {weigh(file) / 1000:.0f} KB compressed")
    add_links([deck for deck, _ in made])
    for page in (write_cards(), write_grids()):
        (SITE / f"{page.name}.html").write_text(page.html, encoding="utf-8", newline="\n")
    write_sheets()
    print(f"To print, in the same folder: {', '.join((*TO_PRINT, *name_sheets()))}")
    print(f"Open {(SLIDES / f'{made[0][0].name}.html').as_uri()}")


if __name__ == "__main__":
    main()
