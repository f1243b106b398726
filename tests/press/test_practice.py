"""The data of the pages for practice: small, whole, and judged by as Python judges."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cnnlib import practice
from cnnlib.boxes import collect_data, frontend
from cnnlib.boxes.questions import write_given
from cnnlib.es_modules import join
from cnnlib.forms import write
from cnnlib.problems.part import ValuePart
from cnnlib.problems.practice import RECIPES, SIZES
from kit import node
from press.finish.instances import COUNT, restore_texts, share_texts, write_script

BLANK = re.compile(r"-?\d+(, -?\d+)*")  # a whole number, or several in order
LIMIT = 36_000  # bytes, compressed: what a page may load for another size

# Loads a script as a page does, and judges answers to one part with what it has.
LOAD = """(front, [script, name, place, letter, texts]) => {
    globalThis.window = {};
    new Function(script)();
    const { texts: shared, instances } = window.practiceInstances[name];
    const restore = (data) =>
        typeof data === "string" ? (data.startsWith("~") ? shared[data.slice(1)] : data)
        : Array.isArray(data) ? data.map(restore)
        : data && typeof data === "object"
            ? Object.fromEntries(Object.entries(data).map(([key, item]) => [key, restore(item)]))
        : data;
    return texts.map((text) => front.check(restore(instances[place]).parts[letter], text));
}"""


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The judge of the boxes as a module."""
    file = tmp_path_factory.mktemp("practice") / "judge.mjs"
    code = join(frontend.FRONT, "judge", data=frontend.DATA)
    file.write_text(f"{code}\nexport {{ check }};\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(("number", "size"), [(2, "large"), (4, "large")])  # the longest
def test_a_script_has_fifty_instances_is_small_and_judges_as_python_does(number: int, size: str, judge: Path) -> None:
    script = write_script(number, size)
    assert len(gzip.compress(script.encode(), 9)) < LIMIT
    instances = restore_texts(json.loads(script.partition(" = ")[2].rstrip(";\n")))
    assert [one["given"] for one in instances] == [
        write_given(practice(number, seed, size=size)) for seed in range(COUNT)
    ]
    place = COUNT - 1
    problem = practice(number, place, size=size)
    letter, part = next(one for one in problem.parts().items() if isinstance(one[1], ValuePart))
    assert instances[place]["parts"][letter] == json.loads(json.dumps({"asked": part.asked, **collect_data(part)}))
    texts = [write(part.kind, answer) for answer in (*part.right, *(slip.answer for slip in part.slips))]
    said = node.run([judge], LOAD, [script, f"{number}-{size}", place, letter, texts])
    verdicts = [problem.check(letter, text) for text in texts]
    assert [(one["verdict"] == "right", one["slip"], one["says"]) for one in said] == [
        (one.right, one.slip, one.reason) for one in verdicts
    ]


@pytest.mark.parametrize("number", RECIPES)
def test_a_page_knows_on_which_instances_a_slip_and_the_right_procedure_differ(number: int) -> None:
    for problem in (practice(number, seed, size=size) for seed in range(5) for size in SIZES):
        for part in problem.parts().values():
            if isinstance(part, ValuePart):
                told = {rule[1] for rule in collect_data(part)["rules"] if rule[1]}
                assert told == {slip.id for slip in part.slips}
                results = [one.result for one in part.solution if one.result]
                assert results, "a step has a value to leave blank"
                assert [one for one in results if not BLANK.fullmatch(one)] == [], "what a blank can be judged by"


def test_texts_are_shared_and_restored() -> None:
    data: list[Any] = [{"a": "the same text", "b": [1, None, "short"]}, {"a": "the same text", "b": ["short", 2.5]}]
    shared = share_texts(data)
    assert shared["texts"] == ["the same text"]
    assert restore_texts(shared) == data
    with pytest.raises(ValueError, match="no text may start with ~"):
        share_texts(["~0"])
