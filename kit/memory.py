"""How much memory a process takes."""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def find_peak() -> int:
    """Return the most memory that this process has taken, in kB.

    On Linux from /proc: what `getrusage` says is never below what the process that started this one took.
    """
    if STATUS.exists():
        return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most
