"""A chart's numbers as a table: for who does not see the drawing, and where none can stand."""

from __future__ import annotations

from dataclasses import replace

from pipeline.charts.numbers import Wording
from pipeline.document import NO_ATTRIBUTES, Align, Chart, Inlines, Table, Text
from pipeline.plots import Kind, Plot

_GAP = "–"


def table(chart: Chart, lang: str, *, told: bool = False) -> Table:
    """``chart`` as a table with its caption and attributes: a row a category, a column a series.

    What it is has been ``told`` above it, or is told in the caption.
    """
    header, rows, align = _cells(chart.plot, lang)
    said = _said(chart, told=told)
    made = tuple(tuple(_cell(text) for text in row) for row in rows)
    return Table(chart.ref, chart.line, tuple(_cell(text) for text in header), made, align, said, chart.attributes)


def _said(chart: Chart, *, told: bool) -> Inlines:
    """What stands with the numbers: the caption, the chart's own title, what no column says they are, their source."""
    plot = chart.plot
    unit = f" ({plot.unit})" if plot.unit and not Wording("en", plot.unit).at_each else ""
    parts: list[Inlines] = [chart.caption] if chart.caption else []
    parts += [(Text(plot.title),)] if plot.title and not told else []
    parts += [(Text(f"{plot.y}{unit}"),)] if plot.y and not told and plot.y not in (s.name for s in plot.series) else []
    parts += [chart.credit] if chart.credit else []
    return tuple(inline for n, part in enumerate(parts) for inline in ((Text(" · "),) if n else ()) + part)


def bare(chart: Chart, lang: str) -> Table:
    """The same without caption and attributes, for below the drawing that has them."""
    return replace(table(chart, lang), caption=(), attributes=NO_ATTRIBUTES)


def _cell(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _cells(plot: Plot, lang: str) -> tuple[list[str], list[list[str]], tuple[Align, ...]]:
    wording = Wording(lang, plot.unit)
    counted = f" ({plot.unit})" if plot.unit and not wording.at_each else ""
    named = bool(plot.categories)
    header = [plot.x] if named else []
    if plot.kind is Kind.SCATTER:
        header = ["", plot.x] if named else [plot.x]
    header += [f"{series.name or plot.y}{counted}" for series in plot.series]
    rows: list[list[str]] = []
    for index in range(len(plot.series[0].values) if plot.series else 0):
        row = [plot.categories[index]] if named else []
        if plot.kind is Kind.SCATTER:
            row.append(Wording(lang).bare(plot.at[index], places_of(plot.at[index])))
        values = (series.values[index] for series in plot.series)
        row += [_GAP if value is None else wording.said(value, plot.decimals) for value in values]
        rows.append(row)
    names = len(header) - len(plot.series)
    first = [Align.START] if named else []
    return header, rows, (*first, *[Align.END] * (names - len(first)), *[Align.END] * len(plot.series))


def places_of(value: float) -> int:
    """The decimals that ``value`` was most likely written with."""
    return min(6, max(0, len(f"{value:.6f}".rstrip("0").partition(".")[2])))
