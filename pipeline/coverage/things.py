"""What is looked for: the things that an essay holds, as a person counts them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """What a thing is, as a person counts them."""

    FRONT = "front matter"
    HEADING = "headings"
    PARAGRAPH = "paragraphs"
    ITEM = "items"
    TERM = "terms"
    TICK = "boxes of tasks"
    CELL = "cells"
    CAPTION = "captions"
    CODE = "lines of code"
    FIGURE = "figures"
    CHART = "charts"
    NUMBER = "numbers"
    FORMULA = "formulas"
    NOTE = "footnotes"
    LINK = "links"
    MOMENT = "moments cited"
    WORK = "works cited"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its runs of words must stand somewhere, each whole, a picture's ``alt`` too; a link leads to ``url``.

    ``rule`` names what keeps it out of the output that was asked for; None: it must be there. ``section`` counts from
    0. ``whole`` says that its words are all of it, so that a cell can be compared as a whole; of a picture, that it
    stands on lines of its own. ``src`` is a picture's file, which stands for one that has no words. Any of ``instead``
    will do for its runs: how a formula is read aloud, or a number with the point of another language; ``value`` is the
    number. It is ``aside`` in footnotes and in a slide's notes, and what is ``shown`` stands on a slide itself, not
    in its notes alone. ``jump`` is the id to which a link within the essay leads, ``ticked`` how the box of a task is,
    and ``pieces`` are the words of a cell with those of its links.
    """

    kind: Kind
    line: int
    section: int
    runs: tuple[str, ...] = ()
    url: str | None = None
    alt: str | None = None
    rule: str | None = None
    whole: bool = True
    src: str = ""
    instead: tuple[str, ...] = ()
    value: float | None = None
    aside: bool = False
    shown: bool = False
    jump: str | None = None
    ticked: bool | None = None
    pieces: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in a message: its first words."""
        box = "" if self.ticked is None else "[x]" if self.ticked else "[ ]"
        words = " ".join(
            (self.alt or next(iter((*self.runs, *self.pieces)), "") or self.src or self.url or box).split()
        )
        return f"{words[:60]}…" if len(words) > 60 else words


Inventory = tuple[Thing, ...]
