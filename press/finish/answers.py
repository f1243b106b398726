"""Pages with answer boxes: what stands above the first one, and in the contents which parts each chapter has."""

from __future__ import annotations

from press.finish.pages import Page, Pages, find_target, make_element

# Hidden without scripts, as it would do nothing there. It is as long as what the script writes, so that nothing jumps.
TOOLS = (
    '<div class="answer-tools"><label><input type="checkbox" class="answer-everything"> '
    "Show everything, in all chapters: what is worked out, and what the key states</label>"
    '<p><span class="answer-progress" role="status">0 of {count} parts answered; kept in this browser only.</span> '
    '<button type="button" class="answer-clear">Clear my answers</button></p></div>'
)


def parts_of(page: Page) -> list[str]:
    """Return the parts that a page has boxes for."""
    return [form.attrs["data-part"] or "" for form in page.select("form.answer:not([data-instance])")]


def add_answer_tools(pages: Pages) -> None:
    """Let each page with boxes say how far its reader is, and each entry of the contents which parts it has."""
    parts = {page.name: found for page in pages if (found := parts_of(page))}
    for page in pages:
        for link in page.select("nav a[href]"):
            file, anchor = find_target(page.name, link.attrs["href"] or "") or ("", "")
            if not anchor and (asked := parts.get(file.removesuffix(".html"))):
                link.attrs["data-parts"] = " ".join(asked)
        for heading in page.select("article h1")[:1] if page.name in parts else []:
            heading.insert_after(make_element(TOOLS.format(count=len(parts[page.name]))))
