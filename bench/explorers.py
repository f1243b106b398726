"""How fast the explorers are: on a page, in JupyterLab and while the book is built.

Run it with `make explorers-bench`, on a machine that does nothing else. It needs the built book in `_build/html` and
the environment of the tests. It prints medians in milliseconds beside their goals and fails for none: a busy machine
is slow. How large an explorer's data and scripts may be is tested.
"""

import json
import os
import random
import re
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from cnnlib.explore import explore
from cnnlib.explore.static import use_static_explorers
from kit.book import SITE, source
from kit.browser import chromium, get
from kit.explorers import CHAPTERS, opened, url
from kit.jupyterlab import Desk, jupyterlab, run_all
from kit.server import serving

MOST = {"backprop": 16}  # ms that a move may take, of 20 the slowest; elsewhere 10
MOVES = 200  # of each explorer on a page
PRESSES = 40  # in JupyterLab
REST = 500  # ms between two

# What a chapter imports from its explorer's module, and the cell's call.
CALL = re.compile(
    r"^(from cnnlib\.explore\.chapters\.\w+ import (?:\([^)]*\)|[^\n]*)\n+)(explore\(.*?^\))", re.DOTALL | re.MULTILINE
)
# A move of a control, from the event to the layout after it.
MOVE = """([at, value]) => {
    const start = performance.now();
    tests.put(tests.controls()[at], value);
    tests.root().getBoundingClientRect();
    return performance.now() - start;
}"""
# From the key to the change in the output around a slider.
WAIT = """(slider) => {
    let start;
    slider.addEventListener("keydown", () => (start = performance.now()), { once: true, capture: true });
    const output = slider.closest(".jp-OutputArea-output");
    const late = new Promise((_, refuse) => setTimeout(refuse, 10000, "nothing has changed"));
    const changed = new Promise((resolve) => new MutationObserver((changes, observer) => {
        const view = (node) =>
            (node.closest ? node : node.parentElement)?.closest("img, .explorer-panel") || node.querySelector?.("img");
        if (!start || !changes.some((change) => view(change.target) || [...change.addedNodes].some(view))) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - start));
    }).observe(output, { childList: true, characterData: true, subtree: true, attributeFilter: ["src", "class"] }));
    window.measured = Promise.race([changed, late]);
}"""
NOTEBOOK = """---
jupyter:
  kernelspec: {name: python3, display_name: Python 3, language: python}
---

```python
%matplotlib inline
from ipywidgets import interact
from cnnlib import conv2d
from cnnlib.explore import explore
from cnnlib.explore.chapters.convolution import INPUTS, OPERATIONS, draw_convolution
from cnnlib.pictures import OUTPUT, Grid, grids
from cnnlib.problems import IMAGE, KERNEL as W

explore(draw_convolution, image=list(INPUTS)[::-1], kernel_rows=(1, 4), kernel_columns=(1, 3), stride=(1, 3),
        padding=(0, 2), dilation=(1, 2), operation=list(OPERATIONS))
```

```python
def figure(stride=1):
    display(*grids(Grid(conv2d(IMAGE, W, stride=stride), "Z", OUTPUT)))

interact(figure, stride=(1, 3));
```
"""


def measure_pages(browser: Browser) -> None:
    """Print how long a random move of a control takes."""
    with serving(SITE) as address:
        for chapter in CHAPTERS:
            chance = random.Random(1)
            with opened(browser, url(address, chapter)) as page:
                counts = page.evaluate("() => tests.controls().map(tests.count)")
                moves = [chance.randrange(len(counts)) for _ in range(MOVES)]
                times = [page.evaluate(MOVE, [at, chance.randrange(counts[at])]) for at in moves]
            tenth, most = sorted(times)[-10], MOST.get(chapter, 10)
            print(f"{chapter:12} {median(times):6.1f} a move, of {MOVES} the tenth slowest {tenth:6.1f} ({most})")


def press(page: Page, kind: str) -> list[float]:
    """Press arrow keys on the slider called stride, and give the times; the first three do not count."""
    output = page.locator(".jp-OutputArea-output", has=page.locator(kind))
    named = page.locator("label", has_text=re.compile("^stride$"))
    slider = output.locator(".widget-hslider", has=named).locator("[role=slider]")
    times = []
    for key in ["ArrowRight", "ArrowLeft"] * (PRESSES // 2 + 2):
        slider.focus()
        slider.evaluate(WAIT)
        page.keyboard.press(key)
        times.append(page.evaluate("() => window.measured"))
        page.wait_for_timeout(REST)  # what else a key has set off would be taken for the next one's change
    return times[3:]


def measure_lab(browser: Browser) -> None:
    """Print the time from a key to the picture, of an explorer and of `interact` with Matplotlib."""
    with tempfile.TemporaryDirectory() as name, jupyterlab(Path(name)) as lab:
        Path(name, "chapters", "bench.md").write_text(NOTEBOOK, encoding="utf-8")
        with Desk(browser, lab).opened("bench") as notebook:
            run_all(notebook.page)
            notebook.page.get_by_role("button", name="Show the answers").click()  # else nothing follows from a control
            ours, stock = (median(press(notebook.page, kind)) for kind in (".explorer-live", ".widget-interact"))
    print(f"JupyterLab   {ours:6.1f} a key, {ours / stock:.2f} of interact's {stock:.1f} (0.33)")


def measure_build() -> None:
    """Print how many states a second each chapter's explorer draws."""
    use_static_explorers()
    for chapter, name in CHAPTERS.items():
        start, call = CALL.search(source(f"chapters/{name}")).groups()
        space: dict[str, Any] = {"explore": explore}
        exec(start, space)
        before = time.perf_counter()
        explorer = eval(call, space)
        explorer._repr_html_()
        seconds = time.perf_counter() - before
        count = sum(len(panel["states"]) for panel in json.loads(explorer.data)["panels"])
        print(f"{chapter:12} {count:6} states in {seconds:.2f} s: {count / seconds:,.0f} a second (1,000)")


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.2f}")
    with chromium(get()) as browser:
        measure_pages(browser)
        measure_lab(browser)
    measure_build()


if __name__ == "__main__":
    main()
