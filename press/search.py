"""The site's search: it finds what readers look for, and shows it as the pages do.

- Numbers, "25,668" and "25668" alike. Sphinx would take "25,668" apart into two words, and leaves out of a question
  whatever is digits alone. Here a number of four or more digits is one word, written with commas as on the pages, in
  the index and in what a reader types.
- What a page is about in words that are not its own: `keywords: MAC, FLOPs`, in its front matter.
- A formula, in the preview of a page, by its symbols alone; and its commands in TeX are no words.

Mends Sphinx: its issue 776 for numbers, and its `Search.htmlToText` for previews. No longer needed when its own
splitter leaves "25,668" whole; a test says so.
"""

from __future__ import annotations

import re
from typing import Any

WORD = re.compile(r"\d{1,3}(?:(?:,|_|\{,\})\d{3})+(?!\d)|\w+")
COMMAND = re.compile(r"\\[A-Za-z]+")
GROUPED = re.compile(r"[1-9](?:\d|,|_|\{,\}){3,}")

# The same for what a reader types; the second pattern is Sphinx's own for a word.
SPLIT_QUERY = r"""
var splitQuery = (query) =>
  (query.match(/\d{1,3}(?:[,_]\d{3})+(?!\d)|[\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu) ?? []).map((word) =>
    /^[1-9][\d,_]{3,}$/.test(word) ? word.replace(/[,_]/g, "").replace(/\B(?=(\d{3})+$)/g, ",") : word);
"""

# What the preview of a result is cut from: the page's own text, as it is read; what is folded gives answers away.
PAGE_TEXT = r"""
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const unread = "annotation, .headerlink, script, style, .above-input, article > section > h1, form, .answer-tools, "
    + "details.worked > :not(summary), .explorer, .claim, .game";
  for (const one of page.querySelectorAll(unread)) one.remove();
  const part = page.getElementById(anchor?.slice(1)) ?? page.querySelector("article.bd-article");
  return part.textContent.replace(/\s+/g, " ").trim();
};
"""


def split_words(text: str) -> list[str]:
    """Return the words of a text, numbers with commas.

    Examples
    --------
    >>> split_words("3 * 3 * 46 * 62 = 25{,}668, and int 5_133_600")
    ['3', '3', '46', '62', '25,668', 'and', 'int', '5,133,600']
    """
    found = WORD.findall(COMMAND.sub(" ", text))
    return [f"{int(re.sub(r'[^0-9]', '', word)):,}" if GROUPED.fullmatch(word) else word for word in found]


def add_keywords(app: Any, doctree: Any) -> None:
    """Let the search find a page by the keywords of its front matter: by each word, and best by a whole keyword."""
    from docutils import nodes
    from sphinx import addnodes

    said = app.env.metadata[app.env.docname].get("keywords", "")
    if keywords := [keyword.strip() for keyword in said.split(",") if keyword.strip()]:
        entries = [("single", keyword, "", "main", None) for keyword in keywords]
        meta = nodes.meta(name="keywords", content=", ".join(split_words(said)))
        doctree.insert(0, [addnodes.index(entries=entries), meta])


def add_search(app: Any) -> None:
    """Let the search know numbers and keywords."""
    from sphinx.search.en import SearchEnglish

    class BookSearch(SearchEnglish):
        """English, with numbers."""

        js_splitter_code = SPLIT_QUERY + PAGE_TEXT

        def split(self, input: str) -> list[str]:
            """Return the words to put into the index."""
            return split_words(input)

    app.add_search_language(BookSearch)
    app.connect("doctree-read", add_keywords)
