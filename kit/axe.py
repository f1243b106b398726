"""axe-core, which looks for what shuts out readers with a disability."""

from importlib import resources
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
CONTRAST = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOK = """async ([within, tags]) => {
    const root = document.querySelector(within);
    const options = { preload: false, resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } };
    if (tags) options.runOnly = tags;
    const { violations } = await axe.run(root, options);
    violations.push(...await contrast.violations(root));
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.failureSummary} ${node.html}`));
}"""


def look(page: Page, within: str = "html", tags: list[str] | None = None) -> list[str]:
    """What axe-core finds now in a part of a page; without tags, with all rules that are not experimental."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT)
        page.evaluate(CONTRAST)
    found: list[str] = page.evaluate(LOOK, [within, tags])
    return found


def violations(page: Page) -> list[str]:
    """What axe-core goes on finding; the theme needs a moment until what has begun to scroll is a stop for Tab."""
    for _ in range(10):
        found = look(page, tags=TAGS)
        if not found:
            break
        page.wait_for_timeout(1000)
    return found
