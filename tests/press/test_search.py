"""The words of the site's search: numbers and keywords."""

from pathlib import Path

import pytest

from kit.smallbook import build_book
from press.search import split_words


@pytest.mark.parametrize("text", ["25,668", "25668", "25_668", "25{,}668", "= 25,668.", "(25,668,", "25,668, 90"])
def test_a_number_is_one_word_however_it_is_written(text: str) -> None:
    assert split_words(text)[0] == "25,668"


def test_what_is_no_long_number_stays_as_it_is() -> None:
    assert split_words("(100, 256, 256, 3) of 90 at 0.125, x1234 dJ/dW 1,23 0123 12,3456") == [
        "100", "256", "256", "3", "of", "90", "at", "0", "125", "x1234", "dJ", "dW", "1", "23", "0123", "12", "3,456",
    ]  # fmt: skip


def test_a_page_is_found_by_keywords_and_numbers_that_are_written_in_another_way(tmp_path: Path) -> None:
    page = "---\nkeywords: feature map, FLOPs\n---\n# A page\n\nThere are 25{,}668 of them, $\\frac{5133600}{200}$.\n"
    built = build_book(tmp_path, {"page": page})
    assert (built.warnings, built.error) == ([], None)
    index = (built.site / "searchindex.js").read_text(encoding="utf-8")
    assert '"25,668":' in index
    assert '"5,133,600":' in index
    assert '"feature map"' in index
    assert "frac" not in index
