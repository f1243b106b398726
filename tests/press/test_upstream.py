"""That what the press mends in other projects still needs it: a test that fails here says that something can go."""

from importlib import resources
from pathlib import Path

import pytest
from latex2mathml.converter import convert_to_element
from myst_nb.core.utils import coalesce_streams
from nbformat.v4 import new_output
from sphinx.search.en import SearchEnglish

from kit.smallbook import HEAD, SmallBook, build_book, build_faultless_book
from press.finish import icons
from press.finish.assets import MEASURES
from press.finish.pages import Page, Pages
from press.finish.patches import PATCHES, Patch, mend_page

PAGE = f"""{HEAD}
# A page

(label)=
## A part

As {{cite}}`{{KEY}}` says, {{cite}}`{{KEY}}`.

{{index}}`A word`

(ex-count)=
### Exercise: Count

How many?

+++ {{"jp-MarkdownHeadingCollapsed": true}}

#### Solution

+++

Two.

+++

```{{image}} picture.svg
:alt: A square
:width: 774px
:height: 1095px
```

## Books

```{{bibliography}}
```
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>'
LINK = "# Another page\n\n[A part](page.md#label)\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of a book as Sphinx, the theme and the extensions write them."""
    found: list[Pages] = []
    key = (Path(__file__).parents[2] / "chapters" / "references.bib").read_text(encoding="utf-8")
    key = key.partition("{")[2].partition(",")[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("press.finish.STEPS", (found.append,))
        build_faultless_book(
            tmp_path_factory.mktemp("written"),
            {"page": PAGE.replace("{KEY}", key), "other": LINK, "picture.svg": PICTURE},
        )
    (pages,) = found
    return pages


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.selector)
def test_a_patch_still_finds_what_it_mends(written: Pages, patch: Patch) -> None:
    assert [page.name for page in written if page.select(patch.selector)], (
        f"{patch.project} may have mended: {patch.fault}"
    )
    for page in written:
        again = Page(page.html)
        mend_page(again)
        assert again.select(patch.selector) == []


def test_a_picture_has_its_sizes_as_numbers_of_which_a_browser_makes_a_shape(written: Pages) -> None:
    page = Page(next(page for page in written if page.name == "page").html)
    mend_page(page)
    (picture,) = page.select("main img[alt='A square']")
    assert {name: picture.attrs.get(name) for name in ("width", "height", "style")} == {
        "width": "774",
        "height": "1095",
        "style": None,
    }


def test_the_theme_still_loads_its_library_of_icons(written: Pages) -> None:
    pages = [page for page in written if page.name != "index"]
    assert all(page.select('script[src*="fontawesome.js"]') for page in pages)
    assert all(page.select(icons.MARKED) for page in pages)


def test_a_page_still_waits_for_many_files(written: Pages) -> None:
    page = next(page for page in written if page.name == "page")
    assert len(page.select('link[rel="stylesheet"]')) > 1
    assert len(page.select("head > script[src]:not([defer])")) > 1


def test_the_theme_still_measures_what_is_folded() -> None:
    theme = resources.files("pydata_sphinx_theme") / "theme" / "pydata_sphinx_theme" / "static" / "scripts"
    assert (theme / "pydata-sphinx-theme.js").read_text(encoding="utf-8").count(MEASURES) == 1


def test_myst_still_finds_no_label_in_another_file(tmp_path: Path) -> None:
    pages = {"page": "# A page\n\n(label)=\n## A part\n", "other": LINK}
    assert build_book(tmp_path / "mended", pages).warnings == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("press.links.know_labels", lambda app, env: None)
        built: SmallBook = build_book(tmp_path / "not", pages)
    assert ["local id not found" in line for line in built.warnings] == [True]


def test_myst_nb_still_ends_a_line_where_a_piece_of_it_ends() -> None:
    pieces = [new_output("stream", text=text) for text in ("one ", "and a half\n")]
    assert [output["text"] for output in coalesce_streams(pieces)] == ["one\nand a half\n"]


def test_sphinx_still_takes_a_long_number_apart() -> None:
    assert SearchEnglish({}).split("25,668") == ["25", "668"]


@pytest.mark.parametrize(
    ("tex", "tags"),
    [
        (r"\partial", ["mo"]),
        (r"\lfloor", ["mi"]),
        ("25{,}668", ["mn", "mrow", "mn"]),
        ("(a)^2", ["mo", "mi", "msup"]),
        ("H'", ["msup"]),
    ],
)
def test_latex2mathml_still_writes_what_a_browser_would_show_otherwise(tex: str, tags: list[str]) -> None:
    assert [part.tag for part in convert_to_element(tex)[0]] == tags


def test_latex2mathml_still_leaves_space_to_the_browser() -> None:
    assert [part.get("lspace") for part in convert_to_element("a + b")[0] if part.tag == "mo"] == [None]
