"""The search of the site, in a browser: what a reader types into its box, and what it finds."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kit.book import SITE

SHAPES, CONVOLUTION, COST, BACKPROP, POOLING, PRODUCTS = (
    "1. Tensor shapes",
    "2. A 2D convolution by hand",
    "3. Cost and parameters",
    "4. Back-propagation",
    "5. Sub-sampling and pooling",
    "6. From loops to matrix products",
)
START = "Convolution arithmetic, checked"  # it has the key's answers
NOTATION = "Notation and conventions"
# What a reader may type, and the pages that are to come first.
FIRST = {
    "25,668": {COST, START},
    "25668": {COST, START},
    "5,133,600 multiplications": {COST},
    "multiply-accumulate": {COST},
    "MAC": {COST},
    "MACs": {COST},
    "FLOP": {COST},
    "FLOPs": {COST, PRODUCTS},
    "im2col": {PRODUCTS},
    "unfold": {PRODUCTS},
    "lowering": {PRODUCTS},
    "image to column": {PRODUCTS},
    "GEMM": {PRODUCTS},
    "cross-correlation": {NOTATION, CONVOLUTION},
    "receptive field": {CONVOLUTION},
    "feature map": {NOTATION, SHAPES, CONVOLUTION},
    "strided convolution": {CONVOLUTION},
    "dilated convolution": {CONVOLUTION},
    "atrous": {CONVOLUTION},
    "transposed convolution": {BACKPROP},
    "deconvolution": {BACKPROP},
    "backprop": {BACKPROP},
    "dJ/dW": {BACKPROP},
    "downsampling": {POOLING},
    "down-sampling": {POOLING},
    "decimation": {POOLING},
    "NHWC": {NOTATION, SHAPES},
}
# A search is over when it says how many pages it found and each has its preview; a function of cnnlib has none.
OVER = """() => Search.status?.textContent
    && [...Search.output.children].every((one) => one.querySelector("span:not(.highlighted), .context"))"""
# Searches as the page does, without loading it anew.
FIND = f"""async (typed) => {{
    const over = {OVER};
    document.querySelector("#search-results").replaceChildren();
    Search.performSearch(typed);
    while (!over()) await new Promise(requestAnimationFrame);
    return [...Search.output.children].map((one) => [one.firstChild.textContent, one.lastChild.textContent]);
}}"""


@pytest.fixture(scope="module")
def search(browser: Browser, address: str) -> Iterator[Page]:
    """The search page, which all searches share; nothing may be left in its console."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None)
    page.goto(f"{address}/search.html?q=convolution")
    # What a search has yet to show would go into the list of the next one.
    page.wait_for_function(OVER)
    yield page
    page.close()
    assert complaints == []


def find(search: Page, typed: str) -> list[Any]:
    """The title of each page that is found, and what is shown of it."""
    found: list[Any] = search.evaluate(FIND, typed)
    return found


@pytest.mark.browser
@pytest.mark.parametrize("typed", FIRST)
def test_search_finds_the_page_that_treats_it_first(search: Page, typed: str) -> None:
    titles = [title for title, _ in find(search, typed) if not title.startswith("cnnlib.")]
    assert set(titles[: len(FIRST[typed])]) == FIRST[typed]


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["25,669", "25669", "68", "lfloor", "mathrm"])
def test_search_finds_nothing_that_is_not_there(search: Page, typed: str) -> None:
    assert find(search, typed) == []
    expect(search.locator("#search-results")).to_contain_text("did not match any documents")


@pytest.mark.browser
def test_a_preview_shows_text_of_the_page_and_each_formula_once(search: Page) -> None:
    shown = dict(find(search, "correlation short field kernel"))
    assert shown
    for preview in shown.values():
        assert re.search(r"\\|_\{", preview) is None
        # X and not XX: no name of the book has a letter twice.
        assert re.findall(r"\b([A-Z])\1\b", preview) == []
    previews = [preview for typed in ("receptive field", "multiply-accumulate") for _, preview in find(search, typed)]
    assert any("The marked pixels of A are the receptive field of C[2,1]: all" in one for one in previews)
    # Not the theme's buttons, where the word stands in the page's front matter only.
    assert any(one.removeprefix("...").startswith("You will be able to give the shapes") for one in previews)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_box_finds(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page()
    page.goto(f"{address if scheme == 'http' else SITE.as_uri()}/chapters/0-notation.html")
    page.locator(".search-button__button:visible").first.click()
    page.locator("#pst-search-dialog input").fill("25,668")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").filter(has_text=COST).first).to_be_visible()
    page.close()
