"""Tables: a header row of ``th``, the fitted columns and rows, rules between rows and the accent below the header."""

from __future__ import annotations

from html import escape

from pipeline.drawing.sheet import placed, points
from pipeline.drawing.text import Pen
from pipeline.fitted import TableBox, TextParagraph
from pipeline.units import Length, pt

RULE, HEAD = pt(0.75), pt(1.5)  # as the table style of the deck has them (a:tcBdr)
_ALIGN = {"start": "left", "center": "center", "end": "right"}


def table(box: TableBox, pen: Pen) -> str:
    """``box`` as a table in its place."""
    sheet = pen.sheet
    name = sheet.named(placed(box.box), f"font-size:{points(box.size)}")
    columns = "".join(f'<col class="{sheet.named(f"width:{points(width)}")}">' for width in box.columns)
    rows = []
    for n, (row, height) in enumerate(zip(box.rows, box.heights, strict=True)):
        cells = "".join(_cell(cell, align, box, pen, head=n == 0) for cell, align in zip(row, box.align, strict=True))
        rows.append(f'<tr class="{sheet.named(f"height:{points(height)}")}">{cells}</tr>')
    label = f' aria-label="{escape(box.description)}"' if box.description else ""
    head, body = rows[0], "".join(rows[1:])
    return (
        f'<table class="box {name}"{label}><colgroup>{columns}</colgroup>'
        f"<thead>{head}</thead>{f'<tbody>{body}</tbody>' if body else ''}</table>"
    )


def _cell(cell: TextParagraph, align: str, box: TableBox, pen: Pen, *, head: bool) -> str:
    across, down = box.padding
    # The rule stands within the padding: the row is as high as it was fitted.
    below = Length(max(0, down - (HEAD if head else RULE)))
    side = _ALIGN.get(align, "left")
    side = {"left": "right", "right": "left"}.get(side, side) if cell.rtl else side
    padding = f"padding:{points(down)} {points(across)} {points(below)}"
    name = pen.sheet.named(padding, f"text-align:{side}" if side != "left" else "")
    tag, scope = ("th", ' scope="col"') if head else ("td", "")
    return f'<{tag}{scope} class="{name}"{pen.direction(cell)}>{pen.runs(cell.runs)}</{tag}>'
