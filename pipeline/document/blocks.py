"""What stands on lines of its own: paragraphs, lists, figures and their like, a closed union."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.document.inlines import NO_ATTRIBUTES, Attributes, Inlines
from pipeline.plots import Plot
from pipeline.units import Length


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    ref: str
    line: int
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 2 opens a :class:`Section`; levels 3 to 6 stand among its blocks."""

    ref: str
    line: int
    level: int
    inlines: Inlines
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. With ``term`` it is a point: the bold lead term, its closing colon dropped.

    ``blocks`` then hold what follows the term. ``checked`` is True or False for a task, else None.
    """

    ref: str
    line: int
    blocks: tuple[Block, ...]
    term: Inlines = ()
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A bullet list, or a numbered one that begins at ``start``."""

    ref: str
    line: int
    ordered: bool
    start: int
    tight: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation; ``attribution`` is its last line ``— Name, *Work*`` without the dash."""

    ref: str
    line: int
    blocks: tuple[Block, ...]
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a figure is to stand: a ``share`` of the room that an output has for it, or a ``length``."""

    share: float | None = None
    length: Length | None = None

    def of(self, room: Length) -> Length:
        """The width in ``room``, which it never exceeds."""
        wanted = room if self.length is None else self.length
        return Length(max(1, min(room, wanted if self.share is None else round(room * self.share))))


@dataclass(frozen=True, slots=True)
class Figure:
    """An image alone in its paragraph; ``src`` is relative to the essay's folder. ``alt`` None: none was written.

    ``credit`` (``{credit="Photo: Name, CC BY"}``) says whose it is, small with the caption; ``width`` is how wide the
    author wants it.
    """

    ref: str
    line: int
    src: str
    alt: str | None
    title: str | None
    caption: Inlines = ()
    attributes: Attributes = NO_ATTRIBUTES
    credit: Inlines = ()
    width: Width | None = None


class Align(enum.StrEnum):
    """How the cells of a column are set."""

    START = "start"
    CENTER = "center"
    END = "end"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one header row, body rows of equally many cells, one alignment a column (None: by content)."""

    ref: str
    line: int
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: tuple[Align | None, ...]
    caption: Inlines = ()
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A code block, fenced or indented; ``text`` is all of it, without a trailing line end.

    ``chosen`` are the lines that its slide shows, as ranges from 1, ends included (none: all). ``marked`` are those
    that stand out in every output. ``numbered`` says that lines bear their numbers where code is looked at, on slides
    and paper.
    """

    ref: str
    line: int
    language: str | None
    text: str
    caption: Inlines = ()
    attributes: Attributes = NO_ATTRIBUTES
    chosen: tuple[tuple[int, int], ...] = ()
    marked: tuple[tuple[int, int], ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A fenced block ``chart`` whose numbers can be drawn; ``text`` is what was written in it.

    ``caption`` is the line below it, else the chart's own title, which is then not told twice; ``credit`` says whose
    the numbers are.
    """

    ref: str
    line: int
    plot: Plot
    text: str
    caption: Inlines = ()
    attributes: Attributes = NO_ATTRIBUTES
    credit: Inlines = ()


@dataclass(frozen=True, slots=True)
class MathBlock:
    """``$$tex$$``: a formula on lines of its own. ``caption`` holds its number where it has a label."""

    ref: str
    line: int
    tex: str
    caption: Inlines = ()
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Definition:
    """A term with what it means, once or more."""

    ref: str
    line: int
    term: Inlines
    meanings: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A definition list."""

    ref: str
    line: int
    definitions: tuple[Definition, ...]


class DivKind(enum.StrEnum):
    """What a fenced div is for."""

    NOTES = "notes"  # what the speaker says: the deck's notes only, nowhere else
    DECK = "deck"  # one slide as written
    HANDOUT = "handout"
    NEWSLETTER = "newsletter"
    COMPARE = "compare"  # two sides: two lists, or two headed runs of blocks


@dataclass(frozen=True, slots=True)
class Div:
    """A fenced div, ``::: notes``. The reader leaves no other kinds (an unknown one is a problem)."""

    ref: str
    line: int
    kind: DivKind
    blocks: tuple[Block, ...]
    attributes: Attributes = NO_ATTRIBUTES


Block = (
    Paragraph
    | Heading
    | List
    | Quotation
    | Figure
    | Table
    | CodeBlock
    | Chart
    | MathBlock
    | Rule
    | DefinitionList
    | Div
)
Blocks = tuple[Block, ...]
