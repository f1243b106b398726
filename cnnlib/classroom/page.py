"""Pages that need nothing but themselves: style and script stand inside, and a policy forbids all else."""

from __future__ import annotations

import html
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from cnnlib.palette import css

FRONT = Path(__file__).parent / "front"
END = "</main></body></html>\n"


def begin(title: str, style: str, *, rules: str = "", script: str = "") -> str:
    """Return a page up to its content, which `END` follows.

    Parameters
    ----------
    title : str
        Of the page.
    style : str
        The name of its style sheet, a file of the front end.
    rules : str
        More rules, for this page alone.
    script : str
        The one script that may run.
    """
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{css(':root')}{read_front(style)}{rules}</style></head><body><main>"
    )


@cache
def read_front(name: str) -> str:
    """Return the text of a file of the front end."""
    return (FRONT / name).read_text(encoding="utf-8")
