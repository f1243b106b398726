"""The theme's icons without its icon library.

The theme brings Font Awesome: half a megabyte of script that replaces `<i class="fa-solid fa-moon"></i>` by a drawing
while a page loads, and a font for the icons that its style sheets set before or after a text. Here the build does the
same once, with the drawings that this script has: an icon of a page becomes an empty SVG element, as large as the one
of the script, and the site's style sheet has the drawings, as masks. They are Font Awesome's, under CC BY 4.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from importlib import resources
from urllib.parse import quote

LIBRARY = ("theme", "pydata_sphinx_theme", "static", "scripts", "fontawesome.js")
STYLES = {"fa": "fas", "fas": "fas", "fa-solid": "fas", "far": "far", "fa-regular": "far"} | {
    "fab": "fab",
    "fa-brands": "fab",
}
SIZES = ("fa-2xs", "fa-xs", "fa-sm", "fa-lg", "fa-xl", "fa-2xl", "fa-fw")

PACK = re.compile(r'\w\("(fa[brs])",\w+\)')  # what the script says after the drawings of one style
DRAWING = re.compile(r'"?([\w-]+)"?:\[(\d+),(\d+),\[([^\]]*)\],"([0-9a-f]+)","([^"]+)"\]')
ELEMENT = re.compile(r"<(i|span)(\s[^<>]*)></\1>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')

PLACE = re.compile(r'<svg [^>]*\bclass="svg-inline--fa icon-(fa[brs])-([\w-]+)')

# In a minified style sheet: the library's own rules, the names of its icons and its font.
OWN_RULES = re.compile(r"@font-face\{[^}]*Font Awesome[^}]*\}|(?<=[}/])(?:\.fa-[\w-]+:before,?)+\{content:\"[^\"]*\"\}")
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
    """A page or a style sheet has an icon that the theme's library does not."""


@dataclass(frozen=True)
class Icon:
    """A drawing of the library."""

    name: str
    width: int
    height: int
    path: str

    def svg(self, attributes: str, title: str = "") -> str:
        """Return a place for the drawing on a page; the style sheet paints it."""
        inside = f"<title>{escape(title)}</title>" if title else ""
        return f'<svg viewBox="0 0 {self.width} {self.height}" {attributes}>{inside}</svg>'

    def address(self) -> str:
        """Return the drawing for a style sheet."""
        box = f"viewBox='0 0 {self.width} {self.height}'"
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' {box}><path d='{self.path}'/></svg>"
        return f'url("data:image/svg+xml,{quote(svg, safe=SAFE)}")'


@cache
def library() -> tuple[dict[tuple[str, str], Icon], dict[str, Icon]]:
    """Return the drawings by style and name, and by the letter that stands for them in style sheets."""
    text = resources.files("pydata_sphinx_theme").joinpath(*LIBRARY).read_text(encoding="utf-8")
    *chunks, _ = PACK.split(text)
    named: dict[tuple[str, str], Icon] = {}
    letters: dict[str, Icon] = {}
    for drawings, style in zip(chunks[::2], chunks[1::2], strict=True):
        for name, width, height, others, letter, path in DRAWING.findall(drawings):
            icon = Icon(name, int(width), int(height), path)
            named |= {(style, other): icon for other in [name, *re.findall(r'"([\w-]+)"', others)]}
            letters[chr(int(letter, 16))] = icon  # the solid one, which comes last
    return named, letters


def drawn(page: str) -> str:
    """Return a page's HTML with a place for each icon."""
    return ELEMENT.sub(_draw, page)


def _draw(found: re.Match[str]) -> str:
    attributes = dict(ATTRIBUTE.findall(found[2]))
    words = attributes.pop("class", "").split()
    style = next((STYLES[word] for word in words if word in STYLES), None)
    if style is None:
        return found[0]
    names = [word for word in words if word.startswith("fa-") and word not in STYLES and word not in SIZES]
    icon = library()[0].get((style, names[0].removeprefix("fa-"))) if len(names) == 1 else None
    if icon is None:
        raise NoIconError(f"{found[0]} is not an icon that can be drawn")
    classes = ["svg-inline--fa", f"icon-{style}-{icon.name}", *(word for word in words if word not in STYLES)]
    title = unescape(attributes.pop("title", ""))
    # What has no name is decoration, which a screen reader leaves out.
    attributes = {"class": " ".join(classes)} | attributes
    attributes |= {"role": "img"} if title else {"aria-hidden": "true", "focusable": "false"}
    return icon.svg(" ".join(f'{name}="{value}"' for name, value in attributes.items()), title)


def rules(pages: list[str]) -> str:
    """Return the style sheet that paints the icons of pages."""
    named = library()[0]
    used = sorted({found for page in pages for found in PLACE.findall(page)})
    return RULES + "".join(f".icon-{style}-{name}{{--icon:{named[style, name].address()}}}\n" for style, name in used)


def masked(css: str) -> str:
    """Return a minified style sheet with masks for icons, and without the library's font and rules."""
    letters = library()[1]
    css = OWN_RULES.sub("", css)
    css = NAMED.sub(lambda found: f"{found[1]}:{letters[found[2]].address()}", css)
    css = SET.sub(
        lambda found: 'content:"";--icon:' + (letters[found[1]].address() if found[1] else f"var({found[2]})"), css
    )
    css = FONT.sub(LETTER, css)
    if left := LEFT.search(css):
        raise NoIconError(
            f"a style sheet sets an icon in a way that is not known: {css[left.start() - 80 : left.end()]}"
        )
    return css
