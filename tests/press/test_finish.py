"""The list of steps that finished pages go through, in a book of two pages."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from kit.smallbook import HEAD, SmallBook, build_faultless_book
from press.finish import STEPS, each, finish_site
from press.finish.icons import MARKED
from press.finish.pages import Page, Pages, text_of
from press.finish.patches import PATCHES
from press.finish.policy import hash_code, read_policy

PAGES = {
    "page": f"{HEAD}# A page\n\n$a + b$\n\n```{{code-cell}} python\nprint(6 * 7)\n```\n",
    "folder/other": "# Another page\n\n[The first](../page.md)\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """A book that went through all steps."""
    return build_faultless_book(tmp_path_factory.mktemp("built"), PAGES)


@pytest.fixture(scope="module")
def pages(built: SmallBook) -> list[Page]:
    """Its pages, but for the one that leads to the first."""
    return [page for page in Pages.read(built.site) if page.name != "index"]


def test_each_page_is_there(pages: list[Page]) -> None:
    assert [page.name for page in pages] == ["folder/other", "genindex", "page", "search"]


def test_a_page_waits_for_one_style_sheet(built: SmallBook, pages: list[Page]) -> None:
    for page in pages:
        (sheet,) = page.select('link[rel="stylesheet"]')
        assert (sheet.attrs["href"] or "").startswith(f"{page.up}_static/site.css?v=")
        assert page.select("script[src]:not([defer])") == []
    left = {file.name for file in (built.site / "_static").rglob("*") if file.suffix in (".css", ".js")}
    assert {"site.css", "site.js"} <= left
    assert left & {"book.css", "pygments.css", "formulas.js", "fontawesome.js"} == set()


def test_the_style_sheet_has_what_the_theme_writes_last(built: SmallBook) -> None:
    css = (built.site / "_static" / "site.css").read_text(encoding="utf-8")
    assert "html[data-theme=dark] .highlight" in css  # pygments.css, anew once all pages are there


def test_a_policy_has_the_hashes_of_what_is_written(pages: list[Page]) -> None:
    for page in pages:
        allowed = read_policy(page)["script-src"]
        codes = [text_of(script) for script in page.select("script") if "src" not in script.attrs]
        assert codes
        assert [code for code in codes if hash_code(code) not in allowed] == []


def test_what_is_wrong_with_the_themes_pages_is_mended(pages: list[Page]) -> None:
    assert [patch.fault for patch in PATCHES for page in pages if page.select(patch.selector)] == []


def test_icons_are_drawn_and_formulas_have_their_font(built: SmallBook, pages: list[Page]) -> None:
    assert [page.name for page in pages if page.select(MARKED)] == []
    assert [page.name for page in pages if not page.select("svg.svg-inline--fa")] == []
    assert (built.site / "_static" / "formulas.woff").is_file()
    ahead = [page.name for page in pages if any("formulas.woff" in text_of(one) for one in page.select("script"))]
    assert ahead == ["page"]


def test_no_step_is_there_twice() -> None:
    assert len(set(STEPS)) == len(STEPS)


@pytest.mark.parametrize(("error", "kind"), [(ValueError(), "html"), (None, "latex")])
def test_a_site_that_is_not_there_is_not_finished(tmp_path: Path, error: Exception | None, kind: str) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>as it was", encoding="utf-8")
    finish_site(SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(format=kind)), error)
    assert page.read_text(encoding="utf-8") == "<p>as it was"


def test_a_change_is_made_to_each_page_which_is_written_once(tmp_path: Path) -> None:
    for name in ("one", "folder/two", "_static/template"):
        file = tmp_path / f"{name}.html"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"<!DOCTYPE html><title>{name}</title><svg viewBox='0 0 1 1'/>", encoding="utf-8")
    pages = Pages.read(tmp_path)
    each(lambda page: page.select("svg")[0].decompose() if page.up else None)(pages)
    pages.write()
    assert [page.name for page in pages] == ["folder/two", "one"]
    start = "<!DOCTYPE html><html><head><title>"
    assert (tmp_path / "folder/two.html").read_text() == f"{start}folder/two</title></head><body></body></html>\n"
    assert '<svg viewBox="0 0 1 1">' in (tmp_path / "one.html").read_text()
    assert (tmp_path / "_static/template.html").read_text().endswith("viewBox='0 0 1 1'/>")
