"""A chart in words, for who hears it: what it is, and its numbers; of many, where each series begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.charts.numbers import Wording
from pipeline.charts.table import places_of
from pipeline.document import Chart
from pipeline.plots import Kind, Plot, Series
from pipeline.prose import labelled, plain

MOST_SAID = 40  # numbers that a description holds one by one


@dataclass(frozen=True, slots=True)
class _Said:
    """The fixed words of descriptions in one language."""

    kinds: tuple[str, str, str, str, str] = (
        "Bar chart",
        "Stacked bar chart",
        "Line chart",
        "Scatter chart",
        "Pie chart",
    )
    span: str = "from {first} ({at}) to {last} ({end}); lowest {low} ({lowest}), highest {high} ({highest})"
    missing: str = "no number"
    source: str = "Source: "
    by: str = "{y} by {x}"


_SAID = {
    "en": _Said(),
    "de": _Said(
        ("Balkendiagramm", "Gestapeltes Balkendiagramm", "Liniendiagramm", "Streudiagramm", "Kreisdiagramm"),
        "von {first} ({at}) bis {last} ({end}); am niedrigsten {low} ({lowest}), am höchsten {high} ({highest})",
        "keine Zahl",
        "Quelle: ",
        "{y} nach {x}",
    ),
    "fr": _Said(
        ("Diagramme à barres", "Barres empilées", "Courbe", "Nuage de points", "Diagramme circulaire"),
        "de {first} ({at}) à {last} ({end}) ; minimum {low} ({lowest}), maximum {high} ({highest})",
        "aucune valeur",
        "Source : ",
        "{y} par {x}",
    ),
}


def sourced(plot: Plot, lang: str) -> str:
    """What whose the numbers are is told with; empty where nobody said."""
    return _words(lang).source if plot.source else ""


def complete(plot: Plot) -> bool:
    """Whether a description holds every number of ``plot``."""
    return len(plot.series) * len(plot.series[0].values) <= MOST_SAID


def opening(chart: Chart, lang: str) -> str:
    """What ``chart`` is: the author's own words, else its kind and title; and what its numbers stand for."""
    plot, said = chart.plot, _words(lang)
    kind = said.kinds[list(Kind).index(plot.kind)]
    title = plot.title or " ".join(plain(labelled(chart.caption)[1]).split())
    words = plot.alt or (f"{kind}: {title}" if title else kind)
    return " ".join(_stopped(part) for part in (words, _axes(plot, said)) if part)


def described(chart: Chart, lang: str, *, whole: bool = False) -> str:
    """``chart`` in words, with all its numbers where they are few; ``whole``, with all of them in any case."""
    plot, said = chart.plot, _words(lang)
    parts = [] if complete(plot) else [*_spans(plot, lang, said)]
    if whole or complete(plot):
        parts += _numbers(plot, lang, said)
    return " ".join((opening(chart, lang), *(_stopped(part) for part in parts)))


def _words(lang: str) -> _Said:
    return _SAID.get(lang.lower().split("-")[0], _SAID["en"])


def _stopped(part: str) -> str:
    return part if part.endswith((".", "!", "?", "。", "…")) else f"{part}."


def _axes(plot: Plot, said: _Said) -> str:
    """What the numbers are, and what they stand over."""
    unit = plot.unit if len(plot.unit) > 1 else ""
    of = _counted(plot)
    counted = f"{of} ({unit})" if of and unit else of or unit
    return said.by.format(y=counted, x=plot.x) if counted and plot.x else counted or plot.x


def _counted(plot: Plot) -> str:
    """What is counted: the y axis, or the series."""
    return plot.y or ", ".join(series.name for series in plot.series if series.name)


def _named(series: Series, plot: Plot) -> str:
    """What opens the sentence of ``series``."""
    return f"{series.name}: " if series.name and series.name != _counted(plot) else ""


def _spans(plot: Plot, lang: str, said: _Said) -> Iterator[str]:
    """A sentence a series: where it begins, ends and turns."""
    wording = Wording(lang, plot.unit)
    for series in plot.series:
        yield _named(series, plot) + _span(series, _over(plot, lang), wording, plot.decimals, said)


def _numbers(plot: Plot, lang: str, said: _Said) -> Iterator[str]:
    """A sentence a series, with each of its numbers."""
    wording = Wording(lang, plot.unit)
    for series in plot.series:
        shown = (said.missing if v is None else wording.said(v, plot.decimals) for v in series.values)
        pairs = zip(_points(plot, _over(plot, lang), lang), shown, strict=True)
        yield _named(series, plot) + ", ".join(f"{name} {value}" for name, value in pairs)


def _over(plot: Plot, lang: str) -> tuple[str, ...]:
    """What the numbers stand over: names, or numbers of the x axis."""
    return plot.categories or tuple(Wording(lang).bare(at, places_of(at)) for at in plot.at)


def _points(plot: Plot, names: tuple[str, ...], lang: str) -> Iterator[str]:
    """What each number stands over; a point of a scatter by its name and its place."""
    if plot.kind is not Kind.SCATTER or not plot.categories:
        yield from names
        return
    for name, at in zip(names, plot.at, strict=True):
        place = Wording(lang).bare(at, places_of(at))
        yield f"{name} {place} ·" if name else f"{place} ·"


def _span(series: Series, names: tuple[str, ...], wording: Wording, decimals: int, said: _Said) -> str:
    there = [(value, name) for value, name in zip(series.values, names, strict=True) if value is not None]
    if not there:
        return said.missing
    low, high = min(there, key=lambda one: one[0]), max(there, key=lambda one: one[0])
    return said.span.format(
        first=wording.said(there[0][0], decimals),
        at=there[0][1],
        last=wording.said(there[-1][0], decimals),
        end=there[-1][1],
        low=wording.said(low[0], decimals),
        lowest=low[1],
        high=wording.said(high[0], decimals),
        highest=high[1],
    )
