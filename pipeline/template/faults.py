"""Where a template breaks a rule itself: contrast, size, a title that is missing, a box off the slide.

A deck is built all the same. What is wrong stands at the layout's name, for the person in charge of the template.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.layouts import LayoutSpec, Placeholder
from pipeline.template.lacking import Sheet
from pipeline.template.model import Design, Place
from pipeline.template.roles import inside, usable
from pipeline.theme import CONTRAST, Color
from pipeline.units import pt

LARGE, LARGE_BOLD = pt(18), pt(14)  # WCAG 2.2, 1.4.3: from here on text is large
LARGE_CONTRAST = 3.0
_NAMES = {
    "ctrTitle": "the title",
    "title": "the title",
    "subTitle": "the subtitle",
    "ftr": "the footer",
    "sldNum": "the slide number",
}
_KINDS = {"ctrTitle": "title", "title": "title", "ftr": "footer", "sldNum": "footer"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the layout ``design``, and what would mend it."""

    design: str
    says: str
    mend: str


def faults(specs: tuple[LayoutSpec, ...], designs: tuple[Design, ...], sheet: Sheet) -> tuple[Fault, ...]:
    """The faults of the layouts that ``specs`` are made of."""
    parts = {spec.origin.part for spec in specs if spec.origin}
    used = [design for design in designs if design.part in parts]
    shown = {(spec.origin.part, p.idx, p.type.value) for spec in specs if spec.origin for p in spec.placeholders}
    return tuple(dict.fromkeys(fault for design in used for fault in _of(design, sheet, shown)))


def _of(design: Design, sheet: Sheet, shown: set[tuple[str, int, str]]) -> Iterator[Fault]:
    title = design.title
    if title is None:
        yield Fault(design.name, "it has no title placeholder", "insert one: Slide Master, Master Layout, Title")
    for place in design.places:
        filled = (design.part, place.idx, place.type) in shown
        if not inside(place.box, sheet.slide):
            yield Fault(design.name, f"{_name(place)} lies partly off the slide", "move it back")
        elif not place.level and (place.is_title or filled):
            yield Fault(design.name, f"{_name(place)} is turned: it is not used", "set its text from left to right")
        elif place.is_title and not usable(place, sheet.slide):
            yield Fault(design.name, f"{_name(place)} is too narrow for words: it is not used", "make it wider")
        elif filled:
            yield from (Fault(design.name, *found) for found in _looks(place, sheet))


def _looks(place: Place, sheet: Sheet) -> Iterator[tuple[str, str]]:
    style = place.styles[0]
    ratio = style.color.contrast(place.ground)
    large = style.size >= LARGE or (style.bold and style.size >= LARGE_BOLD)
    needed = LARGE_CONTRAST if large else CONTRAST
    if ratio < needed:
        on = f"{style.color.css} on {place.ground.css}"
        yield f"{_name(place)}, {on}, has a contrast of {ratio:.1f}:1, under {needed:g}:1", "make it darker or lighter"
    least = sheet.least(_KINDS.get(place.type, "body"))
    if style.size < least:
        yield (
            f"{_name(place)} is set at {style.size.pt:g} pt, under {least.pt:.3g}",
            "nobody reads it from the last row",
        )
    family = sheet.fonts.named(style.typeface)
    if family not in (sheet.heading, sheet.body):
        told = f"{_name(place)} is set in `{family}`, a third family, and measured as `{sheet.body}`"
        yield told, "use the theme's heading or body font"


def _name(place: Place) -> str:
    return _NAMES.get(place.type) or f"“{place.name}”"


def readable(place: Placeholder) -> bool:
    """Whether the text of ``place`` can be read on its ground."""
    if place.dress is None:
        return True
    large = place.size >= LARGE or (place.bold and place.size >= LARGE_BOLD)
    return Color(place.dress.color).contrast(Color(place.dress.ground)) >= (LARGE_CONTRAST if large else CONTRAST)
