"""Common writings of an answer mean that answer to the package's own reader, and to no platform another one."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib.classroom.exports.writings import PATTERNS, VARIANTS, write_pattern, write_variants
from cnnlib.forms import FORMS, FormError, read
from kit.qti import matches_schema
from kit.strategies import costly

ANSWERS = [
    ("count", "5133600"),
    ("count", "-34"),
    ("count", "90"),
    ("count", "1234"),
    ("shape", "(5, 4)"),
    ("shape", "(100, 256, 256, 3)"),
    ("shapes", "(46, 62, 20)"),
    ("shapes", "(46, 62)"),
    ("shapes", "(46, 62, 20) and (46, 62, 10)"),
    ("pixel", "(0, 1)"),
    ("pixel", "(-1, 1)"),
    ("pair", "(10, 20)"),
    ("value", "6 at (1, 3)"),
    ("value", "-6 at (3, 0)"),
    ("vector", "[1, 3, 0, 1]"),
    ("vector", "[8.2, -4, 6.25]"),
    ("vector", "[4]"),
    ("ranges", "0 <= k1 < 2, 0 <= k2 < 3"),
    ("ranges", "1 <= k1 < 3, 1 <= k2 < 4"),
    ("ranges", "-1 <= k1 < 2, -1 <= k2 < 2"),
]
EACH = pytest.mark.parametrize(("form", "text"), ANSWERS)


def test_each_form_has_writings():
    assert [*VARIANTS] == [*PATTERNS] == [*FORMS]
    assert {form for form, _ in ANSWERS} == {*FORMS}


@EACH
def test_each_writing_is_read_as_the_answer(form, text):
    variants = write_variants(form, text)
    assert variants[0] == text
    assert {read(form, one) for one in variants} == {text}
    assert len({*variants}) == len(variants) > 1 or (form, text) in [("count", "-34"), ("count", "90")]


@EACH
def test_the_pattern_matches_each_writing_in_two_engines(form, text):
    pattern = write_pattern(form, text)
    for one in write_variants(form, text):
        assert re.fullmatch(pattern, one)
        assert matches_schema(pattern, f" {one} ")


@EACH
@costly
@given(st.data())
def test_what_matches_the_pattern_is_no_other_answer(form, text, data):
    typed = data.draw(st.from_regex(re.compile(write_pattern(form, text), re.ASCII), fullmatch=True))
    with suppress(FormError):  # the pattern forgives a bracket that is not closed
        assert read(form, typed) == text


@pytest.mark.parametrize("form", FORMS)
def test_no_writing_of_an_answer_matches_another_one(form):
    answers = [text for one, text in ANSWERS if one == form]
    for text in answers:
        for other in answers:
            matched = [one for one in write_variants(form, other) if re.fullmatch(write_pattern(form, text), one)]
            assert bool(matched) == (text == other)
