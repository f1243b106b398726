"""Fixtures that several test files share, and how many random cases were drawn."""

import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test
from playwright.sync_api import Browser, sync_playwright

from kit.book import ROOT, SITE
from kit.browser import FLAGS, find
from kit.jupyterlab import jupyterlab
from kit.server import serving

DRAWN: Counter[str] = Counter()  # cases that passed, by property


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count each time that the body of a property runs to its end: `make soak` says how many cases it drew."""
    test = getattr(item, "obj", None)
    if not is_hypothesis_test(test) or hasattr(test.hypothesis.inner_test, "counted"):
        return
    inner, name = test.hypothesis.inner_test, item.nodeid.split("[")[0]

    @functools.wraps(inner)
    def counting(*arguments: Any, **keywords: Any) -> None:
        inner(*arguments, **keywords)
        DRAWN[name] += 1

    counting.counted = True
    test.hypothesis.inner_test = counting


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where files are tested side by side, hand over what was drawn here."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["drawn"] = dict(DRAWN)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add up what was drawn there."""
    DRAWN.update(node.workeroutput.get("drawn", {}) if hasattr(node, "workeroutput") else {})


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many cases were drawn."""
    if DRAWN:
        terminalreporter.write_line(f"{DRAWN.total():,} random cases passed, of {len(DRAWN)} properties")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site."""
    assert (SITE / "index.html").is_file(), "there is no built book: run `make book` first"
    return SITE


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The built site's address on this machine."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, without a window."""
    path = find()
    assert path, "no Chromium or Chrome: run `python -m kit.browser`, which gets one or says what to do"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the JupyterLab; what it shows is in the folder chapters."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def lab(lab_folder: Path) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the chapters."""
    with jupyterlab(lab_folder) as address:
        yield address
