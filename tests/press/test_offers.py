"""What the pages offer besides their text, in a book of one page: buttons, links, the build's stamp, previews."""

import re
from pathlib import Path

import pytest

from kit.book import ROOT
from kit.smallbook import SmallBook, build_book
from press.finish.pages import Page, text_of
from press.offers.origin import Origin, find_date, lab_path

PAGE = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# One page

The first sentence says what there is to "see" & do.

```{code-cell} python
print(6 * 7)
```
"""
REPOSITORY = "https://github.com/owner/a-book"


def build(folder: Path, execute: bool = True, **settings: str) -> SmallBook:
    """Build a book of one page, outside any repository."""
    built = build_book(folder, {"index": PAGE}, execute, settings)
    assert (built.warnings, built.error) == ([], None)
    return built


def links(built: SmallBook) -> list[str]:
    """Where the page's links lead, but for those within it."""
    found = [link.attrs.get("href") or "" for link in Page(built.html()).select("a[href]")]
    return [link for link in found if not link.startswith("#")]


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """The book of a source that does not know where it is published, and is not under git."""
    return build(tmp_path_factory.mktemp("unknown"))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """The book of a source that knows everything."""
    return build(
        tmp_path_factory.mktemp("known"),
        execute=False,
        BOOK_REPOSITORY=REPOSITORY,
        BOOK_JUPYTERHUB="https://hub.example.org/",
        BOOK_ADDRESS="https://owner.github.io/a-book",
        SOURCE_DATE_EPOCH="1700000000",
    )


def test_a_page_that_does_not_know_its_repository_has_no_button_to_it(unknown: SmallBook) -> None:
    assert [link for link in links(unknown) if "github" in link or "binder" in link or "colab" in link] == []
    assert "launch-buttons" not in unknown.html()


def test_every_button_has_a_whole_address(known: SmallBook) -> None:
    file = f"{REPOSITORY}/edit/main/index.md"
    binder = "https://mybinder.org/v2/gh/owner/a-book/main?urlpath=lab/tree/index.md"
    colab = "https://colab.research.google.com/github/owner/a-book/blob/notebooks/index.ipynb"
    hub = "https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A//github.com/owner/a-book"
    hub += "&urlpath=lab/tree/a-book/index.md&branch=main"
    assert {REPOSITORY, file, binder, colab, hub} <= set(links(known))
    assert any(link.startswith(f"{REPOSITORY}/issues/new?") for link in links(known))


def test_the_launch_buttons_say_that_one_waits(known: SmallBook) -> None:
    page = Page(known.html())
    buttons = page.select(".dropdown-launch-buttons .btn__text-container")
    assert [text_of(one).strip() for one in buttons] == ["JupyterHub", "Binder (starts in minutes)", "Colab"]
    assert page.select(".dropdown-launch-buttons img, .fa-None") == []


def test_every_button_has_an_icon(known: SmallBook) -> None:
    page = Page(known.html())
    names = ("fas-rocket", "fab-github", "fas-pencil", "fas-lightbulb", "fas-download", "fas-expand")
    assert [name for name in (*names, "fas-magnifying-glass") if not page.select(f"svg.icon-{name}")] == []
    assert page.select(".fas, .fab, .far, .fa-solid, .fa-brands") == []


def test_version_and_date_are_in_the_footer(known: SmallBook, unknown: SmallBook) -> None:
    assert re.search(r"Version \d+\.\d+\.\d+, 2023-11-14<", known.html())
    assert re.search(r"Version \d+\.\d+\.\d+<", unknown.html())


def metadata(built: SmallBook) -> dict[str, str]:
    """What the page's head says of it."""
    found = Page(built.html()).select("head > meta[name], head > meta[property]")
    return {one.attrs.get("name") or one.attrs.get("property") or "": one.attrs.get("content") or "" for one in found}


def test_a_preview_has_the_first_sentence(known: SmallBook) -> None:
    first = "The first sentence says what there is to “see” & do."
    assert metadata(known)["description"] == metadata(known)["og:description"] == first
    assert metadata(known)["og:title"] == "One page"
    assert metadata(known)["og:url"] == "https://owner.github.io/a-book/index.html"


def test_a_preview_has_the_cover(known: SmallBook, unknown: SmallBook) -> None:
    assert metadata(known)["og:image"] == "https://owner.github.io/a-book/_static/cover.png"
    assert metadata(known)["og:image:alt"].startswith("Three grids of numbers: ")
    assert "og:image" not in unknown.html()  # it would need a whole address
    picture = (known.site / "_static/cover.png").read_bytes()
    assert [int.from_bytes(picture[start : start + 4]) for start in (16, 20)] == [1200, 630]
    assert picture == (unknown.site / "_static/cover.png").read_bytes()


def test_two_builds_are_the_same(unknown: SmallBook, tmp_path: Path) -> None:
    assert build(tmp_path).html() == unknown.html()
    one, two = (folder / "_sources/index.ipynb" for folder in (tmp_path / "_build/html", unknown.site))
    assert one.read_bytes() == two.read_bytes()


def test_the_date_is_the_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert re.fullmatch(r"|20\d\d-\d\d-\d\d", find_date(ROOT))
    assert find_date(ROOT / "chapters") == ""  # not the date of a repository that this source happens to lie in


@pytest.mark.parametrize("address", ["http://github.com/a/b", "github.com/a/b", "https://github.com/a", "a/b"])
def test_an_address_that_would_make_dead_links_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"BOOK_REPOSITORY must be like https://github\.com/owner/name, not"):
        Origin(repository=address)


def test_a_hub_without_https_is_refused() -> None:
    with pytest.raises(ValueError, match="BOOK_JUPYTERHUB must be an address"):
        Origin(hub="hub.example.org")


def test_jupyterlab_opens_the_page_in_the_folder_of_the_pull() -> None:
    assert lab_path("chapters/3-cost") == "lab/tree/chapters/3-cost.md"
    assert lab_path("chapters/3-cost", "a-book") == "lab/tree/a-book/chapters/3-cost.md"
