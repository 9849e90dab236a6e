"""The layouts of a theme: which placeholders each has, where they stand and how their text is set.

Computed from the tokens alone. The deck draws slide layouts from them (``p:sldLayout``), ``fit`` fills them.
A text placeholder has no insets (``lIns="0"`` and so on): its box is what its text may take.
"""

from __future__ import annotations

from pipeline.layouts import claims, covers, evidence
from pipeline.layouts.foreign import PITCH, RESERVE
from pipeline.layouts.grid import Grid, area, body, footer, head
from pipeline.layouts.mirror import mirrored, mirrored_box
from pipeline.layouts.spec import (
    ALONE,
    ROOMY,
    Align,
    Color,
    Decoration,
    Family,
    LayoutSpec,
    Placeholder,
    PlaceholderType,
    Template,
    line_height,
    spec_key,
    worded,
)
from pipeline.slides import Layout
from pipeline.theme import Theme

__all__ = [
    "ALONE",
    "PITCH",
    "RESERVE",
    "ROOMY",
    "Align",
    "Color",
    "Decoration",
    "Family",
    "LayoutSpec",
    "Placeholder",
    "PlaceholderType",
    "Template",
    "designs",
    "layouts",
    "line_height",
    "master",
    "mirrored_box",
    "spec_key",
    "worded",
]


def layouts(theme: Theme) -> tuple[LayoutSpec, ...]:
    """All layouts, in the order that PowerPoint's gallery shows them; mirrored for an essay read from the right.

    Where the theme wears a person's own template, that template's.
    """
    if isinstance(theme.template, Template):
        return theme.template.layouts
    look = theme.deck.look
    cover, divider, quotation, content = (
        Grid(theme.deck, scene) for scene in (look.cover, look.divider, look.quotation, look.content)
    )
    made = (
        covers.title_slide(cover),
        covers.section(divider),
        claims.agenda(content),
        claims.statement(content),
        claims.points(content),
        claims.term(content),
        claims.comparison(content),
        claims.quotation(quotation),
        claims.number(content),
        evidence.figure(content),
        evidence.figure_beside(content),
        evidence.table(content),
        evidence.chart(content),
        evidence.code(content),
        claims.sources(content),
        covers.closing(cover),
        claims.blank(content),
    )
    return tuple(mirrored(spec, theme.deck.width) for spec in made) if theme.right_to_left else made


def designs(theme: Theme) -> tuple[str, ...]:
    """The names of the layouts that authors may ask for besides ours: those of a person's own template."""
    return theme.template.designs if isinstance(theme.template, Template) else ()


def master(theme: Theme) -> LayoutSpec:
    """The slide master's placeholders: title, body, footer and slide number."""
    grid = Grid(theme.deck, theme.deck.look.content)
    placeholders = (head(grid)[0], body(grid), *footer(grid))
    made = LayoutSpec(Layout.POINTS, "Master", "obj", grid.ground, placeholders, (), area(grid))
    return mirrored(made, theme.deck.width) if theme.right_to_left else made
