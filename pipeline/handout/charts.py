"""Charts on paper: drawn as wide as the text, and told to who does not see them."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from pipeline.charts.description import described
from pipeline.charts.design import tall
from pipeline.charts.picture import Room, told
from pipeline.charts.picture import drawn as picture
from pipeline.document import Chart, Essay
from pipeline.files import Files
from pipeline.handout.sheet import measure
from pipeline.problems import Problem
from pipeline.theme import Theme

_SMALLER = 0.86  # of the text's size: a chart's words
_FORM = {"pie": 0.5}  # its height by its width, by kind
_HIGH = 0.56
_LYING = 2.1  # times the size of its words: what a lying bar takes
_TALLEST = 1.7  # its height by its width: a page


def drawn(chart: Chart, theme: Theme, files: Files, lang: str) -> Markup:
    """The picture of ``chart``."""
    room = _room(chart, theme)
    made = picture(chart.plot, room, theme, lang, files)
    form = Markup('<img class="drawn" src="{}" alt="{}" style="width:{:.2f}pt;height:{:.2f}pt"/>')
    return form.format(made.address, described(chart, lang), room.width, room.height)


def lacking(chart: Chart, essay: Essay, theme: Theme, files: Files) -> Iterator[Problem]:
    """What of ``chart`` its picture does not show."""
    return told(chart, _room(chart, theme), essay, theme, files, where="on paper")


def _room(chart: Chart, theme: Theme) -> Room:
    plot = chart.plot
    width, size = measure(theme).pt, theme.handout.size.pt * _SMALLER
    height = width * _FORM.get(plot.kind.value, _HIGH)
    if plot.across:
        height = min(max(tall(plot, width, size, _LYING), width * 0.25), width * _TALLEST)
    return Room(width, height, size, "sans", theme.light)
