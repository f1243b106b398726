"""What is worked out is folded on a page, and a page with answer boxes says how far its reader is."""

from pathlib import Path

import pytest

from cnnlib.answers import about
from cnnlib.boxes import Box
from kit.smallbook import HEAD, SmallBook, build_book, build_faultless_book
from press.finish.pages import Page, find_target, text_of
from press.folds import find_faults

BOX = f"```{{raw}} html\n{Box(about('2c')).write_form()}\n```\n"  # as its cell writes it
FOLDED = (
    '+++ {"jp-MarkdownHeadingCollapsed": true}\n\n(worked-2c)=\n### 2(c) worked out\n\n+++\n\nA derivation.\n\n'
    "```{code-cell} python\nprint(6 * 7)\n```\n\n"
)
PAGES = {
    "page": f"{HEAD}# A page\n\nA question.\n\n{BOX}\n## 2(c)\n\n{FOLDED}## More\n\nAll can read it.\n",
    "folder/other": "# Another page\n\n[The first](../page.md), and [a part of it](../page.md#worked-2c).\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """A book with a box, and a part that is worked out."""
    return build_faultless_book(tmp_path_factory.mktemp("built"), PAGES)


@pytest.fixture(scope="module")
def page(built: SmallBook) -> Page:
    """The page with the box."""
    return Page(built.html("page"), "page")


def test_what_is_worked_out_is_folded_with_its_heading_as_summary(page: Page) -> None:
    (fold,) = page.select("details.worked")
    assert "open" not in fold.attrs
    (summary,) = page.select("details.worked > summary")
    assert text_of(summary).startswith("2(c) worked out")
    assert page.select("details.worked > summary > h3")
    assert "A derivation." in text_of(fold)
    assert "print(6 * 7)" in text_of(fold)
    assert "All can read it." not in text_of(fold)


def test_links_to_a_fold_lead_there(built: SmallBook, page: Page) -> None:
    (target,) = page.select("#worked-2c")
    assert target.parent is not None
    assert target.parent.tag == "details"
    assert 'href="../page.html#worked-2c"' in built.html("folder/other")


def test_a_page_with_boxes_has_its_tools_and_its_script(built: SmallBook, page: Page) -> None:
    assert len(page.select(".answer-tools")) == 1
    assert page.select('script[src*="answer.js"]')
    other = Page(built.html("folder/other"), "folder/other")
    assert other.select(".answer-tools, script[src*='answer.js']") == []


def test_every_entry_of_the_contents_says_which_parts_its_page_has(built: SmallBook) -> None:
    for name in ("page", "folder/other"):
        links = Page(built.html(name), name).select("nav a[data-parts]")
        assert links
        assert {link.attrs["data-parts"] for link in links} == {"2c"}


@pytest.mark.parametrize(
    ("page", "address", "leads_to"),
    [
        ("folder/other", "../page.html", ("page.html", "")),
        ("folder/other", "third.html#there", ("folder/third.html", "there")),
        ("folder/other", "../a%20file.pdf", ("a file.pdf", "")),
        ("page", "folder/other.html", ("folder/other.html", "")),
        ("page", "#", ("page.html", "")),
        ("page", "#there", ("page.html", "there")),
        ("page", "https://example.org/page.html", None),
        ("page", "//example.org/page.html", None),
        ("page", "mailto:someone@example.org", None),
        ("page", "", ("page.html", "")),
    ],
)
def test_an_address_is_resolved_from_its_page(page: str, address: str, leads_to: tuple[str, str] | None) -> None:
    assert find_target(page, address) == leads_to


def test_the_style_sheet_unfolds_on_paper_and_without_scripts(built: SmallBook) -> None:
    css = Path(built.site, "_static", "site.css").read_text(encoding="utf-8")
    assert css.count("details.worked::details-content") == 1
    assert css.count("--fold:visible") == css.count("content-visibility:var(--fold,hidden)") == 1


@pytest.mark.parametrize(
    ("before", "after", "line", "fault"),
    [
        ('+++ {"jp', '{"jp', "### 2(c) worked out", "before (worked-2c)= there must be a line +++ "),
        ("+++\n\nA", "A", "### 2(c) worked out", "after ### 2(c) worked out there must be +++ or a code cell: "),
        ("## More", "It is 42.\n\n## More", "## More", "before ## More there must be +++: the end of worked-2c "),
        ("## More", "```\n42\n```\n\n## More", "## More", "before ## More there must be +++: the end of worked-2c "),
        ("## More", "#### More", "All can read it.", "after worked-2c there must be a heading, or JupyterLab's "),
    ],
)
def test_what_jupyterlab_would_leave_in_sight_is_refused(before: str, after: str, line: str, fault: str) -> None:
    page = f"# A page\n\nA question.\n\n{BOX}\n## 2(c)\n\n{FOLDED}## More\n\nAll can read it."
    assert list(find_faults(page)) == []
    page = page.replace(before, after, 1)
    ((place, said),) = find_faults(page)
    assert (page.split("\n")[place - 1], said[: len(fault)]) == (line, fault)


def test_what_jupyterlab_would_leave_in_sight_does_not_build(tmp_path: Path) -> None:
    page = f"{HEAD}# A page\n\n## 2(c)\n\n{FOLDED}So it is 42.\n\n## More\n\nAll can read it.\n"
    built = build_book(tmp_path, {"page": page})
    (warning,) = built.warnings
    assert "the end of worked-2c would be in sight" in warning
