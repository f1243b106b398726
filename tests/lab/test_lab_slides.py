"""A chapter as slides in a real JupyterLab: the show starts, steps, and its explorer is live."""

from pathlib import Path

import pytest

from kit.book import ROOT
from kit.jupyterlab import Desk
from press.slides.notebook import write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXPLORE = "## Explore, while Z is hidden"
# The cells up to the explorer are run: that all of a chapter runs is seen with its own notebook.
RUN = """async (title) => {
    const { content, sessionContext } = jupyterapp.shell.currentWidget;
    await sessionContext.ready;
    const sources = content.widgets.map((cell) => cell.model.sharedModel.getSource());
    content.activeCellIndex = sources.findIndex((source) => source.startsWith(title)) + 2;
    await jupyterapp.commands.execute("notebook:run-all-above");
    content.activeCellIndex = 0;
    await jupyterapp.commands.execute("deck:start");
}"""
ON_SLIDE = """() => document.querySelectorAll(".jp-Cell.jp-deck-mod-onscreen").length"""
FORWARD = """async () => {
    await jupyterapp.commands.execute("deck:forward");
    return jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.getSource().split("\\n")[0];
}"""
MOST = 40  # steps


def test_a_chapter_presents_with_a_live_explorer(desk: Desk, lab_folder: Path) -> None:
    write_notebook(ROOT / "chapters" / "2-convolution.md", lab_folder / "chapters" / "slides.ipynb")
    with desk.opened("slides.ipynb") as notebook:
        page = notebook.page
        page.evaluate(RUN, EXPLORE)
        page.wait_for_function(f"() => ({ON_SLIDE})() === 1")  # the title alone
        titles = []
        for _ in range(MOST):
            first = page.evaluate(FORWARD)
            if first.startswith("## ") and first not in titles:
                titles.append(first)
            if first == EXPLORE:
                slider = notebook.box.locator(".noUi-handle").first
                slider.wait_for()
                before = notebook.state()
                slider.press("ArrowRight")
                assert notebook.state() != before
            if first == "## What to remember":
                break
        assert titles[:3] == ["## The problem", EXPLORE, "## Lay, multiply, add up"]
        assert titles[-1] == "## What to remember"
        assert len(titles) == 14
        page.evaluate("() => jupyterapp.commands.execute('deck:stop')")
        assert notebook.outside == []
