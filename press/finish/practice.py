"""Pages for practice: what chooses another instance, and the scripts that have the instances' data.

A page is one for practice if it has an element of class `practice`, empty and with the number of its problem, and below
it a cell that asks: that cell's instance is there without scripts, on paper and at first.
"""

from __future__ import annotations

import hashlib

from cnnlib.problems.practice import SIZES
from press.finish.instances import write_script
from press.finish.pages import Page, Pages, make_element

LEVELS = {
    "0": "all steps",
    "1": "the last result is blank",
    "2": "the last two are blank",
    "all": "all are blank",
}
# The first two are hidden without scripts, the last with them. All are there at once, so that nothing jumps.
TOOLS = (
    '<div class="practice-tools"><label>Size <select class="practice-size" autocomplete="off">{sizes}</select></label>'
    '<label>Worked solutions <select class="practice-level" autocomplete="off">{levels}</select></label>'
    '<button type="button" class="practice-next">Another one</button></div>'
)
BELOW = (
    '<div class="practice-below"><p class="practice-why" role="status"></p>'
    '<button type="button" class="practice-next">Another one</button></div>'
)
NOW = '<p class="practice-now" role="status">Numbers {code}; in Python practice({number}, {seed}).</p>'
ALONE = (
    '<p class="practice-alone">Without scripts this page has one instance, and checks nothing. In Python '
    "<code>practice({number}, {seed}).ask()</code> asks it, in a notebook with fields that check, and any other number "
    "in the place of {seed} asks another one.</p>"
)


def write_data(pages: Pages, number: int) -> dict[str, str]:
    """Write the scripts of one problem, and return their addresses from the site's folder by size."""
    addresses = {}
    folder = pages.static / "practice"
    folder.mkdir(exist_ok=True)
    for size in SIZES:
        script = write_script(number, size)
        (folder / f"{number}-{size}.js").write_text(script, encoding="utf-8", newline="\n")
        digest = hashlib.sha256(script.encode()).hexdigest()[:8]
        addresses[size] = f"_static/practice/{number}-{size}.js?v={digest}"
    return addresses


def add_tools(page: Page, addresses: dict[str, str]) -> None:
    """Put above and below the questions of a page what chooses others."""
    root, forms = page.select(".practice")[0], page.select("form.answer")
    number, size, seed = (forms[0].attrs["data-instance"] or "").split("-")
    for name, address in addresses.items():
        root.attrs[f"data-{name}"] = f"{page.up}{address}"
    sizes = "".join(f"<option{' selected' * (one == size)}>{one}</option>" for one in SIZES)
    levels = "".join(f'<option value="{value}">{text}</option>' for value, text in LEVELS.items())
    for piece in (TOOLS, NOW, ALONE):
        told = {"sizes": sizes, "levels": levels, "number": number, "seed": seed, "code": f"{number}-{size}-{seed}"}
        root.insert_child(make_element(piece.format(**told)))
    forms[-1].insert_after(make_element(BELOW))


def add_practice(pages: Pages) -> None:
    """Let each page for practice offer the tested instances of its problem."""
    for page in pages:
        for root in page.select(".practice"):
            add_tools(page, write_data(pages, int(root.attrs["data-problem"] or "")))
