"""The workflows: every action pinned, no right that a job does not need, and commands that exist."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.book import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
workflows = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)


def steps(file: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_there_are_workflows() -> None:
    assert [file.stem for file in WORKFLOWS] == ["pages", "release", "soak"]


@workflows
def test_every_action_is_pinned_by_its_commit(file: Path) -> None:
    lines = re.findall(r"uses: .*", file.read_text(encoding="utf-8"))
    assert len(lines) == sum("uses" in step for step in steps(file))
    for line in lines:
        assert re.fullmatch(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


@workflows
def test_each_job_has_its_own_rights_and_an_end(file: Path) -> None:
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        writes = [name for name, right in job["permissions"].items() if right == "write"]
        # What runs the repository's code can write nothing.
        assert not writes or not any("make" in step.get("run", "") for step in job["steps"])
        assert job["timeout-minutes"] <= (180 if file.stem == "soak" else 60)


@workflows
def test_no_secret_and_no_text_of_a_stranger_in_a_command(file: Path) -> None:
    assert "secrets." not in file.read_text(encoding="utf-8")
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


@workflows
def test_make_knows_the_commands(file: Path) -> None:
    for step in steps(file):
        for command in re.findall(r"^make .*", step.get("run", ""), re.MULTILINE):
            subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
