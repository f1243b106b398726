"""How many fresh instances of each problem there are in a second, and how many draws each rule refuses.

    python -m bench.practice

An instance is counted twice: as it is made, and with the right answers, slips and solutions of all its parts.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable

from cnnlib import practice
from cnnlib.problems import Problem
from cnnlib.problems.practice import RECIPES, SIZES
from cnnlib.problems.practice.draw import Draw

COUNT = 300


def rate(work: Callable[[Problem | int], object], on: Iterable[Problem | int]) -> float:
    """Return how often in a second of the processor's time."""
    start = time.process_time()
    for one in on:
        work(one)
    return COUNT / (time.process_time() - start)


def count_refused(number: int, size: str) -> Counter[str]:
    """Count draws by the rule that they break, and those that break none."""
    recipe, refused = RECIPES[number], Counter[str]()
    draw = Draw("bench", number, size)
    while refused["none"] < COUNT:
        refused[recipe.find_broken(recipe.draw(draw, size)) or "none"] += 1
    return refused


def main() -> None:
    """Print a line for each problem and size."""
    for number in RECIPES:
        practice(number, 0).parts()  # the first one loads what it needs
        for size in SIZES:
            problems: list[Problem] = []
            made = rate(lambda seed, n=number, s=size, to=problems: to.append(practice(n, seed, size=s)), range(COUNT))
            told = 1 / (1 / made + 1 / rate(lambda problem: problem.parts(), problems))
            refused = count_refused(number, size)
            draws = refused.total()
            losses = ", ".join(f"{rule} {n / draws:.0%}" for rule, n in refused.most_common() if rule != "none")
            print(f"{number} {size:6} {made:6,.0f}/s, with slips {told:5,.0f}/s; refused: {losses}", flush=True)


if __name__ == "__main__":
    main()
