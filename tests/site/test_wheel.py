"""What a release has: the wheel and the sdist, and a downloaded notebook that runs with nothing but the wheel."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cnnlib.explore.static import SWITCH
from kit.book import ROOT, SITE, notebooks
from kit.profile import SOAK

pytestmark = pytest.mark.slow

QUIET = {"PYTHONWARNINGS": "ignore"}


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """Run a program of this environment and return what it prints."""
    whole = [sys.executable, "-m", *map(str, command)]
    done = subprocess.run(whole, cwd=cwd, env=os.environ | env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist, made as a release makes them."""
    folder = tmp_path_factory.mktemp("release")
    run("hatchling", "build", "-d", folder, cwd=ROOT, **QUIET)
    return folder


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def test_twine_finds_nothing_wrong(release: Path) -> None:
    said = run("twine", "--no-color", "check", "--strict", *sorted(release.iterdir()), cwd=release)
    assert said.count("PASSED") == 2, said


def test_the_wheel_has_every_file_of_the_package_and_the_settings(release: Path) -> None:
    with zipfile.ZipFile(only(release, "*.whl")) as wheel:
        inside = set(wheel.namelist())
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "cnnlib").rglob("*") if path.is_file()}
    ours = {path for path in ours if "__pycache__" not in path}
    assert {path.rpartition(".")[2] for path in ours} >= {"py", "js", "css"}  # the explorers' front end too
    assert ours - inside == set()
    assert [name for name in inside if name.endswith("labconfig/default_setting_overrides.json")]


def test_the_sdist_builds_the_same_wheel(release: Path, tmp_path: Path) -> None:
    with tarfile.open(only(release, "*.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")
    run("hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=only(tmp_path, "cnnlib-*"), **QUIET)
    one, two = (zipfile.ZipFile(only(folder, "*.whl")) for folder in (release, tmp_path))
    with one, two:
        assert {name: one.read(name) for name in one.namelist()} == {name: two.read(name) for name in two.namelist()}


@pytest.fixture(scope="module")
def installed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with cnnlib from the wheel; what it needs comes from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    wheel = only(release, "*.whl")
    run("pip", "install", "-q", "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder)
    return folder


# Every day one of two chapters, and an author's own explorer.
EVERYDAY = [page for page in notebooks() if re.search(r"/[135]|own-explorer", page)]


@pytest.mark.parametrize("page", notebooks() if SOAK else EVERYDAY)
def test_a_downloaded_notebook_runs_alone(page: str, installed: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(SITE / "_sources" / f"{page}.ipynb", as_version=4)
    assert any(cell.get("outputs") for cell in notebook.cells), "it was not executed"
    whose = nbformat.v4.new_code_cell("import cnnlib\nprint(cnnlib.__file__)")
    notebook.cells.insert(1, whose)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=os.environ | {"PYTHONPATH": str(installed), SWITCH: "live"})
    assert Path(whose.outputs[0].text.strip()).is_relative_to(installed)
    assert list(tmp_path.iterdir()) == []
