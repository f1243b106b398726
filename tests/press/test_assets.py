"""How the build joins style sheets and scripts, and draws the icons."""

import shutil
from pathlib import Path

import pytest

from press import icons
from press.assets import AssetsError, joined, minified, script, write

HEAD = """<head><script>dataset.theme = localStorage.getItem("theme") || "auto";</script>
<link href="_static/one.css?v=1" rel="stylesheet" />
<link rel="stylesheet" href="_static/two.css" />
<!-- Icons --><script src="_static/scripts/fontawesome.js?digest=2"></script>
<link rel="preload" as="script" href="_static/late.js" />
<script src="_static/documentation_options.js"></script><script src="_static/reads.js"></script>
<script data-of-mine="7">let setting = 1;</script>{own}
<script>DOCUMENTATION_OPTIONS.pagename = '{name}';</script>
</head><body>{body}<script defer src="_static/late.js"></script></body>"""
FILES = {
    "one.css": "/*! A licence */ .a { color: red; } .unused { color: blue; } .made-up { color: green; }",
    "two.css": ":root { --kept: 1px; --idle: 2px; } .a { margin: var(--kept); }",
    "documentation_options.js": '"use strict"; const DOCUMENTATION_OPTIONS = {};',
    "reads.js": "used = setting; name = 'made-' + used;",
    "late.js": "late();\n//# sourceMappingURL=late.js.map",
    "own.js": "own();",
    "scripts/fontawesome.js": "",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages, one of which has a script of its own."""
    (tmp_path / "_static" / "scripts").mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / "_static" / name).write_text(text, encoding="utf-8")
    body = '<p class="a"><i class="fa-solid fa-moon"></i></p>'
    own = '<script src="_static/own.js"></script>'
    (tmp_path / "one.html").write_text(HEAD.format(name="one", own="", body=body), encoding="utf-8")
    (tmp_path / "two.html").write_text(HEAD.format(name="two", own=own, body=body), encoding="utf-8")
    (tmp_path / "door.html").write_text("<head></head>", encoding="utf-8")
    return tmp_path


def test_pages_load_one_style_and_one_script(site: Path) -> None:
    write(site)
    page = (site / "one.html").read_text(encoding="utf-8")
    assert page.count('rel="stylesheet"') == 1
    assert page.count("<script") == 2
    assert '<script defer data-of-mine="7" src="_static/site.js?v=' in page
    assert "fontawesome" not in page
    assert '<script defer src="_static/own.js">' in (site / "two.html").read_text(encoding="utf-8")
    assert (site / "door.html").read_text(encoding="utf-8") == "<head></head>"
    left = {file.name for file in (site / "_static").rglob("*") if file.is_file()}
    assert left == {"site.css", "site.js", "own.js"}


def test_style_has_what_a_page_or_a_script_can_use(site: Path) -> None:
    write(site)
    css = (site / "_static" / "site.css").read_text(encoding="utf-8")
    assert css.startswith("/*! A licence */\n")
    assert ".a{" in css
    assert ".made-up" in css  # a script may put this name together
    assert "--kept:" in css
    assert ".unused" not in css
    assert "--idle" not in css


def test_settings_come_before_the_scripts_that_read_them(site: Path) -> None:
    write(site)
    text = (site / "_static" / "site.js").read_text(encoding="utf-8")
    places = [text.index(part) for part in ("const DOCUMENTATION_OPTIONS", "let setting", "used = setting", "late()")]
    assert places == sorted(places)
    assert "sourceMappingURL" not in text
    assert not text.startswith('"use strict"')  # which would forbid what later scripts do


def test_two_runs_write_the_same(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = tmp_path_factory.mktemp("other") / "site"
    shutil.copytree(site, copy)
    write(site)
    write(copy)
    files = [file.relative_to(site) for file in sorted(site.rglob("*")) if file.is_file()]
    assert files
    assert all((site / file).read_bytes() == (copy / file).read_bytes() for file in files)


@pytest.mark.parametrize(
    ("wrong", "instead", "message"),
    [
        ("_static/two.css", "https://example.org/two.css", "no file of the site"),
        ('localStorage.getItem("theme")', "choose()", "light and dark"),
        ("fa-moon", "fa-no-such-icon", "not an icon that can be drawn"),
    ],
)
def test_what_is_not_known_is_refused(site: Path, wrong: str, instead: str, message: str) -> None:
    page = site / "one.html"
    page.write_text(page.read_text(encoding="utf-8").replace(wrong, instead), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        write(site)


def test_a_page_of_an_earlier_build_is_refused(site: Path) -> None:
    write(site)
    with pytest.raises(AssetsError, match="of an earlier build"):
        write(site)


def test_a_file_that_a_style_loads_lies_beside_both(site: Path) -> None:
    static = site / "_static"
    (static / "sub").mkdir()
    (static / "sub" / "deep.css").write_text(".a { background: url(a.png) }", encoding="utf-8")
    (static / "two.css").write_text('@font-face { font-family: F; src: url("f.woff") }', encoding="utf-8")
    page = site / "one.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("_static/one.css", "_static/sub/deep.css"), encoding="utf-8")
    with pytest.raises(AssetsError, match=r"loads a\.png, which does not lie beside site\.css"):
        write(site)
    page.write_text(text, encoding="utf-8")
    write(site)
    assert "url(f.woff)" in (static / "site.css").read_text(encoding="utf-8")


def test_a_page_with_formulas_fetches_their_font_ahead(site: Path) -> None:
    static = site / "_static"
    (static / "two.css").write_text('@font-face { font-family: F; src: url("f.woff") }', encoding="utf-8")
    page = site / "one.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<p ", "<math></math><p "), encoding="utf-8")
    write(site)
    text = page.read_text(encoding="utf-8")
    assert text.index('as: "font", crossOrigin: "anonymous", href: "_static/f.woff"') < text.index('rel="stylesheet"')
    assert "woff" not in (site / "two.html").read_text(encoding="utf-8")


def test_lists_are_joined_in_the_order_of_all() -> None:
    assert joined([["a", "c"], ["a", "b", "c", "d"], ["c", "e"]]) == ["a", "b", "c", "e", "d"]
    with pytest.raises(AssetsError, match="disagree"):
        joined([["a", "b"], ["b", "a"]])


def test_rules_go_only_with_their_last_name() -> None:
    css = ".used { top: 0 } .gone { left: 0 } .used.gone { top: 1px } p { top: 2px } [data-x] { top: 3px }"
    assert minified(css, {"used"}, {"begun-"}) == ".used{top:0}p{top:2px}[data-x]{top:3px}"
    assert minified(".begun-here{top:0}", set(), {"begun-"}) == ".begun-here{top:0}"


def test_scripts_do_not_run_into_each_other() -> None:
    assert script(["a()", "(b)"]) == ";a()\n;\n(b)\n"


def test_an_icon_has_its_place_as_the_library_would_lay_it_out() -> None:
    drawn = icons.drawn('<p><i class="theme-switch fa-solid fa-sun   fa-lg" data-mode="light" title="Light"></i></p>')
    classes = "svg-inline--fa icon-fas-sun theme-switch fa-sun fa-lg"
    attributes = f'viewBox="0 0 512 512" class="{classes}" data-mode="light" role="img"'
    assert drawn == f"<p><svg {attributes}><title>Light</title></svg></p>"
    older = icons.drawn('<i class="fas fa-pencil-alt"></i>')  # an older name of fa-pencil
    assert ' aria-hidden="true" ' in older
    assert ' class="svg-inline--fa icon-fas-pencil fa-pencil-alt"' in older
    other = '<i class="far-away"></i> <span class="pre">fa-solid</span>'
    assert icons.drawn(other) == other


def test_icons_of_pages_are_painted_once() -> None:
    sun, github = (icons.drawn(f'<i class="{name}"></i>') for name in ("fas fa-sun", "fab fa-github"))
    rules = icons.rules([sun, sun + github])
    assert rules.count("--icon:url") == 2
    assert ".icon-fas-sun{--icon:url(" in rules
    assert ".icon-fab-github{--icon:url(" in rules


def test_styles_are_told_apart() -> None:
    solid, regular = (icons.drawn(f'<i class="{style} fa-sun"></i>') for style in ("fas", "far"))
    assert len({line for line in icons.rules([solid, regular]).splitlines() if "--icon:url" in line}) == 2


@pytest.mark.parametrize("wrong", ["fas", "fas fa-no-such-icon", "fab fa-sun", "fas fa-sun fa-moon"])
def test_an_icon_that_is_not_there_is_refused(wrong: str) -> None:
    with pytest.raises(icons.NoIconError, match="not an icon"):
        icons.drawn(f'<i class="{wrong}"></i>')


def test_a_styles_icon_becomes_a_mask() -> None:
    css = ':root{--pst-icon-bell:"\uf0f3"}a:after{content:var(--pst-icon-bell);font:var(--fa-font-solid)}'
    css += '@font-face{font-family:Font Awesome 6 Free;src:url(a.woff2)}.fa-bell:before{content:"\uf0f3"}'
    masked = icons.masked(css)
    assert masked.startswith(':root{--pst-icon-bell:url("data:image/svg+xml,%3Csvg ')
    assert 'a:after{content:"";--icon:var(--pst-icon-bell);display:inline-block;' in masked
    assert "@font-face" not in masked
    assert ".fa-bell" not in masked
    with pytest.raises(icons.NoIconError, match="not known"):
        icons.masked('a:after{content:"x\uf0f3"}')
