"""What LibreOffice makes of a deck: its words on each page, sorted into the boxes that they should stand in.

A box's lines are told apart by height. A word that stands in no box is one that ran out of its own.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from pipeline.files import Files
from pipeline.fitted import (
    Anchor,
    Bullet,
    CodeBox,
    FittedDeck,
    FittedSlide,
    PictureBox,
    TableBox,
    TextBox,
    TextParagraph,
)
from pipeline.fonts import fontconfig
from pipeline.layouts import PITCH, LayoutSpec, layouts
from pipeline.theme import Theme
from pipeline.units import Box, Length
from tests.fit.desk import ROOT

_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
NEAR = 1.0  # points: what rounding and a word's overhang may cost
_LETTERS = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: its edges in points, and what it says."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


def exported(decks: Mapping[str, bytes], theme: Theme, folder: Path) -> dict[str, list[list[Word]]]:
    """The words of each page of each deck, as one LibreOffice shows them with the faces of ``theme`` alone."""
    for name, data in decks.items():
        (folder / f"{name}.pptx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    env = {**os.environ, "FONTCONFIG_FILE": str(fontconfig(theme, Files(ROOT), folder)), "HOME": str(folder)}
    paths = [str(folder / f"{name}.pptx") for name in decks]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *paths]
    subprocess.run(command, env=env, capture_output=True, check=True, timeout=400)
    return {name: pages(folder / f"{name}.pdf") for name in decks}


def pages(pdf: Path) -> list[list[Word]]:
    """The words of each page."""
    shown = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return [
        [
            Word(float(match[1]), float(match[2]), float(match[3]), float(match[4]), html.unescape(match[5]))
            for match in _WORD.finditer(part)
            if match[5].strip()
        ]
        for part in shown.split("<page ")[1:]
    ]


def in_fallback(theme: Theme) -> Theme:
    """The theme as PowerPoint shows it where its faces are missing, in the free faces with the same widths."""
    return replace(theme, families={name: replace(f, faces=f.fallback) for name, f in theme.families.items()})


@dataclass(slots=True)
class Found:
    """What a comparison found: boxes and cells, how many had just the lines predicted, rows, and what went wrong."""

    boxes: int = 0
    cells: int = 0
    exact: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Found, name: str) -> None:
        """Adds what ``other`` found, which is called ``name``."""
        self.boxes += other.boxes
        self.cells += other.cells
        self.exact += other.exact
        self.rows += other.rows
        self.wrong += [f"{name} {fault}" for fault in other.wrong]


def compared(made: FittedDeck, shown: Sequence[Sequence[Word]], theme: Theme) -> Found:
    """The boxes of ``made`` against the pages that LibreOffice ``shown``."""
    found = Found()
    specs = {spec.id.value: spec for spec in layouts(theme)}
    if len(shown) != len(made.slides):
        found.wrong.append(f"{len(shown)} pages, {len(made.slides)} slides")
        return found
    for slide, words in zip(made.slides, shown, strict=True):
        _slide(slide, list(words), specs[slide.layout], made, found)
    return found


def _slide(slide: FittedSlide, words: list[Word], spec: LayoutSpec, made: FittedDeck, found: Found) -> None:
    for shape in slide.shapes:
        match shape:
            case TextBox():
                own = _taken(words, shape.box)
                found.boxes += 1
                found.exact += _text(f"{slide.id} [{slide.layout}] {shape.slot}", shape, own, found)
            case TableBox():
                own = _taken(words, shape.box)
                _table(f"{slide.id} [{slide.layout}]", shape, own, found)
            case CodeBox():
                own = _taken(words, shape.box)
                _code(f"{slide.id} [{slide.layout}]", shape, own, found)
            case PictureBox():
                pass
    for slot in ("footer", "number-of-slide"):
        place = spec.placeholder(slot)
        own = _taken(words, place.box) if place else []
        if place and slot == "footer" and own:
            found.boxes += 1
            lines = _lines(own, place.size.pt)
            found.exact += len(lines) == 1
            if len(lines) > 1 or _letters(w.text for w in own) != _letters((made.footer,)):
                found.wrong.append(f"{slide.id} footer: {len(lines)} lines, “{' '.join(w.text for w in own)}”")
    if words:
        stray = " ".join(f"{w.text}@{w.left:.0f},{w.top:.0f}" for w in words[:8])
        found.wrong.append(f"{slide.id} [{slide.layout}]: {len(words)} words in no box: {stray}")


def _code(name: str, box: CodeBox, words: Sequence[Word], found: Found) -> None:
    """Every row of code, and the sign beside it, stands just where it was fitted."""
    rows = [row for line in box.lines for row in line.rows]
    found.boxes += 1
    wrong = 0
    for n, (row, (sign, _)) in enumerate(zip(rows, box.signs, strict=True)):
        top = (box.text.top + n * box.pitch) / 12700
        there = [word for word in words if top <= word.middle < top + box.pitch / 12700]
        shown = "".join(word.text for word in sorted(there, key=lambda word: word.left))
        wanted = "".join((sign + "".join(run.text for run in row)).split())
        if shown != wanted and wanted.isascii():
            wrong += 1
            found.wrong.append(f"{name}: row {n + 1} of the code shows “{shown}”, not “{wanted}”")
    found.exact += not wrong


def _taken(words: list[Word], box: Box) -> list[Word]:
    """Removes from ``words`` those whose middle stands in ``box``, and returns them."""
    own = [
        w
        for w in words
        if box.top.pt - NEAR <= w.middle <= box.bottom.pt + NEAR
        and box.left.pt - NEAR <= (w.left + w.right) / 2 <= box.right.pt + NEAR
    ]
    for word in own:
        words.remove(word)
    return own


def _lines(words: Iterable[Word], size: float) -> list[list[Word]]:
    """``words`` by height: those of one line stand less than half a line's pitch apart."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle):
        if lines and word.middle - lines[-1][0].middle < 0.5 * PITCH * size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _letters(texts: Iterable[str]) -> list[str]:
    """The plain letters of ``texts``, sorted: what every PDF tells alike."""
    return sorted(_LETTERS.findall("".join(texts)))


def _said(paragraphs: Iterable[TextParagraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        if paragraph.bullet is Bullet.NUMBER:
            yield str(paragraph.number)
        yield from (run.text for run in paragraph.runs)


def _text(name: str, box: TextBox, own: list[Word], found: Found) -> bool:
    """Whether ``box`` has just the lines predicted; what is wrong with it goes to ``found``."""
    column = (box.box.width - box.gutter * (box.columns - 1)) / box.columns
    predicted = sum(1 for p in box.paragraphs for line in p.lines if line.strip())
    count = 0
    for n in range(box.columns):
        left = box.box.left + n * (column + box.gutter)
        edge = Length(round(left + column)).pt
        held = [w for w in own if w.left < edge] if n < box.columns - 1 else own
        own = [w for w in own if w not in held]
        lines = _lines(held, box.size.pt)
        count += len(lines)
        for word in held:
            # What cannot be seen has a width in the PDF's words; italics lean over.
            if word.right - edge > max(NEAR, 0.05 * box.size.pt) and not word.text.endswith("\u200b"):
                found.wrong.append(f"{name}: “{word.text}” {word.right - edge:.1f} pt over its right edge")
        if lines:
            # A word's own box is as high as its face says; from middle to middle it is as far as from line to line.
            first, last = (median(w.middle for w in line) for line in (lines[0], lines[-1]))
            over = last - first + PITCH * box.size.pt - box.box.height.pt
            if over > NEAR:
                found.wrong.append(f"{name}: {over:.1f} pt higher than its box")
            start = first - box.box.top.pt
            blank = not box.paragraphs[0].lines[0].strip()
            if box.anchor is Anchor.TOP and not blank and not 0 < start < 0.8 * box.size.pt:
                found.wrong.append(f"{name}: begins {start:.1f} pt below its box's top")
    if count > predicted:
        told = " | ".join(line for p in box.paragraphs for line in p.lines)
        found.wrong.append(f"{name}: {count} lines, {predicted} predicted, at {box.size.pt:g} pt: {told[:400]}")
    return count == predicted


def _table(name: str, box: TableBox, own: list[Word], found: Found) -> None:
    """Each row's height by where the next begins, and each cell's lines."""
    across = box.padding[0].pt
    tops = [box.box.top.pt]
    for height in box.heights:
        tops.append(tops[-1] + height.pt)
    lefts = [box.box.left.pt]
    for width in box.columns:
        lefts.append(lefts[-1] + width.pt)
    begins: list[dict[int, float]] = []
    for r, row in enumerate(box.rows):
        first: dict[int, float] = {}
        for c, cell in enumerate(row):
            held = [w for w in own if tops[r] <= w.middle < tops[r + 1] and lefts[c] <= w.left < lefts[c + 1]]
            own = [w for w in own if w not in held]
            lines = _lines(held, box.size.pt)
            where = f"{name} row {r} column {c}"
            predicted = sum(1 for line in cell.lines if line.strip())
            if len(lines) > predicted:
                found.wrong.append(
                    f"{where}: {len(lines)} lines, {predicted} predicted: {' | '.join(cell.lines)[:300]}"
                )
            if _letters(w.text for w in held) != _letters(_said((cell,))):
                found.wrong.append(f"{where}: shows “{' '.join(w.text for w in held)}”")
            over = max((w.right for w in held if w.text[-1] != "\u200b"), default=0.0) - (lefts[c + 1] - across)
            if over > NEAR:
                found.wrong.append(f"{where}: {over:.1f} pt over its right edge")
            plain = all(not run.mono and not run.script and run.text.isascii() for run in cell.runs)
            if lines and cell.lines[0].strip() and plain:  # other faces sit lower or higher
                first[c] = median(w.middle for w in lines[0])
            found.cells += 1
            found.exact += len(lines) == predicted
        begins.append(first)
    for r, (one, other) in enumerate(pairwise(begins)):
        wanted = box.heights[r].pt
        if r == 0 and other:  # a header stands at the foot of its row, which ends where the next begins
            found.rows += 1
            line = (box.heights[1].pt - 2 * box.padding[1].pt) / max(len(cell.lines) for cell in box.rows[1])
            low = median(other.values()) - tops[1] - box.padding[1].pt - line / 2
            # Words stand up to a tenth of their size higher or lower in their line; a line more would be 1.2 of it.
            if abs(low) > box.size.pt / 4:
                found.wrong.append(f"{name} row 0: ends {low:.1f} pt from where {wanted:.1f} pt were predicted")
        elif both := set(one) & set(other):
            found.rows += 1
            tall = median(other[c] - one[c] for c in both)
            if abs(tall - wanted) > NEAR:
                found.wrong.append(f"{name} row {r}: {tall:.1f} pt high, {wanted:.1f} predicted")
    if own:
        found.wrong.append(f"{name}: {len(own)} words in no cell")
