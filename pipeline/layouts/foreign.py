"""What a layout has that is not ours but of a person's own template: insets, paragraph styles, its look, where it lies.

Our own layouts need none of it: their text boxes have no insets, and a level moves in by the type size.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.fitted import Bullet, TextParagraph
from pipeline.units import Box, Length

PITCH = 1.2  # a line's height by its type size, in PowerPoint and LibreOffice, whatever the face says of itself
RESERVE = 1.04  # and what is kept free above what was computed
# Of the type size: what a number of two digits, its stop and a blank take, and a box to tick.
_WIDTHS = {Bullet.NUMBER: 1.6, Bullet.TASK: 1.25, Bullet.DONE: 1.25}
ZERO = Length(0)


@dataclass(frozen=True, slots=True)
class Insets:
    """The space between a shape's edges and its text (``a:bodyPr/@lIns`` and so on)."""

    left: Length = ZERO
    top: Length = ZERO
    right: Length = ZERO
    bottom: Length = ZERO

    def within(self, box: Box) -> Box:
        """What of ``box`` its text may take."""
        width, height = box.width - self.left - self.right, box.height - self.top - self.bottom
        left, top = Length(box.left + self.left), Length(box.top + self.top)
        return Box(left, top, Length(max(0, width)), Length(max(0, height)))

    def around(self, box: Box) -> Box:
        """The shape whose text takes ``box``."""
        width, height = box.width + self.left + self.right, box.height + self.top + self.bottom
        return Box(Length(box.left - self.left), Length(box.top - self.top), Length(width), Length(height))


# What holds where nobody says (21.1.2.1.1): a tenth of an inch at the sides, half of that above and below.
INSETS = Insets(Length(91_440), Length(45_720), Length(91_440), Length(45_720))


@dataclass(frozen=True, slots=True)
class Space:
    """A distance between lines or paragraphs: exact (``a:spcPts``), or by the type size (``a:spcPct``)."""

    exact: Length | None = None
    share: float = 0.0

    def at(self, size: Length) -> Length:
        """The distance in text of ``size``."""
        return self.exact if self.exact is not None else Length(round(self.share * size))


NO_SPACE = Space()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a level of a placeholder's text is set (``a:lvl1pPr`` …, ECMA-376 Part 1, 21.1.2.4.13).

    ``pitch`` is from line to line; by share it is a multiple of 1.2 times the type size. ``bulleted`` says that a
    paragraph has a bullet unless it says otherwise; ``numbered``, that this is a number.
    """

    margin: Length = ZERO
    hanging: Length = ZERO
    bulleted: bool = False
    numbered: bool = False
    before: Space = NO_SPACE
    after: Space = NO_SPACE
    pitch: Space = Space(share=1.0)
    align: str = "l"
    right_to_left: bool = False

    def height(self, size: Length, lines: int) -> Length:
        """What ``lines`` lines of ``size`` take, the reserve included (rounded up)."""
        if self.pitch.exact is not None:
            return Length(self.pitch.exact * lines)
        return Length(-int(-(self.pitch.share * size * PITCH * RESERVE * lines) // 1))

    def inherits(self, bullet: Bullet) -> bool:
        """Whether the template's own bullet is the one that is asked for."""
        if bullet is Bullet.NONE:
            return not self.bulleted
        return bullet is Bullet.DISC and self.bulleted and not self.numbered


Manners = tuple[Manner, ...]


def of_level(manners: Manners, level: int) -> Manner:
    """How the outline level ``level`` is set."""
    return manners[min(level, len(manners) - 1)]


def stands(manners: Manners, paragraph: TextParagraph, size: Length) -> tuple[Length, Length]:
    """``marL`` and ``indent`` of ``paragraph`` in text of ``size``: the template's own where that has its bullet.

    What has no bullet stands where the text of the level above it does.
    """
    level, bullet = paragraph.level, paragraph.bullet
    if bullet is Bullet.NONE:
        above = of_level(manners, level - 1)
        inwards = above.margin if above.bulleted else Length(level * size)
        return (inwards if level else ZERO), ZERO
    own = of_level(manners, level)
    needed = Length(round(size * _WIDTHS.get(bullet, 1)))
    if not own.bulleted or own.hanging >= 0:
        return Length(max(own.margin, level * size) + needed), Length(-needed)
    if bullet in _WIDTHS and -own.hanging < needed:
        return Length(own.margin + own.hanging + needed), Length(-needed)
    return own.margin, own.hanging


@dataclass(frozen=True, slots=True)
class Dress:
    """How a placeholder's text looks: its colour, exact (RRGGBB) and as DrawingML has it; its typeface by name.

    ``explicit`` says that slides do not inherit this and write it out; ``links`` is how links look, empty where the
    theme's own link colour can be read there, ``link`` that colour, exact. ``ground`` is the colour behind it, as far
    as that can be told; ``size`` is what slides inherit.
    """

    color: str
    paint: str
    typeface: str
    ground: str
    size: Length
    explicit: bool = False
    links: str = ""
    link: str = ""


class Side(enum.StrEnum):
    """From which side of a placeholder another takes its room."""

    TOP = "top"
    BOTTOM = "bottom"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Carved:
    """A place that the template lacks: it takes its room from one ``side`` of the placeholders ``of``, where filled.

    ``gap`` stays free between them.
    """

    of: tuple[str, ...]
    side: Side
    gap: Length = ZERO


@dataclass(frozen=True, slots=True)
class Origin:
    """The layout that a spec stands for: its part in the package, its colour map (``p:clrMapOvr``), its picture.

    ``scene`` is all that the layout draws besides text, as SVG; ``ground`` its plain colour (RRGGBB). ``unsaid`` are
    the slots that the layout has no place for: their words go into the notes.
    """

    part: str
    color_map: str
    ground: str
    scene: str = ""
    unsaid: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
