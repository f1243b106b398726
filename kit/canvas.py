"""What Canvas makes of a quiz in QTI 1.2: a model of its import of multiple-choice questions. It knows no cnnlib.

Canvas gives a choice full marks where a condition that tests it sets the score; what is displayed with a condition on
one choice is the feedback of that choice. It takes every numerical answer that is written as a range for a right one,
and knows no feedback of a wrong short answer: a question of another type is refused here.
"""

import html
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@dataclass
class Choice:
    """A choice: its text, whether it has full marks, and its feedback."""

    text: str
    right: bool
    feedback: str


@dataclass
class Question:
    """A multiple-choice question."""

    title: str
    text: str
    choices: list[Choice]


def read_quiz(source: bytes) -> tuple[str, list[Question]]:
    """Return the title of a quiz and its questions."""
    root = fromstring(source)
    (assessment,) = root.iter(f"{QTI}assessment")
    return assessment.attrib["title"], [read_question(item) for item in root.iter(f"{QTI}item")]


def read_question(item: Element) -> Question:
    """Return a question as Canvas has it."""
    fields = {
        one.findtext(f"{QTI}fieldlabel"): one.findtext(f"{QTI}fieldentry")
        for one in item.iter(f"{QTI}qtimetadatafield")
    }
    assert fields["question_type"] == "multiple_choice_question"
    scored, shown = set(), {}
    for condition in item.iter(f"{QTI}respcondition"):
        tests = [*condition.iterfind(f"{QTI}conditionvar/*")]
        assert [one.tag for one in tests] == [f"{QTI}varequal"], "only a choice can be tested"
        if (score := condition.find(f"{QTI}setvar")) is not None:
            assert (score.get("varname"), score.text) == ("SCORE", "100")
            scored.add(tests[0].text)
        for display in condition.iter(f"{QTI}displayfeedback"):
            shown[tests[0].text] = display.attrib["linkrefid"]
    said = {one.attrib["ident"]: strip_tags(one) for one in item.iter(f"{QTI}itemfeedback")}
    choices = [
        Choice(strip_tags(one), one.get("ident") in scored, said[shown[one.get("ident")]])
        for one in item.iter(f"{QTI}response_label")
    ]
    return Question(item.attrib["title"], strip_tags(item.find(f"{QTI}presentation/{QTI}material")), choices)


def strip_tags(element: Element | None) -> str:
    """Return the text that a browser shows of the HTML in an element."""
    assert element is not None
    (text,) = element.iter(f"{QTI}mattext")
    return html.unescape(re.sub("<[^>]*>", "", text.text or "")).strip()
