"""Code on slides: in the largest size that breaks no line, folded where none does, over as few slides as hold it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.document import CodeBlock, MathBlock
from pipeline.fit.lines import SLACK
from pipeline.fit.parts import even
from pipeline.fit.text import Setter, sizes
from pipeline.fitted import CodeBox, CodeLine, Run, code_padding
from pipeline.fonts import Measure, Style
from pipeline.layouts import Placeholder
from pipeline.listings import LOOKS, Piece, Pieces, contains, lines, told, untabbed
from pipeline.look import Tint
from pipeline.units import Box, Length

_HANG = 2  # blanks that the rest of an over-long line of code moves in by
_PITCH = 1.25  # a row's height by the type size
_GAP = 0.5  # ems between the numbers and the code
_LEFT_OUT = Run("…", mono=True, tone=Tint.MUTED)
_MONO = Style("mono")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to set: its number (0 stands for lines left out), its pieces, whether it is marked; its width in ems."""

    number: int
    pieces: Pieces
    marked: bool
    width: float


def listing(block: CodeBlock | MathBlock, box: Box, place: Placeholder, setter: Setter, ground: str) -> list[CodeBox]:
    """The lines of ``block`` that are chosen, over as few slides as hold them in ``box``."""
    held = tuple(_lines(block, setter.measure))
    numbered = isinstance(block, CodeBlock) and block.numbered
    own = setter.measure.width("0", _MONO)
    found: list[CodeBox] = []
    for size in sizes(place):
        last = size == place.minimum
        signs = len(str(max(line.number for line in held))) if numbered else 0
        gutter = _gutter(signs, own, size)
        room = (box.width - 2 * code_padding(size) - gutter) / (size * SLACK)
        if any(line.width > room for line in held):
            if not last:
                continue
            gutter = _gutter(max(1, signs), own, size)
            room = (box.width - 2 * code_padding(size) - gutter) / (size * SLACK)
        pitch = Length(math.ceil(size * _PITCH / 1270) * 1270)  # in tenths of a point
        each = [_folded(line, room, setter.measure) for line in held]
        made = _parted(CodeBox(place.slot, block.ref, box, size, pitch, gutter, (), numbered, ground, 0.0), each)
        if not found or len(made) < len(found):
            found = made
        if len(made) == 1:
            break
    return found


def _gutter(signs: int, width: float, size: Length) -> Length:
    return Length(math.ceil((signs * width + _GAP) * size)) if signs else Length(0)


def _lines(block: CodeBlock | MathBlock, measure: Measure) -> Iterator[_Line]:
    """The lines that are chosen, tabs set as blanks."""
    if isinstance(block, MathBlock):
        block = CodeBlock(block.ref, block.line, None, block.tex)
    chosen, marked = block.chosen, block.marked
    all_of_them = lines(block.text, block.language)
    before = 0
    for number in told(chosen or ((1, len(all_of_them)),)):
        if before and number != before + 1:
            yield _Line(0, (), marked=False, width=0.0)
        pieces = tuple(untabbed(all_of_them[number - 1]))
        width = sum(_wide("".join(piece.text for piece in pieces), measure))
        yield _Line(number, pieces, contains(marked, number), width)
        before = number


def _wide(text: str, measure: Measure) -> list[float]:
    """The width of each character, in ems."""
    return [measure.width(char, _MONO) for char in text]


def _folded(line: _Line, room: float, measure: Measure) -> CodeLine:
    """``line`` in rows as wide as ``room`` ems: folded after a blank if there is one, the rest moved in."""
    if not line.number:
        return CodeLine(0, ((_LEFT_OUT,),))
    if line.width <= room:
        return CodeLine(line.number, (_runs(line.pieces),), line.marked)
    text = "".join(piece.text for piece in line.pieces)
    wide = _wide(text, measure)
    blank = measure.width(" ", _MONO)
    inner = min(len(text) - len(text.lstrip(" ")) + _HANG, int(room / blank) // 2)
    rows: list[tuple[Run, ...]] = []
    start = 0
    while start < len(text):
        indent = " " * inner if rows else ""
        end = _end(text, wide, start, room - len(indent) * blank, first=not rows)
        shown = _sliced(line.pieces, start, end)
        rows.append((*((Run(indent, mono=True),) if indent else ()), *_runs(shown)))
        start = end
    return CodeLine(line.number, tuple(rows), line.marked)


def _end(text: str, wide: list[float], start: int, room: float, *, first: bool) -> int:
    """Where the row that begins at ``start`` ends: after a blank beyond its indent, if one fits."""
    taken, end = 0.0, start
    while end < len(text) and (end == start or taken + wide[end] <= room):
        taken += wide[end]
        end += 1
    if end == len(text):
        return end
    leading = len(text) - len(text.lstrip(" ")) if first else 0
    blank = text.rfind(" ", start + leading + 1, end + 1)
    return blank + 1 if blank >= 0 else end


def _sliced(pieces: Pieces, start: int, end: int) -> Pieces:
    found = []
    at = 0
    for piece in pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            found.append(Piece(text, piece.kind))
    return tuple(found)


def _runs(pieces: Pieces) -> tuple[Run, ...]:
    looks = ((piece.text, LOOKS[piece.kind]) for piece in pieces)
    return tuple(Run(text, bold=look.bold, italic=look.italic, mono=True, tone=look.tone) for text, look in looks)


# --- Over slides -------------------------------------------------------------------------------


def _parted(like: CodeBox, held: Sequence[CodeLine]) -> list[CodeBox]:
    """``held`` on as many panels like ``like`` as it takes; a line taller than a slide goes on on the next."""
    rows = max(1, (like.box.height - 2 * like.padding) // like.pitch)
    pieces = [replace(line, rows=line.rows[at : at + rows]) for line in held for at in range(0, len(line.rows), rows)]
    groups = even(pieces, rows, lambda group: sum(len(line.rows) for line in group), _opens)
    made = []
    for group in groups:
        tall = Length(like.pitch * sum(len(line.rows) for line in group) + 2 * like.padding)
        fill = round(tall / like.box.height, 3)
        made.append(replace(like, box=replace(like.box, height=tall), lines=_marked(group), fill=fill))
    return made


def _marked(group: Sequence[CodeLine]) -> tuple[CodeLine, ...]:
    """The lines of a slide. Where some are marked, the others step back: one quiet tone, no weight."""
    if not any(line.marked for line in group):
        return tuple(group)
    return tuple(line if line.marked else replace(line, rows=tuple(map(_quiet, line.rows))) for line in group)


def _quiet(row: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(replace(run, bold=False, tone=Tint.MUTED) for run in row)


def _opens(line: CodeLine, following: CodeLine) -> bool:
    """Whether ``line`` must not end a slide: it opens what follows, is a comment on it, or is marked with it."""
    if line.marked and following.marked:
        return True
    text = "".join(run.text for run in line.rows[-1]).strip()
    after = "".join(run.text for run in following.rows[0]).strip()
    return bool(after) and (text.endswith((":", "{", "(", "[")) or text.startswith(("#", "//", "--", "@")))
