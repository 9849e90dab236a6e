"""Code: the panel, the bands of marked lines, the numbers beside the rows, and a ``pre`` a line."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.drawing.sheet import placed, points
from pipeline.drawing.text import Pen
from pipeline.fitted import CodeBox, Run
from pipeline.layouts import Color
from pipeline.look import Tint
from pipeline.units import Box, Length

_BAR = 0.25  # of the type size, as in the deck


def listing(box: CodeBox, pen: Pen) -> str:
    """``box`` in its place, read from the left in whatever language the essay is."""
    sheet = pen.sheet
    rows = sheet.named(f"font-size:{points(box.size)};line-height:{points(box.pitch)}")
    lines = "".join(f"<pre>{pen.runs(line.runs, mono=True) or '<br>'}</pre>" for line in box.paragraphs)
    looks = f"box in-mono ink-ink {rows} {sheet.named(placed(box.text))}"
    code = f'<div class="{looks}" dir="ltr" data-slot="{box.slot}">'
    return "".join((*_grounds(box, pen), _signs(box, pen, rows), f"{code}{lines}</div>"))


def _grounds(box: CodeBox, pen: Pen) -> Iterator[str]:
    other = Color.PAPER if box.ground == Color.PANEL else Color.PANEL
    drawn = [(box.box, box.ground)]
    for band in box.marks:
        bar = Box(band.left, band.top, Length(round(box.size * _BAR)), band.height)
        drawn += [(band, other.value), (bar, Color.ACCENT.value)]
    for where, color in drawn:
        yield f'<div class="box fill-{color} {pen.sheet.named(placed(where))}" aria-hidden="true"></div>'


def _signs(box: CodeBox, pen: Pen, rows: str) -> str:
    if not any(sign for sign, _ in box.signs):
        return ""
    shown = "".join(
        f"<p>{pen.runs((Run(sign, bold=marked, tone=Tint.INK if marked else Tint.MUTED),)) or '<br>'}</p>"
        for sign, marked in box.signs
    )
    name = pen.sheet.named(placed(box.side), "text-align:right")
    return f'<div class="box in-mono {rows} {name}" dir="ltr" aria-hidden="true">{shown}</div>'
