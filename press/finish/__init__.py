"""The finished site: its pages are read, go through one list of steps, and are written.

`STEPS` is the order: what a step needs is there before it. The policies have the hashes of a page's scripts, so they
come after everything that changes a script.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from press.finish.answers import add_answer_tools
from press.finish.assets import join_assets
from press.finish.checks import check_pages
from press.finish.icons import draw_icons
from press.finish.pages import Page, Pages
from press.finish.patches import mend_page
from press.finish.policy import add_policies
from press.finish.practice import add_practice
from press.finish.projector import add_projector
from press.math.font import ship_font
from press.offers.previews import write_preview

Step = Callable[[Pages], None]


def each(change: Callable[[Page], None]) -> Step:
    """Return the step that changes each page by itself."""

    def step(pages: Pages) -> None:
        for page in pages:
            change(page)

    return step


STEPS: tuple[Step, ...] = (
    ship_font,
    write_preview,
    add_answer_tools,
    add_practice,
    each(mend_page),
    each(add_projector),
    each(draw_icons),
    join_assets,
    add_policies,
    check_pages,
)


def finish_site(app: Any, error: Exception | None) -> None:
    """Let the pages of a site that is built go through all steps."""
    if error is not None or app.builder.format != "html":
        return
    pages = Pages.read(Path(app.outdir))
    for step in STEPS:
        step(pages)
    pages.write()
