"""How an answer is read: from what a person types, or from a Python object, to the one text that says what is meant.

A form is a name: count, shape, shapes, pixel, pair, value, vector or ranges. The one text of an answer, such as
``"6 at (1, 3)"``, reads as itself, so that whatever judges an answer has texts to compare and nothing else.
"""

from __future__ import annotations

from cnnlib.forms.grammar import GRAMMAR, WRONG
from cnnlib.forms.objects import WRITERS, TooManyDigits
from cnnlib.forms.reader import READERS, FormError, read

__all__ = ["FORMS", "GRAMMAR", "WRONG", "FormError", "TooManyDigits", "read", "write"]

FORMS = tuple(READERS)


def write(form: str, answer: object) -> str:
    """Return the one text that says what a Python object means as an answer of a form.

    Parameters
    ----------
    form : str
        One of ``FORMS``.
    answer : object
        Numbers, alone or in tuples, lists and arrays; ranges.

    Returns
    -------
    str

    Raises
    ------
    TypeError, ValueError
        If it is no answer of this form; `TooManyDigits` if a number has more than 100 digits. Without a message: who
        asked says what is allowed.

    Examples
    --------
    >>> write("value", (6, [1, 3.0]))
    '6 at (1, 3)'
    """
    return WRITERS[form](answer)
