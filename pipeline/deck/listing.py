"""Code on a slide: the panel, the bands of marked lines, their numbers, and the code itself in its placeholder.

Rows have a height of their own (``a:lnSpc/a:spcPts``, ECMA-376 Part 1, 21.1.2.2.12), so that panel, bands and numbers
stay beside them in whatever face the code is shown.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from pipeline.deck.shapes import (
    NO_LINE,
    RECTANGLE,
    body_properties,
    drawing,
    placed,
    placeholder_xml,
    properties,
    shape_name,
    text_box,
    transform,
)
from pipeline.deck.styles import Level
from pipeline.deck.text import Voice, hundredths
from pipeline.deck.theme_part import fill
from pipeline.deck.xml import Xml, element
from pipeline.fitted import Anchor, Bullet, CodeBox, Run, TextParagraph
from pipeline.layouts import Color, Placeholder
from pipeline.look import Tint
from pipeline.units import Box, Length

_BAR = 0.25  # of the type size: the bar at the edge of a marked line


def listing(id: int, box: CodeBox, place: Placeholder | None, voice: Voice) -> tuple[Xml, ...]:
    """The shapes, their ids from ``id`` on; all but the code are decoration, which a screen reader passes over."""
    ground = Color(box.ground)
    other = Color.PAPER if ground is Color.PANEL else Color.PANEL
    drawn = [("Panel", box.box, ground)]
    for band in box.marks:
        bar = Box(band.left, band.top, Length(round(box.size * _BAR)), band.height)
        drawn += [("Marked lines", band, other), ("Mark", bar, Color.ACCENT)]
    shapes = [_rectangle(id + n, name, where, color) for n, (name, where, color) in enumerate(drawn)]
    if any(sign for sign, _ in box.signs):
        shapes.append(_signs(id + len(shapes), box, voice))
    shapes.append(_code(id + len(shapes), box, place, voice))
    return tuple(shapes)


def _rectangle(id: int, name: str, box: Box, color: Color) -> Xml:
    return drawing(properties(id, name, decorative=True), transform(box), RECTANGLE, fill(color), NO_LINE)


def _style(box: CodeBox, align: str) -> Xml:
    """``a:lstStyle``: rows of their height, from the left whatever the essay's language."""
    return element(
        "a:lstStyle",
        None,
        element(
            "a:lvl1pPr",
            {"marL": 0, "indent": 0, "algn": align, "rtl": 0},
            element("a:lnSpc", None, element("a:spcPts", {"val": hundredths(box.pitch)})),
            element("a:spcBef", None, element("a:spcPts", {"val": 0})),
            element("a:buNone"),
        ),
    )


def _level(align: str) -> Level:
    zero = Length(0)
    return Level(zero, zero, Bullet.NONE, zero, align)


def _signs(id: int, box: CodeBox, voice: Voice) -> Xml:
    """The numbers of the lines, a row each: in a box of their own, so that who copies the code gets no numbers."""
    tones = {True: Tint.INK, False: Tint.MUTED}
    rows = tuple(
        TextParagraph((Run(sign, mono=True, bold=marked, tone=tones[marked]),) if sign else ())
        for sign, marked in box.signs
    )
    body = element(
        "p:txBody",
        None,
        body_properties(Anchor.TOP, insets=True),
        _style(box, "r"),
        voice.paragraphs(rows, (_level("r"),), Length(0), box.size),
    )
    return text_box(properties(id, "Line numbers", decorative=True), box.side, body)


def _code(id: int, box: CodeBox, place: Placeholder | None, voice: Voice) -> Xml:
    paragraphs = tuple(TextParagraph(tuple(_merged(line.runs))) for line in box.paragraphs)
    body = element(
        "p:txBody",
        None,
        body_properties(Anchor.TOP, insets=place is None),
        _style(box, "l"),
        voice.paragraphs(paragraphs, (_level("l"),), Length(0), box.size, mono=place is not None),
    )
    named = properties(id, shape_name(box.slot))
    if place is None:
        return text_box(named, box.text, body)
    return placed(named, placeholder_xml(place), transform(box.text), body)


def _merged(runs: tuple[Run, ...]) -> list[Run]:
    """``runs``, those beside one another that look alike made one."""
    return [
        replace(like, text="".join(run.text for run in same))
        for like, same in groupby(runs, key=lambda run: replace(run, text=""))
    ]
