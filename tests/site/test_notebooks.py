"""That the notebooks that pytest reruns, with nbval, are all that the book publishes."""

import nbformat
import pytest

from kit.book import EXECUTED, notebooks


def test_every_chapter_with_code_was_executed() -> None:
    executed = {path.relative_to(EXECUTED).with_suffix("").as_posix() for path in EXECUTED.rglob("*.ipynb")}
    assert executed == set(notebooks())


@pytest.mark.parametrize("page", notebooks())
def test_notebook_has_outputs_and_no_widget(page: str) -> None:
    notebook = nbformat.read(EXECUTED / f"{page}.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    for output in outputs:
        assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})
