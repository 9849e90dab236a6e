"""How a talk opens, is divided and ends: title, section and closing slides."""

from __future__ import annotations

from pipeline.fitted import Anchor
from pipeline.layouts import grid as g
from pipeline.layouts.grid import Grid
from pipeline.layouts.spec import Color, Family, LayoutSpec, PlaceholderType
from pipeline.slides import Layout


def title_slide(grid: Grid) -> LayoutSpec:
    """The first slide."""
    margin = grid.tokens.margin
    left, width = grid.left, grid.width * 0.95
    event = grid.bottom - grid.line("caption")
    byline = event - grid.line("term") - 0.05 * margin
    title_bottom = 0.56 * grid.tokens.height
    title = grid.line("display", 3)
    top = title_bottom + 0.3 * margin
    area = g.rectangle(left, grid.top, width, byline - 0.3 * margin - grid.top)
    return LayoutSpec(
        Layout.TITLE,
        "Title",
        "title",
        grid.ground,
        (
            g.placeholder(
                grid,
                "title",
                g.rectangle(left, title_bottom - title, width, title),
                "display",
                type=PlaceholderType.CENTERED_TITLE,
                family=Family.HEADING,
                anchor=Anchor.BOTTOM,
                lines=3,
                claim=True,
            ),
            g.placeholder(
                grid,
                "subtitle",
                g.rectangle(left, top, width, area.bottom - top),
                "body",
                type=PlaceholderType.SUBTITLE,
                color=Color.MUTED,
            ),
            g.placeholder(
                grid,
                "byline",
                g.rectangle(left, byline, width, grid.line("term")),
                "term",
                anchor=Anchor.BOTTOM,
                lines=1,
            ),
            g.placeholder(
                grid,
                "event",
                g.rectangle(left, event, width, grid.line("caption")),
                "caption",
                color=Color.MUTED,
                anchor=Anchor.BOTTOM,
            ),
            *g.footer(grid),
        ),
        g.decorations(grid),
        area,
        (("title",), ("subtitle",)),
        centred=True,
    )


def section(grid: Grid) -> LayoutSpec:
    """The divider before a section, on the quiet ground."""
    area = g.area(grid, grid.bottom)
    title = g.placeholder(
        grid,
        "title",
        g.rectangle(area.left, area.top, grid.measure, area.height),
        "display",
        type=PlaceholderType.TITLE,
        family=Family.HEADING,
        anchor=Anchor.MIDDLE,
        lines=3,
        claim=True,
    )
    placeholders = (title, *g.footer(grid))
    return LayoutSpec(
        Layout.SECTION,
        "Section",
        "secHead",
        grid.ground,
        placeholders,
        g.decorations(grid),
        area,
        (("title",),),
        centred=True,
    )


def closing(grid: Grid) -> LayoutSpec:
    """The last slide: what to remember, where to find more, and a QR code that leads there."""
    margin = grid.tokens.margin
    left = grid.left
    side = min(0.27 * grid.width, 0.45 * grid.tokens.height)
    width = grid.left + grid.width - side - margin - left
    area = g.rectangle(left, grid.top, width, grid.bottom - grid.top)
    top = 0.22 * grid.tokens.height
    claim = top + grid.line("term") + 0.5 * grid.gap
    body = claim + grid.line("title", 3) + grid.gap
    return LayoutSpec(
        Layout.CLOSING,
        "Closing",
        "obj",
        grid.ground,
        (
            g.placeholder(
                grid,
                "title",
                g.rectangle(left, top, width, grid.line("term")),
                "term",
                type=PlaceholderType.TITLE,
                anchor=Anchor.BOTTOM,
                lines=2,
                label=True,
            ),
            g.placeholder(
                grid,
                "claim",
                g.rectangle(left, claim, width, grid.line("title", 3)),
                "title",
                family=Family.HEADING,
                lines=4,
                claim=True,
            ),
            g.placeholder(grid, "body", g.rectangle(left, body, width, grid.bottom - body), "term", color=Color.MUTED),
            g.placeholder(
                grid,
                "qr",
                g.rectangle(grid.left + grid.width - side, area.top + (area.height - side) * 0.42, side, side),
                "caption",
                type=PlaceholderType.PICTURE,
                color=Color.MUTED,
            ),
            *g.footer(grid),
        ),
        g.decorations(grid),
        area,
        (("title",), ("claim",), ("body",)),
        centred=True,
    )
