"""Slides that show something: a figure, a table, a chart, code."""

from __future__ import annotations

from pipeline.layouts import grid as g
from pipeline.layouts.grid import Grid
from pipeline.layouts.spec import Family, LayoutSpec, PlaceholderType
from pipeline.slides import Layout


def figure(grid: Grid) -> LayoutSpec:
    """A picture."""
    return _evidence(grid, Layout.FIGURE, "Figure", "picTx", PlaceholderType.PICTURE)


def table(grid: Grid) -> LayoutSpec:
    """A table."""
    return _evidence(grid, Layout.TABLE, "Table", "tbl", PlaceholderType.TABLE)


def chart(grid: Grid) -> LayoutSpec:
    """A chart: its words begin as large as a term's and end no smaller than a caption's."""
    return _evidence(grid, Layout.CHART, "Chart", "chart", PlaceholderType.CHART)


def code(grid: Grid) -> LayoutSpec:
    """Lines of code, or a formula's source."""
    return _evidence(grid, Layout.CODE, "Code", "obj", PlaceholderType.BODY)


def _evidence(grid: Grid, id: Layout, name: str, type: str, shown: PlaceholderType) -> LayoutSpec:
    """A claim with evidence below it over the whole width, its caption at the foot."""
    top, bottom = g.evidence_top(grid), grid.foot - 0.5 * grid.gap  # a caption keeps close to what it is about
    box = g.rectangle(grid.left, top, grid.width, bottom - top)
    # Read as a whole rather than aloud: code and tables begin as large as running text and may end smaller.
    kind = {Layout.CODE: "caption", Layout.CHART: "caption", Layout.TABLE: "term"}.get(id, "body")
    size = grid.tokens.sizes["term" if id is Layout.CHART else "body"]
    family = Family.MONO if id is Layout.CODE else Family.BODY
    evidence = g.placeholder(grid, "object", box, kind, type=shown, family=family, size=size)
    placeholders = (
        *g.head(grid, g.evidence_title(grid)),
        evidence,
        g.caption(grid),
        g.foot_citation(grid),
        *g.footer(grid),
    )
    flow = (("term",), ("title",), ("object",))
    centred = id is not Layout.CHART  # it takes what room there is; a picture does, unless it is a panorama
    return LayoutSpec(
        id,
        name,
        type,
        grid.ground,
        placeholders,
        g.decorations(grid),
        g.area(grid),
        flow,
        centred=centred,
        anchored=grid.anchored,
    )


def figure_beside(grid: Grid) -> LayoutSpec:
    """A picture with text at its left."""
    gutter = 0.8 * grid.tokens.margin
    column = (grid.width - gutter) * 0.44
    left = grid.left + column + gutter
    height = grid.content_bottom - grid.body_top
    shown = g.placeholder(
        grid,
        "object",
        g.rectangle(left, grid.body_top, grid.width - column - gutter, height),
        "body",
        type=PlaceholderType.PICTURE,
    )
    body = g.placeholder(grid, "body", g.rectangle(grid.left, grid.body_top, column, height), "body")
    return LayoutSpec(
        Layout.FIGURE_BESIDE,
        "Figure beside text",
        "picTx",
        grid.ground,
        (*g.head(grid), body, shown, g.caption(grid), g.foot_citation(grid), *g.footer(grid)),
        g.decorations(grid),
        g.area(grid),
        (("term",), ("title",), ("body", "object")),
    )
