"""Find a Chromium or Chrome on this machine, or get one: `python -m kit.browser` prints where it is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from cnnlib.classroom.chromium import FOR_ROOT, NAMES, list_candidates

# Chromium calls home at every start unless it is told not to.
FLAGS = [
    *FOR_ROOT,
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
# What a browser for tests does without. Of two lists Chromium takes the last, so this one begins with Playwright's own:
# tests/browser/test_browser.py compares.
WITHOUT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    # The address bar's suggestions: two pages of 160 scripts in each new window, half of what it takes to open one.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",  # a process for the next page, should there be one
]


def candidates() -> Iterator[Path]:
    """Every place where a browser may be, the one that the user names first."""
    if named := os.environ.get("CHROMIUM"):
        yield Path(shutil.which(named) or named)
    yield from list_candidates()
    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def find() -> Path | None:
    """The first browser that is there."""
    return next((path for path in candidates() if path.is_file()), None)


def downloads() -> Iterator[list[str]]:
    """The commands that get a browser, in the order to try them in."""
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get"):
        # -n: sudo is to fail, not to wait for a password.
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        install = "apt-get update -q && apt-get install -q -y chromium-headless-shell || apt-get install -q -y chromium"
        yield [*sudo, "sh", "-c", install]


def get() -> Path:
    """Find a browser or install one; ends the program when neither works."""
    tried = []
    if found := find():
        return found
    for command in downloads():
        line = " ".join(command)
        print(f"No Chromium or Chrome here. Trying: {line}", flush=True)
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=600).returncode
        except (OSError, subprocess.TimeoutExpired) as error:
            code = error
        if found := find():
            return found
        tried.append(f"  {line} (gave {code})")
    sys.exit(
        "The tests need Chromium or Chrome and found none. Tried the variable CHROMIUM, "
        f"{', '.join(NAMES)} on the PATH, the usual folders, and\n" + "\n".join(tried) + "\n"
        "Install either, or set CHROMIUM to its path, and run this again."
    )


@contextmanager
def chromium(path: Path) -> Iterator[Browser]:
    """Start this browser, without a window."""
    without = f"--disable-features={','.join(WITHOUT)}"
    # Of each trace that nobody saves an empty folder is left.
    with TemporaryDirectory(prefix="traces-") as traces, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, without], traces_dir=traces)
        yield browser
        browser.close()


if __name__ == "__main__":
    print(f"Browser: {get()}")
