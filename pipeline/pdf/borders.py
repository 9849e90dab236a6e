"""A dotted line below an entry, drawn as one line, and no border looked for where there is none.

WeasyPrint 70.0 draws a dotted border that is not on all four sides dot by dot, four curves each: the contents of twenty
pages took four megabytes of drawing, and a fifth of the time. Here a border on one side alone is one dotted stroke.
"""

from __future__ import annotations

from typing import Any

from pipeline.pdf.tested import VERSIONS

_SIDES = ("top", "right", "bottom", "left")


def mend(version: str) -> bool:
    """Has WeasyPrint ``version`` draw dotted lines as lines; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint import draw  # type: ignore[import-untyped]  # carries no types
    from weasyprint.draw.color import get_color  # type: ignore[import-untyped]  # carries no types

    plain = draw.draw_border
    if getattr(plain, "mended", False):
        return True

    def draw_border(stream: Any, box: Any) -> None:
        """Draws the border of ``box``."""
        sides = [side for side in _SIDES if getattr(box, f"border_{side}_width")]
        if not sides and not _ruled(box.style):
            return
        side = _dotted(box, sides)
        if side is None:
            plain(stream, box)
            return
        width = getattr(box, f"border_{side}_width")
        left, top, wide, high = box.rounded_border_box()[:4]
        half = width / 2
        along = wide if side in ("top", "bottom") else high
        x1 = left + (wide - half if side == "right" else half)
        y1 = top + (high - half if side == "bottom" else half)
        with stream.artifact(), stream.stacked():
            stream.set_color(get_color(box.style, f"border_{side}_color"), stroke=True)
            stream.set_line_width(width)
            stream.set_line_cap(1)  # round: a dash without length is a dot
            stream.set_dash([0, (along - width) / max(1, int(along // (2 * width)))], 0)
            stream.move_to(x1, y1)
            stream.line_to(*((left + wide - half, y1) if side in ("top", "bottom") else (x1, top + high - half)))
            stream.stroke()

    draw_border.mended = True  # type: ignore[attr-defined]
    draw.draw_border = draw_border
    return True


def _ruled(style: Any) -> bool:
    """Whether lines could be drawn for a box of ``style`` that has no border: a picture in its place, or columns'."""
    columns = (style["column_width"], style["column_count"]) != ("auto", "auto")
    return columns or style["border_image_source"][0] != "none"


def _dotted(box: Any, sides: list[str]) -> str | None:
    """The one side of ``box`` that has a border, of all ``sides`` that do, where that is dotted and straight."""
    style = box.style
    if len(sides) != 1 or style[f"border_{sides[0]}_style"] != "dotted" or style["visibility"] != "visible":
        return None
    if _ruled(style) or any(radius for corner in box.rounded_border_box()[4:] for radius in corner):
        return None
    return sides[0]
