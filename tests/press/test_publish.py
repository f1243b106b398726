"""What the pages offer besides their text, in a book of one page: buttons, links, the build's stamp, previews."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

from kit.book import ROOT
from press.publish import Origin, date, lab_path

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
CONFIGURATION = """\
extensions = ["myst_nb", "sphinx_book_theme", "press.publish", "press.assets"]
html_theme, html_title = "sphinx_book_theme", "A book"
nb_execution_mode = "force"
"""
SETTINGS = ("BOOK_REPOSITORY", "BOOK_BRANCH", "BOOK_JUPYTERHUB", "BOOK_ADDRESS", "SOURCE_DATE_EPOCH")
REPOSITORY = "https://github.com/owner/a-book"


@dataclass
class Built:
    folder: Path
    html: str

    @property
    def links(self) -> list[str]:
        return [unescape(link) for link in re.findall(r'<a [^>]*?href="([^"#]+)"', self.html)]


def build(folder: Path, **settings: str) -> Built:
    """Build a book of one page, outside any repository."""
    (folder / "index.md").write_text(PAGE, encoding="utf-8")
    (folder / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if name not in SETTINGS} | settings
    env["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "_build/html"]
    subprocess.run(command, cwd=folder, env=env, check=True)
    return Built(folder, (folder / "_build/html/index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book of a source that does not know where it is published, and is not under git."""
    return build(tmp_path_factory.mktemp("unknown"))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book of a source that knows everything."""
    return build(
        tmp_path_factory.mktemp("known"),
        BOOK_REPOSITORY=REPOSITORY,
        BOOK_JUPYTERHUB="https://hub.example.org/",
        BOOK_ADDRESS="https://owner.github.io/a-book",
        SOURCE_DATE_EPOCH="1700000000",
    )


def test_a_page_that_does_not_know_its_repository_has_no_button_to_it(unknown: Built) -> None:
    assert [link for link in unknown.links if "github" in link or "binder" in link or "colab" in link] == []
    assert "launch-buttons" not in unknown.html


def test_every_button_has_a_whole_address(known: Built) -> None:
    file = f"{REPOSITORY}/edit/main/index.md"
    binder = "https://mybinder.org/v2/gh/owner/a-book/main?urlpath=lab/tree/index.md"
    colab = "https://colab.research.google.com/github/owner/a-book/blob/notebooks/index.ipynb"
    hub = "https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A//github.com/owner/a-book"
    hub += "&urlpath=lab/tree/a-book/index.md&branch=main"
    assert {REPOSITORY, file, binder, colab, hub} <= set(known.links)
    assert any(link.startswith(f"{REPOSITORY}/issues/new?") for link in known.links)


def test_the_launch_buttons_say_that_one_waits(known: Built) -> None:
    menu = known.html.partition("dropdown-launch-buttons")[2].partition("</ul>")[0]
    assert re.findall(r'btn__text-container">([^<]*)<', menu) == ["JupyterHub", "Binder (starts in minutes)", "Colab"]
    assert "<img" not in menu
    assert "fa-None" not in menu


def test_every_button_has_an_icon(known: Built) -> None:
    drawn = set(re.findall(r'<svg [^>]*class="svg-inline--fa icon-fa[brs]-([\w-]+)', known.html))
    assert {"rocket", "github", "pencil", "lightbulb", "download", "expand", "magnifying-glass"} <= drawn
    assert not re.search(r'class="(?:[^"]* )?(?:fas|fab|fa-solid)[" ]', known.html)


def test_version_and_date_are_in_the_footer(known: Built, unknown: Built) -> None:
    assert re.search(r"Version \d+\.\d+\.\d+, 2023-11-14<", known.html)
    assert re.search(r"Version \d+\.\d+\.\d+<", unknown.html)


def test_a_preview_has_the_first_sentence(known: Built) -> None:
    said = 'content="The first sentence says what there is to “see” &amp; do."'
    assert f'<meta name="description" {said} />' in known.html
    assert f'<meta property="og:description" {said} />' in known.html
    assert '<meta property="og:title" content="One page" />' in known.html
    assert '<meta property="og:url" content="https://owner.github.io/a-book/index.html" />' in known.html


def test_a_preview_has_the_cover(known: Built, unknown: Built) -> None:
    assert '<meta property="og:image" content="https://owner.github.io/a-book/_static/cover.png" />' in known.html
    assert '<meta property="og:image:alt" content="Three grids of numbers: ' in known.html
    assert "og:image" not in unknown.html  # it would need a whole address
    picture = (known.folder / "_build/html/_static/cover.png").read_bytes()
    assert [int.from_bytes(picture[start : start + 4]) for start in (16, 20)] == [1200, 630]
    assert picture == (unknown.folder / "_build/html/_static/cover.png").read_bytes()


def test_two_builds_are_the_same(unknown: Built, tmp_path: Path) -> None:
    assert build(tmp_path).html == unknown.html
    one, two = ((folder / "_build/html/_sources/index.ipynb").read_bytes() for folder in (tmp_path, unknown.folder))
    assert one == two


def test_the_date_is_the_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert re.fullmatch(r"|20\d\d-\d\d-\d\d", date(ROOT))
    assert date(ROOT / "chapters") == ""  # not the date of a repository that this source happens to lie in


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
