"""Make small errors in cnnlib, one at a time, and see whether the tests notice: `python tools/mutants.py [MODULE ...]`.

mutmut makes the errors: another operator, a number one larger, an argument left out. Without a name it starts anew with
all modules; with names, such as `trace answers.part`, it tests these again. tests/mutants.txt lists the errors that no
test can notice, each with the reason.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = ROOT / "tests" / "mutants.txt"
NOTICED = ("killed", "timeout")
LEAST = 95  # percent

# Where an error is, and what it makes of which code; several lines are joined by " ⏎ ".
Error = tuple[str, str, str]


def expected() -> set[Error]:
    """Read the errors that tests/mutants.txt lists: a reason, and below it files with "- code" and "+ error" lines."""
    errors, path, code, reason = set(), "", "", ""
    for line in EXPECTED.read_text(encoding="utf-8").splitlines():
        if not line:
            reason = ""
        elif line.startswith("cnnlib/"):
            path = line
        elif line.startswith("-"):
            code = line[1:].strip()
        elif line.startswith("+"):
            assert reason, f"no reason is given for {path}: {line}"
            errors.add((path, code, line[1:].strip()))
        elif not line.startswith("#"):
            reason = line
    return errors


def change(mutant: str, path: Path) -> Error:
    """Return what a mutant changes."""
    diff = [line for line in get_diff_for_mutant(mutant, path=path).splitlines() if line[:3] not in ("---", "+++")]
    code, error = (" ⏎ ".join(line[1:].strip() for line in diff if line[:1] == sign) for sign in "-+")
    return path.as_posix(), code, error


def module(path: Path) -> str:
    """Return a module's name without the package's: "answers.part"; "answers" for its __init__."""
    return ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")


def main(names: list[str]) -> None:
    os.chdir(ROOT)  # where mutmut looks for its settings, and puts mutants/
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

    total: Counter[str] = Counter()
    survivors = []
    for name in names or files:
        data = SourceFileMutationData(path=files[name])
        data.load()
        found = {mutant: status_by_exit_code[code] for mutant, code in data.exit_code_by_key.items()}
        counts = Counter(found.values())
        total += counts
        print(f"{name:20} {', '.join(f'{count} {status}' for status, count in sorted(counts.items()))}")
        survivors += [change(mutant, files[name]) for mutant, status in found.items() if status not in NOTICED]

    percent = 100 * sum(total[status] for status in NOTICED) / total.total()
    print(f"{'all':20} {', '.join(f'{count} {status}' for status, count in sorted(total.items()))}")
    print(f"{percent:.1f} % of {total.total()} errors are noticed; {LEAST} % are asked for")
    listed = expected()
    new = [error for error in survivors if error not in listed]
    gone = [error for error in sorted(listed - set(survivors)) if module(Path(error[0])) in (names or files)]
    for title, errors in (("Not noticed, and not in tests/mutants.txt", new), ("No longer to be listed there", gone)):
        for path, code, error in errors:
            print(f"\n{title}:\n{path}\n- {code}\n+ {error}")
    sys.exit(bool(new or (percent < LEAST and not names)))  # a module may be short, and its errors equivalent


if __name__ == "__main__":
    main(sys.argv[1:])
