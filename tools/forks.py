"""Test errors that mutmut has made, each in a fork of one process that has collected the tests: called by mutants.py.

mutmut itself lets pytest begin anew for each error, which takes longer than most errors take to be noticed. Here pytest
collects once. A fork has one error and runs the tests that reach its function, until one fails: first those that have
noticed others there, then the rest, always the shortest first.

Standard input has, as JSON, the tests of each error with their seconds. Standard output gets a line for each error: its
name; 1 if a test failed, 0 if none did, or minus the signal that ended what took too long; and "early" if its function
had been called before the fork, without the error, else "late".
"""

import json
import os
import signal
import sys
from collections import defaultdict

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

from kit.caches import forget

# Seconds of the processor that a test may take with an error, and how many times as long as without one.
PATIENCE, TIMES = 5, 10
WAITING = 60  # seconds of the clock, for what waits without computing


class Forks:
    """A plug-in of pytest that runs its tests in forks, for one error each."""

    def __init__(self, tests: dict[str, dict[str, float]], report: int) -> None:
        self.tests, self.report = tests, report
        self.noticing, self.notice = os.pipe()  # from the forks: of which function an error was noticed by which test
        os.set_blocking(self.noticing, False)
        self.noticed: defaultdict[str, set[str]] = defaultdict(set)  # these tests, by function
        self.function = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        forget()
        running: dict[int, str] = {}
        for mutant in self.tests:
            if len(running) == (os.cpu_count() or 1):
                self.wait(running)
            if not (child := os.fork()):
                self.run(mutant, items)
            running[child] = mutant
        while running:
            self.wait(running)
        return True

    def order(self, mutant: str) -> list[str]:
        """Return the tests of an error in the order in which they notice it soonest, as far as one can know."""
        seconds, before = self.tests[mutant], self.noticed[mangled_name_from_mutant_name(mutant)]
        return sorted(seconds, key=lambda test: (test not in before, seconds[test]))

    def run(self, mutant: str, items: dict[str, pytest.Item]) -> None:
        """Run the tests of an error, and end this fork."""
        set_mutant_under_test(mutant)
        self.function = mangled_name_from_mutant_name(mutant)
        chosen = [items[test] for test in self.order(mutant)]
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            seconds = self.tests[mutant][item.nodeid]
            signal.setitimer(signal.ITIMER_PROF, PATIENCE + TIMES * seconds)
            signal.alarm(WAITING + round(3 * TIMES * seconds))
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        os._exit(0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self.notice, f"{self.function}\t{report.nodeid}\n".encode())
            os._exit(1)

    def wait(self, running: dict[int, str]) -> None:
        """Wait for a fork, report what became of its error, and remember which test noticed it."""
        child, status = os.wait()
        mutant = running.pop(child)
        try:
            for line in os.read(self.noticing, 1 << 16).decode().splitlines():
                function, test = line.split("\t")
                self.noticed[function].add(test)
        except BlockingIOError:
            pass  # none did
        when = "early" if mangled_name_from_mutant_name(mutant) in state()._stats else "late"
        os.write(self.report, f"{mutant} {os.waitstatus_to_exitcode(status)} {when}\n".encode())


def main() -> None:
    asked = json.load(sys.stdin)
    report = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    set_mutant_under_test("stats")  # so that mutmut notes what is called while tests are collected
    sys.exit(pytest.main(["-p", "no:terminal", *asked["arguments"]], plugins=[Forks(asked["tests"], report)]))


if __name__ == "__main__":
    main()
