"""How wide words are, before anybody sets them: estimates on the wide side, and names folded by them."""

from __future__ import annotations

import unicodedata


def long(words: str, size: float) -> float:
    """How wide ``words`` are in one line, in points."""
    return sum(_wide(c) for c in words) * size


def _wide(letter: str) -> float:
    """How wide ``letter`` is in a sans, by the type size."""
    if letter in "iljtfrI.,:;|!'’()[] \u00a0\u202f":
        return 0.34
    if letter in "mwMW%@—":
        return 0.92
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.03
    return 0.7 if letter.isupper() else 0.58


def folded(name: str, room: float, size: float, lines: int = 0) -> list[str]:
    """``name`` in lines no wider than ``room`` points, broken at blanks; ``lines`` bounds them, 0 does not."""
    found: list[str] = []
    for word in (piece for whole in name.split() for piece in _pieces(whole, room, size)):
        if found and long(f"{found[-1]} {word}", size) <= room:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found if not lines or len(found) <= lines else [*found[: lines - 1], " ".join(found[lines - 1 :])]


def _pieces(word: str, room: float, size: float) -> list[str]:
    """``word``, in pieces where it is wider than ``room`` and of a script that is written without blanks."""
    if long(word, size) <= room or not any(unicodedata.east_asian_width(c) in "WF" for c in word):
        return [word]
    found = [""]
    for letter in word:
        if found[-1] and long(found[-1] + letter, size) > room:
            found.append("")
        found[-1] += letter
    return found
