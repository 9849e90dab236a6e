"""The layouts of a theme: which placeholders each has, where they stand and how their text is set.

Computed from the tokens alone. The deck draws slide layouts from them (``p:sldLayout``), ``fit`` fills them.
A text placeholder has no insets (``lIns="0"`` and so on): its box is what its text may take.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.fitted import Anchor
from pipeline.slides import Layout
from pipeline.theme import DeckTokens, Theme
from pipeline.units import Box, Length

PITCH = 1.2  # a line's height by its type size, in PowerPoint and LibreOffice, whatever the face says of itself
RESERVE = 1.04  # and what is kept free above what was computed


class PlaceholderType(enum.StrEnum):
    """``ST_PlaceholderType`` (ECMA-376 Part 1, 19.7.10), those that we use."""

    TITLE = "title"
    CENTERED_TITLE = "ctrTitle"
    SUBTITLE = "subTitle"
    BODY = "body"
    OBJECT = "obj"
    PICTURE = "pic"
    TABLE = "tbl"
    FOOTER = "ftr"
    SLIDE_NUMBER = "sldNum"


class Family(enum.StrEnum):
    """Which of the theme's families sets a placeholder: its heading's, its body's or the monospaced one."""

    HEADING = "heading"
    BODY = "body"
    MONO = "mono"


class Color(enum.StrEnum):
    """A colour by its role in the palette (:class:`pipeline.theme.Palette`)."""

    PAPER = "paper"
    INK = "ink"
    MUTED = "muted"
    ACCENT = "accent"
    LINE = "line"
    PANEL = "panel"


class Align(enum.StrEnum):
    """``ST_TextAlignType`` (ECMA-376 Part 1, 20.1.10.59), those that we use."""

    LEFT = "l"
    RIGHT = "r"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder (``p:ph``): the slot that it takes, its type and ``idx``, its box and how its text is set.

    ``kind`` names the row of the theme's sizes; text starts at ``size`` and goes no lower than ``minimum``.
    ``lines`` bounds its lines (0: its box alone does), ``columns`` is how many its text may run in,
    ``indent`` is what a level of a list moves in by, bullets standing in the first such space.
    """

    slot: str
    type: PlaceholderType
    idx: int
    box: Box
    kind: str
    size: Length
    minimum: Length
    family: Family
    color: Color
    anchor: Anchor
    align: Align = Align.LEFT
    lines: int = 0
    columns: int = 1
    prompt: str = ""

    @property
    def indent(self) -> Length:
        """What a level of a list moves in by."""
        return Length(self.size)


@dataclass(frozen=True, slots=True)
class Decoration:
    """A rule or block of colour that the layout draws, beneath its placeholders."""

    box: Box
    color: Color


@dataclass(frozen=True, slots=True)
class LayoutSpec:
    """A slide layout: ``name`` is what PowerPoint shows, ``type`` its ``ST_SlideLayoutType`` (19.7.15).

    The rows of ``flow`` stand under one another by their measured heights within ``area`` (the slots of a row side
    by side): a sparse slide's in its optical centre, where ``centred``; a full one's from its top. Where ``pinned``, a
    row stands no higher than its placeholder, for a decoration stands beside it. What is not in ``flow`` stands at the
    foot or is on every slide.
    """

    id: Layout
    name: str
    type: str
    background: Color
    placeholders: tuple[Placeholder, ...]
    decorations: tuple[Decoration, ...]
    area: Box
    flow: tuple[tuple[str, ...], ...] = ()
    centred: bool = False
    pinned: bool = False

    def placeholder(self, slot: str) -> Placeholder | None:
        """The placeholder of the slot ``slot``, or None."""
        return next((p for p in self.placeholders if p.slot == slot), None)


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
}
_PROMPT = {
    "title": "The claim, in one sentence",
    "term": "Term or heading",
    "citation": "Citation",
    "caption": "Caption",
    "attribution": "Who said it",
    "number": "42 %",
    "byline": "Author",
    "event": "Event, place, date",
    "subtitle": "Subtitle",
}


def _box(left: float, top: float, width: float, height: float) -> Box:
    return Box(Length(round(left)), Length(round(top)), Length(round(width)), Length(round(height)))


def line_height(size: Length, lines: int = 1) -> Length:
    """What ``lines`` lines of ``size`` take, the reserve included (rounded up)."""
    return Length(-int(-(size * PITCH * RESERVE * lines) // 1))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The lines that all layouts hang on, in EMU."""

    tokens: DeckTokens

    @property
    def left(self) -> float:
        return self.tokens.margin

    @property
    def width(self) -> float:
        return self.tokens.width - 2 * self.tokens.margin

    @property
    def measure(self) -> float:
        """The width of running text: nobody reads lines of a hundred letters off a wall."""
        return self.width * 0.88

    def line(self, kind: str, lines: int = 1) -> float:
        return line_height(self.tokens.sizes[kind], lines)

    @property
    def footer_top(self) -> float:
        height = self.line("footer") * 1.2
        return self.tokens.height - max(0.77 * self.tokens.margin, height + 0.1 * self.tokens.margin)

    @property
    def top(self) -> float:
        return 0.9 * self.tokens.margin

    @property
    def bottom(self) -> float:
        return self.footer_top - 0.4 * self.tokens.margin

    @property
    def gap(self) -> float:
        return 0.4 * self.tokens.margin

    @property
    def foot(self) -> float:
        """Where the line at the foot begins (citation, caption)."""
        return self.bottom - self.line("caption")

    @property
    def content_bottom(self) -> float:
        return self.foot - self.gap

    @property
    def title_top(self) -> float:
        return self.top + self.line("term") + 0.1 * self.tokens.margin

    @property
    def body_top(self) -> float:
        return self.title_top + self.line("title", 2) + self.gap


def _text(
    grid: _Grid,
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


def _title(grid: _Grid, box: Box, *, anchor: Anchor = Anchor.TOP) -> Placeholder:
    return _text(grid, "title", box, "title", type=PlaceholderType.TITLE, family=Family.HEADING, anchor=anchor, lines=2)


def _head(grid: _Grid) -> tuple[Placeholder, Placeholder]:
    """A claim with its term small above it."""
    term = _box(grid.left, grid.top, grid.width, grid.line("term"))
    title = _box(grid.left, grid.title_top, grid.width, grid.line("title", 2))
    return (_title(grid, title), _text(grid, "term", term, "term", color=Color.MUTED, anchor=Anchor.BOTTOM, lines=1))


def _citation(grid: _Grid) -> Placeholder:
    box = _box(grid.left, grid.foot, grid.width, grid.line("caption"))
    return _text(grid, "citation", box, "caption", color=Color.MUTED, anchor=Anchor.BOTTOM, lines=1)


def _caption(grid: _Grid) -> Placeholder:
    box = _box(grid.left, grid.foot, grid.width * 0.8, grid.line("caption"))
    return _text(grid, "caption", box, "caption", color=Color.MUTED, anchor=Anchor.BOTTOM, lines=1)


def _foot_citation(grid: _Grid) -> Placeholder:
    """Beside a caption, at the right."""
    left = grid.left + grid.width * 0.82
    box = _box(left, grid.foot, grid.width * 0.18, grid.line("caption"))
    return _text(grid, "citation", box, "caption", color=Color.MUTED, anchor=Anchor.BOTTOM, align=Align.RIGHT, lines=1)


def _footer(grid: _Grid) -> tuple[Placeholder, Placeholder]:
    height = grid.line("footer") * 1.2
    number = grid.width * 0.1
    return (
        _text(
            grid,
            "footer",
            _box(grid.left, grid.footer_top, grid.width - number, height),
            "footer",
            type=PlaceholderType.FOOTER,
            color=Color.MUTED,
            anchor=Anchor.MIDDLE,
        ),
        _text(
            grid,
            "number-of-slide",
            _box(grid.left + grid.width - number, grid.footer_top, number, height),
            "footer",
            type=PlaceholderType.SLIDE_NUMBER,
            color=Color.MUTED,
            anchor=Anchor.MIDDLE,
            align=Align.RIGHT,
        ),
    )


def _tab(grid: _Grid) -> Decoration:
    """The accent of a slide of content: a short tab that hangs from the upper edge."""
    margin = grid.tokens.margin
    return Decoration(_box(grid.left, 0, 0.8 * margin, 0.1 * margin), Color.ACCENT)


def _edge(grid: _Grid) -> Decoration:
    """The accent of the first and last slide: a bar down the left edge."""
    return Decoration(_box(0, 0, 0.2 * grid.tokens.margin, grid.tokens.height), Color.ACCENT)


def _area(grid: _Grid, bottom: float | None = None) -> Box:
    return _box(grid.left, grid.top, grid.width, (bottom or grid.content_bottom) - grid.top)


def _body(grid: _Grid, *, columns: int = 1) -> Placeholder:
    box = _box(
        grid.left, grid.body_top, grid.width if columns > 1 else grid.measure, grid.content_bottom - grid.body_top
    )
    return _text(grid, "body", box, "body", columns=columns)


def layouts(theme: Theme) -> tuple[LayoutSpec, ...]:
    """All layouts, in the order that PowerPoint's gallery shows them."""
    grid = _Grid(theme.deck)
    return tuple(
        make(grid)
        for make in (
            _title_slide,
            _section,
            _agenda,
            _statement,
            _points,
            _term,
            _comparison,
            _quotation,
            _number,
            _figure,
            _figure_beside,
            _table,
            _code,
            _sources,
            _closing,
            _blank,
        )
    )


def master(theme: Theme) -> LayoutSpec:
    """The slide master's placeholders: title, body, footer and slide number."""
    grid = _Grid(theme.deck)
    head = _head(grid)
    return LayoutSpec(
        Layout.POINTS, "Master", "obj", Color.PAPER, (head[0], _body(grid), *_footer(grid)), (), _area(grid)
    )


def _flowing(
    grid: _Grid,
    id: Layout,
    name: str,
    type: str,
    *extra: Placeholder,
) -> LayoutSpec:
    """A claim with its term, text below it, and a citation at the foot."""
    placeholders = (*_head(grid), *extra, _citation(grid), *_footer(grid))
    flow = (("term",), ("title",), ("body",))
    return LayoutSpec(id, name, type, Color.PAPER, placeholders, (_tab(grid),), _area(grid), flow, centred=True)


def _title_slide(grid: _Grid) -> LayoutSpec:
    margin = grid.tokens.margin
    left, width = grid.left + 0.4 * margin, grid.width * 0.9
    event = grid.bottom - grid.line("caption")
    byline = event - grid.line("term") - 0.05 * margin
    title_bottom = 0.56 * grid.tokens.height
    title = grid.line("display", 3)
    top = title_bottom + 0.3 * margin
    area = _box(left, grid.top, width, byline - 0.3 * margin - grid.top)
    return LayoutSpec(
        Layout.TITLE,
        "Title",
        "title",
        Color.PAPER,
        (
            _text(
                grid,
                "title",
                _box(left, title_bottom - title, width, title),
                "display",
                type=PlaceholderType.CENTERED_TITLE,
                family=Family.HEADING,
                anchor=Anchor.BOTTOM,
                lines=3,
            ),
            _text(
                grid,
                "subtitle",
                _box(left, top, width, area.bottom - top),
                "body",
                type=PlaceholderType.SUBTITLE,
                color=Color.MUTED,
            ),
            _text(grid, "byline", _box(left, byline, width, grid.line("term")), "term", anchor=Anchor.BOTTOM, lines=1),
            _text(
                grid,
                "event",
                _box(left, event, width, grid.line("caption")),
                "caption",
                color=Color.MUTED,
                anchor=Anchor.BOTTOM,
            ),
            *_footer(grid),
        ),
        (_edge(grid),),
        area,
        (("title",), ("subtitle",)),
        centred=True,
    )


def _section(grid: _Grid) -> LayoutSpec:
    area = _area(grid, grid.bottom)
    title = _text(
        grid,
        "title",
        _box(area.left, area.top, grid.measure, area.height),
        "display",
        type=PlaceholderType.TITLE,
        family=Family.HEADING,
        anchor=Anchor.MIDDLE,
        lines=3,
    )
    placeholders = (title, *_footer(grid))
    return LayoutSpec(
        Layout.SECTION,
        "Section",
        "secHead",
        Color.PANEL,
        placeholders,
        (_tab(grid),),
        area,
        (("title",),),
        centred=True,
    )


def _agenda(grid: _Grid) -> LayoutSpec:
    return _flowing(grid, Layout.AGENDA, "Agenda", "obj", _body(grid, columns=2))


def _statement(grid: _Grid) -> LayoutSpec:
    return _flowing(grid, Layout.STATEMENT, "Statement", "obj", _body(grid))


def _points(grid: _Grid) -> LayoutSpec:
    return _flowing(grid, Layout.POINTS, "Points", "obj", _body(grid, columns=2))


def _term(grid: _Grid) -> LayoutSpec:
    return _flowing(grid, Layout.TERM, "Term and claim", "obj", _body(grid))


def _blank(grid: _Grid) -> LayoutSpec:
    return _flowing(grid, Layout.BLANK, "Free", "obj", _body(grid))


def _sources(grid: _Grid) -> LayoutSpec:
    box = _box(grid.left, grid.body_top, grid.width, grid.bottom - grid.body_top)
    # A list of sources is looked up, not read aloud: it starts at the size of terms, at or over the body's floor.
    start = max(grid.tokens.sizes["term"], grid.tokens.minimum["body"])
    body = _text(grid, "body", box, "body", size=start)
    title = _title(grid, _box(grid.left, grid.title_top, grid.width, grid.line("title", 2)))
    return LayoutSpec(
        Layout.SOURCES,
        "Sources",
        "obj",
        Color.PAPER,
        (title, body, *_footer(grid)),
        (_tab(grid),),
        _box(grid.left, grid.title_top, grid.width, grid.bottom - grid.title_top),
        (("title",), ("body",)),
        centred=True,
    )


def _comparison(grid: _Grid) -> LayoutSpec:
    gutter = 0.9 * grid.tokens.margin
    column = (grid.width - gutter) / 2
    height = grid.content_bottom - grid.body_top
    left = _text(grid, "left", _box(grid.left, grid.body_top, column, height), "body")
    right = _text(grid, "right", _box(grid.left + column + gutter, grid.body_top, column, height), "body")
    middle = _box(grid.left + grid.width / 2, grid.body_top, 0.0125 * grid.tokens.margin, height)
    return LayoutSpec(
        Layout.COMPARISON,
        "Comparison",
        "twoObj",
        Color.PAPER,
        (*_head(grid), left, right, _citation(grid), *_footer(grid)),
        (_tab(grid), Decoration(middle, Color.LINE)),
        _area(grid),
        (("term",), ("title",), ("left", "right")),
        pinned=True,
    )


def _quotation(grid: _Grid) -> LayoutSpec:
    margin = grid.tokens.margin
    left = grid.left + 0.55 * margin
    top = grid.top + grid.line("term") + grid.gap
    words = _box(left, top, grid.measure - 0.55 * margin, grid.content_bottom - grid.gap - grid.line("term") - top)
    by = _box(left, words.bottom + grid.gap, words.width, grid.line("term"))
    rule = _box(grid.left, words.top, 0.05 * margin, by.bottom - words.top)
    return LayoutSpec(
        Layout.QUOTATION,
        "Quotation",
        "obj",
        Color.PANEL,
        (
            _text(
                grid,
                "title",
                _box(grid.left, grid.top, grid.width, grid.line("term")),
                "term",
                type=PlaceholderType.TITLE,
                color=Color.MUTED,
                lines=1,
            ),
            _text(grid, "body", words, "title", family=Family.HEADING, anchor=Anchor.MIDDLE),
            _text(grid, "attribution", by, "term", color=Color.MUTED),
            _citation(grid),
            *_footer(grid),
        ),
        (Decoration(rule, Color.ACCENT),),
        Box(words.left, words.top, words.width, Length(by.bottom - words.top)),
        (("body",), ("attribution",)),
        centred=True,
    )


def _number(grid: _Grid) -> LayoutSpec:
    size = Length(2 * grid.tokens.sizes["display"])
    height = line_height(size)
    top = grid.title_top
    title = top + height + 0.1 * grid.tokens.margin
    body = title + grid.line("title", 2) + grid.gap
    term = _head(grid)[1]
    return LayoutSpec(
        Layout.NUMBER,
        "Number",
        "obj",
        Color.PAPER,
        (
            _title(grid, _box(grid.left, title, grid.width, grid.line("title", 2))),
            term,
            _text(
                grid,
                "number",
                _box(grid.left, top, grid.width, height),
                "display",
                family=Family.HEADING,
                color=Color.ACCENT,
                anchor=Anchor.BOTTOM,
                lines=1,
                size=size,
            ),
            _text(grid, "body", _box(grid.left, body, grid.measure, grid.content_bottom - body), "body"),
            _citation(grid),
            *_footer(grid),
        ),
        (_tab(grid),),
        _area(grid),
        (("term",), ("number",), ("title",), ("body",)),
        centred=True,
    )


def _figure(grid: _Grid) -> LayoutSpec:
    return _evidence(grid, Layout.FIGURE, "Figure", "picTx", PlaceholderType.PICTURE)


def _table(grid: _Grid) -> LayoutSpec:
    return _evidence(grid, Layout.TABLE, "Table", "tbl", PlaceholderType.TABLE)


def _code(grid: _Grid) -> LayoutSpec:
    return _evidence(grid, Layout.CODE, "Code", "obj", PlaceholderType.BODY)


def _evidence(grid: _Grid, id: Layout, name: str, type: str, shown: PlaceholderType) -> LayoutSpec:
    """A claim with evidence below it over the whole width, its caption at the foot."""
    box = _box(grid.left, grid.body_top, grid.width, grid.content_bottom - grid.body_top)
    # Read as a whole rather than aloud: code begins and ends smaller than running text, a table may end smaller.
    kind = {Layout.CODE: "caption", Layout.TABLE: "term"}.get(id, "body")
    size = grid.tokens.sizes["term" if id is Layout.CODE else "body"]
    family = Family.MONO if id is Layout.CODE else Family.BODY
    evidence = _text(grid, "object", box, kind, type=shown, family=family, size=size)
    placeholders = (*_head(grid), evidence, _caption(grid), _foot_citation(grid), *_footer(grid))
    flow = (("term",), ("title",), ("object",))
    centred = id is not Layout.FIGURE  # a picture takes what room there is
    return LayoutSpec(id, name, type, Color.PAPER, placeholders, (_tab(grid),), _area(grid), flow, centred=centred)


def _figure_beside(grid: _Grid) -> LayoutSpec:
    gutter = 0.8 * grid.tokens.margin
    column = (grid.width - gutter) * 0.44
    left = grid.left + column + gutter
    height = grid.content_bottom - grid.body_top
    shown = _text(
        grid,
        "object",
        _box(left, grid.body_top, grid.width - column - gutter, height),
        "body",
        type=PlaceholderType.PICTURE,
    )
    body = _text(grid, "body", _box(grid.left, grid.body_top, column, height), "body")
    return LayoutSpec(
        Layout.FIGURE_BESIDE,
        "Figure beside text",
        "picTx",
        Color.PAPER,
        (*_head(grid), body, shown, _caption(grid), _foot_citation(grid), *_footer(grid)),
        (_tab(grid),),
        _area(grid),
        (("term",), ("title",), ("body", "object")),
    )


def _closing(grid: _Grid) -> LayoutSpec:
    margin = grid.tokens.margin
    left, width = grid.left + 0.4 * margin, grid.width * 0.86
    title = grid.line("title", 3)
    top = 0.22 * grid.tokens.height
    body = top + title + grid.gap
    return LayoutSpec(
        Layout.CLOSING,
        "Closing",
        "obj",
        Color.PAPER,
        (
            _text(
                grid,
                "title",
                _box(left, top, width, title),
                "title",
                type=PlaceholderType.TITLE,
                family=Family.HEADING,
                anchor=Anchor.BOTTOM,
                lines=3,
            ),
            _text(grid, "body", _box(left, body, width, grid.bottom - body), "term", color=Color.MUTED),
            *_footer(grid),
        ),
        (_edge(grid),),
        _box(left, grid.top, width, grid.bottom - grid.top),
        (("title",), ("body",)),
        centred=True,
    )
