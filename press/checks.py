"""What a chapter's text must not have; the build is strict, so a warning here stops it.

- a link to another page without words of its own: JupyterLab, which knows one page at a time, would show its label;
- an answer that is seen before it is asked for: an exercise without a folded solution, a solution that opens by itself,
  a long number that both the solution's cells print and the exercise or its hint states. (A number that the solution's
  code takes is none: the exercise gave it.)

What a finished page must not have is in `finish/checks.py`.
"""

from __future__ import annotations

import re
from typing import Any

from press.finish.checks import warn

# Shorter numbers are in every exercise: a length, a part of a shape.
LONG = re.compile(r"\d(?:(?:[\d,_]|\{,\})*\d)?(?:\.\d+)?")
DIGITS = 4
BARE = "bare_references"  # where a page's metadata keeps its references without words


def find_bare_references(doctree: Any) -> list[Any]:
    """Return the references of a page, not yet resolved, that take their words from what they lead to."""
    references = [node for node in doctree.findall() if node.tagname == "pending_xref" and not node["refexplicit"]]
    return [node for node in references if node["reftype"] in ("myst", "ref", "doc", "eq")]


def find_home(env: Any, kind: str, target: str) -> str:
    """Return the page that a reference leads to; of one that leads nowhere Sphinx complains itself."""
    if kind == "eq":
        return str(env.domaindata["math"]["objects"].get(target, [""])[0])
    if target in env.found_docs:
        return str(target)
    labels = env.domaindata["std"]["labels"] | env.domaindata["std"]["anonlabels"]
    return str(labels.get(target, [""])[0])


def find_long_numbers(text: str) -> set[str]:
    """Return the numbers of a text that have enough digits to be no chance, without what groups their digits."""
    numbers = {re.sub(r"[,_{}]", "", number) for number in LONG.findall(text)}
    return {number for number in numbers if len(number.replace(".", "").strip("0")) >= DIGITS}


def find_exercise_faults(doctree: Any) -> list[tuple[Any, str]]:
    """Return what is wrong with a page's exercises, each fault with its node."""
    exercises = {node["label"]: node for node in doctree.findall() if "exercise" in classes_of(node)}
    solutions = [node for node in doctree.findall() if "solution" in classes_of(node)]
    faults = []
    for label, exercise in exercises.items():
        mine = [solution for solution in solutions if solution["target_label"] == label]
        if len(mine) != 1:
            faults.append((exercise, f"the exercise {label} has {len(mine)} solutions on its page, not one"))
            continue
        printed = find_long_numbers(text_of(mine[0], "cell_output"))
        code = text_of(mine[0], "cell_input").splitlines()
        given = find_long_numbers("\n".join(line for line in code if "assert" not in line))
        if stated := printed & find_long_numbers(text_before_solution(exercise, mine[0])) - given:
            faults.append((exercise, f"the exercise {label} or its hint states {', '.join(sorted(stated))}"))
    for solution in solutions:
        if "dropdown" not in classes_of(solution) or "toggle-shown" in classes_of(solution):
            label = solution["target_label"]
            faults.append((solution, f"the solution to {label} is not folded: it needs `:class: dropdown` alone"))
    return faults


def text_before_solution(exercise: Any, solution: Any) -> str:
    """Return the text of an exercise and of what stands between it and its solution."""
    siblings = exercise.parent.children
    start = siblings.index(exercise)
    end = siblings.index(solution) if solution in siblings else start + 1
    return "\n".join(node.astext() for node in siblings[start:end])


def classes_of(node: Any) -> list[str]:
    """Return a node's classes; text has none."""
    return list(node["classes"]) if hasattr(node, "attributes") else []


def text_of(solution: Any, part: str) -> str:
    """Return what a solution's cells say in one of their parts, the code or what it printed."""
    return "\n".join(node.astext() for node in solution.findall() if part in classes_of(node))


def check_exercises(app: Any, doctree: Any, page: str) -> None:
    """Complain about a page's exercises."""
    for node, fault in find_exercise_faults(doctree):
        warn(fault, node)


def keep_references(app: Any, doctree: Any) -> None:
    """Keep a page's references until all labels are known."""
    app.env.metadata[app.env.docname][BARE] = [
        (node["reftype"], node["reftarget"], node.line or node.parent.line) for node in find_bare_references(doctree)
    ]


def check_references(app: Any, env: Any) -> None:
    """Complain about references to other pages without words of their own."""
    for page, metadata in env.metadata.items():
        for kind, target, line in metadata.get(BARE, []):
            if find_home(env, kind, target) not in ("", page):
                warn(f"the reference to {target}, on another page, has no words of its own", (page, line))


def add_checks(app: Any) -> None:
    """Check what a page's text says, while its parts are still known for what they are."""
    app.connect("doctree-read", keep_references)
    app.connect("env-check-consistency", check_references)
    app.connect("doctree-resolved", check_exercises)
