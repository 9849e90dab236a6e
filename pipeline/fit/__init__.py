"""Fit: slides.html → :class:`pipeline.fitted.FittedDeck`, every text measured with the theme's real faces.

Templates say what stands on a slide; here is decided how large, in how many lines, where, and over how many slides.
"""

from __future__ import annotations

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit.deck import fitted
from pipeline.fit.report import dump_fitted, report
from pipeline.fit.title import title_gauge
from pipeline.fitted import FittedDeck
from pipeline.fonts import Measure, missing
from pipeline.problems import Problems, failed
from pipeline.theme import Theme

__all__ = ["dump_fitted", "fit", "measuring", "report", "title_gauge"]


def measuring(theme: Theme, files: Files) -> tuple[Measure | None, Problems]:
    """What measures in ``theme``'s faces; None where one of their files is not there."""
    absent = missing(theme, files)
    return (None if failed(absent) else Measure(theme, files)), absent


def fit(
    html: str, essay: Essay, theme: Theme, files: Files, measure: Measure | None = None
) -> tuple[FittedDeck | None, Problems]:
    """The deck that ``html`` describes, measured; None where a text fits no slide or a font is not there.

    ``measure`` may be one that has measured before: it remembers each word's width.
    """
    absent: Problems = ()
    if measure is None:
        measure, absent = measuring(theme, files)
    if measure is None:
        return None, absent
    deck, problems = fitted(html, essay, theme, files, measure)
    return (None if failed(problems) else deck), problems
