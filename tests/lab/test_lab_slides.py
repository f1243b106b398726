"""A chapter as slides in a real JupyterLab: the show starts, steps, and its explorer is live."""

from pathlib import Path

import pytest

from kit.book import ROOT
from kit.jupyterlab import Desk, run_all
from press.slides.notebook import write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = """async (path) => {
    await jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook" });
    await jupyterapp.shell.currentWidget.context.ready;
    jupyterapp.shell.currentWidget.content.activeCellIndex = 0;
}"""
ON_SLIDE = """() => document.querySelectorAll(".jp-Cell.jp-deck-mod-onscreen").length"""
SOURCE = "() => jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.getSource()"


def test_a_chapter_presents_with_a_live_explorer(desk: Desk, lab_folder: Path) -> None:
    write_notebook(ROOT / "chapters" / "2-convolution.md", lab_folder / "chapters" / "slides.ipynb")
    with desk.opened("2-convolution") as notebook:
        page = notebook.page
        page.evaluate(OPEN, "slides.ipynb")
        run_all(page)
        page.evaluate("() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
        page.evaluate("() => jupyterapp.commands.execute('deck:start')")
        page.wait_for_function(f"() => ({ON_SLIDE})() === 1")  # the title alone
        titles = []
        for _ in range(40):
            page.evaluate("() => jupyterapp.commands.execute('deck:forward')")
            first = page.evaluate(SOURCE).splitlines()[0]
            if first.startswith("## ") and first not in titles:
                titles.append(first)
            if first == "## Explore, while Z is hidden":
                slider = notebook.box.locator(".noUi-handle").first
                slider.wait_for()
                before = notebook.state()
                slider.press("ArrowRight")
                assert notebook.state() != before
        assert titles[:3] == ["## The problem", "## Explore, while Z is hidden", "## Lay, multiply, add up"]
        assert titles[-1] == "## What to remember"
        assert len(titles) == 14
        page.evaluate("() => jupyterapp.commands.execute('deck:stop')")
        assert notebook.outside == []
