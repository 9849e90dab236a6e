"""The layouts of a theme: which placeholders each has, where they stand and how their text is set.

Computed from the tokens alone. The deck draws slide layouts from them (``p:sldLayout``), ``fit`` fills them.
A text placeholder has no insets (``lIns="0"`` and so on): its box is what its text may take.
"""

from __future__ import annotations

from pipeline.layouts import claims, covers, evidence
from pipeline.layouts.grid import Grid, area, body, footer, head
from pipeline.layouts.mirror import mirrored, mirrored_box
from pipeline.layouts.spec import (
    PITCH,
    RESERVE,
    Align,
    Color,
    Decoration,
    Family,
    LayoutSpec,
    Placeholder,
    PlaceholderType,
    line_height,
)
from pipeline.slides import Layout
from pipeline.theme import Theme

__all__ = [
    "PITCH",
    "RESERVE",
    "Align",
    "Color",
    "Decoration",
    "Family",
    "LayoutSpec",
    "Placeholder",
    "PlaceholderType",
    "layouts",
    "line_height",
    "master",
    "mirrored_box",
]


def layouts(theme: Theme) -> tuple[LayoutSpec, ...]:
    """All layouts, in the order that PowerPoint's gallery shows them; mirrored for an essay read from the right."""
    grid = Grid(theme.deck)
    made = tuple(
        make(grid)
        for make in (
            covers.title_slide,
            covers.section,
            claims.agenda,
            claims.statement,
            claims.points,
            claims.term,
            claims.comparison,
            claims.quotation,
            claims.number,
            evidence.figure,
            evidence.figure_beside,
            evidence.table,
            evidence.code,
            claims.sources,
            covers.closing,
            claims.blank,
        )
    )
    return tuple(mirrored(spec, theme.deck.width) for spec in made) if theme.right_to_left else made


def master(theme: Theme) -> LayoutSpec:
    """The slide master's placeholders: title, body, footer and slide number."""
    grid = Grid(theme.deck)
    placeholders = (head(grid)[0], body(grid), *footer(grid))
    made = LayoutSpec(Layout.POINTS, "Master", "obj", Color.PAPER, placeholders, (), area(grid))
    return mirrored(made, theme.deck.width) if theme.right_to_left else made
