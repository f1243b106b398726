"""That the page of the package has every function and class that the package exports."""

import re

import cnnlib
from cnnlib import explore
from kit.book import source

MADE = {"Chart"}  # by `dots` and `lines`, never by a reader


def test_every_public_function_and_class_is_on_the_page() -> None:
    # Some are written with their module, the others follow a `currentmodule`.
    documented = re.findall(r"^\.\. auto(?:function|class):: (?:[\w.]*\.)?(\w+)", source("chapters/api"), re.MULTILINE)
    exported = {name for module in (cnnlib, explore) for name in module.__all__ if callable(getattr(module, name))}
    assert sorted(exported - MADE - {*documented}) == []
    assert len(documented) == len({*documented})
