"""The press: what the build of the book adds to Jupyter Book, as one Sphinx extension.

While pages are read and written, its parts answer to Sphinx' events. What is done with finished pages is one list of
steps, in `finish`.
"""

from __future__ import annotations

from typing import Any

from press.checks import add_checks
from press.exercises import add_exercises
from press.finish import finish_site
from press.folds import add_folds
from press.frontends import add_explorers_and_boxes
from press.links import add_links
from press.look import add_look
from press.math.formulas import add_formulas
from press.offers import add_offers
from press.search import add_search
from press.slides.marks import add_marks


def setup(app: Any) -> dict[str, bool]:
    """Set up all parts; Sphinx calls this before it executes a chapter."""
    add_explorers_and_boxes(app)
    add_exercises(app)
    add_folds(app)
    add_links(app)
    add_checks(app)
    add_search(app)
    add_formulas(app)
    add_offers(app)
    add_look(app)
    add_marks(app)
    app.connect("build-finished", finish_site, priority=900)  # after the theme, which writes pygments.css at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
