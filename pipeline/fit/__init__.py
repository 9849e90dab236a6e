"""Fit: slides.html → :class:`pipeline.fitted.FittedDeck`, every text measured with the theme's real faces.

Templates say what stands on a slide; here is decided how large, in how many lines, where, and over how many slides.
"""

from __future__ import annotations

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit.deck import fitted
from pipeline.fit.report import dump_fitted, report
from pipeline.fitted import FittedDeck
from pipeline.fonts import Measure, missing
from pipeline.problems import Problems, failed
from pipeline.theme import Theme

__all__ = ["dump_fitted", "fit", "report"]


def fit(html: str, essay: Essay, theme: Theme, files: Files) -> tuple[FittedDeck | None, Problems]:
    """The deck that ``html`` describes, measured; None where a text fits no slide or a font is not there."""
    absent = missing(theme, files)
    if failed(absent):
        return None, absent
    deck, problems = fitted(html, essay, theme, files, Measure(theme, files))
    return (None if failed(problems) else deck), problems
