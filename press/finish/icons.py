"""The theme's icons without its icon library.

The theme brings Font Awesome: half a megabyte of script that replaces `<i class="fa-solid fa-moon"></i>` by a drawing
while a page loads, and fonts for the icons that its style sheets set before or after a text. Here the build does the
same once, with the outlines of these fonts, so that the drawings are of the version that the theme has: an icon of a
page becomes an empty SVG element, as large as the one of the script, and the site's style sheet has the drawings, as
masks. They are Font Awesome's, under CC BY 4.0.

Mends pydata-sphinx-theme (its issues 2115 and 2379). No longer needed when the theme's pages load neither
`fontawesome.js` nor a font of icons; then `draw_icons` finds no library to leave out, and a test says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any
from urllib.parse import quote

from press.finish.pages import Node, Page, make_element

FONTS = {"fas": "fa-solid-900.ttf", "far": "fa-regular-400.ttf", "fab": "fa-brands-400.ttf"}
STYLES = {"fa": "fas", "fas": "fas", "fa-solid": "fas", "far": "far", "fa-regular": "far"} | {
    "fab": "fab",
    "fa-brands": "fab",
}
SIZES = ("fa-2xs", "fa-xs", "fa-sm", "fa-lg", "fa-xl", "fa-2xl", "fa-fw")
MARKED = ", ".join(f"{tag}.{word}" for tag in ("i", "span") for word in STYLES)
TOP = 448  # where the box of a drawing begins, above the line that letters stand on
PLACE = re.compile(r"icon-(fa[brs])-(.+)")  # the class of a place for a drawing

# In a minified style sheet: the names of the library's icons, its own rules and its font.
NAMES = re.compile(r"((?:\.fa-[\w-]+:before,?)+)\{content:\"([^\"]*)\"\}")
OWN_RULES = re.compile(rf"@font-face\{{[^}}]*Font Awesome[^}}]*\}}|(?<=[}}/]){NAMES.pattern}")
NAMED = re.compile(r'(--[\w-]+):"([\ue000-\uf8ff])"')
SET = re.compile(r'content:(?:"([\ue000-\uf8ff])"|var\((--pst-(?:icon-[\w-]+|breadcrumb-divider))\))')
FONT = re.compile(r"font:var\(--fa-font-\w+\)|font-family:(?:\"?Font Awesome|var\(--fa-)[^;}]*")
LEFT = re.compile(r"[\ue000-\uf8ff]|font(?:-family)?:[^;}]*(?:Font Awesome|--fa-)")

SAFE = " =:/'"  # what may stand in an address between double quotation marks

# Colours that a reader forces on every page, and paper, leave backgrounds out, but an icon is to stay.
PAINT = (
    "forced-color-adjust:none;-webkit-print-color-adjust:exact;print-color-adjust:exact;"
    "background-color:var(--icon-color,currentColor);"
    "-webkit-mask:var(--icon) center/{size} no-repeat;mask:var(--icon) center/{size} no-repeat"
)
# The box of an icon in a style sheet, as large as the letter was.
LETTER = "display:inline-block;width:1em;height:1lh;vertical-align:-.125em;" + PAINT.format(size="1em")
# How the library lays out its drawings; then what the theme says of the letters and does not suit the masks.
RULES = f"""
.svg-inline--fa {{ display: inline-block; height: 1em; overflow: visible; box-sizing: content-box;
  vertical-align: -.125em; {PAINT.format(size="contain")} }}
.svg-inline--fa.fa-lg {{ vertical-align: -.2em; }}
.svg-inline--fa.fa-fw {{ width: 1.25em; }}
div.admonition > .admonition-title::after {{ height: 1lh; }}
@media (forced-colors: active) {{
  :root {{ --icon-color: CanvasText; }}
  button {{ --icon-color: ButtonText; }}
  a {{ --icon-color: LinkText; }}
}}
"""


class NoIconError(ValueError):
    """A page or a style sheet has an icon that the theme's fonts do not have."""


@dataclass(frozen=True)
class Icon:
    """A drawing of the library."""

    name: str
    width: int
    path: str

    @property
    def box(self) -> str:
        """Return the drawing's box; all are of one height."""
        return f"0 0 {self.width} 512"

    def make_place(self, attributes: dict[str, str | None], title: str = "") -> Node:
        """Return a place for the drawing on a page; the style sheet paints it."""
        inside = f"<title>{escape(title)}</title>" if title else ""
        # Not by itself, as an element of HTML would have no attribute viewBox.
        svg = make_element(f'<svg viewBox="{self.box}">{inside}</svg>')
        for name, value in attributes.items():
            svg.attrs[name] = value
        return svg

    @property
    def address(self) -> str:
        """Return the drawing for a style sheet."""
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{self.box}'><path d='{self.path}'/></svg>"
        return f'url("data:image/svg+xml,{quote(svg, safe=SAFE)}")'


class IconFont:
    """A font of the theme's icons, one style of them.

    Parameters
    ----------
    file : Traversable
        The font.
    """

    def __init__(self, file: Traversable) -> None:
        from fontTools.ttLib import TTFont

        self.font = TTFont(BytesIO(file.read_bytes()))
        self.letters: dict[int, str] = self.font.getBestCmap()
        self.names = set(self.letters.values())

    def draw(self, name: str) -> Icon:
        """Return the drawing of this name."""
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        glyphs: Any = self.font.getGlyphSet()
        pen = SVGPathPen(glyphs)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, -1, 0, TOP)))  # down is up in a font
        return Icon(name, glyphs[name].width, pen.getCommands())


def read_letter(text: str) -> int:
    """Return the place in Unicode of a letter, as a style sheet writes it."""
    letter = text.removeprefix("\\")
    return ord(letter) if len(letter) == 1 else int(letter, 16)


class Library:
    """The icons of the theme: their drawings, and all names of each."""

    def __init__(self) -> None:
        theme = resources.files("pydata_sphinx_theme").joinpath("theme", "pydata_sphinx_theme", "static")
        folder = theme.joinpath("vendor", "fontawesome", "webfonts")
        self.fonts = {style: IconFont(folder.joinpath(file)) for style, file in FONTS.items()}
        css = theme.joinpath("styles", "pydata-sphinx-theme.css").read_text(encoding="utf-8")
        # An icon may have several names, of which its font knows one.
        self.letters = {
            name.removeprefix(".fa-").removesuffix(":before"): read_letter(letter)
            for names, letter in NAMES.findall(css)
            for name in names.split(",")
        }

    def find(self, style: str, name: str) -> Icon | None:
        """Return the icon of a style that has this name, if there is one."""
        font = self.fonts[style]
        own = name if name in font.names else font.letters.get(self.letters.get(name, 0))
        return font.draw(own) if own else None

    def find_letter(self, letter: str) -> Icon:
        """Return the icon that stands for a letter in style sheets, which is the solid one if there is one."""
        for font in (self.fonts["fas"], self.fonts["fab"]):
            if name := font.letters.get(ord(letter)):
                return font.draw(name)
        raise NoIconError(f"a style sheet sets {letter!r}, which is not an icon that can be drawn")


@cache
def load_library() -> Library:
    """Return the theme's icons, which are read once."""
    return Library()


def draw_icons(page: Page) -> None:
    """Put a place for each icon into a page."""
    for node in page.select(MARKED):
        if not node.child:
            node.replace_with(make_place(node))


def make_place(node: Node) -> Node:
    """Return the place for the drawing of an icon that a page has as an empty element."""
    attributes = dict(node.attrs.items())
    words = (attributes.pop("class") or "").split()
    style = next(STYLES[word] for word in words if word in STYLES)
    names = [word for word in words if word.startswith("fa-") and word not in STYLES and word not in SIZES]
    icon = load_library().find(style, names[0].removeprefix("fa-")) if len(names) == 1 else None
    if icon is None:
        raise NoIconError(f"{node.html} is not an icon that can be drawn")
    classes = ["svg-inline--fa", f"icon-{style}-{icon.name}", *(word for word in words if word not in STYLES)]
    title = attributes.pop("title", "") or ""
    # What has no name is decoration, which a screen reader leaves out.
    role = {"role": "img"} if title else {"aria-hidden": "true", "focusable": "false"}
    return icon.make_place({"class": " ".join(classes), **attributes, **role}, title)


def write_rules(pages: list[Page]) -> str:
    """Return the style sheet that paints the icons of pages."""
    classes = {
        word
        for page in pages
        for node in page.select("svg.svg-inline--fa")
        for word in (node.attrs.get("class") or "").split()
    }
    lines = []
    for style, name in sorted(found.groups() for word in classes if (found := PLACE.fullmatch(word))):
        icon = load_library().find(style, name)
        assert icon is not None
        lines.append(f".icon-{style}-{name}{{--icon:{icon.address}}}\n")
    return RULES + "".join(lines)


def mask(css: str) -> str:
    """Return a minified style sheet with masks for icons, and without the library's font and rules."""
    css = OWN_RULES.sub("", css)
    css = NAMED.sub(lambda found: f"{found[1]}:{load_library().find_letter(found[2]).address}", css)
    css = SET.sub(lambda found: f'content:"";--icon:{find_address(found[1], found[2])}', css)
    css = FONT.sub(LETTER, css)
    if left := LEFT.search(css):
        raise NoIconError(
            f"a style sheet sets an icon in a way that is not known: {css[left.start() - 80 : left.end()]}"
        )
    return css


def find_address(letter: str | None, variable: str) -> str:
    """Return what a style sheet has for an icon, by its letter or by a variable that has its drawing."""
    return load_library().find_letter(letter).address if letter else f"var({variable})"
