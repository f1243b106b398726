"""What gives an answer away: a right answer to a part in a text, as people write it."""

import re

from cnnlib import answers
from cnnlib.forms import write

# TeX, and signs that are set otherwise than they are typed.
SPELLED = {
    "\u2212": "-",
    "\u2264": "<=",
    r"\le": "<=",
    r"\times": "x",
    r"\qquad": " ",
    r"\,": " ",
    "{,}": ",",
    "k_": "k",
    "$": "",
}
NUMBERS = r"(?<![\d.,-]){}(?!\d)"


def find_answers(text: str, part: str) -> list[str]:
    """The right answers to a part whose answer is a value that a text has."""
    about = answers.about(part)
    for spelled, typed in SPELLED.items():
        text = text.replace(spelled, typed)
    text = " ".join(text.split()).replace(" ,", ",")
    found = []
    for right in about.right:
        written = write(about.kind, right)
        ways = {written, f"{right:,}"} if about.kind == "count" else {written, written.replace(" at ", ", at ")}
        found += [way for way in sorted(ways) if re.search(NUMBERS.format(re.escape(way)), text)]
    return found
