"""The talk as data: which slides there are, in which layout, with what in their slots.

``talk`` makes it from the essay; ``compose`` turns it into ``slides.html``; ``fit`` measures that.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.document import Blocks


class Layout(enum.StrEnum):
    """The layouts that a talk needs, by the name that the theme's author sees."""

    TITLE = "title"  # title, subtitle, byline, event
    SECTION = "section"  # a divider: title
    AGENDA = "agenda"  # the overview: title, body (a list of lead terms)
    STATEMENT = "statement"  # title (small), body (the claim in full)
    POINTS = "points"  # term, title, body
    TERM = "term"  # a point: term small above, title (the claim), body (further lines), citation
    COMPARISON = "comparison"  # term, title, left, right
    QUOTATION = "quotation"  # title (small), body (the words), attribution
    NUMBER = "number"  # title, number, body
    FIGURE = "figure"  # term, title, object, caption
    FIGURE_BESIDE = "figure-beside"  # term, title, body, object, caption
    TABLE = "table"  # term, title, object, caption
    CHART = "chart"  # term, title, object, caption
    CODE = "code"  # term, title, object, caption
    SOURCES = "sources"  # title, body
    CLOSING = "closing"  # title (small), claim (the lead's), body (contact, link), qr
    BLANK = "blank"  # title, body


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot's content as blocks of the document; ``ref`` names the node that it shows, hence its line."""

    name: str
    blocks: Blocks
    ref: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide as decided, before it is measured.

    ``id`` is unique in the talk and stable while its node is; ``section`` is a :class:`TalkSection`'s id.
    ``notes`` are the blocks spoken over it, in speaking order. ``seconds`` is its time at the speaker's pace.
    An ``appendix`` slide is unnumbered and untimed. ``design`` names a layout of the author's own template.
    """

    id: str
    layout: Layout
    ref: str
    line: int
    section: str
    slots: tuple[Slot, ...]
    notes: Blocks = ()
    seconds: int = 0
    appendix: bool = False
    design: str = ""

    def slot(self, name: str) -> Slot | None:
        """The slot named ``name``, or None."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class TalkSection:
    """A PowerPoint section: an id of the talk and its title as plain text."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Talk:
    """All slides in order, and the sections that they belong to."""

    slides: tuple[Slide, ...]
    sections: tuple[TalkSection, ...]
