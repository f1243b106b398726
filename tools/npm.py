"""Programs from npm, each in a folder of its own in `.venv`, at a pinned version."""

import json
import shutil
import subprocess
from pathlib import Path

from kit.book import ROOT


def find() -> str | None:
    """Npm itself, or None."""
    return shutil.which("npm")


def install(name: str, packages: dict[str, str]) -> Path:
    """Install packages at these versions, unless they are there, and return the folder that they are in."""
    folder = ROOT / ".venv" / name
    modules = folder / "node_modules"
    if any(version_of(modules / package) != version for package, version in packages.items()):
        folder.mkdir(parents=True, exist_ok=True)
        command = [str(find()), "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*command, *(f"{package}@{version}" for package, version in packages.items())], check=True)
    return modules


def version_of(package: Path) -> str:
    """The version of an installed package, or nothing."""
    facts = package / "package.json"
    return str(json.loads(facts.read_text(encoding="utf-8"))["version"]) if facts.is_file() else ""
