"""Links in the text lead to a state of the page's explorer, and open it there, in view, at two sizes of the window."""

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, expect

from kit.book import explorers, pages, problems, source
from kit.explorers import await_explorers
from kit.pages import opened
from kit.profile import SOAK

pytestmark = pytest.mark.browser

SIZES: dict[str, Any] = {"page": {"width": 1280, "height": 800}, "telephone": {"width": 390, "height": 844}}
LINKED = [name for name in pages() if explorers(name) and "](#explorer-" in source(name)]
# What an address says, and what is to be seen there.
SEEN = """() => {
    const root = document.querySelector(".explorer");
    const box = (one) => one?.getBoundingClientRect();
    const picked = root.querySelector("[aria-selected=true]");
    const parts = [...root.querySelectorAll(".matrix, .products")].filter((one) => one.checkVisibility());
    return {
        hash: location.hash,
        note: root.querySelector(".explorer-note").hidden ? "" : root.querySelector(".explorer-note").textContent,
        picked: picked?.ariaLabel ?? "",
        top: box(root).top,
        cell: picked ? [box(picked).top, box(picked).bottom] : null,
        parts: parts.map((one) => [box(one).top, box(one).bottom]),
        hasFocus: root.contains(document.activeElement),
    };
}"""


def test_every_chapter_of_a_problem_has_such_links() -> None:
    assert set(LINKED) >= set(problems())


def unfold(page: Page) -> None:
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
    page.add_style_tag(content=".toggle-hidden:not(.admonition-title) { visibility: visible !important; height: auto }")


# The links of a page lead to the same states at any size: on a telephone every day those of one page are followed.
@pytest.mark.parametrize(
    ("name", "size"),
    [(name, size) for name in LINKED for size in SIZES if SOAK or size == "page" or "2-convolution" in name],
)
def test_a_link_opens_the_explorer_there_in_view(browser: Browser, address: str, name: str, size: str) -> None:
    height = SIZES[size]["height"]
    with opened(browser, f"{address}/{name}.html", viewport=SIZES[size], bypass_csp=True) as page:
        await_explorers(page)
        unfold(page)
        links = page.locator('article a[href^="#explorer-"]')
        written = re.sub("`[^`]*`", "", source(name))  # without those that are shown as they are written
        assert links.count() == len(re.findall(r"\]\(#explorer-", written))
        for link in links.all():
            href = link.get_attribute("href") or ""
            state = dict(parse_qsl(href.partition("?")[2]))
            link.evaluate("(link) => link.click()")
            seen = page.evaluate(SEEN)
            assert (seen["hash"], seen["note"], seen["hasFocus"]) == (href, "", True)
            assert 0 <= seen["top"] < 80 or seen["cell"], f"{href} leads to the upper edge of the explorer"
            if "pin" in state:
                array, *place = state["pin"].split(",")
                assert re.match(re.escape(f"{array}[{', '.join(place)}]") + "( = |, not shown yet)", seen["picked"])
                assert seen["cell"][0] >= 0
                assert seen["cell"][1] <= height
            if size == "page":
                assert all(top >= 0 and bottom <= height for top, bottom in seen["parts"]), href


def test_back_leads_to_where_the_link_stands(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/chapters/2-convolution.html") as page:
        await_explorers(page)
        link = page.locator('section:has(> form[data-part="2c"]) a, a[href*="pin=Z,3,1"]').first
        link.scroll_into_view_if_needed()
        before = page.evaluate("() => scrollY")
        link.click()
        assert page.evaluate("() => scrollY") != before
        page.go_back()
        expect(link).to_be_in_viewport()
        assert page.evaluate("() => document.querySelector('.explorer').explorer.query()") == ""


def test_the_same_link_again_brings_the_state_back(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/chapters/2-convolution.html") as page:
        await_explorers(page)
        image = "image=a+small+picture"
        link = page.locator(f'a[href="#explorer-1?{image}&stride=3"]')
        for _ in range(2):
            link.click()
            assert page.evaluate("() => document.querySelector('.explorer').explorer.query()") == f"{image}&stride=3"
            page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
        page.locator("#explorer-1-stride").evaluate(
            "(slider) => { slider.value = 1; slider.dispatchEvent(new Event('input')); }"
        )
        link.click()
        assert page.evaluate("() => document.querySelector('.explorer').explorer.query()") == f"{image}&stride=3"
        page.go_back()
        assert page.evaluate("() => document.querySelector('.explorer').explorer.query()") == f"{image}&stride=2"
