"""How light the site is: what a reader's browser loads, when, and whether anything moves meanwhile."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from cnnlib.answers import about
from cnnlib.forms import write
from kit.pages import Visit, every_page, every_varied_page, opened, resize
from kit.profile import SOAK

pytestmark = pytest.mark.browser

PHONE = {"width": 412, "height": 823}
WIDE = {"width": 1440, "height": 900}
FIRST, FURTHER = 200_000, 75_000  # bytes as they travel
JUMP = 0.02

# It runs before the page's clock is another one, so its frames are the browser's. What a frame moves is known after it.
JUMPS = """{
    window.jumps = [];
    new PerformanceObserver((list) => window.jumps.push(...list.getEntries()
        .filter((entry) => !entry.hadRecentInput)
        .map((entry) => [entry.value, ...entry.sources.map(({ node }) => node?.outerHTML ?? node?.textContent)])
    )).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver(() => (window.drawn = true)).observe({ type: "paint", buffered: true });
    const [frame, wait] = [requestAnimationFrame, setTimeout].map((one) => one.bind(window));
    window.drawAll = () => new Promise((done) => frame(() => frame(() => wait(done))));
}"""
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter((one) => one.renderBlockingStatus === "blocking").map((one) => one.name)"""


ICON = "(title) => getComputedStyle(title, '::after').content"  # an exercise has an icon, a solution has none


@every_page
def test_first_visit_is_light(first: Visit, name: str) -> None:
    assert 10_000 < first.record.bytes < FIRST


@every_page
def test_further_page_is_lighter_still(further: Visit, name: str) -> None:
    # The search brings the index of all words, once.
    assert 0 < further.record.bytes < (FURTHER if name != "search" else 2 * FURTHER)


@every_page
def test_page_loads_one_style_sheet_and_no_font(first: Visit, name: str) -> None:
    names = [url.partition("?")[0].rpartition("/")[2] for url in first.record.requests]
    assert [name for name in names if name.endswith(".css")] == ["site.css"]
    assert names.count("site.js") == 1
    assert [name for name in names if "fa-" in name or "awesome" in name] == []


@every_page
def test_nothing_but_the_style_sheet_holds_a_page_up(first: Visit, name: str) -> None:
    (blocking,) = first.page.evaluate(BLOCKING)
    assert "/site.css?v=" in blocking


@every_varied_page
@pytest.mark.parametrize("size", [PHONE, WIDE] if SOAK else [PHONE], ids=lambda size: str(size["width"]))
def test_content_does_not_jump(browser: Browser, address: str, name: str, size: Any) -> None:
    with opened(browser, "about:blank", viewport=size) as page:
        page.add_init_script(JUMPS)
        page.clock.install()
        held: dict[str, list[Route]] = {"css": [], "js": []}
        page.route(re.compile(r"\.css(\?|$)"), lambda route: held["css"].append(route))
        page.route(re.compile(r"\.js(\?|$)"), lambda route: held["js"].append(route))
        with page.expect_request(re.compile(r"\.js")):
            page.goto(f"{address}/{name}.html", wait_until="commit")
        # First its style sheet comes late, without which nothing is drawn; then, when the page is drawn, its scripts.
        for kind, is_ready in (("css", "() => document.body"), ("js", "() => window.drawn")):
            page.wait_for_function(is_ready)
            assert held[kind]
            while held[kind]:
                held[kind].pop().continue_()
        page.unroute_all()
        page.wait_for_load_state("load")
        # What the page puts off, too, by its own clock.
        page.clock.run_for(1000)
        jumps = page.evaluate("() => window.drawAll().then(() => window.jumps)")
    assert sum(size for size, *_ in jumps) < JUMP, jumps


CHAPTER = "chapters/2-convolution.html"


LOOKS = [{"color_scheme": "light"}, {"forced_colors": "active"}, {"color_scheme": "dark"}]


@pytest.mark.parametrize("look", LOOKS if SOAK else LOOKS[:2])
def test_every_icon_shows(browser: Browser, address: str, look: dict[str, Any]) -> None:
    with opened(browser, f"{address}/{CHAPTER}", viewport=WIDE, **look) as page:
        icons = [icon for icon in page.locator("svg.svg-inline--fa").all() if icon.is_visible()]
        assert len(icons) >= 6
        for icon in icons:
            assert shows(icon.screenshot(animations="disabled")), icon.evaluate("(icon) => icon.outerHTML")
        titles = [title for title in page.locator(".admonition-title").all() if title.evaluate(ICON) != "none"]
        assert titles
        for title in titles:
            title.scroll_into_view_if_needed()
            box = title.bounding_box()
            assert box
            # The icon, and neither the frame to its left nor the words to its right.
            clip = {"x": box["x"] + 6, "y": box["y"] + 4, "width": 20, "height": box["height"] - 8}
            assert shows(page.screenshot(clip=clip, animations="disabled")), title.text_content()


def test_icons_are_printed(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{CHAPTER}", viewport=WIDE) as page:
        page.emulate_media(media="print")
        adjust = "(element, part) => getComputedStyle(element, part).printColorAdjust"
        title = page.locator(".admonition.exercise > .admonition-title").first
        assert title.evaluate(adjust, "::after") == "exact"
        assert page.locator("svg.svg-inline--fa").first.evaluate(adjust) == "exact"


def test_icons_are_there_without_scripts(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{CHAPTER}", viewport=WIDE, java_script_enabled=False) as page:
        assert shows(page.locator(".prev-next-area svg").first.screenshot())


def shows(png: bytes) -> bool:
    """Whether a picture has something on its background."""
    darkest, lightest = Image.open(BytesIO(png)).convert("L").getextrema()
    return lightest - darkest > 60


@pytest.fixture
def chapter(browser: Browser, address: str) -> Iterator[Page]:
    rights = ["clipboard-read", "clipboard-write"]
    with opened(browser, f"{address}/{CHAPTER}", viewport=WIDE, color_scheme="light", permissions=rights) as page:
        yield page


def test_theme_switch_works_and_stays(chapter: Page) -> None:
    theme = "() => document.documentElement.dataset.theme"
    assert chapter.evaluate(theme) == "light"
    switch = chapter.locator(".theme-switch-button:visible").first
    icon = switch.locator("svg:visible")
    before = icon.get_attribute("data-mode")
    switch.click()
    assert icon.get_attribute("data-mode") != before
    assert chapter.evaluate(theme) == "dark"
    chapter.reload()
    assert chapter.evaluate(theme) == "dark"


def test_a_dark_page_is_dark_before_its_scripts_run(browser: Browser, address: str) -> None:
    with opened(browser, "about:blank", color_scheme="dark") as page:
        page.route(re.compile(r"site\.js"), lambda route: route.abort())
        page.goto(f"{address}/chapters/3-cost.html")
        assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"


def test_an_answer_restyles_only_what_it_changes(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/chapters/3-cost.html") as page:
        field = page.locator("#answer-3a")
        field.fill(write(about("3a").kind, about("3a").right[0]))
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        field.press("Enter")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        events = json.loads(browser.stop_tracing())["traceEvents"]
        restyled = [event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"]
        assert page.evaluate("() => document.documentElement.dataset.answered") == "3a"
        assert 0 < sum(restyled) < page.locator("*").count() / 5, restyled


def test_search_dialog_opens_and_searches(chapter: Page) -> None:
    chapter.keyboard.press("Control+k")
    field = chapter.locator("#pst-search-dialog input")
    expect(field).to_be_visible()
    field.fill("stride")
    field.press("Enter")
    chapter.locator("#search-results li a").first.wait_for()


def test_copy_button_copies(chapter: Page) -> None:
    cell = chapter.locator("div.highlight:has(button.copybtn)").first
    cell.hover()
    cell.locator("button.copybtn").click()
    copied = chapter.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip() == (cell.locator("pre").text_content() or "").strip() != ""


def test_solutions_fold(chapter: Page) -> None:
    solution = chapter.locator(".admonition.solution.toggle").first
    inside = solution.locator(".admonition-title ~ *").first
    expect(inside).to_be_hidden()
    solution.locator(".admonition-title").first.click(position={"x": 6, "y": 6})
    expect(inside).to_be_visible()


def test_a_link_in_a_solutions_title_leads_to_the_exercise_and_unfolds_nothing(chapter: Page) -> None:
    errors: list[str] = []
    chapter.on("pageerror", lambda error: errors.append(str(error)))
    solution = chapter.locator(".admonition.solution.toggle").first
    link = solution.locator(".admonition-title a").first
    link.click()
    assert chapter.url.endswith(link.get_attribute("href") or "nowhere")
    expect(solution.locator(".admonition-title ~ *").first).to_be_hidden()
    assert errors == []


def test_sidebars_and_menus_open(chapter: Page) -> None:
    menu = chapter.locator(".dropdown-download-buttons .dropdown-menu")
    expect(menu).to_be_hidden()
    chapter.locator(".dropdown-download-buttons > button").click()
    expect(menu).to_be_visible()
    sidebar = chapter.locator("#pst-primary-sidebar")
    expect(sidebar).to_be_visible()
    chapter.locator(".primary-toggle").click()
    expect(sidebar).to_be_hidden()
    resize(chapter, PHONE)
    chapter.locator(".primary-toggle").click()
    expect(chapter.locator("#pst-primary-sidebar-modal")).to_be_visible()
