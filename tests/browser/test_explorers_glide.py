"""What lies on an array glides from element to element, and never shows a wrong number on its way, in every stage."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from cnnlib import trace
from kit.explorers import MINUS, arrays, cell, explorer, opened, url

pytestmark = pytest.mark.browser

# At each moment of a glide: what stands in the corner of each box, and in the cells of both arrays.
MOMENTS = """async () => {
    const found = [];
    for (let moment = 0; moment < 9; moment++) {
        const boxes = tests.all(".lens i[data-by]:not([data-by=''])").filter(tests.visible);
        const cells = tests.cellsInSight().map((one) => one.firstChild.textContent);
        const isGlide = (one) => one instanceof CSSTransition; // what goes with the page is none
        const moving = tests.root().getAnimations({ subtree: true }).filter(isGlide).length;
        found.push([boxes.map(({ dataset }) => dataset.by).sort(), cells.join(), moving]);
        await new Promise((done) => setTimeout(done, 40));
    }
    return found;
}"""

MET = trace((1, 6, 5, 1), (2, 2, 1, 1))
# Of each stage the result, and for an element of it the elements of which array lie on the other.
STAGES: dict[str, tuple[str, Any, str, Any]] = {
    "forward": ("Z", MET.z, "W", MET.w),
    "dJ/dW": ("dJ/dW", MET.w, "dJ/dZ", MET.z),
    "dJ/dX": ("dJ/dX", MET.x, "W", MET.w),
}


def look_at(page: Page, stage: str) -> None:
    explorer(page).locator(f".explorer-looking input[value='{stage}']").check(force=True)


@pytest.mark.parametrize("stage", STAGES)
def test_a_glide_never_shows_a_wrong_number(browser: Browser, address: str, stage: str) -> None:
    result, to, other, by = STAGES[stage]
    with opened(browser, url(address, "backprop")) as page:
        look_at(page, stage)
        shown = arrays(page.evaluate("() => tests.shown()")["grids"])
        factors = shown[other].array().ravel()
        size = shown[result].array().size
        glides = 0
        for at in (0, size - 1, size // 2, 1):  # corners, where fewer windows meet, and the middle
            cell(page, result, at).hover()
            met = np.asarray(by)[np.asarray(to) == at]
            expected = sorted(f"{factors[k]:g}".replace("-", MINUS) for k in met)
            moments = page.evaluate(MOMENTS)
            assert [boxes for boxes, *_ in moments] == [expected] * len(moments)
            assert len({cells for _, cells, _ in moments}) == 1, "numbers stay where they are"
            glides += any(moving for *_, moving in moments)
        assert glides > 1, "there was something to sample"


def test_with_less_motion_nothing_glides(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "backprop"), reduced_motion="reduce") as page:
        look_at(page, "dJ/dX")
        for at in (0, 14):
            cell(page, "dJ/dX", at).hover()
            assert all(not moving for *_, moving in page.evaluate(MOMENTS))
        assert explorer(page).locator(".explorer-play").is_hidden()
