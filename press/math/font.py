"""The font of the pages' formulas.

Browsers lay MathML out themselves, but need a font with a table of how; few systems have one. STIX Two comes with the
package ziamath, and the site gets the part of it that the book's formulas need.
"""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from press.finish.pages import Page, Pages, parse_fragment, text_of

FONT = "formulas.woff"
MATH = re.compile("<math>.*?</math>")
LICENCE = Path(__file__).parents[1] / "static" / "formulas-OFL.txt"
ITALIC = {letter: chr(0x1D434 + place) for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
ITALIC |= {letter: chr(0x1D44E + place) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
ITALIC |= {"h": "ℎ", "∂": "𝜕"}  # these have places of their own in Unicode


def find_characters(page: Page) -> set[str]:
    """Return the characters that a browser shows for the formulas of a page: a single letter is an italic one."""
    found: set[str] = set()
    # Explorers have theirs among their data, in which no end of an element is written as such.
    data = "".join(map(text_of, page.select('.explorer script[type="application/json"]')))
    kept = parse_fragment("".join(MATH.findall(data.replace("<\\/", "</").replace('\\"', '"'))))
    for part in [*page.select("math *"), *kept.css("math *")]:
        if part.tag in ("msqrt", "mroot"):
            found.add("√")  # the browser draws it, in the font's sizes
        if part.tag != "annotation" and (words := part.text(deep=False)):
            found |= set(ITALIC.get(words, words) if part.tag == "mi" else words)
    return found


def write_font(target: Path, text: set[str]) -> None:
    """Write a font with these characters, in all the sizes that brackets and roots grow to."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff"
    options.hinting = False  # a quarter of the size, and of use to coarse screens alone
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # the last two name the licence
    options.ignore_missing_unicodes = False
    with as_file(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf") as source:
        font = subset.load_font(source, options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(text)))
        subsetter.subset(font)
        # TeX lowers no subscript for the tail of a j.
        font["MATH"].table.MathConstants.SubscriptBaselineDropMin.Value = -30
        subset.save_font(font, target, options)
        font.close()


def ship_font(pages: Pages) -> None:
    """Give a site a font that has what its formulas need."""
    text = set().union(*map(find_characters, pages))
    if text:
        write_font(pages.static / FONT, text)
        shutil.copy(LICENCE, pages.static)
