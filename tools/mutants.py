"""Make small errors in cnnlib, one at a time, and see whether the tests notice: `python tools/mutants.py [MODULE ...]`.

mutmut makes the errors: another operator, a number one larger, an argument left out. Without a name it starts anew with
all modules; with names, such as `trace answers.part`, it tests these again. forks.py tests each in a fork. What is
unnoticed there and had been called before the fork, without the error, is tested once more in a process of its own.
tools/mutants.txt lists the errors that no test can notice, each with the reason.
"""

import json
import os
import re
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
# mutmut makes all errors, and is to test no more than one, which few tests reach.
TRIED_BY_MUTMUT = "cnnlib.arguments.numbers.x_is_number__mutmut_1"
TOO_LONG = 36  # mutmut's code for it
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "HYPOTHESIS_PROFILE": "mutants"
}
STRICT = re.compile(r", (strict=\w+)?(?=\))")  # mutmut leaves ", " before a bracket where it took the last argument out
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
    return [error for error, status in found if status not in NOTICED and not may_go_unnoticed(error, listed)]


def may_go_unnoticed(error: Error, listed: dict[Error, str]) -> bool:
    """Say whether an error is listed, or only changes strict of zip: an assertion that lengths are equal."""
    _, code, changed = error
    return error in listed or STRICT.sub("", code) == STRICT.sub("", changed)


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


def run(names: list[str]) -> tuple[dict[str, Path], set[str]]:
    """Make the errors in all modules, and test those in all, or in those that are named.

    Returns the files of these, and the unnoticed errors in what had been called before they were made.
    """
    # Not above: mutmut comes with `make mutants` only, and the tests ask for the rules of this file.
    from mutmut.utils.file_utils import walk_mutatable_files

    files = {module(path): path for path in sorted(walk_mutatable_files())}
    if unknown := [name for name in names if name not in files]:
        sys.exit(f"{' and '.join(unknown)} is no module to make errors in; there are {', '.join(files)}")
    if not names:
        shutil.rmtree("mutants", ignore_errors=True)
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run([mutmut, "run", TRIED_BY_MUTMUT], env=ENVIRONMENT, check=True)
    files = {name: files[name] for name in names or files}
    return files, test_in_forks(files.values())


def test_in_forks(paths: Iterable[Path]) -> set[str]:
    """Test the errors in some files, and write down what becomes of each; returns those that came too late to tell."""
    from mutmut.mutation.data import SourceFileMutationData

    data = {path: SourceFileMutationData(path=path) for path in paths}
    for one in data.values():
        one.load()
    holder = {mutant: one for one in data.values() for mutant in one.exit_code_by_key}
    tests, doubtful, count = tests_of(holder), set(), 0
    asked = json.dumps({"arguments": pytest_arguments(), "tests": tests})
    environment = ENVIRONMENT | {"PYTHONPATH": str(ROOT / "mutants")}
    command = [sys.executable, ROOT / "tools" / "forks.py"]
    with subprocess.Popen(
        command, cwd="mutants", env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as forks:
        assert forks.stdin
        assert forks.stdout
        with forks.stdin:
            forks.stdin.write(asked)
        for count, said in enumerate(forks.stdout, 1):
            mutant, code, when = said.split()
            holder[mutant].exit_code_by_key[mutant] = int(code) if int(code) >= 0 else TOO_LONG
            if code == "0" and when == "early":
                doubtful.add(mutant)
            if count % 100 == 0 or count == len(tests):
                print(f"{count} of {len(tests)} errors are tested", flush=True)
                for one in data.values():
                    one.save()
    if forks.returncode or count < len(tests):
        sys.exit(f"{count} of {len(tests)} errors were tested")
    return doubtful


def tests_of(mutants: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return the tests that reach each error's function, with the seconds that they take without an error."""
    from mutmut.utils.format_utils import mangled_name_from_mutant_name

    known = json.loads(Path("mutants/mutmut-stats.json").read_text(encoding="utf-8"))
    reaching, seconds = known["tests_by_mangled_function_name"], known["duration_by_test"]
    return {
        mutant: {test: seconds[test] for test in reaching.get(mangled_name_from_mutant_name(mutant), [])}
        for mutant in mutants
    }


def pytest_arguments() -> list[str]:
    """Return what mutmut is told to call pytest with."""
    from mutmut.configuration import config

    asked = config()
    return [*asked.pytest_add_cli_args, *asked.pytest_add_cli_args_test_selection]


def statuses(path: Path) -> dict[str, str]:
    """Return what became of each error in a file, by mutmut's name for it."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.stats import status_by_exit_code

    data = SourceFileMutationData(path=path)
    data.load()
    return {mutant: status_by_exit_code[code] for mutant, code in data.exit_code_by_key.items()}


def recheck(mutant: str) -> str:
    """Return what becomes of an error when all of a process has it, from its first import on: mutmut's status."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", *pytest_arguments()],
        cwd="mutants",
        env=ENVIRONMENT | {"MUTANT_UNDER_TEST": mutant},
        stdout=subprocess.DEVNULL,
    )
    return "killed" if done.returncode else "survived"


def line(name: str, counts: Counter[str]) -> str:
    """Return how many errors have which status, as a line of a table."""
    return f"{name:20} {', '.join(f'{count} {status}' for status, count in sorted(counts.items()))}"


def main(names: list[str]) -> None:
    os.chdir(ROOT)  # where mutmut looks for its settings, and puts mutants/
    files, doubtful = run(names)
    listed = expected(EXPECTED.read_text(encoding="utf-8"))
    total: Counter[str] = Counter()
    errors: list[tuple[Error, str]] = []
    for name, path in files.items():
        counts: Counter[str] = Counter()
        for mutant, status in statuses(path).items():
            error = change(mutant, path)
            status = recheck(mutant) if mutant in doubtful and not may_go_unnoticed(error, listed) else status
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
