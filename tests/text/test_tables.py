"""That the tables which are typed into the chapters say what the package computes: each cell with a number, anew."""

import re
from collections.abc import Callable
from math import floor, prod

import pytest

from bench.layers import LAYERS
from cnnlib import max_pool1d, subsample1d
from cnnlib.benchmark import last_benchmark
from cnnlib.classroom.exports.limits import list_limits
from cnnlib.problems import LAYER_W, LAYER_X, SIGNAL, SIGNAL_POOL, SIGNAL_STRIDE
from kit.book import pages, source

TABLE = re.compile(r"^\|.*\n\|(?: *:?-+:? *\|)+\n(?:\|.*\n)+", re.MULTILINE)
Rows = list[list[str]]


def tables(page: str) -> list[Rows]:
    """The tables of a page, as rows of cells; code cells and other fences have none."""
    text = re.sub(r"^(```+).*?^\1$", "", source(page), flags=re.MULTILINE | re.DOTALL)
    found = []
    for table in TABLE.findall(text):
        lines = table.splitlines()
        found.append([[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])])
    return found


def plain(cell: str) -> str:
    """A cell without the signs of formulas."""
    return cell.replace("$", "").replace("{,}", ",").replace(r"\cdot", "·").replace("  ", " ")


def data_sets() -> list[Rows]:
    """What chapter 1 works out: other data than the problem's."""
    images = {"count": 12, "rows": 480, "columns": 640, "channels": 1}
    records = {"count": 7, "rate": 500, "seconds": 6, "channels": 2}
    films = {"count": 5, "rate": 25, "seconds": 4, "rows": 90, "columns": 160, "channels": 3}

    def row(name: str, one: dict[str, int]) -> list[str]:
        moments = f"{one['rate']} · {one['seconds']} = {one['rate'] * one['seconds']}" if "rate" in one else "–"
        sides = f"{one['rows']}, {one['columns']}" if "rows" in one else "–"
        return [name, f"{one['count']}", moments, sides, f"{one['channels']}"]

    return [[row("X-ray images", images), row("recordings of the heart", records), row("films", films)]]


def counts() -> list[Rows]:
    """What chapter 3 works out: for another layer with its weights, and then for the problem's."""
    other = count_layer((10, 12, 4), (2, 5, 4, 7))
    return [other, count_layer(LAYER_X, LAYER_W)[:3]]


def count_layer(x_shape: tuple[int, ...], w_shape: tuple[int, ...]) -> Rows:
    """The elements, products and weights of a layer."""
    (height, width, inputs), (k1, k2, _, outputs) = x_shape, w_shape
    rows, columns = height - k1 + 1, width - k2 + 1
    elements, products = rows * columns * outputs, k1 * k2 * inputs
    return [
        ["elements of Z", "i, j, m", f"{rows} · {columns} · {outputs} = {elements:,}"],
        ["products in one element", "k_1, k_2, n", f"{k1} · {k2} · {inputs} = {products}"],
        ["products in all", "i, j, m, k_1, k_2, n", f"{elements:,} · {products} = {elements * products:,}"],
        ["weights", "k_1, k_2, n, m", f"{k1} · {k2} · {inputs} · {outputs} = {prod(w_shape):,}"],
    ]


def pooled_windows() -> list[Rows]:
    """What chapter 5 works out: for another signal, and then for the problem's, one part after the other."""
    mine = pool(SIGNAL.tolist(), SIGNAL_POOL, SIGNAL_STRIDE)
    parts = [[[row[at] for at in columns] for row in mine] for columns in ([0, 1, 3], [0, 2, 4])]
    return [pool([3, 1, 4, 1, 5, 9, 2], 2, 3), *parts]


def pool(x: list[int], p: int, s: int) -> Rows:
    """The windows of a signal, and what is taken from each."""
    taken, largest = subsample1d(x, s).tolist(), max_pool1d(x, p, s).tolist()
    return [
        [f"{k}", f"{s * k}", ", ".join(map(str, x[s * k : s * k + p])), f"{taken[k]}", f"{largest[k]}"]
        for k in range(floor((len(x) - 1) / s) + 1)
    ]


def measured_layers() -> list[Rows]:
    assert list(LAYERS) == sorted({case["layer"] for case in last_benchmark()["runs"][-1]["cases"]})
    assert LAYERS["A"][:2] == ((1, *LAYER_X), LAYER_W), "A is the layer of Problem 3"
    return [[[name, *map(str, layer)] for name, layer in LAYERS.items()]]


def measured_in_class() -> list[Rows]:
    """The measurements are those of `make binder`, which stores none; what follows from them is computed."""
    rows = next(rows for rows in tables("chapters/servers"))[1:]
    lab, kernel, together = (int(re.sub(r" MB$", "", row[1])) for row in rows[:3])
    assert together == lab + kernel
    text = " ".join(source("chapters/servers").split())
    guarantee = int(re.search(r"guarantee of (\d+) MiB above is the measured memory and three quarters", text)[1])
    assert f"guarantee: {guarantee}M" in source("chapters/servers"), "M is 1024 * 1024 bytes to JupyterHub"
    assert abs(guarantee * 1.024**2 / together - 7 / 4) < 0.02
    assert f"40 students who work at the same time ask for {floor(40 * guarantee / 1024)} GiB" in text
    return [rows]


def chapters_to_choose() -> list[Rows]:
    rows = tables("chapters/index")[0][1:]
    linked = [re.search(r"\(([\w-]+)\.md\)", row[0])[1] for row in rows]
    for name, row in zip(linked, rows, strict=True):
        title = re.search(r"^# (.*)$", source(f"chapters/{name}"), re.MULTILINE)[1]
        assert row[0] == f"[{title}]({name}.md)"
    assert linked == [name for name in (page.split("/")[1] for page in pages()) if name in linked]
    assert [row[1] for row in rows if "18" in row[1]] == ["see all 18 answers of the key beside what was computed"]
    return [rows]


def limits() -> list[Rows]:
    """What becomes of the parts of a sheet on learning platforms."""
    rows = [row for row in list_limits() if row[0] != "csv"]
    return [[[*row] for row in rows]]


# Each table of the book that has a number in a cell, by its page and the first cell of its header.
COMPUTED: dict[tuple[str, str], Callable[[], list[Rows]]] = {
    ("1-tensor-shapes", "data"): data_sets,
    ("3-cost", "counted"): counts,
    ("5-pooling", "window $k$"): pooled_windows,
    ("6-loops-to-products", "layer"): measured_layers,
    ("servers", "For each student"): measured_in_class,
    ("index", "Chapter"): chapters_to_choose,
    ("classroom", "format"): limits,
}
# Numbers there that are no statement: indices of symbols, links, and the syntax of an explorer.
WORDS = {("0-notation", "Tensor"), ("0-notation", "Symbol"), ("answer-key", "Part"), ("own-explorer", "written")}


def test_every_table_with_numbers_is_computed() -> None:
    found = {
        (page.split("/")[1], rows[0][0])
        for page in pages()
        for rows in tables(page)
        if any(re.search(r"\d", cell) for row in rows[1:] for cell in row)
    }
    assert found == {*COMPUTED, *WORDS}


@pytest.mark.parametrize(("page", "header"), COMPUTED)
def test_a_typed_table_says_what_is_computed(page: str, header: str) -> None:
    found = [rows[1:] for rows in tables(f"chapters/{page}") if rows[0][0] == header]
    assert list(map(plain_rows, found)) == list(map(plain_rows, COMPUTED[page, header]()))


def plain_rows(rows: Rows) -> Rows:
    """The cells of a table without the signs of formulas."""
    return [[plain(cell) for cell in row] for row in rows]
