"""That the book is cited under one name: in CITATION.cff, on the start page and in the package."""

import tomllib

import nbformat
import yaml

from kit.book import EXECUTED, ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BOOK = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


def test_citation_has_what_the_format_asks_for() -> None:
    assert {"cff-version", "message", "title", "authors"} <= set(CITATION)


def test_citation_agrees_with_the_package_and_the_book() -> None:
    assert CITATION["title"] == BOOK["title"]
    assert CITATION["authors"] == PROJECT["authors"] == [{"name": BOOK["author"]}]
    assert (CITATION["version"], CITATION["license"]) == (PROJECT["version"], PROJECT["license"])


def test_start_page_cites_the_same() -> None:
    cells = nbformat.read(EXECUTED / "chapters" / "index.ipynb", as_version=4).cells
    said = "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))
    entry = said.partition("@software")[2]
    for text in (CITATION["title"], CITATION["version"], CITATION["authors"][0]["name"], BOOK["copyright"]):
        assert f"{{{text}}}" in entry
