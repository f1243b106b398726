"""The browser that the tests drive."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kit.book import ROOT

pytestmark = pytest.mark.browser


def test_it_leaves_out_all_that_playwright_does(browser: Browser) -> None:
    line = browser.new_browser_cdp_session().send("SystemInfo.getInfo")["commandLine"]
    *others, last = (set(names.split(",")) for names in re.findall(r"--disable-features=(\S+)", line))
    assert others
    assert set().union(*others) - last == set()


USE = """
from kit import failures
from kit.browser import chromium, find
with chromium(find()) as browser:
    failures.record(browser)
    browser.new_context().close()
"""


def test_a_browser_leaves_nothing_behind(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", USE], cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}, check=True)
    assert [*tmp_path.iterdir()] == []
