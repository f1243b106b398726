"""The one switch between a page and a notebook: the environment variable `CNNLIB_EXPLORERS`.

At "static" an explorer is part of a page that has no kernel, with all its states; otherwise it has live sliders. The
book's build sets it, the kernels that execute the chapters inherit it, and the tests that rerun them set it too.
"""

import os

SWITCH = "CNNLIB_EXPLORERS"


def use_static_explorers() -> None:
    """Put the explorers of this process, and of the kernels that it starts, in static mode."""
    os.environ[SWITCH] = "static"


def explorers_are_static() -> bool:
    """Whether an explorer is to be drawn for a page that has no kernel."""
    return os.environ.get(SWITCH) == "static"
