"""Score items of QTI 2.1: an interpreter of the response rules that the specification defines, for what exports use.

It knows no cnnlib. A pattern is an expression of XML Schema, which must match the whole response; Python's module `re`
means the same by what the exports write, and `matches_schema` asks libxml2's own engine.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from lxml import etree

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CASTS: dict[str, Callable[[str], Any]] = {"float": float, "integer": int, "string": str, "identifier": str}


@dataclass
class Outcome:
    """What comes of a response: the score, the highest one, FEEDBACK, and the feedbacks that are shown."""

    score: float
    most: float
    feedback: str
    shown: list[str]


class Item:
    """An item that can be answered."""

    def __init__(self, source: bytes) -> None:
        self.root = fromstring(source)
        self.types = {one.get("identifier"): one.get("baseType") for one in self.find("responseDeclaration")}
        self.types |= {one.get("identifier"): one.get("baseType") for one in self.find("outcomeDeclaration")}

    def find(self, tag: str) -> list[Element]:
        """Return the elements of a tag right below the root."""
        return self.root.findall(f"{QTI}{tag}")

    @property
    def correct(self) -> str:
        """The response that is declared as correct."""
        return self.root.findtext(f"{QTI}responseDeclaration/{QTI}correctResponse/{QTI}value") or ""

    @property
    def choices(self) -> dict[str, str]:
        """The identifiers of choices by their texts."""
        return {one.text or "": one.attrib["identifier"] for one in self.root.iter(f"{QTI}simpleChoice")}

    def answer(self, response: str | None) -> Outcome:
        """Return what comes of a response; None is no response."""
        values: dict[str, Any] = {"RESPONSE": response}
        for declared in self.find("outcomeDeclaration"):
            default = declared.findtext(f"{QTI}defaultValue/{QTI}value")
            values[declared.attrib["identifier"]] = None if default is None else float(default)
        for condition in self.root.findall(f"{QTI}responseProcessing/*"):
            assert condition.tag == f"{QTI}responseCondition", condition.tag
            self.run(condition, values)
        shown = [
            "".join(one.itertext())
            for one in self.find("modalFeedback")
            if (values[one.attrib["outcomeIdentifier"]] == one.attrib["identifier"])
            is (one.attrib["showHide"] == "show")
        ]
        return Outcome(values["SCORE"], values["MAXSCORE"], values["FEEDBACK"], shown)

    def run(self, condition: Element, values: dict[str, Any]) -> None:
        """Run the first branch of a condition that holds."""
        for branch in condition:
            *tests, rules = [None, list(branch)] if branch.tag == f"{QTI}responseElse" else [branch[0], branch[1:]]
            if tests[0] is None or self.evaluate(tests[0], values) is True:
                for rule in rules:
                    assert rule.tag == f"{QTI}setOutcomeValue", rule.tag
                    name, (expression,) = rule.attrib["identifier"], rule
                    assert name in self.types, f"{name} is not declared"
                    values[name] = self.evaluate(expression, values)
                return

    def evaluate(self, expression: Element, values: dict[str, Any]) -> Any:
        """Return the value of an expression; None is NULL."""
        tag, parts = expression.tag.removeprefix(QTI), [self.evaluate(one, values) for one in expression]
        if tag == "variable":
            return values[expression.attrib["identifier"]]
        if tag == "baseValue":
            return CASTS[expression.attrib["baseType"]](expression.text or "")
        if tag == "match":
            return None if None in parts else parts[0] == parts[1]
        if tag == "patternMatch":
            return None if parts[0] is None else re.fullmatch(expression.attrib["pattern"], parts[0]) is not None
        assert tag == "or", f"the interpreter does not know {tag}"
        return True if True in parts else None if None in parts else False

    @property
    def patterns(self) -> list[str]:
        """All regular expressions."""
        return [one.attrib["pattern"] for one in self.root.iter(f"{QTI}patternMatch")]


def matches_schema(pattern: str, text: str) -> bool:
    """Say whether a text matches an expression as XML Schema means it, by libxml2."""
    schema = etree.XML(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType>'
        '<xs:restriction base="xs:string"><xs:pattern/></xs:restriction></xs:simpleType></xs:element></xs:schema>'
    )
    next(schema.iter("{*}pattern")).set("value", pattern)
    element = etree.Element("a")
    element.text = text
    return etree.XMLSchema(schema).validate(element)
