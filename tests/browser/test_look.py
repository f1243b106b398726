"""What every page has beside its text: an icon, words for a link's preview, lines that are short enough to read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kit.book import ROOT, pages, source
from kit.pages import Visit, resize
from kit.pages import every_page_of_the_book as every_page


class Head(HTMLParser):
    """Collects the icon and the named contents of a page's head."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.icons: list[str] = []
        self.said: dict[str, str] = {}
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "link" and found.get("rel") == "icon":
            self.icons.append(found["href"])
        if tag == "meta" and (name := found.get("property") or found.get("name")):
            self.said[name] = found["content"]


@pytest.fixture(scope="module")
def heads(site: Path) -> dict[str, Head]:
    return {name: Head((site / f"{name}.html").read_text(encoding="utf-8")) for name in pages()}


@every_page
def test_page_has_the_icon(heads: dict[str, Head], site: Path, name: str) -> None:
    (icon,) = heads[name].icons
    file = (site / f"{name}.html").parent / icon
    assert file.read_text(encoding="utf-8") == (ROOT / "chapters" / "favicon.svg").read_text(encoding="utf-8")


@every_page
def test_preview_of_a_link_says_what_the_page_is_about(heads: dict[str, Head], name: str) -> None:
    said = heads[name].said
    assert said["og:description"] == said["description"]
    assert 40 <= len(said["description"]) <= 202
    assert said["og:title"]
    assert said["og:site_name"] == "Convolution arithmetic, checked"


def test_no_two_pages_have_the_same_preview(heads: dict[str, Head]) -> None:
    for what in ("og:title", "description"):
        assert len({head.said[what] for head in heads.values()}) == len(heads)


def test_the_picture_for_previews_of_links_is_there(site: Path) -> None:
    assert (site / "_static" / "cover.png").is_file()


# How many letters of its own text fit into the width of a paragraph.
LETTERS = """() => [...document.querySelectorAll(".bd-article > section p, .bd-article > section > section p")]
    .filter((one) => one.textContent.length > 200 && !one.querySelector(".math") && !one.closest(".explorer"))
    .map((one) => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = getComputedStyle(one).font;
        return one.clientWidth / (pen.measureText(one.textContent).width / one.textContent.length);
    })"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["chapters/index", "chapters/3-cost", "chapters/answer-key", "chapters/instructors"])
def test_a_line_is_short_enough_to_read(first: Visit, name: str) -> None:
    letters = first.page.evaluate(LETTERS)
    assert letters
    assert 60 <= min(letters) <= max(letters) <= 80


# What follows a formula without a space and begins a line: the next line would begin with a full stop, or with "-th".
# A line ends where the article does, however wide the window is.
BEGINS_A_LINE = """(widths) => {
    const { style } = document.querySelector("article");
    const behind = (formula) => {
        const block = formula.closest("p, li, dd, td, th") ?? formula;
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let text; (text = walker.nextNode()); ) {
            const follows = formula.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
            if (follows && !formula.contains(text)) return text;
        }
    };
    const pairs = [...document.querySelectorAll("main math")].flatMap((formula) => {
        const text = behind(formula);
        if (!text || !/^\\S/.test(text.data) || !formula.checkVisibility()) return [];
        const range = new Range();
        range.setStart(text, 0);
        range.setEnd(text, 1);
        return [[formula, range, `${formula.textContent} and then ${text.data.slice(0, 20)}`]];
    });
    const found = widths.map((width) => {
        style.width = `${width}px`;
        const isLower = ([formula, range]) =>
            range.getBoundingClientRect().top >= formula.getBoundingClientRect().bottom - 1;
        return [width, pairs.filter(isLower).map(([, , text]) => text)];
    });
    style.width = "";
    return found.filter(([, texts]) => texts.length);
}"""


@pytest.mark.browser
@every_page
def test_no_line_begins_with_what_belongs_to_the_formula_before_it(first: Visit, name: str) -> None:
    assert first.page.evaluate(BEGINS_A_LINE, list(range(280, 850, 30))) == []


def test_a_number_stays_with_its_unit() -> None:
    for name in pages():
        text = source(name)
        assert not re.search(r"\d %(?![({])", re.sub(r"^(```+).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)), name


# How far the title of each box ends from the edges of the box, and the button that unfolds it from the title's end.
TITLES = """() => [...document.querySelectorAll(".admonition > .admonition-title")].map((title) => {
    const [box, bar] = [title.parentElement, title].map((one) => one.getBoundingClientRect());
    const button = title.querySelector(".toggle-button")?.getBoundingClientRect();
    return [bar.left - box.left, box.right - bar.right, button ? bar.right - button.right : 0];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["chapters/1-tensor-shapes", "chapters/own-explorer"])
@pytest.mark.parametrize("width", [390, 1600])
def test_the_title_of_a_box_is_as_wide_as_the_box(first: Visit, name: str, width: int) -> None:
    resize(first.page, {"width": width, "height": 900})
    titles = first.page.evaluate(TITLES)
    assert titles
    assert max(max(title) for title in titles) < 16
