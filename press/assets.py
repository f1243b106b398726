"""The Sphinx extension that makes the site light: one style sheet, one script, no icon library.

The theme and the extensions give every page ten style sheets and a dozen scripts, each a request that a page waits for.
Once all pages are written, their style sheets become `_static/site.css`, minified and without the rules that no page
can use; the scripts that all pages have become `_static/site.js`, which nothing waits for. A reader has both
after the first page. What only some pages need, such as the explorers' script, stays a file of its own.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import lightningcss

from press import icons

SHEET, SCRIPT = "site.css", "site.js"
OPTIONS = "documentation_options.js"

HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
COMMENT = re.compile(r"[ \t]*<!--.*?-->\n?", re.DOTALL)
LINK = re.compile(r'[ \t]*<link\b[^>]*\brel="stylesheet"[^>]*>\n?')
PRELOAD = re.compile(r'[ \t]*<link rel="preload" as="script"[^>]*>\n?')
CODE = re.compile(r"[ \t]*<script\b([^>]*)>(.*?)</script>\n?", re.DOTALL)
FILE = re.compile(r'\b(?:href|src)="([^"]+)"')
DATA = re.compile(r'\bdata-[\w-]+="[^"]*"')
# The theme says "auto" until its script runs, in which code and tables have other heights than in light and in dark.
THEME = re.compile(r'(dataset\.theme = )localStorage\.getItem\("theme"\) \|\| "\w*"')
CHOSEN = (
    '["light", "dark"].find((one) => one === document.documentElement.dataset.mode)\n'
    '      ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")'
)
# The theme's switch between versions, which the book does not have, is all that reads it.
PAGE_NAME = re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '[^']*';")

WORD = re.compile(r"-{0,2}[A-Za-z_][\w-]*")
BEGINNING = re.compile(r"[A-Za-z][\w-]*-(?=[\"'`$])")  # of a name that a script puts together
SELECTED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
DEFINED = re.compile(r"[{;](--[\w-]+):")
USED = re.compile(r"var\((--[\w-]+)")
LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
ADDRESS = re.compile(r'url\((?!"?(?:data:|#))"?([^")]*)')
FONT = re.compile(r"[^/]+\.woff2?$")
# A font that comes with the style sheet, not after it, moves no formula. From a disk a browser refuses to fetch ahead.
AHEAD = """    <script>
    if (location.protocol !== "file:") document.head.append(Object.assign(document.createElement("link"),
      {{ rel: "preload", as: "font", crossOrigin: "anonymous", href: "{href}" }}));
    </script>
"""
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*\n?", re.MULTILINE)

T = TypeVar("T")


class AssetsError(ValueError):
    """The pages have style sheets or scripts that cannot be joined."""


def joined(lists: list[list[T]]) -> list[T]:
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


def minified(css: str, words: set[str], beginnings: set[str]) -> str:
    """Return a style sheet without comments, and without rules for names that no page and no script has."""
    names = set(SELECTED.findall(css)) - words
    unused = {name for name in names if not name.startswith(tuple(beginnings))}
    before = ""
    while css != before:
        before, css = css, lightningcss.process_stylesheet(css, filename=SHEET, unused_symbols=unused)
        # One after the other: a variable may be there for another one only.
        unused = set(DEFINED.findall(css)) - set(USED.findall(css)) - words
    return css


def sheet(folder: Path, files: list[Path], texts: list[str]) -> str:
    """Return one style sheet, to lie in a folder, for a site whose pages and scripts have these texts."""
    bundled = {file: lightningcss.bundle_css(str(file), minify=False) for file in files}  # with what a file imports
    beside = {address for file in files if file.parent == folder for address in ADDRESS.findall(bundled[file])}
    css = "\n".join(bundled.values())
    licences = [licence for file in files for licence in LICENCE.findall(file.read_text(encoding="utf-8"))]
    # Once before the icons, so that their rules are written in one way only.
    css = icons.masked(lightningcss.process_stylesheet(css, filename=SHEET)) + icons.rules(texts)
    words = {word for text in texts for word in WORD.findall(text)}
    css = minified(css, words, {word for text in texts for word in BEGINNING.findall(text)})
    for address in ADDRESS.findall(css):
        if address not in beside and not (folder / address).is_file():
            raise AssetsError(f"a style sheet loads {address}, which does not lie beside {SHEET}")
    return "\n".join([*dict.fromkeys(licences), css]) + "\n"


def script(parts: list[str]) -> str:
    """Return scripts as one; like each of them alone, it is not in strict mode, whatever the first one says."""
    return ";" + "\n;\n".join(SOURCE_MAP.sub("", part).strip() for part in parts) + "\n"


@dataclass
class Page:
    """A built page, and what it loads from the site."""

    file: Path
    text: str
    sheets: list[Path] = field(init=False)
    scripts: list[Path | str] = field(init=False)  # files, and code that stands in the page

    def __post_init__(self) -> None:
        """Take the icons and all that the library of icons needs out of the page, and see what else it loads."""
        if f"_static/{SHEET}?" in self.text:
            raise AssetsError(f"{self.file.name} is of an earlier build: build the book anew, as tools/build.py does")
        self.text = HEAD.sub(lambda found: PRELOAD.sub("", COMMENT.sub("", found[0])), icons.drawn(self.text))
        self.text, count = THEME.subn(rf"\1{CHOSEN}", self.text)
        if not count:
            raise AssetsError(f"{self.file.name} does not choose between light and dark in the way that is known")
        self.sheets = [self.path(found[0]) for found in LINK.finditer(self.text)]
        scripts = (script for found in CODE.finditer(self.text) if (script := self.script(found)) is not None)
        self.scripts = list(dict.fromkeys(scripts))  # settings may be there twice

    def path(self, tag: str) -> Path:
        """Return the file that a tag loads."""
        found = FILE.search(tag)
        if not found or urlsplit(found[1]).netloc:
            raise AssetsError(f"{self.file.name} has {tag.strip()}, which is no file of the site")
        return (self.file.parent / unquote(urlsplit(found[1]).path)).resolve()

    def script(self, found: re.Match[str]) -> Path | str | None:
        """Return the script of a tag, unless it is to stay as it is."""
        start, end = (self.text.index(place) for place in ('rel="stylesheet"', "</head>"))
        attributes, code = found.groups()
        if found.start() < start or "json" in attributes:  # before all else; data
            return None
        if not code.strip():
            # One that waits for the page already, and is not among the theme's at the end of it, is the page's own.
            return None if "defer" in attributes and found.start() < end else self.path(attributes)
        return code.strip() if found.start() < end else None

    def rewritten(self, shared: set[Path | str], sheet: str, script: str, fonts: list[str], root: Path) -> str:
        """Return the page with the site's style sheet and script in place of those that it shares with all others."""
        up = "../" * (len(self.file.relative_to(root).parts) - 1) + "_static/"
        data: list[str] = []

        def replace(found: re.Match[str]) -> str:
            one = self.script(found)
            if one in shared or (isinstance(one, str) and PAGE_NAME.fullmatch(one)):
                data.extend(DATA.findall(found[1]))
                return ""
            return found[0] if not isinstance(one, Path) else found[0].replace("<script", "<script defer", 1)

        text = CODE.sub(replace, self.text)
        words = " ".join(["defer", *data, f'src="{up}{script}"'])
        tags = f'    <link rel="stylesheet" href="{up}{sheet}" />\n    <script {words}></script>\n'
        if "<math" in text:
            tags = "".join(AHEAD.format(href=up + font) for font in fonts) + tags
        before, after = LINK.split(text, maxsplit=1)
        return before + tags + LINK.sub("", after)


def order(script: Path | str) -> int:
    """Return which scripts are first: those that set what others, which no longer wait for the page, read at once."""
    if isinstance(script, str):
        return 1
    return 0 if script.name == OPTIONS else 2


def write(folder: Path) -> None:
    """Write the style sheet and the script of a built site, let its pages load them, and delete what they replace."""
    static = folder.resolve() / "_static"
    texts = {file.resolve(): file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.html"))}
    pages = [Page(*one) for one in texts.items() if static not in one[0].parents and LINK.search(one[1])]
    library = static / "scripts" / "fontawesome.js"
    sheets = joined([page.sheets for page in pages])
    everywhere = set.intersection(*(set(page.scripts) for page in pages))
    scripts = joined([[one for one in page.scripts if one in everywhere - {library}] for page in pages])
    scripts.sort(key=order)
    parts = [one if isinstance(one, str) else one.read_text(encoding="utf-8") for one in scripts]
    others = [one.read_text(encoding="utf-8") for one in static.glob("*.js")]
    results = {SHEET: sheet(static, sheets, [*(page.text for page in pages), *parts, *others]), SCRIPT: script(parts)}
    for name, text in results.items():
        (static / name).write_text(text, encoding="utf-8", newline="\n")
    fonts = sorted({address for address in ADDRESS.findall(results[SHEET]) if FONT.match(address)})
    tags = {name: f"{name}?v={hashlib.sha256(text.encode()).hexdigest()[:8]}" for name, text in results.items()}
    for page in pages:
        text = page.rewritten({*scripts, library}, tags[SHEET], tags[SCRIPT], fonts, folder.resolve())
        page.file.write_text(text, encoding="utf-8", newline="\n")
    for file in {library, *sheets, *(one for one in scripts if isinstance(one, Path)), *static.rglob("*.map")}:
        file.unlink()
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)


def write_assets(app: Any, error: Exception | None) -> None:
    """Make the site light, once all of its pages are written."""
    if error is None and app.builder.format == "html":
        write(Path(app.outdir))


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this."""
    app.connect("build-finished", write_assets, priority=800)  # before the policies, which say what is in a page
    return {"parallel_read_safe": True, "parallel_write_safe": True}
