"""Deal the numbers: a sheet for each student, decided by the seed of the class and the student's id alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cnnlib.arguments import as_choice, as_integer
from cnnlib.classroom.roster import Student
from cnnlib.problems import Part, Problem, own
from cnnlib.problems.practice import RECIPES, SIZES, practice

# Crockford's base 32: digits and letters without I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10  # the last of them is the check character
HOMEWORK = Student("homework")


@dataclass(frozen=True)
class Sheet:
    """A student's five problems.

    Attributes
    ----------
    student : Student
        Whose they are.
    seed : int, optional
        Of the class; None for the homework's own problems.
    size : {"small", "medium", "large"}
        How much there is to compute.
    code : str
        What names these numbers and no others, such as ``"7K3QM-2XV4T"``; it can be read out, and `read_code` notices
        a misread character.
    problems : mapping of int to Problem
        1 to 5, or some of them. Problem 4 asks for elements of gradients, `cnnlib.problems.GradientElements`; the
        homework's own asks for formulas.
    """

    student: Student
    seed: int | None
    size: str
    code: str
    problems: Mapping[int, Problem] = field(repr=False)

    @classmethod
    def own(cls, student: Student = HOMEWORK, numbers: Iterable[int] = tuple(RECIPES)) -> Sheet:
        """Return the homework's own problems as a sheet, or those with some numbers alone."""
        code = find_code(None, "medium", student.id)
        return cls(student, None, "medium", code, {number: own(number) for number in numbers})

    def parts(self) -> dict[str, Part]:
        """Return the parts of all problems by their names, ``"1a"`` to ``"5c"``."""
        return {part.name: part for problem in self.problems.values() for part in problem.parts().values()}


def deal(seed: int, student: Student, size: str = "medium") -> Sheet:
    """Return the sheet of a student.

    Parameters
    ----------
    seed : int
        Of the class, 0 or more.
    student : Student
        Only the id decides; a name may be corrected later.
    size : {"small", "medium", "large"}
        How much there is to compute.

    Returns
    -------
    Sheet
        The same on every machine.

    Raises
    ------
    TypeError, ValueError
        If there is no such seed or size.
    """
    seed = as_integer("seed", seed, least=0)
    as_choice("size", size, SIZES)
    problems = {number: practice(number, seed_for(seed, student.id, number), size=size) for number in RECIPES}
    return Sheet(student, seed, size, find_code(seed, size, student.id), problems)


def deal_all(seed: int, students: Iterable[Student], size: str = "medium") -> Iterator[Sheet]:
    """Return the sheets of students, each dealt when it is asked for, so that a large class needs no more memory."""
    return (deal(seed, student, size) for student in students)


def seed_for(seed: int, id: str, number: int) -> int:
    """Return the seed of a student's instance of a problem, a number of up to 13 digits.

    The student can look at it alone: ``practice(2, seed_for(...))`` is Problem 2 of the sheet.
    """
    return int.from_bytes(digest("problem", seed, number, id)[:5])


def find_code(seed: int | None, size: str, id: str) -> str:
    """Return the code of a student's sheet, without dealing it."""
    return make_code("homework" if seed is None else seed, size, id)


def digest(*name: object) -> bytes:
    """Return the SHA-256 digest of a name; its last item, an id, may have any characters."""
    return sha256(":".join(map(str, ("class", *name))).encode()).digest()


def make_code(*name: object) -> str:
    """Return a code of ten characters for a name."""
    number = int.from_bytes(digest("code", *name))
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH - 1))
    code = body + find_check(body)
    return f"{code[:5]}-{code[5:]}"


def find_check(body: str) -> str:
    """Return the check character of a code: Luhn's algorithm in base 32, which notices any one misread character.

    Luhn's algorithm modulo N: ISO/IEC 7812-1 has it for N = 10.
    """
    base, total = len(ALPHABET), 0
    for place, letter in enumerate(reversed(body)):
        value = ALPHABET.index(letter) * (1 if place % 2 else 2)
        total += value // base + value % base
    return ALPHABET[-total % base]


def read_code(text: str) -> str | None:
    """Return a code as it is written on the sheet, however it was typed; None if it is none or a character is wrong."""
    typed = text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(typed) != CODE_LENGTH or not set(typed) <= set(ALPHABET) or find_check(typed[:-1]) != typed[-1]:
        return None
    return f"{typed[:5]}-{typed[5:]}"
