"""The list of errors that no test can notice, which `make mutants` reads, is kept up to date."""

from book import ROOT

LINES = (ROOT / "tests" / "mutants.txt").read_text(encoding="utf-8").splitlines()


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
