"""The formulas of the built site: their font and their numbers."""

import re
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

from kit.book import pages
from press.finish.pages import Node, Page


def shown(part: Node) -> str:
    """The characters that a browser shows for an element: a single letter is an italic one."""
    if part.tag == "msqrt":
        return "√"
    name = part.text(deep=False)
    if part.tag != "mi" or len(name) != 1 or not (name.isalpha() or name == "∂"):
        return name
    if name == "h":
        return "ℎ"
    if name == "∂":
        return unicodedata.lookup("MATHEMATICAL ITALIC PARTIAL DIFFERENTIAL")
    return unicodedata.lookup(f"MATHEMATICAL ITALIC {'CAPITAL' if name.isupper() else 'SMALL'} {name}")


def test_the_font_has_every_character_of_every_formula(site: Path) -> None:
    font = TTFont(site / "_static" / "formulas.woff")
    needed = {
        character
        for file in site.rglob("*.html")
        for part in Page(file.read_text(encoding="utf-8")).select("math *:not(annotation)")
        for character in shown(part)
    }
    assert set("𝑍𝑘∑𝜕√") < needed
    assert {it for it in needed if ord(it) not in font.getBestCmap()} == set()
    assert font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs, "no bracket could grow"


def test_the_fonts_licence_lies_beside_it(site: Path) -> None:
    text = (site / "_static" / "formulas-OFL.txt").read_text(encoding="utf-8")
    names = TTFont(site / "_static" / "formulas.woff")["name"]
    assert text.splitlines()[0] in str(names.getDebugName(0))
    assert "SIL Open Font License, Version 1.1" in str(names.getDebugName(13))
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_equations_have_one_number_each_in_the_order_of_the_book(site: Path) -> None:
    built = "".join((site / f"{page}.html").read_text(encoding="utf-8") for page in pages())
    numbers = [int(number) for number in re.findall(r'class="eqno">\((\d+)\)', built)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 8
