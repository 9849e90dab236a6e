"""Floats within a line, as notes in the margin need them and WeasyPrint 70.0 does not have them.

* It places a float below the earlier ones (CSS 2.2, 9.5.2 ``clear``), then sets the line's boxes on their baseline, and
  there moves each float up to the line's edge again. Here a float keeps its distance from that edge, so that notes
  beside neighbouring lines do not lie upon each other.
* It breaks a float that reaches beyond the page's end, and leaves the rest to the next page even where the float's line
  goes there as a whole. Here such a float stays in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from pipeline.pdf.tested import VERSIONS


def mend(version: str) -> bool:
    """Puts floats right in WeasyPrint ``version``; another one than those tested is left as it is."""
    if version not in VERSIONS:
        return False
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # carries no types
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    plain = inline.line_box_verticality
    if getattr(plain, "mended", False):
        return True

    def line_box_verticality(line: Any) -> Any:
        """Sets the boxes of ``line`` on its baseline: ``(lowest, highest)``."""
        lowered = [(box, box.position_y - line.position_y) for box in _floats(line, boxes.InlineBox)]
        made = plain(line)
        for box, distance in lowered:
            if distance > 0:
                box.translate(dy=distance)
        return made

    place = inline.float_layout

    def float_layout(context: Any, box: Any, *within: Any, skip_stack: Any) -> Any:
        """Places ``box``, a float within a line, whether or not it reaches beyond the page: ``(box, the rest)``."""
        *others, _ = within  # the last is how much of the page's end is taken
        return place(context, box, *others, -inf, skip_stack)

    inline.float_layout = float_layout
    line_box_verticality.mended = True  # type: ignore[attr-defined]
    inline.line_box_verticality = line_box_verticality
    return True


def _floats(box: Any, within: type) -> Iterator[Any]:
    """The floats in ``box``, a line or a box of the kind ``within``, and in the boxes of that kind in it."""
    for child in box.children:
        if child.is_floated():
            yield child
        elif isinstance(child, within):
            yield from _floats(child, within)
