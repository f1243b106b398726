"""What the tests know of the book: where it is and which pages it has."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
EXECUTED = ROOT / "_build" / "jupyter_execute"


def pages() -> list[str]:
    """Every page of the table of contents, as `chapters/2-convolution`."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(chapter["file"] for chapter in toc["chapters"])]


def source(page: str) -> str:
    """The text that a page is built from."""
    return (ROOT / f"{page}.md").read_text(encoding="utf-8")


def notebooks() -> list[str]:
    """The pages that have code to run."""
    return [page for page in pages() if "{code-cell}" in source(page)]


def problems() -> list[str]:
    """The pages of the five problems."""
    return [page for page in pages() if Path(page).name[0] in "12345"]
