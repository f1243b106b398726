"""The search of the site, in a browser: what a reader types into its box, and what it finds."""

import pytest
from playwright.sync_api import Browser, expect

from book import SITE
from cnnlib.book.search import words

COST = "3. Cost and parameters"


@pytest.mark.parametrize("text", ["25,668", "25668", "25_668", "25{,}668", "= 25,668.", "(25,668,", "25,668, 90"])
def test_a_number_is_one_word_however_it_is_written(text: str) -> None:
    assert words(text)[0] == "25,668"


def test_what_is_no_long_number_stays_as_it_is() -> None:
    assert words("(100, 256, 256, 3) of 90 at 0.125, x1234 dJ/dW 1,23 0123 12,3456") == [
        "100", "256", "256", "3", "of", "90", "at", "0", "125", "x1234", "dJ", "dW", "1", "23", "0123", "12", "3,456",
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("25,668", COST),
        ("25668", COST),
        ("5,133,600 multiplications", COST),
        ("dJ/dW", "4. Back-propagation"),
        ("25,668", "The answer key, checked"),
        ("convolution", "2. A 2D convolution by hand"),
    ],
)
def test_search_box_finds(browser: Browser, address: str, scheme: str, typed: str, title: str) -> None:
    page = browser.new_page()
    page.goto(f"{address if scheme == 'http' else SITE.as_uri()}/chapters/0-notation.html")
    page.locator(".search-button__button:visible").first.click()
    page.locator("#pst-search-dialog input").fill(typed)
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a")
    expect(found.filter(has_text=title).first).to_be_visible()
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["25,669", "25669", "68"])
def test_search_finds_no_number_that_is_not_there(browser: Browser, address: str, typed: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?q={typed}")
    expect(page.locator("#search-results")).to_contain_text("did not match any documents")
    page.close()
