"""The axes of a chart (``c:catAx``, ``c:valAx``, ECMA-376 Part 1, 21.2.2.25 and 21.2.2.226)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.charts.dates import EPOCH, Calendar
from pipeline.charts.design import Design, Scale
from pipeline.charts.numbers import Wording
from pipeline.deck.chart_text import HAIRLINE, layout, line, properties, rich, text_properties, value
from pipeline.deck.shapes import NO_LINE
from pipeline.deck.theme_part import fill
from pipeline.deck.xml import NOTHING, Xml, element
from pipeline.layouts import Color as Role
from pipeline.plots import Kind

_NO_TICKS = (value("majorTickMark", "none"), value("minorTickMark", "none"))
# The axis at the foot of a chart, or beside lying bars: a hairline with words along it.
_FOOT = (*_NO_TICKS, value("tickLblPos", "low"), properties(element("a:ln", {"w": HAIRLINE}, fill(Role.MUTED))))


def title(rich: Xml, at: tuple[float, float] | None = None) -> Xml:
    """``c:title``: text at a place in shares of the room; without one where the program puts it."""
    return element(
        "c:title", None, element("c:tx", None, rich), NOTHING if at is None else layout(*at), value("overlay", 0)
    )


def axes(made: Design, lang: str) -> Iterator[Xml]:
    """The axes of ``made``: none of a pie."""
    if made.scale is None:
        return
    match made.across:
        case None:
            yield _named(made, lang)
        case Calendar() as dates:
            yield _dated(made, dates, lang)
        case scale:
            yield _numbered(made, scale, lang)
    yield _measured(made, made.scale, lang)


def _named(made: Design, lang: str) -> Xml:
    """The axis of names, the first of lying bars on top."""
    lying = made.plot.across
    drawn = made.plot.kind is Kind.LINE
    return element(
        "c:catAx",
        None,
        value("axId", 1),
        element("c:scaling", None, value("orientation", "maxMin" if lying else "minMax")),
        value("delete", 0),
        value("axPos", "l" if lying else "b"),
        element("c:numFmt", {"formatCode": "General", "sourceLinked": 0}),
        *_FOOT,
        text_properties(made.size, lang, flat=made.every == 1),
        value("crossAx", 2),
        value("crosses", "autoZero"),
        value("auto", 0),
        value("lblAlgn", "ctr"),
        value("lblOffset", 50),
        value("tickLblSkip", made.every) if drawn else NOTHING,
        value("noMultiLvlLbl", 1),
    )


def _measured(made: Design, scale: Scale, lang: str) -> Xml:
    """The axis of the numbers; without numbers and lines where the bars carry theirs.

    What it counts stands above it in the chart's title: the title of an upright axis is turned, or broken.
    """
    lying = made.plot.across
    lines = NOTHING if made.values else _gridlines()
    between = made.plot.kind in (Kind.BAR, Kind.STACKED, Kind.LINE) and not made.plot.at
    return element(
        "c:valAx",
        None,
        value("axId", 2),
        _scaling(scale),
        value("delete", 0),
        value("axPos", "b" if lying else "l"),
        lines,
        element("c:numFmt", {"formatCode": made.wording.format(scale.decimals), "sourceLinked": 0}),
        *_NO_TICKS,
        value("tickLblPos", "none" if made.values else "nextTo" if lying else "low"),
        properties(NO_LINE),
        text_properties(made.size, lang),
        value("crossAx", 1),
        value("crosses", "max" if lying else "autoZero"),
        value("crossBetween", "between" if between else "midCat"),
        value("majorUnit", scale.step),
    )


def _numbered(made: Design, scale: Scale, lang: str) -> Xml:
    """The x axis where it is one of numbers."""
    years = made.plot.kind is Kind.LINE and scale.decimals == 0
    return element(
        "c:valAx",
        None,
        value("axId", 1),
        _scaling(scale),
        value("delete", 0),
        value("axPos", "b"),
        title(rich(line([(made.foot, Role.MUTED, False)], made.size, lang))) if made.foot else NOTHING,
        element("c:numFmt", {"formatCode": "0" if years else Wording(lang).format(scale.decimals), "sourceLinked": 0}),
        *_FOOT,
        text_properties(made.size, lang),
        value("crossAx", 2),
        value("crosses", "min"),
        value("crossBetween", "midCat"),
        value("majorUnit", scale.step),
    )


def _dated(made: Design, dates: Calendar, lang: str) -> Xml:
    """The x axis where it is one of dates (``c:dateAx``, 21.2.2.39): a month is as long as it is."""
    return element(
        "c:dateAx",
        None,
        value("axId", 1),
        element(
            "c:scaling",
            None,
            value("orientation", "minMax"),
            value("max", dates.high - EPOCH),
            value("min", dates.low - EPOCH),
        ),
        value("delete", 0),
        value("axPos", "b"),
        element("c:numFmt", {"formatCode": dates.format, "sourceLinked": 0}),
        *_FOOT,
        text_properties(made.size, lang),
        value("crossAx", 2),
        value("crosses", "autoZero"),
        value("auto", 0),
        value("lblOffset", 50),
        value("baseTimeUnit", "days"),
        value("majorUnit", dates.step),
        value("majorTimeUnit", dates.unit.value),
    )


def _scaling(scale: Scale) -> Xml:
    return element("c:scaling", None, value("orientation", "minMax"), value("max", scale.high), value("min", scale.low))


def _gridlines() -> Xml:
    return element("c:majorGridlines", None, properties(element("a:ln", {"w": HAIRLINE}, fill(Role.LINE))))
