"""Build the book, strictly: any warning, exception or unresolved reference is an error.

`python tools/build.py` builds this repository's book, and `python tools/build.py FOLDER` another one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(book: Path) -> None:
    program = shutil.which("jupyter-book", path=Path(sys.executable).parent)
    if not program:
        sys.exit("jupyter-book is not installed in this Python: install requirements.txt first.")
    # All of it anew: an unchanged page would keep the outputs of an older cnnlib, and hide its warnings.
    shutil.rmtree(book / "_build", ignore_errors=True)
    command = [program, "build", ".", "-W", "--keep-going"]
    code = subprocess.run(command, cwd=book).returncode
    if code:
        sys.exit(code)
    start = book / "_build" / "html" / "index.html"
    print(f"\nThe book is ready. Open {start.as_uri()}")
    print("or run `make serve` and open the address that it prints.")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT)
