"""Links of two kinds that MyST-Parser does not follow by itself.

A link to a label in another file, `[words](other.md#label)`, which JupyterLab, Colab and GitHub follow: MyST-Parser
(its issues 839 and 1151) looks there for headings alone, although `[words](#label)` finds the same label. No longer
needed when a book with such a link is built without a warning; a test says so.

A link to a state of an explorer, `[words](#explorer-1?stride=2)`: a place that the page's script knows.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

STATE = re.compile(r"#explorer-(\d+)\?")


def know_labels(app: Any, env: Any) -> None:
    """Let MyST find the labels of each page beside its headings: for each a line, a place, and words."""
    labels = env.domaindata["std"]["anonlabels"]
    for label, (page, place) in labels.items():
        _, _, words = env.domaindata["std"]["labels"].get(label, (page, place, label))
        headings = env.metadata[page].setdefault("myst_slugs", {})
        headings.setdefault(label, (None, place, words))


class LeaveStates(SphinxTransform):
    """Leave a link to a state as it is written."""

    default_priority = 800  # before MyST looks for the label that it may be

    def apply(self, **_: Any) -> None:
        """Let MyST take no such link for one to a label."""
        for link in self.document.findall(nodes.reference):
            if link.get("id_link") and STATE.match(link.get("refuri", "")):
                del link["id_link"]


def add_links(app: Any) -> None:
    """Mend links, once all labels are known and before links are resolved."""
    app.connect("env-check-consistency", know_labels)
    app.add_transform(LeaveStates)
