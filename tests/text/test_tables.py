"""That the tables which are typed into the chapters say what the package computes: each cell with a number, anew."""

import re
from collections.abc import Callable
from math import floor, prod

import pytest
import yaml

from bench.layers import LAYERS
from cnnlib import max_pool1d, subsample1d
from cnnlib.benchmark import last_benchmark
from cnnlib.problems import EEG_DATA, IMAGE_DATA, LAYER_W, LAYER_X, SIGNAL, SIGNAL_POOL, SIGNAL_STRIDE, VIDEO_DATA
from kit.book import ROOT, pages, source

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


def data_sets() -> Rows:
    def moments(rate: int, seconds: int) -> str:
        return f"{rate} · {seconds} = {rate * seconds}"

    sides = [f"{one['rows']}, {one['columns']}" for one in (IMAGE_DATA, VIDEO_DATA)]
    return [
        ["images", f"{IMAGE_DATA['count']}", "–", sides[0], f"{IMAGE_DATA['channels']}"],
        ["EEG", f"{EEG_DATA['count']}", moments(EEG_DATA["rate"], EEG_DATA["seconds"]), "–", f"{EEG_DATA['channels']}"],
        ["videos", f"{VIDEO_DATA['count']}", moments(VIDEO_DATA["rate"], VIDEO_DATA["seconds"]), sides[1], "3"],
    ]


def counts() -> Rows:
    (height, width, inputs), (k1, k2, _, outputs) = LAYER_X, LAYER_W
    rows, columns = height - k1 + 1, width - k2 + 1
    elements, products = rows * columns * outputs, k1 * k2 * inputs
    return [
        ["elements of Z", "i, j, m", f"{rows} · {columns} · {outputs} = {elements:,}"],
        ["products in one element", "k_1, k_2, n", f"{k1} · {k2} · {inputs} = {products}"],
        ["products in all", "i, j, m, k_1, k_2, n", f"{elements:,} · {products} = {elements * products:,}"],
        ["weights", "k_1, k_2, n, m", f"{k1} · {k2} · {inputs} · {outputs} = {prod(LAYER_W):,}"],
    ]


def pooled_windows() -> Rows:
    x, s, p = SIGNAL.tolist(), SIGNAL_STRIDE, SIGNAL_POOL
    taken, largest = subsample1d(x, s).tolist(), max_pool1d(x, p, s).tolist()
    return [
        [f"{k}", f"{s * k}", ", ".join(map(str, x[s * k : s * k + p])), f"{taken[k]}", f"{largest[k]}"]
        for k in range(floor((len(x) - 1) / s) + 1)
    ]


def measured_layers() -> Rows:
    assert list(LAYERS) == sorted({case["layer"] for case in last_benchmark()["runs"][-1]["cases"]})
    assert LAYERS["A"][:2] == ((1, *LAYER_X), LAYER_W), "A is the layer of Problem 3"
    return [[name, *map(str, layer)] for name, layer in LAYERS.items()]


def measured_in_class() -> Rows:
    """The measurements are those of `make binder`, which stores none; what follows from them is computed."""
    rows = next(rows for rows in tables("chapters/instructors"))[1:]
    lab, kernel, together = (int(re.sub(r" MB$", "", row[1])) for row in rows[:3])
    assert together == lab + kernel
    text = " ".join(source("chapters/instructors").split())
    guarantee = int(re.search(r"guarantee of (\d+) MiB above is the measured memory and three quarters", text)[1])
    assert f"guarantee: {guarantee}M" in source("chapters/instructors"), "M is 1024 * 1024 bytes to JupyterHub"
    assert abs(guarantee * 1.024**2 / together - 7 / 4) < 0.02
    assert f"40 students who work at the same time ask for {floor(40 * guarantee / 1024)} GiB" in text
    return rows


def chapters_to_choose() -> Rows:
    rows = tables("chapters/index")[0][1:]
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    linked = [re.search(r"\(([\w-]+)\.md\)", row[0])[1] for row in rows]
    for name, row in zip(linked, rows, strict=True):
        title = re.search(r"^# (.*)$", source(f"chapters/{name}"), re.MULTILINE)[1]
        assert row[0] == f"[{title}]({name}.md)"
    assert linked == [one["file"].split("/")[1] for one in toc["chapters"] if one["file"].split("/")[1] in linked]
    assert [row[1] for row in rows if "18" in row[1]] == ["see all 18 answers of the key beside what was computed"]
    return rows


# Each table of the book that has a number in a cell, by its page and the first cell of its header.
COMPUTED: dict[tuple[str, str], Callable[[], Rows]] = {
    ("1-tensor-shapes", "data"): data_sets,
    ("3-cost", "counted"): counts,
    ("5-pooling", "window $k$"): pooled_windows,
    ("6-loops-to-products", "layer"): measured_layers,
    ("instructors", "For each student"): measured_in_class,
    ("index", "Chapter"): chapters_to_choose,
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
    (rows,) = [rows for rows in tables(f"chapters/{page}") if rows[0][0] == header]
    expected = COMPUTED[page, header]()
    assert [[plain(cell) for cell in row] for row in rows[1:]] == [[plain(cell) for cell in row] for row in expected]
