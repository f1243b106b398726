"""Pages with answer boxes: what stands above the first one, and in the contents which parts each chapter has."""

from __future__ import annotations

import re

from press.finish.pages import Page, Pages, make_element

# Hidden without scripts, as it would do nothing there. It is as long as what the script writes, so that nothing jumps.
TOOLS = (
    '<div class="answer-tools"><label><input type="checkbox" class="answer-everything"> '
    "Show everything: what is worked out, and what the key states</label>"
    '<p><span class="answer-progress" role="status">0 of {count} parts answered; kept in this browser only.</span> '
    '<button type="button" class="answer-clear">Clear my answers</button></p></div>'
)


def parts_of(page: Page) -> list[str]:
    """Return the parts that a page has boxes for."""
    return [form.attrs["data-part"] or "" for form in page.select("form.answer")]


def add_answer_tools(pages: Pages) -> None:
    """Let each page with boxes say how far its reader is, and each entry of the contents which parts it has."""
    parts = {page.name: found for page in pages if (found := parts_of(page))}
    for page in pages:
        for link in page.select("nav a[href]"):
            target = resolve(page.name, link.attrs["href"] or "")
            if target in parts:
                link.attrs["data-parts"] = " ".join(parts[target])
        for heading in page.select("article h1")[:1] if page.name in parts else []:
            heading.insert_after(make_element(TOOLS.format(count=len(parts[page.name]))))


def resolve(page: str, address: str) -> str:
    """Return the name of the page that an address in another page leads to; "" if it leads within a page or away."""
    if not address or (re.match(r"[a-z]+:|#|//", address) and address != "#"):
        return ""
    if address == "#":
        return page
    folder = page.split("/")[:-1]
    for step in address.split("#")[0].removesuffix(".html").split("/"):
        if step == "..":
            folder = folder[:-1]
        elif step:
            folder.append(step)
    return "/".join(folder)
