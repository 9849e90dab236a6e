"""Charts in a mail: drawn for the light scheme on its paper, so that a dark one leaves them readable."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.charts.design import tall
from pipeline.charts.picture import Room, framed, told
from pipeline.charts.picture import drawn as picture
from pipeline.document import Chart, Essay
from pipeline.files import Files
from pipeline.pictures.drawings import Drawing
from pipeline.problems import Problem
from pipeline.theme import Theme

_WIDTH = 330.0  # points, 440 CSS pixels: its words are still read where a phone shows it at three quarters of that
_MARGIN = 7.5  # points around it: in a dark scheme it stands as a light card
_SIZE = 12.0
_HIGH = 0.66  # its height by its width
_LYING = 2.3  # times the size of its words: what a lying bar takes


def key(chart: Chart) -> str:
    """By what the letter asks for the drawing of ``chart``."""
    return f"chart:{chart.ref}"


def drawn(chart: Chart, theme: Theme, lang: str, files: Files) -> Drawing:
    """The drawing of ``chart``."""
    return framed(picture(chart.plot, _room(chart, theme), theme, lang, files), _MARGIN * 4 / 3)


def lacking(chart: Chart, essay: Essay, theme: Theme, files: Files) -> Iterator[Problem]:
    """What of ``chart`` its drawing does not show."""
    return told(chart, _room(chart, theme), essay, theme, files, where="in the mail")


def _room(chart: Chart, theme: Theme) -> Room:
    plot = chart.plot
    height = _WIDTH * _HIGH
    if plot.across:
        height = max(tall(plot, _WIDTH, _SIZE, _LYING), _WIDTH * 0.3)
    return Room(_WIDTH, height, _SIZE, "sans", theme.light)
