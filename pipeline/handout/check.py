"""The written handout held against its essay: every block is one element of its type, whole, and in order.

It reads the PDF's own structure, as a screen reader does. Of words only letters and figures are compared: signs and
blanks may be set otherwise than they were typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import (
    Block,
    Blocks,
    Citation,
    CodeBlock,
    DefinitionList,
    Div,
    Essay,
    Figure,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    List,
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Table,
)
from pipeline.handout.reading import SHOWS
from pipeline.pdf.check import faults
from pipeline.pdf.objects import read
from pipeline.pdf.structure import INLINE, Element, Tagged, tagged
from pipeline.problems import Place, Problem, Problems, error
from pipeline.prose import below, led, plain

_HEADINGS = frozenset(f"H{level}" for level in range(1, 7))
_TEXT = frozenset({"P", "LBody", "TD", "TH"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be met next: one element of one of ``kinds`` with these runs of words; ``items`` are its rows or
    entries, where it is a table or a list.
    """

    line: int
    name: str
    kinds: frozenset[str]
    runs: tuple[str, ...]
    items: int | None = None


def check(data: bytes, essay: Essay) -> Problems:
    """What is wrong with the PDF ``data`` of ``essay``."""
    found: list[Problem] = [error(Place(essay.path), "handout-tags", fault) for fault in faults(data)]
    tree = tagged(read(data)) if not found else None
    if tree is not None:
        found.extend(missed(tree, essay))
    return tuple(found)


def missed(tree: Tagged, essay: Essay) -> Iterator[Problem]:
    """The blocks of ``essay`` that are not one element of ``tree``, or not where they should be."""
    elements = [(element, _own(tree, element)) for element in tree.below()]
    at = 0
    for wanted in expected(essay):
        for index in range(at, len(elements)):
            if _is(*elements[index], wanted):
                at = index + 1
                break
        else:
            said = f"“{wanted.runs[0]}”" if wanted.runs else wanted.name
            told = f"the {wanted.name} is not heard whole and in its place: {said}"
            yield error(Place(essay.path, wanted.line), "handout-reading", told)


def _is(element: Element, own: str, wanted: Expected) -> bool:
    if element.kind not in wanted.kinds:
        return False
    if wanted.items is not None:
        kind = "TR" if element.kind == "Table" else "LI"
        return sum(kid.kind == kind for kid in _parts(element, kind)) == wanted.items
    at = 0
    for run in wanted.runs:
        at = own.find(letters(run), at)
        if at < 0:
            return False
        at += len(letters(run))
    return True


def _parts(element: Element, kind: str) -> Iterator[Element]:
    """The rows of a table or the entries of a list, but not those of one within."""
    for kid in element.kids:
        if isinstance(kid, Element) and kid.kind == kind:
            yield kid
        elif isinstance(kid, Element) and kid.kind in ("THead", "TBody", "TFoot"):
            yield from _parts(kid, kind)


def _own(tree: Tagged, element: Element) -> str:
    """The letters that ``element`` says itself, not in blocks within it."""
    return letters(tree.said(element, INLINE))


def letters(text: str) -> str:
    """``text`` as what is compared."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def expected(essay: Essay) -> Iterator[Expected]:
    """Every block that stands in the handout, in reading order; a footnote follows what refers to it first."""
    reader = _Reader(essay)
    for section in essay.sections:
        if section.heading:
            yield from reader.heading(section.heading)
        yield from reader.blocks(led(section.blocks))


class _Reader:
    def __init__(self, essay: Essay) -> None:
        self.lang = essay.meta.lang
        self.footnotes = {footnote.label: footnote for footnote in essay.footnotes}
        self.noted: set[str] = set()

    def heading(self, heading: Heading) -> Iterator[Expected]:
        yield from self._text(heading.line, "heading", _HEADINGS, heading.inlines)

    def blocks(self, blocks: Blocks) -> Iterator[Expected]:
        """What ``blocks`` become."""
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Expected]:
        line = block.line
        match block:
            case Paragraph(inlines=inlines):
                yield from self._text(line, "paragraph", _TEXT, inlines)
            case Heading():
                yield from self.heading(block)
            case List(items=items):
                yield Expected(line, "list", frozenset({"L"}), (), len(items))
                for item in items:
                    opening = item.blocks[0] if item.blocks else None
                    if item.term and not isinstance(opening, Paragraph):
                        yield from self._text(line, "lead term", _TEXT, item.term)
                    yield from self.blocks(item.blocks)
            case Quotation(blocks=inner, attribution=attribution):
                yield Expected(line, "quotation", frozenset({"BlockQuote"}), ())
                yield from self.blocks(inner)
                if attribution:
                    yield from self._text(line, "attribution", _TEXT, attribution)
            case Figure(alt=alt, caption=caption):
                if alt and alt.strip():
                    yield Expected(line, "picture", frozenset({"Figure", "P"}), (alt,))
                yield from self._caption(line, caption)
            case Table(caption=caption, header=header, rows=rows):
                yield Expected(line, "table", frozenset({"Table"}), (), len(rows) + 1)
                yield from self._caption(line, caption)
                for cell in header:
                    yield from self._text(line, "header cell", frozenset({"TH", "P"}), cell)
                for row in rows:
                    for cell in row:
                        yield from self._text(line, "cell", frozenset({"TD", "P"}), cell)
            case CodeBlock(text=text, caption=caption):
                if text.strip():
                    yield Expected(line, "code", frozenset({"Code"}), (text,))
                yield from self._caption(line, caption)
            case MathBlock(tex=tex, caption=caption):
                yield Expected(line, "formula", frozenset({"Formula"}), self._heard(tex, display=True))
                yield from self._caption(line, caption)
            case DefinitionList(definitions=definitions):
                yield Expected(line, "list of terms", frozenset({"L"}), (), len(definitions))
                for definition in definitions:
                    yield from self._text(definition.line, "term", frozenset({"Lbl"}), definition.term)
                    for meaning in definition.meanings:
                        yield from self.blocks(meaning)
            case Div(kind=kind, blocks=inner):
                yield from self.blocks(inner) if kind in SHOWS else ()
            case Rule():
                pass

    def _heard(self, tex: str, *, display: bool) -> tuple[str, ...]:
        """How a formula is read aloud; the source of one that cannot be read."""
        from pipeline.formulas import formula  # most essays have none

        read = formula(tex, display=display)
        return (read.spoken(self.lang) if read else tex,)

    def _caption(self, line: int, caption: Inlines) -> Iterator[Expected]:
        if caption:
            yield from self._text(line, "caption", frozenset({"P", "Caption"}), caption)

    def _text(self, line: int, name: str, kinds: frozenset[str], inlines: Inlines) -> Iterator[Expected]:
        runs = tuple(run for run in _runs(inlines) if letters(run))
        if runs:
            yield Expected(line, name, kinds, runs)
        for inline in _opened(inlines):
            if isinstance(inline, Math):
                yield Expected(line, "formula", frozenset({"Formula"}), self._heard(inline.tex, display=False))
        for inline in _opened(inlines):  # what a note says is read after the text that it stands in
            if isinstance(inline, FootnoteReference) and inline.label not in self.noted:
                self.noted.add(inline.label)
                yield Expected(line, f"footnote {inline.label}", frozenset({"Note"}), ())
                yield from self.blocks(self.footnotes[inline.label].blocks)


def _runs(inlines: Inlines) -> Iterator[str]:
    """The runs of words that no citation, footnote or picture interrupts."""
    pending: list[Inline] = []
    for inline in _opened(inlines):
        if isinstance(inline, Citation | FootnoteReference | Image | LineBreak | Math):
            yield plain(tuple(pending))
            pending = []
        else:
            pending.append(inline)
    yield plain(tuple(pending))


def _opened(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        if below(inline):
            yield from _opened(below(inline))
        else:
            yield inline
