"""How the build joins style sheets and scripts."""

import shutil
from pathlib import Path

import pytest

from press.finish.assets import AssetsError, join_assets, join_scripts, merge_in_order
from press.finish.icons import draw_icons
from press.finish.pages import Page, Pages, text_of
from press.finish.styles import SheetError, minify

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
    for name, content in FILES.items():
        (tmp_path / "_static" / name).write_text(content, encoding="utf-8")
    body = '<p class="a"><i class="fa-solid fa-moon"></i></p>'
    own = '<script src="_static/own.js"></script>'
    (tmp_path / "one.html").write_text(HEAD.format(name="one", own="", body=body), encoding="utf-8")
    (tmp_path / "two.html").write_text(HEAD.format(name="two", own=own, body=body), encoding="utf-8")
    (tmp_path / "door.html").write_text("<head></head>", encoding="utf-8")
    return tmp_path


def write(folder: Path) -> None:
    """Draw the icons of a site, join what its pages load, and write them."""
    pages = Pages.read(folder)
    for page in pages:
        draw_icons(page)
    join_assets(pages)
    pages.write()


def loaded(folder: Path, name: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements with which a page loads something, or has a script, in their order."""
    page = Page((folder / f"{name}.html").read_text(encoding="utf-8"))
    return [(node.tag or "", dict(node.attrs.items())) for node in page.select("link, script[src]")]


def test_pages_load_one_style_and_one_script(site: Path) -> None:
    write(site)
    (sheet, script), (_, _, own) = loaded(site, "one"), loaded(site, "two")
    assert sheet[1]["rel"] == "stylesheet"
    assert str(sheet[1]["href"]).startswith("_static/site.css?v=")
    assert str(script[1].pop("src")).startswith("_static/site.js?v=")
    assert script == ("script", {"defer": "", "data-of-mine": "7"})
    assert own == ("script", {"defer": "", "src": "_static/own.js"})
    for name, scripts in (("one", 2), ("two", 3), ("door", 0)):
        page = Page((site / f"{name}.html").read_text(encoding="utf-8"))
        assert len(page.select("script")) == scripts
        assert "fontawesome" not in page.html
        assert "<!--" not in page.html
    door = (site / "door.html").read_text(encoding="utf-8")
    assert "site" not in door
    left = {file.name for file in (site / "_static").rglob("*") if file.is_file()}
    assert left == {"site.css", "site.js", "own.js"}


def test_a_script_that_waits_for_its_page_already_stays_a_file(site: Path) -> None:
    (site / "_static" / "waits.js").write_text("waits();", encoding="utf-8")
    for page in (site / "one.html", site / "two.html"):
        before = page.read_text(encoding="utf-8")
        page.write_text(
            before.replace("</head>", '<script defer src="_static/waits.js"></script></head>'), encoding="utf-8"
        )
    write(site)
    assert loaded(site, "one")[-1] == ("script", {"defer": "", "src": "_static/waits.js"})
    assert "waits" not in (site / "_static" / "site.js").read_text(encoding="utf-8")


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
    script = (site / "_static" / "site.js").read_text(encoding="utf-8")
    places = [script.index(part) for part in ("const DOCUMENTATION_OPTIONS", "let setting", "used = setting", "late()")]
    assert places == sorted(places)
    assert "sourceMappingURL" not in script
    assert not script.startswith('"use strict"')  # which would forbid what later scripts do


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
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("_static/one.css", "_static/sub/deep.css"), encoding="utf-8")
    with pytest.raises(SheetError, match=r"loads a\.png, which does not lie beside site\.css"):
        write(site)
    page.write_text(before, encoding="utf-8")
    write(site)
    assert "url(f.woff)" in (static / "site.css").read_text(encoding="utf-8")


def test_a_page_with_formulas_fetches_their_font_ahead(site: Path) -> None:
    static = site / "_static"
    (static / "two.css").write_text('@font-face { font-family: F; src: url("f.woff") }', encoding="utf-8")
    page = site / "one.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<p ", "<math></math><p "), encoding="utf-8")
    write(site)
    ahead, first = Page(page.read_text(encoding="utf-8")).select('head > script ~ script, link[rel="stylesheet"]')[:2]
    assert 'as: "font", crossOrigin: "anonymous", href: "_static/f.woff"' in text_of(ahead)
    assert first.tag == "link"
    assert "woff" not in (site / "two.html").read_text(encoding="utf-8")


def test_lists_are_joined_in_the_order_of_all() -> None:
    assert merge_in_order([["a", "c"], ["a", "b", "c", "d"], ["c", "e"]]) == ["a", "b", "c", "e", "d"]
    with pytest.raises(AssetsError, match="disagree"):
        merge_in_order([["a", "b"], ["b", "a"]])


def test_rules_go_only_with_their_last_name() -> None:
    css = ".used { top: 0 } .gone { left: 0 } .used.gone { top: 1px } p { top: 2px } [data-x] { top: 3px }"
    assert minify(css, {"used"}, {"begun-"}) == ".used{top:0}p{top:2px}[data-x]{top:3px}"
    assert minify(".begun-here{top:0}", set(), {"begun-"}) == ".begun-here{top:0}"


def test_scripts_do_not_run_into_each_other() -> None:
    assert join_scripts(["a()", "(b)"]) == ";a()\n;\n(b)\n"
