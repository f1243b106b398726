"""Packages of QTI 2.1: valid by the official schemas, and scored as the problems judge."""

import io
import re
from zipfile import ZipFile

import pytest
from lxml import etree

from cnnlib.classroom.exports import qti21
from cnnlib.classroom.exports.writings import write_variants
from cnnlib.problems.formulas import FormulaPart
from kit import schemas
from kit.qti import Item, matches_schema
from kit.sheets import AWKWARD, deal_some, list_others, list_tries

SHEETS = range(len(deal_some()))
EACH = pytest.mark.parametrize("n", SHEETS)
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


@pytest.fixture(scope="module")
def packages():
    """The files of each sheet's package."""
    return [qti21.write_files(sheet) for sheet in deal_some()]


def open_items(files):
    """Return the items of a package by the names of their parts."""
    return {name[6:-4]: Item(source) for name, source in files.items() if name.startswith("items/")}


@EACH
def test_each_part_is_an_item(packages, n):
    assert [*open_items(packages[n])] == [*deal_some()[n].parts()]


@pytest.mark.skipif(bool(schemas.MISSING), reason=schemas.MISSING)
@EACH
def test_each_file_is_valid(packages, n):
    for name, source in packages[n].items():
        schema = schemas.PACKAGES if name == "imsmanifest.xml" else schemas.ITEMS
        assert schemas.find_errors(source, schema) == [], name


@pytest.mark.skipif(bool(schemas.MISSING), reason=schemas.MISSING)
def test_the_schemas_notice_an_error(packages):
    source = packages[0]["items/2c.xml"]
    assert schemas.find_errors(source.replace(b'identifier="RESPONSE"', b'identifier="2 c"'), schemas.ITEMS)
    assert schemas.find_errors(source.replace(b"<itemBody>", b"<itemBody><script/>"), schemas.ITEMS)


@EACH
def test_each_right_answer_has_full_marks_and_each_slip_its_own_feedback(packages, n):
    items = open_items(packages[n])
    for name, part in deal_some()[n].parts().items():
        for answer in list_tries(part):
            for text in write_variants(part.kind, answer.text):
                outcome = items[name].answer(text)
                assert (outcome.score, outcome.most) == (answer.right, 1)
                assert outcome.shown == [answer.says], (name, text)
                assert re.fullmatch(f"{answer.slip or 'right'}(-[2-9][0-9]*|-1[0-9]+)?", outcome.feedback)


@EACH
def test_other_answers_have_no_marks_and_the_first_hint(packages, n):
    items = open_items(packages[n])
    for name, part in deal_some()[n].parts().items():
        if isinstance(part, FormulaPart):
            continue
        for text in list_others(part):
            outcome = items[name].answer(text)
            assert (outcome.score, outcome.feedback) == (0, "other"), (name, text)
            assert outcome.shown[0].endswith(part.hints[0])
        assert items[name].answer(None).score == 0


@EACH
def test_a_formula_is_chosen(packages, n):
    items = open_items(packages[n])
    formulas = [part for part in deal_some()[n].parts().values() if isinstance(part, FormulaPart)]
    assert formulas
    for part in formulas:
        item = items[part.name]
        assert [*item.choices] == sorted(item.choices)  # so that no place gives the right one away
        verdicts = {choice: part.check(text) for text, choice in item.choices.items()}
        assert [verdict.right for verdict in verdicts.values()].count(True) == 1
        assert {verdict.slip for verdict in verdicts.values() if not verdict.right} <= {slip.id for slip in part.slips}
        for choice, verdict in verdicts.items():
            outcome = item.answer(choice)
            assert (outcome.score, outcome.shown) == (verdict.right, [verdict.reason])
            assert outcome.feedback == (verdict.slip or "right")


@EACH
def test_the_declared_answer_is_right(packages, n):
    for item in open_items(packages[n]).values():
        assert item.answer(item.correct).score == 1


def test_patterns_mean_the_same_to_two_engines(packages):
    for name, item in open_items(packages[0]).items():
        texts = [answer.text for answer in list_tries(deal_some()[0].parts()[name])]
        for pattern in item.patterns:
            assert [matches_schema(pattern, text) for text in texts] == [
                re.fullmatch(pattern, text) is not None for text in texts
            ]


def test_a_package_lists_its_files_and_the_test_its_items(tmp_path):
    sheet = deal_some()[0]
    qti21.export([sheet], tmp_path)
    (path,) = tmp_path.iterdir()
    assert re.fullmatch(r"[\w-]+\.zip", path.name)
    assert sheet.code in path.name
    with ZipFile(io.BytesIO(path.read_bytes())) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        resources = {one.get("identifier"): one.get("href") for one in manifest.iter(f"{CP}resource")}
        assert {*resources.values(), "imsmanifest.xml"} == {*package.namelist()}
        depends = [one.get("identifierref") for one in manifest.iter(f"{CP}dependency")]
        test = etree.fromstring(package.read("test.xml"))
        asked = {one.get("identifier"): one.get("href") for one in test.iter("{*}assessmentItemRef")}
        assert [*asked] == depends
        for identifier, href in asked.items():
            assert resources[identifier] == href
            assert etree.fromstring(package.read(href)).get("identifier") == identifier
        assert AWKWARD.name in test.get("title")
