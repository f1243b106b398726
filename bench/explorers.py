"""How fast the explorers are: on a page, in JupyterLab and while the book is built.

Run it with `make explorers-bench`, on a machine that does nothing else. It needs the built book in `_build/html` and
the environment of the tests. It prints each figure beside its goal and fails for none: a busy machine is slow.
`--only page`, `lab` or `build` measures one of the three.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from cnnlib.explore import explore
from cnnlib.explore.static import SWITCH
from kit.book import SITE, problems, source
from kit.browser import FLAGS, find

MOVES = 210  # of each explorer on a page
PRESSES = 40  # of each of the two in JupyterLab

# Measures a move from the event to the end of its handler with the layout forced, and to after the next paint.
MOVE = """async ([place, value]) => {
    const root = document.querySelector(".explorer");
    const input = root.querySelectorAll(".explorer-controls :is(input, select)")[place];
    await new Promise(requestAnimationFrame);
    if (input.type === "checkbox") input.checked = Boolean(value);
    else input.value = String(value);
    const start = performance.now();
    input.dispatchEvent(new Event(input.type === "range" ? "input" : "change", { bubbles: true }));
    root.getBoundingClientRect();
    const handled = performance.now() - start;
    // A message sent in a frame arrives when that frame is painted.
    const painted = await new Promise((resolve) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now() - start);
        channel.port2.postMessage(0);
    }));
    return [handled, painted];
}"""

SIZES = """() => [...document.querySelectorAll(".explorer-controls :is(input, select)")].map((input) =>
    input.type === "checkbox" ? 2 : input.type === "range" ? Number(input.max) + 1 : input.options.length)"""

# Runs before the page's own scripts: when is the first explorer there?
WATCH = """() => {
    const look = () => {
        const there = document.querySelectorAll(".explorer .explorer-live .explorer-panel").length;
        if (there) window.explorerShown = performance.now();
        return there;
    };
    const observer = new MutationObserver(() => look() && observer.disconnect());
    observer.observe(document, { childList: true, subtree: true });
}"""

READY = """() => {
    const [timing] = performance.getEntriesByType("navigation");
    return [window.explorerShown, timing.domInteractive, timing.domContentLoadedEventEnd, timing.loadEventEnd];
}"""

# From the key to the change in the output below it to the paint after that.
WAIT = """async (slider) => {
    const output = slider.closest(".jp-OutputArea-output");
    const wanted = "img, .explorer-panel";
    let start;
    slider.addEventListener("keydown", () => (start = performance.now()), { once: true, capture: true });
    const changed = new Promise((resolve) => {
        const observer = new MutationObserver((changes) => {
            // JupyterLab gives the image that is there a new source.
            const touched = changes.flatMap((change) => change.attributeName ? change.target : [...change.addedNodes]);
            const view = touched.find((node) => node.matches?.(wanted) || node.querySelector?.(wanted));
            if (start === undefined || !view) return;
            observer.disconnect();
            resolve(view);
        });
        observer.observe(output, { childList: true, subtree: true, attributeFilter: ["src"] });
    });
    window.measured = changed.then(async (view) => {
        const image = view.matches("img") ? view : view.querySelector("img");
        if (image) await image.decode();
        return new Promise((resolve) => requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - start);
            channel.port2.postMessage(0);
        }));
    });
}"""

NOTEBOOK = """---
jupyter:
  kernelspec: {name: python3, display_name: Python 3, language: python}
---

```python
%matplotlib inline
from cnnlib import conv2d
from cnnlib.explore import explore
from cnnlib.explore.chapters.convolution import INPUTS, OPERATIONS, make_difference_kernel, draw_convolution
from cnnlib.pictures import INPUT, KERNEL, OUTPUT, Grid, grids

CONTROLS = dict(
    image=list(INPUTS), kernel_rows=(1, 4), kernel_columns=(1, 3), stride=(1, 3), padding=(0, 2), dilation=(1, 2),
    operation=list(OPERATIONS),
)
explore(draw_convolution, **CONTROLS)
```

```python
from ipywidgets import interact

def figure(image="the problem's X", kernel_rows=2, kernel_columns=2, stride=1, padding=0, dilation=1,
           operation="correlation"):
    X, W = INPUTS[image], make_difference_kernel(kernel_rows, kernel_columns)
    laid = W[::-1, ::-1] if operation == "true convolution" else W
    Z = conv2d(X, laid, stride=stride, padding=padding, dilation=dilation)
    display(GRIDS)

interact(figure, **CONTROLS);
```
"""


def summary(times: list[float]) -> str:
    """Return the median, the 95th percentile and the largest of some times in ms."""
    ordered = sorted(times)
    p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    return f"{statistics.median(ordered):7.1f} {p95:7.1f} {ordered[-1]:7.1f}"


class Quiet(SimpleHTTPRequestHandler):
    """A web server that prints no line for each file."""

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the built book, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def measure_page(browser: Browser) -> None:
    """Print what a page costs."""
    print(f"\nPages, {MOVES} random moves each: median, 95th percentile and largest, in ms")
    print(f"{'':22} {'event to layout (p95 < 16)':>26}  {'event to next paint':>24}  ready after load (< 100)")
    script = len(gzip.compress((SITE / "_static" / "explorer.js").read_bytes(), mtime=0))
    sizes = []
    with served() as address:
        for name in problems():
            chance = random.Random(1)
            waits = []
            for _ in range(5):
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                page.add_init_script(f"({WATCH})()")
                page.goto(f"{address}/{name}.html", wait_until="load")
                page.locator(".explorer-live .explorer-panel").first.wait_for(state="attached")
                waits.append(page.evaluate(READY))
                if len(waits) < 5:
                    page.close()
            counts = page.evaluate(SIZES)
            times = []
            at = [None] * len(counts)
            for _ in range(MOVES):
                place = chance.randrange(len(counts))
                at[place] = chance.choice([value for value in range(counts[place]) if value != at[place]])
                times.append(page.evaluate(MOVE, [place, at[place]]))
            html = (SITE / f"{name}.html").read_text(encoding="utf-8")
            data = re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
            sizes.append((name, [len(gzip.compress(one.encode(), mtime=0)) for one in data]))
            handled, painted = (list(column) for column in zip(*times, strict=True))
            shown, interactive, content, load = (statistics.median(column) for column in zip(*waits, strict=True))
            print(
                f"{name:22} {summary(handled):>26}  {summary(painted):>24}  {shown - load:+7.0f} after load, "
                f"{shown - interactive:+5.0f} after the HTML is read, {content - interactive:.0f} all deferred scripts"
            )
            page.close()
    print("\nCompressed bytes")
    for name, data in sizes:
        print(f"{name:22} data {', '.join(f'{size:,}' for size in data)} (at most 60,000)")
    print(f"{'explorer.js':22} {script:,} (at most 30,000)")


def measure_lab(browser: Browser) -> None:
    """Print the time from a key to the paint, of an explorer and of `interact`, in turn."""
    import test_lab

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        class Factory:
            def mktemp(self, _: str) -> Path:
                return folder

        lab = test_lab.lab._get_wrapped_function()(Factory())
        address = next(lab)
        try:
            (folder / "chapters" / "bench.md").write_text(notebook_text(), encoding="utf-8")
            with test_lab.opened(browser, address, "bench") as opened:
                cells = test_lab.run_all(opened.page)
                assert len(cells) == 2
                live, stock = press_in_turn(opened.page)
        finally:
            lab.close()
    ratio = statistics.median(live) / statistics.median(stock)
    print(f"\nJupyterLab, {len(live)} key presses each, in turn, key to paint: median, 95th percentile, largest, in ms")
    print(f"{'explore':22} {summary(live)}\n{'interact + Matplotlib':22} {summary(stock)}")
    print(f"ratio of the medians   {ratio:.2f} (at most 0.5)")


def notebook_text() -> str:
    """Return the notebook, with the figure drawn as the chapters draw theirs."""
    drawing = 'grids(Grid(X, "X", INPUT), Grid(W, "W", KERNEL), Grid(Z, "Z", OUTPUT))'
    return NOTEBOOK.replace("GRIDS", drawing)


def press_in_turn(page: Page) -> tuple[list[float], list[float]]:
    """Press arrow keys on the two sliders called stride, one after the other; the first three are not counted."""
    sliders = [
        page.locator(".jp-OutputArea-output", has=page.locator(kind))
        .locator(".widget-hslider", has=page.locator("label", has_text=re.compile("^(kernel )?stride$")))
        .locator("[role=slider]")
        for kind in (".explorer-live", ".widget-interact")
    ]
    times: tuple[list[float], list[float]] = ([], [])
    keys = ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"]
    for press in range(PRESSES + 3):
        for slider, found in zip(sliders, times, strict=True):
            slider.scroll_into_view_if_needed()
            slider.focus()
            page.wait_for_timeout(150)
            slider.evaluate(WAIT)
            page.keyboard.press(keys[press % 4])
            wait = "Promise.race([window.measured, new Promise((_, no) => setTimeout(no, 10000, 'nothing changed'))])"
            found.append(page.evaluate(wait))
    return times[0][3:], times[1][3:]


def measure_build() -> None:
    """Print the states a second of each chapter's explorer, and whether two renderings are identical."""
    os.environ[SWITCH] = "static"
    print("\nBuild, the first rendering in a new process")
    for name in problems():
        # What a chapter imports from its own explorer's module, and the cell's call.
        for start, call in re.findall(
            r"^(from cnnlib\.explore\.chapters\.\w+ import (?:\([^)]*\)|[^\n]*)\n+)(explore\(.*?^\))",
            source(name),
            re.DOTALL | re.MULTILINE,
        ):
            space: dict[str, Any] = {"explore": explore}
            exec(start, space)
            before = time.perf_counter()
            first = eval(call, space)
            text = first._repr_html_()
            seconds = time.perf_counter() - before
            count = sum(len(panel["states"]) for panel in json.loads(first.data)["panels"])
            same = eval(call, space)._repr_html_() == text
            print(
                f"{name:22} {count:5} states in {seconds:5.2f} s: {count / seconds:7,.0f} a second (at least 1,000), "
                f"{'identical' if same else 'DIFFERENT'} when drawn again"
            )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["page", "lab", "build"])
    only = parser.parse_args().only
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    if only in (None, "build"):
        measure_build()
    os.environ.pop(SWITCH, None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        if only in (None, "page"):
            measure_page(browser)
        if only in (None, "lab"):
            measure_lab(browser)
        browser.close()


if __name__ == "__main__":
    main()
