"""What pages load, made light: one style sheet, one script, no icon library.

The theme and the extensions give every page ten style sheets and a dozen scripts, each a request that a page waits for.
Once all pages are written, their style sheets become `_static/site.css`, minified and without the rules that no page
can use; the scripts that all pages have become `_static/site.js`, which nothing waits for. A reader has both
after the first page. What only some pages need, such as the explorers' script, stays a file of its own.

Mends Sphinx, pydata-sphinx-theme and sphinx-book-theme, which have no setting for it. No longer needed when a page of
theirs waits for one style sheet alone.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from press.finish.pages import Node, Page, Pages, drop, make_element, text_of
from press.finish.styles import ADDRESS, SHEET, join_sheets

SCRIPT = "site.js"
OPTIONS = "documentation_options.js"

# pydata-sphinx-theme says "auto" until its script runs, in which code and tables have other heights than in light and
# in dark. No longer needed when a dark page is dark before that script runs.
THEME = re.compile(r'(dataset\.theme = )localStorage\.getItem\("theme"\) \|\| "\w*"')
CHOSEN = (
    '["light", "dark"].find((one) => one === document.documentElement.dataset.mode)\n'
    '      ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")'
)
# Where a browser refuses its memory the theme's scripts, which ask for it unguarded, would end. Chromium (156) at times
# gives a page from a disk that asks for nothing before it a memory that no other page shares, and that is lost. No
# longer needed when, without it, a hundred pages in new processes all know what the page before them kept.
MEMORY = """
    try { void document.cookie; localStorage; } catch {
      const kept = new Map();
      const value = {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, item) => void kept.set(key, String(item)),
        removeItem: (key) => void kept.delete(key),
      };
      Object.defineProperty(window, "localStorage", { value });
    }"""
# The theme's switch between versions, which the book does not have, is all that reads it.
PAGE_NAME = re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '[^']*';")

FONT = re.compile(r"[^/]+\.woff2?$")
# A font that comes with the style sheet, not after it, moves no formula. From a disk a browser refuses to fetch ahead.
AHEAD = """
    if (location.protocol !== "file:") document.head.append(Object.assign(document.createElement("link"),
      {{ rel: "preload", as: "font", crossOrigin: "anonymous", href: "{href}" }}));
    """
# pydata-sphinx-theme asks of what is folded, too, whether it scrolls, and writes down each answer before it asks again:
# the browser lays out one after the other while a page starts. No longer needed when that lays out a page once.
MEASURES = "{e.tabIndex=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight?0:-1}"
MEASURES_ONCE = (
    "{if(!e.checkVisibility())return;"
    "const at=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight?0:-1;e.tabIndex!==at&&(e.tabIndex=at)}"
)
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*\n?", re.MULTILINE)

T = TypeVar("T")


class AssetsError(ValueError):
    """The pages have style sheets or scripts that cannot be joined."""


def merge_in_order(lists: list[list[T]]) -> list[T]:
    """Return what is in any of the lists, once, in the order that all lists have."""
    result: list[T] = []
    for one in sorted(lists, key=len, reverse=True):
        place = 0
        for item in one:
            if item in result:
                if result.index(item) < place:
                    raise AssetsError(f"pages disagree on the order of {item} and {result[place - 1]}")
                place = result.index(item) + 1
            else:
                result.insert(place, item)
                place += 1
    return result


def join_scripts(parts: list[str]) -> str:
    """Return scripts as one; like each of them alone, it is not in strict mode, whatever the first one says."""
    joined = ";" + "\n;\n".join(SOURCE_MAP.sub("", part).strip() for part in parts) + "\n"
    return joined.replace(MEASURES, MEASURES_ONCE)


@dataclass
class Assets:
    """What a page loads from the site."""

    page: Page
    folder: Path
    sheets: list[tuple[Path, Node]] = field(init=False)
    scripts: list[tuple[Path | str, Node]] = field(init=False)  # files, and code that stands in the page

    def __post_init__(self) -> None:
        """Look at all tags that load something, in their order."""
        links = self.page.select('link[rel="stylesheet"]')
        self.sheets = [(self.find_file(one, "href"), one) for one in links]
        self.scripts = []
        begun = False
        for node in self.page.select('link[rel="stylesheet"], script'):
            begun = begun or node.tag == "link"
            script = self.find_script(node) if begun and node.tag == "script" else None  # those before stay
            if script is not None:
                self.scripts.append((script, node))

    def find_file(self, node: Node, attribute: str) -> Path:
        """Return the file that an element loads."""
        address = urlsplit(node.attrs.get(attribute) or "")
        if not address.path or address.netloc:
            raise AssetsError(f"{self.page.name}.html has {node.html}, which is no file of the site")
        return (self.folder / self.page.name).parent.joinpath(unquote(address.path)).resolve()

    def find_script(self, node: Node) -> Path | str | None:
        """Return an element's script, unless it is to stay as it is."""
        in_head = node.parent is not None and node.parent.tag == "head"
        if "json" in (node.attrs.get("type") or ""):  # data
            return None
        if "src" in node.attrs:
            # One that waits for the page already, and is not among the theme's at the end of it, is the page's own.
            return None if "defer" in node.attrs and in_head else self.find_file(node, "src")
        return text_of(node).strip() if in_head else None

    def replace(self, shared: set[Path | str], sheet: str, script: str, fonts: list[str]) -> None:
        """Put the site's style sheet and script in place of those that the page shares with all others."""
        up = f"{self.page.up}_static/"
        first = self.sheets[0][1]
        for font in fonts if self.page.select("math") else []:
            ahead = make_element("<script></script>")
            ahead.insert_child(AHEAD.format(href=up + font))
            first.insert_before(ahead)
        first.insert_before(make_element(f'<link rel="stylesheet" href="{up}{sheet}">'))
        loaded = make_element("<script defer></script>")
        for found, node in self.scripts:
            if found in shared or (isinstance(found, str) and PAGE_NAME.fullmatch(found)):
                # A script may be told something by its element.
                for name in [name for name in node.attrs if name.startswith("data-")]:
                    loaded.attrs[name] = node.attrs[name]
                drop(node)
            elif isinstance(found, Path):
                node.attrs["defer"] = ""
        loaded.attrs["src"] = up + script
        first.insert_before(loaded)
        for _, node in self.sheets:
            drop(node)


def choose_theme(page: Page) -> None:
    """Let a page be light or dark before its scripts run, and go on where its browser refuses to remember which."""
    for script in page.select("html > head > script"):
        code, count = THEME.subn(rf"\1{CHOSEN}", text_of(script))
        if count:
            script.inner_html = ""
            script.insert_child(MEMORY + code)
            return
    raise AssetsError(f"{page.name}.html does not choose between light and dark in the way that is known")


def clear_head(page: Page) -> None:
    """Take out of a page's head what is of no use with one script: comments, and what scripts are fetched ahead."""
    for node in list(page.head.iter(include_text=True)):
        if node.is_comment_node or (node.tag == "link" and node.attrs.get("as") == "script"):
            drop(node)


def order_of(script: Path | str) -> int:
    """Return which scripts are first: those that set what others, which no longer wait for the page, read at once."""
    if isinstance(script, str):
        return 1
    return 0 if script.name == OPTIONS else 2


def find_shared_scripts(pages: list[list[Path | str]]) -> list[Path | str]:
    """Return the scripts that all pages have, in the order to run them in."""
    everywhere = set.intersection(*map(set, pages))
    # Settings may be there twice.
    lists = [list(dict.fromkeys(script for script in page if script in everywhere)) for page in pages]
    return sorted(merge_in_order(lists), key=order_of)


def join_assets(pages: Pages) -> None:
    """Write the style sheet and the script of a site, let its pages load them, and delete what they replace."""
    static = pages.static.resolve()
    loading = [page for page in pages if page.select('link[rel="stylesheet"]')]
    for page in loading:
        if page.select(f'link[href*="_static/{SHEET}?"]'):
            raise AssetsError(f"{page.name} is of an earlier build: build the book anew, as tools/build.py does")
        choose_theme(page)
        clear_head(page)
    assets = [Assets(page, pages.folder.resolve()) for page in loading]
    library = static / "scripts" / "fontawesome.js"
    sheets = merge_in_order([[file for file, _ in one.sheets] for one in assets])
    scripts = find_shared_scripts([[script for script, _ in one.scripts if script != library] for one in assets])
    code = [one if isinstance(one, str) else one.read_text(encoding="utf-8") for one in scripts]
    others = [one.read_text(encoding="utf-8") for one in static.glob("*.js")]
    results = {SHEET: join_sheets(static, sheets, loading, [*code, *others]), SCRIPT: join_scripts(code)}
    for name, result in results.items():
        (static / name).write_text(result, encoding="utf-8", newline="\n")
    fonts = sorted({address for address in ADDRESS.findall(results[SHEET]) if FONT.match(address)})
    tags = {name: f"{name}?v={hashlib.sha256(result.encode()).hexdigest()[:8]}" for name, result in results.items()}
    for one in assets:
        one.replace({*scripts, library}, tags[SHEET], tags[SCRIPT], fonts)
    for file in {library, *sheets, *(one for one in scripts if isinstance(one, Path)), *static.rglob("*.map")}:
        file.unlink()
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)
