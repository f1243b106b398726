"""Votes: a part with its right answer and real slips to choose from, all computed from the problem's numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cnnlib.classroom.teaching import shorten
from cnnlib.forms import write
from cnnlib.problems import own, spell
from cnnlib.problems.formulas import FormulaPart
from cnnlib.problems.part import Part, ValuePart

LETTERS = "ABCD"

# The slips that are voted on, by their ids: those that a class makes, the key's own first.
CHOSEN = {
    "1a": ("channels-first", "channels-forgotten", "axis-order"),
    "1b": ("channels-first", "rate-for-samples", "time-split-in-two"),
    "1c": ("samples-and-time-joined", "rate-for-samples", "channels-forgotten"),
    "2a": ("last-bound-included", "counted-from-1", "limits-of-x"),
    "2b": ("row-column-swapped", "last-window-forgotten", "size-of-x"),
    "2c": ("row-column-swapped", "kernel-reversed", "counted-from-1"),
    "2d": ("row-column-swapped", "nearest-to-0", "sign-lost"),
    "2e": ("row-column-swapped", "counted-from-1"),
    "3a": ("size-of-x", "input-channels", "last-window-forgotten"),
    "3b": ("row-column-swapped", "kernel-size"),
    "3c": ("one-channel-pair", "one-output-only", "one-input-channel"),
    "3d": ("bias-forgotten", "input-channels-forgotten", "with-pixels"),
    "4a": ("u-for-its-slope", "slope-at-u", "du-forgotten"),
    "4b": ("product-of-sums", "samples-not-summed", "shift-reversed"),
    "4c": ("first-tap-only", "unturned", "shift-reversed"),
    "5a": ("maximum", "counted-from-1", "first-values"),
    "5b": ("sub-sampling", "stride-ignored", "one-window-too-few"),
    "5c": ("whole-windows-only", "k-up-to-n-over-s", "channel-pooled"),
}


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from.

    Attributes
    ----------
    letter : str
        "A" to "D".
    text : str
        The answer, as a reader may type it.
    slip : str
        The id of the slip that leads to it; "" for the right one.
    reason : str
        Why it is right, or what went wrong.
    """

    letter: str
    text: str
    slip: str
    reason: str


@dataclass(frozen=True)
class Vote:
    """What a class votes on.

    Attributes
    ----------
    part : str
        The part, such as ``"2c"``.
    asked : str
        What is asked, in a few words.
    options : tuple of Option
        Three or four, in an order that does not depend on which is right.
    """

    part: str
    asked: str
    options: tuple[Option, ...]

    @property
    def right(self) -> Option:
        """The right one."""
        return next(one for one in self.options if not one.slip)


def find_answers(part: Part) -> Iterator[tuple[str, str]]:
    """Return a right answer, under "", and one for each slip that is voted on, as texts under the slip's id."""
    if isinstance(part, ValuePart):
        yield "", write(part.kind, part.right[0])
        texts = {slip.id: write(part.kind, slip.answer) for slip in reversed(part.slips)}
    else:
        assert isinstance(part, FormulaPart)
        builder = part.builder
        rights = (builder.write(one) for one in builder.choices() if builder.judge_choice(one)[0].right)
        yield "", next(text for text in rights if not part.check(text).condition)
        # As a key writes it if the slip is the key's, else in the first way there is.
        texts = {}
        for rule, choice in builder.known_choices():
            if builder.judge_choice(choice)[0] is rule:
                texts.setdefault(rule.slip, builder.write(choice))
        if not part.check(builder.key).right:
            texts[part.check(builder.key).slip] = builder.key
    for slip in CHOSEN[part.name]:
        yield slip, texts[slip]


def make_vote(name: str) -> Vote:
    """Return the vote on a part of the homework, such as ``"2c"``."""
    part = own(int(name[0])).part(name[1])
    answers = sorted(find_answers(part), key=lambda one: hashlib.sha256(f"{name} {one[1]}".encode()).hexdigest())
    options = []
    for letter, (slip, text) in zip(LETTERS, answers, strict=False):
        verdict = part.check(text)
        if verdict.slip != slip or verdict.right == bool(slip):
            raise ValueError(f"{text} is not the slip {slip!r} of {spell(name)}, but {verdict.slip!r}")
        # Of a formula without what it gives somewhere: a class compares formulas.
        hints = {one.id: one.hint for one in part.slips} if isinstance(part, FormulaPart) else {}
        options.append(Option(letter, shorten(text), slip, hints.get(slip, verdict.reason)))
    return Vote(name, part.asked, tuple(options))
