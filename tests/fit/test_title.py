"""The title gauge, in the theme's own faces."""

from __future__ import annotations

from pathlib import Path

from pipeline.files import Files
from pipeline.fit import measuring, title_gauge
from pipeline.problems import Place
from pipeline.theme import load

ROOT = Path(__file__).resolve().parents[2]


def test_a_title_is_what_two_lines_hold_at_the_theme_s_smallest_size() -> None:
    files = Files(ROOT)
    theme, _ = load(ROOT / "themes", "editorial", files, Place("test"))
    assert theme is not None
    measure, problems = measuring(theme, files)
    assert measure is not None
    assert problems == ()
    fits = title_gauge(theme, measure)
    assert fits("A model that many can inspect is a model that many can make safer")
    assert fits("i" * 140)  # narrow letters: more of them
    assert not fits("W " * 60)  # and wide ones: fewer
    assert not fits(
        "A sentence that goes on and on with one clause after another until nobody in the last row can say " * 2
    )
