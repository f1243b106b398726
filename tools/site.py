"""Put the built site into one plain folder, _build/site, which any web server can serve.

Each page brings its Content-Security-Policy along. What only a server can say is in `_headers`, a file that several
hosts read; another server can be told the same. Prints what the pages' policies allow beyond the site's own files.
"""

import shutil
import sys
from collections import Counter
from html import escape
from pathlib import Path

import yaml

from press.finish.pages import Page, Pages
from press.finish.policy import add_policy, read_policy

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
SITE = ROOT / "_build" / "site"
LEFT_OUT = (".buildinfo", ".doctrees", "*macros.html")  # of no use to a reader; the last are templates of the theme
FRONT_DOOR = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="0; url={start}" />
    <title>{title}</title>
  </head>
  <body>
    <p><a href="{start}">{title}</a></p>
  </body>
</html>
"""
HEADERS = """\
/*
  Content-Security-Policy: frame-ancestors 'self'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
"""


def allowed(folder: Path) -> Counter[str]:
    """What the pages' policies allow beyond the site's own files, and on how many pages."""
    found: Counter[str] = Counter()
    for page in Pages.read(folder):
        policy = read_policy(page)
        if not policy:
            sys.exit(f"{page.name}.html has no Content-Security-Policy")
        for name, words in policy.items():
            for word in {"hashes" if word.startswith("'sha256-") else word for word in words}:
                if word not in ("'self'", "'none'"):
                    found[f"{name} {word}"] += 1
    return found


def front_door() -> Page:
    """The page at the site's address, which leads to the book's first one."""
    book = {name: yaml.safe_load((ROOT / name).read_text(encoding="utf-8")) for name in ("_config.yml", "_toc.yml")}
    start, title = f"{book['_toc.yml']['root']}.html", escape(book["_config.yml"]["title"])
    page = Page(FRONT_DOOR.format(start=start, title=title), "index")
    add_policy(page, [])
    return page


def main() -> None:
    if not (BUILT / "index.html").is_file():
        sys.exit("There is no built book: run `make book` first.")
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(BUILT, SITE, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (SITE / "index.html").write_text(front_door().html, encoding="utf-8", newline="\n")
    if (ROOT / "_build" / "book.pdf").is_file():  # made by `make pdf`
        shutil.copy(ROOT / "_build" / "book.pdf", SITE)
    (SITE / "_headers").write_text(HEADERS, encoding="utf-8", newline="\n")
    (SITE / ".nojekyll").touch()  # without it, Jekyll on GitHub Pages would leave out _static
    files = [path for path in SITE.rglob("*") if path.is_file()]
    print(f"{SITE.relative_to(ROOT)}: {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
    print("The pages' policies allow, beyond the site's own files:")
    for rule, pages in sorted(allowed(SITE).items()):
        print(f"  {rule} (on {pages} pages)")


if __name__ == "__main__":
    main()
