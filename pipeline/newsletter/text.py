"""The letter as plain text: the whole of it, for those who read mail as text. Rendered from the document itself.

Lines wrap at 72 columns. A link's words are followed by a number, and its address is listed at the end;
moments cited are listed with their addresses under Sources.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import assert_never

from pipeline.citations import label
from pipeline.document import (
    Align,
    BibliographicCitation,
    Block,
    Blocks,
    Chart,
    Citation,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Emphasis,
    Figure,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    List,
    Mark,
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Strike,
    Strong,
    Table,
    Text,
    Work,
)
from pipeline.mathtext import is_number
from pipeline.newsletter.letter import SHOWS, Entry, Letter
from pipeline.prose import formula
from pipeline.sentences import wide

WIDTH = 72
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def text(letter: Letter) -> str:
    """``letter`` as plain text, ended by a line end."""
    return Typewriter(letter).whole()


@dataclass(slots=True)
class Typewriter:
    """Types one letter. ``links`` are the addresses met, in the order of their numbers."""

    letter: Letter
    links: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {note.footnote.label: note.number for note in self.letter.notes}

    def whole(self) -> str:
        """The head, the essay, and what stands at its end, an empty line between any two."""
        letter, said = self.letter, self.letter.words
        pieces = [*self._head()]
        for section in letter.sections:
            pieces += [self._block(block, WIDTH) for block in (section.heading, *section.blocks) if block]
        for digest in letter.digests:
            if digest.section.heading:
                pieces.append(self._block(digest.section.heading, WIDTH))
            if digest.points:
                pieces.append("\n".join(_hung("* ", self._inlines(item.term), WIDTH) for item in digest.points))
        if letter.read_on:
            pieces.append(f"{said.read_on}:\n{letter.read_on}")
        if letter.notes:
            pieces.append(_underlined(said.notes, "-"))
            for note in letter.notes:
                mark = f"{_raised(note.number)} "
                pieces.append(_hang(mark, self._blocks(note.footnote.blocks, WIDTH - len(mark))))
        entries = letter.entries
        if entries:
            pieces.append(_underlined(said.sources, "-"))
            pieces += [self._entry(entry) for entry in entries]
        if letter.works:
            pieces.append(_underlined(said.references, "-"))
            pieces += [self._work(work) for work in letter.works]
        if self.links:
            pieces.append(_underlined(said.links, "-"))
            pieces.append("\n".join(f"{self._mark(number)} {url}" for url, number in self.links.items()))
        pieces.append(self._foot())
        return "\n\n".join(piece for piece in pieces if piece) + "\n"

    def _head(self) -> list[str]:
        letter, meta = self.letter, self.letter.essay.meta
        top = [letter.publication or "", " · ".join(letter.facts)]
        pieces = ["\n".join(wrapped(line, WIDTH) for line in top if line)]
        pieces.append(_underlined(wrapped(meta.title, WIDTH), "="))
        pieces += [wrapped(line, WIDTH) for line in (meta.subtitle, letter.byline, letter.summary) if line]
        if letter.essay.cover:
            pieces.append(self._block(letter.essay.cover, WIDTH))
        if letter.greeting:
            pieces.append(letter.greeting)
        return pieces

    def _foot(self) -> str:
        letter, meta, said = self.letter, self.letter.essay.meta, self.letter.words
        lines = []
        if letter.web and letter.web != letter.read_on:
            lines.append(f"{said.web_copy}:\n{letter.web}")
        lines += [
            f"{word}:\n{url}" for word, url in ((said.handout, meta.handout.url), (said.deck, meta.deck.url)) if url
        ]
        if letter.mailed:
            lines.append(wrapped(letter.why, WIDTH))
        if letter.unsubscribe:
            lines.append(f"{said.unsubscribe}:\n{letter.unsubscribe}")
        if meta.newsletter.postal_address:
            lines.append(meta.newsletter.postal_address.strip())
        return "\n\n".join(["-" * WIDTH, *lines]) if lines else ""

    def _entry(self, entry: Entry) -> str:
        lines = [wrapped(entry.source.title, WIDTH)]
        lines += [wrapped(entry.facts, WIDTH)] if entry.facts else []
        lines += [entry.source.url] if entry.source.url else []
        wide = max((len(moment.clock) for moment in entry.moments), default=0)
        lines += [f"{self.letter.words.cited}:"] if entry.moments else []
        lines += [f"  {moment.clock:>{wide}}  {moment.url or ''}".rstrip() for moment in entry.moments]
        return "\n".join(lines)

    def _mark(self, number: int) -> str:
        """The number of a link, in brackets; in others where those are of works that are cited by number."""
        return f"<{number}>" if any(work.label.startswith("[") for work in self.letter.works) else f"[{number}]"

    def _work(self, work: Work) -> str:
        """An entry of the bibliography, behind its number or with its further lines moved in."""
        if work.label:
            return _hung(f"{work.label} ", self._inlines(work.inlines), WIDTH)
        return wrapped(self._inlines(work.inlines), WIDTH - 2).replace("\n", "\n  ")

    # --- Blocks --------------------------------------------------------------------------------

    def _blocks(self, blocks: Blocks, width: int) -> str:
        return "\n\n".join(made for block in blocks if (made := self._block(block, width)))

    def _block(self, block: Block, width: int) -> str:
        match block:
            case Paragraph(inlines=inlines):
                return wrapped(self._inlines(inlines), width)
            case Heading(level=level, inlines=inlines):
                words = wrapped(self._inlines(inlines), width)
                return _underlined(words, "-" if level < 3 else ".")
            case List():
                return self._list(block, width)
            case Quotation(blocks=blocks, attribution=attribution):
                inner = self._blocks(blocks, width - 2)
                if attribution:
                    inner += "\n\n" + _hung("— ", self._inlines(attribution), width - 2)
                return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
            case Figure(src=src, alt=alt, caption=caption, credit=credit):
                shown = f"[{self.letter.words.figure}: {alt or src}]"
                told = (shown, self._inlines(caption), self._inlines(credit))
                return "\n".join(wrapped(part, width) for part in told if part)
            case Table():
                return self._table(block, width)
            case Chart():
                return self._chart(block, width)
            case CodeBlock(text=body, caption=caption, marked=marked):
                marks = {number for first, last in marked for number in range(first, last + 1)}
                code = "\n".join(
                    f"{'  > ' if number in marks else '    '}{line}".rstrip()
                    for number, line in enumerate(body.split("\n"), 1)
                )
                return "\n\n".join(part for part in (code, wrapped(self._inlines(caption), width)) if part)
            case MathBlock():
                return self._formula(block, width)
            case Rule():
                return "* * *".center(width).rstrip()
            case DefinitionList(definitions=definitions):
                return "\n\n".join(
                    "\n".join(
                        [
                            wrapped(self._inlines(d.term), width),
                            *(_hang("    ", self._blocks(meaning, width - 4)) for meaning in d.meanings),
                        ]
                    )
                    for d in definitions
                )
            case Div(kind=kind, blocks=blocks):
                return self._blocks(blocks, width) if kind in SHOWS else ""
            case _:
                assert_never(block)

    def _list(self, block: List, width: int) -> str:
        last = block.start + len(block.items) - 1
        made = []
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}.".rjust(len(f"{last}.")) + " " if block.ordered else "* "
            if item.checked is not None:
                mark += "[x] " if item.checked else "[ ] "
            made.append(_hang(mark, self._item(item, width - len(mark), tight=block.tight)))
        return ("\n" if block.tight else "\n\n").join(made)

    def _item(self, item: Item, width: int, *, tight: bool) -> str:
        blocks = item.blocks
        first = ""
        if item.term:
            first = self._inlines(item.term)
            first += " " if first.endswith((".", "!", "?", ":")) else f"{self.letter.words.colon} "
        if blocks and isinstance(blocks[0], Paragraph):
            first += self._inlines(blocks[0].inlines)
            blocks = blocks[1:]
        parts = [wrapped(first, width), *(self._block(block, width) for block in blocks)]
        return ("\n" if tight else "\n\n").join(part for part in parts if part)

    def _table(self, table: Table, width: int) -> str:
        """Columns side by side where they fit, else each row as a list of its cells under their headings."""
        head = [self._cell(cell) for cell in table.header]
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        widths = [max(columns(row[i]) for row in (head, *rows)) for i in range(len(head))]
        if sum(widths) + 2 * (len(widths) - 1) <= width:
            lines = [head, ["-" * w for w in widths], *rows]
            made = "\n".join(
                "  ".join(_set(cell, w, a) for cell, w, a in zip(line, widths, table.align, strict=True)).rstrip()
                for line in lines
            )
        else:
            made = "\n\n".join(
                "\n".join(
                    _hung("* ", f"{name}: {cell}" if name else cell, width)
                    for name, cell in zip(head, row, strict=True)
                )
                for row in rows
            ) or "\n".join(_hung("* ", name, width) for name in head)
        return "\n\n".join(part for part in (made, wrapped(self._inlines(table.caption), width)) if part)

    def _chart(self, chart: Chart, width: int) -> str:
        """What a chart is, and its numbers."""
        from pipeline.charts.description import opening  # most letters have no chart
        from pipeline.charts.table import table

        lang = self.letter.essay.meta.lang
        told = wrapped(f"[{opening(chart, lang)}]", width)
        return f"{told}\n\n{self._table(table(chart, lang, told=True), width)}"

    def _cell(self, inlines: Inlines) -> str:
        return " ".join(self._inlines(inlines).split())

    def _formula(self, block: MathBlock, width: int) -> str:
        """A displayed formula, moved in, its number at its end or its caption below it."""
        from pipeline.formulas import formula as read  # most essays have none

        found = read(block.tex, display=True)
        shown = "\n".join(_hung("    ", line, width) for line in (found.lines if found else block.tex.split("\n")))
        if is_number(block.caption):
            return f"{shown}    {self._inlines(block.caption)}"
        return "\n\n".join(part for part in (shown, wrapped(self._inlines(block.caption), width)) if part)

    # --- Inlines -------------------------------------------------------------------------------

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(words) | Code(words):
                return words
            case Emphasis(children):
                return f"_{self._inlines(children)}_"
            case Strong(children):
                return f"*{self._inlines(children)}*"
            case Strike(children):
                return f"~{self._inlines(children)}~"
            case Mark(children) | Span(children=children) | BibliographicCitation(children=children):
                return self._inlines(children)
            case Link(children=children, url=url):
                words = self._inlines(children)
                if url.startswith("#") or url in (words, f"mailto:{words}"):
                    return words
                if url == f"https://doi.org/{words}":
                    return url
                return f"{words} {self._mark(self.links.setdefault(url, len(self.links) + 1))}"
            case Math(tex=tex):
                return formula(tex)
            case Image(src=src, alt=alt):
                return f"[{alt or src}]"
            case Citation():
                return label(inline, self.letter.essay.meta)
            case FootnoteReference(label=name):
                return _raised(self.numbers[name])
            case LineBreak():
                return "\n"
            case _:
                assert_never(inline)


def wrapped(words: str, width: int) -> str:
    """``words`` in lines of at most ``width`` columns, broken at blanks, and within a run of wide letters."""
    return "\n".join(line for part in words.split("\n") for line in _lines(part, max(width, 16)))


def columns(words: str) -> int:
    """How many columns ``words`` take."""
    return len(words) if words.isascii() else wide(words)


def _lines(words: str, width: int) -> list[str]:
    lines: list[str] = []
    line, taken = "", 0
    for word in words.split(" "):
        if not word:
            continue
        wide = columns(word)
        if line and taken + 1 + wide <= width:
            line, taken = f"{line} {word}", taken + 1 + wide
            continue
        if line:
            lines.append(line)
        line, taken = word, wide
        while taken > width and not line.isascii():
            cut = next((i for i in range(1, len(line)) if columns(line[: i + 1]) > width), len(line))
            if unicodedata.east_asian_width(line[cut - 1]) not in "WF":
                break
            lines.append(line[:cut])
            line = line[cut:]
            taken = columns(line)
    return [*lines, line] if line else lines


def _hang(mark: str, body: str) -> str:
    """``body`` behind ``mark``, its further lines under the first."""
    first, *rest = body.split("\n")
    blank = " " * columns(mark)
    return "\n".join([(mark + first).rstrip(), *(f"{blank}{line}".rstrip() for line in rest)])


def _hung(mark: str, words: str, width: int) -> str:
    return _hang(mark, wrapped(words, width - columns(mark)))


def _underlined(words: str, stroke: str) -> str:
    return f"{words}\n{stroke * max(map(columns, words.split(chr(10))))}"


def _raised(number: int) -> str:
    return str(number).translate(_SUPERSCRIPT)


def _set(cell: str, width: int, align: Align | None) -> str:
    room = width - columns(cell)
    if align is Align.END:
        return " " * room + cell
    if align is Align.CENTER:
        return " " * (room // 2) + cell + " " * (room - room // 2)
    return cell + " " * room
