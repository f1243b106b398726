"""What Moodle does with a question in Moodle XML: a model of its importer and of how it finds the answer that counts.

It follows `question/format/xml/format.php` (texts are trimmed; a fraction is in percent), the class
`qtype_numerical_answer_processor` (thousands separators, decimal comma), `qtype_numerical_answer` (tolerance) and
`qtype_shortanswer_question` (``*`` is a wildcard), and it takes the first answer that matches. It knows no cnnlib.
"""

import html
import re
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize
from xml.etree.ElementTree import Element

from lxml import etree

GRAMMAR = Path(__file__).with_suffix(".rng")
EPSILON = 10.0**-14  # PHP's `precision` is 14
EMOTICONS = [":-)", ":)", ":-D", ";-)", ":-/", "V-.", ":-P", "B-)", "^-)", "8-)", "8-o", ":-(", "8-.", ":-I", ":-X"]
EMOTICONS += ["8-|", "(n)", "(y)", "}-]", "^-^", "(h)", "(grr)", "( )", "(heart)", "(martin)", "(egg)"]


@dataclass
class Known:
    """An answer that a question knows."""

    text: str
    fraction: float
    feedback: str


@dataclass
class Grade:
    """What comes of a response: the fraction of the marks, and the feedback as text."""

    fraction: float
    feedback: str


class Question:
    """A question as Moodle has it after the import."""

    def __init__(self, element: Element) -> None:
        self.kind = element.attrib["type"]
        self.name = text_of(element, "name")
        self.text = text_of(element, "questiontext")
        self.tolerances = {(one.findtext("tolerance") or "0").strip() for one in element.iter("answer")}
        self.answers = [
            Known(text_of(one), float(one.attrib["fraction"]) / 100, strip_tags(text_of(one, "feedback")))
            for one in element.iter("answer")
        ]

    def grade(self, response: str) -> Grade:
        """Return what comes of a response."""
        for answer in self.answers:
            if self.matches(answer.text, response):
                return Grade(answer.fraction, answer.feedback)
        return Grade(0, "")

    def matches(self, known: str, response: str) -> bool:
        """Say whether a response is an answer that the question knows."""
        if self.kind == "multichoice":
            return html.unescape(known) == response
        if self.kind == "shortanswer":
            return matches_wildcards(known, response)
        number = read_number(response)
        if known == "*":
            return True
        assert self.tolerances == {"0"}
        return number is not None and abs(number - float(known)) <= EPSILON * max(1, abs(float(known)))


def text_of(element: Element, *path: str) -> str:
    """Return the text that an element has in a `text` element."""
    return (element.findtext("/".join([*path, "text"])) or "").strip()


def strip_tags(markup: str) -> str:
    """Return the text that a browser shows of a paragraph."""
    return html.unescape(re.sub("<[^>]*>", "", markup))


def matches_wildcards(known: str, response: str) -> bool:
    """Say whether a response is a text in which each ``*`` stands for anything; capitals do not matter."""
    bits = [re.escape(bit.replace("\\*", "*")) for bit in re.split(r"(?<!\\)\*+", normalize("NFC", known))]
    return re.fullmatch(".*".join(bits), normalize("NFC", response).strip(), re.IGNORECASE) is not None


def read_number(response: str) -> float | None:
    """Return the number that a response is, with a point for the decimals and a comma for thousands."""
    text = re.sub(r"(?:e|E|(?:x|\*|×)10(?:\^|\*\*))([+-]?\d+)", r"e\1", response.replace(" ", ""))
    text = text.replace(",", "")
    found = re.match(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?", text)
    return float(found[0]) if found and found.end() == len(text) else None


def find_errors(source: bytes) -> list[str]:
    """Return what the importer would stumble over: `moodle.rng` is the part of the format that exports use."""
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    grammar.validate(etree.fromstring(source))
    return [f"line {error.line}: {error.message}" for error in grammar.error_log]
