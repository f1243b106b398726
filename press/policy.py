"""The Content-Security-Policy of each page: nothing from elsewhere, and no script that the build did not write.

The policy stands in the page itself, so that it holds wherever the folder is served. A script within a page is allowed
by its hash, and so is what a button of the theme does. What the theme forces it to allow:

- `style` attributes, which the theme's scripts, tables and pictures have;
- pictures in `data:` addresses, which the theme's style sheets have.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
HANDLER = re.compile(r"""<[^>]*\son\w+=(?:"([^"]*)"|'([^']*)')""")
HEAD = re.compile(r"<meta charset=[^>]*>")


def hashed(text: str) -> str:
    """Return a policy's word for a piece of code."""
    # A browser reads every line's end as \n before it computes the hash.
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(page: str) -> str:
    """Return the policy for a page's HTML."""
    scripts = [text for attributes, text in SCRIPT.findall(page) if text.strip() and "json" not in attributes]
    rest = SCRIPT.sub(lambda found: f"<script{found[1]}>", page)
    handlers = [unescape(one or other) for one, other in HANDLER.findall(rest)]
    code = ["'self'", *unique(map(hashed, scripts))]
    if handlers:
        code += ["'unsafe-hashes'", *unique(map(hashed, handlers))]
    sheets = ["'self'", *unique(map(hashed, STYLE.findall(rest)))]
    rules = {
        "default-src": ["'none'"],
        "script-src": code,
        "style-src": ["'self'", "'unsafe-inline'"],  # for a browser that does not know the next two
        "style-src-elem": sheets,
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(" ".join([name, *words]) for name, words in rules.items())


def unique(words: map[str]) -> list[str]:
    """Return each word once, in the order of their first use."""
    return list(dict.fromkeys(words))


def with_policy(page: str) -> str:
    """Return a page's HTML with its policy, before anything that the policy is about."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}" />'
    return HEAD.sub(lambda found: f"{found[0]}\n    {tag}", page, count=1)
