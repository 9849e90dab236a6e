"""Native tables (``a:tbl``, ECMA-376 Part 1, 21.1.3.13) and the table style that dresses them (20.1.4.2.26)."""

from __future__ import annotations

from pipeline.deck.shapes import graphic_frame, properties, shape_name
from pipeline.deck.styles import Level
from pipeline.deck.text import Voice
from pipeline.deck.theme_part import fill
from pipeline.deck.xml import Attributes, Xml, document, element
from pipeline.fitted import Bullet, TableBox
from pipeline.layouts import Color, Placeholder
from pipeline.theme import Theme
from pipeline.units import Length, pt

TABLE_STYLE = "{7C1F9E52-6D0B-4B57-9C6E-2F1B5A0E4D31}"
_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_ALIGN = {"start": "l", "center": "ctr", "end": "r"}


def table(id: int, box: TableBox, place: Placeholder | None, voice: Voice, *, right_to_left: bool = False) -> Xml:
    """``p:graphicFrame`` with the table; its first row is marked as the header.

    ``right_to_left`` has its first column on the right (``a:tblPr/@rtl``).
    """
    rows = [
        element(
            "a:tr",
            {"h": height},
            *(
                _cell(
                    voice.paragraphs(
                        (cell,), (_level(align, right_to_left=right_to_left),), box.size, box.size, own=True
                    ),
                    box.padding,
                    head=number == 0,
                )
                for cell, align in zip(row, box.align, strict=True)
            ),
        )
        for number, (row, height) in enumerate(zip(box.rows, box.heights, strict=True))
    ]
    grid = element(
        "a:tbl",
        None,
        element(
            "a:tblPr",
            {"rtl": 1 if right_to_left else None, "firstRow": 1},
            element("a:tableStyleId", None, Xml(TABLE_STYLE)),
        ),
        element("a:tblGrid", None, *(element("a:gridCol", {"w": width}) for width in box.columns)),
        *rows,
    )
    named = properties(id, shape_name("table"), description=box.description)
    return graphic_frame(named, place, box.box, _URI, grid)


def _level(align: str, *, right_to_left: bool) -> Level:
    zero = Length(0)
    turned = {"start": "end", "end": "start"} if right_to_left else {}
    return Level(zero, zero, Bullet.NONE, zero, _ALIGN.get(turned.get(align, align), "l"), right_to_left, aligned=True)


def _cell(paragraphs: Xml, padding: tuple[Length, Length], *, head: bool) -> Xml:
    """A cell; those of the header stand on its rule, however many lines their neighbours take."""
    body = element("a:txBody", None, element("a:bodyPr"), element("a:lstStyle"), paragraphs)
    across, down = padding
    insets: Attributes = {"marL": across, "marR": across, "marT": down, "marB": down, "anchor": "b" if head else "t"}
    return element("a:tc", None, body, element("a:tcPr", insets))


def table_styles(theme: Theme) -> bytes:
    """``tableStyles.xml``: rules between rows, the accent below the header; what a person's own tables get too."""
    return document(
        "a:tblStyleLst",
        "a",
        {"def": TABLE_STYLE},
        element(
            "a:tblStyle",
            {"styleId": TABLE_STYLE, "styleName": theme.name},
            element(
                "a:wholeTbl",
                None,
                _text(),
                _borders(insideH=("line", 0.75), bottom=("line", 0.75)),
            ),
            element("a:firstCol", None, _text(bold=True), element("a:tcStyle", None, element("a:tcBdr"))),
            element("a:lastRow", None, _text(bold=True), _borders(top=("ink", 0.75))),
            element("a:firstRow", None, _text(bold=True), _borders(bottom=("accent", 1.5))),
        ),
    )


def _text(*, bold: bool = False) -> Xml:
    color = element("a:schemeClr", {"val": "tx1"})
    font = element("a:fontRef", {"idx": "minor"})
    return element("a:tcTxStyle", {"b": "on" if bold else None}, font, color)


def _borders(**sides: tuple[str, float]) -> Xml:
    order = ("top", "bottom", "insideH")
    found = [
        element(f"a:{side}", None, element("a:ln", {"w": pt(sides[side][1])}, fill(Color(sides[side][0]))))
        for side in order
        if side in sides
    ]
    return element("a:tcStyle", None, element("a:tcBdr", None, *found))
