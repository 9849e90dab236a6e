"""No two slides of a talk have the same title."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.slides import Talk
from tests.talk.told import codes, titles, told, words

LONG = "so that a claim becomes longer than two lines of any title may ever hold, whatever face it is set in, " * 2


def all_titles(talk: Talk) -> list[str]:
    return [words(slide) for slide in talk.slides]


def test_the_closing_has_a_title_of_its_own_above_the_lead_claim() -> None:
    talk, problems = told("==The lead.==")
    assert all_titles(talk) == ["A title", "The lead", "In one sentence"]
    assert codes(problems) == []


def test_a_heading_that_is_a_title_again_is_followed_by_what_sets_the_slide_apart() -> None:
    text = """Lead.

## Thoughts

> One.
>
> — Ada Lovelace, *Notes*

> Two.
>
> — Ada Lovelace

> Three.

| A | B |
|---|---|
| 1 | 2 |
"""
    talk, problems = told(text)
    assert titles(talk) == [
        *("Lead", "Thoughts", "Thoughts – Ada Lovelace", "Thoughts – Ada Lovelace (2)", "Thoughts (2)"),
        "Thoughts – Table",
    ]
    assert "title-twice" not in codes(problems)


def test_a_claim_too_long_stands_below_its_heading_with_a_number() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\n=={LONG}one==\n\n=={LONG}two==")
    assert titles(talk) == ["Lead", "S", "S (2)"]


def test_the_same_words_twice_are_told_apart_and_said() -> None:
    talk, problems = told("Lead.\n\n## S\n\n==It is so.==\n\n## T\n\n==it is SO==")
    assert titles(talk) == ["Lead", "It is so", "It is SO (2)"]
    (problem,) = [problem for problem in problems if problem.code == "title-twice"]
    assert (problem.place.line, problem.message) == (14, "the title “It is SO” is that of line 10 already")


def test_a_fixed_word_gives_way_to_a_heading() -> None:
    front = "sources: {a: {title: A}}\n"
    talk, problems = told("Lead [a].\n\n## Sources\n\n> Words.\n\n## In one sentence\n\n> More.", front)
    assert all_titles(talk)[-4:] == ["Sources", "In one sentence", "In one sentence (2)", "Sources (2)"]
    assert codes(problems) == []


BLOCKS = (
    "==Claim.==",
    "> Words.\n>\n> — Ada, *Notes*",
    "> Words.",
    f"=={LONG}==",
    "## Heading",
    "### Heading",
    "## A title",
    "## Heading (2)",
    "- **Term:** that is a claim, of just a few more words than twelve, so that it takes a slide\n- **Term:** claim.",
    "::: deck\n### Claim\n\nText.\n:::",
    "::: compare\n- One\n\n<!-- -->\n\n- Two\n:::",
    "| A |\n|---|\n| 1 |",
    "```\ncode\n```\n: Claim",
    "First sentence. Second.",
)


@given(st.lists(st.sampled_from(BLOCKS), max_size=14))
def test_whatever_is_written_no_title_stands_twice(blocks: list[str]) -> None:
    found = [title.casefold() for title in all_titles(told("\n\n".join(["Lead.", *blocks]))[0])]
    assert len(set(found)) == len(found)
