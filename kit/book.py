"""What the tests know of the book: where it is and which pages it has."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
EXECUTED = ROOT / "_build" / "jupyter_execute"


def pages() -> list[str]:
    """Every page of the table of contents, as `chapters/2-convolution`."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]


EVERY = [*pages(), "genindex", "search"]  # the pages of the site that have the theme's frame


def source(page: str) -> str:
    """The text that a page is built from."""
    return (ROOT / f"{page}.md").read_text(encoding="utf-8")


def notebooks() -> list[str]:
    """The pages that have code to run."""
    return [page for page in pages() if "{code-cell}" in source(page)]


def chapters() -> dict[str, str]:
    """The numbered pages but the notation, by the word that tests of a chapter have in their files' names.

    It is the last word of the page's own name, or what a file of tests/package shortens it to.
    """
    tested = [file.stem.removeprefix("test_") for file in (ROOT / "tests" / "package").glob("test_*.py")]
    found = {}
    for page in pages():
        name = Path(page).name
        if re.match("[1-9]", name):
            word = name.rpartition("-")[2]
            found[next((short for short in tested if word.startswith(short)), word)] = page
    return found


def problems() -> list[str]:
    """The chapters that ask: those with answer boxes."""
    return [page for page in chapters().values() if re.search(r"^ask\(", source(page), re.MULTILINE)]


def number(page: str) -> int:
    """The number of a chapter, with which its file's name begins."""
    return int(Path(page).name.partition("-")[0])


def explorers(page: str) -> int:
    """How many explorers a page has."""
    return len(re.findall(r"^explore\(", source(page), re.MULTILINE))
