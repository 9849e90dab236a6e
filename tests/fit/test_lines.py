"""Lines break where LibreOffice and PowerPoint break them, or earlier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files import Files
from pipeline.fit.lines import broken, measured
from pipeline.fitted import Run, TextParagraph
from pipeline.fonts import Measure, Style
from tests.fit.desk import ROOT, theme

MEASURE = Measure(theme(), Files(ROOT))


def lines(text: str, ems: float, *, mono: bool = True) -> tuple[str, ...]:
    """In the monospaced face, whose every letter is 0.6 em wide: 10 letters take 6.06 em with the slack."""
    return broken(measured(TextParagraph((Run(text, mono=mono),)), "sans", MEASURE), ems, MEASURE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("",)),
        ("one two", ("one two",)),
        ("one two three", ("one two", "three")),
        ("one  two  three", ("one  two", "three")),
        ("state-of-the-art", ("state-of-", "the-art")),
        ("abc GPT-4 no", ("abc GPT-4", "no")),
        ("a\vb", ("a", "b")),
        ("a\v", ("a", "")),
        ("abcdefghijklm", ("abcdefghij", "klm")),
        ("ab abcdefghijklm no", ("ab", "abcdefghij", "klm no")),
        ("abcdefgh/ijklmno", ("abcdefgh/", "ijklmno")),
        ("one\u00a0two\u00a0three", ("one\u00a0two\u00a0th", "ree")),
    ],
)
def test_breaks(text: str, expected: tuple[str, ...]) -> None:
    assert lines(text, 6.1) == expected


def test_ideographs_break_anywhere_but_before_a_stop_and_after_a_bracket() -> None:
    # Ten ideographs of an em each, the face having none: four fit into 4.1 em with the slack.
    assert lines("透明性透明。性「透", 4.1, mono=False) == ("透明性透", "明。性", "「透")


def test_a_word_over_several_runs_does_not_break_between_them() -> None:
    one = TextParagraph((Run("one thr", mono=True), Run("ee", mono=True, bold=True), Run(" x", mono=True)))
    assert broken(measured(one, "sans", MEASURE), 4.0, MEASURE) == ("one", "three", "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a link that", ("a", "link that")),  # kept whole, where a line holds it
        ("a link that is long on", ("a", "link that", "is long", "on")),  # what follows a cut one begins a line
    ],
)
def test_a_link_is_broken_only_where_no_line_holds_it(text: str, expected: tuple[str, ...]) -> None:
    before, _, rest = text.partition(" ")
    linked, _, after = rest.rpartition(" ") if rest.endswith(" on") else (rest, "", "")
    runs = (Run(f"{before} ", mono=True), Run(linked, mono=True, link="https://a.test"), Run(f" {after}", mono=True))
    assert broken(measured(TextParagraph(runs[: 3 if after else 2]), "sans", MEASURE), 6.1, MEASURE) == expected


def test_what_ends_a_sentence_after_a_link_that_was_cut_begins_a_line() -> None:
    runs = (Run("link that goes", mono=True, link="https://a.test"), Run(". On", mono=True))
    made = broken(measured(TextParagraph(runs), "sans", MEASURE), 6.1, MEASURE)
    assert made == ("link that", "goes", ". On")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abcdef .NET", ("abcdef", ".NET")),  # they fit no line together
        ("abc de .NET", ("abc", "de .NET")),
        ("abcdef ( cd", ("abcdef", "( cd")),
        ("abcdefgh — — d", ("abcdefgh", "— — d")),
        ("soft\u200bhyphens", ("soft\u200b", "hyphens")),
    ],
)
def test_some_signs_stick_to_their_neighbours(text: str, expected: tuple[str, ...]) -> None:
    assert lines(text, 6.1) == expected


words = st.text(alphabet="abcdefgAVT.-/ 日本。", min_size=0, max_size=60)


@given(words, st.floats(min_value=1.2, max_value=30))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, ems: float) -> None:
    made = lines(text, ems, mono=False)
    assert "".join(made).replace(" ", "") == text.replace(" ", "")
    for line in made:
        width = max(MEASURE.width(line, Style("sans")), 0)
        assert width <= ems + 1e-6 or len(line) == 1


@given(words, st.floats(min_value=2, max_value=30))
def test_a_wider_box_never_takes_more_lines(text: str, ems: float) -> None:
    assert len(lines(text, ems * 1.5, mono=False)) <= len(lines(text, ems, mono=False))
