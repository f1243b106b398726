"""The browser that the tests drive."""

import re

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_it_leaves_out_all_that_playwright_does(browser: Browser) -> None:
    line = browser.new_browser_cdp_session().send("SystemInfo.getInfo")["commandLine"]
    *others, last = (set(names.split(",")) for names in re.findall(r"--disable-features=(\S+)", line))
    assert others
    assert set().union(*others) - last == set()
