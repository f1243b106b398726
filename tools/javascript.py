"""Check the style and the types of the book's scripts and style sheets: `python -m tools.javascript`.

Biome formats and lints all of them, in the settings of `biome.json`; TypeScript checks the types that the comments of
the front ends of explorers, answer boxes, sheets and decks state. With `--fix` what can be mended by itself is. npm
installs both the first time; where there is no npm, nothing is checked, which is said.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from cnnlib.boxes import frontend as boxes
from cnnlib.classroom import page as sheets
from cnnlib.explore import frontend as explorers
from kit.book import ROOT
from press.slides.write import FRONT as DECKS
from tools import npm

VERSIONS = {"@biomejs/biome": "2.6.8", "typescript": "7.0.2"}
FOLDERS = ("cnnlib", "kit", "press", "tests")
TYPES = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--noUnusedLocals", "--noImplicitReturns"]
TYPES += ["--target", "es2023", "--lib", "es2023,dom,dom.iterable", "--types", ""]
TYPES += ["--module", "esnext", "--moduleResolution", "bundler"]


def program(modules: Path, name: str) -> str:
    """The program that a package brings; on Windows its name has an ending."""
    return str(shutil.which(name, path=str(modules / ".bin")))


def main(arguments: list[str]) -> None:
    if not npm.find():
        print("JavaScript and CSS are not checked: that needs Node.js with npm.")
        return
    modules = npm.install("javascript", VERSIONS)
    fix = ["--write"] if "--fix" in arguments else []
    settings = [f"--config-path={Path(__file__).parent}", "--error-on-warnings", *fix]
    style = subprocess.run([program(modules, "biome"), "check", *settings, *FOLDERS], cwd=ROOT)
    fronts = (boxes.FRONT, explorers.FRONT, sheets.FRONT, DECKS)
    files = sorted(file for folder in fronts for file in folder.glob("*.[jt]s"))
    types = subprocess.run([program(modules, "tsc"), *TYPES, *files], cwd=ROOT)
    sys.exit(style.returncode or types.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
