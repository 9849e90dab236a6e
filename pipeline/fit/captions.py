"""Captions: right below what they are about, and the line at the foot shared by who needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.fit.context import Context
from pipeline.fit.reading import Filled, Sheet
from pipeline.layouts import LayoutSpec, Placeholder
from pipeline.units import Box, Length, pt

_BETWEEN = 0.02  # of the line at the foot: what stays free between a caption and a citation
_EVEN = 0.5  # of it: what a citation may take where both are long
_NEAR = 0.5  # of a line: from a picture to its caption, where the layout says nothing else


def following(spec: LayoutSpec, held: Box, foot: Box) -> Box:
    """The caption's box ``foot`` as near to what is shown in ``held`` as the layout has it, no lower than it was."""
    shown, said = spec.placeholder("object"), spec.placeholder("caption")
    near = max(0, said.box.top - shown.box.bottom) if shown and said else round(foot.height * _NEAR)
    return replace(foot, top=Length(min(foot.top, held.bottom + near)))


def captioned(spec: LayoutSpec, sheet: Sheet, picture: Box, context: Context) -> LayoutSpec:
    """``spec`` with its caption below a ``picture`` at the right of the slide, flush with where that begins or ends."""
    said, slot = spec.placeholder("caption"), sheet.slot("caption")
    if said is None or slot is None:
        return spec
    wide = max(picture.width, min(natural(slot, said, context), said.box.width))
    box = replace(said.box, left=Length(picture.right - wide), width=Length(wide))
    moved = replace(said, box=following(spec, picture, box), turned=wide > picture.width)
    cited, source = spec.placeholder("citation"), sheet.slot("citation")
    places = {said.slot: moved}
    if cited and source:  # at the other end of its line, which is free now
        box = replace(cited.box, left=said.box.left, width=min(cited.box.width, natural(source, cited, context)))
        places["citation"] = replace(cited, box=box, turned=True)
    return replace(spec, placeholders=tuple(places.get(p.slot, p) for p in spec.placeholders))


def shared(spec: LayoutSpec, slots: Mapping[str, Filled], context: Context) -> LayoutSpec:
    """``spec`` with the line at the foot divided by what its caption and its citation take, where they share it.

    A citation that needs more than its layout gives it takes what a caption leaves, and half of it at the least.
    """
    said, cited = spec.placeholder("caption"), spec.placeholder("citation")
    if said is None or cited is None or "citation" not in slots or cited.box.left < said.box.right:
        return spec
    whole = cited.box.right - said.box.left
    between = round(whole * _BETWEEN)
    needed = natural(slots["citation"], cited, context)
    if needed <= cited.box.width:
        return spec
    taken = natural(slots["caption"], said, context) if "caption" in slots else -between
    wide = Length(min(needed, max(cited.box.width, whole - between - taken, round(whole * _EVEN))))
    places = {
        "caption": replace(said, box=replace(said.box, width=Length(max(0, whole - between - wide)))),
        "citation": replace(cited, box=replace(cited.box, left=Length(cited.box.right - wide), width=wide)),
    }
    return replace(spec, placeholders=tuple(places.get(p.slot, p) for p in spec.placeholders))


def natural(slot: Filled, p: Placeholder, context: Context) -> Length:
    """How wide the text of a placeholder is on one line, a point to spare."""
    text = context.setter.measured(slot.paragraphs, p)
    return Length(max((round(one.width * p.size * 1.02) for one in text), default=0) + pt(1))
