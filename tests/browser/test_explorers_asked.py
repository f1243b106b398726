"""An explorer of what is not yet answered: no other control shows it, and what is left there works."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kit.explorers import await_explorers, fill_screen
from kit.explorers import opened as opened_with_all
from kit.pages import opened
from kit.profile import SOAK

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
    ("2", "stride=2", "2(c)"),
    ("2", "stride=3&dilation=2", "2(d)"),
    ("2", "operation=true+convolution", "2(e)"),
    ("3", "stride=2", "3(b)"),
    ("3", "size=28+x+24", "3(c)"),
    ("3", "output_channels=100", "3(a)"),
    ("5", "channels=2", "5(a)"),
    ("5", "pool_size=3&samples=2", "5(a)"),
    ("5", "length=7", "5(b)"),
    ("5", "stride=4", "5(b)"),
]
FREE = [("2", "kernel_rows=3"), ("2", "image=a+small+picture"), ("3", "size=28+x+24&kernel=5+x+2&input_channels=3")]
FREE += [("5", "pool_size=3&stride=3"), ("5", "pool_size=4&stride=1")]


def url(address: str, chapter: str, query: str = "") -> str:
    return f"{address}/chapters/{CHAPTERS[chapter]}.html#explorer-1?{query}"


def follow(page: Page, query: str) -> list[str]:
    """Follow a link to a state, and return what is said to be hidden there."""
    page.evaluate("(query) => { location.hash = `#explorer-1?${query}`; }", query)
    page.wait_for_function("(query) => document.querySelector('.explorer').explorer.query() === query", arg=query)
    return page.locator(".explorer-asked").all_text_contents()


@pytest.mark.parametrize("chapter", dict.fromkeys(chapter for chapter, *_ in COVERED))
def test_controls_that_leave_what_is_asked_do_not_uncover_it_and_other_numbers_are_shown(
    browser: Browser, address: str, chapter: str
) -> None:
    covered = [(query, part) for of, query, part in COVERED if of == chapter]
    with opened(browser, url(address, chapter, covered[0][0])) as page:  # the others are followed to from there
        await_explorers(page)
        for query, part in covered:
            said = follow(page, query)
            assert [sentence for sentence in said if part in sentence], query
            assert all(" hidden here until " in sentence for sentence in said)
            expect(page.locator(".explorer-note")).to_be_hidden()
        for query in [query for of, query in FREE if of == chapter]:
            said = follow(page, query)
            assert not [sentence for sentence in said if "3(d)" not in sentence and "3(b)" not in sentence], query


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


@pytest.mark.parametrize("chapter", CHAPTERS if SOAK else ["4"])  # the header is that of every chapter
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


def test_reset_hides_again_what_the_button_has_shown(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "2")) as page:
        await_explorers(page)
        covers = page.locator(".explorer-asked")
        button = page.get_by_role("button", name="Show the answers")
        for _ in range(2):
            button.click()
            expect(covers).to_have_count(0)
            expect(page.locator('td[data-array="Z"]')).to_have_count(20)
            page.get_by_role("button", name="Reset", exact=True).click()
            expect(covers).to_have_count(1)
            expect(button).to_be_visible()
            expect(page.locator('td[data-array="Z"]')).to_have_count(0)


def test_who_types_what_an_element_is_stays_at_it(browser: Browser, address: str) -> None:
    with opened(browser, url(address, "2", "image=a+small+picture&show=asked&pin=Z,0,0")) as page:
        page.clock.install()
        await_explorers(page)
        label, field = page.locator(".explorer-guess label"), page.locator(".explorer-guess input")
        page.get_by_role("button", name="Play", exact=True).click()
        page.clock.run_for(1000)
        asked = label.text_content()
        field.press_sequentially("-")
        page.clock.run_for(5000)
        assert (label.text_content(), field.input_value()) == (asked, "-")
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


ALL = "&measured=on&the_key=on"
ANSWER = """([parts]) => localStorage.setItem("answers", JSON.stringify({ parts, everything: false }))"""


@pytest.mark.parametrize(
    ("part", "query", "shown"),
    [
        ("4a", "look=dJ/dZ&activation=sigmoid&pin=dJ/dZ,0,2,1,0", {"dJ/dU", "slope", "dJ/dZ"}),
        (
            "4b",
            "look=dJ/dW&measured=on&the_key=on&pin=dJ/dW,0,0,0,0",
            {"X", "dJ/dZ", "dJ/dW", "measured dJ/dW", "key's 4(b)"},
        ),
        (
            "4c",
            "look=dJ/dX&measured=on&the_key=on&pin=dJ/dX,0,2,2,0",
            {"W", "dJ/dZ", "dJ/dX", "measured dJ/dX", "key's 4(c)"},
        ),
    ],
)
def test_of_three_gradients_the_one_that_is_answered_is_all_there(
    browser: Browser, address: str, part: str, query: str, shown: set[str]
) -> None:
    with opened(browser, url(address, "1")) as page:
        page.evaluate(ANSWER, [[part]])
        page.goto(url(address, "4", query))
        page.wait_for_load_state()
        await_explorers(page)
        expect(page.locator(".explorer-note")).to_be_hidden()
        expect(page.locator(".explorer-asked")).to_have_count(1)
        cells = page.locator(".explorer td[data-array]")
        seen = cells.evaluate_all("(all) => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.array)")
        assert set(seen) == shown
        looks = page.locator(".explorer-looking input[type=radio]").evaluate_all("(all) => all.map((one) => one.value)")
        assert looks == ["forward", {"4a": "dJ/dZ", "4b": "dJ/dW", "4c": "dJ/dX"}[part]]
        # A link to an element of another one leads to that element alone.
        name, place = ("dJ/dX", "0,2,2,0") if part != "4c" else ("dJ/dW", "1,0,0,0")
        page.goto(url(address, "4", f"look={name}&pin={name},{place}"))
        expect(page.locator(f'.explorer td[data-array="{name}"]')).to_have_count(1)
