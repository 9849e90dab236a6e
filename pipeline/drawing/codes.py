"""QR codes: dark modules as one path on a light square, a link around it."""

from __future__ import annotations

from html import escape

from pipeline.drawing.sheet import Sheet, placed
from pipeline.fitted import QUIET, QrBox
from pipeline.qr import outlines
from pipeline.theme import Palette


def code(box: QrBox, sheet: Sheet, palette: Palette) -> str:
    """``box`` as inline SVG, a module a unit: dark on light on any ground."""
    dark, light = sorted((palette.ink, palette.paper), key=lambda color: color.luminance)
    side = len(box.modules) + 2 * QUIET
    path = "".join(
        "M" + "L".join(f"{x + QUIET} {y + QUIET}" for x, y in outline) + "z" for outline in outlines(box.modules)
    )
    name = escape(box.name)
    return (
        f'<a class="box {sheet.named(placed(box.box))}" href="{escape(box.link)}" target="_blank"'
        f' rel="noopener noreferrer" title="{name}" aria-label="{name}">'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{name}">'
        f'<title>{name}</title><path fill="{light.css}" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path fill="{dark.css}" d="{path}"/></svg></a>'
    )
