"""The Content-Security-Policy of the pages: it is in force, and what the pages do themselves goes on working."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kit.book import EVERY, ROOT
from kit.explorers import CHAPTERS, ONE_OF_EACH, SEVERAL, await_explorers
from kit.pages import Record, one_of_each_kind, opened, settle
from kit.profile import SOAK
from press.finish.pages import Page as Parsed
from press.finish.policy import read_policy

SITE = ROOT / "_build" / "site"
CHAPTER = "chapters/2-convolution.html"


@pytest.fixture(scope="module")
def folder(site: Path) -> Path:
    """The folder that `make site` makes of the built book."""
    subprocess.run([sys.executable, "-m", "tools.site"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return SITE


@pytest.fixture
def chapter(browser: Browser, folder: Path) -> Iterator[Page]:
    with opened(browser, (folder / CHAPTER).as_uri()) as page:
        yield page


# Every day those with explorers, which are used, of each kind, and those that other pages are not like.
USED = [f"chapters/{(CHAPTERS | SEVERAL)[name]}" for name in [*ONE_OF_EACH, *SEVERAL]]
EVERYDAY = [*USED, EVERY[0], "chapters/api", "chapters/answer-key", "search"]


@pytest.mark.browser
@pytest.mark.parametrize("page", [*(one_of_each_kind(EVERY) if SOAK else EVERYDAY), "index"])
def test_page_works_from_a_folder_under_its_policy(browser: Browser, folder: Path, page: str) -> None:
    record = Record()
    with opened(browser, "about:blank") as tab:
        record.listen(tab)
        tab.goto((folder / f"{page}.html").as_uri())
        if page == "index":
            tab.wait_for_url(f"**/{EVERY[0]}.html")
        settle(tab)
        if page in USED:
            await_explorers(tab)
        controls = tab.locator(".explorer-live :is(input[type=range], select):visible").all()
        for control in controls:
            control.press("ArrowRight")
        settle(tab)
    assert record.errors == []
    assert controls or page not in USED


@pytest.mark.browser
@pytest.mark.parametrize(
    "forbidden",
    [
        "const it = document.createElement('script'); it.textContent = 'document.title = 1'; document.head.append(it)",
        "const it = document.createElement('script'); it.src = 'https://example.org/a.js'; document.head.append(it)",
        "const it = document.createElement('img'); it.src = 'https://example.org/a.png'; document.body.append(it)",
        "const it = document.createElement('iframe'); it.src = 'https://example.org/'; document.body.append(it)",
        "document.body.setAttribute('onclick', 'f()'); document.body.click()",
        "fetch('https://example.org/').catch(() => null)",
        "setTimeout('document.title = 1')",
    ],
)
def test_what_the_build_did_not_write_is_refused(chapter: Page, forbidden: str) -> None:
    refused = chapter.evaluate(
        """(code) => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.violatedDirective));
            setTimeout(() => done(""), 2000);
            code();
        })""".replace("code();", f"try {{ {forbidden}; }} catch {{ }}"),
        None,
    )
    assert refused.partition("-")[0] in ("script", "img", "connect", "frame", "default")


@pytest.mark.browser
def test_the_themes_own_buttons_go_on_working(chapter: Page) -> None:
    chapter.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    chapter.locator("[onclick*=print]").first.evaluate("(button) => button.click()")
    assert chapter.title() == "printed"


def test_a_page_has_little_code_of_its_own(site: Path) -> None:
    # One choice, of light or dark; all else is in the site's script. The theme's icon library wrote styles as it ran.
    rules = read_policy(Parsed((site / "genindex.html").read_text(encoding="utf-8")))
    code = rules["script-src"]
    assert [word.partition("-")[0] for word in code[: code.index("'unsafe-hashes'")]] == ["'self'", "'sha256"]
    assert "unsafe" not in rules["style-src-elem"]


def test_a_server_is_told_the_rest(folder: Path) -> None:
    headers = (folder / "_headers").read_text(encoding="utf-8")
    assert headers.startswith("/*\n  Content-Security-Policy: frame-ancestors 'self'\n")
    assert not list(folder.rglob("*macros.html"))
