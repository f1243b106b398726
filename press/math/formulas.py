"""The pages' formulas: as MathML, which a browser shows without a script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes

from press.math.mathml import FormulaError, write_mathml

OPENING = re.compile(r"[^\w\s]*$")  # what belongs to a formula before it, such as a bracket
ATTACHED = re.compile(r"\S*")  # and behind it: a full stop, "-th"
SCRIPT = Path(__file__).parents[1] / "static" / "formulas.js"


def write_formula(self: Any, node: Any, block: bool = False) -> str:
    """Return a formula's MathML; one that cannot be written is a warning, which fails the book's build."""
    from sphinx.util.logging import getLogger

    tex = node.astext()
    try:
        return write_mathml(tex, block)
    except FormulaError as error:
        getLogger(__name__).warning("the formula %s cannot be shown: %s", " ".join(tex.split()), error, location=node)
        return f"<code>{self.encode(tex)}</code>"


def visit_inline(self: Any, node: Any) -> None:
    """Write a formula within a sentence."""
    self.body.append(write_formula(self, node))
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
    self.body.append(f"{write_formula(self, node, block=True)}</div></div>\n")
    raise nodes.SkipNode


def add_formulas(app: Any) -> None:
    """Write formulas in this way: Sphinx takes a renderer that is there in place of its own."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.config.html_static_path.append(str(SCRIPT))
    app.add_js_file(SCRIPT.name)
    app.connect("doctree-resolved", keep_together)
