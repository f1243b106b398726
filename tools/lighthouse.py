"""Run Lighthouse on every page of the built site, as a telephone would load it from a web host: gzipped.

`python -m tools.lighthouse` takes all pages, `python tools/lighthouse.py chapters/3-cost search` these. Prints each
page's points in the four categories, its size and how far its content jumps, and fails if one is not good enough. The
points for performance differ by several from run to run: a page with too few is measured four times more, and of the
five the median counts, as Lighthouse's own guide to variability has it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from kit.book import SITE, pages
from kit.browser import FLAGS, get
from kit.server import serving
from tools import npm

VERSION = "12.8.2"  # the newest that runs on Node 18 and 20
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
POINTS, KILOBYTES, JUMP = 95, 200, 0.02
RUNS = 5  # of a page that has too few points in one
SECONDS = 180  # for one page


def installed() -> Path:
    """Lighthouse's program, which npm installs the first time."""
    if not npm.find():
        sys.exit("Lighthouse needs Node.js with npm: install it first.")
    return npm.install("lighthouse", {"lighthouse": VERSION}) / "lighthouse" / "cli" / "index.js"


def report(program: Path, chromium: Path, url: str) -> dict[str, Any]:
    """What Lighthouse says of a page, in its own settings for a telephone."""
    command = ["node", str(program), url, "--quiet", "--output=json", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(['--headless', *FLAGS])}"]
    env = os.environ | {"CHROME_PATH": str(chromium)}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, timeout=SECONDS)
    return json.loads(done.stdout)


def points(result: dict[str, Any]) -> list[int]:
    """The points of each category."""
    return [round(100 * (result["categories"][name]["score"] or 0)) for name in CATEGORIES]


def measure(program: Path, chromium: Path, url: str) -> tuple[dict[str, Any], list[int]]:
    """The report that counts, and the points for performance of each run."""
    results = [report(program, chromium, url)]
    while points(results[0])[0] < POINTS and len(results) < RUNS:
        results.append(report(program, chromium, url))
    performance = [points(result)[0] for result in results]
    return sorted(results, key=lambda result: points(result)[0])[len(results) // 2], performance


def complaints(result: dict[str, Any]) -> list[str]:
    """What took points off."""
    audits, found = result["audits"], []
    for name in CATEGORIES:
        for part in result["categories"][name]["auditRefs"]:
            audit = audits[part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"{part['id']} {audit.get('displayValue', '')}".strip())
    return found


def main(chosen: list[str]) -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("There is no built book: run `make book` first.")
    program, chromium = installed(), get()
    all_pages = [*pages(), "genindex", "search"]
    if unknown := set(chosen) - set(all_pages):
        sys.exit(f"There is no page {', '.join(sorted(unknown))}.")
    print(f"{'page':32} {'perf':>5} {'access':>7} {'best':>5} {'seo':>5} {'KB':>5} {'CLS':>6}")
    good = True
    with serving(SITE) as address:
        for page in chosen or all_pages:
            result, runs = measure(program, chromium, f"{address}/{page}.html")
            size = result["audits"]["total-byte-weight"]["numericValue"] / 1000
            jump = result["audits"]["cumulative-layout-shift"]["numericValue"]
            line = "{:>5} {:>7} {:>5} {:>5}".format(*points(result))
            remarks = [f"median of {', '.join(map(str, runs))}"] * (len(runs) > 1) + complaints(result)
            print(f"{page:32} {line} {size:5.0f} {jump:6.3f}  {'; '.join(remarks)}", flush=True)
            good &= min(points(result)) >= POINTS and size < KILOBYTES and jump < JUMP
    if not good:
        sys.exit(f"Not good enough: {POINTS} points, under {KILOBYTES} KB and a CLS under {JUMP} are the goal.")


if __name__ == "__main__":
    main(sys.argv[1:])
