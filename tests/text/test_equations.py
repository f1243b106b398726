"""That each numbered formula of the chapters is right as it is printed: its TeX is computed and compared."""

import random
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnlib import (
    KEY,
    assert_sizes_differ,
    conv2d,
    convolution_sizes,
    max_pool1d,
    output_size,
    relu,
    sigmoid,
    subsample1d,
)
from cnnlib.gradcheck import numerical_gradient
from kit.book import notebooks, source
from kit.tex import Formula, MissingError, rows

NUMBERED = re.compile(r"^\$\$\n((?:(?!\$\$).*\n)+)\$\$ \(([\w-]+)\)$", re.MULTILINE)

# Small tensors of sizes that all differ, and their gradients by central differences.
rng = np.random.default_rng(8)
X, W, b = rng.normal(size=(4, 8, 11, 5)), rng.normal(size=(2, 3, 5, 6)), rng.normal(size=6)
assert_sizes_differ(**convolution_sizes(X.shape, W.shape))
Z = conv2d(X, W, b)
dU = rng.normal(size=Z.shape)


def J(Z: Any) -> float:
    return float(np.sum(dU * sigmoid(Z)))


dZ = numerical_gradient(J, Z)
NAMES = {"X": X, "W": W, "b": b, "Z": Z, "dU": dU, "dZ": dZ}
RANGES = {"i": 4, "j1": 7, "j2": 9, "k1": 2, "k2": 3, "n": 5, "m": 6}


def equations() -> dict[str, list[tuple[str, str]]]:
    """Every numbered formula by its label, as its equations."""
    return {label: rows(tex) for page in notebooks() for tex, label in NUMBERED.findall(source(page))}


EQUATIONS = equations()


def agrees(right: str, indices: str, expected: Any, *, most: int = 25, **more: Any) -> None:
    """A right side gives the expected array; of a large one some elements are computed."""
    formula = Formula(right, NAMES | more, RANGES)
    places = list(np.ndindex(expected.shape))
    for at in random.Random(right).sample(places, min(most, len(places))):
        found = formula.value(**dict(zip(indices.split(), at, strict=True)))
        assert found == pytest.approx(expected[at], rel=1e-7, abs=1e-7), (right, at)


def test_every_numbered_formula_is_computed() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert len(EQUATIONS) >= 12
    for label in EQUATIONS:
        assert f'"{label}"' in text, f"{label} is computed by no test"


@pytest.mark.parametrize("label", ["eq-correlation", "eq-conv2d"])
def test_the_convolution_of_a_plain_image(label: str) -> None:
    ((left, right),) = EQUATIONS[label]
    assert left == "Z[i, j]"
    image, kernel = X[0, :, :, 0], W[:, :, 0, 0]
    expected = conv2d(image, kernel)
    agrees(right, "i j", expected, X=image, W=kernel)


def test_the_layer_of_problem_3() -> None:
    (z, z_is), (u, u_is) = EQUATIONS["eq-layer"]
    assert (z, u) == ("Z[i, j, m]", "U[i, j, m]")
    agrees(z_is, "i j m", Z[0], X=X[0])
    agrees(u_is, "i j m", relu(Z[0]), Z=Z[0])


def test_the_layer_of_problem_4() -> None:
    (_, z_is), (_, u_is) = EQUATIONS["eq-forward"]
    agrees(z_is, "i j1 j2 m", Z)
    agrees(u_is, "i j1 j2 m", sigmoid(Z))


def test_the_gradients() -> None:
    ((_, z_is),), ((_, w_is),), ((_, x_is),) = (EQUATIONS[label] for label in ("eq-dz", "eq-dw", "eq-dx"))
    agrees(z_is, "i j1 j2 m", dZ)
    agrees(w_is, "k1 k2 n m", numerical_gradient(lambda w: J(conv2d(X, w, b)), W))
    agrees(x_is, "i j1 j2 n", numerical_gradient(lambda x: J(conv2d(x, W, b)), X))


def test_a_sum_that_stands_on_one_factor_only_is_noticed() -> None:
    ((_, right),) = EQUATIONS["eq-dw"]
    first, second = re.split(r"\\;", right)
    wrong = first.replace(r"\sum_{i, j_1, j_2}", "") + r"\Bigl( \sum_{i, j_1, j_2}" + second + r"\Bigr)"
    with pytest.raises(KeyError):  # i, j1 and j2 are left over
        agrees(wrong, "k1 k2 n m", W)


def test_the_output_size() -> None:
    ((left, right),) = EQUATIONS["eq-output-size"]
    assert left == "H'"
    for n, kernel, stride, padding, dilation in np.ndindex(9, 4, 3, 3, 2):
        sizes = {"H": n + 1, "K1": kernel + 1, "s": stride + 1, "p": padding, "d": dilation + 1}
        if sizes["d"] * kernel + 1 <= sizes["H"] + 2 * padding:
            found = Formula(right, sizes, {}).value()
            assert found == output_size(n + 1, kernel + 1, stride=stride + 1, padding=padding, dilation=dilation + 1)


def test_the_problem_s_pooling_has_a_hole_and_the_chapter_s_has_none() -> None:
    (_, kept), (_, largest), (k, last) = EQUATIONS["eq-pooling"]
    assert k == "k"
    (_, tensor_kept), (_, tensor_largest) = EQUATIONS["eq-pooling-tensor"]
    holes = 0
    for n, p, s in np.ndindex(9, 4, 4):
        N, p, s = n + 1, p + 1, s + 1
        tensor = rng.normal(size=(2, N, 3))
        x = tensor[1, :, 2]
        names = {"N": N, "p": p, "s": s, "x": x}
        count = int(Formula(last.split(r"\dots,")[1], names, {}).value()) + 1
        ks = range(count)
        assert [Formula(kept, names, {}).value(k=k) for k in ks] == subsample1d(x, s).tolist()
        found = Formula(tensor_kept, names | {"X": tensor}, {})
        assert [found.value(i=1, k=k, n=2) for k in ks] == subsample1d(x, s).tolist()
        found = Formula(tensor_largest, names | {"X": tensor}, {})
        assert [found.value(i=1, k=k, n=2) for k in ks] == max_pool1d(x, p, s).tolist()
        try:
            assert [Formula(largest, names, {}).value(k=k) for k in ks] == max_pool1d(x, p, s).tolist()
        except MissingError:
            holes += 1
            assert (N - 1) // s * s + p > N
        else:
            assert (N - 1) // s * s + p <= N
    assert holes > 50


def test_when_the_last_window_runs_past_the_end() -> None:
    ((left, right),) = EQUATIONS["eq-runs-past"]
    for n, p, s in np.ndindex(12, 6, 6):
        names = {"N": n + 1, "p": p + 1, "s": s + 1}
        runs_past = any(start + p + 1 > n + 1 for start in range(0, n + 1, s + 1))
        assert (Formula(left, names, {}).value() > Formula(right, names, {}).value()) == runs_past


def test_the_lowered_image() -> None:
    ((left, right),) = EQUATIONS["eq-lowered"]
    assert left == "L[i, j, h, k_2, n]"
    strips = np.lib.stride_tricks.sliding_window_view(X, 3, axis=2).transpose(0, 2, 1, 4, 3)
    agrees(right, "i j h k2 n", strips)


# The answer key's page


def printed() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The formulas that the answer key's page prints: the key's, and the right ones."""
    found = re.search(r"^SLOPE = .*?(?=^def )", source("chapters/answer-key"), re.DOTALL | re.MULTILINE)
    assert found
    names: dict[str, Any] = {}
    exec(found[0], names)
    return names["KEY_STATES"], names["RIGHT"]


def right_side(lines: list[str]) -> str:
    return rows(" ".join(lines))[0][1]


def test_the_formulas_beside_the_key_are_right() -> None:
    stated, right = printed()
    agrees(right_side(stated["4a"]), "i j1 j2 m", dZ)
    agrees(right_side(right["4b"]), "k1 k2 n m", numerical_gradient(lambda w: J(conv2d(X, w, b)), W))
    agrees(right_side(right["4c"]), "i j1 j2 n", numerical_gradient(lambda x: J(conv2d(x, W, b)), X))
    subsampled, largest, last = right["5c"]
    for n, p, s in np.ndindex(9, 4, 4):
        names = {"X": rng.normal(size=(2, n + 1, 3)), "N": n + 1, "p": p + 1, "s": s + 1}
        count = int(Formula(last.split(r"\dots,")[1], names, {}).value()) + 1
        for line, expected in (
            (subsampled, subsample1d(names["X"], s + 1)),
            (largest, max_pool1d(names["X"], p + 1, s + 1)),
        ):
            found = Formula(rows(line)[0][1], names, {})
            assert [found.value(i=1, k=k, n=2) for k in range(count)] == expected[1, :, 2].tolist()


def test_the_key_s_formulas_are_what_the_checker_judges() -> None:
    stated, right = printed()
    leftovers = Formula(right_side(stated["4b"]), NAMES, RANGES)
    for k1, k2, n, m in ((0, 0, 0, 0), (1, 2, 4, 5), (0, 1, 3, 2)):
        at = {"k1": k1, "k2": k2, "n": n, "m": m}
        kind = sum(leftovers.value(i=i, j1=j1, j2=j2, **at) for i, j1, j2 in np.ndindex(Z.shape[:3]))
        assert kind == pytest.approx(KEY["4b"](dZ, X, W.shape)[k1, k2, n, m])
    within = Formula(right_side(stated["4c"]).replace(r"\sum_{m}", ""), NAMES, RANGES)
    for i, j1, j2, n in ((0, 0, 0, 0), (3, 6, 8, 4), (2, 7, 3, 1), (1, 3, 10, 2)):
        kind = 0.0
        for m in range(6):
            with suppress(MissingError):  # a pixel of X that Z does not have
                kind += within.value(i=i, j1=j1, j2=j2, n=n, m=m)
        assert kind == pytest.approx(KEY["4c"](dZ, W, X.shape)[i, j1, j2, n])
    assert stated["5c"][0] == right["5c"][0]
    assert stated["5c"][2] == right["5c"][2]
    assert stated["5c"][1] == right["5c"][1].replace(r";\; s k + j < N", "")
