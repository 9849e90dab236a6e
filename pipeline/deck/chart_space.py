"""The chart part (``c:chartSpace``, ECMA-376 Part 1, 21.2.2.29): what a design says, in DrawingML's words for charts.

Colours are the theme's by their place in it, faces its minor ones: a chart is recoloured with its deck.
"""

from __future__ import annotations

from pipeline.charts.dates import EPOCH
from pipeline.charts.design import FOLDED, Design
from pipeline.charts.names import sides
from pipeline.charts.palette import Hatch, Mark, Source, Tone
from pipeline.charts.widths import long
from pipeline.deck.chart_axes import axes, title
from pipeline.deck.chart_text import UNDRAWN, line, properties, rich, said, text_properties, value
from pipeline.deck.chart_text import layout as placed
from pipeline.deck.shapes import NO_LINE
from pipeline.deck.theme_part import fill
from pipeline.deck.workbook import DAY, cells, heading
from pipeline.deck.xml import NOTHING, Xml, document, element, text
from pipeline.layouts import Color as Role
from pipeline.plots import Kind, Plot, Series
from pipeline.units import pt

_CLOUD = 60  # points of a scatter from which on they are small
_WHOLE = 100_000
_SLIVER = 0.05  # of a pie: what is less finds a place for its name where its neighbours leave one


def chart_space(made: Design, lang: str, workbook: str) -> bytes:
    """The part of ``made``; ``workbook`` is the relationship to its numbers."""
    return document(
        "c:chartSpace",
        "a c r",
        {},
        value("date1904", 0),
        value("lang", lang),
        value("roundedCorners", 0),
        element(
            "c:chart",
            None,
            _title(made, lang),
            value("autoTitleDeleted", int(not made.above)),
            element("c:plotArea", None, _area(made), _plotted(made, lang), *axes(made, lang)),
            _legend(made, lang),
            value("plotVisOnly", 1),
            value("dispBlanksAs", "gap"),
        ),
        UNDRAWN,
        text_properties(made.size, lang),
        element("c:externalData", {"r:id": workbook}, value("autoUpdate", 0)),
    )


def _title(made: Design, lang: str) -> Xml:
    """What stands above the plot, as its title: in one line where that is wide enough, else as it is folded.

    LibreOffice sets the lines of a title about its middle, PowerPoint from the left.
    """
    looks = [(words, Role.INK if bold else Role.MUTED, bold) for words, bold in made.told]
    joined = [(f" · {words}" if n else words, role, bold) for n, (words, role, bold) in enumerate(looks)]
    if not looks:
        return NOTHING
    if long("".join(words for words, _, _ in joined), made.size) <= made.width * FOLDED:
        return title(rich(line(joined, made.size, lang)), (0.0, 0.0))
    folded = ([(words, Role.INK if bold else Role.MUTED, bold)] for words, bold in made.above)
    return title(rich(*(line(pieces, made.size, lang) for pieces in folded)), (0.0, 0.0))


def _area(made: Design) -> Xml:
    area = made.area
    return placed(
        area.left / made.width,
        area.top / made.height,
        area.width / made.width,
        area.height / made.height,
        inner=True,
    )


def _legend(made: Design, lang: str) -> Xml:
    if not made.legend:
        return NOTHING
    pitch = made.size * 1.25
    top = made.area.top - pitch * (1.1 * made.rows + 0.25) - pitch * (0.9 if made.values else 0.3)
    wide = min(1.0, (made.legend * _widest(made)) / made.width)
    return element(
        "c:legend",
        None,
        value("legendPos", "t"),
        placed(0.0, max(0.0, top / made.height), wide, pitch * 1.1 * made.rows / made.height),
        value("overlay", 0),
        text_properties(made.size, lang),
    )


def _widest(made: Design) -> float:
    return max(long(series.name, made.size) for series in made.plot.series) + 3.5 * made.size


# --- Series ------------------------------------------------------------------------------------


def _plotted(made: Design, lang: str) -> Xml:
    """The chart of its kind, its series in it."""
    plot = made.plot
    ids = (value("axId", 1), value("axId", 2))
    series = (
        tuple(_series(made, n, one, made.marks[n], lang) for n, one in enumerate(plot.series))
        if plot.kind is not Kind.PIE
        else ()
    )
    match plot.kind:
        case Kind.BAR | Kind.STACKED:
            stacked = plot.kind is Kind.STACKED
            gap = round((1 - made.group) / made.group * 100 * (1 if stacked else len(plot.series)))
            return element(
                "c:barChart",
                None,
                value("barDir", "bar" if plot.across else "col"),
                value("grouping", "stacked" if stacked else "clustered"),
                value("varyColors", 0),
                *series,
                value("gapWidth", min(500, gap)),
                value("overlap", 100 if stacked else -6),
                *ids,
            )
        case Kind.LINE if plot.dated or not plot.at:
            shown = value("marker", 1)
            return element(
                "c:lineChart", None, value("grouping", "standard"), value("varyColors", 0), *series, shown, *ids
            )
        case Kind.LINE | Kind.SCATTER:
            style = value("scatterStyle", "lineMarker")
            return element("c:scatterChart", None, style, value("varyColors", 0), *series, *ids)
        case Kind.PIE:
            return element("c:pieChart", None, value("varyColors", 1), _slices(made, lang), value("firstSliceAng", 0))


def _series(made: Design, n: int, series: Series, mark: Mark, lang: str) -> Xml:
    plot = made.plot
    rows = len(series.values)
    opening = (value("idx", n), value("order", n), _named(n, series))
    numbers = _numbers(cells(n + 1, rows), series.values, made.wording.format(plot.decimals))
    if plot.kind in (Kind.BAR, Kind.STACKED):
        invert = value("invertIfNegative", 0)
        labels = _labels(made, lang) if made.values else NOTHING
        category = element("c:cat", None, _texts(cells(0, rows), plot.categories))
        looks = _filled(mark, seam=plot.kind is Kind.STACKED)
        return element("c:ser", None, *opening, looks, invert, labels, category, element("c:val", None, numbers))
    looks = (
        _line(made, mark) if plot.kind is Kind.LINE else properties(element("a:ln", {"w": pt(1)}, element("a:noFill")))
    )
    labels = _ended(made, series, lang) if made.ends else _called(made, n, lang)
    marker = _marker(made, mark, rows)
    smooth = value("smooth", 0)
    if plot.dated or not plot.at:
        over = (
            _numbers(cells(0, rows), tuple(day - EPOCH for day in plot.at), DAY)
            if plot.dated
            else _texts(cells(0, rows), plot.categories)
        )
        category = element("c:cat", None, over)
        return element(
            "c:ser", None, *opening, looks, marker, labels, category, element("c:val", None, numbers), smooth
        )
    across = element("c:xVal", None, _numbers(cells(0, rows), plot.at, "General"))
    return element("c:ser", None, *opening, looks, marker, labels, across, element("c:yVal", None, numbers), smooth)


def _named(n: int, series: Series) -> Xml:
    cache = element("c:strCache", None, value("ptCount", 1), _point(0, series.name))
    return element("c:tx", None, element("c:strRef", None, element("c:f", None, text(heading(n + 1))), cache))


def _texts(reference: str, names: tuple[str, ...]) -> Xml:
    points = (_point(i, name) for i, name in enumerate(names))
    cache = element("c:strCache", None, value("ptCount", len(names)), *points)
    return element("c:strRef", None, element("c:f", None, text(reference)), cache)


def _numbers(reference: str, values: tuple[float | None, ...], format: str) -> Xml:
    points = (_point(i, f"{v:.15g}") for i, v in enumerate(values) if v is not None)
    cache = element(
        "c:numCache", None, element("c:formatCode", None, text(format)), value("ptCount", len(values)), *points
    )
    return element("c:numRef", None, element("c:f", None, text(reference)), cache)


def _point(index: int, held: str) -> Xml:
    return element("c:pt", {"idx": index}, element("c:v", None, text(held)))


def _slices(made: Design, lang: str) -> Xml:
    plot = made.plot
    series = plot.series[0]
    rows = len(series.values)
    points = (
        element("c:dPt", None, value("idx", i), value("bubble3D", 0), _filled(mark, seam=True))
        for i, mark in enumerate(made.marks)
    )
    total = sum(one or 0.0 for one in series.values)
    small = [i for i, one in enumerate(series.values) if (one or 0.0) < total * _SLIVER]
    labels = element(
        "c:dLbls",
        None,
        *(element("c:dLbl", None, value("idx", i), *_beside(made, lang, "bestFit")) for i in small),
        *_beside(made, lang, "outEnd"),
        value("showLeaderLines", 1),
    )
    return element(
        "c:ser",
        None,
        value("idx", 0),
        value("order", 0),
        _named(0, series),
        *points,
        labels,
        element("c:cat", None, _texts(cells(0, rows), plot.categories)),
        element("c:val", None, _numbers(cells(1, rows), series.values, made.wording.format(plot.decimals))),
    )


def _beside(made: Design, lang: str, place: str) -> tuple[Xml, ...]:
    """What stands beside a slice, its name and its number, at ``place`` (``ST_DLblPos``, 21.2.3.9)."""
    return (
        element("c:numFmt", {"formatCode": made.wording.format(made.plot.decimals), "sourceLinked": 0}),
        UNDRAWN,
        text_properties(made.size, lang),
        value("dLblPos", place),
        *said(value_=True, category=True),
        element("c:separator", None, text(" ")),
    )


# --- Looks -------------------------------------------------------------------------------------


def tone(one: Tone) -> Xml:
    """``a:schemeClr`` of a tone."""
    name = "accent1" if one.source is Source.ACCENT else "tx2"
    changes = []
    if one.mod != _WHOLE:
        changes.append(element("a:lumMod", {"val": one.mod}))
    if one.off:
        changes.append(element("a:lumOff", {"val": one.off}))
    return element("a:schemeClr", {"val": name}, *changes)


def _solid(one: Tone) -> Xml:
    return element("a:solidFill", None, tone(one))


def _filled(mark: Mark, *, seam: bool) -> Xml:
    """A fill; hatched, the colour on the ground within an outline; a solid one with a ``seam`` of the ground's."""
    if mark.hatch is None:
        line = element("a:ln", {"w": pt(0.75)}, fill(Role.PAPER)) if seam else NO_LINE
        return properties(_solid(mark.tone), line)
    return properties(_hatched(mark.hatch, mark.tone), element("a:ln", {"w": pt(1)}, _solid(mark.tone)))


def _hatched(hatch: Hatch, one: Tone) -> Xml:
    ground = element("a:bgClr", None, element("a:schemeClr", {"val": "bg1"}))
    return element("a:pattFill", {"prst": hatch.value}, element("a:fgClr", None, tone(one)), ground)


def _line(made: Design, mark: Mark) -> Xml:
    width = pt(max(1.5, made.size / 7))
    dash = element("a:prstDash", {"val": mark.dash.value})
    return properties(element("a:ln", {"w": width, "cap": "rnd"}, _solid(mark.tone), dash, element("a:round")))


def _marker(made: Design, mark: Mark, rows: int) -> Xml:
    drawn = made.plot.kind is Kind.LINE
    if drawn and not made.marked:
        return element("c:marker", None, value("symbol", "none"))
    size = round(made.size * (0.42 if drawn or rows >= _CLOUD else 0.6))
    edge = element("a:ln", {"w": pt(0.75)}, _solid(mark.tone) if drawn else fill(Role.PAPER))
    looks = properties(_solid(mark.tone), edge)
    return element("c:marker", None, value("symbol", mark.marker.value), value("size", min(72, max(2, size))), looks)


# --- Labels ------------------------------------------------------------------------------------


def _labels(made: Design, lang: str) -> Xml:
    """The number of each bar at its end."""
    return element(
        "c:dLbls",
        None,
        element("c:numFmt", {"formatCode": made.wording.format(made.plot.decimals), "sourceLinked": 0}),
        UNDRAWN,
        text_properties(made.size, lang),
        value("dLblPos", "outEnd"),
        *said(value_=True),
    )


def _ended(made: Design, series: Series, lang: str) -> Xml:
    """The name of a line at its last point."""
    label = element(
        "c:dLbl",
        None,
        value("idx", len(series.values) - 1),
        UNDRAWN,
        text_properties(made.size, lang),
        value("dLblPos", "r"),
        *said(series=True),
    )
    return element("c:dLbls", None, label, *said())


def _called(made: Design, n: int, lang: str) -> Xml:
    """The names of a scatter's points, where they are few."""
    plot: Plot = made.plot
    if plot.kind is not Kind.SCATTER or n or not plot.categories:
        return NOTHING
    labels = [
        element(
            "c:dLbl",
            None,
            value("idx", i),
            element("c:tx", None, rich(line([(name, Role.INK, False)], made.size, lang))),
            value("dLblPos", side.value),
            *said(value_=True),
        )
        for i, (name, side) in enumerate(zip(plot.categories, sides(made), strict=True))
        if side is not None
    ]
    return element("c:dLbls", None, *labels, *said()) if labels else NOTHING
