"""What a written file holds: its words, where its links lead, what its pictures are said to show."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

# Plain text writes these for emphasis and quotations, and a hyphen wherever a line may end.
_SIGNS = frozenset("-‐\u00ad_*~>")
_BLANK = frozenset({"Zs", "Cc", "Cf", "Zl", "Zp"})
_CLOSING = ",;:.。：；，،؛"  # what a title may have dropped at its end


def letters(text: str) -> str:
    """``text`` as what is compared: no blanks, hyphens or invisible signs, ligatures undone, case folded.

    Outputs break lines, hyphenate, capitalise and mirror; none of that loses anything.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in folded if c not in _SIGNS and unicodedata.category(c) not in _BLANK)
    return unicodedata.normalize("NFC", kept)


def ended(text: str) -> str:
    """``text`` as what is compared, without the signs that a title drops at its end."""
    return letters(text).rstrip(_CLOSING)


def boxes(text: str) -> tuple[bool, ...]:
    """The boxes of tasks in ``text``, as lists and as bullets write them: whether each is ticked."""
    return tuple(sign in "☑■" for sign in text if sign in "☑☐■□")


@dataclass(frozen=True)
class Held:
    """One written file, ``name`` as a person knows it.

    ``text`` is all its words in reading order; ``links`` are addresses, each as often as something leads there (None:
    the format has none, an address is there to read), ``jumps`` the ids within the file to which something leads and
    which are there (None: not known). ``pictures`` are text alternatives, empty for a picture without
    one; ``drawings`` counts what may be one, not known as a picture. ``cells`` are the texts of table cells, None where
    the format has no tables. A format that paints (a PDF) or types (plain text) may take words apart, over lines and
    columns: in a ``torn`` one what does not stand in one piece is looked for word by word. ``boxes`` tell of each task
    whether it is ticked.

    Of slides with notes, ``face`` is what stands on the slides themselves, ``numbers`` are those of charts that can be
    edited, and ``formulas`` counts those of its own kind on lines of their own; None in formats without these.
    """

    name: str
    text: str
    links: tuple[str, ...] | None = None
    jumps: tuple[str, ...] | None = None
    pictures: tuple[str, ...] = ()
    cells: tuple[str, ...] | None = None
    drawings: int = 0
    torn: bool = False
    boxes: tuple[bool, ...] = ()
    face: str | None = None
    numbers: tuple[float, ...] | None = None
    formulas: int | None = None

    @cached_property
    def letters(self) -> str:
        """Its text, as what is compared."""
        return letters(self.text)

    @cached_property
    def shown(self) -> str:
        """What its slides themselves say, as what is compared; all of it where it has no notes."""
        return self.letters if self.face is None else letters(self.face)

    @cached_property
    def led(self) -> Counter[str]:
        """How often something leads to each address."""
        return Counter(self.links or ())

    @cached_property
    def jumped(self) -> Counter[str]:
        """How often something leads to each id."""
        return Counter(self.jumps or ())

    @cached_property
    def described(self) -> Counter[str]:
        """How often each text alternative is there, as what is compared."""
        return Counter(letters(picture) for picture in self.pictures)

    @cached_property
    def celled(self) -> Counter[str]:
        """How often each cell is there, as what is compared."""
        return Counter(letters(cell) for cell in self.cells or ())

    def says(self, words: str) -> bool:
        """Whether ``words`` stand there; a title may have dropped its closing sign."""
        return ended(words) in self.letters
