"""Slides are cut from what marks name, and votes have the slips of their parts."""

import re

import pytest

from cnnlib import parts
from cnnlib.problems import KEY, own
from kit.book import problems, source
from press.finish.pages import Page
from press.slides.cut import CutError, Mark, cut
from press.slides.marks import name_sheets
from press.slides.votes import CHOSEN, make_vote
from press.slides.write import write_explorer


def page(text: str) -> Page:
    return Page(f"<article><section><h1>1. Title<a class='headerlink'>#</a></h1><p>Able.</p>{text}</section></article>")


def test_a_block_goes_where_its_mark_says_and_the_rest_into_the_notes() -> None:
    slides = cut(
        page(
            "<section><h2>One</h2><p>not told</p><!-- slide: First --><p>on it</p><p>told</p><!-- slide -->"
            "<ul><li>too</li></ul><!-- slide: Second\nshort &amp; clear --><p>long</p></section>"
        )
    )
    assert [(one.name, one.title, one.blocks, one.notes) for one in slides] == [
        ("start", "1. Title", ["<p>Able.</p>"], []),
        ("first", "First", ["<p>on it</p>", "<ul><li>too</li></ul>"], ["<p>told</p>"]),
        ("second", "Second", ["<p>short &amp; clear</p>"], ["<p>long</p>"]),
    ]


def test_an_answer_box_becomes_a_vote_with_its_question() -> None:
    box = "<div><form class='answer' data-part='2b'></form></div>"
    (_, vote) = cut(page(f"<section><h2>2(b) Size<a class='headerlink'>#</a></h2><p>What size?</p>{box}</section>"))
    assert (vote.part, vote.title, vote.blocks) == ("2b", "2(b) Size", ["<p>What size?</p>"])


def test_a_link_to_a_state_brings_the_explorer_along() -> None:
    block = "<!-- slide: Here | walk --><p>See <a href='#explorer-1?pin=Z,1,3'>it</a>.</p>"
    (_, slide) = cut(page(f"<section><h2>One</h2>{block}</section>"))
    assert slide.explorer == (1, "pin=Z,1,3")
    assert "walk" in slide.options
    assert "<a" not in slide.blocks[0]


def test_a_long_table_takes_several_slides_and_hides_columns() -> None:
    rows = "".join(f"<tr><td>{k}</td><td>secret</td></tr>" for k in range(9))
    table = f"<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>{rows}</tbody></table>"
    slides = cut(page(f"<section><h2>One</h2><!-- slide: All | hide 2 -->{table}</section>"))[1:]
    assert [re.findall(r"<td>(\d)</td>", one.blocks[0]) for one in slides] == [list("01234"), list("5678")]
    assert all(one.blocks[0].count("fragment") >= 5 for one in slides)


def test_what_is_right_may_come_after_what_the_key_states() -> None:
    cell = "<div class='cell'><div class='cell_output'><p>a</p><p class='b'>b</p><p>c</p></div></div>"
    (_, slide) = cut(page(f"<section><h2>One</h2><!-- slide: A | hide 2 3 -->{cell}</section>"))
    assert re.findall(r"<p(.*?)>(\w)</p>", slide.blocks[0]) == [
        ("", "a"),
        (' class="b fragment" data-fragment-index="0"', "b"),
        (' class="fragment" data-fragment-index="0"', "c"),
    ]


@pytest.mark.parametrize("mark", ["slide: A | jump", "slide: A | 3"])
def test_an_option_that_is_none_is_refused(mark: str) -> None:
    with pytest.raises(CutError, match="is no option"):
        Mark.read(mark)


def test_a_mark_without_a_block_is_refused() -> None:
    with pytest.raises(CutError, match="nothing follows"):
        cut(page("<section><h2>One</h2><!-- slide: A --></section>"))


def test_every_part_has_a_vote_on_real_slips() -> None:
    assert list(CHOSEN) == list(parts())
    for name in parts():
        part, vote = own(int(name[0])).part(name[1]), make_vote(name)
        assert 3 <= len(vote.options) <= 4
        assert [one.letter for one in vote.options] == list("ABCD")[: len(vote.options)]
        assert len({one.text for one in vote.options}) == len(vote.options)
        assert {one.slip for one in vote.options} - {""} <= {one.id for one in part.slips}
        assert sum(not one.slip for one in vote.options) == 1
        assert all(one.reason for one in vote.options)


def test_what_the_key_has_wrong_is_among_the_options() -> None:
    for name in ("2a", "2c", "3c", "4b", "4c"):
        verdict = own(int(name[0])).part(name[1]).check(KEY[name])
        assert not verdict.right
        assert verdict.slip in {one.slip for one in make_vote(name).options}


def test_the_right_letter_is_no_habit() -> None:
    letters = [make_vote(name).right.letter for name in parts()]
    assert all(letters.count(one) >= 2 for one in "ABCD")


def test_what_is_voted_on_is_among_the_wrong_answers_to_expect() -> None:
    for page_name in problems():
        number = page_name.split("/")[1][0]
        told = source(f"chapters/teach-{number}")
        for name in (one for one in parts() if one[0] == number):
            says = told[told.index(f'"{name}",') :].split("```")[0]
            assert {slip for slip in CHOSEN[name] if f'"{slip}":' not in says} == set(), name


def test_there_is_a_sheet_of_all_problems_and_of_each_with_its_key() -> None:
    sheets = name_sheets()
    assert len(sheets) == 2 * (1 + len(problems()))
    assert sheets["sheet"] == sheets["sheet-key"] == (1, 2, 3, 4, 5)
    for number in range(1, 6):
        assert sheets[f"sheet-{number}"] == sheets[f"sheet-{number}-key"] == (number,)


def test_what_is_asked_may_come_before_what_is_shown() -> None:
    block = "<!-- slide: Here | blocks 1 2 then 3 --><p>See <a href='#explorer-1?size=2'>it</a>.</p>"
    (_, slide) = cut(page(f"<section><h2>One</h2>{block}</section>"))
    html = write_explorer(slide)
    assert 'data-blocks="1 2" data-blocks-then="3"' in html
    assert html.count("step") == 1
