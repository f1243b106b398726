"""What the extra ``cnnlib[classroom]`` brings, and what is said where it is missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class Missing(RuntimeError):
    """A package or a program that is needed is not here."""


def load(package: str, use: str) -> ModuleType:
    """Import a package of the extra.

    Parameters
    ----------
    package : str
        Such as ``"tqdm"``.
    use : str
        What it is needed for, such as ``"the progress bar"``.

    Raises
    ------
    Missing
        If it is not there; the message says what to install.
    """
    try:
        return import_module(package)
    except ImportError:
        needed = f"{use} needs the package {package.partition('.')[0]}, which is not installed"
        raise Missing(f'{needed}; it comes with the extra: pip install "cnnlib[classroom]"') from None
