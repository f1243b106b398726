"""The answer boxes without a browser: the page's reader and judge are twins of Python's, the form has what it needs.

The scripts run in the Node that Playwright brings along.
"""

import html
import json
import re

import pytest

from cnnlib import answers, ask, check, parts, practice
from cnnlib.boxes import Box, frontend
from cnnlib.es_modules import join
from cnnlib.forms import FORMS, FormError, read, write
from cnnlib.problems import spell
from kit import node
from kit.profile import SOAK
from kit.typed import type_texts

FORMULAS = ("4a", "4b", "4c", "5c")
BOXES = [part for part in parts() if part not in FORMULAS]
COUNT = 10_000 if SOAK else 1000
GOOD = {
    "count": ["5,133,600", "3*3*10*20 + 20 = 1820", "46 x 62 x (20 + 70)", "5'133'600 - 1", "1820.", "5.1336e6"],
    "shape": [
        "(100, 256, 256, 3)",
        "40 x 240*10 x 80",
        "[5; 4]",
        "32 300 512 512 3",
        "5 rows, 4 columns",
        "100 images of 256x256 with 3 colours",
    ],
    "shapes": [
        "both (46, 62, 20)",
        "Z: (46, 62, 20), U: (46, 62, 10)",
        "46 x 62 x 20 and 46 x 62 x 20",
        "46 rows 62 columns 20 channels",
    ],
    "pixel": ["(1, 3)", "row 1, column 3", "j = 3, i = 1", "[1][3]", "0 at (0, 1)", "(0, 1), (0, 2)"],
    "pair": ["10 and 20", "20 output channels, 10 input channels", "n = 10, m = 20", "(10, 20)", "10 -> 20"],
    "value": ["6 at (1, 3)", "Z[1, 3] = 6", "(-6, (3, 0))", "6, at row 1, column 3"],
    "vector": ["[1, 3, 0, 1]", "1.5 -2.50 .5", "y = (2, 3, 10, 1)", "1; 3; 0; +1"],
    "ranges": [
        "0 <= k1 < 2, 0 <= k2 <= 2",
        "k1 in range(0, 2), k2 in {0, 1}",
        "both 0..1",
        "0 <= k1, k2 < 2",
        "0 to 1, 0 to 1",
        "-1 < k\u2081 < 2, range(2)",
        "-1 <= k1 <= 1, -1 <= k2 <= 1",
    ],
}
DATA = '<script type="application/json">(.*?)</script>'
CHECK = "(front, [part, texts]) => texts.map((text) => front.check(part, text))"
READ = """(front, asked) => asked.map(([form, text]) => {
    try {
        return front.read(form, text);
    } catch (error) {
        if (!(error instanceof front.FormError)) throw error;
        return `? ${error.message}`;
    }
})"""


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return what runs a function of the reader and the judge, joined as a page has them."""
    file = tmp_path_factory.mktemp("boxes") / "judge.mjs"
    code = join(frontend.FRONT, "judge", data=frontend.DATA)
    file.write_text(f"{code}\nexport {{ check, read, FormError }};\n", encoding="utf-8")
    return lambda code, argument: node.run([file], code, argument)


def data_of(part):
    """Return the data that a box carries."""
    (found,) = re.findall(DATA, Box(answers.about(part)).write_form())
    return json.loads(found)


def python_says(part, text):
    """Return what Python says of a text, in the page's form."""
    try:
        verdict = check(part, text)
    except ValueError as error:
        sentence = str(error).split(f"it was {text!r} (str). ")[-1] if len(repr(text)) < 61 else ""
        return {"verdict": "form", "slip": "", "says": sentence}
    return {"verdict": "right" if verdict else "not-yet", "slip": verdict.slip, "says": verdict.reason}


@pytest.mark.parametrize("part", BOXES)
def test_page_and_python_say_the_same_of_every_right_answer_slip_and_strange_text(front, part):
    about = answers.about(part)
    known = [write(about.kind, answer) for answer in (*about.right, *(slip.answer for slip in about.slips))]
    texts = [*known, *type_texts(part, [*known, about.example, str(answers.STATED[part])], COUNT)]
    said = front(CHECK, [data_of(part), texts])
    seen = set()
    for text, page in zip(texts, said, strict=True):
        expected = python_says(part, text)
        if not expected["says"]:
            expected["says"] = page["says"]
        assert {key: page[key] for key in expected} == expected, text
        seen.add((page["verdict"], page["slip"]))
    assert {("right", ""), ("form", "")} | {("not-yet", slip.id) for slip in about.slips} <= seen


@pytest.mark.parametrize(("number", "letters"), [(1, "abc"), (2, "abcde"), (3, "abcd"), (4, "bc"), (5, "ab")])
def test_page_and_python_say_the_same_of_fresh_instances(front, number, letters):
    problem = practice(number, 7)
    data = dict(zip(letters, re.findall(DATA, problem.ask().form), strict=False))
    for letter, found in data.items():
        part = problem.part(letter)
        texts = [write(part.kind, answer) for answer in (*part.right, *(slip.answer for slip in part.slips))]
        said = front(CHECK, [json.loads(found), texts])
        verdicts = [problem.check(letter, text) for text in texts]
        expected = [("right" if one else "not-yet", one.slip, one.reason) for one in verdicts]
        assert [(one["verdict"], one["slip"], one["says"]) for one in said] == expected


def test_both_readers_read_ten_thousand_texts_alike(front):
    asked = [(form, text) for form, good in GOOD.items() for text in type_texts(form, good, 10_000 // len(FORMS))]
    expected = []
    for form, text in asked:
        try:
            expected.append(read(form, text))
        except FormError as error:
            expected.append(f"? {error}")
    assert front(READ, asked) == expected
    meant = sum(not text.startswith("?") for text in expected)
    assert list(GOOD) == list(FORMS)
    assert len(asked) >= 10_000
    assert len(asked) / 10 < meant < len(asked) * 9 / 10, "many are read, and many refused"


@pytest.mark.parametrize("text", ["", "   ", "word", "x" * 10_000, "1e999", "<img src=x onerror=alert(1)>", "\u202e12"])
@pytest.mark.parametrize("part", BOXES)
def test_bad_input_is_one_sentence_about_the_form(front, part, text):
    (said,) = front(CHECK, [data_of(part), [text]])
    assert (said["verdict"], said["slip"]) == ("form", "")
    assert "<img" not in said["says"]
    assert re.fullmatch(r"[A-Z][^\n]{10,160}", said["says"])


@pytest.mark.parametrize("part", BOXES)
def test_a_form_has_what_a_reader_needs(part):
    about = answers.about(part)
    form = Box(about).write_form()
    for needed in (
        f'<form class="answer" data-part="{part}"',
        f'<label for="answer-{part}">Your answer to {spell(part)}</label>',
        f'<input type="text" class="answer-text" id="answer-{part}"',
        '<button type="submit">',
        'role="status"',
        html.escape(f'check("{part}", "{about.example}")'),
        html.escape(about.asked),
    ):
        assert needed in form
    shown = re.sub(r"<script.*?</script>", "", form)
    for answer in about.right:
        assert write(about.kind, answer) not in html.unescape(shown)


def test_on_a_page_a_box_is_html_and_elsewhere_a_widget_with_the_same_form(monkeypatch):
    monkeypatch.setenv("CNNLIB_EXPLORERS", "static")
    page = ask("2(c)")
    assert repr(page).startswith("2(c) the largest positive value of Z")
    monkeypatch.delenv("CNNLIB_EXPLORERS")
    assert ask("2c").form == page._repr_html_()
