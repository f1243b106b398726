"""How an answer is read: what people type, what it means, and what is said of what means nothing."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import check
from cnnlib.forms import FORMS, GRAMMAR, WRONG, FormError, TooManyDigits, read, write
from kit.typed import PIECES

# What it means, and the ways to write it.
MEANT = {
    "count": {
        "5133600": [
            *("5133600", "5,133,600", "5 133 600", "5'133'600", "5.133.600", "5\u202f133\u202f600", "(5,133,600)"),
            *("5133600.", "5133600 multiplications", "46*62*20*90", "46 x 62 x 20 x 90", "46 · 62 · 20 · 3 · 3 · 10"),
            *(
                "46*62*20*90 = 5,133,600",
                "= 5133600",
                "Z = 5133600",
                "57040 * (3*3*10)",
                "5133600.0",
                "  5133600\n",
                "５１３３６００",
            ),
        ],
        "1820": [
            "1820",
            "1,820",
            "3*3*10*20 + 20",
            "3*3*10*20+20 = 1,820",
            "1800 + 20",
            "2000 - 180",
            "٠1820",
            "1820!",
        ],
        "-5": ["-5", "\u22125", "- 5", "0 - 5", "5 - 10", "5 - (10)"],
        "0": ["0", "-0", "000", "0.0", "1 - 1", "0e5"],
        "5133601": ["5.133601e6", "5.133601E6", "5133.601e3", "5133601e0"],
        "5133600000": ["5.1336e9", "51336e5", "5.13360e9"],
        "1000": ["1000", "1,000", "1 000", "1000.0", "1'000", "1000.0e0"],
        "10266": ["2*(5'133)", "2*(5 133)", "(5'133) * 2"],
        # At the edges of what is too long or too large.
        "7": ["0" * 20 + "7", "0" * 199 + "7"],
        "999999999999999": ["9" * 15],
        "1000000000000000": ["1000000 * 1000000000"],
    },
    "shape": {
        "(5, 133, 600)": ["5,133,600", "(5, 133, 600)", "5 x 133 x 600", "5×133×600", "[5;133;600]", "5 133 600"],
        "(5, 4)": ["(5, 4)", "5, 4", "5 4", "5x4", "5 X 4", "5 by 4".replace("by", "*"), "[5, 4]", "{5, 4}", "5 and 4"],
        "(40, 2400, 80)": [
            "40 x 240*10 x 80",
            "(40, 240*10, 80)",
            "(40, 2400, 80,)",
            "Z = (40, 2400, 80)",
            "40;2400;80",
        ],
        "(7)": ["7", "(7,)", "[7]"],
        "(5, 3)": [
            *("5 rows, 3 columns", "5 rows 3 columns", "3 columns, 5 rows", "5 rows by 3 columns", "5 by 3"),
            *("(5 rows, 3 columns)", "5 rows and 3 columns", "rows: 5, columns: 3", "5 rows x 3 columns", "5 -> 3"),
            "3 columns of 5 rows",
        ],
        "(100, 256, 255, 3)": [
            *("100 images of 256x255 with 3 colours", "100 images, 256 rows, 255 columns, 3 channels"),
            *("100 images of 256 by 255 pixels with 3 colors each", "100 samples 256 rows 255 columns 3 channels"),
        ],
        "(32, 300, 512, 511, 3)": ["(32 videos, 300 frames, 512 rows, 511 columns, 3 channels)"],
        "(40, 2400, 81)": ["40 x 2400 samples x 81 channels", "40 EEG records, 240*10 time steps, 81 channels"],
        "(-1, 2)": ["-1, 2", "(-1, 2)", "-1 2", "(\u22121, 2)"],
        "(1, -2)": ["1 -2", "1, -2"],
    },
    "shapes": {
        "(46, 62, 20)": [
            *("(46, 62, 20)", "both (46, 62, 20)", "46 x 62 x 20", "(46, 62, 20) and (46, 62, 20)", "46, 62, 20"),
            *("Z: (46, 62, 20), U: (46, 62, 20)", "Z = (46,62,20) and U = (46,62,20)", "((46,62,20),(46,62,20))"),
            *(
                "46 rows, 62 columns, 20 channels",
                "46 rows and 62 columns and 20 channels",
                "46 x 62 pixels, 20 channels",
            ),
            *("the shape of Z: (46, 62, 20), the shape of U: (46, 62, 20)", "both 46 rows x 62 columns x 20 channels"),
            *("46 x 62 x 20 and 46 x 62 x 20", "Z and U are both 46 x 62 x 20".replace("Z and U are ", "")),
        ],
        "(46, 62, 20) and (46, 62, 10)": [
            "(46, 62, 20), (46, 62, 10)",
            "[46, 62, 20]; [46, 62, 10]",
            "Z: 46x62x20 and U: 46x62x10",
        ],
    },
    "pixel": {
        "(1, 3)": [
            *(
                "(1, 3)",
                "1, 3",
                "1 3",
                "[1, 3]",
                "Z[1, 3]".replace("Z", ""),
                "[1][3]",
                "row 1, column 3",
                "row 1 column 3",
            ),
            *("column 3, row 1", "i = 1, j = 3", "j=3, i=1", "1 x 3", "Row 1, Col 3.", "pixel (1, 3)", "1;3"),
        ],
        "(-1, 0)": ["-1, 0", "row -1, column 0"],
        "(0, 1)": ["0 at (0, 1)", "Z[0, 1] = 0", "0 at row 0, column 1", "the value is 0 at (0, 1)", "(0 , 1)"],
    },
    "pair": {
        "(10, 20)": [
            *("10 -> 20", "10→20", "10 in, 20 out", "10 input -> 20 output"),
            *(
                "10 and 20",
                "10, 20",
                "(10, 20)",
                "10 input channels, 20 output channels",
                "20 output, 10 input",
                "10 20",
            ),
            *("in: 10, out: 20", "C = 10, M = 20", "n = 10, m = 20", "output 20; input 10", "10 input and 20 output"),
        ],
    },
    "value": {
        "6 at (1, 3)": [
            *(
                "6 at (1, 3)",
                "6, at (1, 3)",
                "6 at 1, 3",
                "6 (1, 3)",
                "(6, (1, 3))",
                "6; (1, 3)",
                "Z[1, 3] = 6",
                "6 @ (1,3)",
            ),
            *(
                "6 at row 1, column 3",
                "6 at column 3, row 1",
                "6 = (1, 3)",
                "the value is 6 at the pixel (1, 3)",
                "6, 1, 3",
            ),
            *("Z(1,3) = 6", "z[1][3]=6", "+6 at (1, 3)", "3+3 at (1, 3)", "6 and (1, 3)"),
        ],
        "-6 at (3, 0)": ["-6 at (3, 0)", "\u22126, at (3, 0)", "Z[3, 0] = -6", "(-6, (3, 0))", "- 6 at [3, 0]"],
    },
    "vector": {
        "[1, 3, 0, 1]": [
            "[1, 3, 0, 1]",
            "1 3 0 1",
            "(1,3,0,1)",
            "1; 3; 0; 1",
            "y = [1, 3, 0, 1]",
            "1.0, 3.00, -0, +1",
            "1, 3, 0, 1.",
        ],
        "[1.5, -2.5]": ["1.5, -2.5", "1.50 -2.5", "[1.5; \u22122.5]"],
        "[0.125]": ["0.125", ".125", "[.1250]"],
    },
    "ranges": {
        "0 <= k1 < 2, 0 <= k2 < 2": [
            *(
                "0 <= k1 < 2, 0 <= k2 < 2",
                "0 ≤ k1 < 2 and 0 ≤ k2 < 2",
                "0<=k1<=1, 0<=k2<=1",
                "0 <= k2 < 2; 0 <= k1 < 2",
            ),
            *(
                "range(0, 2), range(0, 2)",
                "k1 in range(0, 2), k2 in range(0, 2)",
                "both 0..1",
                "0 to 1 for both",
                "0 to 1, 0 to 1",
                "0..1 and 0..1",
                "k1, k2 = 0..1",
                "k_1, k_2 = 0..1",
            ),
            *("0 <= k1, k2 < 2", "k1 in {0, 1}, k2 in {0, 1}", "k1 = 0, 1; k2 = 0, 1", "2 > k1 >= 0, 2 > k2 >= 0"),
            *(
                "k1 from 0 to 1, k2 from 0 to 1",
                "[0, 2), [0, 2)",
                "[0, 1], [0, 1]",
                "-1 < k1 < 2, -1 < k2 < 2",
                "0 \u2264 k\u2081 < 2, 0 \u2264 k\u2082 < 2",
                "range(2), range(2)",
                "k1 in range(2), k2 in range(0, 2)",
                "-1 < k1 <= 1, 2 > k2 > -1",
                "-1 < k1, k2 < 2",
            ),
            *("k_1 = 0..1, k_2 = 0..1", "k1: 0 to 1, k2: 0 to 1", "0 =< k1 =< 1, 0 =< k2 =< 1"),
        ],
        "-1 <= k1 < 2, -1 <= k2 < 2": [
            "-1 <= k1 <= 1, -1 <= k2 <= 1",
            "-1..1, -1..1",
            "both -1 to 1",
            "range(-1, 2), range(-1, 2)",
        ],
        "0 <= k1 < 2, 0 <= k2 < 3": ["0 <= k1 < 2, 0 <= k2 <= 2", "k2 = 0..2, k1 = 0..1", "0..1, 0..2"],
    },
}
WRONG_TEXTS = {
    "count": {
        "empty": ["", "   ", ".", "\n"],
        "long": ["1" * 201],
        "unknown": [
            "many",
            "\u2003",
            "<img src=x onerror=alert(1)>",
            "1e999",
            "5 %",
            "3²",
            "\u05d0\u05d1 12",
            "x1_000",
            "1/2",
        ],
        "arithmetic": ["3 +", "* 3", "(3", "3)", "3 ** 4", "at 3", "()", "2*(1,000)"],
        "sides": ["3*3 = 10", "1 = 2 = 1"],
        "dot": ["1.000", "12.345"],
        "whole": ["1.5", ".5", "1.2.3", "1.5 * 2", "5.1336e3"],
        "large": [
            "1e15",
            "1e99",
            "9" * 16,
            "1000000 * 1000000 * 1000000",
            "10000000000000000",
            "1000000 * 1000000000 + 1",
        ],
        "several": ["5 4", "1, 2, 3", "(5, 4)", "5,13,600", "90 and 5133600"],
    },
    "shape": {
        "list": ["5 x 4, 3", "64 columns, 48 rows, 10 channels", "(5, , 4)", "5 +, 4"],
        "unknown": ["five by four"],
        "dot": ["1.000, 2"],
        "whole": ["5.5, 4"],
    },
    "shapes": {"list": ["(1, 2) and (3, 4) and (5, 6)"], "unknown": ["ja"]},
    "pixel": {
        "one": ["(0, 1), (0, 2)", "(0, 1) and (4, 3)", "[0, 1]; [0, 2]; [1, 1]"],
        "pixel": ["1", "1, 2, 3", "13", "6 at (0, 1)", "Z[0, 1] = 6", "Z = 0"],
        "whole": ["1.5, 2"],
        "unknown": ["over there"],
    },
    "pair": {"list": ["10", "10, 20, 30"]},
    "value": {"value": ["6", "6 at", "at (1, 3)", "6 at 3", "(6, (1, 3, 0))"], "whole": ["6.5 at (1, 3)"]},
    "vector": {"list": ["1, 2 + 3", "[1, 2", "1, , 2"], "dot": ["1.000, 2"], "unknown": ["a, b"], "large": ["1" * 16]},
    "ranges": {
        "dot": ["0..1.000, 0..2", "k1 = 0..1.000, k1, k1, k2"],
        "end": ["(0, 2), (0, 2)", "((0, 2), (0, 2))", "(0,2) (0,2)"],
        "ranges": [
            "2",
            "0 <= k1 < 2",
            "0 <= k1 < 2, 0 <= k1 < 2",
            "k1 < 2, k2 < 2",
            "0..1, 0..1, 0..1",
            "k1 = 0, 2; k2 = 0, 2",
            ":",
        ],
    },
}
MEANINGS = [(form, text, meant) for form, table in MEANT.items() for meant, texts in table.items() for text in texts]
COMPLAINTS = [
    (form, text, wrong) for form, table in WRONG_TEXTS.items() for wrong, texts in table.items() for text in texts
]


def read_or_complain(form, text):
    """Return what a text means, or the name of what is wrong with it."""
    try:
        return read(form, text)
    except FormError as error:
        return str(error)


@pytest.mark.parametrize(("form", "text", "meant"), MEANINGS)
def test_an_answer_is_read_as_people_write_it(form, text, meant):
    assert read(form, text) == meant


@pytest.mark.parametrize(("form", "text", "wrong"), COMPLAINTS)
def test_what_means_nothing_is_told_what_is_wrong_with_it(form, text, wrong):
    with pytest.raises(FormError) as raised:
        read(form, text)
    assert str(raised.value) == wrong


def test_every_complaint_is_tested_and_every_form():
    assert {wrong for _, _, wrong in COMPLAINTS} == set(WRONG)
    assert {form for form, _, _ in MEANINGS} == {form for form, _, _ in COMPLAINTS} == set(FORMS)


@given(st.sampled_from(FORMS), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_read_reads_as_itself(form, text):
    meant = read_or_complain(form, text)
    assert meant in WRONG or read(form, meant) == meant
    assert len(meant) < 500


@given(st.sampled_from(FORMS), st.text(max_size=300))
def test_any_text_is_read_or_refused(form, text):
    meant = read_or_complain(form, text)
    assert meant in WRONG or read(form, meant) == meant


@given(st.lists(st.integers(0, 99), min_size=3, max_size=9), st.data())
def test_arithmetic_is_evaluated_as_python_does(numbers, data):
    text = str(numbers[0])
    for number in numbers[1:]:
        text += data.draw(st.sampled_from([" + ", "-", "*", " * ", " + (", "*("])) + str(number)
        if text.count("(") > text.count(")") and data.draw(st.booleans()):
            text += ")"
    text += ")" * (text.count("(") - text.count(")"))
    expected = eval(text)
    if abs(expected) <= GRAMMAR["most"]:
        assert read("count", text) == str(expected)


OBJECTS = [
    *(("count", value, "12") for value in (12, 12.0, np.int64(12), np.array(12), Fraction(12), Decimal("12.00"))),
    *(("shape", value, "(5, 4)") for value in ((5, 4), [5, 4.0], np.array([5, 4]))),
    *(("shapes", value, "(5, 4, 3)") for value in ((5, 4, 3), [(5, 4, 3), (5, 4, 3)])),
    ("shapes", ((5, 4), (5,)), "(5, 4) and (5)"),
    ("pixel", (1, 3), "(1, 3)"),
    ("pair", [10, 20], "(10, 20)"),
    ("value", (-6, [1, 3]), "-6 at (1, 3)"),
    ("vector", [1, 2.5, Fraction(1, 8), Decimal("0.50"), np.float32(0.5)], "[1, 2.5, 0.125, 0.5, 0.5]"),
    ("vector", [Fraction(7, 3), 1e-7, 1e22], "[7/3, 0.0000001, 10000000000000000000000]"),
    *(("ranges", value, "0 <= k1 < 2, 0 <= k2 < 3") for value in (((0, 2), (0, 3)), (range(2), [0, 3]))),
]


@pytest.mark.parametrize(("form", "answer", "meant"), OBJECTS)
def test_an_object_is_written_as_the_text_that_it_means(form, answer, meant):
    assert write(form, answer) == meant
    if "/" not in meant and "0000000000" not in meant:
        assert read(form, meant) == meant


@pytest.mark.parametrize("number", [10**100 - 1, Decimal("1e-100"), Decimal("0." + "1" * 100), 1 - 10**100])
def test_a_number_of_a_hundred_digits_is_not_too_long(number):
    (written,) = write("vector", [number])[1:-1].split(", ")
    assert Decimal(written) == number


@pytest.mark.parametrize("number", [10**100, Decimal("1e-101"), Decimal("0." + "1" * 101), -(10**100)])
def test_a_number_that_is_too_long_is_refused(number):
    with pytest.raises(TooManyDigits):
        write("vector", [number])


def test_a_half_is_one_in_every_way_to_write_it():
    texts = {
        write("vector", [half]) for half in (0.5, Fraction(1, 2), Decimal("0.500"), np.longdouble(0.5), np.float16(0.5))
    }
    assert texts == {"[0.5]"}


def test_the_checker_says_what_is_wrong_with_a_text_in_one_sentence_with_an_example():
    with pytest.raises(
        ValueError, match=r"^the answer to 2\(c\) must be a value with its pixel.*; it was '6' \(str\)\. "
    ) as raised:
        check("2c", "6")
    assert str(raised.value).endswith("Asked are a value and its pixel, such as 7 at (0, 0)")
    for sentence in WRONG.values():
        assert re.fullmatch(r"[A-Z][^{}]*(\{example\}[^{}]*)?", sentence)


@pytest.mark.parametrize(
    ("part", "text", "slip"),
    [
        ("1a", "100 x 3 x 256 x 256", "channels-first"),
        ("2a", "0 ≤ k1 < 2, 0 ≤ k2 ≤ 2", "last-bound-included"),
        ("2c", "6, at (3, 1)", "row-column-swapped"),
        ("2e", "row 1, column 0", "row-column-swapped"),
        ("3b", "20 input channels and 10 output channels", "row-column-swapped"),
        ("3c", "3*3*46*62 = 25,668", "one-channel-pair"),
        ("3d", "3*3*10*20", "bias-forgotten"),
        ("5a", "2 2 10 0", "counted-from-1"),
    ],
)
def test_a_slip_is_named_in_a_text_as_well(part, text, slip):
    verdict = check(part, text)
    assert (verdict.right, verdict.slip) == (False, slip)
