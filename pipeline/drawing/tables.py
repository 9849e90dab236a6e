"""Tables: a header row of ``th``, the fitted columns and rows, rules between rows and the accent below the header."""

from __future__ import annotations

from html import escape

from pipeline.drawing.sheet import placed, points
from pipeline.drawing.text import Pen
from pipeline.fitted import TableBox, TextParagraph
from pipeline.units import Length, pt

RULE, HEAD = pt(0.75), pt(1.5)  # as the table style of the deck has them (a:tcBdr)
_ALIGN = {"start": "left", "center": "center", "end": "right"}
_OTHER = {"left": "right", "right": "left", "center": "center"}


def table(box: TableBox, pen: Pen, *, right_to_left: bool) -> str:
    """``box`` as a table in its place; its first column may stand on the right."""
    sheet = pen.sheet
    name = sheet.named(placed(box.box), f"font-size:{points(box.size)}")
    columns = "".join(f'<col class="{sheet.named(f"width:{points(width)}")}">' for width in box.columns)
    rows = []
    turn = ' dir="rtl"' if right_to_left else ""
    for n, (row, height) in enumerate(zip(box.rows, box.heights, strict=True)):
        cells = "".join(
            _cell(cell, _side(align, right_to_left=right_to_left), box, pen, head=n == 0)
            for cell, align in zip(row, box.align, strict=True)
        )
        rows.append(f'<tr class="{sheet.named(f"height:{points(height)}")}">{cells}</tr>')
    label = f' aria-label="{escape(box.description)}"' if box.description else ""
    head, body = rows[0], "".join(rows[1:])
    return (
        f'<table class="box {name}"{label}{turn}><colgroup>{columns}</colgroup>'
        f"<thead>{head}</thead>{f'<tbody>{body}</tbody>' if body else ''}</table>"
    )


def _side(align: str, *, right_to_left: bool) -> str:
    """On which side a column's text stands, whichever way it runs, as in the deck."""
    side = _ALIGN.get(align, "left")
    return _OTHER[side] if right_to_left else side


def _cell(cell: TextParagraph, side: str, box: TableBox, pen: Pen, *, head: bool) -> str:
    across, down = box.padding
    # The rule stands within the padding: the row is as high as it was fitted.
    below = Length(max(0, down - (HEAD if head else RULE)))
    padding = f"padding:{points(down)} {points(across)} {points(below)}"
    name = pen.sheet.named(padding, f"text-align:{side}")
    way = ' dir="rtl"' if cell.rtl else ""
    tag, scope = ("th", ' scope="col"') if head else ("td", "")
    return f'<{tag}{scope} class="{name}"{way}>{pen.runs(cell.runs)}</{tag}>'
