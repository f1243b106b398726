"""The table of controls in a real JupyterLab: each is moved through its values in the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from kit.control_cases import MUST_RETURN, REFUSED, RETURNS, SHOWN
from kit.jupyterlab import OUTPUTS, Desk, Notebook, run_all
from kit.profile import SOAK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Every day the first of each kind. anywidget gives up an explorer that is not there two seconds after it was announced:
# on a busy machine so many as there are in all need longer.
FIRST = {case.widget: place for place, case in reversed([*enumerate(SHOWN)])}
PLACES = [*range(len(SHOWN))] if SOAK else sorted(FIRST.values())
CASES = [SHOWN[place] for place in PLACES]

NOTEBOOK = f"""---
jupyter:
  kernelspec: {{name: python3, display_name: Python 3, language: python}}
---

```python
from ipywidgets import VBox
from cnnlib.pictures import Note
from kit.control_cases import *

def draw(value):
    return Note(told(value))

VBox([SHOWN[place].explorer(draw) for place in {PLACES}])
```

```python
explore(returned, kind=["a note", *RETURNS])
```

```python
for case in REFUSED:
    try:
        case.explorer(draw)
    except (TypeError, ValueError) as error:
        print(error)
for kind in RETURNS:
    try:
        explore(lambda n=1: returned(kind), n=(1, 2))
    except RuntimeError as error:
        print(error)
```
"""

# What an explorer shows: the text of its first panel, and the sentence that complains.
SHOWS = """(box) => {
    const note = box.querySelector(".explorer-note");
    return [box.querySelector(".explorer-panel").textContent, note && !note.hidden ? note.textContent : ""];
}"""
# It follows a move soon after it.
FOLLOWS = f"([box, text, wrong]) => String(({SHOWS})(box)) === String([text, wrong])"


@pytest.fixture(scope="module")
def notebook(desk: Desk, lab_folder: Path) -> Iterator[Notebook]:
    (lab_folder / "chapters" / "controls.md").write_text(NOTEBOOK, encoding="utf-8")
    with desk.opened("controls") as notebook:
        run_all(notebook.page)
        yield notebook


def put_on_each(box: Locator, kind: str, start: int, count: int) -> Iterator[int]:
    """Move an explorer's widget through its values as a reader does, and say which it is on."""
    if kind in ("Checkbox", "ToggleButton"):
        flag = box.locator(".widget-gridbox").locator("button, [type=checkbox]")
        for at in (1 - start, start):
            flag.press("Space")
            yield at
    elif kind in ("Dropdown", "Select", "RadioButtons", "ToggleButtons"):
        for at in range(count):
            if kind == "RadioButtons":
                box.locator("[type=radio]").nth(at).check()
            elif kind == "ToggleButtons":
                box.locator(".widget-gridbox button").nth(at).press("Space")
            else:
                box.locator("select").select_option(index=at)
            yield at
    else:
        field = box.locator("[role=slider], [type=number]")
        down, up = ("ArrowLeft", "ArrowRight") if kind.endswith("Slider") else ("ArrowDown", "ArrowUp")
        for _ in range(start):
            field.press(down)
        yield 0
        for at in range(1, count):
            field.press(up)
            yield at


def test_each_control_gives_draw_the_values_of_the_table(notebook: Notebook) -> None:
    page = notebook.page
    explorers = page.locator(".widget-vbox .widget-vbox")
    explorers.nth(len(CASES) - 1).locator(".explorer-panel").wait_for()
    assert explorers.count() == len(CASES)
    assert {case.widget for case in CASES} == {case.widget for case in SHOWN}
    for case, box in zip(CASES, explorers.all(), strict=True):
        values = list(case.values.values())
        start = list(case.values).index(case.start)
        element = box.element_handle()
        assert element.evaluate(SHOWS) == [values[start], ""], case.written
        visited = set[int]()
        for at in put_on_each(box, case.widget, start, len(values)):
            page.wait_for_function(FOLLOWS, arg=[element, values[at], ""], polling=20)
            visited.add(at)
        assert visited == set(range(len(values))), case.written


def test_a_number_typed_between_the_steps_is_refused_and_the_last_picture_stays(notebook: Notebook) -> None:
    (at,) = (k for k, case in enumerate(CASES) if case.widget == "BoundedFloatText")
    box = notebook.page.locator(".widget-vbox .widget-vbox").nth(at)
    element, field = box.element_handle(), box.locator("input")
    box.get_by_role("button", name="Reset").click()
    notebook.page.wait_for_function(FOLLOWS, arg=[element, "float 0.2", ""])
    field.fill("0.25")
    field.press("Enter")
    sentence = "the value of value must be among [0.0, 0.1, 0.2, 0.3, 0.4]; it was 0.25 (float)"
    notebook.page.wait_for_function(FOLLOWS, arg=[element, "float 0.2", sentence])


def test_what_cannot_be_shown_is_refused_with_the_sentence_and_the_last_picture_stays(notebook: Notebook) -> None:
    box = notebook.page.locator(".jp-OutputArea-output").nth(1).locator(".widget-vbox")
    element = box.element_handle()
    choice = box.locator("select")
    for at, (kind, (_, said)) in enumerate(RETURNS.items(), 1):
        choice.select_option(index=at)
        sentence = f"draw raised TypeError at {{'kind': {kind!r}}}: {MUST_RETURN}{said}"
        notebook.page.wait_for_function(FOLLOWS, arg=[element, "A sentence.", sentence])
    choice.select_option(index=0)
    notebook.page.wait_for_function(FOLLOWS, arg=[element, "A sentence.", ""])


def test_the_same_sentences_refuse(notebook: Notebook) -> None:
    (output,) = notebook.page.evaluate(OUTPUTS)[-1]["outputs"]
    wrong = [f"draw raised TypeError at {{'n': 1}}: {MUST_RETURN}{said}" for _, said in RETURNS.values()]
    assert output["text"].splitlines() == [*(case.refused for case in REFUSED), *wrong]
    assert (notebook.outside, notebook.errors) == ([], [])
