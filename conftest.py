"""How pytest reruns the notebooks that the build executed, which chapter a test belongs to, and what runs together."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from cnnlib.explore.static import use_static_explorers
from kit.book import chapters, number

pytest.register_assert_rewrite("kit.explorers", "kit.explorer_checks")


class PublishedNotebook(IPyNbFile):
    """An executed notebook, every stored output of which is compared."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # nbval leaves images out. The book's are SVG, but a PNG is to be no loophole.
        self.skip_compare = tuple(key for key in self.skip_compare if not key.startswith("image/"))

    def collect(self) -> Iterator[IPyNbCell]:
        cells = list(super().collect())
        if not any(cell.cell.outputs for cell in cells):
            raise self.CollectError(f"{self.path} has no stored output, so there is nothing to compare")
        for cell in cells:
            # nbval would run such a cell, or not even that, and compare nothing.
            if cell.cell.execution_count is None or cell.options["skip"] or not cell.options["check"]:
                raise self.CollectError(f"{self.path}: nothing would be compared in cell {cell.cell_num}")
        yield from cells

    def setup(self) -> None:
        with mock.patch.dict(os.environ):
            use_static_explorers()
            super().setup()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Iterator[None]:
    found = yield
    return [
        PublishedNotebook.from_parent(parent, path=file_path) if isinstance(one, IPyNbFile) else one for one in found
    ]


def pytest_configure(config: pytest.Config) -> None:
    for chapter, page in chapters().items():
        config.addinivalue_line("markers", f"{chapter}: chapter {number(page)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    words = list(chapters())  # once: it reads files
    for item in items:
        for chapter in words:
            if chapter in item.path.stem:
                item.add_marker(chapter)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from kit.groups import Groups  # here: pytest-xdist need not be there

    return Groups(config, log) if config.getvalue("dist") == "loadgroup" else None
