"""All that the problems say, in full: what changes in a sentence, rule or number shows in the difference of a file."""

import re

from kit.transcript import STORED, write_transcript


def test_the_problems_say_this():
    """After a change that is meant, `python -m kit.transcript` writes the file anew."""
    assert write_transcript().splitlines() == STORED.read_text(encoding="utf-8").splitlines()


def test_the_transcript_can_be_read():
    """No number depends on how a version of NumPy prints it, and nothing on the run."""
    assert not re.search(r"np\.(int|float|bool|str)|array\(| at 0x", STORED.read_text(encoding="utf-8"))
