"""What an import of the explorers loads: Matplotlib and the widgets, which take long, wait until something is drawn."""

import os
import pkgutil
import subprocess
import sys

import pytest

import cnnlib
from cnnlib.explore.static import SWITCH

SLOW = {"matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython"}
LIVE = {"cnnlib.explore.live", "cnnlib.boxes.live"}  # the widgets themselves
MODULES = ["cnnlib", *sorted(one.name for one in pkgutil.walk_packages(cnnlib.__path__, "cnnlib."))]
EXPLORER = """
from cnnlib.explore import explore
from cnnlib.explore.chapters.shapes import draw_shape
controls = dict(recorded=["images"], samples=[100], size=["256 x 256"], rate=[240], seconds=[10], channels=[3])
shown = explore(draw_shape, **controls)
"""


def slow_modules_after(code: str, switch: str = "") -> set[str]:
    """The slow ones of the packages that a new Python has loaded after running some code."""
    code += "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {SWITCH: switch},
        capture_output=True,
        text=True,
        check=True,
    )
    return SLOW & set(result.stdout.split())


@pytest.mark.parametrize("module", ["cnnlib", "cnnlib.explore"])
def test_an_import_loads_nothing_slow(module: str) -> None:
    assert slow_modules_after(f"import {module}") == set()


def test_all_modules_but_that_of_the_widgets_load_nothing_slow() -> None:
    assert {*LIVE, "cnnlib.cover", "cnnlib.explore.chapters.pooling", "cnnlib.pictures"} < set(MODULES)
    assert slow_modules_after("\n".join(f"import {module}" for module in MODULES if module not in LIVE)) == set()


def test_an_explorer_of_a_page_loads_nothing_slow() -> None:
    assert slow_modules_after(EXPLORER + "shown._repr_html_()", switch="static") == set()


def test_what_is_drawn_loads_what_it_needs() -> None:
    assert slow_modules_after("from cnnlib.pictures import figure\nfigure(3, 2)") == {"matplotlib"}
    assert slow_modules_after(EXPLORER) >= {"ipywidgets", "anywidget", "traitlets"}
