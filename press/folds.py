"""Parts that are worked out: sections of a chapter, folded on the site until a reader unfolds them.

Every program that opens a notebook shows a heading, and JupyterLab folds what stands below one whose cell says so. So
what is to stay folded below an answer box is written as a section whose label begins with `worked-`:

    +++ {"jp-MarkdownHeadingCollapsed": true}

    (worked-2c)=
    ### 2(c) worked out

    +++

    Text and cells, up to the next heading of this level or above.

On the site it becomes a `<details>` with the heading as its summary. On paper and without scripts it is unfolded.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes  # type: ignore[import-untyped]

LABEL = "worked-"


class Fold(nodes.section):  # type: ignore[misc]
    """A section that can be unfolded."""


class FoldTitle(nodes.section):  # type: ignore[misc]
    """What is seen of a section that is folded; a section itself, as the writer asks that of what has a title."""


def fold_sections(app: Any, doctree: Any, page: str) -> None:
    """Make folds of the sections that are worked out: after the contents are collected, which know sections only."""
    if app.builder.format != "html":
        return
    for section in list(doctree.findall(nodes.section)):
        if any(name.startswith(LABEL) for name in section["ids"]):
            title = FoldTitle("", section.next_node(nodes.title), ids=section["ids"])
            fold = Fold("", title, **section.attributes)
            fold.extend(child for child in section.children if not isinstance(child, nodes.title))
            section.replace_self(fold)


def visit_fold(self: Any, node: Fold) -> None:
    """Begin a fold. Its title is a heading one level down, as that of the section was."""
    self.section_level += 1
    self.body.append(self.starttag(node, "details", CLASS="worked"))


def depart_fold(self: Any, node: Fold) -> None:
    """End a fold."""
    self.section_level -= 1
    self.body.append("</details>\n")


def visit_title(self: Any, node: FoldTitle) -> None:
    """Begin what is seen of a fold."""
    self.body.append("<summary>")


def depart_title(self: Any, node: FoldTitle) -> None:
    """End what is seen of a fold."""
    self.body.append("</summary>\n")


def add_folds(app: Any) -> None:
    """Fold what is worked out, page by page."""
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(FoldTitle, html=(visit_title, depart_title))
    app.connect("doctree-resolved", fold_sections)
