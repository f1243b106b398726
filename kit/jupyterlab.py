"""A real JupyterLab on a copy of the chapters, and a notebook that is open in it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from cnnlib.explore.static import SWITCH
from kit import failures
from kit.book import ROOT

State = dict[str, Any]  # the label of each control, and where it stands
Fold = tuple[str, list[bool]]  # the source of a heading, and whether each cell below it is out of sight
Seen = tuple[str, str]  # the source of a cell, and what is to be read of it

START_TIME = 120  # seconds
RUN_TIME = 120_000  # milliseconds for all cells of a chapter
MINUS = "\u2212"

OUTPUTS = """() => {
    const panel = jupyterapp.shell.currentWidget;
    return [...panel.content.model.cells].filter((cell) => cell.type === "code").map((cell) => ({
        count: cell.executionCount,
        source: cell.sharedModel.getSource(),
        outputs: cell.outputs.toJSON(),
    }));
}"""

# What the notebook would lose if a key that is meant for an explorer reached it.
NOTEBOOK = """() => {
    const { content } = jupyterapp.shell.currentWidget;
    return [content.activeCellIndex, content.mode, content.widgets.map((cell) => cell.model.type)];
}"""

# The label of each control and where it stands.
STATE = """(box) => Object.fromEntries([...box.querySelectorAll(".widget-gridbox > *")].map((widget) => {
    const [flag, choice] = ["input[type=checkbox]", "select"].map((kind) => widget.querySelector(kind));
    const label = flag ? flag.closest("label") : widget.querySelector(".widget-label");
    const text = choice ? choice.selectedOptions[0].label : widget.querySelector(".widget-readout")?.textContent;
    const value = flag ? flag.checked : choice ? text.replaceAll("\u00a0", " ") : Number(text);
    return [label.textContent.trim(), value];
}))"""

# For each heading that folds what stands below it, its source and which of the cells below are out of sight; the folded
# ones are known once their headings are read.
FOLDS = """async () => {
    const { widgets } = jupyterapp.shell.currentWidget.content;
    await Promise.all(widgets.filter((cell) => cell.getHeadings).map((cell) => cell.getHeadings()));
    await new Promise(requestAnimationFrame);
    const folds = [];
    let open = [];
    for (const cell of widgets) {
        const level = cell.headingInfo?.level ?? -1;
        if (level > 0) open = open.filter((fold) => fold.level < level);
        for (const fold of open) fold.hidden.push(cell.isHidden);
        const source = cell.model.sharedModel.getSource();
        if (/^\\(worked-|^#### Solution$/.test(source)) {
            const fold = { level, source, hidden: [] };
            folds.push(fold);
            open.push(fold);
        }
    }
    return folds.map(({ source, hidden }) => [source, hidden]);
}"""

# For each cell that is in sight its source, and all that is to be read of it: of a folded source its first line.
SIGHT = """async () => {
    const { widgets } = jupyterapp.shell.currentWidget.content;
    await Promise.all(widgets.filter((cell) => cell.getHeadings).map((cell) => cell.getHeadings()));
    await new Promise(requestAnimationFrame);
    const read = (root) => {
        const texts = [];
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
            if (element.closest("script, style, [hidden], .answer-alone")) continue;
            if (node !== element) texts.push(node.textContent);
            else texts.push(...["aria-label", "alt", "title"].map((name) => node.getAttribute(name)));
        }
        return texts;
    };
    return widgets.filter((cell) => !cell.isHidden).map((cell) => {
        const source = cell.model.sharedModel.getSource();
        if (cell.model.type !== "code") return [source, source];
        const outputs = cell.outputHidden ? [] : read(cell.outputArea.node);
        return [source, [cell.inputHidden ? source.split("\\n")[0] : source, ...outputs].join(" ")];
    });
}"""

# Takes the reader's answers away.
FORGET = """() => {
    localStorage.removeItem("answers");
    delete document.documentElement.dataset.answered;
    dispatchEvent(new StorageEvent("storage", { key: null }));
}"""

# Ends the kernel and closes the notebook as it is.
# Closes all notebooks, and says whether nothing of them is left. Of a page without a kernel a question is, which comes
# when it comes: which kernel it is to have.
CLOSE = """async () => {
    const panels = () => [...jupyterapp.shell.widgets("main")].filter(({ sessionContext }) => sessionContext);
    const asks = panels().some(({ sessionContext }) => !sessionContext.session?.kernel);
    for (const panel of panels()) {
        await panel.sessionContext.shutdown();
        panel.context.model.dirty = false;
        panel.close();
    }
    await new Promise(requestAnimationFrame);
    return !asks && !panels().length;
}"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def started(
    folder: Path, log: Path, env: dict[str, str], *, program: list[str], base: str = "/", token: str = ""
) -> Iterator[tuple[str, int]]:
    """Start a JupyterLab in this folder with nothing but these settings; gives its address and its process' number."""
    port = free_port()
    command = [*program, "--no-browser", "--allow-root", "--expose-app-in-browser", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.base_url={base}", f"--IdentityProvider.token={token}"]
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            address = f"http://127.0.0.1:{port}{base}"
            deadline = time.monotonic() + START_TIME
            while not answers(f"{address}api/status?token={token}"):
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"JupyterLab did not start: {log.read_text(encoding='utf-8')}")
                time.sleep(0.1)
            yield address.rstrip("/"), server.pid
        finally:
            server.terminate()
            server.wait(30)


def answers(url: str) -> bool:
    """Whether a server is there."""
    try:
        urllib.request.urlopen(url).close()
    except OSError:
        return False
    return True


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Start a JupyterLab on a copy of the chapters in this folder, with no settings but the environment's."""
    shutil.copytree(ROOT / "chapters", folder / "chapters", ignore=shutil.ignore_patterns(".*"))
    env = {name: value for name, value in os.environ.items() if name != SWITCH}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        env[name] = str(folder / name)
    for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"):
        env[name] = str(folder / name)
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH")]))  # for the kit
    program = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder / 'chapters'}"]
    with started(folder, folder / "log", env, program=program) as (address, _):
        yield address


@dataclass
class Notebook:
    """A page of the book, open as a notebook in JupyterLab, and all that the browser asked for or complained of."""

    page: Page
    name: str
    outside: list[str]
    errors: list[str]
    folds: list[Fold]  # before anything was run
    sight: list[Seen]  # likewise

    @property
    def box(self) -> Locator:
        """The first explorer: its controls and its view."""
        return self.page.locator(".jp-OutputArea-output:visible", has=self.page.locator(".explorer-live")).first

    def cell(self, name: str, *place: int) -> Locator:
        """A cell of an array, by its index as a reader counts it."""
        at = ", ".join(map(str, place)).replace("-", MINUS)
        return self.box.locator(f'[data-at][aria-label^="{name}[{at}] ="]')

    def said(self) -> str:
        """What stands below the grids."""
        return self.box.locator(".explorer-said").inner_text()

    def state(self) -> State:
        return dict(self.box.evaluate(STATE))

    def notebook(self) -> Any:
        return self.page.evaluate(NOTEBOOK)


class Desk:
    """JupyterLab in a page of its own, where notebooks are opened one after the other: loading it takes longest.

    Whatever is not JupyterLab's own is refused.
    """

    def __init__(self, browser: Browser, lab: str) -> None:
        self.browser, self.lab = browser, lab
        self.context: BrowserContext | None = None
        self.outside: list[str] = []
        self.errors: list[str] = []

    @contextmanager
    def opened(self, name: str) -> Iterator[Notebook]:
        """Open a page of the book, or a file by its whole name, by a double click; at the end its kernel stops."""
        self.outside, self.errors = [], []
        try:
            page = self.context.pages[0] if self.context else self.load()
            page.evaluate(FORGET)
            page.evaluate("() => jupyterapp.commands.execute('filebrowser:refresh')")
            page.locator(".jp-DirListing-itemName", has_text=name if "." in name else f"{name}.md").dblclick()
            page.locator(".jp-NotebookPanel:visible .jp-Notebook").wait_for()
            page.evaluate("() => jupyterapp.shell.currentWidget.context.ready")
            yield Notebook(page, name, self.outside, self.errors, page.evaluate(FOLDS), page.evaluate(SIGHT))
            if not page.evaluate(CLOSE) or page.locator(".jp-Dialog").count():
                self.leave()
        except BaseException:
            failures.save(self.browser)
            self.leave()
            raise

    def load(self) -> Page:
        """Load JupyterLab."""
        self.context = self.browser.new_context(viewport={"width": 1600, "height": 1000})
        self.context.route(re.compile(f"^(?!{re.escape(self.lab)}/)"), self.refuse)
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack}"))
        page.goto(f"{self.lab}/lab?reset")
        page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
        return page

    def refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def leave(self) -> None:
        """Close the page; the next notebook is opened in a new one."""
        if self.context:
            self.context.close()
        self.context = None


def run_all(page: Page) -> list[dict[str, Any]]:
    """Run all cells and return them; one that was not run or that gave an error fails the test."""
    page.set_default_timeout(RUN_TIME)
    page.evaluate("""async () => {
        const { sessionContext } = jupyterapp.shell.currentWidget;
        await sessionContext.ready;
        await jupyterapp.commands.execute("notebook:run-all-cells");
    }""")
    page.set_default_timeout(30_000)
    cells = page.evaluate(OUTPUTS)
    for cell in cells:
        assert cell["count"], f"not run: {cell['source']}"
        assert not [one for one in cell["outputs"] if one["output_type"] == "error"], cell
    return cells
