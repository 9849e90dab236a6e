"""The lines that all layouts hang on, and the placeholders that many of them share."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.fitted import Anchor
from pipeline.layouts.spec import Align, Color, Decoration, Family, Placeholder, PlaceholderType, line_height
from pipeline.theme import DeckTokens
from pipeline.units import Box, Length

# The index of a slot is the same in every layout, so that a slide keeps its text when a person changes its layout.
_INDEX = {
    "title": 0,
    "body": 1,
    "subtitle": 1,
    "left": 1,
    "right": 2,
    "footer": 11,
    "number-of-slide": 12,
    "term": 13,
    "citation": 14,
    "object": 15,
    "caption": 16,
    "attribution": 17,
    "number": 18,
    "byline": 19,
    "event": 20,
    "claim": 21,
    "qr": 22,
}
_PROMPT = {
    "title": "The claim, in one sentence",
    "claim": "What to remember",
    "qr": "QR code",
    "term": "Term or heading",
    "citation": "Citation",
    "caption": "Caption",
    "attribution": "Who said it",
    "number": "42 %",
    "byline": "Author",
    "event": "Event, place, date",
    "subtitle": "Subtitle",
}


def rectangle(left: float, top: float, width: float, height: float) -> Box:
    """A box from lengths that are whole only now."""
    return Box(Length(round(left)), Length(round(top)), Length(round(width)), Length(round(height)))


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines that all layouts hang on, in EMU."""

    tokens: DeckTokens

    @property
    def left(self) -> float:
        """The left margin."""
        return self.tokens.margin

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.tokens.width - 2 * self.tokens.margin

    @property
    def measure(self) -> float:
        """The width of running text: nobody reads lines of a hundred letters off a wall."""
        return self.width * 0.88

    def line(self, kind: str, lines: int = 1) -> float:
        """What lines of a kind of text take."""
        return line_height(self.tokens.sizes[kind], lines)

    @property
    def footer_top(self) -> float:
        """Where the footer begins."""
        height = self.line("footer") * 1.2
        return self.tokens.height - max(0.77 * self.tokens.margin, height + 0.1 * self.tokens.margin)

    @property
    def top(self) -> float:
        """Where the first row begins."""
        return 0.9 * self.tokens.margin

    @property
    def bottom(self) -> float:
        """Where the line at the foot ends."""
        return self.footer_top - 0.4 * self.tokens.margin

    @property
    def gap(self) -> float:
        """The space between a claim and what is below it."""
        return 0.4 * self.tokens.margin

    @property
    def foot(self) -> float:
        """Where the line at the foot begins (citation, caption)."""
        return self.bottom - self.line("caption")

    @property
    def content_bottom(self) -> float:
        """Where the rows end, above the line at the foot."""
        return self.foot - self.gap

    @property
    def title_top(self) -> float:
        """Where a claim begins below its term."""
        return self.top + self.line("term") + 0.1 * self.tokens.margin

    @property
    def body_top(self) -> float:
        """Where text begins below a claim of two lines."""
        return self.title_top + self.line("title", 2) + self.gap


def placeholder(
    grid: Grid,
    slot: str,
    box: Box,
    kind: str,
    *,
    type: PlaceholderType = PlaceholderType.BODY,
    family: Family = Family.BODY,
    color: Color = Color.INK,
    anchor: Anchor = Anchor.TOP,
    lines: int = 0,
    columns: int = 1,
    size: Length | None = None,
    align: Align = Align.LEFT,
) -> Placeholder:
    """A placeholder in a row of the theme's sizes, its index and prompt by its slot."""
    return Placeholder(
        slot=slot,
        type=type,
        idx=_INDEX[slot],
        box=box,
        kind=kind,
        size=size or grid.tokens.sizes[kind],
        minimum=grid.tokens.minimum[kind],
        family=family,
        color=color,
        anchor=anchor,
        align=align,
        lines=lines,
        columns=columns,
        prompt=_PROMPT.get(slot, ""),
    )


def title(grid: Grid, box: Box, *, anchor: Anchor = Anchor.TOP) -> Placeholder:
    """The title placeholder of a claim: two lines at the most, if it can be helped."""
    return placeholder(
        grid, "title", box, "title", type=PlaceholderType.TITLE, family=Family.HEADING, anchor=anchor, lines=2
    )


def head(grid: Grid) -> tuple[Placeholder, Placeholder]:
    """A claim with its term small above it."""
    above = rectangle(grid.left, grid.top, grid.width, grid.line("term"))
    claim = rectangle(grid.left, grid.title_top, grid.width, grid.line("title", 2))
    term = placeholder(grid, "term", above, "term", color=Color.MUTED, anchor=Anchor.BOTTOM, lines=1)
    return title(grid, claim), term


def citation(grid: Grid) -> Placeholder:
    """The line at the foot: where it was said."""
    box = rectangle(grid.left, grid.foot, grid.width, grid.line("caption"))
    return placeholder(grid, "citation", box, "caption", color=Color.MUTED, anchor=Anchor.BOTTOM, lines=1)


def caption(grid: Grid) -> Placeholder:
    """The line at the foot of evidence: what it shows."""
    box = rectangle(grid.left, grid.foot, grid.width * 0.8, grid.line("caption"))
    return placeholder(grid, "caption", box, "caption", color=Color.MUTED, anchor=Anchor.BOTTOM, lines=1)


def foot_citation(grid: Grid) -> Placeholder:
    """Beside a caption, at the right."""
    left = grid.left + grid.width * 0.82
    box = rectangle(left, grid.foot, grid.width * 0.18, grid.line("caption"))
    return placeholder(
        grid, "citation", box, "caption", color=Color.MUTED, anchor=Anchor.BOTTOM, align=Align.RIGHT, lines=1
    )


def footer(grid: Grid) -> tuple[Placeholder, Placeholder]:
    """The footer and the slide number, on every slide."""
    height = grid.line("footer") * 1.2
    number = grid.width * 0.1
    return (
        placeholder(
            grid,
            "footer",
            rectangle(grid.left, grid.footer_top, grid.width - number, height),
            "footer",
            type=PlaceholderType.FOOTER,
            color=Color.MUTED,
            anchor=Anchor.MIDDLE,
        ),
        placeholder(
            grid,
            "number-of-slide",
            rectangle(grid.left + grid.width - number, grid.footer_top, number, height),
            "footer",
            type=PlaceholderType.SLIDE_NUMBER,
            color=Color.MUTED,
            anchor=Anchor.MIDDLE,
            align=Align.RIGHT,
        ),
    )


def tab(grid: Grid) -> Decoration:
    """The accent of a slide of content: a short tab that hangs from the upper edge."""
    margin = grid.tokens.margin
    return Decoration(rectangle(grid.left, 0, 0.8 * margin, 0.1 * margin), Color.ACCENT)


def edge(grid: Grid) -> Decoration:
    """The accent of the first and last slide: a bar down the left edge."""
    return Decoration(rectangle(0, 0, 0.2 * grid.tokens.margin, grid.tokens.height), Color.ACCENT)


def area(grid: Grid, bottom: float | None = None) -> Box:
    """What a slide's rows flow in: from the upper margin to the line at the foot."""
    return rectangle(grid.left, grid.top, grid.width, (bottom or grid.content_bottom) - grid.top)


def body(grid: Grid, *, columns: int = 1) -> Placeholder:
    """Running text below a claim, as wide as a line should be; a list in columns takes the whole width."""
    box = rectangle(
        grid.left, grid.body_top, grid.width if columns > 1 else grid.measure, grid.content_bottom - grid.body_top
    )
    return placeholder(grid, "body", box, "body", columns=columns)
