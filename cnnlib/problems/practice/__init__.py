"""Fresh instances of the five problems, each from a seed, well posed by the rules in the file of its problem."""

from __future__ import annotations

from cnnlib.arguments import as_choice, as_integer, describe
from cnnlib.problems.practice import convolution, gradient_elements, layer, recordings, sampling
from cnnlib.problems.practice.draw import Draw, Recipe
from cnnlib.problems.problem import Problem

__all__ = ["RECIPES", "SIZES", "practice"]

SIZES = ("small", "medium", "large")
RECIPES: dict[int, Recipe] = {
    1: recordings.RECIPE,
    2: convolution.RECIPE,
    3: layer.RECIPE,
    4: gradient_elements.RECIPE,
    5: sampling.RECIPE,
}


def practice(problem: int, seed: int, *, size: str = "medium") -> Problem:
    """Return a fresh instance of a problem: other numbers, the same questions.

    Parameters
    ----------
    problem : int
        1 to 5.
    seed : int
        Which instance, 0 or more: the same seed gives the same one on every machine.
    size : {"small", "medium", "large"}
        How much there is to compute. The homework's own numbers are of medium size.

    Returns
    -------
    Problem
        Of the class of the homework's problem, see `cnnlib.problems.own`; for Problem 4, whose formulas stay the
        same, `GradientElements`, with ``X``, ``W`` and ``dZ``, which asks for single elements of dJ/dW and dJ/dX.

    Raises
    ------
    TypeError, ValueError
        If there is no such problem, seed or size.

    Notes
    -----
    Every slip that a problem calls essential exists, and leads to another answer than the right ones and than the
    other slips. In a notebook ``practice(2, 7).ask()`` shows the statement and the answer boxes.

    Examples
    --------
    >>> practice(2, 7).check("b", "3 x 4").right
    True
    >>> practice(4, 7).part("b").asked
    'dJ/dW[0, 1, 0, 1]'
    """
    if isinstance(problem, bool) or not isinstance(problem, int) or problem not in RECIPES:
        raise ValueError(f"problem must be one of 1 to {len(RECIPES)}; it was {describe(problem)}")
    seed = as_integer("seed", seed, least=0)
    as_choice("size", size, SIZES)
    recipe, draw = RECIPES[problem], Draw(problem, size, seed)
    while True:
        numbers = recipe.draw(draw, size)
        if not recipe.find_broken(numbers):
            break
    instance = recipe.make(numbers)
    instance.code = f"{problem}-{size}-{seed}"
    return instance
