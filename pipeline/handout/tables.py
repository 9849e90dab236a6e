"""How tables stand on paper: within the text or across the sheet, and how small, by the words that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.document import Align, Blocks, Div, DivKind, Essay, Table
from pipeline.fonts.files import path
from pipeline.fonts.sfnt import NotAFontError, Sfnt, faces_in
from pipeline.handout import sheet
from pipeline.handout.reading import SHOWS
from pipeline.markup import Ruled
from pipeline.problems import Place, Problems, warning
from pipeline.prose import few_signs, parts, plain, sides, unbroken
from pipeline.theme import Theme

SIZE, LEAST, STEP = 9.0, 6.0, 0.5  # points: what a table is set in, the least, and what lies between two sizes
GAP, DENSE = 0.9, 0.4  # ems between two columns, and between those of a table that is set smaller (handout.css)
APART = 0.6  # ems more between digits that end on one line and words that begin right of it
SLIM = 0.5  # of the text's width: what takes less is set narrow, so that the eye finds from one cell to the next
BRIEF = 12  # rows from which a table goes on over pages
_LONG = 30  # letters of a word that may break anywhere: an address, a sum of digits
_KEPT = 18  # letters of such a word that stay together
_NESTED = 0.85  # of the text's width: what a list or a quotation leaves for what stands in it
_SIDE = 0.46  # of the text's width: one side of a comparison
_RESERVE = 1.04  # what kerning, code and raised signs among the words may add
_LEAST_LETTER, _LETTER = 0.35, 0.54  # ems: a letter where the face lacks it, and where there is no face to ask


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's cells measured in ems: its widest word, its widest cell.

    ``long`` says that a word of it may break, ``short`` that its cells are few signs between which a line could end.
    """

    word: float
    cell: float
    long: bool
    short: bool


class Tables:
    """The tables of one essay on its sheets."""

    def __init__(self, essay: Essay, theme: Theme) -> None:
        self.essay = essay
        self._text = sheet.measure(theme).pt
        self._whole = sheet.width(theme, essay.meta.handout.paper).pt
        faces = theme.families[theme.handout.heading].faces
        self._regular, self._bold = (_face(path(faces, style, theme)) for style in ("regular", "bold"))
        self._found: dict[str, tuple[Table, Ruled]] = {}
        for section in essay.sections:
            self._find(section.blocks, self._text, self._whole)
        for footnote in essay.footnotes:
            self._find(footnote.blocks, self._text, None)

    def ruled(self, table: Table) -> Ruled:
        """How ``table`` is dressed. One that the essay does not hold, a chart's, is small anyway."""
        found = self._found.get(table.ref)
        return found[1] if found else Ruled(("brief",) if len(table.rows) < BRIEF else ())

    @property
    def problems(self) -> Problems:
        """The tables that are too wide for paper, each at its line."""
        hint = 'take columns out, or choose some of a data file: {columns="1-6"}'
        return tuple(
            warning(
                Place(self.essay.path, table.line),
                "table-too-wide",
                f"the table's {len(table.header)} columns stand in {LEAST:g} points on paper, and their words are cut",
                hint,
            )
            for table, ruled in self._found.values()
            if "cut" in ruled.classes
        )

    def _find(self, blocks: Blocks, room: float, hanging: float | None) -> None:
        """Dresses the tables among ``blocks`` for ``room``, in points; those at the top may be ``hanging`` wide."""
        for block in blocks:
            if isinstance(block, Table):
                self._found[block.ref] = (block, self._dressed(block, room, hanging))
            elif isinstance(block, Div) and block.kind not in SHOWS:
                continue
            elif isinstance(block, Div) and block.kind is DivKind.HANDOUT:
                self._find(block.blocks, room, hanging)
            else:
                inner = _SIDE if sides(block) else _NESTED
                self._find(parts(block), room * inner, None)

    def _dressed(self, table: Table, room: float, hanging: float | None) -> Ruled:
        columns = self._columns(table)
        aligned = (*table.align, *(None,) * (len(columns) - len(table.align)))
        apart = sum(left is Align.END and right is not Align.END for left, right in pairwise(aligned))
        gaps = GAP * (len(columns) - 1) + APART * apart
        words, cells = sum(one.word for one in columns) + gaps, sum(one.cell for one in columns) + gaps
        top = hanging is not None
        wide = top and (words * SIZE > room or (len(columns) > 5 and cells * SIZE > room))
        if wide:
            room = hanging or room
        size, cut, dense = SIZE, False, words * SIZE > room
        if dense:
            words += (DENSE - GAP) * (len(columns) - 1)
            size = max(LEAST, min(SIZE, room / words // STEP * STEP))
            cut = words * size > room
        kinds = (
            ("wide", wide),
            ("slim", top and cells * SIZE < SLIM * room),
            ("dense", dense),
            ("cut", cut),
            ("brief", len(table.rows) < BRIEF),
        )
        classes = tuple(name for name, holds in kinds if holds)
        style = f"font-size:{size:g}pt" if size < SIZE else None
        return Ruled(
            classes, style, tuple("long" if cut or one.long else "short" if one.short else None for one in columns)
        )

    def _columns(self, table: Table) -> tuple[_Column, ...]:
        meta = self.essay.meta
        return tuple(
            self._column(plain(head, meta), [plain(row[n], meta) for row in table.rows])
            for n, head in enumerate(table.header)
        )

    def _column(self, heading: str, cells: list[str]) -> _Column:
        word, top = (_longest(unbroken(text)) for text in ("\n".join(cells), heading))
        cell = _longest("\n".join(cells).split("\n"))
        short = few_signs((heading, *cells))
        if short:
            word, top = cell, heading
        return _Column(
            max(_ems(_kept(word), self._regular), _ems(_kept(top), self._bold)),
            max(_ems(cell, self._regular), _ems(heading, self._bold)),
            max(len(word), len(top)) > _LONG,
            short,
        )


def _longest(texts: list[str]) -> str:
    return max(texts, key=len, default="")


def _kept(word: str) -> str:
    """What of ``word`` stays together."""
    return word if len(word) <= _LONG else word[:_KEPT]


def _ems(text: str, face: Sfnt | None) -> float:
    """How wide ``text`` stands in ``face``, in ems."""
    wide = max(face.advance(text), _LEAST_LETTER * len(text)) if face else _LETTER * len(text)
    return wide * _RESERVE


def _face(where: Path | None) -> Sfnt | None:
    try:
        return faces_in(where)[0] if where else None
    except (NotAFontError, OSError):
        return None
