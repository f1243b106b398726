"""Make small errors in cnnlib, one at a time, and see whether the tests notice: `python tools/mutants.py [MODULE ...]`.

mutmut makes the errors: another operator, a number one larger, an argument left out. Without a name it starts anew with
all modules; with names, such as `trace answers.part`, it tests these again. What it finds unnoticed is tested once more
in a process of its own: mutmut's are forks of one that has imported the package, and computed what it computes then,
without an error. tools/mutants.txt lists the errors that no test can notice, each with the reason.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = ROOT / "tools" / "mutants.txt"
NOTICED = ("killed", "timeout")
LEAST = 95  # percent
EITHER = "depends on the machine"  # in a reason: whether a test notices such an error, as with memory, time or threads

# Where an error is, and what it makes of which code; several lines are joined by " ⏎ ".
Error = tuple[str, str, str]


def expected(text: str) -> dict[Error, str]:
    """Read a list of errors with their reasons: a reason, and below it files with "- code" and "+ error" lines."""
    errors, path, code, reason = {}, "", "", ""
    for line in text.splitlines():
        if not line:
            reason = ""
        elif line.startswith("cnnlib/"):
            path = line
        elif line.startswith("-"):
            code = line[1:].strip()
        elif line.startswith("+"):
            assert reason, f"no reason is given for {path}: {line}"
            errors[path, code, line[1:].strip()] = reason
        elif not line.startswith("#"):
            reason = line
    return errors


def not_listed(found: Iterable[tuple[Error, str]], listed: dict[Error, str]) -> list[Error]:
    """Return the errors that no test noticed and that are not listed, of errors with mutmut's status."""
    return [error for error, status in found if status not in NOTICED and error not in listed]


def listed_in_vain(found: Iterable[tuple[Error, str]], listed: dict[Error, str]) -> list[Error]:
    """Return the listed errors that a test does notice, on any machine.

    What only took too long does not count, nor what is listed as depending on the machine: there it may be unnoticed.
    """
    statuses: dict[Error, set[str]] = {}
    for error, status in found:
        statuses.setdefault(error, set()).add(status)
    return [error for error in sorted(listed) if statuses.get(error) == {"killed"} and EITHER not in listed[error]]


def no_longer_made(found: Iterable[tuple[Error, str]], listed: dict[Error, str], modules: Iterable[str]) -> list[Error]:
    """Return the listed errors in some modules that mutmut did not make."""
    made = {error for error, _ in found}
    return [error for error in sorted(listed) if error not in made and module(Path(error[0])) in modules]


def change(mutant: str, path: Path) -> Error:
    """Return what a mutant changes."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    diff = [line for line in get_diff_for_mutant(mutant, path=path).splitlines() if line[:3] not in ("---", "+++")]
    code, error = (" ⏎ ".join(line[1:].strip() for line in diff if line[:1] == sign) for sign in "-+")
    return path.as_posix(), code, error


def module(path: Path) -> str:
    """Return a module's name without the package's: "answers.part"; "answers" for its __init__."""
    return ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")


def run(names: list[str]) -> dict[str, Path]:
    """Make the errors in all modules, or in those that are named; returns the files of these."""
    # Not above: mutmut comes with `make mutants` only, and the tests ask for the rules of this file.
    from mutmut.utils.file_utils import walk_mutatable_files

    files = {module(path): path for path in sorted(walk_mutatable_files())}
    if unknown := [name for name in names if name not in files]:
        sys.exit(f"{' and '.join(unknown)} is no module to make errors in; there are {', '.join(files)}")
    if not names:
        shutil.rmtree("mutants", ignore_errors=True)
    mutmut = Path(sys.executable).with_name("mutmut")
    patterns = [f"cnnlib.{name}.x*" for name in names]
    environment = os.environ | {"HYPOTHESIS_PROFILE": "mutants"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are loaded again and again
    subprocess.run([mutmut, "run", *patterns], env=environment, check=True)
    return {name: files[name] for name in names or files}


def statuses(path: Path) -> dict[str, str]:
    """Return what became of each error in a file, by mutmut's name for it."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.stats import status_by_exit_code

    data = SourceFileMutationData(path=path)
    data.load()
    return {mutant: status_by_exit_code[code] for mutant, code in data.exit_code_by_key.items()}


def recheck(mutant: str) -> str:
    """Return what becomes of an error when all of a process has it, from its first import on: mutmut's status."""
    from mutmut.configuration import config

    asked = config()
    arguments = ["-x", "-q", *asked.pytest_add_cli_args, *asked.pytest_add_cli_args_test_selection]
    environment = os.environ | {"HYPOTHESIS_PROFILE": "mutants", "MUTANT_UNDER_TEST": mutant}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd="mutants", env=environment, stdout=subprocess.DEVNULL
    )
    return "killed" if done.returncode else "survived"


def line(name: str, counts: Counter[str]) -> str:
    """Return how many errors have which status, as a line of a table."""
    return f"{name:20} {', '.join(f'{count} {status}' for status, count in sorted(counts.items()))}"


def main(names: list[str]) -> None:
    os.chdir(ROOT)  # where mutmut looks for its settings, and puts mutants/
    files = run(names)
    listed = expected(EXPECTED.read_text(encoding="utf-8"))
    total: Counter[str] = Counter()
    errors: list[tuple[Error, str]] = []
    for name, path in files.items():
        counts: Counter[str] = Counter()
        for mutant, status in statuses(path).items():
            error = change(mutant, path)
            status = recheck(mutant) if not_listed([(error, status)], listed) else status
            counts[status] += 1
            errors.append((error, status))
        total.update(counts)
        print(line(name, counts))
    percent = 100 * sum(total[status] for status in NOTICED) / total.total()
    print(line("all", total))
    print(f"{percent:.1f} % of {total.total()} errors are noticed; {LEAST} % are asked for")

    new = not_listed(errors, listed)
    reports = {
        "Not noticed, and not in tools/mutants.txt": new,
        "No longer to be listed there, as a test notices it": listed_in_vain(errors, listed),
        "No longer to be listed there, as no such error is made": no_longer_made(errors, listed, files),
    }
    for title, reported in reports.items():
        for path, code, error in reported:
            print(f"\n{title}:\n{path}\n- {code}\n+ {error}")
    sys.exit(bool(new or (percent < LEAST and not names)))  # a module may be short, and its errors equivalent


if __name__ == "__main__":
    main(sys.argv[1:])
