"""The Sphinx extension that says where the book comes from and what a reader can take along.

Three environment variables, all optional, say what the source cannot know:

- `BOOK_REPOSITORY`, such as https://github.com/owner/name: pages get buttons for Binder and Colab, and links to edit
  them and to report a mistake. `BOOK_BRANCH` names the branch, if it is not main.
- `BOOK_JUPYTERHUB`: the address of a JupyterHub with nbgitpuller, for a button of its own.
- `BOOK_ADDRESS`: where the site will be, for the picture of a link's preview.

Without them no page has a button that leads nowhere.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cnnlib.cover import cover, write_cover
from press import downloads, policy

BINDER = "https://mybinder.org"
COVER = "cover.png"
COLAB = "https://colab.research.google.com"
GENERATED = {  # what the pages are that have no text of their own
    "genindex": "All functions, classes and attributes of cnnlib from A to Z, with links to their descriptions.",
    "search": "Search the whole book: its chapters, the answer key and the descriptions of cnnlib.",
}
NOTEBOOKS = "notebooks"  # the branch that the workflow puts the executed notebooks on, for Colab


def said(name: str) -> str:
    """Return an environment variable's text, without a slash at its end."""
    return os.environ.get(name, "").strip().rstrip("/")


@dataclass
class Origin:
    """Where this build comes from, as far as the environment and git say."""

    repository: str = field(default_factory=lambda: said("BOOK_REPOSITORY"))
    branch: str = field(default_factory=lambda: said("BOOK_BRANCH") or "main")
    hub: str = field(default_factory=lambda: said("BOOK_JUPYTERHUB"))
    address: str = field(default_factory=lambda: said("BOOK_ADDRESS"))

    def __post_init__(self) -> None:
        """Refuse an address that would make links which lead nowhere."""
        if self.repository and not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", self.repository):
            raise ValueError(f"BOOK_REPOSITORY must be like https://github.com/owner/name, not {self.repository!r}")
        for name, value in (("BOOK_JUPYTERHUB", self.hub), ("BOOK_ADDRESS", self.address)):
            if value and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
                raise ValueError(f"{name} must be an address like https://example.org, not {value!r}")

    @property
    def project(self) -> str:
        """Return owner/name."""
        return self.repository.removeprefix("https://github.com/")

    def binder(self, page: str) -> str:
        """Return the link that opens a page on Binder."""
        return f"{BINDER}/v2/gh/{self.project}/{self.branch}?urlpath={lab_path(page)}"

    def colab(self, page: str) -> str:
        """Return the link that opens a page's executed notebook in Colab."""
        return f"{COLAB}/github/{self.project}/blob/{NOTEBOOKS}/{page}.ipynb"

    def jupyterhub(self, page: str) -> str:
        """Return the link with which nbgitpuller gets the book onto a JupyterHub and opens a page."""
        folder = self.project.partition("/")[2]
        query = {"repo": self.repository, "urlpath": lab_path(page, folder), "branch": self.branch}
        return f"{self.hub}/hub/user-redirect/git-pull?{urlencode(query, safe='/')}"


def lab_path(page: str, folder: str = "") -> str:
    """Return the path at which JupyterLab opens a page as a notebook."""
    return "/".join(filter(None, ("lab/tree", folder, f"{page}.md")))


def git(root: Path, *arguments: str) -> str:
    """Return what git says of this source, or nothing if the source is not under git."""
    command = ["git", "-C", str(root), *arguments]
    try:
        top = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=True
        )
        if Path(top.stdout.strip()).resolve() != root.resolve():  # an unpacked archive within another project
            return ""
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def date(root: Path) -> str:
    """Return the day of the source: two builds of one commit say the same."""
    seconds = said("SOURCE_DATE_EPOCH") or git(root, "log", "-1", "--format=%ct")
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds else ""


def stamp(root: Path, origin: Origin) -> str:
    """Return the line of the footer on version, date and commit."""
    parts = [f"Version {version('cnnlib')}", date(root)]
    if origin.repository and (commit := git(root, "rev-parse", "HEAD")):
        parts.append(f'commit <a href="{origin.repository}/commit/{commit}">{commit[:8]}</a>')
    return ", ".join(filter(None, parts))


def configure(app: Any, config: Any) -> None:
    """Tell the theme where the book comes from."""
    origin = config.book_origin = Origin()
    options = config.html_theme_options
    options["extra_footer"] = f'<p class="book-stamp">{stamp(Path(app.srcdir), origin)}</p>'
    if origin.repository:
        options |= {"repository_url": origin.repository, "repository_branch": origin.branch}
        options |= dict.fromkeys(("use_repository_button", "use_edit_page_button", "use_issues_button"), True)
    if origin.address:
        config.html_baseurl = f"{origin.address}/"


def executed(app: Any, page: str) -> Path:
    """Return where the build keeps a page's executed notebook."""
    return Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"


def offer_notebook(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page that has code a button to download its notebook; the theme makes it of this name."""
    if executed(app, page).is_file():
        context["ipynb_source"] = f"{page}.ipynb"


def offer_launch(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page that has code buttons to run it, where the repository is known."""
    origin = app.config.book_origin
    if not origin.repository or "ipynb_source" not in context:
        return
    places = [
        (
            "Binder (starts in minutes)",
            "a free service: wait a minute or more, and nothing is kept",
            origin.binder(page),
        ),
        ("Colab", "needs a Google account; installs cnnlib first", origin.colab(page)),
    ]
    if origin.hub:
        places.insert(0, ("JupyterHub", "your class's server; keeps your work", origin.jupyterhub(page)))
    buttons = [
        {"type": "link", "text": name, "tooltip": f"Run this page on {name.partition(' (')[0]}: {hint}", "url": url}
        for name, hint, url in places
    ]
    group = {"type": "group", "tooltip": "Run this page", "icon": "fas fa-rocket", "label": "launch-buttons"}
    context["header_buttons"].insert(0, group | {"buttons": buttons})


def summary(doctree: Any) -> str:
    """Return the first sentences of a page, short enough for a preview."""
    paragraphs = (node for node in doctree.findall() if node.tagname == "paragraph")
    first = next((one for one in paragraphs if one.parent.tagname == "section"), None)
    text = " ".join(first.astext().split()) if first else ""
    return text if len(text) <= 200 else text[:200].rpartition(" ")[0] + " …"


def describe(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Say in a page's head what a search engine and a link's preview are to show."""
    if doctree is None:
        if page in GENERATED:
            context["metatags"] = (
                f'{context.get("metatags", "")}<meta name="description" content="{GENERATED[page]}" />\n'
            )
        return
    tags = {"og:type": "article", "og:site_name": app.config.html_title or app.config.project}
    tags |= {"og:title": context.get("pagetitle") or context["title"], "og:description": summary(doctree)}
    if app.config.html_baseurl:
        tags["og:url"] = f"{app.config.html_baseurl}{page}.html"
        tags["og:image"] = f"{app.config.html_baseurl}_static/{COVER}"
        tags["og:image:alt"] = cover().alt
    lines = [f'<meta name="description" content="{html.escape(tags["og:description"])}" />']
    lines += [f'<meta property="{name}" content="{html.escape(str(text))}" />' for name, text in tags.items() if text]
    context["metatags"] = context.get("metatags", "") + "\n".join(lines) + "\n"


def write_preview(app: Any, error: Exception | None) -> None:
    """Write the picture that the previews of links show."""
    if error is None and app.builder.format == "html":
        write_cover(Path(app.outdir, "_static", COVER))


def write_notebooks(app: Any, error: Exception | None) -> None:
    """Write the notebooks that the pages' buttons download."""
    if error is not None or app.builder.format != "html":
        return
    origin, root = app.config.book_origin, Path(app.srcdir)
    commit = git(root, "rev-parse", "HEAD") or origin.branch
    for page in filter(lambda page: executed(app, page).is_file(), app.env.found_docs):
        target = Path(app.outdir, "_sources", f"{page}.ipynb")
        downloads.write(executed(app, page), target, names(app, page), origin.repository, commit)


def names(app: Any, page: str) -> downloads.Names:
    """Return what a page's references mean."""
    labels = app.env.domaindata["std"]["labels"]
    equations = app.env.domaindata["math"]["objects"]

    def link(other: str, words: str) -> str:
        return f"[{words}]({Path(other).name}.ipynb)" if executed(app, other).is_file() else words

    def to_page(name: str) -> str:
        other = Path(page).with_name(name).as_posix()
        return link(other, app.env.titles[other].astext())

    def to_label(label: str) -> str:
        other, _, words = labels[label] if label in labels else (equations[label][0], "", f"({equations[label][1]})")
        return link(other, words)

    return downloads.Names(to_page, to_label, lambda label: str(equations[label][1]))


def write_policies(app: Any, error: Exception | None) -> None:
    """Write each page's Content-Security-Policy into it, once nothing else will change the page."""
    if error is not None or app.builder.format != "html":
        return
    for file in Path(app.outdir).rglob("*.html"):
        file.write_text(policy.with_policy(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def setup(app: Any) -> dict[str, bool]:
    """Set the extension up; Sphinx calls this."""
    app.connect("config-inited", configure)
    app.connect("html-page-context", offer_notebook, priority=400)  # before the theme makes its buttons
    app.connect("html-page-context", offer_launch, priority=600)  # after
    app.connect("html-page-context", describe, priority=600)
    app.connect("build-finished", write_preview)
    app.connect("build-finished", write_notebooks)
    app.connect("build-finished", write_policies, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
