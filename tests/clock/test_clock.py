"""The clock in the notes, and what is said of the time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.clock import clocked, judged, schedule
from pipeline.commands import stages
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck, FittedSlide, Run, TextParagraph
from pipeline.meta import DeckMeta, Meta
from pipeline.problems import Place, Problems, Severity
from tests.conftest import ROOT
from tests.talk.told import essay as written

SAID = TextParagraph((Run("What is said."),))


def deck(*seconds: int, appendix: bool = False) -> FittedDeck:
    slides = [
        FittedSlide(f"s-{n}", n, "term", f"n{n}", 10 + n, "s", (), (SAID,), each) for n, each in enumerate(seconds, 1)
    ]
    if appendix:
        slides.append(replace(slides[0], id="s-extra", number=None, seconds=0))
    return FittedDeck(tuple(slides), (), "")


def lines(made: FittedDeck) -> list[str]:
    """What the notes of each slide open with."""
    return ["".join(run.text for run in slide.notes[0].runs) for slide in made.slides]


def essay(minutes: int | None = None, lang: str = "en") -> Essay:
    places = {"deck.minutes": Place("essay.md", 7, 3)}
    return Essay("essay.md", "e", Meta("T", lang=lang, deck=DeckMeta(minutes=minutes), places=places), ())


def test_the_clock_runs_through_the_talk_and_stands_still_in_the_appendix() -> None:
    given = deck(270, 45, appendix=True)
    assert schedule(given) == ((0, 270), (270, 315), None)
    assert lines(clocked(given, essay(15).meta)) == [
        "0:00 – 4:30 of 15:00 (270 s)",
        "4:30 – 5:15 of 15:00 (45 s)",
        "What is said.",
    ]


def test_without_a_time_given_only_what_has_passed_is_told() -> None:
    assert lines(clocked(deck(20, 3600), essay().meta)) == ["0:00 – 0:20 (20 s)", "0:20 – 60:20 (3600 s)"]


@pytest.mark.parametrize(("lang", "of"), [("de", "von"), ("fr-CH", "sur"), ("en-GB", "of"), ("xx", "of")])
def test_its_words_are_of_a_language_that_they_name(lang: str, of: str) -> None:
    (slide,) = clocked(deck(20), essay(1, lang).meta).slides
    (run,) = slide.notes[0].runs
    assert run.text == f"0:00 – 0:20 {of} 1:00 (20 s)"
    assert run.lang == (lang[:2] if lang != "xx" else "en")


def test_a_deck_without_the_clock_has_the_notes_alone() -> None:
    assert lines(deck(20)) == ["What is said."]


@pytest.mark.parametrize(
    ("seconds", "minutes", "codes"),
    [
        ((120,), None, []),
        ((121,), None, ["slide-long"]),
        ((60, 60), 2, []),
        ((61, 60), 2, ["talk-long"]),
        ((60,), 2, []),
        ((59,), 2, ["talk-short"]),
    ],
)
def test_what_is_said_of_the_time(seconds: tuple[int, ...], minutes: int | None, codes: list[str]) -> None:
    problems = judged(deck(*seconds), essay(minutes))
    assert [problem.code for problem in problems] == codes
    for problem in problems:
        assert problem.place == (Place("essay.md", 11) if problem.code == "slide-long" else Place("essay.md", 7, 3))
        assert problem.severity is (Severity.HINT if problem.code == "talk-short" else Severity.WARNING)


def measured(text: str, front: str = "") -> tuple[FittedDeck, Problems]:
    """The slides of an essay with the body ``text``, and what was said of them."""
    found = written(text, front)
    theme, _ = stages.theme(Path(found.path), found.meta, Files(ROOT))
    assert theme is not None
    made, problems = stages.fitted(found, theme, Files(ROOT))
    assert made is not None, [str(problem) for problem in problems]
    return made, problems


WORDS = "word " * 100


def test_a_script_is_what_the_clock_goes_by() -> None:
    front = "deck:\n  minutes: 2\n  words_per_minute: 100\n"
    told = f"Lead.\n\n## S\n\n==It is so.== {WORDS * 3}\n\n::: notes\n{WORDS}\n:::"
    made, problems = measured(told, front)
    assert [slide.seconds for slide in made.slides] == [15, 10, 60, 15]
    assert not [problem for problem in problems if problem.code in ("slide-long", "talk-long")]
    _, problems = measured(told.replace("::: notes", "::: handout"), front)
    assert [(p.code, p.place.line) for p in problems if "long" in p.code] == [("slide-long", 13), ("talk-long", 5)]


def test_the_parts_of_a_slide_share_its_time_and_are_judged_one_by_one() -> None:
    items = "\n".join(f"- Item {n} of many, with a word or two more to say of it all" for n in range(18))
    made, problems = measured(f"Lead.\n\n## S\n\nThis is the list:\n\n{items}", "deck: {words_per_minute: 100}\n")
    parts = [slide for slide in made.slides if slide.part]
    assert len(parts) > 1
    assert sum(slide.seconds for slide in parts) > 120
    assert max(slide.seconds for slide in parts) <= 120
    assert "slide-long" not in [problem.code for problem in problems]
    starts = [span[0] for span in schedule(made) if span]
    assert starts == sorted(set(starts))
