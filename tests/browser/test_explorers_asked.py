"""An explorer of what is not yet answered: no other control shows it, and what is left there works."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kit.explorers import await_explorers, fill_screen
from kit.explorers import opened as opened_with_all
from kit.pages import opened

pytestmark = pytest.mark.browser

CHAPTERS = {
    "1": "1-tensor-shapes",
    "2": "2-convolution",
    "3": "3-cost",
    "4": "4-backpropagation",
    "5": "5-pooling",
}
# States that leave what is asked in sight of who knows where to look: they are as covered as the problem's own.
COVERED = [
    ("2", "padding=1", "2(b)"),
    ("2", "padding=2", "2(b)"),
    ("3", "stride=2", "3(b)"),
    ("3", "size=28+x+24", "3(c)"),
    ("3", "output_channels=100", "3(a)"),
    ("5", "channels=2", "5(a)"),
    ("5", "pool_size=3&samples=2", "5(a)"),
]
FREE = [("2", "kernel_rows=3"), ("2", "image=a+small+picture"), ("3", "size=28+x+24&kernel=5+x+2&input_channels=3")]


def url(address: str, chapter: str, query: str = "") -> str:
    return f"{address}/chapters/{CHAPTERS[chapter]}.html#explorer-1?{query}"


@pytest.mark.parametrize(("chapter", "query", "part"), COVERED)
def test_controls_that_leave_what_is_asked_do_not_uncover_it(
    browser: Browser, address: str, chapter: str, query: str, part: str
) -> None:
    with opened(browser, url(address, chapter, query)) as page:
        await_explorers(page)
        said = page.locator(".explorer-asked").all_text_contents()
        assert [sentence for sentence in said if part in sentence]
        assert all(" hidden here until " in sentence for sentence in said)
        expect(page.locator(".explorer-note")).to_be_hidden()


@pytest.mark.parametrize(("chapter", "query"), FREE)
def test_other_numbers_are_shown(browser: Browser, address: str, chapter: str, query: str) -> None:
    with opened(browser, url(address, chapter, query)) as page:
        await_explorers(page)
        hidden = page.locator(".explorer-asked").all_text_contents()
        assert not [sentence for sentence in hidden if "3(d)" not in sentence and "3(b)" not in sentence]


def steps(page: Page) -> list[str]:
    buttons = page.locator(".linked-steps button")
    return [one.get_attribute("aria-label") or one.text_content() or "" for one in buttons.all() if one.is_visible()]


def test_where_one_cell_is_shown_no_button_goes_to_others(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "2", "pin=Z,3,1")) as page:
        await_explorers(page)
        assert page.locator('td[data-array="Z"]').count() == 1
        assert steps(page) == ["Next term", "Rest of the row", "All terms"]
        total = page.locator(".products .total")
        before = total.text_content()
        page.get_by_role("button", name="Next term").click()
        assert total.text_content() != before
    with opened(browser, url(address, "2", "image=a+small+picture")) as page:
        await_explorers(page)
        assert {"Step back", "Step", "Play"} <= set(steps(page))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_way_to_the_top_covers_no_control_on_a_telephone(browser: Browser, address: str, chapter: str) -> None:
    with opened(browser, url(address, chapter), viewport={"width": 390, "height": 844}) as page:
        await_explorers(page)
        for place in (3000, 2000):  # the theme shows it while a reader scrolls up
            page.evaluate("(top) => scrollTo({ top, behavior: 'instant' })", place)
            page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
        button = page.locator("#pst-back-to-top")
        expect(button).to_be_visible()
        box = button.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 56, "within the header"
        for icon in page.locator(".bd-header-article button:visible, .bd-header-article a:visible").all():
            other = icon.bounding_box()
            assert other
            assert other["x"] >= box["x"] + box["width"] or other["x"] + other["width"] <= box["x"]


def test_on_the_whole_screen_what_is_left_is_left_on_both_sides(browser: Browser, address: str) -> None:
    size = {"width": 1024, "height": 768}
    with opened_with_all(browser, url(address, "5", "stride=3"), viewport=size) as page:
        fill_screen(page, **size)
        above, below = page.evaluate("""() => {
            const room = tests.root().querySelector(".linked-room").getBoundingClientRect();
            const parts = tests.all(".matrix").filter(tests.visible).map((one) => one.getBoundingClientRect());
            return [
                Math.min(...parts.map(({ top }) => top)) - room.top,
                room.bottom - Math.max(...parts.map(({ bottom }) => bottom)),
            ];
        }""")
        assert abs(above - below) < 24
        assert above >= 0


@pytest.mark.parametrize("is_touched", [True, False])
def test_the_hint_speaks_of_what_the_reader_has(browser: Browser, address: str, is_touched: bool) -> None:
    with opened(browser, url(address, "2"), is_mobile=is_touched, has_touch=is_touched) as page:
        await_explorers(page)
        expect(page.locator(".explorer-said")).to_contain_text("Tap a cell" if is_touched else "arrow keys")
