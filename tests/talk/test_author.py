"""The author's hand and the notes, each sentence of "From essay to talk" as a test."""

import pytest

from pipeline.problems import Severity
from tests.talk.told import FILLER, POINTS, codes, layouts, notes, titles, told, words

# --- The author's hand --------------------------------------------------------------------------


def test_a_written_slide_replaces_the_slide_of_the_unmarked_block_before() -> None:
    talk, _ = told("Lead.\n\n## S\n\nText.\n\n::: deck\n### As written\n\n- a\n- b\n:::")
    assert titles(talk) == ["Lead", "As written"]
    assert notes(talk.slides[2]) == "Text."


def test_a_written_slide_leaves_a_marked_block_its_slide() -> None:
    talk, _ = told("Lead.\n\n## S\n\n==Text.==\n\n::: deck\n### As written\n:::")
    assert titles(talk) == ["Lead", "Text", "As written"]


def test_a_written_slide_replaces_all_slides_of_unmarked_points() -> None:
    points = POINTS.replace("==", "")
    talk, _ = told(f"Lead.\n\n## S\n\n{points}\n\n::: deck\n### All in one\n:::")
    assert titles(talk) == ["Lead", "All in one"]
    assert "Claim b" in notes(talk.slides[2])


@pytest.mark.parametrize(
    "written",
    [
        "| a |\n|---|\n| b |",
        "```\nx = 1\n```",
        "$$\nx^2\n$$",
        "```chart\nkind: bar\n---\nCity,Rain\nOslo,763\nRome,800\n```",
    ],
)
def test_a_written_slide_shows_its_object_whatever_it_is(written: str) -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nText.\n\n::: deck\n### As written\n\n{written}\n:::")
    assert [slot.name for slot in talk.slides[2].slots if slot.name in ("title", "object")] == ["title", "object"]


@pytest.mark.parametrize(
    "deep",
    [
        "- shown\n\n  ::: notes\n  Said alone.\n  :::",
        "> shown\n>\n> ::: notes\n> Said alone.\n> :::",
        "term\n: shown\n\n  ::: notes\n  Said alone.\n  :::",
        "::: compare\n- a\n\n1. b\n\n   ::: notes\n   Said alone.\n   :::\n:::",
    ],
)
def test_notes_deep_in_a_written_slide_are_said_on_it(deep: str) -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nText.\n\n:::: deck\n### As written\n\n{deep}\n\nShown.\n::::")
    assert "Said alone." in notes(talk.slides[2])


def test_deck_off_leaves_out_and_says_so() -> None:
    talk, problems = told(
        "Lead.\n\n## S {deck=off}\n\nText.\n\n## T\n\nMore.\n\n::: {.deck deck=off}\n### Not this\n:::"
    )
    assert titles(talk) == ["Lead", "More"]
    assert codes(problems) == ["left-out", "left-out"]


def test_short_stands_above_and_the_heading_in_the_notes() -> None:
    talk, _ = told('Lead.\n\n## A very long heading {short="Brief"}\n\nText.')
    assert words(talk.slides[2], "term") == "Brief"
    assert "A very long heading" in notes(talk.slides[2])


def test_an_appendix_comes_last_unnumbered_and_untimed() -> None:
    talk, _ = told("Lead.\n\n## A {.appendix}\n\nExtra words.\n\n## B\n\nText.")
    assert (talk.slides[-1].appendix, talk.slides[-1].seconds, words(talk.slides[-1])) == (True, 0, "Extra words")


def test_sections_are_selected_and_ordered() -> None:
    front = "deck:\n  sections: [c, a]\n"
    talk, problems = told("Lead.\n\n## A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\nThree.", front)
    assert titles(talk) == ["Lead", "Three", "One"]
    assert codes(problems) == ["left-out"]
    assert [section.id for section in talk.sections] == ["introduction", "c", "a", "closing"]


def test_a_section_that_is_none_is_an_error_with_the_nearest_name() -> None:
    _, problems = told("Lead.\n\n## Alpha\n\nOne.", "deck:\n  sections: [alpa]\n")
    assert problems[0].severity is Severity.ERROR
    assert problems[0].hint == "did you mean `alpha`?"


def test_a_layout_by_hand() -> None:
    talk, problems = told("Lead.\n\n## S {layout=statement}\n\nText.\n\n## T {layout=section}\n\nMore.")
    assert layouts(talk) == ["term", "statement", "section", "term"]
    assert not problems


def test_a_layout_that_cannot_hold_what_is_there_is_a_warning() -> None:
    talk, problems = told(
        "Lead.\n\n## S\n\n::: {.deck layout=figure}\n### It is T\n\nText.\n:::\n\n## U {layout=table}\n\nText."
    )
    assert sorted(codes(problems)) == ["layout-unfit", "layout-unfit"]
    assert layouts(talk) == ["term", "term", "term"]


# --- Notes --------------------------------------------------------------------------------------


def test_a_script_is_what_is_said_and_the_paragraph_follows_untimed() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\n==It is so.== {FILLER}\n\n::: notes\n{'word ' * 26}\n:::")
    slide = talk.slides[2]
    assert slide.seconds == 12
    assert notes(slide).index("word word") < notes(slide).index("It is so.")


def test_without_a_script_the_paragraph_is_what_is_said() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\n{FILLER}", "deck:\n  words_per_minute: 100\n")
    assert talk.slides[2].seconds == 90
