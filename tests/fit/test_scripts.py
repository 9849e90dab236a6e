"""Lines of other scripts: what stands between them, and where nobody but a dictionary knows the words."""

from __future__ import annotations

import pytest

from pipeline.files import Files
from pipeline.fit.lines import broken, measured
from pipeline.fitted import Run, TextParagraph
from pipeline.fonts import Measure, Style
from pipeline.scripts import clusters
from tests.fit.desk import ROOT
from tests.fonts import given as g

MEASURE = Measure(g.worn(), Files(ROOT))


def lines(text: str, ems: float) -> tuple[str, ...]:
    return broken(measured(TextParagraph((Run(text),)), "sans", MEASURE), ems, MEASURE)


def wide(text: str) -> float:
    return measured(TextParagraph((Run(text),)), "sans", MEASURE).width


@pytest.mark.parametrize("text", ["東京2024", "2024東京", "서울2024"])
def test_a_quarter_em_stands_between_east_asian_and_other_letters(text: str) -> None:
    asian = "".join(c for c in text if c > "\u1100")
    assert wide(text) == pytest.approx(wide(asian) + wide("2024") + 0.25, abs=0.02)


def test_it_stands_there_beside_a_blank_too() -> None:
    assert wide("東京 2024") > wide("東京2024") + 0.15


def test_thai_leaves_room_for_the_words_that_a_dictionary_finds() -> None:
    said = "การเดินคือการคิดดังนั้นเราจึงเดินทุกวัน" * 3
    made = lines(said, 20)
    assert "".join(made) == said
    assert all(MEASURE.width(line, Style("sans")) <= 15.1 for line in made[:-1])


@pytest.mark.parametrize("one", ["👩🏽\u200d💻", "🇯🇵", "นี้", "क्षि"])
def test_what_a_reader_takes_for_one_is_never_cut(one: str) -> None:
    whole = set(clusters(one))
    for line in lines(one * 12, 3):
        assert set(clusters(line)) <= whole
