"""A layout whose boxes some text fits at no size, with boxes of ours in their place: what its slide falls back to.

The title goes across the top, a field takes all below it; ground, shapes, fonts, colours and the foot stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.layouts import line_height
from pipeline.slides import Layout
from pipeline.template.grounds import under
from pipeline.template.lacking import Lacking, Sheet
from pipeline.template.model import FOOT, Design, Place
from pipeline.template.roles import TEXTS, inside, subtitle
from pipeline.units import Box, Length

_WIDE: Final = 0.6  # of the slide: less of it than this, and its own edges do not count
_HIGH: Final = 0.12  # of the slide's height: as far down as the title may begin for the template's sake
_OPENING: Final = 0.45  # of what is free: the title of the first slide


def roomy(layout: Layout, design: Design, sheet: Sheet) -> Design:
    """``design`` with the largest boxes that there is room for: a title and one field, besides the foot."""
    lacking = Lacking(layout, design, sheet)
    feet = tuple(place for place in design.places if place.type in FOOT)
    title = design.title if design.title and design.title.level else None
    head = _head(layout, design, sheet)
    places = []
    if title is not None:
        places.append(_put(title, head, design, sheet))
    opens = layout is Layout.TITLE
    held = subtitle(design, sheet.slide) if opens else _field(design)
    if held is not None and layout is not Layout.SECTION:
        places.append(_put(held, lacking.free(head), design, sheet))
    return replace(design, places=(*places, *feet))


def _field(design: Design) -> Place | None:
    """The placeholder that the field goes to: the largest for text."""
    texts = [place for place in design.places if place.type in TEXTS and place.level]
    return max(texts, key=lambda place: place.box.width * place.box.height, default=None)


def _head(layout: Layout, design: Design, sheet: Sheet) -> Box:
    """Where the title goes: between the edges that the template's own boxes keep, as high as two lines and a term."""
    slide, margin = sheet.slide, Length(sheet.slide.width // 20)
    boxes = [p.box for p in design.places if p.type not in FOOT and inside(p.box, slide)]
    left = min((box.left for box in boxes), default=margin)
    right = max((box.right for box in boxes), default=margin)
    if right - left < _WIDE * slide.width:
        left, right = margin, Length(slide.width - margin)
    top = min((box.top for box in boxes), default=slide.height)
    top = top if 0 < top < _HIGH * slide.height else Length(slide.height // 20)
    insets = design.title.insets if design.title else None
    spare = insets.top + insets.bottom if insets else 0
    height = line_height(sheet.size("title"), 2) + line_height(sheet.size("term")) + spare
    if layout is Layout.TITLE:
        height = max(height, round(_OPENING * (slide.height - top)))
    box = Box(Length(left), Length(top), Length(right - left), Length(height))
    return Lacking(layout, design, sheet).clear_of(box)


def _put(place: Place, box: Box, design: Design, sheet: Sheet) -> Place:
    """``place`` at ``box``; its colour is written there, as it may stand on another ground."""
    styles = tuple(replace(style, formal=False) for style in place.styles)
    ground = under(box, design.surfaces, sheet.package, design.scheme)
    return replace(place, box=box, styles=styles, ground=ground)
