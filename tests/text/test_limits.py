"""The page for classes says what is lost of a part on a learning platform, as the package has it."""

from cnnlib.classroom.exports.limits import LOST, list_limits
from kit.book import ROOT


def test_the_page_says_what_is_lost():
    text = " ".join((ROOT / "chapters" / "classroom.md").read_text(encoding="utf-8").split())
    for name, _, _, lost in list_limits():
        for word in lost.split(", ") if name != "csv" else ():
            assert f"- *{word}*: {LOST[word]} " in text
