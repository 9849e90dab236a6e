"""Fitted slides: every text measured, broken into lines and given its size. All that draws slides draws these.

The words are PresentationML's: a slide has a layout, a layout has placeholders with a type and an index.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.indices import scripted
from pipeline.look import Tint
from pipeline.plots import Plot
from pipeline.units import Box, Length


class Bullet(enum.StrEnum):
    """What stands before a paragraph of a list."""

    NONE = "none"
    DISC = "disc"
    NUMBER = "number"
    TASK = "task"
    DONE = "done"


# What is drawn for them, in every face that stands for Arial; a number is counted instead.
BULLETS = {Bullet.DISC: "•", Bullet.TASK: "□", Bullet.DONE: "■"}


GOES_ON = "→"  # beside a row that goes on with the line of code above it


class Anchor(enum.StrEnum):
    """Where text stands in its box: ``a:bodyPr/@anchor``."""

    TOP = "t"
    MIDDLE = "ctr"
    BOTTOM = "b"


ZERO = Length(0)
QUIET = 4  # modules: the quiet zone around a QR code (ISO/IEC 18004, 6.3.8)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text (``a:r``). ``link`` is a URL or ``#slide-id``, ``link_name`` tells where it leads.

    A vertical tab in ``text`` is a line break (``a:br``). ``script`` names the entry of ``Theme.scripts`` whose face
    draws it; None is the family. ``tone`` is its colour, where it is not its place's. ``shift`` is 1 for an exponent,
    which is raised and small (``a:rPr/@baseline``), -1 for an index.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    mono: bool = False
    link: str | None = None
    link_name: str | None = None
    lang: str | None = None
    script: str | None = None
    tone: Tint | None = None
    shift: int = 0

    @property
    def plain(self) -> str:
        """The text without any formatting, exponents and indices in Unicode's signs."""
        return scripted(self.text, self.shift)


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph (``a:p``): its runs, its outline level from 0, its bullet and number, and the space before it.

    At level n a paragraph without a bullet begins n indents in (``marL``); one with a bullet n + 1 indents in, its
    bullet one indent to the left of that (``indent``). How wide an indent is its box says.
    """

    runs: tuple[Run, ...]
    level: int = 0
    bullet: Bullet = Bullet.NONE
    number: int = 0
    space_before: Length = ZERO
    rtl: bool = False
    lines: tuple[str, ...] = ()  # as the measuring broke them; empty in notes


@dataclass(frozen=True, slots=True)
class TextBox:
    """A filled placeholder of text, or one of the slide's own where the layout has none.

    ``size`` holds for all its paragraphs; ``fill`` is the share of the room that there was for it (0 to 1).
    ``columns`` is 1 or 2 (``a:bodyPr/@numCol``). ``turned`` text stands flush with the other end of its box than the
    placeholder's does.
    """

    slot: str
    ref: str
    box: Box
    size: Length
    paragraphs: tuple[TextParagraph, ...]
    anchor: Anchor
    fill: float
    columns: int = 1
    turned: bool = False

    @property
    def indent(self) -> Length:
        """What a level of a list moves in by: room for a bullet, or for the widest number."""
        widest = max((p.number for p in self.paragraphs if p.bullet is Bullet.NUMBER), default=0)
        return Length(round(self.size * (1 if not widest else 1.4 if widest < 10 else 1.9 if widest < 100 else 2.5)))

    @property
    def gutter(self) -> Length:
        """The space between two columns (``a:bodyPr/@spcCol``)."""
        return Length(round(self.size * 1.5))


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A picture in its place: ``path`` within the essay's folder; ``alt`` None means nobody wrote one.

    ``pixels`` is how wide it is in its own, 0 for a drawing. ``crop`` is what is cut off at the left, top, right and
    bottom, as shares of its width and height (``a:srcRect``): half of it on either side.
    """

    slot: str
    ref: str
    box: Box
    path: str
    alt: str | None
    pixels: int = 0
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def whole(self) -> tuple[Length, Length]:
        """How wide and high the picture would stand uncut."""
        left, top, right, bottom = self.crop
        return Length(round(self.box.width / (1 - left - right))), Length(round(self.box.height / (1 - top - bottom)))


@dataclass(frozen=True, slots=True)
class TableBox:
    """A native table: column widths, rows of cells, the first row its header. ``size`` holds for every cell.

    ``fill`` is the share of the room's height that it takes (0 to 1).
    """

    slot: str
    ref: str
    box: Box
    size: Length
    columns: tuple[Length, ...]
    heights: tuple[Length, ...]
    rows: tuple[tuple[TextParagraph, ...], ...]
    align: tuple[str, ...]  # "start", "center" or "end", one a column
    description: str
    fill: float = 1.0

    @property
    def padding(self) -> tuple[Length, Length]:
        """The inset of a cell, across and down (``a:tcPr/@marL`` and ``@marR``, ``@marT`` and ``@marB``)."""
        return Length(round(self.size * 0.4)), Length(round(self.size * 0.25))


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of code: its number in the whole text, from 1, and the rows that it is folded into, one if it fits.

    Number 0 is that of a row which stands for lines left out.
    """

    number: int
    rows: tuple[tuple[Run, ...], ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CodeBox:
    """Lines of code on a panel, ``box``, each row ``pitch`` high (``a:lnSpc/a:spcPts``), whatever its face says.

    ``gutter`` is the room left of the code for the lines' numbers, where it is ``numbered``, and for the sign of a row
    that goes on with its line. ``ground`` is the panel's role in the palette, ``fill`` the share of the room's height
    that it takes (0 to 1).
    """

    slot: str
    ref: str
    box: Box
    size: Length
    pitch: Length
    gutter: Length
    lines: tuple[CodeLine, ...]
    numbered: bool
    ground: str
    fill: float

    @property
    def padding(self) -> Length:
        """What is free between the panel's edges and the code, on each side."""
        return code_padding(self.size)

    @property
    def text(self) -> Box:
        """Where the code stands."""
        inset, gutter = self.padding, self.gutter
        width = Length(self.box.width - 2 * inset - gutter)
        return Box(Length(self.box.left + inset + gutter), Length(self.box.top + inset), width, self._height)

    @property
    def side(self) -> Box:
        """Where the numbers stand, left of the code and as high; with room to spare, for they must not be broken."""
        left = self.box.left + self.padding // 2
        right = self.text.left - self.size // 2
        return Box(Length(left), self.text.top, Length(right - left), self._height)

    @property
    def paragraphs(self) -> tuple[TextParagraph, ...]:
        """The lines as paragraphs, line breaks between the rows of one."""
        return tuple(TextParagraph(_joined(line.rows)) for line in self.lines)

    @property
    def _height(self) -> Length:
        return Length(self.pitch * sum(len(line.rows) for line in self.lines))

    @property
    def signs(self) -> tuple[tuple[str, bool], ...]:
        """What stands beside each row, and whether its line is marked."""
        shown = (str(line.number) if self.numbered and line.number else "" for line in self.lines)
        return tuple(
            (own if n == 0 else GOES_ON, line.marked)
            for own, line in zip(shown, self.lines, strict=True)
            for n in range(len(line.rows))
        )

    @property
    def marks(self) -> tuple[Box, ...]:
        """The bands of lines that are marked, from edge to edge of the panel."""
        found: list[Box] = []
        top = int(self.text.top)
        for line in self.lines:
            tall = self.pitch * len(line.rows)
            if line.marked and found and found[-1].bottom == top:
                found[-1] = replace(found[-1], height=Length(found[-1].height + tall))
            elif line.marked:
                found.append(Box(self.box.left, Length(top), self.box.width, Length(tall)))
            top += tall
        return tuple(found)


def _joined(rows: tuple[tuple[Run, ...], ...]) -> tuple[Run, ...]:
    """``rows`` as one run of runs: the break stands at the end of the last run of a row."""
    found: list[Run] = []
    for n, row in enumerate(rows):
        if n and found:
            found[-1] = replace(found[-1], text=found[-1].text + "\v")
        found.extend(row)
    return tuple(found)


def code_padding(size: Length) -> Length:
    """What is free around code set in ``size``."""
    return Length(round(size * 0.9))


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A native chart, its words in ``size``; ``description`` tells its numbers to who does not see them."""

    slot: str
    ref: str
    box: Box
    size: Length
    plot: Plot
    description: str


@dataclass(frozen=True, slots=True)
class FormulaBox:
    """A formula on lines of its own: as Office MathML (``m:oMathPara``), and drawn as an SVG in ``currentColor``.

    ``name`` is how it is read aloud, ``text`` a line of Unicode that says the same. ``size`` is its type's, ``number``
    what stands beside it, ``(2)``; ``fill`` the share of the room that it takes.
    """

    slot: str
    ref: str
    box: Box
    size: Length
    omml: str
    svg: str
    name: str
    text: str
    number: str = ""
    fill: float = 1.0


@dataclass(frozen=True, slots=True)
class QrBox:
    """A QR code (ISO/IEC 18004) of ``link``, an address; ``name`` is its text alternative.

    ``modules`` are its rows from the top, a sign a module: ``1`` dark, ``0`` light. The square ``box`` includes the
    quiet zone. It is drawn dark on light, whatever the ground: few readers know it inverted.
    """

    slot: str
    ref: str
    box: Box
    link: str
    name: str
    modules: tuple[str, ...]

    @property
    def module(self) -> float:
        """The side of a module, in EMU: the first stands :data:`QUIET` of them from the box's edge."""
        return self.box.width / (len(self.modules) + 2 * QUIET)


FittedShape = TextBox | PictureBox | ChartBox | FormulaBox | TableBox | CodeBox | QrBox


@dataclass(frozen=True, slots=True)
class FittedSlide:
    """One slide ready to draw: its shapes in reading order, title first.

    ``number`` is what the slide shows (None in an appendix). ``part`` is (2, 3) on the second of three continuations.
    A ``bare`` slide shows neither footer nor number.
    ``design`` names the layout of a person's own template that its author asked for.
    """

    id: str
    number: int | None
    layout: str
    ref: str
    line: int
    section: str
    shapes: tuple[FittedShape, ...]
    notes: tuple[TextParagraph, ...]
    seconds: int
    part: tuple[int, int] | None = None
    bare: bool = False
    design: str = ""


@dataclass(frozen=True, slots=True)
class FittedSection:
    """A section of the deck: id and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class FittedDeck:
    """The whole deck, ready to draw."""

    slides: tuple[FittedSlide, ...]
    sections: tuple[FittedSection, ...]
    footer: str
    footer_runs: tuple[Run, ...] = ()  # the footer where it is in several scripts

    @property
    def pictures(self) -> Mapping[str, tuple[Length, Length]]:
        """The pictures by their paths, with how wide and high each stands at the most."""
        found: dict[str, tuple[Length, Length]] = {}
        for shape in (shape for slide in self.slides for shape in slide.shapes):
            if isinstance(shape, PictureBox):
                wide, high = shape.whole
                before = found.get(shape.path, (ZERO, ZERO))
                found[shape.path] = (max(wide, before[0]), max(high, before[1]))
        return found
