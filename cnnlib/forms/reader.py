"""Read an answer as a person types it, into the one text that says what was meant.

``"6, at row 1, column 3"``, ``"Z[1, 3] = 6"`` and ``"6 at (1,3)"`` all become ``"6 at (1, 3)"``, which reads as itself.
The twin of this file in JavaScript has the same functions in the same order; both follow `cnnlib.forms.grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cnnlib.forms.grammar import CHARACTERS, GRAMMAR

KINDS = [(kind, re.compile(pattern)) for kind, pattern in GRAMMAR["tokens"]]
OPENING, CLOSING = "([{", ")]}"
COMMAS, WORDS = ",;&", "RCw"  # kinds of tokens
WORDS_BETWEEN = re.compile(f"N[{WORDS}]+[{COMMAS}x]?N")


class FormError(ValueError):
    """What is wrong with the form of an answer: a key of ``WRONG`` in the grammar."""


class Token(NamedTuple):
    """A piece of an answer: its kind, a letter; its text; and whether a space stands before it."""

    kind: str
    text: str = ""
    gap: bool = False


Tokens = list[Token]


def read(form: str, text: str) -> str:
    """Return the one text that says what `text` means as an answer of a form; `FormError` if it means none."""
    tokens = tokenize(text)
    if not (form.startswith("shape") and WORDS_BETWEEN.search(kinds(tokens))):
        tokens = [token for token in tokens if token.kind != "w"]
    return READERS[form](tokens)


def tokenize(text: str) -> Tokens:
    """Cut a text into tokens; a full stop at its end is nothing."""
    plain = re.sub("[ .!?;]+$", "", "".join(CHARACTERS.get(character, character) for character in text))
    if not plain.strip(" "):
        raise FormError("empty")
    if len(plain) > GRAMMAR["longest"]:
        raise FormError("long")
    tokens, at, gap = [], 0, False
    while at < len(plain):
        if plain[at] == " ":
            at, gap = at + 1, True
            continue
        kind, end = match_token(plain, at)
        if kind:
            tokens.append(Token(kind, plain[at:end], gap))
        at, gap = end, False
    return tokens


def match_token(text: str, at: int) -> tuple[str, int]:
    """Return the kind of the token that starts at a place, and where it ends."""
    for kind, pattern in KINDS:
        if match := pattern.match(text, at):
            return match[0] if kind == "itself" else kind, match.end()
    raise FormError("unknown")


def kinds(tokens: Sequence[Token]) -> str:
    """Return the kinds of tokens as a text, at which patterns can look."""
    return "".join(token.kind for token in tokens)


def depths(tokens: Tokens) -> list[int]:
    """Return for each token within how many brackets it stands; brackets count as within."""
    found, depth = [], 0
    for token in tokens:
        depth += token.kind in OPENING
        found.append(depth)
        depth -= token.kind in CLOSING
    return found


def split(tokens: Tokens, separators: str) -> list[Tokens]:
    """Split at the tokens of some kinds that stand outside all brackets."""
    parts: list[Tokens] = [[]]
    for token, depth in zip(tokens, depths(tokens), strict=True):
        if depth == 0 and token.kind in separators:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def strip_brackets(tokens: Tokens) -> Tokens:
    """Take off brackets around the whole."""
    while kinds(tokens[:1]) + kinds(tokens[-1:]) in ("()", "[]", "{}") and 1 not in inner_ends(tokens):
        tokens = tokens[1:-1]
    return tokens


def inner_ends(tokens: Tokens) -> list[int]:
    """Return the depth at each closing bracket but the last token."""
    return [d for token, d in zip(tokens[:-1], depths(tokens)[:-1], strict=True) if token.kind in CLOSING]


# Numbers.


def read_digits(text: str) -> int:
    """Read one whole number: 12.0 is 12, 5.133.600 is 5133600, 5.1e6 is 5100000, and 1.000 could be two."""
    plain, *power = text.split("e")
    head, *tails = plain.split(".")
    if power:
        tail = "".join(tails).ljust(int(power[0]), "0")
        if tail[int(power[0]) :].strip("0"):
            raise FormError("whole")
        head += tail[: int(power[0])]
    elif len(tails) > 1:
        if not head or any(len(tail) != 3 for tail in tails):
            raise FormError("whole")
        head += "".join(tails)
    elif tails:
        refuse_two_readings(head, tails[0])
        if tails[0].strip("0") or not head:
            raise FormError("whole")
    return int(limit_digits(head.lstrip("0")) or "0")


def refuse_two_readings(head: str, tail: str) -> None:
    """Complain of 1.000, which is 1000 to some and 1 to others."""
    if len(tail) == 3 and head not in ("", "0"):
        raise FormError("dot")


def limit_digits(digits: str) -> str:
    """Return the digits of a number, unless they are too many to be compared everywhere."""
    if len(digits) > 15:
        raise FormError("large")
    return digits


def read_decimal(tokens: Tokens) -> str:
    """Read one number with its sign as its shortest text: 1.50 is 1.5, -0 is 0."""
    if kinds(tokens) not in ("N", "-N", "+N"):
        raise FormError("list")
    head, *tails = tokens[-1].text.split(".")
    if len(tails) > 1 or "e" in tokens[-1].text:
        value = str(read_digits(tokens[-1].text))
    else:
        tail = tails[0] if tails else ""
        refuse_two_readings(head, tail)
        value = limit_digits(head.lstrip("0")) or "0"
        value += f".{limit_digits(tail.rstrip('0'))}" if tail.strip("0") else ""
    return f"-{value}" if tokens[0].kind == "-" and value != "0" else value


class Arithmetic:
    """Evaluates sums, differences and products of whole numbers, by recursive descent."""

    def __init__(self, tokens: Tokens) -> None:
        """Take the tokens of one expression."""
        self.tokens, self.at = tokens, 0

    def next(self) -> str:
        """Return the kind of the token that comes next; "" at the end."""
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> str:
        """Return the kind of the next token and go past it."""
        self.at += 1
        return self.tokens[self.at - 1].kind

    def value(self) -> int:
        """Return the value of the whole expression."""
        value = self.total()
        if self.next():
            raise FormError("arithmetic")
        return value

    def total(self) -> int:
        """Return the value of a sum."""
        sign = self.take() if self.next() in ("+", "-") else "+"
        value = self.product() * (1 if sign == "+" else -1)
        while self.next() in ("+", "-"):
            sign = self.take()
            value = limit(value + self.product() * (1 if sign == "+" else -1))
        return value

    def product(self) -> int:
        """Return the value of a product."""
        value = self.atom()
        while self.next() in ("*", "x"):
            self.take()
            value = limit(value * self.atom())
        return value

    def atom(self) -> int:
        """Return the value of a number, or of a sum in brackets."""
        kind = self.next()
        if kind not in ("N", "("):
            raise FormError("arithmetic")
        self.take()
        if kind == "N":
            return read_digits(self.tokens[self.at - 1].text)
        value = self.total()
        if self.next() != ")":
            raise FormError("arithmetic")
        self.take()
        return value


def limit(value: int) -> int:
    """Return a value, unless it is larger than every language counts exactly."""
    if abs(value) > GRAMMAR["most"]:
        raise FormError("large")
    return value


def evaluate(tokens: Tokens) -> int:
    """Return the value of sums and products of whole numbers."""
    return Arithmetic(tokens).value()


def join_groups(tokens: Tokens) -> Tokens:
    """Join digits in groups of three: 5,133,600 (outside brackets) and 5 133 600 and 5'133'600 are one number."""
    joined, at, around = [], 0, depths(tokens)
    while at < len(tokens):
        token, end = tokens[at], at + 1
        if token.kind == "N" and re.fullmatch("[1-9][0-9]?[0-9]?", token.text):
            for separator in ("'", "", ",") if around[at] == 0 else ("'", ""):
                end = end_of_groups(tokens, at, separator)
                if end > at + 1:
                    break
            token = token._replace(text="".join(t.text for t in tokens[at:end] if t.kind == "N"))
        joined.append(token)
        at = end
    return joined


def end_of_groups(tokens: Tokens, at: int, separator: str) -> int:
    """Return where a number that starts at a place ends, if its groups of three digits stand between separators."""
    step, end = len(separator) + 1, at + 1
    while kinds(tokens[end : end + step]) == f"{separator}N":
        if not re.fullmatch("[0-9][0-9][0-9]", tokens[end + step - 1].text):
            break
        end += step
    return end


def read_sides(tokens: Tokens) -> int:
    """Return the value of an expression, or of both sides of an equation."""
    sides = [side for side in split(tokens, "=") if kinds(side) not in ("", "Z")]
    values = [evaluate(join_groups(strip_brackets(side))) for side in sides]
    if not values:
        raise FormError("arithmetic")
    if any(value != values[0] for value in values):
        raise FormError("sides")
    return values[0]


# Lists of numbers.


def split_items(tokens: Tokens) -> list[Tokens]:
    """Split a list into its items: at commas; without any at x; without any at *; without any at spaces."""
    if kinds(tokens[:1]) == "Z":
        tokens = tokens[2 if kinds(tokens[1:2]) == "=" else 1 :]
    tokens = strip_brackets(tokens)
    parts = split(tokens, COMMAS)
    if len(parts) > 1:
        if not parts[-1]:
            parts.pop()
        if len(parts) > 1 and "x" in kinds(tokens):
            raise FormError("list")
    for separator in "x*":
        if len(parts) == 1:
            parts = split(parts[0], separator)
    return parts if len(parts) > 1 else split_at_spaces(parts[0])


def split_at_spaces(tokens: Tokens) -> list[Tokens]:
    """Split at the spaces between numbers: 1 -3 0 are three, 1 - 3 is one."""
    parts: list[Tokens] = [[]]
    for n, token in enumerate(tokens):
        signed = token.kind == "-" and n + 1 < len(tokens) and not tokens[n + 1].gap
        if n and token.gap and tokens[n - 1].kind == "N" and (token.kind == "N" or signed):
            parts.append([])
        parts[-1].append(token)
    return parts


def part_at_words(tokens: Tokens) -> Tokens:
    """Put commas in place of words between numbers: 5 rows 4 columns, 100 images of 256 x 256 with 3 colours."""
    if not WORDS_BETWEEN.search(kinds(tokens)):
        return [token for token in tokens if token.kind not in WORDS]
    comma = Token(",")
    parted: Tokens = []
    for token, before in zip(tokens, [comma, *tokens[:-1]], strict=True):
        if token.kind == "N" and before.kind in WORDS and parted and parted[-1].kind == "N":
            parted.append(comma)
        if token.kind not in WORDS:
            parted.append(comma if token.kind == "x" else token)
    return parted


def read_list(tokens: Tokens) -> list[int]:
    """Read whole numbers in order."""
    try:
        return [evaluate(item) for item in split_items(tokens)]
    except FormError as error:
        raise FormError("list" if str(error) == "arithmetic" else str(error)) from None


def read_named(tokens: Tokens, form: str) -> list[int]:
    """Read two numbers with names, such as row 1, column 3; [] if it is no such pair."""
    first, second = GRAMMAR["names"][form]
    for pattern, swapped in GRAMMAR["named"]:
        if re.search(pattern.replace("a", first).replace("b", second), kinds(tokens)):
            values = read_signed(tokens)
            return values[::-1] if swapped else values
    return []


def read_signed(tokens: Tokens) -> list[int]:
    """Return the numbers among tokens, each with the sign that stands before it."""
    return [
        read_digits(token.text) * (-1 if n and tokens[n - 1].kind == "-" else 1)
        for n, token in enumerate(tokens)
        if token.kind == "N"
    ]


def read_two(tokens: Tokens, form: str, wrong: str) -> list[int]:
    """Read two numbers, with or without their names."""
    tokens = strip_brackets(tokens)
    if kinds(tokens) == "[N][N]":
        return [read_digits(tokens[1].text), read_digits(tokens[4].text)]
    found = read_named(tokens, form) or read_list(tokens)
    if len(found) != 2:
        raise FormError(wrong)
    return found


def in_brackets(values: Sequence[object]) -> str:
    """Return numbers as the text of a shape."""
    return f"({', '.join(map(str, values))})"


# One reader for each form.


def read_count(tokens: Tokens) -> str:
    """Read a count: a whole number, or sums and products of them."""
    bare = strip_brackets(tokens)
    is_list = len(split_items(tokens)) > 1 and not re.search("[-+=*x]", kinds(bare))
    if is_list and kinds(join_groups(bare)) != "N":
        raise FormError("several")
    return str(read_sides(tokens))


def read_shape(tokens: Tokens) -> str:
    """Read a shape: whole numbers in order, with or without words that say what they count."""
    bare = strip_brackets([token for token in tokens if token.kind != "w"])
    if named := read_named(bare, "pixel"):
        return in_brackets(named)
    if re.search("C.*R", kinds(bare)):
        raise FormError("list")
    return in_brackets(read_list(part_at_words(strip_brackets(tokens))))


def read_shapes(tokens: Tokens) -> str:
    """Read one shape, or two that are called Z and U or joined by "and"; two that agree are one."""
    bare = [
        token
        for n, token in enumerate(tokens)
        if token.kind not in "BZ" and not (token.kind == "=" and n and tokens[n - 1].kind == "Z")
    ]
    two = split(bare, "&")
    if all(kinds(part).count("N") == 1 for part in two):
        two = [bare]
    elif len(two) == 1:
        two = split(strip_brackets(bare), ",;")
        if not all(kinds(part)[:1] in ("(", "[") for part in two):
            two = [bare]
    first, *others = map(read_shape, two)
    if len(others) > 1:
        raise FormError("list")
    return f"{first} and {others[0]}" if others and others[0] != first else first


def read_pixel(tokens: Tokens) -> str:
    """Read a pixel: a row and a column, or where a 0 is: 0 at (1, 3), Z[1, 3] = 0."""
    if re.search("^Z.+=N$|^NA", kinds(tokens)):
        value, tokens = split_value(tokens)
        if evaluate(value):
            raise FormError("pixel")
    return read_place(tokens)


def read_place(tokens: Tokens) -> str:
    """Read a row and a column."""
    if re.search(r"^[(\[]N,N[)\]](?:[,;&]*[(\[]N,N[)\]])+$", kinds(strip_brackets(tokens))):
        raise FormError("one")
    return in_brackets(read_two(tokens, "pixel", "pixel"))


def read_pair(tokens: Tokens) -> str:
    """Read the numbers of input and output channels."""
    return in_brackets(read_two(tokens, "pair", "list"))


def read_value(tokens: Tokens) -> str:
    """Read a value and its pixel."""
    value, pixel = split_value(strip_brackets(tokens))
    if not value or not pixel:
        raise FormError("value")
    try:
        return f"{evaluate(value)} at {read_place(pixel)}"
    except FormError as error:
        raise FormError("value" if str(error) in ("arithmetic", "list", "pixel") else str(error)) from None


def split_value(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """Split a value from its pixel: at "at", at the = of Z[1, 3] = 6, or after the first number."""
    sides, equal = split(tokens, "A"), split(tokens, "=")
    if len(sides) == 2:
        value, pixel = sides
        return (value[:-1] if kinds(value[-1:]) == "," else value), pixel
    if len(equal) == 2 and kinds(equal[0])[:1] == "Z":
        return equal[1], equal[0][1:]
    end = 2 if kinds(tokens[:1]) in ("-", "+") else 1
    return tokens[:end], tokens[end + (kinds(tokens[end : end + 1]) in (",", ";", "=", "&")) :]


def read_vector(tokens: Tokens) -> str:
    """Read a vector of decimal numbers."""
    return f"[{', '.join(map(read_decimal, split_items(tokens)))}]"


def read_ranges(tokens: Tokens) -> str:
    """Read two ranges, for k1 and for k2."""
    pairs = find_ranges(tokens)
    if not pairs:
        without_last = re.search(r"^\(*\(N,N\)[,;]?\(N,N\)\)*$", kinds(tokens))
        raise FormError("end" if without_last else "ranges")
    names = pairs[0][0] + pairs[1][0]
    if names not in ("", "12", "21"):
        raise FormError("ranges")
    if names == "21":
        pairs.reverse()
    return ", ".join(f"{first} <= k{n} < {end}" for n, (_, first, end) in enumerate(pairs, 1))


Range = tuple[str, int, int]  # the number in its name, or ""; the first index; the index after the last


def find_ranges(tokens: Tokens) -> list[Range]:
    """Return both ranges; [] if there are not two. "both 0..1" and "0 <= k1, k2 < 2" are two as well."""
    if "B" in kinds(tokens):
        one = read_range([token for token in tokens if token.kind != "B"])
        return [one, one] if one else []
    at = kinds(tokens).find("K,K")
    if at >= 0 and tokens[at].text[-1] + tokens[at + 2].text[-1] == "12":
        one = read_range(tokens[:at] + tokens[at + 2 :])
        return [("", *one[1:]), ("", *one[1:])] if one else []
    for at in range(len(tokens)):
        first = read_range(tokens[:at])
        second = first and read_range(tokens[at + (tokens[at].kind in COMMAS) :])
        if first and second:
            return [first, second]
    return []


def read_range(tokens: Tokens) -> Range | None:
    """Return one range as the first index and the one after the last."""
    found = kinds(tokens)
    for pattern, meant in GRAMMAR["ranges"]:
        if re.search(pattern.replace("n", "-?N"), found):
            first, last = [0, *read_signed(tokens)][-2:]
            if meant == "down":
                first, last = last, first
            if meant == "listed" and last != first + 1:
                raise FormError("ranges")
            name = "".join(token.text[-1] for token in tokens if token.kind == "K")
            is_last = meant in ("inclusive", "listed") or re.search("Kl|gK", found)
            return name, first + bool(re.search("<K|K>", found)), last + bool(is_last)
    return None


READERS: dict[str, Callable[[Tokens], str]] = {
    "count": read_count,
    "shape": read_shape,
    "shapes": read_shapes,
    "pixel": read_pixel,
    "pair": read_pair,
    "value": read_value,
    "vector": read_vector,
    "ranges": read_ranges,
}
