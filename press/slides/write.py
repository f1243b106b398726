"""A deck as a page: its slides, what it loads, and its policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import sphinx_revealjs

from press.finish.pages import Page
from press.finish.policy import add_policy, hash_code, read_policy
from press.slides.cut import Slide
from press.slides.votes import Vote, make_vote

REVEAL = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs"
FRONT = Path(__file__).with_name("front")
SPEAKER = REVEAL / "plugin" / "notes" / "speaker-view.html"
SECONDS = 60  # for a vote
# What reveal.js writes for slides of this size that go on paper.
PAPER = (
    "@page{size:1280px 720px; margin: 0px;}",
    ".reveal section>img, .reveal section>video, .reveal section>iframe{max-width: 1280px; max-height:720px}",
)
STEPS = 3  # by which an explorer adds up its cell: a term, a row, all

HELP = (
    "<p>Keys: next and back with Page Down and Page Up, as a clicker sends them, or with the arrows; S speaker's view "
    "with these notes and a clock; O overview; T count-down on or off; B dark screen; F full screen; ? all keys. "
    "For paper add <code>?print-pdf</code> to the address, and print.</p>"
)


@dataclass(frozen=True)
class Deck:
    """What is in a deck.

    Attributes
    ----------
    name : str
        That of its file, such as ``"2-convolution"``.
    title : str
        As plain text.
    book : str
        The way from the deck to its page in the book.
    slides : list of Slide
    data : mapping of int to str
        What the explorers on its slides show, by their number on the page.
    """

    name: str
    title: str
    book: str
    slides: list[Slide]
    data: Mapping[int, str]


def write_option(vote: Vote, k: int) -> str:
    """Return one answer to choose from, with what is said of it after the vote."""
    option = vote.options[k]
    slip = f' data-slip="{option.slip}"' if option.slip else ' data-right=""'
    word = "Right. " if not option.slip else ""
    return (
        f'<li{slip}><span class="letter">{option.letter}</span><code>{escape(option.text)}</code>'
        f'<p class="reason fragment" data-fragment-index="0">{word}{escape(option.reason)}</p></li>'
    )


def write_vote(slide: Slide) -> tuple[str, str]:
    """Return what is on the slide of a vote, and its notes."""
    vote = make_vote(slide.part)
    options = "".join(write_option(vote, k) for k in range(len(vote.options)))
    count_down = (
        f'<p class="count-down"><output role="timer" aria-label="Seconds left">{SECONDS}</output> '
        '<label><input type="checkbox" checked> count-down</label></p>'
    )
    slips = "".join(
        f"<li>{one.letter}, {escape(one.text)}: {one.slip.replace('-', ' ')}</li>" for one in vote.options if one.slip
    )
    notes = (
        f"<p>Each alone, then cards up: A to {vote.options[-1].letter}. If less than two thirds agree, two minutes in "
        f"pairs with somebody who chose another letter, and a second vote. Right is {vote.right.letter}.</p>"
        f"<ul>{slips}</ul>"
    )
    return f'{"".join(slide.blocks)}<ol class="options">{options}</ol>{count_down}', notes


def write_explorer(slide: Slide) -> str:
    """Return the place of an explorer, and a step for each click that adds up its cell."""
    if slide.explorer is None:
        return ""
    number, state = slide.explorer
    walk = "walk" in slide.options
    count = STEPS if walk else int("then" in slide.options)
    steps = '<span class="fragment step"></span>' * count
    # A slide with a state comes after the vote on it: what is asked is no secret there.
    more = f' data-query="{escape(state)}"' if state else ""
    more += ' data-pinned=""' if "pin=" in state else ""
    # What comes at the next click is the finer of the two.
    then = "blocks-then" if "blocks" in slide.options else "panels-then"
    for name, attribute in (("panels", "panels"), ("blocks", "blocks"), ("then", then)):
        if numbers := slide.options.get(name):
            more += f' data-{attribute}="{" ".join(map(str, numbers))}"'
    return (
        f'<div class="explorer" data-from="{number}" data-prevent-swipe{more}{" data-walk" if walk else ""}>'
        f'<div class="explorer-still"></div></div>{steps}'
    )


def write_slide(slide: Slide, is_first: bool) -> str:
    """Return a slide with its notes."""
    if slide.part:
        body, notes = write_vote(slide)
        kind = "vote"
    else:
        body, notes = "".join(slide.blocks) + write_explorer(slide), "".join(slide.notes)
        kind = "title" if is_first else "with-explorer" if slide.explorer else "plain"
    if is_first:
        notes = HELP + notes
    notes = notes or f"<p>{slide.title}: let somebody read it out, and ask what each sign stands for.</p>"
    heading = f"<h1>{slide.title}</h1>" if is_first else f"<h2>{slide.title}</h2>"
    return (
        f'<section id="{slide.name}" class="{kind}">{heading}<div class="content">{body}</div>'
        f'<aside class="notes">{notes}</aside></section>'
    )


def write_deck(deck: Deck) -> Page:
    """Return a deck as a page, before it has its policy."""
    slides = "\n".join(write_slide(one, k == 0) for k, one in enumerate(deck.slides))
    data = "".join(
        f'<script type="application/json" class="explorer-data" data-from="{number}">{text}</script>'
        for number, text in deck.data.items()
    )
    explorer = '<script defer src="explorer.js"></script>' if deck.data else ""
    return Page(
        f"""<!DOCTYPE html>
<html lang="en" data-theme="light" data-mode="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(deck.title)}: slides</title>
<link rel="stylesheet" href="deck.css"><link rel="icon" href="favicon.svg">
<script defer src="deck.js"></script>{explorer}</head>
<body><main class="reveal"><div class="slides">
{slides}
</div></main>
<nav class="way-back" aria-label="Book"><a href="{escape(deck.book)}">The chapter</a></nav>
{data}</body></html>""",
        f"slides/{deck.name}",
    )


def finish_policy(page: Page) -> None:
    """Give a deck the policy of the site's pages, and of what reveal.js writes: a speaker's window, rules for paper."""
    add_policy(page, [])
    speaker = SPEAKER.read_text(encoding="utf-8")
    words = {
        "script-src": [hash_code(code) for code in re.findall(r"<script>(.*?)</script>", speaker, re.DOTALL)],
        "style-src-elem": [
            hash_code(code) for code in [*re.findall(r"<style>(.*?)</style>", speaker, re.DOTALL), *PAPER]
        ],
    }
    rules = {name: [*old, *words.get(name, [])] for name, old in read_policy(page).items()}
    rules["frame-src"] = ["'self'"]  # the slides in the speaker's window
    meta = page.head.css_first('meta[http-equiv="Content-Security-Policy"]')
    assert meta is not None
    meta.attrs["content"] = "; ".join(" ".join([name, *words]) for name, words in rules.items())
