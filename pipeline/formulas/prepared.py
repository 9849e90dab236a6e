"""LaTeX as latex2mathml is given it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.formulas.faults import Fault

_KEY = "zq"  # opens what stands for a text; followed by its number in letters
_LETTERS = "abcdefghijklmnop"


@dataclass(slots=True)
class Prepared:
    """Mended LaTeX, as it grows; ``texts`` are the words that keys in it stand for, ``faults`` what is wrong."""

    tex: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def key(self, text: str) -> str:
        """A word of letters that stands for ``text``, which the library would set letter by letter."""
        number, letters = len(self.texts), ""
        while number or not letters:
            number, digit = divmod(number, len(_LETTERS))
            letters += _LETTERS[digit]
        key = f"{_KEY}{letters}"
        self.texts[key] = text
        return key
