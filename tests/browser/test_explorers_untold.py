"""Results that a reader is to find: until all of them are found, nothing beside their cells tells them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kit.explorers import cell, explorer, opened, url

pytestmark = pytest.mark.browser

POOLED = "#explorer-1?pool_size=3&stride=3&show="
WON, KEPT, NOT_EQUAL = "\u25b2", "\u2022", "\u2260"

# The signs on cells, with what a screen reader gets of these cells; what legends say, the pictures in sight but for the
# sine, which is of no result, and what was last read out.
TELLING = """() => {
    const isSeen = (one) => one.checkVisibility({ visibilityProperty: true });
    const sighted = (selector) => tests.all(selector).filter(isSeen);
    return {
        signs: sighted("td[data-at] sup").map((one) => one.textContent).join(""),
        labels: sighted("td[data-at]").map((one) => one.ariaLabel).join(" "),
        legend: sighted(".explorer-legend").map((one) => one.textContent).join(" "),
        pictures: sighted(".explorer-chart:not(.explorer-wide) svg").map((one) => one.getAttribute("aria-label")),
        spoken: tests.root().querySelector("[role=status]").textContent,
    };
}"""


def look(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(TELLING))


def is_silent(page: Page) -> bool:
    found = look(page)
    return (
        WON not in found["signs"] + found["labels"]
        and "marks what is in" not in found["legend"]
        and not found["pictures"]
    )


def is_told(page: Page) -> bool:
    found = look(page)
    return (
        {*found["signs"]} == {WON, KEPT}
        and WON in found["labels"]
        and found["legend"].count("marks what is in") == len(found["pictures"]) == 2
    )


def test_nothing_tells_a_result_until_a_reader_has_said_them_all(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "pooling", POOLED + "all")) as page:
        assert is_told(page)
        results = [int(cell(page, "pooled", at).inner_text().replace("\u2212", "-")) for at in range(3)]
        explorer(page).locator("input[value=asked]").check()
        field, lines = explorer(page).locator(".explorer-guess input"), explorer(page).locator(".explorer-said")
        bottom = page.evaluate("() => tests.root().getBoundingClientRect().height")
        for at, result in enumerate(results):
            assert is_silent(page), f"{at} of {len(results)} are said"
            assert look(page)["signs"] == 3 * KEPT, "these are of what is not asked"
            cell(page, "x", 3 * at).click()  # in this window alone
            expect(lines).to_contain_text(f"It is in 1 element of pooled: pooled[{at}].")
            cell(page, "pooled", at).click()
            field.fill(str(result))
            field.press("Enter")
        assert is_told(page), "all is there once all is said"
        assert page.evaluate("() => tests.root().getBoundingClientRect().height") == bottom, "nothing moves"
        cell(page, "x", 0).click()
        expect(lines).to_contain_text("pooled[0] (lost)")


def test_nothing_tells_a_result_until_it_has_filled_in(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "pooling", POOLED + "fills")) as page:
        step = explorer(page).get_by_role("button", name="Step", exact=True)
        for _ in range(3):
            assert is_silent(page)
            step.click()
        assert is_told(page)


def test_a_moved_control_does_not_read_out_what_is_to_be_said(browser: Browser, address: str) -> None:
    for show in ("all", "asked"):
        with opened(browser, url(address, "pooling", f"#explorer-1?stride=3&show={show}")) as page:
            page.evaluate("() => tests.put(tests.control('stride'), 1)")
            numbers = re.findall(r"\d+", look(page)["spoken"])
            assert numbers[:1] == ["2"], "the stride"
            assert (len(numbers) > 5) == (show == "all"), numbers


def test_where_nothing_is_to_be_found_all_is_read_out(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "convolution", "#explorer-1?dilation=2&show=asked")) as page:
        page.evaluate("() => tests.put(tests.control('kernel_rows'), 3)")
        assert "No window fits" in look(page)["spoken"]


def test_a_difference_is_marked_where_both_numbers_are_shown(browser: Browser, address: str) -> None:
    state = "#explorer-1?look=dJ/dW&the_key=on&show="
    with opened(browser, url(address, "backprop", state + "all")) as page:
        marked = page.evaluate("() => tests.all('td[data-at]:has(sup)').map((one) => Number(one.dataset.at))")
        assert {*look(page)["signs"]} == {NOT_EQUAL}
        assert len(marked) > 1
    with opened(browser, url(address, "backprop", f"{state}asked&said={marked[0]}")) as page:
        found = look(page)
        assert (found["signs"], found["labels"].count(NOT_EQUAL)) == (NOT_EQUAL, 1)
        assert "parts from" not in found["legend"]
