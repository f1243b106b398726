"""Run as ``python -m cnnlib.classroom``."""

import sys

from cnnlib.classroom.commands import main

if __name__ == "__main__":
    sys.exit(main())
