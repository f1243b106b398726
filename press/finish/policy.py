"""The Content-Security-Policy of each page: nothing from elsewhere, and no script that the build did not write.

The policy stands in the page itself, so that it holds wherever the folder is served. A script within a page is allowed
by its hash, and so is what a button of the theme does. What the theme forces it to allow:

- `style` attributes, which the theme's scripts, tables and pictures have;
- pictures in `data:` addresses, which the theme's style sheets have.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from press.finish.pages import Page, element, text

META = '<meta http-equiv="Content-Security-Policy">'


def hash_code(code: str) -> str:
    """Return a policy's word for a piece of code."""
    # A browser reads every line's end as \n before it computes the hash.
    digest = hashlib.sha256(code.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def hash_all(codes: Iterable[str]) -> list[str]:
    """Return the words for pieces of code, each once, in the order of their first use."""
    return list(dict.fromkeys(map(hash_code, codes)))


def policy(page: Page) -> str:
    """Return the policy for a page as it is now."""
    scripts = [text(one) for one in page.select("script") if "json" not in (one.attrs.get("type") or "")]
    handlers = [
        code or ""
        for node in page.elements()
        for name, code in node.attrs.items()
        if name.startswith("on")
    ]  # fmt: skip
    code = ["'self'", *hash_all(script for script in scripts if script.strip())]
    if handlers:
        code += ["'unsafe-hashes'", *hash_all(handlers)]
    rules = {
        "default-src": ["'none'"],
        "script-src": code,
        "style-src": ["'self'", "'unsafe-inline'"],  # for a browser that does not know the next two
        "style-src-elem": ["'self'", *hash_all(map(text, page.select("style")))],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(" ".join([name, *words]) for name, words in rules.items())


def add_policy(page: Page) -> None:
    """Put a page's policy into its head, before anything that the policy is about."""
    meta = element(META)
    meta.attrs["content"] = policy(page)
    if charset := page.head.css_first("meta[charset]"):
        charset.insert_after(meta)
    elif first := page.head.first_child:
        first.insert_before(meta)
    else:
        page.head.insert_child(meta)


def read_policy(page: Page) -> dict[str, list[str]]:
    """Return the rules of the policy that a page has; none if it has no policy."""
    meta = page.head.css_first('meta[http-equiv="Content-Security-Policy"]')
    rules = (meta.attrs.get("content") or "").split("; ") if meta else []
    return {name: words for name, *words in map(str.split, rules)}
