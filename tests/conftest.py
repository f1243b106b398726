"""Fixtures that several test files share, and how many random cases were drawn."""

import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kit import failures
from kit.book import ROOT, SITE
from kit.browser import chromium, find
from kit.jupyterlab import Desk, jupyterlab
from kit.pages import Visit, Visits
from kit.server import serving

DRAWN: Counter[str] = Counter()  # cases that passed, by property
BROWSER = pytest.StashKey[Browser]()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count each time that the body of a property runs to its end: `make soak` says how many cases it drew."""
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    if handle is None or hasattr(handle.inner_test, "counted"):
        return
    inner, name = handle.inner_test, item.nodeid.split("[")[0]

    @functools.wraps(inner)
    def counting(*arguments: Any, **keywords: Any) -> None:
        inner(*arguments, **keywords)
        DRAWN[name] += 1

    counting.counted = True
    handle.inner_test = counting


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
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """A real Chromium, without a window; what a failing test leaves in it is saved."""
    path = find()
    assert path, "no Chromium or Chrome: run `python -m kit.browser`, which gets one or says what to do"
    with chromium(path) as browser:
        failures.record(browser)
        pytestconfig.stash[BROWSER] = browser
        yield browser
        del pytestconfig.stash[BROWSER]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any) -> Any:
    """Say where the pictures and the traces of a failing browser test are."""
    report = yield
    browser = item.config.stash.get(BROWSER, None)
    if (
        browser
        and report.failed
        and "browser" in getattr(item, "fixturenames", ())
        and (place := failures.save(browser))
    ):
        report.sections.append(("Pictures and traces", str(place)))
    return report


@pytest.fixture(scope="session")
def visits(browser: Browser, address: str) -> Visits:
    """The pages that tests look at together."""
    return Visits(browser, address)


@pytest.fixture
def first(visits: Visits, name: str) -> Visit:
    """The page of this name as a new reader meets it; see kit.pages."""
    return visits.first(name)


@pytest.fixture
def further(visits: Visits, name: str) -> Visit:
    """The page of this name as a returning reader meets it, unfolded; see kit.pages."""
    return visits.further(name)


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the JupyterLab; what it shows is in the folder chapters."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def lab(lab_folder: Path) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the chapters."""
    with jupyterlab(lab_folder) as address:
        yield address


@pytest.fixture(scope="session")
def desk(browser: Browser, lab: str) -> Iterator[Desk]:
    """The page of JupyterLab that notebooks are opened in."""
    desk = Desk(browser, lab)
    yield desk
    desk.leave()
