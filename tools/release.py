"""Build the wheel and the sdist of cnnlib into _build/release, and have twine check them."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "_build" / "release"


def main() -> None:
    shutil.rmtree(RELEASE, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", RELEASE], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *sorted(RELEASE.iterdir())], check=True)


if __name__ == "__main__":
    main()
