"""That the book's build fails where it must: tiny books, each with a mistake, with the book's own settings."""

from pathlib import Path

import pytest

from kit.book import ROOT
from kit.smallbook import HEAD, build_book

REFERENCES = """
See [](#no-such-label), [](no-such-page.md), {eq}`no-such-equation`, {py:func}`cnnlib.no_such_function`
and {cite}`nobody1900`.
"""
UNCHECKED = """
<a href="page.html#no-such-anchor">There</a>

![](favicon.svg)

(ex-count)=
### Exercise: Count

How many?

+++ {"jp-MarkdownHeadingCollapsed": true}

#### Solution

+++

Two.

(ex-count-again)=
### Exercise: Count again

How many?
"""
# What the page says, and what the build prints.
MISTAKES = {
    "wrong number": ("```{code-cell} python\nassert 2 * 3 == 7\n```", ["AssertionError"]),
    "warning": ("```{code-cell} python\nimport warnings; warnings.warn('old')\n```", ["stderr"]),
    "dead references": (
        REFERENCES,
        ["no-such-label", "no-such-page", "no-such-equation", "no_such_function", "nobody1900"],
    ),
    "what press.checks looks for": (UNCHECKED, ["no-such-anchor", "has no text", "ex-count"]),
}
PAGE = "chapters/page"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_the_build(mistake: str, tmp_path: Path) -> None:
    text, messages = MISTAKES[mistake]
    built = build_book(tmp_path, {PAGE: f"{HEAD}# A page\n\n{text}"}, execute="{code-cell}" in text)
    assert built.stopped
    assert [message for message in messages if message not in built.log] == []


def test_settings_are_ones_that_jupyter_book_knows() -> None:
    # Jupyter Book only prints a box about a wrong setting, and builds on.
    from jupyter_book.config import get_final_config

    cli = {"latex_individualpages": False}
    get_final_config(user_yaml=ROOT / "_config.yml", cli_config=cli, raise_on_invalid=True)
