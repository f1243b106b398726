"""The one table by which a typed answer is read: characters, tokens, patterns and what is said of a wrong form.

Two readers follow it, `cnnlib.forms.reader` and its twin in JavaScript, so it is data: patterns keep to what regular
expressions mean alike in both languages, and characters are listed, never folded by Unicode (which makes 3² into 32).
"""

from __future__ import annotations

from typing import Any

ALIKE = {
    "-": "−–—‐‑‒﹣－",
    "*": "·∙⋅∗＊•",
    "x": "×✕⨯",
    " ": "\t\n\r\f\v\u00a0\u2007\u2009\u200b\u202f\u3000\ufeff",
    "'": "’‘′",
    "<=": "≤⩽",
    ">=": "≥⩾",
    "=": "∈＝",
    "..": "…",
    ",": "，→",
    ";": "；",
    "(": "（",
    ")": "）",
    "+": "＋",
    "<": "＜",
    ">": "＞",
}
"""What stands for the same in an answer; capital letters and the digits of other scripts are added below."""

SERIES = {"a": "A", "0": "\N{FULLWIDTH DIGIT ZERO}\u0660\u06f0\N{SUBSCRIPT ZERO}"}
"""Where letters and digits start, and where those start that stand for the same."""

CHARACTERS = {
    **{character: plain for plain, characters in ALIKE.items() for character in characters},
    **{
        chr(ord(first) + n): chr(ord(plain) + n)
        for plain, characters in SERIES.items()
        for first in characters
        for n in range(26 if plain == "a" else 10)
    },
}

# Words that say what a number counts, or nothing at all. In a shape they part its numbers; elsewhere they are left out.
WORDS = (
    "the|is|are|of|from|shape|size|pixels?|values?|multiplications?|products?|parameters?|weights?|channels?|for|has|it"
    "|samples?|where|with|each|images?|videos?|frames?|colou?rs?|eeg|records?|time|steps?|moments?"
)
# A kind is one letter, so that the kinds of an answer are a text and patterns can look at them; "" is left out, and a
# sign that is "itself" is its own kind.
TOKENS = [
    ["N", r"[0-9]+(?:\.[0-9]+)?e[0-9][0-9]?(?![0-9])|[0-9]+(?:\.[0-9]+)*|\.[0-9]+"],
    ["d", r"\.\.+|(?:to|until|through)(?![a-z0-9_])"],
    ["l", r"<=|=<"],
    ["g", r">=|=>"],
    ["K", r"k_?[12](?![0-9])"],
    ["G", r"range(?![a-z])"],
    ["R", r"(?:rows?|r|i)(?![a-z0-9_])"],
    ["C", r"(?:columns?|cols?|c|j)(?![a-z0-9_])"],
    ["A", r"(?:at|@)(?![a-z])"],
    ["I", r"(?:inputs?|in|n)(?![a-z])"],
    ["O", r"(?:outputs?|out|m)(?![a-z])"],
    ["B", r"both(?![a-z])"],
    ["&", r"and(?![a-z])"],
    [",", r",|->"],
    ["Z", r"[zuy](?= *[\[(=:])|x(?= *[\[=:])"],
    ["x", r"(?:x|by)(?![a-z])"],
    ["*", r"\*"],
    ["w", rf"(?:{WORDS})(?![a-z])"],
    ["", ":"],
    ["=", r"==?"],
    ["itself", r"[-+;()[\]{}<>']"],
]

# One range as kinds: the pattern, in which n is a number with its sign, and how its two numbers are meant ("" as they
# stand, or the end alone; "down" the other way round; "inclusive" first and last; "listed" two indices that follow each
# other). Whether a bound itself is in the range, its sign says.
RANGES = [
    [r"^n[l<]K[l<]n$", ""],
    [r"^n[g>]K[g>]n$", "down"],
    [r"^(?:K[=I]?)?ndn$", "inclusive"],
    [r"^(?:K[=I]?)?G\((?:n,)?n\)$", ""],
    [r"^(?:K[=I]?)?\[n,n\)$", ""],
    [r"^(?:K[=I]?)?\[n,n\]$", "inclusive"],
    [r"^K[=I]\{n,n\}$", "listed"],
    [r"^K[=I]n,n$", "listed"],
]

# Two numbers with names, a and b, before or after them, in either order; the second entry says whether b comes first.
NAMED = [
    [r"^a=?(-?N)[,;&]?b=?(-?N)$", False],
    [r"^b=?(-?N)[,;&]?a=?(-?N)$", True],
    [r"^(-?N)a[,;&]?(-?N)b$", False],
    [r"^(-?N)b[,;&]?(-?N)a$", True],
]
NAMES = {"pixel": ["R", "C"], "pair": ["[IC]", "O"]}

WRONG = {
    "empty": "Nothing is written yet; an answer looks like this: {example}",
    "long": "That is too long for an answer; one looks like this: {example}",
    "unknown": "A sign or a word in it cannot be read; an answer looks like this: {example}",
    "arithmetic": "A count is one whole number, or a sum or product of whole numbers, such as {example}",
    "sides": "The two sides of = are not equal.",
    "dot": "A point before three digits can be read in two ways: write 1000 or 1.",
    "whole": "It must be a whole number, without a fraction.",
    "large": "A number in it is too large for an answer: it may have 15 digits.",
    "several": "Asked is one number; these are several. Digits in groups of three (1,234,567) are one number.",
    "list": "Asked are numbers in order, such as {example}",
    "pixel": "A pixel is a row and a column, such as {example} or: row 7, column 8.",
    "one": "Asked is one pixel; these are several.",
    "value": "Asked are a value and its pixel, such as {example}",
    "ranges": "Asked are two ranges, such as {example}",
    "end": "Say whether the last number belongs to the range, as in 0 <= k1 < 7, or 0..6.",
}
"""What is said of a wrong form, with an example of the part's own where it helps."""

GRAMMAR: dict[str, Any] = {
    "alike": ALIKE,
    "series": SERIES,
    "tokens": TOKENS,
    "ranges": RANGES,
    "named": NAMED,
    "names": NAMES,
    "wrong": WRONG,
    "longest": 200,
    "most": 10**15,
}
"""The table as it is written for the reader in JavaScript."""
