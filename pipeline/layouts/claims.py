"""Slides of words: a claim, a list, two sides, a quotation, a number."""

from __future__ import annotations

from dataclasses import replace

from pipeline.fitted import Anchor
from pipeline.layouts import grid as g
from pipeline.layouts.foreign import PITCH, RESERVE
from pipeline.layouts.grid import Grid
from pipeline.layouts.spec import (
    Color,
    Family,
    LayoutSpec,
    Placeholder,
    PlaceholderType,
    line_height,
)
from pipeline.slides import Layout
from pipeline.units import Box, Length

_COUNTED = 0.75  # of a claim's size: what a number counts


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
    return LayoutSpec(
        id,
        name,
        type,
        grid.ground,
        placeholders,
        g.decorations(grid),
        g.area(grid),
        flow,
        centred=True,
        anchored=grid.anchored,
    )


def agenda(grid: Grid) -> LayoutSpec:
    """The overview of a section: its points, each a link."""
    return _flowing(grid, Layout.AGENDA, "Agenda", "obj", g.body(grid, columns=2))


def statement(grid: Grid) -> LayoutSpec:
    """A claim that needs its sentence in full, as large as that may be; what it is about stands small above it."""
    label = g.placeholder(
        grid,
        "title",
        g.head(grid)[1].box,
        "term",
        type=PlaceholderType.TITLE,
        anchor=Anchor.BOTTOM,
        lines=1,
        label=True,
    )
    words = g.rectangle(grid.left, grid.title_top, grid.width, grid.content_bottom - grid.title_top)
    said = g.placeholder(grid, "body", words, "title", family=Family.HEADING, claim=True)
    return LayoutSpec(
        Layout.STATEMENT,
        "Statement",
        "obj",
        grid.ground,
        (label, replace(said, minimum=grid.tokens.minimum["body"]), g.citation(grid), *g.footer(grid)),
        g.decorations(grid),
        g.area(grid),
        (("title",), ("body",)),
        centred=True,
        anchored=grid.anchored,
    )


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
        grid.ground,
        (title, body, *g.footer(grid)),
        g.decorations(grid),
        g.rectangle(grid.left, grid.title_top, grid.width, grid.bottom - grid.title_top),
        (("title",), ("body",)),
        centred=True,
        anchored=grid.anchored,
    )


def comparison(grid: Grid) -> LayoutSpec:
    """Two sides, with room between them: a line there would stand still while a long claim grows into it."""
    gutter = 0.9 * grid.tokens.margin
    column = (grid.width - gutter) / 2
    height = grid.content_bottom - grid.body_top
    left = g.placeholder(grid, "left", g.rectangle(grid.left, grid.body_top, column, height), "body")
    right = g.placeholder(
        grid, "right", g.rectangle(grid.left + column + gutter, grid.body_top, column, height), "body"
    )
    return LayoutSpec(
        Layout.COMPARISON,
        "Comparison",
        "twoObj",
        grid.ground,
        (*g.head(grid), left, right, g.citation(grid), *g.footer(grid)),
        g.decorations(grid),
        g.area(grid),
        (("term",), ("title",), ("left", "right")),
        centred=True,
        anchored=grid.anchored,
    )


def quotation(grid: Grid) -> LayoutSpec:
    """Words of somebody's."""
    label = grid.line("term")
    width = grid.width * 0.92
    top = grid.top + label + grid.gap
    words = g.rectangle(grid.left, top, width, grid.content_bottom - grid.gap - label - top)
    by = g.rectangle(grid.left, words.bottom + grid.gap, width, label)
    return LayoutSpec(
        Layout.QUOTATION,
        "Quotation",
        "obj",
        grid.ground,
        (
            g.placeholder(
                grid,
                "title",
                g.rectangle(grid.left, grid.top, width, label),
                "term",
                type=PlaceholderType.TITLE,
                lines=1,
                label=True,
            ),
            g.placeholder(grid, "body", words, "title", family=Family.HEADING, anchor=Anchor.MIDDLE),
            g.placeholder(grid, "attribution", by, "term", color=Color.MUTED),
            g.citation(grid),
            *g.footer(grid),
        ),
        g.decorations(grid),
        Box(words.left, words.top, words.width, Length(by.bottom - words.top)),
        (("body",), ("attribution",)),
        centred=True,
    )


def number(grid: Grid) -> LayoutSpec:
    """A number as large as it deserves, and what it counts."""
    tokens = grid.tokens
    top, near = grid.title_top, 0.1 * tokens.margin
    # What it counts stands back behind it.
    small = max(Length(round(tokens.sizes["title"] * _COUNTED)), tokens.minimum["title"])
    counted = line_height(small, 2)
    # Twice as large as a cover's title, if that leaves room for what it counts and for a few lines more.
    below = near + counted + grid.gap + line_height(tokens.minimum["body"], 3)
    room = (grid.content_bottom - top - below) / (PITCH * RESERVE)
    size = Length(round(min(2 * tokens.sizes["display"], max(room, tokens.minimum["display"]))))
    height = line_height(size)
    title = top + height + near
    body = title + counted + grid.gap
    term = g.head(grid)[1]
    return LayoutSpec(
        Layout.NUMBER,
        "Number",
        "obj",
        grid.ground,
        (
            g.title(grid, g.rectangle(grid.left, title, grid.width, counted), size=small),
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
                claim=True,
            ),
            g.placeholder(grid, "body", g.rectangle(grid.left, body, grid.measure, grid.content_bottom - body), "body"),
            g.citation(grid),
            *g.footer(grid),
        ),
        g.decorations(grid),
        g.area(grid),
        (("term",), ("number",), ("title",), ("body",)),
        centred=True,
    )
