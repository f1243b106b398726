"""Answers as people might type them: good ones, and what a slip of the finger, a habit or ill will makes of them."""

from random import Random

# Pieces of which random answers are made: what people write, and what they had better not.
PIECES = (
    *"0123456789+-*x×·,;.()[]{}<>= \t'−&:@/^%²_\u200b\u05d0<>\"",
    *("<=", ">=", "≤", "..", "…", " to ", "and", "at", "row", "column", "range", "k1", "k2", "both", "Z", "U", "input"),
    *("output", "1.000", "5,133,600", "1e9", "constructor", "__proto__", "<b>", "0 <= k1 < 2", "(1, 3)", " 12 ", "in"),
    *("NaN", "Infinity", "toString", "m", "n", "r", "c", "j", "\U0001d7d9", "１", "٣", "\r\n", "\\", "${}", "i = "),
    *(
        "k\u2081",
        "\u2082",
        "->",
        "\u2192",
        "e6",
        "-1 < k1 < 2",
        "range(2)",
        " rows ",
        " columns",
        " images of ",
        "0 at ",
        "by",
    ),
)


def spoil(random: Random, text: str) -> str:
    """Return a text with one to three changes: a piece put in, put in place of a character, or a character left out."""
    for _ in range(1 + int(3 * random.random() ** 2)):
        place, piece = int(random.random() * (len(text) + 1)), PIECES[int(random.random() * len(PIECES))]
        end = place + int(2 * random.random())
        text = text[:place] + (piece if random.random() < 0.7 else "") + text[end:]
    return text


def make_up(random: Random) -> str:
    """Return up to eleven pieces in a row."""
    return "".join(PIECES[int(random.random() * len(PIECES))] for _ in range(int(12 * random.random())))


def type_texts(seed: str, good: list[str], count: int) -> list[str]:
    """Return a number of texts, most of them near to good ones."""
    random = Random(seed)
    texts = [spoil(random, good[int(random.random() * len(good))]) for _ in range(count * 4 // 5)]
    return texts + [make_up(random) for _ in range(count - len(texts))]
