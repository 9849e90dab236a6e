"""The whole essay: its sections, footnotes, the works that it cites, its cover."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document.blocks import Blocks, Figure, Heading
from pipeline.document.inlines import Inlines
from pipeline.meta import Meta


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
