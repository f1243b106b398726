"""What Binder reads: `make binder` opens a chapter from an environment that was made of these files alone."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from kit.book import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHARED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]


def test_binder_takes_a_python_that_cnnlib_allows() -> None:
    named = re.fullmatch(r"python-(3)\.(\d+)\n", (ROOT / "runtime.txt").read_text(encoding="utf-8"))
    assert named, "without runtime.txt Binder takes a Python of its own choice"
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert (int(named[1]), int(named[2])) >= tuple(map(int, oldest.split(".")))


def test_requirements_install_this_package() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert "-e ." in lines


# An editable install puts them there too: into the environment, where JupyterLab looks first.
@pytest.mark.parametrize(("source", "place"), SHARED.items())
def test_settings_are_in_the_environment(source: str, place: str) -> None:
    assert Path(sys.prefix, place).read_bytes() == (ROOT / source).read_bytes()
