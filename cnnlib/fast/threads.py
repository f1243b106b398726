"""Jobs in two threads: NumPy lets go of the interpreter's lock while it copies or multiplies."""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from cnnlib.dtypes import quiet
from cnnlib.fast.memory import Scratch
from cnnlib.fast.tuning import THIS_MACHINE, Tuning

Job = Callable[[Scratch], None]

of_this_thread = threading.local()  # its `scratch`, between two runs
helpers: list[ThreadPoolExecutor] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=helpers.clear)  # threads do not live on in a forked process


def run(jobs: Iterable[Job], multiplications: int, tuning: Tuning = THIS_MACHINE) -> None:
    """Do all jobs, in two threads if there is enough to do; CNNLIB_THREADS=1 in the environment forbids it.

    Parameters
    ----------
    jobs : iterable of callables
        Each is given the memory of the thread that it runs in. Their order must not matter.
    multiplications : int
        How many there are in all jobs, to tell whether a second thread pays.
    tuning : Tuning
        What pays on this machine.
    """
    queue = iter(jobs)

    def work() -> None:
        scratch = vars(of_this_thread).pop("scratch", None) or Scratch()
        with quiet():
            for job in queue:  # both threads take from it
                job(scratch)
        scratch.drop_above(4 * tuning.buffer)
        of_this_thread.scratch = scratch

    if multiplications < tuning.worthwhile or os.cpu_count() == 1 or os.environ.get("CNNLIB_THREADS") == "1":
        return work()
    if not helpers:
        helpers.append(ThreadPoolExecutor(1))
    other = helpers[0].submit(contextvars.copy_context().run, work)  # NumPy's error settings hold there too
    work()
    other.result()
