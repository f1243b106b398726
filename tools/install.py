"""Install pinned packages into the virtual environment .venv: `python tools/install.py requirements.txt`."""

# No syntax here that an old Python cannot read: it is to say that it is too old.
import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "The book needs Python 3.11 or newer, and this is {}.{}.".format(*sys.version_info[:2])
        + " Name another one: make book PYTHON=python3.13"
    )

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def main(requirements):
    if not PYTHON.exists():
        try:
            import ensurepip  # noqa: F401
            import venv
        except ImportError:
            sys.exit("This Python has no venv module: install it first (Debian: apt install python3-venv).")
        print("Making the virtual environment .venv")
        sys.stdout.flush()
        venv.create(VENV, with_pip=True)
    print("Installing " + requirements)
    sys.stdout.flush()
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements]
    sys.exit(subprocess.run(command, cwd=ROOT).returncode)


if __name__ == "__main__":
    main(sys.argv[1])
