"""The official schemas of QTI 2.1 and of content packages, where they are here: they are no part of the project.

`QTI_SCHEMAS` names the folder that has `qti21/qtiv2p1/imsqti_v2p1.xsd` and the files which that imports, as the project
qti-sdk of OAT ships them; without it they are looked for in `shared/schemas` beside the repository.
"""

import os
from functools import cache
from pathlib import Path

from lxml import etree

from kit.book import ROOT

FOLDER = Path(os.environ.get("QTI_SCHEMAS") or ROOT.parent / "shared" / "schemas") / "qti21"
ITEMS, PACKAGES = FOLDER / "qtiv2p1" / "imsqti_v2p1.xsd", FOLDER / "imscp_v1p1.xsd"
MISSING = "" if ITEMS.exists() and PACKAGES.exists() else "QTI_SCHEMAS names no folder with the schemas of QTI 2.1"


@cache
def load(path: Path) -> etree.XMLSchema:
    """Load a schema and those that it imports, from files alone."""
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def find_errors(source: bytes, path: Path) -> list[str]:
    """Return what makes a document invalid."""
    schema = load(path)
    schema.validate(etree.fromstring(source))
    return [f"line {error.line}: {error.message}" for error in schema.error_log]
