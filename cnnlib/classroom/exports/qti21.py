"""QTI 2.1: for each student a package with a test of five sections, and an item for each part.

A typed answer is compared by one response rule for each known slip, with a regular expression (`patternMatch`) for the
common writings of the answer, see `cnnlib.classroom.exports.writings`; each rule has a modal feedback of its own. The
outcome FEEDBACK of an attempt is the id of the slip, so that a platform's report of results counts slips.

All parts go into the format. What is lost of them `cnnlib.classroom.exports.limits` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from cnnlib.classroom.deal import Sheet
from cnnlib.classroom.exports.questions import Answer, Question, ask, name_sheet
from cnnlib.classroom.exports.trees import add, add_markup, write_package, write_tree
from cnnlib.classroom.exports.writings import write_pattern
from cnnlib.classroom.sheets import name_file

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOCATIONS = {
    QTI: f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    CONTENT: f"{CONTENT} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
}
RIGHT, OTHER = "right", "other"


def export(sheets: Iterable[Sheet], out: Path) -> None:
    """Write a package for each sheet.

    Parameters
    ----------
    sheets : iterable of Sheet
        Of a class; each is asked for when the one before it is written.
    out : Path
        The folder of the packages.
    """
    for sheet in sheets:
        write_package(out / f"{name_file(sheet)}.zip", write_files(sheet))


def write_files(sheet: Sheet) -> dict[str, bytes]:
    """Return the files of a package by their names."""
    questions = [*ask(sheet)]
    return {
        "imsmanifest.xml": write_tree(make_manifest(sheet, questions)),
        "test.xml": write_tree(make_test(sheet, questions)),
        **{name_item(question): write_tree(make_item(question)) for question in questions},
    }


def name_item(question: Question) -> str:
    """Return the name of the file of an item."""
    return f"items/{question.name}.xml"


def identify(question: Question) -> str:
    """Return the identifier of an item: each instance of a part has one of its own."""
    return f"part-{question.name}-{question.code}"


def make_root(tag: str, namespace: str, **attributes: str) -> Element:
    """Make the root of a document; the elements below it have no prefix and are in its namespace."""
    schema = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation": LOCATIONS[namespace]}
    return Element(tag, {"xmlns": namespace, **schema, **attributes})


# An item.


def make_item(question: Question) -> Element:
    """Make the item of a question."""
    item = make_root(
        "assessmentItem",
        QTI,
        identifier=identify(question),
        title=question.title,
        adaptive="false",
        timeDependent="false",
    )
    choices = {f"choice-{n}": text for n, text in enumerate(sorted(answer.text for answer in question.answers), 1)}
    chosen = {text: choice for choice, text in choices.items()} if question.is_choice else {}
    declare(item, question, chosen)
    body = add(item, "itemBody")
    add_markup(body, question.given)
    if question.is_choice:
        add_choices(body, question, choices)
    else:
        add(body, "p", question.prompt)
        add(add(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength=30)
    rules = [*group(question)]
    condition = add(add(item, "responseProcessing"), "responseCondition")
    for n, (feedback, answers) in enumerate(rules):
        add_rule(condition, "responseElseIf" if n else "responseIf", feedback, answers, question, chosen)
    set_outcome(add(condition, "responseElse"), "FEEDBACK", "identifier", OTHER)
    for feedback, answers in rules:
        add_feedback(item, feedback, answers[0].says)
    add_feedback(item, OTHER, question.otherwise)
    return item


def declare(item: Element, question: Question, chosen: dict[str, str]) -> None:
    """Declare the response and the outcomes of an item."""
    base = "identifier" if question.is_choice else "string"
    right = question.answers[0].text
    response = add(item, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType=base)
    add(add(response, "correctResponse"), "value", chosen.get(right, right))
    for name, score in (("SCORE", 0), ("MAXSCORE", 1)):
        outcome = add(item, "outcomeDeclaration", identifier=name, cardinality="single", baseType="float")
        add(add(outcome, "defaultValue"), "value", score)
    add(item, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")


def add_choices(body: Element, question: Question, choices: dict[str, str]) -> None:
    """Add the formulas of which one is to be chosen."""
    box = add(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices=1)
    add(box, "prompt", question.prompt)
    for choice, text in choices.items():
        add(box, "simpleChoice", text, identifier=choice)


def group(question: Question) -> Iterator[tuple[str, list[Answer]]]:
    """Return answers of which the same is said, by an identifier: the slip's id, with a number from the second on."""
    groups: dict[tuple[str, str], list[Answer]] = {}
    for answer in question.answers:
        groups.setdefault((answer.slip or RIGHT, answer.says), []).append(answer)
    seen: dict[str, int] = {}
    for (slip, _), answers in groups.items():
        seen[slip] = seen.get(slip, 0) + 1
        yield (slip if seen[slip] == 1 else f"{slip}-{seen[slip]}"), answers


def add_rule(
    condition: Element, tag: str, feedback: str, answers: list[Answer], question: Question, chosen: dict[str, str]
) -> None:
    """Add the response rule for some answers of which the same is said."""
    rule = add(condition, tag)
    parent = add(rule, "or") if len(answers) > 1 else rule
    for answer in answers:
        if question.is_choice:
            test = add(parent, "match")
        else:
            test = add(parent, "patternMatch", pattern=write_pattern(question.form, answer.text))
        add(test, "variable", identifier="RESPONSE")
        if question.is_choice:
            add(test, "baseValue", chosen[answer.text], baseType="identifier")
    if answers[0].right:
        set_outcome(rule, "SCORE", "float", 1)
    set_outcome(rule, "FEEDBACK", "identifier", feedback)


def set_outcome(rule: Element, name: str, base: str, value: object) -> None:
    """Set an outcome where a rule applies."""
    add(add(rule, "setOutcomeValue", identifier=name), "baseValue", value, baseType=base)


def add_feedback(item: Element, feedback: str, says: str) -> None:
    """Add what is said where the outcome FEEDBACK is this one."""
    add(item, "modalFeedback", says, outcomeIdentifier="FEEDBACK", identifier=feedback, showHide="show")


# A package.


def make_test(sheet: Sheet, questions: list[Question]) -> Element:
    """Make the test: a section for each problem; its score is the sum of those of the items."""
    test = make_root("assessmentTest", QTI, identifier=f"test-{sheet.code}", title=name_sheet(sheet))
    outcome = add(test, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    add(add(outcome, "defaultValue"), "value", 0)
    part = add(test, "testPart", identifier="all", navigationMode="nonlinear", submissionMode="individual")
    sections: dict[str, Element] = {}
    for question in questions:
        number = question.name[0]
        if number not in sections:
            title = f"Problem {number}"
            sections[number] = add(
                part, "assessmentSection", identifier=f"problem-{number}", title=title, visible="true"
            )
        add(sections[number], "assessmentItemRef", identifier=identify(question), href=name_item(question))
    total = add(add(test, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    add(add(total, "sum"), "testVariables", variableIdentifier="SCORE")
    return test


def make_manifest(sheet: Sheet, questions: list[Question]) -> Element:
    """Make the manifest, which lists the files of the package."""
    manifest = make_root("manifest", CONTENT, identifier=f"package-{sheet.code}")
    metadata = add(manifest, "metadata")
    add(metadata, "schema", "QTIv2.1 Package")
    add(metadata, "schemaversion", "1.0.0")
    add(manifest, "organizations")
    resources = add(manifest, "resources")
    test = add_resource(resources, f"test-{sheet.code}", "imsqti_test_xmlv2p1", "test.xml")
    for question in questions:
        add(test, "dependency", identifierref=identify(question))
        add_resource(resources, identify(question), "imsqti_item_xmlv2p1", name_item(question))
    return manifest


def add_resource(resources: Element, identifier: str, kind: str, href: str) -> Element:
    """Add a file to the manifest."""
    resource = add(resources, "resource", identifier=identifier, type=kind, href=href)
    add(resource, "file", href=href)
    return resource
