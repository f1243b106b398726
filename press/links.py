"""A link to a label in another file, `[words](other.md#label)`, which JupyterLab, Colab and GitHub follow.

Mends MyST-Parser (its issues 839 and 1151): it looks there for headings alone, although `[words](#label)` finds the
same label. No longer needed when a book with such a link is built without a warning; a test says so.
"""

from __future__ import annotations

from typing import Any


def know_labels(app: Any, env: Any) -> None:
    """Let MyST find the labels of each page beside its headings: for each a line, a place, and words."""
    labels = env.domaindata["std"]["anonlabels"]
    for label, (page, place) in labels.items():
        _, _, words = env.domaindata["std"]["labels"].get(label, (page, place, label))
        headings = env.metadata[page].setdefault("myst_slugs", {})
        headings.setdefault(label, (None, place, words))


def add_links(app: Any) -> None:
    """Mend links, once all labels are known and before links are resolved."""
    app.connect("env-check-consistency", know_labels)
