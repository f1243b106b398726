"""The chapters in a real JupyterLab, used as a reader does: double click, run all, move a slider."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from book import ROOT, notebooks, pages, problems
from cnnlib.book import SWITCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUN_TIME = 120_000  # milliseconds for all cells of a chapter

OUTPUTS = """() => {
    const panel = jupyterapp.shell.currentWidget;
    return [...panel.content.model.cells].filter((cell) => cell.type === "code").map((cell) => ({
        count: cell.executionCount,
        source: cell.sharedModel.getSource(),
        outputs: cell.outputs.toJSON(),
    }));
}"""

# A notebook draws only the cells in sight.
SHOW_SLIDER = """async () => {
    const { content } = jupyterapp.shell.currentWidget;
    for (const cell of content.widgets) {
        const outputs = cell.model.type === "code" ? cell.model.outputs.toJSON() : [];
        if (outputs.some((output) => output.data?.["application/vnd.jupyter.widget-view+json"])) {
            await content.scrollToCell(cell, "start");
            return;
        }
    }
    throw new Error("no cell of this chapter shows a widget");
}"""

# What an explorer shows, its sliders and their numbers left out.
VIEW = """(slider) => {
    const output = slider.closest(".jp-OutputArea").cloneNode(true);
    output.querySelectorAll(".widget-slider").forEach((one) => one.remove());
    return output.innerHTML;
}"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the chapters, with no settings but the environment's."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", folder / "chapters", ignore=shutil.ignore_patterns(".*"))
    env = {name: value for name, value in os.environ.items() if name != SWITCH}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        env[name] = str(folder / name)
    for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"):
        env[name] = str(folder / name)
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--expose-app-in-browser"]
    command += [f"--ServerApp.root_dir={folder / 'chapters'}"]
    log = folder / "log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(120):
                assert server.poll() is None, log.read_text(encoding="utf-8")
                try:
                    urllib.request.urlopen(f"{address}/api/status").close()
                    break
                except OSError:
                    time.sleep(0.5)
            else:
                pytest.fail(log.read_text(encoding="utf-8"))
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def page(browser: Browser, lab: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.goto(f"{lab}/lab?reset")
    page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
    yield page
    page.close()


def open_by_double_click(page: Page, name: str) -> None:
    page.locator(".jp-DirListing-itemName", has_text=f"{name}.md").dblclick()
    page.locator(".jp-NotebookPanel:visible .jp-Notebook").wait_for()


def run_all(page: Page) -> list[dict[str, Any]]:
    page.set_default_timeout(RUN_TIME)
    page.evaluate("""async () => {
        const { sessionContext } = jupyterapp.shell.currentWidget;
        await sessionContext.ready;
        await jupyterapp.commands.execute("notebook:run-all-cells");
    }""")
    return page.evaluate(OUTPUTS)


def move_slider(page: Page) -> None:
    """Move the first slider of the open notebook by keyboard and see the view change."""
    page.evaluate(SHOW_SLIDER)
    slider = page.locator(".jp-OutputArea [role=slider]:visible").first
    view = slider.evaluate(VIEW)
    value = slider.get_attribute("aria-valuenow") or ""
    # One of the two moves it, wherever it stands.
    slider.press("ArrowRight")
    if slider.get_attribute("aria-valuenow") == value:
        slider.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuenow", value)
    deadline = time.monotonic() + 10
    while slider.evaluate(VIEW) == view:
        assert time.monotonic() < deadline, "the slider moved and the view did not change"
        time.sleep(0.1)


@pytest.mark.parametrize("chapter", pages())
def test_chapter_opens_as_a_notebook_and_runs(page: Page, chapter: str) -> None:
    open_by_double_click(page, Path(chapter).name)
    assert page.locator(".jp-FileEditor, .jp-MarkdownViewer").count() == 0
    if chapter in notebooks():
        for cell in run_all(page):
            assert cell["count"], f"not run: {cell['source']}"
            assert not [one for one in cell["outputs"] if one["output_type"] == "error"], cell
    if chapter in problems():
        move_slider(page)
