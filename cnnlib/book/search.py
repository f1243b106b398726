"""The Sphinx extension that lets the site's search find numbers: "25,668" and "25668" alike.

Sphinx would take "25,668" apart into two words, and leaves out of a question whatever is digits alone. Here a number of
four or more digits is one word, written with commas as on the pages, in the index and in what a reader types.
"""

from __future__ import annotations

import re
from typing import Any

WORD = re.compile(r"\d{1,3}(?:(?:,|_|\{,\})\d{3})+(?!\d)|\w+")
GROUPED = re.compile(r"[1-9](?:\d|,|_|\{,\}){3,}")

# The same for what a reader types; the second pattern is Sphinx's own for a word.
SPLIT_QUERY = r"""
var splitQuery = (query) =>
  (query.match(/\d{1,3}(?:[,_]\d{3})+(?!\d)|[\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu) ?? []).map((word) =>
    /^[1-9][\d,_]{3,}$/.test(word) ? word.replace(/[,_]/g, "").replace(/\B(?=(\d{3})+$)/g, ",") : word);
"""


def words(text: str) -> list[str]:
    """Return the words of a text, numbers with commas.

    Examples
    --------
    >>> words("3 * 3 * 46 * 62 = 25{,}668, and int 5_133_600")
    ['3', '3', '46', '62', '25,668', 'and', 'int', '5,133,600']
    """
    found = WORD.findall(text)
    return [f"{int(re.sub(r'[^0-9]', '', word)):,}" if GROUPED.fullmatch(word) else word for word in found]


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this."""
    from sphinx.search.en import SearchEnglish  # here: cnnlib works without Sphinx

    class BookSearch(SearchEnglish):
        """English, with numbers."""

        js_splitter_code = SPLIT_QUERY

        def split(self, input: str) -> list[str]:
            """Return the words to put into the index."""
            return words(input)

    app.add_search_language(BookSearch)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
