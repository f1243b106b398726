"""The Node in which the front end's tests run: what one of them does is not felt by the next."""

import pytest

from kit import node


def test_a_result_comes_back_whatever_it_is():
    code = "(front, x) => ({ map: new Map([['a', x]]), set: new Set([1, 2]), typed: new Float64Array([0.5]) })"
    assert node.run([], code, "é\n\u2028") == {"map": {"a": "é\n\u2028"}, "set": [1, 2], "typed": [0.5]}
    assert node.run([], "() => undefined") is None


def test_what_is_made_global_is_gone_for_the_next():
    assert node.run([], "() => { globalThis.document = {}; return typeof document; }") == "object"
    assert node.run([], "() => typeof document") == "undefined"
    with pytest.raises(AssertionError, match="no such"):
        node.run([], "() => { globalThis.document = {}; throw new Error('no such'); }")
    assert node.run([], "() => typeof document") == "undefined"


def test_an_error_is_told_and_another_node_starts_where_one_has_ended():
    with pytest.raises(AssertionError, match="ReferenceError: missing is not defined"):
        node.run([], "() => missing")
    with pytest.raises(AssertionError, match="ended without an answer"):
        node.run([], "() => process.exit(0)")
    assert node.run([], "() => 7") == 7
