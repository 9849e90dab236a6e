"""Slides for who reads from right to left: each layout as in a mirror, code excepted, which nobody writes that way."""

from __future__ import annotations

from dataclasses import replace

from pipeline.layouts.spec import Family, LayoutSpec, Placeholder
from pipeline.units import Box, Length


def mirrored_box(box: Box, width: Length) -> Box:
    """``box`` on a page of ``width``, as far from its right edge as it was from its left."""
    return replace(box, left=Length(width - box.right))


def mirrored(spec: LayoutSpec, width: Length) -> LayoutSpec:
    """``spec`` on a slide of ``width``, read from right to left."""
    return replace(
        spec,
        placeholders=tuple(_placeholder(p, width) for p in spec.placeholders),
        decorations=tuple(replace(d, box=mirrored_box(d.box, width)) for d in spec.decorations),
        area=mirrored_box(spec.area, width),
    )


def _placeholder(p: Placeholder, width: Length) -> Placeholder:
    box = mirrored_box(p.box, width)
    if p.family is Family.MONO:
        return replace(p, box=box)
    # Arabic letters join: no space stands between them.
    return replace(p, box=box, align=p.align.other, right_to_left=True, tracking=0.0)
