"""Where the book comes from, as far as this build knows.

Three environment variables, all optional, say what the source cannot know:

- `BOOK_REPOSITORY`, such as https://github.com/owner/name: pages get buttons for Binder and Colab, and links to edit
  them and to report a mistake. `BOOK_BRANCH` names the branch, if it is not main.
- `BOOK_JUPYTERHUB`: the address of a JupyterHub with nbgitpuller, for a button of its own.
- `BOOK_ADDRESS`: where the site will be, for the picture of a link's preview.

Without them no page has a button that leads nowhere.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

BINDER = "https://mybinder.org"
COLAB = "https://colab.research.google.com"
NOTEBOOKS = "notebooks"  # the branch that the workflow puts the executed notebooks on, for Colab


def read_setting(name: str) -> str:
    """Return an environment variable's text, without a slash at its end."""
    return os.environ.get(name, "").strip().rstrip("/")


@dataclass
class Origin:
    """Where this build comes from, as far as the environment and git say."""

    repository: str = field(default_factory=lambda: read_setting("BOOK_REPOSITORY"))
    branch: str = field(default_factory=lambda: read_setting("BOOK_BRANCH") or "main")
    hub: str = field(default_factory=lambda: read_setting("BOOK_JUPYTERHUB"))
    address: str = field(default_factory=lambda: read_setting("BOOK_ADDRESS"))

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


def ask_git(root: Path, *arguments: str) -> str:
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


def find_date(root: Path) -> str:
    """Return the day of the source: two builds of one commit say the same."""
    seconds = read_setting("SOURCE_DATE_EPOCH") or ask_git(root, "log", "-1", "--format=%ct")
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds else ""


def write_stamp(root: Path, origin: Origin) -> str:
    """Return the line of the footer on version, date and commit."""
    parts = [f"Version {version('cnnlib')}", find_date(root)]
    if origin.repository and (commit := ask_git(root, "rev-parse", "HEAD")):
        parts.append(f'commit <a href="{origin.repository}/commit/{commit}">{commit[:8]}</a>')
    return ", ".join(filter(None, parts))


def configure(app: Any, config: Any) -> None:
    """Tell the theme where the book comes from."""
    origin = config.book_origin = Origin()
    options = config.html_theme_options
    options["extra_footer"] = f'<p class="book-stamp">{write_stamp(Path(app.srcdir), origin)}</p>'
    if origin.repository:
        options |= {"repository_url": origin.repository, "repository_branch": origin.branch}
        options |= dict.fromkeys(("use_repository_button", "use_edit_page_button", "use_issues_button"), True)
    if origin.address:
        config.html_baseurl = f"{origin.address}/"
