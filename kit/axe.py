"""axe-core, which looks for what shuts out readers with a disability."""

from importlib import resources

from playwright.sync_api import Page

SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async ([within, tags]) => {
    const options = { preload: false, resultTypes: ["violations"], ...(tags && { runOnly: tags }) };
    const { violations } = await axe.run(within ?? document, options);
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.failureSummary} ${node.html}`));
}"""


def violations(page: Page, within: str | None = None, tags: list[str] | None = TAGS) -> list[str]:
    """What axe-core goes on finding; the theme needs a moment until what has begun to scroll is a stop for Tab."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT)
    for _ in range(10):
        found: list[str] = page.evaluate(LOOK, [within, tags])
        if not found:
            break
        page.wait_for_timeout(1000)
    return found
