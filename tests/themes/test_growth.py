"""What grows grows past no ornament: headings of any length, in every layout and theme."""

from __future__ import annotations

import pytest

from pipeline.layouts import layouts
from pipeline.slides import Layout
from pipeline.units import Box
from tests.fit.desk import THEMES, box, deck, slide, theme

LONG = "What eleven towns learned when they tore up their rails, waited forty years, and found that the street " * 4
OF_WORDS = [layout for layout in Layout if layout not in ("figure", "figure-beside", "table", "chart", "code")]
SLOTS = {
    Layout.TITLE: {"subtitle": "Short", "byline": LONG[:120], "event": "Short"},
    Layout.SECTION: {},
    Layout.STATEMENT: {"body": "Less."},
    Layout.QUOTATION: {"body": "Less.", "attribution": "Somebody"},
    Layout.NUMBER: {"term": "Short", "number": "42 %"},
    Layout.COMPARISON: {"term": LONG[:200], "left": "Here", "right": "There"},
    Layout.CLOSING: {"claim": "Short", "body": "Short"},
    Layout.SOURCES: {"body": "Short"},
}
OTHERS = {"term": LONG[:120], "body": "Short"}


def meet(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("layout", OF_WORDS)
def test_a_long_heading_grows_into_nothing(layout: Layout, name: str) -> None:
    title = LONG[: {Layout.QUOTATION: None, Layout.TITLE: 150}.get(layout, 200)]
    (made,) = deck(slide(layout.value, "s-1", 7, "", title=title, **SLOTS.get(layout, OTHERS)), dress=name).slides
    assert sum(len(p.lines) for p in box(made, "title").paragraphs) > 2 - (layout in (Layout.CLOSING, Layout.STATEMENT))
    boxes = [shape.box for shape in made.shapes]
    spec = next(spec for spec in layouts(theme(name)) if spec.id == made.layout)
    assert not [d for d in spec.decorations if any(meet(d.box, b) for b in boxes)]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if meet(a, b)]
