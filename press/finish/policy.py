"""The Content-Security-Policy of each page: nothing from elsewhere, and no script that the build did not write.

The policy stands in the page itself, so that it holds wherever the folder is served. A script within a page is allowed
by its hash, and so is what a button of the theme does. What the theme forces it to allow:

- `style` attributes, which the theme's scripts, tables and pictures have;
- pictures in `data:` addresses, which the theme's style sheets have.

The search page reads the other pages, and a browser would complain there of a button's code, although it does nothing
in a page that is only parsed: so each page allows the code of all pages' buttons.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from press.finish.pages import Page, Pages, make_element, text_of

META = '<meta http-equiv="Content-Security-Policy">'


def hash_code(code: str) -> str:
    """Return a policy's word for a piece of code."""
    # A browser reads every line's end as \n before it computes the hash.
    digest = hashlib.sha256(code.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def hash_all(codes: Iterable[str]) -> list[str]:
    """Return the words for pieces of code, each once, in the order of their first use."""
    return list(dict.fromkeys(map(hash_code, codes)))


def find_handlers(page: Page) -> list[str]:
    """Return what a page's buttons do, as code in attributes such as `onclick`."""
    return [code or "" for node in page.elements() for name, code in node.attrs.items() if name.startswith("on")]


def write_policy(page: Page, allowed: list[str]) -> str:
    """Return the policy for a page as it is now, with the code that buttons may have."""
    scripts = [text_of(one) for one in page.select("script") if "json" not in (one.attrs.get("type") or "")]
    code = ["'self'", *hash_all(script for script in scripts if script.strip())]
    if allowed:
        code += ["'unsafe-hashes'", *hash_all(allowed)]
    rules = {
        "default-src": ["'none'"],
        "script-src": code,
        "style-src": ["'self'", "'unsafe-inline'"],  # for a browser that does not know the next two
        "style-src-elem": ["'self'", *hash_all(map(text_of, page.select("style")))],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(" ".join([name, *words]) for name, words in rules.items())


def add_policy(page: Page, allowed: list[str]) -> None:
    """Put a page's policy into its head, before anything that the policy is about."""
    meta = make_element(META)
    meta.attrs["content"] = write_policy(page, allowed)
    if charset := page.head.css_first("meta[charset]"):
        charset.insert_after(meta)
    elif first := page.head.first_child:
        first.insert_before(meta)
    else:
        page.head.insert_child(meta)


def add_policies(pages: Pages) -> None:
    """Put a policy into each page, once nothing else will change a script."""
    allowed = [code for page in pages for code in find_handlers(page)]
    for page in pages:
        add_policy(page, allowed)


def read_policy(page: Page) -> dict[str, list[str]]:
    """Return the rules of the policy that a page has; none if it has no policy."""
    meta = page.head.css_first('meta[http-equiv="Content-Security-Policy"]')
    rules = (meta.attrs.get("content") or "").split("; ") if meta else []
    return {name: words for name, *words in map(str.split, rules)}
