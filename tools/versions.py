"""Run cnnlib's tests on every Python from 3.11 on that is here, and on the oldest NumPy that pyproject.toml allows."""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/package"  # the browser, the book and its notebooks run on the pinned versions


def pythons() -> dict[str, str]:
    """Every Python from 3.11 on, by its version."""
    found = {}
    for name in (sys.executable, *(f"python3.{minor}" for minor in range(11, 20))):
        path = shutil.which(name)
        if path:
            ask = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            answer = subprocess.run(ask, capture_output=True, text=True)
            if answer.returncode == 0:  # a name on the path may lead to a Python that is not installed
                found.setdefault(answer.stdout.strip(), path)
    return found


def oldest_numpy() -> str:
    """The lower bound of NumPy, as a version to install."""
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (bound,) = [re.fullmatch(r"numpy>=([\d.]+)", d) for d in dependencies if d.startswith("numpy")]
    assert bound, "the bound on NumPy has another form than numpy>=2.0"
    return f"numpy=={bound[1]}.*"


def run(python: str, *extra: str) -> str:
    """Run the tests in a new environment; returns pytest's closing line."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        inside = Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python")
        pip = [inside, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", ROOT / "tests" / "requirements.txt"], check=True, cwd=ROOT)
        if extra:
            subprocess.run([*pip, *extra], check=True, cwd=ROOT)
        command = [inside, "-m", "pytest", "-q", "-p", "no:cacheprovider", TESTS]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            print(done.stdout)
        return done.stdout.splitlines()[-1]


def main() -> None:
    here = pythons()
    results = {f"Python {version}, pinned NumPy": run(path) for version, path in here.items()}
    oldest = min(here, key=lambda version: int(version.split(".")[1]))
    results[f"Python {oldest}, {oldest_numpy()}"] = run(here[oldest], oldest_numpy())
    for name, line in results.items():
        print(f"{name}: {line}")
    sys.exit(any("failed" in line or "error" in line for line in results.values()))


if __name__ == "__main__":
    main()
