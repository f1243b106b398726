"""Node, which Playwright brings along: it runs the modules of the explorers' front end that need no page."""

import json
import os
import subprocess
from pathlib import Path
from threading import Timer
from typing import Any

from playwright._impl._driver import compute_driver_executable  # Playwright has no public name for it

# For each line that it reads, code and its argument, it writes what the code's function returns, or the error that it
# throws. What the code makes global is gone for the next.
SERVE = """
import { createInterface } from "node:readline";
const replacer = (_, value) => {
    if (value instanceof Map) return Object.fromEntries(value);
    if (value instanceof Set) return [...value];
    return ArrayBuffer.isView(value) ? Array.from(value) : value;
};
const known = new Set(Object.getOwnPropertyNames(globalThis));
const answer = async ({ modules, code, argument }) => {
    try {
        const front = {};
        for (const module of modules) Object.assign(front, await import(module));
        return JSON.stringify({ result: (await (0, eval)(code)(front, argument)) ?? null }, replacer);
    } catch (error) {
        return JSON.stringify({ error: error.stack ?? String(error) });
    } finally {
        for (const name of Object.getOwnPropertyNames(globalThis)) if (!known.has(name)) delete globalThis[name];
    }
};
for await (const line of createInterface({ input: process.stdin })) console.log(await answer(JSON.parse(line)));
"""

SERVERS: dict[int, subprocess.Popen[str]] = {}  # by the process that it was started for: a fork starts its own


def run(modules: list[Path], code: str, argument: Any = None) -> Any:
    """Run a JavaScript function on all that some modules export and on an argument, and return its result.

    A Map becomes a dict, a Set and a typed array a list. Each module is loaded once.
    """
    server = serve()
    assert server.stdin
    assert server.stdout
    task = {"modules": [module.as_uri() for module in modules], "code": code, "argument": argument}
    server.stdin.write(json.dumps(task) + "\n")
    server.stdin.flush()
    limit = Timer(60, server.kill)
    limit.start()
    line = server.stdout.readline()
    limit.cancel()
    if not line:
        SERVERS.pop(os.getpid()).communicate()
    assert line, "Node has ended without an answer, or took a minute"
    answer = json.loads(line)
    assert "error" not in answer, answer["error"]
    return answer["result"]


def serve() -> subprocess.Popen[str]:
    """Return this process's own Node, started if it has none yet; they end together."""
    if os.getpid() not in SERVERS:
        node, _ = compute_driver_executable()
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = [node, "--input-type=module", "--eval", SERVE]
        SERVERS[os.getpid()] = subprocess.Popen(command, **pipes, text=True, encoding="utf-8")
    return SERVERS[os.getpid()]
