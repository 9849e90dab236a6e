from dataclasses import replace

from pipeline.fitted import Anchor, FittedDeck, FittedSlide, Run, TextBox, TextParagraph
from pipeline.meta import DeckMeta, Meta
from pipeline.outline import outline, timetable
from pipeline.units import Box, pt

BOX = Box(pt(0), pt(0), pt(100), pt(20))


def slide(number: int | None, title: str, seconds: int, part: tuple[int, int] | None = None) -> FittedSlide:
    shape = TextBox("title", "n1", BOX, pt(36), (TextParagraph((Run(title),)),), Anchor.TOP, 0.5)
    return FittedSlide(f"s-{number}", number, "term", "n1", 12, "s", (shape,), (), seconds, part)


def shown(minutes: int | None) -> list[str]:
    slides = (slide(1, "A claim", 75), slide(2, "歩く\vこと", 5, (2, 3)), slide(None, "Extra\x1b[31m", 0))
    return outline(FittedDeck(slides, (), ""), Meta("T", deck=DeckMeta(minutes=minutes))).split("\n")


def test_a_line_a_slide_with_columns_that_line_up() -> None:
    head, rule, first, second, extra, *_ = shown(None)
    assert head.split() == ["No.", "Layout", "Title", "Time", "Clock", "Line"]
    assert set(rule) == {"─", " "}
    assert first.split() == ["1", "term", "A", "claim", "1:15", "0:00", "12"]
    assert second.split() == ["2", "term", "歩く", "こと", "(2/3)", "0:05", "1:15", "12"]
    assert extra.split() == ["–", "term", "Extra\\x1b[31m", "–", "–", "12"]
    assert len(second) + 4 == len(first)  # four signs are two columns wide


def test_the_whole_against_the_time_given() -> None:
    assert shown(None)[-2] == "3 slides, 1:20 at 130 words a minute"
    assert shown(2)[-2] == "3 slides, 1:20 of 2:00 (0:40 to spare) at 130 words a minute"
    assert shown(1)[-2] == "3 slides, 1:20 of 1:00 (0:20 over) at 130 words a minute"


def test_the_timetable_counts_on_and_says_how_much_is_noted() -> None:
    noted = replace(slide(1, "A claim", 75), notes=(TextParagraph((Run("Four words "), Run("in all.", bold=True))),))
    given = FittedDeck((noted, slide(2, "Next", 5), slide(None, "Extra", 0)), (), "")
    head, _, first, second, extra, _, whole, _ = timetable(given, Meta("T")).split("\n")
    assert head.split() == ["No.", "Title", "Seconds", "From", "To", "Words"]
    assert first.split() == ["1", "A", "claim", "75", "0:00", "1:15", "4"]
    assert second.split() == ["2", "Next", "5", "1:15", "1:20", "0"]
    assert extra.split() == ["–", "Extra", "–", "–", "–", "0"]
    assert whole == "3 slides, 1:20 at 130 words a minute"
