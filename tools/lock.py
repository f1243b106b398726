"""Pin every package, transitive ones too: writes requirements.txt, and the pins in tests/, bench/ and tools/."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
READER = Path("requirements.txt")
TESTS = Path("tests", "requirements.txt")
MUTATION = Path("tests", "mutation.txt")
NBGRADER = Path("tests", "nbgrader.txt")
BENCH = Path("bench", "requirements.txt")
ENGINES = Path("tools", "engines.txt")
HEADER = "# {}\n# Written by `make lock` from pyproject.toml.\n{}\n"


def pins(uv: Path, *extras: str, given: list[str] | None = None) -> list[str]:
    """One line per package, valid on every system and on every Python from 3.11 on."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade"]
    command += ["--python-version=3.11", "--fork-strategy=fewest", "--only-binary=:all:"]
    command += ["--no-header", "--no-annotate", "pyproject.toml", "--constraint=-"]
    command += [f"--extra={extra}" for extra in extras]
    constraints = "\n".join(given or [])
    env = os.environ | {"PYTHONPATH": str(uv)}
    done = subprocess.run(command, cwd=ROOT, env=env, input=constraints, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def write(path: Path, purpose: str, lines: list[str]) -> None:
    text = HEADER.format(purpose, "\n".join(lines))
    (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
    print(f"{path}: {len(lines)} lines")


def main() -> None:
    # uv goes into a folder of its own: .venv may not install at all with the old pins and a new pyproject.toml.
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder, "uv"], check=True)
        reader = pins(Path(folder), "book")
        both = pins(Path(folder), "book", "test", "classroom", "slides", given=reader)
        mutation = pins(Path(folder), "book", "test", "classroom", "slides", "mutation", given=both)
        nbgrader = pins(Path(folder), "book", "test", "classroom", "slides", "nbgrader", given=both)
        measured = pins(Path(folder), "book", "bench", given=reader)
        engines = pins(Path(folder), "book", "test", "classroom", "slides", "engines", given=both)
    write(READER, "What a reader needs, and cnnlib itself.", ["-e .", *reader])
    write(
        TESTS,
        "What the tests and the slides need on top.",
        ["-r ../requirements.txt", *sorted(set(both) - set(reader))],
    )
    write(MUTATION, "What `make mutants` needs on top.", ["-r requirements.txt", *sorted(set(mutation) - set(both))])
    write(NBGRADER, "What `make nbgrader` needs on top.", ["-r requirements.txt", *sorted(set(nbgrader) - set(both))])
    more = sorted(set(engines) - set(both))
    write(ENGINES, "What `make engines` needs on top.", ["-r ../tests/requirements.txt", *more])
    write(BENCH, "What `make bench` needs on top.", ["-r ../requirements.txt", *sorted(set(measured) - set(reader))])


if __name__ == "__main__":
    main()
