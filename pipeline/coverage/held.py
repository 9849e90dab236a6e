"""What a written file holds: its words, where its links lead, what its pictures are said to show."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

# Plain text writes these for emphasis and quotations, and a hyphen wherever a line may end.
_SIGNS = frozenset("-‐\u00ad_*~>")
_BLANK = frozenset({"Zs", "Cc", "Cf", "Zl", "Zp"})


def letters(text: str) -> str:
    """``text`` as what is compared: no blanks, hyphens or invisible signs, ligatures undone, case folded.

    Outputs break lines, hyphenate, capitalise and mirror; none of that loses anything.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in folded if c not in _SIGNS and unicodedata.category(c) not in _BLANK)
    return unicodedata.normalize("NFC", kept)


@dataclass(frozen=True)
class Held:
    """One written file, ``name`` as a person knows it.

    ``text`` is all its words in reading order; ``links`` are addresses; ``pictures`` text alternatives, empty for a
    picture without one; ``drawings`` counts what may be one, not known as a picture. ``cells`` are the texts of
    table cells, None where the format has no tables. A format that paints (a PDF) or types (plain text) may take words
    apart, over lines and columns: in a ``torn`` one what does not stand in one piece is looked for word by word.
    """

    name: str
    text: str
    links: frozenset[str] = frozenset()
    pictures: tuple[str, ...] = ()
    cells: tuple[str, ...] | None = None
    drawings: int = 0
    torn: bool = False

    @cached_property
    def letters(self) -> str:
        """Its text, as what is compared."""
        return letters(self.text)

    @cached_property
    def described(self) -> Counter[str]:
        """How often each text alternative is there, as what is compared."""
        return Counter(letters(picture) for picture in self.pictures)

    @cached_property
    def celled(self) -> Counter[str]:
        """How often each cell is there, as what is compared."""
        return Counter(letters(cell) for cell in self.cells or ())

    def says(self, words: str, times: int = 1) -> bool:
        """Whether ``words`` stand there at least so many ``times``; a title may have dropped its closing sign."""
        wanted = letters(words).rstrip(",;:.。：；，،؛")
        if not wanted or self.letters.count(wanted) >= times:
            return True
        return self.torn and all(self._read(word, times * n) for word, n in Counter(words.split()).items())

    def leads(self, url: str) -> bool:
        """Whether a link leads to ``url``, or its address is there to read."""
        return url in self.links or letters(url) in self.letters

    def _read(self, word: str, times: int) -> bool:
        """Whether ``word`` is there so often; letters written from the right may have been painted from the left."""
        wanted = letters(word)
        backwards = any("\u0590" <= c < "\u0900" or "\ufb1d" <= c < "\ufeff" for c in wanted)
        return self.letters.count(wanted) >= times or (backwards and all(c in self.letters for c in wanted))
