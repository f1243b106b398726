"""That the README's commands are real ones."""

import re
import shutil
import subprocess
from pathlib import PureWindowsPath

import pytest

from kit.book import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)


def commands(language: str) -> list[str]:
    """The command lines of the README's blocks in one language, comments left out."""
    lines = "".join(text for name, text in BLOCKS if name == language).splitlines()
    return [command for line in lines if (command := line.split("#")[0].strip())]


def test_the_two_commands_come_first() -> None:
    assert commands("sh")[:2] == ["make book", "make test"]


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
@pytest.mark.parametrize("command", commands("sh"))
def test_make_knows_the_command(command: str) -> None:
    subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def test_windows_has_three_plain_commands_for_each() -> None:
    assert [len(text.strip().splitlines()) for name, text in BLOCKS if name == "bat"] == [3, 3]


@pytest.mark.parametrize("command", commands("bat"))
def test_files_of_the_windows_commands_exist(command: str) -> None:
    program, *arguments = command.split()
    assert program in ("py", r".venv\Scripts\python")
    for argument in arguments:
        if argument.endswith((".py", ".txt")):
            assert (ROOT / PureWindowsPath(argument).as_posix()).is_file()


@pytest.mark.parametrize("path", re.findall(r"`([\w./]+/|[\w/]+\.\w+)`", README))
def test_paths_in_the_text_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
