"""Slides of words: a claim, a list, two sides, a quotation, a number."""

from __future__ import annotations

from pipeline.fitted import Anchor
from pipeline.layouts import grid as g
from pipeline.layouts.grid import Grid
from pipeline.layouts.spec import Color, Decoration, Family, LayoutSpec, Placeholder, PlaceholderType, line_height
from pipeline.slides import Layout
from pipeline.units import Box, Length


def _flowing(
    grid: Grid,
    id: Layout,
    name: str,
    type: str,
    *extra: Placeholder,
) -> LayoutSpec:
    """A claim with its term, text below it, and a citation at the foot."""
    placeholders = (*g.head(grid), *extra, g.citation(grid), *g.footer(grid))
    flow = (("term",), ("title",), ("body",))
    return LayoutSpec(id, name, type, Color.PAPER, placeholders, (g.tab(grid),), g.area(grid), flow, centred=True)


def agenda(grid: Grid) -> LayoutSpec:
    """The overview of a section: its points, each a link."""
    return _flowing(grid, Layout.AGENDA, "Agenda", "obj", g.body(grid, columns=2))


def statement(grid: Grid) -> LayoutSpec:
    """A claim that needs its sentence in full."""
    return _flowing(grid, Layout.STATEMENT, "Statement", "obj", g.body(grid))


def points(grid: Grid) -> LayoutSpec:
    """A list, in two columns where its items are short and many."""
    return _flowing(grid, Layout.POINTS, "Points", "obj", g.body(grid, columns=2))


def term(grid: Grid) -> LayoutSpec:
    """A point: its term, its claim."""
    return _flowing(grid, Layout.TERM, "Term and claim", "obj", g.body(grid))


def blank(grid: Grid) -> LayoutSpec:
    """A slide as its author wrote it."""
    return _flowing(grid, Layout.BLANK, "Free", "obj", g.body(grid))


def sources(grid: Grid) -> LayoutSpec:
    """What the talk cites."""
    box = g.rectangle(grid.left, grid.body_top, grid.width, grid.bottom - grid.body_top)
    # A list of sources is looked up, not read aloud: it starts at the size of terms, at or over the body's floor.
    start = max(grid.tokens.sizes["term"], grid.tokens.minimum["body"])
    body = g.placeholder(grid, "body", box, "body", size=start)
    title = g.title(grid, g.rectangle(grid.left, grid.title_top, grid.width, grid.line("title", 2)))
    return LayoutSpec(
        Layout.SOURCES,
        "Sources",
        "obj",
        Color.PAPER,
        (title, body, *g.footer(grid)),
        (g.tab(grid),),
        g.rectangle(grid.left, grid.title_top, grid.width, grid.bottom - grid.title_top),
        (("title",), ("body",)),
        centred=True,
    )


def comparison(grid: Grid) -> LayoutSpec:
    """Two sides, a hairline between them."""
    gutter = 0.9 * grid.tokens.margin
    column = (grid.width - gutter) / 2
    height = grid.content_bottom - grid.body_top
    left = g.placeholder(grid, "left", g.rectangle(grid.left, grid.body_top, column, height), "body")
    right = g.placeholder(
        grid, "right", g.rectangle(grid.left + column + gutter, grid.body_top, column, height), "body"
    )
    middle = g.rectangle(grid.left + grid.width / 2, grid.body_top, 0.0125 * grid.tokens.margin, height)
    return LayoutSpec(
        Layout.COMPARISON,
        "Comparison",
        "twoObj",
        Color.PAPER,
        (*g.head(grid), left, right, g.citation(grid), *g.footer(grid)),
        (g.tab(grid), Decoration(middle, Color.LINE)),
        g.area(grid),
        (("term",), ("title",), ("left", "right")),
        pinned=True,
    )


def quotation(grid: Grid) -> LayoutSpec:
    """Words of somebody's, along a rule."""
    margin = grid.tokens.margin
    left = grid.left + 0.55 * margin
    top = grid.top + grid.line("term") + grid.gap
    words = g.rectangle(
        left, top, grid.measure - 0.55 * margin, grid.content_bottom - grid.gap - grid.line("term") - top
    )
    by = g.rectangle(left, words.bottom + grid.gap, words.width, grid.line("term"))
    rule = g.rectangle(grid.left, words.top, 0.05 * margin, by.bottom - words.top)
    return LayoutSpec(
        Layout.QUOTATION,
        "Quotation",
        "obj",
        Color.PANEL,
        (
            g.placeholder(
                grid,
                "title",
                g.rectangle(grid.left, grid.top, grid.width, grid.line("term")),
                "term",
                type=PlaceholderType.TITLE,
                color=Color.MUTED,
                lines=1,
            ),
            g.placeholder(grid, "body", words, "title", family=Family.HEADING, anchor=Anchor.MIDDLE),
            g.placeholder(grid, "attribution", by, "term", color=Color.MUTED),
            g.citation(grid),
            *g.footer(grid),
        ),
        (Decoration(rule, Color.ACCENT),),
        Box(words.left, words.top, words.width, Length(by.bottom - words.top)),
        (("body",), ("attribution",)),
        centred=True,
    )


def number(grid: Grid) -> LayoutSpec:
    """A number as large as it deserves, and what it counts."""
    size = Length(2 * grid.tokens.sizes["display"])
    height = line_height(size)
    top = grid.title_top
    title = top + height + 0.1 * grid.tokens.margin
    body = title + grid.line("title", 2) + grid.gap
    term = g.head(grid)[1]
    return LayoutSpec(
        Layout.NUMBER,
        "Number",
        "obj",
        Color.PAPER,
        (
            g.title(grid, g.rectangle(grid.left, title, grid.width, grid.line("title", 2))),
            term,
            g.placeholder(
                grid,
                "number",
                g.rectangle(grid.left, top, grid.width, height),
                "display",
                family=Family.HEADING,
                color=Color.ACCENT,
                anchor=Anchor.BOTTOM,
                lines=1,
                size=size,
            ),
            g.placeholder(grid, "body", g.rectangle(grid.left, body, grid.measure, grid.content_bottom - body), "body"),
            g.citation(grid),
            *g.footer(grid),
        ),
        (g.tab(grid),),
        g.area(grid),
        (("term",), ("number",), ("title",), ("body",)),
        centred=True,
    )
