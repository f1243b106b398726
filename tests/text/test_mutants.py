"""The list of errors that no test can notice, which `make mutants` reads, is kept up to date."""

import sys

from kit.book import ROOT
from tools import mutants

LINES = (ROOT / "tools" / "mutants.txt").read_text(encoding="utf-8").splitlines()


def test_the_code_that_the_list_quotes_is_still_there():
    path = ""
    for line in LINES:
        if line.startswith("cnnlib/"):
            path = line
        if line.startswith("- "):
            code = [part.strip() for part in (ROOT / path).read_text(encoding="utf-8").splitlines()]
            assert all(part in code for part in line[2:].split(" ⏎ ")), f"{path} has no longer: {line}"


def test_every_error_differs_from_the_code_and_has_a_reason():
    assert any(line.startswith("+") for line in LINES)
    for block in "\n".join(LINES).split("\n\n")[1:]:
        reason, path, *_ = block.splitlines()
        assert reason[0].isalpha()
        assert reason.endswith(".")
        assert path.startswith("cnnlib/")
        code = ""
        for line in block.splitlines():
            code = line[2:] if line.startswith("-") else code
            assert not line.startswith("+") or line[2:] != code


def test_what_a_run_says_of_a_listed_error_does_not_depend_on_the_machine():
    listed = mutants.expected(
        "Nothing changes.\ncnnlib/a.py\n- code\n+ same\n+ slow\n+ twice\n+ gone\n\n"
        "Whether the memory is noticed depends on the machine.\ncnnlib/b.py\n- code\n+ large\n"
    )
    here = [("cnnlib/a.py", "code", "same"), ("cnnlib/a.py", "code", "slow"), ("cnnlib/a.py", "code", "twice")]
    large, new = ("cnnlib/b.py", "code", "large"), ("cnnlib/b.py", "code", "new")
    assert set(listed) == {*here, ("cnnlib/a.py", "code", "gone"), large}

    def said(*statuses):
        found = list(zip([*here, here[2], large, new], statuses, strict=True))
        return mutants.not_listed(found, listed), mutants.listed_in_vain(found, listed)

    assert said("survived", "survived", "survived", "survived", "survived", "killed") == ([], [])
    assert said("survived", "timeout", "killed", "survived", "killed", "timeout") == ([], []), "another machine"
    assert said("killed", "survived", "killed", "killed", "timeout", "survived") == ([new], [here[0], here[2]])
    found = [(error, "survived") for error in (*here, large)]
    assert mutants.no_longer_made(found, listed, ["a", "b"]) == [("cnnlib/a.py", "code", "gone")]
    assert mutants.no_longer_made(found, listed, ["b"]) == []


def test_an_error_in_strict_alone_need_not_be_noticed_and_any_other_has_to_be():
    code = "pairs = dict(zip(names, f(values, 2), strict=True))"
    for changed in ("strict=False))", "strict=None))", "))"):
        error = ("cnnlib/a.py", code, code.replace("strict=True))", changed))
        assert mutants.not_listed([(error, "survived")], {}) == []
    for changed in (
        code.replace("names", "None"),
        code.replace("names, ", ""),
        code.replace("2)", ")"),
        code.replace("strict", "first"),
    ):
        error = ("cnnlib/a.py", code, changed)
        assert mutants.not_listed([(error, "survived")], {}) == [error]


def test_the_list_is_read_with_a_reason_for_each_error():
    listed = mutants.expected("\n".join(LINES))
    assert len(listed) == sum(line.startswith("+") for line in LINES) > 50
    assert all(reason.endswith(".") for reason in listed.values())
    assert any(line.startswith("#") and mutants.EITHER in line for line in LINES), "the list says how one is marked"
    assert "mutmut" not in sys.modules, "the rules can be asked for without it"
