"""The essay that shows every layout, sparse and full, as a deck in each shipped theme."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.commands import stages
from pipeline.deck import build
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.problems import Problems, Severity
from pipeline.theme import Theme
from tests.conftest import ROOT
from tests.fit.desk import THEMES, theme

ESSAY = Path("tests/cases/whole-gallery/essay.md")
MOMENT = datetime.datetime(2026, 3, 14, tzinfo=datetime.UTC)

__all__ = ["THEMES", "Gallery", "gallery"]


@dataclass(frozen=True, slots=True)
class Gallery:
    """The deck in one theme, and what was said of it beyond hints."""

    essay: Essay
    theme: Theme
    fitted: FittedDeck
    data: bytes
    problems: Problems


@cache
def gallery(name: str) -> Gallery:
    """The gallery in the theme ``name``."""
    files = Files(ROOT)
    essay, problems = stages.essay(ROOT / ESSAY, files)
    assert essay is not None, problems
    dress = theme(name)
    fitted, told = stages.fitted(essay, dress, files)
    assert fitted is not None, told
    data, more = build(fitted, essay, dress, files, MOMENT)
    assert data is not None, more
    found = tuple(p for p in (*problems, *told, *more) if p.severity is not Severity.HINT)
    return Gallery(essay, dress, fitted, data, found)
