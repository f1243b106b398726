"""The chapters in a real JupyterLab, used as a reader does: double click, run all, move a slider."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from cnnlib import (
    backward_multiplications,
    conv2d,
    conv2d_backward,
    image_shape,
    max_pool1d,
    memory,
    multiplications,
    output_size,
    parameters,
    parts,
    practice,
    sigmoid,
    signal_shape,
    subsample1d,
    video_shape,
)
from cnnlib.answers import about, check
from cnnlib.explore.chapters.backprop import make_tensors, make_upstream_gradient
from cnnlib.explore.chapters.convolution import INPUTS, make_difference_kernel
from cnnlib.explore.chapters.pooling import LAST_WINDOWS, SINE_LENGTH, make_signal
from cnnlib.forms import write
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.key import key_input_grad, key_weight_grad
from kit.book import notebooks, pages, problems, source
from kit.box_cases import ENTER, judge, known
from kit.jupyterlab import FOLDS, MINUS, OUTPUTS, SIGHT, Desk, Notebook, Seen, State, run_all
from kit.leaks import find_answers
from kit.pages import one_of_each_kind
from kit.profile import SOAK

Edits = dict[tuple[Any, ...], float]  # ("X", row, column), and what was typed there

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Goes to the explorer: a notebook draws only the cells in sight.
SHOW = """async () => {
    const { content } = jupyterapp.shell.currentWidget;
    for (const [place, cell] of content.widgets.entries()) {
        const outputs = cell.model.type === "code" ? cell.model.outputs.toJSON() : [];
        if (outputs.some((output) => output.data?.["application/vnd.jupyter.widget-view+json"])) {
            content.activeCellIndex = place;
            await content.scrollToCell(cell, "start");
            return;
        }
    }
    throw new Error("no cell of this chapter shows a widget");
}"""

# What the view shows: the numbers of each array, the rows of the tables, the sentences and the points of the charts.
VIEW = """(box) => {
    const all = (selector) => [...box.querySelectorAll(selector)];
    const cells = {};
    for (const cell of all("[data-at]")) {
        (cells[cell.dataset.array] ??= [])[cell.dataset.at] = cell.firstChild.textContent;
    }
    return {
        cells,
        rows: all(".explorer-table tr").map((row) => [...row.cells].map((cell) => cell.textContent)),
        text: all(".explorer-panel").map((panel) => panel.textContent).join(" "),
        points: all("[data-values], [data-values] ~ [data-kept]").map((one) => Number(Object.values(one.dataset)[0])),
        wrong: all(".explorer-note").filter((note) => !note.hidden).map((note) => note.textContent),
    };
}"""


# Goes to the cell with this source.
GO_TO = """async (source) => {
    const { content } = jupyterapp.shell.currentWidget;
    const place = content.widgets.findIndex((cell) => cell.model.sharedModel.getSource() === source);
    content.activeCellIndex = place;
    await content.scrollToCell(content.widgets[place], "start");
}"""

# Puts a cell above the first answer box, and takes it away again.
PLANT = """async ([cell, outputs]) => {
    const { content } = jupyterapp.shell.currentWidget;
    content.model.sharedModel.insertCell(1, cell);
    if (outputs) content.widgets[1].model.outputs.fromJSON(outputs);
    await new Promise((resolve) => setTimeout(resolve, 200));
}"""
# Runs that cell.
RUN_PLANTED = """async () => {
    jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
    await jupyterapp.commands.execute("notebook:run-cell");
}"""
UPROOT = "() => jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(1)"


# How bright the letters of an element are, and what they stand on, each from 0 to 1.
GROUND = """(element) => {
    const brightness = (colour) => {
        const context = new OffscreenCanvas(1, 1).getContext("2d");
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue, share] = context.getImageData(0, 0, 1, 1).data;
        return share && (red + green + blue) / 765;
    };
    let ground = element;
    while (!brightness(getComputedStyle(ground).backgroundColor)) {
        const { backgroundColor } = getComputedStyle(ground);
        if (backgroundColor !== "rgba(0, 0, 0, 0)" || !ground.parentElement) break;
        ground = ground.parentElement;
    }
    return [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor].map(brightness);
}"""


def explorer_of(notebook: Notebook) -> Notebook:
    """Run all and scroll to the explorer."""
    run_all(notebook.page)
    notebook.page.evaluate(SHOW)
    notebook.box.locator(".explorer-panel").first.wait_for()
    return notebook


# Of chapter 4 the stage in which an array is in sight.
STAGES = {"X": "forward", "W": "forward", "Z": "forward", "dJ/dU": "dJ/dZ", "dJ/dW": "dJ/dW"}


def look_at(chapter: Notebook, name: str) -> None:
    """Choose the stage in which an array is in sight."""
    if chapter.name == "4-backpropagation":
        chapter.box.locator(f".explorer-looking input[value='{STAGES[name]}']").check(force=True)


def uncover(notebook: Notebook) -> Notebook:
    """Let the explorer show what the problem asks for, if it does not yet."""
    if notebook.box.locator(".explorer-asked").count():
        notebook.box.get_by_role("button", name="Show the answers").click()
    return notebook


def reset(notebook: Notebook) -> Notebook:
    """Put the explorer back to its start, which hides what was not answered, and uncover that again."""
    notebook.box.get_by_role("button", name="Reset").click()
    return uncover(notebook)


# Every day two: chapter 1 has an explorer of the same kind as chapter 3, tables and pictures, and chapters 2 and 5 have
# some like that of chapter 4. The one of chapter 2 is used in test_lab_slides.py.
CHAPTERS = [Path(page).name for page in (problems() if SOAK else problems()[2:4])]
VALUES = [part for part in parts() if not isinstance(about(part), FormulaPart)]


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Notebook]:
    """One of the five chapters, run; what tests do on its page adds up, from what is hidden to what was answered."""
    with desk.opened(request.param) as notebook:
        yield explorer_of(notebook)


@pytest.fixture
def shown(chapter: Notebook) -> Notebook:
    """The same; its explorer's cell is the active one, and nothing of it is hidden."""
    chapter.page.evaluate(SHOW)
    return uncover(chapter)


# What an explorer has to show, by cnnlib.


@dataclass
class Answer:
    """The numbers of the arrays, rows that are in a table, sentences, and how many points the last charts have."""

    arrays: dict[str, Any] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    points: list[int] = field(default_factory=list)


def shapes_answer(state: State, edits: Edits) -> Answer:
    samples, channels = int(state["samples"]), int(state["channels"])
    rate, seconds = int(state["rate"]), float(state["seconds"])
    rows, columns = map(int, state["size"].split(" x "))
    try:
        shape = {
            "images": lambda: image_shape(samples, rows, columns, channels=channels),
            "EEG": lambda: signal_shape(samples, rate=rate, seconds=seconds, channels=channels),
            "videos": lambda: video_shape(
                samples, rate=rate, seconds=seconds, rows=rows, columns=columns, channels=channels
            ),
        }[state["recorded"]]()
    except ValueError:
        return Answer(text=[f"There is no such tensor: rate * seconds must be a whole number; {rate} * {seconds}"])
    first = (shape[0], shape[-1], *shape[1:-1])
    count = prod(shape)
    product = " * ".join(f"{length:,}" for length in shape)
    return Answer(
        rows=[
            ["channels last", str(tuple(shape)), ", ".join(shape.axes).replace("_", " ")],
            ["channels first", str(first)],
            ["elements", f"{count:,}", product],
            ["bytes", *(f"{count * size:,}" for size in (1, 2, 4, 8))],
        ]
    )


def convolution_answer(state: State, edits: Edits) -> Answer:
    padding = state["padding"]
    X = edited("X", INPUTS[state["image"]], edits)
    W = edited("W", make_difference_kernel(state["kernel rows"], state["kernel columns"]), edits)
    laid = W[::-1, ::-1] if state["operation"] == "true convolution" else W
    try:
        Z = conv2d(X, laid, stride=state["stride"], padding=padding, dilation=state["dilation"])
    except ValueError:
        return Answer(text=["No window fits"])
    rows, columns = (f"+ 1 = {size}" for size in Z.shape)
    return Answer({"X": np.pad(X, padding), "W": W, "Z": Z}, text=[rows, columns])


def cost_answer(state: State, edits: Edits) -> Answer:
    h, w = map(int, state["size"].split(" x "))
    k1, k2 = map(int, state["kernel"].split(" x "))
    c, m = int(state["input channels"]), int(state["output channels"])
    stride = state["stride"]
    x, kernel_shape = (h, w, c), (k1, k2, c, m)
    z = tuple(output_size(n, k, stride=stride) for n, k in ((h, k1), (w, k2)))
    dense = h * w * c * prod(z) * m
    return Answer(
        rows=[
            ["rows of Z", f"{z[0]}"],
            ["columns of Z", f"{z[1]}"],
            ["X, W, Z", "", f"{x}, {kernel_shape}, {(*z, m)}"],
            ["multiplications", f"{multiplications(x, kernel_shape, stride=stride):,}"],
            ["backward", f"{backward_multiplications(x, kernel_shape, stride=stride):,}"],
            ["bytes in float32", f"{memory(x, kernel_shape, stride=stride).total:,}"],
            ["dense: multiplications", f"{dense:,}"],
            ["parameters", f"{parameters(kernel_shape):,}"],
        ],
    )


def backprop_answer(state: State, edits: Edits) -> Answer:
    sizes = (state[f"{name}"] for name in ("samples", "input channels", "output channels", *KERNEL_SIZES))
    X, W, b = (edited(name, array, edits) for name, array in zip("XWb", make_tensors(*sizes)[:3], strict=True))
    Z = conv2d(X, W, b)
    dU = edited("dJ/dU", make_upstream_gradient(Z.shape), edits)
    by_sigmoid = state["activation"] == "sigmoid"
    U = sigmoid(Z) if by_sigmoid else Z
    dZ = dU * (U * (1 - U) if by_sigmoid else 1)
    dX, dW, db = conv2d_backward(dZ, X, W)
    arrays = {"X": X, "W": W, "b": b, "Z": Z, "U": U, "dJ/dU": dU, "dJ/dZ": dZ, "J": np.sum(dU * U)}
    arrays |= {"slope": U * (1 - U)} if by_sigmoid else {}
    arrays |= {
        f"{how}{name}": array
        for name, array in (("dJ/dX", dX), ("dJ/dW", dW), ("dJ/db", db))
        for how in ("", "measured ")
    }
    arrays |= {"key's 4(b)": key_weight_grad(dZ, X, W.shape), "key's 4(c)": key_input_grad(dZ, W, X.shape)}
    return Answer(arrays)


def pooling_answer(state: State, edits: Edits) -> Answer:
    samples, channels, length = (int(state[name]) for name in ("samples", "channels", "length"))
    p, s = state["pool size"], state["stride"]
    sine = [SINE_LENGTH, -(-SINE_LENGTH // s)]
    said = [f"A sine with a period of {state['period']} values"]
    name = "X" if samples * channels > 1 else "x"
    X = edited(name, make_signal(samples, channels, length), edits)
    try:
        pooled = max_pool1d(X, p, s, windows=LAST_WINDOWS[state["last windows"]])
    except ValueError:
        return Answer(text=["No window fits", *said], points=sine)
    count = f" = {pooled.shape[0 if X.ndim == 1 else 1]} elements"
    return Answer({name: X, "pooled": pooled, "sub-sampled": subsample1d(X, s)}, text=[count, *said], points=sine)


KERNEL_SIZES = ("kernel rows", "kernel columns")
ANSWERS = {
    "1-tensor-shapes": shapes_answer,
    "2-convolution": convolution_answer,
    "3-cost": cost_answer,
    "4-backpropagation": backprop_answer,
    "5-pooling": pooling_answer,
}


def edited(name: str, array: Any, edits: Edits) -> Any:
    """The array with the numbers that were typed in."""
    if not any(place[0] == name for place in edits):
        return array
    array = array.astype(float)
    for (one, *place), value in edits.items():
        if one == name:
            array[tuple(place)] = value
    return array


def number(text: str) -> float:
    return float(text.replace(MINUS, "-"))


def differences(view: dict[str, Any], answer: Answer) -> list[str]:
    """Where the view parts from the answer."""
    found = [*view["wrong"]]
    helpers = {"sums of X", "sums of dJ/dZ"}
    if set(view["cells"]) - helpers != set(answer.arrays):
        found.append(f"shows {set(view['cells'])}, not {set(answer.arrays)}")
    for name, array in answer.arrays.items():
        texts = view["cells"].get(name, [])
        right = np.ravel(array)
        # Four decimals are shown, and a central difference is not exact.
        if len(texts) != right.size or not np.allclose([*map(number, texts)], right, rtol=0, atol=1e-4):
            found.append(f"{name} is {texts}, not {right.tolist()}")
    starts = [row for row in answer.rows if row not in [shown[: len(row)] for shown in view["rows"]]]
    found += [f"no row {row} in {view['rows']}" for row in starts]
    found += [f"no {text!r} in {view['text']!r}" for text in answer.text if text not in view["text"]]
    if answer.points and view["points"] != answer.points:
        found.append(f"the chart has {view['points']} points, not {answer.points}")
    return found


def expect_answer(chapter: Notebook, state: State, edits: Edits | None = None) -> None:
    """Wait until the explorer shows what cnnlib says."""
    answer = ANSWERS[chapter.name](state, edits or {})
    deadline = time.monotonic() + 10
    while wrong := differences(chapter.box.evaluate(VIEW), answer):
        assert time.monotonic() < deadline, f"{state} {edits}: {wrong}"
        time.sleep(0.01)


# Moving the controls


def values(chapter: Notebook, label: str) -> Iterator[Any]:
    """Put a control on its values, one after the other, and say which: every day the first two and the last."""
    named = chapter.page.locator("label", has_text=re.compile(rf"^\s*{label}\s*$"))
    widget = chapter.box.locator(".widget-gridbox > *", has=named)
    slider, choice, flag = (widget.locator(kind) for kind in ("[role=slider]", "select", "input[type=checkbox]"))
    if slider.count():
        least, most = (int(float(slider.get_attribute(f"aria-value{end}") or "")) for end in ("min", "max"))
        slider.press("Home")
        yield least
        for value in range(least + 1, most + 1 if SOAK else least + 2):
            slider.press("ArrowRight")
            yield value
        if most > value:
            slider.press("End")
            yield most
    elif choice.count():
        options = choice.locator("option").all_inner_texts()
        for place in range(len(options)) if SOAK else sorted({0, 1, len(options) - 1}):
            choice.select_option(index=place)
            yield options[place].replace("\u00a0", " ")
    else:
        for _ in range(2):
            now = flag.is_checked()
            flag.press("Space")
            yield not now


def parameters_of(chapter: Notebook) -> list[str]:
    """The names of the controls in the chapter's first `explore(...)`, which is the one that is tested."""
    code = "\n".join(
        re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", source(f"chapters/{chapter.name}"), re.DOTALL | re.MULTILINE)
    )
    call, *_ = re.findall(r"^explore\((.*?)^\)", code, re.DOTALL | re.MULTILINE)
    return [name.replace("_", " ") for name in re.findall(r"(\w+)=", call)]


def expect_no_editor(notebook: Notebook) -> None:
    """The page is a notebook, and no text file."""
    assert notebook.page.locator(".jp-FileEditor, .jp-MarkdownViewer").count() == 0


def expect_folded(notebook: Notebook) -> None:
    """Nothing that is worked out is in sight, neither at first nor after a run: no text, no code, no output."""
    text = source(f"chapters/{notebook.name}")
    count = text.count("#### Solution") + text.count("\n(worked-")
    for folds in (notebook.folds, notebook.page.evaluate(FOLDS)):
        assert len(folds) == count
        assert [heading for heading, hidden in folds if not hidden or not all(hidden)] == []


def parts_of(notebook: Notebook) -> list[str]:
    """The parts of a chapter's problem."""
    return [part for part in parts() if part[0] == notebook.name[0]]


def leaks(sight: list[Seen], part: str) -> list[str]:
    """The right answers to a part that are in sight above its box."""
    sources = [source for source, _ in sight]
    above = sight[: sources.index(f'ask("{part}")')]
    return find_answers(" ".join(text for _, text in above), part)


START, *_ = pages()
OPENED_ELSEWHERE = {START, *problems()}  # in the tests below


OTHERS = one_of_each_kind(page for page in pages() if page not in OPENED_ELSEWHERE)
# Every day one with boxes and one with a table of verdicts.
EVERYDAY = re.compile(r"/(practice|answer-key)")


@pytest.mark.parametrize("name", [page for page in OTHERS if SOAK or EVERYDAY.search(page)])
def test_page_opens_as_a_notebook_and_runs(desk: Desk, name: str) -> None:
    with desk.opened(Path(name).name) as notebook:
        expect_no_editor(notebook)
        if name in notebooks():
            run_all(notebook.page)
        expect_folded(notebook)
        assert notebook.outside == []


def test_the_start_page_plays_in_a_notebook_too(desk: Desk) -> None:
    with desk.opened(Path(START).name) as notebook:
        page = notebook.page
        expect_no_editor(notebook)
        run_all(page)
        expect_folded(notebook)
        claim, game = page.locator(".claim"), page.locator(".game")
        expect(claim.locator(".claim-play")).to_have_text("Stop")  # it moves
        notebook_state = notebook.notebook()
        claim.get_by_role("button", name="No", exact=True).press("Enter")
        expect(claim.locator(".claim-verdict")).to_contain_text("Right, it is not.")
        expect(claim.locator(".claim-play")).to_have_text("Play again")
        expect(game.get_by_role("status")).to_have_text("1 of 5 found. ")
        for part in ("3c", "5c", "1a"):
            game.locator(f'[data-part="{part}"] button').press("Space")
        game.get_by_role("button", name="Check my marks").press("Enter")
        expect(game.get_by_role("status")).to_contain_text("2 of 5 found. 1 of your 3 marks hit.")
        expect(game.get_by_role("status")).to_contain_text("5(c) is none of the five: it is right, with a condition")
        game.get_by_role("button", name="Start over").press("Enter")
        expect(game.get_by_role("status")).to_have_text("0 of 5 found. ")
        assert notebook.notebook()[1:] == notebook_state[1:]
        link = game.get_by_role("link", name="2(a)")
        link.click()
        page.locator(".jp-NotebookPanel:visible", has_text="2. A 2D convolution by hand").wait_for()
        page.wait_for_function("() => jupyterapp.shell.currentWidget?.context?.path === '2-convolution.md'")
        assert notebook.outside == []


def test_nothing_gives_an_answer_away_neither_at_first_nor_after_a_run(chapter: Notebook) -> None:
    expect_folded(chapter)
    after = chapter.page.evaluate(SIGHT)
    assert len(after) == len(chapter.sight)
    for part in VALUES:
        if part in parts_of(chapter):
            assert leaks(chapter.sight, part) == leaks(after, part) == [], part


@pytest.mark.parametrize("chapter", ["3-cost"], indirect=True)
def test_a_planted_leak_is_noticed(chapter: Notebook) -> None:
    code = {"cell_type": "code", "source": "", "metadata": {}}
    text = "It is 5,133,600."
    plants = [
        [{"cell_type": "markdown", "source": text}, None],
        [{"cell_type": "markdown", "source": "$46 = 5{,}133{,}600$"}, None],
        [{**code, "source": "assert count == 5133600"}, None],
        [code, [{"output_type": "stream", "name": "stdout", "text": text}]],
        *(
            [code, [{"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}]]
            for html in (f'<img alt="{text}">', f'<p title="{text}">', "<table><tr><td>5133600</table>")
        ),
    ]
    assert leaks(chapter.page.evaluate(SIGHT), "3c") == []
    for plant in plants:
        chapter.page.evaluate(PLANT, plant)
        assert leaks(chapter.page.evaluate(SIGHT), "3c") != [], plant
        chapter.page.evaluate(UPROOT)


def test_what_is_worked_out_is_folded_until_a_click(chapter: Notebook) -> None:
    headings = [heading for heading, _ in chapter.folds]
    solution = headings.index("#### Solution")  # the first one will do
    assert solution == len(parts_of(chapter)), "what is worked out comes before"
    for number in (*range(solution if SOAK else 1), solution):
        chapter.page.evaluate(GO_TO, headings[number])
        chapter.page.locator(".jp-mod-active .jp-showHiddenCellsButton").click()
        chapter.page.wait_for_function(
            f"async (k) => !(await ({FOLDS})())[k][1].some(Boolean)", arg=number, polling=100
        )
    expect(chapter.page.locator(".jp-mod-active ~ .jp-CodeCell .jp-OutputArea-output").first).to_be_visible()


def test_what_is_asked_is_hidden_in_the_explorer_until_a_click(chapter: Notebook) -> None:
    chapter.page.evaluate(SHOW)
    expect(chapter.box.locator(".explorer-asked").first).to_contain_text(" hidden here until ")
    uncover(chapter)
    expect(chapter.box.locator(".explorer-asked")).to_have_count(0)
    expect_answer(chapter, chapter.state())


def test_boxes_judge_as_python_does(chapter: Notebook) -> None:
    for part in parts_of(chapter):
        form = chapter.page.locator(f'form.answer[data-part="{part}"]')
        cases = known(part)
        said = form.evaluate(ENTER, [entry for entry, *_ in cases])
        assert said == [["", "", *verdict] for _, *verdict in cases]
        assert {"right", "not-yet"} == {verdict for _, verdict, *_ in cases}
    answered = chapter.page.evaluate("() => JSON.parse(localStorage.getItem('answers')).parts")
    assert answered == parts_of(chapter)


@pytest.mark.parametrize("chapter", ["4-backpropagation"], indirect=True)
def test_a_fresh_instance_asks_with_its_statement_and_its_boxes(chapter: Notebook) -> None:
    page, problem = chapter.page, practice(2, 7)
    answered = page.evaluate("() => localStorage.getItem('answers')")
    page.evaluate(PLANT, [{"cell_type": "code", "source": "import cnnlib\ncnnlib.practice(2, 7).ask()"}, None])
    page.evaluate(RUN_PLANTED)
    given = page.locator(".answer-given")
    expect(given.locator("caption")).to_have_text(["X", "W"])
    cells = given.locator("table").first.locator("td:not(:empty)").all_inner_texts()
    assert [number(text) for text in cells] == problem.image.ravel().tolist()
    for letter, part in problem.parts().items():
        texts = [write(part.kind, answer) for answer in (*part.right, *(slip.answer for slip in part.slips))]
        form = page.locator(f'form.answer[data-part="2{letter}"][data-instance="{problem.code}"]')
        said = form.evaluate(ENTER, texts)
        assert [one[2:] for one in said] == [[*judge(problem.check(letter, text))] for text in texts]
    assert page.evaluate("() => localStorage.getItem('answers')") == answered, "it is no answer to the homework"
    page.evaluate(UPROOT)


@pytest.mark.parametrize("chapter", ["3-cost"], indirect=True)
def test_keys_in_a_field_do_not_reach_the_notebook(chapter: Notebook) -> None:
    page = chapter.page
    form = page.locator('form.answer[data-part="3d"]')
    field = page.get_by_role("textbox", name="Your answer to 3(d)")
    field.fill("")
    field.focus()
    notebook = chapter.notebook()
    # In command mode these would select, edit, delete, cut, insert, merge, restart and run.
    for key in ("d", "d", "x", "a", "b", "m", "Shift+M", "1", "0", "0", "j", "k", "z"):
        page.keyboard.press(key)
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "Escape", "Shift+Enter", "Control+Enter"):
        page.keyboard.press(key)
    expect(field).to_be_focused()
    expect(field).to_have_value("ddxabmM100jkz")
    page.keyboard.press("Control+a")
    page.keyboard.type("3*3*10*20")
    page.keyboard.press("Enter")
    expect(form).to_have_attribute("data-slip", "bias-forgotten")
    page.keyboard.press("Backspace")
    assert (form.get_attribute("data-verdict"), form.get_by_role("status").inner_text()) == (None, "")
    page.keyboard.press("Control+z")
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form).to_have_attribute("data-slip", "bias-forgotten")
    page.keyboard.press("Tab")
    for name in ("Hint", "Second hint", "Solution"):
        expect(form.get_by_role("button", name=name, exact=True)).to_be_focused()
        page.keyboard.press("Space")
    expect(form.locator(".answer-told")).to_contain_text("Solution: 3*3*10*20 + 20 = 1,820.")
    assert chapter.notebook() == notebook
    assert page.locator(".jp-Dialog").count() == 0


@pytest.mark.parametrize("chapter", ["4-backpropagation"], indirect=True)
def test_a_formula_is_put_together_by_keys_that_do_not_reach_the_notebook(chapter: Notebook) -> None:
    page = chapter.page
    form = page.locator('form.answer[data-part="4a"]')
    first = form.locator("select, input").first
    first.focus()
    notebook = chapter.notebook()
    for key in ("d", "d", "x", "a", "b", "z", "j", "k", "Escape"):
        page.keyboard.press(key)
    expect(first).to_be_focused()
    for key in ("ArrowDown", "ArrowUp", "Space"):  # to the next radio button and back
        page.keyboard.press(key)
    expect(first).to_be_checked()
    for button in ("Check", "Hint"):
        form.get_by_role("button", name=button, exact=True).focus()
        for key in ("d", "d", "ArrowDown", "x", "b", "Escape"):
            page.keyboard.press(key)
    box = form.locator("select").first
    box.focus()
    for key in ("ArrowDown", "ArrowUp", "d", "d", "x"):
        page.keyboard.press(key)
    key = form.get_by_role("button", name="Fill in the key\u2019s formula")
    key.focus()
    page.keyboard.press("Enter")
    assert "dJ/dZ[i, j1, j2, m] = dJ/dU[i, j1, j2, m]" in form.locator(".answer-formula").inner_text()
    form.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(form).to_have_attribute("data-verdict", "right")
    assert chapter.notebook() == notebook
    assert page.locator(".jp-Dialog").count() == 0


@pytest.mark.parametrize("chapter", ["4-backpropagation"], indirect=True)
def test_boxes_follow_the_theme(chapter: Notebook) -> None:
    form = chapter.page.locator('form.answer[data-part="4c"]')
    for theme, ground in (("Dark", "dark"), ("Light", "light")):
        chapter.page.evaluate(
            f"jupyterapp.commands.execute('apputils:change-theme', {{ theme: 'JupyterLab {theme}' }})"
        )
        chapter.page.locator(f"body[data-jp-theme-name='JupyterLab {theme}'][data-jp-theme-light]").wait_for(
            state="attached"
        )
        for element in ("select", "button", ".answer-formula"):
            colours = form.locator(element).first.evaluate(GROUND)
            assert [brightness < 0.4 for brightness in colours] == (
                [False, True] if ground == "dark" else [True, False]
            )


def test_chapter_opens_as_a_notebook_and_runs(shown: Notebook) -> None:
    # The fixture has run it.
    expect_no_editor(shown)
    expect_answer(shown, shown.state())


def test_every_control_shows_cnnlibs_answer(shown: Notebook) -> None:
    chapter = shown
    state = chapter.state()
    assert list(state) == parameters_of(chapter)
    notebook = chapter.notebook()
    for label in list(state):
        moves = 0
        for value in values(chapter, label):
            state[label] = value
            expect_answer(chapter, state)
            assert chapter.state() == state, "a control moved another one"
            moves += 1
        assert moves > 1
    assert chapter.notebook() == notebook


def test_reset_puts_the_controls_back(shown: Notebook) -> None:
    chapter = shown
    reset(chapter)
    expect_answer(chapter, STARTS[chapter.name])
    assert chapter.state() == STARTS[chapter.name]


STARTS: dict[str, State] = {
    "1-tensor-shapes": {
        "recorded": "images",
        "samples": "100",
        "size": "256 x 256",
        "rate": "240",
        "seconds": "10",
        "channels": "3",
    },
    "2-convolution": {
        "image": "the problem's X",
        "kernel rows": 2,
        "kernel columns": 2,
        "stride": 1,
        "padding": 0,
        "dilation": 1,
        "operation": "correlation",
    },
    "3-cost": {
        "size": "48 x 64",
        "kernel": "3 x 3",
        "stride": 1,
        "input channels": "10",
        "output channels": "20",
    },
    "4-backpropagation": {
        "activation": "none",
        "samples": 1,
        "input channels": 1,
        "output channels": 1,
        "kernel rows": 2,
        "kernel columns": 2,
    },
    "5-pooling": {
        "pool size": 2,
        "stride": 2,
        "last windows": "the values that exist",
        "samples": 1,
        "channels": 1,
        "length": "8",
        "period": 8,
    },
}

MOVED_WITH_EDITS = {"2-convolution": "stride", "4-backpropagation": "activation", "5-pooling": "stride"}

# A cell, and where the right and the down arrow lead from there.
WALKS: dict[str, list[tuple[Any, ...]]] = {
    "2-convolution": [("Z", 0, 0), ("Z", 0, 1), ("Z", 1, 1)],
    "4-backpropagation": [("Z", 0, 0, 0, 0), ("Z", 0, 0, 1, 0), ("Z", 0, 1, 1, 0)],
    "5-pooling": [("pooled", 0), ("pooled", 1), ("pooled", 1)],
}

# An output, the inputs it is made of, and edits: the cell, what is typed, the number.
GRIDS: dict[str, tuple[tuple[Any, ...], list[tuple[Any, ...]], list[tuple[tuple[Any, ...], str, float]]]] = {
    "2-convolution": (
        ("Z", 3, 2),
        [("X", 3, 2), ("X", 3, 3), ("X", 4, 2), ("X", 4, 3), ("W", 0, 0), ("W", 0, 1), ("W", 1, 0), ("W", 1, 1)],
        [(("X", 3, 2), "7", 7), (("W", 1, 0), "-2.5", -2.5)],
    ),
    "4-backpropagation": (
        ("dJ/dW", 1, 0, 0, 0),
        [("X", 0, 1, 0, 0), ("X", 0, 5, 3, 0), ("dJ/dZ", 0, 0, 0, 0), ("dJ/dZ", 0, 4, 3, 0)],
        [(("X", 0, 3, 2, 0), "7", 7), (("W", 1, 0, 0, 0), "-.5", -0.5), (("dJ/dU", 0, 4, 3, 0), "3", 3)],
    ),
    "5-pooling": (("pooled", 2), [("x", 4), ("x", 5)], [(("x", 4), "12", 12), (("x", 5), "-1", -1)]),
}


# The other explorers have tables and charts only.
with_grids = pytest.mark.parametrize("chapter", [name for name in CHAPTERS if name in GRIDS], indirect=True)


@pytest.fixture
def grid(chapter: Notebook) -> Notebook:
    """A chapter whose explorer has grids, at its start."""
    reset(chapter)
    expect_answer(chapter, STARTS[chapter.name])
    return chapter


def value_of(sentence: str) -> float:
    """The number of `name = sum = number`, once it is clear that the sum gives it."""
    rest = sentence.partition(" = ")[2]
    written, result = re.split(" [=\u2248] ", rest)
    assert abs(eval(written.replace(MINUS, "-")) - number(result)) < 1e-3, sentence
    return number(result)


@with_grids
def test_pointing_at_a_cell_writes_its_sum_and_a_click_pins_it(grid: Notebook) -> None:
    (name, *place), parts, _ = GRIDS[grid.name]
    answer = ANSWERS[grid.name](STARTS[grid.name], {})
    look_at(grid, name)
    start = grid.said()
    grid.cell(name, *place).hover()
    sentence = grid.said().splitlines()[0]
    assert sentence.startswith(f"{name}{place} = ")
    assert abs(value_of(sentence) - np.asarray(answer.arrays[name])[tuple(place)]) < 1e-4
    for part in parts:
        expect(grid.cell(*part)).to_have_class(re.compile(r"\bpart\b"))
    away = grid.box.locator(".explorer-actions")
    away.hover()
    assert grid.said() == start
    grid.cell(name, *place).click()
    away.hover()
    assert grid.said().splitlines()[0] == sentence
    expect(grid.cell(name, *place)).to_have_attribute("aria-selected", "true")
    grid.cell(name, *place).click()
    away.click(position={"x": 1, "y": 1})
    grid.cell(name, *place).blur()
    assert grid.said() == start


@with_grids
def test_numbers_typed_into_cells_give_cnnlibs_answer(grid: Notebook) -> None:
    state, edits = STARTS[grid.name], dict[tuple[Any, ...], float]()
    notebook = grid.notebook()
    field = grid.box.locator(".explorer-edit input")
    for cell, text, value in GRIDS[grid.name][2]:
        look_at(grid, cell[0])
        grid.cell(*cell).focus()
        grid.page.keyboard.type(text)  # the first key opens the field
        expect(field).to_be_focused()
        expect(field).to_have_value(text)
        edits[cell] = value
        expect_answer(grid, state, edits)
        field.press("Enter")
        expect(grid.cell(*cell)).to_be_focused()
        field.focus()
        field.press("Control+a")
        field.press("x")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect_answer(grid, state, edits)  # the last good number stays
        field.press("Escape")
    # An edit belongs to its cell: it outlives a move of a control.
    label = MOVED_WITH_EDITS[grid.name]
    for value in values(grid, label):
        expect_answer(grid, state | {label: value}, edits)
    assert grid.notebook() == notebook
    reset(grid)
    expect_answer(grid, STARTS[grid.name])


# Goes to the first cell with this text.
GO_TO_TEXT = GO_TO.replace("getSource() === source", "getSource().includes(source)")


# The link to follow, which controls it moves, and what is pinned then.
LINKS: dict[str, tuple[str, State, str]] = {
    "2-convolution": (
        "#explorer-1?kernel_rows=3&kernel_columns=3&pin=Z,3,2",
        {"kernel rows": 3, "kernel columns": 3},
        "Z",
    ),
    "4-backpropagation": ("#explorer-1?look=forward&pin=W,1,0,0,0", {}, "W"),
    "5-pooling": ("#explorer-1?pool_size=3&stride=4&pin=pooled,1", {"pool size": 3, "stride": 4}, "pooled"),
}


@with_grids
def test_a_link_in_the_text_opens_the_explorer_in_its_state(grid: Notebook) -> None:
    address, moved, name = LINKS[grid.name]
    grid.page.evaluate(GO_TO_TEXT, f"({address})")
    link = grid.page.locator(f'.jp-Cell a[href="{address}"]')
    link.click()  # as a hand does: JupyterLab may be just drawing the text anew, and its old link leads nowhere
    state = STARTS[grid.name] | moved
    expect_answer(grid, state)
    assert grid.state() == state
    picked = grid.box.locator('[aria-selected="true"]')
    expect(picked).to_have_count(1)
    expect(picked).to_have_attribute("data-array", name)
    expect(picked).to_be_in_viewport()
    reset(grid)
    expect_answer(grid, STARTS[grid.name])


@pytest.mark.parametrize("chapter", ["4-backpropagation"], indirect=True)
def test_a_wrong_answer_leads_to_the_explorer(grid: Notebook) -> None:
    part = about("4b")
    assert isinstance(part, FormulaPart)
    builder = part.builder
    wrong = next(choice for rule, choice in builder.known_choices() if rule.slip == "shift-reversed")
    departs = check("4b", builder.write(wrong)).departs
    grid.page.evaluate(GO_TO_TEXT, 'ask("4b")')
    form = grid.page.locator('form.answer[data-part="4b"]')
    form.evaluate(ENTER, [wrong])
    more = form.locator(".answer-more")
    while more.text_content() != "Solution":  # which reveals where it departs
        more.click()
    link = form.locator(".answer-departs a")
    expect(link).to_have_attribute("href", departs.address)
    link.click()
    picked = grid.box.locator('[aria-selected="true"]')
    expect(picked).to_have_attribute("aria-label", f"{departs.place} = {departs.gives}")
    expect(picked).to_be_in_viewport()


# What stands in the corners of the cells that something lies on, and in those cells, at several moments of a glide.
GLIDE = """async (root) => {
    const found = [];
    for (let moment = 0; moment < 8; moment++) {
        found.push([...root.querySelectorAll(".lens i[data-by]:not([data-by=''])")].map(({ dataset }) => dataset.by));
        await new Promise((done) => setTimeout(done, 40));
    }
    return found;
}"""


ON_X = [name for name in CHAPTERS if name in ("2-convolution", "4-backpropagation")]  # where weights lie on X


@pytest.mark.parametrize("chapter", ON_X, indirect=True)
def test_a_glide_never_shows_a_wrong_number(grid: Notebook) -> None:
    look_at(grid, "Z")
    numbers = ["1", f"{MINUS}1", "1", f"{MINUS}1"]
    for place in ((0, 0), (2, 1), (4, 3), (1, 2)):
        grid.cell("Z", *((0, *place, 0) if grid.name == "4-backpropagation" else place)).hover()
        assert grid.box.evaluate(GLIDE) == [numbers] * 8


@with_grids
def test_keys_in_an_explorer_do_not_reach_the_notebook(grid: Notebook) -> None:
    notebook = grid.notebook()
    assert notebook[1] == "command"
    cell, *walk = WALKS[grid.name]
    grid.cell(*cell).focus()
    for key, to in zip(("ArrowRight", "ArrowDown"), walk, strict=True):
        grid.page.keyboard.press(key)
        expect(grid.cell(*to)).to_be_focused()
    # In command mode these select, edit, make a heading, delete, cut, insert, merge and restart.
    for key in ("j", "k", "1", "d", "d", "x", "a", "b", "m", "Shift+m", "Enter", "Escape", "Escape", "0", "0"):
        grid.page.keyboard.press(key)
    expect(grid.cell(*walk[-1])).to_be_focused()
    grid.page.keyboard.press("Enter")
    expect(grid.cell(*walk[-1])).to_have_attribute("aria-selected", "true")
    grid.page.keyboard.press("Escape")
    expect(grid.cell(*walk[-1])).to_have_attribute("aria-selected", "false")
    grid.box.get_by_role("button", name="Step", exact=True).press("Enter")
    grid.box.get_by_label("Speed of play").press("ArrowDown")
    assert grid.notebook() == notebook
    assert grid.page.locator(".jp-Dialog").count() == 0


def test_no_request_leaves_jupyterlab_and_nothing_went_wrong(chapter: Notebook) -> None:
    # The last test on this page.
    assert chapter.outside == []
    # JupyterLab's own mistakes come from its own files.
    assert [error for error in chapter.errors if "/static/lab/" not in error] == []
    assert not [
        cell for cell in chapter.page.evaluate(OUTPUTS) for one in cell["outputs"] if one["output_type"] == "error"
    ]


@pytest.mark.parametrize("chapter", ["3-cost"], indirect=True)
def test_without_its_kernel_an_explorer_says_so(chapter: Notebook) -> None:
    # After the last test on this page: nothing moves any more until the cell is run again.
    note, said = (chapter.box.locator(name) for name in (".explorer-note", "[role=status]"))
    session = "jupyterapp.shell.currentWidget.sessionContext"
    told = "No kernel answers: run the cell again."
    expect(note).to_be_hidden()
    chapter.page.evaluate(f"async () => {{ await {session}.session.kernel.restart(); }}")
    expect(note).to_have_text(told)
    expect(said).to_have_text(told)
    chapter.box.get_by_role("button", name="Reset").click()
    expect(note).to_have_text(told)
    explorer_of(chapter)
    expect(note).to_be_hidden()
    uncover(chapter)
    expect_answer(chapter, chapter.state())
    # Of a kernel that was shut down ipywidgets hears nothing: a touch tells.
    chapter.page.evaluate(f"async () => {{ await {session}.shutdown(); }}")
    chapter.box.get_by_role("slider").first.press("ArrowRight")
    expect(note).to_have_text(told)
    # JupyterLab would ask for one later, and so be loaded anew for the next notebook.
    chapter.page.evaluate(f"async () => {{ await {session}.changeKernel({{ name: 'python3' }}); }}")
