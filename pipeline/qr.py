"""QR codes (ISO/IEC 18004): an address as modules, and the modules as outlines to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

LARGEST = 15  # the version, 77 modules a side: what is finer, no seat but the first can read off a wall

Point = tuple[int, int]


def modules(address: str) -> tuple[str, ...] | None:
    """The QR code of ``address``: its rows from the top, ``1`` a dark module; None where it would be too fine.

    Error correction is M (15 %) or whatever better fits the same size.
    """
    from pipeline.startup import without_http

    without_http()
    import segno  # late: not every deck shows a code

    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError:
        return None
    if int(code.version) > LARGEST:
        return None
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)


def outlines(modules: Sequence[str]) -> tuple[tuple[Point, ...], ...]:
    """The outlines of the dark areas in units of a module, from the upper left one's corner; holes run the other way.

    Filled together by either rule, even-odd or nonzero, they are the dark modules without a seam.
    """
    return _outlines(tuple(modules))


@lru_cache(maxsize=1)  # the deck and its page in the browser draw the same one
def _outlines(modules: tuple[str, ...]) -> tuple[tuple[Point, ...], ...]:
    onward: dict[Point, list[Point]] = {}
    for start, end in _edges(modules):
        onward.setdefault(start, []).append(end)
    found = []
    for start in sorted(onward, key=lambda point: (point[1], point[0])):
        while start in onward:
            path = [start]
            while (here := path[-1]) != start or len(path) == 1:
                path.append(_turned(path, onward[here]))
                if not onward[here]:
                    del onward[here]
            found.append(_corners(path[:-1]))
    return tuple(found)


def _edges(modules: Sequence[str]) -> Iterator[tuple[Point, Point]]:
    """The sides of dark modules that border on light ones, dark to their right."""

    def dark(x: int, y: int) -> bool:
        return 0 <= y < len(modules) and 0 <= x < len(modules[y]) and modules[y][x] == "1"

    for y, row in enumerate(modules):
        for x in range(len(row)):
            if dark(x, y):
                if not dark(x, y - 1):
                    yield (x, y), (x + 1, y)
                if not dark(x + 1, y):
                    yield (x + 1, y), (x + 1, y + 1)
                if not dark(x, y + 1):
                    yield (x + 1, y + 1), (x, y + 1)
                if not dark(x - 1, y):
                    yield (x, y + 1), (x, y)


def _turned(path: list[Point], ends: list[Point]) -> Point:
    """The next point; where two dark modules touch at a corner alone, to the right: each keeps its own outline."""
    if len(ends) == 1:
        return ends.pop()
    (x, y), (left_x, left_y) = path[-1], path[-2] if len(path) > 1 else path[-1]
    right = (x - (y - left_y), y + (x - left_x))
    return ends.pop(ends.index(right) if right in ends else 0)


def _corners(path: list[Point]) -> tuple[Point, ...]:
    """``path`` without the points where it goes straight on."""
    return tuple(
        here
        for before, here, after in zip((path[-1], *path), path, (*path[1:], path[0]), strict=False)
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    )
