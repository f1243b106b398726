"""What an explorer shows must follow from the numbers given on its page: asked of cnnlib anew, for any state."""

import json
import re
from functools import cache
from importlib.util import find_spec
from itertools import chain, product
from math import floor, prod
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from cnnlib import (
    conv2d,
    conv2d_backward,
    max_pool1d,
    numerical_gradient,
    output_size,
    sigmoid,
    sigmoid_backward,
    subsample1d,
)
from cnnlib.problems import IMAGE
from cnnlib.problems.key import key_input_grad, key_weight_grad
from kit.explorers import LOW, Shown, arrays, close, number, opened, plain, sum_of, url
from kit.oracles import first_maximum
from kit.profile import SOAK

State = dict[str, Any]


def states(
    browser: Browser, address: str, chapter: str, names: list[str] | None = None, *, turning: str = ""
) -> list[State]:
    """Everything that the page shows in every state of its controls, or of these, reached by the controls themselves.

    A control that turns has every day one value in each state of the others, so that every two values of two controls
    meet; in `make soak` it is gone through as they are.
    """
    with opened(browser, url(address, chapter), **LOW) as page:
        open_code(page)
        gone_through = names or page.evaluate("() => tests.controls().map(tests.nameOf)")
        if turning and not SOAK:
            gone_through = [name for name in gone_through if name != turning]
        turned = [turning] if turning not in gone_through and turning else []
        # As one text: Playwright takes a thousand states apart number by number.
        found = page.evaluate("(these) => JSON.stringify(tests.states(...these))", [gone_through, turned])
    every: list[State] = json.loads(found)
    for name in gone_through if turned else ():
        pairs = {(one["state"][turning], one["state"][name]) for one in every}
        assert len(pairs) == prod(len({pair[k] for pair in pairs}) for k in (0, 1)), f"{turning} and {name}"
    return every


def open_code(page: Page) -> None:
    """Open the lines of code of an explorer, which are written then."""
    page.evaluate("""() => new Promise((done) => {
        const code = tests.root().querySelector(".explorer-code");
        code.addEventListener("toggle", done, { once: true });
        code.open = true;
    })""")
    page.locator(".explorer-snippet").first.wait_for()


def table(one: State, caption: str) -> dict[str, list[str]]:
    """The rows of a table, by their headers."""
    (rows,) = [table["rows"] for table in one["tables"] if table["caption"] == caption]
    return {header: texts for header, *texts in rows[1:]}


def formula(text: str) -> tuple[int, int]:
    """Of `floor((6 + 2*0 − 2) / 1) + 1 = 5` the value of the left side, and the right side."""
    left, _, right = plain(text).partition(" = ")
    assert re.fullmatch(r"[-+*/(). \d]|(floor|[-+*/(). \d])*", left), text
    return eval(left, {"floor": floor}), int(right) if right else 0


def run(code: str) -> dict[str, Any]:
    """The names that the lines of code leave behind."""
    names: dict[str, Any] = {}
    exec(compile(code, "code", "exec"), names)
    return names


def check_code(one: State) -> dict[str, Any]:
    """Run cnnlib's lines, and PyTorch's where it is installed."""
    compile(one["code"]["PyTorch"], "PyTorch", "exec")
    if find_spec("torch"):
        run(one["code"]["PyTorch"])
    return run(one["code"]["cnnlib"])


def check_sums(one: State, found: dict[str, Shown], *, time_across: bool = False) -> None:
    """Each sum that was written out adds up to what its cell shows."""
    for pointed in one.get("sums", []):
        for sentence in pointed["said"]:
            if re.search(r" = .* [=\u2248] ", sentence) and not re.search("^It is in|sigmoid|/ 2h", sentence):
                if taken := TAKEN.fullmatch(sentence):
                    # A sum of one element names it.
                    assert shown_at(found, taken[1]) == shown_at(found, taken[2]) == number(taken[3]), sentence
                    continue
                element, total, sign, result = sum_of(sentence)
                assert shown_at(found, element) == result
                # Rounded factors need not add up: then the sign says so.
                assert abs(total - result) < (1e-9 if sign == "=" else 0.01), sentence


TAKEN = re.compile(r"(.+\]) = (.+\]) = (\S+)")


def shown_at(found: dict[str, Shown], element: str) -> float:
    """The number that is shown at an element, such as `Z[1, 3]`."""
    name, _, at = element.partition("[")
    place = tuple(int(number(text)) for text in at.rstrip("]").split(", ")) if at else ()
    titled = next(shown for title, shown in found.items() if title.startswith(TITLES.get(name, name)))
    return titled.numbers[place]


TITLES = {"sums of X": "for the key: sums of X", "sums of dJ/dZ": "for the key: sums of dJ/dZ"}


# Chapter 2.

PICTURES = {
    "the problem's X": IMAGE.tolist(),
    "an impulse": [[int((i, j) == (2, 3)) for j in range(5)] for i in range(6)],
    "an upright edge": [[0, 0, 4, 4, 4]] * 6,
    "a level edge": [[4 * (i > 2)] * 5 for i in range(6)],
    "a ramp across": [[0, 1, 2, 3, 4]] * 6,
    "a ramp down": [[i] * 5 for i in range(6)],
}


def kernel(rows: int, columns: int) -> Any:
    return np.array([[(j == 0) - (0 < j == columns - 1) for j in range(columns)]] * rows)


def windows(n: int, k: int, s: int, p: int, d: int) -> list[list[int]]:
    """The positions of each window along one axis; those of the padding are negative, or lie behind the end."""
    span = d * (k - 1)
    return [[start + d * i for i in range(k)] for start in range(-p, n + p - span, s)]


def check_convolution(one: State, X: Any = None, W: Any = None) -> None:
    """The arrays, their marks and the sizes are those of cnnlib for the controls' values, and for X and W if given."""
    state = one["state"]
    rows, columns, s, p, d = (int(state[k]) for k in ("kernel_rows", "kernel_columns", "stride", "padding", "dilation"))
    X = np.array(PICTURES[state["image"]]) if X is None else X
    W = kernel(rows, columns) if W is None else W
    laid = W[::-1, ::-1] if state["operation"] == "true convolution" else W
    too_large = {n for n, size in ((rows, 6), (columns, 5)) if d * (n - 1) + 1 > size + 2 * p}
    if too_large:
        with pytest.raises(ValueError, match="larger than the padded input") as refused:
            conv2d(X, laid, stride=s, padding=p, dilation=d)
        assert one["notes"] == [f"No window fits: {refused.value}."]
        assert (one["grids"], one["tables"]) == ([], [])
        return
    Z = conv2d(X, laid, stride=s, padding=p, dilation=d)
    found = arrays(one["grids"])
    assert list(found) == ["X", "W", "Z"]
    for name, expected in (("X", X), ("W", W), ("Z", Z)):
        close(found[name].array(), expected, (state, name))
    down, across = windows(6, rows, s, p, d), windows(5, columns, s, p, d)
    every = set(product(range(-p, 6 + p), range(-p, 5 + p)))
    seen_rows, seen_columns = set(chain(*down)), set(chain(*across))
    assert set(found["X"].numbers) == every
    assert found["X"].having("u") == every - set(product(seen_rows, seen_columns))
    assert found["X"].having("p") == every - set(product(range(6), range(5)))
    for one_array in found.values():
        assert one_array.having("n") == {at for at, value in one_array.numbers.items() if value < 0}
        assert one_array.having("z") == {at for at, value in one_array.numbers.items() if value == 0}
    sizes = table(one, "The size of Z")
    for axis, n, k, seen in (("rows", 6, rows, seen_rows), ("columns", 5, columns, seen_columns)):
        text, missed = sizes[axis]
        assert formula(text) == (output_size(n, k, stride=s, padding=p, dilation=d),) * 2
        span = f"({d}*({k} - 1) + 1)" if d > 1 else k
        assert plain(text).startswith(f"floor(({n} + 2*{p} - {span}) / {s}) + 1 = ")
        beyond = "only padding" if {*range(-p, n + p)} - seen else "none"
        assert missed == (", ".join(str(at) for at in range(n) if at not in seen) or beyond)
    if "sums" in one:
        assert f"Z has shape {Z.shape}." in one["status"]
    if "code" in one:
        close(np.array(check_code(one)["Z"], float), Z, (state, "code"))
    check_sums(one, found)


# Chapter 4.


@cache
def backward(X: bytes, W: bytes, b: bytes, dU: bytes, x_shape: Any, w_shape: Any, activation: str) -> dict[str, Any]:
    """Every array of the explorer by its title; the bytes of its four given ones are the key under which it is kept."""
    X, W, b = np.frombuffer(X).reshape(x_shape), np.frombuffer(W).reshape(w_shape), np.frombuffer(b)
    Z = conv2d(X, W, b)
    dU = np.frombuffer(dU).reshape(Z.shape)
    act = sigmoid if activation == "sigmoid" else np.asarray
    U = act(Z)
    dZ = sigmoid_backward(dU, Z) if activation == "sigmoid" else dU
    dX, dW, db = conv2d_backward(dZ, X, W)
    found = {"Z": Z, "U": U, "dJ/dZ": dZ, "J": (dU * U).sum(), "dJ/dX": dX, "dJ/dW": dW, "dJ/db": db}
    if activation == "sigmoid":
        found["slope"] = U * (1 - U)
    found["measured dJ/dW"] = numerical_gradient(lambda W: float((dU * act(conv2d(X, W, b))).sum()), W)
    found["measured dJ/db"] = numerical_gradient(lambda b: float((dU * act(conv2d(X, W, b))).sum()), b)
    found["measured dJ/dX"] = numerical_gradient(lambda X: float((dU * act(conv2d(X, W, b))).sum()), X)
    k1, k2, _, _ = w_shape
    _, rows, columns, _ = Z.shape
    shifted = [[X[:, i : i + rows, j : j + columns].sum((1, 2)) for j in range(k2)] for i in range(k1)]
    found["for the key: sums of X"] = np.moveaxis(np.array(shifted), 2, 0)
    found["for the key: sums of dJ/dZ"] = dZ.sum((1, 2))
    found["key's 4(b)"] = key_weight_grad(dZ, X, w_shape)
    found["key's 4(c)"] = key_input_grad(dZ, W, x_shape)
    return found


GIVEN = ("X", "W", "b", "dJ/dU")


def check_backprop(one: State) -> None:
    """What follows from the X, W, b and dJ/dU on the page is what cnnlib makes of them; returns what the page shows."""
    state = one["state"]
    found = arrays(one["grids"])
    X, W, b, dU = (found[name].array() for name in GIVEN)
    expected = backward(*(a.astype(float).tobytes() for a in (X, W, b, dU)), X.shape, W.shape, state["activation"])
    titles = set(expected)
    assert set(found) == titles | set(GIVEN)
    for title in titles:
        close(found[title].array(), expected[title], (state, title))
    said = []
    for title, right in (("key's 4(b)", "dJ/dW"), ("key's 4(c)", "dJ/dX")):
        apart = ~np.isclose(expected[title], expected[right], rtol=1e-6, atol=1e-6)
        signs = np.array([found[title].signs[at] != "" for at in np.ndindex(apart.shape)]).reshape(apart.shape)
        assert np.array_equal(signs, apart), (state, title)
        assert set(found[title].signs.values()) <= {"", "\u2260"}
        said.append(f"{apart.sum()} of {apart.size}")
    if "sums" in one:
        assert f"The key's 4(b) is wrong in {said[0]} elements, its 4(c) in {said[1]}." in one["status"]
    for title in set(found) - {"key's 4(b)", "key's 4(c)"}:
        assert set(found[title].signs.values()) == {""}
    if "code" in one:
        left = check_code(one)
        for name, title in (("dZ", "dJ/dZ"), ("dX", "dJ/dX"), ("dW", "dJ/dW"), ("db", "dJ/db")):
            close(np.asarray(left[name], float), expected[title], (state, "code", name))
    check_sums(one, found)


# Chapter 5.


def places_of_pooling(X: np.ndarray, size: int, stride: int, count: int) -> tuple[set[Any], set[Any], set[Any]]:
    """The places in X that won a window of a pooling, that a sub-sampling takes, and that some window looks at."""
    won, kept, seen = set(), set(), set()
    n = X.shape[0 if X.ndim == 1 else 1]
    for i, c in [(0, 0)] if X.ndim == 1 else product(range(X.shape[0]), range(X.shape[2])):
        signal = X if X.ndim == 1 else X[i, :, c]
        places = [(j,) if X.ndim == 1 else (i, j, c) for j in range(n)]
        for k in range(count):
            window = [j for j in range(k * stride, k * stride + size) if j < n]
            won.add(places[window[first_maximum([signal[j] for j in window])]])
            seen.update(places[j] for j in window)
        kept.update(places[::stride])
    return won, kept, seen


def check_pooling(one: State) -> None:
    """What follows from the signal on the page is what cnnlib makes of it, and the marks are where they belong."""
    state = one["state"]
    p, s, n = int(state["pool_size"]), int(state["stride"]), int(state["length"])
    kind = "partial" if state["last_windows"] == "the values that exist" else "whole"
    if kind == "whole" and p > n:
        assert one["notes"][0].startswith("No window fits: ")
        assert {str(p), str(n)} <= set(re.findall(r"\d+", one["notes"][0]))
        assert one["grids"] == []
        return
    batch, channels = int(state["samples"]), int(state["channels"])
    name = "x" if batch * channels == 1 else "X"
    found = arrays(one["grids"], time_across=name == "X")
    assert list(found) == [name, "pooled", "sub-sampled"]
    X = found[name].array()
    assert X.shape == ((n,) if name == "x" else (batch, n, channels))
    pooled, taken = max_pool1d(X, p, s, windows=kind), subsample1d(X, s)
    close(found["pooled"].array(), pooled, state)
    close(found["sub-sampled"].array(), taken, state)
    won, kept, seen = places_of_pooling(X, p, s, pooled.shape[0 if name == "x" else 1])
    for at in found[name].numbers:
        assert found[name].signs[at] == "\u25b2" * (at in won) + "\u2022" * (at in kept), (state, at)
    assert found[name].having("u") == set(found[name].numbers) - seen - kept
    for sign, places, array in (("\u25b2", won, "pooled"), ("\u2022", kept, "sub-sampled")):
        missing = [f"{name}{list(at)}" for at in np.ndindex(X.shape) if at not in places]
        many = f"{len(missing)} of {X.size}, those without the sign"
        left = many if len(missing) > 8 else ", ".join(missing)
        assert (
            f"{sign} marks what is in {array}. {f'Never there: {left}.' if left else 'Nothing is left out.'}"
            in one["lost"]
        )
    count, value = formula(re.search(r"has (floor.*) elements", one["notes"][0])[1])
    assert count == value == pooled.shape[0 if name == "x" else 1]
    past = sum(k * s + p > n for k in range(count))
    assert one["notes"][0].endswith(f"; {past or 'none'} of its windows {'runs' if past == 1 else 'run'} past the end.")
    if "code" in one:
        left = check_code(one)
        close(np.array(left["pooled"], float), pooled, (state, "code"))
        close(np.array(left["taken"], float), taken, (state, "code"))
    check_sums(one, found)


# Any of them.


def check(page: Page, chapter: str) -> State:
    """What a chapter's explorer shows, once it is clear that all of it follows from the numbers given there."""
    found: State = page.evaluate("() => { tests.use(0); tests.reveal(); return tests.shown(); }")
    if chapter == "convolution":
        given = arrays(found["grids"])
        check_convolution(found, *(given[name].array() for name in "XW" if name in given))
    elif chapter in ("backprop", "pooling"):
        {"backprop": check_backprop, "pooling": check_pooling}[chapter](found)
    return found
