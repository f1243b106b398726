"""That "the same in PyTorch, Keras and SciPy" is the same: the chapters' snippets are run and compared with cnnlib.

A snippet is run where its library is installed. SciPy, JAX and Keras (on JAX) come with the tests; PyTorch does not.
"""

import importlib.util
import os
import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from cnnlib.explore.static import SWITCH
from kit.book import problems, source

MODULES = {"PyTorch": "torch", "Keras": "keras", "SciPy": "scipy", "JAX": "jax"}
OPTIONS = r"(---\n.*?^---\n|(?::\w+:[^\n]*\n)*)"
CODE_CELL = re.compile(rf"^```\{{code-cell\}} python\n{OPTIONS}(.*?)^```$", re.DOTALL | re.MULTILINE)
SNIPPET = re.compile(r"^```python\n# (\w+)(.*?)^```$", re.DOTALL | re.MULTILINE)
SHOWN = re.compile(r"^print\(.*\)  # (.*)$", re.MULTILINE)
AXES = re.compile(r"^(\w+) = .*  # (\(\d.*\))$", re.MULTILINE)


def snippets() -> list[Any]:
    """Every snippet as (page, library, code)."""
    found = []
    for page in problems():
        for library, code in SNIPPET.findall(source(page)):
            found.append(pytest.param(page, library, f"# {library}{code}", id=f"{page}, {library}"))
    return found


@cache
def names_of(page: str) -> dict[str, Any]:
    """What the cells of a chapter define, up to the heading of the snippets."""
    text = source(page).split("## The same in")[0]
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(SWITCH, raising=False)  # a static explorer would draw all of its states
        for _, code in CODE_CELL.findall(text):
            exec(code, names)
    return names


def test_every_problem_has_snippets_for_three_libraries() -> None:
    for page in problems():
        libraries = [library for library, _ in SNIPPET.findall(source(page))]
        assert (libraries[0], libraries[-1], len(libraries)) == ("PyTorch", "SciPy", 3), page


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize(("page", "library", "code"), snippets())
def test_snippet_agrees_with_cnnlib(
    page: str, library: str, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not importlib.util.find_spec(MODULES[library]):
        pytest.skip(f"{library} is not installed")
    monkeypatch.setitem(os.environ, "KERAS_BACKEND", "jax")
    names = dict(names_of(page))
    before = set(names)
    capsys.readouterr()
    exec(code, names)

    assert capsys.readouterr().out.splitlines() == SHOWN.findall(code), "what it prints is not what its comment says"
    for name, shape in AXES.findall(code):
        assert str(tuple(names[name].shape)) == shape, f"{name} has another shape than its comment says"
    compared = compare(page.split("/")[-1][0], names, set(names) - before | {"z"})
    assert compared or SHOWN.search(code), "nothing was compared"


def compare(problem: str, names: dict[str, Any], new: set[str]) -> int:
    """Compare what a snippet computed with what the chapter computed; returns how many arrays."""
    from cnnlib import conv2d, max_pool1d

    expected: dict[str, np.ndarray[Any, Any]] = {}
    if problem == "2":
        expected["z"] = conv2d(names["X"], names["W"])
    elif problem == "3" and isinstance(names.get("z"), np.ndarray):
        expected["z"] = names["Z"][0]
    elif problem == "4":
        expected |= {name: names["dX"] for name in new if name.startswith("dX_")}
        expected |= {name: names["dW"] for name in new if name.startswith("dW_")}
    elif problem == "5":
        expected["partial"] = max_pool1d(names["X"], 3, 2)
        if "whole" in new:
            expected["whole"] = max_pool1d(names["X"], 3, 2, windows="whole")
    for name, values in expected.items():
        np.testing.assert_allclose(np.asarray(names[name]), values, rtol=1e-5, atol=1e-6)
    return len(expected)
