"""The Sphinx extension that writes the pages' formulas as MathML, and the font for them.

Browsers lay MathML out themselves, but need a font with a table of how; few systems have one. STIX Two comes with the
package ziamath, and the site gets the part of it that the book's formulas need.
"""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

from docutils import nodes  # type: ignore[import-untyped]

from press.mathml import FormulaError, mathml

FONT = "formulas.woff"
LICENCE = "formulas-OFL.txt"
OPENING = re.compile(r"[^\w\s]*$")  # what belongs to a formula before it, such as a bracket
ATTACHED = re.compile(r"\S*")  # and behind it: a full stop, "-th"
FORMULA = re.compile(r"<math .*?</math>", re.DOTALL)
ITALIC = {letter: chr(0x1D434 + place) for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
ITALIC |= {letter: chr(0x1D44E + place) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
ITALIC |= {"h": "ℎ", "∂": "𝜕"}  # these have places of their own in Unicode


def written(self: Any, node: Any, block: bool = False) -> str:
    """Return a formula's MathML; one that cannot be written is a warning, which fails the book's build."""
    from sphinx.util.logging import getLogger

    tex = node.astext()
    try:
        return mathml(tex, block)
    except FormulaError as error:
        getLogger(__name__).warning("the formula %s cannot be shown: %s", " ".join(tex.split()), error, location=node)
        return f"<code>{self.encode(tex)}</code>"


def visit_inline(self: Any, node: Any) -> None:
    """Write a formula within a sentence."""
    self.body.append(written(self, node))
    raise nodes.SkipNode


def keep_together(app: Any, doctree: Any, page: str) -> None:
    """Keep a formula on one line with what is attached to it: else the next line may begin with a full stop.

    Browsers break a line on both sides of a formula, whatever stands there.
    """
    for formula in list(doctree.findall(nodes.math)):
        parent, place = formula.parent, formula.parent.index(formula)
        before, after = (text_at(parent, k) for k in (place - 1, place + 1))
        opening, attached = OPENING.findall(before)[0], ATTACHED.findall(after)[0]
        if opening or attached:
            whole = nodes.inline("", "", classes=["together"])
            parent[place] = whole
            whole.extend([nodes.Text(opening), formula, nodes.Text(attached)])
        if opening:
            parent[place - 1] = nodes.Text(before.removesuffix(opening))
        if attached:
            parent[place + 1] = nodes.Text(after.removeprefix(attached))


def text_at(parent: Any, place: int) -> str:
    """Return the text at a place among a node's children; "" if there is none, or another kind of node."""
    found = parent[place] if 0 <= place < len(parent) else None
    return str(found) if isinstance(found, nodes.Text) else ""


def visit_block(self: Any, node: Any) -> None:
    """Write a formula of its own, and its number; a wide one scrolls in a box that the keyboard reaches."""
    from sphinx.locale import _
    from sphinx.util.math import get_node_equation_number

    self.body.append(self.starttag(node, "div", CLASS="math"))
    name = "Formula"
    if node["number"]:
        number = get_node_equation_number(self, node)
        name += f" ({number})"
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f'<div class="formula" role="group" aria-label="{name}" tabindex="0">')
    self.body.append(f"{written(self, node, block=True)}</div></div>\n")
    raise nodes.SkipNode


def characters(html: str) -> set[str]:
    """Return the characters that a browser shows for the formulas of a page: a single letter is an italic one."""
    found: set[str] = set()
    for formula in FORMULA.findall(html):
        for element in fromstring(formula).iter():
            if element.tag in ("msqrt", "mroot"):
                found.add("√")  # the browser draws it, in the font's sizes
            if element.tag != "annotation" and element.text:
                found |= set(ITALIC.get(element.text, element.text) if element.tag == "mi" else element.text)
    return found


def write_font(target: Path, text: set[str]) -> None:
    """Write a font with these characters, in all the sizes that brackets and roots grow to."""
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options()
    options.flavor = "woff"
    options.hinting = False  # a quarter of the size, and of use to coarse screens alone
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # the last two name the licence
    options.ignore_missing_unicodes = False
    with as_file(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf") as source:
        font = subset.load_font(source, options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(text)))
        subsetter.subset(font)
        # TeX lowers no subscript for the tail of a j.
        font["MATH"].table.MathConstants.SubscriptBaselineDropMin.Value = -30
        subset.save_font(font, target, options)


def ship_font(app: Any, error: Exception | None) -> None:
    """Give the finished site a font that has what its formulas need."""
    if error is not None or app.builder.format != "html":
        return
    text: set[str] = set()
    for page in Path(app.outdir).rglob("*.html"):
        text |= characters(page.read_text(encoding="utf-8"))
    if text:
        target = Path(app.outdir, "_static")
        write_font(target / FONT, text)
        shutil.copy(Path(__file__).with_name(LICENCE), target)


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this, and takes a renderer that is there in place of its own."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.config.html_static_path.append(str(Path(__file__).with_name("formulas.js")))
    app.add_js_file("formulas.js")
    app.connect("doctree-resolved", keep_together)
    app.connect("build-finished", ship_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
