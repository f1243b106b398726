"""A formula is put together on a page from file://, by keyboard, and is judged there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cnnlib.answers import about
from cnnlib.boxes import Box
from cnnlib.boxes.frontend import field_script, script, style
from cnnlib.palette import css
from kit.axe import look
from kit.pages import opened

pytestmark = pytest.mark.browser

FORM = 'form[data-part="4b"]'
PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Boxes</title>
<meta name="viewport" content="width=device-width"><style>{style}
[data-theme="dark"] {{ background: #121212; color: #eee }}</style></head>
<body><main><h1>Boxes</h1>{forms}</main><script>{script}</script></body></html>"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A bare page with the four builders and a text field."""
    forms = "".join(Box(about(part)).write_form() for part in ("2c", "4a", "4b", "4c", "5c"))
    file = tmp_path / "boxes.html"
    theme = getattr(request, "param", "light")
    html = PAGE.format(theme=theme, style=css(":root") + style(), forms=forms, script=field_script() + script())
    file.write_text(html, encoding="utf-8")
    with opened(browser, file.as_uri()) as page:
        yield page


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def formula(page: Page) -> str:
    """The formula of 4(b) as it is shown."""
    return page.locator(f"{FORM} .answer-formula").inner_text()


def test_the_right_formula_is_put_together_by_keyboard(page: Page) -> None:
    form = page.locator(FORM)
    expect(form.get_by_role("status")).to_have_count(1)
    form.get_by_label("i", exact=True).focus()
    press(page, "Space", "Tab", "Space", "Tab", "Space")  # i, j1, j2
    press(page, *["Tab"] * 5, "Space")  # past k1, k2, n, m: the product
    press(page, "Enter")
    expect(form).to_have_attribute("data-verdict", "form")
    press(page, "Tab", "j", "Tab", "m")  # the first place of dJ/dZ, its channel
    expect(form.get_by_role("status")).to_have_text("")
    assert "dJ/dZ[i, j1, j2, m] X[i, …, …])" in formula(page)
    press(page, *["Tab"] * 3, "Enter")  # the button that checks
    expect(form).to_have_attribute("data-verdict", "form")
    expect(form.get_by_role("status")).to_have_text(
        "? Not read. Nothing is chosen yet for: Row and column of X; Channel of X."
    )
    press(page, "Shift+Tab", "n", "Shift+Tab", "j", "j")  # the second place
    expect(form).not_to_have_attribute("data-verdict", "form")
    expect(form.get_by_role("status")).to_have_text("")
    assert formula(page) == "dJ/dW[k1, k2, n, m] = sum over i, j1, j2 of (dJ/dZ[i, j1, j2, m] X[i, j1+k1, j2+k2, n])"
    press(page, "Tab", "Tab", "Enter")
    expect(form).to_have_attribute("data-verdict", "right")
    assert form.get_attribute("data-slip") is None
    expect(form.get_by_role("status")).to_contain_text("✓ Right.")


def test_the_keys_formula_is_set_by_its_button_and_is_the_keys_slip(page: Page) -> None:
    form = page.locator(FORM)
    key = form.get_by_role("button", name="Fill in the key’s formula")
    beside = form.get_by_text("The key may be wrong.")
    expect(beside).to_be_visible()
    above, below = key.bounding_box(), beside.bounding_box()
    assert above
    assert below
    assert 0 <= below["y"] - (above["y"] + above["height"]) < 40, "next to the button"
    key.focus()
    press(page, "Enter")
    assert formula(page) == "dJ/dW[k1, k2, n, m] = dJ/dZ[i, j1, j2, m] (sum over j1, j2 of X[i, j1+k1, j2+k2, n])"
    assert form.get_attribute("data-verdict") is None, "it is set, not judged"
    press(page, "Shift+Tab", "Shift+Tab")
    expect(form.get_by_role("button", name="Check")).to_be_focused()
    expect(form.get_by_role("button", name="Check")).to_have_accessible_description(formula(page))
    press(page, "Enter")
    expect(form).to_have_attribute("data-slip", "product-of-sums")
    expect(form).to_have_attribute("data-verdict", "not-yet")
    expect(form.get_by_role("status")).to_contain_text("Your right side still depends on i, j1, j2;")
    form.get_by_label("k1", exact=True).check()
    assert form.get_attribute("data-verdict") is None
    assert form.get_attribute("data-slip") is None
    key.click()
    assert not form.get_by_label("k1", exact=True).is_checked()


@pytest.mark.parametrize("part", ["4a", "4b", "4c", "5c"])
def test_enter_on_any_control_checks(page: Page, part: str) -> None:
    form = page.locator(f'form[data-part="{part}"]')
    form.get_by_role("button", name="Fill in the key’s formula").click()
    verdict = "right" if about(part).check(about(part).builder.key) else "not-yet"
    controls = form.locator("select, input").all()
    assert len(controls) >= 4
    for control in controls:
        control.dispatch_event("input", {"bubbles": True})
        assert form.get_attribute("data-verdict") is None
        control.focus()
        press(page, "Enter")
        assert form.get_attribute("data-verdict") == verdict


def test_enter_in_an_open_list_picks_and_does_not_check(page: Page) -> None:
    form = page.locator(FORM)
    form.get_by_role("button", name="Fill in the key’s formula").click()
    form.get_by_label("Channel of X").focus()
    press(page, "Space", "ArrowDown", "Enter")
    assert form.get_attribute("data-verdict") is None
    press(page, "Enter")
    expect(form).to_have_attribute("data-verdict", "not-yet")


@pytest.mark.parametrize("part", ["4a", "4c", "5c"])
def test_each_builder_takes_the_keys_formula(page: Page, part: str) -> None:
    form = page.locator(f'form[data-part="{part}"]')
    form.get_by_role("button", name="Fill in the key’s formula").click()
    form.get_by_role("button", name="Check").click()
    verdict = about(part).check(about(part).builder.key)
    expect(form).to_have_attribute("data-verdict", "right" if verdict else "not-yet")
    expect(form.get_by_role("status")).to_contain_text(verdict.reason)
    for name in ("Hint", "Second hint", "Solution"):
        form.get_by_role("button", name=name, exact=True).click()
    expect(form.locator(".answer-told")).to_contain_text("Solution: ")


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for part in ("4a", "4b", "4c", "5c"):
        form = page.locator(f'form[data-part="{part}"]')
        form.get_by_role("button", name="Fill in the key’s formula").click()
        form.get_by_role("button", name="Check").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert look(page) == []
