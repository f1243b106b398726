"""Node, which Playwright brings along: it runs the modules of the explorers' front end that need no page."""

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable  # Playwright has no public name for it

# Reads code and its argument, and writes what the code's function returns, or the error that it throws.
RUN = """
import { readFileSync } from "node:fs";
const { modules, code, argument } = JSON.parse(readFileSync(0, "utf-8"));
const front = {};
for (const module of modules) Object.assign(front, await import(module));
const replacer = (_, value) => {
    if (value instanceof Map) return Object.fromEntries(value);
    if (value instanceof Set) return [...value];
    return ArrayBuffer.isView(value) ? Array.from(value) : value;
};
console.log(JSON.stringify(await (0, eval)(code)(front, argument) ?? null, replacer));
"""


def run(modules: list[Path], code: str, argument: Any = None) -> Any:
    """Run a JavaScript function on all that some modules export and on an argument, and return its result.

    A Map becomes a dict, a Set and a typed array a list.
    """
    node, _ = compute_driver_executable()
    task = json.dumps({"modules": [module.as_uri() for module in modules], "code": code, "argument": argument})
    command = [node, "--input-type=module", "--eval", RUN]
    done = subprocess.run(command, input=task, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
