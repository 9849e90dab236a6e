"""A person's template as data: its layouts, their placeholders, how the text of each is set."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.fitted import Anchor
from pipeline.layouts.foreign import ZERO, Insets, Manner
from pipeline.template.colors import Paint, Scheme
from pipeline.theme import Color
from pipeline.units import Box, Length

TITLES = ("title", "ctrTitle")
FOOT = ("ftr", "sldNum", "dt")


@dataclass(frozen=True, slots=True)
class Style:
    """How one outline level of a placeholder is set.

    ``paint`` is its colour as DrawingML has it, ``typeface`` what the template calls its family (``+mj-lt`` is the
    theme's heading font). ``formal`` says that slides inherit it; LibreOffice's exports write it on the prompts alone.
    """

    manner: Manner
    size: Length
    color: Color
    paint: str
    typeface: str
    bold: bool = False
    capitals: bool = False
    tracking: Length = ZERO
    formal: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder of a layout. ``type`` is ``ST_PlaceholderType``; ``unique`` says that no other has its index."""

    type: str
    idx: int
    name: str
    box: Box
    insets: Insets
    anchor: Anchor
    styles: tuple[Style, ...]
    ground: Color
    columns: int = 1
    level: bool = True  # neither turned nor set from top to bottom
    unique: bool = True

    @property
    def is_title(self) -> bool:
        """Whether it is the title's."""
        return self.type in TITLES

    @property
    def inner(self) -> Box:
        """What text may take."""
        return self.insets.within(self.box)


@dataclass(frozen=True, slots=True)
class Legend:
    """Words that a layout shows itself, which no slide fills; a vertical tab parts lines."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Surface:
    """Something that a layout draws: where, and in which colours; ``picture`` is the part of one."""

    box: Box
    paints: tuple[Paint, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """A layout: ``name`` is unique in the template, ``type`` is ``ST_SlideLayoutType`` or empty.

    ``siblings`` is how many of the example slides stand on a layout of its master; ``opens``, whether the first does.
    """

    part: str
    name: str
    type: str
    master: str
    places: tuple[Place, ...]
    surfaces: tuple[Surface, ...]
    scheme: Scheme
    color_map: str
    siblings: int = 0
    opens: bool = False
    legends: tuple[Legend, ...] = ()

    @property
    def title(self) -> Place | None:
        """The title placeholder."""
        return next((place for place in self.places if place.is_title), None)

    def foot(self, type: str) -> Place | None:
        """The placeholder for the footer (``ftr``), the slide number (``sldNum``) or the date."""
        return next((place for place in self.places if place.type == type), None)


@dataclass(frozen=True, slots=True)
class Fonts:
    """A theme's two families (``a:fontScheme``)."""

    major: str
    minor: str

    def named(self, typeface: str) -> str:
        """The family that ``typeface`` stands for: ``+mj-lt`` is the heading font."""
        if typeface.startswith("+mj"):
            return self.major
        return self.minor if typeface.startswith("+mn") else typeface


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole template: its slide's size, its fonts, its layouts in their order."""

    width: Length
    height: Length
    fonts: Fonts
    designs: tuple[Design, ...]
