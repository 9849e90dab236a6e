"""Characters that nobody sees and that make code look other than it runs (CVE-2021-42574, Unicode TR 55, 3.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Bidirectional controls, and signs without width; the joiners stay, which Persian, Hindi and emoji are written with.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden character: the line that it stands in, from 1, and its name."""

    line: int
    name: str


def hidden(text: str) -> Iterator[Hidden]:
    """The hidden characters of ``text``, in order."""
    if text.isascii():
        return
    for found in _HIDDEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Hidden(line, f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip())


def shown(text: str) -> str:
    """``text`` with hidden characters written as what they are, ``[U+202E]``."""
    return text if text.isascii() else _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
