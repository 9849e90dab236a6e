"""Charts on slides: as large as the room allows, their words as large as they find place."""

from __future__ import annotations

from dataclasses import replace

from pipeline.charts.description import described
from pipeline.charts.design import crowded, design, remedy
from pipeline.document import Chart
from pipeline.fit.context import Context
from pipeline.fit.text import sizes
from pipeline.fitted import ChartBox
from pipeline.fonts import Style
from pipeline.layouts import Placeholder
from pipeline.units import Box


def chart(node: Chart, box: Box, place: Placeholder, context: Context) -> ChartBox:
    """``node`` in ``box``, in the largest size of ``place`` at which nothing in it is crowded; else in the smallest.

    A person's own template may set its places large: no word of a chart is larger than the theme's terms.
    """
    place = replace(place, size=max(min(place.size, context.tokens.sizes["term"]), place.minimum))
    lang = context.essay.meta.lang
    context.setter.measure.width(
        " ".join(node.plot.words), Style(context.tokens.body)
    )  # which tells a script that no face has
    room = (box.width.pt, box.height.pt)
    why: str | None = None
    size = place.minimum
    for size in sizes(place):
        why = crowded(design(node.plot, None, lang, room, size.pt))
        if why is None:
            break
    if why:
        context.warn(node.line, "chart-crowded", f"on its slide {why}", remedy(node.plot))
    return ChartBox(place.slot, node.ref, box, size, node.plot, described(node, lang, whole=True))
