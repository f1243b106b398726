"""A browser test that fails leaves a picture of its page and a trace, and its report says where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.book import ROOT
from kit.failures import FOLDER

pytestmark = pytest.mark.browser

# One fails in a page of its own, one while a fixture has a page, and one without a page.
TESTS = """
import pytest
from kit.pages import opened

pytest_plugins = ["tests.conftest"]
HTML = "data:text/html,<h1>Here</h1>"

def test_own(browser):
    with opened(browser, HTML) as page:
        assert page.locator("h1").inner_text() == "There"

@pytest.fixture
def page(browser):
    with opened(browser, HTML) as page:
        yield page

def test_fixture(page):
    assert page.locator("h1").inner_text() == "There"

def test_well(page):
    assert page.locator("h1").inner_text() == "Here"

def test_without():
    assert False
"""


def test_a_failing_test_says_where_its_picture_and_its_trace_are(tmp_path: Path) -> None:
    file = tmp_path / "test_fails.py"
    file.write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "-c", os.devnull]
    done = subprocess.run([*command, str(file)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "3 failed, 1 passed" in done.stdout, done.stdout
    for name, left in (("own", True), ("fixture", True), ("well", False), ("without", False)):
        folder = FOLDER / f"test_fails.py-test_{name}"
        assert (str(folder) in done.stdout) == left
        assert {path.name for path in folder.rglob("*")} == ({"1-1.png", "1.trace.zip"} if left else set())
        for path in folder.rglob("*"):
            assert path.stat().st_size > 1000
            path.unlink()
        if left:
            folder.rmdir()
