"""How the build draws the theme's icons."""

from importlib import resources

import pytest

from press.finish import icons
from press.finish.pages import Node, Page, text_of


def draw(html: str) -> Page:
    """A page with these elements, once its icons are drawn."""
    page = Page(html)
    icons.draw_icons(page)
    return page


def only(html: str) -> Node:
    """The place of the one icon of a page."""
    (place,) = draw(html).select("svg")
    return place


def test_an_icon_has_its_place_as_the_library_would_lay_it_out() -> None:
    place = only('<p><i class="theme-switch fa-solid fa-sun   fa-lg" data-mode="light" title="Li&quot;ght"></i></p>')
    classes = "svg-inline--fa icon-fas-sun theme-switch fa-sun fa-lg"
    wanted = {"viewBox": "0 0 512 512", "class": classes, "data-mode": "light", "role": "img"}
    assert (dict(place.attrs.items()), text_of(place)) == (wanted, 'Li"ght')
    assert 'viewBox="0 0 512 512"' in (place.html or "")
    older = only('<i class="fas fa-pencil-alt"></i>')  # an older name of fa-pencil
    assert older.attrs["aria-hidden"] == "true"
    assert older.attrs["class"] == "svg-inline--fa icon-fas-pencil fa-pencil-alt"


@pytest.mark.parametrize(
    "other", ['<i class="far-away"></i>', '<span class="pre">fa-solid</span>', '<i class="fas fa-sun">text</i>']
)
def test_what_is_no_icon_stays(other: str) -> None:
    assert other in draw(f"<p>{other}</p>").html


def test_icons_of_pages_are_painted_once() -> None:
    sun = '<i class="fas fa-sun"></i>'
    rules = icons.write_rules([draw(sun), draw(f'{sun}<i class="fab fa-github"></i>')])
    assert rules.count("--icon:url") == 2
    assert ".icon-fas-sun{--icon:url(" in rules
    assert ".icon-fab-github{--icon:url(" in rules


def test_styles_are_told_apart() -> None:
    rules = icons.write_rules([draw('<i class="fas fa-sun"></i><i class="far fa-sun"></i>')])
    assert len({line.partition("{")[2] for line in rules.splitlines() if "--icon:url" in line}) == 2


def test_a_drawing_is_that_of_the_themes_font() -> None:
    icon = icons.load_library().find("fas", "moon")
    assert icon
    assert (icon.width, icon.path[:21]) == (384, "M224 32Q161 33 111 63")
    assert icons.load_library().find_letter("\uf186") == icon


def test_fonts_and_style_sheet_are_of_one_version() -> None:
    theme = resources.files("pydata_sphinx_theme") / "theme" / "pydata_sphinx_theme" / "static"
    css = (theme / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    versions = {str(font.font["name"].getDebugName(5)) for font in icons.load_library().fonts.values()}
    (version,) = {version.partition("Font Awesome version: ")[2].rstrip(")") for version in versions}
    assert f"Font Awesome Free {version} by" in css


@pytest.mark.parametrize("wrong", ["fas", "fas fa-no-such-icon", "fab fa-sun", "fas fa-sun fa-moon"])
def test_an_icon_that_is_not_there_is_refused(wrong: str) -> None:
    with pytest.raises(icons.NoIconError, match="not an icon"):
        draw(f'<i class="{wrong}"></i>')


def test_a_style_sheets_icon_becomes_a_mask() -> None:
    css = ':root{--pst-icon-bell:"\uf0f3"}a:after{content:var(--pst-icon-bell);font:var(--fa-font-solid)}'
    css += '@font-face{font-family:Font Awesome 6 Free;src:url(a.woff2)}.fa-bell:before{content:"\uf0f3"}'
    masked = icons.mask(css)
    assert masked.startswith(':root{--pst-icon-bell:url("data:image/svg+xml,%3Csvg ')
    assert 'a:after{content:"";--icon:var(--pst-icon-bell);display:inline-block;' in masked
    assert "@font-face" not in masked
    assert ".fa-bell" not in masked
    with pytest.raises(icons.NoIconError, match="not known"):
        icons.mask('a:after{content:"x\uf0f3"}')
