"""The essay as data: closed unions of frozen types, no behaviour.

Every block carries ``ref``, its name within the essay (``n12``, counted in reading order), and ``line``,
where it opens in ``essay.md`` (from 1). Whatever an output shows can so be led back to its line.
Consumers ``match`` over :data:`Inline` and :data:`Block` and close with ``assert_never``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.meta import Meta
from pipeline.plots import Plot
from pipeline.units import Length


@dataclass(frozen=True, slots=True)
class Attributes:
    """Pandoc's ``{#id .class key=value}``."""

    id: str | None = None
    classes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str | None:
        """The value of ``key``, or None."""
        return next((value for name, value in self.values if name == key), None)


NO_ATTRIBUTES = Attributes()

# --- Inlines -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Running text. A soft line break of the source is a space in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """``*emphasis*``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """``**strong**``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """``~~struck~~``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """``==marked words==``: the claim of the slide; plain text in the handout and newsletter."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """``[words]{.class lang=ja}``: words with attributes of their own."""

    children: tuple[Inline, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Code:
    """`` `code` ``."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """``$tex$``: until formulas are set, it stands as its source text."""

    tex: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """``[words](url "title")``; ``url`` has a scheme the reader allowed (http, https, mailto, a fragment)."""

    children: tuple[Inline, ...]
    url: str
    title: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Image:
    """An image within a line; alone in its paragraph it is a :class:`Figure`. ``alt`` None: none was written."""

    src: str
    alt: str | None
    title: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Citation:
    """``[01:29:54]``, ``[hotz 01:29:54]`` or ``[hotz]``: a moment in a recorded source, or the source as a whole.

    ``source`` is an id in ``Meta.sources``, or None where the essay names none: then it stands as its text.
    ``seconds`` is None where no moment is cited. ``text`` is what the author wrote, brackets included.
    """

    source: str | None
    seconds: int | None
    text: str
    line: int
    column: int | None


@dataclass(frozen=True, slots=True)
class BibliographicCitation:
    """``[see @key, p. 12; @other]`` or ``@key`` in a sentence: works of the bibliography, cited as its style sets it.

    ``children`` are the style's words, each work a :class:`Link` to ``#`` and the :attr:`Work.id` of its entry. What is
    ``narrative`` belongs to its sentence, "Smith (2020)"; the rest stands in brackets of its own, "(Smith, 2020)".
    """

    children: tuple[Inline, ...]
    works: tuple[str, ...]
    narrative: bool
    line: int


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """``[^1]``; ``label`` names a :class:`Footnote` of the essay (the reader made sure of it)."""

    label: str
    line: int


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""


Inline = (
    Text
    | Emphasis
    | Strong
    | Strike
    | Mark
    | Span
    | Code
    | Math
    | Link
    | Image
    | Citation
    | BibliographicCitation
    | FootnoteReference
    | LineBreak
)
Inlines = tuple[Inline, ...]

# --- Blocks ------------------------------------------------------------------------------------


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
    """``$$tex$$``: until formulas are set, it stands as its source text."""

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

# --- The whole ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of ``[^label]``; ``number`` counts from 1 in the order of first reference."""

    ref: str
    line: int
    label: str
    number: int
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Work:
    """A work that the essay cites, as the list at its end shows it: an entry of the bibliography, set by its style.

    ``id`` is the anchor that citations lead to, ``key`` the entry's name in the file, ``label`` what stands before the
    entry (``[3]``; empty in styles that cite by author). ``line`` is that of its first citation.
    """

    id: str
    key: str
    label: str
    inlines: Inlines
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A level-2 heading and what follows it; the introduction is the section without a heading.

    ``id`` is the heading's ``{#id}``, else its words as a slug, unique in the essay (``introduction`` without one).
    """

    ref: str
    line: int
    id: str
    heading: Heading | None
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Essay:
    """One essay, read and checked: ``path`` as a person would type it, ``slug`` its folder's name.

    ``works`` are those it cites, in the order of the list. ``cover`` is the front matter's picture, which opens every
    output.
    """

    path: str
    slug: str
    meta: Meta
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...] = ()
    works: tuple[Work, ...] = ()
    cover: Figure | None = None
