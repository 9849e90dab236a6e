"""The types of a layout: its placeholders, decorations and how its rows flow."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.fitted import Anchor
from pipeline.layouts.foreign import PITCH, RESERVE, Carved, Dress, Insets, Manner, Origin
from pipeline.slides import Layout
from pipeline.units import Box, Length

NO_INSETS = Insets()


class PlaceholderType(enum.StrEnum):
    """``ST_PlaceholderType`` (ECMA-376 Part 1, 19.7.10), those that we use."""

    TITLE = "title"
    CENTERED_TITLE = "ctrTitle"
    SUBTITLE = "subTitle"
    BODY = "body"
    OBJECT = "obj"
    PICTURE = "pic"
    TABLE = "tbl"
    CHART = "chart"
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
    CENTRE = "ctr"  # in people's own templates alone

    @property
    def other(self) -> Align:
        """The other end of the line."""
        return {Align.LEFT: Align.RIGHT, Align.RIGHT: Align.LEFT}.get(self, self)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder (``p:ph``): the slot that it takes, its type and ``idx``, its box and how its text is set.

    ``kind`` names the row of the theme's sizes; text starts at ``size`` and goes no lower than ``minimum``.
    ``lines`` bounds its lines (0: its box alone does), ``columns`` is how many its text may run in,
    ``indent`` is what a level of a list moves in by, bullets standing in the first such space.
    ``alone`` is where text starts, on a line more, that is all its rows hold: a claim without anything below it.
    ``mark`` is the colour of its bullets and links. ``bold`` and ``capitals`` (``a:defRPr/@b`` and ``@cap``) hold for
    all its text; ``tracking`` is the space after each letter by the type size (``@spc``).

    Of a person's own template: its ``insets``, how each level is set (``manner``), how it looks (``dress``).
    ``own`` says that no placeholder stands for it, a text box does; ``carved``, where that takes its room; ``moved``,
    that its box is not the template's, so that slides say where it stands.

    ``turned``: on this slide its text stands flush with the other end of its box than ``align`` says.
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
    right_to_left: bool = False
    alone: Length | None = None
    mark: Color = Color.ACCENT
    bold: bool = False
    capitals: bool = False
    tracking: float = 0.0
    insets: Insets = NO_INSETS
    manner: tuple[Manner, ...] = ()
    dress: Dress | None = None
    own: bool = False
    moved: bool = False
    carved: Carved | None = None
    turned: bool = False

    @property
    def inner(self) -> Box:
        """What of its box text may take."""
        return self.insets.within(self.box)

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
    by side): a sparse slide's in its optical centre, where ``centred``; a full one's from its top. Where ``anchored``,
    a claim with something below it keeps its height, and only that is centred. What is not in ``flow`` stands at the
    foot or is on every slide.

    A layout of a person's own template has its ``origin`` there, and each of its placeholders keeps its place;
    ``legends`` are the words that it shows itself, for what shows no pptx.
    ``design`` is the layout's name where an author asked for it by that; :data:`ALONE` stands behind it, or for it,
    where a claim has nothing below it and takes the place of that, and :data:`ROOMY` where the boxes are ours.
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
    anchored: bool = False
    origin: Origin | None = None
    design: str = ""
    legends: tuple[tuple[Placeholder, str], ...] = ()

    @property
    def key(self) -> str:
        """By what a fitted slide names it."""
        return spec_key(self.id, self.design)

    def placeholder(self, slot: str) -> Placeholder | None:
        """The placeholder of the slot ``slot``, or None."""
        return next((p for p in self.placeholders if p.slot == slot), None)


def line_height(size: Length, lines: int = 1) -> Length:
    """What ``lines`` lines of ``size`` take, the reserve included (rounded up)."""
    return Length(-int(-(size * PITCH * RESERVE * lines) // 1))


ALONE = "alone"  # the design of a layout of a template whose claim has the slide to itself
ROOMY = "roomy"  # and of one whose boxes are ours, for what fits the template's at no size


def worded(*words: str) -> str:
    """The design that is called by ``words``: a layout's name, or none, and what is said of it."""
    return " ".join(word for word in words if word)


def spec_key(layout: str, design: str) -> str:
    """The name of the spec for ``layout``; where an author asked for a layout of the template, for that one."""
    return f"{layout}@{design}" if design else str(layout)


@dataclass(frozen=True, slots=True)
class Template:
    """A person's own template as a theme wears it: what serves each layout, and the names that authors may ask for.

    ``path`` is where the file lies, ``data`` what is in it. ``places`` says by which colour of the template's scheme,
    as DrawingML has it, each of ours is shown.
    """

    path: str
    data: bytes
    layouts: tuple[LayoutSpec, ...]
    designs: tuple[str, ...]
    places: Mapping[str, str]
