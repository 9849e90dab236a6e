"""The lines that all layouts hang on, and the placeholders that many of them share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.fitted import Anchor
from pipeline.layouts.spec import Align, Color, Decoration, Family, Placeholder, PlaceholderType, line_height
from pipeline.look import Case, Foot, Ground, Ornament, Scene, Stand, Weight
from pipeline.theme import DeckTokens
from pipeline.units import Box, Length, pt

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


_TRACKING = 0.06  # of the type size: what capitals need between them to be read as a label
_ALONE = 1.25  # of its size: a claim that has the slide to itself
_OVER_EVIDENCE = 0.85  # of its size: a claim that shares the slide with evidence
_HAIRLINE = 0.0125  # of the margin
# How far an ornament moves the text in from the left margin, by the margin.
_INSET = {Ornament.EDGE: 0.4, Ornament.RULE: 0.55}
_SIDE = 0.3  # of the slide's width


def rectangle(left: float, top: float, width: float, height: float) -> Box:
    """A box from lengths that are whole only now."""
    return Box(Length(round(left)), Length(round(top)), Length(round(width)), Length(round(height)))


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines that the layouts of one scene hang on, in EMU."""

    tokens: DeckTokens
    scene: Scene

    @property
    def ground(self) -> Color:
        """What the slide stands on."""
        return Color(self.scene.ground.value)

    def worn(self, color: Color) -> Color:
        """``color`` as this ground can show it: on the accent everything takes the colour of the paper."""
        return Color.PAPER if self.scene.ground is Ground.ACCENT else color

    @property
    def margin_left(self) -> float:
        """Where the footer begins, and the text, if no ornament moves it in."""
        return self.tokens.margin + (_SIDE * self.tokens.width if self.scene.ornament is Ornament.SIDE else 0)

    @property
    def left(self) -> float:
        """Where text begins."""
        return self.margin_left + _INSET.get(self.scene.ornament, 0) * self.tokens.margin

    @property
    def width(self) -> float:
        """The width from there to the right margin."""
        return self.tokens.width - self.tokens.margin - self.left

    @property
    def anchored(self) -> bool:
        """Whether claims with something below them keep their height."""
        return self.tokens.look.stand is Stand.TOP

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
    claim: bool = False,
    label: bool = False,
) -> Placeholder:
    """A placeholder in a row of the theme's sizes, its index and prompt by its slot.

    A ``claim`` and a ``label`` (the term above a claim) have looks of their own among the theme's tokens.
    """
    look = grid.tokens.look
    if claim and color is Color.INK:
        color = Color(look.claim.color.value)
    if label:
        color = Color(look.term.color.value)
    capitals = label and look.term.case is Case.CAPITALS
    return Placeholder(
        slot=slot,
        type=type,
        idx=_INDEX[slot],
        box=box,
        kind=kind,
        size=size or grid.tokens.sizes[kind],
        minimum=grid.tokens.minimum[kind],
        family=family,
        color=grid.worn(color),
        anchor=anchor,
        align=align,
        lines=lines,
        columns=columns,
        prompt=_PROMPT.get(slot, ""),
        mark=grid.worn(Color.ACCENT),
        bold=claim and look.claim.weight is Weight.BOLD,
        capitals=capitals,
        tracking=_TRACKING if capitals else 0.0,
    )


def title(grid: Grid, box: Box, *, anchor: Anchor = Anchor.TOP, size: Length | None = None) -> Placeholder:
    """The title placeholder of a claim: two lines at the most, if it can be helped."""
    return placeholder(
        grid,
        "title",
        box,
        "title",
        type=PlaceholderType.TITLE,
        family=Family.HEADING,
        anchor=anchor,
        lines=2,
        size=size,
        claim=True,
    )


def evidence_title(grid: Grid) -> Length:
    """The size of a claim over evidence, which the slide is about as much: in whole points."""
    least = grid.tokens.minimum["title"]
    return max(least, pt(round(_OVER_EVIDENCE * grid.tokens.sizes["title"] / pt(1))))


def evidence_top(grid: Grid) -> float:
    """Where evidence begins below a claim of two lines."""
    return grid.title_top + line_height(evidence_title(grid), 2) + grid.gap


def head(grid: Grid, size: Length | None = None) -> tuple[Placeholder, Placeholder]:
    """A claim, of ``size`` where it is not the theme's, with its term small above it."""
    above = rectangle(grid.left, grid.top, grid.width, grid.line("term"))
    claim = rectangle(grid.left, grid.title_top, grid.width, line_height(size or grid.tokens.sizes["title"], 2))
    term = placeholder(grid, "term", above, "term", anchor=Anchor.BOTTOM, lines=1, label=True)
    sizes = grid.tokens.sizes
    alone = min(Length(round(sizes["title"] * _ALONE)), max(sizes["title"], sizes["display"]))
    return replace(title(grid, claim, size=size), alone=alone), term


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
    left, right = grid.margin_left, grid.left + grid.width
    number = (right - left) * 0.1
    return (
        placeholder(
            grid,
            "footer",
            rectangle(left, grid.footer_top, right - number - left, height),
            "footer",
            type=PlaceholderType.FOOTER,
            color=Color.MUTED,
            anchor=Anchor.MIDDLE,
        ),
        placeholder(
            grid,
            "number-of-slide",
            rectangle(right - number, grid.footer_top, number, height),
            "footer",
            type=PlaceholderType.SLIDE_NUMBER,
            color=Color.MUTED,
            anchor=Anchor.MIDDLE,
            align=Align.RIGHT,
        ),
    )


def decorations(grid: Grid) -> tuple[Decoration, ...]:
    """The ornament of the scene, and the line above the footer: both where no text can grow to."""
    tokens = grid.tokens
    margin, width, height = tokens.margin, tokens.width, tokens.height
    drawn = {
        Ornament.TAB: rectangle(grid.left, 0, 0.8 * margin, 0.1 * margin),
        Ornament.BAND: rectangle(0, 0, width, 0.2 * margin),
        Ornament.EDGE: rectangle(0, 0, 0.2 * margin, height),
        Ornament.RULE: rectangle(grid.margin_left, grid.top, 0.05 * margin, grid.bottom - grid.top),
        Ornament.SIDE: rectangle(0, 0, _SIDE * width, height),
    }.get(grid.scene.ornament)
    found = [] if drawn is None else [Decoration(drawn, grid.worn(Color.ACCENT))]
    if tokens.look.foot is Foot.RULED and grid.scene.ground is not Ground.ACCENT:
        right = grid.left + grid.width
        line = rectangle(
            grid.margin_left, grid.footer_top - 0.05 * margin, right - grid.margin_left, _HAIRLINE * margin
        )
        found.append(Decoration(line, Color.LINE))
    return tuple(found)


def area(grid: Grid, bottom: float | None = None) -> Box:
    """What a slide's rows flow in: from the upper margin to the line at the foot."""
    return rectangle(grid.left, grid.top, grid.width, (bottom or grid.content_bottom) - grid.top)


def body(grid: Grid, *, columns: int = 1) -> Placeholder:
    """Running text below a claim, as wide as a line should be; a list in columns takes the whole width."""
    box = rectangle(
        grid.left, grid.body_top, grid.width if columns > 1 else grid.measure, grid.content_bottom - grid.body_top
    )
    return placeholder(grid, "body", box, "body", columns=columns)
