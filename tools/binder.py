"""Open a chapter as Binder does, without Binder: in an environment from requirements.txt alone.

`python -m tools.binder` copies what Binder would clone, installs requirements.txt into a new virtual environment,
starts JupyterLab there with no settings but those that this installed, follows the launch link's path, runs all cells
and moves a slider. Then it does the same with a JupyterHub's link, which gets the book with nbgitpuller first. It
prints how long that took and how much memory a reader needs. The page about servers has these figures.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import psutil
from playwright.sync_api import Locator, Page, expect

from kit.book import ROOT
from kit.browser import chromium, get
from kit.jupyterlab import started
from press.offers.origin import lab_path

CHAPTER = "chapters/2-convolution.md"
READER = "/user/reader-of-the-book/"  # a Binder's server is not at the root of its address either
TOKEN = "secret"


def clone(folder: Path) -> None:
    """Copy the files that git knows or would take; without git, all but what is made here."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info"))
        return
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def install(book: Path, environment: Path) -> Path:
    """Install requirements.txt as Binder does, and return the folder of the programs."""
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [programs / "python", "-m", "pip"]
    subprocess.run([*pip, "install", "-q", "--no-cache-dir", "-r", "requirements.txt"], cwd=book, check=True)
    subprocess.run([*pip, "check"], check=True)
    return programs


@contextmanager
def server(book: Path, programs: Path, home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Start JupyterLab in the clone; yields its address and its process."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "CNNLIB"))}
    env.pop("PYTHONPATH", None)
    env |= {"HOME": str(home), "USERPROFILE": str(home), "PATH": f"{programs}{os.pathsep}{env['PATH']}"}
    program = [str(programs / "jupyter"), "lab"]
    with started(book, home / "log", env, program=program, base=READER, token=TOKEN) as (address, process):
        yield f"{address}/", psutil.Process(process)


def pull_link(address: str, book: Path) -> str:
    """Return the link with which nbgitpuller gets the book from a repository made of the clone."""
    git = ["git", "-C", str(book), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "The book"]):
        subprocess.run([*git, *command], check=True)
    path = lab_path(CHAPTER.removesuffix(".md"), book.name)
    query = urlencode({"repo": book.as_uri(), "urlpath": path, "branch": "main", "token": TOKEN})
    return f"{address}git-pull?{query}"


def run_all(page: Page) -> None:
    """Run all cells from the menu, and wait until the last one is done."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()


def explorer(page: Page) -> Locator:
    """Scroll until the explorer is there: a notebook draws only the cells in sight."""
    view = page.locator(".explorer-live:visible")
    page.locator(".jp-NotebookPanel:visible .jp-WindowedPanel-outer").hover()
    end = time.monotonic() + 120
    while not view.count():
        if time.monotonic() > end:
            sys.exit("the explorer did not come into sight within two minutes")
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(50)
    view.first.locator(".explorer-panel").first.wait_for()
    return page.locator(".jp-OutputArea-output:visible", has=view.first).first


def move_a_slider(page: Page, box: Locator) -> None:
    """Make the stride 2: Z then has 3 rows of 2 numbers in place of 5 rows of 4."""
    cells = box.locator('[data-at][aria-label^="Z["]')
    expect(cells).to_have_count(5 * 4)
    stride = box.locator(".widget-gridbox > *", has_text=re.compile("^stride"))
    stride.get_by_role("slider").first.press("ArrowRight")
    expect(cells).to_have_count(3 * 2)


def memory(server: psutil.Process) -> dict[str, float]:
    """The resident megabytes of JupyterLab and of its kernel."""
    kernels = [child for child in server.children(recursive=True) if "ipykernel" in " ".join(child.cmdline())]
    assert len(kernels) == 1, f"one kernel was expected, and there are {len(kernels)}"
    return {"JupyterLab": server.memory_info().rss / 1e6, "the kernel": kernels[0].memory_info().rss / 1e6}


def follow(link: str, server: psutil.Process) -> dict[str, str]:
    """Open the link in a browser, use what opens, and return what was measured."""
    with chromium(get()) as browser:
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(120_000)
        clicked = time.monotonic()
        page.goto(link)
        page.locator(".jp-NotebookPanel:visible .jp-Notebook .jp-CodeCell").first.wait_for()
        opened = time.monotonic() - clicked
        # Where the file opened as text there would be no kernel to wait for.
        page.locator(".jp-NotebookPanel:visible .jp-Toolbar-kernelName", has_text="Python 3").wait_for()
        # MyST's directives are rendered, not shown as text.
        assert ":::{" not in page.locator(".jp-NotebookPanel:visible .jp-Notebook").inner_text()
        run_all(page)
        box = explorer(page)
        shown = time.monotonic() - clicked
        move_a_slider(page, box)
        assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        megabytes = memory(server)
    return {
        "link followed until the notebook is there": f"{opened:.1f} s",
        "link followed until all cells have run and the explorer shows": f"{shown:.1f} s",
        **{f"memory of {name}": f"{size:.0f} MB" for name, size in megabytes.items()},
        "memory for one reader": f"{sum(megabytes.values()):.0f} MB",
    }


def main() -> None:
    with TemporaryDirectory() as folder:
        book, environment, home = (Path(folder, name) for name in ("book", "environment", "home"))
        book.mkdir()
        home.mkdir()
        clone(book)
        start = time.monotonic()
        programs = install(book, environment)
        figures = {"requirements.txt installed": f"{time.monotonic() - start:.0f} s"}
        start = time.monotonic()
        with server(book, programs, home) as (address, process):
            figures["JupyterLab started"] = f"{time.monotonic() - start:.1f} s"
            figures |= follow(f"{address}{lab_path(CHAPTER.removesuffix('.md'))}?token={TOKEN}", process)
        # A JupyterHub: the student's own files are elsewhere, and the link brings the book there.
        student = Path(folder, "student")
        student.mkdir()
        with server(student, programs, home) as (address, process):
            follow(pull_link(address, book), process)
    print(f"{CHAPTER} opened as a notebook, ran, and its slider moved: from Binder's link, and from nbgitpuller's.")
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.system()}")
    for name, figure in figures.items():
        print(f"{name}: {figure}")


if __name__ == "__main__":
    main()
