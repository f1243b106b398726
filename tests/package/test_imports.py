"""What an import loads: little for `import cnnlib`, and for any module of the wheel what the wheel asks for."""

import pkgutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement

import cnnlib
from kit.book import ROOT

MODULES = sorted(m.name for m in pkgutil.walk_packages(cnnlib.__path__, "cnnlib."))

# Run before anything else: what other distributions brought here cannot be imported.
WITHOUT = """
import sys
class Without:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Without)
"""


def run(code: str) -> str:
    """Return what a Python of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def needed(requirements: list[str]) -> set[str]:
    """Return the distributions that some requirements bring with them, themselves included."""
    found: set[str] = set()
    while requirements:
        requirement = Requirement(requirements.pop())
        if requirement.name.lower() not in found and (not requirement.marker or requirement.marker.evaluate()):
            found.add(requirement.name.lower())
            requirements += distribution(requirement.name).requires or []
    return found


@pytest.fixture(scope="module")
def refused() -> set[str]:
    """What can be imported here, but not where only the wheel and its dependencies are installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    there = needed([*project["dependencies"]])
    brought = {name for name, by in packages_distributions().items() if not there & {one.lower() for one in by}}
    return brought - {"cnnlib"} | {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "cnnlib"}


def test_a_module_that_the_wheel_does_not_ask_for_is_refused(refused: set[str]) -> None:
    assert {"scipy", "jax", "hypothesis", "docutils", "lightningcss", "press", "kit"} <= refused
    assert not refused & {
        "cnnlib",
        "numpy",
        "matplotlib",
        "ipywidgets",
        "anywidget",
        "PIL",
        "traitlets",
        *sys.stdlib_module_names,
    }
    attempt = "try:\n    import docutils.nodes\nexcept ModuleNotFoundError:\n    print('no')"
    code = f"refused = {refused!r}\n{WITHOUT}\n{attempt}"
    assert run(code) == "no\n"


def test_every_module_of_the_wheel_imports_with_what_the_wheel_asks_for(refused: set[str]) -> None:
    imports = "".join(f"import {name}\n" for name in MODULES)
    loaded = run(f"refused = {refused!r}\n{WITHOUT}\n{imports}print(*sys.modules)").split()
    assert set(MODULES) <= set(loaded)


def test_the_package_loads_nothing_to_draw_with_and_no_answers() -> None:
    loaded = set(run("import sys, cnnlib; print(*sys.modules)").split())
    unwanted = {
        "matplotlib",
        "ipywidgets",
        "anywidget",
        "IPython",
        "PIL",
        "cnnlib.answers",
        "cnnlib.classroom",
        "cnnlib.explore",
        "concurrent.futures",
    }
    assert not loaded & unwanted


def test_the_answers_come_when_they_are_asked_for() -> None:
    code = """
import cnnlib
assert set(cnnlib.__all__) <= set(dir(cnnlib))
assert "answers" not in vars(cnnlib)
print(cnnlib.check("3c", 90).right, len(cnnlib.parts()), cnnlib.answers.about("2b").name)
"""
    assert run(code) == "False 18 2b\n"
    assert run("from cnnlib import *; print(len(KEY), conv2d([[1]], [[2]]))") == f"{len(cnnlib.KEY)} [[2]]\n"
    with pytest.raises(AttributeError, match=r"^module 'cnnlib' has no attribute 'conv3d'$"):
        _ = cnnlib.conv3d
