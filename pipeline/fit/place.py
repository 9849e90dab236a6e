"""Placing: the rows of a layout under one another by their heights, a sparse slide's in its optical centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.layouts import LayoutSpec, Placeholder
from pipeline.units import Box, Length

OPTICAL = 0.42  # of the free height stands above: the eye's middle is above the ruler's
NEAR = 0.5  # of that: text goes down below a claim that keeps its height, which it belongs to
FULL = 0.85  # from this share of the height on, a slide begins at its top
SPARSE = 0.6  # and up to this one it stands in the middle


def rows(spec: LayoutSpec, there: Mapping[str, object]) -> tuple[tuple[Placeholder, ...], ...]:
    """The rows of ``spec`` that hold something, as placeholders."""
    found = []
    for row in spec.flow:
        places = tuple(p for slot in row if slot in there and (p := spec.placeholder(slot)))
        if places:
            found.append(places)
    return tuple(found)


def gap(spec: LayoutSpec, row: tuple[Placeholder, ...]) -> Length:
    """The space above ``row``: what the layout leaves below the row before it."""
    index = next(i for i, slots in enumerate(spec.flow) if row[0].slot in slots)
    before = [p.box.bottom for slot in (spec.flow[index - 1] if index else ()) if (p := spec.placeholder(slot))]
    return Length(max(0, row[0].box.top - max(before))) if before else Length(0)


def reserved(spec: LayoutSpec, there: Mapping[str, object]) -> Length:
    """The room of a term that is not there: it stays free, so that claims stand at one height with and without."""
    term = spec.placeholder("term")
    if term is None or "term" in there or not spec.flow or spec.flow[0] != ("term",):
        return Length(0)
    following = spec.placeholder(spec.flow[1][0])
    return Length(following.box.top - term.box.top) if following else Length(0)


def offset(used: int, height: int) -> Length:
    """How far a block of ``used`` height moves down in ``height``, steadily less the fuller it is."""
    share = used / height if height else 1.0
    ease = min(1.0, max(0.0, (FULL - share) / (FULL - SPARSE)))
    return Length(round(max(0, height - used) * OPTICAL * ease))


def at(placeholder: Placeholder, top: int, height: int) -> Box:
    """The placeholder's box moved to ``top``, ``height`` high."""
    return replace(placeholder.box, top=Length(top), height=Length(height))
