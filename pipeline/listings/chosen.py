"""Ranges of lines, as ``lines="4-12"`` and ``mark="6,9-10"`` write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

Ranges = tuple[tuple[int, int], ...]
_RANGE = re.compile(r"([0-9]{1,7})?\s*(-|–|\.\.)?\s*([0-9]{1,7})?")


class RangeError(ValueError):
    """What ``lines`` or ``mark`` says cannot be read, or names lines that are not there."""


def ranges(text: str, count: int, what: str = "lines") -> Ranges:
    """The ranges that ``text`` names among ``count`` lines, in order, those that touch made one.

    ``4``, ``4-12``, ``-12`` and ``4-``, any of them between commas. Raises :class:`RangeError` with words that say
    which of them is wrong; ``what`` is what is counted.
    """
    if count == 0:
        raise RangeError(f"there are no {what}")
    found = sorted(_range(part.strip(), count, what) for part in text.split(","))
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _range(part: str, count: int, what: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(part)
    if found is None or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
        raise RangeError(f"`{part}` is no range of {what}; write 4, 4-12 or 4-")
    first = int(found[1] or 1)
    last = int(found[3]) if found[3] else count if found[2] else first
    if not 1 <= first <= last:
        raise RangeError(f"`{part}` runs backwards" if first > last else f"`{part}`: {what} are counted from 1")
    if last > count:
        raise RangeError(f"`{part}` goes past the last of the {what}, number {count}")
    return first, last


def contains(held: Ranges, number: int) -> bool:
    """Whether ``number`` lies in one of ``held``."""
    return any(first <= number <= last for first, last in held)


def told(held: Ranges) -> Iterator[int]:
    """The numbers of ``held``, in order."""
    for first, last in held:
        yield from range(first, last + 1)
