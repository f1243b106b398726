"""Results that a reader is to find: until all of them are found, nothing beside their cells tells them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kit.explorers import cell, explorer, opened, url

pytestmark = pytest.mark.browser

POOLED = "#explorer-1?pool_size=3&stride=3&show="
SINE = "A sine with a period"

# The signs on cells, what legends say, the names of the pictures in sight, and what was last read out.
TELLING = """() => {
    const isSeen = (one) => one.checkVisibility({ visibilityProperty: true });
    const sighted = (selector) => tests.all(selector).filter(isSeen);
    return {
        signs: sighted("td[data-at] sup").map((one) => one.textContent).join(""),
        legend: sighted(".explorer-legend").map((one) => one.textContent).join(" "),
        pictures: sighted(".explorer-drawing svg").map((one) => one.getAttribute("aria-label")),
        spoken: tests.root().querySelector("[role=status]").textContent,
    };
}"""


def look(page: Page) -> dict[str, Any]:
    found = dict(page.evaluate(TELLING))
    found["pictures"] = [alt for alt in found["pictures"] if not alt.startswith(SINE)]
    return found


def is_silent(page: Page) -> bool:
    found = look(page)
    return not found["signs"] and "marks what is in" not in found["legend"] and not found["pictures"]


def test_nothing_tells_a_result_until_a_reader_has_said_them_all(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "pooling", POOLED + "all")) as page:
        told = look(page)
        assert set(told["signs"]) == {"\u25b2", "\u2022"}
        assert told["legend"].count("marks what is in") == len(told["pictures"]) == 2
        results = [int(cell(page, "pooled", at).inner_text().replace("\u2212", "-")) for at in range(3)]
        explorer(page).locator("input[value=asked]").check()
        field = explorer(page).locator(".explorer-guess input")
        for at, result in enumerate(results):
            assert is_silent(page), f"{at} of {len(results)} are said"
            field.fill(str(result))
            field.press("Enter")
        after = look(page)
        assert {**after, "spoken": ""} == {**told, "spoken": ""}, "all is there once all is said"


def test_nothing_tells_a_result_until_it_has_filled_in(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "pooling", POOLED + "fills")) as page:
        step = explorer(page).get_by_role("button", name="Step", exact=True)
        for _ in range(3):
            assert is_silent(page)
            step.click()
        assert look(page)["signs"]


def test_a_moved_control_does_not_read_out_what_is_to_be_said(browser: Browser, address: str) -> None:
    for show in ("all", "asked"):
        with opened(browser, url(address, "pooling", f"#explorer-1?stride=3&show={show}")) as page:
            page.evaluate("() => tests.put(tests.control('stride'), 1)")
            numbers = re.findall(r"\d+", look(page)["spoken"])
            assert numbers[:1] == ["2"], "the stride"
            assert (len(numbers) > 5) == (show == "all"), numbers
